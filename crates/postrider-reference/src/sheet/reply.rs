//! The sheet of a reply code.

use crate::code::{Cause, Subject};

use super::{Case, Section, Sheet, Value, Writer};

impl Writer<'_> {
    pub(super) fn reply(self, code: u16) -> Option<Sheet> {
        let facts = self.book.reply(code)?;
        let subject = Subject::Reply(code);
        let message = subject.message();
        let part = |key| self.text(key, &format!("{message}.{key}"));
        let own = self.book.own(code).map(|entry| Subject::Own(entry.id.to_owned()));
        let related = facts.related.iter().map(|code| Subject::Reply(*code));
        let sections = [
            Some(part("meaning")),
            Some(part("seen")),
            Some(part("sender")),
            Some(part("server")),
            self.causes(code),
            Some(self.class(code / 100)),
            Some(self.retry(facts.retry)),
            Some(self.acts(&facts.acts)),
            self.commands(facts.commands.iter().copied()),
            Some(self.session(facts.session)),
            self.codes("meant", &facts.meant),
            self.exchange("example", facts.example.as_deref()),
            self.codes("enhanced", &facts.enhanced),
            self.otherwise(&message, &facts.otherwise),
            self.links("own", own),
            self.pairs(&subject),
            self.links("related", related),
            Some(self.standing(facts.standing, false)),
            self.rfc(&facts.rfc),
            facts.source.clone().map(|source| self.section("source", Value::Words(vec![source]))),
        ];
        Some(self.sheet(subject, sections))
    }

    /// Why a step is missing: the causes of 503, in the order of a session.
    fn causes(self, code: u16) -> Option<Section> {
        if code != 503 {
            return None;
        }
        Some(self.section(
            "causes",
            Value::Cases(self.book.causes.iter().map(|cause| self.cause(cause)).collect()),
        ))
    }

    pub(super) fn cause_sheet(self, cause: &Cause) -> Sheet {
        let Case { title, mut parts, .. } = self.cause(cause);
        parts.extend(self.links("codes", [Subject::Reply(503)]));
        Sheet {
            language: self.language.tag,
            subject: Subject::Cause(cause.id.clone()),
            name: title,
            lead: None,
            sections: parts,
        }
    }

    fn cause(self, cause: &Cause) -> Case {
        let message = format!("cause-{}", cause.id);
        let own = cause.replies.iter().map(|id| Subject::Own(id.clone()));
        let parts = [
            Some(self.text("meaning", &format!("{message}.meaning"))),
            self.exchange("wrong", Some(&cause.wrong)),
            Some(self.text("fix", &format!("{message}.fix"))),
            self.exchange("right", Some(&cause.right)),
            Some(self.section(
                "rset",
                Value::Text(self.say(if cause.rset { "rset-helps" } else { "rset-does-not" })),
            )),
            self.links("own", own),
            self.rfc(&cause.rfc),
        ];
        Case { id: cause.id.clone(), title: self.say(&message), parts: parts.into_iter().flatten().collect() }
    }
}
