own-client-refused = Máy khách này không được phục vụ
    .cause = Ngay lời chào đã là lời từ chối: một quy tắc về địa chỉ kết nối đã quyết định trước khi nghe bất kỳ lệnh nào. Phiên bản này không có thiết lập nào tạo ra quy tắc như vậy.
    .remedy = Gửi `QUIT` và đừng quay lại ngay: không gì trong thư thay đổi được câu trả lời. Nếu là máy chủ của bạn: dòng nhật ký của phản hồi này ghi rõ máy khách và quy tắc đứng sau.

own-no-mail-host = Máy này không bao giờ nhận thư
    .cause = Ngay trong lời chào, máy nói rằng ở đây không bao giờ nhận thư của bất cứ ai. Phiên bản này không có thiết lập nào tạo ra điều đó; máy chủ này hễ chạy là nhận thư.
    .remedy = Hãy giao thư tới máy khác: xem các bản ghi `MX` của tên miền, và báo cho chủ tên miền nếu chúng dẫn tới đây. Nếu là tên miền của bạn: công bố bản ghi `MX` rỗng thì người gửi khỏi phải gõ cửa.

own-early-talker = Bạn đã nói trước lời chào
    .cause = Dữ liệu đến trước khi máy chủ kịp gửi 220. Chương trình thư thật luôn chờ lời chào; kẻ nói trước thường là công cụ phát tán thư rác, máy khách web, hoặc một proxy mà máy chủ chưa được khai báo.
    .remedy = Đọc lời chào trước, rồi mới gửi `EHLO`. Nếu là máy chủ của bạn: proxy bắt đầu bằng tiêu đề PROXY phải có tên trong `proxy_protocol` của listener.

own-session-refused = Phiên này chỉ còn `QUIT`
    .cause = Lời chào là lời từ chối, và mọi lệnh sau đó nhận cùng một câu trả lời. Lý do nằm ở dòng đầu tiên ấy, không phải ở lệnh vừa nhận 503.
    .remedy = Gửi `QUIT`, đọc lại lời chào và sửa điều nó nêu; muốn thử lại phải mở kết nối mới. Nếu là máy chủ của bạn: tìm trong nhật ký lần từ chối ở lời chào của cùng phiên đó.

own-command-to-no-mail-host = Gửi lệnh tới máy không nhận thư
    .cause = Lời chào là 521 mà máy khách vẫn đi tiếp. Dù hỏi gì, phía sau máy này cũng không có dịch vụ thư.
    .remedy = Gửi `QUIT` và tìm đúng máy trong các bản ghi `MX` của tên miền. Thử lại ở đây không được gì.

own-hello-argument = `EHLO` hoặc `HELO` không có tên dùng được
    .cause = Sau `EHLO` và `HELO` phải là tên máy hoặc địa chỉ trong ngoặc vuông, nhưng thứ gửi đến lại trống, gồm nhiều từ, hoặc có ký tự ngoài ASCII in được. Dấu gạch dưới thì được chấp nhận, vì nhiều máy có.
    .remedy = Đặt tên máy gửi trong chương trình thư: một tên đầy đủ như `host.example.org`, hoặc địa chỉ như `[192.0.2.1]`. Thủ phạm thường gặp là ô thiết lập bỏ trống hoặc tên máy tính có dấu cách.

own-hello-needs-tls = `HELO` ở nơi bắt buộc TLS
    .cause = Listener có `require_tls`, mà sau `HELO` thì không còn đường tới TLS, vì `STARTTLS` chỉ được cung cấp sau `EHLO`. Máy chủ không để bạn đi vào ngõ cụt đó.
    .remedy = Gửi `EHLO`, rồi `STARTTLS`, rồi lại `EHLO`. Nếu chương trình chỉ biết `HELO`, hãy cho nó một cổng có TLS ngay từ đầu. Nếu là máy chủ của bạn: `require_tls` dành cho cổng gửi thư (submission), không dành cho cổng 25.

own-hello-after-refusal = `EHLO` sau lời chào từ chối
    .cause = Phiên đã bị từ chối ngay ở dòng đầu, nên chẳng còn ai để tự giới thiệu. Phản hồi cho `EHLO` và `HELO` không mang mã trạng thái mở rộng cũng không mang định danh.
    .remedy = Gửi `QUIT` và đọc lời chào: lý do thật nằm ở đó. Máy khách chỉ nhìn mã của `EHLO` sẽ báo sai lỗi, vì vậy hãy cho nó hiện cả lời chào.

own-hello-with-weak-tls = `EHLO` qua TLS quá yếu
    .cause = TLS đã được thỏa thuận, nhưng kết quả dưới mức máy chủ cho phép, nên phiên kết thúc ở đây. Phiên bản cũ hơn 1.2 đã hỏng từ lúc bắt tay TLS, và phiên bản này không có thiết lập nào đòi cao hơn.
    .remedy = Gửi `QUIT` và kết nối lại bằng phần mềm TLS hiện hành: phiên bản 1.2 hoặc 1.3 với bộ mật mã (cipher suite) thông thường. Bỏ mã hóa không phải là lối ra.

own-ehlo-first = Thiếu bước tự giới thiệu
    .cause = Trong phiên này chưa có `EHLO` hay `HELO` nào được chấp nhận, hoặc TLS vừa bắt đầu và đã xóa lần trước. Không có nó, máy chủ không biết đang nói với ai và có thể cung cấp những gì.
    .remedy = Gửi `EHLO` kèm tên máy của bạn, chờ đủ các dòng phản hồi, rồi lặp lại lệnh. Sau `STARTTLS`, `EHLO` lần hai là một phần của thủ tục; `RSET` không thay được nó.

own-tls-required = Phải có TLS trước
    .cause = Listener có `require_tls`, còn kết nối vẫn chưa mã hóa. Trước khi có TLS, máy chủ chỉ đáp `EHLO`, `NOOP`, `RSET`, `QUIT` và `STARTTLS`.
    .remedy = Gửi `STARTTLS`, bắt tay TLS, rồi lại `EHLO`, rồi mới tới điều bạn muốn. Trong chương trình thư, hãy chọn `STARTTLS` cho cổng này. Nếu là máy chủ của bạn: ở cổng 25 hãy đặt `require_tls = false`, nếu không, những máy chủ không có TLS sẽ chẳng gửi được gì cho bạn.

own-starttls-active = `STARTTLS` hai lần
    .cause = Kết nối đã được mã hóa, từ byte đầu tiên hoặc nhờ một `STARTTLS` trước đó. SMTP không có TLS lồng trong TLS.
    .remedy = Cứ tiếp tục với `EHLO` hoặc đăng nhập. Có lẽ chương trình được đặt `STARTTLS` trên cổng dùng TLS ngầm (implicit TLS) như 465: ở đó hãy chọn TLS ngay từ đầu, hoặc `STARTTLS` trên cổng 587.

own-starttls-in-transaction = `STARTTLS` giữa chừng một thư
    .cause = Một thư đã được mở bằng `MAIL`, và TLS sẽ khiến máy chủ quên nó. Vì vậy thứ tự là TLS trước, thư sau.
    .remedy = Gửi `RSET`, rồi `STARTTLS`, `EHLO`, và bắt đầu lại thư. Trong chương trình của bạn, hãy đưa `STARTTLS` lên trước `MAIL` đầu tiên.

own-starttls-after-auth = `STARTTLS` sau khi đăng nhập
    .cause = Bạn đã đăng nhập trên kết nối không có TLS, và TLS sẽ xóa luôn lần đăng nhập cùng mọi thứ khác. Ai muốn TLS thì bắt đầu bằng nó.
    .remedy = Cứ tiếp tục không có TLS, hoặc tốt hơn: `QUIT`, kết nối lại và gửi `STARTTLS` trước `AUTH`. Nếu là máy chủ của bạn: đăng nhập không mã hóa được là do `auth_without_tls` hoặc một cơ chế không để lộ mật khẩu; đặt `require_tls` để chấm dứt.

