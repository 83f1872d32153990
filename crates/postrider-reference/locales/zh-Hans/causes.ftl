cause-no-ehlo = `MAIL` 之前没有 `EHLO`
    .meaning = 客户端收到问候语后直接开始发邮件。服务器还不知道对方是谁，也不知道可以使用哪些扩展。
    .fix = 先发送带有本机主机名的 `EHLO`，再重发 `MAIL`。`RSET` 在这里不起作用，因为没有什么可重置的。

cause-ehlo-refused = `EHLO` 被拒绝，却没人注意到
    .meaning = 客户端发过 `EHLO`，得到的却是拒绝：名称为空、写成了两个词、含有奇怪的字符，或者策略不接受这个名称。对服务器来说，这等于从未发过。
    .fix = 看清对 `EHLO` 的应答，改正名称，重发 `EHLO`，等到 250 再继续。

cause-helo-instead-of-ehlo = 该用 `EHLO` 却用了 `HELO`
    .meaning = `HELO` 打开的是没有扩展的会话，因此没有 `AUTH`，没有 `STARTTLS`，也没有各种参数。许多服务器对自己没有公布的功能回 503；postrider 回 502。
    .fix = 在同一会话里发送 `EHLO`，读取它列出的内容，再继续往下走。使用 `HELO` 的旧脚本只需改这一个词。

cause-starttls-before-ehlo = `STARTTLS` 早于 `EHLO`
    .meaning = `STARTTLS` 是扩展，而扩展是在对 `EHLO` 的应答里提供的。还没提供就要求使用，为时过早。
    .fix = 先发送 `EHLO`，确认列表里有 `STARTTLS`，再发送它。

cause-tls-dropped-ehlo = TLS 让服务器忘掉了 `EHLO`
    .meaning = TLS 握手之后，先前以明文说过的一切全部作废，`EHLO` 也不例外；会话回到刚收到问候语时的状态。需要自己逐步调用的库容易掉进这个坑。
    .fix = 在 TLS 之下再发一次 `EHLO`，并读取新的列表：`AUTH` 往往只出现在那里。

cause-auth-before-ehlo = `AUTH` 早于 `EHLO`
    .meaning = 登录可用的机制写在对 `EHLO` 的应答里，而这个客户端没有问。在各种库里，常见的情形是在刚建立的连接上直接调用 `login()`。
    .fix = 先发送 `EHLO`，从列出的机制里选一种，再发送 `AUTH`。

cause-rcpt-before-mail = 没有 `MAIL` 就发 `RCPT`
    .meaning = 收件人到来时，没有进行中的邮件：`MAIL` 漏发了、被拒绝了，或者属于一封已经结束的邮件。
    .fix = 发送 `MAIL FROM`，等到 250，再发 `RCPT`。每封邮件结束后，下一封都要重新从 `MAIL` 开始。

cause-data-before-mail = 没有 `MAIL` 就发 `DATA`
    .meaning = 客户端要求服务器接收内容，服务器却没有对应的信封。往往是客户端不看应答就把所有命令发了出去，而 `MAIL` 其实失败了。
    .fix = 依次发送 `MAIL`、`RCPT` 和 `DATA`，哪一条没有得到应有的 250，就停在那里。

cause-bdat-before-mail = 没有 `MAIL` 就发 `BDAT`
    .meaning = 数据块到来时，没有进行中的邮件。服务器仍然得把这些字节读完，然后全部丢弃。
    .fix = 发送 `RSET`（标准规定，任何数据块被拒绝后都要这样做），再发 `MAIL` 和 `RCPT`，然后从第一个字节起重发该数据块。

cause-pipelined-behind-refusal = 前面的命令失败了
    .meaning = 几条命令一起发出，第一条被拒绝，后面的只能跟着失败。503 只是回声；真正的原因是本例中的 552，或者最先出现的那个拒绝。
    .fix = 把应答和命令逐条对应，针对第一个拒绝采取行动。解决它之后，再把这一组命令重发一遍。

cause-transaction-reset = 邮件中途被重置
    .meaning = 在 `MAIL` 与内容之间出现了 `RSET`、第二个 `EHLO` 或 TLS，它们都会让服务器忘掉进行中的邮件。保活代码在错误的时刻发送 `RSET` 或 `EHLO`，就会这样。
    .fix = 从 `MAIL` 和全部收件人重新开始。要保持连接，请用 `NOOP`：它什么都不会动。

