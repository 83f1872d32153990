//! `cargo xtask fuzz --seeds`: the corpora that the conversations of `postrider-proto` are the seeds of, written anew.
//!
//! A seed has the name of what it was made from. Files in a corpus without a `.seed` at the end of their names were found by
//! the fuzzer or put there by a person, and stay.

mod sasl;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use postrider_proto::reply::catalogue;

use crate::failure::Failure;

/// The seeds of one target: name and octets.
type Seeds = BTreeMap<String, Vec<u8>>;

/// What begins an event in an input; see `fuzz/README.md`.
const MARK: u8 = 1;

/// Writes the seeds of every target.
pub fn write(root: &Path) -> Result<(), Failure> {
    let server = transcripts(&root.join("crates/postrider-proto/tests/transcripts"))?;
    let client = transcripts(&root.join("crates/postrider-proto/tests/client/transcripts"))?;
    let all = [
        ("command", commands(&server)),
        ("session", sessions(&server)),
        ("content", contents(&server)),
        ("reply", replies(&client)),
        ("sasl", sasl::seeds()),
        ("record", records()),
    ];
    for (target, seeds) in all {
        let folder = root.join("fuzz/corpus").join(target);
        fs::create_dir_all(&folder).map_err(Failure::file(&folder))?;
        for entry in fs::read_dir(&folder).map_err(Failure::file(&folder))? {
            let path = entry.map_err(Failure::file(&folder))?.path();
            if path.extension().is_some_and(|extension| extension == "seed") {
                fs::remove_file(&path).map_err(Failure::file(&path))?;
            }
        }
        let mut seen = BTreeSet::new();
        let seeds: Seeds = seeds.into_iter().filter(|(_, octets)| seen.insert(octets.clone())).collect();
        let octets: usize = seeds.values().map(Vec::len).sum();
        println!("{target}: {} seeds, {octets} octets", seeds.len());
        for (name, octets) in seeds {
            let path = folder.join(format!("{name}.seed"));
            fs::write(&path, octets).map_err(Failure::file(&path))?;
        }
    }
    Ok(())
}

/// The conversations of a folder by their names.
fn transcripts(folder: &Path) -> Result<BTreeMap<String, String>, Failure> {
    let mut transcripts = BTreeMap::new();
    for entry in fs::read_dir(folder).map_err(Failure::file(folder))? {
        let path = entry.map_err(Failure::file(folder))?.path();
        if path.extension().is_some_and(|extension| extension == "smtp")
            && let Some(name) = path.file_stem()
        {
            let text = fs::read_to_string(&path).map_err(Failure::file(&path))?;
            transcripts.insert(name.to_string_lossy().into_owned(), text);
        }
    }
    Ok(transcripts)
}

/// Every different command with an argument that a client says in a conversation, some to an input.
fn commands(transcripts: &BTreeMap<String, String>) -> Seeds {
    const VERBS: [&str; 5] = ["EHLO", "AUTH", "MAIL", "RCPT", "BDAT"];
    const LINES: usize = 16;
    let mut lines = BTreeSet::new();
    for line in transcripts.values().flat_map(|text| text.lines()) {
        if let Some(line) = line.strip_prefix("C: ")
            && VERBS.iter().any(|verb| line.starts_with(verb))
            && line.contains(' ')
        {
            lines.insert(unescape(line));
        }
    }
    lines.extend(
        [
            r#"RCPT TO:<"a\ b\"c"@[IPv6:2001:db8::1]> NOTIFY=SUCCESS,DELAY ORCPT=rfc822;a+2Bb@c"#,
            "MAIL FROM:<\u{fc}@\u{fc}.example> SMTPUTF8 BODY=8BITMIME RET=HDRS ENVID=a+20b AUTH=<> SIZE=1",
            "MAIL FROM:<a@[x-y:z]> AUTH=e+3Dmc2@example.com",
        ]
        .map(|line| line.as_bytes().to_vec()),
    );
    let mut seeds = Seeds::new();
    for verb in VERBS {
        let of_verb: Vec<&Vec<u8>> = lines.iter().filter(|line| line.starts_with(verb.as_bytes())).collect();
        for (number, lines) in of_verb.chunks(LINES).enumerate() {
            let input = lines.iter().flat_map(|line| [line.as_slice(), b"\n"].concat()).collect();
            seeds.insert(format!("{}-{number:02}", verb.to_ascii_lowercase()), input);
        }
    }
    seeds
}

