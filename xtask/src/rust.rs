//! As much of Rust's grammar as the checks need: what is code, what is a string, what is a comment, and what is only
//! compiled for tests.
//!
//! This is a lexer and no parser. It knows strings (with escapes, raw, of bytes), character literals and lifetimes,
//! nested comments, and that the item behind `#[cfg(test)]` ends at its `;` or at the brace that closes it.

use std::ops::Range;

/// A source file, taken apart.
#[derive(Debug)]
pub struct Source {
    /// The file with every comment and the inside of every literal blanked. Lines stay where they were.
    pub code: String,
    /// The string literals, in their order.
    pub strings: Vec<Literal>,
    /// The octets of the items that only tests see.
    tests: Vec<Range<usize>>,
}

/// A string literal.
#[derive(Debug, PartialEq, Eq)]
pub struct Literal {
    /// What it stands for, its escapes resolved.
    pub value: String,
    /// Where it begins, in octets from the start of the file.
    pub at: usize,
}

impl Source {
    /// Takes a file apart.
    pub fn new(text: &str) -> Self {
        let mut lexer = Lexer { text, at: 0, code: String::with_capacity(text.len()), strings: Vec::new() };
        lexer.run();
        let (code, strings) = (lexer.code, lexer.strings);
        let tests = test_items(&code);
        Self { code, strings, tests }
    }

    /// The line, from 1, of an octet.
    pub fn line(&self, at: usize) -> usize {
        self.code.as_bytes()[..at.min(self.code.len())].iter().filter(|octet| **octet == b'\n').count() + 1
    }

    /// Whether only tests see the code at this octet.
    pub fn in_test(&self, at: usize) -> bool {
        self.tests.iter().any(|range| range.contains(&at))
    }

    /// Every word of the code that is an identifier or a keyword, with its place, test items left out.
    pub fn words(&self) -> impl Iterator<Item = (usize, &str)> {
        words(&self.code).filter(|(at, _)| !self.in_test(*at))
    }
}

/// Whether a file is compiled for tests alone, by where it lies.
pub fn is_test_file(path: &str) -> bool {
    path.split('/').any(|part| matches!(part, "tests" | "tests.rs" | "benches"))
}

struct Lexer<'a> {
    text: &'a str,
    at: usize,
    code: String,
    strings: Vec<Literal>,
}

impl Lexer<'_> {
    fn run(&mut self) {
        while let Some(next) = self.rest().chars().next() {
            let rest = self.rest();
            if rest.starts_with("//") {
                self.blank(rest.find('\n').unwrap_or(rest.len()));
            } else if rest.starts_with("/*") {
                self.blank(block_comment(rest));
            } else if is_word(next) {
                self.word();
            } else if next == '"' {
                self.string();
            } else if next == '\'' {
                self.quote();
            } else {
                self.keep(next.len_utf8());
            }
        }
    }

    fn rest(&self) -> &'_ str {
        &self.text[self.at..]
    }

    fn keep(&mut self, octets: usize) {
        self.code.push_str(&self.text[self.at..self.at + octets]);
        self.at += octets;
    }

    /// Blanks octet by octet, so that places in the code and in the file are the same.
    fn blank(&mut self, octets: usize) {
        for octet in self.text[self.at..self.at + octets].bytes() {
            self.code.push(if octet == b'\n' { '\n' } else { ' ' });
        }
        self.at += octets;
    }

    /// An identifier, a keyword, a number; or the prefix of a string.
    fn word(&mut self) {
        let rest = self.rest();
        let end = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
        let (word, behind) = rest.split_at(end);
        let hashes = behind.bytes().take_while(|octet| *octet == b'#').count();
        let quoted = behind[hashes..].starts_with('"');
        match word {
            "r" | "br" | "cr" if quoted => {
                self.keep(end);
                self.raw_string(hashes);
            }
            "b" | "c" if hashes == 0 && quoted => {
                self.keep(end);
                self.string();
            }
            "b" if behind.starts_with('\'') => {
                self.keep(end);
                self.quote();
            }
            _ => self.keep(end),
        }
    }

    /// From a quotation mark to the next that is not escaped.
    fn string(&mut self) {
        let at = self.at;
        let inside = &self.text[self.at + 1..];
        let mut end = inside.len();
        let mut escaped = false;
        for (i, octet) in inside.bytes().enumerate() {
            match octet {
                _ if escaped => escaped = false,
                b'\\' => escaped = true,
                b'"' => {
                    end = i;
                    break;
                }
                _ => {}
            }
        }
        self.strings.push(Literal { value: unescape(&inside[..end]), at });
        self.keep(1);
        self.blank(end);
        self.keep(usize::from(self.at < self.text.len()));
    }

    fn raw_string(&mut self, hashes: usize) {
        let at = self.at;
        let inside = &self.text[self.at + hashes + 1..];
        let close = format!("\"{}", "#".repeat(hashes));
        let end = inside.find(&close).unwrap_or(inside.len());
        self.strings.push(Literal { value: inside[..end].to_owned(), at });
        self.keep(hashes + 1);
        self.blank(end);
        self.keep(close.len().min(self.text.len() - self.at));
    }

    /// A character literal, or the mark of a lifetime or a label.
    fn quote(&mut self) {
        let inside = &self.text[self.at + 1..];
        let mut chars = inside.char_indices();
        let end = match chars.next() {
            // The octet behind the backslash may be a quotation mark itself.
            Some((_, '\\')) => inside.get(2..).and_then(|rest| rest.find('\'')).map(|i| i + 2),
            Some(_) => chars.next().filter(|(_, c)| *c == '\'').map(|(i, _)| i),
            None => None,
        };
        self.keep(1);
        if let Some(end) = end {
            self.blank(end);
            self.keep(1);
        }
    }
}

