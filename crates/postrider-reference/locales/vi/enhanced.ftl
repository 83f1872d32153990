enhanced-x-0-0 = Chỉ biết được lớp của mã
    .meaning = Chỉ có chữ số đầu nói lên điều gì đó: 2.0.0 là xong, 4.0.0 là chưa được lúc này, 5.0.0 là không được như thế này. Không có thông tin gì về địa chỉ, mạng, nội dung hay chính sách.
    .seen = 2.0.0 gặp hằng ngày: `NOOP`, `RSET`, `QUIT` và phản hồi báo thư đã vào hàng đợi đều mang mã này. 4.0.0 và 5.0.0 chủ yếu nằm trong thư báo không gửi được, khi chương trình không nhận được mã trạng thái mở rộng từ phía bên kia và tự điền trường `Status`.
    .sender = Đừng kết luận gì từ 5.0.0. Hãy tìm mã phản hồi và phần thông báo đi kèm, trong thư báo là ở trường `Diagnostic-Code`: nguyên nhân thật nằm ở đó.
    .server = Khi thành công thì 2.0.0 là đúng. Khi từ chối, hãy chọn mã chi tiết phù hợp, hoặc ít nhất là một chủ đề như X.3.0 hay X.7.0; bên đọc phản hồi của bạn không có gì khác để dựa vào.

enhanced-x-1-0 = Có vấn đề gì đó về địa chỉ
    .meaning = Vấn đề nằm ở một địa chỉ trên phong bì, nhưng không có mã chi tiết nào nói rõ. Với 2.1.0 thì nghĩa là địa chỉ người gửi đã được chấp nhận.
    .seen = 250 2.1.0 là phản hồi thường gặp cho `MAIL FROM`. 5.1.0 đến từ những máy chủ từ chối người gửi hoặc người nhận mà không nói địa chỉ nào sai.
    .sender = Hãy xem lệnh nào bị từ chối: sau `MAIL FROM` là địa chỉ người gửi, sau `RCPT TO` là người nhận. Rồi đọc phần thông báo đi kèm.
    .server = Hãy nói rõ là địa chỉ nào: từ X.1.1 đến X.1.3 và X.1.10 nói về người nhận, X.1.7 và X.1.8 nói về người gửi.
    .otherwise-exchange = Exchange trả 5.1.0 khi người gửi bị chặn: tên người gửi có trong danh sách chặn của tổ chức hoặc của người nhận. Địa chỉ người nhận không sai.

enhanced-x-1-1 = Không có hộp thư này
    .meaning = Tên miền đúng, nhưng ở đó không ai có địa chỉ này: phần trước @ không dẫn tới đâu. Sổ đăng ký dành mã này cho lỗi vĩnh viễn; khi bắt đầu bằng 4, máy chủ muốn nói là chưa tra cứu được.
    .seen = Phản hồi cho `RCPT TO` khi gõ nhầm, khi người nhận đã nghỉ việc, khi dùng danh sách mua về hoặc đã cũ. 4.1.1 xuất hiện trong lúc máy chủ không hỏi được hệ thống quản lý hộp thư.
    .sender = Sửa địa chỉ, hoặc bỏ ngay khỏi danh sách: gửi mãi tới người dùng không tồn tại sẽ hủy hoại uy tín của bạn. Hãy đọc phần thông báo trước đã, vì có nhà cung cấp gắn 5.1.1 vào cả những dòng về giới hạn tốc độ gửi.
    .server = Kiểm tra xem danh sách người nhận có đủ không: dịch vụ thư mục chưa đồng bộ, hay một tên miền thiếu trong bảng bí danh, sẽ làm thư thật bị trả về. Khi tra cứu bị lỗi, hãy trả 450 4.1.1 chứ không phải 550 5.1.1.
    .otherwise-godaddy = Phần thông báo nói về giới hạn hoặc gửi quá nhiều, trong khi mã lại là 5.1.1. Hộp thư vẫn tồn tại; hãy gửi chậm lại và giữ địa chỉ.

enhanced-x-1-2 = Tên miền của người nhận không nhận thư
    .meaning = Tên miền sau @ không tồn tại, hoặc không có máy chủ nào nhận thư.
    .seen = `gmial.com` và những lỗi gõ tương tự; tên miền đã hết hạn; bản ghi `MX` trỏ tới một máy chủ không tồn tại. Thường thì chính máy chủ của bạn ghi mã này vào thư báo, sau khi đã hỏi DNS.
    .sender = Kiểm tra chính tả phần sau @, rồi hỏi DNS về `MX`, `A` và `AAAA`. Nếu tên miền đúng, hãy báo cho chủ tên miền bằng cách khác.
    .server = Nếu mọi người gặp mã này với tên miền của bạn, hãy xem lại đăng ký tên miền và các bản ghi `MX`: mỗi bản ghi phải trỏ tới một máy chủ có địa chỉ, không bao giờ là một IP và không bao giờ là một `CNAME`.

enhanced-x-1-3 = Địa chỉ người nhận viết sai cú pháp
    .meaning = Đây không phải là địa chỉ hợp lệ. Không máy chủ nào nhận nó ở dạng này.
    .seen = 501 hoặc 553 sau `RCPT TO`: thiếu @, có dấu cách, hai dấu chấm liền nhau, tên hiển thị nằm trong dấu ngoặc nhọn, cả một danh sách ngăn bằng dấu phẩy bị đưa vào như một địa chỉ.
    .sender = Chỉ đưa địa chỉ trần vào `RCPT TO:<user@example.org>`. Cắt bỏ dấu cách và ký tự xuống dòng trong danh sách nhập vào, và tách danh sách trước khi gửi.
    .server = Hãy nói địa chỉ sai ở đâu: thiếu @, tên miền, hay quá dài. Hãy nhận mọi thứ mà cú pháp cho phép, kể cả dấu cộng và phần đặt trong ngoặc kép, nếu không người ta sẽ gặp 5.1.3 với những địa chỉ vẫn dùng được ở nơi khác.

enhanced-x-1-4 = Địa chỉ khớp với nhiều hộp thư
    .meaning = Máy chủ thử đoán xem bạn muốn gửi cho ai, thấy nhiều hơn một người và không chọn.
    .seen = Ngày nay hiếm gặp: những hệ thống giao thư theo họ tên hoặc theo kết quả tìm trong dịch vụ thư mục, nơi `smith` khớp với hai người; hai mục trong đó dùng chung một địa chỉ.
    .sender = Dùng địa chỉ đầy đủ và chính xác của người đó.
    .server = Tìm các địa chỉ trùng trong dịch vụ thư mục, và đừng phân giải địa chỉ theo độ giống nhau.

enhanced-x-1-5 = Người nhận hợp lệ
    .meaning = Tin tốt: người nhận đã được chấp nhận. Mã có dạng 2.1.5, đứng sau 250 hoặc trong báo cáo giao thư thành công.
    .seen = Phản hồi cho mỗi `RCPT TO` được chấp nhận. Nó chưa hứa rằng bản thân thư sẽ được nhận: điều đó chỉ được nói sau dấu chấm kết thúc.
    .sender = Không có gì phải sửa; tiếp tục với `DATA` hoặc `BDAT`.
    .server = Chỉ dùng với chữ số đầu là 2. 5.1.5 sẽ có nghĩa rằng địa chỉ hợp lệ lại là lý do từ chối.
    .otherwise-others = Những danh sách chép lại của nhau giải thích 515, và một số máy chủ gửi 5.1.5, với nghĩa địa chỉ người nhận sai: hoàn toàn ngược lại. Hãy theo chữ số đầu, và hiểu nó như 5.1.1 hoặc 5.1.3.

enhanced-x-1-6 = Hộp thư đã chuyển đi, không rõ địa chỉ mới
    .meaning = Địa chỉ từng dùng được nhưng nay đã đóng, và máy chủ không biết địa chỉ nào khác.
    .seen = 550 hoặc 551 cho nhân viên cũ và tài khoản đã đóng, ở những hệ thống còn giữ tên cũ thay vì xóa hẳn.
    .sender = Bỏ địa chỉ này và hỏi người đó địa chỉ mới bằng cách khác.
    .server = Nếu bạn biết và được phép cho biết địa chỉ mới, 551 kèm địa chỉ đó hữu ích hơn. Nếu không, X.1.6 vẫn tử tế hơn X.1.1: nó cho biết người gửi không gõ nhầm.
    .otherwise-exchange = 5.1.6 trong thư báo của Exchange nói về tên miền người nhận chỉ có một nhãn, như trong `user@mailhost`. Hãy viết tên miền đầy đủ.

enhanced-x-1-7 = Địa chỉ người gửi viết sai cú pháp
    .meaning = Nội dung trong `MAIL FROM` không phải là địa chỉ hợp lệ.
    .seen = 501 hoặc 553 sau `MAIL FROM`: ứng dụng đặt tên hiển thị hoặc chỉ mỗi tên người dùng vào đó, thiếu @, tên máy có dấu gạch dưới, biến trong mẫu thư chưa được thay.
    .sender = Gửi `MAIL FROM:<user@example.org>`, trong dấu ngoặc nhọn không có gì khác. Trong các thư viện, hãy tìm thiết lập tên là `sender`, `return path` hoặc `envelope from`: đó không phải dòng `From` mà người đọc nhìn thấy.
    .server = Người gửi rỗng `<>` là hợp lệ và phải được cho qua: mọi thư báo không gửi được đều dùng nó. Hãy nêu rõ phần bị sai.

