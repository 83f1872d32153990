own-client-refused = 不为此客户端提供服务
    .cause = 问候语本身就是拒绝：在听到任何命令之前，一条针对连接地址的规则已经作出决定。当前版本没有任何设置会产生这样的规则。
    .remedy = 发送 `QUIT`，不要马上再来：改动邮件里的任何东西都改变不了答复。如果这是你的服务器：这条应答的日志行写明了客户端和背后的规则。

own-no-mail-host = 这台主机从不收信
    .cause = 主机在问候语里就说明，这里不接收任何人的邮件。当前版本没有任何设置会导致这一应答；运行中的服务器都收信。
    .remedy = 请投递到别的主机：查看该域名的 `MX` 记录，如果它们指向这里，请告诉域名的所有者。如果这是你的域名：发布空 `MX`，发送方就根本不必来敲门。

own-early-talker = 你在问候语之前就开口了
    .cause = 220 还没发出，就已经有字节到来。邮件程序会等问候语；抢先开口的多半是垃圾邮件工具、Web 客户端，或者服务器还不知道的代理。
    .remedy = 先读问候语，再发送 `EHLO`。如果这是你的服务器：以 PROXY 标头开场的代理，必须列在该监听器的 `proxy_protocol` 里。

own-session-refused = 本次会话只剩 `QUIT` 可用
    .cause = 问候语是拒绝，之后的每条命令都得到同样的应答。原因写在那第一行里，与收到 503 的命令无关。
    .remedy = 发送 `QUIT`，重读问候语，改正其中指出的问题；再次尝试需要新的连接。如果这是你的服务器：请在日志里查找同一会话中问候语的拒绝记录。

own-command-to-no-mail-host = 向不收信的主机发送命令
    .cause = 问候语是 521，客户端却仍继续。无论它要什么，这台主机背后都没有邮件服务。
    .remedy = 发送 `QUIT`，到域名的 `MX` 记录里找正确的主机。在这里重试没有任何用处。

own-hello-argument = `EHLO` 或 `HELO` 没有可用的名称
    .cause = `EHLO` 和 `HELO` 后面必须是主机名或方括号里的地址，而收到的要么为空，要么是好几个词，要么含有可打印 ASCII 以外的字符。下划线予以放行，因为许多机器名里都有。
    .remedy = 在邮件程序里设置发信机器的名称：像 `host.example.org` 这样的完整名称，或像 `[192.0.2.1]` 这样的地址字面量。常见的祸首是设置留空，或电脑名里有空格。

own-hello-needs-tls = 要求 TLS 却用了 `HELO`
    .cause = 监听器启用了 `require_tls`，而 `HELO` 之后没有办法转入 TLS，因为只有 `EHLO` 才提供 `STARTTLS`。所以服务器不让你走进这条死路。
    .remedy = 发送 `EHLO`，然后 `STARTTLS`，再发一次 `EHLO`。如果程序只会 `HELO`，请换用一开始就是 TLS 的端口。如果这是你的服务器：`require_tls` 适合提交端口，不适合端口 25。

own-hello-after-refusal = 问候语已是拒绝，却又发 `EHLO`
    .cause = 会话在第一行就被拒绝了，没有什么可自我介绍的。对 `EHLO` 和 `HELO` 的应答既不带增强状态码，也不带标识。
    .remedy = 发送 `QUIT` 并读一读问候语：真正的原因在那里。只看 `EHLO` 应答码的客户端会误报原因，所以请让它把问候语也显示出来。

own-hello-with-weak-tls = 在过弱的 TLS 上发送 `EHLO`
    .cause = TLS 已经协商好，但结果低于本服务器的允许范围，会话到此为止。低于 1.2 的版本在 TLS 握手时就会失败，当前版本也没有任何设置要求得更高。
    .remedy = 发送 `QUIT`，用较新的 TLS 软件连接：版本 1.2 或 1.3，配普通的密码套件。退回明文不是出路。

own-ehlo-first = 还没有自报名称
    .cause = 本次会话中还没有接受过 `EHLO` 或 `HELO`，或者 TLS 刚刚开始，之前的已经作废。没有它，服务器不知道在和谁说话，也不知道可以提供什么。
    .remedy = 发送带有你主机名的 `EHLO`，等应答的所有行都到齐，再重发那条命令。`STARTTLS` 之后再来一次 `EHLO` 是规定动作；`RSET` 代替不了它。

own-tls-required = 请先启用 TLS
    .cause = 监听器启用了 `require_tls`，而连接还是明文。TLS 生效之前，只应答 `EHLO`、`NOOP`、`RSET`、`QUIT` 和 `STARTTLS`。
    .remedy = 发送 `STARTTLS`，完成 TLS 握手，再发 `EHLO`，然后才是你要做的事。在邮件程序里，为这个端口选择 `STARTTLS`。如果这是你的服务器：在端口 25 上请设 `require_tls = false`，否则没有 TLS 的服务器什么都发不进来。

own-starttls-active = `STARTTLS` 发了两次
    .cause = 连接已经加密，要么从第一个字节起就是，要么之前发过 `STARTTLS`。SMTP 里没有 TLS 套 TLS 的做法。
    .remedy = 继续发 `EHLO` 或登录。程序多半是在 465 这样的隐式 TLS 端口上设成了 `STARTTLS`：那里应选从一开始就用 TLS，`STARTTLS` 则用于端口 587。

own-starttls-in-transaction = 邮件进行到一半时发 `STARTTLS`
    .cause = 一封邮件已经用 `MAIL` 开始，而 TLS 会让服务器把它忘掉。所以顺序是先 TLS，后邮件。
    .remedy = 依次发送 `RSET`、`STARTTLS`、`EHLO`，再重新开始这封邮件。在你的程序里，把 `STARTTLS` 挪到第一个 `MAIL` 之前。

