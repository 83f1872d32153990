cause-no-ehlo = Không có `EHLO` trước `MAIL`
    .meaning = Máy khách đi thẳng từ lời chào tới thư. Máy chủ chưa biết ai đang nói và được dùng những phần mở rộng nào.
    .fix = Gửi `EHLO` kèm tên máy của bạn, rồi lại `MAIL`. `RSET` không thay đổi gì, vì chưa có gì để xóa.

cause-ehlo-refused = `EHLO` bị từ chối mà không ai để ý
    .meaning = Đã có `EHLO`, nhưng phản hồi là lời từ chối: tên trống, hai từ, ký tự lạ, cái tên mà chính sách không ưa. Với máy chủ thì coi như nó chưa từng đến.
    .fix = Đọc phản hồi cho `EHLO`, sửa tên, gửi lại `EHLO` và chờ 250.

cause-helo-instead-of-ehlo = `HELO` ở chỗ cần `EHLO`
    .meaning = `HELO` mở một phiên không có phần mở rộng, nên không có `AUTH`, không có `STARTTLS`, không có tham số. Nhiều máy chủ đáp 503 với thứ chúng không cung cấp; postrider đáp 502.
    .fix = Gửi `EHLO` ngay trong phiên đó, đọc danh sách và đi tiếp từ đấy. Script cũ dùng `HELO` chỉ cần đổi đúng một từ này.

cause-starttls-before-ehlo = `STARTTLS` trước `EHLO`
    .meaning = `STARTTLS` là phần mở rộng, mà phần mở rộng được công bố trong phản hồi cho `EHLO`. Yêu cầu khi chưa được công bố là quá sớm.
    .fix = Gửi `EHLO`, xem `STARTTLS` có trong danh sách không, rồi mới gửi nó.

cause-tls-dropped-ehlo = TLS khiến máy chủ quên `EHLO`
    .meaning = Sau bắt tay TLS, mọi điều nói lúc chưa mã hóa đều vô hiệu, kể cả `EHLO`; phiên trở lại như ngay sau lời chào. Chương trình dùng thư viện phải tự gọi từng bước hay vấp chỗ này.
    .fix = Gửi `EHLO` thêm lần nữa, lần này qua TLS, và đọc danh sách mới: `AUTH` thường chỉ hiện ra ở đó.

cause-auth-before-ehlo = `AUTH` trước `EHLO`
    .meaning = Các cơ chế đăng nhập được cho biết trong phản hồi của `EHLO`, mà máy khách này chưa hỏi. Trong thư viện, đó thường là lời gọi `login()` trên kết nối vừa mở.
    .fix = Gửi `EHLO`, chọn một trong các cơ chế được liệt kê, rồi `AUTH`.

cause-rcpt-before-mail = `RCPT` mà không có `MAIL`
    .meaning = Người nhận đến khi không có thư nào mở: `MAIL` bị bỏ sót, bị từ chối, hoặc thuộc về một thư đã kết thúc.
    .fix = Gửi `MAIL FROM`, chờ 250, rồi `RCPT`. Sau mỗi thư, thư kế tiếp lại bắt đầu bằng `MAIL`.

cause-data-before-mail = `DATA` mà không có `MAIL`
    .meaning = Máy chủ được yêu cầu nhận nội dung mà không có phong bì cho nó. Thường là máy khách gửi tất cả các lệnh mà không đọc phản hồi, và `MAIL` đã thất bại.
    .fix = Gửi `MAIL`, `RCPT` và `DATA` theo thứ tự đó, và dừng ở lệnh đầu tiên không nhận được 250 của mình.

cause-bdat-before-mail = `BDAT` mà không có `MAIL`
    .meaning = Một khối đến khi không có thư nào mở. Máy chủ vẫn phải đọc các byte của nó, và đã bỏ chúng đi.
    .fix = Gửi `RSET` như chuẩn đòi hỏi sau mọi khối bị từ chối, rồi `MAIL` và `RCPT`, và gửi lại khối từ byte đầu tiên.

