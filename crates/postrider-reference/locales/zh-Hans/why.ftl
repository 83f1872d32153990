# `postrider why` 在所找到的情形、原因和类别之外的说明。

why-several = { $count ->
   *[other] 找到 { $count } 处问题。每一处各有原因；仅由某一处引起的，都列在那一处里。
}
why-echoes = { $count ->
   *[other] 第 { $lines } 行的拒绝。
}
why-again = { $count ->
   *[other] { $count } 次，在第 { $lines } 行。
}
why-left = { $count ->
   *[other] 日志里的拒绝只列出最前面的：另有 { $count } 处只计了数，没有列出。
}
why-cut = 后面还有内容：只看了前 { $lines } 行，或前 { $mebibytes } MiB。

why-code = { $code } 一般表示：{ $name }。
why-code-alone = 单凭一个代码只能说明这些。随它而来的文字会说明更多，前面的命令也是：请粘贴整行。
why-final = 不管代码怎么说，这都是最终结果：邮件已经退回，没有队列再尝试发送。
why-final-hours = 不管代码怎么说，这都是最终结果：队列试了 { $count } 小时后放弃，邮件已经退回。
why-final-days = 不管代码怎么说，这都是最终结果：队列试了 { $count } 天后放弃，邮件已经退回。

arrival-delivered = 没有任何失败：邮件已经到达邮箱。
    .cause = 这是发件人要求的成功报告。
    .check = 邮件是不是在垃圾邮件文件夹里？邮箱的规则有没有移动或转发它？
arrival-relayed = 没有任何失败：邮件已经交给一台不发送成功报告的服务器。
    .cause = 这是发件人要求的成功报告，也是最后一份：只有在那里失败了，才会再有消息。
    .check = 那台服务器的日志对这个收件人是怎么写的？
arrival-expanded = 没有任何失败：邮件已经到达一个列表或别名，并转发给了它后面的所有人。
    .cause = 这是发件人要求的成功报告。其中每个人的结果，这里的报告都不会写。
    .check = 没有收到邮件的收件人在不在这个地址后面？
arrival-at = 邮件现在在 { $host }。

needs-anything = 这里没有任何 SMTP 的内容。请粘贴与服务器的对话、日志里的行、退信，或者完整的错误文本。
needs-refusal = 这里有一段对话，其中没有任何拒绝。请粘贴出错的那一段，连同它前面的内容。
needs-context = 没有规则认得这里所说的话。请粘贴完整的应答和它前面的命令，或者完整的退信。如果没有更多内容，请去掉密码和姓名，把这几行发给 postrider 的作者：这样以后就会有相应的规则。

step-missing = 缺少 `{ $verb }`：没有发送，或者没有被接受。
step-perhaps = 很可能缺少 `{ $verb }`：明文时没有提供 `AUTH`，而大多数服务器只在握手之后才提供。这台是不是这样，看握手之后对 `EHLO` 的应答就知道。
step-failed = `{ $verb }` 失败了。
step-connection = 连接失败：没有建立，或者没有收到问候语。

sure-certain = 确定：已知服务器说的正是这句话，或者对话表明了这一点。
sure-likely = 很可能：这些话或这个代码大多是这个意思。
sure-guess = 猜测：唯一的依据是代码。

speaker-server = 服务器。
speaker-server-of = 服务器；从措辞或问候语来看是 { $vendor }。
speaker-client = 发送方：那里没有服务器的应答。
speaker-middlebox = 位于双方之间、会改动所传内容的设备或程序，例如防火墙或杀毒程序。

input-conversation = { $program } 显示的一段对话。
input-log = { $program } 记录的日志。
input-letters = 一段对话，各行前面标有 `C:` 和 `S:`。
input-telnet = 一段对话，没有标明谁说了什么。
input-bounce = 一封退信。
input-exception = 程序或库报告的一个错误。
input-reply = 服务器的一个应答。

# 没有内容可看时的说明。

why-input = 标准输入
why-no-file = 没有这个文件。不在文件里的文本可以这样传入：`COMMAND | postrider why -`；应答可以直接写在文件的位置，例如 `postrider why '550 5.1.1'`。本服务器应答的标识由 `postrider code` 解释。
why-folder = 这是一个文件夹。请指定其中的一个文件。
why-unreadable = 无法读取：{ $error }。
why-binary = 这不是文本。如果是压缩的，请先解压，例如 `zcat FILE | postrider why -`。
why-empty = 里面是空的，没有什么可解释的。
why-terminal = 请指定一个文件，或者这样传入文本：`COMMAND | postrider why -`。要在这里粘贴，请用 `postrider why -`。
why-paste = 请粘贴在这里，然后另起一行按 Ctrl-D。
why-not-kept = `--data`、`--config` 和 `--limit` 只用于查询本服务器保存的内容；这里要读的内容用不到它们。
