reply-101 = Không kết nối được
    .meaning = Không tiêu chuẩn nào và không máy chủ thư nào định nghĩa 101; các danh sách mã dùng nó cho một kết nối chưa hề thiết lập được. Trên đường truyền chỉ chữ số đầu có giá trị, mà không phản hồi nào được bắt đầu bằng 1.
    .seen = Trong các danh sách mã SMTP chép lại của nhau, và trong những công cụ cần một con số cho lần thử hỏng trước cả lời chào: tên máy viết sai, nhầm cổng, tường lửa chặn.
    .sender = Tìm lỗi thật đứng sau con số: không tìm thấy tên, bị từ chối hay hết thời gian chờ. Rồi kiểm tra tên máy và cổng: 587 hoặc 465 cho nhà cung cấp của bạn, 25 chỉ dùng giữa các máy chủ. Nhiều nhà mạng chặn cổng 25 chiều ra, nên hãy thử cả từ một mạng khác.
    .server = Người báo lỗi này chưa nghe được gì từ máy chủ của bạn. Hãy xem dịch vụ có lắng nghe ở cổng đó không, tường lửa có cho vào không, và tên máy có trỏ đến đúng địa chỉ không, kể cả qua IPv6.

reply-111 = Kết nối bị từ chối
    .meaning = Không tiêu chuẩn nào và không máy chủ thư nào định nghĩa 111. Đó là số lỗi `ECONNREFUSED` của Linux bị đem ra như một phản hồi: đã tới được một máy, nhưng không có gì lắng nghe ở cổng ấy. Trên đường truyền chỉ chữ số đầu có giá trị, mà không phản hồi nào được bắt đầu bằng 1.
    .seen = Trong thông báo lỗi của PHP và các chương trình khác, phần lớn vì chúng được đặt là `localhost` trong khi ở đó không có máy chủ thư, hoặc đặt vào một cổng đóng.
    .sender = Sửa lại tên máy và cổng: trên máy chủ web hay trong container, `localhost` hiếm khi là máy chủ thư. Nếu cả hai đều đúng thì dịch vụ đang ngừng hoặc tường lửa từ chối bạn; hãy thử cổng đó từ một máy khác.
    .server = Xem dịch vụ có đang chạy không và lắng nghe ở địa chỉ nào: nếu chỉ có `127.0.0.1` thì mọi nơi khác đều bị từ chối, còn nếu chỉ mở IPv4 thì kết nối IPv6 bị từ chối. Sau đó tìm luật tường lửa đang từ chối thay vì cho vào.

reply-200 = Thành công (mã cũ)
    .meaning = Phản hồi thành công mà vài máy chủ đưa ra năm 1983, theo một cuộc khảo sát của năm ấy. Không tiêu chuẩn nào đang có hiệu lực định nghĩa nó; máy khách coi là đã xong nhờ chữ số đầu.
    .seen = Trong các danh sách cũ, không phải từ máy chủ thư ngày nay. Số 200 trong nhật ký của một dịch vụ gửi thư là trạng thái HTTP của giao diện web: dịch vụ đã nhận yêu cầu, còn chưa máy chủ thư nào lên tiếng.
    .sender = Nếu gặp trong một phiên SMTP thật, cứ đi tiếp như sau 250. Nếu bạn gọi API web, hãy xem nhật ký giao thư của dịch vụ để biết máy chủ của người nhận đã trả lời gì.
    .server = Lệnh đã làm xong thì trả lời 250. Nếu nhật ký gửi đi của bạn có 200, phía bên kia có lẽ là máy chủ giả để thử nghiệm hoặc một máy chủ tự viết.
    .otherwise-lists = Có danh sách gọi 200 là mã thành công thường ngày của SMTP. Mã đó là 250.

reply-211 = Trạng thái hệ thống
    .meaning = Máy chủ nói về chính nó: trạng thái hoặc phần trợ giúp về hệ thống. Mã này chỉ trả lời lệnh `HELP` và không thay đổi gì trong phiên.
    .seen = Hiếm: một vài máy chủ trả lời `HELP` bằng mã này, còn đa số dùng 214.
    .sender = Không phải làm gì. Nội dung dành cho người đọc; chương trình không nên cố phân tích nó.
    .server = Không có gì phải sửa, nhưng hãy xem các dòng ấy kể gì cho người lạ: phiên bản và mức tải nên để trong hệ thống giám sát của bạn.

reply-214 = Thông báo trợ giúp
    .meaning = Lời trợ giúp cho người dùng, thường gồm nhiều dòng: có những lệnh nào, hoặc một lệnh được viết ra sao.
    .seen = Sau `HELP`, đứng một mình hoặc kèm tên lệnh, thường là khi ai đó thử máy chủ bằng tay.
    .sender = Đọc rồi đi tiếp. Chương trình biết máy chủ hỗ trợ gì qua phản hồi cho `EHLO`, không bao giờ qua phần thông báo này.
    .server = Không có gì phải sửa. `HELP` có thể đến bất cứ lúc nào, cả trước `EHLO`. Với chủ đề mà máy chủ không biết thì trả lời 504, còn nếu không có trợ giúp thì 502.

reply-220 = Dịch vụ sẵn sàng
    .meaning = Là dòng đầu tiên của phiên: máy chủ sẵn sàng và xưng tên. Sau `STARTTLS` nó có nghĩa: bắt đầu bắt tay TLS ngay, không gửi thêm gì ở dạng không mã hóa.
    .seen = Ở đầu mọi phiên, và thêm một lần nữa trong những phiên chuyển sang TLS. Lời chào toàn dấu sao như `220 ******` là do tường lửa kiểm tra SMTP viết lại.
    .sender = Sau lời chào thì gửi `EHLO`. Sau 220 của `STARTTLS` thì bắt tay TLS rồi gửi lại `EHLO`, vì mọi thứ máy chủ công bố trước đó đều bị quên. Nếu lời chào không đến, có thể bạn đang nói không mã hóa với cổng 465, hoặc máy chủ bắt người lạ phải đợi: hãy chờ đủ 5 phút.
    .server = Nếu máy khách phải đợi lời chào lâu, hãy tìm những lần tra DNS chậm cho địa chỉ của họ và những khoảng trễ cố ý. Nếu họ thấy dấu sao hoặc mất `STARTTLS`, hãy tắt tính năng kiểm tra SMTP trên tường lửa.

reply-221 = Đóng kết nối
    .meaning = Máy chủ chào tạm biệt và đóng kết nối. Những gì đã được xác nhận bằng 250 trước đó vẫn an toàn; giao dịch thư còn dở thì mất.
    .seen = Sau `QUIT`. Nếu tự đến mà không ai gửi `QUIT`, máy chủ đang ngắt một bên không nói SMTP.
    .sender = Sau `QUIT` thì không phải làm gì: thư đã được bàn giao từ lúc có 250 sau nội dung, dù 221 có thất lạc. Nếu nó tự đến, hãy xem chương trình của bạn gửi gì: HTTP, hay các dòng của thư ở chỗ lẽ ra là lệnh.
    .server = Không có gì phải sửa. Những phiên kết thúc mà không có `QUIT` phần lớn là máy quét, hoặc máy khách hết kiên nhẫn.
    .otherwise-postfix = Postfix còn nói `221 2.7.0` khi ngắt một máy khách gửi HTTP hoặc gửi các dòng tiêu đề như thể là lệnh.

reply-235 = Đăng nhập thành công
    .meaning = Đăng nhập đã thành công và có hiệu lực đến khi kết nối kết thúc. Nó chứng minh ai đang nói, nhưng không hứa hẹn gì về bất cứ thư nào.
    .seen = Ở cuối quá trình `AUTH`.
    .sender = Gửi tiếp `MAIL`. Nếu từ đây có từ chối thì đó là vì địa chỉ người gửi, người nhận hoặc một giới hạn, nên đừng động đến mật khẩu. Lệnh `AUTH` thứ hai trong cùng phiên sẽ nhận 503.
    .server = Không có gì phải sửa. Những lần đăng nhập thành công mà không ai giải thích được nghĩa là mật khẩu đã lộ: đổi mật khẩu, ngắt các phiên đang mở và tìm trong hàng đợi xem đã gửi những gì.

reply-250 = Đã thực hiện yêu cầu
    .meaning = Lệnh đã được thực hiện. Sau khi kết thúc thư, mã này có nghĩa lớn hơn nhiều: máy chủ đã nhận thư và từ đây chịu trách nhiệm về nó.
    .seen = Sau gần như mọi lệnh thành công, sau `EHLO` thì gồm nhiều dòng. Dòng sau nội dung thư thường có số hàng đợi, nhờ đó quản trị viên bên kia tìm được thư trong nhật ký.
    .sender = Đi tiếp. Hãy giữ lại dòng đến sau nội dung thư: nó chứng minh thư đã được nhận. Nếu thư vẫn không thấy đâu, hãy xem thư mục thư rác, rồi hỏi quản trị viên của người nhận kèm dòng đó.
    .server = Sau nội dung thư, chỉ trả lời mã này khi thư đã được lưu chắc chắn: từ đó thư phải được giao hoặc được báo là không gửi được, không bao giờ bị bỏ đi. Bản thân `DATA` được trả lời bằng 354; 250 đến sau dấu chấm kết thúc.

reply-251 = Người nhận không ở đây, sẽ chuyển hướng thư
    .meaning = Người nhận đã chuyển đi; máy chủ chuyển hướng thư và nêu địa chỉ mới. Sau `ETRN` nó mang nghĩa khác: không có thư nào đang chờ máy đó.
    .seen = Hiếm khi gặp sau `RCPT` hay `VRFY`, vì nó để lộ thư của một người đi về đâu. Đa số máy chủ lặng lẽ chuyển hướng và trả lời 250.
    .sender = Coi như người nhận đã được chấp nhận. Chỉ ghi lại địa chỉ mới khi bạn chắc mình đang nói chuyện với đúng máy chủ: bất cứ ai trên đường đi cũng có thể đặt địa chỉ của họ vào đó.
    .server = Hãy cân nhắc tắt đi, vì nó cho mọi người hỏi đến thấy địa chỉ mới. Nếu vẫn dùng, đừng trông đợi người gửi đọc được.

reply-252 = Không xác minh được, sẽ thử giao thư
    .meaning = Máy chủ không xác nhận cũng không phủ nhận địa chỉ, và sẽ nhận thư gửi đến đó. Đây là câu trả lời bắt buộc khi `VRFY` hoặc `EXPN` bị tắt vì lý do bảo mật. Sau `ETRN` nó có nghĩa là việc giao các thư đang chờ đã bắt đầu.
    .seen = Sau `VRFY` ở đa số máy chủ công cộng, với địa chỉ thật lẫn địa chỉ bịa.
    .sender = Đừng kết luận gì từ mã này. Thư có được nhận hay không chỉ rõ ở `RCPT`, ở một số máy chủ thì phải sau nội dung. Công cụ lọc danh sách nào coi 252 là địa chỉ có thật thì chỉ đang đoán.
    .server = Như vậy là đúng. Đừng trả lời 250 khi mới chỉ xem cú pháp, cũng đừng trả lời 550 cho tất cả: cả hai đều khoe một phép kiểm tra chưa từng làm.

reply-253 = Đã bắt đầu gửi các thư đang chờ
    .meaning = Chỉ dùng để trả lời `ETRN`: máy chủ đã bắt đầu gửi những thư đang chờ máy đó và cho biết có bao nhiêu thư.
    .seen = Ở những máy chủ giữ thư cho các nơi không trực tuyến thường xuyên và có đếm hàng đợi. Các máy khác trả lời 250, 251 hoặc 252.
    .sender = Giữ cho máy chủ của bạn luôn kết nối được: thư đến qua một kết nối mới từ phía bên kia, không qua kết nối này. Sau đó hỏi lại; 251 cho biết không còn thư nào.
    .server = Không có gì phải sửa. Nếu sau 253 mà thư không đến, hãy lần theo kết nối đi ra trong nhật ký: thường bản ghi `MX` của máy đang chờ vẫn trỏ đến một địa chỉ cũ.