cause-pipelined-behind-refusal = Lệnh trước nó đã thất bại
    .meaning = Nhiều lệnh được gửi cùng lúc, lệnh đầu bị từ chối, và phần còn lại chỉ có thể hỏng theo. 503 là tiếng vọng; nguyên nhân là 552 trong ví dụ này, hoặc bất cứ mã nào đến trước.
    .fix = Ghép từng phản hồi với từng lệnh và hành động theo lần từ chối đầu tiên. Sửa lỗi đó, rồi gửi lại cả nhóm.

cause-transaction-reset = Thư đang mở đã bị hủy giữa chừng
    .meaning = `RSET`, một `EHLO` thứ hai hoặc TLS chen vào giữa `MAIL` và nội dung, và mỗi thứ đều khiến máy chủ quên thư đang mở. Đoạn mã nguồn giữ kết nối mà gửi `RSET` hoặc `EHLO` sai lúc sẽ gây ra chuyện này.
    .fix = Bắt đầu lại bằng `MAIL` và mọi người nhận. Để giữ kết nối hãy dùng `NOOP`: nó không đụng tới gì.

cause-bdat-after-last = Thêm khối sau khối cuối
    .meaning = Khối mang `LAST` đã kết thúc thư, và thư được nhận hoặc bị từ chối trọn vẹn. Khối đến thêm không thuộc về đâu cả.
    .fix = Đừng gửi lại thư nếu `LAST` đã nhận 250. Gửi `RSET` như chuẩn đòi hỏi ở đây, rồi `MAIL` cho thư tiếp theo.

cause-data-before-rcpt = Chưa có người nhận
    .meaning = `MAIL` đã được chấp nhận, và máy khách sang `DATA` mà chưa nêu ai. Một số máy chủ, trong đó có Postfix, đáp 554 trong trường hợp này.
    .fix = Gửi `RCPT`, rồi `DATA`: thư vẫn đang mở và không cần `RSET`. Kiểm tra trong mã nguồn xem danh sách người nhận có rỗng không.

cause-bdat-before-rcpt = Khối đến khi chưa có người nhận nào
    .meaning = Nội dung đến theo khối khi phong bì chưa có người nhận. Khối đó mất, và thư của nó cũng mất.
    .fix = Gửi `RSET`, rồi `MAIL`, `RCPT` và khối. Với khối, thêm `RCPT` muộn là không đủ.

cause-all-recipients-refused = Mọi người nhận đều bị từ chối trước đó
    .meaning = `RCPT` đã được gửi và lần nào cũng bị từ chối, nên với máy chủ là không có người nhận. Exim và một số khác đáp 503 ở đây, Postfix và postrider đáp 554; LMTP bắt buộc 503.
    .fix = Quay lại các phản hồi cho `RCPT`: địa chỉ không có, chuyển tiếp, giới hạn tốc độ gửi. Sửa điều đó; có thể gửi `RCPT` khác mà không cần `RSET`.

cause-recipient-cap = Nhiều người nhận hơn mức cả hệ thống cho phép
    .meaning = Một hệ thống có thể không nhận thư có nhiều người nhận hơn mức nó cho phép, và khi đó từ chối luôn nội dung dành cho những người đã chấp nhận, bằng 503 thay vì chỉ 452 như thường lệ.
    .fix = Gửi `RSET` và bắt đầu lại với ít người nhận hơn; tìm giới hạn trong phần thông báo hoặc trong dòng `LIMITS` của `EHLO`.

cause-binary-with-data = Nội dung nhị phân đi với `DATA`
    .meaning = `MAIL` đã báo `BODY=BINARYMIME`, và nội dung như vậy chỉ có thể đến theo khối có đếm byte: trong `DATA`, dòng chỉ có dấu chấm có thể xuất hiện ở bất cứ đâu trong đó.
    .fix = Gửi `RSET`, rồi `MAIL`, `RCPT` và `BDAT`; hoặc khai `8BITMIME`, mã hóa nội dung và dùng `DATA`.