/// What the client says in each conversation with the server, what happens in between, and how the server is set.
fn sessions(transcripts: &BTreeMap<String, String>) -> Seeds {
    const QUESTIONS: [&str; 8] =
        ["greeting", "hello", "starttls", "auth", "mail", "rcpt", "content", "commit"];
    let refusals: Vec<&str> =
        catalogue::all().filter(|entry| entry.code.class().is_refusal()).map(|entry| entry.id).collect();
    let seed = |text: &str| {
        let (mut listener, mut settings, mut script, mut said) = (b'm', b'0', Vec::new(), false);
        let first = text.lines().find(|line| line.starts_with(['C', 'S']));
        if first.is_some_and(|line| line.starts_with('C')) {
            settings |= 4;
        }
        for line in text.lines() {
            let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
            match (word, rest.split_once(": ")) {
                ("#", Some(("listener", kind))) => {
                    listener = match kind {
                        "submission" => b's',
                        "tls-required" => b'r',
                        "tls-absent" => b'a',
                        "proxied" => b'p',
                        _ => b'm',
                    };
                }
                ("#", Some(("set", "irregular_lines = reject"))) => settings |= 1,
                ("#", Some(("set", "dsn = true"))) => settings |= 8,
                ("#", Some(("set", "xclient = true"))) => listener = b'p',
                ("#", Some(("set", _))) => settings |= 2,
                ("#", Some(("refuse", refusal))) => {
                    let (question, id) = refusal.split_once(" with ").unwrap_or((refusal, ""));
                    let at = |of: &[&str], word| of.iter().position(|known| *known == word).unwrap_or(0);
                    let operands = [at(&QUESTIONS, question), at(&refusals, id)];
                    script.extend([MARK, b'q']);
                    script.extend(operands.map(|operand| u8::try_from(operand).unwrap_or(u8::MAX)));
                }
                ("C:", _) => {
                    script.extend(escaped(&unescape(rest)));
                    script.extend_from_slice(b"\r\n");
                    said = true;
                }
                ("C-raw:", _) => {
                    script.extend(escaped(&unescape(rest)));
                    said = true;
                }
                // Where the server answers, what was sent has arrived.
                ("S:", _) if std::mem::take(&mut said) => script.extend([MARK, b'p']),
                ("!", _) => {
                    let event = match rest {
                        "idle" => b'i',
                        "slow" => b's',
                        "session time is over" => b'l',
                        "shutdown" => b'h',
                        "grace is over" => b'g',
                        "tls" => b't',
                        "weak tls" => b'w',
                        _ => continue,
                    };
                    script.extend([MARK, event]);
                }
                _ => {}
            }
        }
        [vec![listener, settings], script].concat()
    };
    transcripts.iter().map(|(name, text)| (name.clone(), seed(text))).collect()
}

/// The messages that clients send in conversations, and what has been taken for an end of DATA.
fn contents(transcripts: &BTreeMap<String, String>) -> Seeds {
    let mut seeds = Seeds::new();
    for (name, text) in transcripts {
        let (mut content, mut within) = (Vec::new(), false);
        for line in text.lines() {
            match line.split_once(' ').unwrap_or((line, "")) {
                ("S:", reply) => within = reply.starts_with("354"),
                ("C:", rest) if within => content.extend([unescape(rest), b"\r\n".to_vec()].concat()),
                ("C-raw:", rest) if within => content.extend(unescape(rest)),
                _ => {}
            }
        }
        if !content.is_empty() {
            seeds.insert(name.clone(), [b"0".to_vec(), content].concat());
        }
    }
    let ends: [&[u8]; 12] = [
        b"\n.\n",
        b"\n.\r\n",
        b"\r\n.\n",
        b"\r.\r",
        b"\r.\r\n",
        b"\r\n.\r",
        b"\r\n\0.\r\n",
        b"\r\n.\0\r\n",
        b"\r\n.\r\r\n",
        b"\r\r\n.\r\r\n",
        b"\r\n..\r\n",
        b"\n\r.\n\r",
    ];
    let all = ends.iter().flat_map(|end| [&b"A: b\r\n\r\nfirst"[..], *end, b"second"].concat());
    seeds.insert("imitated-ends".into(), [b"0".to_vec(), all.collect(), b"\r\n.\r\n".to_vec()].concat());
    let header =
        b"0Received: a\r\n\tb\r\nDelivered-To: a@b\r\n c\r\nSubject: x\r\n\r\nReceived: body\r\n.\r\n";
    seeds.insert("a-header".into(), header.to_vec());
    let odd = "0From : a@b\r\nX-A\t: c\r\nFrom:\x0c <a@b>\x0b\r\nFrom\x0c: a@b\r\nFrom:\u{a0}a@b\u{3000}\r\n\r\nbody\r\n.\r\n";
    seeds.insert("odd-white-space-around-from".into(), odd.into());
    seeds
}

