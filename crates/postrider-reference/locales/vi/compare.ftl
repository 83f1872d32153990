# Các câu về hai mã, ghép từ dữ kiện khi chưa có ai viết riêng. `one` và `other` là hai mã.

verdict-2-2-alike = Cả hai đều báo rằng việc đã xong: { $one } nghĩa là “{ $one-name }”, { $other } nghĩa là “{ $other-name }”.
verdict-2-2 = Cả hai đều là tin tốt, chỉ khác bước kế tiếp: sau { $one } thì { $one-todo }, sau { $other } thì { $other-todo }.
verdict-2-3 = { $one } báo rằng việc đã xong, { $other } chỉ báo rằng bạn được đi tiếp: { $other-todo }.
verdict-2-4 = { $one } báo rằng việc đã xong, { $other } báo rằng lần này chưa được: { $other-todo }.
verdict-2-5 = { $one } báo rằng việc đã xong, { $other } báo rằng việc bị từ chối: { $other-todo }.
verdict-3-3-alike = Cả hai đều đòi thêm dữ liệu, mỗi mã ở một chỗ: { $one } là “{ $one-name }”, { $other } là “{ $other-name }”.
verdict-3-3 = Cả hai đều đòi thêm dữ liệu: với { $one } thì { $one-todo }, với { $other } thì { $other-todo }.
verdict-3-4 = { $one } mời bạn đi tiếp, { $other } bảo bạn tạm dừng: { $other-todo }.
verdict-3-5 = { $one } mời bạn đi tiếp, { $other } từ chối: { $other-todo }.
verdict-4-4-alike = Cả hai đều nói “chưa được lúc này” và đòi cùng một việc; chỉ khác điều chưa làm được: { $one } là “{ $one-name }”, { $other } là “{ $other-name }”.
verdict-4-4 = Cả hai đều nói “chưa được lúc này”: với { $one } thì { $one-todo }, với { $other } thì { $other-todo }.
verdict-4-5 = { $one } chỉ là tạm thời, { $other } là vĩnh viễn: với { $one } thì { $one-todo }, với { $other } thì { $other-todo }.
verdict-4-5-alike = Theo chữ số đầu thì { $one } có thể qua đi còn { $other } là vĩnh viễn, nhưng cả hai đòi cùng một việc: { $one-todo }.
verdict-5-5-alike = Cả hai đều từ chối hẳn và đòi cùng một việc; chỉ khác điều bị từ chối: { $one } là “{ $one-name }”, { $other } là “{ $other-name }”.
verdict-5-5 = Cả hai đều từ chối hẳn: với { $one } thì { $one-todo }, với { $other } thì { $other-todo }.
verdict-twins = Cùng một trở ngại ở hai mức: { $one } khi nó có thể qua đi, { $other } khi nó sẽ không qua.
verdict-classes = { $one } là “{ $one-name }”, { $other } là “{ $other-name }”: với mã đầu thì { $one-todo }, với mã sau thì { $other-todo }.
verdict-line = Hai mã không loại trừ nhau mà đứng trên cùng một dòng: { $one } nói lệnh ra sao, { $other } phía sau nói vì sao: “{ $other-name }”.
verdict-line-unusual = Theo chữ số đầu thì chúng có thể đứng trên cùng một dòng, nhưng hiếm khi như vậy: { $one } là “{ $one-name }”, { $other } là “{ $other-name }”.
verdict-line-unreal = { $one } không phải là phản hồi mà tiêu chuẩn nào biết đến, nó chỉ thay cho “{ $one-name }”; { $other } là mã trạng thái mở rộng, “{ $other-name }”.
verdict-line-never = Hai mã không thể đứng trên cùng một dòng: chữ số đầu của mã trạng thái mở rộng phải trùng với mã phản hồi, nên { $other } không bao giờ đi với { $one }.
verdict-dots = { $one } là { $other } bị bỏ mất dấu chấm: chỉ { $other } có trong tiêu chuẩn, và nó nghĩa là “{ $other-name }”.
verdict-unreal = { $other } là phản hồi SMTP, “{ $other-name }”; { $one } thì không phải, nó chỉ thay cho “{ $one-name }”.
verdict-neither = Không mã nào là phản hồi SMTP: { $one } thay cho “{ $one-name }”, { $other } thay cho “{ $other-name }”.

