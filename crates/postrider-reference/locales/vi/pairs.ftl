pair-250-503 = 250 nghĩa là bước bạn vừa làm đã được ghi nhận, 503 nghĩa là còn thiếu bước đứng trước nó.
    .mixup = Lập trình viên thấy 503 ở `DATA`, soát dòng gửi `DATA` và không thấy gì sai. Lỗi nằm sớm hơn: thiếu `EHLO`, `MAIL` bị từ chối, người nhận bị từ chối, lần đăng nhập chưa hề diễn ra, và chừng nửa tá nguyên nhân nữa. `RSET` là bài thuốc truyền miệng, nhưng nó không chữa được việc thiếu `EHLO` hay thiếu `AUTH`.
    .use = Máy chủ đáp 250 khi đã làm xong lệnh và 503 khi trạng thái không cho phép lệnh đó. Máy khách nhận 503 thì quay lại phản hồi đầu tiên không như ý, sửa chỗ đó, chứ không lặp lại mù quáng lệnh bị từ chối.
    .example = `DATA` đầu tiên đến khi chưa có phong bì; có `MAIL` và `RCPT` đi trước, cũng lệnh ấy lại được đón nhận.

pair-235-503 = 235 xác nhận bạn là ai, 503 nói rằng bây giờ không đúng lúc, và lần đăng nhập thứ hai sau 235 nhận đúng mã ấy.
    .mixup = Một bể kết nối (connection pool) đăng nhập trước mỗi thư và tưởng 503 ở `AUTH` thứ hai là mất đăng nhập. Nhầm theo chiều ngược lại còn tệ hơn: coi 235 là lời hứa sẽ nhận thư. Nó không hứa gì về người gửi, người nhận hay nội dung.
    .use = Sau 235 hãy gửi `MAIL` và không bao giờ `AUTH` lại trên kết nối đó. Máy chủ phải từ chối `AUTH` thứ hai, cũng như `AUTH` giữa một thư, bằng 503.
    .example = Đăng nhập thành công, lặp lại thì bị từ chối, và phiên vẫn tốt như trước.

pair-250-354 = 354 yêu cầu nội dung, và chỉ 250 sau dấu chấm kết thúc mới nói rằng máy chủ đã nhận thư.
    .mixup = Có chương trình coi thư là đã gửi ngay khi thấy 354, và mất thư khi phản hồi cho dấu chấm là lời từ chối. Chương trình khác chờ 250 sau `DATA`, không bao giờ gửi nội dung, và kết thúc vì hết giờ.
    .use = Đáp `DATA` bằng 354 khi có ít nhất một người nhận được chấp nhận, và đáp dấu chấm kết thúc bằng 250 khi thư đã lưu an toàn. Với chương trình ở phía nhận phản hồi: 250 sau dấu chấm là lúc được xóa bản của mình, không sớm hơn.
    .example = 354 đến sau `DATA`, còn 250 chỉ đến khi dấu chấm đứng một mình đã được gửi.

pair-250-251 = Cả hai đều chấp nhận người nhận, và 251 nói thêm rằng thư sẽ đi tiếp tới địa chỉ khác.
    .mixup = Máy khách chỉ so với 250 báo 251 là lỗi, dù chữ số đầu đã nói là thành công. Có chương trình lại lưu ngay địa chỉ mới, tin theo lời một máy lạ.
    .use = Hầu như luôn dùng 250 và không nói thêm, vì 251 để lộ hiện có thể liên hệ người đó ở đâu. Ai nhận 251 thì coi người nhận là được chấp nhận, và đưa địa chỉ mới cho một người xem lại trước khi lưu.
    .example = Ở đây cả hai người nhận đều được chấp nhận; thư cho người thứ hai sẽ được gửi tiếp.

pair-250-252 = 250 cho `VRFY` bảo đảm địa chỉ có thật, 252 để ngỏ câu hỏi.
    .mixup = Công cụ kiểm tra địa chỉ đọc 252 là hợp lệ vì nó bắt đầu bằng 2, rồi dựng danh sách từ đó. Nó nói y như vậy về địa chỉ không tồn tại.
    .use = Máy chủ không tra cứu thì đáp mọi `VRFY` bằng 252; 250 chỉ đúng sau khi kiểm tra thật. Muốn biết thư có được nhận không, chỉ có `RCPT` trong một lần giao thư thật mới trả lời.
    .example = `VRFY` nhận cái nhún vai 252, còn `RCPT` nhận câu trả lời có giá trị.

pair-251-551 = Cả hai đều biết địa chỉ mới: với 251 máy chủ gửi tiếp thư, với 551 bạn phải tự làm.
    .mixup = Phần thông báo gần như giống nhau, nên script so theo chữ lại coi lời từ chối là thành công. Với 551 chẳng có gì được nhận; không ai gửi lại thì thư mất hoặc bị trả về.
    .use = Cả hai đều để lộ địa chỉ và nay hiếm gặp: máy chủ có chuyển hướng thì nên dùng 250, không thì 550. Ai nhận 551 có thể gửi tới địa chỉ nêu trong đó, sau khi một người thấy nó đáng tin.
    .example = Thư cho một người được gửi tiếp, còn với người kia, bên gửi phải tự gửi tới địa chỉ mới.

