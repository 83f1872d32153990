own-client-refused = This client is not served
    .cause = The greeting itself was the refusal: a rule about the connecting address decided before any command was heard. No setting of this version makes such a rule.
    .remedy = Say `QUIT` and do not come back at once: nothing in the message can change the answer. If it is your server: the log line of this reply names the client and the rule behind it.

own-no-mail-host = This host never takes mail
    .cause = The host says in its greeting that no mail is ever received here, from anybody. No setting of this version makes it; a server that runs takes mail.
    .remedy = Deliver to another host: look at the `MX` records of the domain, and tell its owner if they lead here. If it is your domain: publish a null `MX`, and senders need not knock at all.

own-early-talker = You spoke before the greeting
    .cause = Octets arrived before 220 had been sent. A mail program waits for the greeting; what talks first is mostly a spam tool, a web client, or a proxy that nobody has told the server about.
    .remedy = Read the greeting first, then send `EHLO`. If it is your server: a proxy that begins with a PROXY header has to be listed in `proxy_protocol` of the listener.

own-session-refused = Only `QUIT` is left in this session
    .cause = The greeting was a refusal, and every command after it gets the same answer. The reason is in that first line, not in the command that got 503.
    .remedy = Send `QUIT`, read the greeting again and mend what it named; a new attempt needs a new connection. If it is your server: look in the log for the refusal of the greeting in the same session.

own-command-to-no-mail-host = A command to a host that takes no mail
    .cause = The greeting was 521 and the client went on anyway. Whatever it asks, this host has no mail service behind it.
    .remedy = Send `QUIT` and look for the right host in the `MX` records of the domain. Trying again here gains nothing.

own-hello-argument = `EHLO` or `HELO` without a usable name
    .cause = `EHLO` and `HELO` have to be followed by a host name or an address in brackets, and what came was nothing, several words, or characters outside printable ASCII. Underscores are let through, as many machines have them.
    .remedy = Set the name of the sending machine in the mail program: a full name such as `host.example.org`, or an address literal such as `[192.0.2.1]`. An empty setting or a computer name with spaces is the usual culprit.

own-hello-needs-tls = `HELO` where TLS is demanded
    .cause = The listener has `require_tls`, and after `HELO` there is no way to get to TLS, because only `EHLO` offers `STARTTLS`. So the server does not let you into that dead end.
    .remedy = Send `EHLO`, then `STARTTLS`, then `EHLO` again. If the program knows nothing but `HELO`, give it a port where TLS begins at once. If it is your server: `require_tls` belongs on submission ports, not on port 25.

own-hello-after-refusal = `EHLO` after a refused greeting
    .cause = The session was refused by its first line, so there is nothing to introduce yourself to. Replies to `EHLO` and `HELO` carry neither an enhanced code nor an id.
    .remedy = Send `QUIT` and read the greeting: it holds the real reason. A client that ignores everything but the code of `EHLO` will report the wrong error, so have it show the greeting as well.

own-hello-with-weak-tls = `EHLO` over TLS that is too weak
    .cause = TLS was agreed, and what was agreed is below what this server allows, so the session ends here. Versions older than 1.2 already fail in the handshake, and no setting of this version asks for more.
    .remedy = Send `QUIT` and connect with current TLS software: version 1.2 or 1.3 with an ordinary cipher suite. Going on in clear is not the way out.

own-ehlo-first = The greeting by name is missing
    .cause = No `EHLO` or `HELO` has been accepted in this session, or TLS has just begun and wiped out the one before it. Without it the server does not know whom it talks to nor what it may offer.
    .remedy = Send `EHLO` with your host name, wait for all lines of the reply, then repeat the command. After `STARTTLS` a second `EHLO` is part of the procedure; `RSET` does not replace it.

own-tls-required = TLS first
    .cause = The listener has `require_tls`, and the connection is still in clear. Until TLS is active only `EHLO`, `NOOP`, `RSET`, `QUIT` and `STARTTLS` are answered.
    .remedy = Send `STARTTLS`, do the handshake, then `EHLO` again, then what you wanted. In a mail program choose `STARTTLS` for this port. If it is your server: on port 25 set `require_tls = false`, or servers without TLS can send you nothing.

own-starttls-active = `STARTTLS` twice
    .cause = The connection is encrypted already, either from its first octet or by an earlier `STARTTLS`. TLS inside TLS is not done in SMTP.
    .remedy = Go on with `EHLO` or with the login. The program is probably set to `STARTTLS` on a port with implicit TLS such as 465: choose TLS from the beginning there, or `STARTTLS` on port 587.

own-starttls-in-transaction = `STARTTLS` in the middle of a message
    .cause = A message was begun with `MAIL`, and TLS would make the server forget it. So the order is TLS first, message after.
    .remedy = Send `RSET`, then `STARTTLS`, `EHLO`, and begin the message again. In your program move `STARTTLS` in front of the first `MAIL`.

