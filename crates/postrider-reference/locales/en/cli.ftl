# What `postrider code` says, and its help.

cli-unknown = nothing is known about “{ $asked }”.
cli-alike = Did you mean one of these?
cli-two = two codes are compared at a time. Of “{ $asked }” these can be:
cli-try-search = Search with `postrider code search WORD`, or see all with `postrider code list`.
cli-nothing-found = nothing says “{ $asked }”: try fewer or other words.
cli-found = { $count ->
    [one] One was found.
   *[other] { $count } were found.
}
cli-listed = { $count ->
    [0] None is of this kind.
    [one] One code.
   *[other] { $count } codes.
}
cli-causes = Each with its exchange: `postrider code cause-no-ehlo`.

help-usage = Usage
help-commands = Commands
help-arguments = Arguments
help-options = Options
help-help = Print help
help-default = default: { $value }
help-mark-options = [OPTIONS]
help-mark-command = <COMMAND>
help-value-code = CODE
help-value-lang = LANG
help-value-command = COMMAND
help-value-digit = DIGIT
help-value-word = WORD
help-value-address = ADDRESS
help-value-dir = DIR
help-value-url = URL
help-value-file = FILE
help-value-id = ID
help-value-count = COUNT
help-code =
    .about = Explains a reply code, an enhanced code or a reply of this server, or compares two codes
    .long = What to ask: 503, 5.7.26, "550 5.7.26" as it stands in a log, the id at the end of a refusal of this server, such as rcpt-before-mail, two codes to compare: 250 503, or how codes begin: 5yz, 57z, 5.7. Exit code: 0, or 1 if nothing is known about what was asked for, 2 if the arguments cannot be used.
    .words = A code, or two to compare.
    .json = For programs: JSON.
    .lang = The language, such as vi; otherwise POSTRIDER_LANG, LC_ALL, LC_MESSAGES and LANG are asked, in this order.
help-code-list =
    .about = Lists the reply codes, or those that can answer a command
    .command = Those that can answer this command: RCPT, AUTH, connection (the greeting), content (the end of the message).
    .class = Those with this first digit: 2 to 5.
    .enhanced = The registered enhanced codes instead of the reply codes.
    .own = The replies of this server instead, by their ids.
    .json = For programs: JSON.
    .lang = The language, such as vi; otherwise POSTRIDER_LANG, LC_ALL, LC_MESSAGES and LANG are asked, in this order.
help-code-search =
    .about = Searches names and explanations for words, in the language and in English
    .words = All of these have to be found.
    .json = For programs: JSON.
    .lang = The language, such as vi; otherwise POSTRIDER_LANG, LC_ALL, LC_MESSAGES and LANG are asked, in this order.
help-why =
    .about = Says why mail was refused: which line proves it, which step is missing or failed, who has to act, and whether to try again
    .long = What it takes: a conversation with a server, as swaks, curl -v, smtplib, Nodemailer, PHPMailer, JavaMail, msmtp, openssl and others show it, lines of a mail log, a bounce, the error of a program, or a reply. Passwords are taken out before anything is shown; nothing is kept, and nothing leaves this machine. Exit code: 0, or 1 if nothing is known about it, 2 if the arguments or the input cannot be used.
    .file = A file with what you have, or - for standard input; where something is piped in, nothing has to be named. If there is no file of that name, it may be a code, such as 550 or 5.7.1, of which is said what it means in general; a reply, such as '550 5.1.1 User unknown', which is explained as it stands; or an IP address, a network, a mail address, a domain or a user name: then the latest refusals that concern it are told.
    .code = The enhanced code behind a reply code, as in 550 5.7.1.
    .json = For programs: JSON.
    .lang = The language, such as vi; otherwise POSTRIDER_LANG, LC_ALL, LC_MESSAGES and LANG are asked, in this order.
    .session = A session of this server, as its log names it: what was said, and why.
    .message = A message that this server has taken: the session that it came in, and what became of it.
    .limit = How many kinds of refusals that concern an address, a network, a domain or a user name are told, the latest first. Those that are alike are one kind, and told once.
    .config = The configuration; `postrider init` writes one to begin with.
    .data = The data folder, for the queue and the Maildirs [default: that of the configuration, or $XDG_STATE_HOME/postrider, or ~/.local/state/postrider].
