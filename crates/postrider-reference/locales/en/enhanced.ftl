enhanced-x-0-0 = Only the class is known
    .meaning = The first digit is all there is: 2.0.0 done, 4.0.0 not now, 5.0.0 not like this. Nothing is said about address, network, content or policy.
    .seen = 2.0.0 is everyday: `NOOP`, `RSET`, `QUIT` and the reply that a message was queued carry it. 4.0.0 and 5.0.0 stand mostly in bounces, where a program had no enhanced code from the other side and filled the `Status` field itself.
    .sender = Do not conclude anything from 5.0.0. Look for the reply code and the text, in a bounce in the `Diagnostic-Code` field: the real reason is there.
    .server = For success 2.0.0 is right. For a refusal choose a detail that fits, or at least a subject such as X.3.0 or X.7.0; whoever parses your answer has nothing else to go by.

enhanced-x-1-0 = Something about an address
    .meaning = An address of the envelope is the matter, and no detail code says how. In 2.1.0 it means that the sender address was taken.
    .seen = 250 2.1.0 is the usual answer to `MAIL FROM`. 5.1.0 comes from servers that refuse a sender or a recipient without telling which of the two is wrong.
    .sender = Look at which command was refused: after `MAIL FROM` the sender address is meant, after `RCPT TO` the recipient. Then read the text.
    .server = Say which address it is: X.1.1 to X.1.3 and X.1.10 speak of the recipient, X.1.7 and X.1.8 of the sender.
    .otherwise-exchange = 5.1.0 is what Exchange says when the sender is denied: a block list of the organisation, or of the recipient, names it. The recipient address is fine.

enhanced-x-1-1 = No such mailbox
    .meaning = The domain is right, but nobody there has this address: the part before the @ leads nowhere. The registry wants it for permanent failures; with a 4 in front servers say that they could not find out yet.
    .seen = The answer to `RCPT TO` after a typing error, for people who have left, for bought or old lists. 4.1.1 comes while a server cannot ask the system that knows the mailboxes.
    .sender = Correct the address, or take it off your list at once: repeated mail to unknown users ruins your reputation. Read the text first, because some providers put 5.1.1 on lines about rate limits.
    .server = Check that your list of recipients is complete: a directory that was not synchronised, or a domain missing in the alias tables, bounces real mail. While a lookup fails, answer 450 4.1.1 and not 550 5.1.1.
    .otherwise-godaddy = The text speaks of a limit or of too much mail, while the code says 5.1.1. The mailbox exists; slow down and keep the address.

enhanced-x-1-2 = The recipient's domain takes no mail
    .meaning = The domain behind the @ does not exist, or has no host that accepts mail.
    .seen = `gmial.com` and other typing errors; a domain that has expired; an `MX` that names a host which does not exist. Usually your own server writes it into the bounce, after it has asked DNS.
    .sender = Check the spelling behind the @, then ask DNS for `MX`, `A` and `AAAA`. If the domain is right, tell its owner by another way.
    .server = If people see this about your domain, look at the registration and at the `MX` records: each must name a host with an address, never an IP and never a `CNAME`.

enhanced-x-1-3 = The recipient address is badly written
    .meaning = The recipient is no valid address. No server will ever take it in this form.
    .seen = 501 or 553 after `RCPT TO`: no @, a space, two dots in a row, a display name inside the brackets, a list with commas handed over as one address.
    .sender = Send only the bare address in `RCPT TO:<user@example.org>`. Trim spaces and line ends from imported lists, and split lists before you hand them over.
    .server = Say what is wrong with the address: the missing @, the domain, the length. Take everything that the grammar allows, plus signs and quoted parts included, or people will get 5.1.3 for addresses that work elsewhere.

enhanced-x-1-4 = The address fits several mailboxes
    .meaning = The server tried to guess whom you mean, found more than one, and did not choose.
    .seen = Rare today: systems that deliver by surname or by a directory search, where `smith` matches two people; two objects of a directory that share one address.
    .sender = Use the full, exact address of the person.
    .server = Look for duplicate addresses in the directory, and do not resolve mail by similarity.

enhanced-x-1-5 = The recipient is valid
    .meaning = Good news: the recipient was accepted. It is 2.1.5 and stands behind 250, or in a report of successful delivery.
    .seen = The answer to every accepted `RCPT TO`. It does not yet promise that the message itself is taken: that is said after the final dot.
    .sender = Nothing to fix; go on with `DATA` or `BDAT`.
    .server = Use it with a 2 only. 5.1.5 would say that a valid address is the reason of the refusal.
    .otherwise-others = Copied lists explain 515, and some servers send 5.1.5, as a bad recipient address: the opposite. Go by the first digit, and read it like 5.1.1 or 5.1.3.

enhanced-x-1-6 = The mailbox has moved, new address unknown
    .meaning = The address was good once and is closed now, and the server knows no other.
    .seen = 550 or 551 for former employees and closed accounts, on systems that keep the old names instead of forgetting them.
    .sender = Remove the address, and ask the person for the new one by another way.
    .server = If you know and may tell the new address, 551 with that address helps more. Otherwise X.1.6 is kinder than X.1.1: it says that there was no typing error.
    .otherwise-exchange = 5.1.6 in a bounce of Exchange speaks of a recipient domain of one label, as in `user@mailhost`. Write the full domain.

enhanced-x-1-7 = The sender address is badly written
    .meaning = What stands in `MAIL FROM` is no valid address.
    .seen = 501 or 553 after `MAIL FROM`: an application that puts a display name or nothing but a user name there, a missing @, a host name with an underscore, a template variable that was never filled.
    .sender = Send `MAIL FROM:<user@example.org>` with nothing else inside the brackets. In libraries look for the setting named `sender`, `return path` or `envelope from`: it is not the `From` line that people see.
    .server = The null sender `<>` is valid and must pass: all bounces have it. Name the part that is wrong.

