# Sentences about two codes, put together from facts where nobody wrote any. `one` and `other` are the codes.

verdict-2-2-alike = Both say that something was done: { $one } means “{ $one-name }”, { $other } means “{ $other-name }”.
verdict-2-2 = Both are good news, and they differ in what comes next: after { $one } { $one-todo }, after { $other } { $other-todo }.
verdict-2-3 = { $one } says that it is done, { $other } only that you may go on: { $other-todo }.
verdict-2-4 = { $one } says that it is done, { $other } that it did not work this time: { $other-todo }.
verdict-2-5 = { $one } says that it is done, { $other } that it was refused: { $other-todo }.
verdict-3-3-alike = Both ask for more, each in its own place: { $one } is “{ $one-name }”, { $other } is “{ $other-name }”.
verdict-3-3 = Both ask for more: with { $one } { $one-todo }, with { $other } { $other-todo }.
verdict-3-4 = { $one } asks you to go on, { $other } stops you for now: { $other-todo }.
verdict-3-5 = { $one } asks you to go on, { $other } refuses: { $other-todo }.
verdict-4-4-alike = Both say “not now” and ask for the same; what did not work is different: { $one } is “{ $one-name }”, { $other } is “{ $other-name }”.
verdict-4-4 = Both say “not now”: with { $one } { $one-todo }, with { $other } { $other-todo }.
verdict-4-5 = { $one } is for now, { $other } is for good: with { $one } { $one-todo }, with { $other } { $other-todo }.
verdict-4-5-alike = By the first digit { $one } may pass and { $other } is final, but both ask for the same: { $one-todo }.
verdict-5-5-alike = Both refuse for good and ask for the same; what was refused is different: { $one } is “{ $one-name }”, { $other } is “{ $other-name }”.
verdict-5-5 = Both refuse for good: with { $one } { $one-todo }, with { $other } { $other-todo }.
verdict-twins = The same trouble twice: { $one } while it may pass, { $other } when it will not.
verdict-classes = { $one } is “{ $one-name }”, { $other } is “{ $other-name }”: with the first { $one-todo }, with the second { $other-todo }.
verdict-line = They do not compete, they stand in one line: { $one } says what becomes of the command, { $other } behind it says why: “{ $other-name }”.
verdict-line-unusual = They could stand in one line by their first digits, and seldom do: { $one } is “{ $one-name }”, { $other } is “{ $other-name }”.
verdict-line-unreal = { $one } is no reply that a standard knows, it stands for “{ $one-name }”; { $other } is an enhanced code, “{ $other-name }”.
verdict-line-never = They cannot stand in one line: the first digit of an enhanced code is that of the reply code, so { $other } never comes with { $one }.
verdict-dots = { $one } is { $other } with its dots left out: only { $other } stands in a standard, and it means “{ $other-name }”.
verdict-unreal = { $other } is a reply of SMTP, “{ $other-name }”; { $one } is none, and what it stands for is “{ $one-name }”.
verdict-neither = Neither is a reply of SMTP: { $one } stands for “{ $one-name }”, { $other } for “{ $other-name }”.

same-line = In one line, yes: `{ $one } { $other }` is how a server says both at once.
same-line-unusual = The first digits would allow it, but `{ $one } { $other }` is no usual pair: each has partners of its own.
same-line-unreal = No: { $one } is no reply that a standard knows.
same-line-never = Not in one line: the classes differ.
same-command-none = No: no command is answered by both.
same-command-any = Yes: either can answer any command.
same-command-some = { $count ->
    [one] Yes, one can: { $commands }.
   *[other] Yes, these can: { $commands }.
}
same-command-unreal = No: one of them is no reply that a standard knows.

follow-forward = After { $one } the session has moved on: { $other } can be the reply to what comes next.
follow-unchanged = After { $one } nothing has changed: { $other } can be the reply to the next command.
follow-input = After { $one } the server reads text: { $other } can be the reply to that text.
follow-input-later = After { $one } the server reads text, and answers that first: { $other } can only come after a later command.
follow-cleared = After { $one } the transaction is gone: { $other } can come in the next one.
follow-closed = After { $one } the connection is closed: { $other } needs a new one.
follow-depends = Whether { $other } can come after { $one } depends on the command that { $one } answered.
follow-none = They do not follow each other: one of them is no reply that a standard knows.
follow-in-order = After { $one } comes { $other } as soon as the missing step is done, in the same session.
follow-enhanced = An enhanced code follows its reply code in the same line; the order of lines is the business of reply codes.

mixup-twins = They end in the same digits, and many programs show only those: look at the first one before you give up or go on trying.
mixup-dots = Lists on the web print { $one } as a code of its own. Search for { $other } instead.
mixup-line = People search for one and leave out the other. The reply code alone is too coarse, the enhanced code alone does not say what became of the command: read both, and the text behind them.
mixup-unreal = They do not meet: at most one of them is a reply.
mixup-class = Many programs tell only “refused” or “accepted” and answer both alike, though each asks for something else.
mixup-alike = It seldom matters: the client does the same for both.
mixup-stage = Seldom: the first digit is the same, but they come at different places of a session.
mixup-seldom = Seldom: the first digits already tell them apart.

use-each = { $one } where { $one-when }; { $other } where { $other-when }.
use-alike = By what the client has to do, either would serve: say the one whose name is nearer to the fact.
use-by-class = { $one } if waiting alone can help, { $other } if it cannot.
use-line-never = Neither instead of the other: behind { $one } belongs an enhanced code that begins with the same digit.
use-unreal-line = Only { $other }, behind a reply code that exists.
use-line = Not one or the other: the reply code always, the enhanced code behind it wherever the server offers `ENHANCEDSTATUSCODES`.
use-unreal = Say only the one that a standard defines.
