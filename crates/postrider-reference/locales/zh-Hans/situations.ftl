### 邮件被拒绝的各种情形：结论、发生的原因、怎样解决，以及怎样确认。

## 会话

situation-ehlo-missing = 客户端发送这条命令之前，没有发过 `EHLO`。
    .cause = 程序收到问候语后直接发 `MAIL`、`STARTTLS` 或 `AUTH`；自己写的套接字代码，以及需要自己逐步调用的库，都会这样。也可能 `EHLO` 发过，但被拒绝了，而没有人看应答。
    .fix = 程序的维护者应让它发送带有本机主机名的 `EHLO`，等到 250 再继续。`RSET` 在这里不起作用：没有什么可重置的。
    .check = 被拒绝的命令之前有没有 `EHLO`，得到的应答是不是 250？

situation-helo-not-ehlo = 客户端用 `HELO` 打招呼，所以服务器没有向它提供任何扩展。
    .cause = 只有在 `EHLO` 之后才有 `AUTH`、`STARTTLS` 和各种参数。旧的 PHP 类、打印机和扫描仪用的是 `HELO`；swaks 带 `--protocol SMTP` 或 `SMTPS` 时也是。这样的客户端找不到 `AUTH`，就不登录继续往下走，后来得到的拒绝看上去像中继错误。
    .fix = 让程序用 `EHLO` 打招呼：许多库只要设置了主机名或登录就会这样做，smtp-cli 用 `--force-ehlo`，swaks 用它的默认协议。在同一会话里就可以发，不需要新的连接。
    .check = 对话里用的是两个词中的哪一个，有没有收到以 `250-` 开头的行？

situation-auth-before-tls = 客户端在连接加密之前就想登录。
    .cause = 服务器只在 TLS 之下接受 `AUTH`，而客户端没有启用 TLS。多数服务器在 TLS 握手之后才列出 `AUTH`；有些服务器，例如 Amazon SES，在明文中也列出它，却照样拒绝。
    .fix = 在客户端启用 TLS，使顺序成为 `STARTTLS`、再次 `EHLO`、`AUTH`：swaks 要加 `--tls`，JavaMail 要设 `mail.smtp.starttls.enable=true`，smtplib 要在 `login()` 之前调用 `starttls()`。或者使用端口 465，从第一个字节起就是 TLS。服务器还没有核对密码，所以不要改它。
    .check = 对最近一次 `EHLO` 的应答里有没有 `AUTH`，收到那个应答时 TLS 启用了没有？

situation-no-ehlo-after-tls = 客户端在 TLS 握手之后没有再发 `EHLO`。
    .cause = TLS 握手会重置会话，此前说过和提供过的一切都不再有效。逐步自行处理的代码容易忘记第二个 `EHLO`，而错误往往到 `AUTH` 或 `MAIL` 时才显露。
    .fix = 程序的维护者应让它在 TLS 握手之后立即发送 `EHLO`，并读取新的列表。服务器根本没有看登录，所以 `RSET` 和新密码都没有用。
    .check = TLS 握手与被拒绝的命令之间有没有 `EHLO`？

situation-auth-not-offered = 客户端想登录，而这台服务器在这里不提供登录。
    .cause = 这个端口是给服务器之间传送邮件用的（多半是 25），或者这台主机是按地址识别客户端的中继。许多服务器还会在 TLS 启用之前隐藏 `AUTH`。
    .fix = 使用服务商的提交主机，端口 587 或 465，并启用 TLS。如果这台主机是不需要登录就接收邮件的中继，用户名和密码请留空（在 msmtp 里是 `auth off`）。
    .check = TLS 握手之后，对 `EHLO` 的应答里有没有列出 `AUTH`？

situation-starttls-required = 连接加密之前，服务器什么都不接收。
    .cause = 客户端用明文通信，因为没有启用 TLS，或者因为在列表里没找到 `STARTTLS` 就不加密继续往下走。Gmail、Amazon SES 和 Microsoft 365 在各自的提交端口上都会拒绝这样做。
    .fix = 为这台主机启用 `STARTTLS`（JavaMail 用 `mail.smtp.starttls.enable=true`，PHPMailer 用 `SMTPSecure = 'tls'`，.NET 用 `EnableSsl = true`）；如果库能一开始就用 TLS，也可以使用端口 465，而 .NET 的 `SmtpClient` 做不到。TLS 握手之后要再发 `EHLO`，然后登录。
    .check = 对 `EHLO` 的应答里有没有 `STARTTLS`？如果有，就是客户端没有使用它。

situation-auth-required = 服务器要求先登录，才接收邮件。
    .cause = 没有设置用户名和密码，或者程序找不到与这个主机名对应的那一组。也可能登录失败了，客户端却继续发 `MAIL`。如果用了 `HELO`，或者处在明文中，客户端还可能没有看到服务器提供登录。
    .fix = 在程序里设置用户名和密码，并让它等到 235 再继续。JavaMail 要设 `mail.smtp.auth=true`；PHPMailer 要设 `SMTPAuth = true`；Postfix 要设 `smtp_sasl_auth_enable = yes`，并在 `smtp_sasl_password_maps` 里有这台主机的一行；Debian 上的 Exim 要在 `passwd.client` 里有一行，写这台主机如今的名称。`RSET` 不会替任何人登录。
    .check = `MAIL` 之前有没有 `AUTH`，得到的应答是不是 235？

situation-nested-mail = 另一封邮件还在进行中，客户端又发了 `MAIL`。
    .cause = 先前有一封邮件中途失败，而连接原样被拿来复用：保持连接的程序和连接池都会这样，例如 PHPMailer 的 `SMTPKeepAlive`。此后这条连接上的每封邮件都会失败。
    .fix = 每当一封邮件失败，程序就应发送 `RSET`，或者关闭连接。然后找到最早的那个失败，解决它。
    .check = 这个 `MAIL` 之前的那封邮件结果如何：是以 250 结束，还是在某处被拒绝？

situation-rcpt-before-mail = 服务器还没有接受发件人，客户端就指定了收件人。
    .cause = `MAIL` 被拒绝，客户端没有看就继续往下走；这时的 503 是那个拒绝的回声。`MAIL` 根本没发的情形比较少见。
    .fix = 看对 `MAIL` 的应答，解决其中指出的问题：那一行就是诊断。程序在被拒绝之后不得继续。
    .check = 对 `MAIL` 的应答是什么？

situation-data-after-refused-rcpt = 所有收件人都已被拒绝，没有谁可以接收内容。
    .cause = 这一行只是回声。原因写在它前面对 `RCPT` 的应答里：地址不存在、没有登录就要中继、达到上限。成组发送命令的客户端往往只报告最后一个拒绝，而把第一个藏了起来。
    .fix = 诊断 `RCPT` 的第一个拒绝，解决那一个。程序得到这个应答之后不要发送内容，并应把对 `RCPT` 的应答报告给用户。
    .check = 每个 `RCPT` 得到的应答是什么？如果日志只显示最后一行，请调高日志级别。

situation-auth-twice = 客户端想再次登录，或者在邮件中途登录。
    .cause = 一个会话只能登录一次，而这个会话已经登录过了：连接池和长连接如果在每封邮件之前都登录，就会撞上这个问题。从 `MAIL` 起直到邮件结束，也不允许登录。
    .fix = 程序在每条连接上只登录一次，紧跟在 `EHLO` 之后，然后继续发 `MAIL`。要用另一个账户，就需要另一条连接。
    .check = 被拒绝的 `AUTH` 之前，有没有 235，或者有没有还在进行中的 `MAIL`？