enhanced-x-1-8 = The sender's domain cannot take mail
    .meaning = The domain in `MAIL FROM` does not exist or has no mail host, so nobody could be told of a failure.
    .seen = `root@localhost`, `www-data@web01.internal` and other machine names from cron jobs and web servers; a new domain whose DNS is not published yet. 451 or 450 with 4.1.8 means that the lookup itself failed.
    .sender = Set the envelope sender to a domain that has an `MX` or an address, and that you own. With 4.1.8 look at your name servers: some of them may not answer.
    .server = Use 4.1.8 when DNS gave no answer and 5.1.8 only when it said that the name does not exist. Never apply it to `<>`.
    .otherwise-exchange-online = 5.1.8 means that Microsoft has blocked your account for sending too much spam. Clean the account, change its password, then release it from the list of restricted users.

enhanced-x-1-9 = Passed on to a system that reports nothing
    .meaning = The address was good and the message went on, but the next system does not take part in message tracking, so no more can be told.
    .seen = Only in answers to tracking queries. You will hardly meet it in a session or in a bounce.
    .sender = Nothing to fix. To know whether the message arrived, ask the recipient, or the operator of the next system.
    .server = It belongs into tracking data with a 2. Do not send it in replies to SMTP commands.

enhanced-x-1-10 = The recipient's domain has a null MX
    .meaning = The domain publishes an `MX` record with a single dot: it declares that it takes no mail at all, for any address.
    .seen = 556 from a submission server or relay; domains for web pages or for sending only; a missing letter that led to such a domain. Bounces come at once instead of after days.
    .sender = Correct the domain of the recipient. If it is right, nobody can be reached there; do not retry.
    .server = If the domain is yours and should take mail, replace the null MX with real hosts; both at once are not allowed. As a relay say 556 5.1.10 for the recipient, and 550 5.7.27 where the sender is the one.
    .otherwise-exchange = 550 5.1.10 from Exchange means that the recipient was not found: an unknown user, not a null MX.

enhanced-x-2-0 = Something about the mailbox
    .meaning = The mailbox exists, and something about it is the reason; nothing more precise is said.
    .seen = 450 4.2.0 is what many greylisting servers answer to `RCPT TO` at the first attempt. 5.2.0 comes from delivery agents that only know that storing failed, Exchange among them.
    .sender = With 4.2.0 let the queue try again after some minutes, from the same address. With 5.2.0 read the text, and reach the person by another way.
    .server = Use X.2.1 to X.2.4 where they fit; for greylisting 4.7.1 tells better that policy is the reason.

enhanced-x-2-1 = The mailbox is switched off
    .meaning = The address exists and takes nothing: for good with 5.2.1, for now with 4.2.1.
    .seen = Suspended or long unused accounts at big providers, accounts with unpaid bills, mailboxes during a migration (4.2.1).
    .sender = After 5.2.1 stop writing to the address: big providers treat mail to dead accounts as a sign of a bad list. After 4.2.1 let the queue work.
    .server = Use a 4 only while you really mean to open the mailbox again. For former accounts X.1.6 or X.1.1 is clearer.
    .otherwise-gmail = 450 4.2.1 means that the mailbox is getting mail too fast, and 550 5.2.1 can mean the same as a refusal. The account is alive: slow down.

enhanced-x-2-2 = The mailbox is full
    .meaning = The recipient has used up the quota. Only the recipient can make room, which is why the RFC wants 4.2.2.
    .seen = 452 4.2.2 while the server hopes, 552 5.2.2 when it gives up or never waits. Long periods of it mean an abandoned mailbox.
    .sender = Let the queue try for some days, and tell the person by another way. Remove an address that has been full for weeks.
    .server = Prefer 452 4.2.2, say it at `RCPT TO`, and warn users before the limit is reached. If one mailbox is hit by a flood, look at forwarding and at rules that copy.
    .otherwise-exchange = 5.2.2 can also come while you hand in your own message: the quota for submission is used up, and the recipient has nothing to do with it.

enhanced-x-2-3 = Too large for this mailbox
    .meaning = The message is larger than this one recipient may get, though the server as a whole takes larger ones.
    .seen = 552 after `RCPT TO` when the size was announced, else after the content: plans with small limits, a limit on one mailbox or group, with Exchange and others.
    .sender = Send less, or a link. Remember that attachments grow by a third on the way. Other recipients of the same message may have got it.
    .server = Refuse at `RCPT TO` when `SIZE=` was given, so that only this recipient fails. For the limit of the whole server use X.3.4.

enhanced-x-2-4 = The mailing list could not be expanded
    .meaning = The address is a list or a group, and the server could not turn it into its members.
    .seen = 450 or 452 with 4.2.4 when the list program or the directory does not answer; 5.2.4 for an empty or broken group.
    .sender = Wait with 4.2.4. With 5.2.4 write to the owner of the list, often at `listname-owner` or `listname-request`.
    .server = Look at the list program, at the directory query and at nested groups that contain each other. If the sender is not allowed to write there, X.7.2 is the code.

enhanced-x-3-0 = Something about the mail system
    .meaning = The receiving system normally takes mail, and something inside it is the reason now. The text, if any, is for its operator.
    .seen = 451 4.3.0 when a message could not be stored, when a content filter did not answer, when the queue cannot be written. 421 4.3.0 ends a whole session.
    .sender = 4.3.0 needs nothing but time. 5.3.0 from a remote host: show its postmaster the whole line; from your own server: look into its log.
    .server = The log has the real error: disk, permissions, a content filter that is down, a delivery program with a bad exit status. Answer with a 4 so that no mail is lost.

enhanced-x-3-1 = The server has no room
    .meaning = The storage of the whole system is used up, not the quota of one mailbox. The recipient can do nothing about it.
    .seen = 452 4.3.1 after `MAIL FROM`, often because less space is free than the announced `SIZE=` or than a minimum; Postfix and postrider say it, and Exchange when it runs short of resources.
    .sender = Let the queue try again. If it lasts for hours, tell their postmaster by telephone or from another system.
    .server = Free space on the file system of the queue, and look at inodes too. Find out what has grown: logs, a stuck queue, one big mailbox. Mail is not lost while you answer 452.

enhanced-x-3-2 = The system is not taking mail
    .meaning = The host is closed: for a while with 4.3.2, or for ever with 521 5.3.2, where it is no mail server at all.
    .seen = 421 4.3.2 at shutdown, maintenance or under load; 450 4.3.2 from gatekeepers such as Postfix postscreen while they test a new client; 521 from hosts that only answer on port 25 to say no.
    .sender = Try again after 4.3.2. After 521 look at the `MX` of the domain: it names a host that never takes mail, or you connect to the wrong one.
    .server = Use 421 with 4.3.2 and close, so that clients keep their mail. For a host that must never get mail, publish a null MX as well.