enhanced-x-1-8 = Tên miền của người gửi không nhận được thư
    .meaning = Tên miền trong `MAIL FROM` không tồn tại hoặc không có máy chủ thư, nên nếu gửi hỏng thì không báo được cho ai.
    .seen = `root@localhost`, `www-data@web01.internal` và các tên máy khác từ tác vụ cron và máy chủ web; tên miền mới mà DNS chưa được công bố. 451 hoặc 450 kèm 4.1.8 nghĩa là chính việc tra cứu bị lỗi.
    .sender = Đặt người gửi trên phong bì là một tên miền của bạn, có `MX` hoặc có địa chỉ. Với 4.1.8, hãy xem các máy chủ tên miền của bạn: có thể một vài máy không trả lời.
    .server = Dùng 4.1.8 khi DNS không trả lời, và chỉ dùng 5.1.8 khi DNS nói tên không tồn tại. Không bao giờ áp dụng cho `<>`.
    .otherwise-exchange-online = 5.1.8 nghĩa là Microsoft đã chặn tài khoản của bạn vì gửi quá nhiều thư rác. Hãy làm sạch tài khoản, đổi mật khẩu, rồi gỡ nó khỏi danh sách người dùng bị hạn chế.

enhanced-x-1-9 = Đã chuyển cho một hệ thống không báo cáo
    .meaning = Địa chỉ đúng và thư đã đi tiếp, nhưng hệ thống kế tiếp không tham gia theo dõi thư, nên không thể cho biết thêm.
    .seen = Chỉ có trong câu trả lời cho truy vấn theo dõi thư. Bạn hầu như không gặp nó trong phiên hay trong thư báo.
    .sender = Không có gì phải sửa. Muốn biết thư đã tới chưa, hãy hỏi người nhận hoặc quản trị viên của hệ thống kế tiếp.
    .server = Mã này thuộc về dữ liệu theo dõi, với chữ số đầu là 2. Đừng gửi nó trong phản hồi cho lệnh SMTP.

enhanced-x-1-10 = Tên miền người nhận có MX rỗng (null MX)
    .meaning = Tên miền công bố một bản ghi `MX` chỉ gồm một dấu chấm: nó tuyên bố không nhận thư nào, cho bất kỳ địa chỉ nào.
    .seen = 556 từ máy chủ gửi thư (submission) hoặc máy chuyển tiếp; tên miền chỉ dùng cho trang web hoặc chỉ để gửi; gõ thiếu một chữ nên rơi vào tên miền như vậy. Thư báo về ngay thay vì sau nhiều ngày.
    .sender = Sửa tên miền của người nhận. Nếu tên miền đúng, thì không thể liên lạc với ai ở đó; đừng thử lại.
    .server = Nếu tên miền là của bạn và cần nhận thư, hãy thay MX rỗng bằng máy chủ thật; không được có cả hai cùng lúc. Nếu là máy chủ chuyển tiếp, hãy trả 556 5.1.10 cho người nhận, và 550 5.7.27 khi vấn đề ở phía người gửi.
    .otherwise-exchange = 550 5.1.10 của Exchange nghĩa là không tìm thấy người nhận: người dùng không tồn tại, không phải MX rỗng.

enhanced-x-2-0 = Có vấn đề gì đó về hộp thư
    .meaning = Hộp thư có tồn tại và nguyên nhân nằm ở nó; không có gì rõ hơn.
    .seen = 450 4.2.0 là phản hồi của nhiều máy chủ dùng danh sách xám (greylisting) cho `RCPT TO` ở lần thử đầu. 5.2.0 đến từ những chương trình giao thư chỉ biết rằng lưu không được, trong đó có Exchange.
    .sender = Với 4.2.0, hãy để hàng đợi thử lại sau vài phút, từ cùng địa chỉ. Với 5.2.0, hãy đọc phần thông báo và liên lạc với người đó bằng cách khác.
    .server = Hãy dùng từ X.2.1 đến X.2.4 khi phù hợp; với danh sách xám (greylisting), 4.7.1 cho thấy rõ hơn rằng lý do là chính sách.

enhanced-x-2-1 = Hộp thư đã bị tắt
    .meaning = Địa chỉ tồn tại nhưng không nhận gì: vĩnh viễn với 5.2.1, tạm thời với 4.2.1.
    .seen = Tài khoản bị đình chỉ hoặc bỏ lâu không dùng ở các nhà cung cấp lớn, tài khoản chưa trả tiền, hộp thư đang được di chuyển (4.2.1).
    .sender = Sau 5.2.1, đừng gửi tới địa chỉ này nữa: các nhà cung cấp lớn coi thư gửi tới tài khoản chết là dấu hiệu của danh sách kém. Sau 4.2.1, cứ để hàng đợi làm việc.
    .server = Chỉ dùng chữ số 4 khi bạn thật sự sẽ mở lại hộp thư. Với tài khoản cũ thì X.1.6 hoặc X.1.1 rõ hơn.
    .otherwise-gmail = 450 4.2.1 nghĩa là hộp thư đang nhận thư quá nhanh, và 550 5.2.1 có thể cũng mang nghĩa đó nhưng là từ chối. Tài khoản vẫn hoạt động: hãy gửi chậm lại.

enhanced-x-2-2 = Hộp thư đã đầy
    .meaning = Người nhận đã dùng hết hạn mức. Chỉ người nhận mới dọn được chỗ, vì vậy RFC muốn dùng 4.2.2.
    .seen = 452 4.2.2 khi máy chủ còn hy vọng, 552 5.2.2 khi nó bỏ cuộc hoặc không bao giờ chờ. Nếu kéo dài, hộp thư có lẽ đã bị bỏ.
    .sender = Để hàng đợi thử lại trong vài ngày và báo cho người đó bằng cách khác. Hãy bỏ địa chỉ nào đã đầy nhiều tuần.
    .server = Nên dùng 452 4.2.2, trả lời ngay ở `RCPT TO`, và cảnh báo người dùng trước khi chạm giới hạn. Nếu một hộp thư bị dồn quá nhiều thư, hãy xem các thiết lập chuyển hướng và quy tắc sao chép.
    .otherwise-exchange = 5.2.2 cũng có thể xuất hiện khi chính bạn gửi thư đi: hạn mức gửi đã hết, và người nhận không liên quan gì.

enhanced-x-2-3 = Quá lớn đối với hộp thư này
    .meaning = Thư lớn hơn mức mà riêng người nhận này được nhận, dù máy chủ nói chung nhận thư lớn hơn.
    .seen = 552 sau `RCPT TO` nếu kích thước đã được báo trước, nếu không thì sau nội dung: các gói dịch vụ có giới hạn nhỏ, giới hạn riêng của một hộp thư hay một nhóm, ở Exchange và nơi khác.
    .sender = Gửi ít đi, hoặc gửi liên kết. Nhớ rằng tệp đính kèm tăng thêm một phần ba khi truyền. Những người nhận khác của cùng thư có thể đã nhận được.
    .server = Khi có `SIZE=`, hãy từ chối ngay ở `RCPT TO` để chỉ người nhận này thất bại. Với giới hạn của cả máy chủ, hãy dùng X.3.4.

enhanced-x-2-4 = Không khai triển được danh sách thư
    .meaning = Địa chỉ là một danh sách hoặc nhóm, và máy chủ không đổi được nó ra các thành viên.
    .seen = 450 hoặc 452 kèm 4.2.4 khi chương trình quản lý danh sách hoặc dịch vụ thư mục không trả lời; 5.2.4 khi nhóm trống hoặc bị hỏng.
    .sender = Với 4.2.4 hãy chờ. Với 5.2.4 hãy viết cho chủ danh sách, thường ở `listname-owner` hoặc `listname-request`.
    .server = Hãy xem chương trình quản lý danh sách, truy vấn dịch vụ thư mục và những nhóm lồng nhau chứa lẫn nhau. Nếu người gửi không được phép viết vào đó, mã đúng là X.7.2.

enhanced-x-3-0 = Có vấn đề gì đó trong hệ thống thư
    .meaning = Hệ thống nhận bình thường vẫn nhận thư, và hiện có điều gì đó bên trong nó là nguyên nhân. Phần thông báo, nếu có, dành cho quản trị viên của nó.
    .seen = 451 4.3.0 khi không lưu được thư, khi bộ lọc nội dung không trả lời, khi không ghi được vào hàng đợi. 421 4.3.0 kết thúc cả phiên.
    .sender = 4.3.0 chỉ cần thời gian. 5.3.0 từ máy chủ bên kia: gửi nguyên dòng cho quản trị viên thư bên đó; từ máy chủ của bạn: xem nhật ký của nó.
    .server = Lỗi thật nằm trong nhật ký: đĩa, quyền truy cập, bộ lọc nội dung ngừng chạy, chương trình giao thư kết thúc với mã lỗi. Hãy trả lời bằng chữ số 4 để không mất thư.

enhanced-x-3-1 = Máy chủ hết chỗ
    .meaning = Hết dung lượng của cả hệ thống, không phải hạn mức của một hộp thư. Người nhận không làm gì được.
    .seen = 452 4.3.1 sau `MAIL FROM`, thường vì chỗ trống ít hơn `SIZE=` đã báo hoặc ít hơn mức tối thiểu; Postfix và postrider nói vậy, Exchange cũng thế khi cạn tài nguyên.
    .sender = Để hàng đợi thử lại. Nếu kéo dài nhiều giờ, hãy báo cho quản trị viên bên đó qua điện thoại hoặc từ hệ thống khác.
    .server = Giải phóng chỗ trên hệ thống tệp chứa hàng đợi, và xem cả inode. Tìm xem cái gì đã phình ra: nhật ký, hàng đợi bị kẹt, một hộp thư lớn. Khi bạn trả 452 thì thư không bị mất.

