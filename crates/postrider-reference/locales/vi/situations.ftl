### Các tình huống mà thư bị từ chối: kết luận, vì sao xảy ra, cách xử lý, và cách kiểm tra cho chắc.

## Phiên

situation-ehlo-missing = Máy khách chưa gửi `EHLO` khi gửi lệnh này.
    .cause = Chương trình đi thẳng từ lời chào tới `MAIL`, `STARTTLS` hoặc `AUTH`; mã socket tự viết và thư viện phải tự gọi từng bước hay làm vậy. Hoặc đã có `EHLO`, nhưng nó bị từ chối và không ai xem phản hồi.
    .fix = Người phụ trách chương trình hãy cho nó gửi `EHLO` kèm tên máy của mình, chờ 250 rồi mới đi tiếp. `RSET` không thay đổi gì ở đây: chưa có gì để xóa.
    .check = Trước lệnh bị từ chối có `EHLO` không, và nó có được đáp bằng 250 không?

situation-helo-not-ehlo = Máy khách chào bằng `HELO`, nên máy chủ không cung cấp phần mở rộng nào cho nó.
    .cause = `AUTH`, `STARTTLS` và các tham số chỉ có sau `EHLO`. Các lớp PHP cũ, máy in và máy quét dùng `HELO`; swaks với `--protocol SMTP` hoặc `SMTPS` cũng vậy. Máy khách khi đó không thấy `AUTH` và đi tiếp mà không đăng nhập, rồi lời từ chối về sau hiện ra như lỗi chuyển tiếp.
    .fix = Cho chương trình chào bằng `EHLO`: nhiều thư viện làm vậy khi đã cấu hình tên máy hoặc thông tin đăng nhập, smtp-cli thì dùng `--force-ehlo`, swaks thì dùng giao thức mặc định. Có thể gửi nó ngay trong phiên đó, không cần kết nối mới.
    .check = Đoạn hội thoại có từ nào trong hai từ đó, và có các dòng bắt đầu bằng `250-` trả về không?

situation-auth-before-tls = Máy khách tìm cách đăng nhập khi kết nối chưa được mã hóa.
    .cause = Máy chủ chỉ nhận `AUTH` qua TLS, mà máy khách chưa bật TLS. Phần lớn máy chủ chỉ liệt kê `AUTH` sau bắt tay TLS; một số, trong đó có Amazon SES, liệt kê cả khi chưa mã hóa nhưng vẫn từ chối.
    .fix = Bật TLS trong máy khách để thứ tự là `STARTTLS`, lại `EHLO`, rồi `AUTH`: swaks cần `--tls`, JavaMail cần `mail.smtp.starttls.enable=true`, smtplib cần gọi `starttls()` trước `login()`. Hoặc dùng cổng 465 với TLS ngay từ byte đầu tiên. Mật khẩu chưa được xét tới, nên cứ để nguyên.
    .check = `AUTH` có trong phản hồi cho `EHLO` gần nhất không, và lúc phản hồi đó đến thì TLS đã hoạt động chưa?

situation-no-ehlo-after-tls = Máy khách không gửi lại `EHLO` sau bắt tay TLS.
    .cause = Bắt tay TLS đưa phiên về trạng thái ban đầu, và mọi điều đã nói hay đã cung cấp trước đó không còn hiệu lực. Mã nguồn tự đi từng bước hay quên `EHLO` thứ hai, và lỗi thường chỉ lộ ra ở `AUTH` hoặc `MAIL`.
    .fix = Người phụ trách chương trình cho gửi `EHLO` ngay sau bắt tay TLS và đọc danh sách mới. Máy chủ chưa xét tới việc đăng nhập; `RSET` hay mật khẩu mới đều không ích gì.
    .check = Giữa bắt tay TLS và lệnh bị từ chối có `EHLO` không?

situation-auth-not-offered = Máy khách muốn đăng nhập, nhưng máy chủ này không cho đăng nhập ở đây.
    .cause = Cổng này dành cho thư giữa các máy chủ (thường là 25), hoặc máy này là máy chuyển tiếp nhận biết máy khách qua địa chỉ. Nhiều máy chủ cũng giấu `AUTH` cho tới khi TLS hoạt động.
    .fix = Dùng máy chủ gửi thư (submission) của nhà cung cấp ở cổng 587 hoặc 465 với TLS. Nếu đó là máy chuyển tiếp nhận thư không cần đăng nhập, hãy để trống tên người dùng và mật khẩu (`auth off` trong msmtp).
    .check = Phản hồi cho `EHLO` sau bắt tay TLS có liệt kê `AUTH` không?

situation-starttls-required = Máy chủ không nhận gì trước khi kết nối được mã hóa.
    .cause = Máy khách nói chuyện không mã hóa, vì nó chưa bật TLS, hoặc vì nó không thấy `STARTTLS` trong danh sách và vẫn đi tiếp. Gmail, Amazon SES và Microsoft 365 từ chối điều đó ở các cổng gửi thư (submission).
    .fix = Bật `STARTTLS` cho máy chủ này (JavaMail `mail.smtp.starttls.enable=true`, PHPMailer `SMTPSecure = 'tls'`, .NET `EnableSsl = true`), hoặc dùng cổng 465 nếu thư viện nói được TLS ngay từ đầu; `SmtpClient` của .NET thì không. Sau bắt tay TLS là lại `EHLO`, rồi mới đăng nhập.
    .check = Phản hồi cho `EHLO` có liệt kê `STARTTLS` không? Nếu có thì chính máy khách đã không dùng nó.

situation-auth-required = Máy chủ đòi đăng nhập rồi mới nhận thư.
    .cause = Chưa đặt tên người dùng và mật khẩu, hoặc chương trình không tìm thấy chúng cho tên máy chủ này. Hoặc đăng nhập đã thất bại mà máy khách vẫn đi tiếp tới `MAIL`. Sau `HELO`, hoặc khi chưa mã hóa, cũng có thể nó không thấy là có cho đăng nhập.
    .fix = Đặt tên người dùng và mật khẩu trong chương trình, và chỉ cho nó đi tiếp sau 235. JavaMail cần `mail.smtp.auth=true`, PHPMailer cần `SMTPAuth = true`, Postfix cần `smtp_sasl_auth_enable = yes` cùng một dòng cho máy chủ này trong `smtp_sasl_password_maps`, Exim trên Debian cần một dòng trong `passwd.client` cho cái tên mà máy chủ đó đang mang hiện nay. `RSET` không đăng nhập hộ ai.
    .check = Trước `MAIL` có `AUTH` không, và nó có được đáp bằng 235 không?

situation-nested-mail = Máy khách gửi `MAIL` khi một thư khác vẫn đang mở.
    .cause = Một thư trước đó hỏng giữa chừng, và kết nối được dùng lại nguyên trạng: kết nối giữ lại và bể kết nối (connection pool) hay như vậy, ví dụ `SMTPKeepAlive` của PHPMailer. Từ đó mọi thư trên kết nối này đều thất bại.
    .fix = Chương trình gửi `RSET` sau mỗi thư hỏng, hoặc đóng kết nối. Rồi tìm thất bại đầu tiên và sửa nó.
    .check = Thư trước lệnh `MAIL` này ra sao: đã kết thúc với 250, hay bị từ chối ở đâu đó?

situation-rcpt-before-mail = Máy khách nêu người nhận khi máy chủ chưa chấp nhận người gửi.
    .cause = `MAIL` đã bị từ chối mà máy khách không để ý và vẫn đi tiếp; khi đó 503 chỉ là tiếng vọng của lời từ chối ấy. Hiếm hơn là `MAIL` chưa hề được gửi.
    .fix = Đọc phản hồi cho `MAIL` và sửa điều nó nêu: dòng đó chính là chẩn đoán. Chương trình không được đi tiếp sau một lời từ chối.
    .check = `MAIL` đã được đáp bằng gì?

situation-data-after-refused-rcpt = Mọi người nhận đều đã bị từ chối, nên không còn ai để gửi nội dung tới.
    .cause = Dòng này là tiếng vọng. Lý do nằm ở các phản hồi cho `RCPT` trước đó: địa chỉ không có, không được chuyển tiếp khi chưa đăng nhập, một giới hạn. Máy khách gửi lệnh theo nhóm thường báo lời từ chối cuối cùng và che mất lời đầu tiên.
    .fix = Chẩn đoán lời từ chối `RCPT` đầu tiên và sửa đúng lỗi đó. Sau phản hồi này chương trình không gửi nội dung, và báo các phản hồi cho `RCPT` tới người dùng.
    .check = Mỗi `RCPT` đã được đáp bằng gì? Nếu nhật ký chỉ có dòng cuối, hãy tăng mức chi tiết của nó.

situation-auth-twice = Máy khách tìm cách đăng nhập lần thứ hai, hoặc giữa chừng một thư.
    .cause = Một phiên có một lần đăng nhập, và phiên này đã dùng lần đó: bể kết nối (connection pool) và kết nối giữ lại mà đăng nhập trước mỗi thư sẽ vấp chỗ này. Từ `MAIL` cho tới khi thư kết thúc cũng không được đăng nhập.
    .fix = Chương trình đăng nhập một lần cho mỗi kết nối, ngay sau `EHLO`, rồi đi tiếp với `MAIL`. Tài khoản khác cần kết nối khác.
    .check = Trước lệnh `AUTH` bị từ chối có 235 hay có `MAIL` đang mở không?

situation-auth-mechanism = Máy khách chọn cách đăng nhập mà máy chủ không cung cấp.
    .cause = Cơ chế được ghi cứng trong chương trình chứ không lấy từ danh sách: `PLAIN` với máy chủ chỉ có `LOGIN`, hoặc `CRAM-MD5` mà ít máy chủ còn dùng. 535 cũng có thể mang nghĩa này, và khi đó nghe như sai mật khẩu.
    .fix = Cho chương trình chọn từ danh sách đến sau bắt tay TLS, hoặc đặt một cơ chế có trong đó. Nếu chỉ có `XOAUTH2` thì mật khẩu không được nhận, và chương trình cần OAuth.
    .check = Sau `AUTH` trong phản hồi cho `EHLO` gần nhất có những cơ chế nào?