situation-auth-mechanism = 客户端选用的登录方式，服务器没有提供。
    .cause = 机制在程序里写死了，不是从列表里选的：服务器只有 `LOGIN`，却用 `PLAIN`；或者用了如今少有服务器支持的 `CRAM-MD5`。535 也可能是这个意思，听起来却像密码错误。
    .fix = 让程序从 TLS 握手之后的列表里选择，或者设成列表里有的一种。如果只列出 `XOAUTH2`，就表示不接受密码，程序需要使用 OAuth。
    .check = 对最近一次 `EHLO` 的应答里，`AUTH` 后面列着哪些机制？

situation-auth-base64 = 服务器无法解码对 `AUTH` 的响应，或者客户端取消了登录。
    .cause = base64 里有换行，或者编码前的文本末尾带着行尾，或者根本没有编码就发出。也可能是 shell 吃掉了密码里的 `$` 或反斜杠。如果有一行是 `*`，表示客户端自己放弃了。
    .fix = 编码时不要换行，末尾也不要带行尾（用 `printf`，不要用 `echo`；GNU 工具用 `base64 -w0`）；`PLAIN` 要的是 NUL 字节、用户名、NUL 字节、密码。在 shell 里，密码要放在单引号中。如果出现了 `*`，请看客户端的日志：错误在那里。
    .check = 把响应解码后得到什么：用户名对不对，密码后面有没有多余的东西？

situation-early-talker = 还没轮到客户端，它就开口了。
    .cause = 脚本把所有行一次灌进 telnet 或 netcat；为发垃圾邮件写的程序也是这样，所以服务器会留意。也可能是客户端在没有 `PIPELINING` 时成组发送命令。
    .fix = 程序的维护者应让它等待问候语和每一条应答。只有列出了 `PIPELINING`，才可以成组发送，而且每组必须在 `EHLO`、`STARTTLS`、`AUTH`、`DATA` 和 `QUIT` 处结束。手工测试请用 swaks。
    .check = 在 220 之前，或者在前一条命令的应答之前，客户端有没有发出过东西？

situation-not-smtp = 邮件端口收到的不是 SMTP。
    .cause = 客户端在以明文开始的端口上直接开始了 TLS。也可能是浏览器、端口扫描器或 HTTP 健康检查弄错了端口，或者在该发命令的地方发来了邮件的文字。
    .fix = 客户端的管理员应检查端口和 TLS 的方式：465 从第一个字节起就是 TLS，25 和 587 以明文开始。扫描器不必理会。
    .check = 最前面的字节是什么？`16 03` 是 TLS 握手，`GET` 或 `POST` 是 HTTP。

situation-content-as-commands = 服务器把邮件的文字当成命令来读了。
    .cause = `DATA` 被拒绝，客户端却照样发了内容。也可能是 `BDAT` 数据块的字节数算错了，例如数的是字符，于是剩余部分被当成了命令。
    .fix = 程序只在 354 之后发送内容，用 `BDAT` 时要按字节计数。要解决的是会话里的第一个拒绝；它后面的许多 500 和 502 只是噪声。
    .check = 对 `DATA` 的应答是什么，在它之前的第一个拒绝又是什么？

situation-unknown-parameter = 服务器不接受 `MAIL` 或 `RCPT` 的某个参数。
    .cause = 问题往往出在地址：没有尖括号，或者后面还跟着一个词，于是其中一部分被当成了参数。否则就是客户端用了 `SIZE=`、`BODY=`、`AUTH=`、`SMTPUTF8`、`RET=` 或 `NOTIFY=`，而服务器并没有提供；也可能是服务器提供了某个扩展，自己却不会处理。
    .fix = 程序应把地址本身放进尖括号，`MAIL FROM:<alice@example.org>`，并且只用最近一次 `EHLO` 列出的参数。如果这个参数确实列出过，就要由服务器的管理员修正或更新服务器；在此期间，作为发送方的 Postfix 可以忽略某个关键字（`smtp_discard_ehlo_keywords`）。
    .check = `MAIL` 和 `RCPT` 里地址后面究竟写着什么，它在不在对 `EHLO` 的应答里？

situation-too-many-errors = 错误太多，服务器结束了会话。
    .cause = 内容被当成命令发送，客户端反复发送被拒绝的命令，或者一份名单里有许多不存在的地址。Postfix 会计数，达到 `smtpd_hard_error_limit` 就结束会话。
    .fix = 解决会话里的第一个错误，其余的多半由它引起。如果是收件人不存在，请清理名单。
    .check = 这个会话里的第一个拒绝是什么？

## 连接与 TLS

situation-wrong-tls-mode = TLS 怎样开始，客户端与端口没有对上。
    .cause = 端口 465 从第一个字节起就是 TLS；25 和 587 以明文开始，再用 `STARTTLS` 转换。一旦弄反，客户端就会把 220 当成 TLS 记录来读（`wrong version number`、`first record does not look like a TLS handshake`），或者一直等待永远不会来的问候语。无论程序怎么说，都还没有尝试过登录。
    .fix = 在客户端里把两者配对：465 配隐式 TLS（Nodemailer `secure: true`，PHPMailer `SMTPSecure = 'ssl'`，smtplib `SMTP_SSL`，Django `EMAIL_USE_SSL`），或者 587 配 `STARTTLS`（`secure: false`、`'tls'`、`starttls()`、`EMAIL_USE_TLS`）。
    .check = 对于 587，`openssl s_client -starttls smtp -connect mail.example.org:587` 必须显示出证书；对于 465，则用 `openssl s_client -connect mail.example.org:465`。

situation-port-blocked = 没有连上服务器。
    .cause = 主机或端口写错了，或者服务器停了（`Connection refused`：机器在，但那个端口上没有程序在监听）。也可能中间有防火墙（`No route to host` 多半是它的答复）。如果什么答复都没有，多半是服务商或云平台封了外发的端口 25，对新机器常常这样。并没有谁拒绝邮件，因为谁都没有开口。
    .fix = 有账户的程序应通过 587 或 465 提交，不要用 25。邮件服务器的管理员可以请服务商开放端口 25，或通过中继主机（smarthost）发信；如果只有这一台主机连不上，就要由它的管理员去查。
    .check = `nc -vz mail.example.org 25` 连得上吗？换成别的邮件主机呢？从另一个网络呢？

situation-dns-name = DNS 里没有这个主机名或域名。
    .cause = 地址或配置里输入有误，或者域名已经过期，或者它既没有 `MX` 也没有地址记录。在容器里，可能是这个名称只存在于另一个网络。
    .fix = 由写下这个名称的人改正。如果名称没错，域名的所有者应发布 `MX`。
    .check = 照那一行里的写法，一个字母都不差地查询这个名称，`dig MX example.org` 和 `dig A example.org` 的结果是什么？