own-starttls-after-auth = 登录之后才发 `STARTTLS`
    .cause = 你在没有 TLS 的连接上登录了，而 TLS 会把登录连同其他一切都清掉。想用 TLS，就从它开始。
    .remedy = 就这样继续，或者更好：`QUIT`，重新连接，在 `AUTH` 之前发 `STARTTLS`。如果这是你的服务器：能以明文登录，是因为 `auth_without_tls`，或所用机制不暴露密码；设置 `require_tls` 即可杜绝。

own-behind-starttls = `STARTTLS` 后面跟着别的内容
    .cause = `STARTTLS` 之后没等 220，就有明文字节跟来。它们可能是攻击者塞进来的，好让人以为是在 TLS 之下送达，因此连接被关闭。
    .remedy = 让客户端等 220，TLS 握手完成之前什么都不发：`STARTTLS` 必须是一组命令中的最后一个。如果你的客户端正是这样做的，却仍看到这条应答，那就是途中有人或有设备在改动数据流。

own-tls-too-weak = 在过弱的 TLS 上发送命令
    .cause = TLS 握手协商的结果不符合服务器的策略，此后除 `QUIT` 以外的命令一律拒绝。低于 1.2 的 TLS 根本走不到这一步，当前版本也没有任何设置把门槛定得更高。
    .remedy = 更新客户端的 TLS 库，或调整它的版本和密码套件列表，然后重新连接。这个会话已经救不回来。

own-auth-required = 请先登录
    .cause = 这是 `kind = "submission"` 的监听器：它接收发往任何人的邮件，所以只接收已登录者的邮件。你的发件人地址没有问题。
    .remedy = 为外发邮件开启身份验证，在 `MAIL` 之前用 `AUTH` 登录。如果是另一台服务器要给你送信，它应当连接端口 25。如果这是你的服务器：面向互联网的监听器要设 `kind = "mx"`。

own-auth-ended = 你的登录已失效
    .cause = 你登录之后，账户被删除或改了密码，而每次 `MAIL` 都会重新核对。会话本身继续，只是不再处于登录状态。
    .remedy = 用当前的密码通过 `AUTH` 登录，或重新连接。没人改过密码？请问管理员这个账户是否还在。

own-auth-twice = 第二次 `AUTH`
    .cause = 你已经登录，而一个会话只有一个身份。`RSET` 不会结束登录。
    .remedy = 直接继续发 `MAIL`。要以另一个账户发信，请 `QUIT` 并新开连接；连接池不得让不同账户共用连接。

own-auth-in-transaction = 邮件进行到一半时发 `AUTH`
    .cause = `MAIL` 已被接受，邮件未完时不得更换身份。
    .remedy = 先发 `RSET`，再 `AUTH`，然后重发 `MAIL`。在你的程序里，登录应紧跟在最后一次 `EHLO` 之后。

own-auth-no-mechanism = `AUTH` 没有写机制
    .cause = 只有 `AUTH` 一个词，或后面跟的不是机制名。登录怎样进行由这个名称决定，没有它就无从开始。
    .remedy = 从 `EHLO` 应答的 `AUTH` 行里选一个名称，例如发送 `AUTH PLAIN`。

own-auth-unknown-mechanism = 未提供的机制
    .cause = 所写的机制不在本会话看到的 `AUTH` 行里。提供哪些机制取决于 TLS 和账户：SCRAM 需要存好的验证值，令牌需要 `[[oauth]]`，或带 `tokens = true` 的 `[[dovecot]]`，CRAM-MD5 需要 `accounts.cram_md5`，EXTERNAL 需要监听器要求（`client_certificates`）并信任（`client_ca`）的客户端证书，以及一个有证书的账户。不是机制名称的词不会在应答中重复，因为它可能是密码。
    .remedy = 查看最近一次 `EHLO` 的应答，也就是 TLS 之后的那次，用其中列出的机制。如果这是你的服务器：用 `postrider account passwd` 生成验证值，用 `postrider account certificate` 把证书交给账户，或配置该机制所需的账户来源。

own-auth-needs-tls = 此机制只能在 TLS 下使用
    .cause = `PLAIN` 和 `LOGIN` 会把密码暴露给途中的任何人，所以只在 TLS 下接受。你的连接是明文。
    .remedy = 先发 `STARTTLS`，再发 `EHLO`，然后 `AUTH`；在邮件程序里请选择 `STARTTLS` 或 TLS。如果这是你的服务器：`auth_without_tls = true` 可解除这一限制，但只有谁也窃听不了的网络才配这样设置。

own-auth-initial-response = 此机制由服务器先说话
    .cause = 命令里带了响应，而这个机制里先说话的是服务器，由它给出质询：当时还没有什么可响应的。
    .remedy = 发送只带机制名的 `AUTH`，等到 334，再回答质询。

own-auth-base64 = 不是 base64
    .cause = 登录时发来的内容无法解码：中间有换行、末尾缺少 `=`，或者本该是 base64 的地方写了纯文本。密码还没有核对。
    .remedy = 把响应编码成一行标准 base64，不含空格。每 76 个字符换行的编码器会截断长令牌，请关掉换行。

own-auth-malformed = 登录数据的结构不对
    .cause = base64 没有问题，但里面的内容不符合机制的要求：例如 `PLAIN` 要有三个字段，以 NUL 隔开。冒号后面的说明文字指出了错处。
    .remedy = 使用 SASL 库，不要手工拼接字符串。`PLAIN` 的典型疏忽，是名称前面少了一个 NUL。

own-auth-cancelled = 你取消了登录
    .cause = 客户端在登录中途发来单独的 `*`，意思是停止。会话恢复到 `AUTH` 之前的样子。
    .remedy = 重新开始 `AUTH`，或在允许的地方不登录而继续。如果没有人想取消，就是程序自己放弃了：看它的日志，原因往往是证书有问题，或拿不到令牌。

own-auth-line-too-long = 登录的行太长
    .cause = 某个响应超过了 `limits.auth_line_octets` 的允许长度。只有非常大的令牌或票据才会接近它。
    .remedy = 申请小一些的令牌，少放声明或组。如果这是你的服务器：调高 `limits.auth_line_octets`。

