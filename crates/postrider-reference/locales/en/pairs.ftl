pair-250-503 = 250 means that the step you just took counts, 503 means that the step before it is missing.
    .mixup = Developers see 503 at `DATA`, check the line that sends `DATA`, and find nothing wrong with it. The fault is earlier: a missing `EHLO`, a refused `MAIL`, a refused recipient, a login that never happened, and half a dozen more. `RSET` is the popular cure, and it cures neither a missing `EHLO` nor a missing `AUTH`.
    .use = A server answers 250 when the command was carried out and 503 when the state does not allow it. A client that gets 503 goes back to the first reply that was not the one it wanted, mends that, and does not repeat the refused command blindly.
    .example = The first `DATA` comes without an envelope; with `MAIL` and `RCPT` in front of it, the same command is welcome.

pair-235-503 = 235 says who you are and 503 says that now is not the moment, and a second login after 235 gets exactly that.
    .mixup = A pool logs in before each message and takes the 503 at the second `AUTH` for a lost login. The opposite slip is worse: taking 235 for a promise that the mail will be accepted. It promises nothing about sender, recipient or content.
    .use = After 235 send `MAIL` and never `AUTH` again on that connection. A server must refuse a second `AUTH`, and one inside a message, with 503.
    .example = The login works, its repetition is refused, and the session is as good as before.

pair-250-354 = 354 asks for the content, and only the 250 after the final dot says that the server has taken the message.
    .mixup = Some programs count the mail as sent once they see 354, and lose it when the reply to the dot is a refusal. Others wait for 250 after `DATA`, never send the content, and end in a timeout.
    .use = Reply to `DATA` with 354 when at least one recipient is accepted, and to the final dot with 250 once the message is safely stored. For the receiving program: the 250 behind the dot is the moment to delete its own copy, none before.
    .example = 354 comes after `DATA`, and 250 only when the lone dot has been sent.

pair-250-251 = Both accept the recipient, and 251 adds that the mail will travel on to another address.
    .mixup = Clients that compare with 250 alone report 251 as an error, although the first digit already says success. Others save the new address at once and trust a stranger's word for it.
    .use = Use 250 and say nothing in nearly all cases, as 251 gives away where somebody can be reached now. Whoever receives 251 treats the recipient as accepted, and shows a new address to a person before storing it.
    .example = Both recipients are accepted here; the second will be sent on.

pair-250-252 = 250 to `VRFY` vouches for the address, 252 leaves the question open.
    .mixup = Address checkers read 252 as valid, because it begins with a 2, and build lists from it. It says the same about addresses that do not exist.
    .use = A server that does not look answers 252 to every `VRFY`; 250 is right only after a real check. To know whether mail would be accepted, nothing but `RCPT` in a real delivery tells.
    .example = `VRFY` gets its shrug of 252, and `RCPT` the answer that counts.

pair-251-551 = Both know the new address: with 251 the server sends the mail on, with 551 you have to do it.
    .mixup = The words are nearly the same, so scripts match on the text and take a refusal for a success. With 551 nothing has been accepted; if nobody sends the message anew, it is lost or bounces.
    .use = Both reveal an address and are rare today: a server that forwards does better with 250, one that does not with 550. Who gets 551 may send to the address in it, after a person has found it credible.
    .example = One recipient is forwarded, the other has to be addressed by the sender.

pair-220-250 = 220 opens something (the session, or TLS), 250 confirms a command.
    .mixup = Handwritten clients wait for 250 after connecting, or take the 220 after `STARTTLS` for a second greeting and speak on in clear. What must follow that 220 is the TLS handshake, then `EHLO`.
    .use = 220 belongs to the greeting and to `STARTTLS`, 250 to `EHLO` and nearly all the rest. A client reads all lines of each reply: both codes may have several.
    .example = 220 greets, 250 answers `EHLO`, and 220 returns for the handshake.

pair-220-421 = In the greeting, 220 is come in, and 421 is come back later.
    .mixup = Monitoring that only checks whether the port opens calls a server healthy that turns everybody away with 421. Clients that do not read the greeting send `EHLO` into a connection that is being closed.
    .use = A server that is full says 421 at once instead of letting clients hang. A client takes it as a reason to wait and to open fewer connections, not to fail the message.
    .example = The first connection is turned away, a later one is served.

