//! The header of a message that is handed in, completed while it passes (RFC 6409 §8): Bcc goes, and Date and Message-ID are there behind it.

use super::header_lines::{HeaderLines, Part};

/// Completes the header of a message as it comes, in pieces of any size. Of the message nothing is held but the front of a line
/// ([`HeaderLines`]); the body passes untouched.
///
/// - Fields named Bcc and Resent-Bcc are left out, with their folds, however many and however long (RFC 5322 §3.6.3).
/// - Date and Message-ID are added behind the other fields, each if there is none. One that is there stays, be it valid or not: what was meant nobody
///   knows here, and by its Message-ID the client finds a message again.
/// - The line with which an mbox begins each message is left out.
/// - A line that is no field ends the header, as if an empty line stood before it; it is put there. So the fields that are added are
///   within the header to every reader.
#[derive(Debug)]
pub struct Completion {
    lines: HeaderLines,
    header: Header,
}

#[derive(Debug)]
struct Header {
    /// What is added if no Date is there: the value.
    date: Option<String>,
    /// What is added if no Message-ID is there: the value.
    message_id: Option<String>,
    /// The line under way is left out.
    dropping: bool,
    /// Nothing is looked at any more.
    ended: bool,
}

impl Completion {
    /// With what is added where it is missing: the values of Date (RFC 5322 §3.3) and of Message-ID (RFC 5322 §3.6.4), without a line
    /// end in them.
    #[must_use]
    pub fn new(date: String, message_id: String) -> Self {
        let header = Header { date: Some(date), message_id: Some(message_id), dropping: false, ended: false };
        Self { lines: HeaderLines::default(), header }
    }

    /// Takes the next octets of the message, repaired as the session hands them out, and gives on what becomes of them.
    pub fn push(&mut self, octets: &[u8], mut out: impl FnMut(&[u8])) {
        let Self { lines, header } = self;
        lines.push(octets, |part| header.take(part, &mut out));
    }

    /// The message has ended: gives what is still to come of it.
    pub fn finish(mut self, mut out: impl FnMut(&[u8])) {
        let Self { lines, header } = &mut self;
        let mut within_line = lines.within_line();
        lines.finish(|part| {
            header.take(part, &mut out);
            within_line = false;
        });
        if !header.ended {
            if within_line && !header.dropping {
                out(b"\r\n");
            }
            header.add_missing(&mut out);
        }
    }

    /// Whether the rest of the message passes as it is.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.lines.in_body()
    }
}

impl Header {
    fn take(&mut self, part: Part<'_>, out: &mut impl FnMut(&[u8])) {
        let octets = match part {
            Part::Body(octets) => return out(octets),
            Part::Field { octets, .. }
            | Part::Fold(octets)
            | Part::Mbox(octets)
            | Part::Stray(octets)
            | Part::More(octets)
            | Part::End(octets) => octets,
        };
        if !self.ended {
            match part {
                Part::Field { name, .. } => self.begin(name),
                Part::Mbox(_) => self.dropping = true,
                Part::Stray(_) => {
                    self.end(out);
                    out(b"\r\n");
                }
                Part::End(_) => self.end(out),
                Part::Fold(_) | Part::More(_) | Part::Body(_) => {}
            }
        }
        if !self.dropping {
            out(octets);
        }
    }

    fn begin(&mut self, name: &[u8]) {
        let is = |known: &str| name.eq_ignore_ascii_case(known.as_bytes());
        self.dropping = is("Bcc") || is("Resent-Bcc");
        if is("Date") {
            self.date = None;
        } else if is("Message-ID") {
            self.message_id = None;
        }
    }

    fn end(&mut self, out: &mut impl FnMut(&[u8])) {
        self.add_missing(out);
        (self.ended, self.dropping) = (true, false);
    }

