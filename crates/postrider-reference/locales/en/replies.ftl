reply-101 = Cannot connect
    .meaning = No standard and no mail server defines 101; code lists use it for a connection that never came about. On the wire only the first digit would count, and no reply may begin with 1.
    .seen = In copied lists of SMTP codes, and in tools that want a number for an attempt that failed before the greeting: a misspelt host name, a wrong port, a firewall.
    .sender = Look for the error behind the number: name not found, refused, or timed out. Then check host name and port: 587 or 465 for your own provider, 25 only between servers. Many access providers block port 25 outward, so try from another network as well.
    .server = Whoever reports it has heard nothing from you. Check that the service listens on the port in question, that the firewall lets it in, and that the name resolves to the right address, over IPv6 too.

reply-111 = Connection refused
    .meaning = No standard and no mail server defines 111. It is the Linux error number of `ECONNREFUSED`, shown as if it were a reply: a machine was reached, and nothing listens on that port. On the wire only the first digit would count, and no reply may begin with 1.
    .seen = In errors of PHP and other programs, mostly because they are set to `localhost` where no mail server runs, or to a port that is closed.
    .sender = Correct host and port: on a web host or in a container, `localhost` is rarely the mail server. If both are right, the service is down or a firewall refuses you; try the same port from another machine.
    .server = See whether the service runs and on which addresses it listens: with `127.0.0.1` alone it is refused to everybody else, and IPv6 is refused where only IPv4 is bound. Then look for firewall rules that reject instead of letting in.

reply-200 = Success (historic)
    .meaning = A success reply that some servers gave in 1983, as a survey of that year reports. No standard in force defines it; a client takes it as done because of the first digit.
    .seen = In old lists, not from mail servers of today. A 200 in the log of a mailing service is the HTTP status of its web interface: the service took the request, and no mail server has said anything yet.
    .sender = In a real SMTP session, go on as after 250. After a call to a web API, look in the delivery log of the service for what the recipient's server answered.
    .server = Say 250 for a command that is done. If your outgoing log shows 200, the other side is probably a test stub or a home-made server.
    .otherwise-lists = Some lists call 200 the everyday success code of SMTP. That is 250.

reply-211 = System status
    .meaning = The server tells about itself: its status, or help about the system. It answers `HELP` only and changes nothing in the session.
    .seen = Seldom: a few servers answer `HELP` with it where most say 214.
    .sender = Nothing to do. The text is for people; a program should not try to read it.
    .server = Nothing to repair, but look at what the lines tell a stranger: version and load belong in your monitoring.

reply-214 = Help message
    .meaning = Help for a person, usually on several lines: which commands there are, or how one of them is written.
    .seen = After `HELP`, alone or with the name of a command, mostly when somebody tries out a server by hand.
    .sender = Read it and go on. A program learns what is offered from the reply to `EHLO`, never from this text.
    .server = Nothing to repair. `HELP` may come at any time, before `EHLO` too. For a topic you do not know answer 504, and 502 if you offer no help.

reply-220 = Service ready
    .meaning = As the first line of a session: the server is ready and gives its name. After `STARTTLS` it says: begin the TLS handshake now, nothing more in clear.
    .seen = At the start of every session, and a second time in sessions that turn to TLS. A greeting full of stars, as in `220 ******`, was rewritten by a firewall that inspects SMTP.
    .sender = After the greeting send `EHLO`. After the 220 to `STARTTLS` do the handshake and send `EHLO` again, since all that was offered before is forgotten. If no greeting comes, you may be speaking in clear to port 465, or the server lets newcomers wait: give it 5 minutes.
    .server = If clients wait long for the greeting, look for slow DNS lookups of their addresses and for deliberate delays. If they see stars or lose `STARTTLS`, switch off SMTP inspection in the firewall.

reply-221 = Closing the connection
    .meaning = The server says goodbye and closes the connection. What was acknowledged with 250 before is safe; a transaction that was not finished is gone.
    .seen = After `QUIT`. Unasked, it means that the server hangs up on something that does not speak SMTP.
    .sender = Nothing to do after `QUIT`: the message is handed over with the 250 after its content, even if the 221 gets lost. If it comes unasked, look at what your program sends: HTTP, or lines of the message where commands belong.
    .server = Nothing to repair. Sessions that end without `QUIT` are mostly scanners, or clients that lost patience.
    .otherwise-postfix = Postfix also says `221 2.7.0` when it hangs up on a client that sends HTTP or header lines as commands.

reply-235 = Authentication successful
    .meaning = The login worked, and the client stays logged in until the connection ends. It proves who is speaking and promises nothing about any message.
    .seen = At the end of `AUTH`.
    .sender = Go on with `MAIL`. A refusal from here on is about the sender address, the recipient or a limit, so leave the password alone. A second `AUTH` in the same session gets 503.
    .server = Nothing to repair. Successful logins that nobody can explain mean a stolen password: change it, end the open sessions, and look in the queue for what was sent.

reply-250 = Requested action completed
    .meaning = The command was carried out. After the end of the message it means much more: the server has taken the message and answers for it from now on.
    .seen = After almost every command that works, on several lines after `EHLO`. The line after the content mostly holds the queue number, by which the other operator finds the message in the log.
    .sender = Go on. Keep the line that follows the content: it proves that the message was accepted. If the message does not show up all the same, look in the spam folder and then ask the recipient's operator with that line.
    .server = Say it after the content only when the message is safely stored: from then on it is delivered or bounced, never dropped. `DATA` itself is answered with 354; the 250 comes after the final dot.

reply-251 = User not local, will forward
    .meaning = The recipient has moved; the server forwards the message and names the new address. After `ETRN` it says something else: no mail waits for that host.
    .seen = Rarely after `RCPT` or `VRFY`, because it gives away where somebody's mail goes. Most servers forward silently and say 250.
    .sender = Count the recipient as accepted. Take over the new address only if you are sure which server you speak to: anybody on the way could have put one of their own there.
    .server = Consider switching it off, for it shows the new address to everyone who asks. If you keep it, do not count on the sender ever reading it.

reply-252 = Cannot verify, will try to deliver
    .meaning = The server neither confirms nor denies the address, and would accept mail for it. This is the required answer where `VRFY` or `EXPN` is switched off for security. After `ETRN` it means that delivery of the waiting mail has begun.
    .seen = After `VRFY` on most public servers, for real and for invented addresses alike.
    .sender = Conclude nothing from it. Whether mail is taken shows at `RCPT`, on some servers only after the content. A list cleaner that counts 252 as a valid address is guessing.
    .server = Right as it is. Do not answer 250 after a look at the syntax alone, nor 550 to everybody: both claim a check that was never made.

reply-253 = Pending messages started
    .meaning = Answer to `ETRN` only: the server has begun to send what waits for that host, and says how many messages there are.
    .seen = At servers that hold mail for sites which are not always online, and that count their queue. Others say 250, 251 or 252.
    .sender = Keep your own server reachable: the mail comes over a new connection from the other side, not over this one. Ask again later; 251 tells you that nothing is left.
    .server = Nothing to repair. If the mail does not arrive after a 253, follow the outgoing connection in the log: often the `MX` of the waiting host leads to an old address.

