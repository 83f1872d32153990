### Situations in which mail is refused: the verdict, why it happens, what helps, and how to make sure.

## The session

situation-ehlo-missing = The client had not said `EHLO` when it sent this command.
    .cause = The program goes straight from the greeting to `MAIL`, `STARTTLS` or `AUTH`; self-written socket code and a library whose steps you call yourself do that. Or there was an `EHLO`, it was refused, and nobody looked at the reply.
    .fix = Whoever maintains the program lets it send `EHLO` with the name of its host, wait for 250, and only then go on. `RSET` changes nothing here: there is nothing to reset.
    .check = Is there an `EHLO` in front of the refused command, and was it answered with 250?

situation-helo-not-ehlo = The client greeted with `HELO`, so the server offered it no extensions.
    .cause = `AUTH`, `STARTTLS` and parameters exist only after `EHLO`. Old PHP classes, printers and scanners say `HELO`; so does swaks with `--protocol SMTP` or `SMTPS`. A client that then finds no `AUTH` goes on without a login, and the refusal shows as a relay error later.
    .fix = Make the program greet with `EHLO`: many libraries do once a host name or a login is configured, smtp-cli with `--force-ehlo`, swaks with its default protocol. It can be sent in the same session, without a new connection.
    .check = Which of the two words is in the conversation, and did lines beginning with `250-` come back?

situation-auth-before-tls = The client tried to log in before the connection was encrypted.
    .cause = The server takes `AUTH` only inside TLS, and TLS is not switched on in the client. Most servers list `AUTH` only after the handshake; some, Amazon SES among them, list it in clear and refuse it all the same.
    .fix = Switch TLS on in the client, so that the order is `STARTTLS`, `EHLO` again, `AUTH`: swaks wants `--tls`, JavaMail `mail.smtp.starttls.enable=true`, smtplib a call of `starttls()` before `login()`. Or use port 465 with TLS from the first octet. The password was not judged, so leave it as it is.
    .check = Does `AUTH` stand in the reply to the last `EHLO`, and was TLS active when that reply came?

situation-no-ehlo-after-tls = The client did not say `EHLO` again after the TLS handshake.
    .cause = The handshake resets the session, and whatever was said or offered before it no longer holds. Code that takes each step by itself forgets the second `EHLO`, and the error often shows only at `AUTH` or `MAIL`.
    .fix = Whoever maintains the program sends `EHLO` right after the handshake and reads the new list. The login was not looked at, and neither a `RSET` nor a new password helps.
    .check = Is there an `EHLO` between the handshake and the refused command?

situation-auth-not-offered = The client wants to log in, and this server offers no login here.
    .cause = The port is one for mail between servers (25 mostly), or the host is a relay that knows its clients by address. Many servers also hide `AUTH` until TLS is active.
    .fix = Use the submission host of the provider with port 587 or 465 and TLS. If the host is a relay that takes mail without a login, leave user and password empty (`auth off` in msmtp).
    .check = Does the reply to the `EHLO` after the handshake list `AUTH`?

situation-starttls-required = The server takes nothing before the connection is encrypted.
    .cause = The client talks in clear, because TLS is not switched on in it, or because it did not find `STARTTLS` in the list and went on without. Gmail, Amazon SES and Microsoft 365 refuse that on their submission ports.
    .fix = Switch `STARTTLS` on for this host (JavaMail `mail.smtp.starttls.enable=true`, PHPMailer `SMTPSecure = 'tls'`, .NET `EnableSsl = true`), or use port 465 where the library can speak TLS at once; `SmtpClient` of .NET cannot. After the handshake `EHLO` comes again, then the login.
    .check = Does the reply to `EHLO` list `STARTTLS`? If so, it is the client that does not use it.

situation-auth-required = The server wants a login before it takes mail.
    .cause = No user and password are set, or the program does not find them for this host name. Or the login failed, and the client went on to `MAIL`. After `HELO`, or in clear, it may also not have seen that a login is offered.
    .fix = Set user and password in the program, and let it go on only after 235. JavaMail wants `mail.smtp.auth=true`, PHPMailer `SMTPAuth = true`, Postfix `smtp_sasl_auth_enable = yes` with a line for this host in `smtp_sasl_password_maps`, Exim on Debian a line in `passwd.client` for the name that the host has today. `RSET` does not log anybody in.
    .check = Is there an `AUTH` before `MAIL`, and was it answered with 235?

situation-nested-mail = The client sent `MAIL` while another message was still open.
    .cause = An earlier message failed half-way, and the connection was used again as it was: kept connections and pools do that, such as `SMTPKeepAlive` of PHPMailer. From then on every message on the connection fails.
    .fix = The program sends `RSET` after each message that failed, or closes the connection. Then look for the first failure and mend that.
    .check = What became of the message before this `MAIL`: was it ended with 250, or refused somewhere?

situation-rcpt-before-mail = The client named a recipient before the server had accepted a sender.
    .cause = `MAIL` was refused and the client went on without looking; the 503 is then the echo of that refusal. More seldom `MAIL` was never sent.
    .fix = Read the reply to `MAIL` and mend what it names: that line is the diagnosis. The program must not go on after a refusal.
    .check = What was `MAIL` answered with?

situation-data-after-refused-rcpt = Every recipient had been refused, so there was nobody to take the content for.
    .cause = This line is an echo. The reason stands in the replies to `RCPT` before it: an unknown address, no relaying without a login, a limit. Clients that send commands in a group often report the last refusal and hide the first.
    .fix = Diagnose the first refusal of `RCPT` and mend that one. The program sends no content after this reply, and reports the replies to `RCPT` to its user.
    .check = What was each `RCPT` answered with? If the log shows only the last line, raise its level.

situation-auth-twice = The client tried to log in a second time, or in the middle of a message.
    .cause = A session has one login, and this one has had it already: pools and kept connections that log in before each message run into this. Between `MAIL` and the end of the message a login is not allowed either.
    .fix = The program logs in once for each connection, right after `EHLO`, and then goes on with `MAIL`. Another account needs another connection.
    .check = Is there a 235, or an open `MAIL`, before the refused `AUTH`?