pair-221-421 = 221 is the goodbye you asked for, 421 the one you did not.
    .mixup = Both end with a closed connection, so logs lump them together. After 221 there is nothing left to do; after 421 every message without its own 250 is still yours to send.
    .use = 221 answers `QUIT` and nothing else; a server that has to hang up for its own reasons says 421. Some servers say 221 when they throw out a web browser, so an unasked 221 is a sign that something other than mail was spoken.
    .example = `QUIT` gets its goodbye; on a connection that stays silent, the server takes its leave.

pair-334-354 = Both ask for more, 334 for one line of a login, 354 for a whole message.
    .mixup = Clients that treat every code beginning with 3 as go ahead with the message send their mail into the login. The reverse happens when a pasted script is one step off, and credentials end up in a message.
    .use = 334 stands only within `AUTH` and wants one line of base64 or a lone `*`; 354 stands only after `DATA` and wants text until a line with one dot. A client knows which by the command it sent.
    .example = First the server waits for credentials, then for the message.

pair-235-334 = 334 asks the next question of a login, 235 says that the last answer was right.
    .mixup = After 334 with its empty text people think the login is done, and send `MAIL`; the server reads that as an answer, and the login fails. And a 334 to the user name says nothing yet: the server asks for the password of names that do not exist, too.
    .use = A server sends 334 as often as the mechanism needs and 235 once. A client keeps answering in base64 until there is no more 334.
    .example = The user name is followed by one more question, the password by 235.

pair-235-535 = 235 proves the login, 535 rejects it, and neither says anything yet about the mail you want to send.
    .mixup = With 535, people reset passwords in rows; as often the cause is a user name without its domain, an app password that is needed, or logins of that kind being switched off for the account. After 235, a refused sender is taken for a failed login.
    .use = 535 is for credentials that were judged; if they could not be judged, 454 is honest. A client asks its user after 535 and does not retry alone, or it soon runs into a limit on failed logins.
    .example = The wrong password is refused, the right one accepted, on the same connection.

pair-421-450 = 450 puts off one recipient, 421 puts off everything and hangs up.
    .mixup = Software that reacts to both by closing the connection delays all recipients when one is greylisted. Software that goes on after 421 writes into a closed connection and logs a network error in place of the reason.
    .use = 450 is for this mailbox and leaves the session alone; 421 is for a server that has to close. After 450 go on with the other recipients, after 421 come back with all of them.
    .example = The first recipient has to wait; then the server closes, and the second one waits with the rest.

pair-421-451 = 451 says that this attempt failed and the session goes on, 421 says that the session is over.
    .mixup = Rate limits hide behind both, so people tune for one and miss the other. What differs is what may follow: after 451 the next message can be tried on the same connection, after 421 it cannot.
    .use = Say 451 for trouble with one command or message, 421 only when you close. A sender keeps the message in both cases, and after 421 opens fewer connections.
    .example = The message fails, the session survives; silence then ends it.

pair-421-554 = As a greeting, 421 means not now, and 554 means not you.
    .mixup = A blocked sender who retries a 554 greeting for days only confirms the blocklist. The opposite mistake is to give up mail after a 421 from a server that was merely full.
    .use = Use 421 for load and passing limits, and 554 for clients you will not serve; after 554 a server waits for `QUIT`, after 421 it closes. Who gets 554 reads its text for the list or rule and has that settled first.
    .example = One server is full, the other will not serve this client at all.

pair-450-451 = 450 is about the mailbox or this sender's standing with it, 451 about trouble in the server's own work, and for the sender both mean wait.
    .mixup = People look for a deep difference where real servers draw none: greylisting comes as either. The enhanced code and the text tell the cause, such as 4.2.1 for the mailbox or 4.3.0 for the system.
    .use = Say 450 if the same command for another recipient could succeed, 451 if something failed on your side. A sender tries again after some minutes, first, and then less and less often.
    .example = One mailbox is busy; for the next the server cannot look things up.