reply-334 = Server challenge
    .meaning = The login goes on: the server sends its part in base64 and waits for one line from the client. An empty challenge is the code with a single space behind it.
    .seen = During `AUTH`. In `LOGIN`, `VXNlcm5hbWU6` asks for the user name and `UGFzc3dvcmQ6` for the password; `PLAIN` without an initial response gets an empty challenge; `CRAM-MD5` and `SCRAM-SHA-256` send data to compute with. With OAuth it may carry the reason of a failure: answer it, and 535 follows.
    .sender = Answer with one line of base64, or with a single `*` to give up, which gets 501. No command is possible here: a `MAIL` sent now is read as a response, and the login fails. Do not show such lines to anybody: base64 hides no password.
    .server = If clients hang here, the prompts may be the reason: some know `LOGIN` only with exactly these two. Keep the responses out of your logs.

reply-354 = Start mail input
    .meaning = The server waits for the message itself: header, empty line, body, and at the end a line with nothing but a dot. Nothing is accepted yet.
    .seen = After `DATA`, when at least one recipient was accepted.
    .sender = End every line with CRLF, double a dot at the start of a line, and finish with CRLF, dot, CRLF. Then wait up to 10 minutes for the verdict: filters take time, and who hangs up early and tries again may deliver twice.
    .server = If sessions time out here, the end of the message does not arrive: a firewall or a wrong MTU swallows large packets, or the client ends lines with a bare LF. Let nothing but CRLF, dot, CRLF end a message; being lenient here lets strangers smuggle in a second one.

reply-403 = Sender not authorized (SendGrid)
    .meaning = SendGrid lists it for a message whose `From` address is no verified identity of the account. No RFC defines 403. By its first digit it is temporary, yet it lasts until the address is verified.
    .seen = At SendGrid, when a new sender address or domain is put to use. A 403 from a web API is the HTTP status of the same trouble, or of an API key without the right to send.
    .sender = Verify the address or its whole domain in the account, or send from one that is verified. The same message sent again is refused again.
    .server = Nothing for your own server to copy: for a sender who may not use an address, 550 with 5.7.1 is understood everywhere.

reply-420 = Timeout
    .meaning = No standard and no mail server defines 420. Code lists use it for a connection that timed out, so the sending side has noted it and no server has said it. On the wire only the first digit would count: temporary.
    .seen = In copied lists, and in reports that put a number in place of the real cause.
    .sender = Find in your server's log what timed out. If no connection came about, try port 25 of the recipient's `MX` from the same machine. If it broke off within the message, suspect a firewall or a wrong MTU on the way.
    .server = See whether connections from that sender reach you at all. If they come and stall, look at slow lookups before the greeting, and at filters that take minutes over the content.

reply-421 = Service not available, closing the connection
    .meaning = The server closes this connection now. About the message nothing is decided; the sender keeps it. It can come at any time, as a greeting too, and does not touch what was acknowledged before.
    .seen = A restart, too many connections, too long a silence, too many errors, rate limits; on some servers greylisting.
    .sender = Hang up and come back on a new connection, after pauses that grow and with fewer connections at once. Read the text first: at the big receivers reputation, missing TLS, SPF or reverse DNS hide behind it, and then waiting does not help.
    .server = Your log says which limit spoke: shutdown, time, or number. If decent senders meet it all day, raise the limits or add capacity. Never close without a word: the 421 comes first.
    .otherwise-gmail = Gmail slows senders down with 421 for what they have to mend themselves: 4.7.23 is reverse DNS, 4.7.27 SPF, 4.7.28 an unusual rate, 4.7.29 missing TLS, 4.7.30 DKIM, 4.7.32 a `From` that is not aligned.
    .otherwise-yahoo = At Yahoo, 421 with 4.7.0 and a mark that begins with `TSS` means too much volume or too many complaints. Send less and to people who want it; hours, not minutes, have to pass.

reply-422 = Password transition needed (registry only)
    .meaning = The registry of enhanced codes names 422 beside 432 for an account that has to log in once in another way, and no RFC says more about it. In code lists it stands for a full mailbox: 4.2.2 written without dots.
    .seen = Hardly ever on the wire. If you have the number from a bounce or a web page, 4.2.2 is what was meant.
    .sender = After `AUTH`: do as for 432. In a bounce: the mailbox is full, so reach the recipient in another way and let your server go on trying.
    .server = Say 432 for a password transition, and 452 with 4.2.2 for a full mailbox: those are understood.
    .otherwise-lists = Code lists read it as a full mailbox. The lists copy each other; the real code is 4.2.2, mostly after 452.

reply-430 = Invalid command (registry only)
    .meaning = The registry of enhanced codes names 430 among the codes that may stand before 4.5.1, an invalid command. No RFC gives it a text or a use. By the first digit it is temporary.
    .seen = Not from any server known today.
    .sender = Keep the message and try again later, as after any 4yz. Meanwhile check the same as for 503: was the command in its place?
    .server = Say 500 for a verb you do not know and 503 for one out of order: a temporary code makes the client repeat its mistake for days.

reply-431 = Not enough disk space
    .meaning = No standard and no server defines 431. Code lists mean the enhanced code 4.3.1 without its dots: the receiving system as a whole is out of storage. On the wire only the first digit would count.
    .seen = In lists, often beside advice about Exchange. The real line is then 452 4.3.1 or the like.
    .sender = Look for the original line in the bounce. With 4.3.1 it is not the recipient's mailbox that is full but the whole server: leave the message in the queue, it leaves as soon as there is room.
    .server = Make room where queue and mailboxes lie, inodes included, and set an alarm well before the limit. Exchange stops taking mail long before the disk is really full.

reply-432 = Password transition needed
    .meaning = The account has to log in once in another way, usually with `PLAIN` under TLS, so that the server can store what the chosen mechanism needs. After that the mechanism works. The password is not wrong.
    .seen = Seldom, after accounts have moved: only password hashes came along, and `CRAM-MD5` or `SCRAM-SHA-256` need something else.
    .sender = Turn on TLS, log in once with `PLAIN` and the same password, then go back to the old setting if you like. A program should not ask for a new password.
    .server = Offer `PLAIN` under TLS, or nobody gets out of this state. To spare people the detour, store what every offered mechanism needs whenever a password is set.
    .otherwise-lists = Code lists read 432 as a stopped queue at the recipient. That is 4.3.2 without dots: a server that takes no mail at the moment.

reply-435 = Unable to authenticate at present (Exim)
    .meaning = Exim cannot check a login at the moment; the standard has 454 for this. Whether the password is right was not found out.
    .seen = After `AUTH` on Exim servers: a password file that cannot be read, a database or directory that is down, or a mistake in the configured authenticator.
    .sender = Keep the password and try again later. If it lasts for hours, tell the operator: the cause stands only in the server's log.
    .server = Search Exim's main log for the same code: behind it stands what failed, such as a lookup file that does not open or an expansion with an error.

reply-441 = No answer from host
    .meaning = No standard and no server defines 441. Code lists mean the enhanced code 4.4.1 without its dots: the next host did not answer the call. Your own side notes that, there is no reply behind it. On the wire only the first digit would count.
    .seen = In lists and in delay notices. Behind it: a host that is down, a blocked port 25, or an `MX` that leads to an address where nobody listens.
    .sender = Look up the `MX` of the domain and try port 25 of each host. If no foreign server answers, your provider blocks the port; if only this one is silent, leave the message in the queue.
    .server = If it is your domain: every host in its `MX` must exist, listen on port 25 and be reachable from outside, and over IPv6 too if it has an `AAAA` record.

