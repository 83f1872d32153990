//! Secrets that stand in the next line, or go on there.
//!
//! ```text
//!   Password:              a word alone             ["password"]=>         a value with its type, of PHP
//!   x                                               string(1) "x"
//!   password: |            a block of YAML, up      - name: SMTP_PASSWORD  a name and a value
//!     x                    to what is not deeper      value: x
//!   'password': 'x '       strings that are joined, of Python
//!               'y'
//! ```

use std::ops::Range;

use super::REDACTED;
use super::key::is_key;
use super::markup;
use super::value::{is_quote, is_reply, quoted, typed};
use crate::dialect::{Form, form, text_of};

/// Whether a line ends with the name of a secret whose value stands in the next.
pub fn opens(line: &str) -> bool {
    if markup::opens(line.trim_end()) {
        return true;
    }
    let line = line.trim_end();
    // A list of JSON, a text between three quotes.
    let begun =
        line.strip_suffix('[').or_else(|| line.strip_suffix("\"\"\"")).or_else(|| line.strip_suffix("'''"));
    let line = begun.map_or(line, str::trim_end).trim_end_matches(is_quote);
    let Some(name) = line.strip_suffix([':', '=', '：', '>']) else { return false };
    let name =
        name.trim_end_matches(|c: char| c.is_whitespace() || is_quote(c) || matches!(c, ':' | '=' | ']'));
    let last = name
        .rsplit(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '\'' | ',' | ';' | '(' | '='))
        .next();
    last.is_some_and(|name| is_key(name) && !name.starts_with('/')) || scoped(name).is_some_and(is_key)
}

/// The name of a property that PHP shows with who may see it: `["pass":"PHPMailer\SMTP":private`.
fn scoped(name: &str) -> Option<&str> {
    ["protected", "private", "public"]
        .iter()
        .find_map(|scope| name.strip_suffix(scope)?.strip_suffix(':'))?;
    let (_, inside) = name.rsplit_once('[')?;
    inside.split(':').next().map(|name| name.trim_matches(is_quote))
}

/// Whether a line is no more than a value: a word, and none of SMTP, or what stands in quotes, with its type in front.
pub fn is_value(text: &str) -> bool {
    // An item of a list of YAML.
    let text = unmarked(text).strip_prefix("- ").unwrap_or(text);
    is_word(&text[text_of(text)]) || is_quoted(unmarked(text))
}

fn is_word(said: &str) -> bool {
    let mut words = said.split(' ');
    // As the password of an application is shown.
    let groups = words.clone().count() == 4
        && words.all(|word| word.len() == 4 && word.bytes().all(|b| b.is_ascii_alphanumeric()));
    !said.is_empty()
        && (groups || !said.contains(char::is_whitespace))
        && !said.contains("://")
        && form(said) == Form::Other
        && !opens(said)
        && !said.contains(REDACTED)
}

/// Whether a text is a string and nothing else, and no reply.
fn is_quoted(said: &str) -> bool {
    let said = said.trim().trim_end_matches([',', ';', ')']);
    let Some(inside) = quoted(said).or_else(|| typed(said)) else { return false };
    said.get(inside.end..).is_some_and(|end| end.chars().count() == 1 && end.starts_with(is_quote))
        && !is_reply(&said[inside])
}

/// What goes on in the lines behind the one that names it, or stands in front of that. `ends` is whether a string with a secret in it ends a line.
pub fn places(lines: &[String], ends: impl Fn(usize) -> bool) -> Vec<(usize, Range<usize>)> {
    let mut found = Vec::new();
    // The indentation of the name whose block it is.
    let mut block: Option<usize> = None;
    let mut joins = false;
    for (at, line) in lines.iter().enumerate() {
        let is_blank = line.trim_matches(['>', '|', ' ', '\t']).is_empty();
        if !is_blank && block.is_some_and(|indent| indentation(line) > indent) {
            found.push((at, text_of(line)));
            joins = false;
            continue;
        }
        if !is_blank {
            let named = at.checked_sub(1).is_some_and(|before| names(&lines[before]));
            block = opens_block(line, named).then(|| indentation(line));
        }
        if let Some(next) = lines.get(at + 1) {
            let (own, others) = (value(line).filter(|_| names(next)), value(next).filter(|_| names(line)));
            found.extend(own.map(|place| (at, place)));
            found.extend(others.map(|place| (at + 1, place)));
            let element = Some(line).filter(|line| markup::opens(line.trim_end()));
            found.extend(element.and_then(|_| markup::element(next)).map(|place| (at + 1, place)));
        }
        let string = quoted(unmarked(line)).filter(|inside| joins && inside.start <= 2);
        let string = string.filter(|inside| !is_reply(&unmarked(line)[inside.clone()]));
        let start = line.len() - unmarked(line).len();
        joins = string.is_some() && ends_a_string(line) || ends(at);
        found.extend(string.map(|inside| (at, start + inside.start..start + inside.end)));
    }
    found
}

/// How deep a line stands, behind the marks of a quotation.
fn indentation(line: &str) -> usize {
    let text = line.trim_start_matches(['>', '|']);
    text.len() - text.trim_start_matches([' ', '-']).len()
}