situation-auth-mechanism = The client chose a way to log in that the server does not offer.
    .cause = The mechanism is fixed in the program and not taken from the list: `PLAIN` against a server with `LOGIN` only, or `CRAM-MD5`, which few servers still have. A 535 can mean this too, and sounds like a wrong password then.
    .fix = Let the program choose from the list that came after the handshake, or set one that is there. If only `XOAUTH2` is listed, passwords are not taken, and the program needs OAuth.
    .check = Which mechanisms stand behind `AUTH` in the reply to the last `EHLO`?

situation-auth-base64 = The server could not decode the answer to `AUTH`, or the client took the login back.
    .cause = The base64 has line breaks in it, was made from text with a line end behind it, or was sent without encoding. Or a shell ate a `$` or a backslash of the password. A line `*` means that the client itself gave up.
    .fix = Encode without line breaks and without a final line end (`printf`, not `echo`; `base64 -w0` with GNU tools); `PLAIN` wants a zero octet, the user, a zero octet, the password. Put passwords into single quotes in a shell. After a `*` look into the log of the client: the error is there.
    .check = What does the answer give when you decode it: the right user, and nothing behind the password?

situation-early-talker = The client spoke before it was its turn.
    .cause = A script pipes all its lines at once into telnet or netcat; programs made for spam do the same, which is why servers look for it. Or a client sends commands in groups although `PIPELINING` was not offered.
    .fix = Whoever maintains the program lets it wait for the greeting and for each reply. Groups are allowed only where `PIPELINING` is listed, and must end at `EHLO`, `STARTTLS`, `AUTH`, `DATA` and `QUIT`. For a test by hand use swaks.
    .check = Did anything leave the client before the 220, or before the reply to the command in front?

situation-not-smtp = Something other than SMTP arrived at the mail port.
    .cause = The client began TLS on a port that begins in clear. Or a browser, a port scanner or an HTTP health check has the wrong port, or the text of a message came where a command was awaited.
    .fix = Whoever runs the client checks port and kind of TLS: 465 speaks TLS from the first octet, 25 and 587 begin in clear. Scanners can be left alone.
    .check = What are the first octets: `16 03` is a TLS handshake, `GET` or `POST` is HTTP?

situation-content-as-commands = The server read the text of the message as commands.
    .cause = `DATA` was refused, and the client sent the content all the same. Or the octets of a `BDAT` chunk were counted wrongly, by counting characters for example, so that the rest was taken for commands.
    .fix = The program sends content only after 354, and counts octets with `BDAT`. The refusal to mend is the first one of the session; the many 500 and 502 behind it are noise.
    .check = What was `DATA` answered with, and what was the first refusal before it?

situation-unknown-parameter = The server does not accept a parameter of `MAIL` or `RCPT`.
    .cause = Often the address is to blame: without angle brackets, or with a second word behind it, part of it is taken for a parameter. Otherwise the client used `SIZE=`, `BODY=`, `AUTH=`, `SMTPUTF8`, `RET=` or `NOTIFY=` without having been offered it, or the server offers an extension that it does not know how to take.
    .fix = The program puts the bare address into angle brackets, `MAIL FROM:<alice@example.org>`, and uses only what the last `EHLO` listed. If the parameter was listed, the server's operator has to mend or update it; Postfix as the sender can overlook a keyword meanwhile (`smtp_discard_ehlo_keywords`).
    .check = What exactly stands behind the address in `MAIL` and `RCPT`, and is it in the reply to `EHLO`?

situation-too-many-errors = The server ended the session after too many mistakes.
    .cause = Content was sent as commands, a client repeats a refused command in a loop, or a list with many addresses that do not exist was tried. Postfix counts and stops at `smtpd_hard_error_limit`.
    .fix = Mend the first mistake of the session, since the others mostly follow from it. If it was unknown recipients, clean the list.
    .check = What was the first refusal in this session?

## Connection and TLS

situation-wrong-tls-mode = Client and port do not agree on how TLS begins.
    .cause = Port 465 speaks TLS from the first octet, 25 and 587 begin in clear and change with `STARTTLS`. Begun the wrong way round, the client reads the 220 as a TLS record (`wrong version number`, `first record does not look like a TLS handshake`) or waits for a greeting that never comes. No login was tried, whatever the program says.
    .fix = Set the pair right in the client: 465 with implicit TLS (Nodemailer `secure: true`, PHPMailer `SMTPSecure = 'ssl'`, smtplib `SMTP_SSL`, Django `EMAIL_USE_SSL`), or 587 with `STARTTLS` (`secure: false`, `'tls'`, `starttls()`, `EMAIL_USE_TLS`).
    .check = For 587, `openssl s_client -starttls smtp -connect mail.example.org:587` must show a certificate; for 465 it is `openssl s_client -connect mail.example.org:465`.

situation-port-blocked = There was no connection to the server.
    .cause = Host or port is wrong, or the server is down (`Connection refused`: the machine is there, and nothing listens on that port). Or a firewall stands between (`No route to host` is mostly its answer). Where nothing answers at all, the provider or cloud mostly blocks outgoing port 25, as it does for new machines. No mail was refused, since nobody spoke.
    .fix = A program that has an account submits on 587 or 465 instead of 25. A mail server's operator asks the provider to open port 25, or sends through a smarthost; if only this one host fails, its operator must look.
    .check = Does `nc -vz mail.example.org 25` connect, with other mail hosts in place of this one, and from another network?

situation-dns-name = The name of the host or domain does not exist in DNS.
    .cause = A typing error in the address or in the configuration, or a domain that has expired or has neither `MX` nor an address record. In a container it may be a name that exists only in another network.
    .fix = Whoever wrote the name corrects it. If it is right, the domain's owner publishes an `MX`.
    .check = What do `dig MX example.org` and `dig A example.org` say for the name, letter by letter as it stands in the line?

situation-dns-failure = DNS gave no usable answer, so it is unknown whether the name exists.
    .cause = The resolver of the sending host is down or cannot be reached. Or the domain's name servers are down, disagree, or its DNSSEC signatures are broken.
    .fix = A queue tries again by itself. If many domains fail, the sending operator looks at `/etc/resolv.conf` and the resolver; if only one does, its owner looks at delegation and DNSSEC.
    .check = Does another resolver answer, and does `dig +cd` answer where plain `dig` gets `SERVFAIL`? Then it is DNSSEC.

