//! The sheet of a reply of our own server.

use postrider_proto::reply::{Blame, catalogue};

use crate::code::{EnhancedCode, Subject};

use super::{Sheet, Value, Writer};

impl Writer<'_> {
    pub(super) fn own(self, id: &str) -> Option<Sheet> {
        let entry = catalogue::find(id)?;
        let subject = Subject::Own(entry.id.to_owned());
        let message = subject.message();
        let enhanced = entry.enhanced.map(|enhanced| format!(" {enhanced}")).unwrap_or_default();
        let on_the_wire = format!("{}{enhanced} {}", entry.code, entry.text);
        let codes = [
            Some(Subject::Reply(entry.code.number())),
            entry.enhanced.map(|enhanced| Subject::Enhanced(EnhancedCode::from(enhanced))),
        ];
        let blame = match entry.blame {
            Blame::Nobody => "nobody",
            Blame::Client => "client",
            Blame::Sender => "sender",
            Blame::Policy => "policy",
            Blame::Server => "server",
        };
        let sections = [
            Some(self.section("wire", Value::Exchange(vec![format!("S: {on_the_wire}")]))),
            Some(self.text("cause", &format!("{message}.cause"))),
            Some(self.text("remedy", &format!("{message}.remedy"))),
            Some(self.term("blame", "blame", blame)),
            self.commands(self.book.commands_of(entry)),
            self.exchange("example", self.book.shown(id).map(|shown| shown.example.as_str())),
            self.links("codes", codes.into_iter().flatten()),
            Some(self.section("rfc", Value::Words(vec![entry.rfc.to_owned()]))),
        ];
        Some(self.sheet(subject, sections))
    }
}