situation-dns-failure = DNS 没有给出可用的答复，所以不知道这个名称是否存在。
    .cause = 发信主机的解析器停了或连不上。也可能是该域名的域名服务器停了、彼此不一致，或者 DNSSEC 签名坏了。
    .fix = 队列会自己重试。如果许多域名都失败，发送方的管理员应检查 `/etc/resolv.conf` 和解析器；如果只有一个失败，就由它的所有者检查委派和 DNSSEC。
    .check = 换一个解析器有没有答复？普通的 `dig` 得到 `SERVFAIL` 时，`dig +cd` 有没有答复？如果有，就是 DNSSEC 的问题。

situation-null-mx = 该域名在 DNS 里声明自己不收信。
    .cause = 它的 `MX` 只有一个点（空 `MX`）。多半是地址写错了，或者这个域名只用于网站；域名确实存在，即使退信说找不到它。如果说的是发件人的域名，那是因为接收方不接受无法回信的发件人。
    .fix = 改正地址，或者向收件人要另一个地址；重试没有用。如果指的是你自己的发件人域名，请为它发布真正的 `MX`，或改用有这种记录的域名发信。
    .check = `dig MX example.org` 是不是只显示 `0 .`，没有别的？

situation-cert-verify = 服务器的证书没有被接受。
    .cause = 证书过期了，或者名称不是客户端要连的那个，或者是自签名的，或者没有附带中间证书。在发送方，CA 证书包可能太旧。在服务器之间，可能是 `TLSA` 记录（DANE）或 MTA-STS 策略与更新后的证书不符。
    .fix = 客户端应使用证书里写的主机名，并保持 CA 证书包是新的。服务器的管理员应安装有效的证书和完整的证书链，换密钥之前先发布新的 `TLSA` 记录。不要关闭检查：没有它，途中的任何人都能拿到密码。
    .check = `openssl s_client -starttls smtp -connect mail.example.org:587 -verify_return_error` 显示的名称、到期日和颁发者是什么？

situation-tls-version = 双方没有共同的 TLS 版本或密码套件。
    .cause = 一方太旧：Java 7、旧的 PHP 或 .NET、打印机和各种设备只会 TLS 1.0。或者一方非常严格，关掉了对方需要的东西。
    .fix = 更新较旧的一方，并在双方都允许 TLS 1.2 和 1.3；在 .NET 里让系统选择版本。升级不了的设备，可以通过自己网络里的中继发信。
    .check = 服务器接受哪些版本：先试 `openssl s_client -starttls smtp -connect mail.example.org:587 -tls1_2`，再试 `-tls1_3`。

situation-tls-unavailable = 这条连接上没有 `STARTTLS`，或者它不能用。
    .cause = 服务器的密钥或证书读不了，往往发生在更新证书之后。也可能是带 SMTP 检查的防火墙，或客户端上的杀毒程序，把这个关键字藏了起来。
    .fix = 服务器的管理员应查看 TLS 的日志（文件路径、权限、密钥与证书是否相配）。网络的管理员应关闭 SMTP 检查；用端口 465 也可以绕开。在此期间不要以明文发送密码。
    .check = 问候语里是不是满是 `*`，或者对 `EHLO` 的应答里有个关键字满是 `X`？如果是，途中就有防火墙。

situation-tls-demanded-by-receiver = 接收方只通过 TLS 接收这封邮件，而它是以明文送来的。
    .cause = 外发邮件没有启用 TLS，或者发送服务器在 TLS 握手失败后退回了明文。比较少见的是邮件本身要求 `REQUIRETLS`，而途中有服务器做不到。
    .fix = 发送方的管理员应为外发邮件启用 TLS（Postfix 用 `smtp_tls_security_level = may`，或 `dane`）。如果是 `REQUIRETLS`，由发件人决定这封邮件可不可以不带它发送。
    .check = 发送服务器在这条连接上发过 `STARTTLS` 吗，它的日志对 TLS 握手怎么说？

situation-timeout = 一方等另一方等得太久。
    .cause = 服务器因为 DNS 查询或内容过滤器，迟迟不发问候语或最后的应答，而客户端放弃得太早。如果总在传送内容时中断，就是途中丢包（MTU 不对，或有防火墙）。超时之后，迟到的应答很容易被当成对下一条命令的应答。
    .fix = 让客户端等待：问候语和多数应答等五分钟，结束点之后等十分钟（PHPMailer 用 `Timeout`，smtplib 用 `timeout`，Nodemailer 用 `greetingTimeout` 和 `socketTimeout`）。双方的管理员应找出慢的过滤器，或丢包的地方。结束点之后超时，邮件可能会投递两次。
    .check = 在哪条命令之后没了声音，是谁、过了多少秒放弃的？

situation-connection-lost = 连接中途断开了。
    .cause = 是其中一方关闭的，或者是中间的设备关闭的。服务器会断开它不欢迎的或过多的客户端，也可能是它崩溃了；在端口 465 上，客户端若以明文开始，它就挂断；防火墙会丢弃长时间没有动静的连接。究竟是哪一种，没有应答可以说明。
    .fix = 看看它在哪条命令之后断开，服务器的日志在那一刻写了什么。核对主机、端口和 TLS 的方式（465 从第一个字节起就是 TLS，587 用 `STARTTLS`），然后重试。如果在结束点之后断开，邮件仍可能已经投递。
    .check = 在哪条命令之后断开，是马上断开还是等了一阵，从另一个网络也这样吗？

situation-retry-waits = 发送服务器在等待下一次重试的时间。
    .cause = 先前几次尝试这台主机都失败了，所以时间未到就不再联系它；这一轮什么也没有发送。失败的原因写在日志更早的行里。
    .fix = 就这一行而言，什么都不必做：服务器会自己重试，若最终放弃，会给出报告。要找原因，请诊断同一台主机最近的一次失败。
    .check = 更早的行对这台主机说了什么，下一次尝试在什么时候（Exim：`exinext example.org`）？

## 登录

situation-bad-credentials = 服务器不接受这个用户名或密码。
    .cause = 密码是旧的或输错了，或者用户名的写法与服务器要求的不同（整个地址，或只要它的前半部分）。也可能这组凭据属于另一台主机：Amazon SES 要的是 SMTP 凭据，不是 AWS 密钥；SendGrid 的用户名是 `apikey`。顺序和 TLS 都没有问题，否则不会得到这个答复。
    .fix = 账户的所有者应先用同样的凭据登录网页邮箱，再在程序里重新填写，前后不要带空格或行尾。尝试次数太多，账户可能会被锁一阵子。
    .check = 换一个程序，在同一主机和端口上，用同样的凭据能登录吗？

situation-app-password = 服务商在这里不接受账户的普通密码。
    .cause = 账户启用了两步验证，或者服务商不再让程序使用普通密码。密码本身可能完全正确。Gmail 要应用专用密码，QQ 要授权码，Microsoft 365 多半要 OAuth。
    .fix = 账户的所有者应生成应用专用密码，填进程序，不带空格。如果没有这种密码，程序就要用 `XOAUTH2` 登录，或由管理员改为通过中继发信。
    .check = 账户的安全设置里有没有启用两步验证，有没有提供应用专用密码？

situation-smtp-auth-disabled = 这个邮箱关闭了 SMTP 登录。
    .cause = 组织或邮箱不允许；在 Microsoft 365，这是默认设置，安全默认值也会把它关掉。问题不在 TLS，也不在密码，不管程序怎样提到安全连接。
    .fix = 由管理员为这个邮箱允许经身份验证的 SMTP（把 `SmtpClientAuthenticationDisabled` 设为 `$false`）。或者让程序使用 OAuth、服务商的 HTTP API，或中继连接器。
    .check = 这个邮箱和整个组织是否都允许经身份验证的 SMTP？

