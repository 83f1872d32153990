//! What the rules of this server refuse. The rule itself, and the line of the configuration that made it, stay in the
//! local log: the sender of unwanted mail learns nothing from these.

entries! {
    HELLO_REFUSED "hello-refused" 550 "This name is not accepted here"
        Policy "RFC 5321 §7.9", then "QUIT";
    SENDER_REFUSED "sender-refused" 550 [5 7 1] "This sender is not accepted here"
        Policy "RFC 5321 §7.9", then "QUIT";
    SENDER_NOT_OWN "sender-not-own" 550 [5 7 1] "{address} is no sender of yours"
        Policy "RFC 6409 §6.1", then "MAIL with an address that the account may send from";
    SENDER_NOT_QUALIFIED "sender-not-qualified" 554 [5 1 8] "The domain of {address} is not complete: nobody elsewhere could answer"
        Client "RFC 6409 §4.2", then "MAIL with the whole domain, as in example.org";
    RECIPIENT_NOT_QUALIFIED "recipient-not-qualified" 554 [5 1 2] "The domain of {address} is not complete, and none of this server"
        Client "RFC 6409 §4.2", then "RCPT with the whole domain, as in example.org";
    ACCOUNT_MESSAGES "account-messages" 452 [4 7 1] "{limit} messages an hour are the most for this account: there is room again {when}"
        Policy "RFC 6409 §6.1", then "the same at that time";
    ACCOUNT_RECIPIENTS "account-recipients" 452 [4 5 3] "{limit} recipients an hour are the most for this account: there is room again {when}"
        Policy "RFC 6409 §6.2", then "DATA for those accepted, and the others at that time";
    AUTHOR_UNCLEAR "author-unclear" 554 [5 6 0] "The message does not say who has written it: {fault}"
        Sender "RFC 6409 §8", then "the message with one From field";
    COLON_APART "colon-apart" 554 [5 6 0] "The field {field} has white space in front of its colon: signatures over such a message fail"
        Sender "RFC 5322 §4.5.8", then "the message with the colon right behind the name";
    AUTHOR_NOT_OWN "author-not-own" 550 [5 7 1] "The message says to be from {address}, which is no sender of yours"
        Policy "RFC 6409 §6.1", then "the message with a From that the account may send from";
    SENDER_NULL_MX "sender-null-mx" 550 [5 7 27] "The domain of the sender accepts no mail, so nobody could answer"
        Sender "RFC 7505 §4.1", then "MAIL with an address that can be answered";
    RELAY_DENIED "relay-denied" 550 [5 7 1] "This server takes no mail for {address}"
        Policy "RFC 5321 §3.6.2", then "another RCPT";
    RECIPIENT_NULL_MX "recipient-null-mx" 556 [5 1 10] "The domain of {address} accepts no mail"
        Sender "RFC 7504 §4", then "another RCPT";
    GREYLISTED "greylisted" 450 [4 7 1] "Try again later"
        Policy "RFC 6647 §5", then "the same later";
    TOO_BIG_FOR_RECIPIENT "too-big-for-recipient" 552 [5 2 3] "The message is larger than {address} takes"
        Sender "RFC 1870 §6.4", then "another RCPT, or a smaller message";
    OWNER_CHANGED "owner-changed" 550 [5 7 17] "{address} has another owner since then"
        Sender "RFC 7293 §5.1", then "another RCPT";
}