own-auth-failed = 用户名或密码错误
    .cause = 登录经过核对后被拒绝。密码错误、用户名不存在和令牌无效，得到的应答都一样，免得有人借此查出哪些名称存在。
    .remedy = 检查完整的用户名（往往是整个地址），再重新输入密码；通常是保存了旧密码。如果这是你的服务器：`postrider account test` 会说明该账户的已知情况，日志里有失败的原因。

own-auth-certificate = 不能用这张证书登录
    .cause = 证书是可信的，但它不能让任何人登录：没有账户登记了它的指纹或其中的名称，或者客户端所指的账户没有登记，或者有多个账户登记了它而客户端没有指明是哪一个。
    .remedy = 出示另一张证书，或用密码登录。如果这是你的服务器：`postrider account certificate NAME --add` 加上 `postrider why --session` 和日志在拒绝旁边给出的 `sha256:`，就把这张证书交给一个账户；`--add-name` 登记其中的名称。如果多个账户都有它，客户端必须指明其中一个（授权身份）。

own-auth-authzid = 以他人的身份登录
    .cause = 用户名和密码属于一个账户，客户端却要求以另一个账户的身份行事。在这里，每个人都只能代表自己。
    .remedy = 在程序设置里把授权身份留空。如果需要用另一个地址发信，请让人用 `postrider account senders` 把它加上。

own-auth-channel-binding = 登录绑定的是另一条连接
    .cause = 客户端为某条 TLS 连接证明了密码，却不是服务器看到的这一条；或者客户端声称服务器不提供绑定，而服务器其实提供。有中间人时就是这个样子；终结 TLS 的代理看上去也一样。
    .remedy = 请直接连接，避开会拆开 TLS 的设备，然后重试。如果是杀毒软件或代理有意为之，请在那里使用不带 `-PLUS` 的机制，并清楚自己放弃了什么。

own-auth-account-disabled = 账户已停用
    .cause = 密码正确，但该账户不得登录。它被管理员停用，或目录认为它已锁定。在 `MAIL` 之后出现，则表示账户在你登录之后被停用；会话继续，但不再处于登录状态。
    .remedy = 换别的密码没有用：请找负责这个账户的人。如果这是你的服务器：`postrider account list` 会显示它；若来自 `[[ldap]]`，则是过滤条件 `disabled` 匹配到了。

own-auth-mechanism-too-weak = 需要更强的登录方式
    .cause = 密码或令牌正确，而这个监听器设有 `auth_least = "scram"`：会让服务器看到密码的机制不够格。
    .remedy = 把程序设为 SCRAM；它可能叫作“加密密码”或“安全身份验证”。如果这是你的服务器：不会 SCRAM 的旧程序，需要一个设为 `auth_least = "any"` 的监听器。

own-xclient-argument = `XCLIENT` 的格式不对
    .cause = 受信任的代理发来了 `XCLIENT`，其中的属性缺失、未知，或没有写成 `NAME=value`。冒号后面说明了是哪一种。
    .remedy = 修正代理：它只能发送 `EHLO` 应答里 `XCLIENT` 行列出的属性，每个都要有值。

own-xclient-in-transaction = 邮件进行到一半时发 `XCLIENT`
    .cause = 有一封邮件尚未完成，而 `XCLIENT` 会改变它来自哪个客户端。这条命令管的是整个会话。
    .remedy = 让代理在第一次 `EHLO` 之后、`MAIL` 之前立即发送 `XCLIENT`；眼下可以用 `RSET` 腾出位置。

own-mail-twice = 邮件尚未完成又发 `MAIL`
    .cause = 一封邮件的信封还开着，第二个 `MAIL` 会把两封混在一起。前一封保持原样。
    .remedy = 先发 `RSET` 再发 `MAIL`，或把未完的邮件发完。多半是客户端在收件人被拒绝之后直接处理下一封，忘了 `RSET`。

own-mail-syntax = `MAIL` 写得不对
    .cause = 参数不符合规定的写法：尖括号里是地址，其余参数隔一个空格写在后面。最典型的是 `FROM:` 与尖括号之间多了空格；应答末尾说明了遇到的是什么。
    .remedy = 写成 `MAIL FROM:<alice@example.org>`，报告则写 `MAIL FROM:<>`。请让库来生成这一行，不要自己拼接字符串。

own-sender-address = 发件人不是有效地址
    .cause = 命令的格式没错，但尖括号里的不是地址：多了点、有空格、混入了显示名称，或域名根本不可能存在。
    .remedy = 在程序设置里改正发件人：只写地址，不带显示名称。把访客填写的地址放到这里的网页表单，经常造成这种错误。

own-sender-needs-smtputf8 = 发件人含 ASCII 以外的字符却未声明
    .cause = 地址含有 ASCII 以外的字符，而 `MAIL` 没有带 `SMTPUTF8`。那是途中每台服务器都要作出的承诺。
    .remedy = 如果你的软件支持，请给 `MAIL` 加上 `SMTPUTF8`；这里的 `EHLO` 应答中列有它。否则请使用 ASCII 地址，或把域名写成 `xn--` 形式。

own-parameter-unknown = 未提供的参数
    .cause = `MAIL` 或 `RCPT` 带了 `EHLO` 应答没有列出的参数。`HELO` 之后一个也不提供；`NOTIFY=`、`RET=` 等 DSN 参数，只有监听器设了 `dsn` 才有。
    .remedy = 只发送最近一次 `EHLO` 列出的参数，并以 `EHLO` 开始，不要用 `HELO`。如果这是你的服务器：在供自己客户端使用的监听器上设 `dsn = true`，他们就可以要求报告。

own-parameter-value = 参数的值不对
    .cause = 参数是提供的，它的值却不行：大小里有字母，`BODY=` 既不是 `7BIT` 也不是 `8BITMIME`，或在不该有值的地方写了值。应答说明了应有的写法。
    .remedy = 改正这个值，或干脆不写这个参数：它们全都是可选的。