situation-null-mx = The domain says in DNS that it takes no mail.
    .cause = Its `MX` is a single dot (a null `MX`). Mostly the address is mistyped or the domain only serves a website; the domain does exist, even if a bounce claims that it was not found. If it is the sender's domain, the receiver refuses senders to whom nobody can reply.
    .fix = Correct the address, or ask the recipient for another; trying again is useless. If your own sender domain is meant, publish a real `MX` for it or send from one that has it.
    .check = Does `dig MX example.org` show `0 .` and nothing else?

situation-cert-verify = The server's certificate was not accepted.
    .cause = It has expired, was made for another name than the client asked for, is self-signed, or comes without its intermediate certificate. On the sender's side a CA bundle may be old. Between servers, a `TLSA` record (DANE) or an MTA-STS policy may not fit a renewed certificate.
    .fix = The client uses the host name that stands in the certificate and has a current CA bundle. The server's operator installs a valid certificate with the full chain, and publishes the new `TLSA` record before changing the key. Leave the checking on: without it anybody in between gets the password.
    .check = Which name, end date and issuer does `openssl s_client -starttls smtp -connect mail.example.org:587 -verify_return_error` show?

situation-tls-version = The two sides have no TLS version or cipher in common.
    .cause = One side is old: Java 7, old PHP or .NET, printers and appliances speak TLS 1.0 only. Or one is very strict and has switched off what the other needs.
    .fix = Update the old side, and allow TLS 1.2 and 1.3 on both; for .NET let the system choose the version. A device that can do no better sends through a relay in its own network.
    .check = Which versions does the server take: try `openssl s_client -starttls smtp -connect mail.example.org:587 -tls1_2`, then `-tls1_3`.

situation-tls-unavailable = `STARTTLS` is missing or does not work on this connection.
    .cause = The server's key or certificate cannot be read, often after a renewal. Or a firewall with SMTP inspection, or a virus scanner on the client, hides the keyword.
    .fix = The server's operator reads the log of its TLS (file paths, rights, a key that belongs to the certificate). The network's operator switches SMTP inspection off; port 465 also gets around it. Do not send a password in clear meanwhile.
    .check = Is the greeting full of `*`, or a keyword in the reply to `EHLO` full of `X`? Then it is a firewall on the way.

situation-tls-demanded-by-receiver = The receiver takes this mail only over TLS, and it came in clear.
    .cause = TLS is switched off for outgoing mail, or the sending server fell back to clear text when its handshake failed. More seldom the message itself asks for `REQUIRETLS`, and a server on the way cannot do it.
    .fix = The sending operator switches TLS on for outgoing mail (Postfix `smtp_tls_security_level = may`, or `dane`). For `REQUIRETLS` the sender decides whether the message may go without it.
    .check = Did the sending server say `STARTTLS` on this connection, and what does its log say of the handshake?

situation-timeout = One side waited too long for the other.
    .cause = The server delays its greeting or its last reply, for DNS lookups or a content filter, and the client gives up too early. If it always breaks off in the content, packets are lost on the way (a wrong MTU, a firewall). After a timeout replies are easily taken for those of the next command.
    .fix = Let the client wait: five minutes for the greeting and for most replies, ten after the final dot (`Timeout` in PHPMailer, `timeout` in smtplib, `greetingTimeout` and `socketTimeout` in Nodemailer). The operators look for the slow filter, or for lost packets. A timeout after the final dot can leave the message delivered twice.
    .check = After which command did the silence begin, and after how many seconds did who give up?

situation-connection-lost = The connection broke off in the middle.
    .cause = One side closed it, or a device between them did. A server drops clients that it does not like or that are too many; it may have crashed; on port 465 it hangs up where the client begins in clear; a firewall forgets a connection that is silent. No reply says which of these it was.
    .fix = See after which command it broke off, and what the server's log says of that moment. Compare host, port and kind of TLS (465 from the first octet, 587 with `STARTTLS`), then try again. Broken off after the final dot, the message may have been delivered all the same.
    .check = After which command did it break off, at once or after a wait, and does it from another network too?

situation-retry-waits = The sending server is waiting until its next try is due.
    .cause = Earlier tries of this host failed, so it is not asked again before its time; nothing was sent in this run. Why they failed stands in earlier lines of the log.
    .fix = Nothing has to be done for this line: the server tries again by itself, and reports it if it gives up. For the reason, diagnose the last failure of the same host.
    .check = What do earlier lines about this host say, and when is the next try (Exim: `exinext example.org`)?

## Login

situation-bad-credentials = The server did not accept user name or password.
    .cause = The password is old or mistyped, or the user name has another form than the server wants (the whole address, or only its first part). Or the login belongs to another host: Amazon SES wants SMTP credentials and not AWS keys, SendGrid the user `apikey`. Order and TLS were right, or this answer could not have come.
    .fix = Whoever owns the account tries the same login in the webmail and sets it anew in the program, without spaces or line ends around it. Too many tries may lock the account for a while.
    .check = Does the same login work with another program, at the same host and port?

situation-app-password = The provider does not take the account's ordinary password here.
    .cause = The account has a second factor, or the provider no longer takes plain passwords from programs. The password itself may well be right. Gmail wants an app password, QQ an authorization code, Microsoft 365 mostly OAuth.
    .fix = The owner of the account makes an app password and enters it in the program, without the spaces. Where there are none, the program has to log in with `XOAUTH2`, or the administrator sends through a relay.
    .check = Do the security settings of the account show a second factor, and do they offer app passwords?

situation-smtp-auth-disabled = Logins by SMTP are switched off for this mailbox.
    .cause = The organisation or the mailbox does not allow them; at Microsoft 365 that is the default, and security defaults switch them off as well. TLS and password are beside the point, whatever the program says about a secure connection.
    .fix = An administrator allows authenticated SMTP for the mailbox (`SmtpClientAuthenticationDisabled` set to `$false`). Or the program uses OAuth, the provider's HTTP API, or a relay connector.
    .check = Is authenticated SMTP allowed for the mailbox and for the whole organisation?