own-starttls-after-auth = `STARTTLS` after the login
    .cause = You have logged in on a connection without TLS, and TLS would throw the login away with everything else. Whoever wants TLS begins with it.
    .remedy = Go on without it, or better: `QUIT`, connect again, and send `STARTTLS` before `AUTH`. If it is your server: a login in clear was possible with `auth_without_tls` or a mechanism that shows no password; set `require_tls` to end that.

own-behind-starttls = Something came behind `STARTTLS`
    .cause = Octets followed `STARTTLS` in clear, without waiting for 220. They may be an attacker's, slipped in so that they look as if they had come under TLS, and so the connection is closed.
    .remedy = Make the client wait for 220 and send nothing until the handshake is done: `STARTTLS` is the last command of a group. If your client does that and you still see it, somebody or some box on the way changes the stream.

own-tls-too-weak = A command over TLS that is too weak
    .cause = What the handshake agreed on does not satisfy the server's policy, and every command but `QUIT` is refused from then on. TLS below 1.2 never comes so far, and no setting of this version draws the line higher.
    .remedy = Update the TLS library of the client, or its list of versions and ciphers, and connect again. The session itself cannot be saved.

own-auth-required = Log in first
    .cause = This is a listener with `kind = "submission"`: it takes mail for anybody, so it takes it only from those who have logged in. Nothing is wrong with your sender address.
    .remedy = Switch on authentication for outgoing mail and log in with `AUTH` before `MAIL`. If it is another server that wants to bring you mail, it needs port 25. If it is your server: a listener for the net has `kind = "mx"`.

own-auth-ended = Your login is no longer good
    .cause = The account was removed or got another password since you logged in, and each `MAIL` looks again. The session itself goes on, without the login.
    .remedy = Log in with `AUTH` and the present password, or reconnect. Nobody changed the password? Ask the administrator whether the account still exists.

own-auth-twice = `AUTH` a second time
    .cause = You are logged in already, and one session has one identity. `RSET` does not end a login.
    .remedy = Go straight on with `MAIL`. To send as another account, `QUIT` and open a new connection; a connection pool must not share connections between accounts.

own-auth-in-transaction = `AUTH` in the middle of a message
    .cause = `MAIL` has been accepted, and the identity must not change under an open message.
    .remedy = Send `RSET`, then `AUTH`, then `MAIL` again. In your program the login belongs right behind the last `EHLO`.

own-auth-no-mechanism = `AUTH` without a mechanism
    .cause = `AUTH` came alone or with something that is no name of a mechanism. The name says how the login will go, so nothing can begin without it.
    .remedy = Take a name from the `AUTH` line of the `EHLO` reply and send for example `AUTH PLAIN`.

own-auth-unknown-mechanism = A mechanism that is not offered
    .cause = The named mechanism is not in the `AUTH` line that this session was shown. What is offered depends on TLS and on the accounts: SCRAM needs stored verifiers, tokens need an `[[oauth]]` or a `[[dovecot]]` with `tokens = true`, CRAM-MD5 needs `accounts.cram_md5`, EXTERNAL needs a client certificate that the listener asks for (`client_certificates`) and trusts (`client_ca`), and an account with a certificate. The reply does not repeat a word that is no name of a mechanism: it may be a password.
    .remedy = Read the last `EHLO` reply, the one after TLS, and use what it lists. If it is your server: make verifiers with `postrider account passwd`, give an account its certificate with `postrider account certificate`, or configure the source that the mechanism needs.

own-auth-needs-tls = This mechanism is for TLS only
    .cause = `PLAIN` and `LOGIN` show the password to anybody on the way, so they are taken under TLS alone. Your connection is in clear.
    .remedy = Send `STARTTLS`, then `EHLO`, then `AUTH`; in a mail program choose `STARTTLS` or TLS. If it is your server: `auth_without_tls = true` lifts this, and only a network nobody can listen to deserves it.

own-auth-initial-response = The server speaks first in this mechanism
    .cause = The command carried a response, and in this mechanism the first word is a challenge from the server: there was nothing yet to respond to.
    .remedy = Send `AUTH` with the mechanism alone, wait for 334, and answer the challenge.

own-auth-base64 = Not base64
    .cause = What was sent for the login cannot be decoded: a line break in the middle, missing `=` at the end, or plain text where base64 belongs. Nobody has looked at the password yet.
    .remedy = Encode the response as one line of standard base64, with no spaces. Encoders that wrap after 76 characters break long tokens, so switch the wrapping off.

own-auth-malformed = The login data have the wrong shape
    .cause = The base64 was fine, and what it holds is not built as the mechanism demands: in `PLAIN`, for instance, three fields with NUL between them. The text behind the colon names the fault.
    .remedy = Use a SASL library instead of composing the string by hand. The classic slip in `PLAIN` is a missing NUL in front of the name.

own-auth-cancelled = You cancelled the login
    .cause = The client sent a single `*` in the middle of the login, and that means stop. The session is as it was before `AUTH`.
    .remedy = Begin `AUTH` again, or go on without it where that is allowed. If nobody meant to cancel, the program gave up on its own: its log says why, often a certificate or a token it could not get.