own-parameter-repeated = 同一参数出现两次
    .cause = 一条命令里把同一个参数写了两遍，该算哪一个谁也说不准，所以都不算。
    .remedy = 只发一次。通常是库自己加了 `SIZE=` 或 `BODY=`，你的代码又加了一遍。

own-message-too-big = 邮件太大
    .cause = 它的字节数超过这里能接收的上限，可能是 `SIZE=` 声明的，也可能是接收时数出来的。上限是 `limits.message_octets`，或账户自己更小的限制。附件在传输时会增大三分之一。
    .remedy = 发小一些的邮件，或用链接代替附件。如果这是你的服务器：调高 `limits.message_octets`，或用 `postrider account limit` 查看这个账户。

own-rcpt-before-mail = 有收件人却没有发件人
    .cause = 当前没有进行中的邮件：没有发过 `MAIL`，或它被拒绝，或那封邮件已经完成，或已被 `RSET`、`EHLO` 或 TLS 重置。
    .remedy = 发送 `MAIL FROM`，确认得到 250，再重发 `RCPT`。如果确实发过，请看它的应答：真正的错误在那里。

own-rcpt-after-bdat = 内容已经开始又加收件人
    .cause = 第一个 `BDAT` 数据块已经收下，从那时起信封就封上了：邮件的收件人必须在内容之前确定。
    .remedy = 发完这封，再给漏掉的收件人另发一封；或者 `RSET`，带上所有收件人从头开始。

own-rcpt-syntax = `RCPT` 写得不对
    .cause = `TO:` 后面应当是尖括号里的地址，其余参数隔一个空格写在后面，而收到的不是这样。
    .remedy = 写成 `RCPT TO:<bob@example.org>`，每条命令一个地址。在一个 `RCPT` 里用逗号列出多个地址，不是 SMTP 的写法。

own-recipient-address = 收件人不是有效地址
    .cause = 尖括号里的东西不可能是邮箱：连续两个点，缺少域名，有逗号、空格，或者连姓名一起粘了进来。
    .remedy = 在名单或通讯录里改正地址；重试没有用。开发者请注意：在地址到达 `RCPT` 之前去掉空格和显示名称。

own-recipient-needs-smtputf8 = 收件人含 ASCII 以外的字符却未声明
    .cause = 这个地址含有 ASCII 以外的字符，而当前邮件开始时没有带 `SMTPUTF8`。
    .remedy = 先 `RSET`，再发带 `SMTPUTF8` 的 `MAIL`，然后重发 `RCPT`。如果你的软件不支持这个扩展，请向收件人要一个 ASCII 地址。

own-unknown-user = 这里没有这个邮箱
    .cause = 域名由这里服务，但其中没有这个名称：没有邮箱、没有别名，也没有全收地址（catch-all）。如果是中继域名，给出否定答复的是名单，或该域名自己的服务器。
    .remedy = 改正地址，或从名单里删掉：这是最终结果。如果这是你的服务器：这个名称应写进其 `[[domain]]` 的 `mailboxes` 或 `aliases`，或其 `[[relay_domain]]` 的 `recipients`。

own-data-before-mail = 有内容却没有邮件
    .cause = 发件人和收件人都不知道：这里从未接受过 `MAIL`，或它开始的邮件已被重置。
    .remedy = 从 `MAIL` 开始，然后 `RCPT`，再 `DATA`，每个应答都要读。如果三个是一起发出的，请找到第一个被拒绝的：这个 503 只是它的回声。

own-data-before-rcpt = 有内容却没有收件人
    .cause = `MAIL` 已被接受，此后还没有试过 `RCPT`。邮件至少要有一个收件人。
    .remedy = 发送 `RCPT`，再发一次 `DATA`：邮件还开着。在程序里，这往往是收件人列表为空，例如邮件只有 `Bcc`，而代码把它丢掉了。

own-bdat-before-mail = 有数据块却没有邮件
    .cause = `BDAT` 到来时没有进行中的邮件。数据块收不回去，所以它的字节被读入并丢弃。
    .remedy = 发送 `RSET`，再发 `MAIL` 和 `RCPT`，等两者都被接受，然后才发数据块。

own-bdat-before-rcpt = 有数据块却没有收件人
    .cause = `MAIL` 已被接受，没有试过 `RCPT`，却来了数据块。它被读入并丢弃，这封邮件也因此作废。
    .remedy = 发送 `RSET`，从头开始：`MAIL`、`RCPT`、`BDAT`。与 `DATA` 的情形不同，在这里只补一个 `RCPT` 没有用。

own-no-valid-recipient = 收件人全部被拒绝
    .cause = 这封邮件的每个 `RCPT` 都被拒绝，内容就没有人可送。原因在那些应答里，不在这一条里。
    .remedy = 读 `RCPT` 的应答，改正其中指出的问题。在 `DATA` 之后可以马上再发 `RCPT`；在 `BDAT` 之后要先发 `RSET`。在应用程序里，要记录的是各收件人的应答，而不是最后一行。

own-data-after-bdat = 一封邮件里同时用 `DATA` 和 `BDAT`
    .cause = 内容已用数据块开始，`DATA` 等于从头再来。一封邮件只走一条路，而这一封已经无法完成。
    .remedy = 发送 `RSET` 重新开始，只用 `DATA` 或只用 `BDAT`。

own-rset-first = 邮件已损坏，请先 `RSET`
    .cause = 它的某个数据块被拒绝，接着发只会得到一封有缺口的邮件。所以只有 `RSET`、`EHLO` 或 `QUIT` 才能走下去。
    .remedy = 发送 `RSET`，再按那个数据块被拒绝的原因改正。一次发送多条命令的客户端，必须在第一个被拒绝的数据块处停下。

own-bdat-size = `BDAT` 的大小无法读取
    .cause = 读不出后面应有多少字节，也就无从知道数据块在哪里结束、下一条命令从哪里开始。靠猜太危险，所以连接被关闭。
    .remedy = 写成 `BDAT 1234` 或 `BDAT 1234 LAST`：十进制的字节数，别无其他。然后重新连接。