pair-220-250 = 220 mở ra điều gì đó (phiên, hoặc TLS), 250 xác nhận một lệnh.
    .mixup = Máy khách tự viết chờ 250 ngay sau khi kết nối, hoặc tưởng 220 sau `STARTTLS` là lời chào thứ hai và nói tiếp không mã hóa. Sau 220 ấy phải là bắt tay TLS, rồi `EHLO`.
    .use = 220 thuộc về lời chào và `STARTTLS`, 250 thuộc về `EHLO` và gần như mọi thứ còn lại. Máy khách đọc đủ các dòng của mỗi phản hồi: cả hai mã đều có thể có nhiều dòng.
    .example = 220 chào hỏi, 250 trả lời `EHLO`, và 220 trở lại để bắt tay TLS.

pair-220-421 = Trong lời chào, 220 là mời vào, còn 421 là hãy quay lại sau.
    .mixup = Hệ giám sát chỉ xem cổng có mở không sẽ coi máy chủ đuổi mọi người bằng 421 là hoạt động tốt. Máy khách không đọc lời chào gửi `EHLO` vào kết nối đang đóng.
    .use = Máy chủ hết chỗ nói 421 ngay thay vì để máy khách treo. Máy khách coi đó là lý do để chờ và mở ít kết nối hơn, không phải để coi thư là hỏng.
    .example = Kết nối đầu bị đuổi đi, kết nối sau được phục vụ.

pair-221-421 = 221 là lời tạm biệt bạn yêu cầu, 421 là lời tạm biệt bạn không yêu cầu.
    .mixup = Cả hai kết thúc bằng kết nối đóng, nên nhật ký gộp chúng làm một. Sau 221 không còn việc gì; sau 421 mọi thư chưa có 250 riêng vẫn là việc bạn phải gửi.
    .use = 221 trả lời `QUIT` và không gì khác; máy chủ phải ngắt vì lý do của mình thì nói 421. Vài máy chủ nói 221 khi tống trình duyệt web ra, nên 221 tự đến là dấu hiệu có kẻ nói thứ không phải giao thức thư.
    .example = `QUIT` nhận lời tạm biệt; trên kết nối im lặng, máy chủ tự cáo từ.

pair-334-354 = Cả hai đều đòi thêm dữ liệu: 334 đòi một dòng đăng nhập, 354 đòi cả một thư.
    .mixup = Máy khách coi mọi mã bắt đầu bằng 3 là hãy gửi thư đi sẽ đưa thư vào giữa lúc đăng nhập. Chiều ngược lại xảy ra khi script dán vào bị lệch một bước, và thông tin đăng nhập lọt vào thư.
    .use = 334 chỉ có trong `AUTH` và chờ một dòng base64 hoặc một dấu `*`; 354 chỉ có sau `DATA` và chờ văn bản cho tới dòng chỉ có một dấu chấm. Máy khách biết là mã nào nhờ lệnh mình đã gửi.
    .example = Trước hết máy chủ chờ thông tin đăng nhập, sau đó chờ thư.

pair-235-334 = 334 đặt câu hỏi tiếp theo của việc đăng nhập, 235 nói rằng câu trả lời cuối đã đúng.
    .mixup = Thấy 334 với phần thông báo trống, người ta tưởng đã đăng nhập xong và gửi `MAIL`; máy chủ đọc đó là câu trả lời, và đăng nhập hỏng. Còn 334 sau tên người dùng chưa nói lên gì: máy chủ hỏi mật khẩu cả của tên không tồn tại.
    .use = Máy chủ gửi 334 nhiều lần tùy cơ chế cần và 235 một lần. Máy khách cứ trả lời bằng base64 cho tới khi không còn 334.
    .example = Sau tên người dùng là một câu hỏi nữa, sau mật khẩu là 235.

pair-235-535 = 235 xác nhận lần đăng nhập, 535 bác bỏ nó, và cả hai chưa nói gì về thư bạn muốn gửi.
    .mixup = Gặp 535, người ta đổi mật khẩu hết lần này đến lần khác; trong khi nguyên nhân cũng thường là tên người dùng thiếu tên miền, cần mật khẩu ứng dụng, hoặc kiểu đăng nhập đó bị tắt cho tài khoản. Sau 235, người gửi bị từ chối lại bị tưởng là đăng nhập hỏng.
    .use = 535 dành cho thông tin đăng nhập đã được xét; nếu không xét được thì 454 mới thành thật. Sau 535 máy khách hỏi người dùng chứ không tự thử lại, nếu không sẽ sớm chạm giới hạn số lần đăng nhập hỏng.
    .example = Mật khẩu sai bị từ chối, mật khẩu đúng được chấp nhận, trên cùng một kết nối.

pair-421-450 = 450 hoãn một người nhận, 421 hoãn tất cả và ngắt kết nối.
    .mixup = Phần mềm gặp mã nào cũng đóng kết nối sẽ làm chậm mọi người nhận khi chỉ một người bị danh sách xám (greylisting) hoãn. Phần mềm đi tiếp sau 421 thì ghi vào kết nối đã đóng và lưu một lỗi mạng thay cho lý do.
    .use = 450 chỉ nói về hộp thư này và để nguyên phiên; 421 dành cho máy chủ buộc phải đóng. Sau 450 hãy đi tiếp với người nhận khác, sau 421 hãy quay lại với tất cả.
    .example = Người nhận đầu phải chờ; rồi máy chủ đóng kết nối, và người thứ hai chờ cùng những người còn lại.

pair-421-451 = 451 nói rằng lần thử này hỏng và phiên vẫn tiếp tục, 421 nói rằng phiên đã hết.
    .mixup = Giới hạn tốc độ gửi nấp sau cả hai, nên người ta chỉnh theo một mã và bỏ sót mã kia. Khác biệt là điều có thể làm tiếp: sau 451 có thể thử thư kế tiếp trên cùng kết nối, sau 421 thì không.
    .use = Nói 451 khi trục trặc với một lệnh hay một thư, 421 chỉ khi bạn đóng kết nối. Bên gửi giữ thư trong cả hai trường hợp, và sau 421 thì mở ít kết nối hơn.
    .example = Thư hỏng, phiên còn sống; rồi sự im lặng kết thúc nó.