own-auth-line-too-long = The login line is too long
    .cause = A response was longer than `limits.auth_line_octets` allows. Only very large tokens or tickets come near that.
    .remedy = Ask for a smaller token, with fewer claims or groups in it. If it is your server: raise `limits.auth_line_octets`.

own-auth-failed = Name or password is wrong
    .cause = The login was looked at and refused. The reply is the same for a wrong password, for a name that does not exist and for a bad token, so that nobody can find out which names exist.
    .remedy = Check the name in full (often the whole address), then type the password anew; a saved old one is the usual cause. If it is your server: `postrider account test` says what is known of the account, the log what failed.

own-auth-certificate = No login with this certificate
    .cause = The certificate is trusted, and still it logs nobody in: no account has its fingerprint or a name in it, or the account that the client named has not, or several accounts have it and the client named none.
    .remedy = Show another certificate, or log in with a password. If it is your server: `postrider account certificate NAME --add` with the `sha256:` that `postrider why --session` and the log have beside the refusal gives the certificate to an account, `--add-name` a name in it. If several accounts have it, the client has to name one of them (authorization identity).

own-auth-authzid = Logging in as somebody else
    .cause = Name and password belong to one account, and the client asked to act as another one. Here everybody acts as themselves.
    .remedy = Leave the authorization identity empty in the program's settings. If you need to send as another address, ask for it to be added with `postrider account senders`.

own-auth-channel-binding = The login is bound to another connection
    .cause = The client proved the password for a TLS connection, and it is not the one that the server sees, or the client claimed the server offers no binding while it does. That is what a machine in the middle looks like; a proxy that ends TLS looks the same.
    .remedy = Connect directly, without a box that opens TLS, and try again. If a virus scanner or a proxy does that on purpose, use a mechanism without `-PLUS` there, and know what you give away.

own-auth-account-disabled = The account is switched off
    .cause = The password was right, and the account may not log in. It was disabled by the administrator, or the directory counts it as locked. After `MAIL` it means that the account was disabled since you logged in; the session goes on without the login.
    .remedy = Trying other passwords leads nowhere: ask whoever looks after the account. If it is your server: `postrider account list` shows it, and for an `[[ldap]]` it is the filter `disabled` that matched.

own-auth-mechanism-too-weak = A stronger login is needed
    .cause = The password or token was right, and this listener has `auth_least = "scram"`: mechanisms that show the password to the server are not enough.
    .remedy = Set the program to SCRAM; it may be called encrypted password or secure authentication. If it is your server: an old program without SCRAM needs a listener with `auth_least = "any"`.

own-xclient-argument = `XCLIENT` in the wrong form
    .cause = A trusted proxy sent `XCLIENT` with an attribute that is missing, unknown or not written `NAME=value`. The fault behind the colon says which.
    .remedy = Mend the proxy: it may send only the attributes of the `XCLIENT` line in the `EHLO` reply, each with a value.

own-xclient-in-transaction = `XCLIENT` in the middle of a message
    .cause = A message is open, and `XCLIENT` would change the client it comes from. It speaks for a whole session.
    .remedy = Let the proxy send `XCLIENT` right behind its first `EHLO`, before `MAIL`; now, `RSET` makes room for it.

own-mail-twice = `MAIL` while a message is open
    .cause = The envelope of one message is open, and a second `MAIL` would mix the two. The first one stays as it was.
    .remedy = Send `RSET` and then `MAIL`, or bring the open message to its end. This mostly happens where a client goes on to the next message after a refused recipient and forgets `RSET`.

own-mail-syntax = `MAIL` is not well written
    .cause = The argument does not follow the form of an address in angle brackets, with parameters behind a space. The classic is a space between `FROM:` and the bracket; the end of the reply says what was found.
    .remedy = Write `MAIL FROM:<alice@example.org>`, and for reports `MAIL FROM:<>`. Let a library build the line rather than string concatenation.

own-sender-address = The sender is no valid address
    .cause = The form of the command is right, and what stands between the brackets is no address: a stray dot, a space, a display name, or a domain no name can have.
    .remedy = Correct the sender in the program's settings: the bare address only, without a display name. Web forms that put a visitor's typed address here produce it all the time.

own-sender-needs-smtputf8 = A sender outside ASCII, and nobody said so
    .cause = The address has letters outside ASCII, and `MAIL` did not carry `SMTPUTF8`, the promise that every server on the way has to make.
    .remedy = Add `SMTPUTF8` to `MAIL`, if your software knows it; it is in the `EHLO` reply here. Otherwise use an ASCII address, or write the domain in its `xn--` form.

own-parameter-unknown = A parameter that is not offered
    .cause = `MAIL` or `RCPT` carries a parameter that the `EHLO` reply does not list. After `HELO` none are offered at all, and DSN parameters such as `NOTIFY=` and `RET=` are only where the listener has `dsn`.
    .remedy = Send only what the last `EHLO` lists, and begin with `EHLO`, not `HELO`. If it is your server: `dsn = true` on the listener of your own clients lets them ask for reports.

own-parameter-value = A parameter with a bad value
    .cause = The parameter is offered, and its value is not: a size with letters in it, a `BODY=` that is neither `7BIT` nor `8BITMIME`, a value where none belongs. The reply says what it expects.
    .remedy = Correct that value, or leave the parameter out: every one of them is optional.