situation-auth-base64 = Máy chủ không giải mã được câu trả lời cho `AUTH`, hoặc máy khách đã hủy đăng nhập.
    .cause = Chuỗi base64 có ngắt dòng ở giữa, hoặc được tạo từ văn bản có ký tự xuống dòng ở cuối, hoặc dữ liệu được gửi mà không đổi sang base64. Hoặc shell đã nuốt mất một `$` hay dấu gạch chéo ngược trong mật khẩu. Dòng `*` nghĩa là chính máy khách bỏ cuộc.
    .fix = Đổi sang base64 không ngắt dòng và không có ký tự xuống dòng ở cuối (`printf`, không phải `echo`; `base64 -w0` với công cụ GNU); `PLAIN` cần một byte NUL, tên người dùng, một byte NUL, mật khẩu. Trong shell hãy đặt mật khẩu trong dấu nháy đơn. Sau `*` hãy xem nhật ký của máy khách: lỗi nằm ở đó.
    .check = Giải mã câu trả lời thì được gì: có đúng tên người dùng không, và sau mật khẩu có thừa gì không?

situation-early-talker = Máy khách nói khi chưa tới lượt.
    .cause = Một script đổ mọi dòng cùng lúc vào telnet hoặc netcat; chương trình phát tán thư rác cũng làm vậy, nên máy chủ mới để ý điều này. Hoặc máy khách gửi lệnh theo nhóm dù `PIPELINING` không được cung cấp.
    .fix = Người phụ trách chương trình cho nó chờ lời chào và chờ từng phản hồi. Chỉ được gửi theo nhóm khi có `PIPELINING` trong danh sách, và nhóm phải kết thúc ở `EHLO`, `STARTTLS`, `AUTH`, `DATA` và `QUIT`. Muốn thử bằng tay, hãy dùng swaks.
    .check = Có gì rời máy khách trước 220, hoặc trước phản hồi cho lệnh đứng trước không?

situation-not-smtp = Thứ đến cổng thư không phải là SMTP.
    .cause = Máy khách bắt đầu TLS ở cổng vốn bắt đầu không mã hóa. Hoặc trình duyệt, trình quét cổng hay phép kiểm tra tình trạng (health check) qua HTTP đã vào nhầm cổng, hoặc văn bản của thư đến ở chỗ máy chủ chờ lệnh.
    .fix = Người vận hành máy khách kiểm tra cổng và kiểu TLS: 465 dùng TLS từ byte đầu tiên, 25 và 587 bắt đầu không mã hóa. Trình quét cổng thì cứ mặc kệ.
    .check = Những byte đầu tiên là gì: `16 03` là bắt tay TLS, `GET` hoặc `POST` là HTTP?

situation-content-as-commands = Máy chủ đọc văn bản của thư như các lệnh.
    .cause = `DATA` đã bị từ chối mà máy khách vẫn gửi nội dung. Hoặc số byte của một khối `BDAT` bị đếm sai, chẳng hạn vì đếm ký tự, nên phần còn lại bị coi là lệnh.
    .fix = Chương trình chỉ gửi nội dung sau 354, và với `BDAT` thì đếm byte. Lỗi cần sửa nằm ở lời từ chối đầu tiên của phiên; hàng loạt 500 và 502 sau nó chỉ gây nhiễu.
    .check = `DATA` đã được đáp bằng gì, và lời từ chối đầu tiên trước đó là gì?

situation-unknown-parameter = Máy chủ không chấp nhận một tham số của `MAIL` hoặc `RCPT`.
    .cause = Thường là do địa chỉ: thiếu dấu ngoặc nhọn, hoặc có từ thứ hai đứng sau, thì một phần của nó bị coi là tham số. Nếu không thì máy khách đã dùng `SIZE=`, `BODY=`, `AUTH=`, `SMTPUTF8`, `RET=` hoặc `NOTIFY=` mà không được cung cấp, hoặc máy chủ công bố một phần mở rộng mà chính nó không biết nhận.
    .fix = Chương trình đặt riêng địa chỉ trong dấu ngoặc nhọn, `MAIL FROM:<alice@example.org>`, và chỉ dùng những gì `EHLO` gần nhất liệt kê. Nếu tham số có trong danh sách, quản trị viên của máy chủ phải sửa hoặc cập nhật nó; trong lúc chờ, Postfix ở phía gửi có thể bỏ qua một từ khóa (`smtp_discard_ehlo_keywords`).
    .check = Chính xác thì sau địa chỉ trong `MAIL` và `RCPT` có gì, và nó có trong phản hồi cho `EHLO` không?

situation-too-many-errors = Máy chủ kết thúc phiên sau quá nhiều lỗi.
    .cause = Nội dung bị gửi như lệnh, máy khách lặp mãi một lệnh đã bị từ chối, hoặc một danh sách có nhiều địa chỉ không tồn tại được đem ra thử. Postfix đếm lỗi và dừng ở `smtpd_hard_error_limit`.
    .fix = Sửa lỗi đầu tiên của phiên, vì phần lớn lỗi khác bắt nguồn từ nó. Nếu đó là những người nhận không tồn tại, hãy làm sạch danh sách.
    .check = Lời từ chối đầu tiên trong phiên này là gì?

## Kết nối và TLS

situation-wrong-tls-mode = Máy khách và cổng không khớp nhau về cách bắt đầu TLS.
    .cause = Cổng 465 dùng TLS từ byte đầu tiên, 25 và 587 bắt đầu không mã hóa rồi chuyển bằng `STARTTLS`. Bắt đầu nhầm kiểu thì máy khách đọc 220 như một bản ghi TLS (`wrong version number`, `first record does not look like a TLS handshake`), hoặc chờ một lời chào không bao giờ đến. Chưa hề có lần đăng nhập nào, dù chương trình nói gì.
    .fix = Đặt đúng cặp trong máy khách: 465 với TLS ngầm, tức implicit TLS (Nodemailer `secure: true`, PHPMailer `SMTPSecure = 'ssl'`, smtplib `SMTP_SSL`, Django `EMAIL_USE_SSL`), hoặc 587 với `STARTTLS` (`secure: false`, `'tls'`, `starttls()`, `EMAIL_USE_TLS`).
    .check = Với 587, `openssl s_client -starttls smtp -connect mail.example.org:587` phải hiện ra chứng chỉ; với 465 thì là `openssl s_client -connect mail.example.org:465`.

situation-port-blocked = Không kết nối được tới máy chủ.
    .cause = Sai tên máy hay sai cổng, hoặc máy chủ ngừng chạy (`Connection refused`: máy vẫn có đó nhưng không có gì lắng nghe ở cổng ấy). Hoặc có tường lửa ở giữa (`No route to host` thường là câu trả lời của nó). Nếu hoàn toàn không có gì trả lời, thường là do nhà cung cấp hoặc dịch vụ đám mây chặn cổng 25 chiều ra, như vẫn thường làm với máy mới. Không thư nào bị từ chối, vì chưa ai nói gì.
    .fix = Chương trình có tài khoản thì gửi qua 587 hoặc 465 thay vì 25. Quản trị viên máy chủ thư xin nhà cung cấp mở cổng 25, hoặc gửi qua máy chủ trung chuyển (smarthost); nếu chỉ riêng máy này không tới được, quản trị viên của nó phải xem lại.
    .check = `nc -vz mail.example.org 25` có kết nối được không, khi thay máy này bằng các máy chủ thư khác, và khi chạy từ mạng khác?

situation-dns-name = Tên của máy hoặc tên miền không tồn tại trong DNS.
    .cause = Gõ sai trong địa chỉ hoặc trong cấu hình, hoặc tên miền đã hết hạn hay không có cả `MX` lẫn bản ghi địa chỉ. Trong container, đó có thể là một tên chỉ tồn tại ở mạng khác.
    .fix = Ai đã ghi tên đó thì sửa lại. Nếu tên đúng, chủ tên miền công bố một `MX`.
    .check = `dig MX example.org` và `dig A example.org` cho biết gì với tên đó, đúng từng chữ như trong dòng?

situation-dns-failure = DNS không đưa ra câu trả lời dùng được, nên không biết tên có tồn tại hay không.
    .cause = Bộ phân giải của máy gửi ngừng chạy hoặc không tới được. Hoặc các máy chủ tên miền của tên miền đó ngừng chạy, trả lời khác nhau, hay chữ ký DNSSEC của nó bị hỏng.
    .fix = Hàng đợi tự thử lại. Nếu nhiều tên miền bị lỗi, quản trị viên bên gửi xem `/etc/resolv.conf` và bộ phân giải; nếu chỉ một tên miền bị, chủ của nó xem phần ủy quyền (delegation) và DNSSEC.
    .check = Bộ phân giải khác có trả lời không, và `dig +cd` có trả lời ở chỗ `dig` không kèm tùy chọn chỉ nhận `SERVFAIL` không? Nếu có thì đó là do DNSSEC.

situation-null-mx = Tên miền nói trong DNS rằng nó không nhận thư.
    .cause = `MX` của nó chỉ là một dấu chấm: `MX` rỗng (null MX). Phần lớn là do gõ nhầm địa chỉ, hoặc tên miền chỉ dùng cho trang web; tên miền thì có tồn tại, dù có thư báo nói là không tìm thấy. Nếu đó là tên miền của người gửi, bên nhận từ chối những người gửi mà không ai trả lời được.
    .fix = Sửa địa chỉ, hoặc hỏi người nhận địa chỉ khác; thử lại là vô ích. Nếu nói về chính tên miền gửi của bạn, hãy công bố một `MX` thật cho nó, hoặc gửi từ tên miền đã có.
    .check = `dig MX example.org` có cho thấy `0 .` và không gì khác không?

