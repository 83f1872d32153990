# Những gì `postrider why` kể lại từ điều máy chủ này đã lưu: phiên, thư, lần từ chối.

label-in-session = Phiên
label-client = Máy khách
label-proxy = Phía sau proxy
label-listener = Kết nối đến
label-began = Bắt đầu
label-tls = Mã hóa
label-account = Đăng nhập với tên
label-end = Kết thúc ra sao
label-missing = Phần bị thiếu
label-conversation = Hai bên đã nói gì, kèm số giây tính từ lúc bắt đầu
label-said = Hai bên đã nói gì
label-fact = Căn cứ của quyết định, máy khách không được biết
label-journal = Xem thêm trong sổ phiên
label-setting = Dòng trong cấu hình
label-in-message = Thư
label-mail-from = Người gửi
label-host = Bên từ chối
label-when = Khi nào
label-fate = Kết quả
label-came = Nhận lúc
label-octets = Số byte
label-done = Xong lúc
label-recipients = Người nhận

journal-session = Phiên { $id }
journal-message = Thư { $id }
journal-no-id = `{ $id }` không phải mã của một phiên. Mã đó đứng sau `session` trong nhật ký máy chủ, chẳng hạn `cb2ac884`.
journal-no-message-id = `{ $id }` không phải mã của một thư. Mã đó đứng sau `queued as` trong phản hồi cho máy khách, và sau `id` trong nhật ký máy chủ.
journal-no-session = Sổ phiên không có phiên { $id }.
journal-no-message = Không biết gì về thư { $id }.
journal-no-refusal = Không biết lần từ chối nào liên quan đến { $asked }; cũng không có tệp nào tên như vậy.
journal-no-address = Đây cũng không phải địa chỉ, mạng hay tên miền.
journal-not-in-queue = Thư { $id } không có trong hàng đợi, và lịch sử của hàng đợi cũng không còn lưu nó.
journal-no-origin = Phiên đã mang thư này đến không có trong sổ phiên.
journal-hidden = (không lưu: có thể là bí mật)
journal-content = (nội dung thư)
journal-left-out = (số bước được lược bỏ: { $count })
journal-incomplete = Một số phần của phiên này không còn trong sổ phiên.
journal-reach = Sổ phiên bắt đầu từ { $refused } với các phiên có lần từ chối, và từ { $other } với mọi phiên khác.
journal-empty = (chưa có)
journal-dropped = Số phần của các phiên không lưu được: { $count }.
journal-not-in = Ai kết nối mà không nói gì thì không có trong sổ.

tls-in-clear = không có, truyền không mã hóa

end-closed = Máy chủ đã đóng kết nối, và có báo trước.
end-left = Máy khách đã đóng kết nối: { $error }.
end-lost = Máy khách đã đóng kết nối giữa chừng một thư, và không phần nào của thư được nhận: { $error }.
end-no-tls = Bắt tay TLS thất bại: { $error }.
end-cut-off = Phiên bị cắt khi máy chủ dừng.
end-open = Phiên vẫn còn mở, hoặc phần kết thúc không được lưu.

fate-waiting = chờ lần thử tiếp theo
fate-held = bị quản trị viên giữ lại
fate-delivered = đã giao
fate-bounced = đã bỏ cuộc, và người gửi được báo
fate-failed = đã bỏ cuộc, và không báo được cho ai
fate-dropped = bị quản trị viên gỡ khỏi hàng đợi
fate-deferred = tạm hoãn: sẽ được thử lại
fate-unknown = không rõ: có thể đến hai lần
fate-retried = được quản trị viên cho thử ngay
fate-released = được quản trị viên cho đi tiếp
fate-under-way = đang được thử