pair-421-554 = Khi là lời chào, 421 nghĩa là chưa phải lúc, 554 nghĩa là không phải bạn.
    .mixup = Người gửi bị chặn mà cứ thử lại lời chào 554 nhiều ngày chỉ càng chứng tỏ danh sách chặn có lý. Nhầm ngược lại là bỏ thư sau 421 của một máy chủ chỉ đang quá tải.
    .use = Dùng 421 cho tải nặng và giới hạn nhất thời, 554 cho máy khách mà bạn sẽ không phục vụ; sau 554 máy chủ chờ `QUIT`, sau 421 nó đóng. Ai nhận 554 hãy đọc phần thông báo để biết danh sách hay quy tắc nào, và giải quyết chuyện đó trước.
    .example = Một máy chủ đang quá tải, máy kia hoàn toàn không phục vụ máy khách này.

pair-450-451 = 450 nói về hộp thư hoặc uy tín của người gửi này với nó, 451 về trục trặc trong việc của máy chủ, và với người gửi cả hai đều là hãy chờ.
    .mixup = Người ta tìm khác biệt sâu xa ở chỗ máy chủ thực tế không phân biệt: danh sách xám (greylisting) có thể mang mã nào cũng được. Mã trạng thái mở rộng và phần thông báo mới cho biết nguyên nhân, như 4.2.1 là hộp thư, 4.3.0 là hệ thống.
    .use = Nói 450 nếu cùng lệnh cho người nhận khác có thể thành công, 451 nếu có gì đó hỏng phía bạn. Bên gửi thử lại sau vài phút trước đã, rồi thưa dần.
    .example = Một hộp thư đang bận; với hộp tiếp theo máy chủ không tra cứu được.

pair-450-550 = 450 nói có lẽ để sau, 550 nói kiểu này thì không bao giờ.
    .mixup = Hai lỗi tốn kém: xóa địa chỉ sau 450, có khi chỉ là danh sách xám (greylisting), và gặp 550 mà cứ mỗi giờ lại gửi tiếp. Còn 550 kèm 5.7.1 là chuyện chính sách; loại địa chỉ vì nó là mất một người đọc thật.
    .use = Chỉ đáp 450 khi chờ đợi có thể giúp được; hộp thư không có thì 550 ngay. Bên gửi đưa 450 vào hàng đợi và trả 550 về, và đọc mã trạng thái mở rộng trước khi đụng tới bất kỳ danh sách nào.
    .example = Hộp thư không có bị từ chối dứt khoát, hộp thư có thật được hẹn chờ.

pair-451-452 = 451 là có gì đó hỏng, 452 là có gì đó đầy hoặc đã dùng hết.
    .mixup = 452 hay bị hiểu là đĩa đầy trong khi nó nói về quá nhiều người nhận: khi đó những người đã chấp nhận vẫn ổn, phần còn lại chỉ cần một thư khác. Ngồi chờ một giờ vì chuyện ấy là phí công.
    .use = 452 cho chỗ chứa và số lượng, 451 cho hỏng hóc. Gặp 452 4.5.3 hãy gửi nội dung ngay cho người nhận đã chấp nhận, rồi tới những người khác; gặp 451 thì chờ.
    .example = Lần đầu không còn chỗ, lần khác chính việc ghi bị hỏng.

pair-451-554 = Sau nội dung, 451 yêu cầu bạn gửi lại đúng thư ấy, 554 bảo đừng gửi lại.
    .mixup = Quản trị viên coi cả hai là chuyện bộ lọc nội dung. Nếu 451 đến nhiều ngày với cùng một thư, thường là bộ lọc hỏng đúng ở thư này, và chờ đợi không chữa được; hãy báo cho quản trị viên thư bên nhận.
    .use = Trình quét bị sập hay cơ sở dữ liệu không truy cập được là 451; phán quyết về thư là 554. Bên gửi giữ thư khi gặp 451, và trả về tác giả khi gặp 554, kèm phần thông báo của phản hồi.
    .example = Đĩa hỏng thì đáng thử lại, NUL trong thư thì không.

pair-452-552 = 452 là giới hạn mà thời gian sẽ gỡ, 552 là giới hạn chỉ thư nhỏ hơn hoặc hộp thư được dọn mới lọt qua.
    .mixup = Một quy định cũ vẫn còn dư âm: với quá nhiều người nhận, vài máy chủ nói 552, và máy khách phải coi như 452 rồi gửi phần còn lại trong thư khác. Còn hộp thư đầy có thể mang mã nào cũng được; chờ có khi cũng đáng.
    .use = Nói 552 khi thư này sẽ không bao giờ vừa, 452 khi để sau thì vừa. Ai nhận 552 5.3.4 thì thu nhỏ thư; gặp 5.2.2 thì người nhận phải dọn trước.
    .example = Thư thứ nhất lúc nào cũng quá lớn, thư thứ hai gặp đĩa đầy.