situation-auth-temporary = 服务器此刻无法核对登录。
    .cause = 保存密码的地方（目录、数据库、Dovecot 的身份验证服务）停了或太慢。也可能登录得太频繁：Amazon SES 在超过发送频率限制时也回 454。密码还没有核对过。
    .fix = 程序应等待并重试，并保持连接，不要每封邮件都登录一次。如果持续下去，服务器的管理员应检查那个服务。不要改密码。
    .check = 几分钟之后，用同样的凭据能登录吗，服务器的日志对密码核对怎么说？

situation-account-disabled = 服务商暂停了这个发信账户。
    .cause = 它发过垃圾邮件（多半因为密码被盗），或者在服务商看来不寻常，或者欠费。有些服务商只是要所有者用浏览器登录确认一次。
    .fix = 所有者应在网页上登录，照那里的要求做；密码可能被盗的话就更换，并写信给服务商。用 SMTP 反复尝试只会更糟。
    .check = 用浏览器登录后，账户显示什么，它实际发出过哪些邮件？

situation-sender-not-owned = 这个账户不得使用这个发件人地址。
    .cause = `MAIL` 或 `From` 里的地址不属于登录的账户：以访客名义发信的表单、做转发的服务器、某台机器的 `root`。也可能没有人登录，而这个地址属于服务器自己的用户。在发信服务那里，则是地址或域名从未验证过。
    .fix = 以账户自己的地址发信，把另一个人放进 `Reply-To`。或者以这个地址所有者的身份登录，或请人加上权限：Microsoft 是代理发送权限，Amazon SES 是经过验证的身份，Postfix 是 `smtpd_sender_login_maps`。收件人没有问题，即使拒绝出现在 `RCPT`。
    .check = 被拒绝的邮件用的是哪个登录、哪个 `MAIL` 和哪个 `From`？

## 收件人

situation-relay-denied = 服务器不为这个客户端把邮件中继到那个域名。
    .cause = 没有登录，而收件人的域名不是这台服务器自己的：客户端里没有设用户名和密码，或者用了端口 25。如果拒绝的主机就是该域名自己的 `MX`，那是它的管理员忘了登记这个域名。临时的应答码也是同样的意思，等待没有用。
    .fix = 客户端应在提交端口登录，或使用自己服务商的主机。如果是收件人的 `MX` 拒绝，只有它的管理员能处理：登记这个域名（Postfix 的 `mydestination`、`virtual_mailbox_domains` 或 `relay_domains`），或改正 `MX` 记录。
    .check = 对收件人的域名执行 `dig MX example.org`，结果里有没有这台拒绝的主机？如果没有，之前有没有得到 235？

situation-user-unknown = 该域名没有这个收件人。
    .cause = 输入有误，或者对方已经离职。比较少见的是接收方的目录没有及时更新，或者途中有服务器以为这个域名是自己的，于是在本地找这个用户：把自己网站的域名当成本地域名的网站服务器就会这样。
    .fix = 发件人应改正地址，或把它从名单里删掉；重试不会有好转。如果地址确实存在，就看是谁拒绝的：你自己的服务器要放弃这个域名（Postfix 的 `mydestination`，sendmail 的 `local-host-names`），对方的服务器要修正目录。
    .check = 是哪台主机这样说的：你的，还是收件人域名的 `MX` 里的那台？

situation-mailbox-moved = 收件人现在用另一个地址。
    .cause = 对方换了服务商或公司，或者这个地址已经属于别人。有些服务器会在那一行里写出新地址。
    .fix = 发件人应向本人询问，并修改通讯录。只有你信任写下那一行的服务器，才可以采用其中的新地址。
    .check = 那一行有没有写出新地址，本人是否确认？

situation-mailbox-full = 收件人的邮箱没有空间了。
    .cause = 配额用完了，有时只是因为一封大邮件或一个被遗忘的文件夹。满了好几周的账户，往往已经没有人用了。
    .fix = 收件人删除邮件或取得更大的配额之后，就可以重新发送；请另找途径告诉对方。管理员如果不希望因此产生退信，可以把拒绝设为临时的（Dovecot `quota_full_tempfail = yes`）。
    .check = 小一些的邮件能送到吗，邮箱已经满了多少天？

situation-mailbox-disabled = 收件人的邮箱已停用。
    .cause = 账户已关闭、被暂停，或者被放弃、长期不用。
    .fix = 发件人应另找途径联系对方，并把地址从名单里删掉：继续给废弃的邮箱写信会损害发件人的信誉。只有接收方的管理员能重新开放它。
    .check = 对方还在用这个地址吗？

situation-recipient-rate = 发给这个收件人的邮件，超过了接收方对一个邮箱允许的量。
    .cause = 大量邮件涌向同一个地址：监控系统的告警，自动回复的循环，或者许多发件人同时来信，而这是你左右不了的。
    .fix = 队列会自己重试。发送告警的一方应把几条合成一封，或者少发。
    .check = 队列里有多少封发往这个地址的邮件在等，它们是怎么产生的？

situation-too-many-recipients = 邮件的收件人太多，服务器一次收不下。
    .cause = 达到了一次邮件事务的上限；每台服务器都应接受 100 个，有些接受得更少。得到 250 的收件人已被接受，不受影响。有些服务商用同样的话表示账户当天的上限。
    .fix = 程序应先发完这封邮件，再在另一次邮件事务里发给剩下的收件人；邮件服务器会自己这样做。发邮件列表请用列表服务器或群发服务。
    .check = `RCPT` 到第几个时第一次被拒绝，对 `EHLO` 的应答里有没有 `LIMITS`，或者说明文字里有没有写数目？

## 发件人与发送速度

situation-sender-domain = 发件人地址的域名在 DNS 里不存在。
    .cause = 信封发件人是本地名称，例如 `root@localhost.localdomain`，或以 `.local` 结尾的名称，来自从未设置过地址的脚本或网站服务器。也可能域名的记录没有了，例如发信服务要求用来接收退信的子域名。临时的应答码只表示还会白白试上好几天。
    .fix = 发送方的管理员应设置真正的域名：Postfix 里是 `myorigin`，sendmail 里是地址伪装（masquerading），程序里是信封发件人（sendmail 用 `-f`）。如果用发信服务，请发布它指定的 `MX` 和其他记录。
    .check = `MAIL` 里的域名有没有 `MX` 或地址：`dig MX example.org`？

situation-sender-rejected = 接收方不接受这个发件人地址。
    .cause = 这个地址在接收方的名单上，或者接收方向发件人自己的服务器询问它是否存在，得到了否定的答复。如果发件人为空，`MAIL FROM:<>`，错的就是这台服务器：退信都是这样来的，每台服务器都必须接收。
    .fix = 发件人应使用存在且能收信的地址；如果被屏蔽，就去问接收方的邮件管理员。如果被拒绝的是 `<>`，接收方的管理员应让它免于这项检查。
    .check = 发往这个发件人地址的邮件能到吗，包括退信？