own-behind-starttls = Có dữ liệu theo sau `STARTTLS`
    .cause = Dữ liệu không mã hóa theo ngay sau `STARTTLS` mà không chờ 220. Đó có thể là của kẻ tấn công, chèn vào để trông như đã đi trong TLS, nên kết nối bị đóng.
    .remedy = Cho máy khách chờ 220 và không gửi gì trước khi bắt tay TLS xong: `STARTTLS` là lệnh cuối của một nhóm. Nếu máy khách đã làm đúng mà vẫn thấy lỗi này, có người hoặc thiết bị trên đường đang sửa luồng dữ liệu.

own-tls-too-weak = Gửi lệnh qua TLS quá yếu
    .cause = Kết quả bắt tay TLS không đạt chính sách của máy chủ, và từ đó mọi lệnh trừ `QUIT` đều bị từ chối. TLS dưới 1.2 không bao giờ tới được đây, và phiên bản này không có thiết lập nào nâng mức lên.
    .remedy = Cập nhật thư viện TLS của máy khách, hoặc danh sách phiên bản và bộ mật mã (cipher suite) của nó, rồi kết nối lại. Bản thân phiên này không cứu được.

own-auth-required = Hãy đăng nhập trước
    .cause = Đây là listener với `kind = "submission"`: nó nhận thư gửi tới bất cứ đâu, nên chỉ nhận của người đã đăng nhập. Địa chỉ người gửi của bạn không có gì sai.
    .remedy = Bật xác thực cho thư gửi đi và đăng nhập bằng `AUTH` trước `MAIL`. Nếu đó là máy chủ khác muốn đưa thư tới, nó cần cổng 25. Nếu là máy chủ của bạn: listener hướng ra mạng có `kind = "mx"`.

own-auth-ended = Lần đăng nhập của bạn không còn hiệu lực
    .cause = Tài khoản đã bị xóa hoặc đổi mật khẩu sau khi bạn đăng nhập, và mỗi `MAIL` đều kiểm tra lại. Phiên vẫn tiếp tục, chỉ mất phần đăng nhập.
    .remedy = Đăng nhập lại bằng `AUTH` với mật khẩu hiện tại, hoặc kết nối lại. Không ai đổi mật khẩu? Hãy hỏi quản trị viên xem tài khoản còn không.

own-auth-twice = `AUTH` lần thứ hai
    .cause = Bạn đã đăng nhập rồi, và một phiên chỉ có một danh tính. `RSET` không kết thúc lần đăng nhập.
    .remedy = Đi thẳng tới `MAIL`. Muốn gửi bằng tài khoản khác, hãy `QUIT` và mở kết nối mới; bể kết nối (connection pool) không được dùng chung kết nối giữa các tài khoản.

own-auth-in-transaction = `AUTH` giữa chừng một thư
    .cause = `MAIL` đã được chấp nhận, và không được đổi danh tính khi thư đang mở.
    .remedy = Gửi `RSET`, rồi `AUTH`, rồi lại `MAIL`. Trong chương trình của bạn, phần đăng nhập nằm ngay sau `EHLO` cuối cùng.

own-auth-no-mechanism = `AUTH` không nêu cơ chế
    .cause = `AUTH` đến một mình hoặc kèm thứ không phải tên cơ chế. Tên ấy cho biết việc đăng nhập diễn ra thế nào, thiếu nó thì không bắt đầu được.
    .remedy = Lấy một tên từ dòng `AUTH` trong phản hồi của `EHLO` và gửi chẳng hạn `AUTH PLAIN`.

own-auth-unknown-mechanism = Cơ chế không được cung cấp
    .cause = Cơ chế được nêu không có trong dòng `AUTH` mà phiên này đã thấy. Cung cấp gì còn tùy TLS và tài khoản: SCRAM cần dữ liệu kiểm chứng lưu sẵn, token cần `[[oauth]]` hoặc `[[dovecot]]` có `tokens = true`, CRAM-MD5 cần `accounts.cram_md5`, EXTERNAL cần một chứng chỉ máy khách mà listener yêu cầu (`client_certificates`) và tin cậy (`client_ca`), cùng một tài khoản có chứng chỉ. Phản hồi không lặp lại từ nào không phải tên cơ chế: đó có thể là mật khẩu.
    .remedy = Đọc phản hồi `EHLO` cuối cùng, tức lần sau TLS, và dùng thứ nó liệt kê. Nếu là máy chủ của bạn: tạo dữ liệu kiểm chứng bằng `postrider account passwd`, gán chứng chỉ cho tài khoản bằng `postrider account certificate`, hoặc cấu hình nguồn mà cơ chế cần.

own-auth-needs-tls = Cơ chế này chỉ dùng được qua TLS
    .cause = `PLAIN` và `LOGIN` để lộ mật khẩu cho bất cứ ai trên đường, nên chỉ được nhận qua TLS. Kết nối của bạn thì không mã hóa.
    .remedy = Gửi `STARTTLS`, rồi `EHLO`, rồi `AUTH`; trong chương trình thư hãy chọn `STARTTLS` hoặc TLS. Nếu là máy chủ của bạn: `auth_without_tls = true` bỏ yêu cầu này, và chỉ nên dùng trong mạng không ai nghe lén được.

own-auth-initial-response = Ở cơ chế này máy chủ nói trước
    .cause = Lệnh đã kèm sẵn câu trả lời, trong khi ở cơ chế này lời đầu tiên là thách thức của máy chủ: chưa có gì để trả lời.
    .remedy = Gửi `AUTH` chỉ với tên cơ chế, chờ 334, rồi trả lời thách thức.

own-auth-base64 = Không phải base64
    .cause = Dữ liệu đăng nhập không giải mã được: có ngắt dòng ở giữa, thiếu `=` ở cuối, hoặc văn bản thuần nằm ở chỗ lẽ ra là base64. Chưa ai xem tới mật khẩu.
    .remedy = Mã hóa câu trả lời thành một dòng base64 chuẩn, không có dấu cách. Bộ mã hóa ngắt dòng sau 76 ký tự sẽ bẻ gãy token dài, vì thế hãy tắt việc ngắt dòng.

own-auth-malformed = Dữ liệu đăng nhập sai cấu trúc
    .cause = base64 thì đúng, nhưng nội dung không được dựng như cơ chế đòi hỏi: với `PLAIN` chẳng hạn là ba trường cách nhau bằng NUL. Phần sau dấu hai chấm nêu rõ lỗi.
    .remedy = Dùng thư viện SASL thay vì tự ghép chuỗi. Lỗi kinh điển với `PLAIN` là thiếu NUL trước tên.

own-auth-cancelled = Bạn đã hủy đăng nhập
    .cause = Máy khách gửi một dấu `*` duy nhất giữa lúc đăng nhập, nghĩa là dừng. Phiên trở lại như trước `AUTH`.
    .remedy = Bắt đầu lại `AUTH`, hoặc tiếp tục không đăng nhập ở nơi cho phép. Nếu không ai định hủy, chương trình đã tự bỏ cuộc: nhật ký của nó nói vì sao, thường là chứng chỉ hoặc một token không lấy được.

own-auth-line-too-long = Dòng đăng nhập quá dài
    .cause = Câu trả lời dài hơn mức `limits.auth_line_octets` cho phép. Chỉ token hoặc vé (ticket) rất lớn mới tới gần mức đó.
    .remedy = Xin một token nhỏ hơn, chứa ít thuộc tính hoặc nhóm hơn. Nếu là máy chủ của bạn: tăng `limits.auth_line_octets`.

