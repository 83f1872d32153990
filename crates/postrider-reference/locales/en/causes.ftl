cause-no-ehlo = No `EHLO` before `MAIL`
    .meaning = The client went from the greeting straight to the message. The server does not know yet who is speaking or which extensions may be used.
    .fix = Send `EHLO` with your host name, then `MAIL` again. `RSET` changes nothing here, as there is nothing to reset.

cause-ehlo-refused = `EHLO` was refused, and nobody noticed
    .meaning = There was an `EHLO`, and its reply was a refusal: an empty name, two words, odd characters, a name that policy dislikes. For the server that is as if it had never come.
    .fix = Read the reply to `EHLO`, correct the name, send `EHLO` again and wait for 250.

cause-helo-instead-of-ehlo = `HELO` where `EHLO` is needed
    .meaning = `HELO` opens a session without extensions, so there is no `AUTH`, no `STARTTLS`, no parameters. Many servers answer 503 to what they did not advertise; postrider says 502.
    .fix = Send `EHLO` in the same session, read its list, and go on from there. Old scripts with `HELO` need just that one word changed.

cause-starttls-before-ehlo = `STARTTLS` before `EHLO`
    .meaning = `STARTTLS` is an extension, and extensions are offered in the reply to `EHLO`. Asking before the offer is too early.
    .fix = Send `EHLO`, see that `STARTTLS` is in the list, then send it.

cause-tls-dropped-ehlo = TLS made the server forget `EHLO`
    .meaning = With the handshake everything said in clear is void, the `EHLO` too; the session is back where it was after the greeting. Libraries where you call each step yourself fall into this.
    .fix = Send `EHLO` once more, now under TLS, and read the new list: `AUTH` often appears only there.

cause-auth-before-ehlo = `AUTH` before `EHLO`
    .meaning = The mechanisms for a login are told in the reply to `EHLO`, and this client did not ask. In libraries it is often a `login()` called on a fresh connection.
    .fix = Send `EHLO`, choose one of the mechanisms listed, then `AUTH`.

cause-rcpt-before-mail = `RCPT` without `MAIL`
    .meaning = The recipient came while no message was open: `MAIL` was left out, refused, or belongs to a message that has already ended.
    .fix = Send `MAIL FROM`, wait for 250, then `RCPT`. After each message the next one begins with `MAIL` again.

cause-data-before-mail = `DATA` without `MAIL`
    .meaning = The server is asked to take content and has no envelope for it. Often the client sent all commands without reading replies, and `MAIL` had failed.
    .fix = Send `MAIL`, `RCPT` and `DATA` in this order, and stop at the first one that does not get its 250.

cause-bdat-before-mail = `BDAT` without `MAIL`
    .meaning = A chunk came while no message was open. The server had to read its octets all the same, and has thrown them away.
    .fix = Send `RSET`, which the standard demands after any refused chunk, then `MAIL` and `RCPT`, and the chunk again from its first octet.

cause-pipelined-behind-refusal = The command before it had failed
    .meaning = Several commands went out together, the first was refused, and the rest could only fail after it. The 503 is an echo; the cause is the 552 in this example, or whatever came first.
    .fix = Match replies to commands one by one and act on the first refusal. Mend that one, then send the group again.

cause-transaction-reset = The message was reset on the way
    .meaning = `RSET`, a second `EHLO` or TLS came between `MAIL` and the content, and each of them forgets the open message. Keepalive code that sends `RSET` or `EHLO` at the wrong time does this.
    .fix = Begin again with `MAIL` and all recipients. Use `NOOP` to keep a connection alive: it touches nothing.

cause-bdat-after-last = A chunk after the last one
    .meaning = The chunk with `LAST` ended the message, and it has been taken or refused as a whole. A further chunk belongs to nothing.
    .fix = Do not send the message again if `LAST` got 250. Send `RSET`, which the standard demands here, then `MAIL` for the next one.

cause-data-before-rcpt = No recipient yet
    .meaning = `MAIL` was accepted, and the client went on to `DATA` without naming anybody. Some servers, Postfix among them, say 554 in the same case.
    .fix = Send `RCPT`, then `DATA`: the message is still open and needs no `RSET`. Check in your code for an empty recipient list.

cause-bdat-before-rcpt = A chunk before any recipient
    .meaning = Content came in a chunk while the envelope had no recipient. The chunk is lost, and so is the message it belonged to.
    .fix = Send `RSET`, then `MAIL`, `RCPT` and the chunk. With chunks a late `RCPT` is not enough.

cause-all-recipients-refused = Every recipient was refused before
    .meaning = `RCPT` was sent and each one refused, so for the server there is no recipient. Exim and others answer 503 here, Postfix and postrider 554; LMTP demands 503.
    .fix = Go back to the replies to `RCPT`: unknown address, relaying, rate. Mend that; another `RCPT` may follow without `RSET`.

cause-recipient-cap = More recipients than the site allows at all
    .meaning = A site may refuse messages with more recipients than it allows at all, and then refuse the content even for those it had accepted, with 503 instead of the usual 452 alone.
    .fix = Send `RSET` and begin again with fewer recipients; find the limit in the text or in the `LIMITS` line of `EHLO`.

cause-binary-with-data = Binary content with `DATA`
    .meaning = `MAIL` announced `BODY=BINARYMIME`, and such content can only come in counted chunks: in `DATA` a line with a dot could appear anywhere in it.
    .fix = Send `RSET`, then `MAIL`, `RCPT` and `BDAT`; or declare `8BITMIME`, encode the content and use `DATA`.