situation-address-syntax = 有个地址写法有误。
    .cause = 信封里出现了显示名称、用逗号隔开的一串地址、空格或文件里带来的行尾，或者缺少尖括号，或者域名以点结尾。后面的那些 503 只是由这个拒绝引起的。
    .fix = 程序应在每个 `MAIL` 和 `RCPT` 里只放一个地址，去掉空格和行尾，并检查用户输入的内容。姓名应写在邮件的 `From` 和 `To` 里。
    .check = 被拒绝的命令里，尖括号之间逐个字节看是什么？

situation-greylisting = 接收方要这个发件人过一会儿再来，也就是灰名单（greylisting）。
    .cause = 它还没有见过这个主机、发件人和收件人的组合。邮件服务器会再来，许多垃圾邮件不会；此后邮件就会立即通过。
    .fix = 谁都不用做什么：队列几分钟后会重试。只有没有队列的程序，需要把邮件交给邮件服务器。大型发送方应从同一地址或网络再来。
    .check = 同一封邮件一小时之内能通过吗？如果推迟了好几个小时，就不是灰名单（greylisting）。

situation-too-many-connections = 客户端打开的连接，或在一条连接上发送的邮件，超过了服务器允许的数量。
    .cause = 许多工作进程或连接池同时向同一站点投递，或者程序从不关闭连接。共用一个地址的几个发送方会被算在一起。
    .fix = 发送方的管理员应降低对这个站点的并发（Postfix 用 `smtp_destination_concurrency_limit`，Nodemailer 用 `maxConnections`），并在一条连接上发送多封邮件。其余的由队列稍后送达。
    .check = 把这个地址后面的所有程序都算上，当时通往这个站点的连接有多少条？

situation-rate-limited = 接收方暂时不再接收这个发件人的邮件：来得太多，或投诉太多。
    .cause = 邮件多于它愿意从这种信誉的发件人那里接收的量：新的地址，突然的大批发送，或者它的用户投诉。在共享主机上，可能是邻居发的邮件。如果是临时的应答码，那只是推迟，还不是拒绝。
    .fix = 队列会重试；发送方的管理员应对整个站点放慢速度，再用几天时间逐步加量。把投诉的人和不存在的地址从名单里删掉，用 DKIM 签名，加入服务商的投诉反馈循环（feedback loop）。
    .check = 最近几个小时向这个站点发了什么，它的邮件管理员工具对你的地址和域名怎么说？

situation-quota-exceeded = 账户已发满服务商目前允许的数量。
    .cause = 一小时或一天的上限用完了：因为群发邮件、陷入循环的程序，或者有人盗用了密码。新账户的上限较低。
    .fix = 等到下一个周期开始；所有者可以申请更高的上限，或用群发服务来发邮件列表。如果你没有发这么多，请更换密码。
    .check = 账户显示发出了多少封邮件，都是你发的吗？

## 信誉与身份验证

situation-ip-blocklisted = 发送这封邮件的 IP 地址在黑名单上。
    .cause = 垃圾邮件来自它（网站被入侵、密码被盗）、它的邻居，或先前使用它的人。也可能它是家庭或云的地址，按其类别就不应直接投递，Spamhaus 的 PBL 有意列入这类地址。与邮件和收件人无关。
    .fix = 发送方的管理员应找到那一行提到的名单，消除原因，再到那里申请移除。如果是家庭线路，请登录服务商的提交服务器，用 587 发信：这时移除没有用。马上重试改变不了什么。
    .check = 那一行提到哪份名单，名单的查询页面对这个地址怎么说？

situation-domain-blocklisted = 邮件里有个域名在黑名单上。
    .cause = 被列入的是发件人的域名，或者邮件里的链接指向的域名：短链接服务、被入侵的网站、共用的跟踪域名。
    .fix = 到那一行提到的名单里查询这个域名。域名的所有者应消除原因并申请移除；发件人应去掉别人的链接，或使用自己的跟踪域名。
    .check = 那一行提到哪个域名和哪份名单，去掉链接后邮件能通过吗？

situation-low-reputation = 接收方对这个地址或域名信任不足。
    .cause = 它自己的记录不好（投诉、发往不存在的地址、垃圾邮件陷阱），或者像新的地址或域名那样还没有记录。没有哪份公开的名单可以申请移除。
    .fix = 发送方的管理员应配好 SPF、DKIM、DMARC 和反向 DNS，少发，只发别人想要的邮件，再用几周时间逐步加量。只有零星几封邮件时，通过信誉好的中继发信马上见效。
    .check = 接收方的邮件管理员工具对你的地址和域名显示什么？

situation-ptr-missing = 发信的 IP 地址没有相符的反向 DNS。
    .cause = 它没有 `PTR` 记录，或者只有服务商的通用名称，或者其中的名称解析不回这个地址。往往只是 IPv6 没有，而邮件走的是 IPv6。有些服务器在问候语里就因此拒绝，还没等对方说一个字。
    .fix = 地址的持有者（主机服务商，在它的控制面板里）应把 `PTR` 设为邮件主机的完整名称；该名称要有一条 `A` 或 `AAAA` 记录指向这个地址。或者改用两者都有的地址发信。
    .check = `dig -x 192.0.2.1`（换成你的地址）有没有给出名称，这个名称能不能解析回这个地址？

situation-helo-rejected = 服务器不接受客户端在 `EHLO` 里给出的名称。
    .cause = 这个名称是 `localhost`、短名称或本地名称、`[127.0.0.1]`，或者为空、带下划线，或者就是接收方自己的名称。库会从机器上取名称，而容器里的很少是真正的名称。即使应答是临时的（Gmail 的中继说 421），结果也不会变。
    .fix = 设置 DNS 里查得到的本机完整名称：smtplib 用 `local_hostname`，Nodemailer 用 `name`，PHPMailer 用 `Helo`，JavaMail 用 `mail.smtp.localhost`，Postfix 用 `smtp_helo_name`。没有名称的话，用方括号里的地址，`[192.0.2.1]`。
    .check = `EHLO` 后面写着什么，DNS 里有没有这个名称？

situation-spf-fail = SPF 没有通过：发信主机没有列入发件人域名的记录。
    .cause = 新的服务器或发信服务从未加进记录，或者邮件走 IPv6 发出，而只列了 IPv4。被转发的邮件也会失败，因为它来自转发者的主机。也可能记录坏了：有两条，或者查询超过十次。
    .fix = `MAIL` 中域名的管理员应把主机或服务的 `include:` 加进记录。转发者应改写信封发件人（SRS）。改不了记录的人，请通过已列入的主机发信。
    .check = 对 `MAIL` 中的域名执行 `dig TXT example.org`，结果里有没有拒绝的那一行提到的地址？

situation-dkim-fail = DKIM 没有通过：没有一个签名有效。
    .cause = 邮件没有签名，或者在签名指明的选择器下，DNS 里没有公钥。也可能签名之后邮件被改动：页脚、网关、邮件列表，或在途中被折断的行。
    .fix = 发送方的管理员应发布公钥，把签名作为最后一步，之后不再动这封邮件。更换密钥时，旧公钥要在 DNS 里再保留几天。
    .check = `dig TXT selector._domainkey.example.org`（取签名里的 `s=` 和 `d=`）有没有给出公钥，发到另一家服务商的副本能不能通过？