own-auth-failed = Sai tên hoặc mật khẩu
    .cause = Thông tin đăng nhập đã được xem xét và bị từ chối. Phản hồi giống nhau cho mật khẩu sai, tên không tồn tại và token hỏng, để không ai dò được tên nào có thật.
    .remedy = Kiểm tra tên đầy đủ (thường là cả địa chỉ), rồi gõ lại mật khẩu; nguyên nhân hay gặp là mật khẩu cũ đã lưu. Nếu là máy chủ của bạn: `postrider account test` cho biết máy chủ biết gì về tài khoản, nhật ký cho biết điều gì hỏng.

own-auth-certificate = Không đăng nhập được bằng chứng chỉ này
    .cause = Chứng chỉ được tin cậy, nhưng vẫn không cho ai đăng nhập: không tài khoản nào có dấu vân tay của nó hay một tên trong nó, hoặc tài khoản mà máy khách nêu thì không có, hoặc nhiều tài khoản có mà máy khách không nêu tài khoản nào.
    .remedy = Xuất trình chứng chỉ khác, hoặc đăng nhập bằng mật khẩu. Nếu là máy chủ của bạn: `postrider account certificate NAME --add` với `sha256:` mà `postrider why --session` và nhật ký ghi cạnh lời từ chối sẽ gán chứng chỉ cho một tài khoản; `--add-name` gán một tên trong nó. Nếu nhiều tài khoản có chứng chỉ này, máy khách phải nêu một trong số đó (danh tính ủy quyền).

own-auth-authzid = Đăng nhập với tư cách người khác
    .cause = Tên và mật khẩu thuộc một tài khoản, còn máy khách xin hành động như tài khoản khác. Ở đây ai cũng chỉ là chính mình.
    .remedy = Để trống danh tính ủy quyền trong thiết lập của chương trình. Nếu cần gửi bằng địa chỉ khác, hãy nhờ quản trị viên thêm địa chỉ đó bằng `postrider account senders`.

own-auth-channel-binding = Đăng nhập gắn với một kết nối khác
    .cause = Máy khách chứng minh mật khẩu cho một kết nối TLS không phải kết nối mà máy chủ thấy, hoặc khai rằng máy chủ không hỗ trợ gắn kênh (channel binding) trong khi máy chủ có. Kẻ đứng giữa trông đúng như vậy; một proxy kết thúc TLS trên đường cũng vậy.
    .remedy = Kết nối trực tiếp, không qua thiết bị mở TLS ra đọc, rồi thử lại. Nếu trình quét virus hay proxy cố ý làm thế, hãy dùng ở đó một cơ chế không có `-PLUS`, và biết rõ mình đang bỏ đi điều gì.

own-auth-account-disabled = Tài khoản đã bị khóa
    .cause = Mật khẩu đúng, nhưng tài khoản không được đăng nhập. Quản trị viên đã vô hiệu hóa nó, hoặc dịch vụ thư mục coi nó là bị khóa. Sau `MAIL`, mã này nghĩa là tài khoản đã bị vô hiệu hóa từ lúc bạn đăng nhập; phiên tiếp tục mà không có đăng nhập.
    .remedy = Thử mật khẩu khác chẳng đi tới đâu: hãy hỏi người quản lý tài khoản. Nếu là máy chủ của bạn: `postrider account list` cho thấy điều đó, còn với `[[ldap]]` thì bộ lọc `disabled` đã khớp.

own-auth-mechanism-too-weak = Cần cách đăng nhập mạnh hơn
    .cause = Mật khẩu hoặc token đúng, nhưng listener này có `auth_least = "scram"`: cơ chế để lộ mật khẩu cho máy chủ là không đủ.
    .remedy = Đặt chương trình dùng SCRAM; nó có thể mang tên mật khẩu mã hóa hoặc xác thực an toàn. Nếu là máy chủ của bạn: chương trình cũ không có SCRAM cần một listener với `auth_least = "any"`.

own-xclient-argument = `XCLIENT` sai dạng
    .cause = Một proxy được tin cậy đã gửi `XCLIENT` với thuộc tính thiếu, lạ hoặc không viết theo `NAME=value`. Lỗi cụ thể nằm sau dấu hai chấm.
    .remedy = Sửa proxy: nó chỉ được gửi các thuộc tính có trong dòng `XCLIENT` của phản hồi `EHLO`, mỗi thuộc tính kèm một giá trị.

own-xclient-in-transaction = `XCLIENT` giữa chừng một thư
    .cause = Một thư đang mở, và `XCLIENT` sẽ đổi máy khách gửi thư đó. Lệnh này có hiệu lực cho cả phiên.
    .remedy = Cho proxy gửi `XCLIENT` ngay sau `EHLO` đầu tiên, trước `MAIL`; còn lúc này, `RSET` dọn đường cho nó.

own-mail-twice = `MAIL` khi một thư đang mở
    .cause = Phong bì của một thư đang mở, và `MAIL` thứ hai sẽ trộn lẫn hai thư. Thư đầu vẫn nguyên như cũ.
    .remedy = Gửi `RSET` rồi `MAIL`, hoặc làm nốt thư đang mở. Lỗi này hay xảy ra khi máy khách chuyển sang thư tiếp theo sau một người nhận bị từ chối mà quên `RSET`.

own-mail-syntax = `MAIL` viết không đúng
    .cause = Đối số không theo dạng địa chỉ trong ngoặc nhọn, tham số đứng sau dấu cách. Lỗi kinh điển là dấu cách giữa `FROM:` và ngoặc; phần cuối phản hồi nói đã thấy gì.
    .remedy = Viết `MAIL FROM:<alice@example.org>`, và cho thư báo thì `MAIL FROM:<>`. Hãy để thư viện dựng dòng này thay vì nối chuỗi.

own-sender-address = Người gửi không phải địa chỉ hợp lệ
    .cause = Dạng lệnh thì đúng, nhưng thứ trong ngoặc không phải địa chỉ: dấu chấm thừa, dấu cách, tên hiển thị, hoặc tên miền không thể có.
    .remedy = Sửa người gửi trong thiết lập chương trình: chỉ địa chỉ trần, không kèm tên hiển thị. Biểu mẫu web đặt vào đây địa chỉ khách tự gõ là nơi sinh lỗi này liên tục.

own-sender-needs-smtputf8 = Người gửi ngoài ASCII mà không ai báo trước
    .cause = Địa chỉ có chữ ngoài ASCII, còn `MAIL` không mang `SMTPUTF8`, lời cam kết mà mọi máy chủ trên đường đều phải đưa ra.
    .remedy = Thêm `SMTPUTF8` vào `MAIL` nếu phần mềm của bạn biết; ở đây nó có trong phản hồi `EHLO`. Nếu không, dùng địa chỉ ASCII, hoặc viết tên miền ở dạng `xn--`.

own-parameter-unknown = Tham số không được cung cấp
    .cause = `MAIL` hoặc `RCPT` mang tham số mà phản hồi `EHLO` không liệt kê. Sau `HELO` thì không có tham số nào, còn các tham số DSN như `NOTIFY=` và `RET=` chỉ có ở listener bật `dsn`.
    .remedy = Chỉ gửi những gì `EHLO` cuối cùng liệt kê, và mở đầu bằng `EHLO` chứ không phải `HELO`. Nếu là máy chủ của bạn: `dsn = true` ở listener dành cho máy khách của mình cho phép họ xin thư báo.

own-parameter-value = Tham số có giá trị sai
    .cause = Tham số thì có, giá trị thì không: kích thước có lẫn chữ, `BODY=` không phải `7BIT` cũng chẳng phải `8BITMIME`, có giá trị ở chỗ không cần. Phản hồi nói nó chờ đợi gì.
    .remedy = Sửa giá trị đó, hoặc bỏ tham số đi: tham số nào cũng là tùy chọn.