reply-442 = Connection dropped
    .meaning = No standard and no server defines 442. Code lists mean the enhanced code 4.4.2 without its dots: the connection came about and broke before the message was through. On the wire only the first digit would count.
    .seen = In lists and in delay notices. Behind it: timeouts with large messages, firewalls that cut in, servers under too much load.
    .sender = Once is chance; your server tries again. If one message always breaks off, send a tiny one to the same place: when that goes through, size or content is the cause, and a wrong MTU or a filter on the way comes first to mind.
    .server = Find the client's address in the log at that minute. Silence after `DATA` points to lost packets, a long wait after the final dot to slow filters, a reset to a security device.

reply-446 = Too many hops
    .meaning = No standard and no server defines 446. Code lists mean the enhanced code 4.4.6 without its dots: the message passed too many servers, so it is probably going in circles. On the wire only the first digit would count.
    .seen = In lists. The real line is mostly 554 5.4.6. Loops arise where two addresses forward to each other, or where servers each hold the other to be responsible.
    .sender = Read the `Received` fields in the bounce: the hosts that come again and again are the loop. Tell the recipient or their operator which ones; you cannot break it from outside.
    .server = Follow the hosts that repeat: forwarding rules, the list of own domains, a smarthost that sends back to you, an `MX` that points to the wrong one. Raising the limit only makes the circle longer.

reply-447 = Delivery timed out
    .meaning = No standard and no server defines 447. Code lists mean the enhanced code 4.4.7 without its dots: the message waited too long in a queue and was given up. On the wire only the first digit would count.
    .seen = In lists and in bounces, days after sending. It is no cause but the end of many attempts, each of which had its own.
    .sender = Find the last temporary refusal in the bounce or the log and deal with that one. Send again when its cause is gone, not before.
    .server = On the server that gave up: see what the attempts ended with. If many domains are concerned, test your DNS and outgoing port 25 first. Waiting for 4 to 5 days is usual; much less loses mail when somebody's server rests over a weekend.

reply-449 = Routing error
    .meaning = No standard and no server of today defines 449. Code lists mean 4.4.9 of old Exchange reports without its dots, and 4.4.9 is in no registry either. On the wire only the first digit would count.
    .seen = In lists about old Exchange versions: a connector without a usable next host, or a recipient in a routing group that was deleted.
    .sender = Give the whole bounce to your own administrator: the report comes from the sending organisation, and the recipient can do nothing about it.
    .server = Check the connectors: their address spaces, the smarthost, and what was left of removed servers. On a newer Exchange look for the real reply in the message trace.

reply-450 = Mailbox temporarily unavailable
    .meaning = Not now: this recipient or message is not taken at the moment, and the same may work later. Only the text and the enhanced code tell whether the mailbox is busy, a lookup failed or a policy wants a delay. After `ATRN` it means that the request is refused.
    .seen = Mostly after `RCPT`: greylisting at the first contact, a sender domain or reverse name that cannot be found in DNS, a limit for one recipient.
    .sender = Keep the message and try again from the same IP address, first after some minutes, then for days with longer pauses. An application without a queue should hand its mail to a server that has one. If it never ends, 4.1.8 points to your sender domain and 4.7.25 to your reverse DNS.
    .server = See whether you mean it. Greylisting that never ends (large senders change their IP address) and lookups that fail for everybody are the usual accidents. For an address that does not exist say 550: with 450 the sender learns of it days later.
    .otherwise-gmail = Gmail says 450 with 4.2.1 when one mailbox gets mail faster than it allows. The address is right: send more slowly to this recipient.
    .otherwise-postfix = The doorkeeper of Postfix (postscreen) says `450 4.3.2 Service currently unavailable` to newcomers, much like greylisting. Who comes back gets in.

reply-451 = Local error in processing
    .meaning = Something failed on the side of the server, or it puts the message off by policy. The message is not taken, and that is not shown to be your fault. After the content the whole message has to be sent again.
    .seen = A database, filter or DNS lookup that fails; greylisting; DNS trouble while SPF or DKIM is checked.
    .sender = Let your server try again; most of these pass by themselves. If it lasts for hours, read the text: SPF, DKIM or key lookups point to your own DNS, nearly everything else to the other operator.
    .server = Your log at that minute has the cause: 4.3.5 is the configuration, 4.4.3 is DNS, 4.3.0 mostly a filter or the storage. A server that says 451 to everybody looks alive and takes no mail: have an alarm on it.
    .otherwise-gmail = Gmail says 451 with 4.4.2 when the client was silent too long, and with 4.3.0 also when one transaction names recipients of several domains that it will not take together: send to each domain on its own.
    .otherwise-exchange-online = Exchange Online limits senders with 451: 4.7.650 is the reputation of the IP address, other codes from 4.7.500 to 4.7.699 mean that it is still judging you. Send less and more evenly.
    .otherwise-mimecast = Mimecast also says 451 with the words `Open relay not allowed`. Time does not cure that: the domain or the sending server has to be set up there.
    .otherwise-opensmtpd = OpenSMTPD says 451 for too many recipients, where others say 452. Send to fewer at once.
    .otherwise-haraka = Haraka says 451 for a bare LF in the message. Trying again does not help: the program that wrote the message has to end lines with CRLF.

reply-452 = Insufficient storage or too many recipients
    .meaning = No room for now: the disk of the server, the mailbox, or the number of recipients in this transaction. After `RCPT` it concerns this recipient alone; those accepted before stay accepted.
    .seen = Recipients past the limit of one message, a full disk at `MAIL`, a mailbox over quota, the hourly limit of an account.
    .sender = Too many recipients (4.5.3): send the content to those accepted, then the others in another transaction, at once. No storage (4.3.1): try later. Mailbox full (4.2.2): tell the recipient in another way.
    .server = Free the disk of the queue for 4.3.1. The limit behind 4.5.3 is yours, and at least 100 recipients must work. For a full mailbox choose: 452 lets senders wait for days, 552 with 5.2.2 tells them at once.
    .otherwise-stalwart = Stalwart greylists with 452, 4.2.2 and the word `Greylisted`. The mailbox is not full: the next attempt a little later passes.

reply-453 = You have no mail
    .meaning = Answer to `ATRN` only, in on-demand relay: nothing waits for the domains asked for. In spite of its first digit it is no failure.
    .seen = On port 366, at providers that hold mail for sites without a fixed IP address.
    .sender = End the session and ask again at the usual time. If mail should be there, check that you asked for the domains which the provider holds.
    .server = Nothing to repair. A client that asks too often, or for a domain that is not its own, gets 450 instead.

reply-454 = TLS or login temporarily unavailable
    .meaning = After `STARTTLS`: TLS cannot be had at the moment, and the session goes on in clear. After `AUTH`: the login cannot be checked now, and the password was not judged.
    .seen = A certificate or key that cannot be read, an account database that is down, too many logins in a short time.
    .sender = Try again later with the same password; a program should not ask for a new one. After `STARTTLS` decide by what is at stake: hang up where a password or a confidential message would go out in clear.
    .server = For `STARTTLS` check path, file rights and expiry of the certificate, above all right after a renewal. For `AUTH` check the account database; if a throttle spoke, find the device that keeps trying an old password.
    .otherwise-gmail = Gmail says 454 with 4.7.0 after too many logins: pause them for a while. It also answers a second `STARTTLS` with 454.
    .otherwise-amazon-ses = At Amazon SES, 454 with `Throttling failure` has nothing to do with the login: the sending rate or the daily quota is used up. Slow down, or ask for a higher one.
    .otherwise-postfix = Postfix can refuse relaying with `454 4.7.1` and the words `Relay access denied`. Waiting does not help as long as nothing changes: log in, or have your network or the domain allowed.

