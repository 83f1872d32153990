vendor-gmail-4-7-23 = 你的 IP 在 DNS 中没有相符的名称
    .meaning = Gmail 找不到发信 IP 的 `PTR`，或者其中的名称解析不回这个 IP，因此推迟接收。
    .fix = 请 IP 的持有者设置 `PTR`，再为该名称发布指向同一 IP 的 `A` 或 `AAAA`。注册表中关于 SPF 的含义在这里不适用。

vendor-gmail-x-7-24 = SPF 记录含有可疑条目
    .meaning = Gmail 能读懂这条 SPF 记录，但其中有些内容看来不安全，例如地址范围宽到让半个互联网都能以你的名义发信。
    .fix = 删除 `+all`、过宽的地址范围和已经不用的服务；记录以 `~all` 或 `-all` 结尾。

vendor-gmail-x-7-26 = 邮件未通过身份验证
    .meaning = SPF 和 DKIM 都没有通过，或者 SPF 硬失败，或者 `From` 中域名的 DMARC 策略要求拒绝。具体是哪一种，说明文字里写着。
    .fix = 把主机列入 SPF，用自己的域名做 DKIM 签名，并让两者之一与 `From` 一致。切勿从自己的服务器发送 `From` 为 `gmail.com` 地址的邮件。

vendor-gmail-x-7-27 = SPF 未通过（群发者）
    .meaning = Gmail 要求发信量大的发件人通过 SPF，而你的 `MAIL FROM` 域名没有通过检查。
    .fix = 要看的是信封发件人的域名，不是 `From`：把发信主机或发信服务加入该域名的 SPF 记录。

vendor-gmail-x-7-28 = 邮件太多、太快
    .meaning = 你的 IP、所在网段、域名或某个重复出现的 `Message-ID` 发送频率异常。应答码是 421 时为限速，是 550 时为拒绝。
    .fix = 向 Google 发信时少开连接，逐步拉长间隔。查一查有没有被滥用的账户或表单，并给每封邮件单独的 `Message-ID`。

vendor-gmail-x-7-29 = 没有使用 TLS
    .meaning = 邮件经未加密的连接送来，而 Gmail 要求这个发件人使用 TLS。
    .fix = 为外发邮件启用 `STARTTLS`，并检查防火墙有没有把它从 `EHLO` 的应答里删掉。这里说的不是 ARC。

vendor-gmail-x-7-30 = DKIM 未通过（群发者）
    .meaning = Gmail 要求发信量大的发件人带有效的 DKIM 签名，但没有找到。
    .fix = 给每封邮件签名，核对 DNS 中对应选择器下的公钥，并在所有内容改动之后再签名。这里说的不是 `REQUIRETLS`。

vendor-gmail-x-7-32 = From 与 SPF 或 DKIM 不符
    .meaning = SPF 或 DKIM 通过了，但对应的不是 `From` 中的域名，用 DMARC 的话说就是“未对齐”。注册表中没有 X.7.32。
    .fix = 用 `From` 中的域名签名，或使用该域名下的信封发件人。如果经邮件服务商发信，请在那里配置自己的签名域名。

vendor-gmail-x-7-40 = 没有 DMARC 记录
    .meaning = `From` 中的域名没有发布 DMARC 策略，而 Gmail 要求群发者必须有。这个编号没有注册过。
    .fix = 在 `_dmarc.example.org` 发布一条 `TXT` 记录，起步时可用 `v=DMARC1; p=none`，并附上接收报告的地址。

vendor-gmail-5-4-5 = 已达到当日发送上限
    .meaning = 你自己的 Gmail 或 Workspace 账户已发满一天允许的数量。收件人没有问题。
    .fix = 等到第二天；发邮件列表请使用群发服务。如果你没有发这么多，说明别人拿到了你的密码。

vendor-gmail-5-7-9 = 需要应用专用密码或浏览器登录
    .meaning = 账户启用了两步验证，普通密码在邮件程序里不能用；也可能是 Google 要你先在浏览器里登录一次。
    .fix = 在 Google 账户里创建应用专用密码，填进邮件程序，或者改用 OAuth 登录。

vendor-gmail-5-7-14 = 请先用浏览器登录
    .meaning = Google 认为这次登录不寻常：地点或程序是新的。这一行里带有链接。
    .fix = 打开链接，登录并确认，然后在几分钟内重试；服务器改用应用专用密码或 OAuth，就不会再遇到。

vendor-gmail-5-7-10 = STARTTLS 后面紧跟着命令
    .meaning = 客户端发出 `STARTTLS` 后没有等待，一口气又发了别的内容。这不被允许，因为这样可能夹带他人注入的命令。
    .fix = 等到 220，完成 TLS 握手，再发送 `EHLO`。如果你的程序没有错，请查查中间有没有代理。如今它跟在 523 后面，在旧列表里则是 525。

