# 关于两个代码的句子：没有人专门撰写时，由事实拼成。`one` 和 `other` 是两个代码。

verdict-2-2-alike = 两者都表示事情已经办成：{ $one } 的意思是“{ $one-name }”，{ $other } 的意思是“{ $other-name }”。
verdict-2-2 = 两者都是好消息，区别在于下一步：收到 { $one } 后，{ $one-todo }；收到 { $other } 后，{ $other-todo }。
verdict-2-3 = { $one } 表示已经完成，{ $other } 只表示可以继续：{ $other-todo }。
verdict-2-4 = { $one } 表示已经完成，{ $other } 表示这次没有成功：{ $other-todo }。
verdict-2-5 = { $one } 表示已经完成，{ $other } 表示被拒绝：{ $other-todo }。
verdict-3-3-alike = 两者都要求继续，只是位置不同：{ $one } 是“{ $one-name }”，{ $other } 是“{ $other-name }”。
verdict-3-3 = 两者都要求继续：遇到 { $one }，{ $one-todo }；遇到 { $other }，{ $other-todo }。
verdict-3-4 = { $one } 请你继续，{ $other } 让你暂时停下：{ $other-todo }。
verdict-3-5 = { $one } 请你继续，{ $other } 则是拒绝：{ $other-todo }。
verdict-4-4-alike = 两者都说“现在不行”，要求的做法也相同；不同的是没办成的事：{ $one } 是“{ $one-name }”，{ $other } 是“{ $other-name }”。
verdict-4-4 = 两者都说“现在不行”：遇到 { $one }，{ $one-todo }；遇到 { $other }，{ $other-todo }。
verdict-4-5 = { $one } 是临时的，{ $other } 是永久的：遇到 { $one }，{ $one-todo }；遇到 { $other }，{ $other-todo }。
verdict-4-5-alike = 按首位数字，{ $one } 可能过一阵就好，{ $other } 则是最终结果，但两者要求的做法相同：{ $one-todo }。
verdict-5-5-alike = 两者都是永久拒绝，要求的做法也相同；不同的是被拒绝的事：{ $one } 是“{ $one-name }”，{ $other } 是“{ $other-name }”。
verdict-5-5 = 两者都是永久拒绝：遇到 { $one }，{ $one-todo }；遇到 { $other }，{ $other-todo }。
verdict-twins = 同一个问题的两种情形：{ $one } 表示它可能过去，{ $other } 表示它不会过去。
verdict-classes = { $one } 是“{ $one-name }”，{ $other } 是“{ $other-name }”：遇到前者，{ $one-todo }；遇到后者，{ $other-todo }。
verdict-line = 两者并不冲突，而是写在同一行：{ $one } 说明命令的结果，后面的 { $other } 说明原因：“{ $other-name }”。
verdict-line-unusual = 按首位数字，两者可以写在同一行，但很少这样：{ $one } 是“{ $one-name }”，{ $other } 是“{ $other-name }”。
verdict-line-unreal = 没有哪项标准把 { $one } 当作应答，它代表的是“{ $one-name }”；{ $other } 是增强状态码，意思是“{ $other-name }”。
verdict-line-never = 两者不能写在同一行：增强状态码的首位数字必须与应答码相同，所以 { $other } 永远不会和 { $one } 一起出现。
verdict-dots = { $one } 就是去掉了点的 { $other }：标准里只有 { $other }，意思是“{ $other-name }”。
verdict-unreal = { $other } 是 SMTP 的应答，意思是“{ $other-name }”；{ $one } 不是应答，它代表的是“{ $one-name }”。
verdict-neither = 两者都不是 SMTP 的应答：{ $one } 代表“{ $one-name }”，{ $other } 代表“{ $other-name }”。

same-line = 在同一行里可以：`{ $one } { $other }` 就是服务器同时给出两者的写法。
same-line-unusual = 首位数字允许这样写，但 `{ $one } { $other }` 不是常见的搭配：两者各有自己的搭档。
same-line-unreal = 不能：没有哪项标准把 { $one } 当作应答。
same-line-never = 不能写在同一行：类别不同。
same-command-none = 不能：没有哪条命令既可能得到前者，又可能得到后者。
same-command-any = 能：两者都可以答复任何命令。
same-command-some = { $count ->
   *[other] 能，见于：{ $commands }。
}
same-command-unreal = 不能：其中一个不是任何标准承认的应答。

follow-forward = { $one } 之后，会话已向前推进：{ $other } 可以是对下一步的应答。
follow-unchanged = { $one } 之后，什么都没有改变：{ $other } 可以是对下一条命令的应答。
follow-input = { $one } 之后，服务器读取文本：{ $other } 可以是对这段文本的应答。
follow-input-later = { $one } 之后，服务器读取文本，并先对它作出应答：{ $other } 只能出现在更后面的命令之后。
follow-cleared = { $one } 之后，邮件事务已经不在：{ $other } 可以出现在下一个邮件事务里。
follow-closed = { $one } 之后，连接已经关闭：要得到 { $other }，需要新的连接。
follow-depends = { $other } 能否出现在 { $one } 之后，取决于 { $one } 答复的是哪条命令。
follow-none = 两者不会先后出现：其中一个不是任何标准承认的应答。
follow-in-order = 在同一会话里，{ $one } 之后补上缺少的步骤，就会得到 { $other }。
follow-enhanced = 增强状态码在同一行里紧跟应答码；各行的先后由应答码决定。

mixup-twins = 两者的后几位数字相同，而许多程序只显示这几位：放弃或继续重试之前，先看首位数字。
mixup-dots = 网上的列表把 { $one } 印成一个独立的代码。请改为搜索 { $other }。
mixup-line = 人们往往只搜其中一个，漏掉另一个。单看应答码太笼统，单看增强状态码又不知道命令的结果：两者都要看，还要看后面的说明文字。
mixup-unreal = 两者不会碰到一起：其中最多只有一个是应答。
mixup-class = 许多程序只区分“被拒绝”和“已接受”，对两者一视同仁，尽管它们要求的做法不同。
mixup-alike = 弄混了通常也无妨：客户端对两者的做法相同。
mixup-stage = 很少弄混：首位数字相同，但它们出现在会话的不同位置。
mixup-seldom = 很少弄混：首位数字已经把它们区分开了。

use-each = { $one } 用在这种时候：{ $one-when }；{ $other } 用在这种时候：{ $other-when }。
use-alike = 就客户端要做的事而言，用哪个都行：选名称更贴近事实的那个。
use-by-class = 单靠等待就可能解决的，用 { $one }；等待也无济于事的，用 { $other }。
use-line-never = 两者不能互相替代：{ $one } 后面应当是以相同数字开头的增强状态码。
use-unreal-line = 只用 { $other }，写在真实存在的应答码后面。
use-line = 不是二选一：应答码总要有；服务器提供 `ENHANCEDSTATUSCODES` 时，后面再加上增强状态码。
use-unreal = 只用有标准定义的那一个。