own-behind-data = 354 之前就来了内容
    .cause = 内容与 `DATA` 一起发来，服务器还没有要它。不等 354 的人也看不到拒绝，那样邮件文本就会被当成命令。
    .remedy = 等到 354 再发。`DATA` 必须是一组命令中的最后一个。如果所谓的程序只是粘贴的文本，或带停顿的脚本，请让它去读应答。

own-nul-in-content = 邮件里有 NUL 字节
    .cause = 内容里有值为零的字节。它不该出现在邮件里，途中的每台服务器对它的处理也各不相同。
    .remedy = 用 base64 编码二进制附件，也不要把 UTF-16 文本原样粘贴：零字节通常就是从它来的。

own-irregular-line-end = 行尾不是 CRLF
    .cause = 监听器设有 `irregular_lines = "reject"`，而邮件里有单独的 CR 或 LF。有了这样的行尾，一台服务器看到的是一封邮件，另一台可能会看成两封。
    .remedy = 让程序每行都以 CRLF 结尾。如果这是你的服务器：`irregular_lines = "repair"` 会收下并修好这样的邮件，而邮件仍只在真正的结尾处结束。

own-long-line = 邮件中有一行太长
    .cause = 监听器设有 `irregular_lines = "reject"`，而有一行超过了 `limits.text_line_octets`。多半是挤成一行的 HTML 或 JSON。
    .remedy = 用 quoted-printable 或 base64 编码这一部分，它们会折断长行。如果这是你的服务器：`irregular_lines = "repair"` 会原样接受长行。

own-mail-loop = 邮件在兜圈子
    .cause = 要么它的 `Received` 字段多于 `limits.received_fields`，要么标头表明它以前就投递到过这个邮箱。再转一圈也不会结束。
    .remedy = 再发一次无济于事：请看 `Received` 字段，其中有两台主机交替出现。然后拆掉其中一环：转回来的转发，或者指回邮件来处的 `MX` 或 `[[route]]`。

own-hello-refused = `EHLO` 里的名称被拒绝
    .cause = 某条规则不接受客户端自报的名称。当前版本没有任何设置会产生这样的规则。
    .remedy = 设置发信机器真实、完整的名称，也就是其地址在 DNS 中的名称。如果这是你的服务器：日志写明了是哪条规则。

own-sender-refused = 不接受此发件人
    .cause = 一条针对 `MAIL` 中地址的规则作出了决定。对客户端有意不多说；其余的在日志里。当前版本没有任何设置会产生这样的规则。
    .remedy = 不要重复发送：请另找途径询问接收方的邮件管理员。如果这是你的服务器：请在日志里查找这条应答的标识。

own-sender-not-own = 此账户不得用该地址发信
    .cause = 你已登录，而 `MAIL` 中的地址既不是账户名，也不在它的发件地址之列。不会告诉你哪些地址可用，因为问的人可能是盗号者。
    .remedy = 在程序里把发件人设为该账户的地址。如果这是你的服务器：用 `postrider account senders` 添加地址；对于 `[[ldap]]` 或 `[[dovecot]]` 里的人，则用其 `senders` 和 `domain`。

own-sender-not-qualified = 发件人的域名只有一个词
    .cause = 你已登录，而 `MAIL` 中的地址，或邮件的 `From`、`Sender`、`Reply-To` 中的地址，域名只有一个词，又不是本服务器的域名。别处的人都无法回信。
    .remedy = 把发件人设为完整的地址，例如 `alice@example.org`。如果这是你的服务器：要让一个词也算数，需要有 `[[domain]]` 或 `[[route]]`。

own-recipient-not-qualified = 收件人的域名只有一个词
    .cause = 你已登录，而这个收件人（在 `RCPT` 中，或在邮件的 `To`、`Cc` 中）的域名只有一个词，又不是本服务器的域名。它代表什么，各处并不相同。
    .remedy = 地址里要写完整的域名，通讯录里也一样。如果这是你的服务器：要让一个词也算数，需要有 `[[domain]]`、`[[relay_domain]]` 或 `[[route]]`。

own-author-unclear = 看不出作者是谁
    .cause = 已登录者的邮件必须有一个能读懂的 `From` 字段，而且只能有一个。这封邮件没有，或有好几个，或冒号前有空格，或含有控制字符，或在真正的地址前面有一个未加引号的地址，读信的人可能误以为那就是作者。
    .remedy = 让程序只写一个 `From`，带一个名称和一个地址。如果显示名称里有 `@`，请给它加上引号。

own-colon-apart = 冒号前面有空格
    .cause = 邮件头里有一个字段写成了 `Subject : hello`。这是旧写法，可以读，但不该再写：许多检查 DKIM 签名的一方会因此拒绝整个邮件头，这封邮件看起来就像是伪造的。用户提交的内容不会被修补。
    .remedy = 让程序把冒号紧跟在字段名后面，如 `Subject: hello`。

own-author-not-own = `From` 写的是别人
    .cause = 信封没有问题，但邮件的 `From` 字段里是这个账户无权使用的地址。人们看到的正是这个字段。
    .remedy = 把你自己的地址放进 `From`，客户的地址放进 `Reply-To`：联系表单是最典型的例子。如果这是你的服务器：若确有必要，可用 `postrider account senders` 放行。

own-sender-null-mx = 谁也无法回复此发件人
    .cause = 发件人的域名发布了空 `MX`：它不收信，回信和退信都送不到。当前版本没有任何设置会检查这一点。
    .remedy = 用能收信的域名发信。如果该域名由你管理：删除空 `MX`，或改用别的域名发信。

own-relay-denied = 不为其他域名中继邮件
    .cause = 收件人的域名不由这里服务，而你既没有登录，也不在受信任的网络里。否则这台服务器就成了开放中继。
    .remedy = 使用邮件程序的人：请为外发邮件开启登录，并使用提交端口。向该域名发信的人：请检查它的 `MX`。如果这是你的服务器：补上缺少的 `[[domain]]` 或 `[[relay_domain]]`，或把客户端的网络加入 `relay.networks`。