enhanced-x-3-2 = Hệ thống đang không nhận thư
    .meaning = Máy chủ đóng cửa: một lúc với 4.3.2, hoặc mãi mãi với 521 5.3.2, khi nó hoàn toàn không phải máy chủ thư.
    .seen = 421 4.3.2 khi tắt máy, bảo trì hoặc quá tải; 450 4.3.2 từ những bộ gác cổng như Postfix postscreen trong lúc kiểm tra máy khách mới; 521 từ những máy chỉ trả lời ở cổng 25 để nói không.
    .sender = Sau 4.3.2 hãy thử lại. Sau 521 hãy xem `MX` của tên miền: nó trỏ tới một máy không bao giờ nhận thư, hoặc bạn kết nối nhầm máy.
    .server = Dùng 421 kèm 4.3.2 rồi đóng kết nối, để máy khách giữ thư lại. Với máy không bao giờ được nhận thư, hãy công bố thêm MX rỗng.

enhanced-x-3-3 = Hệ thống thiếu tính năng được yêu cầu
    .meaning = Có điều gì đó mà thư hoặc lệnh cần không được hỗ trợ ở đó, hoặc lúc này không đáp ứng được.
    .seen = Các cổng nối sang hệ thống khác; 455 4.3.3 khi một tham số đã biết lúc này không phục vụ được; 5.3.3 cho những tính năng không có mã riêng.
    .sender = Bỏ điều bạn đã yêu cầu: tham số, mức ưu tiên, yêu cầu giao thư đặc biệt. Hãy so với các từ khóa trong phản hồi `EHLO`.
    .server = Trong `EHLO` chỉ công bố những gì bạn đáp ứng được. Với tham số lạ thì 555 5.5.4 chính xác hơn.
    .otherwise-exchange = 500 5.3.3 là câu trả lời của Exchange cho lệnh mà nó không biết. Hãy tìm lỗi gõ, hoặc đoạn văn bản bị gửi vào chỗ đáng ra là lệnh.

enhanced-x-3-4 = Quá lớn đối với máy chủ
    .meaning = Thư vượt giới hạn áp dụng cho mọi thư ở đó.
    .seen = 552 sau `MAIL FROM` nếu đã báo `SIZE=`, nếu không thì sau khi đã gửi nội dung vô ích. Giới hạn từ 10 đến 50 MB là phổ biến, tính sau khi mã hóa base64.
    .sender = So kích thước thư với con số sau `SIZE` trong phản hồi `EHLO`, và tính thêm một phần ba cho tệp đính kèm. Hãy gửi liên kết, hoặc chia thành nhiều thư.
    .server = Công bố `SIZE`, và từ chối ngay ở `MAIL FROM`. Kiểm tra xem proxy và bộ lọc phía trước có cùng giới hạn không, nếu không thư lớn sẽ hỏng mà không rõ lý do. Máy chuyển tiếp phía trước không được nhận nhiều hơn máy phía sau.

enhanced-x-3-5 = Máy chủ bị cấu hình sai
    .meaning = Cấu hình của hệ thống trả lời khiến nó không thể nhận thư này. Từ bên ngoài bạn không sửa được.
    .seen = 451 4.3.5 từ Postfix: một bảng không đọc được, lỗi cú pháp trong `main.cf` hoặc `master.cf`, dịch vụ chính sách trả lời sai. 5.3.5 từ máy thấy chính mình là máy chủ thư tốt nhất nhưng không có hộp thư cho tên miền đó.
    .sender = Sau 4.3.5 hãy để hàng đợi thử lại; thư không có lỗi. Hãy báo cho quản trị viên của máy chủ đó, tốt nhất là kèm thời điểm chính xác.
    .server = Đọc nhật ký đúng giây đó: nó nêu tên bảng hoặc tham số. Sau đó chạy lệnh kiểm tra cấu hình của máy chủ, như `postfix check`.

enhanced-x-3-6 = Đã nhận, với mức ưu tiên khác
    .meaning = Thư đã được nhận, nhưng mức ưu tiên yêu cầu, hoặc mức mặc định, đã bị thay. Con số mới đứng ở đầu phần thông báo.
    .seen = 250 2.3.6 từ một số ít máy chủ có `MT-PRIORITY`, chủ yếu trong mạng quân sự và mạng khẩn cấp.
    .sender = Không có gì hỏng. Nếu thật sự cần mức ưu tiên cao hơn, hãy hỏi quản trị viên xem ai được dùng.
    .server = Gửi mã này cùng 250 sau `MAIL FROM` hoặc sau nội dung, và đặt mức ưu tiên mới ở đầu phần thông báo.

enhanced-x-4-0 = Có vấn đề gì đó về mạng hoặc định tuyến
    .meaning = Vấn đề nằm trên đường tới đích, và không mã nào chi tiết hơn phù hợp.
    .seen = Trong thư báo không gửi được và thông báo chậm trễ của chính máy chủ bạn, sau những lỗi kết nối lạ; hiếm khi trong phản hồi trực tiếp.
    .sender = Từ máy gửi, hãy kiểm tra xem có tới được đích ở cổng 25 không, và DNS của bên đó cũng như của bạn có trả lời không.
    .server = Mã này do bên gửi ghi. Nếu nó xuất hiện trong phản hồi của máy chuyển tiếp của bạn, hãy dùng từ X.4.1 đến X.4.4 để người đọc phân biệt được mạng với DNS.

enhanced-x-4-1 = Máy chủ không trả lời
    .meaning = Máy kế tiếp không nhận kết nối: hết thời gian chờ, bị từ chối, hoặc không có đường tới. Thư vẫn chờ.
    .seen = `Connection timed out` ở cổng 25 trong nhật ký của máy chủ bạn, với trạng thái 4.4.1. Nếu đích nào cũng vậy thì nhà cung cấp của bạn chặn cổng 25, như phần lớn mạng đám mây và mạng gia đình.
    .sender = Thử bằng `telnet mx.example.org 25`. Nếu không tới được đâu cả, hãy xin nhà cung cấp mở cổng 25, hoặc gửi qua máy chủ trung chuyển (smarthost) ở cổng 587 hay 465. Nếu chỉ một đích hỏng, hãy chờ; có thể tường lửa bên đó bỏ gói từ địa chỉ của bạn.
    .server = Hãy xem cổng đang lắng nghe, tường lửa và những bản ghi `MX` trỏ tới máy đã chết. Một bản ghi `AAAA` hỏng khiến người gửi bằng IPv6 chờ vô ích.
    .otherwise-exchange = 550 5.4.1 kèm `Recipient address rejected: Access denied` là một lời từ chối: người nhận không tồn tại ở đó, hoặc tên miền chưa được thiết lập trong tổ chức đó. Mạng không có lỗi gì.

enhanced-x-4-2 = Kết nối bị đứt
    .meaning = Kết nối đã có, rồi bị đứt hoặc im lặng trước khi gửi xong thư.
    .seen = 421 4.4.2 khi máy khách không gửi gì quá lâu; `lost connection` và `timeout` trong nhật ký bên gửi. Chỉ thư lớn bị hỏng: vấn đề kích thước gói tin. Luôn hỏng ở cùng một chỗ: tường lửa hoặc trình quét virus đang đọc theo dữ liệu.
    .sender = Hàng đợi sẽ thử lại. Nếu lặp lại, hãy gửi thử một thư nhỏ để so sánh, giảm MTU, tắt chức năng kiểm tra SMTP trên tường lửa, và đừng giữ kết nối mở mà không dùng.
    .server = Hãy cho phép thời gian chờ như RFC: tính bằng phút, không phải giây. Bộ lọc làm việc quá lâu sau dấu chấm kết thúc khiến bên gửi bỏ cuộc và gửi hai lần.

enhanced-x-4-3 = DNS hoặc dịch vụ thư mục không trả lời
    .meaning = Một dịch vụ thư mục cần để đi tiếp không dùng được. Ngày nay hầu như luôn là DNS, đôi khi là LDAP hoặc cơ sở dữ liệu. Nó không nói gì về việc tên có tồn tại hay không.
    .seen = 451 4.4.3 hoặc 450 sau `MAIL FROM` hay `RCPT TO`; trong hàng đợi của bạn khi mọi máy chủ tên miền của một tên miền đều im lặng, hoặc khi DNSSEC không xác thực được (`SERVFAIL`).
    .sender = Hãy chờ. Nếu kéo dài, hãy hỏi `MX` qua hai bộ phân giải khác nhau: nếu cả hai đều lỗi thì máy chủ tên miền bên đó hỏng; nếu một bên trả lời thì bộ phân giải của bạn hỏng.
    .server = Trước hết kiểm tra bộ phân giải của máy chủ thư: có tới được không, có nhanh không, khi xác thực thì giờ có đúng không. Máy chủ LDAP dùng để tra người nhận cũng vậy.
    .otherwise-spf = RFC 7208 dùng 451 4.4.3 cho kiểm tra SPF kết thúc bằng `temperror`. Việc tra bản ghi SPF của người gửi bị lỗi, không phải đường đi; X.7.24 thay cho nó.

enhanced-x-4-4 = Không có đường tới tên miền
    .meaning = Máy chủ đã hỏi, đã có câu trả lời, nhưng không tìm thấy chặng kế tiếp trong đó: tên không có `MX` dùng được, cũng không có địa chỉ.
    .seen = Trong thư báo của chính máy chủ bạn: tên miền chỉ có trang web dưới một tên khác, `MX` trỏ tới máy không có địa chỉ, tên của máy chủ trung chuyển (smarthost) gõ sai.
    .sender = Hỏi DNS về `MX`, rồi về `A` và `AAAA` của từng máy có tên ở đó. Nếu là máy chủ trung chuyển (smarthost) của bạn, hãy sửa tên trong cấu hình.
    .server = Công bố `MX` cho mỗi tên miền nhận thư, và địa chỉ cho mỗi máy trong đó. Đừng để tên nội bộ lọt vào bản ghi công khai.