situation-cert-verify = Chứng chỉ của máy chủ không được chấp nhận.
    .cause = Chứng chỉ đã hết hạn, được cấp cho tên khác với tên máy khách hỏi, là chứng chỉ tự ký, hoặc thiếu chứng chỉ trung gian. Ở phía gửi thì có thể bộ chứng chỉ CA đã cũ. Giữa các máy chủ, bản ghi `TLSA` (DANE) hoặc chính sách MTA-STS có thể không khớp với chứng chỉ mới gia hạn.
    .fix = Máy khách dùng đúng tên máy ghi trong chứng chỉ và có bộ chứng chỉ CA mới. Quản trị viên của máy chủ cài chứng chỉ hợp lệ với đủ chuỗi chứng chỉ, và công bố bản ghi `TLSA` mới trước khi đổi khóa. Đừng tắt việc kiểm tra: không có nó, bất cứ ai ở giữa cũng lấy được mật khẩu.
    .check = `openssl s_client -starttls smtp -connect mail.example.org:587 -verify_return_error` cho thấy tên nào, ngày hết hạn nào và bên cấp nào?

situation-tls-version = Hai bên không có phiên bản TLS hay bộ mật mã (cipher suite) chung nào.
    .cause = Một bên đã cũ: Java 7, PHP hoặc .NET cũ, máy in và thiết bị chuyên dụng chỉ nói được TLS 1.0. Hoặc một bên quá nghiêm ngặt và đã tắt thứ bên kia cần.
    .fix = Cập nhật bên cũ, và cho phép TLS 1.2 và 1.3 ở cả hai; với .NET hãy để hệ thống tự chọn phiên bản. Thiết bị không nâng cấp được thì gửi qua máy chuyển tiếp trong mạng của nó.
    .check = Máy chủ nhận phiên bản nào: thử `openssl s_client -starttls smtp -connect mail.example.org:587 -tls1_2`, rồi `-tls1_3`.

situation-tls-unavailable = `STARTTLS` không có hoặc không hoạt động trên kết nối này.
    .cause = Máy chủ không đọc được khóa hoặc chứng chỉ của nó, thường là sau khi gia hạn. Hoặc tường lửa có chức năng kiểm tra SMTP, hay trình quét virus trên máy khách, đã giấu từ khóa đó.
    .fix = Quản trị viên của máy chủ đọc phần nhật ký về TLS (đường dẫn tệp, quyền truy cập, khóa có thuộc về chứng chỉ không). Quản trị viên mạng tắt chức năng kiểm tra SMTP; cổng 465 cũng tránh được nó. Trong lúc đó đừng gửi mật khẩu không mã hóa.
    .check = Lời chào có đầy `*`, hoặc một từ khóa trong phản hồi cho `EHLO` có đầy `X` không? Nếu có thì trên đường có tường lửa.

situation-tls-demanded-by-receiver = Bên nhận chỉ nhận thư này qua TLS, mà nó đến không mã hóa.
    .cause = TLS bị tắt cho thư gửi đi, hoặc máy chủ gửi quay về không mã hóa sau khi bắt tay TLS thất bại. Hiếm hơn là chính thư đòi `REQUIRETLS`, mà một máy chủ trên đường không đáp ứng được.
    .fix = Quản trị viên bên gửi bật TLS cho thư gửi đi (Postfix `smtp_tls_security_level = may`, hoặc `dane`). Với `REQUIRETLS`, người gửi quyết định có cho thư đi mà không cần nó hay không.
    .check = Trên kết nối này máy chủ gửi có nói `STARTTLS` không, và nhật ký của nó ghi gì về bắt tay TLS?

situation-timeout = Một bên đã chờ bên kia quá lâu.
    .cause = Máy chủ chậm đưa ra lời chào hoặc phản hồi cuối, vì tra cứu DNS hay vì bộ lọc nội dung, và máy khách bỏ cuộc quá sớm. Nếu lần nào cũng đứt giữa nội dung thì gói tin bị mất trên đường (MTU sai, tường lửa). Sau khi hết thời gian chờ, phản hồi đến muộn dễ bị tưởng là của lệnh kế tiếp.
    .fix = Cho máy khách chờ: năm phút với lời chào và phần lớn phản hồi, mười phút sau dấu chấm kết thúc (`Timeout` trong PHPMailer, `timeout` trong smtplib, `greetingTimeout` và `socketTimeout` trong Nodemailer). Quản trị viên hai bên tìm bộ lọc chậm, hoặc nơi gói tin bị mất. Hết thời gian chờ sau dấu chấm kết thúc có thể khiến thư được giao hai lần.
    .check = Sự im lặng bắt đầu sau lệnh nào, và ai bỏ cuộc sau bao nhiêu giây?

situation-connection-lost = Kết nối bị đứt giữa chừng.
    .cause = Một trong hai bên, hoặc một thiết bị ở giữa, đã đóng kết nối. Máy chủ ngắt những máy khách mà nó không ưa hoặc kết nối quá nhiều; có thể chính nó đã bị sập; ở cổng 465 nó ngắt khi máy khách bắt đầu không mã hóa; tường lửa quên đi một kết nối im lặng. Không phản hồi nào cho biết đó là trường hợp nào.
    .fix = Xem kết nối đứt sau lệnh nào và nhật ký của máy chủ ghi gì vào lúc ấy. Đối chiếu lại tên máy, cổng và kiểu TLS (465 dùng TLS từ byte đầu tiên, 587 với `STARTTLS`), rồi thử lại. Nếu đứt sau dấu chấm kết thúc, thư vẫn có thể đã được giao.
    .check = Kết nối đứt sau lệnh nào, ngay lập tức hay sau một lúc chờ, và từ mạng khác có như vậy không?

situation-retry-waits = Máy chủ gửi đang chờ đến lần thử kế tiếp.
    .cause = Những lần thử trước với máy này đã thất bại, nên chưa đến giờ thì máy chủ gửi không hỏi lại; trong lượt chạy này không có gì được gửi. Vì sao chúng thất bại thì xem ở các dòng trước của nhật ký.
    .fix = Với dòng này không cần làm gì: máy chủ tự thử lại, và báo nếu nó bỏ cuộc. Muốn biết nguyên nhân, hãy chẩn đoán lần thất bại gần nhất với chính máy ấy.
    .check = Các dòng trước của nhật ký nói gì về máy này, và lần thử kế tiếp là khi nào (Exim: `exinext example.org`)?

## Đăng nhập

situation-bad-credentials = Máy chủ không chấp nhận tên người dùng hoặc mật khẩu.
    .cause = Mật khẩu đã cũ hoặc gõ sai, hoặc tên người dùng không ở dạng máy chủ muốn (cả địa chỉ, hay chỉ phần đầu của nó). Hoặc thông tin đăng nhập thuộc về máy chủ khác: Amazon SES cần thông tin đăng nhập SMTP chứ không phải khóa AWS, SendGrid cần tên người dùng `apikey`. Thứ tự và TLS đều đúng, nếu không đã chẳng có câu trả lời này.
    .fix = Chủ tài khoản thử chính thông tin đó trong webmail rồi nhập lại vào chương trình, không có dấu cách hay ký tự xuống dòng ở hai đầu. Thử quá nhiều lần có thể khiến tài khoản bị khóa một lúc.
    .check = Cùng thông tin đăng nhập đó có dùng được với chương trình khác, tại cùng máy chủ và cổng không?

situation-app-password = Ở đây nhà cung cấp không nhận mật khẩu thường của tài khoản.
    .cause = Tài khoản bật xác minh hai bước, hoặc nhà cung cấp không còn nhận mật khẩu thường từ chương trình. Bản thân mật khẩu rất có thể đúng. Gmail cần mật khẩu ứng dụng, QQ cần mã ủy quyền, Microsoft 365 thường cần OAuth.
    .fix = Chủ tài khoản tạo mật khẩu ứng dụng và nhập vào chương trình, bỏ các dấu cách. Ở nơi không có mật khẩu ứng dụng, chương trình phải đăng nhập bằng `XOAUTH2`, hoặc quản trị viên cho gửi qua máy chuyển tiếp.
    .check = Phần thiết lập bảo mật của tài khoản có bật xác minh hai bước không, và có cho tạo mật khẩu ứng dụng không?

situation-smtp-auth-disabled = Đăng nhập qua SMTP đã bị tắt cho hộp thư này.
    .cause = Tổ chức hoặc hộp thư không cho phép; ở Microsoft 365 đó là mặc định, và các mặc định bảo mật (security defaults) cũng tắt nó. TLS và mật khẩu không liên quan, dù chương trình nói gì về kết nối an toàn.
    .fix = Quản trị viên cho phép hộp thư gửi qua SMTP có xác thực (đặt `SmtpClientAuthenticationDisabled` thành `$false`). Hoặc chương trình dùng OAuth, HTTP API của nhà cung cấp, hay một connector chuyển tiếp.
    .check = SMTP có xác thực có được phép cho hộp thư và cho cả tổ chức không?

situation-auth-temporary = Lúc này máy chủ không kiểm tra được thông tin đăng nhập.
    .cause = Nơi giữ mật khẩu (dịch vụ thư mục, cơ sở dữ liệu, dịch vụ xác thực của Dovecot) ngừng chạy hoặc chậm. Hoặc đăng nhập đến quá dồn dập: Amazon SES cũng nói 454 khi vượt giới hạn tốc độ gửi. Mật khẩu chưa được xét tới.
    .fix = Chương trình chờ rồi thử lại, và giữ kết nối thay vì đăng nhập cho từng thư. Nếu kéo dài, quản trị viên của máy chủ xem dịch vụ đó. Đừng đổi mật khẩu.
    .check = Vài phút sau, cùng thông tin đăng nhập đó có dùng được không, và nhật ký máy chủ ghi gì về việc kiểm tra mật khẩu?