reply-455 = Cannot accommodate parameters
    .meaning = The server knows a parameter of `MAIL` or `RCPT` and cannot honour it at the moment. It differs from 555, where the parameter is not known or not offered at all.
    .seen = Rarely: a wish such as a delivery deadline (`BY=`) on a server under load.
    .sender = Try again later, or without the parameter if the message can do without it.
    .server = Find what the parameter needs and what is short. What you can never honour should not be announced in the reply to `EHLO`, and gets 555.
    .otherwise-stalwart = Stalwart says 455 with 4.5.3 for too many recipients. Treat it as 452: send the others in another transaction.

reply-456 = Retry over IPv4 (expired draft)
    .meaning = From an Internet-Draft that expired: the message failed authentication over IPv6, and the client should come back over IPv4. It never became a standard; by the first digit it is temporary.
    .seen = Not expected from any server.
    .sender = If you do meet it, find out why your mail over IPv6 fails: a missing reverse name of the IPv6 address, or an SPF record that lists IPv4 alone.
    .server = Say 450 or 550 with the enhanced code of what failed, such as 4.7.25 or 5.7.25 for the reverse name: senders can act on that.

reply-458 = Unable to queue messages for node
    .meaning = Answer to `ETRN`: the server understood, and could not start the delivery of the waiting mail now.
    .seen = When the queue service of the other side is overloaded or not running.
    .sender = Ask again after some minutes. The waiting mail is not lost; it also leaves at the next regular attempt.
    .server = Look in the log for the service that flushes the queue at that minute: is it running, may it start processes, is there memory?

reply-459 = Node not allowed
    .meaning = Answer to `ETRN`: mail for that name may not be released by this client, or the server holds none for it. The text gives the reason. Waiting changes nothing, in spite of the first digit.
    .seen = When the domain is missing from the list that the server keeps, is misspelt, or the request comes from an unknown IP address.
    .sender = Compare the name in your request with the one agreed on, and ask the provider to allow it for your IP address.
    .server = Add the domain to those that may be released, in Postfix `fast_flush_domains`. Let nobody but its owner ask for it.

reply-471 = Local filter error
    .meaning = No standard and no server defines 471, and a second digit of 7 is outside the grammar of replies. Code lists mean the enhanced code 4.7.1 without its dots: put off by policy. On the wire only the first digit would count.
    .seen = In lists, which blame a filter or virus scanner on the sending side. What 4.7.1 really says is a decision of the receiver: greylisting, a rate limit, a blocklist.
    .sender = Find the whole line. With 4.7.1 the text behind it tells what to do. If the message never left your computer, switch off the mail scanner of the virus protection for one try.
    .server = If a rule of your own sends 471, make it 450 or 451 with 4.7.1.

reply-499 = Unable to connect to MX
    .meaning = No standard and no mail server defines 499. Some mailing systems write it beside a message when none of the hosts in the `MX` could be reached; nobody said it. On the wire only the first digit would count, and a second digit of 9 is outside the grammar of replies.
    .seen = In the reports of such systems. In the log of a web server 499 is something else: a visitor who hung up.
    .sender = Check the spelling of the domain first, then its `MX` in DNS. If the hosts exist, try port 25 from the machine that sends; if others get through and you do not, your IP address is blocked there.
    .server = If your domain is concerned, test the `MX` from outside your network, and look whether the firewall drops whole networks of sending services.

reply-500 = Command unrecognized
    .meaning = The server did not take the line as a command at all: it does not know the verb, or the line is longer than it reads. Nothing has changed, and the next line is read as usual, unless the text says that the server closes.
    .seen = A mistyped verb; message text sent as commands because `DATA` had been refused; a TLS handshake or a web request on a plain SMTP port; `EHLO` sent to an LMTP port; a login response that is longer than the server takes.
    .sender = Look at the line as it went over the wire: the verb first, `CRLF` at the end. Many of these in a row mean that the program went on with the message without waiting for 354, so read the reply to `DATA`. If TLS was meant, find out whether that port begins with it or wants `STARTTLS`.
    .server = A conforming server always knows `EHLO`, `HELO`, `MAIL`, `RCPT`, `DATA`, `RSET`, `VRFY`, `NOOP` and `QUIT`, and calls no line too long that has at most 512 octets. If ordinary clients get this code for ordinary commands, look for a firewall that rewrites SMTP on the way.
    .otherwise-exchange = It puts 5.3.3 beside an unknown command; the registry keeps 5.3.3 for a feature that the system lacks.
    .otherwise-opensmtpd = It also says so of a mail loop, and of commands that were sent ahead where it takes no pipelining.
    .otherwise-mox = It also refuses content with it: 5.5.2 for a bare `CR` or `LF`, 5.6.0 for 8-bit text that was not announced with `8BITMIME`.

reply-501 = Syntax error in parameters or arguments
    .meaning = The verb is known, but what follows it is not well formed, is missing, or must not be there. The state of the session stays as it was.
    .seen = An address without angle brackets, a space behind `FROM:` or `TO:`, an `EHLO` without a name or with an underscore in it, words behind `DATA` or `RSET`, a login response that is not base64, a login that the client itself cancelled with `*`.
    .sender = Write `MAIL FROM:<user@domain>` with nothing between the colon and the bracket, and let the program name its host in `EHLO`. With 5.1.3 or 5.1.7 the address itself is broken: look for spaces, doubled dots, or a display name that slipped inside the brackets. During a login, check how the program encodes its answer.
    .server = Say in the text which part is wrong; the number alone sends people to guess. A refusal for reasons of policy does not belong here: a well-formed address that you do not want gets 550 or 553.
    .otherwise-haraka = It also answers so when TLS arrives on a port that speaks in clear: choose `STARTTLS`, or the port where TLS comes first.
    .otherwise-stalwart = With 5.5.4 it also says that this login may not send from this address: there the permission is to be changed, not the syntax.

reply-502 = Command not implemented
    .meaning = The server knows the command and does not offer it here. An unknown verb gets 500 instead.
    .seen = `EXPN` and `TURN`, which hardly anybody offers any more; `STARTTLS` where no certificate is set up; `BDAT` or `STARTTLS` after `HELO`, which offers no extensions; `VRFY` that somebody has switched off.
    .sender = Go by the list in the reply to `EHLO`, and say `EHLO`, not `HELO`. A missing `STARTTLS` line means that this server, or this port, has no TLS for you: check host and port before you give up encryption.
    .server = What `EHLO` lists must not be answered with this code. To keep `VRFY` from telling who exists, answer 252. If clients expect `STARTTLS`, look whether the certificate was loaded at start.
    .otherwise-gmail = It says 502 5.5.1 for verbs that it does not know, and again when there were too many of them.
    .otherwise-postfix = Many versions say 502 5.5.2 for an unknown verb, and 502 5.5.1 for `VRFY` that is switched off.