cause-nested-mail = `MAIL` thứ hai khi một thư đang mở
    .meaning = Một thư đang mở, và thư không lồng nhau được. 503 này không đụng tới thư đang mở.
    .fix = Làm nốt thư đang mở bằng `RCPT` và `DATA`, hoặc gửi `RSET` rồi `MAIL` mới.

cause-connection-reused = Kết nối mang theo thất bại từ trước
    .meaning = Thư viện giữ lại kết nối sau khi một thư hỏng ở `RCPT`, và phong bì hỏng vẫn đang mở. Vì vậy mọi thư sau trên đó đều nhận 503, và nhật ký ghi một lỗi chẳng liên quan gì tới chúng.
    .fix = Gửi `RSET` trước mỗi thư trên kết nối được giữ lại, hoặc đóng nó sau bất kỳ thất bại nào. Rồi tìm lỗi đầu tiên: đó mới là lỗi cần sửa.

cause-login-missing = Chưa đăng nhập trước `MAIL`
    .meaning = Máy chủ chỉ nhận thư của người đã đăng nhập, và nói điều đó bằng 503. Mã dành cho việc này là 530, và postrider dùng mã đó.
    .fix = Gửi `AUTH` và chờ 235, rồi `MAIL`. Danh sách không có `AUTH`? Vậy phải `STARTTLS` và `EHLO` trước. `RSET` không đăng nhập hộ bạn.

cause-auth-after-mail = `AUTH` sau `MAIL`
    .meaning = Đăng nhập sẽ đổi người gửi của một thư đang mở, nên bị cấm từ `MAIL` cho tới khi thư kết thúc.
    .fix = Gửi `RSET`, rồi `AUTH`, rồi lại `MAIL`. Trong mã nguồn, đưa phần đăng nhập lên ngay sau `EHLO`.

cause-auth-twice = `AUTH` sau khi đã đăng nhập được
    .meaning = Một phiên có một lần đăng nhập, và phiên này đã dùng lần đó. Bể kết nối (connection pool) đăng nhập trước mỗi thư sẽ vấp ở thư thứ hai.
    .fix = Đi tiếp với `MAIL`: bạn đã đăng nhập. Tài khoản khác cần kết nối khác.

cause-auth-not-offered = `AUTH` ở nơi không cung cấp
    .meaning = Phản hồi `EHLO` không có dòng `AUTH`: cổng này dành cho máy chủ khác, hoặc chỉ cho đăng nhập qua TLS. Khi đó Exim và Postfix đáp 503, postrider đáp 502.
    .fix = Gửi `STARTTLS` và `EHLO` rồi xem lại, hoặc tới cổng 587 hay 465. Ở cổng 25 phần lớn không đăng nhập được.

cause-starttls-not-offered = `STARTTLS` ở nơi không cung cấp
    .meaning = Máy chủ không có TLS ở cổng này, hoặc một thiết bị trên đường đã xóa từ khóa đó khỏi phản hồi `EHLO`.
    .fix = Dùng cổng có TLS, như 465, hoặc đề nghị quản trị viên máy chủ cài chứng chỉ. Đừng đi tiếp không mã hóa khi có mật khẩu.

cause-starttls-twice = `STARTTLS` dù TLS đã bật
    .meaning = Kết nối đã được mã hóa, từ byte đầu ở cổng 465 hoặc nhờ `STARTTLS` trước đó. Máy chủ khác đáp 554, 454 hoặc 504 ở đây.
    .fix = Bỏ lệnh này và đi tiếp. Trong thiết lập: TLS ngầm (implicit TLS) và `STARTTLS` là hai lựa chọn, chỉ được bật một.

cause-starttls-in-transaction = `STARTTLS` khi một thư đang mở
    .meaning = TLS đưa phiên về đầu, và thư đang mở sẽ lặng lẽ biến mất. Vì vậy máy chủ muốn bạn nói rõ là bạn bỏ nó.
    .fix = Gửi `RSET`, rồi `STARTTLS` và `EHLO`, và bắt đầu lại thư.