own-parameter-repeated = The same parameter twice
    .cause = One command names a parameter two times, and which of them should count is anybody's guess, so none does.
    .remedy = Send it once. The usual reason is that a library adds `SIZE=` or `BODY=` by itself and your code adds it again.

own-message-too-big = The message is too large
    .cause = It has more octets than are taken here, announced with `SIZE=` or counted as it came. The limit is `limits.message_octets`, or a smaller one of the account. Attachments grow by a third on the way.
    .remedy = Send a smaller message, or a link in place of the attachment. If it is your server: raise `limits.message_octets`, or look at `postrider account limit` for this account.

own-rcpt-before-mail = A recipient without a sender
    .cause = No message is open: `MAIL` was not sent, was refused, or its message is already done or was reset by `RSET`, `EHLO` or TLS.
    .remedy = Send `MAIL FROM`, see that it gets 250, then repeat `RCPT`. If you did send it, look at its reply: that is where the real error stands.

own-rcpt-after-bdat = A recipient after the content began
    .cause = The first `BDAT` chunk has been taken, and from then on the envelope is closed: the recipients of a message have to be known before its content.
    .remedy = Finish this message and send another one to the missing recipient, or `RSET` and begin again with all of them.

own-rcpt-syntax = `RCPT` is not well written
    .cause = The argument is not an address in angle brackets behind `TO:`, with parameters behind a space.
    .remedy = Write `RCPT TO:<bob@example.org>`, one address for each command. A list of addresses with commas in one `RCPT` is not SMTP.

own-recipient-address = The recipient is no valid address
    .cause = Between the brackets stands something no mailbox can be called: two dots in a row, a missing domain, a comma, a space, a name that was pasted along.
    .remedy = Correct the address in the list or address book; trying again will not help. For developers: strip spaces and display names before the address reaches `RCPT`.

own-recipient-needs-smtputf8 = A recipient outside ASCII, and nobody said so
    .cause = This address has letters outside ASCII, and the open message was begun without `SMTPUTF8`.
    .remedy = `RSET`, then `MAIL` with `SMTPUTF8`, then `RCPT` again. If your software does not know the extension, ask the recipient for an ASCII address.

own-unknown-user = No such mailbox here
    .cause = The domain is served here and nothing in it has this name: no mailbox, no alias, no catch-all. For a relay domain it was the list or the domain's own server that said no.
    .remedy = Correct the address or take it off the list: this is final. If it is your server: the name belongs into `mailboxes` or `aliases` of its `[[domain]]`, or into `recipients` of its `[[relay_domain]]`.

own-data-before-mail = Content without a message
    .cause = Neither sender nor recipient is known: `MAIL` was never accepted here, or the message it opened has been reset.
    .remedy = Begin with `MAIL`, then `RCPT`, then `DATA`, reading each reply. If all three went out together, find the first one that was refused: this 503 is only its echo.

own-data-before-rcpt = Content for nobody
    .cause = `MAIL` was accepted, and no `RCPT` has been tried since. A message needs at least one recipient.
    .remedy = Send `RCPT`, then `DATA` again: the message is still open. In programs this comes from an empty recipient list, such as a message with nothing but `Bcc` that the code has dropped.

own-bdat-before-mail = A chunk without a message
    .cause = `BDAT` came while no message was open. Its octets were read and thrown away, as a chunk cannot be called back.
    .remedy = Send `RSET`, then `MAIL` and `RCPT`, wait until both are accepted, and only then the chunk.

own-bdat-before-rcpt = A chunk for nobody
    .cause = `MAIL` was accepted, no `RCPT` was tried, and a chunk came. It was read and thrown away, and with it the message became unusable.
    .remedy = Send `RSET` and begin again: `MAIL`, `RCPT`, `BDAT`. A further `RCPT` alone does not help here, unlike after `DATA`.

own-no-valid-recipient = All recipients were refused
    .cause = Every `RCPT` of this message was refused, so its content would be for nobody. The cause is in those replies, not in this one.
    .remedy = Read the replies to `RCPT` and mend what they name. Another `RCPT` may follow `DATA` at once; after `BDAT` it takes `RSET` first. In an application, log the replies of the recipients rather than the last line.

own-data-after-bdat = `DATA` and `BDAT` in one message
    .cause = The content was begun in chunks, and `DATA` would start it over. One message goes by one way, and this one cannot be finished any more.
    .remedy = Send `RSET` and begin again, with `DATA` alone or with `BDAT` alone.

own-rset-first = The message is spoiled, `RSET` first
    .cause = A chunk of it was refused, and what could follow would be a message with a hole. So nothing but `RSET`, `EHLO` or `QUIT` leads on.
    .remedy = Send `RSET`, then mend what the refused chunk was told. A client that sends several commands at once has to stop at the first refused chunk.