enhanced-x-4-5 = Hệ thống thư bị tắc nghẽn
    .meaning = Quá nhiều việc cùng lúc: máy chủ, hoặc đường tới nó, lúc này không nhận nổi thư.
    .seen = 451 hoặc 421 kèm 4.4.5 khi tải cao, khi có quá nhiều kết nối, khi đang xử lý thư tồn đọng.
    .sender = Gửi ít thư hơn qua ít kết nối hơn, và để khoảng cách giữa các lần thử dài dần. Mở thêm kết nối chỉ làm tệ hơn.
    .server = Tìm chỗ nghẽn: đĩa chậm, bộ lọc chậm, DNS chậm. Nên giới hạn số kết nối của từng máy khách hơn là từ chối tất cả.
    .otherwise-gmail = 550 5.4.5 nghĩa là tài khoản của bạn đã chạm giới hạn gửi trong ngày. Cách xử lý là chờ tới hôm sau, hoặc dùng dịch vụ gửi thư số lượng lớn.

enhanced-x-4-6 = Thư chạy vòng quanh
    .meaning = Thư đã đi qua cùng những hệ thống đó quá nhiều lần nên có máy chặn lại. RFC gọi là tạm thời; thực tế hầu như luôn là dứt khoát.
    .seen = 554 5.4.6 là dạng thường gặp, từ Gmail, postrider và nhiều nơi khác; Stalwart nói 450 4.4.6 và Exchange có 5.4.14 riêng. Nguyên nhân: hai thiết lập chuyển hướng trỏ vào nhau, một tên miền mà hai máy đều cho là của máy kia, một `MX` dự phòng gửi cho chính nó.
    .sender = Đọc các trường `Received` từ dưới lên: những tên lặp lại là hai đầu của vòng. Nếu một đầu là của bạn, hãy bỏ chuyển hướng ở đó; nếu không, hãy viết cho cả hai quản trị viên.
    .server = Kiểm tra xem máy của bạn có biết mọi tên miền mà DNS giao cho nó là của mình không, và thiết lập `MX` cùng chuyển tiếp không dẫn ngược lại. Hãy giữ các trường `Received`: không có chúng thì không phát hiện được vòng.

enhanced-x-4-7 = Quá hạn, đã bỏ cuộc
    .meaning = Thư đã chờ quá lâu, trong hàng đợi hoặc theo thời hạn do người gửi đặt, và không được thử nữa.
    .seen = Trong thư báo không gửi được sau hai đến năm ngày thử. Dòng này chỉ nói rằng đã hết thời gian: nguyên nhân là lỗi tạm thời cuối cùng trước đó.
    .sender = Tìm phản hồi 4xx cuối cùng trong thư báo hoặc trong nhật ký của bạn, và xử lý lỗi đó. Rồi gửi lại.
    .server = Hãy ghi phản hồi thật cuối cùng vào thư báo, đừng chỉ ghi mã này. Thời hạn thường là năm ngày; ngắn hơn thì mất thư qua một kỳ nghỉ dài.

enhanced-x-5-0 = Có vấn đề gì đó về giao thức
    .meaning = Chính cuộc hội thoại có vấn đề, và không mã nào chi tiết hơn phù hợp. Với chữ số 2 thì đó là một lời đồng ý bình thường.
    .seen = 252 2.5.0 sau `VRFY`, 250 2.5.0 từ những máy chủ dùng nó ở chỗ nơi khác nói 2.0.0, 554 5.5.0 khi máy khách nói lúc phải chờ. Outlook.com gắn 5.5.0 vào `mailbox unavailable`: ở đó hãy theo phần thông báo.
    .sender = Hãy theo mã phản hồi: 503 là về thứ tự, 501 về cú pháp, 554 về cả giao dịch. Lấy lời từ chối đầu tiên của phiên, không phải lời cuối.
    .server = Nên dùng 5.5.1, 5.5.2 hoặc 5.5.4, và nói trong phần thông báo rằng đáng ra phải là gì.

enhanced-x-5-1 = Lệnh không đúng chỗ
    .meaning = Lệnh sai thứ tự, hoặc máy chủ này không có lệnh đó. Nó thường đi cùng 503, và cùng 502.
    .seen = `RCPT` khi chưa có `MAIL` được chấp nhận, `DATA` khi chưa có người nhận, `MAIL` trước `EHLO`, `AUTH` hai lần, `STARTTLS` khi đã có TLS; `EXPN` ở nơi không cung cấp. Nhiều khi chỉ là dư âm của một lời từ chối trước đó mà máy khách không để ý.
    .sender = Đọc phiên từ đầu: dòng đầu tiên bắt đầu bằng 4 hoặc 5 là nguyên nhân. Đừng đi tiếp sau nó như thể đã được đồng ý, và sau `STARTTLS` phải gửi lại `EHLO`.
    .server = Hãy nói còn thiếu gì, như `503 5.5.1 RCPT needs MAIL FROM first`. `EHLO` mới và `RSET` lúc nào cũng phải được phép.

enhanced-x-5-2 = Không hiểu
    .meaning = Máy chủ không đọc được dòng này như một lệnh: tên lệnh lạ, sai dạng, hoặc câu trả lời đăng nhập không phải base64 hợp lệ.
    .seen = 500 khi gõ nhầm, khi có ký tự LF đơn lẻ (không có CR), khi dữ liệu TLS bị gửi trên kết nối không mã hóa; 500 cho những dòng nội dung thư vẫn được gửi dù `DATA` đã bị từ chối; 501 trong lúc `AUTH`.
    .sender = Kết thúc mỗi dòng bằng CRLF, và chờ 354 rồi mới gửi nội dung. Nếu có nhiều dòng như vậy liền nhau, hãy tìm lời từ chối đứng trước dòng đầu tiên. Kiểm tra cổng: 465 bắt đầu bằng TLS, 587 và 25 thì không.
    .server = Giới hạn số lệnh lạ rồi đóng bằng 421; nếu không, một máy khách rối loạn hoặc một trình duyệt web sẽ đổ cả bức thư vào từng dòng một.
    .otherwise-exchange = 503 5.5.2 kèm `Send hello first` là chuyện thứ tự: máy chủ muốn `EHLO` trước. Ở nơi khác đó là 5.5.1.
    .otherwise-postfix = 504 5.5.2 kèm `need fully-qualified hostname` nói về tên trong `HELO` hoặc `EHLO`: tên đó không có dấu chấm. Cú pháp không sai.
    .otherwise-spf = RFC 7208 dùng 550 5.5.2 cho kiểm tra SPF kết thúc bằng `permerror`: bản ghi SPF của người gửi có lỗi. X.7.24 thay cho nó.

enhanced-x-5-3 = Quá nhiều người nhận
    .meaning = Giao dịch này không nhận thêm người nhận nữa. Những người đã được chấp nhận vẫn giữ nguyên.
    .seen = 452 4.5.3 ở người nhận ngay sau giới hạn, thường là người thứ một trăm lẻ một hoặc thứ một nghìn lẻ một; 550 5.5.3 khi có quy tắc cấm hẳn số địa chỉ nhiều như vậy. Sổ đăng ký ghi 451, nhưng với `RCPT` chuẩn SMTP đòi 452.
    .sender = Hoàn tất thư cho những người đã được chấp nhận, và gửi phần còn lại trong giao dịch khác. Hàng đợi tốt tự làm việc đó; ứng dụng thì phải chia danh sách. Hãy xem phản hồi `EHLO` có `LIMITS RCPTMAX=` không.
    .server = Hãy nhận ít nhất 100 người nhận. Trả 452 4.5.3 cho từng người vượt quá, không phải cho cả thư; chỉ dùng chữ số 5 nếu không muốn bị chia nhỏ.

enhanced-x-5-4 = Đối số không được chấp nhận
    .meaning = Lệnh thì biết, nhưng đối số thì không: giá trị sai dạng, tham số lạ, cơ chế không được cung cấp.
    .seen = 501 khi thiếu đối số hoặc `SIZE=` sai; 555 cho `BODY=`, `RET=`, `NOTIFY=` hay `AUTH=` chưa từng được công bố; 504 cho cơ chế `AUTH` không có trong danh sách.
    .sender = Chỉ dùng tham số có từ khóa trong phản hồi `EHLO` gần nhất; sau `STARTTLS` hãy hỏi lại, vì danh sách thay đổi. Đặt một dấu cách giữa `>` và tham số đầu tiên.
    .server = Nêu tên tham số và dạng mà bạn mong đợi. Tham số có tên lạ là 555, tham số đã biết mà giá trị sai là 501.

enhanced-x-5-5 = Phiên bản giao thức khác nhau
    .meaning = Hai bên nói những phiên bản giao thức không hợp nhau và không thống nhất được.
    .seen = Hầu như không gặp trong SMTP, vốn không có số phiên bản. Một số chương trình dùng nó khi một phiên bản TLS bị từ chối, hoặc giữa các phần của cùng một sản phẩm sau khi cập nhật.
    .sender = Cập nhật cả hai chương trình. Nếu là chuyện TLS, hãy cho phép phiên bản 1.2 trở lên.
    .server = Nếu ý bạn là TLS, thì 5.7.0 hoặc 4.7.0 kèm phần thông báo sẽ dễ hiểu hơn.