situation-account-disabled = Nhà cung cấp đã đình chỉ tài khoản gửi.
    .cause = Tài khoản đã gửi thư rác (thường là sau khi lộ mật khẩu), bị nhà cung cấp coi là bất thường, hoặc chưa được thanh toán phí. Một số nhà cung cấp chỉ muốn chủ tài khoản đăng nhập bằng trình duyệt và xác nhận.
    .fix = Chủ tài khoản đăng nhập trên web, làm điều được yêu cầu ở đó, đổi mật khẩu nếu có thể đã bị lộ, và viết cho nhà cung cấp. Thử thêm qua SMTP chỉ làm tệ hơn.
    .check = Đăng nhập bằng trình duyệt thì tài khoản hiện điều gì, và nó đã thật sự gửi những thư nào?

situation-sender-not-owned = Tài khoản không được gửi với địa chỉ người gửi này.
    .cause = Địa chỉ trong `MAIL` hoặc `From` không phải của tài khoản đăng nhập: biểu mẫu web gửi dưới tên khách truy cập, máy chủ chuyển hướng thư, `root` của một máy. Hoặc không ai đăng nhập, mà địa chỉ lại thuộc về người dùng của chính máy chủ. Ở các dịch vụ gửi thư thì địa chỉ hoặc tên miền chưa từng được xác minh.
    .fix = Gửi bằng địa chỉ của tài khoản và đặt người kia vào `Reply-To`. Hoặc đăng nhập với tư cách chủ của địa chỉ, hoặc xin thêm quyền: quyền gửi với tư cách (send-as) ở Microsoft, danh tính đã xác minh ở Amazon SES, `smtpd_sender_login_maps` trong Postfix. Người nhận không có gì sai, dù lời từ chối đến ở `RCPT`.
    .check = Thư bị từ chối đi với tài khoản đăng nhập nào, `MAIL` nào và `From` nào?

## Người nhận

situation-relay-denied = Máy chủ không chuyển tiếp thư tới tên miền đó cho máy khách này.
    .cause = Không ai đăng nhập, và tên miền của người nhận không thuộc về máy chủ: máy khách thiếu tên người dùng và mật khẩu, hoặc dùng cổng 25. Nếu máy từ chối chính là `MX` của tên miền, quản trị viên của nó đã quên khai báo tên miền. Với mã tạm thời thì cũng vậy, và chờ không ích gì.
    .fix = Máy khách đăng nhập ở cổng gửi thư (submission), hoặc dùng máy chủ của nhà cung cấp của mình. Nếu `MX` của người nhận từ chối, chỉ quản trị viên của nó xử lý được: thêm tên miền (Postfix `mydestination`, `virtual_mailbox_domains` hoặc `relay_domains`), hoặc sửa bản ghi `MX`.
    .check = Máy từ chối có trong kết quả `dig MX example.org` với tên miền của người nhận không? Nếu không, trước đó có 235 không?

situation-user-unknown = Tên miền không có người nhận này.
    .cause = Gõ nhầm, hoặc người đó đã nghỉ. Hiếm hơn là dịch vụ thư mục bên nhận chưa đồng bộ, hoặc một máy chủ trên đường tưởng tên miền là của mình và tìm người dùng ngay tại đó: máy chủ web biết tên miền của trang web nó chạy hay làm vậy.
    .fix = Người gửi sửa địa chỉ hoặc bỏ nó khỏi danh sách; thử thêm cũng không khá hơn. Nếu địa chỉ chắc chắn tồn tại, hãy xem ai đã từ chối: nếu là máy chủ của bạn thì nó phải thôi coi tên miền đó là của mình (Postfix `mydestination`, sendmail `local-host-names`), nếu là máy bên kia thì họ phải sửa dịch vụ thư mục.
    .check = Máy nào nói vậy: máy của bạn, hay máy có trong `MX` của tên miền người nhận?

situation-mailbox-moved = Người nhận nay có địa chỉ khác.
    .cause = Người đó đã chuyển sang nhà cung cấp hoặc công ty khác, hoặc địa chỉ nay thuộc về người khác. Một số máy chủ nêu địa chỉ mới ngay trong dòng.
    .fix = Người gửi hỏi người đó và sửa sổ địa chỉ. Chỉ lấy địa chỉ mới từ dòng phản hồi nếu bạn tin máy chủ đã viết ra nó.
    .check = Dòng phản hồi có nêu địa chỉ mới không, và người đó có xác nhận không?

situation-mailbox-full = Hộp thư của người nhận hết chỗ.
    .cause = Hạn mức đã dùng hết, đôi khi chỉ vì một thư lớn hoặc một thư mục bị quên. Tài khoản đầy suốt nhiều tuần thường là đã bị bỏ.
    .fix = Người nhận xóa bớt thư hoặc được cấp hạn mức lớn hơn, rồi có thể gửi lại thư; hãy báo cho họ bằng cách khác. Quản trị viên không muốn vì vậy mà có thư báo thì để lời từ chối là tạm thời (Dovecot `quota_full_tempfail = yes`).
    .check = Thư nhỏ hơn có qua được không, và hộp thư đã đầy bao nhiêu ngày?

situation-mailbox-disabled = Hộp thư của người nhận đã bị tắt.
    .cause = Tài khoản đã bị đóng, bị đình chỉ, hoặc bị bỏ và lâu không dùng.
    .fix = Người gửi liên lạc với người đó bằng cách khác và bỏ địa chỉ khỏi danh sách: cứ viết tới hộp thư chết sẽ làm tổn hại uy tín của người gửi. Chỉ quản trị viên bên nhận mới mở lại được.
    .check = Người đó còn dùng địa chỉ này không?

situation-recipient-rate = Người nhận này đang nhận nhiều thư hơn mức bên nhận cho phép với một hộp thư.
    .cause = Thư dồn dập tới một địa chỉ: cảnh báo từ hệ thống giám sát, vòng lặp của các thư trả lời tự động, hoặc thư của nhiều người gửi cùng lúc, điều mà bạn không tác động được.
    .fix = Hàng đợi tự thử lại. Ai gửi cảnh báo thì gộp nhiều cái vào một thư hoặc gửi ít đi.
    .check = Có bao nhiêu thư tới địa chỉ này đang chờ trong hàng đợi, và cái gì đã tạo ra chúng?

situation-too-many-recipients = Thư có nhiều người nhận hơn mức máy chủ nhận trong một lần.
    .cause = Đã chạm giới hạn của một giao dịch; máy chủ nào đáng ra cũng phải nhận được 100 người nhận, nhưng một số nhận ít hơn. Những người nhận đã được 250 vẫn được chấp nhận và không bị ảnh hưởng. Một số nhà cung cấp dùng chính những lời này cho giới hạn trong ngày của tài khoản.
    .fix = Chương trình hoàn tất thư này, rồi gửi lại cho những người còn lại trong giao dịch khác; máy chủ thư tự làm việc đó. Với danh sách lớn, hãy dùng phần mềm danh sách thư hoặc dịch vụ gửi thư.
    .check = Lời từ chối `RCPT` đầu tiên đến ở người nhận thứ mấy, và phản hồi cho `EHLO` có nêu `LIMITS` hay phần thông báo có nêu con số không?

## Người gửi và tốc độ gửi

situation-sender-domain = Tên miền trong địa chỉ người gửi không tồn tại trong DNS.
    .cause = Người gửi trên phong bì là một tên cục bộ, như `root@localhost.localdomain` hoặc tên kết thúc bằng `.local`, từ một script hay máy chủ web chưa từng được đặt địa chỉ. Hoặc tên miền đã mất bản ghi, chẳng hạn tên miền con nhận thư báo mà dịch vụ gửi thư yêu cầu. Mã tạm thời chỉ có nghĩa là thư sẽ được thử vô ích suốt nhiều ngày.
    .fix = Quản trị viên bên gửi đặt một tên miền thật: `myorigin` trong Postfix, việc thay tên máy (masquerading) trong sendmail, người gửi trên phong bì trong chương trình (`-f` với sendmail). Với dịch vụ gửi thư, hãy công bố `MX` và các bản ghi khác mà dịch vụ nêu.
    .check = Tên miền trong `MAIL` có `MX` hoặc địa chỉ không: `dig MX example.org`?

situation-sender-rejected = Bên nhận không muốn địa chỉ người gửi này.
    .cause = Địa chỉ nằm trong một danh sách của bên nhận, hoặc bên nhận đã hỏi chính máy chủ của người gửi xem địa chỉ có tồn tại không và nhận câu trả lời là không. Với người gửi rỗng, `MAIL FROM:<>`, thì chính máy chủ từ chối mới sai: thư báo không gửi được đến theo cách đó, và máy chủ nào cũng phải nhận.
    .fix = Người gửi dùng một địa chỉ có tồn tại và nhận được thư, và nếu địa chỉ bị chặn thì hỏi quản trị viên thư của bên nhận. Nếu `<>` bị từ chối, quản trị viên bên nhận miễn kiểm tra này cho nó.
    .check = Thư gửi tới địa chỉ của người gửi có đến nơi không, kể cả thư báo?

situation-address-syntax = Một địa chỉ sai dạng.
    .cause = Trên phong bì có tên hiển thị, một danh sách ngăn bằng dấu phẩy, dấu cách, hoặc ký tự xuống dòng lấy từ tệp; thiếu dấu ngoặc nhọn; hoặc tên miền kết thúc bằng dấu chấm. Các phản hồi 503 ở phía sau chỉ là hệ quả của lời từ chối này.
    .fix = Chương trình đặt đúng một địa chỉ trần vào mỗi `MAIL` và `RCPT`, cắt bỏ dấu cách và ký tự xuống dòng, và kiểm tra những gì người dùng gõ vào. Tên người thì thuộc về `From` và `To` của thư.
    .check = Giữa hai dấu ngoặc nhọn trong lệnh bị từ chối có gì, xét từng byte một?