own-parameter-repeated = Một tham số hai lần
    .cause = Một lệnh nêu cùng tham số hai lần, không ai biết cái nào mới tính, nên không cái nào được tính.
    .remedy = Chỉ gửi một lần. Thường là vì thư viện tự thêm `SIZE=` hoặc `BODY=`, rồi mã của bạn thêm lần nữa.

own-message-too-big = Thư quá lớn
    .cause = Thư có nhiều byte hơn mức nhận ở đây, theo `SIZE=` khai báo hoặc đếm khi thư đến. Giới hạn là `limits.message_octets`, hoặc mức nhỏ hơn của tài khoản. Tệp đính kèm phình thêm một phần ba trên đường đi.
    .remedy = Gửi thư nhỏ hơn, hoặc một liên kết thay cho tệp đính kèm. Nếu là máy chủ của bạn: tăng `limits.message_octets`, hoặc xem `postrider account limit` cho tài khoản này.

own-rcpt-before-mail = Có người nhận mà chưa có người gửi
    .cause = Không có thư nào đang mở: `MAIL` chưa được gửi, đã bị từ chối, hoặc thư của nó đã xong hay đã bị `RSET`, `EHLO` hoặc TLS xóa.
    .remedy = Gửi `MAIL FROM`, chờ thấy 250, rồi lặp lại `RCPT`. Nếu đã gửi rồi, hãy xem phản hồi cho nó: lỗi thật nằm ở đó.

own-rcpt-after-bdat = Thêm người nhận sau khi nội dung đã bắt đầu
    .cause = Khối `BDAT` đầu tiên đã được nhận, và từ đó phong bì đóng lại: phải biết người nhận trước nội dung.
    .remedy = Làm nốt thư này và gửi thư khác cho người nhận còn thiếu, hoặc `RSET` và bắt đầu lại với đủ mọi người.

own-rcpt-syntax = `RCPT` viết không đúng
    .cause = Đối số không phải địa chỉ trong ngoặc nhọn sau `TO:`, tham số đứng sau dấu cách.
    .remedy = Viết `RCPT TO:<bob@example.org>`, mỗi lệnh một địa chỉ. Danh sách địa chỉ ngăn bằng dấu phẩy trong một `RCPT` không phải là SMTP.

own-recipient-address = Người nhận không phải địa chỉ hợp lệ
    .cause = Trong ngoặc là thứ không hộp thư nào mang tên được: hai dấu chấm liền nhau, thiếu tên miền, dấu phẩy, dấu cách, một cái tên dán kèm theo.
    .remedy = Sửa địa chỉ trong danh sách hoặc sổ địa chỉ; thử lại không ích gì. Với lập trình viên: bỏ dấu cách và tên hiển thị trước khi địa chỉ tới `RCPT`.

own-recipient-needs-smtputf8 = Người nhận ngoài ASCII mà không ai báo trước
    .cause = Địa chỉ này có chữ ngoài ASCII, còn thư đang mở lại được bắt đầu mà không có `SMTPUTF8`.
    .remedy = `RSET`, rồi `MAIL` kèm `SMTPUTF8`, rồi lại `RCPT`. Nếu phần mềm của bạn không biết phần mở rộng này, hãy xin người nhận một địa chỉ ASCII.

own-unknown-user = Ở đây không có hộp thư đó
    .cause = Tên miền được phục vụ ở đây nhưng không có gì mang tên này: không hộp thư, không bí danh, không địa chỉ nhận mọi thư (catch-all). Với tên miền chuyển tiếp thì chính danh sách hoặc máy chủ của tên miền đã nói không.
    .remedy = Sửa địa chỉ hoặc xóa khỏi danh sách: câu trả lời này là dứt khoát. Nếu là máy chủ của bạn: tên ấy phải có trong `mailboxes` hoặc `aliases` của `[[domain]]`, hoặc trong `recipients` của `[[relay_domain]]`.

own-data-before-mail = Có nội dung mà chưa có thư
    .cause = Chưa biết người gửi lẫn người nhận: `MAIL` chưa từng được chấp nhận ở đây, hoặc thư nó mở đã bị xóa.
    .remedy = Bắt đầu bằng `MAIL`, rồi `RCPT`, rồi `DATA`, đọc từng phản hồi. Nếu cả ba được gửi cùng lúc, hãy tìm lệnh đầu tiên bị từ chối: 503 này chỉ là tiếng vọng của nó.

own-data-before-rcpt = Nội dung không gửi cho ai
    .cause = `MAIL` đã được chấp nhận, và từ đó chưa thử `RCPT` nào. Một thư cần ít nhất một người nhận.
    .remedy = Gửi `RCPT`, rồi lại `DATA`: thư vẫn đang mở. Trong chương trình, lỗi này đến từ danh sách người nhận rỗng, ví dụ thư chỉ có `Bcc` mà mã nguồn đã bỏ mất.

own-bdat-before-mail = Có khối dữ liệu mà chưa có thư
    .cause = `BDAT` đến khi không có thư nào mở. Các byte của nó được đọc rồi bỏ đi, vì không thể thu hồi một khối đã gửi.
    .remedy = Gửi `RSET`, rồi `MAIL` và `RCPT`, chờ cả hai được chấp nhận, rồi mới gửi khối.

own-bdat-before-rcpt = Khối dữ liệu không gửi cho ai
    .cause = `MAIL` đã được chấp nhận, chưa thử `RCPT` nào, và một khối đã đến. Nó được đọc rồi bỏ đi, và thư cũng hỏng theo.
    .remedy = Gửi `RSET` và bắt đầu lại: `MAIL`, `RCPT`, `BDAT`. Khác với sau `DATA`, ở đây chỉ thêm một `RCPT` là không đủ.

own-no-valid-recipient = Mọi người nhận đều bị từ chối
    .cause = Mọi `RCPT` của thư này đều bị từ chối, nên nội dung chẳng dành cho ai. Nguyên nhân nằm ở các phản hồi ấy, không phải ở phản hồi này.
    .remedy = Đọc các phản hồi cho `RCPT` và sửa điều chúng nêu. Sau `DATA` có thể gửi ngay một `RCPT` khác; sau `BDAT` thì phải `RSET` trước. Trong ứng dụng, hãy ghi lại phản hồi của từng người nhận thay vì dòng cuối.

own-data-after-bdat = `DATA` và `BDAT` trong cùng một thư
    .cause = Nội dung đã bắt đầu bằng từng khối, còn `DATA` muốn làm lại từ đầu. Một thư chỉ đi theo một cách, và thư này không thể hoàn tất nữa.
    .remedy = Gửi `RSET` và bắt đầu lại, chỉ với `DATA` hoặc chỉ với `BDAT`.

own-rset-first = Thư đã hỏng, `RSET` trước đã
    .cause = Một khối của thư bị từ chối, đi tiếp thì thư sẽ khuyết mất một đoạn. Vì vậy chỉ `RSET`, `EHLO` hoặc `QUIT` mới đi tiếp được.
    .remedy = Gửi `RSET`, rồi sửa điều mà phản hồi cho khối bị từ chối đã nêu. Máy khách gửi nhiều lệnh một lúc phải dừng ở khối đầu tiên bị từ chối.

own-bdat-size = `BDAT` không có kích thước đọc được
    .cause = Không đọc được số byte sẽ theo sau, nên không ai biết khối kết thúc ở đâu và lệnh tiếp theo bắt đầu ở đâu. Đoán thì nguy hiểm, vì thế kết nối bị đóng.
    .remedy = Viết `BDAT 1234` hoặc `BDAT 1234 LAST`: một số thập phân chỉ số byte, không gì khác. Rồi kết nối lại.

own-behind-data = Nội dung đến trước 354
    .cause = Nội dung được gửi cùng `DATA`, trước khi máy chủ yêu cầu. Ai không chờ 354 thì cũng không thấy lời từ chối, và khi đó văn bản sẽ bị coi là lệnh.
    .remedy = Chờ 354 rồi mới gửi. `DATA` phải là lệnh cuối của một nhóm. Nếu chương trình là văn bản dán vào hoặc script có lệnh tạm dừng, hãy cho nó đọc phản hồi.