/// The length of the block comment that `text` begins with, comments within it included.
fn block_comment(text: &str) -> usize {
    let (mut depth, mut at) = (0_usize, 0);
    loop {
        let rest = &text[at..];
        if rest.starts_with("/*") {
            depth += 1;
            at += 2;
        } else if rest.starts_with("*/") {
            depth -= 1;
            at += 2;
        } else if let Some(next) = rest.chars().next() {
            at += next.len_utf8();
        } else {
            return at;
        }
        if depth == 0 {
            return at;
        }
    }
}

fn unescape(text: &str) -> String {
    let mut value = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('\\') {
        value.push_str(before);
        let mut chars = behind.chars();
        let escape = chars.next();
        rest = chars.as_str();
        match escape {
            Some('n') => value.push('\n'),
            Some('r') => value.push('\r'),
            Some('t') => value.push('\t'),
            Some('0') => value.push('\0'),
            Some('x') => {
                let octet = rest.get(..2).and_then(|hex| u8::from_str_radix(hex, 16).ok());
                value.push(octet.map_or('?', char::from));
                rest = rest.get(2..).unwrap_or("");
            }
            Some('u') => {
                let (hex, behind) = rest.split_once('}').unwrap_or((rest, ""));
                let point = u32::from_str_radix(hex.trim_start_matches('{'), 16).ok();
                value.push(point.and_then(char::from_u32).unwrap_or('?'));
                rest = behind;
            }
            // A line that goes on: neither its end nor the indentation of the next is part of the string.
            Some('\n') => rest = rest.trim_start(),
            Some(other) => value.push(other),
            None => {}
        }
    }
    value.push_str(rest);
    value
}

/// The items behind `#[cfg(test)]` in blanked code.
fn test_items(code: &str) -> Vec<Range<usize>> {
    const MARK: &str = "#[cfg(test)]";
    let mut items: Vec<Range<usize>> = Vec::new();
    let mut from = 0;
    while let Some(start) = code[from..].find(MARK).map(|i| from + i) {
        let behind = start + MARK.len();
        let end = item_end(&code[behind..]).map_or(code.len(), |i| behind + i);
        items.push(start..end);
        from = end;
    }
    items
}

/// Where the item ends that `code` begins with: behind its first `;`, or behind the brace that closes its first one.
fn item_end(code: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (i, octet) in code.bytes().enumerate() {
        match octet {
            b';' if depth == 0 => return Some(i + 1),
            b'{' => depth += 1,
            b'}' => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some(i + 1);
                }
            }
            _ => {}
        }
    }
    None
}

fn words(code: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        at += code[at..].find(is_word)?;
        let start = at;
        at += code[at..].find(|c| !is_word(c)).unwrap_or(code.len() - at);
        Some((start, &code[start..at]))
    })
}

fn is_word(c: char) -> bool {
    c == '_' || c.is_alphanumeric()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(text: &str) -> Vec<String> {
        Source::new(text).strings.into_iter().map(|literal| literal.value).collect()
    }

    #[test]
    fn strings_of_every_kind_are_found() {
        assert_eq!(values(r#"f("a\"b", b"c\r\n250", c"d")"#), ["a\"b", "c\r\n250", "d"]);
        assert_eq!(values("f(r\"a\\\", r#\"b\"c\"#, br##\"d\"#\"##)"), ["a\\", "b\"c", "d\"#"]);
        assert_eq!(values("\"one \\\n     line\""), ["one line"]);
        assert_eq!(values(r#""\u{e9}\x41""#), ["\u{e9}A"]);
        assert_eq!(values("let r#type = \"x\";"), ["x"]);
    }

    #[test]
    fn what_is_no_string_is_none() {
        assert!(values("// \"a\"\n/* \"b\" /* \"c\" */ \"d\" */ '\"' b'\"' '\\'' '\\\"'").is_empty());
        assert_eq!(values("fn f<'a>(x: &'a str) { g('\\'', \"x\") }"), ["x"]);
        assert_eq!(values("'outer: loop { \"x\" }"), ["x"]);
    }

    #[test]
    fn code_keeps_its_lines_and_loses_its_words() {
        let text = "let a = \"std::fs\"; // std::fs\n/* é\n */ std::net";
        let source = Source::new(text);
        assert_eq!(source.code.len(), text.len());
        assert!(!source.code.contains("fs"));
        assert_eq!(source.line(source.code.find("net").expect("kept")), 3);
    }

    #[test]
    fn tests_are_told_from_code() {
        let source = Source::new("fn a() {}\n#[cfg(test)]\nmod tests { fn b() { \"}\" } }\nfn c() {}");
        let words: Vec<_> = source.words().map(|(_, word)| word).collect();
        assert_eq!(words, ["fn", "a", "fn", "c"]);
        assert!(source.in_test(source.strings[0].at));
    }

    #[test]
    fn an_unfinished_file_ends() {
        for text in ["\"", "\"\\", "r#\"a", "'", "'\\", "/*", "b'", "#[cfg(test)] mod a {", "é"] {
            let _ = Source::new(text);
        }
    }
}