situation-greylisting = Bên nhận bảo người gửi này quay lại sau (danh sách xám, greylisting).
    .cause = Bên nhận chưa từng thấy tổ hợp máy gửi, người gửi và người nhận này. Máy chủ thư thì quay lại, nhiều thư rác thì không; sau đó thư qua ngay.
    .fix = Không ai phải làm gì: hàng đợi thử lại sau vài phút. Chỉ chương trình không có hàng đợi mới phải nhờ một máy chủ thư gửi giúp. Bên gửi lớn thì phải quay lại từ cùng địa chỉ hoặc cùng mạng.
    .check = Cùng thư đó có qua được trong vòng một giờ không? Nếu bị hoãn nhiều giờ thì không phải danh sách xám (greylisting).

situation-too-many-connections = Máy khách mở nhiều kết nối hơn, hoặc gửi nhiều hơn trên một kết nối, so với mức máy chủ cho phép.
    .cause = Nhiều tiến trình hoặc một bể kết nối (connection pool) cùng lúc giao thư tới một bên nhận, hoặc một chương trình không bao giờ đóng kết nối. Sau một địa chỉ dùng chung, nhiều bên gửi bị đếm gộp.
    .fix = Quản trị viên bên gửi giảm số kết nối song song tới bên nhận này (Postfix `smtp_destination_concurrency_limit`, Nodemailer `maxConnections`) và gửi nhiều thư trên một kết nối. Phần còn lại hàng đợi sẽ gửi sau.
    .check = Lúc đó có bao nhiêu kết nối tới bên nhận này đang mở, tính trên mọi chương trình ở sau địa chỉ?

situation-rate-limited = Lúc này bên nhận không nhận thêm từ người gửi này: quá nhiều thư đã đến, hoặc quá nhiều người khiếu nại.
    .cause = Thư nhiều hơn mức bên nhận chấp nhận từ một bên có uy tín như vậy: địa chỉ mới, chiến dịch gửi đột ngột, hoặc người dùng của họ khiếu nại. Trên hosting dùng chung, đó có thể là thư của hàng xóm. Với mã tạm thời thì đó là hoãn, chưa phải từ chối.
    .fix = Hàng đợi thử lại; quản trị viên bên gửi giảm tốc độ gửi tới toàn bộ bên nhận đó và tăng dần số lượng qua nhiều ngày. Bỏ khỏi danh sách những người khiếu nại hoặc không tồn tại, ký DKIM, tham gia kênh phản hồi khiếu nại của nhà cung cấp.
    .check = Trong vài giờ qua đã gửi gì tới bên nhận này, và công cụ cho quản trị viên thư của họ nói gì về địa chỉ và tên miền của bạn?

situation-quota-exceeded = Tài khoản đã gửi hết mức nhà cung cấp cho phép vào lúc này.
    .cause = Giới hạn của một giờ hoặc một ngày đã dùng hết, vì một đợt gửi hàng loạt, một chương trình chạy lặp, hoặc kẻ đã lấy cắp mật khẩu. Tài khoản mới có giới hạn thấp.
    .fix = Chờ tới khi sang kỳ mới; chủ tài khoản xin giới hạn cao hơn hoặc dùng dịch vụ gửi thư cho các đợt gửi hàng loạt. Nếu bạn không gửi nhiều như vậy, hãy đổi mật khẩu.
    .check = Tài khoản ghi đã gửi bao nhiêu thư, và có phải tất cả là của bạn không?

## Uy tín và xác thực

situation-ip-blocklisted = Địa chỉ IP gửi thư này nằm trong một danh sách chặn.
    .cause = Thư rác đã đến từ nó (trang web bị chiếm, mật khẩu bị lộ), từ hàng xóm của nó, hoặc từ người dùng nó trước đây. Hoặc đó là địa chỉ mạng gia đình hay đám mây, loại vốn không nên giao thư trực tiếp, mà danh sách PBL của Spamhaus cố ý liệt kê. Thư và người nhận không liên quan.
    .fix = Quản trị viên bên gửi tìm danh sách mà dòng phản hồi nêu, chấm dứt nguyên nhân, rồi xin gỡ ở đó. Từ mạng gia đình, hãy dùng máy chủ gửi thư (submission) của nhà cung cấp ở cổng 587 và đăng nhập: với mạng như vậy, xin gỡ không ích gì. Thử lại ngay không thay đổi được gì.
    .check = Dòng phản hồi nêu danh sách nào, và trang tra cứu của nó nói gì về địa chỉ này?

situation-domain-blocklisted = Một tên miền trong thư nằm trong danh sách chặn.
    .cause = Tên miền của người gửi bị liệt kê, hoặc tên miền mà một liên kết trong thư dẫn tới: dịch vụ rút gọn liên kết, trang web bị chiếm, tên miền theo dõi dùng chung.
    .fix = Tra tên miền đó trong danh sách mà dòng phản hồi nêu. Chủ của nó chấm dứt nguyên nhân và xin gỡ; người gửi bỏ liên kết của người khác đi, hoặc dùng tên miền theo dõi của riêng mình.
    .check = Dòng phản hồi nêu tên miền nào và danh sách nào, và thư bỏ liên kết đi thì có qua không?

situation-low-reputation = Bên nhận chưa đủ tin địa chỉ hoặc tên miền này.
    .cause = Những gì bên nhận tự ghi lại về nó đều xấu (khiếu nại, thư tới địa chỉ không có, bẫy thư rác) hoặc còn trống, như với địa chỉ hay tên miền mới. Không có danh sách công khai nào để xin gỡ.
    .fix = Quản trị viên bên gửi chỉnh cho đúng SPF, DKIM, DMARC và DNS ngược, gửi ít, chỉ gửi thứ người ta muốn nhận, rồi tăng dần số lượng qua nhiều tuần. Với thư lẻ, gửi qua máy chuyển tiếp có uy tín tốt là xong ngay.
    .check = Công cụ cho quản trị viên thư của bên nhận hiện gì cho địa chỉ và tên miền của bạn?

situation-ptr-missing = Địa chỉ IP gửi không có DNS ngược phù hợp.
    .cause = Địa chỉ không có bản ghi `PTR`, chỉ có tên chung chung của nhà cung cấp, hoặc có tên không dẫn ngược về địa chỉ. Thường chỉ IPv6 bị thiếu, và thư đã đi qua IPv6. Một số bên nhận từ chối vì điều này ngay ở lời chào, trước khi ai nói gì.
    .fix = Bên sở hữu địa chỉ (nhà cung cấp máy chủ, trong trang quản lý của họ) đặt `PTR` thành tên đầy đủ của máy chủ thư; cho tên đó một bản ghi `A` hoặc `AAAA` trỏ về địa chỉ. Hoặc gửi qua địa chỉ đã có cả hai.
    .check = `dig -x 192.0.2.1` (với địa chỉ của bạn) có cho ra tên không, và tên đó có cho ra lại địa chỉ không?

situation-helo-rejected = Máy chủ không chấp nhận tên mà máy khách đưa ra trong `EHLO`.
    .cause = Tên đó là `localhost`, một tên ngắn hoặc cục bộ, `[127.0.0.1]`, trống, có dấu gạch dưới, hoặc là tên của chính bên nhận. Thư viện lấy nó từ máy, và trong container thì hiếm khi đó là tên thật. Dù phản hồi là tạm thời (máy chuyển tiếp của Gmail nói 421), thử lại thì kết quả vẫn vậy.
    .fix = Đặt tên đầy đủ của máy này như DNS biết: `local_hostname` trong smtplib, `name` trong Nodemailer, `Helo` trong PHPMailer, `mail.smtp.localhost` trong JavaMail, `smtp_helo_name` trong Postfix. Nếu không có tên, hãy dùng địa chỉ trong ngoặc vuông, `[192.0.2.1]`.
    .check = Sau `EHLO` là gì, và DNS có biết tên đó không?

situation-spf-fail = SPF không đạt: máy gửi không có trong danh sách của tên miền người gửi.
    .cause = Máy chủ hoặc dịch vụ gửi thư mới chưa từng được thêm vào bản ghi, hoặc thư đi ra qua IPv6 mà chỉ IPv4 có trong đó. Thư chuyển hướng cũng không đạt, vì nó đến từ máy chuyển hướng. Hoặc bản ghi bị hỏng: có hai bản ghi, hoặc cần hơn mười lần tra cứu.
    .fix = Quản trị viên của tên miền trong `MAIL` thêm máy gửi hoặc `include:` của dịch vụ vào bản ghi. Máy chuyển hướng viết lại người gửi trên phong bì (SRS). Ai không sửa được bản ghi thì gửi qua máy đã có trong đó.
    .check = `dig TXT example.org` cho tên miền trong `MAIL` có liệt kê địa chỉ mà lời từ chối nêu không?

situation-dkim-fail = DKIM không đạt: không có chữ ký nào hợp lệ.
    .cause = Thư không được ký, hoặc khóa không có trong DNS dưới selector mà chữ ký nêu. Hoặc có thứ đã sửa thư sau khi ký: dòng chân trang, cổng nối (gateway), danh sách thư, một dòng bị ngắt trên đường.
    .fix = Quản trị viên bên gửi công bố khóa, ký ở bước cuối cùng, và sau đó không đụng tới thư nữa. Khi đổi khóa, khóa cũ ở lại trong DNS thêm vài ngày.
    .check = `dig TXT selector._domainkey.example.org` (theo `s=` và `d=` của chữ ký) có cho ra khóa không, và một bản gửi tới nhà cung cấp khác có đạt không?