situation-dmarc-fail = DMARC 没有通过：SPF 和 DKIM 都不能为 `From` 中的域名作证。
    .cause = 邮件是以 `From` 以外的域名通过的，或者根本没有通过：用自己名称签名的发信服务、把访客地址填进 `From` 的表单、转发、添加页脚的邮件列表。接收方照那个域名的策略行事。
    .fix = 发送方的管理员应正好用 `From` 中的域名做 DKIM 签名，并把主机列入它的 SPF 记录。表单应在 `From` 里用自己的地址，把访客的地址放进 `Reply-To`；对这类域名，邮件列表应把自己写进 `From`。
    .check = `From`、签名的 `d=` 和 `MAIL` 里各是哪个域名，`dig TXT _dmarc.example.org` 的结果是什么？

situation-unauthenticated = 接收方要求 SPF 或 DKIM 通过，而两者都没有。
    .cause = 该域名没有发布 SPF 记录，或者记录里没有这台主机（常被遗忘的是它的 IPv6 地址），而邮件又没有有效的 DKIM 签名。这样的邮件，无论谁发的，Gmail 都会拒绝；会话本身没有问题。
    .fix = 发送方的管理员应做 DKIM 签名，并把每个发信地址都列入 SPF。程序或机器发的邮件，最快的办法是通过该域名的邮件服务器发送。
    .check = 是从哪个地址发出的，`MAIL` 中域名的 SPF 有没有列入它，另一家服务商的 `Authentication-Results` 怎么说？

situation-arc-fail = 这封转发邮件上的 ARC 链已损坏。
    .cause = 转发者或邮件列表在加封之后又改动了邮件，或者加封所用的密钥在 DNS 里查不到。这与邮件的作者无关。
    .fix = 转发者的管理员应把 ARC 加封作为最后一步，并发布其公钥。发件人能做的只有直接联系收件人。
    .check = `ARC-Seal` 字段里最大的 `i=` 是哪个，它的 `d=` 是谁的域名？

## 邮件

situation-spam-content = 过滤器把这封邮件当成了垃圾邮件或钓鱼邮件。
    .cause = 链接、措辞或附件看着像垃圾邮件，或者发件人的信誉比文字本身更有分量。只有一个词和一个链接的测试邮件，常常因此遭殃。
    .fix = 发件人应检查链接和附件，写正常的文字，并把整行告诉收件人或对方的邮件管理员。反复重发只会更糟。
    .check = 不带链接和附件的纯文本，能发到同一个收件人吗？

situation-sender-restricted = 收件人只收某些发件人的邮件。
    .cause = 这个地址是只供成员或本组织人员使用的群组，或者收件人屏蔽了这个发件人。需要审核的邮件列表也会这样说。
    .fix = 由群组的所有者或收件人放行这个发件人；发件人应另找途径提出请求。发送服务器上什么都不用改。
    .check = 收件人是不是群组，成员发的邮件能通过吗？

situation-attachment-blocked = 接收方不收这一类附件。
    .cause = 程序、脚本和带宏的办公文档，会因名称或内容被拒绝，放在压缩包里也一样。带密码的压缩包因为无法查看里面，也常被拒绝。
    .fix = 发件人应该用链接分享文件，或换一种形式（例如用 PDF 代替带宏的文档）。改名很少有用，反而更可疑。
    .check = 那一行提到哪个文件，去掉它邮件能通过吗？

situation-virus = 扫描程序在邮件里发现了恶意软件。
    .cause = 其中有文件被感染，或者链接通向恶意软件；偶尔也会是误报，针对的是还没有人认识的程序。
    .fix = 发件人应对文件来源的机器做扫描，清理干净之前什么都不要发。如果确知文件没有问题，请把文件名和检出的名称交给扫描程序的管理员。
    .check = 那一行给出的检出名称是什么，其他扫描程序在同一文件里也能发现它吗？

situation-message-too-big = 邮件超过了服务器接收的大小。
    .cause = 附件在传输时会增大三分之一以上（base64），而上限按实际发送的整封邮件计算。所以在允许 25 MB 的地方，20 MB 的文件也通不过。
    .fix = 发件人应减小邮件，或改发链接；重试没有用。接收方的管理员可以提高上限（Postfix 的 `message_size_limit`），途中的每台服务器都要改。
    .check = 对 `EHLO` 的应答里，`SIZE` 写的是多少字节，编码之后的邮件又有多大？

situation-storage = 服务器没有空间存放这封邮件。
    .cause = 它的磁盘或队列满了。剩余空间少于 `message_size_limit` 的一倍半时，Postfix 就会拒绝，所以小磁盘配上大的上限就足以造成这种情形。满的不是收件人的邮箱。
    .fix = 队列会重试。接收方的管理员应在队列所在的磁盘上腾出空间，或降低上限。
    .check = 在那台服务器上，`df` 显示队列还有多少剩余空间，`df -i` 显示还有多少 inode？

situation-bare-lf = 邮件里有不是 CRLF 的行尾。
    .cause = 内容生成时只用了 LF，或者里面有单独的 CR：转换了两次的 Windows 文本、某个程序的进度输出。自从 2023 年的 SMTP 走私攻击以来，服务器会拒绝这样的邮件，不再替它修正。
    .fix = 程序应让每行以 CRLF 结尾，而且只有一个；邮件库会替你做好。脚本应先去掉多余的 CR（`tr -d '\r'`），再把文本交给 sendmail 或 msmtp，由它们加上正确的行尾。
    .check = 邮件离开程序时，`od -c` 显示的行尾是什么？

situation-line-too-long = 邮件里有一行超过了 998 字节。
    .cause = 整块的 HTML 或 JSON，没有用会折行的编码；或者 `References`、`To` 之类的标头字段从未折行。
    .fix = 程序应该用 quoted-printable 或 base64 对正文编码，并把长的标头字段折行；邮件库两样都会做。
    .check = `LC_ALL=C awk 'length > 998' message.eml` 会列出过长的行。

situation-malformed-message = 邮件的标头或结构无效。
    .cause = `From`、`Date` 或 `Message-ID` 缺失或重复，含有 ASCII 以外字符的姓名没有编码，或者 MIME 各部分没有正确结束。多半是邮件由手工拼成文本，有时标头之后还少了空行。
    .fix = 程序应该用邮件库生成邮件，只有一个 `From`，其中是有效的地址。表单不得让访客把内容写进标头字段。
    .check = 在原始邮件里，`From`、`Date`、`Subject` 和 `Message-ID` 是否各出现一次，标头之后有没有空行？

situation-eai = 邮件需要 `SMTPUTF8`，而下一台服务器没有提供。
    .cause = 有个标头字段含有 ASCII 以外的字符却没有编码，多半是主题或姓名。也可能地址本身就含有这样的字符。先发现的往往是发送服务器，所以对方并没有拒绝什么。
    .fix = 程序应按 MIME 的要求对主题和姓名编码（每个邮件库都会），域名则写成 `xn--` 形式。`@` 前面含有这类字符的地址，需要一路上的服务器都有 `SMTPUTF8`，否则就要用 ASCII 地址。
    .check = 对 `EHLO` 的应答里有没有 `SMTPUTF8`，原始标头的哪里有大于 127 的字节？

