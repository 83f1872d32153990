//! `[accounts]`.

use super::{Default, Form, Section, key, number};

pub(super) const ACCOUNTS: Section = Section {
    name: "accounts",
    repeated: false,
    about: "Who may log in, see docs/accounts.md. `postrider account` adds, changes and tests accounts. A change here needs a restart, but for \
            messages_per_hour and recipients_per_hour; one of the accounts does not.",
    keys: &[
        key(
            "file",
            Form::Text,
            Default::Words("accounts.toml in the data folder", "\"accounts.toml\""),
            "The account file. Only the user that runs the server should be able to read it.",
        ),
        number(
            "messages_per_hour",
            |config| config.allowance.messages_per_hour.to_string(),
            "How many messages an account may send in an hour; 0: as many as it likes. `postrider account limit` gives one account another number. Who has \
             sent so many is told when there is room again (account-messages).",
        ),
        number(
            "recipients_per_hour",
            |config| config.allowance.recipients_per_hour.to_string(),
            "To how many recipients; 0: to as many as it likes. What is over is told so, and the others get the message (account-recipients).",
        ),
        number(
            "argon2_memory_kib",
            |config| config.accounts.cost.memory_kib().to_string(),
            "What a new password costs whoever guesses, and the server at a login: memory, in KiB.",
        ),
        number(
            "argon2_passes",
            |config| config.accounts.cost.passes().to_string(),
            "How often that memory is gone through.",
        ),
        number(
            "argon2_lanes",
            |config| config.accounts.cost.lanes().to_string(),
            "How many lanes it has. They are computed one after the other.",
        ),
        number(
            "threads",
            |config| config.accounts.threads.to_string(),
            "How many passwords are looked at once, each by a thread, which keeps the memory of a hash (19 MiB as shipped, 32 MiB at most).",
        ),
        number(
            "waiting",
            |config| config.accounts.waiting.to_string(),
            "How many wait for that. Who comes when so many wait is told to come again later.",
        ),
        key(
            "cram_md5",
            Form::Flag,
            Default::Value(|config| config.accounts.cram_md5.to_string()),
            "Offer CRAM-MD5, for programs that know nothing better, to accounts that have what it needs (`postrider account passwd --cram-md5`). \
             What is kept for it is as good as the password.",
        ),
        number(
            "cache_seconds",
            |config| config.accounts.cache.as_secs().to_string(),
            "For how long a password that was right is remembered, so that it costs nothing the next time, in seconds; 0: not at all. What has \
             changed in the account file counts at once nevertheless.",
        ),
        number(
            "failures_free",
            |config| config.accounts.guard.free.to_string(),
            "Failed logins of one address, or at one account, that delay nobody.",
        ),
        number(
            "failures_limit",
            |config| config.accounts.guard.limit.to_string(),
            "Failed logins of one IPv4 address or one IPv6 /64 above which it is refused; of a /56 four times as many, of a /48 sixteen times. An account is \
             never locked by strangers.",
        ),
        number(
            "failures_delay_seconds",
            |config| config.accounts.guard.delay_max.as_secs().to_string(),
            "The longest that a login is delayed after failures, in seconds.",
        ),
        number(
            "failures_forget_seconds",
            |config| config.accounts.guard.forget.as_secs().to_string(),
            "In this time one failure is forgotten, in seconds.",
        ),
    ],
};