own-nul-in-content = Byte NUL trong thư
    .cause = Nội dung có một byte có giá trị bằng không. Byte đó không có chỗ trong thư, và mỗi máy chủ trên đường xử lý nó một kiểu.
    .remedy = Mã hóa tệp nhị phân đính kèm bằng base64, và đừng dán nguyên văn bản UTF-16: các byte bằng không trong đó là nguồn thường gặp.

own-irregular-line-end = Kết thúc dòng không phải CRLF
    .cause = Listener có `irregular_lines = "reject"`, và thư có một CR hoặc LF lẻ. Với dấu kết thúc dòng như thế, máy này có thể thấy hai thư ở chỗ máy kia thấy một.
    .remedy = Cho chương trình kết thúc mọi dòng bằng CRLF. Nếu là máy chủ của bạn: `irregular_lines = "repair"` nhận thư như vậy và sửa lại, mà vẫn chỉ kết thúc thư ở điểm kết thúc thật.

own-long-line = Một dòng trong thư quá dài
    .cause = Listener có `irregular_lines = "reject"`, và có dòng dài hơn `limits.text_line_octets`. Phần lớn là HTML hoặc JSON viết liền một dòng.
    .remedy = Mã hóa phần đó bằng quoted-printable hoặc base64, chúng ngắt các dòng dài. Nếu là máy chủ của bạn: `irregular_lines = "repair"` nhận nguyên các dòng dài.

own-mail-loop = Thư chạy vòng quanh
    .cause = Hoặc thư có nhiều trường `Received` hơn `limits.received_fields`, hoặc phần tiêu đề cho biết nó đã từng được giao vào chính hộp thư này. Thêm một vòng nữa cũng không dứt.
    .remedy = Gửi lại không khá hơn: hãy xem các trường `Received`, ở đó có hai máy thay phiên nhau. Rồi bỏ một trong hai: thiết lập chuyển hướng thư dẫn ngược về, hoặc `MX` hay `[[route]]` trỏ về nơi thư đã đến.

own-hello-refused = Tên trong `EHLO` bị từ chối
    .cause = Một quy tắc không chấp nhận tên mà máy khách tự xưng. Phiên bản này không có thiết lập nào tạo ra quy tắc như vậy.
    .remedy = Đặt đúng tên đầy đủ của máy gửi, tên mà địa chỉ của nó có trong DNS. Nếu là máy chủ của bạn: nhật ký nêu quy tắc đó.

own-sender-refused = Người gửi này không được hoan nghênh
    .cause = Một quy tắc về địa chỉ trong `MAIL` đã quyết định. Với máy khách, phản hồi cố ý không nói thêm; phần còn lại nằm trong nhật ký. Phiên bản này không có thiết lập nào tạo ra quy tắc như vậy.
    .remedy = Đừng gửi lặp lại: hãy liên hệ quản trị viên thư bên nhận bằng cách khác. Nếu là máy chủ của bạn: tìm định danh của phản hồi này trong nhật ký.

own-sender-not-own = Tài khoản này không được gửi bằng địa chỉ đó
    .cause = Bạn đã đăng nhập, nhưng địa chỉ trong `MAIL` không phải tên tài khoản cũng không nằm trong các địa chỉ người gửi của nó. Địa chỉ nào được phép thì không nói ra, vì người hỏi có thể là kẻ trộm.
    .remedy = Đặt người gửi trong chương trình là địa chỉ của tài khoản. Nếu là máy chủ của bạn: `postrider account senders` thêm địa chỉ, còn với người dùng của `[[ldap]]` hay `[[dovecot]]` thì là `senders` và `domain` ở đó.
own-sender-not-qualified = Tên miền của người gửi chỉ là một từ
    .cause = Bạn đã đăng nhập, và tên miền của địa chỉ trong `MAIL`, hoặc trong `From`, `Sender` hay `Reply-To` của thư, chỉ là một từ không phải tên miền của máy chủ này. Ở nơi khác không ai trả lời được địa chỉ đó.
    .remedy = Hãy đặt người gửi là một địa chỉ đầy đủ, chẳng hạn `alice@example.org`. Nếu đó là máy chủ của bạn: một từ muốn được tính thì cần có `[[domain]]` hoặc `[[route]]`.

own-recipient-not-qualified = Tên miền của người nhận chỉ là một từ
    .cause = Bạn đã đăng nhập, và tên miền của người nhận này, trong `RCPT` hoặc trong `To` hay `Cc` của thư, chỉ là một từ không phải tên miền của máy chủ này. Mỗi nơi hiểu từ đó một khác.
    .remedy = Hãy viết đầy đủ tên miền trong địa chỉ, cả trong sổ địa chỉ. Nếu đó là máy chủ của bạn: một từ muốn được tính thì cần có `[[domain]]`, `[[relay_domain]]` hoặc `[[route]]`.

own-author-unclear = Không rõ ai viết thư
    .cause = Thư của người đã đăng nhập cần đúng một trường `From` đọc được. Thư này không có trường nào, có nhiều trường, có trường với dấu cách trước dấu hai chấm hoặc với ký tự điều khiển, hoặc có một địa chỉ ngoài dấu nháy đứng trước địa chỉ thật, khiến người đọc tưởng đó là tác giả.
    .remedy = Cho chương trình ghi một `From` với một tên và một địa chỉ. Nếu tên hiển thị có `@`, hãy đặt nó trong dấu nháy.

own-colon-apart = Dấu cách trước dấu hai chấm
    .cause = Một trường của phần đầu thư được ghi như `Subject : hello`. Đó là dạng cũ, đọc thì được nhưng không được ghi: nhiều nơi kiểm tra chữ ký DKIM vì nó mà bác bỏ cả phần đầu thư, và thư sẽ trông như giả mạo. Thư do người dùng nộp vào thì không được sửa.
    .remedy = Cho chương trình ghi dấu hai chấm ngay sau tên trường, như `Subject: hello`.

own-author-not-own = `From` nêu tên người khác
    .cause = Phong bì thì đúng, nhưng trường `From` của thư ghi một địa chỉ mà tài khoản này không được dùng. Người đọc nhìn thấy chính trường đó.
    .remedy = Đặt địa chỉ của bạn vào `From`, và địa chỉ của khách vào `Reply-To`: biểu mẫu liên hệ là trường hợp kinh điển. Nếu là máy chủ của bạn: cho phép bằng `postrider account senders`, nếu thật sự muốn thế.

own-sender-null-mx = Không ai trả lời được người gửi này
    .cause = Tên miền của người gửi công bố `MX` rỗng: nó không nhận thư, nên cả thư trả lời lẫn thư báo không gửi được đều không tới. Phiên bản này không có thiết lập nào kiểm tra điều đó.
    .remedy = Hãy gửi từ một tên miền có nhận thư. Nếu bạn quản lý tên miền đó: bỏ `MX` rỗng, hoặc dùng tên miền khác cho thư gửi đi.

own-relay-denied = Không nhận thư cho tên miền khác
    .cause = Tên miền của người nhận không được phục vụ ở đây, còn bạn chưa đăng nhập và không ở trong mạng được tin cậy. Nếu vẫn nhận, máy chủ này sẽ là open relay, chuyển tiếp cho bất cứ ai.
    .remedy = Người dùng chương trình thư: bật đăng nhập cho thư gửi đi, ở cổng gửi thư (submission). Người gửi thư tới tên miền đó: kiểm tra `MX` của nó. Nếu là máy chủ của bạn: thêm `[[domain]]` hoặc `[[relay_domain]]` còn thiếu, hoặc thêm mạng của máy khách vào `relay.networks`.

