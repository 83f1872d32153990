# `postrider why` 讲述本服务器保存下来的东西：会话、邮件、拒绝。

label-in-session = 会话
label-client = 客户端
label-proxy = 经由代理
label-listener = 连接到
label-began = 开始时间
label-tls = 加密
label-account = 登录账户
label-end = 如何结束
label-missing = 缺了什么
label-conversation = 双方说了什么（前面是距开始的秒数）
label-said = 双方说了什么
label-fact = 决定所依据的事实（不告诉客户端）
label-journal = 会话日志中的详情
label-setting = 配置中的行
label-in-message = 邮件
label-mail-from = 发件人
label-host = 拒绝方
label-when = 时间
label-fate = 结果
label-came = 到达时间
label-octets = 字节数
label-done = 完成时间
label-recipients = 收件人

journal-session = 会话 { $id }
journal-message = 邮件 { $id }
journal-no-id = `{ $id }` 不是会话的标识。它在服务器日志里写在 `session` 之后，例如 `cb2ac884`。
journal-no-message-id = `{ $id }` 不是邮件的标识。它在给客户端的应答里写在 `queued as` 之后，在服务器日志里写在 `id` 之后。
journal-no-session = 会话日志里没有会话 { $id }。
journal-no-message = 没有关于邮件 { $id } 的任何记录。
journal-no-refusal = 没有与 { $asked } 有关的拒绝记录；也没有这个名称的文件。
journal-no-address = 它也不是地址、网络或域名。
journal-not-in-queue = 邮件 { $id } 不在队列里，队列的历史里也已经没有它。
journal-no-origin = 带来这封邮件的会话不在会话日志里。
journal-hidden = （未保存：可能是秘密）
journal-content = （邮件内容）
journal-left-out = （省略的步骤：{ $count }）
journal-incomplete = 这个会话的一部分已经不在会话日志里。
journal-reach = 会话日志中，有拒绝的会话最早为 { $refused }，其余会话最早为 { $other }。
journal-empty = （没有）
journal-dropped = 未能保存的会话部分：{ $count }。
journal-not-in = 连接后什么也没说的客户端不在其中。

tls-in-clear = 无，明文传输

end-closed = 服务器事先说明之后，关闭了连接。
end-left = 客户端关闭了连接：{ $error }。
end-lost = 客户端在传送邮件的中途关闭了连接，这封邮件一点也没有收下：{ $error }。
end-no-tls = TLS 握手失败：{ $error }。
end-cut-off = 服务器停止时，会话被中断。
end-open = 会话仍在进行，或者其结尾没有保存。

fate-waiting = 等待下一次尝试
fate-held = 被管理员扣留
fate-delivered = 已投递
fate-bounced = 已放弃，并通知发件人
fate-failed = 已放弃，且无人可以通知
fate-dropped = 被管理员移出队列
fate-deferred = 推迟：会重试
fate-unknown = 不确定：可能送达两次
fate-retried = 由管理员安排立即重试
fate-released = 由管理员放行
fate-under-way = 正在尝试