situation-dmarc-fail = DMARC không đạt: cả SPF lẫn DKIM đều không bảo đảm cho tên miền trong `From`.
    .cause = Thư được xác thực cho tên miền khác với tên miền trong `From`, hoặc không cho tên miền nào: dịch vụ gửi thư ký bằng tên của nó, biểu mẫu đặt địa chỉ của khách truy cập vào `From`, thư chuyển hướng, danh sách thư thêm dòng chân trang. Bên nhận làm theo điều chính sách của tên miền đó yêu cầu.
    .fix = Quản trị viên bên gửi ký DKIM đúng bằng tên miền trong `From`, và đưa máy gửi vào bản ghi SPF của nó. Biểu mẫu dùng địa chỉ của chính mình trong `From` và địa chỉ của khách truy cập trong `Reply-To`; với những tên miền như vậy, danh sách thư đặt chính mình vào `From`.
    .check = Tên miền nào có trong `From`, trong `d=` của chữ ký và trong `MAIL`, và `dig TXT _dmarc.example.org` nói gì?

situation-unauthenticated = Bên nhận đòi SPF hoặc DKIM phải đạt, mà cả hai đều không đạt.
    .cause = Tên miền không công bố bản ghi SPF, hoặc bản ghi thiếu máy này (thường chính địa chỉ IPv6 của nó bị quên), và thư không có chữ ký DKIM nào hợp lệ. Gmail từ chối thư như vậy của bất cứ ai; bản thân phiên thì không sai gì.
    .fix = Quản trị viên bên gửi ký DKIM và đưa mọi địa chỉ gửi vào SPF. Với thư của một chương trình hay một máy, nhanh nhất là gửi qua máy chủ thư của tên miền.
    .check = Địa chỉ nào đã gửi, SPF của tên miền trong `MAIL` có liệt kê nó không, và `Authentication-Results` ở nhà cung cấp khác nói gì?

situation-arc-fail = Chuỗi dấu niêm phong ARC trên thư chuyển hướng này bị hỏng.
    .cause = Máy chuyển hướng hoặc danh sách thư đã niêm phong thư rồi lại sửa nó, hoặc niêm phong bằng khóa không có trong DNS. Tác giả của thư không liên quan.
    .fix = Quản trị viên của máy chuyển hướng cho ARC niêm phong sau cùng và công bố khóa của nó. Người gửi chỉ có thể liên lạc trực tiếp với người nhận.
    .check = `i=` cao nhất trong các trường `ARC-Seal` là bao nhiêu, và `d=` của nó là tên miền của ai?

## Thư

situation-spam-content = Bộ lọc coi thư này là thư rác hoặc lừa đảo.
    .cause = Liên kết, lời văn hoặc tệp đính kèm trông như thư rác, hoặc uy tín của người gửi được tính nặng hơn lời văn. Thư thử chỉ có một từ và một liên kết rất hay bị như vậy.
    .fix = Người gửi xem lại liên kết và tệp đính kèm, viết văn bản đàng hoàng, và báo cho người nhận hoặc quản trị viên thư của họ, kèm nguyên dòng. Gửi đi gửi lại chỉ làm tệ hơn.
    .check = Văn bản thuần không có liên kết và tệp đính kèm có qua được tới cùng người nhận không?

situation-sender-restricted = Người nhận chỉ nhận thư từ một số người gửi.
    .cause = Địa chỉ là một nhóm dành cho thành viên hoặc cho người trong tổ chức, hoặc người nhận đã chặn người gửi này. Danh sách thư có kiểm duyệt cũng nói vậy.
    .fix = Chủ nhóm, hoặc người nhận, cho phép người gửi; người gửi hỏi họ bằng cách khác. Ở máy chủ gửi không có gì phải thay đổi.
    .check = Người nhận có phải là nhóm không, và thư của một thành viên có qua không?

situation-attachment-blocked = Bên nhận không nhận loại tệp đính kèm này.
    .cause = Chương trình, script và tệp văn phòng có macro bị từ chối theo tên hoặc theo nội dung, kể cả trong tệp nén. Tệp nén có mật khẩu thường bị từ chối vì không xem được bên trong.
    .fix = Người gửi chia sẻ tệp qua liên kết, hoặc ở dạng khác (PDF thay cho tài liệu có macro). Đổi tên tệp hiếm khi giúp được và trông còn đáng ngờ hơn.
    .check = Dòng phản hồi nêu tệp nào, và thư bỏ tệp đó đi thì có qua không?

situation-virus = Trình quét tìm thấy mã độc trong thư.
    .cause = Một tệp trong thư bị nhiễm, hoặc một liên kết dẫn tới mã độc; thỉnh thoảng đó là báo nhầm, với một chương trình chưa ai biết.
    .fix = Người gửi cho quét chiếc máy là nguồn của tệp, và không gửi gì cho tới khi máy sạch. Nếu biết chắc tệp là tốt, hãy cho quản trị viên của trình quét biết tên tệp và tên mã độc mà nó báo.
    .check = Dòng phản hồi nêu tên mã độc nào, và các trình quét khác có thấy nó trong cùng tệp không?

situation-message-too-big = Thư lớn hơn mức máy chủ cho phép.
    .cause = Tệp đính kèm tăng hơn một phần ba khi truyền (base64), và giới hạn tính cả bức thư như khi gửi đi. Vì vậy tệp 20 MB không qua được ở nơi cho phép 25 MB.
    .fix = Người gửi nên gửi ít đi, hoặc gửi liên kết; thử lại không ích gì. Quản trị viên bên nhận có thể nâng giới hạn (`message_size_limit` trong Postfix), trên mọi máy chủ dọc đường đi.
    .check = `SIZE` trong phản hồi cho `EHLO` ghi bao nhiêu byte, và sau khi mã hóa (base64) thì thư lớn bao nhiêu?

situation-storage = Máy chủ hết chỗ cho thư này.
    .cause = Đĩa hoặc hàng đợi của nó đã đầy. Postfix từ chối ngay khi chỗ trống ít hơn một lần rưỡi `message_size_limit`, nên giới hạn cao trên đĩa nhỏ là đủ gây ra. Đây không phải hộp thư của người nhận.
    .fix = Hàng đợi thử lại. Quản trị viên bên nhận giải phóng chỗ trên đĩa chứa hàng đợi, hoặc hạ giới hạn.
    .check = Trên máy chủ đó, `df` cho thấy còn bao nhiêu chỗ cho hàng đợi, và `df -i` còn bao nhiêu inode?

situation-bare-lf = Thư có những dòng không kết thúc bằng CRLF.
    .cause = Nội dung được tạo chỉ với LF, hoặc có một CR lẻ: văn bản từ Windows bị chuyển đổi hai lần, dòng tiến độ do một chương trình in ra. Từ sau các cuộc tấn công lén đưa thư (SMTP smuggling) năm 2023, máy chủ từ chối thư như vậy thay vì sửa giúp.
    .fix = Chương trình kết thúc mỗi dòng bằng CRLF, đúng một lần; thư viện thư làm việc đó thay bạn. Script thì bỏ các CR thừa (`tr -d '\r'`) trước khi giao văn bản cho sendmail hoặc msmtp, hai chương trình này thêm đúng dấu kết thúc dòng.
    .check = `od -c` cho thấy gì ở cuối các dòng của thư lúc nó rời chương trình?

situation-line-too-long = Một dòng của thư dài hơn 998 byte.
    .cause = HTML hoặc JSON viết liền một mạch, không qua cách mã hóa nào có ngắt dòng; hoặc một trường tiêu đề như `References` hay `To` chưa từng được ngắt dòng.
    .fix = Chương trình mã hóa phần thân bằng quoted-printable hoặc base64 và ngắt dòng các trường tiêu đề dài; thư viện thư làm cả hai.
    .check = `LC_ALL=C awk 'length > 998' message.eml` in ra những dòng quá dài.

situation-malformed-message = Phần tiêu đề hoặc cấu trúc của thư không hợp lệ.
    .cause = `From`, `Date` hoặc `Message-ID` bị thiếu hay có hai lần, một tên có chữ ngoài ASCII không được mã hóa, hoặc các phần MIME không được đóng. Phần lớn là do thư được ghép bằng tay như văn bản, có khi thiếu dòng trống sau phần tiêu đề.
    .fix = Chương trình tạo thư bằng thư viện thư, với đúng một `From` chứa địa chỉ hợp lệ. Biểu mẫu không được để khách truy cập ghi vào trường tiêu đề.
    .check = Trong thư thô, `From`, `Date`, `Subject` và `Message-ID` có mỗi thứ đúng một lần, và có dòng trống sau phần tiêu đề không?

situation-eai = Thư cần `SMTPUTF8`, mà máy chủ kế tiếp không cung cấp.
    .cause = Một trường tiêu đề có chữ ngoài ASCII chưa được mã hóa, thường là chủ đề hoặc một tên. Hoặc chính một địa chỉ có chữ như vậy. Thường thì máy chủ gửi nhận ra trước, nên phía bên kia chưa từ chối gì.
    .fix = Chương trình mã hóa chủ đề và tên theo MIME (thư viện thư nào cũng làm được), và viết tên miền ở dạng `xn--`. Địa chỉ có chữ như vậy trước `@` thì cần máy chủ có `SMTPUTF8` trên suốt đường đi, hoặc cần một địa chỉ ASCII.
    .check = `SMTPUTF8` có trong phản hồi cho `EHLO` không, và phần tiêu đề thô có byte lớn hơn 127 ở đâu?

situation-eight-bit = Thư có nội dung 8 bit, mà một máy chủ trên đường chỉ nhận 7 bit.
    .cause = Phần thân là UTF-8 thô, mà `8BITMIME` không được cung cấp, hoặc được cung cấp bởi một máy chủ có chặng kế tiếp không nhận được; Exchange cũ thuộc trường hợp sau.
    .fix = Chương trình mã hóa phần thân bằng quoted-printable hoặc base64, đi đâu cũng qua. Nếu một máy chủ công bố điều nó không làm được, quản trị viên của nó phải sửa; Postfix ở phía gửi có thể bỏ qua từ khóa đó (`smtp_discard_ehlo_keywords = 8bitmime`) và tự mã hóa.
    .check = `8BITMIME` có trong phản hồi cho `EHLO` không, và thư có `Content-Transfer-Encoding` nào?

