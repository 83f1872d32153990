vendor-gmail-4-7-23 = IP của bạn không có tên phù hợp trong DNS
    .meaning = Gmail không thấy `PTR` cho IP gửi, hoặc thấy một tên không dẫn ngược lại, nên hoãn thư.
    .fix = Nhờ chủ của địa chỉ đặt `PTR`, và cho tên đó một `A` hoặc `AAAA` trỏ về cùng IP. Nghĩa về SPF trong sổ đăng ký không áp dụng ở đây.

vendor-gmail-x-7-24 = Bản ghi SPF có mục đáng ngờ
    .meaning = Gmail đọc được bản ghi SPF, nhưng có gì đó trong đó trông không an toàn, như những dải địa chỉ cho phép nửa Internet gửi thư dưới tên bạn.
    .fix = Bỏ `+all`, các dải rộng và dịch vụ không còn dùng; kết thúc bản ghi bằng `~all` hoặc `-all`.

vendor-gmail-x-7-26 = Thư chưa được xác thực
    .meaning = Cả SPF lẫn DKIM đều không đạt, hoặc SPF cho kết quả từ chối hẳn (hard fail), hoặc chính sách DMARC của tên miền trong `From` đòi từ chối. Phần thông báo cho biết là trường hợp nào.
    .fix = Đưa máy gửi vào SPF, ký DKIM bằng tên miền của bạn, và để một trong hai khớp với `From`. Đừng bao giờ gửi với địa chỉ `gmail.com` trong `From` từ máy chủ của bạn.

vendor-gmail-x-7-27 = SPF không đạt (người gửi số lượng lớn)
    .meaning = Với người gửi nhiều thư, Gmail đòi SPF, và kiểm tra cho tên miền trong `MAIL FROM` của bạn không đạt.
    .fix = Hãy xem tên miền của người gửi trên phong bì, không phải `From`: thêm máy gửi hoặc dịch vụ vào bản ghi SPF của nó.

vendor-gmail-x-7-28 = Gửi quá nhiều, quá nhanh
    .meaning = Tốc độ bất thường từ IP của bạn, mạng của nó, tên miền của bạn, hoặc một `Message-ID` lặp lại. Với 421 là hãm lại, với 550 là từ chối.
    .fix = Gửi tới Google bằng ít kết nối và khoảng nghỉ dài dần. Tìm xem có tài khoản hay biểu mẫu nào bị lạm dụng không, và cho mỗi thư một `Message-ID` riêng.

vendor-gmail-x-7-29 = Không dùng TLS
    .meaning = Thư đến qua kết nối không mã hóa, và Gmail đòi TLS ở người gửi này.
    .fix = Bật `STARTTLS` cho thư gửi đi, và kiểm tra xem có tường lửa nào cắt nó khỏi phản hồi `EHLO` không. Ở đây không nói về ARC.

vendor-gmail-x-7-30 = DKIM không đạt (người gửi số lượng lớn)
    .meaning = Gmail đòi chữ ký DKIM hợp lệ ở người gửi nhiều thư, và không thấy.
    .fix = Ký mọi thư, kiểm tra khóa trong DNS ở đúng selector, và ký sau mọi thay đổi nội dung. Ở đây không nói về `REQUIRETLS`.

vendor-gmail-x-7-32 = From không khớp với SPF hoặc DKIM
    .meaning = SPF hoặc DKIM đạt, nhưng cho tên miền khác với tên miền trong `From`: DMARC gọi là không khớp tên miền (not aligned). Sổ đăng ký không có X.7.32.
    .fix = Ký bằng tên miền trong `From`, hoặc dùng người gửi trên phong bì thuộc tên miền đó. Nếu dùng dịch vụ gửi thư, hãy thiết lập ở đó tên miền ký của riêng bạn.

vendor-gmail-x-7-40 = Không có bản ghi DMARC
    .meaning = Tên miền trong `From` không công bố chính sách DMARC, điều Gmail đòi hỏi ở người gửi số lượng lớn. Số này không được đăng ký.
    .fix = Công bố bản ghi `TXT` ở `_dmarc.example.org`, ban đầu là `v=DMARC1; p=none` kèm địa chỉ nhận báo cáo.

vendor-gmail-5-4-5 = Đã chạm giới hạn gửi trong ngày
    .meaning = Tài khoản Gmail hoặc Workspace của chính bạn đã gửi hết số thư được phép trong một ngày. Người nhận không có vấn đề gì.
    .fix = Chờ tới hôm sau; với danh sách lớn hãy dùng dịch vụ gửi số lượng lớn. Nếu bạn không gửi nhiều như vậy thì có người khác đang giữ mật khẩu của bạn.