own-recipient-null-mx = Tên miền người nhận không nhận thư
    .cause = Nó công bố `MX` rỗng, cách chủ tên miền nói điều đó; không có ai để trao thư. Phiên bản này không có thiết lập nào từ chối ngay trong phiên, nên thư tới tên miền như vậy về sau mới bị trả lại.
    .remedy = Tìm lỗi gõ trong tên miền, nếu không có thì bỏ người nhận.

own-too-big-for-recipient = Quá lớn đối với riêng người nhận này
    .cause = Thư vừa với máy chủ nhưng không vừa với mức của người nhận này. Những người khác của cùng thư không bị ảnh hưởng. Phiên bản này không có thiết lập nào tạo ra giới hạn như vậy.
    .remedy = Bỏ người nhận này ra và gửi cho họ một liên kết hoặc bản nhỏ hơn.

own-owner-changed = Địa chỉ nay thuộc về người khác
    .cause = Người gửi yêu cầu chỉ chủ nhân vào một thời điểm nhất định được nhận thư, mà hộp thư đã đổi chủ từ đó. Phiên bản này không có thiết lập nào tạo ra điều này.
    .remedy = Đừng gửi lại tới địa chỉ này: nội dung mật sẽ tới tay người lạ. Hãy hỏi người bạn cần địa chỉ mới của họ.

own-unknown-command = Không có lệnh nào tên như vậy
    .cause = Từ đầu tiên của dòng không phải lệnh SMTP, ít nhất không phải lệnh nào máy chủ này biết. Thường gặp nhất đó là một dòng của thư: máy khách không nhận ra `DATA` đã bị từ chối và vẫn gửi nội dung.
    .remedy = Xem các phản hồi trước đó, tìm lần từ chối đầu tiên. Nếu có người gõ tay: `HELP` liệt kê các lệnh. Nếu có proxy phía trước: `XCLIENT` bị giấu với mọi máy không thuộc các mạng `xclient` của listener.

own-not-offered = Lệnh có thật, nhưng không cung cấp ở đây
    .cause = Lệnh này tồn tại, nhưng listener không có, hoặc lúc này không có: `STARTTLS` khi thiếu chứng chỉ hoặc sau `HELO`, `AUTH` ở cổng dành cho máy chủ khác, `BDAT` sau `HELO`, còn `EXPN`, `ETRN`, `TURN` thì ở đâu cũng không có.
    .remedy = Mở đầu bằng `EHLO` và dùng những gì nó liệt kê. Để đăng nhập, hãy tới cổng gửi thư (submission), 587 hoặc 465. Nếu là máy chủ của bạn: `tls` và `[[certificate]]` đem lại `STARTTLS`, `auth` hoặc `kind = "submission"` đem lại `AUTH`.

own-line-too-long = Dòng lệnh quá dài
    .cause = Dòng có nhiều byte hơn `limits.command_line_octets`, hoặc với `AUTH` là hơn `limits.auth_line_octets`, và đã bị bỏ qua cho tới hết dòng. Nội dung thư gửi vào chỗ của lệnh trông cũng như vậy.
    .remedy = Giữ lệnh ngắn gọn: địa chỉ và tham số cần ít hơn nhiều. Xem có `DATA` nào trước đó bị từ chối không. Nếu là máy chủ của bạn: giới hạn vốn rộng rãi, nâng nó lên hiếm khi là cách chữa.

own-endless-line = Một dòng không bao giờ kết thúc
    .cause = Quá nhiều byte đến mà không có dấu kết thúc dòng, nên máy chủ ngừng bỏ qua, sau `limits.overlong_line_octets`. Không chương trình thư nào viết lệnh như thế.
    .remedy = Xem máy khách thực sự gửi gì: dữ liệu nhị phân, hay một thư sau `DATA` bị từ chối. Rồi kết nối lại.

own-bare-lf = Dòng chỉ kết thúc bằng LF
    .cause = Một lệnh kết thúc bằng LF ở chỗ phải là CRLF. Khi hai máy chủ bất đồng về nơi dòng kết thúc, thư có thể được lén đưa qua giữa chúng, nên kết nối bị đóng.
    .remedy = Kết thúc mỗi lệnh bằng CRLF. Trong script hãy viết `\r\n`; với công cụ dòng lệnh hãy dùng tùy chọn gửi CRLF, như `-crlf` của openssl.

own-bare-cr = CR lẻ trong lệnh
    .cause = Giữa dòng có một CR không kèm LF. Sau nó có thể giấu một lệnh thứ hai, mà máy chủ đọc theo cách khác sẽ thực hiện.
    .remedy = Loại CR và LF khỏi mọi thứ người dùng gõ được trước khi đưa vào lệnh: một dòng như vậy chính là dấu vết của tấn công chèn tiêu đề.

own-nul-in-command = Byte NUL trong lệnh
    .cause = Trong dòng lệnh có một byte có giá trị bằng không. Nguồn thường gặp là văn bản UTF-16 và bộ đệm cỡ cố định bị gửi nguyên.
    .remedy = Gửi ASCII (hoặc UTF-8 ở nơi dùng `SMTPUTF8`), và chỉ đúng số byte mà văn bản có.

own-http-request = Máy khách web ở cổng thư
    .cause = Dòng đầu tiên là yêu cầu HTTP. Trang web có thể bị lợi dụng để gửi thư theo cách đó, nên máy chủ không đọc tiếp cũng không đáp lại lịch sự.
    .remedy = Hướng trình duyệt hoặc chương trình tới địa chỉ web; ở đây phần mềm thư nói SMTP. Nếu là máy chủ của bạn: phép kiểm tra sức khỏe của bộ cân bằng tải đang đặt là HTTP nên chuyển sang TCP hoặc `/health` của `metrics.listen`.

own-tls-in-clear = TLS từ byte đầu tiên, nhưng sai cổng
    .cause = Máy khách mở đầu bằng bắt tay TLS, trong khi ở cổng này phiên bắt đầu không mã hóa và chuyển sang TLS bằng `STARTTLS`. Khi đó máy khách hay báo lỗi số phiên bản không đúng.
    .remedy = Chọn `STARTTLS` cho cổng này, hoặc tới cổng dùng TLS ngầm (implicit TLS), thường là 465. Nếu là máy chủ của bạn: `tls = "implicit"` tạo listener thuộc loại kia.

own-argument-unexpected = Lệnh thừa từ
    .cause = `DATA`, `RSET`, `QUIT` và `STARTTLS` đứng một mình, vậy mà sau tên lệnh lại có thứ gì đó.
    .remedy = Gửi lệnh trần. Tìm xem chương trình đã dán gì vào sau, chẳng hạn nội dung thư lẽ ra phải đến sau 354.

own-argument-missing = Lệnh thiếu từ
    .cause = Lệnh hỏi về điều gì đó mà không nói là gì, như `VRFY` không có tên.
    .remedy = Thêm điều cần hỏi: `VRFY alice`. `HELP VRFY` cho thấy cách viết.

own-help-unknown-topic = `HELP` về chủ đề không có
    .cause = Theo sau `HELP` là một từ không phải lệnh của máy chủ này.
    .remedy = Gửi `HELP` một mình và chọn một lệnh trong danh sách.

own-too-busy = Không còn kết nối trống
    .cause = Số kết nối đã bằng mức `limits.connections` cho phép, hoặc từ địa chỉ này đã bằng `limits.connections_per_address`. Lời chào cũng là dòng cuối, và chưa có gì xảy ra với thư nào.
    .remedy = Chờ rồi quay lại, với ít kết nối cùng lúc hơn. Nếu là máy chủ của bạn: xem trong nhật ký đó là giới hạn nào trước khi nâng; mỗi kết nối cần một tệp mở.