reply-503 = Bad sequence of commands
    .meaning = The command is in order, the moment is not: a step before it is missing, has failed, or excludes it. Outside of `BDAT` nothing changes, so the missing step can be done at once; a chunk that is refused so takes `RSET` first.
    .seen = `MAIL` before `EHLO`, or twice; `RCPT` before `MAIL`; `DATA` or `BDAT` with no accepted recipient; `DATA` after `BDAT`; `AUTH` a second time or inside a transaction; `AUTH` or `STARTTLS` where they are not offered; any command after a refusing greeting.
    .sender = Find the first refusal before it: that one is the cause, and this is its echo. The order is `EHLO`, `STARTTLS`, `EHLO` again, `AUTH`, `MAIL`, `RCPT`, `DATA`. `RSET` clears a transaction that is stuck; it replaces no missing `EHLO` or login. A program that keeps its connection must send `RSET` after a failed message.
    .server = Name the missing step in the text: not just that the order is bad, but that `EHLO` comes first. If clients trip over a login, see whether `AUTH` is offered at all on this port and before TLS; if they trip at `DATA`, see which recipients were refused and why.
    .otherwise-exchange = It writes 503 5.5.2 with the words `Send hello first`; elsewhere 5.5.2 says that the syntax is wrong.
    .otherwise-stalwart = On submission it means that the login is missing, for which others say 530.
    .otherwise-qq = It asks for `EHLO` and `AUTH` in this code: log in first, with the authorization code that QQ gives out in place of the password.
    .otherwise-opensmtpd = It also refuses a second `EHLO`, options it does not know in `MAIL` or `RCPT`, and `AUTH` that is not offered.
    .otherwise-exim = At `DATA` it repeats the refusal of the last recipient in the following lines: read those.
    .otherwise-postfix = 503 5.5.0 says that commands were sent ahead before pipelining was agreed on; 503 5.5.1 that authentication is not enabled says that `AUTH` is off here.

reply-504 = Command parameter not implemented
    .meaning = The command and its form are right, but the server does not support the value that was given. At `AUTH` the value is the mechanism: unknown here, or allowed only under TLS.
    .seen = Nearly always at `AUTH`: the program insists on a mechanism, such as `CRAM-MD5` or `NTLM`, that the reply to `EHLO` does not list, or begins with `PLAIN` before `STARTTLS`. More rarely at `HELP` with an unknown topic.
    .sender = Do `STARTTLS`, say `EHLO` again, and choose a mechanism from the `AUTH` line of that second reply. In a mail program it is the setting for the kind of password or authentication.
    .server = Offer at least one mechanism that common clients have, usually `PLAIN` under TLS, and do not list before TLS what you refuse there. The mechanisms may come from a separate service: look whether it runs and what it reports.
    .otherwise-postfix = 504 5.5.2 says that the host name in `HELO` or the domain of an address is not fully qualified: have the client use its full name.
    .otherwise-stalwart = It answers 504 5.7.4 to `STARTTLS` when TLS is already on.

reply-510 = Bad address (only in code lists)
    .meaning = No standard and no server defines 510. It is most likely 5.1.0 without its dots, the enhanced code for an address problem that has no better one. As a reply on the wire it would count as a permanent refusal, by its first digit.
    .seen = In copied tables of SMTP errors, and in reports of mailing tools that shorten an enhanced code to three digits.
    .sender = Find the complete line of the server in the report that came back. Until then treat it as an address that was refused, and compare it letter by letter with the one you meant.
    .server = If something of yours writes this number, find the program that cuts 5.1.0 down to it. For an address you refuse, send 550 with 5.1.1, 5.1.2 or 5.1.3, whichever is true.

reply-511 = Unknown mailbox (only in code lists)
    .meaning = No standard and no server defines 511. What was meant is 5.1.1: there is no such mailbox at that domain. Were it ever sent, the first digit would make it a refusal for good.
    .seen = In lists that describe it as a bad address, and where a tool shows 5.1.1 as one number.
    .sender = Look up 5.1.1, and check the part before the @ for a typing error. If the text speaks of limits or policy instead, believe the text, and do not strike the recipient off your list.
    .server = The reply for an unknown mailbox is 550 5.1.1. If a real user is refused, look whether the account or alias exists in the table that this server really reads.

reply-512 = Host not found (only in code lists)
    .meaning = No standard and no server defines 512. It is 5.1.2 without dots: the domain of the recipient cannot be used, mostly because DNS does not know it. On the wire only its first digit would count, as a permanent refusal.
    .seen = In lists that explain it as an unknown host, for mail to a misspelt or expired domain.
    .sender = Check the part behind the @ first. Then ask DNS for the `MX` and address records of that domain: if it has none, no other server will take the message either.
    .server = If it is your own domain that is not found, see whether its registration has run out and whether all its name servers answer. A server that refuses for this reason says 550 5.1.2, and 450 while DNS does not answer.

reply-513 = Address type incorrect (only in code lists)
    .meaning = No standard and no server defines 513. 5.1.3 was meant, an address whose form is wrong. Some lists read it as refused relaying, which 5.1.3 never means. By the first digit alone it would be a permanent failure.
    .seen = In code lists, most often for addresses with a space, a comma or a second @, taken over from a form or a table.
    .sender = Correct the form: one @, no spaces, no display name inside the brackets. If the form is right and the server's text says relay, log in or choose the server of your own provider.
    .server = Send 501 or 553 with 5.1.3 for a malformed address, and 550 5.7.1 for relaying that you refuse; the two have different remedies.

reply-515 = Destination address invalid (only in code lists)
    .meaning = No standard and no server defines 515. It looks like 5.1.5 without dots, and then the lists have it the wrong way round: X.1.5 says that the address is valid. A server that sent it would refuse for good, by the first digit.
    .seen = In code lists alone, with the explanation that the mailbox is invalid.
    .sender = Do not build on it. The full line of the server holds another code, mostly 5.1.1, and that one is to be looked up.
    .server = If one of your tools reports it, correct its table: an address that is good is reported as 250 2.1.5, one that does not exist as 550 5.1.1.

reply-517 = Problem with the sender (only in code lists)
    .meaning = No standard and no server defines 517. It is probably 5.1.7, an error in the form of the sender's address. On the wire its first digit would make it a permanent refusal, and no more.
    .seen = In code lists, for messages from web forms and scheduled jobs whose sender was never set, such as `root@localhost`.
    .sender = Look at the address in `MAIL FROM`, which need not be the one in `From`: give the program a complete sender address with a domain that exists.
    .server = For a malformed sender the reply is 501 5.1.7 or 553 5.1.7. If 5.1.7 is what you really log, the part that drops the dots is in the tool that reads your log.

reply-520 = Wrong QHLO ID (expired draft)
    .meaning = An expired proposal for a quicker beginning of a session, with a command `QHLO` that never became part of SMTP, wanted 520 for an identifier that the server does not know any more. Today no standard defines it.
    .seen = Not to be expected: no server is known that speaks `QHLO`.
    .sender = If it does reach you, act on the first digit, as on any permanent refusal, and read the text; it comes from somebody's private choice.
    .server = Do not give it out. A command at the wrong moment gets 503, and a client that cannot resume simply begins with `EHLO`.

reply-521 = Host does not accept mail
    .meaning = This host never takes mail, from nobody and for nobody; it says so instead of a greeting. After that it either closes or answers everything but `QUIT` with the same code.
    .seen = On machines that have an address in DNS but no mailboxes, so that mail for them fails at once and does not wait for days.
    .sender = Trying again is useless. Check the domain of the address; if a program is set up with this host as its outgoing server, give it the right one.
    .server = If the host should take mail, some placeholder answers on port 25 in place of your mail server. If it should not, let no `MX` record point at it, or publish a null `MX` for the domain. To refuse a single client, use 554, not this.
    .otherwise-postfix = It means that it hangs up on a client that breaks the protocol, with 5.5.1, 5.5.2 or 5.7.0: talking too early, bare `LF`, broken `BDAT`, a web request.
    .otherwise-haraka = It says that a command line was too long, and closes.
    .otherwise-lists = They explain it as a mailbox that is switched off: that is 5.2.1 without its dots.