situation-auth-temporary = The server could not check the login just now.
    .cause = What knows the passwords (a directory, a database, Dovecot's authentication service) is down or slow. Or logins come too fast: Amazon SES also says 454 when the sending rate is exceeded. The password was not judged.
    .fix = The program waits and tries again, and keeps its connections instead of logging in for each message. If it lasts, the server's operator looks at that service. Do not change the password.
    .check = Does the same login work some minutes later, and what does the server's log say of its password check?

situation-account-disabled = The provider has suspended the sending account.
    .cause = It sent spam (mostly after a stolen password), looks unusual to the provider, or was not paid. Some providers only want the owner to sign in with a browser and confirm it.
    .fix = The owner signs in on the web, does what is asked there, changes the password if it may be stolen, and writes to the provider. More tries by SMTP make it worse.
    .check = What does the account show after signing in with a browser, and which mail did it really send?

situation-sender-not-owned = The account may not send with this sender address.
    .cause = The address in `MAIL` or `From` is not that of the login: a form that sends as its visitor, a server that forwards, `root` of a machine. Or nobody logged in, and the address is one of the server's own users. At sending services the address or domain was never verified.
    .fix = Send as the account and put the other person into `Reply-To`. Or log in as the owner of the address, or have the right added: send-as at Microsoft, a verified identity at Amazon SES, `smtpd_sender_login_maps` in Postfix. The recipient is in order, even if the refusal came at `RCPT`.
    .check = Which login, which `MAIL` and which `From` belong to the refused message?

## Recipients

situation-relay-denied = The server does not pass mail on to that domain for this client.
    .cause = Nobody logged in, and the recipient's domain is not one of the server's own: user and password are missing in the client, or it uses port 25. If the refusing host is the domain's own `MX`, its operator has forgotten to enter the domain. With a temporary code it is the same, and waiting does not help.
    .fix = The client logs in on the submission port, or uses its provider's host. If the `MX` of the recipient refuses, only its operator can act: add the domain (Postfix `mydestination`, `virtual_mailbox_domains` or `relay_domains`), or correct the `MX` record.
    .check = Is the refusing host in `dig MX example.org` for the recipient's domain? If not, was there a 235 before?

situation-user-unknown = The domain has no such recipient.
    .cause = A typing error, or somebody who has left. More seldom the receiving directory is behind, or a server on the way believes that the domain is its own and looks for the user there: a web server that knows the domain of its own site does that.
    .fix = The sender corrects the address or takes it off the list; it does not get better by trying. If the address surely exists, look who refused: your own server has to give the domain up (Postfix `mydestination`, sendmail `local-host-names`), theirs has to mend its directory.
    .check = Which host said so: yours, or the one in the `MX` of the recipient's domain?

situation-mailbox-moved = The recipient has another address now.
    .cause = The person has moved to another provider or company, or the address belongs to somebody else. Some servers name the new address in the line.
    .fix = The sender asks the person, and changes the address book. Take a new address from the line only if you trust the server that wrote it.
    .check = Does the line name a new address, and does the person confirm it?

situation-mailbox-full = The recipient's mailbox has no room.
    .cause = The quota is used up, sometimes by one large message or a forgotten folder. An account that stays full for weeks is often abandoned.
    .fix = The recipient deletes mail or gets a larger quota, then the message can be sent again; tell them another way. An operator who wants no bounces for it lets the refusal be temporary (Dovecot `quota_full_tempfail = yes`).
    .check = Does a smaller message get through, and for how many days has it been full?

situation-mailbox-disabled = The recipient's mailbox is switched off.
    .cause = The account was closed, suspended, or given up and not used for a long time.
    .fix = The sender reaches the person another way and takes the address off the list: writing on to dead mailboxes spoils the sender's name. Only the receiving operator can open it again.
    .check = Does the person still use this address?

situation-recipient-rate = This recipient is getting more mail than the receiver allows for one mailbox.
    .cause = A flood of messages to one address: alerts from a monitoring system, a loop of automatic replies, or mail from many senders at once, which you cannot influence.
    .fix = A queue tries again by itself. Whoever sends the alerts puts several into one message or sends less.
    .check = How many messages to this address are waiting in the queue, and what made them?

situation-too-many-recipients = The message has more recipients than the server takes at once.
    .cause = The limit of one transaction is reached; every server should take 100, some take fewer. The recipients that got 250 are accepted and not affected. Some providers mean the account's limit for the day with the same words.
    .fix = The program finishes this message and sends it again to those that are left, in another transaction; mail servers do that by themselves. For a list use a list server or a sending service.
    .check = At which number did the first refusal of `RCPT` come, and does the reply to `EHLO` name a `LIMITS` or the text a number?

## Senders and the pace

situation-sender-domain = The domain of the sender's address does not exist in DNS.
    .cause = The envelope sender is a local name, such as `root@localhost.localdomain` or one that ends in `.local`, from a script or a web server that was never given an address. Or the domain has lost its records, such as a subdomain for bounces that a sending service asked for. A temporary code only means that it will be tried for days in vain.
    .fix = The sending operator sets a real domain: `myorigin` in Postfix, masquerading in sendmail, the envelope sender in the program (`-f` with sendmail). For a sending service publish the `MX` and other records that it names.
    .check = Does the domain in `MAIL` have an `MX` or an address: `dig MX example.org`?

situation-sender-rejected = The receiver does not want this sender address.
    .cause = The address is on a list of the receiver, or the receiver asked the sender's own server whether it exists and got a no. With an empty sender, `MAIL FROM:<>`, it is the server that is wrong: bounces come so, and every server has to take them.
    .fix = The sender uses an address that exists and takes mail, and asks the receiver's postmaster if it is blocked. If `<>` is refused, the receiving operator exempts it from the check.
    .check = Does mail to the sender's address arrive, bounces included?

situation-address-syntax = An address is not well-formed.
    .cause = A display name, a list with commas, a space, or a line end from a file stands in the envelope, angle brackets are missing, or the domain ends in a dot. The 503 replies behind it only follow from this refusal.
    .fix = The program puts one bare address into each `MAIL` and `RCPT`, cuts spaces and line ends off, and checks what users type in. Names belong into `From` and `To` of the message.
    .check = What stands between the angle brackets in the refused command, octet by octet?

situation-greylisting = The receiver asks this sender to come back later (greylisting).
    .cause = It has not yet seen this combination of host, sender and recipient. A mail server comes back, much spam does not; after that mail passes at once.
    .fix = Nobody has to do anything: a queue tries again in some minutes. Only a program without a queue has to hand its mail to a mail server. Large senders come back from the same address or network.
    .check = Does the same message get through within an hour? If it is put off for many hours, it is not greylisting.

situation-too-many-connections = The client opened more connections, or sent more on one, than the server allows.
    .cause = Many workers or a pool deliver to the same site at once, or a program never closes its connections. Behind one shared address several senders are counted together.
    .fix = The sending operator lowers the parallelism for this site (Postfix `smtp_destination_concurrency_limit`, Nodemailer `maxConnections`) and sends several messages on one connection. A queue gets the rest through later.
    .check = How many connections to this site were open at that moment, counted over all programs behind the address?

situation-rate-limited = The receiver takes no more from this sender for now: too much came, or too many complained.
    .cause = More mail than it takes from somebody of this standing: a new address, a sudden campaign, or complaints of its users. On shared hosting it may be the mail of a neighbour. With a temporary code it is a delay and not yet a refusal.
    .fix = The queue tries again; the sending operator slows down for the whole site and raises the amount over days. Take those who complain or do not exist off the list, sign with DKIM, join the provider's feedback loop.
    .check = What was sent to this site in the last hours, and what do its postmaster tools say of your address and domain?

situation-quota-exceeded = The account has sent all that its provider allows for now.
    .cause = The limit for an hour or a day is used up, by a mailing, by a program in a loop, or by somebody who has stolen the password. New accounts have low limits.
    .fix = Wait until the period begins anew; the owner asks for a higher limit or uses a sending service for mailings. If you did not send that much, change the password.
    .check = How many messages does the account show as sent, and are they all yours?

## Standing and authentication

situation-ip-blocklisted = The IP address that sends this mail is on a blocklist.
    .cause = Spam came from it (a broken website, a stolen password), from its neighbours, or from whoever had it before. Or it is a home or cloud address that by its kind should not deliver directly, which the PBL of Spamhaus lists on purpose. Message and recipient do not matter.
    .fix = The sending operator finds the list that the line names, ends the cause, and asks for removal there. From a home line use the provider's submission server on 587 with a login: removal is of no use then. Trying again at once changes nothing.
    .check = Which list does the line name, and what does its lookup page say about the address?

situation-domain-blocklisted = A domain in the mail is on a blocklist.
    .cause = The domain of the sender is listed, or one that a link in the message leads to: a link shortener, a hacked site, a shared domain for tracking.
    .fix = Look the domain up in the list that the line names. Its owner ends the cause and asks for removal; the sender leaves a foreign link out, or uses a tracking domain of their own.
    .check = Which domain and which list does the line name, and does the message pass without its links?

situation-low-reputation = The receiver trusts this address or domain too little.
    .cause = Its own records are bad (complaints, mail to unknown addresses, spam traps) or empty, as for a new address or domain. There is no public list to be taken off.
    .fix = The sending operator puts SPF, DKIM, DMARC and reverse DNS in order, sends little and only what is wanted, and raises the amount over weeks. For single mails a relay with a good name helps at once.
    .check = What do the receiver's postmaster tools show for your address and domain?

situation-ptr-missing = The sending IP address has no reverse DNS that fits.
    .cause = It has no `PTR` record, a generic one of the provider, or one whose name does not lead back to the address. Often only IPv6 lacks it, and the mail went over IPv6. Some refuse for it in the greeting, before a word was said.
    .fix = Whoever owns the address (the hosting company, in its panel) sets the `PTR` to the full name of the mail host; that name gets an `A` or `AAAA` record with the address. Or send over an address that has both.
    .check = Does `dig -x 192.0.2.1` (with your address) give a name, and does that name give the address back?

situation-helo-rejected = The server does not accept the name that the client gave in `EHLO`.
    .cause = The name is `localhost`, a short or local one, `[127.0.0.1]`, empty, has an underscore, or is the receiver's own. Libraries take it from the machine, and in containers that is seldom a real name. Where the reply is temporary (Gmail's relay says 421), it stays so all the same.
    .fix = Set the full name of this host as DNS knows it: `local_hostname` in smtplib, `name` in Nodemailer, `Helo` in PHPMailer, `mail.smtp.localhost` in JavaMail, `smtp_helo_name` in Postfix. Without a name, use the address in brackets, `[192.0.2.1]`.
    .check = What stands behind `EHLO`, and does DNS know that name?

