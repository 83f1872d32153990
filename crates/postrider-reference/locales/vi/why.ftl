# Những gì `postrider why` nói quanh các tình huống, nguyên nhân và loại lỗi mà nó tìm thấy.

why-several = { $count ->
   *[other] Tìm thấy { $count } vấn đề. Mỗi vấn đề có lý do riêng; những gì chỉ là hệ quả của một vấn đề được nêu ngay cùng với nó.
}
why-echoes = { $count ->
   *[other] Lời từ chối ở dòng { $lines }.
}
why-again = { $count ->
   *[other] { $count } lần, ở dòng { $lines }.
}
why-left = Với nhật ký, chỉ những lời từ chối đầu tiên được nêu: còn { $count } lời từ chối nữa đã được đếm nhưng không nêu ở đây.
why-cut = Văn bản còn dài hơn: chỉ xem { $lines } dòng đầu, hoặc { $mebibytes } MiB đầu.

why-code = { $code } nói chung có nghĩa là: { $name }.
why-code-alone = Chỉ riêng mã thì không nói gì hơn thế. Văn bản đi kèm mã sẽ cho biết thêm, và lệnh trước nó cũng vậy: hãy dán nguyên dòng.
why-final = Việc này đã dứt khoát, dù mã nói gì: thư đã quay về, và không hàng đợi nào còn thử gửi nó nữa.
why-final-hours = Việc này đã dứt khoát, dù mã nói gì: hàng đợi đã bỏ cuộc sau { $count } giờ, và thư đã quay về.
why-final-days = Việc này đã dứt khoát, dù mã nói gì: hàng đợi đã bỏ cuộc sau { $count } ngày, và thư đã quay về.

arrival-delivered = Không có gì thất bại: thư đã tới hộp thư.
    .cause = Đây là báo cáo thành công, đúng như người gửi đã yêu cầu.
    .check = Thư có nằm trong thư mục thư rác không, và có quy tắc nào của hộp thư chuyển nó đi chỗ khác không?
arrival-relayed = Không có gì thất bại: thư đã được chuyển cho một máy chủ không gửi báo cáo thành công.
    .cause = Đây là báo cáo thành công, đúng như người gửi đã yêu cầu, và là báo cáo cuối cùng: chỉ khi thất bại ở đó mới có tin thêm.
    .check = Nhật ký của máy chủ đó nói gì về người nhận này?
arrival-expanded = Không có gì thất bại: thư đã tới một danh sách hoặc bí danh, và đã được gửi tiếp cho mọi người đứng sau nó.
    .cause = Đây là báo cáo thành công, đúng như người gửi đã yêu cầu. Kết quả với từng người trong số đó không có trong báo cáo nào ở đây.
    .check = Người nhận không thấy thư có đứng sau địa chỉ này không?
arrival-at = Giờ thư ở chỗ { $host }.

needs-anything = Ở đây không có gì thuộc về SMTP. Hãy dán đoạn hội thoại với máy chủ, các dòng nhật ký, thư báo không gửi được, hoặc toàn bộ nội dung lỗi.
needs-refusal = Ở đây có một đoạn hội thoại, và không có gì bị từ chối. Hãy dán đoạn xảy ra lỗi, cùng với những gì đứng trước nó.
needs-context = Chưa có quy tắc nào nhận ra những gì được nói ở đây. Hãy dán toàn bộ phản hồi cùng các lệnh trước nó, hoặc toàn bộ thư báo không gửi được. Nếu không còn gì thêm, hãy gửi những dòng này cho các tác giả của postrider, bỏ mật khẩu và tên riêng: nhờ vậy sẽ có quy tắc cho chúng.

step-missing = Thiếu `{ $verb }`: lệnh này chưa được gửi, hoặc không được chấp nhận.
step-perhaps = Có lẽ thiếu `{ $verb }`: khi chưa mã hóa thì `AUTH` không được đề nghị, và phần lớn máy chủ chỉ đề nghị nó sau bắt tay TLS. Máy chủ này có làm vậy không thì phản hồi cho `EHLO` sau đó sẽ cho thấy.
step-failed = `{ $verb }` không thành công.
step-connection = Kết nối không thành: không thiết lập được, hoặc không có lời chào nào.

sure-certain = Chắc chắn: đã biết là máy chủ nói đúng như vậy, hoặc đoạn hội thoại cho thấy điều đó.
sure-likely = Rất có thể: những lời này, hoặc mã này, thường có nghĩa như vậy.
sure-guess = Phỏng đoán: chỉ có mã nói lên điều đó.

speaker-server = Một máy chủ.
speaker-server-of = Một máy chủ; câu chữ hoặc lời chào là của { $vendor }.
speaker-client = Bên gửi: ở đó không có phản hồi nào của máy chủ.
speaker-middlebox = Một thứ ở giữa hai bên làm thay đổi những gì đi qua, như tường lửa hay trình quét virus.

input-conversation = Một đoạn hội thoại, như { $program } hiển thị.
input-log = Một nhật ký, như { $program } ghi.
input-letters = Một đoạn hội thoại có `C:` và `S:` ở đầu các dòng.
input-telnet = Một đoạn hội thoại không đánh dấu ai nói gì.
input-bounce = Một thư báo không gửi được.
input-exception = Một lỗi của chương trình hoặc thư viện.
input-reply = Một phản hồi của máy chủ.

# Những gì nó nói khi không có gì để xem.

why-input = đầu vào chuẩn
why-no-file = không có tệp nào như vậy. Văn bản không nằm trong tệp thì chuyển vào như sau: `COMMAND | postrider why -`; có thể nêu một phản hồi thay cho tệp, như `postrider why '550 5.1.1'`. Mã của một phản hồi của máy chủ này thì `postrider code` giải thích.
why-folder = đây là một thư mục. Hãy nêu một tệp trong đó.
why-unreadable = không đọc được: { $error }.
why-binary = đây không phải là văn bản. Nếu đã nén, hãy giải nén trước, chẳng hạn `zcat FILE | postrider why -`.
why-empty = không có gì trong đó, nên không có gì để giải thích.
why-terminal = hãy nêu một tệp, hoặc chuyển văn bản vào như sau: `COMMAND | postrider why -`. Muốn dán ngay tại đây, hãy dùng `postrider why -`.
why-paste = Hãy dán vào đây, rồi nhấn Ctrl-D ở đầu một dòng mới.
why-not-kept = `--data`, `--config` và `--limit` chỉ dành cho những gì máy chủ này đã lưu; với nội dung được đọc ở đây, chúng không có tác dụng.