situation-eight-bit = 邮件含有 8 位内容，而途中有服务器只收 7 位。
    .cause = 正文是未编码的 UTF-8，而服务器没有提供 `8BITMIME`；或者提供它的服务器，自己的下一跳却收不了；旧的 Exchange 属于后一种。
    .fix = 程序应该用 quoted-printable 或 base64 对正文编码，这样到处都能通过。如果服务器提供了自己做不到的功能，应由它的管理员修正；作为发送方的 Postfix 可以忽略它（`smtp_discard_ehlo_keywords = 8bitmime`），并自己编码。
    .check = 对 `EHLO` 的应答里有没有 `8BITMIME`，邮件的 `Content-Transfer-Encoding` 是什么？

situation-chunking-broken = 以数据块（`BDAT`）发送邮件时出了错。
    .cause = 途中的防火墙或代理放行了 `CHUNKING`，自己却处理不了。也可能是程序数的是字符而不是字节，或者在数据块被拒绝之后继续发送。
    .fix = 程序应按字节计数；数据块被拒绝之后，要发送 `RSET`，再从 `MAIL` 重新开始。管理员应在其中一端关闭 `CHUNKING`：Postfix 用 `smtpd_discard_ehlo_keywords = chunking`，发信的 Exim 用 `hosts_try_chunking`。
    .check = 同一封邮件用 `DATA` 能通过吗？

situation-loop = 邮件在相同的几台服务器之间兜圈子。
    .cause = 两个地址或系统互相转发，或者域名的 `MX` 指向一台主机，而它不把这个域名当作自己的，又转了出去。
    .fix = 反复出现的那些主机，其管理员应在其中一端停掉转发，或在那里把域名登记为本地的（Postfix 的 `mydestination` 或 `virtual_mailbox_domains`）。不要提高跳数的上限。
    .check = 在退回邮件的 `Received` 字段里，哪些主机反复出现？

situation-expired = 发送服务器试了几天，已经放弃。
    .cause = 每次尝试得到的都是临时的答复，或者根本连不上；这一行是放弃的那台服务器写的，往往是你自己的。常见的原因有主机关机、`MX` 过时和防火墙。
    .fix = 诊断报告里最后一个临时的答复：它写明了原因，以及该由谁处理。没有人永久拒绝这封邮件，所以问题解决之后可以重新发送。
    .check = 报告在这一行下面引用的最后一个答复是什么，域名的 `MX` 在端口 25 上有没有应答？

## 接收系统

situation-discarded = 过滤器收下邮件后把它丢掉了，而之前的应答说邮件已被接受。
    .cause = 过滤器认为它是垃圾邮件、恶意软件或含有被禁止的文件，并且设置成丢弃这类邮件，而不是拒绝。因此发件人得知的是一切正常，也没有人会收到退信。过滤器发现了什么，写在那一行里。
    .fix = 接收方的管理员应查看隔离区，如果邮件存放在那里就放行；或者把过滤器设置为拒绝（Amavis 里是 `D_REJECT`），让发件人能够知道。发件人只能换一种形式或换一条途径，重新写一封发送。
    .check = 那一行有没有写 `Quarantined`，或者写出一个 `quarantine`？邮件在不在那里？

situation-server-config = 服务器自身有故障，无法判断这封邮件。
    .cause = 它的某个表、数据库或过滤器停了，或写错了。也可能是它的黑名单查询坏了：通过公共解析器查询时，Spamhaus 会返回错误代码（`127.255.255.254`），而把任何答复都当作命中的服务器就会拒绝所有人。
    .fix = 它的管理员应看那一分钟的日志；查询 Spamhaus 要通过自己的解析器或使用密钥，并且只把 `127.0.0.2` 到 `127.0.0.11` 算作命中。发件人只需等待，不必到哪里申请移除。
    .check = 其他发件人的邮件在那里也失败吗，服务器的日志在那个时间怎么说？

situation-service-unavailable = 服务目前不可用。
    .cause = 服务器正在启动、停止或负载过高。大型服务商不想说明原因时也会这样说，例如对你设了限制。
    .fix = 队列会自己重试，间隔越来越长；没有队列的程序请等几分钟。如果持续几个小时，而别人能送到，请检查你自己的地址、信誉和发送速度。
    .check = 同一时间从另一个网络发的邮件能送到吗？

situation-forwarding-off = 执行转发的组织不允许向外部转发邮件。
    .cause = 某个邮箱或其中的规则把邮件转发到外部地址，而该组织的出站策略禁止这样做。在 Microsoft 365 中，向外部自动转发默认关闭，要有人放行才行。执行转发的邮箱本身已收到邮件。
    .fix = 由执行转发的组织的管理员为该邮箱放行（在 Microsoft 365 中通过出站垃圾邮件策略），或由邮箱所有者取消转发。写信人能做的，只有直接发往最终的那个地址。
    .check = 被拒绝的地址是否不同于邮件原本发往的地址？中间的邮箱是否设有转发规则？

situation-policy-refused = 接收方有条规则禁止这封邮件，而那一行没有说是哪一条。
    .cause = 从发件人的网络到文字里的某个词，什么都有可能；接收方不公开自己的规则。应答码只多说了一点：要不要重试。
    .fix = 发件人或发送方的管理员应通过别的途径写信给接收方的邮件管理员，引用整行，连同时间和其中的编号。
    .check = 换一个发件人、换那里的另一个收件人、改用纯文本，拒绝还是一样吗？造成差别的那一项就是原因。

situation-client-blocked = 接收方拒绝来自这台主机或这个网络的邮件。
    .cause = 它自己的访问列表里有这个地址、它所在的网络或国家。这是这个接收方自己的决定，不是公开的名单。
    .fix = 发送方的管理员应从另一个地址（免费邮箱就行）写信，请接收方的邮件管理员把它移除。在此期间，别处的中继能把邮件送到。
    .check = 拒绝是不是在 `MAIL` 之前就出现，同一封邮件从另一个网络能通过吗？

situation-host-takes-no-mail = 这台主机不收任何人的邮件。
    .cause = 它不是邮件服务器，或者已经不再是，并在问候语里说明了（521 或 554）。可能域名没有 `MX`，邮件就去了网站的地址；也可能 `MX` 已经过时，或者程序里的主机写错了。
    .fix = 收件人域名的管理员应改正 `MX`；如果是程序，请改正主机。发件人应向收件人要另一个地址。
    .check = 对收件人的域名执行 `dig MX example.org`，答复里有没有这台主机？

situation-vrfy-disabled = 服务器不说地址是否存在，这很平常，不是故障。
    .cause = `VRFY` 和 `EXPN` 几乎到处都关闭了，因为发垃圾邮件的人曾用它们来打听。curl 在没有要上传的内容时会发送 `VRFY`，所以那时根本没有尝试发邮件。
    .fix = 服务器上没有什么要修的。要用 curl 发邮件，请用 `-T FILE` 给出邮件；地址收不收，只有 `RCPT` 能告诉你。
    .check = 客户端究竟有没有发过 `MAIL`？

## 只在对话中见到的

situation-openssl-r-command = `openssl s_client` 把 `RCPT` 的大写 R 当成了它自己的命令。
    .cause = 以 `R` 开头的行会让 `s_client` 重新协商 TLS，以 `Q` 开头的行会让它退出。TLS 1.3 没有重新协商，所以随后出现错误。服务器根本没有收到那一行，也没有拒绝什么。
    .fix = 启动时加上 `-quiet`（或 `-ign_eof`），这会关闭这些命令；或者用小写输入 `rcpt to:`。再加上 `-crlf`，行尾才正确。做测试的话，swaks 更方便。
    .check = 在本该出现 `RCPT` 应答的地方，输出里是不是 `RENEGOTIATING`？