    fn add_missing(&mut self, out: &mut impl FnMut(&[u8])) {
        for (name, value) in [("Date", self.date.take()), ("Message-ID", self.message_id.take())] {
            if let Some(value) = value {
                out(format!("{name}: {value}\r\n").as_bytes());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn completed(pieces: &[&[u8]]) -> String {
        let mut completion = Completion::new("DATE".to_owned(), "<ID>".to_owned());
        let mut content = Vec::new();
        for piece in pieces {
            completion.push(piece, |octets| content.extend_from_slice(octets));
        }
        completion.finish(|octets| content.extend_from_slice(octets));
        String::from_utf8(content).expect("text")
    }

    fn becomes(message: &str) -> String {
        completed(&[message.as_bytes()])
    }

    #[test]
    fn what_is_missing_is_added_behind_the_fields() {
        assert_eq!(
            becomes("From: a@b\r\nX:\r\n y\r\n\r\nbody\r\n"),
            "From: a@b\r\nX:\r\n y\r\nDate: DATE\r\nMessage-ID: <ID>\r\n\r\nbody\r\n"
        );
        assert_eq!(becomes("date : d\r\n\r\nDate: x\r\n"), "date : d\r\nMessage-ID: <ID>\r\n\r\nDate: x\r\n");
        assert_eq!(becomes("Message-Id: i\r\n\r\n"), "Message-Id: i\r\nDate: DATE\r\n\r\n");
        assert_eq!(
            becomes("Resent-Date: d\r\n\r\n"),
            "Resent-Date: d\r\nDate: DATE\r\nMessage-ID: <ID>\r\n\r\n"
        );
    }

    #[test]
    fn a_whole_message_stays_as_it_is() {
        let whole = "MESSAGE-ID:\r\n <i>\r\nFrom: f\r\nDATE: d\r\nTo: t\r\nCc: c\r\nX-Bcc: x\r\nBccs: y\r\n\r\n\r\nBcc: body\r\n.\r\nno end";
        assert_eq!(becomes(whole), whole);
        for whole in ["Date:\r\nMessage-ID:\r\n", "Date: d\r\nMessage-ID: no valid one\r\n\r\n"] {
            assert_eq!(becomes(whole), whole, "a field that is there stays, be it valid or not");
        }
    }

    #[test]
    fn bcc_goes_with_its_folds_wherever_it_stands() {
        let kept = "Date: d\r\nMessage-ID: i\r\n\r\nBcc: body\r\n";
        for message in [
            "Bcc: a@b\r\nDate: d\r\nMessage-ID: i\r\n\r\nBcc: body\r\n",
            "Date: d\r\nbcc: a@b,\r\n\tc@d,\r\n \r\n e@f\r\nMessage-ID: i\r\n\r\nBcc: body\r\n",
            "Date: d\r\nMessage-ID: i\r\nBCC :\r\n\r\nBcc: body\r\n",
            "Resent-bcc: a@b\r\nBcc: c@d\r\nDate: d\r\nBcC\t: e@f\r\nMessage-ID: i\r\nBcc: g@h\r\n\r\nBcc: body\r\n",
        ] {
            assert_eq!(becomes(message), kept, "{message}");
        }
        assert_eq!(becomes("Date: d\r\nMessage-ID: i\r\nBcc: a@b"), "Date: d\r\nMessage-ID: i\r\n");
    }

    #[test]
    fn a_message_may_have_no_header_or_no_body() {
        let added = "Date: DATE\r\nMessage-ID: <ID>\r\n";
        assert_eq!(becomes(""), added);
        assert_eq!(becomes("\r\nbody\r\n"), format!("{added}\r\nbody\r\n"));
        assert_eq!(becomes("From: f\r\n"), format!("From: f\r\n{added}"));
        assert_eq!(becomes("From: f"), format!("From: f\r\n{added}"));
        assert_eq!(becomes("Hello"), format!("{added}\r\nHello"));
    }

    #[test]
    fn a_line_that_is_no_field_ends_the_header() {
        assert_eq!(
            becomes("From: f\r\nHello\r\nBcc: text\r\n\r\nyou\r\n"),
            "From: f\r\nDate: DATE\r\nMessage-ID: <ID>\r\n\r\nHello\r\nBcc: text\r\n\r\nyou\r\n"
        );
        assert_eq!(becomes(" x\r\n"), "Date: DATE\r\nMessage-ID: <ID>\r\n\r\n x\r\n");
        assert_eq!(
            becomes("From a@b Mon Nov 30 12:00:00 2026\r\nDate: d\r\nMessage-ID: i\r\n\r\nFrom here\r\n"),
            "Date: d\r\nMessage-ID: i\r\n\r\nFrom here\r\n"
        );
    }

    #[test]
    fn nothing_is_lost_of_what_is_longer_than_any_line_may_be() {
        let long = "x".repeat(5000);
        let message =
            format!("X: {long}\r\nBcc: {long}\r\n {long}\r\nDate: d\r\nMessage-ID: i\r\n\r\n{long}");
        let kept = format!("X: {long}\r\nDate: d\r\nMessage-ID: i\r\n\r\n{long}");
        assert_eq!(becomes(&message), kept);
        assert_eq!(completed(&message.as_bytes().chunks(7).collect::<Vec<_>>()), kept);
        assert_eq!(
            becomes(&format!("{long}: y\r\n\r\n")),
            format!("Date: DATE\r\nMessage-ID: <ID>\r\n\r\n{long}: y\r\n\r\n"),
            "no field has such a name"
        );
    }

    proptest! {
        /// However the message is cut, the same comes of it; the body is what it was, octet for octet; and done twice it is done once.
        #[test]
        fn however_it_is_cut(
            lines in proptest::collection::vec(proptest::sample::select(vec![
                "From: f\r\n", "Bcc: a@b,\r\n", "bCC :\r\n", " folded\r\n", "\t\r\n", "Date: d\r\n", "Message-ID: <i>\r\n",
                "Resent-Bcc: c\r\n", "no field\r\n", "From a 1:2\r\n", "X-Bcc: y\r\n",
            ]), 0..10),
            body in "(?s)([ -~\t]{0,12}\r?\n?){0,8}",
            cuts in proptest::collection::vec(any::<prop::sample::Index>(), 0..6),
        ) {
            let header = lines.concat();
            let message = format!("{header}\r\n{body}");
            let whole = becomes(&message);
            let untouched = format!("\r\n{body}");
            prop_assert!(whole.ends_with(&untouched));
            let octets = message.as_bytes();
            prop_assert_eq!(&whole, &completed(&octets.chunks(1).collect::<Vec<_>>()));
            let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut.index(octets.len() + 1)).collect();
            cuts.sort_unstable();
            let (mut pieces, mut from) = (Vec::new(), 0);
            for cut in cuts.into_iter().chain([octets.len()]) {
                pieces.push(&octets[from..cut]);
                from = cut;
            }
            prop_assert_eq!(&whole, &completed(&pieces));
            prop_assert_eq!(&becomes(&whole), &whole);
        }
    }
}