reply-334 = Thách thức của máy chủ
    .meaning = Việc đăng nhập còn tiếp tục: máy chủ gửi phần của mình ở dạng base64 và chờ một dòng của máy khách. Thách thức rỗng là dòng chỉ gồm mã và một dấu cách.
    .seen = Trong lúc `AUTH`. Với `LOGIN`, `VXNlcm5hbWU6` hỏi tên người dùng và `UGFzc3dvcmQ6` hỏi mật khẩu; `PLAIN` không kèm câu trả lời ban đầu thì nhận thách thức rỗng; `CRAM-MD5` và `SCRAM-SHA-256` gửi dữ liệu để tính toán. Với OAuth, nó có thể mang lý do thất bại: hãy trả lời, rồi 535 sẽ đến.
    .sender = Trả lời bằng một dòng base64, hoặc chỉ một dấu `*` để thôi, khi đó máy chủ trả 501. Lúc này không gửi được lệnh nào: `MAIL` gửi vào đây sẽ bị đọc như câu trả lời và việc đăng nhập thất bại. Đừng cho ai xem những dòng này: base64 không che được mật khẩu.
    .server = Nếu máy khách treo ở đây, nguyên nhân có thể là câu hỏi: có chương trình chỉ hiểu `LOGIN` với đúng hai câu hỏi trên. Đừng để các câu trả lời lọt vào nhật ký.

reply-354 = Bắt đầu gửi nội dung thư
    .meaning = Máy chủ chờ chính bức thư: phần tiêu đề, dòng trống, phần thân, và cuối cùng là một dòng chỉ có dấu chấm. Chưa có gì được chấp nhận.
    .seen = Sau `DATA`, khi ít nhất một người nhận đã được chấp nhận.
    .sender = Kết thúc mỗi dòng bằng CRLF, nhân đôi dấu chấm ở đầu dòng, và kết thúc bằng CRLF, dấu chấm, CRLF. Rồi chờ kết quả tới 10 phút: bộ lọc cần thời gian, ai ngắt sớm và gửi lại thì thư có thể đến hai lần.
    .server = Nếu phiên hết thời gian chờ ở đây, phần cuối thư không tới nơi: tường lửa hoặc MTU sai nuốt mất các gói lớn, hoặc máy khách kết thúc dòng chỉ bằng LF. Ngoài CRLF, dấu chấm, CRLF, đừng cho thứ gì khác kết thúc thư; dễ dãi ở đây là để người lạ tuồn thêm một thư thứ hai.

reply-403 = Người gửi không được phép (SendGrid)
    .meaning = SendGrid liệt kê mã này cho thư có địa chỉ `From` không phải là danh tính đã xác minh của tài khoản. Không RFC nào định nghĩa 403. Theo chữ số đầu thì là tạm thời, nhưng lỗi kéo dài đến khi địa chỉ được xác minh.
    .seen = Ở SendGrid, khi bắt đầu dùng một địa chỉ hay tên miền gửi mới. Số 403 từ API web là trạng thái HTTP của cùng vấn đề này, hoặc của một khóa API không có quyền gửi.
    .sender = Xác minh địa chỉ đó hoặc cả tên miền trong tài khoản, hoặc gửi từ một địa chỉ đã xác minh. Gửi lại y nguyên thì lại bị từ chối.
    .server = Máy chủ của bạn không nên bắt chước: với người gửi không được dùng một địa chỉ, 550 kèm 5.7.1 thì ở đâu cũng hiểu.

reply-420 = Hết thời gian chờ
    .meaning = Không tiêu chuẩn nào và không máy chủ thư nào định nghĩa 420. Các danh sách mã dùng nó cho kết nối hết thời gian chờ, tức là phía gửi tự ghi chứ không máy chủ nào nói ra. Trên đường truyền chỉ chữ số đầu có giá trị: tạm thời.
    .seen = Trong các danh sách chép lại, và trong những báo cáo đặt một con số vào chỗ nguyên nhân thật.
    .sender = Tìm trong nhật ký máy chủ của bạn xem việc gì đã hết thời gian. Nếu chưa kết nối được, hãy thử cổng 25 của máy trong bản ghi `MX` của người nhận từ chính máy đó. Nếu đứt giữa lúc gửi thư, hãy nghi tường lửa hoặc MTU sai trên đường đi.
    .server = Xem kết nối từ người gửi ấy có tới được máy chủ của bạn không. Nếu tới rồi đứng lại, hãy xem những lần tra cứu chậm trước lời chào và những bộ lọc mất nhiều phút cho nội dung.

reply-421 = Dịch vụ không sẵn sàng, đóng kết nối
    .meaning = Máy chủ đóng kết nối này ngay bây giờ. Về bức thư thì chưa quyết định gì; người gửi giữ lại thư. Mã này có thể đến bất cứ lúc nào, kể cả thay cho lời chào, và không ảnh hưởng đến những gì đã được xác nhận.
    .seen = Khởi động lại, quá nhiều kết nối, im lặng quá lâu, quá nhiều lỗi, giới hạn tốc độ gửi; ở một số máy chủ là danh sách xám (greylisting).
    .sender = Ngắt và quay lại bằng kết nối mới, với khoảng nghỉ dài dần và ít kết nối cùng lúc hơn. Nhưng hãy đọc phần thông báo trước: ở các nhà cung cấp lớn, uy tín kém, thiếu TLS, SPF hay DNS ngược nấp sau mã này, và khi đó chờ cũng vô ích.
    .server = Nhật ký của bạn cho biết giới hạn nào lên tiếng: tắt dịch vụ, thời gian hay số lượng. Nếu những người gửi đàng hoàng gặp nó cả ngày, hãy nâng giới hạn hoặc tăng năng lực. Đừng đóng kết nối mà không nói gì: 421 phải đến trước.
    .otherwise-gmail = Gmail dùng 421 để hãm những người gửi có lỗi phải tự sửa: 4.7.23 là DNS ngược, 4.7.27 là SPF, 4.7.28 là tốc độ bất thường, 4.7.29 là thiếu TLS, 4.7.30 là DKIM, 4.7.32 là `From` không khớp tên miền.
    .otherwise-yahoo = Ở Yahoo, 421 kèm 4.7.0 và một ký hiệu bắt đầu bằng `TSS` nghĩa là gửi quá nhiều hoặc bị phàn nàn quá nhiều. Hãy gửi ít hơn và chỉ cho người muốn nhận; phải chờ hàng giờ chứ không phải vài phút.

reply-422 = Cần chuyển đổi mật khẩu (chỉ có trong sổ đăng ký)
    .meaning = Sổ đăng ký mã trạng thái mở rộng nêu 422 bên cạnh 432 cho tài khoản phải đăng nhập một lần theo cách khác, và không RFC nào nói thêm. Trong các danh sách mã, nó chỉ hộp thư đầy: 4.2.2 viết thiếu dấu chấm.
    .seen = Gần như không bao giờ có trên đường truyền. Nếu bạn thấy số này trong thư báo không gửi được hoặc trên một trang web, ý người viết là 4.2.2.
    .sender = Sau `AUTH`: làm như với 432. Trong thư báo không gửi được: hộp thư đã đầy, hãy liên hệ người nhận bằng cách khác và để máy chủ của bạn tiếp tục thử lại.
    .server = Hãy dùng 432 khi cần chuyển đổi mật khẩu, và 452 kèm 4.2.2 khi hộp thư đầy: đó là những mã người ta hiểu.
    .otherwise-lists = Các danh sách mã hiểu là hộp thư đầy. Chúng chép lại của nhau; mã thật là 4.2.2, thường đứng sau 452.

reply-430 = Lệnh không hợp lệ (chỉ có trong sổ đăng ký)
    .meaning = Sổ đăng ký mã trạng thái mở rộng nêu 430 trong số các mã có thể đứng trước 4.5.1, tức lệnh không hợp lệ. Không RFC nào cho nó nội dung hay cách dùng. Theo chữ số đầu thì là tạm thời.
    .seen = Không thấy ở máy chủ nào được biết đến ngày nay.
    .sender = Giữ thư và thử lại sau, như với mọi mã 4yz. Trong lúc đó hãy kiểm tra như với 503: lệnh có đúng chỗ không?
    .server = Lệnh không biết thì trả lời 500, lệnh sai thứ tự thì 503: một mã tạm thời khiến máy khách lặp lại lỗi của mình nhiều ngày.

reply-431 = Không đủ chỗ trên đĩa
    .meaning = Không tiêu chuẩn nào và không máy chủ nào định nghĩa 431. Các danh sách mã muốn nói mã trạng thái mở rộng 4.3.1 viết thiếu dấu chấm: cả hệ thống nhận hết chỗ lưu. Trên đường truyền chỉ chữ số đầu có giá trị.
    .seen = Trong các danh sách, thường kèm lời khuyên về Exchange. Dòng thật khi đó là 452 4.3.1 hoặc tương tự.
    .sender = Tìm dòng gốc trong thư báo không gửi được. Với 4.3.1, không phải hộp thư của người nhận đầy mà là cả máy chủ: cứ để thư trong hàng đợi, có chỗ là thư đi.
    .server = Dọn chỗ ở nơi chứa hàng đợi và hộp thư, kể cả inode, và đặt cảnh báo từ xa trước giới hạn. Exchange ngừng nhận thư từ lâu trước khi đĩa thật sự đầy.

reply-432 = Cần chuyển đổi mật khẩu
    .meaning = Tài khoản phải đăng nhập một lần theo cách khác, thường là `PLAIN` qua TLS, để máy chủ lưu được dữ liệu mà cơ chế đã chọn cần. Sau đó cơ chế ấy dùng được. Mật khẩu không sai.
    .seen = Hiếm, sau khi chuyển tài khoản: chỉ có bản băm mật khẩu được mang theo, còn `CRAM-MD5` hay `SCRAM-SHA-256` cần thứ khác.
    .sender = Bật TLS, đăng nhập một lần bằng `PLAIN` với chính mật khẩu đó, rồi quay lại thiết lập cũ nếu muốn. Chương trình không nên hỏi mật khẩu mới.
    .server = Hãy cung cấp `PLAIN` qua TLS, nếu không thì chẳng ai thoát khỏi trạng thái này. Để người dùng khỏi đi vòng, mỗi khi đặt mật khẩu hãy lưu luôn dữ liệu cho mọi cơ chế được cung cấp.
    .otherwise-lists = Các danh sách mã hiểu 432 là hàng đợi của bên nhận đã dừng. Đó là 4.3.2 viết thiếu dấu chấm: máy chủ lúc này không nhận thư.

reply-435 = Hiện không xác thực được (Exim)
    .meaning = Lúc này Exim không kiểm tra được đăng nhập; tiêu chuẩn dùng 454 cho trường hợp này. Mật khẩu đúng hay sai thì chưa biết.
    .seen = Sau `AUTH` trên máy chủ Exim: tệp mật khẩu không đọc được, cơ sở dữ liệu hoặc dịch vụ thư mục ngừng chạy, hoặc cấu hình xác thực có lỗi.
    .sender = Giữ nguyên mật khẩu và thử lại sau. Nếu kéo dài hàng giờ, hãy báo quản trị viên: nguyên nhân chỉ có trong nhật ký máy chủ.
    .server = Tìm chính mã này trong nhật ký chính của Exim: sau nó là việc đã hỏng, chẳng hạn một tệp tra cứu không mở được hay một biểu thức expansion có lỗi.

