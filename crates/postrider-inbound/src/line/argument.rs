//! What stands behind a verb, as far as it is plainly what belongs there: a sentence may begin with the same word.

use postrider_proto::wire::command::Verb;

/// Parameters of MAIL and RCPT, of this server and of others: what is written like one may be any word.
const PARAMETERS: &str = "SIZE BODY SMTPUTF8 AUTH RET ENVID NOTIFY ORCPT REQUIRETLS BY HOLDFOR HOLDUNTIL MT-PRIORITY RRVS TRANSID CONPERM CONNEG XVERP";

/// RFC 1870 §3 has no longer number either.
const DIGITS_MAX: usize = 20;

/// How many octets of the argument, from its beginning, anybody may see: all, none, or of MAIL and RCPT those up to the end of the path.
/// Behind a secret stand no names.
pub(super) fn plain(verb: Verb, argument: &[u8], behind_secret: bool) -> usize {
    let is_plain = match verb {
        Verb::Mail => return path(argument, b"FROM:"),
        Verb::Rcpt => return path(argument, b"TO:"),
        Verb::Bdat => is_chunk(argument),
        // The reply has the name as well.
        Verb::Ehlo | Verb::Helo | Verb::Lhlo => is_word(argument),
        Verb::Vrfy | Verb::Expn => !behind_secret && is_word(argument) && argument.contains(&b'@'),
        _ => false,
    };
    if is_plain { argument.len() } else { 0 }
}

fn is_word(octets: &[u8]) -> bool {
    !octets.iter().any(u8::is_ascii_whitespace)
}

/// `FROM:<path> parameters`, as people write it too: with white space behind the colon, or without the brackets.
fn path(argument: &[u8], prefix: &[u8]) -> usize {
    let Some((front, rest)) = argument.split_at_checked(prefix.len()) else { return 0 };
    if !front.eq_ignore_ascii_case(prefix) {
        return 0;
    }
    if is_word(rest) {
        return argument.len();
    }
    let Some(inside) = rest.trim_ascii_start().strip_prefix(b"<") else { return 0 };
    let Some(end) = end_of_path(inside) else { return 0 };
    let behind = &inside[end..];
    let is_all = behind.is_empty() || behind[0].is_ascii_whitespace() && words(behind).all(is_parameter);
    argument.len() - if is_all { 0 } else { behind.len() }
}

/// Behind the `>` that closes a path. White space stands only in a quoted local part (RFC 5321 §4.1.2).
fn end_of_path(inside: &[u8]) -> Option<usize> {
    let (mut quoted, mut escaped) = (false, false);
    for (at, octet) in inside.iter().enumerate() {
        match octet {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'>' if !quoted => {
                let path = &inside[..at];
                let is_address = is_word(path) || path.windows(2).any(|two| two == b"\"@");
                return is_address.then_some(at + 1);
            }
            octet if !quoted && octet.is_ascii_whitespace() => return None,
            _ => {}
        }
    }
    None
}

fn words(octets: &[u8]) -> impl Iterator<Item = &[u8]> {
    octets.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty())
}

fn is_parameter(word: &[u8]) -> bool {
    let keyword = word.split(|octet| *octet == b'=').next().unwrap_or_default();
    PARAMETERS.split(' ').any(|parameter| parameter.as_bytes().eq_ignore_ascii_case(keyword))
}

/// `size [LAST]` (RFC 3030 §2).
fn is_chunk(argument: &[u8]) -> bool {
    let mut words = words(argument);
    let is_size = |word: &[u8]| word.len() <= DIGITS_MAX && word.iter().all(u8::is_ascii_digit);
    words.next().is_some_and(is_size)
        && words.next().is_none_or(|word| word.eq_ignore_ascii_case(b"LAST"))
        && words.next().is_none()
}

#[cfg(test)]
mod tests {
    use postrider_proto::wire::command::split;

    use super::*;

    /// What is shown of a line, its verb left out.
    fn shown(line: &str) -> &str {
        let (verb, argument) = split(line.as_bytes());
        let begin = line.len() - argument.len();
        &line[begin..begin + plain(verb, argument, false)]
    }

    #[test]
    fn an_argument_is_shown_where_it_is_one() {
        for line in [
            "MAIL FROM:<a@b.example>",
            "mail from:<>",
            "MAIL FROM: <a@b.example>",
            "MAIL FROM:",
            "MAIL FROM:alice",
            "MAIL FROM:<a@b.example> SIZE=100 BODY=8BITMIME smtputf8",
            "RCPT TO:<\"ann b\"@home.example> NOTIFY=NEVER ORCPT=rfc822;ann@home.example",
            "RCPT TO:<\"ann > \\\" b\"@home.example>",
            "RCPT TO:<@a.example,@b.example:ann@home.example>",
            "RCPT TO:<cut",
            "BDAT 0",
            "BDAT 86  last",
            "EHLO [192.0.2.1]",
            "HELO under_score",
            "VRFY ann@home.example",
        ] {
            assert_eq!(shown(line), line.split_once(' ').expect("an argument").1, "{line}");
        }
    }

    #[test]
    fn a_sentence_behind_a_verb_is_not_shown() {
        for line in [
            "Mail from: Bob, the password is hunter2",
            "Mail from:Bob, the password is hunter2",
            "Mail from: hunter2",
            "Mail from Bob: hunter2",
            "MAIL FROM:<Bob, the password is hunter2>",
            "MAIL FROM:<\"the password is hunter2\">",
            "MAIL FROM:<\"the password is hunter2",
            "MAIL FROM:<a@b.example hunter2",
            "Rcpt to: nobody, hunter2",
            "BDAT 1 topsecret hunter3",
            "BDAT 1 LAST hunter3",
            "BDAT 1hunter3",
            "BDAT LAST",
            "BDAT 111111111111111111111",
            "EHLO hunter2 hunter3",
            "VRFY hunter2",
            "EXPN the list of hunter@home.example",
            "HELP hunter2",
            "QUIT hunter2",
            "DATA hunter2",
            "RSET hunter2",
            "NOOP hunter2",
            "STARTTLS hunter2",
            "SEND hunter2@home.example",
            "AUTH PLAIN",
            "PASS hunter2",
        ] {
            assert_eq!(shown(line), "", "{line}");
        }
    }

    #[test]
    fn behind_a_path_stand_parameters_and_nothing_else() {
        for (line, path) in [
            ("Mail from:<bob> password hunter2", "from:<bob>"),
            ("MAIL FROM:<a@b.example> SIZE=1 password=hunter2", "FROM:<a@b.example>"),
            ("RCPT TO: <ann@home.example>, hunter2", "TO: <ann@home.example>"),
            ("RCPT TO:<\"ann b\"@home.example>SIZE hunter2", "TO:<\"ann b\"@home.example>"),
        ] {
            assert_eq!(shown(line), path, "{line}");
        }
    }
}