situation-spf-fail = SPF did not pass: the sending host is not listed for the sender's domain.
    .cause = A new server or sending service was never added to the record, or mail goes out over IPv6 and only IPv4 is listed. Mail that was forwarded also fails, since it comes from the forwarder's host. Or the record is broken: two of them, or more than ten lookups.
    .fix = The operator of the domain in `MAIL` adds the host or the service's `include:` to the record. Forwarders rewrite the envelope sender (SRS). Who cannot change the record sends through a host that is listed.
    .check = Does `dig TXT example.org` for the domain in `MAIL` list the address that the refusal names?

situation-dkim-fail = DKIM did not pass: there is no signature that holds.
    .cause = The message is not signed, or the key is not in DNS under the selector that the signature names. Or something changed the message after signing: a footer, a gateway, a list, a line that was wrapped on the way.
    .fix = The sending operator publishes the key, signs as the last step, and leaves the message alone afterwards. When keys change, the old one stays in DNS for some days.
    .check = Does `dig TXT selector._domainkey.example.org` (the `s=` and `d=` of the signature) give the key, and does a copy sent to another provider pass?

situation-dmarc-fail = DMARC did not pass: neither SPF nor DKIM vouches for the domain in `From`.
    .cause = The mail passed for another domain than that in `From`, or for none: a sending service that signs with its own name, a form that puts its visitor's address into `From`, forwarding, a list that adds a footer. The receiver does what the policy of that domain asks for.
    .fix = The sending operator signs with DKIM for exactly the domain in `From`, and lists the host in its SPF record. Forms use an address of their own in `From` and the visitor's in `Reply-To`; lists put themselves into `From` for such domains.
    .check = Which domain stands in `From`, in `d=` of the signature and in `MAIL`, and what does `dig TXT _dmarc.example.org` say?