pair-450-550 = 450 says perhaps later, 550 says never like this.
    .mixup = Two costly mistakes: deleting an address after 450, which may have been greylisting, and repeating 550 every hour. And a 550 with 5.7.1 is about policy; to suppress the address for it loses a living reader.
    .use = Answer 450 only where waiting can help; an unknown mailbox is 550 at once. A sender queues 450 and returns 550, and reads the enhanced code before touching any list.
    .example = The unknown mailbox is refused for good, the known one asked to wait.

pair-451-452 = 451 is something that went wrong, 452 is something that is full or used up.
    .mixup = 452 is often taken for a full disk when it is about too many recipients: then the ones accepted so far are fine, and the rest only needs another message. Who waits an hour on that has wasted it.
    .use = 452 for space and for counts, 451 for failures. On 452 4.5.3 send the content at once to the accepted recipients, and the others after it; on 451 wait.
    .example = First there is no room, another time the write itself fails.

pair-451-554 = After the content, 451 asks you to bring the same message again, 554 not to.
    .mixup = Operators see both as content filter trouble. If 451 comes for the same message for days, it is mostly a filter that fails on this very message, and waiting will not mend it; tell the receiver's postmaster.
    .use = A scanner that crashed or a database that is away is 451; a verdict about the message is 554. Senders keep the message on 451, and return it to the author on 554, with the text of the reply.
    .example = A failing disk is worth another try, a NUL in the message is not.

pair-452-552 = 452 is a limit that time lifts, 552 a limit that only a smaller message, or an emptied mailbox, gets under.
    .mixup = An old rule still bites: for too many recipients some servers say 552, and a client has to treat that like 452 and send the rest in another message. And a full mailbox comes as either; it may be worth waiting.
    .use = Say 552 when this message will never fit, 452 when it would fit later. Receivers of 552 5.3.4 shrink the message; with 5.2.2 the recipient has to clear up first.
    .example = The first message is too large at any time, the second meets a full disk.

pair-454-535 = 454 says that nobody could judge your password, 535 that it was judged and is wrong.
    .mixup = Programs that ask for a new password on 454 teach people to change one that was right. With the password changed in the middle of an outage, the rest of their devices then get real 535 replies.
    .use = If the password store does not answer, or the address has failed too often, say 454; after a judgement, say 535. A client waits after 454 and asks its user only after 535.
    .example = An outage comes first, a wrong password later.

pair-454-530 = 530 demands TLS or a login, 454 cannot provide it at the moment.
    .mixup = Together they make a trap: the server wants `STARTTLS`, and `STARTTLS` fails. Users see encryption required and change their settings, while the certificate of the server is what is broken.
    .use = 530 tells the client which step is missing; 454 tells it to try that step later. A client that wants TLS keeps its mail on 454; an operator who sees both in a log looks at certificate and key.
    .example = `STARTTLS` cannot be had just now, and nothing is taken without it.

pair-500-502 = 500 has never heard the word, 502 knows it and does not do it.
    .mixup = For `STARTTLS` or `AUTH` either may come, and both mean the same to the client: it did not read the `EHLO` list. A run of 500 has another cause: the content of a message sent as commands after a refused `DATA`.
    .use = Say 500 for words that are none of SMTP and 502 for real commands you have switched off. A client does without the command; for `EHLO` itself it falls back to `HELO` on either.
    .example = One word is no command at all, the other a real one that is not served.

pair-500-501 = 500 rejects the verb, 501 what stands behind it.
    .mixup = Somebody who gets 501 checks the spelling of the command, and it is the argument that is wrong: no angle brackets, a space after the colon, bad base64, an empty host name. After a cancelled login, 501 is even the proper answer.
    .use = 500 also covers lines that are too long, 501 covers arguments where none belong. Both tell a developer to correct the code; trying again as it is leads nowhere.
    .example = The first line is no command; the second is one with a word too many.