enhanced-x-3-3 = The system lacks a feature that was asked for
    .meaning = Something that the message or the command needs is not supported there, or cannot be honoured at present.
    .seen = Gateways to other systems; 455 4.3.3 when a known parameter cannot be served now; 5.3.3 for features without a code of their own.
    .sender = Leave out what you asked for: the parameter, the priority, the special delivery request. Compare with the keywords of the `EHLO` reply.
    .server = Offer in `EHLO` only what you can keep. For an unknown parameter 555 5.5.4 is more exact.
    .otherwise-exchange = 500 5.3.3 is the answer of Exchange to a command that it does not know. Look for a typing error, or for text that was sent where a command was due.

enhanced-x-3-4 = Too large for the server
    .meaning = The message is above the limit that holds for every message there.
    .seen = 552 after `MAIL FROM` when `SIZE=` was announced, else after the content was sent in vain. Limits of 10 to 50 MB are common, counted after base64 encoding.
    .sender = Compare the message with the number behind `SIZE` in the `EHLO` reply, and count a third more for attachments. Send a link instead, or several messages.
    .server = Announce `SIZE`, and refuse at `MAIL FROM`. Check that proxies and filters in front have the same limit, or large mail fails without a clear reason. The relay in front must not accept more than what stands behind it.

enhanced-x-3-5 = The server is set up wrongly
    .meaning = The configuration of the answering system makes it impossible to accept this message. You cannot repair it from outside.
    .seen = 451 4.3.5 from Postfix: a table that cannot be read, a syntax error in `main.cf` or `master.cf`, a policy service with a bad answer. 5.3.5 from a host that finds itself as the best mail host and has no mailbox for the domain.
    .sender = Let the queue try again after 4.3.5; the message is fine. Tell the postmaster of that server, best with the exact time.
    .server = Read the log at that second: it names the table or the parameter. Then run your server's configuration check, as in `postfix check`.

enhanced-x-3-6 = Accepted, with another priority
    .meaning = The message was taken, but the priority that was asked for, or the default, was replaced. The new number stands at the beginning of the text.
    .seen = 250 2.3.6 from the few servers with `MT-PRIORITY`, mostly in military and emergency networks.
    .sender = Nothing failed. If the higher priority is needed, ask the operator who may use it.
    .server = Send it with 250 after `MAIL FROM` or after the content, and put the new priority first in the text.

enhanced-x-4-0 = Something about network or routing
    .meaning = The way to the destination is the matter, and none of the finer codes fits.
    .seen = Bounces and delay reports of your own server after odd connection errors; seldom in a live reply.
    .sender = Check from the sending host whether the destination can be reached on port 25, and whether both its DNS and yours answer.
    .server = This code is written by the sending side. If it appears in replies of your relay, use X.4.1 to X.4.4 so that people can tell network from DNS.

enhanced-x-4-1 = No answer from the host
    .meaning = The next host did not take the connection: timed out, refused, or no route to it. The message waits.
    .seen = `Connection timed out` on port 25 in the log of your server, with 4.4.1 as status. If it happens with every destination, your provider blocks port 25, which most cloud and home networks do.
    .sender = Test with `telnet mx.example.org 25`. If nothing can be reached, ask your provider to open port 25, or send through a smarthost on port 587 or 465. If one destination fails, wait; your address may be dropped by its firewall.
    .server = Look at the listener, the firewall and at `MX` records that name dead hosts. A broken `AAAA` record makes senders with IPv6 wait in vain.
    .otherwise-exchange = 550 5.4.1 with `Recipient address rejected: Access denied` is a refusal: the recipient does not exist there, or the domain is not set up in that organisation. The network is in order.

enhanced-x-4-2 = The connection broke
    .meaning = The connection stood, and then died or fell silent before the message was through.
    .seen = 421 4.4.2 when a client sends nothing for too long; `lost connection` and `timeout` in the log of the sender. Only large messages fail: a packet size problem. It always fails at the same point: a firewall or virus scanner that reads along.
    .sender = The queue tries again. If it repeats, send a small message to compare, lower the MTU, switch off SMTP inspection on your firewall, and do not keep connections open without use.
    .server = Allow the waiting times of the RFC: minutes, not seconds. A filter that works long after the final dot makes senders give up and deliver twice.

enhanced-x-4-3 = DNS or a directory did not answer
    .meaning = A directory that is needed to go on was not available. In today's mail that is nearly always DNS, sometimes LDAP or a database. It says nothing about whether the name exists.
    .seen = 451 4.4.3 or 450 after `MAIL FROM` or `RCPT TO`; in your own queue when all name servers of a domain are silent, or when DNSSEC does not validate (`SERVFAIL`).
    .sender = Wait. If it lasts, ask two different resolvers for the `MX`: if both fail, the domain's name servers are broken; if one answers, yours is.
    .server = Check the resolver of the mail host first: reachable, fast, validating with the right time. The same holds for the LDAP server behind your recipient lookup.
    .otherwise-spf = RFC 7208 gives 451 4.4.3 to SPF checks that ended in `temperror`. The lookup of the sender's SPF record failed, not the route; X.7.24 replaces it.

enhanced-x-4-4 = No way to the domain
    .meaning = The server asked, got an answer, and found no next hop in it: the name has neither a usable `MX` nor an address.
    .seen = In bounces of your own server: a domain with only a web page behind another name, an `MX` that names a host without address, a smarthost with a typing error in its name.
    .sender = Ask DNS for `MX`, and for `A` and `AAAA` of each host named there. If it is your smarthost, correct the name in the configuration.
    .server = Publish an `MX` for each domain that gets mail, and an address for each host in it. Keep internal names out of public records.

enhanced-x-4-5 = The mail system is congested
    .meaning = Too much work at once: the server, or the way to it, cannot take this message now.
    .seen = 451 or 421 with 4.4.5 under load, at too many connections, while a backlog is worked off.
    .sender = Send fewer messages over fewer connections, and let the pauses between attempts grow. Opening more connections makes it worse.
    .server = Find the bottleneck: slow disk, slow filter, slow DNS. Limit connections for each client rather than refusing everybody.
    .otherwise-gmail = 550 5.4.5 means that your account has reached its sending limit for the day. Waiting until the next day, or a service for bulk mail, is the cure.