vendor-gmail-5-7-9 = Cần mật khẩu ứng dụng hoặc đăng nhập bằng trình duyệt
    .meaning = Tài khoản bật xác minh hai bước nên mật khẩu thường không dùng được trong chương trình thư; hoặc Google muốn bạn đăng nhập bằng trình duyệt.
    .fix = Tạo mật khẩu ứng dụng trong tài khoản Google và dùng nó trong chương trình, hoặc đăng nhập bằng OAuth.

vendor-gmail-5-7-14 = Hãy đăng nhập bằng trình duyệt trước
    .meaning = Google thấy lần đăng nhập này bất thường: nơi mới hoặc chương trình mới. Dòng phản hồi có kèm liên kết.
    .fix = Mở liên kết, đăng nhập và xác nhận. Rồi thử lại trong vài phút; với máy chủ, mật khẩu ứng dụng hoặc OAuth giúp bạn khỏi gặp chuyện này.

vendor-gmail-5-7-10 = Có lệnh gửi liền sau STARTTLS
    .meaning = Máy khách không chờ sau `STARTTLS` mà gửi thêm ngay trong cùng một lượt. Điều này không được phép, vì có thể là lệnh bị chèn lén.
    .fix = Chờ 220, thực hiện bắt tay TLS, rồi gửi `EHLO`. Nếu chương trình của bạn đúng, hãy tìm một proxy ở giữa. Mã này nay đi sau 523, và trong các danh sách cũ là sau 525.

vendor-exchange-5-1-10 = Không tìm thấy người nhận
    .meaning = Không hộp thư nào trong tổ chức đó có địa chỉ này. Nơi khác gọi đó là 5.1.1; đây không phải chuyện MX rỗng.
    .fix = Sửa địa chỉ; trong Outlook hãy xóa mục đã ghi nhớ và gõ lại. Nếu là quản trị viên, hãy kiểm tra việc đồng bộ dịch vụ thư mục.

vendor-exchange-5-4-1 = Người nhận bị từ chối, không cho truy cập
    .meaning = Địa chỉ không tồn tại ở đó, hoặc tên miền chưa được thiết lập là tên miền được chấp nhận (accepted domain) trong tổ chức đó, hoặc không được phép chuyển tiếp.
    .fix = Kiểm tra địa chỉ. Nếu mọi địa chỉ của tên miền đều bị, quản trị viên của nó phải xem tên miền được chấp nhận (accepted domain), `MX` và việc đồng bộ.

vendor-exchange-5-5-2 = Hãy chào trước
    .meaning = Lỗi thứ tự: `MAIL` hoặc lệnh khác đến trước `EHLO`. Nơi khác nói 5.5.1.
    .fix = Gửi `EHLO` sau khi kết nối, và thêm một lần nữa sau `STARTTLS`.

vendor-exchange-5-3-3 = Không nhận ra lệnh
    .meaning = Exchange không biết lệnh này; máy chủ khác nói 500 5.5.2.
    .fix = So với phản hồi `EHLO`. Thường là do tường lửa làm sai lệch lệnh hoặc danh sách phần mở rộng, hoặc do gửi lệnh đăng nhập tới nơi không cung cấp.

vendor-exchange-5-6-11 = Có ký tự LF đơn lẻ trong thư
    .meaning = Thư có những dòng chỉ kết thúc bằng LF, và không thể gửi tiếp bằng `DATA` mà không làm hỏng.
    .fix = Tạo thư với CRLF ở cuối dòng. Máy chủ nhận có cung cấp `CHUNKING` thì nhận được nguyên vẹn.

vendor-exchange-5-7-57 = Chưa đăng nhập, và gửi ẩn danh đã tắt
    .meaning = Máy khách đến mà không đăng nhập, tới một máy không nhận thư ẩn danh của ai, hoặc không nhận từ người gửi này.
    .fix = Đăng nhập bằng `AUTH` ở cổng 587. Với thiết bị không đăng nhập được, hãy lập một connector tin cậy IP của chúng.

vendor-exchange-5-7-3 = Đăng nhập thất bại
    .meaning = Xác thực không thành. Trong Microsoft 365 nhiều khi mật khẩu đúng, nhưng đăng nhập SMTP đã bị tắt.
    .fix = Kiểm tra mật khẩu, rồi xem SMTP AUTH có được phép cho hộp thư và tổ chức không, rồi chuyển sang OAuth.

vendor-exchange-online-5-7-139 = Đăng nhập SMTP đã bị tắt
    .meaning = Xác thực cơ bản hoặc SMTP AUTH bị vô hiệu hóa cho hộp thư hoặc cả tổ chức. Phần thông báo nêu quy tắc nào.
    .fix = Quản trị viên cho phép SMTP AUTH với hộp thư này, hoặc chương trình chuyển sang OAuth (`XOAUTH2`), cách bền lâu hơn.