reply-523 = Encryption needed
    .meaning = The server wants an encrypted connection before it does this. The number is only registered beside 5.7.10, where it is about a login mechanism; 530 is what the standards on TLS and login use.
    .seen = Rarely: at `AUTH` in clear with a mechanism that shows the password.
    .sender = Switch on TLS in the program: `STARTTLS`, then `EHLO` again, then the command that was refused. The password may have crossed the network in clear already; where others can listen, change it.
    .server = Answer 530 5.7.0 if everything needs TLS, and 504 5.5.4 if it is only this mechanism: clients know those. Best of all, do not offer such mechanisms before TLS.
    .otherwise-gmail = 523 5.7.10 is about order: commands came in one flight with `STARTTLS`. The client must wait for 220 and the handshake.
    .otherwise-mox = It refuses a `MAIL` with `REQUIRETLS` so when that comes without TLS.
    .otherwise-lists = They explain it as a message over the size limit: that is 5.2.3 without its dots.

reply-524 = Encryption required for this mechanism (second number)
    .meaning = The mechanism that `AUTH` named may only be used on an encrypted connection. The registry names 524 beside 5.7.11, as a second number for what 538 says; no standard defines it further.
    .seen = Practically never; current servers say 504, older ones 538.
    .sender = Begin TLS and repeat `EHLO` and `AUTH`. A program that does not know the number does right if it takes it for any refused login by its first digit, and does not ask for a new password.
    .server = Replace it with 504 5.5.4, and list the mechanism only once TLS is on. Then a client cannot choose it too early.

reply-525 = User account disabled
    .meaning = Name and password are right, but the account is switched off. It stays refused until an administrator switches it on again.
    .seen = At the end of `AUTH`: an unpaid bill, a departed colleague, a mailbox that sent spam and was locked. Few servers are that frank; most say 535.
    .sender = Do not type the password again and do not reset it; it was correct. Ask whoever runs the mail service why the account is disabled.
    .server = See who disabled the account and when. After a break-in, change the password and end open sessions and app passwords before you enable it. Be aware that this reply confirms a guessed password.
    .otherwise-gmail = A list of 2024 has 525 5.7.10 for commands sent ahead behind `STARTTLS`; the current page of Google has 523 for it.

reply-530 = Authentication or STARTTLS required
    .meaning = As you are, this command is not allowed: the server first wants a login, or TLS. The text says which of the two; 5.7.0 stands for both.
    .seen = `MAIL` on a submission port without a login, because the program has none configured or skipped it; any command other than `EHLO`, `NOOP`, `STARTTLS` and `QUIT` where TLS comes first.
    .sender = If the text names `STARTTLS`, switch on encryption: `STARTTLS`, `EHLO` again, then `AUTH`. If it asks for authentication, enter user name and password for sending; those for reading mail are a setting of their own. Changing the port alone changes nothing.
    .server = On a submission port this is right as it is. An `MX` host on port 25 must not demand TLS for mail to its own users, and no login either: they would get no mail from outside. If clients do log in, see whether `AUTH` is offered after TLS.
    .otherwise-exchange = 530 5.7.57 says that the client did not log in and may not send anonymously: turn on the login, or have a connector set up for this device.

reply-531 = Mail system full (only in code lists)
    .meaning = No standard and no server defines 531. It is 5.3.1 without its dots: the storage of the receiving system, not of one mailbox, is used up. Sent as it stands, it would refuse for good by its first digit, though a full disk is a matter of hours.
    .seen = In code lists; real servers report a full disk as 452 4.3.1.
    .sender = There is nothing to correct in the message. Try again later or tell the recipient's postmaster by another way; if a report calls one mailbox full, that is 5.2.2, and the recipient has to clear it.
    .server = Free space in the queue and mailbox storage, and look for what filled it: logs, a loop, a held queue. Answer 452 4.3.1 while it lasts, so that senders keep the mail and try again.

reply-533 = Delivery not authorized
    .meaning = The sender may not deliver to this recipient. The number only stands in the registry beside X.7.1; no RFC says more about it, and nearly every server says 550 5.7.1.
    .seen = Hardly ever; then on lists and internal addresses that take mail from certain senders only.
    .sender = The address exists, so do not remove it. Ask the recipient or the owner of the list to allow you, or send from the address that is allowed.
    .server = If you want to be understood, say 550 5.7.1 with the reason. Look at the rule that names who may write to this address: it often knows the old domain of a partner, or only internal senders.
    .otherwise-exim = One place in its source used it for names that are not ASCII, where the standard has 550 and 553 with 5.6.7.
    .otherwise-lists = They take it for 5.3.3, a feature that the receiving system lacks.

reply-534 = Authentication mechanism is too weak
    .meaning = The server demands a stronger login mechanism for this user than the one that was chosen. It says nothing about the password, which may be right.
    .seen = At `AUTH`, where policy rules out `PLAIN`, `LOGIN` or `CRAM-MD5` for some accounts; in everyday life almost always from Gmail, which means something else by it.
    .sender = Choose a stronger mechanism from the `AUTH` line, such as `SCRAM-SHA-256`, or a login with a token (`OAUTHBEARER`, `XOAUTH2`). Asking for another password of the same kind leads nowhere.
    .server = See which mechanisms the account may use and whether clients can have a stronger one: for `SCRAM-SHA-256` a verifier must be stored for the account. A mechanism that nobody may use should not be offered.
    .otherwise-gmail = 5.7.9 asks for an app password in place of the usual one, 5.7.14 for a sign-in with a browser first.

reply-535 = Authentication credentials invalid
    .meaning = The login failed: user name and password do not fit, or this kind of login is not allowed for the account. The connection stays usable, without a login.
    .seen = At the end of `AUTH`: a mistyped or changed password, a user name without its domain, the usual password where an app password or a token is needed, an expired token, the server of another provider.
    .sender = Check in this order: the server belongs to this account; the user name is complete, mostly the whole address; the provider does not require an app password or OAuth; sending is enabled for the mailbox. Do not let a program repeat the same password: soon your network address is locked out.
    .server = The log tells more than the client may hear: unknown user, wrong password, or a password source that did not answer (which should be 454). Many names from one address are guessing: slow that address down. Answer an unknown user and a wrong password alike.
    .otherwise-exchange = It writes 535 5.7.3 for the same; in the registry 5.7.3 is about a conversion for security that is not possible.
    .otherwise-exchange-online = 535 5.7.139 says that the login is switched off by policy, not that it is wrong: SMTP AUTH must be enabled for the mailbox, or the program must use OAuth.

reply-538 = Encryption required for this mechanism
    .meaning = The mechanism is only allowed on an encrypted connection. The code is kept for history; servers should not offer such a mechanism in clear, and where it is tried all the same, 504 is the answer of today.
    .seen = `AUTH PLAIN` or `AUTH LOGIN` before `STARTTLS`, mostly because encryption is set to none in the program.
    .sender = Set the encryption to `STARTTLS`, or use the port that begins with TLS, usually 465. Then `EHLO` again and `AUTH`. The password is not the problem, though it may have gone over the line in clear.
    .server = Move from 538 5.7.11 to 504 5.5.4, or to 530 5.7.0 if nothing is allowed without TLS. Check from outside, without TLS, that the reply to `EHLO` lists neither `PLAIN` nor `LOGIN`.