enhanced-x-5-6 = Dòng đăng nhập quá dài
    .meaning = Một câu trả lời trong lúc `AUTH` dài hơn bộ đệm của máy chủ. Mật khẩu có thể vẫn đúng.
    .seen = 500 5.5.6 với vé (ticket) Kerberos lớn và với token dài cho `OAUTHBEARER` hoặc `XOAUTH2`. Theo chuẩn thì 12288 byte là đủ.
    .sender = Lấy token có ít thuộc tính hoặc ít nhóm hơn, hoặc dùng cơ chế khác. Kiểm tra xem máy khách có gửi nhầm cả tệp hay cả phần tiêu đề thay cho token không.
    .server = Hãy cho phép 12288 byte với các dòng của `AUTH`; giới hạn 512 chỉ dành cho lệnh.
    .otherwise-exchange = 5.5.6 của Exchange nghĩa là nội dung thư không hợp lệ, không liên quan gì đến đăng nhập.

enhanced-x-6-0 = Có vấn đề gì đó về nội dung
    .meaning = Bản thân thư ở dạng này không giao được, và không mã nào chi tiết hơn nói lý do.
    .seen = 554 5.6.0 khi có byte NUL, khi có dòng dài hơn 1000 byte, khi thiếu hoặc trùng `From`, khi MIME hỏng; ở Exchange là khi chuyển đổi nội dung thất bại.
    .sender = Hãy để một thư viện đã được kiểm chứng tạo thư, ngắt các dòng dài (điển hình là HTML viết trên một dòng), và mã hóa bằng quoted-printable hoặc base64. Gửi thử một thư văn bản thuần để biết địa chỉ có hoạt động không.
    .server = Nói rõ quy tắc nào bị vi phạm và ở đâu. Hãy từ chối ngay trong phiên; thư báo gửi sau thường rơi vào một người gửi bị giả mạo.

enhanced-x-6-1 = Loại nội dung này không được hỗ trợ
    .meaning = Bước kế tiếp không truyền hoặc không hiển thị được định dạng của thư: đây là chuyện loại nội dung, không phải kích thước.
    .seen = Cổng nối sang SMS, fax hay máy nhắn tin, hệ thống chỉ nhận văn bản thuần; một số máy chủ từ chối loại tệp đính kèm bị cấm bằng mã này.
    .sender = Gửi văn bản thuần, định dạng tệp khác, hoặc liên kết.
    .server = Với tệp đính kèm bị chính sách cấm, 5.7.1 thành thật hơn, kèm tên loại tệp trong phần thông báo.

enhanced-x-6-2 = Phải chuyển đổi nhưng bị cấm
    .meaning = Nội dung phải được thay đổi mới đi tiếp được, mà người gửi hoặc máy chuyển tiếp đã cấm thay đổi.
    .seen = Hiếm gặp: nội dung đã ký hoặc đã mã hóa cần 8 bit ở một chặng chỉ có 7 bit, kèm quy tắc phải giữ nguyên; các cổng nối tuân theo lệnh cấm chuyển đổi.
    .sender = Chuyển thư sang dạng 7 bit trước khi ký, hoặc cho phép chuyển đổi.
    .server = Hãy cung cấp `8BITMIME`, và câu hỏi này không bao giờ nảy sinh.

enhanced-x-6-3 = Phải chuyển đổi nhưng không ai làm được
    .meaning = Chặng kế tiếp không nhận nội dung ở dạng này, và máy chủ này không biết cách đổi.
    .seen = Nội dung `8BITMIME` hoặc `BINARYMIME` trên đường tới một máy chủ cũ không có phần mở rộng đó; máy chuyển tiếp không hạ xuống được nên trả thư về với 5.6.3.
    .sender = Gửi bằng quoted-printable hoặc base64 để nội dung chỉ có 7 bit. Hầu hết thư viện có tùy chọn cho việc này.
    .server = Cung cấp `8BITMIME` trên mọi máy của đường đi, kể cả bộ lọc và chặng nội bộ: chỉ một máy thiếu là đủ gây ra lỗi này.

enhanced-x-6-4 = Đã giao, nhưng mất mát khi chuyển đổi
    .meaning = Với chữ số 2: đã giao, và việc chuyển đổi làm mất vài chi tiết. Với chữ số 5: bị từ chối, vì người gửi đã cấm mất mát.
    .seen = Cổng nối sang mạng khác; 250 2.6.4 sau `BURL` khi phần tiêu đề bị chuyển đổi có mất mát.
    .sender = Với 2.6.4, hãy hỏi người nhận xem thư có đọc được không. Với 5.6.4, hãy gửi nội dung không cần chuyển đổi, như văn bản ASCII thuần.
    .server = Nói trong phần thông báo những gì đã bị bỏ: ký tự, định dạng, tệp đính kèm.

enhanced-x-6-5 = Chuyển đổi thất bại
    .meaning = Nội dung cần được chuyển đổi, đã thử, nhưng không thành.
    .seen = MIME có cách mã hóa không khớp với nhãn, base64 bị cắt cụt, bảng mã mà bộ chuyển đổi không biết. 4.6.5 khi bộ chuyển đổi đang hỏng.
    .sender = Kiểm tra cấu trúc thư: ranh giới các phần, `Content-Transfer-Encoding`, `charset`. Hãy tạo lại thư bằng thư viện thay vì làm tay.
    .server = Thử riêng bộ chuyển đổi với thư đó, và cứ chuyển nguyên vẹn nếu chặng kế tiếp nhận được.

enhanced-x-6-6 = Không lấy được nội dung nằm ở nơi khác
    .meaning = Máy khách đưa một tham chiếu, tức URL IMAP trong `BURL`, và máy chủ gửi thư (submission) không lấy được nội dung phía sau.
    .seen = 554 5.6.6 khi URL hết hạn hoặc sai, 4.6.6 khi máy chủ IMAP đang không dùng được. Chỉ ít dịch vụ cung cấp `BURL`.
    .sender = Tạo URL mới bằng `URLAUTH`, kiểm tra ngày hết hạn và phần quyền truy cập, hoặc gửi nội dung bằng `DATA`.
    .server = Kiểm tra xem máy chủ gửi thư (submission) có được đăng nhập vào máy chủ IMAP không; nếu thiếu quan hệ tin cậy đó thì mã đúng là X.7.14.

enhanced-x-6-7 = Địa chỉ ngoài ASCII không được phép ở đây
    .meaning = Người gửi hoặc người nhận có chữ ngoài ASCII, và chúng không được phép với địa chỉ này hoặc trong giao dịch này.
    .seen = 550 5.6.7 sau `MAIL`, 553 5.6.7 sau `RCPT`, phần lớn vì `SMTPUTF8` không được nêu trong `MAIL FROM`. Máy chủ gửi ghi mã này vào thư báo khi chặng kế tiếp không cung cấp `SMTPUTF8`.
    .sender = Nếu phản hồi `EHLO` có `SMTPUTF8`, hãy đặt nó sau địa chỉ trong `MAIL FROM`. Nếu không, hãy dùng địa chỉ ASCII; riêng tên miền có thể viết ở dạng `xn--`, còn phần trước @ thì không.
    .server = Chỉ cung cấp `SMTPUTF8` nếu khâu giao thư của bạn lưu được thư như vậy. Hãy cấp thêm địa chỉ ASCII cho chủ những hộp thư đó.

enhanced-x-6-8 = Câu trả lời cần đến UTF-8
    .meaning = Phản hồi phải nêu tên một hộp thư có chữ ngoài ASCII, mà máy khách chưa nói rằng nó đọc được.
    .seen = 252, 550 hoặc 553 sau `VRFY` hay `EXPN`, từ số ít máy chủ còn trả lời những lệnh này bằng tên.
    .sender = Đặt `SMTPUTF8` sau đối số: `VRFY josé SMTPUTF8`. Tốt hơn nữa là đừng dùng `VRFY`: `RCPT` sẽ cho biết.
    .server = Không bao giờ gửi UTF-8 trong phản hồi khi bên kia không yêu cầu bằng `SMTPUTF8`. Trả 252 không kèm tên sẽ tránh được câu hỏi này.

enhanced-x-6-9 = Tiêu đề UTF-8 không tới được mọi người nhận
    .meaning = Thư được gửi dưới dạng quốc tế hóa, và ít nhất một người nhận không nhận được loại thư đó, nên cả thư bị từ chối.
    .seen = Sau dấu chấm kết thúc: bản chuẩn ghi 554, sổ đăng ký ghi 550, và gặp cả hai. Hiếm, vì máy chủ tốt từ chối ngay ở `RCPT`.
    .sender = Gửi riêng cho những người nhận còn lại, hoặc viết tiêu đề bằng ASCII: mã hóa kiểu MIME cho tên và chủ đề, địa chỉ ASCII.
    .server = Hãy từ chối riêng người nhận đó ở `RCPT` bằng 5.6.7, thay vì cả thư ở phút cuối.

enhanced-x-6-10 = Đã bỏ: hãy đọc như X.6.8
    .meaning = Một mục thứ hai của X.6.8, do nhầm lẫn mà có và đã được đánh dấu là bỏ. Tự nó không nói lên điều gì.
    .seen = Thực tế không gặp. Đừng nhầm với 5.6.11 mà Exchange dùng cho ký tự LF đơn lẻ.
    .sender = Làm như X.6.8 yêu cầu: nêu `SMTPUTF8` cùng `VRFY` hoặc `EXPN`, hoặc đừng dùng các lệnh đó.
    .server = Đừng gửi mã này. X.6.8 mới là số đúng.