same-line = Trên cùng một dòng thì được: `{ $one } { $other }` là cách máy chủ nói cả hai cùng lúc.
same-line-unusual = Chữ số đầu thì cho phép, nhưng `{ $one } { $other }` không phải cặp thường gặp: mỗi mã có bạn đồng hành riêng.
same-line-unreal = Không: { $one } không phải là phản hồi mà tiêu chuẩn nào biết đến.
same-line-never = Không thể trên cùng một dòng: hai lớp khác nhau.
same-command-none = Không: không lệnh nào được trả lời bằng cả hai mã.
same-command-any = Có: mã nào cũng có thể trả lời bất kỳ lệnh nào.
same-command-some = { $count ->
   *[other] Có, với: { $commands }.
}
same-command-unreal = Không: một trong hai không phải là phản hồi mà tiêu chuẩn nào biết đến.

follow-forward = Sau { $one } phiên đã chuyển bước: { $other } có thể là phản hồi cho điều đến kế tiếp.
follow-unchanged = Sau { $one } không có gì thay đổi: { $other } có thể là phản hồi cho lệnh kế tiếp.
follow-input = Sau { $one } máy chủ đọc văn bản: { $other } có thể là phản hồi cho văn bản đó.
follow-input-later = Sau { $one } máy chủ đọc văn bản và trả lời văn bản đó trước: { $other } chỉ có thể đến sau một lệnh về sau.
follow-cleared = Sau { $one } giao dịch không còn: { $other } có thể đến trong giao dịch kế tiếp.
follow-closed = Sau { $one } kết nối bị đóng: { $other } cần một kết nối mới.
follow-depends = { $other } có thể đến sau { $one } hay không là tùy lệnh mà { $one } trả lời.
follow-none = Chúng không nối tiếp nhau: một trong hai không phải là phản hồi mà tiêu chuẩn nào biết đến.
follow-in-order = Sau { $one }, mã { $other } đến ngay khi bước còn thiếu được làm xong, trong cùng phiên.
follow-enhanced = Mã trạng thái mở rộng đứng sau mã phản hồi trên cùng một dòng; thứ tự các dòng là việc của mã phản hồi.

mixup-twins = Hai mã có cùng các chữ số cuối, và nhiều chương trình chỉ hiện phần đó: hãy nhìn chữ số đầu trước khi bỏ cuộc hay thử tiếp.
mixup-dots = Các danh sách trên web in { $one } như một mã riêng. Hãy tìm { $other } thay vào đó.
mixup-line = Người ta thường tìm mã này mà bỏ quên mã kia. Chỉ mã phản hồi thì quá thô, chỉ mã trạng thái mở rộng thì không biết lệnh ra sao: hãy đọc cả hai, cùng phần thông báo phía sau.
mixup-unreal = Chúng không gặp nhau: nhiều nhất một trong hai là phản hồi.
mixup-class = Nhiều chương trình chỉ báo “bị từ chối” hoặc “được chấp nhận” và xử lý cả hai như nhau, dù mỗi mã đòi một việc khác.
mixup-alike = Nhầm cũng hiếm khi quan trọng: máy khách làm cùng một việc với cả hai.
mixup-stage = Hiếm khi: chữ số đầu giống nhau, nhưng chúng đến ở những chỗ khác nhau của phiên.
mixup-seldom = Hiếm khi: chữ số đầu đã phân biệt chúng.

use-each = { $one } khi { $one-when }; { $other } khi { $other-when }.
use-alike = Xét theo việc máy khách phải làm thì mã nào cũng được: hãy chọn mã có tên gần với sự việc hơn.
use-by-class = { $one } nếu chỉ cần chờ là có thể được, { $other } nếu chờ không giúp gì.
use-line-never = Không mã nào thay cho mã kia: sau { $one } phải là mã trạng thái mở rộng bắt đầu bằng cùng chữ số.
use-unreal-line = Chỉ { $other }, sau một mã phản hồi có thật.
use-line = Không phải chọn một trong hai: luôn có mã phản hồi, và mã trạng thái mở rộng phía sau ở nơi máy chủ cung cấp `ENHANCEDSTATUSCODES`.
use-unreal = Chỉ nên nói mã mà tiêu chuẩn định nghĩa.