enhanced-x-4-6 = The message goes round in a loop
    .meaning = The message has passed the same systems so often that somebody stopped it. The RFC calls it transient; in practice it is nearly always final.
    .seen = 554 5.4.6 is the usual form, from Gmail and postrider among others; Stalwart says 450 4.4.6 and Exchange has its own 5.4.14. Causes: two forwardings that point at each other, a domain that two hosts each believe to be the other's, a backup `MX` that sends to itself.
    .sender = Read the `Received` fields from bottom to top: the names that repeat are the two ends of the circle. If one is yours, end the forwarding there; else write to both postmasters.
    .server = Check that your host knows every domain as its own for which DNS names it, and that `MX` and relay settings do not lead back. Keep the `Received` fields: without them no loop is found.

enhanced-x-4-7 = Too old, given up
    .meaning = The message waited too long, in a queue or by a limit that the sender had set, and is not tried any more.
    .seen = In the bounce after two to five days of attempts. The line says only that time ran out: the last temporary error before it is the reason.
    .sender = Find the last 4xx answer in the bounce or in your log, and solve that one. Then send again.
    .server = Put the last real answer into the report, not only this code. Five days is the usual lifetime; shorter ones lose mail over a long weekend.

enhanced-x-5-0 = Something about the protocol
    .meaning = The conversation itself is the matter, and no finer code fits. With a 2 it is a plain yes.
    .seen = 252 2.5.0 after `VRFY`, 250 2.5.0 from servers that use it where others say 2.0.0, 554 5.5.0 when a client talks where it must wait. Outlook.com puts 5.5.0 on `mailbox unavailable`: there the text counts.
    .sender = Go by the reply code: a 503 is about order, 501 about form, 554 about the whole transaction. Take the first refusal of the session, not the last.
    .server = Prefer 5.5.1, 5.5.2 or 5.5.4, and say in the text what should have come instead.

enhanced-x-5-1 = Wrong command here
    .meaning = The command is out of order, or this server does not have it. It is the usual partner of 503, and of 502.
    .seen = `RCPT` without an accepted `MAIL`, `DATA` without a recipient, `MAIL` before `EHLO`, `AUTH` twice, `STARTTLS` under TLS; `EXPN` where it is not offered. Often only the echo of an earlier refusal that the client did not notice.
    .sender = Read the session from the top: the first line with 4 or 5 is the cause. Do not go on after it as if it had been a yes, and after `STARTTLS` send `EHLO` again.
    .server = Say what is missing, as in `503 5.5.1 RCPT needs MAIL FROM first`. A new `EHLO` and `RSET` must always be allowed.

enhanced-x-5-2 = Not understood
    .meaning = The server could not read the line as a command: an unknown verb, a wrong form, or a login response that is no valid base64.
    .seen = 500 after a typing error, a bare line feed, or octets of TLS sent in clear; 500 for text lines of a message that was sent although `DATA` had been refused; 501 within `AUTH`.
    .sender = End every line with CRLF, and wait for 354 before you send content. If there are many such lines in a row, look for the refusal before the first. Check that the port fits: 465 begins with TLS, 587 and 25 do not.
    .server = Limit the number of unknown commands and then close with 421; otherwise a confused client, or a web browser, feeds you a whole message line by line.
    .otherwise-exchange = 503 5.5.2 with `Send hello first` is a matter of order: the server wants `EHLO` first. Elsewhere that is 5.5.1.
    .otherwise-postfix = 504 5.5.2 with `need fully-qualified hostname` is about the name in `HELO` or `EHLO`: it has no dot. The syntax is in order.
    .otherwise-spf = RFC 7208 gives 550 5.5.2 to SPF checks that ended in `permerror`: the sender's SPF record has a mistake. X.7.24 replaces it.

enhanced-x-5-3 = Too many recipients
    .meaning = This transaction takes no more recipients. Those that were accepted stay accepted.
    .seen = 452 4.5.3 at the recipient after the limit, often the hundred-and-first or thousand-and-first; 550 5.5.3 where a rule forbids so many addresses for good. The registry lists 451, but for `RCPT` the SMTP standard demands 452.
    .sender = Finish the message for the accepted recipients, and send the rest in another transaction. A good queue does it by itself; an application has to split its list. See whether the `EHLO` reply has `LIMITS RCPTMAX=`.
    .server = Take at least 100 recipients. Answer 452 4.5.3 to each one too many, and not to the whole message; use a 5 only if splitting is not wanted.

enhanced-x-5-4 = Arguments not accepted
    .meaning = The command is known and its argument is not: a malformed value, an unknown parameter, a mechanism that is not offered.
    .seen = 501 for a missing argument or a bad `SIZE=`; 555 for `BODY=`, `RET=`, `NOTIFY=` or `AUTH=` that were never offered; 504 for an `AUTH` mechanism that is not in the list.
    .sender = Use only parameters whose keyword stands in the last `EHLO` reply; after `STARTTLS` ask anew, since the list changes. Put one space between `>` and the first parameter.
    .server = Name the parameter and the form that you expect. Parameters with unknown names are 555, known ones with bad values 501.

enhanced-x-5-5 = Different protocol versions
    .meaning = The two sides speak versions of a protocol that do not fit, and could not agree on one.
    .seen = Hardly ever in SMTP, which has no version numbers. Some programs use it when a TLS version is refused, or between the parts of one product after an update.
    .sender = Bring both programs up to date. If TLS is meant, allow version 1.2 or later.
    .server = If you mean TLS, 5.7.0 or 4.7.0 with a text is understood better.

enhanced-x-5-6 = A login line is too long
    .meaning = A response within `AUTH` is longer than the server's buffer. The password may be right.
    .seen = 500 5.5.6 with large Kerberos tickets and with long tokens for `OAUTHBEARER` or `XOAUTH2`. The standard takes 12288 octets for enough.
    .sender = Get a token with fewer claims or groups, or use another mechanism. Check that the client does not send a file or a whole header in place of the token.
    .server = Allow 12288 octets for lines of `AUTH`; the limit of 512 is for commands only.
    .otherwise-exchange = 5.5.6 from Exchange means invalid content of the message, and has nothing to do with a login.