reply-540 = No route or DNS problem (only in code lists)
    .meaning = No standard and no server defines 540. Behind it is 5.4.0, some trouble in network or routing that nobody has named more closely. As a reply it would be final by its first digit, although such trouble often passes.
    .seen = In code lists and in summaries of mailing services, where the message never reached a server that could answer.
    .sender = See in the log of the sending server which step failed: the look-up in DNS, the connection, or the choice of the next host. Without that line there is nothing to mend yet.
    .server = Test your domain from outside: do `MX` and address records resolve, does port 25 answer on every host they name, over IPv6 too where you publish it.

reply-541 = Message rejected (only in code lists)
    .meaning = No standard and no server defines 541. It seems to be 5.4.1, which means that the host did not answer; the lists explain it as a refusal by a spam filter, after Exchange, which refuses recipients with 5.4.1. By its first digit it would be permanent.
    .seen = In code lists, beside advice to ask the recipient for an exception.
    .sender = The two readings need different cures, so get the original line. If a filter refused you, its text names the reason; if the host did not answer, check its `MX` record and wait.
    .server = A content filter should answer 550 5.7.1 or 554 5.7.1 and say whom to ask. On Exchange Online, 5.4.1 mostly means that the directory does not know the recipient.

reply-543 = Routing server failure (only in code lists)
    .meaning = No standard and no server defines 543. It stands for 5.4.3: a directory that the server needs to route the message, such as DNS or LDAP, failed. The first digit alone would make a temporary failure look permanent.
    .seen = In code lists; on the wire such a failure is 451 4.4.3.
    .sender = Send the message again after a while; nothing about it is wrong. If it returns, the administrator of the server named in the report has to look.
    .server = Ask the directory by hand with the tool of your system, from the same machine: does it answer, how fast, and with the account the mail server uses. As long as it fails, answer 451, so that no mail is returned.

reply-546 = Mail loop (only in code lists)
    .meaning = No standard and no server defines 546. 5.4.6 was meant: the message goes in circles between servers. Received as it is, it would count as refused for good, by the first digit.
    .seen = In code lists; a real server breaks a loop with 554 5.4.6 once the message has collected too many `Received` fields.
    .sender = Do not send again: each copy would circle too. Look at the `Received` fields in the report: the hosts that repeat are the loop; tell their postmasters, or stop your own forwarding.
    .server = Usually two servers take each other for responsible: a domain missing from the list of local ones, an `MX` that points back at the relay, or two mailboxes that forward to one another. Find out who should have kept the message.

reply-547 = Delivery expired (only in code lists)
    .meaning = No standard and no server defines 547. It is 5.4.7 without its dots: the sending server tried until its time was up and gave up. No server would answer a command with that, and if one did, only the first digit would count.
    .seen = In code lists and reports of mailing tools, days after the message was sent.
    .sender = The expiry is only the end of the story. The last temporary refusal before it, perhaps 421 or 451, tells why; mend that, then send again.
    .server = Look in your log for the sending host: was it greylisted each time from a new address, over a limit, or could it not connect? Mail that has run out comes back only if it is sent anew.

reply-550 = Mailbox unavailable, or refused by policy
    .meaning = Refused for good, and for one of two very different reasons: the mailbox does not exist or may not be reached, or a policy forbids this sender, host or message. The enhanced code and the text tell which. At `RCPT` only this recipient is lost, after the content the whole message.
    .seen = Unknown users (5.1.1), disabled mailboxes (5.2.1), relaying without a login, SPF, DKIM or DMARC that did not pass (5.7.26), a missing `PTR` record (5.7.25), blocklists, senders without the right to use an address.
    .sender = With 5.1.1, correct or drop the address. With 5.7.1 and its kin, the address is fine: fix login, DNS records, reputation or permission, and never strike the recipient off for it. Sent again unchanged, it is refused again.
    .server = Put the true reason into text and enhanced code, with a page or address for questions. If good mail is refused, find the rule in the log: for 5.1.1 the recipient table, for 5.7.1 the policy. What may pass by itself, such as a DNS failure, should be 450 or 451.
    .otherwise-exchange = 5.1.10 says that the recipient was not found (elsewhere that the domain takes no mail), 5.4.1 that the recipient or relaying was refused (elsewhere that no host answered).
    .otherwise-gmail = It also sets limits with it: 5.4.5 is the daily limit of the sending account, 5.2.1 can mean a mailbox that is getting mail too fast. Both pass with time.
    .otherwise-haraka = It also uses it where the login is missing, for messages that are too big, and for loops.
    .otherwise-stalwart = 5.1.2 says both that the mailbox does not exist and that it does not relay; elsewhere 5.1.2 is about the domain.
    .otherwise-postfix = With 5.5.2 it refuses a line that ends with a bare `LF`: repair the program that writes the lines.

reply-551 = User not local
    .meaning = The user is not here; the text may name the address that is right. The server will not forward the message, so the sender has to decide.
    .seen = Rarely, since it gives away where somebody has gone; sometimes with 5.7.1 from a server that only means that it does not relay for you.
    .sender = If the text names a new address and you trust it, send there and update your address book. If it names none, read it as refused relaying: log in, or use the right outgoing server. A program must not follow the new address unseen.
    .server = To help people who write to old addresses, forward quietly and answer 250, or refuse with 550. Use this code only where the new address may be known to everyone who asks, and for refused relaying send 550 5.7.1.
    .otherwise-postfix = It also means that a `BDAT` chunk came after an earlier error: look at the refusal before it.

reply-552 = Exceeded storage allocation
    .meaning = Too big: the message is over the limit of the server (5.3.4) or of this recipient (5.2.3), or the mailbox is full (5.2.2). At `MAIL` and `RCPT` the session goes on as before; after the content the message is gone.
    .seen = Large attachments, which grow by about a third on the way because of base64; mailboxes that nobody clears. Often already at `MAIL`, since the client announces the size with `SIZE=`.
    .sender = Make the message smaller or send a link to the file; the limit stands behind `SIZE` in the reply to `EHLO`. If the mailbox is full, only the recipient can help: reach them another way and send again later.
    .server = Announce the limit with `SIZE`, so that nobody sends in vain. A full mailbox often empties again: 452 4.2.2 lets senders wait, this code returns the mail at once. Too many recipients are 452.
    .otherwise-rfc821 = Old servers say it for too many recipients in one message: take it as temporary there, and send the rest in another transaction.
    .otherwise-exim = By an option it says it for too many recipients too, in place of 452.
    .otherwise-gmail = 5.7.0 with it is a blocked attachment, for example a program: the size is not the matter, and packing it into an archive seldom helps.

reply-553 = Mailbox name not allowed
    .meaning = The address cannot be used as it is written: its form is wrong, it is ambiguous, it is not ASCII where it must be, or it is not yours to use. Only this command fails.
    .seen = Addresses without a domain, letters beyond ASCII without `SMTPUTF8`, a sender address that does not belong to the login, a sender domain that DNS does not know.
    .sender = At `RCPT`, correct the address. At `MAIL`, let the program use as sender the address of the account that it logs in with. For letters beyond ASCII both servers need `SMTPUTF8`; if one lacks it, ask for an ASCII address.
    .server = Say which rule the address broke. If users are refused with their own second address, add it to those that the account may send from. Where only the syntax is wrong, 501 says it better.
    .otherwise-postfix = 5.7.1 says that the sender address is not owned by the login, or that there was no login: it is a question of rights, not of form.
    .otherwise-sendmail = 5.1.8 says that the domain of the sender does not exist in DNS: use a real one, or publish records for it.
    .otherwise-exim = At `AUTH` it says that the mechanism takes no initial response: send the mechanism alone, and the response after 334.