reply-441 = Máy bên kia không trả lời
    .meaning = Không tiêu chuẩn nào và không máy chủ nào định nghĩa 441. Các danh sách mã muốn nói mã trạng thái mở rộng 4.4.1 viết thiếu dấu chấm: máy kế tiếp không trả lời khi được gọi. Phía gửi tự ghi điều đó, không có phản hồi nào đứng sau. Trên đường truyền chỉ chữ số đầu có giá trị.
    .seen = Trong các danh sách và trong thư báo bị chậm. Nguyên nhân thật: máy đó ngừng chạy, cổng 25 bị chặn, hoặc bản ghi `MX` trỏ đến địa chỉ không có ai lắng nghe.
    .sender = Tra bản ghi `MX` của tên miền và thử cổng 25 của từng máy. Nếu không máy chủ bên ngoài nào trả lời, nhà mạng của bạn chặn cổng; nếu chỉ máy này im lặng, cứ để thư trong hàng đợi.
    .server = Nếu đó là tên miền của bạn: mọi máy trong bản ghi `MX` phải tồn tại, lắng nghe ở cổng 25 và kết nối được từ bên ngoài, qua cả IPv6 nếu có bản ghi `AAAA`.

reply-442 = Kết nối bị đứt
    .meaning = Không tiêu chuẩn nào và không máy chủ nào định nghĩa 442. Các danh sách mã muốn nói mã trạng thái mở rộng 4.4.2 viết thiếu dấu chấm: đã kết nối được nhưng đứt trước khi thư sang hết. Trên đường truyền chỉ chữ số đầu có giá trị.
    .seen = Trong các danh sách và trong thư báo bị chậm. Nguyên nhân thật: thư lớn hết thời gian chờ, tường lửa cắt ngang, máy chủ quá tải.
    .sender = Một lần thì là ngẫu nhiên; máy chủ của bạn sẽ thử lại. Nếu một thư cứ đứt mãi, hãy gửi một thư thật nhỏ đến cùng nơi: nếu thư nhỏ đi được thì do kích thước hoặc nội dung, và nên nghĩ trước hết đến MTU sai hoặc bộ lọc trên đường đi.
    .server = Tìm địa chỉ của máy khách trong nhật ký ở đúng phút đó. Im lặng sau `DATA` là dấu hiệu mất gói, chờ lâu sau dấu chấm kết thúc là bộ lọc chậm, kết nối bị cắt ngang là thiết bị bảo mật.

reply-446 = Qua quá nhiều chặng
    .meaning = Không tiêu chuẩn nào và không máy chủ nào định nghĩa 446. Các danh sách mã muốn nói mã trạng thái mở rộng 4.4.6 viết thiếu dấu chấm: thư đã qua quá nhiều máy chủ, có lẽ đang chạy vòng tròn. Trên đường truyền chỉ chữ số đầu có giá trị.
    .seen = Trong các danh sách. Dòng thật phần lớn là 554 5.4.6. Vòng lặp sinh ra khi hai địa chỉ chuyển hướng thư cho nhau, hoặc khi máy chủ này cho rằng máy chủ kia mới là nơi nhận.
    .sender = Đọc các trường `Received` trong thư báo không gửi được: những máy lặp đi lặp lại chính là vòng lặp. Hãy báo tên chúng cho người nhận hoặc quản trị viên của họ; từ bên ngoài bạn không phá được vòng này.
    .server = Lần theo những máy lặp lại: quy tắc chuyển hướng thư, danh sách tên miền của mình, máy chủ trung chuyển (smarthost) gửi ngược lại bạn, bản ghi `MX` trỏ nhầm. Nâng giới hạn chỉ làm vòng dài thêm.

reply-447 = Quá thời hạn giao thư
    .meaning = Không tiêu chuẩn nào và không máy chủ nào định nghĩa 447. Các danh sách mã muốn nói mã trạng thái mở rộng 4.4.7 viết thiếu dấu chấm: thư nằm trong hàng đợi quá lâu và bị bỏ cuộc. Trên đường truyền chỉ chữ số đầu có giá trị.
    .seen = Trong các danh sách và trong thư báo không gửi được, nhiều ngày sau khi gửi. Nó không phải nguyên nhân mà là kết cục của nhiều lần thử, mỗi lần có lý do riêng.
    .sender = Tìm lần từ chối tạm thời cuối cùng trong thư báo hoặc nhật ký và xử lý lần đó. Chỉ gửi lại khi nguyên nhân đã hết.
    .server = Trên máy chủ đã bỏ cuộc: xem các lần thử kết thúc ra sao. Nếu nhiều tên miền cùng bị, trước hết hãy kiểm tra DNS và cổng 25 chiều ra. Chờ 4 đến 5 ngày là thông thường; ngắn hơn nhiều thì mất thư khi máy chủ nào đó nghỉ cuối tuần.

reply-449 = Lỗi định tuyến
    .meaning = Không tiêu chuẩn nào và không máy chủ nào ngày nay định nghĩa 449. Các danh sách mã muốn nói 4.4.9 trong báo cáo của Exchange cũ, viết thiếu dấu chấm, mà chính 4.4.9 cũng không có trong sổ đăng ký. Trên đường truyền chỉ chữ số đầu có giá trị.
    .seen = Trong các danh sách về những phiên bản Exchange cũ: một connector không có máy kế tiếp dùng được, hoặc người nhận thuộc một nhóm định tuyến đã bị xóa.
    .sender = Đưa toàn bộ thư báo cho quản trị viên của chính bạn: báo cáo này do tổ chức gửi tạo ra, người nhận không làm gì được.
    .server = Kiểm tra các connector: không gian địa chỉ, máy chủ trung chuyển (smarthost), và những gì còn sót lại từ máy chủ đã gỡ bỏ. Với Exchange mới hơn, hãy tìm phản hồi thật trong phần theo dõi thư (message trace).

reply-450 = Hộp thư tạm thời không sẵn sàng
    .meaning = Chưa phải lúc: người nhận hoặc thư này hiện chưa được nhận, lần sau có thể được. Chỉ phần thông báo và mã trạng thái mở rộng cho biết hộp thư đang bận, một lần tra cứu thất bại hay chính sách muốn hoãn. Sau `ATRN` nó có nghĩa là yêu cầu bị từ chối.
    .seen = Phần lớn sau `RCPT`: danh sách xám (greylisting) ở lần liên hệ đầu, tên miền người gửi hoặc tên DNS ngược không tra ra được, giới hạn cho một người nhận.
    .sender = Giữ thư và thử lại từ cùng địa chỉ IP, lần đầu sau vài phút, rồi trong nhiều ngày với khoảng nghỉ dài hơn. Ứng dụng không có hàng đợi nên giao thư cho một máy chủ có hàng đợi. Nếu mãi không hết, 4.1.8 cho thấy vấn đề ở tên miền người gửi của bạn và 4.7.25 ở DNS ngược của bạn.
    .server = Xem có đúng ý mình không. Danh sách xám (greylisting) không bao giờ kết thúc (các nơi gửi lớn đổi địa chỉ IP) và tra cứu hỏng với mọi người là những sự cố thường gặp. Địa chỉ không tồn tại thì trả lời 550: với 450, nhiều ngày sau người gửi mới biết.
    .otherwise-gmail = Gmail trả lời 450 kèm 4.2.1 khi một hộp thư nhận thư nhanh hơn mức cho phép. Địa chỉ vẫn đúng: hãy gửi chậm lại cho người nhận này.
    .otherwise-postfix = Bộ phận gác cửa của Postfix (postscreen) nói `450 4.3.2 Service currently unavailable` với người lạ, gần giống danh sách xám (greylisting). Ai quay lại thì được vào.

reply-451 = Lỗi xử lý phía máy chủ
    .meaning = Có gì đó hỏng ở phía máy chủ, hoặc máy chủ hoãn thư theo chính sách. Thư chưa được nhận, và chưa có gì cho thấy lỗi ở bạn. Nếu đến sau nội dung, phải gửi lại toàn bộ thư.
    .seen = Cơ sở dữ liệu, bộ lọc hoặc lần tra DNS thất bại; danh sách xám (greylisting); DNS trục trặc khi kiểm tra SPF hay DKIM.
    .sender = Cứ để máy chủ của bạn thử lại; phần lớn tự qua. Nếu kéo dài hàng giờ, hãy đọc phần thông báo: SPF, DKIM hay việc tra khóa cho thấy vấn đề ở DNS của chính bạn, còn lại gần như đều thuộc về quản trị viên bên kia.
    .server = Nhật ký của bạn ở đúng phút đó có nguyên nhân: 4.3.5 là cấu hình, 4.4.3 là DNS, 4.3.0 phần lớn là bộ lọc hoặc nơi lưu. Máy chủ nói 451 với tất cả trông vẫn sống nhưng không nhận thư nào: hãy đặt cảnh báo cho việc này.
    .otherwise-gmail = Gmail trả lời 451 kèm 4.4.2 khi máy khách im lặng quá lâu, và kèm 4.3.0 cả khi một giao dịch thư nêu người nhận thuộc nhiều tên miền mà Gmail không nhận chung: hãy gửi riêng cho từng tên miền.
    .otherwise-exchange-online = Exchange Online hãm người gửi bằng 451: 4.7.650 là uy tín của địa chỉ IP, các mã khác từ 4.7.500 đến 4.7.699 nghĩa là nó còn đang đánh giá bạn. Hãy gửi ít hơn và đều hơn.
    .otherwise-mimecast = Mimecast còn trả lời 451 với dòng chữ `Open relay not allowed`. Chờ không giải quyết được: tên miền hoặc máy chủ gửi phải được khai báo ở đó.
    .otherwise-opensmtpd = OpenSMTPD trả lời 451 khi có quá nhiều người nhận, còn nơi khác dùng 452. Hãy gửi mỗi lần cho ít người hơn.
    .otherwise-haraka = Haraka trả lời 451 khi trong thư có LF đứng một mình. Thử lại cũng vô ích: chương trình tạo thư phải kết thúc dòng bằng CRLF.

reply-452 = Hết chỗ lưu hoặc quá nhiều người nhận
    .meaning = Hiện hết chỗ: đĩa của máy chủ, hộp thư, hoặc số người nhận trong giao dịch này. Sau `RCPT` nó chỉ liên quan đến người nhận đó; những người đã được chấp nhận trước vẫn giữ nguyên.
    .seen = Người nhận vượt giới hạn của một thư, đĩa đầy lúc `MAIL`, hộp thư quá hạn mức, giới hạn mỗi giờ của một tài khoản.
    .sender = Quá nhiều người nhận (4.5.3): gửi nội dung cho những người đã được chấp nhận, rồi gửi ngay cho số còn lại trong giao dịch khác. Hết chỗ lưu (4.3.1): thử lại sau. Hộp thư đầy (4.2.2): báo người nhận bằng cách khác.
    .server = Với 4.3.1, hãy dọn đĩa chứa hàng đợi. Giới hạn sau 4.5.3 là do bạn đặt, và ít nhất phải nhận được 100 người. Với hộp thư đầy thì tùy bạn chọn: 452 khiến người gửi chờ nhiều ngày, 552 kèm 5.2.2 báo cho họ ngay.
    .otherwise-stalwart = Stalwart dùng 452, 4.2.2 và chữ `Greylisted` cho danh sách xám (greylisting). Hộp thư không đầy: lần thử kế tiếp một lát sau sẽ qua.

reply-453 = Bạn không có thư
    .meaning = Chỉ dùng để trả lời `ATRN`, khi chuyển tiếp theo yêu cầu: không có thư nào chờ các tên miền được hỏi. Tuy chữ số đầu như vậy, đây không phải là lỗi.
    .seen = Ở cổng 366, tại nhà cung cấp giữ thư cho những nơi không có địa chỉ IP cố định.
    .sender = Kết thúc phiên và hỏi lại vào giờ thường lệ. Nếu lẽ ra phải có thư, hãy kiểm tra xem bạn có hỏi đúng những tên miền mà nhà cung cấp đang giữ không.
    .server = Không có gì phải sửa. Máy khách hỏi quá dày, hoặc hỏi tên miền không phải của mình, thì nhận 450.