enhanced-x-6-0 = Something about the content
    .meaning = The message itself cannot be delivered as it is, and no finer code says why.
    .seen = 554 5.6.0 for NUL octets, for lines of more than 1000 octets, for a missing or doubled `From`, for broken MIME; with Exchange for content that failed conversion.
    .sender = Let a proven library build the message, wrap long lines (HTML in one line is the classic), and encode with quoted-printable or base64. Send a plain text message to see whether the address works.
    .server = Say which rule was broken and where. Refuse it in the session; a bounce later often goes to a forged sender.

enhanced-x-6-1 = This kind of content is not supported
    .meaning = The format of the message cannot be carried or shown at the next step: a media type, not a size.
    .seen = Gateways to SMS, fax or pagers, systems that take plain text only; some servers refuse forbidden attachment types with it.
    .sender = Send plain text, or another file format, or a link.
    .server = For attachments that a policy forbids 5.7.1 is more honest, with the name of the type in the text.

enhanced-x-6-2 = Must be converted, and may not be
    .meaning = The content would have to be changed before it can go on, and the sender or the relaying host has forbidden changes.
    .seen = Rare: signed or encrypted content that needs 8 bits at a hop with 7, with a rule that it must stay as it is; gateways that obey a ban on conversion.
    .sender = Encode the message as 7-bit before it is signed, or allow the conversion.
    .server = Offer `8BITMIME`, and the question never comes up.

enhanced-x-6-3 = Must be converted, and nobody can
    .meaning = The next hop cannot take the content as it is, and this host does not know how to change it.
    .seen = `8BITMIME` or `BINARYMIME` content on the way to an old server without the extension; a relay that cannot downgrade and bounces with 5.6.3.
    .sender = Send with quoted-printable or base64, so that the content has 7 bits. Most libraries have a switch for it.
    .server = Offer `8BITMIME` on every host of the way, filters and internal hops included: one without it is enough to bring this up.

enhanced-x-6-4 = Delivered, but something was lost in conversion
    .meaning = With a 2: delivered, and the conversion has cost some detail. With a 5: refused, because the sender had forbidden losses.
    .seen = Gateways to other networks; 250 2.6.4 after `BURL` when a header was converted with loss.
    .sender = With 2.6.4 ask the recipient whether the message is readable. With 5.6.4 send content that needs no conversion, such as plain ASCII text.
    .server = Say in the text what was dropped: characters, formatting, attachments.

enhanced-x-6-5 = The conversion failed
    .meaning = The content had to be converted, it was tried, and it did not work out.
    .seen = MIME with an encoding that does not match its label, base64 cut short, a character set that the converter does not know. 4.6.5 when a converter is out of order.
    .sender = Check the structure of the message: boundaries, `Content-Transfer-Encoding`, `charset`. Build it anew with a library instead of by hand.
    .server = Test the converter with the message by itself, and pass it on unchanged where the next hop would take it.

enhanced-x-6-6 = Content at another place could not be fetched
    .meaning = The client gave a reference, an IMAP URL in `BURL`, and the submission server could not get the text behind it.
    .seen = 554 5.6.6 with an expired or wrong URL, 4.6.6 while the IMAP server is away. Only few services offer `BURL`.
    .sender = Make a new URL with `URLAUTH`, check its date and its access part, or send the content with `DATA`.
    .server = Check that the submission server may log in to the IMAP server; if that trust is missing, X.7.14 is the code.

enhanced-x-6-7 = Address beyond ASCII not allowed here
    .meaning = The sender or the recipient has letters outside ASCII, and they are not allowed for this address or in this transaction.
    .seen = 550 5.6.7 after `MAIL`, 553 5.6.7 after `RCPT`, mostly because `SMTPUTF8` was not said in `MAIL FROM`. Sending servers write it into a bounce when the next hop does not offer `SMTPUTF8`.
    .sender = If the `EHLO` reply offers `SMTPUTF8`, put it behind the address in `MAIL FROM`. If not, use an ASCII address; a domain alone can be written in its `xn--` form, a local part cannot.
    .server = Offer `SMTPUTF8` only if your delivery can store such mail. Give users of such mailboxes an ASCII address too.

enhanced-x-6-8 = The answer would need UTF-8
    .meaning = The reply has to name a mailbox with letters outside ASCII, and the client has not said that it can read that.
    .seen = 252, 550 or 553 after `VRFY` or `EXPN` from the few servers that still answer these with names.
    .sender = Put `SMTPUTF8` behind the argument: `VRFY josé SMTPUTF8`. Better, do not use `VRFY`: `RCPT` tells.
    .server = Never send UTF-8 in a reply that was not asked for with `SMTPUTF8`. Answering 252 without a name avoids the question.

enhanced-x-6-9 = UTF-8 header cannot reach all recipients
    .meaning = The content was sent as an internationalized message, and at least one recipient cannot get such mail, so all of it was refused.
    .seen = After the final dot: the standard's text says 554, the registry lists 550, and both are met. Rare, because good servers refuse at `RCPT`.
    .sender = Send to the other recipients separately, or write the header in ASCII: encoded words for names and subjects, ASCII addresses.
    .server = Refuse the one recipient at `RCPT` with 5.6.7 instead of the whole message at its end.

enhanced-x-6-10 = Deprecated: read it as X.6.8
    .meaning = A second entry for X.6.8, made by mistake and marked as deprecated. It says nothing of its own.
    .seen = Practically never. Do not confuse it with 5.6.11, which Exchange uses for bare line feeds.
    .sender = Do what X.6.8 asks: say `SMTPUTF8` with `VRFY` or `EXPN`, or leave these commands alone.
    .server = Do not send it. X.6.8 is the right number.

enhanced-x-7-0 = Something about security
    .meaning = Login, TLS or policy is the reason, and the server does not, or will not, say more. In 2.7.0 it is good news: logged in.
    .seen = 235 2.7.0 after a login; 530 5.7.0 where a login or `STARTTLS` must come first; 454 4.7.0 while logins or TLS do not work; 421 4.7.0 when too many errors or connections were counted; 550 5.7.0 from Gmail for denied relaying.
    .sender = The reply code decides: 530 wants `STARTTLS` or `AUTH` before this command, 454 wants patience and not another password, 421 a slower client, 550 the text.
    .server = Keep the detail back only where it would help attackers. For a refused login X.7.8 says enough and gives nothing away.
    .otherwise-yahoo = 421 4.7.0 with a mark such as `[TSS04]` is a brake on your IP: too much volume, or complaints of users.