situation-unauthenticated = The receiver wants SPF or DKIM to pass, and neither did.
    .cause = The domain publishes no SPF record, or one without this host (its IPv6 address is often the one forgotten), and the message has no DKIM signature that holds. Gmail refuses such mail from anybody; the session itself was in order.
    .fix = The sending operator signs with DKIM and lists every sending address in SPF. For mail of a program or a machine the quickest way is to send through the mail server of the domain.
    .check = Which address sent it, does SPF of the domain in `MAIL` list it, and what does `Authentication-Results` say at another provider?

situation-arc-fail = The chain of ARC seals on this forwarded mail is broken.
    .cause = A forwarder or list sealed the message and then changed it, or its seal is made with a key that is not in DNS. The author of the message has no part in it.
    .fix = The operator of the forwarder lets ARC seal last and publishes its key. The sender can only reach the recipient directly.
    .check = Which is the highest `i=` in the `ARC-Seal` fields, and whose domain is its `d=`?

## The message

situation-spam-content = A filter took the message for spam or phishing.
    .cause = Links, wording or attachments look like spam, or the sender's standing weighs more than the text. A test message with one word and a link is a usual victim.
    .fix = The sender looks at links and attachments, sends proper text, and lets the recipient or their postmaster know, with the whole line. Sending it again and again makes it worse.
    .check = Does plain text without links and attachments pass to the same recipient?

situation-sender-restricted = The recipient takes mail from certain senders only.
    .cause = The address is a group for members or for people of its own organisation, or the recipient has blocked this sender. A moderated list says so as well.
    .fix = The owner of the group, or the recipient, lets the sender in; the sender asks them another way. Nothing has to change at the sending server.
    .check = Is the recipient a group, and does mail from a member pass?

situation-attachment-blocked = The receiver does not take an attachment of this kind.
    .cause = Programs, scripts and office files with macros are refused by their name or content, inside archives too. Archives with a password are often refused because they cannot be looked into.
    .fix = The sender shares the file by a link, or in another form (a PDF instead of a document with macros). Renaming it seldom helps and looks worse.
    .check = Which file does the line name, and does the message pass without it?

situation-virus = A scanner found malware in the message.
    .cause = A file in it is infected, or a link leads to malware; now and then it is a false alarm, for a program that nobody knows yet.
    .fix = The sender has the machine scanned that the file comes from, and sends nothing until it is clean. If the file is known to be good, the operator of the scanner is shown its name and the name of the finding.
    .check = Which name of a finding does the line give, and do other scanners find it in the same file?

situation-message-too-big = The message is larger than the server takes.
    .cause = An attachment grows by more than a third on its way (base64), and the limit counts the whole message as it is sent. So a file of 20 MB does not pass where 25 MB are allowed.
    .fix = The sender sends less, or a link; trying again is of no use. The receiving operator can raise the limit (`message_size_limit` in Postfix), on every server of the way.
    .check = What does `SIZE` in the reply to `EHLO` say, in octets, and how large is the message when it is encoded?

situation-storage = The server has no room for the message.
    .cause = Its disk or queue is full. Postfix already refuses when less is free than one and a half times `message_size_limit`, so a high limit on a small disk is enough. It is not the recipient's mailbox.
    .fix = A queue tries again. The receiving operator makes room on the disk of the queue, or lowers the limit.
    .check = On that server, how much does `df` show as free for the queue, and `df -i` for its inodes?

situation-bare-lf = The message has line ends that are not CRLF.
    .cause = The content was built with LF only, or has a lone CR in it: text from Windows converted twice, progress output of a program. Since the smuggling attacks of 2023 servers refuse such mail instead of mending it.
    .fix = The program ends each line with CRLF, exactly once; a mail library does that for you. Scripts take stray CRs out (`tr -d '\r'`) before they hand the text to sendmail or msmtp, which add the right ends.
    .check = What does `od -c` show at the line ends of the message as it leaves the program?

situation-line-too-long = A line of the message is longer than 998 octets.
    .cause = HTML or JSON in one piece, without an encoding that wraps it; or a header field such as `References` or `To` that was never folded.
    .fix = The program encodes the body with quoted-printable or base64 and folds long header fields; a mail library does both.
    .check = `LC_ALL=C awk 'length > 998' message.eml` prints the lines that are too long.

situation-malformed-message = The header or the structure of the message is not valid.
    .cause = `From`, `Date` or `Message-ID` is missing or there twice, a name with other letters is not encoded, or MIME parts are not closed. Mostly the message was put together as text by hand, sometimes without the empty line after the header.
    .fix = The program builds the message with a mail library, with exactly one `From` holding a valid address. Forms must not let visitors write into header fields.
    .check = Are `From`, `Date`, `Subject` and `Message-ID` each there once in the raw message, with an empty line behind the header?

situation-eai = The message needs `SMTPUTF8`, and the next server does not offer it.
    .cause = A header field holds letters outside ASCII without being encoded, mostly the subject or a name. Or an address itself has such letters. The server that sends often notices it first, so the other side refused nothing.
    .fix = The program encodes subject and names as MIME demands (every mail library can), and writes the domain in its `xn--` form. An address with such letters before the `@` needs servers with `SMTPUTF8` all the way, or an ASCII address.
    .check = Is `SMTPUTF8` in the reply to `EHLO`, and where does the raw header have octets above 127?

situation-eight-bit = The message has 8-bit content, and a server on the way takes only 7 bits.
    .cause = The body is raw UTF-8, and `8BITMIME` was not offered, or was offered by a server whose next hop cannot take it; old Exchange does the latter.
    .fix = The program encodes the body with quoted-printable or base64, which passes everywhere. If a server offers what it cannot do, its operator mends it; Postfix as the sender can overlook it (`smtp_discard_ehlo_keywords = 8bitmime`) and encodes by itself.
    .check = Is `8BITMIME` in the reply to `EHLO`, and which `Content-Transfer-Encoding` does the message have?