/// Whether a line is a key of YAML whose value is a block: `password: |-`, `password: !vault | # x` (YAML 1.2 §8.1), or the value of a name in front.
fn opens_block(line: &str, named: bool) -> bool {
    let line = line.split(" #").next().unwrap_or(line);
    let Some((key, sign)) = line.trim_end().rsplit_once(':') else { return false };
    let sign = sign.trim_start();
    let sign = sign
        .strip_prefix('!')
        .map_or(sign, |tag| tag.split_once(' ').map_or("", |(_, sign)| sign.trim_start()));
    let signs = sign.strip_prefix(['|', '>']);
    let is_sign = signs.is_some_and(|signs| signs.chars().all(|c| matches!(c, '+' | '-' | '1'..='9')));
    let key = key.rsplit(char::is_whitespace).next().map(|key| key.trim_matches(is_quote));
    is_sign && key.is_some_and(|key| is_key(key) || named && key == "value")
}

/// Whether a line gives something the name of a secret: `- name: SMTP_PASSWORD`, `"key": "password",`.
fn names(line: &str) -> bool {
    let line = line[text_of(line)].trim().trim_end_matches(',');
    let Some((name, secret)) = line.split_once([':', '=']) else { return false };
    let is_bare = |c: char| is_quote(c) || c.is_whitespace() || matches!(c, '-' | '{' | '>' | ',');
    let name = name.trim_matches(is_bare).to_ascii_lowercase();
    matches!(name.as_str(), "name" | "key" | "field" | "parametername" | "parameter_key" | "parameterkey")
        && is_key(secret.trim_matches(is_bare))
}

/// What a line calls a value: `value: x`.
fn value(line: &str) -> Option<Range<usize>> {
    if !line.contains("alue") {
        return None;
    }
    // Of a line in quotes the text ends before the line does.
    let text = text_of(line);
    let value = value_of(&line[text.clone()])?;
    let inside = quoted(value).unwrap_or(0..value.trim_end().len());
    let start = text.end - value.len();
    (!inside.is_empty()).then(|| start + inside.start..start + inside.end)
}

/// What stands behind the word for a value and its sign, and goes on to the end of the text.
pub fn value_of(text: &str) -> Option<&str> {
    let text = text.trim_start_matches(|c: char| is_quote(c) || c.is_whitespace() || matches!(c, '-' | '{'));
    let behind = ["value", "Value"].iter().find_map(|word| text.strip_prefix(word))?;
    let behind = behind.trim_start_matches(is_quote).trim_start();
    [":", "=>", "="].iter().find_map(|sign| behind.strip_prefix(sign)).map(str::trim_start)
}

/// A line without its indentation, and without the marks of a quotation.
fn unmarked(line: &str) -> &str {
    line.trim_start_matches(['>', '|', ' ', '\t'])
}

/// Whether a secret reaches to the end of its line, and a string ends there.
pub fn is_at_end(line: &str, secret: &Range<usize>) -> bool {
    line[secret.end..].chars().all(|c| is_quote(c) || is_joint(c))
        && ends_a_string(line)
        && !is_of_auth(&line[..secret.start])
}

/// Whether what stands behind this is what AUTH says: it is all of a command, and nothing goes on with it.
fn is_of_auth(before: &str) -> bool {
    let words = before.rsplit(|c: char| c.is_whitespace() || is_quote(c)).filter(|word| !word.is_empty());
    words.take(3).any(|word| word.eq_ignore_ascii_case("auth"))
}

/// Whether the end of a line is that of a string, which the next line may go on with.
fn ends_a_string(line: &str) -> bool {
    line.trim_end_matches(is_joint).ends_with(is_quote)
}

/// What joins a string with one in the next line: a sign, or nothing.
fn is_joint(c: char) -> bool {
    c.is_whitespace() || matches!(c, '+' | '.' | '\\')
}

#[cfg(test)]
mod tests {
    use super::super::redact;

    fn clean(text: &str) -> String {
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        redact(&mut lines);
        lines.join("\n")
    }

    #[test]
    fn what_goes_on_in_the_next_line_is_taken_out() {
        for (text, becomes) in [
            (
                "[\"password\"]=>\n  string(1) \"b\"\n  [\"host\"]=>",
                "[\"password\"]=>\n  [redacted]\n  [\"host\"]=>",
            ),
            (
                "  [\"pass\":\"A\\B\":private]=>\n  string(3) \"b c\"",
                "  [\"pass\":\"A\\B\":private]=>\n  [redacted]",
            ),
            (
                "\"password\":\n  \"b c\",\n\"host\": \"mx\"",
                "\"password\":\n  \"[redacted]\n\"host\": \"mx\"",
            ),
            (
                "password: |-\n  b\n\n  c d\nhost: mx",
                "password: [redacted]\n  [redacted]\n\n  [redacted]\nhost: mx",
            ),
            (
                "- name: SMTP_PASSWORD\n  value: b\n- name: X\n  value: y",
                "- name: SMTP_PASSWORD\n  value: [redacted]\n- name: X\n  value: y",
            ),
            (
                "  \"value\": \"b\",\n  \"name\": \"password\"",
                "  \"value\": \"[redacted]\",\n  \"name\": \"password\"",
            ),
            (
                "{'password': 'b '\n             'c',\n 'host': 'mx'}",
                "{'password': '[redacted]'\n             '[redacted]',\n 'host': 'mx'}",
            ),
            ("<key>Password</key>\n<string>b</string>", "<key>Password</key>\n[redacted]"),
        ] {
            assert_eq!(clean(text), becomes);
        }
        for text in [
            "[password] => \n[host] => mx.example.org",
            "- name: HOST\n  value: mx",
            "password: |\nhost: mx x",
        ] {
            assert_eq!(clean(text).lines().last(), text.lines().last(), "{text}");
        }
    }
}