enhanced-x-7-0 = Có vấn đề gì đó về bảo mật
    .meaning = Nguyên nhân là đăng nhập, TLS hoặc chính sách, và máy chủ không nói thêm, hoặc không muốn nói. Với 2.7.0 thì là tin tốt: đã đăng nhập.
    .seen = 235 2.7.0 sau khi đăng nhập; 530 5.7.0 khi phải đăng nhập hoặc `STARTTLS` trước; 454 4.7.0 khi đăng nhập hoặc TLS đang không hoạt động; 421 4.7.0 khi đếm được quá nhiều lỗi hoặc kết nối; 550 5.7.0 từ Gmail khi từ chối chuyển tiếp.
    .sender = Mã phản hồi quyết định: 530 muốn `STARTTLS` hoặc `AUTH` trước lệnh này, 454 muốn kiên nhẫn chứ không phải mật khẩu khác, 421 muốn máy khách chậm lại, 550 thì đọc phần thông báo.
    .server = Chỉ giấu chi tiết khi nó giúp kẻ tấn công. Với đăng nhập bị từ chối, X.7.8 nói đủ mà không để lộ gì.
    .otherwise-yahoo = 421 4.7.0 kèm dấu hiệu như `[TSS04]` là cách hãm IP của bạn lại: gửi quá nhiều, hoặc bị người dùng khiếu nại.

enhanced-x-7-1 = Không được phép
    .meaning = Máy chủ hiểu hết nhưng không muốn: chính sách. Đây là mã được dùng nhiều nhất và nói ít nhất; chỉ phần thông báo cho biết đó là quy tắc nào.
    .seen = Từ chối chuyển tiếp, danh sách chặn, bộ lọc thư rác, người gửi không thuộc tài khoản đăng nhập, người nhận chỉ nhận từ một số người, lỗi SPF ở những máy chủ không có X.7.23. 4.7.1 là danh sách xám (greylisting) hoặc giới hạn theo giờ.
    .sender = Đọc phần thông báo và mở liên kết nếu có. Từ chối chuyển tiếp: hãy đăng nhập, hoặc dùng đúng máy chủ. Có nêu danh sách chặn: tìm xem vì sao bạn bị đưa vào, rồi xin gỡ. Thư rác: xem lại các liên kết và xác thực. Đừng bao giờ gửi lại y nguyên sau 5.7.1.
    .server = Nêu quy tắc trong phần thông báo, kèm trang web hoặc địa chỉ để báo khi quyết định sai. Dùng từ X.7.20 đến X.7.27 cho kết quả xác thực, X.7.2 cho danh sách thư.

enhanced-x-7-2 = Bạn không được viết vào danh sách này
    .meaning = Địa chỉ là một danh sách thư hoặc nhóm, và người gửi không nằm trong số được phép đăng.
    .seen = 550 5.7.2 ở danh sách dành cho thành viên, ở nhóm trong công ty không mở cho người ngoài, khi bạn dùng nhầm một địa chỉ khác của mình.
    .sender = Viết từ địa chỉ đã đăng ký, hoặc xin chủ danh sách cho phép. Gửi lại không ích gì.
    .server = Nếu khách hàng cần viết tới nhóm, hãy mở nhóm cho người gửi bên ngoài: nhiều hệ thống mặc định đóng các nhóm mới.

enhanced-x-7-3 = Không chuyển được sang dạng bảo mật khác
    .meaning = Muốn giao thư thì phải đổi từ giao thức bảo mật này sang giao thức khác, như giữa hai loại thư mã hóa, và không có cách nào.
    .seen = Theo nghĩa đã đăng ký thì gần như không gặp: các cổng nối giữa S/MIME, PGP hoặc hệ thống khép kín.
    .sender = Thống nhất với người nhận một cách mã hóa, hoặc gửi theo đường khác.
    .server = Nếu bạn vận hành cổng nối như vậy, hãy kiểm tra khóa và tuyến đường cho từng người nhận.
    .otherwise-exchange = 535 5.7.3 là câu trả lời của Exchange khi đăng nhập thất bại: sai mật khẩu, hoặc đăng nhập SMTP đã tắt cho hộp thư này.

enhanced-x-7-4 = Tính năng bảo mật không được hỗ trợ
    .meaning = Thư hoặc máy khách đòi một tính năng bảo mật mà máy chủ này không có: một cách đăng nhập, một dạng chữ ký.
    .seen = 504 5.7.4 cho cơ chế `AUTH` lạ, từ Exchange, Gmail và nơi khác (có nơi nói 5.5.4); trong nhật ký của Postfix, 4.7.4 nghĩa là đòi TLS mà bên kia không cung cấp.
    .sender = Chọn cơ chế từ dòng `AUTH` của phản hồi `EHLO` hiện tại, đọc sau `STARTTLS`. Với 4.7.4 trong nhật ký của chính bạn, hãy cân nhắc có thật sự cần đòi TLS với đích đó không.
    .server = Hãy cung cấp cơ chế mà chương trình của người dùng biết: ít nhất là `PLAIN` qua TLS. Đừng tắt cơ chế nào khi những người đang dùng nó chưa chuyển sang cách khác.

enhanced-x-7-5 = Trục trặc với khóa hoặc chứng chỉ
    .meaning = Có thứ không kiểm tra hoặc không giải mã được, vì khóa hay chứng chỉ bị thiếu hoặc không hợp lệ.
    .seen = 451 4.7.5 khi máy chủ khóa không trả lời lúc kiểm tra DKIM; trong hàng đợi Postfix với `Server certificate not trusted` hoặc `not verified`, khi TLS phải được xác minh (DANE, MTA-STS hoặc quy tắc riêng của bạn).
    .sender = Tìm xem đó là khóa nào. Chứng chỉ máy chủ: so tên, ngày và bản ghi `TLSA` với điều phía bạn chờ đợi. DKIM: xem selector có tra được trong DNS không.
    .server = Gia hạn chứng chỉ kịp thời, gửi cả chuỗi chứng chỉ, và công bố bản ghi `TLSA` mới trước khi đổi khóa.

enhanced-x-7-6 = Thuật toán không được hỗ trợ
    .meaning = Kiểm tra hoặc giải mã thất bại vì thuật toán này ở đây không biết, hoặc không còn được phép.
    .seen = Hiếm trong phản hồi: DKIM dùng `rsa-sha1`, thuật toán mã hóa rất mới hoặc rất cũ, cổng nối S/MIME.
    .sender = Ký bằng `rsa-sha256` với ít nhất 1024, tốt hơn là 2048 bit; giữ chữ ký RSA bên cạnh chữ ký Ed25519.
    .server = Coi chữ ký có thuật toán lạ như không có, đúng ý của DKIM, thay vì từ chối thư.

enhanced-x-7-7 = Thư đã bị thay đổi
    .meaning = Kiểm tra tính toàn vẹn cho thấy nội dung không phải là thứ đã được ký: bị hỏng hoặc bị sửa trên đường.
    .seen = Cổng nối kiểm tra S/MIME hoặc DKIM nghiêm ngặt; danh sách thư, dòng chân trang và trình quét virus sửa thư sau khi đã ký.
    .sender = Tìm hệ thống sửa thư sau khi ký (lời miễn trừ, viết lại liên kết, đổi cách mã hóa), và ký sau nó.
    .server = Chữ ký DKIM hỏng coi như không có, nên đừng từ chối chỉ vì nó. Nếu chính sách của bạn vẫn làm vậy, hãy dùng X.7.20.

enhanced-x-7-8 = Sai tên người dùng hoặc mật khẩu
    .meaning = Đăng nhập bị từ chối. Máy chủ không nói phần nào sai, và đó là cố ý.
    .seen = 535 5.7.8 sau `AUTH`: gõ nhầm, dùng mật khẩu của trang web ở chỗ cần mật khẩu ứng dụng, tên người dùng thiếu tên miền, token hết hạn, tài khoản không có quyền dùng SMTP. Đăng nhập sai liên tiếp có thể khiến cả mật khẩu đúng cũng bị khóa một lúc.
    .sender = Nhập lại thông tin đăng nhập, và đừng để chương trình tự lặp lại: như thế sẽ khóa tài khoản. Kiểm tra mật khẩu ứng dụng hoặc OAuth (Gmail, Yahoo, iCloud), tên là địa chỉ đầy đủ, và không có ký tự xuống dòng lọt vào khi mã hóa.
    .server = Ghi nhật ký cơ chế, tên và địa chỉ nơi đăng nhập tới, không bao giờ ghi mật khẩu. Việc đặt lại mật khẩu chưa tới mọi máy chủ thì người dùng cũng thấy y như vậy.
    .otherwise-burl = RFC 4468 từng dùng 554 5.7.8 với `BURL` khi thiếu tin cậy tới máy chủ IMAP. Nay đó là X.7.14.

enhanced-x-7-9 = Cách đăng nhập này quá yếu
    .meaning = Mật khẩu có thể đúng, nhưng cơ chế yếu hơn mức máy chủ cho phép với tài khoản này.
    .seen = 534 5.7.9 cho `PLAIN` hoặc `LOGIN` ở nơi tài khoản đòi `SCRAM` hoặc token.
    .sender = Chọn cơ chế mạnh hơn từ dòng `AUTH`, như `SCRAM-SHA-256` hoặc `OAUTHBEARER`; đổi mật khẩu không thay đổi được gì.
    .server = Đừng cung cấp những cơ chế mà không tài khoản nào được dùng. Hãy thông báo trước khi thay đổi.
    .otherwise-gmail = 534 5.7.9 nghĩa là cần mật khẩu ứng dụng, hoặc phải đăng nhập bằng trình duyệt trước. Cơ chế không phải là vấn đề.
    .otherwise-yahoo = 554 5.7.9 là lời từ chối theo DMARC: thư không qua được kiểm tra xác thực cho tên miền trong `From`, và tên miền đó yêu cầu từ chối.