pair-501-504 = 501 cannot be read, 504 can be read and is not supported.
    .mixup = For `AUTH` the two part most clearly: 501 for a line that is malformed, 504 for a mechanism that is not offered, perhaps only because TLS is not active. Changing the encoding does not help against 504.
    .use = A server says 501 if no server could make sense of it, and 504 if another might. On 504 a client picks a mechanism from the last `EHLO`, taken after TLS.
    .example = `AUTH` without a name cannot be read; a name that is not in the list can, and is refused.

pair-501-553 = 501 is about the form of the address, 553 about whether such a name is allowed here.
    .mixup = Servers differ freely: for the same broken address one says 501, the next 553. Postfix adds a third use, 553 for a sender that your login does not own, and people then correct an address that is perfectly well formed.
    .use = A syntax error is 501; a well formed name that may not be used, as one outside ASCII without `SMTPUTF8`, is 553. Whoever receives them looks at the address for 501, and at rights and extensions for 553.
    .example = Two dots in a row are no address; the second is one, and the message was begun without `SMTPUTF8`.

pair-502-503 = 502 means not offered as this session stands, 503 means not yet or not any more.
    .mixup = A login on port 25 gets 502 from one server and 503 from another, so people rearrange commands that the server will not take in any order. Look into the `EHLO` list: what is not in it is no matter of order.
    .use = Say 502 for what is not offered and 503 for what is offered and too early or too late. On 502 the client does without the command, or says `EHLO` if it had said `HELO`; on 503 it supplies the missing step.
    .example = After `HELO` there is no `STARTTLS` to be had; `RCPT` only lacks its `MAIL`.

pair-502-504 = 502 turns down the command, 504 one of its options.
    .mixup = A client that gives up `AUTH` altogether on 504 loses a login it could have had with another mechanism. One that tries all mechanisms on 502 wastes its time.
    .use = 502 if nothing you could write behind the verb would work, 504 if another argument would. For programs: on 504 choose another value, on 502 do without.
    .example = `EXPN` is not served for anybody; `HELP` is, and not on that topic.

pair-503-530 = 503 asks you to put your commands in order, 530 tells you which door to go through first: TLS or login.
    .mixup = Some servers, Stalwart among them, answer a missing login with 503, so 503 at `MAIL` on a submission port may well be a login problem. And with 530 people look for a wrong password, though none was sent yet.
    .use = Use 530 when policy demands TLS or `AUTH`, 503 when the order of the protocol is broken. A client on 530 does what the text asks and repeats the command; `RSET` brings neither TLS nor a login.
    .example = `AUTH` is too early without `EHLO`, and `MAIL` too early without a login.

pair-503-554 = At `DATA`, 503 says that no recipient was named, 554 that none was accepted, and both are allowed for either.
    .mixup = The standard leaves the choice to the server: Exim says 503 where Postfix says 554, and LMTP insists on 503. Code that handles only one of them fails at the next server. If a recipient was tried, the reason stands in the reply to its `RCPT`.
    .use = For writers of servers: 503 if `RCPT` was never tried and 554 if all were refused helps most. For clients: on either, send no content, and report the refusals of the recipients. Elsewhere 554 is a refusal of client or content, and has nothing to do with order.
    .example = `DATA` comes too early at first, and then after a refused recipient.

pair-504-534 = 504 does not have the mechanism, 534 has it and finds it too weak for you.
    .mixup = With 534 the password was mostly right, and people change it anyway. Gmail uses 534 for something else again: an app password or a login in the browser is needed.
    .use = 504 is decided by the listener and TLS, before any credentials; 534 by the account or policy, after them. On 504 take what the list offers, on 534 take the strongest in it.
    .example = The first mechanism is not on the list; the second is, and not enough for this account.

pair-521-554 = As a greeting, 521 refuses everybody and 554 refuses you.
    .mixup = Who gets 521 and asks to be taken off a blocklist asks in vain: there is no mail service. Postfix's postscreen and Haraka use 521 for clients that break the protocol, so the text decides.
    .use = 521 is for a host that never takes mail, 554 for a policy about the client. On 521 look at the `MX` records, on 554 at your address and its reputation.
    .example = The first host has no mail service, the second one has and keeps it from this client.