pair-454-535 = 454 nói không ai xét được mật khẩu của bạn, 535 nói nó đã được xét và sai.
    .mixup = Chương trình đòi mật khẩu mới khi gặp 454 dạy người ta đổi một mật khẩu vốn đúng. Đổi mật khẩu giữa lúc sự cố thì các thiết bị còn lại sẽ nhận 535 thật.
    .use = Nếu kho mật khẩu không trả lời, hoặc địa chỉ đã sai quá nhiều lần, hãy nói 454; sau khi đã xét, hãy nói 535. Máy khách chờ sau 454 và chỉ hỏi người dùng sau 535.
    .example = Trước là sự cố, sau mới là mật khẩu sai.

pair-454-530 = 530 đòi TLS hoặc đăng nhập, 454 thì lúc này không cung cấp được.
    .mixup = Đi cùng nhau chúng thành cái bẫy: máy chủ đòi `STARTTLS`, mà `STARTTLS` lại hỏng. Người dùng thấy báo cần mã hóa và đi đổi thiết lập, trong khi thứ hỏng là chứng chỉ của máy chủ.
    .use = 530 cho máy khách biết còn thiếu bước nào; 454 bảo thử bước đó sau. Máy khách muốn TLS thì giữ thư khi gặp 454; quản trị viên thấy cả hai trong nhật ký thì xem chứng chỉ và khóa.
    .example = Lúc này không có `STARTTLS`, và không có nó thì không gì được nhận.

pair-500-502 = 500 chưa từng nghe từ này, 502 biết nó nhưng không làm.
    .mixup = Với `STARTTLS` hay `AUTH` mã nào cũng có thể đến, và với máy khách đều mang một nghĩa: nó chưa đọc danh sách `EHLO`. Một loạt 500 thì có nguyên nhân khác: nội dung thư được gửi như lệnh sau khi `DATA` bị từ chối.
    .use = Nói 500 với từ không thuộc SMTP và 502 với lệnh thật mà bạn đã tắt. Máy khách đành bỏ lệnh đó; riêng với `EHLO`, gặp mã nào nó cũng lùi về `HELO`.
    .example = Một từ không phải là lệnh, từ kia là lệnh thật nhưng không được phục vụ.

pair-500-501 = 500 bác bỏ tên lệnh, 501 bác bỏ phần đứng sau nó.
    .mixup = Ai nhận 501 thường soát chính tả của lệnh, trong khi sai ở đối số: thiếu ngoặc nhọn, dấu cách sau dấu hai chấm, base64 hỏng, tên máy trống. Sau khi hủy đăng nhập, 501 thậm chí là câu trả lời đúng.
    .use = 500 cũng bao gồm dòng quá dài, 501 bao gồm đối số ở chỗ không được có. Cả hai bảo lập trình viên sửa mã nguồn; gửi lại y nguyên chẳng đi tới đâu.
    .example = Dòng đầu không phải lệnh; dòng thứ hai là lệnh thừa một từ.

pair-501-504 = 501 là không đọc được, 504 là đọc được nhưng không hỗ trợ.
    .mixup = Với `AUTH` hai mã tách bạch nhất: 501 cho dòng viết sai, 504 cho cơ chế không được cung cấp, có khi chỉ vì chưa có TLS. Đổi cách mã hóa dữ liệu (encoding) không giúp được gì trước 504.
    .use = Máy chủ nói 501 nếu không máy chủ nào hiểu nổi, và 504 nếu máy khác có thể hiểu. Gặp 504, máy khách chọn cơ chế từ `EHLO` cuối cùng, lấy sau TLS.
    .example = `AUTH` không có tên thì không đọc được; tên không có trong danh sách thì đọc được, và bị từ chối.

pair-501-553 = 501 nói về dạng của địa chỉ, 553 nói về việc ở đây có cho phép một tên như vậy không.
    .mixup = Các máy chủ khác nhau tùy ý: cùng một địa chỉ hỏng, máy này nói 501, máy kia 553. Postfix thêm cách dùng thứ ba, 553 cho người gửi không thuộc tài khoản của bạn, và thế là người ta đi sửa một địa chỉ viết hoàn toàn đúng.
    .use = Lỗi cú pháp là 501; tên viết đúng mà không được dùng, như tên ngoài ASCII thiếu `SMTPUTF8`, là 553. Ai nhận được thì xem địa chỉ nếu là 501, xem quyền và phần mở rộng nếu là 553.
    .example = Hai dấu chấm liền nhau không thành địa chỉ; địa chỉ thứ hai thì đúng, nhưng thư được bắt đầu mà không có `SMTPUTF8`.

pair-502-503 = 502 nghĩa là phiên này hiện không cung cấp lệnh đó, 503 nghĩa là chưa tới lúc hoặc đã qua lúc.
    .mixup = Đăng nhập ở cổng 25 nhận 502 từ máy này và 503 từ máy kia, nên người ta đảo thứ tự các lệnh mà máy chủ không nhận ở thứ tự nào cả. Hãy xem danh sách `EHLO`: thứ không có trong đó thì không phải chuyện thứ tự.
    .use = Nói 502 với thứ không cung cấp và 503 với thứ có cung cấp mà đến quá sớm hoặc quá muộn. Gặp 502, máy khách bỏ lệnh, hoặc nói `EHLO` nếu trước đó đã nói `HELO`; gặp 503, nó bù bước còn thiếu.
    .example = Sau `HELO` thì không có `STARTTLS`; còn `RCPT` chỉ thiếu `MAIL` của nó.

pair-502-504 = 502 từ chối lệnh, 504 từ chối một tùy chọn của lệnh.
    .mixup = Máy khách bỏ hẳn `AUTH` khi gặp 504 sẽ mất lần đăng nhập lẽ ra làm được bằng cơ chế khác. Máy khách thử mọi cơ chế khi gặp 502 thì phí thời gian.
    .use = 502 nếu viết gì sau tên lệnh cũng vô ích, 504 nếu đối số khác có thể được. Với chương trình: gặp 504 chọn giá trị khác, gặp 502 thì bỏ lệnh đó.
    .example = `EXPN` không phục vụ ai; `HELP` thì có, nhưng không về chủ đề đó.