situation-chunking-broken = Việc gửi thư theo khối (`BDAT`) bị hỏng.
    .cause = Tường lửa hoặc proxy trên đường cho `CHUNKING` đi qua mà không xử lý được. Hoặc chương trình đếm ký tự thay vì byte, hay đi tiếp sau một khối bị từ chối.
    .fix = Chương trình đếm byte, và sau một khối bị từ chối thì gửi `RSET` rồi bắt đầu lại bằng `MAIL`. Quản trị viên tắt `CHUNKING` ở một đầu: `smtpd_discard_ehlo_keywords = chunking` trong Postfix, `hosts_try_chunking` trong Exim ở phía gửi.
    .check = Cùng thư đó gửi bằng `DATA` có qua không?

situation-loop = Thư cứ chạy vòng quanh giữa cùng một nhóm máy chủ.
    .cause = Hai địa chỉ hoặc hai hệ thống chuyển hướng cho nhau, hoặc `MX` của tên miền dẫn tới một máy không biết tên miền đó là của mình nên lại gửi đi tiếp.
    .fix = Quản trị viên của các máy lặp lại bỏ chuyển hướng ở một đầu, hoặc khai báo ở đó rằng tên miền là của chính máy (`mydestination` hoặc `virtual_mailbox_domains` trong Postfix). Đừng nâng giới hạn số chặng.
    .check = Những máy nào lặp lại trong các trường `Received` của thư bị trả về?

situation-expired = Máy chủ gửi đã thử nhiều ngày và bỏ cuộc.
    .cause = Lần thử nào cũng nhận phản hồi tạm thời hoặc không kết nối được; dòng này do máy chủ bỏ cuộc viết ra, thường là máy của chính bạn. Hay gặp là máy đã tắt, `MX` cũ và tường lửa.
    .fix = Chẩn đoán phản hồi tạm thời cuối cùng trong thư báo: nó nêu nguyên nhân và ai phải xử lý. Chưa ai từ chối thư vĩnh viễn, nên sửa xong là có thể gửi lại.
    .check = Dưới dòng này thư báo trích phản hồi cuối cùng nào, và `MX` của tên miền có trả lời ở cổng 25 không?

## Hệ thống nhận

situation-discarded = Một bộ lọc đã nhận thư rồi vứt đi, sau một phản hồi nói rằng thư đã được chấp nhận.
    .cause = Bộ lọc coi thư là thư rác, mã độc hoặc có tệp bị cấm, và được đặt để vứt những thư như vậy thay vì từ chối. Vì thế người gửi được báo là mọi việc ổn, và không ai nhận được thư báo không gửi được. Bộ lọc tìm thấy gì thì ghi trong dòng đó.
    .fix = Quản trị viên bên nhận xem trong vùng cách ly, nếu thư được giữ ở đó, và cho thư ra; hoặc đặt bộ lọc để từ chối (`D_REJECT` trong Amavis), để người gửi biết. Người gửi chỉ có thể gửi lại thành thư mới, ở dạng khác hoặc bằng đường khác.
    .check = Dòng đó có ghi `Quarantined` hoặc nêu một `quarantine` không, và thư có nằm ở đó không?

situation-server-config = Máy chủ có lỗi của riêng nó và không xét được thư.
    .cause = Một bảng, cơ sở dữ liệu hoặc bộ lọc của nó ngừng chạy hay bị viết sai. Hoặc việc tra danh sách chặn bị hỏng: khi hỏi qua bộ phân giải công cộng, Spamhaus trả về mã lỗi (`127.255.255.254`), và máy chủ coi câu trả lời nào cũng là trúng thì từ chối tất cả mọi người.
    .fix = Quản trị viên của nó đọc nhật ký đúng phút đó; với Spamhaus hãy hỏi qua bộ phân giải của riêng mình hoặc kèm khóa truy cập, và chỉ tính các câu trả lời từ `127.0.0.2` đến `127.0.0.11`. Người gửi chờ, và không phải xin gỡ ở đâu cả.
    .check = Thư từ những người gửi khác có thất bại ở đó không, và nhật ký máy chủ ghi gì vào lúc ấy?

situation-service-unavailable = Lúc này dịch vụ không hoạt động.
    .cause = Máy chủ đang khởi động, đang tắt hoặc quá tải. Nhà cung cấp lớn cũng nói vậy khi không muốn nêu lý do, như một giới hạn dành cho bạn.
    .fix = Hàng đợi tự thử lại với khoảng nghỉ dài dần; chương trình không có hàng đợi thì chờ vài phút. Nếu kéo dài nhiều giờ mà người khác vẫn gửi được, hãy xem lại địa chỉ, tên và tốc độ gửi của chính bạn.
    .check = Cùng lúc đó, thư từ mạng khác có qua được không?

situation-forwarding-off = Tổ chức chuyển hướng thư không cho phép chuyển hướng (forward) ra ngoài.
    .cause = Một hộp thư, hoặc một quy tắc trong đó, chuyển hướng thư tới một địa chỉ ở nơi khác, mà chính sách thư đi của tổ chức cấm điều ấy. Trong Microsoft 365, việc tự động chuyển hướng thư ra ngoài bị tắt cho tới khi có người cho phép. Hộp thư chuyển hướng vẫn nhận được thư.
    .fix = Quản trị viên của tổ chức chuyển hướng cho phép hộp thư đó làm vậy, trong Microsoft 365 bằng chính sách chống thư rác gửi đi (outbound spam policy); hoặc chủ hộp thư bỏ việc chuyển hướng. Người viết thư chỉ có thể gửi thẳng tới địa chỉ cuối cùng.
    .check = Địa chỉ bị từ chối có khác với địa chỉ mà thư được gửi tới không, và hộp thư ở giữa có quy tắc chuyển hướng không?

situation-policy-refused = Một quy tắc của bên nhận cấm thư này, và dòng phản hồi không nói là quy tắc nào.
    .cause = Có thể là bất cứ điều gì, từ mạng của người gửi tới một từ trong văn bản; bên nhận giữ kín quy tắc của mình. Mã chỉ cho biết thêm là có nên thử lại hay không.
    .fix = Người gửi, hoặc quản trị viên bên gửi, viết cho quản trị viên thư của bên nhận bằng đường khác và trích nguyên dòng, kèm thời điểm và mọi con số có trong đó.
    .check = Đổi người gửi, đổi người nhận ở đó, hoặc gửi văn bản thuần thì có bị từ chối như vậy không? Điều tạo ra khác biệt chính là lý do.

situation-client-blocked = Bên nhận từ chối thư từ máy hoặc mạng này.
    .cause = Danh sách truy cập riêng của bên nhận có địa chỉ này, mạng của nó hoặc quốc gia của nó. Đó là quyết định của riêng bên nhận này, không phải danh sách công khai nào.
    .fix = Quản trị viên bên gửi xin quản trị viên thư của bên nhận gỡ ra, viết từ một địa chỉ khác (hộp thư miễn phí là đủ). Trong lúc đó, máy chuyển tiếp ở nơi khác sẽ đưa được thư tới.
    .check = Lời từ chối có đến trước `MAIL` không, và cùng thư đó gửi từ mạng khác có qua không?

situation-host-takes-no-mail = Máy này không nhận thư của bất cứ ai.
    .cause = Nó không phải máy chủ thư, hoặc không còn là máy chủ thư, và nói điều đó ngay ở lời chào (521 hoặc 554). Tên miền không có `MX` nên thư tới địa chỉ trang web của nó, `MX` đã lỗi thời, hoặc chương trình ghi sai máy chủ.
    .fix = Người quản lý tên miền của người nhận sửa `MX` của nó; nếu là trong chương trình thì sửa tên máy chủ. Người gửi hỏi người nhận địa chỉ khác.
    .check = Máy này có trong câu trả lời cho `dig MX example.org` với tên miền của người nhận không?

situation-vrfy-disabled = Máy chủ không cho biết địa chỉ có tồn tại hay không; đó là chuyện thường và không phải lỗi.
    .cause = `VRFY` và `EXPN` bị tắt gần như ở khắp nơi, vì kẻ gửi thư rác từng dùng chúng để dò hỏi. curl gửi `VRFY` khi không được giao gì để tải lên, nên lần đó chưa hề thử gửi thư.
    .fix = Ở máy chủ không cần sửa gì. Để gửi thư bằng curl, hãy đưa thư cho nó bằng `-T FILE`; địa chỉ có được nhận hay không thì chỉ `RCPT` cho biết.
    .check = Máy khách có gửi `MAIL` lần nào không?

## Chỉ thấy được trong đoạn hội thoại

situation-openssl-r-command = `openssl s_client` coi chữ R hoa của `RCPT` là lệnh dành cho chính nó.
    .cause = Dòng bắt đầu bằng `R` khiến `s_client` thỏa thuận lại TLS (renegotiation), dòng bắt đầu bằng `Q` thì kết thúc chương trình. TLS 1.3 không có việc thỏa thuận lại, nên sinh ra lỗi. Máy chủ chưa hề nhận được dòng đó và chưa từ chối gì.
    .fix = Khởi động nó với `-quiet` (hoặc `-ign_eof`) để tắt các lệnh này, hoặc gõ `rcpt to:` bằng chữ thường. Thêm `-crlf` để dấu kết thúc dòng đúng. Để thử thì swaks tiện hơn.
    .check = Ở chỗ đáng ra là phản hồi cho `RCPT`, kết quả in ra có `RENEGOTIATING` không?