pair-521-556 = 521 comes from the host that takes no mail, 556 from a relay that has learned so about a domain.
    .mixup = Both end with an address nobody reads, and they get fixed in different places: 521 hints at `MX` records that lead to the wrong host, 556 at a null `MX` that is there on purpose, or at a slip in the domain.
    .use = A dummy host greets with 521; a relay that finds a null `MX` answers `RCPT` with 556. The owner of a domain without mail should publish the null `MX`, so that nobody gets as far as 521.
    .example = Once the host itself speaks, once a relay speaks about the domain.

pair-530-535 = 530 says that you have not logged in, 535 that you tried and failed.
    .mixup = With 530 on the screen people type their password anew, while authentication is simply switched off in their program. Microsoft's 530 5.7.57 is of this sort as well.
    .use = A server says 530 to a command that needs a login, 535 at the end of `AUTH`. After 530 switch the login on; after 535 look at name, password and kind of account.
    .example = First `MAIL` without a login, then a login with the wrong password.

pair-530-550 = 530 opens once you log in, 550 does not, though with 550 for relaying a login may be what is missing.
    .mixup = Relaying denied is 550 or 554 with 5.7.1 at most servers, and its cure is the same as for 530: log in, on the submission port. People read mailbox unavailable in a list of codes and blame the address.
    .use = Say 530 where the login is the only thing in the way, 550 where the mail is not wanted. Whoever gets 550 5.7.1 at `RCPT` for another domain checks login and port first.
    .example = A stranger may not send through port 25; on the submission port he is told to log in.

pair-534-535 = 535 doubts your password, 534 your way of showing it.
    .mixup = A client that falls back from SCRAM to `PLAIN` earns 534 and reports wrong password. Gmail's 534 5.7.9 asks for an app password, and no retyping of the normal one satisfies it.
    .use = 535 after credentials that are wrong, 534 after a mechanism that is not enough for this account. On 534 change the mechanism or the kind of password, on 535 the password itself.
    .example = The wrong password gets 535; the right one, shown in too weak a way, 534.

pair-534-538 = 538 wants encryption around the mechanism, 534 a better mechanism.
    .mixup = 538 was dropped when the standard for logins was revised, and some servers still send it; today 504 or 530 stands in its place. With 538 nothing is wrong with the account, with 534 TLS alone does not help.
    .use = Write no new server that says 538: 504 for a mechanism that needs TLS, 530 where everything does. On 538 send `STARTTLS` and `EHLO` and log in again; on 534 choose a stronger mechanism.
    .example = Without TLS the login is turned away as unencrypted, with TLS as too weak.

pair-535-550 = 535 refuses who you say you are, 550 refuses what you want to send.
    .mixup = After a migration, 550 5.7.1 at `MAIL` looks like a login problem and is one of rights: the account may not send as that address. Re-entering the password changes nothing.
    .use = 535 stands at the end of `AUTH` and nowhere else; 550 may come at every step after it. On 535 mend credentials, on 550 the address, the right to it, or what the text names.
    .example = The login fails, then works, and the sender is refused all the same.

pair-550-551 = 550 says no, 551 says no and names another address.
    .mixup = Some servers misuse 551 for relaying denied or for broken chunks, so an address in its text is not certain. And automatic redirection after 551 lets any server steer mail to wherever it likes.
    .use = Nearly always answer 550, as 551 gives away where somebody lives now. On 551 a person decides about the new address, on 550 it is struck off or corrected.
    .example = One recipient is unknown, the other has moved.

pair-550-552 = 550 refuses the address or the sender, 552 the size or a mailbox that is full.
    .mixup = A full mailbox taken for a dead one: the address is deleted, though its owner would be glad of mail next week. Gmail also uses 552 5.7.0 for attachments it forbids, and no shrinking helps there.
    .use = 552 is about octets, 550 about persons and policy. On 552 5.3.4 send less, on 552 5.2.2 try again after days, on 550 5.1.1 stop.
    .example = The first mailbox does not exist; the second exists and is full.