pair-503-530 = 503 yêu cầu bạn xếp lại thứ tự lệnh, 530 bảo bạn phải qua cửa nào trước: TLS hay đăng nhập.
    .mixup = Vài máy chủ, trong đó có Stalwart, báo thiếu đăng nhập bằng 503, nên 503 ở `MAIL` trên cổng gửi thư (submission) có thể chính là chuyện đăng nhập. Còn với 530 người ta đi tìm mật khẩu sai, dù chưa gửi mật khẩu nào.
    .use = Dùng 530 khi chính sách đòi TLS hoặc `AUTH`, 503 khi thứ tự của giao thức bị phá vỡ. Gặp 530, máy khách làm điều phần thông báo yêu cầu rồi lặp lại lệnh; `RSET` không đem lại TLS cũng không đem lại đăng nhập.
    .example = `AUTH` quá sớm khi chưa có `EHLO`, và `MAIL` quá sớm khi chưa đăng nhập.

pair-503-554 = Ở `DATA`, 503 nói chưa nêu người nhận nào, 554 nói không người nào được chấp nhận, và cả hai mã đều được phép cho cả hai trường hợp.
    .mixup = Chuẩn để máy chủ tự chọn: Exim nói 503 ở chỗ Postfix nói 554, còn LMTP nhất định đòi 503. Mã nguồn chỉ xử lý một mã sẽ hỏng ở máy chủ kế tiếp. Nếu đã thử một người nhận, lý do nằm ở phản hồi cho `RCPT` của người đó.
    .use = Với người viết máy chủ: 503 nếu chưa từng thử `RCPT` và 554 nếu tất cả bị từ chối là hữu ích nhất. Với máy khách: gặp mã nào cũng không gửi nội dung, và báo lại các lần từ chối người nhận. Ở những chỗ khác, 554 là từ chối máy khách hoặc nội dung, chẳng liên quan tới thứ tự.
    .example = `DATA` lúc đầu đến quá sớm, sau đó đến sau một người nhận bị từ chối.

pair-504-534 = 504 không có cơ chế đó, 534 có nhưng thấy nó quá yếu đối với bạn.
    .mixup = Với 534 mật khẩu thường đúng, vậy mà người ta vẫn đổi. Gmail lại dùng 534 cho chuyện khác: cần mật khẩu ứng dụng hoặc đăng nhập trong trình duyệt.
    .use = 504 do listener và TLS quyết định, trước mọi thông tin đăng nhập; 534 do tài khoản hoặc chính sách, sau đó. Gặp 504 lấy thứ danh sách có, gặp 534 lấy thứ mạnh nhất trong đó.
    .example = Cơ chế thứ nhất không có trong danh sách; cơ chế thứ hai có, nhưng không đủ cho tài khoản này.

pair-521-554 = Khi là lời chào, 521 từ chối mọi người, 554 từ chối bạn.
    .mixup = Ai nhận 521 mà xin gỡ khỏi danh sách chặn là xin vô ích: ở đó không có dịch vụ thư. postscreen của Postfix và Haraka dùng 521 cho máy khách phá giao thức, nên phần thông báo mới quyết định.
    .use = 521 dành cho máy không bao giờ nhận thư, 554 cho chính sách về máy khách. Gặp 521 xem các bản ghi `MX`, gặp 554 xem địa chỉ của mình và uy tín của nó.
    .example = Máy đầu không có dịch vụ thư, máy thứ hai có nhưng không dành cho máy khách này.

pair-521-556 = 521 đến từ chính máy không nhận thư, 556 đến từ máy chuyển tiếp đã biết điều đó về một tên miền.
    .mixup = Cả hai kết thúc ở địa chỉ không ai đọc, nhưng chỗ sửa khác nhau: 521 gợi ý bản ghi `MX` dẫn sai máy, 556 gợi ý `MX` rỗng được đặt có chủ ý, hoặc lỗi gõ trong tên miền.
    .use = Máy giả (dummy host) chào bằng 521; máy chuyển tiếp gặp `MX` rỗng thì đáp `RCPT` bằng 556. Chủ tên miền không dùng thư nên công bố `MX` rỗng, để không ai phải đi tới 521.
    .example = Một lần chính máy đó lên tiếng, một lần máy chuyển tiếp nói về tên miền.

pair-530-535 = 530 nói bạn chưa đăng nhập, 535 nói bạn đã thử và hỏng.
    .mixup = Thấy 530 trên màn hình, người ta gõ lại mật khẩu, trong khi chương trình của họ chỉ là chưa bật xác thực. 530 5.7.57 của Microsoft cũng thuộc loại này.
    .use = Máy chủ nói 530 với lệnh cần đăng nhập, 535 ở cuối `AUTH`. Sau 530 hãy bật đăng nhập; sau 535 hãy xem tên, mật khẩu và loại tài khoản.
    .example = Trước là `MAIL` khi chưa đăng nhập, sau là đăng nhập với mật khẩu sai.