enhanced-x-7-1 = Not allowed
    .meaning = The server understood everything and does not want it: policy. It is the most used and least telling code of all; only the text says which rule it was.
    .seen = Relaying denied, block lists, spam filters, senders that do not belong to the login, recipients that take only certain senders, SPF failures on servers without X.7.23. 4.7.1 is greylisting or a limit for an hour.
    .sender = Read the text and follow its link if it has one. Relaying denied: log in, or use the right host. A list is named: find out what got you onto it, then ask to be removed. Spam: look at links and authentication. Never retry 5.7.1 unchanged.
    .server = Name the rule in the text, with a page or an address where a wrong decision can be reported. Use X.7.20 to X.7.27 for authentication results, X.7.2 for lists.

enhanced-x-7-2 = You may not write to this list
    .meaning = The address is a mailing list or group, and the sender is not among those who may post there.
    .seen = 550 5.7.2 for lists of members, for company groups that are closed to outsiders, for the wrong one of your own addresses.
    .sender = Write from the address that is subscribed, or ask the owner of the list to let you in. Repeating it does not help.
    .server = If customers should reach a group, open it to senders from outside: many systems close new groups by default.

enhanced-x-7-3 = Cannot be carried over into another secure form
    .meaning = Delivery would need a change from one security protocol to another, as between two kinds of encrypted mail, and there is no way.
    .seen = As registered nearly never: gateways between S/MIME, PGP or closed systems.
    .sender = Agree with the recipient on one way of encryption, or send by another route.
    .server = If you run such a gateway, check its keys and the routes for each recipient.
    .otherwise-exchange = 535 5.7.3 is the answer of Exchange to a failed login: wrong password, or SMTP logins switched off for this mailbox.

enhanced-x-7-4 = Security feature not supported
    .meaning = The message or the client asks for a security feature that this server cannot give: a way of login, a form of signature.
    .seen = 504 5.7.4 for an unknown `AUTH` mechanism, from Exchange and Gmail among others (others say 5.5.4); in the log of Postfix 4.7.4 means that TLS was demanded and the other side did not offer it.
    .sender = Take a mechanism from the `AUTH` line of the current `EHLO` reply, read after `STARTTLS`. For 4.7.4 in your own log decide whether TLS must really be demanded of that destination.
    .server = Offer what your users' programs speak: `PLAIN` under TLS at least. Switch off nothing before its users have moved.

enhanced-x-7-5 = Trouble with keys or certificates
    .meaning = Something could not be checked or decrypted, because a key or certificate was missing or not valid.
    .seen = 451 4.7.5 when the key server for a DKIM check did not answer; in the Postfix queue for `Server certificate not trusted` or `not verified`, where TLS must be verified (DANE, MTA-STS or a rule of your own).
    .sender = Find out which key is meant. Server certificate: compare its names and dates, and the `TLSA` records, with what your side expects. DKIM: see that the selector can be looked up in DNS.
    .server = Renew certificates in time, send the whole chain, and publish new `TLSA` records before you change the key.

enhanced-x-7-6 = Algorithm not supported
    .meaning = The check or decryption failed because the algorithm is not known here, or no longer allowed.
    .seen = Rare in replies: DKIM keys with `rsa-sha1`, very new or very old ciphers, S/MIME gateways.
    .sender = Sign with `rsa-sha256` and at least 1024, better 2048 bits; keep an RSA signature beside an Ed25519 one.
    .server = Treat a signature with an unknown algorithm as absent, as DKIM wants it, instead of refusing the message.

enhanced-x-7-7 = The message was altered
    .meaning = A check of integrity showed that the content is not what was signed: damaged or changed on the way.
    .seen = Gateways that verify S/MIME or DKIM strictly; lists, footers and virus scanners that rewrite mail after it was signed.
    .sender = Find the system that changes the message after signing (disclaimers, link rewriting, changed encodings), and sign behind it.
    .server = A broken DKIM signature counts like none, so do not refuse for it alone. Use X.7.20 if your policy does so all the same.

enhanced-x-7-8 = User name or password is wrong
    .meaning = The login was refused. Servers do not say which part was wrong, and that is on purpose.
    .seen = 535 5.7.8 after `AUTH`: a typing error, the password of the web page where an app password is due, a user name without the domain, an expired token, an account without SMTP access. Failed logins in a row may lock even the right password for a while.
    .sender = Enter the credentials anew, and do not let a program repeat them: that locks accounts. Check for an app password or OAuth (Gmail, Yahoo, iCloud), the full address as name, and that no newline was encoded with it.
    .server = Log the mechanism, the name and the address that it came from, never the password. A reset that has not reached all servers looks the same to users.
    .otherwise-burl = RFC 4468 once used 554 5.7.8 with `BURL` for a missing trust to the IMAP server. That is X.7.14 now.

enhanced-x-7-9 = This way to log in is too weak
    .meaning = The password may be right, but the mechanism is weaker than the server allows for this account.
    .seen = 534 5.7.9 for `PLAIN` or `LOGIN` where the account demands `SCRAM` or a token.
    .sender = Choose a stronger mechanism from the `AUTH` line, such as `SCRAM-SHA-256` or `OAUTHBEARER`; a new password changes nothing.
    .server = Do not offer mechanisms that no account may use. Announce such a change before you make it.
    .otherwise-gmail = 534 5.7.9 means that an app password is needed, or a login with the browser first. The mechanism is not the point.
    .otherwise-yahoo = 554 5.7.9 is a refusal by DMARC: the message did not pass for the domain in `From`, and that domain asks for rejection.

enhanced-x-7-10 = Encryption is needed first
    .meaning = What was asked for is allowed only on an encrypted connection, a plain login above all.
    .seen = 523 5.7.10, rare: most servers say 530 5.7.0 or 538 5.7.11. Sending servers put it into a bounce when a message with `REQUIRETLS` could not be sent under TLS.
    .sender = Use `STARTTLS` on port 587, or port 465 which begins with TLS, then send `EHLO` again and log in.
    .server = Do not offer `PLAIN` and `LOGIN` before TLS; then clients never run into this.
    .otherwise-gmail = 5.7.10 with 523 or 525 says that commands came behind `STARTTLS` without waiting. Stop after `STARTTLS`, do the handshake, then go on.