pair-550-553 = 550 knows that nobody has this name, 553 says that a name of this form is not taken.
    .mixup = Lists call 553 invalid address, and senders remove it; in fact it is often a right that is missing (a sender the login does not own) or an extension (`SMTPUTF8`). With Postfix, look whether it came at `MAIL` or at `RCPT`.
    .use = 550 for unknown mailboxes and for policy, 553 for addresses whose form is the obstacle. On 550 5.1.1 drop the address, on 553 correct how it is written or sent.
    .example = The first name does not exist here; the second could, and cannot be asked for without `SMTPUTF8`.

pair-550-554 = 550 refuses one recipient or one command, 554 the whole, and what the whole is depends on the step.
    .mixup = Both are the catch-all of refusing servers, and the number alone tells little: 554 at the greeting is a blocked client, at `DATA` an echo of refused recipients, after the dot a verdict on content. Logs that keep only the last line show the 554 and lose the 550 that caused it.
    .use = 550 for what can be pinned on an address or a sender, 554 for what concerns the message as a whole. Whoever receives them notes the step and the enhanced code, not only the number.
    .example = The recipient is refused with 550, and the `DATA` after it fails for lack of any.

pair-550-556 = 550 says that this mailbox does not exist, 556 that no mailbox of the domain ever will.
    .mixup = After 550 people try other names at the same domain; after 556 that is pointless. Not every relay knows 556: some accept and bounce later with a DNS error, so look for the null `MX` yourself.
    .use = A relay says 556 when DNS says that the domain takes no mail, 550 when the server of the domain says no to one name. On 556 look for a slip in the domain part, on 550 in the part before the @.
    .example = The first domain has mail and not this mailbox; the second has no mail at all.

pair-552-554 = 552 is a matter of size, 554 of everything else that condemns a message.
    .mixup = Attachments cause both: too large is 552, forbidden in kind is 554 or 550 with 5.7.1, and Gmail says 552 5.7.0. Sending a virus in a smaller archive does not turn 554 into a 250.
    .use = Keep 552 for limits that have a number and name the number; 554 for content that is refused. On 552 shrink or share a link, on 554 read what was objected to.
    .example = One message is announced too large, the other holds what no message may.

pair-501-555 = 555 does not know the parameter, 501 knows it and cannot read its value.
    .mixup = Parameters of `MAIL` and `RCPT` that were fine at one server get 555 at the next: DSN or `SMTPUTF8` sent without looking into `EHLO`, or any after `HELO`. Gmail says 555 5.5.2 for every malformed `MAIL`, so a missing bracket looks like an extension problem there.
    .use = Answer 555 if the keyword is not offered, 501 if the value is malformed. On 555 leave the parameter out, on 501 correct its value.
    .example = The first parameter is offered and badly filled in, the second is not offered.

pair-5-1-1-5-1-10 = In the registry, 5.1.1 is a mailbox that does not exist and 5.1.10 a domain that takes no mail, and at Microsoft 5.1.10 means the first.
    .mixup = Exchange reports recipient not found as 550 5.1.10. Whoever follows the registry looks for a null `MX` that is not there; whoever follows Microsoft searches for a person in a domain without mail. The basic code helps: 556 is the null `MX`.
    .use = Servers should keep to the registry. Whoever reads bounces asks first who speaks: with `prod.outlook.com` in the line, 5.1.10 means the mailbox.
    .example = The unknown mailbox gets 5.1.1, the recipient in a domain with null `MX` gets 5.1.10.

pair-5-7-1-5-7-26 = 5.7.1 is a refusal by policy of any kind, 5.7.26 says which: the message could not prove where it comes from.
    .mixup = 5.7.1 covers relaying, spam, closed lists and missing rights, so authentication is checked in vain for most of them. With 5.7.26 the reverse: people complain about a blocklist, while SPF and DKIM both fail or do not match `From`.
    .use = Say the precise code where you have one. On 5.7.1 read the text; on 5.7.26 look at SPF, DKIM and the domain in `From`, in that order, and send a test to yourself before the next mailing.
    .example = Relaying is refused by rule; then a message fails its checks.