pair-530-550 = Gặp 530, đăng nhập là qua được; gặp 550 thì không, dù với 550 vì chuyển tiếp, thứ còn thiếu có thể chính là đăng nhập.
    .mixup = Từ chối chuyển tiếp là 550 hoặc 554 kèm 5.7.1 ở hầu hết máy chủ, và cách chữa giống như 530: đăng nhập, ở cổng gửi thư (submission). Người ta đọc trong danh sách mã rằng hộp thư không dùng được và đổ lỗi cho địa chỉ.
    .use = Nói 530 khi chỉ việc đăng nhập còn cản trở, 550 khi không muốn nhận thư. Ai nhận 550 5.7.1 ở `RCPT` cho tên miền khác thì xem lại đăng nhập và cổng trước.
    .example = Người lạ không được gửi qua cổng 25; ở cổng gửi thư (submission), họ được bảo phải đăng nhập.

pair-534-535 = 535 nghi ngờ mật khẩu của bạn, 534 nghi ngờ cách bạn đưa nó ra.
    .mixup = Máy khách lùi từ SCRAM về `PLAIN` nhận 534 rồi báo sai mật khẩu. 534 5.7.9 của Gmail đòi mật khẩu ứng dụng, và gõ lại mật khẩu thường bao nhiêu lần cũng không thỏa mãn.
    .use = 535 sau thông tin đăng nhập sai, 534 sau cơ chế không đủ cho tài khoản này. Gặp 534 đổi cơ chế hoặc loại mật khẩu, gặp 535 đổi chính mật khẩu.
    .example = Mật khẩu sai nhận 535; mật khẩu đúng nhưng đưa ra theo cách quá yếu nhận 534.

pair-534-538 = 538 muốn có mã hóa bao quanh cơ chế, 534 muốn cơ chế tốt hơn.
    .mixup = 538 đã bị bỏ khi chuẩn đăng nhập được sửa đổi, và vài máy chủ vẫn gửi; nay thay vào chỗ nó là 504 hoặc 530. Với 538 tài khoản không có gì sai, với 534 chỉ thêm TLS là không đủ.
    .use = Đừng viết máy chủ mới nói 538: 504 cho cơ chế cần TLS, 530 ở nơi mọi thứ cần TLS. Gặp 538 gửi `STARTTLS` và `EHLO` rồi đăng nhập lại; gặp 534 chọn cơ chế mạnh hơn.
    .example = Không có TLS, lần đăng nhập bị trả về vì chưa mã hóa; có TLS, nó bị trả về vì quá yếu.

pair-535-550 = 535 từ chối danh tính bạn khai, 550 từ chối thứ bạn muốn gửi.
    .mixup = Sau khi chuyển hệ thống, 550 5.7.1 ở `MAIL` trông như lỗi đăng nhập mà thật ra là chuyện quyền: tài khoản không được gửi bằng địa chỉ đó. Nhập lại mật khẩu chẳng thay đổi gì.
    .use = 535 chỉ đứng ở cuối `AUTH`; 550 có thể đến ở mọi bước sau đó. Gặp 535 sửa thông tin đăng nhập, gặp 550 sửa địa chỉ, quyền dùng nó, hoặc điều phần thông báo nêu.
    .example = Đăng nhập hỏng, rồi được, vậy mà người gửi vẫn bị từ chối.

pair-550-551 = 550 nói không, 551 nói không và nêu địa chỉ khác.
    .mixup = Vài máy chủ dùng sai 551 cho việc từ chối chuyển tiếp hoặc khối dữ liệu hỏng, nên không chắc trong phần thông báo có địa chỉ. Và tự động chuyển hướng sau 551 cho phép bất kỳ máy chủ nào lái thư tới nơi nó muốn.
    .use = Hầu như luôn đáp 550, vì 551 để lộ nay có thể tìm người đó ở đâu. Gặp 551, một người quyết định về địa chỉ mới; gặp 550, địa chỉ bị gạch bỏ hoặc sửa lại.
    .example = Một người nhận không ai biết, người kia đã chuyển đi.

pair-550-552 = 550 từ chối địa chỉ hoặc người gửi, 552 từ chối vì kích thước hoặc hộp thư đầy.
    .mixup = Hộp thư đầy bị coi là hộp thư chết: địa chỉ bị xóa, dù tuần sau chủ nhân sẽ vui nhận thư. Gmail còn dùng 552 5.7.0 cho tệp đính kèm bị cấm, và thu nhỏ cũng không giúp gì.
    .use = 552 nói về byte, 550 nói về con người và chính sách. Gặp 552 5.3.4 gửi ít đi, gặp 552 5.2.2 thử lại sau vài ngày, gặp 550 5.1.1 thì dừng.
    .example = Hộp thư đầu không tồn tại; hộp thứ hai có và đang đầy.

pair-550-553 = 550 biết không ai mang tên này, 553 nói tên ở dạng này không được nhận.
    .mixup = Các danh sách gọi 553 là địa chỉ không hợp lệ, và người gửi xóa nó; thật ra thường là thiếu quyền (người gửi không thuộc tài khoản) hoặc thiếu phần mở rộng (`SMTPUTF8`). Với Postfix, hãy xem nó đến ở `MAIL` hay ở `RCPT`.
    .use = 550 cho hộp thư không có và cho chính sách, 553 cho địa chỉ mà vướng ở cách viết. Gặp 550 5.1.1 bỏ địa chỉ, gặp 553 sửa cách viết hoặc cách gửi.
    .example = Tên thứ nhất không có ở đây; tên thứ hai có thể có, nhưng không hỏi được nếu thiếu `SMTPUTF8`.