own-recipient-null-mx = 收件人的域名不收信
    .cause = 它发布了空 `MX`，这就是域名所有者的声明；没有人可以接手这封邮件。当前版本没有任何设置会在会话中拒绝它，所以发往这种域名的邮件会在之后退回。
    .remedy = 看看域名有没有写错，否则就去掉这个收件人。

own-too-big-for-recipient = 对这一个收件人来说太大
    .cause = 邮件没有超过本服务器的上限，但超过了这个收件人的。同一邮件的其他收件人不受影响。当前版本没有任何设置会产生这样的限制。
    .remedy = 去掉这个收件人，另外给对方发链接或小一些的副本。

own-owner-changed = 该地址现在属于别人
    .cause = 发件人要求邮件只能交给某一时间的邮箱所有者，而此后邮箱换了主人。当前版本没有任何设置会产生这条应答。
    .remedy = 不要再往这个地址发送：机密内容会落到陌生人手里。请向你要找的人询问新地址。

own-unknown-command = 没有这个名称的命令
    .cause = 这一行的第一个词不是 SMTP 命令，至少不是本服务器听说过的。多半是邮件里的一行：客户端没有注意到 `DATA` 被拒绝，照样把内容发了过来。
    .remedy = 查看前面的应答，找第一个拒绝。如果是人在手工输入：`HELP` 会列出命令。如果前面有代理：凡不在监听器 `xclient` 网络里的，都看不到 `XCLIENT`。

own-not-offered = 命令存在，但这里不提供
    .cause = 这条命令是有的，只是这个监听器不提供，或现在不提供：没有证书时或 `HELO` 之后的 `STARTTLS`，面向其他服务器的端口上的 `AUTH`，`HELO` 之后的 `BDAT`；`EXPN`、`ETRN`、`TURN` 则哪里都不提供。
    .remedy = 以 `EHLO` 开始，使用它列出的命令。要登录，请去提交端口 587 或 465。如果这是你的服务器：有 `tls` 和 `[[certificate]]` 才有 `STARTTLS`，有 `auth` 或 `kind = "submission"` 才有 `AUTH`。

own-line-too-long = 命令行太长
    .cause = 这一行的字节数超过 `limits.command_line_octets`，若是 `AUTH` 则超过 `limits.auth_line_octets`，因此整行跳过。在该发命令的地方发来邮件，看上去也是这样。
    .remedy = 命令要短：地址和参数远用不了这么长。看看前面有没有 `DATA` 被拒绝。如果这是你的服务器：这个上限已经很宽，调高它很少能解决问题。

own-endless-line = 没有尽头的一行
    .cause = 来了太多没有行尾的字节，跳过 `limits.overlong_line_octets` 之后，服务器不再跳下去。没有哪个邮件程序会写这样的命令。
    .remedy = 看看客户端到底发了什么：是二进制数据，还是 `DATA` 被拒绝之后的邮件。然后重新连接。

own-bare-lf = 这一行只以 LF 结尾
    .cause = 有条命令以 LF 结尾，而应当是 CRLF。如果两台服务器对一行在哪里结束看法不同，就可能有邮件夹在其中混进来，所以连接被关闭。
    .remedy = 每条命令都以 CRLF 结尾。在脚本里写 `\r\n`；用命令行工具时，请使用发送 CRLF 的选项，例如 openssl 的 `-crlf`。

own-bare-cr = 命令中有单独的 CR
    .cause = 行的中间有一个后面没有 LF 的 CR。它后面可能藏着第二条命令，换一台解读方式不同的服务器就会执行它。
    .remedy = 用户能输入的一切内容，在进入命令之前都要去掉 CR 和 LF：标头注入就是这样的行。

own-nul-in-command = 命令中有 NUL 字节
    .cause = 命令行里有值为零的字节。通常来自 UTF-16 文本，或整块发出的定长缓冲区。
    .remedy = 发送 ASCII（使用 `SMTPUTF8` 时为 UTF-8），文本有多少字节就只发多少。

own-http-request = Web 客户端连到了邮件端口
    .cause = 第一行是 HTTP 请求。有人能让网页这样发信，所以服务器既不往下读，也不客气地应答。
    .remedy = 让浏览器或程序访问网页的地址；这里是邮件软件说 SMTP 的地方。如果这是你的服务器：负载均衡器的健康检查若设成了 HTTP，应改用 TCP，或访问 `metrics.listen` 的 `/health`。

own-tls-in-clear = 从第一个字节就是 TLS，端口不对
    .cause = 客户端一上来就做 TLS 握手，而这个端口上的会话以明文开始，再用 `STARTTLS` 转为 TLS。这时对方往往报告版本号错误。
    .remedy = 为这个端口选择 `STARTTLS`，或改用隐式 TLS 的端口，通常是 465。如果这是你的服务器：`tls = "implicit"` 可以得到另一种监听器。

own-argument-unexpected = 命令后面多了词
    .cause = `DATA`、`RSET`、`QUIT` 和 `STARTTLS` 都单独成行，而这里动词后面还有东西。
    .remedy = 只发命令本身。看看程序有没有把别的文本粘在后面，例如本该在 354 之后发送的邮件。

own-argument-missing = 命令后面少了词
    .cause = 这条命令要查询某个对象，却没有说是什么，例如 `VRFY` 后面没有名称。
    .remedy = 补上要查询的对象：`VRFY alice`。`HELP VRFY` 会显示写法。

own-help-unknown-topic = `HELP` 的主题未知
    .cause = `HELP` 后面的词不是本服务器的命令。
    .remedy = 只发 `HELP`，从列表里选一条命令。

own-too-busy = 没有空闲连接
    .cause = 连接数已达 `limits.connections`，或者来自这个地址的已达 `limits.connections_per_address`。这条问候语就是最后一行，没有影响到任何邮件。
    .remedy = 等一等再来，同时少开些连接。如果这是你的服务器：调高之前，先在日志里看清是哪个上限；每条连接都要占用一个打开的文件。