reply-454 = TLS hoặc đăng nhập tạm thời không dùng được
    .meaning = Sau `STARTTLS`: lúc này không có TLS, và phiên tiếp tục không mã hóa. Sau `AUTH`: hiện không kiểm tra được đăng nhập, và mật khẩu chưa hề bị đánh giá.
    .seen = Chứng chỉ hoặc khóa không đọc được, cơ sở dữ liệu tài khoản ngừng chạy, quá nhiều lần đăng nhập trong thời gian ngắn.
    .sender = Thử lại sau với cùng mật khẩu; chương trình không nên hỏi mật khẩu mới. Sau `STARTTLS`, hãy quyết định theo mức độ quan trọng: ngắt kết nối nếu mật khẩu hay thư mật sẽ đi mà không được mã hóa.
    .server = Với `STARTTLS`, kiểm tra đường dẫn, quyền đọc tệp và hạn của chứng chỉ, nhất là ngay sau khi gia hạn. Với `AUTH`, kiểm tra cơ sở dữ liệu tài khoản; nếu do giới hạn số lần thử, hãy tìm thiết bị cứ thử mãi mật khẩu cũ.
    .otherwise-gmail = Gmail trả lời 454 kèm 4.7.0 sau quá nhiều lần đăng nhập: hãy ngừng đăng nhập một thời gian. Nó cũng trả lời `STARTTLS` lần thứ hai bằng 454.
    .otherwise-amazon-ses = Ở Amazon SES, 454 với dòng `Throttling failure` không liên quan gì đến đăng nhập: tốc độ gửi hoặc hạn mức trong ngày đã hết. Hãy gửi chậm lại, hoặc xin nâng hạn mức.
    .otherwise-postfix = Postfix có thể từ chối chuyển tiếp bằng `454 4.7.1` với dòng chữ `Relay access denied`. Chờ không ích gì khi chưa có gì thay đổi: hãy đăng nhập, hoặc xin cho phép mạng của bạn hay tên miền đó.

reply-455 = Chưa đáp ứng được tham số
    .meaning = Máy chủ biết một tham số của `MAIL` hoặc `RCPT` nhưng lúc này không đáp ứng được. Khác với 555, khi tham số không được biết hoặc không hề được công bố.
    .seen = Hiếm: một yêu cầu như thời hạn giao thư (`BY=`) trên máy chủ đang quá tải.
    .sender = Thử lại sau, hoặc bỏ tham số nếu thư không cần đến nó.
    .server = Tìm xem tham số cần gì và đang thiếu gì. Thứ không bao giờ đáp ứng được thì đừng công bố trong phản hồi cho `EHLO`, và phải trả lời 555.
    .otherwise-stalwart = Stalwart trả lời 455 kèm 4.5.3 khi có quá nhiều người nhận. Hãy coi như 452: gửi cho số còn lại trong giao dịch khác.

reply-456 = Thử lại qua IPv4 (bản thảo đã hết hạn)
    .meaning = Từ một bản thảo Internet-Draft đã hết hạn: thư không qua được xác thực trên IPv6 và máy khách nên quay lại qua IPv4. Nó chưa bao giờ thành tiêu chuẩn; theo chữ số đầu thì là tạm thời.
    .seen = Không máy chủ nào được biết là gửi mã này.
    .sender = Nếu vẫn gặp, hãy tìm hiểu vì sao thư của bạn thất bại qua IPv6: địa chỉ IPv6 thiếu tên DNS ngược, hoặc bản ghi SPF chỉ liệt kê IPv4.
    .server = Hãy trả lời 450 hoặc 550 kèm mã trạng thái mở rộng của việc đã hỏng, chẳng hạn 4.7.25 hoặc 5.7.25 cho tên DNS ngược: người gửi biết phải làm gì với mã đó.

reply-458 = Không đưa được thư của máy đó vào hàng đợi
    .meaning = Trả lời cho `ETRN`: máy chủ đã hiểu, nhưng lúc này không bắt đầu giao các thư đang chờ được.
    .seen = Khi dịch vụ hàng đợi ở phía bên kia quá tải hoặc không chạy.
    .sender = Hỏi lại sau vài phút. Thư đang chờ không mất; đến lần thử thường lệ kế tiếp chúng cũng đi.
    .server = Xem trong nhật ký dịch vụ xả hàng đợi ở đúng phút đó: nó có chạy không, có được phép tạo tiến trình không, còn bộ nhớ không?

reply-459 = Máy này không được phép
    .meaning = Trả lời cho `ETRN`: máy khách này không được yêu cầu gửi thư của tên đó, hoặc máy chủ không giữ thư nào cho tên đó. Phần chữ nêu lý do. Tuy chữ số đầu như vậy, chờ không thay đổi được gì.
    .seen = Khi tên miền không có trong danh sách của máy chủ, bị viết sai, hoặc yêu cầu đến từ một địa chỉ IP lạ.
    .sender = So tên trong yêu cầu với tên đã thỏa thuận, và đề nghị nhà cung cấp cho phép tên đó với địa chỉ IP của bạn.
    .server = Thêm tên miền vào danh sách được phép yêu cầu gửi, trong Postfix là `fast_flush_domains`. Đừng cho ai ngoài chủ của nó yêu cầu.

reply-471 = Lỗi bộ lọc cục bộ
    .meaning = Không tiêu chuẩn nào và không máy chủ nào định nghĩa 471, và chữ số thứ hai là 7 thì nằm ngoài cú pháp của phản hồi. Các danh sách mã muốn nói mã trạng thái mở rộng 4.7.1 viết thiếu dấu chấm: bị hoãn theo chính sách. Trên đường truyền chỉ chữ số đầu có giá trị.
    .seen = Trong các danh sách, vốn đổ lỗi cho bộ lọc hay phần mềm chống virus ở phía gửi. Điều 4.7.1 thật sự nói là quyết định của bên nhận: danh sách xám (greylisting), giới hạn tốc độ gửi, danh sách chặn.
    .sender = Tìm cả dòng đầy đủ. Với 4.7.1, phần thông báo phía sau cho biết phải làm gì. Nếu thư chưa hề rời máy tính của bạn, hãy tắt phần quét thư của chương trình chống virus rồi thử một lần.
    .server = Nếu một quy tắc của chính bạn gửi ra 471, hãy đổi thành 450 hoặc 451 kèm 4.7.1.

reply-499 = Không kết nối được tới MX
    .meaning = Không tiêu chuẩn nào và không máy chủ thư nào định nghĩa 499. Một số hệ thống gửi thư ghi nó cạnh một thư khi không tới được máy nào trong bản ghi `MX`; không ai nói ra mã này. Trên đường truyền chỉ chữ số đầu có giá trị, và chữ số thứ hai là 9 thì nằm ngoài cú pháp của phản hồi.
    .seen = Trong báo cáo của những hệ thống như vậy. Trong nhật ký máy chủ web, 499 là chuyện khác: người truy cập đã ngắt kết nối.
    .sender = Trước hết kiểm tra tên miền có viết đúng không, rồi xem bản ghi `MX` trong DNS. Nếu các máy đó tồn tại, hãy thử cổng 25 từ chính máy gửi; nếu người khác vào được mà bạn không, địa chỉ IP của bạn bị chặn ở đó.
    .server = Nếu liên quan đến tên miền của bạn, hãy thử bản ghi `MX` từ ngoài mạng của bạn, và xem tường lửa có bỏ cả dải mạng của các dịch vụ gửi thư không.

reply-500 = Không nhận ra lệnh
    .meaning = Máy chủ không coi dòng này là một lệnh: nó không biết tên lệnh, hoặc dòng dài hơn mức nó chịu đọc. Không có gì thay đổi, dòng tiếp theo vẫn được đọc như thường, trừ khi phần thông báo nói máy chủ đóng kết nối.
    .seen = Lệnh gõ sai; nội dung thư bị gửi như lệnh vì `DATA` đã bị từ chối; bắt tay TLS hoặc yêu cầu web gửi tới cổng SMTP không mã hóa; `EHLO` gửi tới cổng LMTP; câu trả lời đăng nhập dài hơn mức máy chủ nhận.
    .sender = Hãy xem đúng dòng đã đi trên đường truyền: tên lệnh đứng đầu, `CRLF` ở cuối. Nếu mã này lặp lại hàng loạt thì chương trình đã gửi nội dung mà không đợi 354, hãy đọc phản hồi cho `DATA`. Nếu bạn muốn dùng TLS, hãy tìm hiểu xem cổng đó bắt đầu ngay bằng TLS hay đòi `STARTTLS`.
    .server = Máy chủ đúng chuẩn luôn biết `EHLO`, `HELO`, `MAIL`, `RCPT`, `DATA`, `RSET`, `VRFY`, `NOOP` và `QUIT`, và không chê dòng nào không quá 512 byte là quá dài. Nếu chương trình bình thường gửi lệnh bình thường mà vẫn gặp mã này, hãy tìm xem có tường lửa nào sửa dữ liệu SMTP trên đường đi.
    .otherwise-exchange = Máy chủ này kèm 5.3.3 khi không biết lệnh; theo sổ đăng ký, 5.3.3 là hệ thống thiếu một tính năng.
    .otherwise-opensmtpd = Mã này còn được dùng khi thư chạy vòng, và khi lệnh được gửi dồn trước ở nơi không cho phép gửi gộp (pipelining).
    .otherwise-mox = Mã này còn dùng để từ chối nội dung: 5.5.2 cho `CR` hoặc `LF` đứng lẻ, 5.6.0 cho văn bản 8 bit mà không báo trước bằng `8BITMIME`.

reply-501 = Sai cú pháp trong tham số hoặc đối số
    .meaning = Máy chủ biết lệnh, nhưng phần đứng sau viết sai, bị thiếu, hoặc lẽ ra không được có. Trạng thái của phiên vẫn như trước.
    .seen = Địa chỉ không có ngoặc nhọn, có dấu cách sau `FROM:` hay `TO:`, `EHLO` không kèm tên hoặc tên có dấu gạch dưới, có chữ sau `DATA` hay `RSET`, câu trả lời đăng nhập không phải base64, lần đăng nhập mà chính máy khách đã hủy bằng `*`.
    .sender = Viết `MAIL FROM:<user@domain>`, không để gì giữa dấu hai chấm và ngoặc, và cho chương trình nêu tên máy của mình trong `EHLO`. Gặp 5.1.3 hoặc 5.1.7 thì chính địa chỉ bị hỏng: tìm dấu cách, hai dấu chấm liền nhau, hay tên hiển thị lọt vào trong ngoặc. Khi đang đăng nhập, hãy xem chương trình mã hóa (encode) câu trả lời ra sao.
    .server = Hãy nói trong phản hồi chỗ nào sai; chỉ có con số thì người ta phải đoán. Từ chối vì chính sách không thuộc về đây: địa chỉ viết đúng mà bạn không muốn nhận thì trả lời 550 hoặc 553.
    .otherwise-haraka = Mã này cũng xuất hiện khi TLS được gửi tới cổng nói không mã hóa: hãy chọn `STARTTLS`, hoặc cổng bắt đầu bằng TLS.
    .otherwise-stalwart = Kèm 5.5.4, nó còn có nghĩa tài khoản đăng nhập không được gửi từ địa chỉ này: phải sửa quyền chứ không phải cú pháp.

reply-502 = Lệnh không được cung cấp
    .meaning = Máy chủ biết lệnh này nhưng không cung cấp ở đây. Lệnh mà nó không biết thì nhận 500.
    .seen = `EXPN` và `TURN`, ngày nay hầu như không ai cung cấp; `STARTTLS` ở nơi chưa cài chứng chỉ; `BDAT` hay `STARTTLS` sau `HELO`, là cách chào không có phần mở rộng nào; `VRFY` đã bị tắt.
    .sender = Hãy theo danh sách trong phản hồi cho `EHLO`, và dùng `EHLO` chứ không dùng `HELO`. Không thấy dòng `STARTTLS` nghĩa là máy chủ này, hoặc cổng này, không có TLS cho bạn: kiểm tra tên máy và cổng trước khi chịu bỏ mã hóa.
    .server = Điều gì `EHLO` đã liệt kê thì không được trả lời bằng mã này. Muốn `VRFY` không lộ ai có hộp thư, hãy trả lời 252. Nếu máy khách chờ `STARTTLS`, hãy xem chứng chỉ có được nạp lúc khởi động không.
    .otherwise-gmail = Gmail trả 502 5.5.1 cho lệnh nó không biết, và lần nữa khi có quá nhiều lệnh như vậy.
    .otherwise-postfix = Nhiều phiên bản trả 502 5.5.2 cho lệnh không biết, và 502 5.5.1 khi `VRFY` bị tắt.