cause-starttls-after-auth = `STARTTLS` sau khi đăng nhập
    .meaning = Việc đăng nhập đã diễn ra không mã hóa, và bắt tay TLS sẽ xóa nó. Mật khẩu đã lộ trước TLS thì TLS sau đó không lấy lại được.
    .fix = Cứ tiếp tục với `MAIL`. Lần sau: `STARTTLS`, `EHLO`, `AUTH`; và nếu mật khẩu đã đi qua mạng không mã hóa, hãy đổi nó.

cause-rcpt-after-bdat = Thêm người nhận sau khi nội dung đã bắt đầu
    .meaning = Từ khối đầu tiên, danh sách người nhận đã đóng. Thư đang gửi không bị hại gì vì lần thử này.
    .fix = Kết thúc bằng `BDAT` kèm `LAST` và gửi thư khác cho người đến muộn, hoặc `RSET` và bắt đầu lại với tất cả.

cause-mail-during-bdat = `MAIL` trước khối cuối
    .meaning = Máy khách tưởng thư của nó đã xong, trong khi khối mang `LAST` chưa hề tới. Thư còn mở cho tới lúc đó.
    .fix = Gửi `BDAT 0 LAST` nếu nội dung đã đủ, hoặc `RSET` nếu chưa; rồi `MAIL`.

cause-data-after-bdat = `DATA` sau `BDAT`
    .meaning = Nội dung đã bắt đầu theo khối, và hai cách không trộn trong một thư. Thư này không thể hoàn tất nữa.
    .fix = Gửi `RSET` và bắt đầu lại thư, chỉ dùng một trong hai cách.

cause-bdat-after-failed-chunk = Thêm khối sau một khối hỏng
    .meaning = Một khối đã bị từ chối, và các khối gửi sau nó sẽ để lại một thư khuyết mất một đoạn. 503 lặp lại điều đó; lý do nằm ở phản hồi cho khối đầu.
    .fix = Gửi `RSET`, sửa điều mà lần từ chối đầu nêu, và bắt đầu lại bằng `MAIL`.

cause-greeting-refused = Lời chào là lời từ chối
    .meaning = Dòng đầu tiên đã là 554 mà máy khách không nhìn. Từ đó mọi thứ trừ `QUIT` đều được đáp 503, và ứng dụng báo sai dòng.
    .fix = Gửi `QUIT` và đọc lời chào: nó có thể nêu danh sách chặn, thiếu tên DNS ngược, hoặc, như ở đây, nói quá sớm. Trong phiên này không gì khác giúp được.

cause-second-ehlo = Nói `EHLO` hai lần
    .meaning = `EHLO` thứ hai là được phép và có tác dụng như `RSET`; máy chủ đáp 503 cho nó là sai. OpenSMTPD được biết là làm vậy.
    .fix = Coi như vô hại và đi tiếp với `MAIL`; hoặc chỉ gửi `EHLO` một lần, và chỉ gửi lại sau `STARTTLS`.

cause-etrn-in-transaction = `ETRN` hoặc `ATRN` sai chỗ
    .meaning = `ETRN` xin lấy thư đang chờ và không hợp lệ khi một thư đang mở; `ATRN` dùng sau khi đăng nhập và ngoài thư. Cả hai đều không có ở postrider, nó đáp 502.
    .fix = Làm nốt thư hoặc gửi `RSET`, rồi mới xin. Với `ATRN` hãy đăng nhập trước.

cause-xclient-in-transaction = `XCLIENT` khi một thư đang mở
    .meaning = Một proxy muốn nói nó thay mặt ai, trong khi một thư đã được bắt đầu dưới tên chính nó.
    .fix = Cho proxy gửi `RSET` rồi `XCLIENT`; đúng ra nó gửi ngay sau `EHLO`. Máy khách không phải proxy không bao giờ cần lệnh này.