situation-chunking-broken = Sending the message in chunks (`BDAT`) went wrong.
    .cause = A firewall or proxy on the way lets `CHUNKING` through and cannot handle it. Or the program counts characters instead of octets, or goes on after a refused chunk.
    .fix = The program counts octets, and after a refused chunk sends `RSET` and begins again with `MAIL`. Operators switch `CHUNKING` off at one end: `smtpd_discard_ehlo_keywords = chunking` in Postfix, `hosts_try_chunking` in the Exim that sends.
    .check = Does the same message pass with `DATA`?

situation-loop = The message goes round in circles between the same servers.
    .cause = Two addresses or systems forward to each other, or the `MX` of the domain leads to a host that does not know the domain as its own and sends it on.
    .fix = The operators of the hosts that repeat end the forwarding at one end, or enter the domain as local there (`mydestination` or `virtual_mailbox_domains` in Postfix). Do not raise the limit of hops.
    .check = Which hosts repeat in the `Received` fields of the returned message?

situation-expired = The sending server tried for days and has given up.
    .cause = Each try got a temporary answer or no connection at all; this line was written by the server that gave up, often your own. A host that is switched off, an old `MX` and a firewall are usual.
    .fix = Diagnose the last temporary answer in the report: it names the cause, and who has to act. Nobody has refused the message for good, so it can be sent again once that is mended.
    .check = Which last answer does the report quote below this line, and does the `MX` of the domain answer on port 25?

## The receiving system

situation-discarded = A filter took the message and threw it away, behind a reply that said that it was accepted.
    .cause = The filter holds it for spam, malware or a forbidden file, and is set to discard such mail instead of refusing it. So the sender was told that all is well, and nobody gets a bounce. What the filter found stands in the line.
    .fix = The receiving operator looks into the quarantine, if the message was kept there, and releases it; or sets the filter to refuse (`D_REJECT` in Amavis), so that senders learn of it. The sender can only send it anew, in another form or by another way.
    .check = Does the line say `Quarantined` or name a `quarantine`, and does the message lie there?

situation-server-config = The server has a fault of its own and could not judge the mail.
    .cause = One of its tables, databases or filters is down or misspelt. Or its blocklist lookup is broken: asked through a public resolver, Spamhaus answers with an error code (`127.255.255.254`), and a server that takes every answer for a hit refuses everybody.
    .fix = Its operator reads the log of that minute; for Spamhaus ask through a resolver of one's own or with a key, and let only `127.0.0.2` to `127.0.0.11` count. The sender waits, and has no removal to ask for.
    .check = Does mail from other senders fail there too, and what does the server's log say at that time?

situation-service-unavailable = The service is not available at the moment.
    .cause = The server is starting, stopping or overloaded. Large providers also say this when they do not want to name the reason, such as a limit for you.
    .fix = A queue tries again by itself, with growing pauses; a program without one waits some minutes. If it lasts for hours and others get through, look at your own address, name and pace.
    .check = Does mail from another network get through at the same time?

situation-forwarding-off = The forwarding organisation lets no mail be forwarded to others.
    .cause = A mailbox, or a rule in it, passes mail on to an address elsewhere, and the outbound policy of the organisation forbids that. In Microsoft 365 automatic forwarding outside is off until somebody allows it. The mailbox that forwards has the message all the same.
    .fix = The administrator of the organisation that forwards allows it for that mailbox, in Microsoft 365 by an outbound spam policy; or the owner of the mailbox takes the forwarding out. Whoever wrote the message can do nothing but write to the final address directly.
    .check = Is the refused address another than the one the message was sent to, and does the mailbox in between have a forwarding rule?

situation-policy-refused = A rule of the receiver forbids this mail, and the line does not say which.
    .cause = Anything from the sender's network to a word in the text; the receiver keeps its rules to itself. What the code adds to it is only whether trying again is wanted.
    .fix = The sender, or the sending operator, writes to the receiver's postmaster by another way and quotes the whole line with its time and any number in it.
    .check = Is the refusal the same with another sender, another recipient there, and plain text? What makes the difference is the reason.

situation-client-blocked = The receiver refuses mail from this host or network.
    .cause = Its own access list names the address, its network or its country. That is a decision of this receiver and no public list.
    .fix = The sending operator asks the receiver's postmaster to take it off, from another address (a free mailbox will do). Meanwhile a relay elsewhere gets the mail through.
    .check = Does the refusal come before `MAIL`, and does the same message pass from another network?

situation-host-takes-no-mail = This host takes no mail from anybody.
    .cause = It is not a mail server, or no longer one, and says so in its greeting (521 or 554). The domain has no `MX` and mail went to the address of its website, the `MX` is out of date, or the program has the wrong host.
    .fix = Whoever runs the recipient's domain corrects its `MX`; in a program correct the host. The sender asks the recipient for another address.
    .check = Is this host in the answer to `dig MX example.org` for the recipient's domain?

situation-vrfy-disabled = The server does not say whether an address exists, which is usual and no fault.
    .cause = `VRFY` and `EXPN` are switched off nearly everywhere, since spammers asked with them. curl sends `VRFY` when it is given no upload, so no mail was tried then.
    .fix = Nothing needs to be mended at the server. To send a message with curl, give it with `-T FILE`; whether an address is taken, only `RCPT` tells.
    .check = Did the client send `MAIL` at all?

## Seen in conversations only

situation-openssl-r-command = `openssl s_client` took the capital R of `RCPT` for a command of its own.
    .cause = A line that begins with `R` makes `s_client` renegotiate TLS, one that begins with `Q` ends it. TLS 1.3 has no renegotiation, so an error follows. The server never got the line and refused nothing.
    .fix = Start it with `-quiet` (or `-ign_eof`), which switches these commands off, or type `rcpt to:` in small letters. Add `-crlf`, so that the line ends are right. For tests swaks is more comfortable.
    .check = Does `RENEGOTIATING` stand in the output where the reply to `RCPT` should be?