/// What the server says in each conversation with the client.
fn replies(transcripts: &BTreeMap<String, String>) -> Seeds {
    let seed = |text: &str| {
        let (mut settings, mut recipients, mut script, mut said) = (3, 0, Vec::new(), false);
        for line in text.lines() {
            let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
            if !word.starts_with('S') && std::mem::take(&mut said) {
                script.extend([MARK, b'p']);
            }
            match word {
                "#" => match rest.strip_prefix("set: ").map(|set| set.split_once(" = ").unwrap_or((set, "")))
                {
                    Some(("no chunking", _)) => settings &= !1,
                    Some(("no pipelining", _)) => settings &= !2,
                    Some(("smtputf8", _)) => settings |= 4,
                    Some(("8bit", _)) => settings |= 8,
                    Some(("to", to)) => recipients = to.split(' ').count().saturating_sub(1),
                    Some(("then to", _)) => script.extend([MARK, b'b']),
                    _ => {}
                },
                "S:" => script.extend([escaped(&unescape(rest)), b"\r\n".to_vec()].concat()),
                "S-raw:" => script.extend(escaped(&unescape(rest))),
                "S-times:" => {
                    // Enough to be beyond every limit would be more than an input may have; the fuzzer can repeat, too.
                    let (times, text) = rest.split_once(' ').unwrap_or(("1", rest));
                    let times = times.parse::<usize>().unwrap_or(1);
                    let text = escaped(&unescape(text));
                    script.extend(text.repeat(times.min(3000 / text.len().max(1))));
                }
                "!" => match rest {
                    "the server closes" => script.extend([MARK, b'c']),
                    "time is over" => script.extend([MARK, b't']),
                    "the content is lost" => script.extend([MARK, b'l']),
                    _ => {}
                },
                _ => {}
            }
            said = word.starts_with('S');
        }
        [vec![settings, u8::try_from(recipients).unwrap_or(4)], script].concat()
    };
    transcripts.iter().map(|(name, text)| (name.clone(), seed(text))).collect()
}

/// Logs, made by hand: there is no conversation about them.
fn records() -> Seeds {
    const APPEND: u8 = 1;
    const CHANGE: u8 = 2;
    const DONE: u8 = 4;
    const VOID: u8 = 5;
    let text = |text: &str| [&u32::try_from(text.len()).unwrap_or(0).to_le_bytes(), text.as_bytes()].concat();
    let maybe = |value: Option<&str>| [vec![u8::from(value.is_some())], text(value.unwrap_or(""))].concat();
    let record = |id: u8, kind: u8, details: &[u8], body: &[u8]| {
        let content = [details, body].concat();
        [escaped(&content), vec![MARK, b'r', id << 4 | kind, u8::try_from(body.len()).unwrap_or(0)]].concat()
    };
    let append = |id: u8, recipients: u32, within: &[u8], body: &[u8]| {
        let mut details = [maybe(Some("s@client.example")), vec![3, 2], maybe(Some("envid"))].concat();
        details.extend(recipients.to_le_bytes());
        for _ in 0..recipients {
            details.extend([text("alice@example.test"), text("\"te am\"@example.test"), vec![5]].concat());
            details.extend([maybe(Some("rfc822")), maybe(Some("t@x"))].concat());
        }
        details.extend_from_slice(within);
        record(id, APPEND, &details, body)
    };
    let change = |id: u8, version: u32, status: u8, note: &str| {
        let (recipient, due, attempts, changed) = (0_u32, 2_000_u64, 1_u32, 1_500_u64);
        let mut details = [&recipient.to_le_bytes()[..], &[status], &due.to_le_bytes()].concat();
        details
            .extend([&version.to_le_bytes()[..], &attempts.to_le_bytes(), &changed.to_le_bytes()].concat());
        details.extend(text(note));
        record(id, CHANGE, &details, b"")
    };
    let void = |segment: u32, sequence: u64| {
        record(0, VOID, &[&segment.to_le_bytes()[..], &sequence.to_le_bytes()].concat(), b"")
    };
    let in_file = [&[1][..], &300_000_u64.to_le_bytes(), &7_u32.to_le_bytes()].concat();
    let event = |letter: u8| vec![MARK, letter];
    let (group, segment) = (event(b'g'), event(b's'));
    let life = [
        append(1, 1, &[0], b"Subject: x\r\n\r\nbody\r\n"),
        group.clone(),
        change(1, 1, 0, "450 later"),
        change(1, 2, 1, ""),
        record(1, DONE, b"", b""),
        group.clone(),
    ]
    .concat();
    let several = [
        append(1, 3, &[0], b"one"),
        append(2, 1, &in_file, b""),
        group.clone(),
        append(3, 0, &[0], b""),
        group.clone(),
        segment.clone(),
        change(1, 9, 2, "550 nobody"),
        group.clone(),
    ]
    .concat();
    let voided = [
        append(1, 1, &[0], b"was not acknowledged"),
        group.clone(),
        segment,
        void(1, 0),
        append(2, 1, &[0], b"was"),
        group,
    ]
    .concat();
    let damage = |place: u8, with: u8| vec![MARK, b'd', place, with];
    let junk =
        [b"PRec junk that no header covers".to_vec(), event(b'j'), life.clone(), b"PGrp".to_vec()].concat();
    [
        ("a-message-from-append-to-done", life.clone()),
        ("two-segments", several.clone()),
        ("a-group-that-does-not-count", voided),
        ("a-damaged-group-before-a-good-one", [several.clone(), damage(16, 1)].concat()),
        ("a-torn-tail", [life.clone(), damage(35, 0xff)].concat()),
        ("a-segment-without-a-header", [life, damage(0, 0xff)].concat()),
        ("two-damages", [several, damage(18, 3), damage(1, 0)].concat()),
        ("junk-in-a-group", junk),
        ("nothing", Vec::new()),
    ]
    .map(|(name, octets)| (name.to_owned(), octets))
    .into()
}