vendor-exchange-5-1-10 = 找不到收件人
    .meaning = 那个组织里没有哪个邮箱使用这个地址。相当于别家的 5.1.1，不是空 MX。
    .fix = 改正地址；在 Outlook 里删掉自动记住的条目，重新输入。管理员请检查目录同步。

vendor-exchange-5-4-1 = 收件人被拒绝，拒绝访问
    .meaning = 那里没有这个地址，或者该组织没有把这个域名设为接受的域，或者不允许中继。
    .fix = 检查地址。如果该域名的所有地址都受影响，它的管理员就要检查接受的域、`MX` 和同步。

vendor-exchange-5-5-2 = 请先打招呼
    .meaning = 顺序错误：`MAIL` 或别的命令出现在 `EHLO` 之前。别家用 5.5.1。
    .fix = 连接后发送 `EHLO`，`STARTTLS` 之后再发一次。

vendor-exchange-5-3-3 = 无法识别的命令
    .meaning = Exchange 不认识这条命令；其他服务器会回 500 5.5.2。
    .fix = 对照 `EHLO` 的应答。常见的原因是防火墙改坏了命令或扩展列表，或者在不提供登录的地方尝试登录。

vendor-exchange-5-6-11 = 邮件中有单独的换行符
    .meaning = 邮件里有些行只以 LF 结尾，用 `DATA` 继续发送必然受损。
    .fix = 生成邮件时行尾用 CRLF。接收服务器若提供 `CHUNKING`，就能原样收下。

vendor-exchange-5-7-57 = 未登录，且不允许匿名发信
    .meaning = 客户端没有登录，而这台主机不接受任何人的匿名邮件，或不接受这个发件人的。
    .fix = 在端口 587 用 `AUTH` 登录。对于不会登录的设备，请设置信任其 IP 的连接器。

vendor-exchange-5-7-3 = 登录失败
    .meaning = 身份验证没有成功。在 Microsoft 365 中，密码往往没错，只是关闭了 SMTP 登录。
    .fix = 先检查密码，再看该邮箱和组织是否允许 SMTP AUTH，之后改用 OAuth。

vendor-exchange-online-5-7-139 = SMTP 登录已关闭
    .meaning = 该邮箱或整个组织停用了基本身份验证或 SMTP AUTH。说明文字里写明了是哪条规则。
    .fix = 由管理员为这个邮箱开启 SMTP AUTH，或让程序改用 OAuth（`XOAUTH2`），后者才是长久之计。

vendor-exchange-online-5-7-60 = 无权以此发件人的身份发信
    .meaning = 你以一个用户登录，邮件却写着另一个用户为发件人。同样的拒绝常常带的是 5.7.1。
    .fix = 把发件人改成账户自己的地址，或请管理员授予你对那个邮箱的 `Send As` 权限。

vendor-exchange-online-5-7-64 = 拒绝中继，无法识别组织
    .meaning = 说明文字里提到 `TenantAttribution`：没有入站连接器与你的 IP 或证书相符，所以 Microsoft 不知道你在替谁中继。
    .fix = 核对连接器与实际情况：换了接入商之后的公网 IP，或你的服务器所出示证书中的名称。

vendor-exchange-online-5-7-23 = 因 SPF 被拒绝
    .meaning = 发件人域名的 SPF 记录不允许这个 IP 发信。在这里，Microsoft 的用法与注册表一致。
    .fix = 把这台主机加入 SPF 记录，或通过已列入的主机发信。

vendor-exchange-online-5-7-25 = IPv6 发信地址没有名称
    .meaning = 通过 IPv6 送来的邮件，只有发信地址带 `PTR` 记录才会被接收，而你的地址没有。
    .fix = 为这个 IPv6 地址设置 `PTR`，或改用 IPv4 发信。走 IPv6 时，SPF 或 DKIM 也必须通过。

vendor-exchange-online-5-7-509 = DMARC 未通过
    .meaning = `From` 中的域名要求拒收，而 SPF 和 DKIM 都没有以它的名义通过。
    .fix = 让邮件以该域名通过身份验证，或使用属于你的 `From`。被转发的邮件需要一个经得起转发的 DKIM 签名。

vendor-outlook-com-5-7-515 = 未达到要求的身份验证级别
    .meaning = 自 2025-05-05 起，每天向 Outlook.com、Hotmail 和 Live 发信超过 5000 封的域名，必须具备 SPF、DKIM 和 DMARC。
    .fix = 让 SPF 和 DKIM 都通过，发布至少为 `p=none` 的 DMARC，并确保两者之一与 `From` 一致。

vendor-exchange-online-5-7-506 = 你的 EHLO 名称是接收方的
    .meaning = `HELO` 或 `EHLO` 中的名称属于接收方的组织，只有伪造者和配置错误的主机才会这样用。
    .fix = 让你的服务器用自己的完整主机名打招呼。

vendor-exchange-online-5-7-511 = 被封禁的发件人
    .meaning = Microsoft 因怀疑发送垃圾邮件而封禁了发信地址；说明文字里给出了申诉用的邮箱地址。
    .fix = 先消除原因，再把整封退信转发到其中的解封地址。重复发送没有用。

