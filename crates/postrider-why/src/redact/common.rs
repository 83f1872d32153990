//! Words that everybody says: where one of them is a password, it cannot be told from the word.

use std::collections::HashSet;
use std::sync::LazyLock;

use postrider_proto::reply::catalogue;
use postrider_reference::table;

/// What programs write around what was said, in small letters.
const AROUND: [&str; 24] = [
    "auth",
    "bare",
    "body",
    "client",
    "connection",
    "data",
    "debug",
    "error",
    "from",
    "info",
    "line",
    "log",
    "mail",
    "note",
    "plain",
    "receive",
    "recv",
    "reply",
    "send",
    "sent",
    "server",
    "smtp",
    "subject",
    "trace",
];

/// The words of replies, in small letters: of all that servers are known to say, and of our own.
static WORDS: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let known = table().signatures().flat_map(|(_, signature)| {
        signature.text.iter().chain([&signature.hit, &signature.miss]).map(String::as_str)
    });
    let own = catalogue::all().map(|entry| entry.text);
    let words = known.chain(own).chain(AROUND).flat_map(|text| text.split(|c: char| !c.is_alphanumeric()));
    words.filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
});

/// Whether a word is one that replies have.
pub fn is_common(word: &str) -> bool {
    WORDS.contains(&word.to_lowercase())
}