enhanced-x-7-10 = Cần mã hóa trước
    .meaning = Điều được yêu cầu chỉ được phép trên kết nối đã mã hóa, nhất là đăng nhập bằng mật khẩu không mã hóa.
    .seen = 523 5.7.10, hiếm: phần lớn máy chủ nói 530 5.7.0 hoặc 538 5.7.11. Máy chủ gửi ghi mã này vào thư báo khi thư có `REQUIRETLS` không gửi được qua TLS.
    .sender = Dùng `STARTTLS` ở cổng 587, hoặc cổng 465 vốn bắt đầu bằng TLS, rồi gửi lại `EHLO` và đăng nhập.
    .server = Đừng cung cấp `PLAIN` và `LOGIN` trước TLS; khi đó máy khách không bao giờ gặp chuyện này.
    .otherwise-gmail = 5.7.10 kèm 523 hoặc 525 nói rằng có lệnh được gửi ngay sau `STARTTLS` mà không chờ. Hãy dừng sau `STARTTLS`, thực hiện bắt tay TLS, rồi đi tiếp.

enhanced-x-7-11 = Cơ chế này cần mã hóa
    .meaning = Cơ chế đăng nhập đã chọn chỉ được dùng qua TLS. Mã này còn giữ lại vì lý do lịch sử.
    .seen = 538 5.7.11 từ máy chủ cũ và một vài máy mới, sau `AUTH PLAIN` hoặc `AUTH LOGIN` trên kết nối không mã hóa. Ngày nay máy chủ không cung cấp cơ chế đó, và trả 504 5.5.4 nếu ai thử.
    .sender = Gửi `STARTTLS` trước, rồi `EHLO`, rồi `AUTH`. Mật khẩu của bạn có thể đã đi qua mạng mà không được mã hóa: hãy đổi nó.
    .server = Đừng ghi cơ chế này trong dòng `AUTH` khi chưa có TLS.
    .otherwise-gmail = 501 5.7.11 nghĩa là `STARTTLS` được gửi kèm đối số. Lệnh này không nhận đối số nào.

enhanced-x-7-12 = Cần chuyển đổi mật khẩu
    .meaning = Máy chủ chưa có dữ liệu kiểm chứng cho cơ chế này. Chỉ cần đăng nhập một lần bằng `PLAIN` qua TLS để nó tạo ra.
    .seen = 432 4.7.12 sau khi đổi cơ chế hoặc nhập các giá trị băm mật khẩu cũ: không thể kiểm tra `SCRAM` với giá trị băm cũ.
    .sender = Đăng nhập một lần bằng `PLAIN` qua TLS, hoặc đặt lại mật khẩu. Sau đó cơ chế mạnh hơn sẽ dùng được.
    .server = Hãy báo trước cho người dùng; bảo đảm `PLAIN` được cung cấp qua TLS trong thời gian chuyển đổi, và lần đăng nhập đó thật sự lưu dạng mới.
    .otherwise-exchange = 5.7.12 của Exchange nghĩa là người gửi chưa được tổ chức xác thực: người nhận chỉ nhận thư từ bên trong.

enhanced-x-7-13 = Tài khoản bị vô hiệu hóa
    .meaning = Đăng nhập đúng, nhưng tài khoản đã bị đóng: chưa trả tiền, bị lạm dụng, hoặc bị khóa sau khi bị xâm nhập.
    .seen = 525 5.7.13 sau `AUTH`. Nhiều máy chủ nói 535 5.7.8 thay vào đó, để không ai biết mật khẩu nào là đúng.
    .sender = Đừng hỏi mật khẩu khác. Hãy liên hệ quản trị viên; nếu tài khoản bị lạm dụng, hãy làm sạch máy tính trước khi đặt mật khẩu mới.
    .server = Chỉ nói điều này sau khi mật khẩu đúng. Hãy ghi lại vì sao và ai đã đóng tài khoản, vì sẽ có người gọi tới hỏi.
    .otherwise-exchange = 5.7.13 của Exchange nói về quyền viết vào thư mục công cộng, không phải về tài khoản.

enhanced-x-7-14 = Máy chủ gửi thư (submission) không được bên kia tin cậy
    .meaning = Với `BURL`, máy chủ gửi thư phải lấy nội dung từ một máy chủ IMAP, mà máy đó không biết hoặc không tin nó.
    .seen = 554 5.7.14 chỉ có với `BURL`, nên hiếm.
    .sender = Gửi nội dung bằng `DATA` hoặc `BDAT`; phần còn lại là việc của quản trị viên.
    .server = Cấp cho máy chủ gửi thư một tài khoản trên máy chủ IMAP, có quyền dùng `URLAUTH`.
    .otherwise-gmail = 534 5.7.14 nghĩa là Google muốn bạn đăng nhập bằng trình duyệt web trước và xác nhận đó là bạn. `BURL` không liên quan.

enhanced-x-7-15 = Mức ưu tiên quá thấp
    .meaning = Lúc này, hoặc luôn luôn, máy chủ chỉ nhận thư có mức ưu tiên cao hơn.
    .seen = 450 4.7.15 hoặc 550 5.7.15 ở nơi dùng `MT-PRIORITY` và chỉ cho thư khẩn đi qua, như sau một thảm họa.
    .sender = Sau chữ số 4 hãy chờ. Sau chữ số 5 hãy nâng mức ưu tiên nếu bạn có quyền, hoặc gửi bằng đường khác.
    .server = Dùng chữ số 4 khi hạn chế sẽ tự hết, và cho biết trong phần thông báo mức ưu tiên nào được qua.

enhanced-x-7-16 = Quá lớn so với mức ưu tiên
    .meaning = Thư có mức ưu tiên này bị giới hạn kích thước, và thư này vượt quá.
    .seen = 552 5.7.16, hoặc với chữ số 4, trong các mạng có `MT-PRIORITY` muốn giữ thư khẩn ngắn gọn.
    .sender = Làm thư nhỏ lại, hoặc xin mức ưu tiên cho phép kích thước đó.
    .server = Công bố giới hạn cho từng mức ưu tiên; phần thông báo nên nêu giới hạn đã bị chạm.
    .otherwise-future-release = RFC 4865 từng dùng cùng số này cho hạn mức đã đầy của một người dùng với thư hẹn gửi sau (`HOLDFOR`, `HOLDUNTIL`). Sổ đăng ký giữ nghĩa ở trên.

enhanced-x-7-17 = Hộp thư đã đổi chủ
    .meaning = Bạn yêu cầu chỉ giao thư cho người là chủ từ một ngày nhất định, mà hộp thư đã đổi chủ sau ngày đó. Thư không được giao, để bảo vệ cả hai bên.
    .seen = 550 5.7.17 từ máy chủ biết `RRVS` hoặc trường `Require-Recipient-Valid-Since`, với địa chỉ đã được cấp lại; dùng cho thư đặt lại mật khẩu và thư ngân hàng.
    .sender = Đừng gửi mà bỏ sự bảo vệ đó. Hãy hỏi khách hàng địa chỉ mới bằng cách khác, và gỡ địa chỉ cũ khỏi tài khoản.
    .server = Lưu ngày mà mỗi hộp thư bắt đầu thuộc về chủ hiện tại; thiếu nó bạn chỉ có thể nói X.7.19.
    .otherwise-future-release = RFC 4865 từng dùng cùng số này cho hạn mức đã đầy của cả hệ thống với thư hẹn gửi sau. Sổ đăng ký giữ nghĩa ở trên.

enhanced-x-7-18 = Tên miền đã đổi chủ
    .meaning = Giống X.7.17 nhưng cho cả tên miền: từ sau ngày đã cho nó thuộc về người khác, nên mọi hộp thư ở đó là của những người khác.
    .seen = Chỉ với `RRVS`: tên miền đã được bán, hoặc hết hạn rồi được đăng ký lại.
    .sender = Coi mọi địa chỉ của tên miền đó là đã mất, và xác minh các liên hệ của bạn bằng cách khác.
    .server = Bạn không bắt buộc phải cho người lạ biết tên miền đã được bán: X.7.17 cho người nhận có tác dụng như nhau.

enhanced-x-7-19 = Không kiểm tra được chủ sở hữu
    .meaning = Bạn yêu cầu kiểm tra hộp thư thuộc về chủ của nó từ khi nào, mà máy chủ không có ngày để so. Không ai biết nó có đổi chủ hay không.
    .seen = Chỉ với `RRVS`: hộp thư cũ có từ trước khi máy chủ lưu những ngày như vậy.
    .sender = Hãy quyết định xem thư có được đi mà không kiểm tra không. Với bản tin thì có lẽ được; với thư đặt lại mật khẩu thì không nên.
    .server = Hãy bắt đầu lưu ngày tạo từ bây giờ; với hộp thư cũ, ngày nhập vào hệ thống vẫn hơn là không có gì.

enhanced-x-7-20 = Không có chữ ký DKIM nào đạt
    .meaning = Máy chủ muốn ít nhất một chữ ký DKIM hợp lệ mà không thấy: không có chữ ký, hoặc chỉ có chữ ký hỏng.
    .seen = 550 5.7.20 từ bên nhận có chính sách nghiêm. Chuẩn khuyên không từ chối chỉ vì điều này. Nguyên nhân: chưa thiết lập việc ký, thiếu khóa trong DNS, nội dung bị sửa sau khi ký.
    .sender = Gửi thử một thư cho chính bạn ở nơi khác và đọc `Authentication-Results`. Kiểm tra `selector._domainkey.example.org` trong DNS, và ký ở bước cuối cùng trước khi thư rời đi.
    .server = Danh sách thư và máy chuyển hướng làm hỏng chữ ký; hãy đặt ngoại lệ, hoặc xét theo DMARC.