reply-503 = Sai thứ tự lệnh
    .meaning = Lệnh thì đúng, nhưng không đúng lúc: một bước trước nó bị thiếu, đã thất bại, hoặc loại trừ nó. Ngoài `BDAT` thì không có gì thay đổi, nên có thể làm bước còn thiếu ngay; một khối bị từ chối như vậy thì cần `RSET` trước.
    .seen = `MAIL` trước `EHLO`, hoặc hai lần; `RCPT` trước `MAIL`; `DATA` hay `BDAT` khi chưa người nhận nào được chấp nhận; `DATA` sau `BDAT`; `AUTH` lần thứ hai hoặc giữa một giao dịch; `AUTH` hay `STARTTLS` ở nơi không có; bất kỳ lệnh nào sau một lời chào từ chối.
    .sender = Hãy tìm lần từ chối đầu tiên trước nó: đó mới là nguyên nhân, còn đây chỉ là tiếng vọng. Thứ tự là `EHLO`, `STARTTLS`, lại `EHLO`, `AUTH`, `MAIL`, `RCPT`, `DATA`. `RSET` gỡ được một giao dịch bị kẹt; nó không thay được `EHLO` hay lần đăng nhập còn thiếu. Chương trình giữ kết nối lâu phải gửi `RSET` sau mỗi thư hỏng.
    .server = Hãy nêu bước còn thiếu trong phản hồi: đừng chỉ nói sai thứ tự, mà nói rằng `EHLO` phải đến trước. Nếu máy khách vấp ở chỗ đăng nhập, xem cổng này có cung cấp `AUTH` không và có từ trước TLS không; nếu vấp ở `DATA`, xem người nhận nào bị từ chối và vì sao.
    .otherwise-exchange = Exchange viết 503 5.5.2 kèm dòng `Send hello first`; ở nơi khác 5.5.2 là sai cú pháp.
    .otherwise-stalwart = Trên cổng gửi thư (submission), nó có nghĩa là chưa đăng nhập; máy chủ khác dùng 530 cho việc này.
    .otherwise-qq = QQ dùng mã này để đòi `EHLO` và `AUTH`: hãy đăng nhập trước, bằng mã ủy quyền mà QQ cấp thay cho mật khẩu.
    .otherwise-opensmtpd = Nó còn dùng để từ chối `EHLO` lần thứ hai, tùy chọn nó không biết trong `MAIL` hay `RCPT`, và `AUTH` ở nơi không có.
    .otherwise-exim = Ở `DATA`, các dòng tiếp theo nhắc lại lý do từ chối người nhận cuối cùng: hãy đọc chúng.
    .otherwise-postfix = 503 5.5.0 là lệnh được gửi dồn trước khi hai bên thỏa thuận gửi gộp (pipelining); 503 5.5.1 nói chưa bật xác thực nghĩa là `AUTH` bị tắt ở đây.

reply-504 = Tham số của lệnh không được hỗ trợ
    .meaning = Lệnh và cách viết đều đúng, nhưng máy chủ không hỗ trợ giá trị đã đưa. Với `AUTH`, giá trị đó là cơ chế đăng nhập: không có ở đây, hoặc chỉ được dùng qua TLS.
    .seen = Hầu như luôn ở `AUTH`: chương trình cứ đòi một cơ chế, chẳng hạn `CRAM-MD5` hay `NTLM`, mà phản hồi cho `EHLO` không liệt kê, hoặc bắt đầu `PLAIN` trước `STARTTLS`. Hiếm hơn là ở `HELP` với chủ đề không có.
    .sender = Làm `STARTTLS`, gửi lại `EHLO`, rồi chọn một cơ chế trong dòng `AUTH` của phản hồi thứ hai đó. Trong chương trình thư, đó là mục chọn kiểu mật khẩu hoặc cách xác thực.
    .server = Hãy cung cấp ít nhất một cơ chế mà các chương trình phổ biến đều có, thường là `PLAIN` qua TLS, và đừng liệt kê trước TLS thứ bạn sẽ từ chối. Các cơ chế có thể do một dịch vụ riêng đảm nhận: xem nó có chạy không và báo gì.
    .otherwise-postfix = 504 5.5.2 nghĩa là tên máy trong `HELO` hoặc tên miền của địa chỉ không đầy đủ: hãy cho máy khách dùng tên đầy đủ của nó.
    .otherwise-stalwart = Nó trả 504 5.7.4 cho `STARTTLS` khi TLS đã bật rồi.

reply-510 = Địa chỉ sai (chỉ có trong danh sách mã)
    .meaning = Không tiêu chuẩn nào và không máy chủ nào định nghĩa 510. Nhiều khả năng đó là 5.1.0 bị bỏ dấu chấm, mã trạng thái mở rộng cho lỗi địa chỉ không có mã nào sát hơn. Nếu là phản hồi thật, chỉ chữ số đầu được tính: từ chối vĩnh viễn.
    .seen = Trong các bảng lỗi SMTP chép lại của nhau, và trong báo cáo của công cụ gửi thư rút mã trạng thái mở rộng còn ba chữ số.
    .sender = Tìm dòng đầy đủ của máy chủ trong thư báo gửi về. Trước mắt hãy coi như địa chỉ bị từ chối, và so từng chữ với địa chỉ bạn định gửi.
    .server = Nếu phần mềm của bạn ghi con số này, hãy tìm chương trình đã cắt 5.1.0 thành nó. Với địa chỉ bạn từ chối, hãy trả 550 kèm 5.1.1, 5.1.2 hoặc 5.1.3, tùy mã nào đúng.

reply-511 = Hộp thư không có (chỉ có trong danh sách mã)
    .meaning = Không tiêu chuẩn nào và không máy chủ nào định nghĩa 511. Ý muốn nói là 5.1.1: tên miền đó không có hộp thư này. Nếu có ai gửi nó thật, chữ số đầu khiến nó thành lời từ chối hẳn.
    .seen = Trong những danh sách gọi nó là địa chỉ sai, và ở công cụ hiển thị 5.1.1 thành một con số liền.
    .sender = Hãy tra 5.1.1, và xem phần trước dấu @ có gõ sai không. Nếu phần thông báo lại nói về giới hạn hay chính sách thì hãy tin phần đó, và đừng xóa người nhận khỏi danh sách.
    .server = Phản hồi cho hộp thư không có là 550 5.1.1. Nếu người dùng thật bị từ chối, hãy xem tài khoản hay bí danh đó có nằm trong bảng mà máy chủ này thực sự đọc không.

reply-512 = Không tìm thấy máy chủ (chỉ có trong danh sách mã)
    .meaning = Không tiêu chuẩn nào và không máy chủ nào định nghĩa 512. Đó là 5.1.2 bỏ dấu chấm: tên miền của người nhận không dùng được, phần lớn vì DNS không biết nó. Trên đường truyền chỉ chữ số đầu được tính, là từ chối vĩnh viễn.
    .seen = Trong các danh sách giải thích là không biết máy đích, khi gửi tới tên miền viết sai hoặc đã hết hạn.
    .sender = Trước hết xem lại phần sau dấu @. Sau đó hỏi DNS về bản ghi `MX` và bản ghi địa chỉ của tên miền đó: nếu không có, máy chủ khác cũng sẽ không nhận thư.
    .server = Nếu chính tên miền của bạn không được tìm thấy, xem đăng ký có hết hạn không và mọi máy chủ tên miền có trả lời không. Máy chủ từ chối vì lý do này thì dùng 550 5.1.2, còn khi DNS không trả lời thì dùng 450.

reply-513 = Kiểu địa chỉ sai (chỉ có trong danh sách mã)
    .meaning = Không tiêu chuẩn nào và không máy chủ nào định nghĩa 513. Ý muốn nói là 5.1.3, địa chỉ sai cách viết. Vài danh sách hiểu thành từ chối chuyển tiếp, điều mà 5.1.3 không bao giờ nói. Xét riêng chữ số đầu, đó là thất bại vĩnh viễn.
    .seen = Trong danh sách mã, thường với địa chỉ có dấu cách, dấu phẩy hoặc hai dấu @, lấy từ biểu mẫu hay bảng tính.
    .sender = Sửa cách viết: một dấu @, không dấu cách, không tên hiển thị trong ngoặc. Nếu cách viết đúng mà máy chủ nói về chuyển tiếp, hãy đăng nhập hoặc dùng máy chủ của nhà cung cấp của bạn.
    .server = Trả 501 hoặc 553 kèm 5.1.3 cho địa chỉ viết sai, và 550 5.7.1 khi bạn không chuyển tiếp; hai việc này có cách chữa khác nhau.

reply-515 = Địa chỉ đích không hợp lệ (chỉ có trong danh sách mã)
    .meaning = Không tiêu chuẩn nào và không máy chủ nào định nghĩa 515. Trông như 5.1.5 bỏ dấu chấm, mà thế thì các danh sách nói ngược: X.1.5 báo rằng địa chỉ hợp lệ. Máy chủ nào gửi nó thì theo chữ số đầu là từ chối hẳn.
    .seen = Chỉ trong danh sách mã, với lời giải thích rằng hộp thư không hợp lệ.
    .sender = Đừng dựa vào nó. Dòng đầy đủ của máy chủ có một mã khác, phần lớn là 5.1.1, và mã đó mới cần tra.
    .server = Nếu một công cụ của bạn báo mã này, hãy sửa bảng của nó: địa chỉ tốt được báo bằng 250 2.1.5, địa chỉ không có bằng 550 5.1.1.

reply-517 = Trục trặc ở người gửi (chỉ có trong danh sách mã)
    .meaning = Không tiêu chuẩn nào và không máy chủ nào định nghĩa 517. Có lẽ đó là 5.1.7, địa chỉ người gửi sai cách viết. Trên đường truyền, chữ số đầu chỉ cho biết là từ chối vĩnh viễn, không hơn.
    .seen = Trong danh sách mã, với thư từ biểu mẫu web hay tác vụ định kỳ mà chưa ai đặt địa chỉ người gửi, chẳng hạn `root@localhost`.
    .sender = Xem địa chỉ trong `MAIL FROM`, nó có thể khác với địa chỉ trong `From`: cho chương trình một địa chỉ người gửi đầy đủ với tên miền có thật.
    .server = Với người gửi viết sai, phản hồi là 501 5.1.7 hoặc 553 5.1.7. Nếu nhật ký của bạn thật ra ghi 5.1.7 thì chỗ làm mất dấu chấm nằm ở công cụ đọc nhật ký.

reply-520 = Sai mã QHLO (bản thảo đã hết hạn)
    .meaning = Một đề xuất đã hết hạn nhằm bắt đầu phiên nhanh hơn, với lệnh `QHLO` chưa bao giờ thuộc về SMTP, định dùng 520 cho mã định danh mà máy chủ không còn biết. Ngày nay không tiêu chuẩn nào định nghĩa nó.
    .seen = Khó mà gặp: không biết có máy chủ nào nói `QHLO`.
    .sender = Nếu vẫn gặp, hãy xử lý theo chữ số đầu như mọi lời từ chối vĩnh viễn, và đọc phần thông báo; đó là lựa chọn riêng của ai đó.
    .server = Đừng dùng nó. Lệnh sai lúc thì trả 503, và máy khách không nối lại được thì cứ bắt đầu bằng `EHLO`.