own-bdat-size = `BDAT` without a readable size
    .cause = The number of octets that should follow could not be read, so nobody can tell where the chunk ends and the next command begins. Guessing would be dangerous, and so the connection is closed.
    .remedy = Write `BDAT 1234` or `BDAT 1234 LAST`: a decimal number of octets, nothing else. Then connect again.

own-behind-data = Content before the 354
    .cause = The content was sent together with `DATA`, before the server had asked for it. Whoever does not wait for 354 does not notice a refusal either, and the text would have been taken for commands.
    .remedy = Wait for 354, then send. `DATA` has to be the last command of a group. If the program is pasted text or a script with a pause, let it read the reply instead.

own-nul-in-content = A NUL octet in the message
    .cause = The content holds an octet of value zero. It has no place in a mail, and each server on the way does something else with it.
    .remedy = Encode binary attachments with base64, and do not paste UTF-16 text as it is: its zero octets are the usual source.

own-irregular-line-end = Line ends that are not CRLF
    .cause = The listener has `irregular_lines = "reject"`, and the message has a lone CR or LF. With such line ends, one server may see two messages where another sees one.
    .remedy = Have the program end every line with CRLF. If it is your server: `irregular_lines = "repair"` takes such mail and mends it, and still ends a message only at the true end.

own-long-line = A line of the message is too long
    .cause = The listener has `irregular_lines = "reject"`, and a line is longer than `limits.text_line_octets`. Mostly it is HTML or JSON in one single line.
    .remedy = Encode the part with quoted-printable or base64, which fold long lines. If it is your server: `irregular_lines = "repair"` takes long lines as they are.

own-mail-loop = The message goes in circles
    .cause = Either it has more `Received` fields than `limits.received_fields`, or its header says it was delivered to this very mailbox before. One more round would not end it.
    .remedy = Sending it again makes nothing better: look at the `Received` fields, where two hosts take turns. Then undo one of the two: a forwarding that leads back, an `MX` or a `[[route]]` that points to where the mail came from.

own-hello-refused = The name in `EHLO` is refused
    .cause = A rule took offence at the name the client gave itself. No setting of this version makes such a rule.
    .remedy = Set the true, full name of the sending machine, the one its address has in DNS. If it is your server: the log names the rule.

own-sender-refused = This sender is not wanted
    .cause = A rule about the address in `MAIL` decided. To the client it says no more on purpose; the log has the rest. No setting of this version makes such a rule.
    .remedy = Do not repeat it: ask the recipient's postmaster by another way. If it is your server: look for the id of this reply in the log.

own-sender-not-own = This account may not send as that address
    .cause = You are logged in, and the address in `MAIL` is neither the name of the account nor one of its senders. Which would be allowed is not told, since it may be a thief who asks.
    .remedy = Set the sender in the program to the address of the account. If it is your server: `postrider account senders` adds an address, or for people of an `[[ldap]]` or `[[dovecot]]` its `senders` and `domain`.
own-sender-not-qualified = The sender's domain is only one word
    .cause = You have logged in, and the domain of the address in `MAIL`, or in `From`, `Sender` or `Reply-To` of the message, is a single word that is no domain of this server. Nobody elsewhere could answer it.
    .remedy = Set the sender to a whole address, such as `alice@example.org`. If it is your server: a word that is to count needs a `[[domain]]` or a `[[route]]`.

own-recipient-not-qualified = The recipient's domain is only one word
    .cause = You have logged in, and the domain of this recipient, in `RCPT` or in `To` or `Cc` of the message, is a single word that is no domain of this server. What it stands for differs from place to place.
    .remedy = Write the whole domain in the address, in the address book too. If it is your server: a word that is to count needs a `[[domain]]`, `[[relay_domain]]` or `[[route]]`.

own-author-unclear = Who wrote it is not clear
    .cause = A message of somebody who has logged in needs one `From` field that can be read. It had none, several, one with white space in front of its colon or with a control character, or an address outside of quotes in front of the real one, which a reader might take for the author.
    .remedy = Let the program write one `From` with a name and one address. If the display name holds an `@`, put it in quotes.

own-colon-apart = White space in front of a colon
    .cause = A field of the header is written as in `Subject : hello`. That is an old form, to be read and not to be written: many who check DKIM signatures reject the whole header for it, and the message would look forged. What somebody hands in is not repaired.
    .remedy = Let the program write the colon right behind the name of the field, as in `Subject: hello`.

own-author-not-own = `From` names somebody else
    .cause = The envelope is in order, and the `From` field of the message shows an address that this account may not use. That field is what people see.
    .remedy = Put your own address into `From`, and the customer's into `Reply-To`: contact forms are the classic. If it is your server: allow it with `postrider account senders`, if that is truly wanted.

own-sender-null-mx = Nobody could answer this sender
    .cause = The domain of the sender publishes a null `MX`: it takes no mail, so neither an answer nor a bounce could arrive. No setting of this version looks for it.
    .remedy = Send from a domain that takes mail. If you run that domain: remove the null `MX`, or use another domain for what you send.