own-idle-timeout = Im lặng quá lâu
    .cause = Không có lệnh nào trong `limits.idle_seconds`, hoặc giữa nội dung không có gì trong `limits.content_seconds`. Thư chưa được xác nhận là thư chưa được nhận.
    .remedy = Kết nối lại và lặp lại thư dở dang từ `MAIL`. Ứng dụng giữ kết nối để dùng sau nên đóng nó, hoặc thử bằng `NOOP` và sẵn sàng nhận 421.

own-too-slow = Thư đến quá chậm
    .cause = Hơn mười phút rồi mà nội dung đến chậm hơn `limits.content_octets_per_second`. Kiểu nhỏ giọt ấy chiếm giữ kết nối, do vô tình hay cố ý.
    .remedy = Thử lại trên đường truyền tốt hơn; hàng đợi tự làm việc này. Nếu là máy chủ của bạn: giảm `limits.content_octets_per_second` cho máy khách đàng hoàng trên đường truyền kém.

own-session-too-long = Phiên đã hết thời gian
    .cause = Kết nối đã lâu hơn `limits.session_seconds`, và không có thư nào đang mở. Không mất gì cả.
    .remedy = Kết nối lại và tiếp tục với thư sau. Nếu là máy chủ của bạn: tăng `limits.session_seconds` cho máy khách gửi nhiều giờ liền.

own-shutting-down = Máy chủ đang dừng
    .cause = Quản trị viên đang dừng hoặc khởi động lại nó. Thư đã được xác nhận bằng 250 nằm an toàn trên đĩa; thư chưa được xác nhận vẫn là của bạn.
    .remedy = Thử lại sau vài phút; máy chủ thư nào cũng tự làm vậy. Nếu là máy chủ của bạn: `shutdown.grace_seconds` quy định chờ các thư dở dang bao lâu.

own-too-many-errors = Quá nhiều lệnh bị từ chối
    .cause = Kể từ thư được lưu gần nhất, đã có `limits.errors` lệnh phá vỡ giao thức, hoặc `limits.refused_recipients` người nhận bị từ chối. Máy khách không đọc phản hồi biến một lỗi thành hai mươi.
    .remedy = Tìm lần từ chối đầu tiên của phiên và sửa lỗi đó. Nếu là người nhận bị từ chối: dọn danh sách trước khi đi tiếp. Nếu là máy chủ của bạn: các giới hạn là `limits.errors` và `limits.refused_recipients`.

own-too-many-logins = Quá nhiều lần đăng nhập bị từ chối
    .cause = Chỉ trong kết nối này, `limits.refused_logins` lần đăng nhập đã bị từ chối. Chương trình cứ thử mãi một mật khẩu sai sẽ tới đây trong vòng một giây.
    .remedy = Sửa mật khẩu trước khi chương trình kết nối lại; thử thêm chỉ khiến địa chỉ này phải chờ. Nếu là máy chủ của bạn: giới hạn là `limits.refused_logins`, và `postrider account guard` cho thấy ai đã thất bại.

own-too-many-commands = Quá nhiều lệnh trong một phiên
    .cause = Hơn `limits.commands` lệnh đã đến mà không thư nào được lưu. Việc gửi thư thật không cần nhiều như vậy.
    .remedy = Kết nối lại; máy khách gửi `NOOP` hàng giờ để giữ chỗ thì nên đóng kết nối. Nếu là máy chủ của bạn: giới hạn là `limits.commands`, và mỗi khi một thư được lưu, việc đếm bắt đầu lại.

own-tls-unavailable = Lúc này không có TLS
    .cause = Máy chủ hiểu `STARTTLS` nhưng hiện không có gì để thiết lập TLS. Khi `[[certificate]]` đã được đọc lúc khởi động thì điều này không xảy ra, nên lẽ ra không thể thấy nó kéo dài.
    .remedy = Thử lại sau; máy khách nhất định đòi TLS thì giữ thư tới lúc đó. Nếu là máy chủ của bạn: chạy `postrider check` và tìm trong nhật ký các dòng về chứng chỉ.

own-auth-unavailable = Lúc này không kiểm tra được đăng nhập
    .cause = Không ai cho biết được mật khẩu có đúng không: tệp tài khoản, Dovecot, dịch vụ thư mục hoặc máy chủ token không trả lời, hoặc số lượt đăng nhập đang chờ vượt `accounts.waiting`, hoặc suốt 30 giây các lượt đăng nhập khác từ địa chỉ của bạn được xét trước, hoặc máy chủ đang dừng. Mật khẩu của bạn chưa được phán xét. Sau `MAIL`, mã này nghĩa là không ai cho biết được lần đăng nhập của bạn còn hiệu lực không.
    .remedy = Thử lại sau một phút và đừng đổi mật khẩu. Nếu là máy chủ của bạn: nhật ký nêu nơi không trả lời; rồi kiểm tra `timeout_seconds`, `connections` của nó và đường tới đó.

own-auth-too-many = Quá nhiều lần đăng nhập hỏng từ địa chỉ này
    .cause = Từ địa chỉ của bạn, số lần đăng nhập hỏng vượt mức `accounts.failures_limit` cho phép, và trong một thời gian không lần nào được xét, dù đúng hay sai. Địa chỉ phải chờ, không phải tài khoản.
    .remedy = Tìm thiết bị còn giữ mật khẩu cũ, dừng nó lại và chờ: cứ sau `accounts.failures_forget_seconds` thì một lần hỏng được bỏ qua. Nếu là máy chủ của bạn: `postrider account guard` liệt kê các địa chỉ; sau NAT thì nhiều người dùng chung một địa chỉ.

own-auth-transition = Hãy đăng nhập một lần bằng `PLAIN`
    .cause = Bạn dùng SCRAM, còn máy chủ chưa có dữ liệu kiểm chứng cho tài khoản này: nó chỉ có thể được tạo từ chính mật khẩu. Đây cũng là câu trả lời cho tài khoản nằm ở Dovecot hoặc dịch vụ thư mục.
    .remedy = Đăng nhập bằng `PLAIN` qua TLS: nhiều chương trình tự làm vậy sau phản hồi này. Sau đó SCRAM hoạt động, với tài khoản trong tệp. Nếu là máy chủ của bạn: `postrider account passwd` tạo dữ liệu kiểm chứng khỏi phải chờ.

own-parameter-unavailable = Tham số lúc này không đáp ứng được
    .cause = Tham số được biết và được cung cấp, nhưng ngay lúc này máy chủ không thực hiện được điều nó hứa. Phiên bản này không có thiết lập nào tạo ra điều này.
    .remedy = Gửi lệnh sau, hoặc gửi không kèm tham số nếu bạn không cần tác dụng của nó.

own-no-room = Không còn chỗ cho thư
    .cause = Chỗ trống trên đĩa sẽ còn ít hơn `queue.free_floor_octets`, mức dành để những gì đã ở trong hàng đợi vẫn đi ra được. Thư của bạn không bị từ chối vĩnh viễn.
    .remedy = Giữ thư và thử lại; hàng đợi tự làm việc này. Nếu là máy chủ của bạn: giải phóng chỗ, hoặc chuyển thư mục `data` sang đĩa lớn hơn; có chỗ là thư lại vào được ngay.

own-too-many-recipients = Quá nhiều người nhận trong một thư
    .cause = Thư đã có số người nhận bằng mức `limits.recipients` cho phép. Những người đã nhận 250 vẫn được chấp nhận.
    .remedy = Gửi nội dung cho họ, rồi gửi thư thứ hai cho phần còn lại; đừng bỏ cả thư. Nếu là máy chủ của bạn: có thể nâng `limits.recipients`, còn danh sách thư thì nên chia phần.

own-recipient-unproven = Chưa biết người nhận có tồn tại không
    .cause = Tên miền là `[[relay_domain]]` có `callout`, và vừa rồi không hỏi được máy chủ của chính nó. Nhận thư khi chưa rõ có thể dẫn tới thư báo không gửi được tới một người bị giả mạo làm người gửi.
    .remedy = Cứ để thư chờ: hàng đợi sẽ tự thử lại. Nếu là máy chủ của bạn: xem từ đây có tới được máy chủ của tên miền đó không, hoặc liệt kê người của nó trong `recipients`.