/// Octets as a script sends them.
fn escaped(octets: &[u8]) -> Vec<u8> {
    octets.iter().flat_map(|octet| std::iter::repeat_n(*octet, if *octet == MARK { 2 } else { 1 })).collect()
}

/// `\r`, `\n`, `\t`, `\0`, `\\`, `\xNN`, and `\{TEXT*N}`, as `tests/transcripts/README.md` has them; a long repetition is cut
/// to what an input can hold.
fn unescape(text: &str) -> Vec<u8> {
    let (mut octets, mut rest) = (Vec::new(), text);
    while let Some((before, after)) = rest.split_once('\\') {
        octets.extend_from_slice(before.as_bytes());
        let hex = after.get(1..3).and_then(|hex| u8::from_str_radix(hex, 16).ok());
        let repeated = after.get(1..).and_then(|inside| inside.split_once('}'));
        let (octet, used) = match after.bytes().next() {
            Some(b'r') => (b'\r', 1),
            Some(b'n') => (b'\n', 1),
            Some(b't') => (b'\t', 1),
            Some(b'0') => (0, 1),
            Some(b'x') if hex.is_some() => (hex.unwrap_or_default(), 3),
            Some(b'{') if repeated.is_some() => {
                let inside = repeated.map_or("", |(inside, _)| inside);
                let (what, times) = inside.rsplit_once('*').unwrap_or((inside, "1"));
                let what = unescape(what);
                let times: usize = times.parse().unwrap_or(1);
                octets.extend(what.repeat(times.min(4000 / what.len().max(1))));
                rest = &after[inside.len() + 2..];
                continue;
            }
            _ => (b'\\', 1.min(after.len())),
        };
        octets.push(octet);
        rest = &after[used..];
    }
    octets.extend_from_slice(rest.as_bytes());
    octets
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_conversation_becomes_a_script() {
        let text = "# refuse: mail with no-room\nS: 220 hello\nC: EHLO \\x01\nS: 250 ok\n! idle\n";
        let seeds = sessions(&BTreeMap::from([("x".to_owned(), text.to_owned())]));
        let refusals = catalogue::all().filter(|entry| entry.code.class().is_refusal());
        let number = refusals.take_while(|entry| entry.id != "no-room").count();
        let number = u8::try_from(number).expect("few");
        let expected = [&b"m0\x01q"[..], &[4, number], b"EHLO \x01\x01\r\n\x01p\x01i"].concat();
        assert_eq!(seeds["x"].escape_ascii().to_string(), expected.escape_ascii().to_string());
    }

    #[test]
    fn escapes_are_those_of_the_transcripts() {
        assert_eq!(unescape("a\\r\\n\\x41\\{xy*2}\\0\\\\"), b"a\r\nAxyxy\0\\");
        assert_eq!(unescape("\\"), b"\\");
    }
}