own-relay-denied = No mail for other domains
    .cause = The recipient's domain is not served here, and you are neither logged in nor in a trusted network. Otherwise this server would be an open relay.
    .remedy = Program users: switch on the login for outgoing mail, at the submission port. Sender of mail to that domain: check its `MX`. If it is your server: add the `[[domain]]` or `[[relay_domain]]` that is missing, or the client's network to `relay.networks`.

own-recipient-null-mx = The recipient's domain takes no mail
    .cause = It publishes a null `MX`, which is its owner's way of saying so; there is nobody to hand the message to. No setting of this version refuses it in the session, so a message for such a domain comes back later.
    .remedy = Look for a slip in the domain, and otherwise drop the recipient.

own-too-big-for-recipient = Too large for this one recipient
    .cause = The message fits this server and not what this recipient takes. The others of the same message are not concerned. No setting of this version makes such a limit.
    .remedy = Leave this recipient out and send them a link or a smaller copy.

own-owner-changed = The address belongs to somebody else now
    .cause = The sender asked that only the owner of a certain time should get the message, and the mailbox has changed hands since. No setting of this version makes it.
    .remedy = Do not send it again to this address: what is confidential would reach a stranger. Ask the person you mean for their new address.

own-unknown-command = No command has this name
    .cause = The first word of the line is none of SMTP, at least none that this server has heard of. Most often it is a line of a message: the client did not notice that `DATA` had been refused and sent the content all the same.
    .remedy = Look at the replies before it, for the first refusal. If a person types: `HELP` lists the commands. If a proxy is in front: `XCLIENT` is hidden from everybody who is not in the `xclient` networks of the listener.

own-not-offered = A known command, not offered here
    .cause = The command exists, and this listener does not have it, or not now: `STARTTLS` without a certificate or after `HELO`, `AUTH` on a port for other servers, `BDAT` after `HELO`, and `EXPN`, `ETRN`, `TURN` nowhere.
    .remedy = Begin with `EHLO` and use what it lists. To log in, go to the submission port, 587 or 465. If it is your server: `tls` and a `[[certificate]]` bring `STARTTLS`, `auth` or `kind = "submission"` bring `AUTH`.

own-line-too-long = The command line is too long
    .cause = The line had more octets than `limits.command_line_octets`, or with `AUTH` than `limits.auth_line_octets`, and was skipped to its end. A message sent where a command belongs looks like this as well.
    .remedy = Keep commands short: addresses and parameters need far less. Look whether an earlier `DATA` was refused. If it is your server: the limit is generous, and raising it rarely is the remedy.

own-endless-line = A line that never ends
    .cause = So many octets came without a line end that the server stopped skipping them, after `limits.overlong_line_octets`. No mail program writes such a command.
    .remedy = Look at what the client really sends: binary data, or a message after a refused `DATA`. Then connect again.

own-bare-lf = The line ended with LF alone
    .cause = A command ended with LF where CRLF belongs. If two servers disagree on where a line ends, mail can be smuggled between them, so the connection is closed.
    .remedy = End each command with CRLF. In a script write `\r\n`; with a command line tool use the option that sends CRLF, such as `-crlf` of openssl.

own-bare-cr = A lone CR in a command
    .cause = In the middle of the line stands a CR without LF. Behind it a second command may hide, which a server that reads otherwise would carry out.
    .remedy = Take CR and LF out of everything that users can type before it gets into a command: such a line is what header injection looks like.

own-nul-in-command = A NUL octet in a command
    .cause = An octet of value zero stands in the command line. Text in UTF-16 and fixed size buffers sent in full are the usual sources.
    .remedy = Send ASCII (or UTF-8 where `SMTPUTF8` is in use), and only as many octets as the text has.

own-http-request = A web client at a mail port
    .cause = The first line was a request of HTTP. Web pages can be made to send mail that way, so the server neither reads on nor answers politely.
    .remedy = Point the browser or program to the web address; mail software speaks SMTP here. If it is your server: a health check of a load balancer set to HTTP belongs on TCP or on `/health` of `metrics.listen`.

own-tls-in-clear = TLS from the first octet, on the wrong port
    .cause = The client began with a TLS handshake, and on this port a session begins in clear and turns to TLS with `STARTTLS`. The other side then often reports a wrong version number.
    .remedy = Choose `STARTTLS` for this port, or go to the port with implicit TLS, mostly 465. If it is your server: `tls = "implicit"` makes a listener of the other kind.

own-argument-unexpected = A command with too many words
    .cause = `DATA`, `RSET`, `QUIT` and `STARTTLS` stand alone, and something stood behind the verb.
    .remedy = Send the bare command. Look for text that the program has glued to it, such as a message that should have come after 354.

own-argument-missing = A command with too few words
    .cause = The command asks about something and did not say what, such as `VRFY` without a name.
    .remedy = Add what is asked about: `VRFY alice`. `HELP VRFY` shows the form.

own-help-unknown-topic = `HELP` about something unknown
    .cause = `HELP` was followed by a word that is no command of this server.
    .remedy = Send `HELP` alone and pick a command from the list.

own-too-busy = No free connection
    .cause = There are as many connections as `limits.connections` allows, or from this address as many as `limits.connections_per_address`. The greeting is the last line, and nothing has happened to any message.
    .remedy = Wait and come again, with fewer connections at once. If it is your server: see in the log which limit it was before you raise it; each connection needs an open file.