vendor-exchange-online-5-7-60 = Không có quyền gửi với tư cách người gửi này
    .meaning = Bạn đăng nhập bằng một người dùng, còn thư lại ghi người gửi là người khác. Nhiều khi cùng lời từ chối này đi sau 5.7.1.
    .fix = Đặt người gửi là địa chỉ của chính tài khoản, hoặc nhờ quản trị viên cấp quyền `Send As` trên hộp thư kia.

vendor-exchange-online-5-7-64 = Từ chối chuyển tiếp, không nhận ra tổ chức
    .meaning = Phần thông báo có `TenantAttribution`: không connector chiều vào nào khớp với IP hoặc chứng chỉ của bạn, nên Microsoft không biết bạn chuyển tiếp thay cho ai.
    .fix = So connector với thực tế: IP công cộng sau khi đổi nhà cung cấp, hoặc tên trong chứng chỉ mà máy chủ của bạn trình ra.

vendor-exchange-online-5-7-23 = Từ chối theo SPF
    .meaning = Tên miền của người gửi không cho phép địa chỉ gửi trong bản ghi SPF. Ở đây Microsoft và sổ đăng ký nói giống nhau.
    .fix = Thêm máy gửi vào bản ghi SPF, hoặc gửi qua máy đã có trong đó.

vendor-exchange-online-5-7-25 = Người gửi IPv6 không có tên trong DNS
    .meaning = Thư qua IPv6 chỉ được nhận từ địa chỉ có bản ghi `PTR`, mà địa chỉ của bạn không có.
    .fix = Đặt `PTR` cho địa chỉ IPv6, hoặc gửi bằng IPv4. Qua IPv6 thì SPF hoặc DKIM cũng phải đạt.

vendor-exchange-online-5-7-509 = DMARC không đạt
    .meaning = Tên miền trong `From` yêu cầu từ chối, và cả SPF lẫn DKIM đều không đạt cho tên miền đó.
    .fix = Xác thực thư cho tên miền đó, hoặc gửi với `From` là của bạn. Thư chuyển hướng cần chữ ký DKIM còn nguyên.

vendor-outlook-com-5-7-515 = Dưới mức xác thực bắt buộc
    .meaning = Từ 2025-05-05, Outlook.com, Hotmail và Live đòi SPF, DKIM và DMARC ở những tên miền gửi cho họ hơn 5000 thư mỗi ngày.
    .fix = Làm cho SPF và DKIM đạt, công bố DMARC với ít nhất `p=none`, và bảo đảm một trong hai khớp với `From`.

vendor-exchange-online-5-7-506 = Tên EHLO của bạn là tên của bên nhận
    .meaning = Tên trong `HELO` hoặc `EHLO` thuộc về tổ chức nhận; chỉ kẻ giả mạo và máy cấu hình sai mới dùng như vậy.
    .fix = Để máy chủ của bạn chào bằng tên đầy đủ của chính nó.

vendor-exchange-online-5-7-511 = Người gửi bị cấm
    .meaning = Microsoft đã cấm địa chỉ gửi vì nghi gửi thư rác; phần thông báo nêu một địa chỉ để viết tới.
    .fix = Chấm dứt nguyên nhân, rồi chuyển nguyên thư báo tới địa chỉ xin gỡ có trong đó. Gửi lại thư không ích gì.

vendor-exchange-online-5-7-606-649 = IP gửi bị cấm
    .meaning = IP nằm trong danh sách chặn riêng của Microsoft. Các danh sách khác không liên quan.
    .fix = Tìm và chấm dứt nguyên nhân, rồi xin gỡ tại trang xin gỡ (delist portal) của Microsoft với IP ghi trong dòng; có thể mất tới một ngày.

vendor-exchange-online-4-7-500-699 = Bị giữ lại trong lúc xem xét
    .meaning = Microsoft thấy hoạt động đáng ngờ và hạn chế IP này cho tới khi quyết định xong. Máy chủ mới thường gặp ở đợt gửi đầu tiên.
    .fix = Để hàng đợi chờ, gửi ít đi, và tăng số lượng từ từ. Nếu kéo dài hơn một ngày, hãy liên hệ bộ phận hỗ trợ của họ.

vendor-exchange-online-4-7-650 = Bị làm chậm vì uy tín
    .meaning = IP bị giới hạn tốc độ gửi vì uy tín của nó; phần thông báo nêu IP này, kèm `S775`.
    .fix = Gửi chậm, chỉ gửi cho người muốn nhận, và làm sạch danh sách. Xem dữ liệu mà Microsoft cung cấp cho chủ IP trong SNDS.