pair-550-554 = 550 từ chối một người nhận hoặc một lệnh, 554 từ chối toàn bộ, và toàn bộ là gì thì tùy bước.
    .mixup = Cả hai là mã vạn năng của máy chủ khi từ chối, riêng con số nói lên rất ít: 554 ở lời chào là máy khách bị chặn, ở `DATA` là tiếng vọng của người nhận bị từ chối, sau dấu chấm là phán quyết về nội dung. Nhật ký chỉ giữ dòng cuối sẽ hiện 554 và mất 550 đã gây ra nó.
    .use = 550 cho điều gắn được vào một địa chỉ hay người gửi, 554 cho điều liên quan tới cả thư. Ai nhận được thì ghi cả bước và mã trạng thái mở rộng, không chỉ con số.
    .example = Người nhận bị từ chối bằng 550, và `DATA` sau đó hỏng vì không còn ai.

pair-550-556 = 550 nói hộp thư này không có, 556 nói tên miền này sẽ không bao giờ có hộp thư nào.
    .mixup = Sau 550 người ta thử tên khác ở cùng tên miền; sau 556 thì vô nghĩa. Không phải máy chuyển tiếp nào cũng biết 556: có máy nhận rồi mới trả thư về với lỗi DNS, nên hãy tự tìm `MX` rỗng.
    .use = Máy chuyển tiếp nói 556 khi DNS cho biết tên miền không nhận thư, 550 khi máy chủ của tên miền từ chối một tên. Gặp 556 tìm lỗi gõ ở phần tên miền, gặp 550 ở phần trước dấu @.
    .example = Tên miền đầu có thư nhưng không có hộp thư này; tên miền thứ hai hoàn toàn không có thư.

pair-552-554 = 552 là chuyện kích thước, 554 là mọi chuyện khác khiến một thư bị loại.
    .mixup = Tệp đính kèm gây ra cả hai: quá lớn là 552, loại bị cấm là 554 hoặc 550 kèm 5.7.1, còn Gmail nói 552 5.7.0. Gửi virus trong tệp nén nhỏ hơn không biến 554 thành 250.
    .use = Dành 552 cho giới hạn có con số và hãy nêu con số; 554 cho nội dung bị từ chối. Gặp 552 thu nhỏ hoặc chia sẻ liên kết, gặp 554 đọc xem điều gì bị phản đối.
    .example = Một thư được khai báo là quá lớn, thư kia chứa thứ không thư nào được có.

pair-501-555 = 555 không biết tham số đó, 501 biết nhưng không đọc được giá trị.
    .mixup = Tham số của `MAIL` và `RCPT` ổn ở máy này lại nhận 555 ở máy kế: DSN hoặc `SMTPUTF8` gửi mà không xem `EHLO`, hay bất cứ tham số nào sau `HELO`. Gmail nói 555 5.5.2 với mọi `MAIL` viết sai, nên thiếu một dấu ngoặc trông như chuyện phần mở rộng.
    .use = Đáp 555 nếu từ khóa không được cung cấp, 501 nếu giá trị viết sai. Gặp 555 bỏ tham số, gặp 501 sửa giá trị.
    .example = Tham số đầu có được cung cấp nhưng điền sai, tham số thứ hai không được cung cấp.

pair-5-1-1-5-1-10 = Theo sổ đăng ký, 5.1.1 là hộp thư không tồn tại và 5.1.10 là tên miền không nhận thư, còn ở Microsoft 5.1.10 lại mang nghĩa thứ nhất.
    .mixup = Exchange báo không tìm thấy người nhận bằng 550 5.1.10. Ai theo sổ đăng ký thì đi tìm một `MX` rỗng không có; ai theo Microsoft thì tìm một người ở tên miền không có thư. Mã phản hồi giúp phân biệt: 556 là `MX` rỗng.
    .use = Máy chủ nên theo sổ đăng ký. Ai đọc thư báo thì hỏi trước hết ai đang nói: dòng có `prod.outlook.com` thì 5.1.10 nghĩa là hộp thư.
    .example = Hộp thư không có nhận 5.1.1, người nhận ở tên miền có `MX` rỗng nhận 5.1.10.

pair-5-7-1-5-7-26 = 5.7.1 là từ chối theo chính sách kiểu bất kỳ, 5.7.26 nói rõ kiểu nào: thư không chứng minh được nó từ đâu tới.
    .mixup = 5.7.1 bao trùm chuyển tiếp, thư rác, danh sách thư đóng và thiếu quyền, nên với phần lớn trường hợp, soát xác thực là vô ích. Với 5.7.26 thì ngược lại: người ta than phiền về danh sách chặn, trong khi SPF và DKIM đều không đạt hoặc không khớp với `From`.
    .use = Có mã chính xác thì hãy nói mã đó. Gặp 5.7.1 đọc phần thông báo; gặp 5.7.26 xem SPF, DKIM và tên miền trong `From`, theo thứ tự ấy, và gửi thử cho chính mình trước đợt thư sau.
    .example = Việc chuyển tiếp bị từ chối theo quy tắc; sau đó một thư không đạt các phép kiểm tra.

pair-5-7-23-5-7-26 = 5.7.23 chỉ là SPF, 5.7.26 là nhiều phép kiểm tra cùng lúc.
    .mixup = Thư được chuyển hướng gần như tự nhiên sẽ không đạt SPF, và 5.7.23 khi đó buộc tội một người gửi có chữ ký DKIM hoàn toàn tốt. Gmail nói 4.7.23 khi thiếu DNS ngược, là chuyện khác, và 5.7.26 cho SPF, DKIM hoặc DMARC.
    .use = Chỉ vì SPF mà từ chối thì phải thận trọng. Gặp 5.7.23 thêm máy gửi vào SPF hoặc gửi qua máy đã có trong đó; gặp 5.7.26 trước hết hãy có chữ ký DKIM của tên miền mình, vì nó sống sót qua chuyển hướng.
    .example = Một máy chủ xét SPF trước nội dung, máy kia xét mọi thứ sau nội dung.