enhanced-x-7-11 = This mechanism needs encryption
    .meaning = The chosen login mechanism may be used under TLS only. The code is kept for history.
    .seen = 538 5.7.11 from older and a few newer servers, after `AUTH PLAIN` or `AUTH LOGIN` in clear. Today a server does not offer such a mechanism, and answers 504 5.5.4 if it is tried.
    .sender = Send `STARTTLS` first, then `EHLO`, then `AUTH`. Your password may already have crossed the network in clear: change it.
    .server = Leave the mechanism out of the `AUTH` line until TLS is active.
    .otherwise-gmail = 501 5.7.11 means that `STARTTLS` was sent with an argument. It takes none.

enhanced-x-7-12 = A password transition is needed
    .meaning = The server has no proof material for this mechanism yet. One login with `PLAIN` under TLS lets it make some.
    .seen = 432 4.7.12 after a change of mechanisms or an import of old password hashes: `SCRAM` cannot be checked against an old hash.
    .sender = Log in once with `PLAIN` under TLS, or set the password anew. Then the stronger mechanism works.
    .server = Tell users before; take care that `PLAIN` is offered under TLS during the transition, and that this login really stores the new form.
    .otherwise-exchange = 5.7.12 from Exchange means that the sender was not authenticated by the organisation: the recipient takes mail from inside only.

enhanced-x-7-13 = The account is disabled
    .meaning = The login was right, and the account is closed: unpaid, misused, or locked after a break-in.
    .seen = 525 5.7.13 after `AUTH`. Many servers say 535 5.7.8 instead, so that nobody learns which passwords are right.
    .sender = Do not ask for another password. Contact the administrator; if the account was misused, clean the computer before you set a new password.
    .server = Say it only after a right password. Keep a record why and by whom the account was closed, for the call that will come.
    .otherwise-exchange = 5.7.13 from Exchange is about the right to write to a public folder, not about an account.

enhanced-x-7-14 = The submission server is not trusted there
    .meaning = With `BURL` the submission server has to fetch content from an IMAP server, and that server does not know or trust it.
    .seen = 554 5.7.14 with `BURL` only, thus seldom.
    .sender = Send the content with `DATA` or `BDAT`; the rest is for the operator.
    .server = Give the submission server an account on the IMAP server with the right to use `URLAUTH`.
    .otherwise-gmail = 534 5.7.14 means that Google wants you to log in with a web browser first and to confirm that it is you. `BURL` has no part in it.

enhanced-x-7-15 = Priority too low
    .meaning = The server takes at present, or always, only messages of a higher priority.
    .seen = 450 4.7.15 or 550 5.7.15 where `MT-PRIORITY` is in use and only urgent traffic passes, as after a disaster.
    .sender = Wait after a 4. After a 5 raise the priority if you are entitled to, or send by another way.
    .server = Use a 4 while the restriction will end by itself, and tell in the text which priority passes.

enhanced-x-7-16 = Too large for its priority
    .meaning = Messages of this priority have a size limit, and this one is above it.
    .seen = 552 5.7.16, or with a 4, in networks with `MT-PRIORITY` that keep urgent messages short.
    .sender = Make the message smaller, or ask for the priority that allows the size.
    .server = Publish the limits for each priority; the text should name the one that was hit.
    .otherwise-future-release = RFC 4865 had given the same number to a full quota of a user for messages to be released later (`HOLDFOR`, `HOLDUNTIL`). The registry holds the meaning above.

enhanced-x-7-17 = The mailbox has a new owner
    .meaning = You asked that only the owner since a given date gets this message, and the mailbox has changed hands since then. It was not delivered, to protect you both.
    .seen = 550 5.7.17 from servers that know `RRVS` or the `Require-Recipient-Valid-Since` field, for addresses that were given out again; used for password resets and bank mail.
    .sender = Do not send it without the protection. Ask your customer for a new address by another way, and cut the old one off from the account.
    .server = Keep the date from which each mailbox has belonged to its owner; without it you can only say X.7.19.
    .otherwise-future-release = RFC 4865 had given the same number to a full quota of the whole system for messages to be released later. The registry holds the meaning above.

enhanced-x-7-18 = The domain has a new owner
    .meaning = Like X.7.17, for the whole domain: it has belonged to somebody else since the given date, so all its mailboxes are different people.
    .seen = With `RRVS` only: a domain was sold, or it expired and was registered again.
    .sender = Treat every address of that domain as lost, and verify your contacts by another way.
    .server = You need not tell strangers that a domain was sold: X.7.17 for the recipient has the same effect.

enhanced-x-7-19 = The owner check could not be made
    .meaning = You asked for a check since when the mailbox has had its owner, and the server has no date to compare with. Nobody knows whether it changed.
    .seen = With `RRVS` only: old mailboxes from before the server kept such dates.
    .sender = Decide whether the message may go without the check. For a newsletter perhaps; for a password reset rather not.
    .server = Begin to store creation dates now; for old mailboxes the date of the import is better than none.

enhanced-x-7-20 = No DKIM signature passed
    .meaning = The server wants at least one valid DKIM signature, and found none: no signature at all, or only broken ones.
    .seen = 550 5.7.20 from receivers with a strict policy. The standard advises against refusing for this alone. Causes: signing not set up, a missing key in DNS, content changed after signing.
    .sender = Send a test message to yourself elsewhere and read `Authentication-Results`. Check `selector._domainkey.example.org` in DNS, and sign as the last step before the message leaves.
    .server = Lists and forwarders break signatures; make exceptions, or judge by DMARC instead.

enhanced-x-7-21 = DKIM passed, but is not accepted
    .meaning = A signature is valid, yet not one that the policy counts: too short a key, too few signed fields, a body limit with `l=`, a test key.
    .seen = 550 5.7.21, seldom. Mostly keys of 512 or 768 bits from old setups, or a signature without `From` or `Subject`.
    .sender = Make a key of 2048 bits, sign `From`, `To`, `Subject`, `Date` and `Message-ID`, and drop `l=` and `t=y`.
    .server = Name in the text what is missing; nobody can guess the rules of your house.