cause-bdat-after-last = 最后一个数据块之后又来一块
    .meaning = 带 `LAST` 的数据块结束了邮件，整封邮件要么已被接收，要么已被拒绝。之后再来的数据块不属于任何邮件。
    .fix = 如果 `LAST` 得到了 250，就不要再发这封邮件。发送 `RSET`（标准要求这样做），再用 `MAIL` 开始下一封。

cause-data-before-rcpt = 还没有收件人
    .meaning = `MAIL` 已被接受，客户端没有指定任何收件人就发了 `DATA`。有些服务器（例如 Postfix）在同样的情形下回 554。
    .fix = 先发 `RCPT`，再发 `DATA`：邮件仍在进行中，不需要 `RSET`。检查代码里的收件人列表是不是空的。

cause-bdat-before-rcpt = 还没有收件人就发数据块
    .meaning = 内容以数据块的形式到来，而信封里还没有收件人。这个数据块丢了，它所属的邮件也跟着丢了。
    .fix = 发送 `RSET`，再依次发送 `MAIL`、`RCPT` 和数据块。使用数据块时，事后补一个 `RCPT` 是不够的。

cause-all-recipients-refused = 所有收件人先前都被拒绝
    .meaning = `RCPT` 发过了，但每一个都被拒绝，所以对服务器来说没有收件人。Exim 等服务器在这里回 503，Postfix 和 postrider 回 554；LMTP 规定必须回 503。
    .fix = 回头看对 `RCPT` 的应答：地址不存在、中继被拒、频率超限。解决之后可以再发 `RCPT`，不需要 `RSET`。

cause-recipient-cap = 收件人数超过站点允许的总数
    .meaning = 站点可以规定收件人数的绝对上限，拒绝超过它的邮件；这时连已经接受的收件人也收不到内容，应答是 503，而不只是通常的 452。
    .fix = 发送 `RSET`，减少收件人后重新开始；上限写在说明文字里，或者在 `EHLO` 应答的 `LIMITS` 行里。

cause-binary-with-data = 用 `DATA` 发送二进制内容
    .meaning = `MAIL` 声明了 `BODY=BINARYMIME`，而这样的内容只能用按字节计数的数据块传送：如果用 `DATA`，内容里的任何位置都可能出现只有一个点的行。
    .fix = 发送 `RSET`，再发 `MAIL`、`RCPT` 和 `BDAT`；或者改为声明 `8BITMIME`，把内容编码后用 `DATA` 发送。

cause-nested-mail = 邮件还在进行中，又来一个 `MAIL`
    .meaning = 已有一封邮件在进行中，而邮件不能嵌套。这个 503 不影响进行中的那一封。
    .fix = 用 `RCPT` 和 `DATA` 完成进行中的邮件，或者先发 `RSET`，再发新的 `MAIL`。

cause-connection-reused = 连接上残留着先前的失败
    .meaning = 一封邮件在 `RCPT` 处失败后，库保留了连接，失败的信封仍未了结。于是之后在这条连接上的每封邮件都得到 503，日志里显示的错误与它们毫无关系。
    .fix = 在复用的连接上，每封邮件之前都发送 `RSET`，或者一旦失败就关闭连接。然后找到最早的那个错误：要解决的是它。

cause-login-missing = `MAIL` 之前没有登录
    .meaning = 服务器只接收已登录者的邮件，并用 503 表示这一点。专门为此准备的应答码是 530，postrider 用的就是它。
    .fix = 发送 `AUTH`，等到 235，再发 `MAIL`。列表里没有 `AUTH`？那就要先 `STARTTLS` 再 `EHLO`。`RSET` 不会替你登录。

cause-auth-after-mail = `AUTH` 晚于 `MAIL`
    .meaning = 登录会改变进行中邮件的发送者身份，所以从 `MAIL` 起直到邮件结束都不允许登录。
    .fix = 发送 `RSET`，再发 `AUTH`，然后重发 `MAIL`。在代码里，把登录提前到 `EHLO` 之后。

cause-auth-twice = 登录成功后又发 `AUTH`
    .meaning = 一个会话只能登录一次，而这个会话已经登录过了。每发一封邮件都先登录的连接池，发第二封时就会撞上这个问题。
    .fix = 直接继续发 `MAIL`：你已经登录了。要用另一个账户，就需要另一条连接。

cause-auth-not-offered = 服务器没有提供 `AUTH`，却用了它
    .meaning = `EHLO` 的应答里没有 `AUTH` 行：这个端口是给其他服务器用的，或者只在 TLS 之下才能登录。此时 Exim 和 Postfix 回 503，postrider 回 502。
    .fix = 发送 `STARTTLS` 和 `EHLO` 再看一次，或者改用端口 587 或 465。在端口 25 上，通常根本没有登录可用。