reply-521 = Máy này không nhận thư
    .meaning = Máy này không bao giờ nhận thư, của ai và cho ai cũng vậy; nó nói thế thay cho lời chào. Sau đó nó đóng kết nối, hoặc trả lời mọi lệnh trừ `QUIT` bằng cùng mã này.
    .seen = Ở những máy có địa chỉ trong DNS nhưng không có hộp thư nào, để thư gửi tới đó hỏng ngay thay vì chờ nhiều ngày.
    .sender = Thử lại là vô ích. Hãy xem lại tên miền của địa chỉ; nếu một chương trình đặt máy này làm máy chủ gửi thư, hãy đặt cho nó máy đúng.
    .server = Nếu máy này phải nhận thư thì đang có thứ gì đó trả lời thế chỗ máy chủ thư trên cổng 25. Nếu không, đừng để bản ghi `MX` nào trỏ tới nó, hoặc công bố `MX` rỗng cho tên miền. Muốn từ chối một máy khách thì dùng 554, đừng dùng mã này.
    .otherwise-postfix = Ở đây nó nghĩa là máy chủ ngắt máy khách phá giao thức, kèm 5.5.1, 5.5.2 hoặc 5.7.0: nói quá sớm, `LF` đứng lẻ, `BDAT` hỏng, yêu cầu web.
    .otherwise-haraka = Nó báo dòng lệnh quá dài, rồi đóng kết nối.
    .otherwise-lists = Các danh sách giải thích là hộp thư bị tắt: đó là 5.2.1 bỏ dấu chấm.

reply-523 = Cần mã hóa
    .meaning = Máy chủ muốn kết nối được mã hóa trước khi làm việc này. Con số chỉ được đăng ký cạnh 5.7.10, nói về cơ chế đăng nhập; các tiêu chuẩn về TLS và đăng nhập dùng 530.
    .seen = Hiếm: ở `AUTH` không mã hóa, với cơ chế để lộ mật khẩu.
    .sender = Bật TLS trong chương trình: `STARTTLS`, rồi lại `EHLO`, rồi lệnh đã bị từ chối. Mật khẩu có thể đã đi qua mạng mà không mã hóa; nếu người khác nghe được, hãy đổi nó.
    .server = Trả 530 5.7.0 nếu mọi thứ đều cần TLS, và 504 5.5.4 nếu chỉ riêng cơ chế này: máy khách biết hai mã đó. Tốt nhất là đừng cung cấp cơ chế như vậy trước TLS.
    .otherwise-gmail = 523 5.7.10 là chuyện thứ tự: có lệnh được gửi dồn cùng `STARTTLS`. Máy khách phải đợi 220 và bắt tay TLS xong.
    .otherwise-mox = Nó từ chối như vậy khi `MAIL` kèm `REQUIRETLS` mà không có TLS.
    .otherwise-lists = Các danh sách giải thích là thư vượt giới hạn kích thước: đó là 5.2.3 bỏ dấu chấm.

reply-524 = Cơ chế này đòi mã hóa (số thứ hai)
    .meaning = Cơ chế mà `AUTH` nêu chỉ được dùng trên kết nối đã mã hóa. Sổ đăng ký ghi 524 cạnh 5.7.11, như con số thứ hai cho điều mà 538 nói; không tiêu chuẩn nào định nghĩa thêm.
    .seen = Hầu như không bao giờ; máy chủ hiện nay trả 504, máy cũ trả 538.
    .sender = Bắt đầu TLS rồi lặp lại `EHLO` và `AUTH`. Chương trình không biết con số này cứ coi nó là lần đăng nhập bị từ chối theo chữ số đầu, và không hỏi mật khẩu mới, thế là đúng.
    .server = Thay nó bằng 504 5.5.4, và chỉ liệt kê cơ chế khi TLS đã bật. Như vậy máy khách không thể chọn quá sớm.

reply-525 = Tài khoản bị vô hiệu hóa
    .meaning = Tên và mật khẩu đúng, nhưng tài khoản đang bị tắt. Nó sẽ bị từ chối mãi cho tới khi quản trị viên bật lại.
    .seen = Cuối bước `AUTH`: chưa trả tiền, đồng nghiệp đã nghỉ, hộp thư từng gửi thư rác nên bị khóa. Ít máy chủ nói thẳng như vậy; phần lớn trả 535.
    .sender = Đừng gõ lại mật khẩu và đừng đặt lại nó; nó đã đúng. Hãy hỏi người vận hành dịch vụ thư vì sao tài khoản bị tắt.
    .server = Xem ai đã tắt tài khoản và khi nào. Nếu từng bị xâm nhập, hãy đổi mật khẩu, chấm dứt các phiên và mật khẩu ứng dụng còn mở trước khi bật lại. Lưu ý rằng phản hồi này xác nhận cho kẻ đoán mật khẩu là đã đoán trúng.
    .otherwise-gmail = Một danh sách năm 2024 có 525 5.7.10 cho lệnh gửi dồn sau `STARTTLS`; trang hiện nay của Google dùng 523 cho việc đó.

reply-530 = Phải đăng nhập hoặc dùng STARTTLS
    .meaning = Trong tình trạng hiện giờ bạn không được dùng lệnh này: máy chủ muốn bạn đăng nhập, hoặc bật TLS trước. Dòng chữ cho biết là việc nào; 5.7.0 dùng cho cả hai.
    .seen = `MAIL` trên cổng gửi thư (submission) mà chưa đăng nhập, vì chương trình chưa được đặt hoặc đã bỏ qua; mọi lệnh ngoài `EHLO`, `NOOP`, `STARTTLS` và `QUIT` ở nơi TLS phải đến trước.
    .sender = Nếu phần thông báo nêu `STARTTLS`, hãy bật mã hóa: `STARTTLS`, lại `EHLO`, rồi `AUTH`. Nếu nó đòi xác thực, hãy nhập tên và mật khẩu cho việc gửi thư; mục cho việc đọc thư là cài đặt khác. Chỉ đổi cổng thì không thay đổi được gì.
    .server = Trên cổng gửi thư (submission), thế này là đúng. Máy `MX` trên cổng 25 không được đòi TLS cho thư gửi tới người dùng của chính nó, và cũng không được đòi đăng nhập: họ sẽ không nhận được thư từ bên ngoài. Nếu máy khách có đăng nhập, xem `AUTH` có được cung cấp sau TLS không.
    .otherwise-exchange = 530 5.7.57 nghĩa là máy khách chưa đăng nhập và không được gửi ẩn danh: hãy bật đăng nhập, hoặc nhờ tạo connector cho thiết bị này.

reply-531 = Hệ thống thư đầy (chỉ có trong danh sách mã)
    .meaning = Không tiêu chuẩn nào và không máy chủ nào định nghĩa 531. Đó là 5.3.1 bỏ dấu chấm: chỗ chứa của cả hệ thống nhận, không phải của một hộp thư, đã hết. Gửi nguyên như vậy thì theo chữ số đầu là từ chối hẳn, dù đĩa đầy chỉ là chuyện vài giờ.
    .seen = Trong danh sách mã; máy chủ thật báo đĩa đầy bằng 452 4.3.1.
    .sender = Không có gì phải sửa trong thư. Hãy thử lại sau, hoặc báo cho quản trị viên thư của bên nhận bằng đường khác; nếu báo cáo nói một hộp thư đầy thì đó là 5.2.2, và người nhận phải dọn.
    .server = Giải phóng chỗ ở hàng đợi và kho hộp thư, và tìm xem cái gì đã chiếm chỗ: nhật ký, thư chạy vòng, hàng đợi bị giữ. Trong lúc đó hãy trả 452 4.3.1, để bên gửi giữ thư và thử lại.

reply-533 = Không được phép giao thư
    .meaning = Người gửi không được giao thư cho người nhận này. Con số chỉ đứng trong sổ đăng ký cạnh X.7.1; không RFC nào nói thêm, và hầu hết máy chủ dùng 550 5.7.1.
    .seen = Rất hiếm; nếu có thì ở danh sách thư và địa chỉ nội bộ chỉ nhận từ một số người gửi.
    .sender = Địa chỉ có thật, vậy đừng xóa nó. Hãy xin người nhận hoặc chủ danh sách cho phép bạn, hoặc gửi từ địa chỉ đã được phép.
    .server = Muốn được hiểu thì hãy trả 550 5.7.1 kèm lý do. Xem quy tắc nêu ai được viết tới địa chỉ này: nó thường chỉ biết tên miền cũ của đối tác, hoặc chỉ người gửi nội bộ.
    .otherwise-exim = Một chỗ trong mã nguồn từng dùng nó cho tên không phải ASCII, trong khi tiêu chuẩn có 550 và 553 kèm 5.6.7.
    .otherwise-lists = Các danh sách coi nó là 5.3.3, tính năng mà hệ thống nhận thiếu.

reply-534 = Cơ chế xác thực quá yếu
    .meaning = Với người dùng này máy chủ đòi cơ chế đăng nhập mạnh hơn cơ chế đã chọn. Mã này không nói gì về mật khẩu: nó có thể vẫn đúng.
    .seen = Ở `AUTH`, khi chính sách loại `PLAIN`, `LOGIN` hay `CRAM-MD5` với một số tài khoản; trong thực tế hầu như luôn từ Gmail, nơi nó mang nghĩa khác.
    .sender = Chọn cơ chế mạnh hơn trong dòng `AUTH`, chẳng hạn `SCRAM-SHA-256`, hoặc đăng nhập bằng token (`OAUTHBEARER`, `XOAUTH2`). Hỏi một mật khẩu khác cùng loại thì không đi tới đâu.
    .server = Xem tài khoản được dùng cơ chế nào và máy khách có lấy được cơ chế mạnh hơn không: với `SCRAM-SHA-256` phải lưu dữ liệu kiểm chứng cho tài khoản. Cơ chế không ai được dùng thì đừng cung cấp.
    .otherwise-gmail = 5.7.9 đòi mật khẩu ứng dụng thay cho mật khẩu thường, 5.7.14 đòi đăng nhập bằng trình duyệt trước.

reply-535 = Thông tin đăng nhập không đúng
    .meaning = Đăng nhập thất bại: tên và mật khẩu không khớp, hoặc tài khoản không được đăng nhập kiểu này. Kết nối vẫn dùng được, nhưng ở tình trạng chưa đăng nhập.
    .seen = Cuối bước `AUTH`: mật khẩu gõ sai hoặc đã đổi, tên thiếu phần tên miền, dùng mật khẩu thường ở nơi cần mật khẩu ứng dụng hay token, token hết hạn, máy chủ của nhà cung cấp khác.
    .sender = Kiểm tra theo thứ tự: máy chủ này đúng là của tài khoản; tên đầy đủ, phần lớn là cả địa chỉ; nhà cung cấp không đòi mật khẩu ứng dụng hay OAuth; hộp thư được bật quyền gửi. Đừng để chương trình lặp mãi một mật khẩu: địa chỉ mạng của bạn sẽ sớm bị khóa.
    .server = Nhật ký nói nhiều hơn điều máy khách được biết: không có người dùng, sai mật khẩu, hay nguồn mật khẩu không trả lời (lẽ ra phải là 454). Nhiều tên từ cùng một địa chỉ là đang dò: hãy làm chậm địa chỉ đó. Trả lời giống nhau cho tên không có và mật khẩu sai.
    .otherwise-exchange = Exchange viết 535 5.7.3 cho cùng việc này; theo sổ đăng ký, 5.7.3 là phép chuyển đổi bảo mật không làm được.
    .otherwise-exchange-online = 535 5.7.139 nói rằng đăng nhập bị chính sách tắt, chứ không phải sai: phải bật SMTP AUTH cho hộp thư, hoặc chương trình phải dùng OAuth.

reply-538 = Cơ chế xác thực này đòi mã hóa
    .meaning = Cơ chế này chỉ được phép trên kết nối đã mã hóa. Mã được giữ lại vì lý do lịch sử; máy chủ không nên cung cấp cơ chế như vậy khi chưa mã hóa, và nếu vẫn có ai thử thì ngày nay câu trả lời là 504.
    .seen = `AUTH PLAIN` hoặc `AUTH LOGIN` trước `STARTTLS`, phần lớn vì mục mã hóa trong chương trình được đặt là không.
    .sender = Đặt mã hóa là `STARTTLS`, hoặc dùng cổng bắt đầu bằng TLS, thường là 465. Sau đó lại `EHLO` rồi `AUTH`. Lỗi không ở mật khẩu, dù nó có thể đã đi qua đường truyền mà không mã hóa.
    .server = Hãy chuyển từ 538 5.7.11 sang 504 5.5.4, hoặc sang 530 5.7.0 nếu không có TLS thì không được làm gì. Từ bên ngoài, không dùng TLS, hãy kiểm tra rằng phản hồi cho `EHLO` không liệt kê `PLAIN` hay `LOGIN`.