situation-auth-initial-response = Máy chủ bỏ qua câu trả lời đi kèm `AUTH` rồi hỏi lại.
    .cause = Máy khách được phép gửi câu trả lời đầu tiên ngay trong dòng `AUTH`; máy chủ này không chờ điều đó, nên từ đấy hai bên lệch nhau một câu trả lời, và tên người dùng hoặc mật khẩu đến sai chỗ. Các máy chủ thử nghiệm nhỏ hay có lỗi này. Khi đó 235 ở cuối không chứng tỏ điều gì.
    .fix = Tác giả của máy chủ cho nó nhận câu trả lời đầu tiên. Trong lúc chờ, hãy dùng máy khách chỉ gửi `AUTH LOGIN` rồi chờ 334, hoặc máy chủ thử nghiệm khác; nếu được cung cấp thì thử `PLAIN`.
    .check = 334 có hỏi `Username:` (`VXNlcm5hbWU6`) dù tên người dùng đã nằm trong dòng `AUTH` không?

situation-other-server-answered = Máy chủ trả lời không phải là máy chủ được gọi.
    .cause = Công ty hosting hoặc mạng chuyển SMTP chiều ra sang máy chủ của chính họ; khi đó lời chào hoặc chứng chỉ mang tên máy chủ ấy. Trình quét virus trên máy và mục sai trong DNS hay tệp hosts cũng gây ra như vậy. Chương trình và mật khẩu không có lỗi.
    .fix = Xin công ty hosting cho kết nối đi qua, hoặc gửi qua máy chủ của họ hay qua HTTP API của nhà cung cấp của bạn. Đừng tắt việc kiểm tra chứng chỉ: chính nó giữ mật khẩu của bạn không lọt vào máy chủ kia.
    .check = 220 và chứng chỉ mang tên nào, và đó có phải tên của máy chủ bạn đã gọi không?

## Từng dòng cụ thể còn nói thêm điều gì ngoài tình huống của nó

advice-exim-unrouteable = Exim không tìm được đường cho địa chỉ này: không có người dùng như vậy, hoặc tên miền trong đó không tồn tại hay máy chủ này không biết. Kiểm tra cả hai nửa của địa chỉ, rồi hỏi DNS về `MX` của tên miền.
advice-gmail-not-authorized = Gmail coi địa chỉ IP này là loại không nên giao thư trực tiếp, như mạng gia đình. Hãy gửi qua máy chuyển tiếp của nhà cung cấp, hoặc nhờ nhà cung cấp bỏ địa chỉ khỏi danh sách địa chỉ động của họ.
advice-gmail-syntax = Đặt địa chỉ trong dấu ngoặc nhọn, không có dấu cách sau dấu hai chấm, như `MAIL FROM:<alice@example.org>`, và chỉ dùng tham số mà `EHLO` liệt kê.
advice-microsoft-access-denied = Microsoft nói điều này khi địa chỉ không tồn tại ở đó. Nếu mọi địa chỉ của tên miền đều bị từ chối như vậy, quản trị viên của nó phải thêm tên miền vào tổ chức (tenant) hoặc đồng bộ lại dịch vụ thư mục.
advice-microsoft-banned-ip = Tìm và chấm dứt thứ đã gửi thư rác, rồi xin gỡ tại `https://sender.office.com/`.
advice-microsoft-no-ipv6 = Tổ chức này không nhận thư qua IPv6: hãy cho máy chủ của bạn gửi tới họ qua IPv4.
advice-mimecast-anti-spoofing = Thư mang người gửi thuộc chính tên miền của bên nhận mà lại đến từ bên ngoài, nên Mimecast coi là giả mạo. Quản trị viên của bên nhận đặt ngoại lệ cho máy này, hoặc bạn gửi bằng địa chỉ khác.
advice-service-suppressed = Dịch vụ gửi thư chưa hề thử: nó nhớ rằng thư tới địa chỉ này từng bị trả về. Nếu nay địa chỉ đã đúng, hãy bỏ nó khỏi danh sách ngừng gửi (suppression list) của dịch vụ rồi gửi lại.

## Các loại thư báo không gửi được

bounce-class-bad-mailbox = Tên miền có nhận thư, nhưng ở đó không ai có địa chỉ này.
    .then = Sửa địa chỉ, hoặc bỏ nó khỏi danh sách; thử lại không thay đổi được gì.

bounce-class-bad-domain = Tên miền của người nhận không tồn tại, hoặc tuyên bố không nhận thư.
    .then = Sửa phần sau `@`.

bounce-class-inactive = Hộp thư có tồn tại, nhưng đã bị tắt hoặc bị bỏ.
    .then = Liên lạc với người đó bằng cách khác, và đừng viết tới địa chỉ này nữa.

bounce-class-full = Hộp thư của người nhận hết chỗ.
    .then = Người nhận phải xóa bớt; hãy thử tiếp trong vài ngày.

bounce-class-restricted = Người nhận chỉ nhận thư từ một số người gửi, và người gửi này không nằm trong đó.
    .then = Xin người nhận, hoặc chủ nhóm, cho phép người gửi.

bounce-class-bad-sender = Địa chỉ người gửi trong `MAIL` không được chấp nhận: tên miền không tồn tại, sai dạng, hoặc tài khoản không được dùng nó.
    .then = Gửi bằng một địa chỉ có tồn tại và máy chủ này được phép dùng.

bounce-class-client-name = Bên nhận không chấp nhận cách máy gửi tự xưng: tên trong `EHLO`, hoặc điều DNS nói về địa chỉ của nó.
    .then = Cho máy một tên đầy đủ, và để bản ghi `PTR` cùng bản ghi địa chỉ của nó trỏ về nhau.

bounce-class-authentication = SPF, DKIM hoặc DMARC không đạt cho tên miền của người gửi, mà bên nhận đòi phải đạt.
    .then = Đưa máy gửi vào SPF, ký DKIM, và để một trong hai khớp với tên miền trong `From`.

bounce-class-login = Máy chủ đòi đăng nhập, hoặc không chấp nhận thông tin đăng nhập đã nhận; lời này thường đến từ máy chủ trung chuyển (smarthost).
    .then = Sửa tên người dùng và mật khẩu cho máy chủ trung chuyển (smarthost); thư không có gì sai.

bounce-class-relay = Máy chủ không phụ trách tên miền của người nhận và không chuyển tiếp thư cho ta.
    .then = Gửi tới đúng máy chủ, hoặc đăng nhập; nếu DNS nêu chính máy này thì quản trị viên của nó đã quên tên miền.

bounce-class-spam = Bộ lọc coi thư này là thư rác hoặc lừa đảo.
    .then = Xem lại liên kết và lời văn, rồi hỏi bên nhận và đưa cho họ nguyên dòng.

bounce-class-blocklist = Địa chỉ hoặc tên miền gửi thư có uy tín xấu, trong một danh sách công khai hoặc ở riêng bên nhận này.
    .then = Tìm danh sách mà dòng phản hồi nêu, chấm dứt điều đã đưa ta vào đó, rồi xin gỡ.

bounce-class-content = Thư sai cấu trúc, hoặc chứa thứ bên nhận không chấp nhận, như một loại tệp đính kèm hoặc virus.
    .then = Gửi ở dạng khác, hoặc không kèm tệp.

bounce-class-size = Thư lớn hơn mức bên nhận cho phép.
    .then = Gửi ít đi, hoặc gửi liên kết; tệp đính kèm tăng thêm một phần ba khi truyền.

bounce-class-policy = Một quy tắc của bên nhận cấm thư này, và dòng phản hồi không nói là quy tắc nào.
    .then = Hỏi bên nhận, và đưa cho họ nguyên dòng.

bounce-class-recipient-limit = Thư có nhiều người nhận hơn mức máy chủ nhận trong một lần.
    .then = Không phải làm gì: những người còn lại sẽ được gửi trong giao dịch khác.

bounce-class-greylisted = Bên nhận chưa biết máy chủ của ta và muốn xem ta có quay lại không.
    .then = Thử lại sau vài phút, từ cùng địa chỉ.

bounce-class-throttled = Quá nhiều thứ đến quá nhanh: kết nối, thư hoặc người nhận.
    .then = Gửi chậm lại tới toàn bộ bên nhận đó; nếu vẫn chưa hết, hãy xem ta đang gửi gì.

bounce-class-system = Hệ thống nhận đang hỏng, thiếu chỗ, hoặc bị cấu hình sai.
    .then = Chờ; nếu kéo dài, báo cho quản trị viên thư bên đó bằng đường khác.

bounce-class-network = Không kết nối được tới máy đó, hoặc kết nối bị đứt.
    .then = Chờ; nếu cũng không tới được máy chủ nào khác, hãy xem mạng của chính ta và cổng 25.

bounce-class-dns = Một lần tra cứu DNS thất bại, nên không ai biết tên có tồn tại hay không.
    .then = Chờ; nếu kéo dài, hãy hỏi một bộ phân giải ở mỗi phía, phía ta và phía họ.

bounce-class-tls = Cần TLS mà không có, hoặc bắt tay TLS hay chứng chỉ bị lỗi.
    .then = Tìm xem lỗi ở phía nào: chứng chỉ, các phiên bản TLS, hay việc cung cấp `STARTTLS`.

bounce-class-protocol = Một lệnh không được hiểu, đến quá sớm, hoặc ở dạng máy chủ không nhận.
    .then = Xem lời từ chối đầu tiên của đoạn hội thoại: các lời sau chỉ là tiếng vọng của nó.

bounce-class-loop = Thư đã đi qua cùng một nhóm máy chủ hết lần này đến lần khác.
    .then = Lần theo các trường `Received` tới hai hệ thống đang gửi cho nhau.

bounce-class-expired = Một máy chủ trên đường đã thử quá lâu và bỏ cuộc.
    .then = Xem phản hồi tạm thời cuối cùng: lý do nằm ở đó, không phải ở dòng này.

bounce-class-unknown = Chưa có quy tắc nào nhận ra dòng này.
    .then = Hãy tự đọc dòng đó; mã của nó cho biết có nên thử lại hay không.
