# What `postrider why` tells of what this server has kept: sessions, messages, refusals.

label-in-session = Session
label-client = Client
label-proxy = Behind the proxy
label-listener = Connected to
label-began = Began
label-tls = Encryption
label-account = Logged in as
label-end = How it ended
label-missing = What is missing
label-conversation = What was said, with the seconds since the beginning
label-said = What was said
label-fact = The fact behind it, which the client is not told
label-journal = More of it in the journal
label-setting = Line of the configuration
label-in-message = Message
label-mail-from = Sender
label-host = Refused by
label-when = When
label-fate = What became of it
label-came = Came
label-octets = Octets
label-done = Done
label-recipients = Recipients

journal-session = Session { $id }
journal-message = Message { $id }
journal-no-id = `{ $id }` is no id of a session. It is what the log has behind `session`, such as `cb2ac884`.
journal-no-message-id = `{ $id }` is no id of a message. It is what the client was told behind `queued as`, and what the log has behind `id`.
journal-no-session = The journal has no session { $id }.
journal-no-message = Nothing is known of the message { $id }.
journal-no-refusal = No refusal is known that concerns { $asked }; and there is no file of that name.
journal-no-address = Nor is it an address, a network or a domain.
journal-not-in-queue = The message { $id } is not in the queue, and not in its history any more.
journal-no-origin = The session in which it came is not in the journal.
journal-hidden = (not kept: it may be a secret)
journal-content = (the message)
journal-left-out = (steps left out: { $count })
journal-incomplete = Parts of this session are not in the journal any more.
journal-reach = The journal goes back to { $refused } for sessions in which something was refused, and to { $other } for all others.
journal-empty = (it has none)
journal-dropped = So many parts of sessions could not be kept: { $count }.
journal-not-in = Who connected and said nothing is not in it.

tls-in-clear = none, in clear

end-closed = The server closed the connection, and had said so.
end-left = The client closed the connection: { $error }.
end-lost = The client closed the connection in the middle of a message, and nothing of it was taken: { $error }.
end-no-tls = The TLS handshake failed: { $error }.
end-cut-off = It was cut off when the server stopped.
end-open = It is still open, or its end was not kept.

fate-waiting = waits for the next attempt
fate-held = held by the operator
fate-delivered = delivered
fate-bounced = given up, and the sender is told
fate-failed = given up, and nobody could be told
fate-dropped = taken out by the operator
fate-deferred = put off: it is tried again
fate-unknown = not known: it may arrive twice
fate-retried = made due by the operator
fate-released = released by the operator
fate-under-way = an attempt is under way