reply-540 = Không có đường đi hoặc lỗi DNS (chỉ có trong danh sách mã)
    .meaning = Không tiêu chuẩn nào và không máy chủ nào định nghĩa 540. Phía sau nó là 5.4.0, một trục trặc về mạng hay định tuyến mà không ai nói rõ hơn. Nếu là phản hồi thật thì chữ số đầu khiến nó thành dứt khoát, dù trục trặc như vậy thường tự qua.
    .seen = Trong danh sách mã và bản tổng hợp của dịch vụ gửi thư, khi thư chưa hề tới được máy chủ nào có thể trả lời.
    .sender = Xem nhật ký của máy chủ gửi để biết bước nào hỏng: tra DNS, kết nối, hay chọn máy kế tiếp. Chưa có dòng đó thì chưa có gì để sửa.
    .server = Thử tên miền của bạn từ bên ngoài: bản ghi `MX` và bản ghi địa chỉ có tra được không, cổng 25 có trả lời trên mọi máy được nêu không, cả qua IPv6 nếu bạn có công bố.

reply-541 = Thư bị từ chối (chỉ có trong danh sách mã)
    .meaning = Không tiêu chuẩn nào và không máy chủ nào định nghĩa 541. Có vẻ đó là 5.4.1, nghĩa là máy đích không trả lời; các danh sách lại giải thích là bộ lọc thư rác từ chối, theo Exchange, nơi dùng 5.4.1 để từ chối người nhận. Theo chữ số đầu thì nó là vĩnh viễn.
    .seen = Trong danh sách mã, cạnh lời khuyên xin người nhận cho ngoại lệ.
    .sender = Hai cách hiểu cần hai cách chữa, vậy hãy lấy cho được dòng gốc. Nếu bộ lọc từ chối thì phần thông báo nêu lý do; nếu máy đích không trả lời thì kiểm tra bản ghi `MX` của nó và chờ.
    .server = Bộ lọc nội dung nên trả 550 5.7.1 hoặc 554 5.7.1 và cho biết hỏi ai. Trên Exchange Online, 5.4.1 phần lớn nghĩa là dịch vụ thư mục không biết người nhận.

reply-543 = Hỏng máy chủ định tuyến (chỉ có trong danh sách mã)
    .meaning = Không tiêu chuẩn nào và không máy chủ nào định nghĩa 543. Nó thay cho 5.4.3: dịch vụ thư mục mà máy chủ cần để định tuyến thư, như DNS hay LDAP, bị hỏng. Riêng chữ số đầu sẽ khiến lỗi tạm thời trông như vĩnh viễn.
    .seen = Trong danh sách mã; trên đường truyền, lỗi như vậy là 451 4.4.3.
    .sender = Gửi lại thư sau một lúc; bản thân thư không sai gì. Nếu nó lại bị trả về, quản trị viên của máy chủ nêu trong báo cáo phải xem.
    .server = Tự tay hỏi dịch vụ thư mục bằng công cụ của hệ thống, từ chính máy đó: nó có trả lời không, nhanh chậm ra sao, với tài khoản mà máy chủ thư dùng. Chừng nào còn hỏng, hãy trả 451 để không thư nào bị trả về.

reply-546 = Thư chạy vòng (chỉ có trong danh sách mã)
    .meaning = Không tiêu chuẩn nào và không máy chủ nào định nghĩa 546. Ý muốn nói là 5.4.6: thư chạy vòng giữa các máy chủ. Nhận được nguyên như vậy thì theo chữ số đầu coi là từ chối hẳn.
    .seen = Trong danh sách mã; máy chủ thật cắt vòng bằng 554 5.4.6 khi thư đã gom quá nhiều trường `Received`.
    .sender = Đừng gửi lại, mỗi bản sao cũng sẽ chạy vòng. Xem các trường `Received` trong báo cáo: những máy lặp lại chính là cái vòng; hãy báo cho quản trị viên của chúng, hoặc tắt việc chuyển hướng thư của chính bạn.
    .server = Thường là hai máy chủ cứ cho rằng máy kia chịu trách nhiệm: tên miền thiếu trong danh sách tên miền cục bộ, `MX` trỏ ngược về máy chuyển tiếp, hay hai hộp thư chuyển hướng cho nhau. Hãy tìm xem máy nào lẽ ra phải giữ thư lại.

reply-547 = Hết hạn giao thư (chỉ có trong danh sách mã)
    .meaning = Không tiêu chuẩn nào và không máy chủ nào định nghĩa 547. Đó là 5.4.7 bỏ dấu chấm: máy chủ gửi đã thử cho tới hết hạn rồi bỏ cuộc. Không máy chủ nào trả lời một lệnh như thế, và nếu có thì chỉ chữ số đầu được tính.
    .seen = Trong danh sách mã và báo cáo của công cụ gửi thư, nhiều ngày sau khi gửi.
    .sender = Hết hạn chỉ là đoạn kết. Lần từ chối tạm thời cuối cùng trước đó, có thể là 421 hoặc 451, mới cho biết vì sao; sửa điều ấy rồi gửi lại.
    .server = Tìm máy gửi trong nhật ký của bạn: nó có bị danh sách xám (greylisting) giữ mỗi lần vì địa chỉ mới, có vượt giới hạn, hay không kết nối được? Thư đã hết hạn chỉ đến nếu được gửi mới.

reply-550 = Hộp thư không dùng được, hoặc bị chính sách từ chối
    .meaning = Từ chối hẳn, vì một trong hai lý do rất khác nhau: hộp thư không có hay không được phép gửi tới, hoặc chính sách cấm người gửi, máy hay thư này. Mã trạng thái mở rộng và phần thông báo cho biết là lý do nào. Ở `RCPT` chỉ mất người nhận này, sau nội dung thì mất cả thư.
    .seen = Người dùng không có (5.1.1), hộp thư bị tắt (5.2.1), chuyển tiếp mà không đăng nhập, SPF, DKIM hay DMARC không đạt (5.7.26), thiếu bản ghi `PTR` (5.7.25), danh sách chặn, người gửi không có quyền dùng địa chỉ.
    .sender = Gặp 5.1.1 thì sửa hoặc bỏ địa chỉ. Gặp 5.7.1 và các mã cùng họ thì địa chỉ vẫn đúng: hãy sửa việc đăng nhập, bản ghi DNS, uy tín hay quyền, và đừng vì thế mà xóa người nhận. Gửi lại y như cũ thì lại bị từ chối.
    .server = Ghi lý do thật vào phần thông báo và mã trạng thái mở rộng, kèm một trang hay địa chỉ để hỏi. Nếu thư tốt bị từ chối, tìm quy tắc trong nhật ký: với 5.1.1 là bảng người nhận, với 5.7.1 là chính sách. Điều có thể tự qua, như lỗi DNS, nên là 450 hoặc 451.
    .otherwise-exchange = 5.1.10 là không tìm thấy người nhận (nơi khác: tên miền không nhận thư), 5.4.1 là từ chối người nhận hoặc từ chối chuyển tiếp (nơi khác: không máy nào trả lời).
    .otherwise-gmail = Gmail còn dùng nó để đặt giới hạn: 5.4.5 là giới hạn mỗi ngày của tài khoản gửi, 5.2.1 có thể là hộp thư đang nhận thư quá nhanh. Cả hai qua đi theo thời gian.
    .otherwise-haraka = Mã này còn dùng khi chưa đăng nhập, khi thư quá lớn, và khi thư chạy vòng.
    .otherwise-stalwart = 5.1.2 vừa là hộp thư không có, vừa là không chuyển tiếp; ở nơi khác 5.1.2 nói về tên miền.
    .otherwise-postfix = Kèm 5.5.2, nó từ chối dòng kết thúc bằng `LF` đứng lẻ: hãy sửa chương trình viết ra các dòng đó.

reply-551 = Người dùng không ở máy này
    .meaning = Người dùng không ở đây; phần thông báo có thể nêu địa chỉ đúng. Máy chủ sẽ không chuyển thư đi, nên người gửi phải quyết định.
    .seen = Hiếm, vì nó để lộ ai đó đã chuyển đi đâu; đôi khi kèm 5.7.1 từ máy chủ chỉ muốn nói rằng nó không chuyển tiếp cho bạn.
    .sender = Nếu phần thông báo nêu địa chỉ mới và bạn tin nó, hãy gửi tới đó và sửa sổ địa chỉ. Nếu không nêu, hãy hiểu là từ chối chuyển tiếp: đăng nhập, hoặc dùng đúng máy chủ gửi. Chương trình không được tự động theo địa chỉ mới.
    .server = Muốn giúp người còn viết tới địa chỉ cũ, hãy lặng lẽ chuyển hướng và trả 250, hoặc từ chối bằng 550. Chỉ dùng mã này khi ai hỏi cũng được biết địa chỉ mới, còn từ chối chuyển tiếp thì trả 550 5.7.1.
    .otherwise-postfix = Nó còn có nghĩa là một khối `BDAT` đến sau một lỗi trước đó: hãy xem lần từ chối trước nó.

reply-552 = Vượt quá dung lượng cho phép
    .meaning = Quá lớn: thư vượt giới hạn của máy chủ (5.3.4) hoặc của người nhận này (5.2.3), hoặc hộp thư đã đầy (5.2.2). Ở `MAIL` và `RCPT`, phiên tiếp tục như trước; sau nội dung thì thư bị bỏ.
    .seen = Tệp đính kèm lớn, trên đường đi còn phình thêm khoảng một phần ba vì base64; hộp thư không ai dọn. Thường gặp ngay ở `MAIL`, vì máy khách báo kích thước bằng `SIZE=`.
    .sender = Làm thư nhỏ lại hoặc gửi liên kết tới tệp; giới hạn nằm sau `SIZE` trong phản hồi cho `EHLO`. Nếu hộp thư đầy thì chỉ người nhận mới giúp được: hãy liên lạc cách khác rồi gửi lại sau.
    .server = Hãy công bố giới hạn bằng `SIZE` để không ai gửi uổng công. Hộp thư đầy thường lại trống: 452 4.2.2 để bên gửi chờ, còn mã này trả thư về ngay. Quá nhiều người nhận thì là 452.
    .otherwise-rfc821 = Máy chủ cũ dùng nó khi một thư có quá nhiều người nhận: trong trường hợp đó hãy coi là tạm thời, và gửi phần còn lại trong giao dịch khác.
    .otherwise-exim = Tùy cấu hình, nó cũng dùng mã này cho quá nhiều người nhận, thay cho 452.
    .otherwise-gmail = Kèm 5.7.0 là tệp đính kèm bị chặn, chẳng hạn một chương trình: vấn đề không phải kích thước, và nén lại thường không giúp gì.

reply-553 = Tên hộp thư không được chấp nhận
    .meaning = Địa chỉ không dùng được như đã viết: sai dạng, không rõ là ai, không phải ASCII ở nơi buộc phải là ASCII, hoặc không phải của bạn. Chỉ lệnh này thất bại.
    .seen = Địa chỉ thiếu tên miền, chữ ngoài ASCII mà không có `SMTPUTF8`, địa chỉ người gửi không thuộc về tài khoản đăng nhập, tên miền người gửi mà DNS không biết.
    .sender = Ở `RCPT`, hãy sửa địa chỉ. Ở `MAIL`, cho chương trình dùng địa chỉ của chính tài khoản đăng nhập làm người gửi. Với chữ ngoài ASCII, cả hai máy chủ đều cần `SMTPUTF8`; nếu một bên thiếu, hãy xin một địa chỉ ASCII.
    .server = Hãy nói địa chỉ phạm quy tắc nào. Nếu người dùng bị từ chối với địa chỉ thứ hai của chính họ, thêm nó vào các địa chỉ mà tài khoản được gửi từ đó. Nếu chỉ sai cú pháp thì 501 nói rõ hơn.
    .otherwise-postfix = 5.7.1 nghĩa là địa chỉ người gửi không thuộc về tài khoản đăng nhập, hoặc chưa đăng nhập: đây là chuyện quyền, không phải cách viết.
    .otherwise-sendmail = 5.1.8 nghĩa là tên miền người gửi không có trong DNS: hãy dùng tên miền có thật, hoặc công bố bản ghi cho nó.
    .otherwise-exim = Ở `AUTH`, nó nghĩa là cơ chế không nhận câu trả lời gửi kèm ngay: chỉ gửi tên cơ chế, rồi gửi câu trả lời sau 334.