vendor-exchange-online-5-7-606-649 = 被封禁的发信 IP
    .meaning = 这个 IP 在 Microsoft 自己的黑名单上，与其他名单无关。
    .fix = 找到原因并消除，再到 Microsoft 的解封页面用这一行里的 IP 申请移除；最多需要一天。

vendor-exchange-online-4-7-500-699 = 暂缓接收，正在评估
    .meaning = Microsoft 发现可疑活动，在得出结论之前限制这个 IP。新服务器第一次群发时常会碰到。
    .fix = 让队列等待，少发一些，慢慢增加发信量。如果持续超过一天，请联系他们的支持部门。

vendor-exchange-online-4-7-650 = 因信誉而被限速
    .meaning = 这个 IP 因信誉问题受到发送频率限制；说明文字里写有该 IP 和 `S775`。
    .fix = 放慢速度，只发给愿意收信的人，并清理名单。Microsoft 在 SNDS 中向 IP 持有者提供数据，可以去看看。

vendor-exchange-online-x-7-321-325 = 到目的地的 TLS 失败
    .meaning = Exchange Online 想用 TLS 发送，问题出在接收方：没有 `STARTTLS`，证书过期或不对，或 `TLSA` 记录不相符。
    .fix = 目的地要更新证书，或改正 `TLSA` 和 DNSSEC。发送方只需等待并告知对方；如果是你自己的连接器要求 TLS，请检查它的设置。

vendor-exchange-online-4-4-316 = 目的地拒绝连接
    .meaning = Microsoft 的服务器到达了该地址，但那里没有程序在监听，或被防火墙挡住。
    .fix = 目的地的管理员要对 Microsoft 的地址范围开放端口 25，并检查 `MX` 指向的主机是否正确。

vendor-exchange-online-5-4-300 = 等待过久，已放弃
    .meaning = 邮件没能在期限内投递。相当于别家的 4.4.7。
    .fix = 在退信里找到最后一个错误，解决那一个。

vendor-exchange-online-5-4-310 = 收件人的域名不存在
    .meaning = DNS 表示没有这个域名，或它没有收信的主机。
    .fix = 改正 @ 后面的拼写。如果域名是你的，请检查注册状态和 `MX`。

vendor-exchange-online-5-4-14 = 邮件循环
    .meaning = 邮件来回转了太多次：可能是一条转发规则，也可能是混合部署中双方都把它发给对方。别家用 5.4.6。
    .fix = 检查转发规则和连接器，再看接受的域是不是本该设为权威域，却设成了内部中继。

vendor-exchange-online-5-2-121-122 = 收件人收到的邮件太多
    .meaning = 该邮箱达到了每小时的上限：5.2.121 按单个发件人计，5.2.122 按全部发件人计。
    .fix = 少往这一个邮箱发信；把告警合并成摘要，或发给一个群组。一小时内就会恢复。

vendor-yahoo-5-7-9 = 因 DMARC 被拒绝
    .meaning = 邮件没有以 `From` 中域名的名义通过验证，而该域名要求拒收。这与登录无关。
    .fix = 用该域名做 DKIM 签名，或在 `From` 中使用你的服务器有权使用的地址。切勿从别处发送 `From` 为 `yahoo.com` 的邮件。

vendor-yahoo-4-7-0 = 因发信量或投诉而被推迟
    .meaning = 像 `421 4.7.0 [TSS04]` 这样的一行，表示 Yahoo 暂时不接收这个 IP 的邮件：一次发得太多，或有用户投诉。
    .fix = 几个小时内减少连接和邮件，之后慢慢增加。把从不打开邮件的人从名单里移除，并加入 Yahoo 的投诉反馈计划。

vendor-postfix-4-7-25 = 查不到客户端的名称
    .meaning = 450 4.7.25 加上 `cannot find your hostname`：客户端没有 `PTR`，或其名称解析不回原 IP。它来自 `reject_unknown_client_hostname`。
    .fix = 发送方要让 `PTR` 和地址记录彼此一致。管理员最好改用 `reject_unknown_reverse_client_hostname`，误伤的正常主机更少。

vendor-postfix-4-3-5 = 服务器配置错误
    .meaning = Postfix 发现自身配置有错：某个查找表打不开，策略服务停了或答非所问，或某个参数不对。
    .fix = 由管理员查看日志，相关的行以 `warning` 或 `fatal` 开头，再运行 `postfix check`。发送方等待即可。

vendor-postfix-5-5-2 = HELO 名称不完整
    .meaning = 504 5.5.2 加上 `need fully-qualified hostname`：客户端打招呼用的名称里没有点，例如 `localhost` 或电脑名。
    .fix = 在客户端里配置完整的主机名，例如 `mail.example.org`。各种库都有相应的参数；管理员若如此设置，已登录的用户往往不受此限。