pair-5-7-23-5-7-26 = 5.7.23 is SPF alone, 5.7.26 several checks at once.
    .mixup = Forwarded mail fails SPF almost by nature, and 5.7.23 then accuses a sender whose DKIM signature is fine. Gmail says 4.7.23 for missing reverse DNS, which is another matter, and 5.7.26 for SPF, DKIM or DMARC.
    .use = Refuse for SPF alone only with care. On 5.7.23 add the sending host to SPF or send through one that is listed; on 5.7.26 get a DKIM signature of your own domain first, as it survives forwarding.
    .example = One server looks at SPF before the content, the other at everything after it.

pair-5-7-8-5-7-9 = 5.7.8 says that the credentials are wrong, 5.7.9 that they may be right and the method is too weak.
    .mixup = Both are shown to users as login failed. Yahoo sends 5.7.9 with 554 for mail that fails DMARC, which has nothing to do with any login, and Gmail's 5.7.9 asks for an app password.
    .use = 5.7.8 goes with 535, 5.7.9 with 534. On 5.7.8 correct the credentials, on 5.7.9 the mechanism; and look at the basic code before you believe either.
    .example = The wrong password earns 5.7.8, the right one in too weak a mechanism 5.7.9.

pair-4-4-1-4-4-2 = With 4.4.1 no connection came about, with 4.4.2 one broke.
    .mixup = For 4.4.1 people look for what the next host replied, and there is nothing: it never spoke. With 4.4.2 it did, and the last command in the log is the clue, be it a timeout, a device with its own idea of packet sizes, or a virus scanner that thinks too long. Exchange has a 5.4.1 that means something else: recipient refused.
    .use = Your own server writes 4.4.1 into its queue when nobody answers; 4.4.2 is written by either side. On 4.4.1 look at DNS, firewall and whether port 25 is open; on 4.4.2 at timeouts and what lies between.
    .example = A relay cannot reach the next host and says so; on another connection nothing more arrives, and it is closed.

pair-5-5-1-5-5-2 = 5.5.1 is a proper command that does not fit now or here, 5.5.2 a line the server cannot make sense of.
    .mixup = Exchange sends 5.5.2 with 503 for a wrong order, and some servers 5.5.1 with 500 for an unknown word, so the basic code is the better guide. Gmail's 5.5.2 with 555 is a malformed `MAIL` or `RCPT`.
    .use = 5.5.1 beside 502 and 503, 5.5.2 beside 500 and for line ends and base64. On 5.5.1 look at the order and at the `EHLO` list, on 5.5.2 at what was really sent, octet by octet.
    .example = An unknown word is beyond reading; a recipient without `MAIL` is only out of turn.

pair-550-5-7-1 = 550 is the refusal, 5.7.1 behind it says that it is policy and not the address.
    .mixup = Bounce handlers that suppress on every 550 strike out living recipients because of a blocked sender or a closed list. Only the 5.1.x behind 550 speaks against the address.
    .use = Send both, as a bare 550 makes the reader guess. Whoever gets 550 5.7.1 leaves the address alone and looks for the policy: relaying, rights, reputation, content.
    .example = Both lines are 550, and the first is about policy, the second about a mailbox.

pair-421-4-7-0 = 421 closes the connection, 4.7.0 says that the reason is security or policy and nothing more precise.
    .mixup = It is read as an outage of the other side, when it is about you: too many errors, too many failed logins, a poor reputation, a rate. Reconnecting at once makes all of them worse.
    .use = A server sends 421 with 4.7.0 when behaviour is the reason, with 4.3.2 or 4.4.2 when it is maintenance or silence. Whoever gets it slows down and looks at the lines before it.
    .example = One more unknown command, and the server closes because of the client's behaviour.

pair-250-5-1-1 = 250 at the first server and 5.1.1 in a bounce do not contradict each other: they come from two servers.
    .mixup = The application logged 250 and counts the message as delivered; minutes later a bounce says user unknown. 250 only meant that the first server took charge, and a next one knew better. Lists that live on SMTP replies alone never learn of such addresses.
    .use = A server that can know its recipients refuses at `RCPT` and does not bounce later. A sender reads bounces as well as replies, and matches them by a return address of its own.
    .example = The gateway accepts the slip of the pen, and the server behind it refuses.