situation-auth-initial-response = The server ignored the answer that came along with `AUTH` and asked for it again.
    .cause = A client may send the first answer in the same line as `AUTH`; this server does not expect it, so from then on the two are one answer apart, and the user name or password arrives in the wrong place. Small test servers have this fault. A 235 at the end proves nothing then.
    .fix = The server's author lets it take the first answer. Until then use a client that sends `AUTH LOGIN` alone and waits for the 334, or another test server; where it is offered, try `PLAIN`.
    .check = Does the 334 ask for `Username:` (`VXNlcm5hbWU6`) although the user name stood in the line with `AUTH`?

situation-other-server-answered = Another server answered than the one that was called.
    .cause = The hosting company or network turns outgoing SMTP over to its own server; the greeting or the certificate then carries its name. A virus scanner on the machine and a wrong entry in DNS or the hosts file do the same. Program and password are not at fault.
    .fix = Ask the hosting company to let the connection through, or send through its own server or an HTTP API of your provider. Leave the certificate check on: it is what keeps your password from that server.
    .check = Which name stands in the 220 and in the certificate, and is it that of the server you called?

## What single lines mean beyond their situation

advice-exim-unrouteable = Exim found no way for this address: there is no such user, or the domain in it does not exist or is not known to this server. Check both halves of the address, then ask DNS for the `MX` of the domain.
advice-gmail-not-authorized = Gmail takes this IP address for one that should not deliver directly, such as a home line. Send through your provider's relay, or have the provider take the address off its list of dynamic ones.
advice-gmail-syntax = Put the address into angle brackets with no space after the colon, as in `MAIL FROM:<alice@example.org>`, and use only parameters that `EHLO` lists.
advice-microsoft-access-denied = Microsoft says this for an address that does not exist there. If every address of the domain is refused so, its operator has to add the domain to the tenant or bring the directory up to date.
advice-microsoft-banned-ip = Find and end what sent the spam, then ask for removal at `https://sender.office.com/`.
advice-microsoft-no-ipv6 = This organisation takes no mail over IPv6: let your server send to it over IPv4.
advice-mimecast-anti-spoofing = The mail carries a sender of the receiver's own domain and comes from outside, so Mimecast takes it for forged. The receiver's administrator makes an exception for this host, or you send with another address.
advice-service-suppressed = The sending service did not try: it remembers an earlier bounce of this address. If the address is right now, take it off the service's suppression list and send again.

## Classes of bounces

bounce-class-bad-mailbox = The domain takes mail, but nobody there has this address.
    .then = Correct the address, or take it off the list; trying again changes nothing.

bounce-class-bad-domain = The recipient's domain does not exist, or says that it takes no mail.
    .then = Correct the part behind the `@`.

bounce-class-inactive = The mailbox exists, but has been switched off or given up.
    .then = Reach the person another way, and write to this address no more.

bounce-class-full = The recipient's mailbox has no room.
    .then = The recipient has to delete something; keep trying for some days.

bounce-class-restricted = The recipient takes mail from certain senders only, and this one is not among them.
    .then = Ask the recipient, or the owner of the group, to let the sender in.

bounce-class-bad-sender = The sender address in `MAIL` is not accepted: its domain does not exist, its form is wrong, or the account may not use it.
    .then = Send with an address that exists and that this server is allowed to use.

bounce-class-client-name = The receiver objects to how the sending host calls itself: the name in `EHLO`, or what DNS says about its address.
    .then = Give the host a full name, and let its `PTR` and address records point at each other.

bounce-class-authentication = SPF, DKIM or DMARC did not pass for the sender's domain, and the receiver insists on it.
    .then = List the sending host in SPF, sign with DKIM, and let one of the two match the domain in `From`.

bounce-class-login = The server wants a login, or did not accept the one it got; mostly it is a smarthost that says so.
    .then = Correct user and password for the smarthost; nothing is wrong with the message.

bounce-class-relay = The server is not responsible for the recipient's domain and does not pass mail on for us.
    .then = Send to the right host, or log in; if DNS names this very host, its operator has forgotten the domain.

bounce-class-spam = A filter took this message for spam or phishing.
    .then = Look at its links and wording, then ask the receiver and show the whole line.

bounce-class-blocklist = The address or domain that sent the mail has a bad name, on a public list or with this receiver.
    .then = Find the list that the line names, end what brought us onto it, and ask to be taken off.

bounce-class-content = The message is not well-formed, or holds something the receiver does not take, such as a kind of attachment or a virus.
    .then = Send it in another form, or without the attachment.

bounce-class-size = The message is larger than the receiver takes.
    .then = Send less, or a link; an attachment grows by a third on its way.

bounce-class-policy = A rule of the receiver forbids the message, and the line does not say which.
    .then = Ask the receiver, and show the whole line.

bounce-class-recipient-limit = The message had more recipients than the server takes at once.
    .then = Nothing to do: those that are left go out in another transaction.

bounce-class-greylisted = The receiver does not know us yet and wants to see whether we come back.
    .then = Try again after some minutes, from the same address.

bounce-class-throttled = Too much came too fast: connections, messages or recipients.
    .then = Send more slowly to the whole site; if that does not end it, look at what is being sent.

bounce-class-system = The receiving system is out of order, short of room, or wrongly set up.
    .then = Wait; if it lasts, tell its postmaster another way.

bounce-class-network = There was no connection to the host, or it broke.
    .then = Wait; if no other server can be reached either, look at our own network and at port 25.

bounce-class-dns = A lookup in DNS failed, so nobody knows whether the name exists.
    .then = Wait; if it lasts, ask a resolver on each side, ours and theirs.

bounce-class-tls = TLS was wanted and not there, or the handshake or a certificate failed.
    .then = Find out which side is at fault: its certificate, its TLS versions, or its offer of `STARTTLS`.

bounce-class-protocol = A command was not understood, came too early, or had a form that the server does not take.
    .then = Look at the first refusal of the conversation: those behind it are its echoes.

bounce-class-loop = The message has passed the same servers again and again.
    .then = Follow its `Received` fields to the two systems that send to each other.

bounce-class-expired = A server on the way tried for too long and gave up.
    .then = Look at the last temporary answer: the reason is there, not in this line.

bounce-class-unknown = No rule knows this line.
    .then = Read the line itself; its code says whether to try again.