own-idle-timeout = Silence for too long
    .cause = No command came within `limits.idle_seconds`, or, in the middle of content, nothing for `limits.content_seconds`. A message that was not acknowledged is not taken.
    .remedy = Connect again and repeat the open message from `MAIL`. Applications that keep a connection for later should close it, or test it with `NOOP` and be ready for 421.

own-too-slow = The message comes too slowly
    .cause = For more than ten minutes the content has come at less than `limits.content_octets_per_second`. Such trickles keep connections occupied, by accident or on purpose.
    .remedy = Try again over a better line; a queue does so by itself. If it is your server: lower `limits.content_octets_per_second` for honest clients on bad links.

own-session-too-long = The session had its time
    .cause = The connection is older than `limits.session_seconds`, and no message is open. Nothing is lost.
    .remedy = Connect again and go on with the next message. If it is your server: raise `limits.session_seconds` for clients that send for hours.

own-shutting-down = The server is being stopped
    .cause = An administrator stops or restarts it. What was acknowledged with 250 is safe on disk; what was not is still yours.
    .remedy = Try again in a few minutes; every mail server does so by itself. If it is your server: `shutdown.grace_seconds` says how long open messages are waited for.

own-too-many-errors = Too many refused commands
    .cause = Since the last message that was stored, `limits.errors` commands broke the protocol, or `limits.refused_recipients` recipients were refused. A client that does not read replies makes one mistake into twenty.
    .remedy = Find the first refusal of the session and mend that one. For refused recipients: clean the list before you go on. If it is your server: the limits are `limits.errors` and `limits.refused_recipients`.

own-too-many-logins = Too many refused logins
    .cause = In this one connection `limits.refused_logins` logins were refused. Programs that keep trying the same wrong password arrive here within a second.
    .remedy = Correct the password before the program connects again; more attempts make this address wait. If it is your server: the limit is `limits.refused_logins`, and `postrider account guard` shows who has failed.

own-too-many-commands = Too many commands for one session
    .cause = More than `limits.commands` commands came without a message being stored. Real mail does not need so many.
    .remedy = Connect again; a client that pings with `NOOP` for hours should close the connection instead. If it is your server: the limit is `limits.commands`, and each stored message starts the count anew.

own-tls-unavailable = TLS cannot be had now
    .cause = `STARTTLS` was understood, and the server has nothing to do TLS with at the moment. With a `[[certificate]]` that was read at the start this does not happen, so it should never be seen for long.
    .remedy = Try again later; a client that insists on TLS keeps the mail until then. If it is your server: run `postrider check` and look for the certificate in the log.

own-auth-unavailable = Logins cannot be checked now
    .cause = Nobody could say whether the password is right: the account file, the Dovecot, the directory or the token server did not answer, or more logins wait than `accounts.waiting` allows, or other logins from your address were looked at first for 30 seconds, or the server was stopping. Your password was not judged. After `MAIL` it means that nobody could say whether your login is still good.
    .remedy = Try again in a minute and do not change the password. If it is your server: the log names what did not answer; then check its `timeout_seconds`, `connections` and the way to it.

own-auth-too-many = Too many failed logins from this address
    .cause = From your address more logins have failed than `accounts.failures_limit` allows, and for a while none is heard, right or wrong. It is the address that waits, not the account.
    .remedy = Find the device with the old password, stop it, and wait: one failure is forgotten every `accounts.failures_forget_seconds`. If it is your server: `postrider account guard` lists the addresses; behind a NAT many people share one.

own-auth-transition = Log in once with `PLAIN`
    .cause = You used SCRAM, and the server has no verifier for this account yet: it can only be made from the password itself. It is also the answer for accounts that live in a Dovecot or a directory.
    .remedy = Log in with `PLAIN` under TLS: many programs do that by themselves after this reply. After that SCRAM works, for accounts of the file. If it is your server: `postrider account passwd` makes the verifier without waiting.

own-parameter-unavailable = A parameter that cannot be honoured now
    .cause = The parameter is known and offered, and at this moment the server could not do what it promises. No setting of this version makes it.
    .remedy = Send the command later, or without the parameter if you can do without its effect.

own-no-room = No room for the message
    .cause = Less would stay free on the disk than `queue.free_floor_octets`, so that what is already in the queue can still go out. Your message has not been refused for good.
    .remedy = Keep it and try again; a queue does so by itself. If it is your server: free some space, or move the folder `data` to a larger disk; mail comes in again as soon as there is room.

own-too-many-recipients = Too many recipients in one message
    .cause = The message has as many recipients as `limits.recipients` allows. The ones that got 250 stay accepted.
    .remedy = Send the content for those, then a second message for the rest; do not give up the whole. If it is your server: `limits.recipients` may be raised, and a mailing list does better in portions.

own-recipient-unproven = Whether the recipient exists is not known yet
    .cause = The domain is a `[[relay_domain]]` with `callout`, and its own server could not be asked just now. Taking the mail unproven could mean a bounce to a forged sender later.
    .remedy = Let it wait: the queue tries again by itself. If it is your server: see whether the server of that domain can be reached from here, or list its people in `recipients`.