cause-starttls-not-offered = 服务器没有提供 `STARTTLS`，却用了它
    .meaning = 服务器在这个端口上没有 TLS，或者中途某台设备把这个关键字从 `EHLO` 的应答里抹掉了。
    .fix = 改用有 TLS 的端口，例如 465，或者请服务器的管理员配置证书。不要带着密码以明文继续。

cause-starttls-twice = TLS 已启用，又发 `STARTTLS`
    .meaning = 连接已经加密：要么是端口 465，从第一个字节起就加密；要么先前已经发过 `STARTTLS`。别的服务器在这里回 554、454 或 504。
    .fix = 去掉它，继续往下走。在设置里，隐式 TLS 与 `STARTTLS` 是两个选项，只能启用其中一个。

cause-starttls-in-transaction = 邮件还在进行中就发 `STARTTLS`
    .meaning = TLS 会重置会话，进行中的邮件会悄无声息地消失。因此服务器要你先明确放弃它。
    .fix = 发送 `RSET`，再发 `STARTTLS` 和 `EHLO`，然后从头开始这封邮件。

cause-starttls-after-auth = 登录之后才发 `STARTTLS`
    .meaning = 登录是以明文进行的，TLS 握手会让它作废。密码在 TLS 之前已经暴露，事后再用 TLS 也收不回来。
    .fix = 保持现状，继续发 `MAIL`。下次的顺序是 `STARTTLS`、`EHLO`、`AUTH`；如果密码已经以明文经过网络，请更换密码。

cause-rcpt-after-bdat = 内容已经开始，又来一个收件人
    .meaning = 第一个数据块一到，收件人列表就封闭了。这次尝试不会损害正在传送的邮件。
    .fix = 用 `BDAT` 和 `LAST` 发完，再给迟到的收件人单独发一封；或者发送 `RSET`，带上全部收件人重新开始。

cause-mail-during-bdat = 最后一个数据块之前又发 `MAIL`
    .meaning = 客户端以为邮件已经结束，但带 `LAST` 的数据块始终没有到来。在那之前，邮件一直处于进行中。
    .fix = 如果内容已经全部发出，发送 `BDAT 0 LAST`；如果没有，发送 `RSET`；然后再发 `MAIL`。

cause-data-after-bdat = `BDAT` 之后又发 `DATA`
    .meaning = 内容是以数据块开始传送的，而同一封邮件里不能混用两种方式。这封邮件已经无法完成。
    .fix = 发送 `RSET`，从头开始这封邮件，两种方式只用其中一种。

cause-bdat-after-failed-chunk = 数据块失败之后又来一块
    .meaning = 有一个数据块被拒绝，跟在后面的数据块会让邮件留下缺口。503 只是重申这一点；原因写在对那个失败数据块的应答里。
    .fix = 发送 `RSET`，解决第一个拒绝指出的问题，再从 `MAIL` 重新开始。

cause-greeting-refused = 问候语就是拒绝
    .meaning = 第一行就是 554，而客户端没有看它。从那以后，除 `QUIT` 之外的命令都得到 503，应用程序报告的也就不是真正该看的那一行。
    .fix = 发送 `QUIT`，然后看问候语：它可能提到黑名单、缺少反向解析，或者像这里一样，客户端抢先说话。在这个会话里，别的办法都没有用。

cause-second-ehlo = `EHLO` 发了两次
    .meaning = 第二个 `EHLO` 是允许的，作用与 `RSET` 相同；对它回 503 的服务器做得不对。OpenSMTPD 就以此闻名。
    .fix = 把它当作无害的应答，继续发 `MAIL`；或者只发一次 `EHLO`，仅在 `STARTTLS` 之后再发。

cause-etrn-in-transaction = `ETRN` 或 `ATRN` 用错了地方
    .meaning = `ETRN` 用来索取等待中的邮件，邮件进行中时不允许使用；`ATRN` 要在登录之后、邮件之外使用。postrider 两者都不提供，会回 502。
    .fix = 先完成邮件或发送 `RSET`，再提出请求。使用 `ATRN` 前要先登录。

cause-xclient-in-transaction = 邮件还在进行中就发 `XCLIENT`
    .meaning = 代理想说明自己代表谁，而它已经以自己的名义开始了一封邮件。
    .fix = 让代理先发 `RSET` 再发 `XCLIENT`；正确的做法是在自己的 `EHLO` 之后立即发送。不是代理的客户端永远用不到它。
