# What `postrider why` says around the situations, causes and classes that it finds.

why-several = { $count ->
    [one] One finding.
   *[other] { $count } findings. Each has a reason of its own; what only follows from one is named with it.
}
why-echoes = { $count ->
    [one] The refusal in line { $lines }.
   *[other] The refusals in lines { $lines }.
}
why-again = { $count ->
    [one] In line { $lines }.
   *[other] { $count } times, in lines { $lines }.
}
why-left = { $count ->
    [one] Only the first refusals of a log are told: one more was counted, and is not told.
   *[other] Only the first refusals of a log are told: { $count } more were counted, and are not told.
}
why-cut = There was more: only the first { $lines } lines, or { $mebibytes } MiB, were looked at.

why-code = { $code } means in general: { $name }.
why-code-alone = A code alone says no more than that. The text that came with it would tell more, and so would the command before it: paste the whole line.
why-final = This is final, whatever the code says: the message came back, and no queue tries it any more.
why-final-hours = { $count ->
    [one] This is final, whatever the code says: the queue gave up after { $count } hour, and the message came back.
   *[other] This is final, whatever the code says: the queue gave up after { $count } hours, and the message came back.
}
why-final-days = { $count ->
    [one] This is final, whatever the code says: the queue gave up after { $count } day, and the message came back.
   *[other] This is final, whatever the code says: the queue gave up after { $count } days, and the message came back.
}

arrival-delivered = Nothing failed: the message has arrived in the mailbox.
    .cause = This is a report of success, as the sender had asked for.
    .check = Does it lie in the folder for spam, and do rules of the mailbox move it or forward it?
arrival-relayed = Nothing failed: the message was passed on to a server that sends no reports of success.
    .cause = This is a report of success, as the sender had asked for, and the last one: more will be heard only if it fails there.
    .check = What does the log of that server say of this recipient?
arrival-expanded = Nothing failed: the message has arrived at a list or an alias, and was sent on to all who are behind it.
    .cause = This is a report of success, as the sender had asked for. How it went for each of them is in no report of this one.
    .check = Is the recipient who misses it behind this address?
arrival-at = { $host } has it now.

needs-anything = There is nothing of SMTP in it. Paste the conversation with the server, lines of a log, the bounce, or the whole text of the error.
needs-refusal = There is a conversation in it, and nothing was refused there. Paste the part where it goes wrong, with what stands before it.
needs-context = No rule knows what was said here. Paste the whole reply with the commands before it, or the whole bounce. If there is no more, send these lines to the authors of postrider, without passwords and names: then there will be a rule.

step-missing = `{ $verb }` is missing: it was not sent, or not accepted.
step-perhaps = `{ $verb }` is probably missing: `AUTH` was not offered in clear, and most servers offer it only behind the handshake. Whether this one does is shown by its reply to the `EHLO` behind it.
step-failed = `{ $verb }` failed.
step-connection = The connection failed: it did not come about, or no greeting came.

sure-certain = Certain: the server is known to say just this, or the conversation shows it.
sure-likely = Likely: these words, or this code, mostly mean it.
sure-guess = A guess: nothing but the code says so.

speaker-server = A server.
speaker-server-of = A server; its words or its greeting are those of { $vendor }.
speaker-client = The sending side: no reply of a server stands there.
speaker-middlebox = Something between the two that changes what passes, such as a firewall or a virus scanner.

input-conversation = A conversation, as { $program } shows it.
input-log = A log, as { $program } writes it.
input-letters = A conversation with `C:` and `S:` in front of its lines.
input-telnet = A conversation without marks of who says what.
input-bounce = A bounce.
input-exception = An error of a program or a library.
input-reply = A reply of a server.

# What it says where there is nothing to look at.

why-input = standard input
why-no-file = there is no such file. Text that is not in a file is passed on, as in `COMMAND | postrider why -`; a reply may stand in place of the file, as in `postrider why '550 5.1.1'`. The id of a reply of this server is explained by `postrider code`.
why-folder = that is a folder. Name a file in it.
why-unreadable = it cannot be read: { $error }.
why-binary = that is no text. If it is compressed, unpack it first, as in `zcat FILE | postrider why -`.
why-empty = it is empty, so there is nothing to explain.
why-terminal = name a file, or pass the text on, as in `COMMAND | postrider why -`. To paste it here, use `postrider why -`.
why-paste = Paste it here, and press Ctrl-D on a line of its own.
why-not-kept = `--data`, `--config` and `--limit` are for what this server has kept; what is read here has no use for them.