enhanced-x-7-21 = DKIM đạt nhưng không được chấp nhận
    .meaning = Có chữ ký hợp lệ, nhưng không phải loại mà chính sách tính đến: khóa quá ngắn, ký quá ít trường, giới hạn phần thân bằng `l=`, khóa thử nghiệm.
    .seen = 550 5.7.21, hiếm. Phần lớn là khóa 512 hoặc 768 bit từ cấu hình cũ, hoặc chữ ký không gồm `From` hay `Subject`.
    .sender = Tạo khóa 2048 bit, ký `From`, `To`, `Subject`, `Date` và `Message-ID`, và bỏ `l=` cùng `t=y`.
    .server = Nêu trong phần thông báo còn thiếu gì; không ai đoán được quy tắc riêng của bạn.

enhanced-x-7-22 = Không có chữ ký DKIM của tên miền tác giả
    .meaning = Có chữ ký hợp lệ, nhưng không chữ ký nào mang tên của tên miền trong `From`.
    .seen = 550 5.7.22; một dịch vụ chỉ ký bằng tên miền của nó, hoặc tên miền con không khớp. Đây là điều DMARC gọi là không khớp tên miền (not aligned).
    .sender = Công bố khóa của dịch vụ gửi thư dưới tên miền của bạn, thường bằng `CNAME`, và bật ký cho tên miền đó ở dịch vụ.
    .server = Khi đã dùng DMARC, hãy từ chối theo chính sách mà tên miền công bố chứ không theo quy tắc riêng: nhiều người gửi đàng hoàng không có chữ ký như vậy.

enhanced-x-7-23 = SPF không đạt
    .meaning = Bản ghi SPF của tên miền người gửi nói rằng địa chỉ này không được gửi thay cho nó, và máy chủ làm theo.
    .seen = 550 5.7.23 sau `MAIL FROM` hoặc `RCPT TO`; máy chủ cũ nói 5.7.1. Nguyên nhân: máy chủ hoặc dịch vụ mới chưa có trong bản ghi; chuyển hướng thư, khi địa chỉ của máy chuyển hướng bị xét với tên miền gốc.
    .sender = Thêm địa chỉ hoặc `include:` của dịch vụ vào bản ghi SPF duy nhất của tên miền, hoặc gửi qua máy đã có trong đó. Nếu chỉ thư chuyển hướng bị, thì máy chuyển hướng phải viết lại người gửi (SRS).
    .server = Chỉ hành động khi kết quả là `fail`, không phải `softfail`. Nếu DKIM đạt thì DMARC có thể cứu thư, nên nếu được hãy xét ở cuối nội dung.
    .otherwise-gmail = 4.7.23 của Gmail nói về tên trong DNS: IP của bạn không có `PTR`, hoặc tên đó không dẫn ngược lại. Không phải SPF.

enhanced-x-7-24 = Không đánh giá được SPF
    .meaning = Không phải câu trả lời không, mà là lỗi: bản ghi hỏng (5), hoặc DNS không trả lời (4).
    .seen = 550 5.7.24 khi có hai bản ghi SPF ở một tên, khi `include:` lồng nhau cần hơn 10 lần tra cứu, khi gõ sai; 451 4.7.24 khi DNS hết thời gian chờ.
    .sender = Giữ đúng một bản ghi bắt đầu bằng `v=spf1`, bỏ dịch vụ không dùng để không vượt 10 lần tra cứu, rồi kiểm tra lại. Với chữ số 4, hãy xem các máy chủ tên miền của bạn.
    .server = Lỗi trong bản ghi là của chủ tên miền; hoãn nhiều ngày không giúp ai. Chỉ dùng chữ số 4 cho lỗi DNS.
    .otherwise-gmail = 4.7.24 và 5.7.24 nói rằng bản ghi SPF có những mục đáng ngờ, như dải địa chỉ quá rộng. Bản ghi vẫn đọc được, không có lỗi.

enhanced-x-7-25 = DNS ngược không khớp
    .meaning = IP của máy chủ kết nối tới không có tên trong DNS, hoặc tên đó không dẫn ngược về IP.
    .seen = 550 5.7.25 từ Gmail, Exchange Online và nơi khác, nhất là với IPv6; Postfix nói 450 4.7.25. Máy chủ đám mây mới thường chỉ có tên chung chung hoặc không có tên.
    .sender = Nhờ bên sở hữu địa chỉ, thường là nhà cung cấp máy chủ, đặt `PTR` thành tên máy của bạn, và cho tên đó một `A` hoặc `AAAA` trỏ về cùng IP. Nếu IPv6 chưa có `PTR`, tạm gửi bằng IPv4.
    .server = Đừng đòi tên đó phải bằng tên trong `EHLO`. Khi việc tra cứu bị lỗi, hãy trả lời bằng chữ số 4.

enhanced-x-7-26 = Nhiều kiểm tra xác thực không đạt
    .meaning = Nhiều hơn một phép kiểm tra trong số SPF, DKIM và những thứ tương tự không đạt, và chính sách từ chối thư như vậy. Không nói là kiểm tra nào.
    .seen = 550 5.7.26, nổi tiếng nhất là của Gmail. Thư từ biểu mẫu web và máy in dùng địa chỉ của người khác trong `From`; dịch vụ mới chưa có bản ghi; chuyển hướng làm hỏng SPF và danh sách thư làm hỏng DKIM.
    .sender = Sửa lần lượt: SPF có tên máy gửi, DKIM ký bằng tên miền của bạn, và ít nhất một trong hai khớp với tên miền trong `From`. Nhà cung cấp thư miễn phí sẽ không bao giờ đưa máy chủ của bạn vào danh sách: đừng đặt tên miền của họ trong `From`.
    .server = Ghi kết quả vào phần thông báo hoặc vào báo cáo, nếu không người gửi phải mò trong bóng tối. ARC có thể cứu thư từ những máy chuyển hướng quen biết.
    .otherwise-gmail = 4.7.26 và 5.7.26 nghĩa là: cả SPF lẫn DKIM đều không đạt, SPF cho kết quả từ chối hẳn (hard fail), hoặc chính sách DMARC của tên miền trong `From` yêu cầu từ chối.

enhanced-x-7-27 = Tên miền của người gửi có MX rỗng (null MX)
    .meaning = Tên miền của người gửi tuyên bố không nhận thư, nên không ai trả lời được và thư báo cũng không về tới.
    .seen = 550 5.7.27 sau `MAIL FROM`: bản tin hoặc máy tự động gửi từ tên miền có `MX 0 .`; người gửi giả mạo dùng tên miền bỏ không.
    .sender = Gửi bằng tên miền có nhận thư, hoặc cho tên miền gửi một `MX` thật và một hộp thư để nhận thư báo.
    .server = Tên miền trong `From` cũng có thể bị xét như vậy. Người gửi rỗng `<>` không bao giờ thuộc diện này.
    .otherwise-gmail = 4.7.27 và 5.7.27 nói rằng SPF không đạt, điều Gmail đòi hỏi ở người gửi số lượng lớn. Không liên quan đến MX rỗng.

enhanced-x-7-28 = Nằm trong một trận lũ thư
    .meaning = Thư trông như một trong rất nhiều thư nhấn chìm một hộp thư, như hàng loạt đăng ký nhận bản tin dưới tên nạn nhân.
    .seen = Theo nghĩa đã đăng ký thì hiếm: số này đến từ một bản thảo đã hết hạn. Hầu như lúc nào bạn cũng gặp nó từ Gmail.
    .sender = Nếu bạn gửi bản tin: hãy yêu cầu xác nhận mỗi lần đăng ký, và bảo vệ biểu mẫu bằng giới hạn và captcha, vì biểu mẫu của bạn là một trong số bị lợi dụng để tấn công.
    .server = Đừng tính thư báo và thư về mật khẩu vào số đếm, vì cuộc tấn công thường giấu một trong các thư đó giữa trận lũ.
    .otherwise-gmail = 4.7.28 và 5.7.28 là giới hạn tốc độ gửi: quá nhiều từ IP của bạn, mạng của nó, tên miền của bạn, hoặc một `Message-ID` lặp đi lặp lại.

enhanced-x-7-29 = Chuỗi ARC bị hỏng
    .meaning = Thư đi qua những máy chuyển hướng đã niêm phong bằng ARC, và chuỗi đó không kiểm chứng được. Tài liệu này là thử nghiệm.
    .seen = Theo nghĩa đã đăng ký thì hiếm. Máy chuyển hướng sửa thư sau khi niêm phong, hoặc có hai trường của cùng một lượt.
    .sender = Nếu bạn chỉ viết thư, hãy ký bằng DKIM và báo cho danh sách hoặc máy chuyển hướng: họ phải sửa việc niêm phong.
    .server = Coi chuỗi hỏng như không có chuỗi và xét theo DMARC; từ chối chỉ vì nó sẽ làm hại thư đàng hoàng.
    .otherwise-gmail = 4.7.29 và 5.7.29 nói rằng kết nối không được mã hóa. Hãy gửi với `STARTTLS`.

enhanced-x-7-30 = Máy chủ kế tiếp không có REQUIRETLS
    .meaning = Thư được đánh dấu chỉ được đi bằng TLS, qua những máy chủ cùng hứa như vậy, và không máy kế tiếp nào hứa.
    .seen = 550 5.7.30 trong thư báo của máy chủ bạn hoặc của máy chuyển tiếp. Ít máy chủ cung cấp `REQUIRETLS`, nên thư như vậy thường không tới.
    .sender = Hãy quyết định: gửi lại không có `REQUIRETLS`, dùng TLS ở nơi có thể; hoặc dùng kênh khác cho điều không được để ai đọc.
    .server = Muốn tham gia, hãy chỉ cung cấp `REQUIRETLS` khi đã có TLS, có chứng chỉ xác minh được, và giữ yêu cầu đó ở mọi chặng sau.
    .otherwise-gmail = 4.7.30 và 5.7.30 nói rằng DKIM không đạt, điều Gmail đòi hỏi ở người gửi số lượng lớn. Không phải `REQUIRETLS`.