pair-5-7-8-5-7-9 = 5.7.8 nói thông tin đăng nhập sai, 5.7.9 nói chúng có thể đúng mà phương thức quá yếu.
    .mixup = Cả hai hiện ra với người dùng là đăng nhập thất bại. Yahoo gửi 5.7.9 kèm 554 cho thư không đạt DMARC, chẳng liên quan tới đăng nhập nào, còn 5.7.9 của Gmail đòi mật khẩu ứng dụng.
    .use = 5.7.8 đi với 535, 5.7.9 đi với 534. Gặp 5.7.8 sửa thông tin đăng nhập, gặp 5.7.9 đổi cơ chế; và xem mã phản hồi trước khi tin mã nào.
    .example = Mật khẩu sai nhận 5.7.8, mật khẩu đúng trong cơ chế quá yếu nhận 5.7.9.

pair-4-4-1-4-4-2 = Với 4.4.1 không có kết nối nào thành, với 4.4.2 có một kết nối bị đứt.
    .mixup = Với 4.4.1 người ta tìm xem máy kế tiếp đã đáp gì mà không thấy: nó chưa hề lên tiếng. Với 4.4.2 thì có, và lệnh cuối trong nhật ký là manh mối, dù là hết giờ, thiết bị tự ý giới hạn cỡ gói tin, hay trình quét virus xử lý quá lâu. Exchange có 5.4.1 mang nghĩa khác: từ chối người nhận.
    .use = Máy chủ của bạn tự ghi 4.4.1 vào hàng đợi khi không ai trả lời; 4.4.2 thì bên nào cũng ghi. Gặp 4.4.1 xem DNS, tường lửa và cổng 25 có mở không; gặp 4.4.2 xem thời hạn chờ và những gì nằm giữa.
    .example = Một máy chuyển tiếp không tới được máy kế tiếp và báo như vậy; trên kết nối khác không có gì đến nữa, và nó bị đóng.

pair-5-5-1-5-5-2 = 5.5.1 là lệnh đúng nhưng không hợp lúc này hoặc chỗ này, 5.5.2 là dòng mà máy chủ không hiểu nổi.
    .mixup = Exchange gửi 5.5.2 kèm 503 khi sai thứ tự, và vài máy chủ gửi 5.5.1 kèm 500 cho từ lạ, nên mã phản hồi đáng tin hơn. 5.5.2 kèm 555 của Gmail là `MAIL` hoặc `RCPT` viết sai.
    .use = 5.5.1 đứng cạnh 502 và 503, 5.5.2 đứng cạnh 500 và dành cho dấu kết thúc dòng và base64. Gặp 5.5.1 xem thứ tự và danh sách `EHLO`, gặp 5.5.2 xem thực sự đã gửi gì, từng byte một.
    .example = Từ lạ thì không đọc nổi; người nhận khi chưa có `MAIL` chỉ là chưa tới lượt.

pair-550-5-7-1 = 550 là lời từ chối, 5.7.1 theo sau nói rằng đó là chính sách chứ không phải địa chỉ.
    .mixup = Trình xử lý thư báo loại mọi địa chỉ gặp 550 sẽ gạch bỏ người nhận có thật chỉ vì người gửi bị chặn hoặc danh sách thư đóng. Chỉ 5.1.x sau 550 mới có nghĩa là địa chỉ có vấn đề.
    .use = Hãy gửi cả hai, vì 550 trơ trọi bắt người đọc phải đoán. Ai nhận 550 5.7.1 thì để yên địa chỉ và tìm chính sách: chuyển tiếp, quyền, uy tín, nội dung.
    .example = Cả hai dòng đều là 550, dòng đầu nói về chính sách, dòng thứ hai về hộp thư.

pair-421-4-7-0 = 421 đóng kết nối, 4.7.0 nói lý do là bảo mật hoặc chính sách và không nói rõ hơn.
    .mixup = Nó bị hiểu là sự cố của phía kia, trong khi chuyện là ở bạn: quá nhiều lỗi, quá nhiều lần đăng nhập hỏng, uy tín kém, tốc độ gửi. Kết nối lại ngay làm mọi thứ tệ hơn.
    .use = Máy chủ gửi 421 kèm 4.7.0 khi lý do là hành vi, kèm 4.3.2 hoặc 4.4.2 khi là bảo trì hoặc im lặng. Ai nhận được thì chậm lại và xem các dòng trước đó.
    .example = Thêm một lệnh lạ nữa, và máy chủ đóng vì hành vi của máy khách.

pair-250-5-1-1 = 250 ở máy chủ đầu và 5.1.1 trong thư báo không mâu thuẫn: chúng đến từ hai máy chủ.
    .mixup = Ứng dụng ghi 250 và tính là đã giao; vài phút sau thư báo nói không có người dùng đó. 250 chỉ có nghĩa là máy chủ đầu nhận trách nhiệm, còn máy kế tiếp biết rõ hơn. Danh sách chỉ dựa vào phản hồi SMTP không bao giờ phát hiện những địa chỉ như vậy.
    .use = Máy chủ có thể biết người nhận của mình thì từ chối ở `RCPT` chứ không trả thư về sau. Bên gửi đọc cả thư báo lẫn phản hồi, và ghép chúng nhờ một địa chỉ trả về riêng.
    .example = Cổng nối (gateway) chấp nhận lỗi gõ, và máy chủ phía sau từ chối.