own-idle-timeout = 沉默太久
    .cause = 在 `limits.idle_seconds` 内没有命令，或在内容中途，`limits.content_seconds` 内没有任何数据。没有得到确认的邮件就没有收下。
    .remedy = 重新连接，从 `MAIL` 起重发未完的邮件。为以后留着连接的应用程序应当关掉它，或用 `NOOP` 试探，并准备好收到 421。

own-too-slow = 邮件来得太慢
    .cause = 内容的速度低于 `limits.content_octets_per_second` 已超过十分钟。这样慢吞吞的传输会占住连接，可能是无意，也可能是有意。
    .remedy = 换条好一些的线路重试；队列会自动重试。如果这是你的服务器：为线路差的正常客户端调低 `limits.content_octets_per_second`。

own-session-too-long = 会话到时间了
    .cause = 连接存在的时间超过了 `limits.session_seconds`，而且没有未完的邮件。什么都没有丢。
    .remedy = 重新连接，继续发下一封。如果这是你的服务器：为连续发信几个小时的客户端调高 `limits.session_seconds`。

own-shutting-down = 服务器正在停止
    .cause = 管理员正在停止或重启它。已用 250 确认的都安全存在磁盘上；没有确认的仍归你负责。
    .remedy = 几分钟后重试；邮件服务器都会自动这样做。如果这是你的服务器：`shutdown.grace_seconds` 决定为未完的邮件等多久。

own-too-many-errors = 被拒绝的命令太多
    .cause = 自上一封存好的邮件以来，有 `limits.errors` 条命令违反协议，或有 `limits.refused_recipients` 个收件人被拒绝。不读应答的客户端，会把一个错误变成二十个。
    .remedy = 找到会话中的第一个拒绝，改正它。如果是收件人被拒绝：先清理名单再继续。如果这是你的服务器：上限是 `limits.errors` 和 `limits.refused_recipients`。

own-too-many-logins = 被拒绝的登录太多
    .cause = 就在这一条连接里，有 `limits.refused_logins` 次登录被拒绝。反复尝试同一个错误密码的程序，一秒钟内就会走到这里。
    .remedy = 先改正密码，再让程序连接；继续尝试会让这个地址等待。如果这是你的服务器：上限是 `limits.refused_logins`，`postrider account guard` 会显示谁失败过。

own-too-many-commands = 一个会话里命令太多
    .cause = 已来了超过 `limits.commands` 条命令，其间没有存下一封邮件。真正的邮件用不了这么多。
    .remedy = 重新连接；用 `NOOP` 保活几个小时的客户端，应当直接关闭连接。如果这是你的服务器：上限是 `limits.commands`，每存下一封邮件就重新计数。

own-tls-unavailable = 暂时无法使用 TLS
    .cause = 服务器听懂了 `STARTTLS`，但眼下没有启用 TLS 所需的东西。启动时读到了 `[[certificate]]` 就不会发生，所以它不该长期出现。
    .remedy = 稍后重试；坚持用 TLS 的客户端会把邮件留到那时。如果这是你的服务器：运行 `postrider check`，并在日志里查找证书的情况。

own-auth-unavailable = 暂时无法核对登录
    .cause = 没有谁能判断密码对不对：账户文件、Dovecot、目录或令牌服务器没有答复，或者等待中的登录超过了 `accounts.waiting`，或者 30 秒内一直先处理来自你的地址的其他登录，或者服务器正在停止。你的密码还没有经过判断。在 `MAIL` 之后出现，则表示没有谁能判断你的登录是否仍有效。
    .remedy = 一分钟后重试，不要改密码。如果这是你的服务器：日志写明了谁没有答复；然后检查它的 `timeout_seconds`、`connections` 以及通往它的线路。

own-auth-too-many = 来自此地址的失败登录太多
    .cause = 来自你这个地址的失败登录超过了 `accounts.failures_limit`，一段时间内不再受理任何登录，对错都不看。要等的是地址，不是账户。
    .remedy = 找到还在用旧密码的设备，把它停掉，然后等待：每过 `accounts.failures_forget_seconds` 就忘掉一次失败。如果这是你的服务器：`postrider account guard` 会列出这些地址；在 NAT 后面，许多人共用一个地址。

own-auth-transition = 请用 `PLAIN` 登录一次
    .cause = 你用了 SCRAM，而服务器还没有这个账户的验证值：它只能从密码本身生成。对于存放在 Dovecot 或目录里的账户，也会这样应答。
    .remedy = 在 TLS 下用 `PLAIN` 登录：许多程序收到这条应答后会自动这样做。此后，账户文件里的账户就能用 SCRAM 了。如果这是你的服务器：`postrider account passwd` 可以不必等待，直接生成验证值。

own-parameter-unavailable = 参数暂时无法兑现
    .cause = 参数是已知的，也提供，但服务器此刻做不到它所承诺的。当前版本没有任何设置会产生这条应答。
    .remedy = 稍后再发这条命令；如果没有它的效果也行，就去掉这个参数。

own-no-room = 没有空间存放邮件
    .cause = 收下之后，磁盘剩余空间会少于 `queue.free_floor_octets`；留着这些空间，是为了让队列里已有的还能发出去。你的邮件并没有被永久拒绝。
    .remedy = 留着它，稍后重试；队列会自动重试。如果这是你的服务器：腾出空间，或把文件夹 `data` 移到更大的磁盘；一有空间就会恢复收信。

own-too-many-recipients = 一封邮件的收件人太多
    .cause = 邮件的收件人已达 `limits.recipients` 的上限。得到 250 的那些仍然有效。
    .remedy = 先给那些收件人发送内容，其余的用第二封邮件；不要整封放弃。如果这是你的服务器：可以调高 `limits.recipients`，不过邮件列表还是分批发更好。