cause-nested-mail = A second `MAIL` while a message is open
    .meaning = One message is open, and messages do not nest. The open one is untouched by this 503.
    .fix = Finish the open message with `RCPT` and `DATA`, or send `RSET` and then the new `MAIL`.

cause-connection-reused = The connection carries a failure from before
    .meaning = A library kept the connection after a message had failed at `RCPT`, and the failed envelope is still open. So every later message on it gets 503, and the log shows an error that has nothing to do with them.
    .fix = Send `RSET` before each message on a kept connection, or close it after any failure. Then look up the first error: that is the one to mend.

cause-login-missing = No login before `MAIL`
    .meaning = The server takes mail only from those who have logged in, and says so with 503. The code meant for it is 530, and that is what postrider says.
    .fix = Send `AUTH` and wait for 235, then `MAIL`. Is there no `AUTH` in the list? Then `STARTTLS` and `EHLO` come first. `RSET` does not log you in.

cause-auth-after-mail = `AUTH` after `MAIL`
    .meaning = A login would change who sends a message that is already open, so it is forbidden from `MAIL` until the message has ended.
    .fix = Send `RSET`, then `AUTH`, then `MAIL` again. In code, move the login up to the `EHLO`.

cause-auth-twice = `AUTH` after a login that worked
    .meaning = A session has one login, and this one has had it. Pools that log in before each message run into this at the second.
    .fix = Go on with `MAIL`: you are logged in. Another account needs another connection.

cause-auth-not-offered = `AUTH` where none is offered
    .meaning = The `EHLO` reply had no `AUTH` line: the port is for other servers, or logins are offered only under TLS. Exim and Postfix say 503 then, postrider 502.
    .fix = Send `STARTTLS` and `EHLO` and look again, or go to port 587 or 465. On port 25 there is mostly no login to be had.

cause-starttls-not-offered = `STARTTLS` where none is offered
    .meaning = The server has no TLS on this port, or a box on the way has taken the keyword out of the `EHLO` reply.
    .fix = Use a port with TLS, such as 465, or ask the server's administrator for a certificate. Do not go on in clear with a password.

cause-starttls-twice = `STARTTLS` although TLS is active
    .meaning = The connection is encrypted already, from the first octet on port 465 or by a `STARTTLS` before. Others say 554, 454 or 504 here.
    .fix = Leave it out and go on. In settings: implicit TLS and `STARTTLS` are two choices, and only one of them may be on.

cause-starttls-in-transaction = `STARTTLS` while a message is open
    .meaning = TLS resets the session, and an open message would silently vanish in it. So the server wants you to say that you give it up.
    .fix = Send `RSET`, then `STARTTLS` and `EHLO`, and begin the message again.

cause-starttls-after-auth = `STARTTLS` after the login
    .meaning = The login happened in clear, and the handshake would throw it away. A password shown before TLS cannot be taken back by TLS after it.
    .fix = Go on with `MAIL` as you are. Next time: `STARTTLS`, `EHLO`, `AUTH`; and if a password went in clear over the net, change it.

cause-rcpt-after-bdat = A recipient after the content has begun
    .meaning = With the first chunk the list of recipients is closed. The message under way is not harmed by the attempt.
    .fix = Finish with `BDAT` and `LAST` and send another message to the late recipient, or `RSET` and start over with all.

cause-mail-during-bdat = `MAIL` before the last chunk
    .meaning = The client believes that its message has ended, and the chunk with `LAST` has never come. It stays open until then.
    .fix = Send `BDAT 0 LAST` if all content is there, or `RSET` if it is not; then `MAIL`.

cause-data-after-bdat = `DATA` after `BDAT`
    .meaning = The content was begun in chunks, and the two ways do not mix in one message. It cannot be finished any more.
    .fix = Send `RSET` and begin the message again, using one of the two only.

cause-bdat-after-failed-chunk = A chunk after one that failed
    .meaning = A chunk was refused, and chunks sent behind it would leave a message with a hole. The 503 repeats that; the reason stands in the reply to the first.
    .fix = Send `RSET`, mend what the first refusal named, and begin again with `MAIL`.

cause-greeting-refused = The greeting was a refusal
    .meaning = The very first line was 554, and the client did not look at it. From then on everything but `QUIT` is answered 503, and the application reports the wrong line.
    .fix = Send `QUIT` and read the greeting: it may name a blocklist, a missing reverse name, or, as here, speaking too early. Nothing else helps in this session.

cause-second-ehlo = `EHLO` said twice
    .meaning = A second `EHLO` is allowed and works like `RSET`; a server that answers 503 to it is in the wrong. OpenSMTPD is known for it.
    .fix = Take it as harmless and go on with `MAIL`; or send `EHLO` only once, and again only after `STARTTLS`.

cause-etrn-in-transaction = `ETRN` or `ATRN` in the wrong place
    .meaning = `ETRN` asks for waiting mail and is illegal while a message is open; `ATRN` is for after a login and outside of messages. Neither is offered by postrider, which says 502.
    .fix = Finish the message or send `RSET`, then ask. For `ATRN` log in first.

cause-xclient-in-transaction = `XCLIENT` while a message is open
    .meaning = A proxy wants to say whom it speaks for, and a message has been begun already in its own name.
    .fix = Let the proxy send `RSET` and then `XCLIENT`; properly it sends it right after its `EHLO`. Clients that are no proxy never need it.