reply-554 = Transaction failed
    .meaning = The general refusal for good; the stage tells what failed. In place of a greeting: no service for this client. At `DATA`: no recipient was accepted. After the content: the message itself was not wanted, and it is gone. To everything after a weak handshake: this TLS does not suffice.
    .seen = Blocklists at the greeting, spam and virus filters after the content, loops (5.4.6), broken messages (5.6.0), all recipients refused before, a sender that a sending service has not verified.
    .sender = Find the stage first. Greeting: your IP address is blocked, look it up in the list that the text names. `DATA`: read the replies to `RCPT`, this is their echo. After the content: links, attachments, or SPF, DKIM and DMARC of your domain.
    .server = Give the reason and somebody to ask; this number says the least of all. At the greeting it shuts out a client completely, and if you prefer to say it later, use 550 at `RCPT`. Trouble of your own, such as a filter that is down, is 451.
    .otherwise-yahoo = It uses it for much: 5.7.9 is a failed DMARC check, and the text may also say that the mailbox is disabled or does not exist, for which others have 550.
    .otherwise-ses = It says that the sender address or domain is not verified in this account and region: verify it there first.
    .otherwise-exim = A synchronization error means that the client spoke before it was its turn, often a proxy or TLS on the wrong port.
    .otherwise-stalwart = 5.7.8 says that the login mechanism is not supported, 5.3.4 that a line is too long.

reply-555 = MAIL FROM or RCPT TO parameters not recognized
    .meaning = A parameter behind the address in `MAIL` or `RCPT` is unknown to the server, or is one that it does not offer. The address was not judged; without the parameter the command may well pass.
    .seen = `SIZE=`, `BODY=`, `SMTPUTF8` or `NOTIFY=` after `HELO`, to a server that does not list them, or after a failed `STARTTLS` when the list had changed; misspelt parameters in programs that write SMTP by hand.
    .sender = Use only what the last reply to `EHLO` lists, and read it anew after `STARTTLS` and login. Without `NOTIFY=` or `RET=` you lose reports of success, without `SMTPUTF8` addresses beyond ASCII; the others can simply be left out.
    .server = Compare the list that you send after `EHLO` with what you accept; a filter in front of the server may announce more than it passes on. Name the parameter in the text.
    .otherwise-gmail = 555 5.5.2 is its answer to any malformed `MAIL` or `RCPT`: look for missing angle brackets, or an empty address.

reply-556 = Domain does not accept mail
    .meaning = The recipient's domain declares in DNS, with a null `MX`, that it takes no mail at all. The server that you talk to has looked it up and refuses this recipient at once; no later attempt will change that.
    .seen = At `RCPT` on a relay or submission server: an address at a domain that is only used for a web site, or a misspelling of a well-known domain, which its owner has closed to mail.
    .sender = Check the domain for typing errors, then drop the address or find another way to the recipient. Other recipients of the same message are not affected.
    .server = This is right as long as the domain really publishes `MX 0 .`. If it is your domain and it should have mail, replace that record with a real `MX`; resolvers may keep the old one until its time runs out.

reply-557 = Address query (expired draft)
    .meaning = A proposal for asking a server about the properties of an address wanted 557 as one of its answers. It expired, no RFC took it over, and no server is known that sends it.
    .seen = Not on real connections; only in tables that bounce-reading programs carry with them.
    .sender = Should it come, treat it as a permanent refusal, which is all that its first digit says, and go by the text and the enhanced code.
    .server = There is no use for it. For a question about an address, `VRFY` with 250, 252 or 550 is what clients understand.

reply-571 = Blocked by policy (mostly only in code lists)
    .meaning = No standard defines 571, and its second digit breaks the grammar of reply codes, which ends at 5 there. It is 5.7.1 without its dots: refused by a policy. On the wire only the first digit would count.
    .seen = In lists and bounce reports for blocked senders; a provider has really sent it.
    .sender = Read the text behind the number: a blocklist, a missing right or a filter. Ask to be taken off the list only after you have found out what got you there.
    .server = Write 550 5.7.1 or 554 5.7.1; a strict client may take a malformed code for a broken session. Say in the text which list or rule it was, and where one can object.
    .otherwise-verizon = It has refused connections and mail with it, because the sending address was on its own blocklist, and named a page for removal.

reply-578 = Host name not fully qualified (one suggestion)
    .meaning = Nobody defines 578. The help of Webmin suggests it as a private value for the Postfix setting `non_fqdn_reject_code`, which is 504 by itself. The second digit 7 is outside the grammar of SMTP replies, so that only the first digit has a meaning.
    .seen = At most from a Postfix that somebody has set up by that help text, for names such as `localhost` or a bare host name.
    .sender = Give the program or device its full host name for `EHLO`, and complete addresses with a domain.
    .server = Remove the setting, so that `non_fqdn_reject_code` is 504 again. If devices in your own network trip over it, exempt that network instead of changing the number.

reply-602 = Too old (Mailgun)
    .meaning = No reply of a mail server: SMTP codes begin with 2 to 5. In the events of Mailgun it says that the service has tried to deliver for as long as it does, and gave up.
    .seen = In Mailgun's log and webhooks, after a series of temporary failures; never from the recipient's server.
    .sender = Open the earlier events of the same message: their codes from the recipient's server, 4yz, name the cause. Send anew once that is gone.
    .server = For the receiving side there is nothing by this number. Look in your log for connections from the service that were put off, by greylisting, limits or a full disk.

reply-605 = Previously bounced (Mailgun)
    .meaning = Not an SMTP reply: its first digit cannot occur there. Mailgun did not even try: the address is on the suppression list of your sending domain because mail to it bounced before.
    .seen = In Mailgun's events as a permanent failure, at once after the message was handed in.
    .sender = Look up why the first message bounced. If the address is good again, remove its entry from the list of bounces; if not, remove it from your own list, so that you do not pay for messages that nobody sends.
    .server = The recipient's server was not asked and has nothing in its log. If the first bounce was your mistake, tell the sender that the address works and should be taken off the list.

reply-606 = Previously unsubscribed (Mailgun)
    .meaning = A number of Mailgun's own, outside the range of SMTP: the recipient has unsubscribed from your mail, so the service sends them nothing more.
    .seen = In Mailgun's events, often for invoices or password mails as well, when somebody had only wanted to stop a newsletter that went out under the same domain or tag.
    .sender = Respect it. Take out the entry only if the recipient asks for it; and send what people need from another domain than what they can unsubscribe from.
    .server = Nothing arrives at your server in this case. A user who misses mail has to ask the sender to be added again.

reply-607 = Previously complained (Mailgun)
    .meaning = Made up by Mailgun, and never sent over SMTP: the recipient has marked an earlier message of yours as spam, and the service refuses to write to them again.
    .seen = In Mailgun's events, after a mailbox provider has passed on a complaint by its feedback loop.
    .sender = Do not write to this address, by other means either. Many such events call for a look at where the addresses come from, how often you write and how easily one can unsubscribe. An entry goes only if the recipient says that it was a mistake.
    .server = Your server took no part in it; the complaint was one click of a user. If they want the mail after all, they tell the sender, and mark the message as not spam.