enhanced-x-7-22 = No DKIM signature of the author's domain
    .meaning = There are valid signatures, but none in the name of the domain in `From`.
    .seen = 550 5.7.22; a service signs with its own domain only, or a subdomain does not match. It is what DMARC calls not aligned.
    .sender = Publish the keys of your mail service under your own domain, usually by `CNAME`, and switch on signing for that domain there.
    .server = With DMARC in use, refuse by the policy that the domain publishes and not by a rule of your own: many honest senders have no such signature.

enhanced-x-7-23 = SPF failed
    .meaning = The SPF record of the sender's domain says that this address may not send for it, and the server acts on that.
    .seen = 550 5.7.23 after `MAIL FROM` or `RCPT TO`; older servers say 5.7.1. Causes: a new server or service that is missing in the record; forwarding, where the forwarder's address is checked against the original domain.
    .sender = Add the address or the `include:` of the service to the one SPF record of your domain, or send through a host that is listed. If only forwarded mail is hit, the forwarder has to rewrite the sender (SRS).
    .server = Act on `fail` only, not on `softfail`. If DKIM passes, DMARC may save the message, so check at the end of the content if you can.
    .otherwise-gmail = 4.7.23 from Gmail is about DNS names: your IP has no `PTR`, or the name does not lead back. SPF is not meant.

enhanced-x-7-24 = SPF could not be evaluated
    .meaning = Not a no, but an error: the record is broken (5), or DNS did not answer (4).
    .seen = 550 5.7.24 for two SPF records at one name, more than 10 lookups through nested `include:`, a typing error; 451 4.7.24 for a DNS timeout.
    .sender = Keep exactly one record that begins with `v=spf1`, remove unused services to stay within 10 lookups, and test it. For the 4 check your name servers.
    .server = A mistake in the record is the domain owner's; deferring it for days helps nobody. Use a 4 only for errors of DNS.
    .otherwise-gmail = 4.7.24 and 5.7.24 say that the SPF record holds suspicious entries, such as far too wide address ranges. The record was read without error.

enhanced-x-7-25 = Reverse DNS does not fit
    .meaning = The IP of the connecting server has no name in DNS, or that name does not lead back to the IP.
    .seen = 550 5.7.25 from Gmail, Exchange Online and others, above all with IPv6; Postfix says 450 4.7.25. New cloud servers start with a generic name or none.
    .sender = Ask whoever owns the address, mostly your hosting provider, to set the `PTR` to your host name, and give that name an `A` or `AAAA` with the same IP. If IPv6 has no `PTR`, send by IPv4 meanwhile.
    .server = Do not demand that the name equals the one in `EHLO`. Answer with a 4 while the lookup fails.

enhanced-x-7-26 = Several authentication checks failed
    .meaning = More than one check of SPF, DKIM and the like failed, and the policy refuses such mail. Which ones is not said.
    .seen = 550 5.7.26, best known from Gmail. Mail from web forms and printers that use a foreign address in `From`; a new service without records; forwarding that breaks SPF and a list that breaks DKIM.
    .sender = Repair one after the other: SPF lists the host, DKIM signs with your domain, and at least one of them matches the domain in `From`. A provider of free mail addresses will never list your server: do not put its domain in `From`.
    .server = Write the results into the text or into a report, or senders grope in the dark. ARC can save mail from known forwarders.
    .otherwise-gmail = 4.7.26 and 5.7.26 mean: neither SPF nor DKIM passed, SPF failed hard, or the DMARC policy of the domain in `From` asks for a refusal.

enhanced-x-7-27 = The sender's domain has a null MX
    .meaning = The domain of the sender declares that it takes no mail, so nobody could answer and no bounce could arrive.
    .seen = 550 5.7.27 after `MAIL FROM`: newsletters or machines that send from a domain with `MX 0 .`; forged senders with parked domains.
    .sender = Send with a domain that takes mail, or give the sending domain a real `MX` and a mailbox for bounces.
    .server = The domain in `From` may be judged in the same way. The null sender `<>` is never meant.
    .otherwise-gmail = 4.7.27 and 5.7.27 say that SPF did not pass, which Gmail demands of bulk senders. No null MX is involved.

enhanced-x-7-28 = Part of a flood of mail
    .meaning = The message looks like one of very many that bury a mailbox, such as mass sign-ups to newsletters in a victim's name.
    .seen = As registered seldom: the number comes from a draft that expired. Nearly always you meet it from Gmail.
    .sender = If you send newsletters: confirm each sign-up, and protect the form with a limit and a captcha, since yours is one of those used for the attack.
    .server = Keep bounces and password mails out of the count, since the attack often hides one of them in the flood.
    .otherwise-gmail = 4.7.28 and 5.7.28 are a limit on rate: too much from your IP, its network, your domain, or one `Message-ID` again and again.

enhanced-x-7-29 = The ARC chain is broken
    .meaning = The message came through forwarders that sealed it with ARC, and the chain does not verify. The document is experimental.
    .seen = Rare as registered. A forwarder changed the message after sealing, or two headers of one instance exist.
    .sender = If you only wrote the message, sign it with DKIM and inform the list or forwarder: they have to repair their sealing.
    .server = Treat a broken chain as no chain and judge by DMARC; refusing for it alone hits honest mail.
    .otherwise-gmail = 4.7.29 and 5.7.29 say that the connection was not encrypted. Send with `STARTTLS`.

enhanced-x-7-30 = The next server does not offer REQUIRETLS
    .meaning = The message was marked so that it may travel only under TLS through servers that promise the same, and none of the next hosts does.
    .seen = 550 5.7.30 in the bounce of your own or a relaying server. Few servers offer `REQUIRETLS`, so such mail often does not arrive.
    .sender = Decide: send again without `REQUIRETLS`, with TLS where it can be had; or use another channel for what must not be read.
    .server = To take part, offer `REQUIRETLS` under TLS only, have a certificate that verifies, and keep the demand on every further hop.
    .otherwise-gmail = 4.7.30 and 5.7.30 say that DKIM did not pass, which Gmail demands of bulk senders. `REQUIRETLS` is not meant.