vendor-exchange-online-x-7-321-325 = TLS tới đích thất bại
    .meaning = Exchange Online muốn gửi qua TLS nhưng phía nhận không đáp ứng: không có `STARTTLS`, chứng chỉ hết hạn hoặc sai, hoặc bản ghi `TLSA` không khớp.
    .fix = Phía đích phải gia hạn chứng chỉ hoặc sửa `TLSA` và DNSSEC. Nếu là người gửi, hãy chờ và báo cho họ; nếu một connector của bạn đòi TLS, hãy kiểm tra thiết lập của nó.

vendor-exchange-online-4-4-316 = Đích từ chối kết nối
    .meaning = Máy chủ của Microsoft tới được địa chỉ nhưng không ai lắng nghe, hoặc tường lửa từ chối.
    .fix = Quản trị viên phía đích mở cổng 25 cho các dải địa chỉ của Microsoft, và kiểm tra xem `MX` có trỏ đúng máy không.

vendor-exchange-online-5-4-300 = Bỏ cuộc sau khi chờ
    .meaning = Thư không giao được trong thời hạn. Ở nơi khác đó là 4.4.7.
    .fix = Tìm lỗi cuối cùng trong thư báo và xử lý lỗi đó.

vendor-exchange-online-5-4-310 = Tên miền của người nhận không tồn tại
    .meaning = DNS nói rằng không có tên miền này, hoặc nó không có máy chủ thư.
    .fix = Sửa chính tả phần sau @. Nếu là chủ tên miền, hãy kiểm tra đăng ký và `MX`.

vendor-exchange-online-5-4-14 = Vòng lặp thư
    .meaning = Thư quay lại quá nhiều lần: một quy tắc chuyển hướng, hoặc hệ thống lai (hybrid) mà hai phía cứ gửi cho nhau. Nơi khác nói 5.4.6.
    .fix = Xem các quy tắc chuyển hướng, các connector, và xem tên miền được chấp nhận (accepted domain) có bị đặt là chuyển tiếp nội bộ (internal relay) trong khi phải là có thẩm quyền (authoritative) không.

vendor-exchange-online-5-2-121-122 = Người nhận nhận quá nhiều thư
    .meaning = Hộp thư đã chạm giới hạn theo giờ: 5.2.121 đếm một người gửi, 5.2.122 đếm tất cả.
    .fix = Gửi ít thư hơn tới hộp thư này; gộp các cảnh báo thành một bản tổng hợp, hoặc gửi tới một nhóm. Trong vòng một giờ sẽ hết.

vendor-yahoo-5-7-9 = Bị từ chối theo DMARC
    .meaning = Thư không qua được kiểm tra xác thực cho tên miền trong `From`, và tên miền đó yêu cầu từ chối. Không liên quan gì đến đăng nhập.
    .fix = Ký DKIM bằng tên miền đó, hoặc dùng trong `From` một địa chỉ mà máy chủ của bạn được phép dùng. Đừng bao giờ gửi với `yahoo.com` trong `From` từ nơi khác.

vendor-yahoo-4-7-0 = Bị hoãn vì số lượng hoặc khiếu nại
    .meaning = Dòng như `421 4.7.0 [TSS04]` nói rằng lúc này Yahoo không nhận thư từ IP này: quá nhiều cùng lúc, hoặc người dùng khiếu nại.
    .fix = Giảm kết nối và thư trong vài giờ, rồi tăng dần. Bỏ những người không mở thư của bạn, và tham gia kênh phản hồi khiếu nại của Yahoo.

vendor-postfix-4-7-25 = Không tìm được tên của máy khách
    .meaning = 450 4.7.25 kèm `cannot find your hostname`: máy khách không có `PTR`, hoặc tên đó không dẫn ngược lại. Nó đến từ `reject_unknown_client_hostname`.
    .fix = Nếu là bên gửi, hãy đặt `PTR` và bản ghi địa chỉ cho khớp. Nếu là quản trị viên, nên dùng `reject_unknown_reverse_client_hostname`, từ chối nhầm ít máy đàng hoàng hơn.

vendor-postfix-4-3-5 = Lỗi cấu hình máy chủ
    .meaning = Postfix gặp lỗi trong thiết lập của chính nó: một bảng không mở được, dịch vụ chính sách ngừng chạy hoặc trả lời vô nghĩa, một tham số sai.
    .fix = Quản trị viên đọc nhật ký, nơi dòng bắt đầu bằng `warning` hoặc `fatal`, và chạy `postfix check`. Bên gửi chỉ cần chờ.

vendor-postfix-5-5-2 = Tên HELO không đầy đủ
    .meaning = 504 5.5.2 kèm `need fully-qualified hostname`: máy khách chào bằng một tên không có dấu chấm, như `localhost` hoặc tên của một PC.
    .fix = Đặt tên máy đầy đủ trong máy khách, như `mail.example.org`. Các thư viện lập trình có tham số cho việc này; người dùng đã đăng nhập thường được miễn nếu quản trị viên thiết lập như vậy.
