# `postrider code` 的输出，以及它的帮助。

cli-unknown = 没有关于“{ $asked }”的资料。
cli-alike = 你要找的是不是下面这些？
cli-two = 一次只比较两个代码。“{ $asked }”里可以比较的有：
cli-try-search = 用 `postrider code search WORD` 搜索，或用 `postrider code list` 查看全部。
cli-nothing-found = 没有任何条目提到“{ $asked }”：试试少用几个词，或换几个词。
cli-found = { $count ->
   *[other] 找到 { $count } 个。
}
cli-listed = { $count ->
    [0] 没有这一类代码。
   *[other] { $count } 个代码。
}
cli-causes = 查看每个原因及其会话：`postrider code cause-no-ehlo`。

help-usage = 用法
help-commands = 命令
help-arguments = 参数
help-options = 选项
help-help = 显示帮助
help-default = 默认值：{ $value }
help-mark-options = [选项]
help-mark-command = <命令>
help-value-code = 代码
help-value-lang = 语言
help-value-command = 命令
help-value-digit = 数字
help-value-word = 词语
help-value-address = 地址
help-value-dir = 文件夹
help-value-url = 网址
help-value-file = 文件
help-value-id = 标识
help-value-count = 数量
help-code =
    .about = 解释一个应答码、增强状态码或本服务器的应答，或者比较两个代码
    .long = 可以查询：503、5.7.26、日志里写成的 "550 5.7.26"、本服务器拒绝末尾的标识（如 rcpt-before-mail）、要比较的两个代码：250 503，或者代码的开头：5yz、57z、5.7。退出码：0；没有所查内容的资料时为 1；参数无法使用时为 2。
    .words = 一个代码，或要比较的两个代码。
    .json = 供程序使用：JSON。
    .lang = 语言，例如 vi；未指定时依次查看 POSTRIDER_LANG、LC_ALL、LC_MESSAGES 和 LANG。
help-code-list =
    .about = 列出应答码，或可以答复某条命令的应答码
    .command = 可以答复这条命令的应答码：RCPT、AUTH、connection（问候语）、content（邮件结尾）。
    .class = 首位数字为此数的应答码：2 到 5。
    .enhanced = 改为列出已注册的增强状态码。
    .own = 改为按标识列出本服务器的应答。
    .json = 供程序使用：JSON。
    .lang = 语言，例如 vi；未指定时依次查看 POSTRIDER_LANG、LC_ALL、LC_MESSAGES 和 LANG。
help-code-search =
    .about = 在名称和解释中搜索词语，所选语言和英文都会搜索
    .words = 必须全部出现的词语。
    .json = 供程序使用：JSON。
    .lang = 语言，例如 vi；未指定时依次查看 POSTRIDER_LANG、LC_ALL、LC_MESSAGES 和 LANG。
help-why =
    .about = 说明邮件为什么被拒绝：证据在哪一行，缺少或失败的是哪一步，该由谁处理，要不要重试
    .long = 可以给它：与服务器的对话（如 swaks、curl -v、smtplib、Nodemailer、PHPMailer、JavaMail、msmtp、openssl 等所显示的）、邮件日志里的行、退信、程序的错误，或一个应答。密码在显示任何内容之前就会去掉；不保存任何内容，也没有任何内容离开这台机器。退出码：0；对它一无所知时为 1；参数或输入无法使用时为 2。
    .file = 要解释的文件，或用 - 表示标准输入；内容由管道传入时不必指定。如果没有同名的文件，写的可以是一个代码，例如 550 或 5.7.1，这时说明它一般表示什么；可以是一个应答，例如 '550 5.1.1 User unknown'，这时解释的就是它本身；也可以是 IP 地址、网络、邮件地址、域名或登录名，这时列出与之有关的最近几次拒绝。
    .code = 应答码后面的增强状态码，如 550 5.7.1 中的。
    .json = 供程序使用：JSON。
    .lang = 语言，例如 vi；未指定时依次查看 POSTRIDER_LANG、LC_ALL、LC_MESSAGES 和 LANG。
    .session = 本服务器的一个会话，用日志里的标识指定：双方说了什么，以及原因。
    .message = 本服务器收下的一封邮件：它在哪个会话中到达，后来怎样。
    .limit = 列出多少类与某个地址、网络、域名或登录名有关的拒绝，最新的在前。相同的拒绝算作一类，只列一次。
    .config = 配置；`postrider init` 会写出一份初始配置。
    .data = 数据文件夹，用于队列和 Maildir [默认：配置中的，或 $XDG_STATE_HOME/postrider，或 ~/.local/state/postrider]。