own-account-messages = Tài khoản đã gửi hết số thư cho phép lúc này
    .cause = Trong một giờ nó đã gửi số thư bằng mức `accounts.messages_per_hour` cho phép, hoặc bằng giới hạn riêng. Phản hồi cho biết khi nào lại có chỗ.
    .remedy = Chờ tới lúc đó, hoặc rải đợt thư ra nhiều giờ hơn. Bạn không gửi nhiều đến thế? Vậy hãy đổi mật khẩu: người khác đang có nó. Nếu là máy chủ của bạn: `postrider account limit` cho tài khoản này một con số khác.

own-account-recipients = Tài khoản đã dùng hết số người nhận cho phép lúc này
    .cause = Trong một giờ thư của nó đã tới số người nhận bằng mức `accounts.recipients_per_hour` cho phép. Những người nhận được chấp nhận trước phản hồi này vẫn nhận được thư.
    .remedy = Gửi nội dung cho họ, và cho phần còn lại vào lúc phản hồi nêu. Một thư nhỏ tới danh sách lớn tính từng người nhận. Nếu là máy chủ của bạn: `postrider account limit` nâng mức cho riêng một tài khoản.

own-greylisted = Lần đầu thì chưa
    .cause = Một người nhận yêu cầu thư đầu tiên của người lạ phải thử lần hai mới được nhận: máy chủ thư thật sẽ quay lại, nhiều công cụ thư rác thì không. Phiên bản này không có thiết lập nào làm việc đó.
    .remedy = Không có gì sai: giữ thư và thử lại sau vài phút, từ cùng địa chỉ.

own-store-failed = Không ghi được thư
    .cause = Ghi thư xuống đĩa thất bại, và không có điều đó thì không có 250. Thư vẫn ở chỗ bạn, ở đây không giữ lại gì.
    .remedy = Thử lại sau; hàng đợi tự làm việc này. Nếu là máy chủ của bạn: hãy xử lý ngay: nhật ký có lỗi của đĩa, chẳng hạn hệ thống tệp đầy hoặc chỉ đọc.

own-greeting = Máy chủ sẵn sàng
    .cause = Kết nối đã thông và máy chủ sẵn lòng trò chuyện. Tên của nó cùng chữ ESMTP cho biết có thể hỏi về các phần mở rộng.
    .remedy = Gửi `EHLO` kèm tên máy của bạn.

own-quit = Tạm biệt
    .cause = Máy chủ đã ghi nhận `QUIT` và đóng kết nối. Thư được xác nhận bằng 250 ở lại với nó, thư dở dang bị quên.
    .remedy = Ở đây không gửi được gì nữa: bạn cũng hãy đóng kết nối. Nếu bạn không yêu cầu, xem ai đã gửi `QUIT`.

own-hello = Máy chủ đã biết tên bạn
    .cause = Lời giới thiệu được chấp nhận, và thư đang mở, nếu có, đã bị quên. Sau `EHLO`, các dòng tiếp theo liệt kê những gì được cung cấp; sau `HELO` thì không có.
    .remedy = Đọc danh sách, rồi `STARTTLS` hoặc `AUTH` nếu bạn cần, hoặc `MAIL`.

own-starttls-go = Bắt đầu bắt tay TLS
    .cause = Máy chủ chờ những byte TLS đầu tiên, và quên mọi điều đã nói trước đó.
    .remedy = Bắt tay TLS ngay, rồi gửi lại `EHLO`: khi đã có TLS, danh sách cung cấp sẽ khác.

own-auth-ok = Đã đăng nhập
    .cause = Từ giờ tới hết phiên, máy chủ biết bạn là ai. Nó không hứa nhận thư nào: người gửi, người nhận và nội dung được xét khi chúng đến.
    .remedy = Gửi `MAIL` với địa chỉ mà tài khoản được phép dùng.

own-mail-ok = Một thư đã mở
    .cause = Người gửi được ghi nhận và phong bì của thư mới đã mở. Chưa có gì được nhận cả.
    .remedy = Nêu người nhận bằng `RCPT`, mỗi người một lệnh.

own-rcpt-ok = Người nhận được chấp nhận
    .cause = Nếu nội dung được nhận, nó cũng sẽ tới người nhận này. Những người nhận khác của cùng thư có phản hồi riêng.
    .remedy = Gửi thêm `RCPT`, rồi `DATA` hoặc `BDAT`.

own-chunk-ok = Khối dữ liệu đã tới
    .cause = Các byte của khối này đã được đếm và giữ lại. Thư chỉ đầy đủ khi có khối mang `LAST`.
    .remedy = Gửi `BDAT` tiếp theo, và khối cuối kèm `LAST`; một `BDAT 0 LAST` rỗng cũng được.

own-queued = Thư đã được nhận
    .cause = Nó nằm trên đĩa, và từ nay máy chủ này chịu trách nhiệm: giao thư, hoặc báo cho người gửi rằng không giao được. Dùng tên sau `queued as` để tìm nó trong nhật ký.
    .remedy = Bỏ hoặc lưu bản của bạn, rồi tiếp tục với `MAIL` hoặc `QUIT`. Để theo dõi trên máy chủ của bạn: `postrider queue show` kèm tên đó.

own-rset-ok = Mọi thứ trở lại từ đầu
    .cause = Thư đang mở, nếu có, đã bị quên cùng người gửi và người nhận. TLS, lần đăng nhập và `EHLO` vẫn giữ nguyên.
    .remedy = Bắt đầu lại bằng `MAIL`.

own-noop-ok = Vẫn ở đây
    .cause = Kết nối hoạt động, và không có gì thay đổi. Thời gian im lặng tính lại từ đầu, tuổi của phiên thì không.
    .remedy = Tiếp tục với bất kỳ lệnh nào.

own-vrfy-unknown = Không xác nhận, cũng không phủ nhận
    .cause = Máy chủ này không cho ai biết một địa chỉ có tồn tại hay không, để kẻ phát tán thư rác không lọc được danh sách. 252 không nói gì về hộp thư.
    .remedy = Đừng coi đó là lời xác nhận. Hãy gửi thư: `RCPT` mới trả lời thật.

own-help = Danh sách lệnh
    .cause = Nó nêu những gì listener này cung cấp ở trạng thái này, nên khi đã có TLS, danh sách có thể dài hơn.
    .remedy = Gửi `HELP` kèm một trong các tên để xem cách viết.

own-help-topic = Giải thích một lệnh
    .cause = Dòng này cho thấy lệnh viết thế nào và làm gì. Trong phiên không có gì thay đổi.
    .remedy = Gửi lệnh theo đúng dạng đó.

own-auth-challenge = Máy chủ chờ câu trả lời của bạn
    .cause = Việc đăng nhập đang diễn ra, và phần sau 334 là thách thức dạng base64, có thể rỗng. Dòng tiếp theo được đọc như câu trả lời chứ không phải lệnh.
    .remedy = Gửi câu trả lời bằng base64 trên một dòng, hoặc một dấu `*` duy nhất để dừng. Lệnh gõ ở đây bị coi là câu trả lời sai.

own-data-go = Hãy gửi nội dung
    .cause = Từ giờ mỗi dòng đều là nội dung thư, cho tới dòng chỉ có một dấu chấm. Chưa có gì được nhận cho tới phản hồi cho dấu chấm ấy.
    .remedy = Gửi phần tiêu đề, dòng trống và phần thân với CRLF, nhân đôi dấu chấm ở mọi dòng mở đầu bằng dấu chấm, và kết thúc bằng dấu chấm đứng một mình. Rồi chờ 250.
