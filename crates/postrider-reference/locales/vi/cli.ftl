# Những gì `postrider code` nói, và phần trợ giúp của nó.

cli-unknown = không biết gì về “{ $asked }”.
cli-alike = Có phải bạn muốn hỏi một trong những mã này?
cli-two = mỗi lần chỉ so sánh được hai mã. Trong “{ $asked }” có thể so sánh:
cli-try-search = Hãy tìm bằng `postrider code search WORD`, hoặc xem tất cả bằng `postrider code list`.
cli-nothing-found = không chỗ nào nói “{ $asked }”: hãy thử ít từ hơn hoặc từ khác.
cli-found = { $count ->
   *[other] Tìm thấy { $count } mục.
}
cli-listed = { $count ->
    [0] Không có mã nào thuộc loại này.
   *[other] { $count } mã.
}
cli-causes = Đoạn hội thoại của từng nguyên nhân: `postrider code cause-no-ehlo`.

help-usage = Cách dùng
help-commands = Lệnh con
help-arguments = Đối số
help-options = Tùy chọn
help-help = In phần trợ giúp này
help-default = mặc định: { $value }
help-mark-options = [TÙY CHỌN]
help-mark-command = <LỆNH CON>
help-value-code = MÃ
help-value-lang = NGÔN_NGỮ
help-value-command = LỆNH
help-value-digit = CHỮ_SỐ
help-value-word = TỪ
help-value-address = ĐỊA_CHỈ
help-value-dir = THƯ_MỤC
help-value-url = ĐỊA_CHỈ_WEB
help-value-file = TỆP
help-value-id = MÃ
help-value-count = SỐ
help-code =
    .about = Giải thích một mã phản hồi, một mã trạng thái mở rộng hoặc một phản hồi của máy chủ này, hoặc so sánh hai mã
    .long = Có thể hỏi: 503, 5.7.26, "550 5.7.26" như trong nhật ký, định danh ở cuối câu từ chối của máy chủ này, chẳng hạn rcpt-before-mail, hai mã để so sánh: 250 503, hoặc phần đầu của mã: 5yz, 57z, 5.7. Mã thoát: 0, hoặc 1 nếu không biết gì về điều được hỏi, 2 nếu không dùng được các đối số.
    .words = Một mã, hoặc hai mã để so sánh.
    .json = Dành cho chương trình: JSON.
    .lang = Ngôn ngữ, chẳng hạn vi; nếu không có thì lần lượt xét POSTRIDER_LANG, LC_ALL, LC_MESSAGES và LANG.
help-code-list =
    .about = Liệt kê các mã phản hồi, hoặc những mã có thể trả lời một lệnh
    .command = Những mã có thể trả lời lệnh này: RCPT, AUTH, connection (lời chào), content (phần kết thúc của thư).
    .class = Những mã có chữ số đầu này: từ 2 đến 5.
    .enhanced = Liệt kê các mã trạng thái mở rộng đã đăng ký thay vì các mã phản hồi.
    .own = Liệt kê các phản hồi của máy chủ này theo định danh.
    .json = Dành cho chương trình: JSON.
    .lang = Ngôn ngữ, chẳng hạn vi; nếu không có thì lần lượt xét POSTRIDER_LANG, LC_ALL, LC_MESSAGES và LANG.
help-code-search =
    .about = Tìm từ trong tên và phần giải thích, bằng ngôn ngữ đã chọn và bằng tiếng Anh
    .words = Phải tìm thấy tất cả các từ này.
    .json = Dành cho chương trình: JSON.
    .lang = Ngôn ngữ, chẳng hạn vi; nếu không có thì lần lượt xét POSTRIDER_LANG, LC_ALL, LC_MESSAGES và LANG.
help-why =
    .about = Cho biết vì sao thư bị từ chối: dòng nào cho thấy điều đó, bước nào thiếu hoặc không thành công, ai phải xử lý, và có nên thử lại không
    .long = Có thể đưa vào: đoạn hội thoại với máy chủ như swaks, curl -v, smtplib, Nodemailer, PHPMailer, JavaMail, msmtp, openssl và các chương trình khác hiển thị, các dòng nhật ký thư, một thư báo không gửi được, lỗi của một chương trình, hoặc một phản hồi. Mật khẩu được bỏ đi trước khi hiển thị bất cứ thứ gì; không lưu lại gì, và không có gì rời khỏi máy này. Mã thoát: 0, hoặc 1 nếu không biết gì về nó, 2 nếu không dùng được các đối số hoặc dữ liệu vào.
    .file = Tệp chứa những gì bạn có, hoặc - cho đầu vào chuẩn; nếu văn bản được chuyển vào qua đường ống thì không cần nêu gì. Nếu không có tệp nào tên như thế, đó có thể là một mã, chẳng hạn 550 hoặc 5.7.1, khi đó cho biết mã nói chung có nghĩa gì; một phản hồi, chẳng hạn '550 5.1.1 User unknown', khi đó chính phản hồi ấy được giải thích; hoặc là địa chỉ IP, mạng, địa chỉ thư, tên miền hay tên đăng nhập: khi đó những lần từ chối mới nhất liên quan được liệt kê.
    .code = Mã trạng thái mở rộng sau mã phản hồi, như trong 550 5.7.1.
    .json = Dành cho chương trình: JSON.
    .lang = Ngôn ngữ, chẳng hạn vi; nếu không có thì lần lượt xét POSTRIDER_LANG, LC_ALL, LC_MESSAGES và LANG.
    .session = Một phiên của máy chủ này, theo tên trong nhật ký: hai bên đã nói gì và vì sao.
    .message = Một thư máy chủ này đã nhận: phiên mang thư đến, và kết quả sau đó.
    .limit = Liệt kê bao nhiêu loại từ chối liên quan đến một địa chỉ, mạng, tên miền hay tên đăng nhập, loại mới nhất trước. Những lần giống nhau là một loại và chỉ nêu một lần.
    .config = Cấu hình; `postrider init` tạo một bản để bắt đầu.
    .data = Thư mục dữ liệu, cho hàng đợi và các Maildir [mặc định: thư mục nêu trong cấu hình, hoặc $XDG_STATE_HOME/postrider, hoặc ~/.local/state/postrider].