situation-auth-initial-response = 服务器忽略了随 `AUTH` 一起发来的响应，又要了一次。
    .cause = 客户端可以把第一个响应与 `AUTH` 写在同一行；这台服务器没有料到，于是从那时起双方错开了一个响应，用户名或密码到了错误的位置。小型测试服务器有这个毛病。这时最后的 235 什么都证明不了。
    .fix = 服务器的作者应让它接受第一个响应。在此之前，请用只发 `AUTH LOGIN` 并等待 334 的客户端，或者换一台测试服务器；如果提供了 `PLAIN`，可以试试它。
    .check = 用户名已经写在 `AUTH` 那一行里，334 却还在要 `Username:`（`VXNlcm5hbWU6`）吗？

situation-other-server-answered = 应答的是另一台服务器，不是要连接的那一台。
    .cause = 主机服务商或网络把外发的 SMTP 转到了自己的服务器；这时问候语或证书里写的是它的名称。机器上的杀毒程序，以及 DNS 或 hosts 文件里的错误条目，也会这样。问题不在程序，也不在密码。
    .fix = 请主机服务商放行这条连接，或通过它自己的服务器、你服务商的 HTTP API 发信。不要关闭证书检查：正是有了它，那台服务器才拿不到你的密码。
    .check = 220 和证书里写的是哪个名称，是不是你要连接的那台服务器的名称？

## 某些行在所属情形之外的含义

advice-exim-unrouteable = Exim 找不到这个地址的去处：没有这个用户，或者其中的域名不存在，或者这台服务器不认识它。先检查地址的前后两部分，再向 DNS 查询该域名的 `MX`。
advice-gmail-not-authorized = Gmail 认为这个 IP 地址不应直接投递，例如家庭线路。请通过服务商的中继发信，或请服务商把这个地址从它的动态地址列表里去掉。
advice-gmail-syntax = 把地址放进尖括号，冒号后面不要有空格，写成 `MAIL FROM:<alice@example.org>`，并且只用 `EHLO` 列出的参数。
advice-microsoft-access-denied = 地址在那里不存在时，Microsoft 就这样说。如果该域名的所有地址都这样被拒绝，它的管理员就要把域名加进租户，或更新目录。
advice-microsoft-banned-ip = 先找到并堵住垃圾邮件的来源，再到 `https://sender.office.com/` 申请移除。
advice-microsoft-no-ipv6 = 这个组织不通过 IPv6 收信：请让你的服务器用 IPv4 向它发送。
advice-mimecast-anti-spoofing = 邮件的发件人属于接收方自己的域名，却来自外部，所以 Mimecast 认为它是伪造的。由接收方的管理员为这台主机设例外，或者你换一个地址发信。
advice-service-suppressed = 发信服务根本没有尝试：它记得这个地址以前退过信。如果地址现在没有问题，请把它从该服务的抑制列表（suppression list）里去掉，再重新发送。

## 退信的类别

bounce-class-bad-mailbox = 该域名收信，但那里没有人用这个地址。
    .then = 改正地址，或把它从名单里删掉；重试改变不了什么。

bounce-class-bad-domain = 收件人的域名不存在，或者声明自己不收信。
    .then = 改正 `@` 后面的部分。

bounce-class-inactive = 邮箱存在，但已停用或被放弃。
    .then = 另找途径联系对方，不要再往这个地址写信。

bounce-class-full = 收件人的邮箱没有空间了。
    .then = 要由收件人删掉一些东西；请继续试几天。

bounce-class-restricted = 收件人只收某些发件人的邮件，而这个发件人不在其中。
    .then = 请收件人或群组的所有者放行这个发件人。

bounce-class-bad-sender = `MAIL` 里的发件人地址不被接受：域名不存在、写法有误，或者账户不得使用它。
    .then = 用存在的、这台服务器有权使用的地址发信。

bounce-class-client-name = 接收方不接受发信主机的自称：`EHLO` 里的名称，或 DNS 对其地址的说法。
    .then = 给主机一个完整的名称，并让 `PTR` 与地址记录互相对应。

bounce-class-authentication = 发件人的域名没有通过 SPF、DKIM 或 DMARC，而接收方坚持要求通过。
    .then = 把发信主机列入 SPF，用 DKIM 签名，并让两者之一与 `From` 中的域名一致。

bounce-class-login = 服务器要求登录，或者没有接受这次登录；这样说的多半是中继主机（smarthost）。
    .then = 改正中继主机（smarthost）的用户名和密码；邮件没有问题。

bounce-class-relay = 服务器不负责收件人的域名，也不为我们中继邮件。
    .then = 发给正确的主机，或者登录；如果 DNS 指向的正是这台主机，那是它的管理员忘了登记这个域名。

bounce-class-spam = 过滤器把这封邮件当成了垃圾邮件或钓鱼邮件。
    .then = 检查链接和措辞，再询问接收方，并给对方看整行。

bounce-class-blocklist = 发送这封邮件的地址或域名信誉不好：在公开的黑名单上，或在这个接收方自己的名单上。
    .then = 找到那一行提到的名单，消除我们被列入的原因，再申请移除。

bounce-class-content = 邮件的写法有误，或含有接收方不收的东西，例如某类附件或病毒。
    .then = 换一种形式发送，或去掉附件。

bounce-class-size = 邮件超过了接收方接收的大小。
    .then = 减小邮件，或改发链接；附件在传输时会增大三分之一。

bounce-class-policy = 接收方有条规则禁止这封邮件，而那一行没有说是哪一条。
    .then = 询问接收方，并给对方看整行。

bounce-class-recipient-limit = 邮件的收件人太多，服务器一次收不下。
    .then = 什么都不用做：剩下的会在另一次邮件事务里发出。

bounce-class-greylisted = 接收方还不认识我们，想看看我们会不会再来。
    .then = 几分钟后从同一地址重试。

bounce-class-throttled = 来得太多、太快：连接、邮件或收件人。
    .then = 对整个站点放慢发送；如果还不行，就查一查发的是什么。

bounce-class-system = 接收系统出了故障、空间不足，或配置有误。
    .then = 等待；如果持续下去，另找途径告诉它的邮件管理员。

bounce-class-network = 没有连上主机，或者连接断了。
    .then = 等待；如果别的服务器也连不上，请检查我们自己的网络和端口 25。

bounce-class-dns = DNS 查询失败，所以谁也不知道这个名称是否存在。
    .then = 等待；如果持续下去，向我们这边和对方那边的解析器各查询一次。

bounce-class-tls = 需要 TLS 却没有，或者 TLS 握手或证书出了问题。
    .then = 查明是哪一方的问题：证书、TLS 版本，还是有没有提供 `STARTTLS`。

bounce-class-protocol = 有条命令无法识别、来得太早，或者写法不被服务器接受。
    .then = 看对话里的第一个拒绝：后面的都是它的回声。

bounce-class-loop = 邮件一次又一次经过相同的服务器。
    .then = 顺着 `Received` 字段，找到互相发送的那两个系统。

bounce-class-expired = 途中有服务器试得太久，已经放弃。
    .then = 看最后一个临时的答复：原因在那里，不在这一行。

bounce-class-unknown = 没有规则认识这一行。
    .then = 看这一行本身；要不要重试，应答码会告诉你。