own-account-messages = The account has sent enough for now
    .cause = Within an hour it has sent as many messages as `accounts.messages_per_hour` allows, or its own limit. The reply says when there is room again.
    .remedy = Wait until then, or spread a mailing over more hours. You did not send that many? Then change your password: somebody else has it. If it is your server: `postrider account limit` gives this account another number.

own-account-recipients = The account has reached enough recipients for now
    .cause = Within an hour its messages went to as many recipients as `accounts.recipients_per_hour` allows. Recipients accepted before this reply still get the message.
    .remedy = Send the content for those, and the rest at the time that the reply names. A small mail to a large list counts each recipient. If it is your server: `postrider account limit` raises it for one account.

own-greylisted = Not at the first attempt
    .cause = A recipient asked for a second attempt before the first mail of a stranger is taken: real mail servers come back, many spam tools do not. No setting of this version does this.
    .remedy = Nothing is wrong: keep the message and try again after some minutes, from the same address.

own-store-failed = The message could not be written
    .cause = Writing it to disk failed, and without that there is no 250. You still have the message, and nothing of it stays here.
    .remedy = Try again later; a queue does so by itself. If it is your server: act now: the log has the error of the disk, such as a full or read only file system.

own-greeting = The server is ready
    .cause = The connection stands and this server is willing to talk. Its name and the word ESMTP say that extensions can be asked for.
    .remedy = Send `EHLO` with the name of your machine.

own-quit = Goodbye
    .cause = The server has taken note of `QUIT` and closes the connection. Messages acknowledged with 250 stay with it, an unfinished one is forgotten.
    .remedy = Nothing more can be sent here: close the connection as well. If you did not ask for it, look what sent `QUIT`.

own-hello = The server knows your name
    .cause = The introduction was accepted, and an open message, if there was one, has been forgotten. After `EHLO` the further lines list what is offered; after `HELO` there are none.
    .remedy = Read the list, then `STARTTLS` or `AUTH` if you need them, or `MAIL`.

own-starttls-go = Begin the handshake
    .cause = The server waits for the first octets of TLS, and forgets all that was said before.
    .remedy = Do the handshake now, then send `EHLO` again: the list of offers is another one under TLS.

own-auth-ok = Logged in
    .cause = The server knows who you are for the rest of this session. It has not promised to take any message: sender, recipients and content are judged when they come.
    .remedy = Send `MAIL` with an address that the account may send from.

own-mail-ok = A message is open
    .cause = The sender is noted and the envelope of a new message is open. Nothing is accepted yet.
    .remedy = Name the recipients with `RCPT`, one command for each.

own-rcpt-ok = The recipient is accepted
    .cause = Should the content be taken, it will go to this recipient as well. Other recipients of the same message have replies of their own.
    .remedy = Send further `RCPT`, then `DATA` or `BDAT`.

own-chunk-ok = The chunk has arrived
    .cause = The octets of this chunk have been counted and kept. The message is complete only with the chunk that says `LAST`.
    .remedy = Send the next `BDAT`, and the last one with `LAST`; an empty `BDAT 0 LAST` is fine too.

own-queued = The message is taken
    .cause = It is on disk, and from now on this server answers for it: it delivers it, or reports to the sender that it could not. The name behind `queued as` finds it in the log.
    .remedy = Forget your copy or file it away, and go on with `MAIL` or `QUIT`. To follow it on your server: `postrider queue show` with that name.

own-rset-ok = The slate is clean
    .cause = An open message, if there was one, has been forgotten with its sender and recipients. TLS, login and the `EHLO` stay as they were.
    .remedy = Begin anew with `MAIL`.

own-noop-ok = Still here
    .cause = The connection works, and nothing has changed. The time of silence begins anew, the age of the session does not.
    .remedy = Go on with any command.

own-vrfy-unknown = Neither yes nor no
    .cause = This server does not tell whether an address exists, to nobody, so that spammers cannot sift their lists. 252 says nothing about the mailbox.
    .remedy = Do not take it for a confirmation. Send the message: `RCPT` answers for real.

own-help = The list of commands
    .cause = It names what this listener offers in this state, so it may be longer under TLS.
    .remedy = Send `HELP` with one of the names to see how it is written.

own-help-topic = One command explained
    .cause = The line shows how the command is written and what it does. Nothing in the session has changed.
    .remedy = Send the command, in that form.

own-auth-challenge = The server waits for your answer
    .cause = The login is under way, and the text after 334 is a challenge in base64, perhaps an empty one. The next line is read as the answer and not as a command.
    .remedy = Send the answer in base64 on one line, or a single `*` to stop. A command typed here is taken for a wrong answer.

own-data-go = Send the content
    .cause = From now on every line is content of the message, until a line that holds one dot and nothing else. Nothing is accepted until the reply to that dot.
    .remedy = Send header, empty line and body with CRLF, double the dot of every line that begins with one, and end with the lone dot. Then wait for 250.