own-recipient-unproven = 还不知道收件人是否存在
    .cause = 这个域名是设了 `callout` 的 `[[relay_domain]]`，刚才却问不到它自己的服务器。未经证实就收下，以后可能要退信给被冒用的发件人。
    .remedy = 让它等着：队列会自动重试。如果这是你的服务器：看看从这里能不能连到该域名的服务器，或把那里的人列进 `recipients`。

own-account-messages = 此账户暂时发得够多了
    .cause = 一小时内它发出的邮件已达 `accounts.messages_per_hour` 的上限，或它自己的上限。应答写明了何时再有余量。
    .remedy = 等到那时，或把群发分散到更多小时。你没有发这么多？那就改密码：别人拿到了它。如果这是你的服务器：`postrider account limit` 可以给这个账户另定数目。

own-account-recipients = 此账户暂时已达收件人上限
    .cause = 一小时内它的邮件发往的收件人已达 `accounts.recipients_per_hour` 的上限。在这条应答之前接受的收件人仍会收到邮件。
    .remedy = 先给那些收件人发送内容，其余的等到应答所说的时间。邮件再小，发给大名单时也是每个收件人都计数。如果这是你的服务器：`postrider account limit` 可以为单个账户调高。

own-greylisted = 第一次尝试不收
    .cause = 某个收件人要求，陌生人的第一封邮件要第二次尝试才收：真正的邮件服务器会再来，许多垃圾邮件工具不会。当前版本没有任何设置会这样做。
    .remedy = 没有出什么错：留着邮件，几分钟后从同一地址重试。

own-store-failed = 邮件未能写入
    .cause = 写入磁盘失败，而写不进去就没有 250。邮件仍在你手里，这里什么都没留下。
    .remedy = 稍后重试；队列会自动重试。如果这是你的服务器：请马上处理：日志里有磁盘的错误，例如文件系统已满或只读。

own-greeting = 服务器已就绪
    .cause = 连接已建立，这台服务器愿意对话。它的名称和 ESMTP 一词表示可以请求扩展。
    .remedy = 发送 `EHLO`，后面写你机器的名称。

own-quit = 再见
    .cause = 服务器已收到 `QUIT`，正在关闭连接。已用 250 确认的邮件留在它这里，未完成的就忘掉。
    .remedy = 这里不能再发什么了：你也关闭连接。如果你没有要求这样，请查查是什么发了 `QUIT`。

own-hello = 服务器知道你的名称了
    .cause = 自我介绍已被接受；如果有未完的邮件，它已被忘掉。`EHLO` 之后，其余各行列出所提供的扩展；`HELO` 之后没有这些行。
    .remedy = 读一读列表，需要的话发 `STARTTLS` 或 `AUTH`，否则发 `MAIL`。

own-starttls-go = 开始 TLS 握手
    .cause = 服务器在等 TLS 的第一批字节，之前说过的一切都会忘掉。
    .remedy = 现在做 TLS 握手，然后再发一次 `EHLO`：在 TLS 下，所提供的列表会不一样。

own-auth-ok = 已登录
    .cause = 在本次会话余下的时间里，服务器知道你是谁。它没有承诺接收任何邮件：发件人、收件人和内容，到时候再判断。
    .remedy = 发送 `MAIL`，用该账户有权使用的地址。

own-mail-ok = 一封邮件已开始
    .cause = 发件人已记下，新邮件的信封已打开。现在还什么都没有接受。
    .remedy = 用 `RCPT` 指定收件人，每条命令一个。

own-rcpt-ok = 收件人已接受
    .cause = 如果内容也被接受，就会送给这个收件人。同一邮件的其他收件人各有自己的应答。
    .remedy = 继续发 `RCPT`，然后发 `DATA` 或 `BDAT`。

own-chunk-ok = 数据块已到
    .cause = 这个数据块的字节已经点清并保存。要等到写着 `LAST` 的数据块，邮件才算完整。
    .remedy = 发送下一个 `BDAT`，最后一个带上 `LAST`；空的 `BDAT 0 LAST` 也可以。

own-queued = 邮件已收下
    .cause = 它已存到磁盘上，从此由这台服务器负责：要么投递，要么告诉发件人没能送到。在日志里用 `queued as` 后面的名称就能找到它。
    .remedy = 你的副本可以删除或归档，然后继续 `MAIL` 或 `QUIT`。要在自己的服务器上跟踪它：用这个名称运行 `postrider queue show`。

own-rset-ok = 已清空，可从头开始
    .cause = 如果有未完的邮件，它已连同发件人和收件人一起被忘掉。TLS、登录和 `EHLO` 保持原样。
    .remedy = 用 `MAIL` 重新开始。

own-noop-ok = 还在
    .cause = 连接正常，什么都没有改变。沉默的时间重新计起，会话的存续时间不会。
    .remedy = 用任何命令继续。

own-vrfy-unknown = 既不说是，也不说否
    .cause = 本服务器不向任何人透露地址是否存在，免得垃圾邮件发送者借此筛选名单。252 对邮箱什么也没有说。
    .remedy = 不要当作确认。把邮件发出来：`RCPT` 的应答才算数。

own-help = 命令列表
    .cause = 列出的是这个监听器在当前状态下提供的命令，所以在 TLS 下可能更长。
    .remedy = 发送 `HELP` 加其中一个名称，可以看到它的写法。

own-help-topic = 一条命令的说明
    .cause = 这一行说明命令怎么写、做什么。会话没有任何改变。
    .remedy = 按这个写法发送命令。

own-auth-challenge = 服务器在等你的回答
    .cause = 登录正在进行，334 后面的内容是 base64 的质询，可能为空。下一行会当作回答来读，而不是命令。
    .remedy = 用一行 base64 发送回答，或发单独的 `*` 停止。在这里输入命令，会被当成错误的回答。

own-data-go = 请发送内容
    .cause = 从现在起，每一行都是邮件的内容，直到只含一个点的那一行。在对那个点作出应答之前，还什么都没有接受。
    .remedy = 发送标头、空行和正文，用 CRLF 换行；以点开头的行，把那个点写成两个；最后用单独的点结束。然后等待 250。