reply-554 = Giao dịch thất bại
    .meaning = Lời từ chối vĩnh viễn chung nhất; giai đoạn cho biết cái gì hỏng. Thay cho lời chào: không phục vụ máy khách này. Ở `DATA`: không người nhận nào được chấp nhận. Sau nội dung: chính thư không được nhận, và nó bị bỏ. Cho mọi lệnh sau bắt tay TLS yếu: TLS như vậy chưa đủ.
    .seen = Danh sách chặn ngay lúc chào, bộ lọc thư rác và virus sau nội dung, thư chạy vòng (5.4.6), thư hỏng (5.6.0), trước đó mọi người nhận đều bị từ chối, người gửi chưa được dịch vụ gửi thư xác minh.
    .sender = Trước hết tìm giai đoạn. Lúc chào: địa chỉ IP của bạn bị chặn, hãy tra trong danh sách mà phần thông báo nêu. `DATA`: đọc các phản hồi cho `RCPT`, đây chỉ là tiếng vọng. Sau nội dung: liên kết, tệp đính kèm, hoặc SPF, DKIM và DMARC của tên miền bạn.
    .server = Hãy nêu lý do và chỗ để hỏi; con số này nói ít nhất trong tất cả. Lúc chào nó đuổi hẳn máy khách, và nếu bạn muốn nói muộn hơn thì dùng 550 ở `RCPT`. Trục trặc của chính bạn, như bộ lọc không chạy, là 451.
    .otherwise-yahoo = Yahoo dùng nó cho nhiều việc: 5.7.9 là kiểm tra DMARC không đạt, và phần thông báo cũng có thể nói hộp thư bị tắt hay không có, điều mà nơi khác dùng 550.
    .otherwise-ses = Nó báo địa chỉ hoặc tên miền người gửi chưa được xác minh trong tài khoản và vùng này: hãy xác minh ở đó trước.
    .otherwise-exim = Lỗi đồng bộ nghĩa là máy khách nói khi chưa tới lượt, thường do proxy hoặc TLS trên sai cổng.
    .otherwise-stalwart = 5.7.8 là cơ chế đăng nhập không được hỗ trợ, 5.3.4 là một dòng quá dài.

reply-555 = Không nhận ra tham số của MAIL FROM hoặc RCPT TO
    .meaning = Một tham số sau địa chỉ trong `MAIL` hoặc `RCPT` là thứ máy chủ không biết, hoặc không cung cấp. Địa chỉ chưa được xét; bỏ tham số đi thì lệnh rất có thể qua.
    .seen = `SIZE=`, `BODY=`, `SMTPUTF8` hay `NOTIFY=` sau `HELO`, với máy chủ không liệt kê chúng, hoặc sau `STARTTLS` hỏng khi danh sách đã đổi; tham số viết sai trong chương trình tự viết SMTP.
    .sender = Chỉ dùng những gì phản hồi cuối cùng cho `EHLO` liệt kê, và đọc lại nó sau `STARTTLS` và đăng nhập. Thiếu `NOTIFY=` hay `RET=` thì bạn mất báo cáo giao thành công, thiếu `SMTPUTF8` thì mất địa chỉ ngoài ASCII; các tham số khác cứ bỏ.
    .server = So danh sách bạn gửi sau `EHLO` với những gì bạn nhận; bộ lọc đứng trước máy chủ có thể công bố nhiều hơn mức nó chuyển qua. Hãy nêu tên tham số trong phần thông báo.
    .otherwise-gmail = 555 5.5.2 là câu trả lời của Gmail cho mọi `MAIL` hay `RCPT` viết sai: hãy xem có thiếu ngoặc nhọn, hay địa chỉ rỗng không.

reply-556 = Tên miền không nhận thư
    .meaning = Tên miền của người nhận tuyên bố trong DNS, bằng `MX` rỗng, rằng nó không nhận thư nào. Máy chủ bạn đang nói chuyện đã tra điều đó và từ chối người nhận này ngay; thử lại sau cũng không khác.
    .seen = Ở `RCPT` trên máy chuyển tiếp hay máy chủ gửi thư (submission): địa chỉ thuộc tên miền chỉ dùng cho trang web, hoặc viết sai một tên miền nổi tiếng mà chủ của tên viết sai đó đã công bố là không nhận thư.
    .sender = Xem tên miền có gõ sai không, rồi bỏ địa chỉ hoặc tìm cách khác để liên lạc. Những người nhận khác của cùng thư không bị ảnh hưởng.
    .server = Điều này đúng chừng nào tên miền thực sự công bố `MX 0 .`. Nếu đó là tên miền của bạn và nó phải nhận thư, hãy thay bản ghi đó bằng `MX` thật; các bộ phân giải có thể giữ bản cũ tới khi hết hạn.

reply-557 = Hỏi về địa chỉ (bản thảo đã hết hạn)
    .meaning = Một đề xuất cho phép hỏi máy chủ về các thuộc tính của một địa chỉ định dùng 557 làm một trong các câu trả lời. Nó đã hết hạn, không RFC nào tiếp nhận, và không biết có máy chủ nào gửi.
    .seen = Không có trên kết nối thật; chỉ có trong các bảng mà chương trình đọc thư báo không gửi được mang theo.
    .sender = Nếu gặp, hãy coi là từ chối vĩnh viễn, vì chữ số đầu chỉ nói chừng đó, và làm theo phần thông báo cùng mã trạng thái mở rộng.
    .server = Nó không có chỗ dùng. Để trả lời câu hỏi về một địa chỉ, máy khách hiểu `VRFY` với 250, 252 hoặc 550.

reply-571 = Bị chính sách chặn (phần lớn chỉ có trong danh sách mã)
    .meaning = Không tiêu chuẩn nào định nghĩa 571, và chữ số thứ hai của nó phạm cú pháp của mã phản hồi, vốn dừng ở 5 tại vị trí đó. Đó là 5.7.1 bỏ dấu chấm: bị một chính sách từ chối. Trên đường truyền chỉ chữ số đầu được tính.
    .seen = Trong danh sách mã và thư báo không gửi được, với người gửi bị chặn; một nhà cung cấp đã gửi nó thật.
    .sender = Đọc phần thông báo sau con số: danh sách chặn, thiếu quyền hay bộ lọc. Chỉ xin gỡ khỏi danh sách sau khi đã biết điều gì đưa bạn vào đó.
    .server = Hãy viết 550 5.7.1 hoặc 554 5.7.1; máy khách nghiêm ngặt có thể coi mã sai dạng là phiên bị hỏng. Nói trong phần thông báo là danh sách hay quy tắc nào, và phản đối ở đâu.
    .otherwise-verizon = Verizon đã dùng nó để từ chối kết nối và thư, vì địa chỉ gửi nằm trong danh sách chặn riêng của họ, và nêu một trang để xin gỡ.

reply-578 = Tên máy không đầy đủ (chỉ là một gợi ý)
    .meaning = Không ai định nghĩa 578. Phần trợ giúp của Webmin gợi ý nó làm giá trị riêng cho mục `non_fqdn_reject_code` của Postfix, mặc định là 504. Chữ số thứ hai 7 nằm ngoài cú pháp của phản hồi SMTP, nên chỉ chữ số đầu có nghĩa.
    .seen = Cùng lắm là từ một Postfix mà ai đó cài theo phần trợ giúp ấy, với tên như `localhost` hay tên máy trần.
    .sender = Cho chương trình hay thiết bị tên máy đầy đủ để dùng trong `EHLO`, và địa chỉ đầy đủ có tên miền.
    .server = Bỏ mục đó đi để `non_fqdn_reject_code` trở lại 504. Nếu thiết bị trong mạng của bạn vấp phải nó, hãy miễn cho mạng đó thay vì đổi con số.

reply-602 = Quá cũ (Mailgun)
    .meaning = Không phải phản hồi của máy chủ thư: mã SMTP bắt đầu bằng 2 đến 5. Trong sự kiện của Mailgun, nó nói rằng dịch vụ đã cố giao thư hết thời hạn của mình rồi bỏ cuộc.
    .seen = Trong nhật ký và webhook của Mailgun, sau một loạt lỗi tạm thời; không bao giờ từ máy chủ của người nhận.
    .sender = Mở các sự kiện trước đó của cùng thư: mã 4yz mà máy chủ người nhận trả lời ở đó nêu nguyên nhân. Hết nguyên nhân thì gửi lại.
    .server = Bên nhận không suy ra được gì từ con số này. Hãy tìm trong nhật ký các kết nối từ dịch vụ đó bị hoãn vì danh sách xám (greylisting), giới hạn hay đĩa đầy.

reply-605 = Trước đây đã bị trả về (Mailgun)
    .meaning = Không phải phản hồi SMTP, chữ số đầu như vậy không thể có ở đó. Mailgun thậm chí chưa thử: địa chỉ nằm trong danh sách ngừng gửi của tên miền bạn vì thư tới đó từng bị trả về.
    .seen = Trong sự kiện của Mailgun, là lỗi vĩnh viễn, ngay sau khi thư được trao cho dịch vụ.
    .sender = Tra xem vì sao thư đầu tiên bị trả về. Nếu địa chỉ dùng lại được, hãy xóa mục của nó khỏi danh sách bị trả về; nếu không, xóa nó khỏi danh sách của chính bạn, để khỏi trả tiền cho thư không ai gửi.
    .server = Máy chủ của người nhận không hề được hỏi và nhật ký của nó không có gì. Nếu lần trả về đầu tiên là lỗi của bạn, hãy báo người gửi rằng địa chỉ dùng được và nên gỡ khỏi danh sách.

reply-606 = Trước đây đã hủy đăng ký (Mailgun)
    .meaning = Con số riêng của Mailgun, ngoài phạm vi SMTP: người nhận đã hủy nhận thư của bạn, nên dịch vụ không gửi gì cho họ nữa.
    .seen = Trong sự kiện của Mailgun, thường cả với hóa đơn hay thư đặt lại mật khẩu, khi người ta chỉ muốn ngừng bản tin gửi cùng tên miền hoặc cùng nhãn.
    .sender = Hãy tôn trọng điều đó. Chỉ xóa mục ấy khi chính người nhận yêu cầu; và hãy gửi thư thiết yếu từ tên miền khác với thư mà người ta có thể hủy nhận.
    .server = Trong trường hợp này không có gì tới máy chủ của bạn. Người dùng thấy thiếu thư phải xin người gửi thêm mình lại.

reply-607 = Trước đây đã khiếu nại (Mailgun)
    .meaning = Do Mailgun tự đặt và không bao giờ đi qua SMTP: người nhận đã đánh dấu một thư trước của bạn là thư rác, và dịch vụ không chịu viết cho họ nữa.
    .seen = Trong sự kiện của Mailgun, sau khi nhà cung cấp hộp thư chuyển lời khiếu nại qua kênh phản hồi của họ.
    .sender = Đừng viết tới địa chỉ này, kể cả bằng cách khác. Nhiều sự kiện như vậy thì phải xem lại địa chỉ lấy từ đâu, bạn viết dày ra sao và hủy nhận có dễ không. Chỉ gỡ mục khi người nhận nói rằng họ bấm nhầm.
    .server = Máy chủ của bạn không dính vào; lời khiếu nại là một cú bấm của người dùng. Nếu họ vẫn muốn nhận thư, họ báo cho người gửi và đánh dấu thư không phải thư rác.
