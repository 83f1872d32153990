//! The sheets of an enhanced code, and of what a provider means by one.

use std::collections::BTreeSet;

use crate::code::{EnhancedCode, EnhancedFacts, Subject};

use super::{Section, Sheet, Value, Writer};

impl Writer<'_> {
    pub(super) fn enhanced(self, code: EnhancedCode) -> Option<Sheet> {
        let Some(facts) = self.book.enhanced(code) else { return self.only_vendors(code) };
        let subject = Subject::Enhanced(code);
        let message = subject.message();
        let part = |key| self.text(key, &format!("{message}.{key}"));
        let basic = self.basic_of(facts, code);
        // On the page of 4.7.1 no 5.7.1.
        let example = facts.example.as_deref();
        let example = example.filter(|lines| code.class.is_none() || lines.contains(&format!(" {code} ")));
        let own = postrider_proto::reply::catalogue::all().filter(|entry| {
            entry.enhanced.is_some_and(|enhanced| {
                let own = EnhancedCode::from(enhanced);
                if code.class.is_some() { own == code } else { own.of_any_class() == code }
            })
        });
        let digits: Vec<String> = facts.classes.iter().map(ToString::to_string).collect();
        let sections = [
            Some(part("meaning")),
            Some(part("seen")),
            Some(part("sender")),
            Some(part("server")),
            Some(match code.class {
                Some(class) => self.class(u16::from(class)),
                None => self.section("classes", Value::Words(digits)),
            }),
            Some(self.retry(facts.retry.in_class(code.class))),
            Some(self.acts(&facts.acts)),
            self.commands(facts.commands.iter().copied()),
            self.links("basic", basic.into_iter().map(Subject::Reply)),
            facts.any_basic.then(|| self.section("any-basic", Value::Text(self.say("any-basic")))),
            self.exchange("example", example),
            self.otherwise(&message, &facts.otherwise),
            self.vendors(code),
            self.links("own", own.map(|entry| Subject::Own(entry.id.to_owned()))),
            self.pairs(&subject),
            self.codes("related", &facts.related),
            Some(self.section("registered", Value::Words(vec![facts.name.clone()]))),
            Some(self.standing(facts.standing, true)),
            self.rfc(&facts.rfc),
        ];
        Some(self.sheet(subject, sections))
    }

    /// The reply codes that an enhanced code comes with: those of the registry, whose list is not meant to be complete (RFC 5248 §2.1), and those
    /// that are known to have it. The first digit is the same (RFC 2034 §4).
    pub(super) fn basic_of(self, facts: &EnhancedFacts, code: EnhancedCode) -> BTreeSet<u16> {
        let key = facts.key();
        let names = |text: &String| {
            EnhancedCode::read(text).is_some_and(|own| {
                own.of_any_class() == key && (code.class.is_none() || own.class == code.class)
            })
        };
        let known =
            self.book.replies.iter().filter(|reply| reply.enhanced.iter().any(names)).map(|reply| reply.code);
        let registered = facts.basic.iter().copied().filter(|basic| self.book.reply(*basic).is_some());
        let fits = |basic: &u16| code.class.is_none_or(|class| *basic / 100 == u16::from(class));
        registered.chain(known).filter(fits).collect()
    }

    /// A code that is not registered, but that somebody uses.
    fn only_vendors(self, code: EnhancedCode) -> Option<Sheet> {
        let vendors = self.vendors(code)?;
        let class = code.class.map(|class| self.class(u16::from(class)));
        let not_registered = self.section("standing", Value::Text(self.say("not-registered")));
        let sections = [Some(vendors), class, Some(not_registered)];
        Some(Sheet {
            language: self.language.tag,
            subject: Subject::Enhanced(code),
            name: self.say("not-registered.name"),
            lead: None,
            sections: sections.into_iter().flatten().collect(),
        })
    }

    pub(super) fn vendor(self, id: &str) -> Option<Sheet> {
        let facts = self.book.vendor(id)?;
        let subject = Subject::Vendor(id.to_owned());
        let message = subject.message();
        let registered = facts.codes.iter().filter_map(|code| EnhancedCode::read(code));
        let registered: Vec<Subject> = registered
            .filter(|code| self.book.enhanced(*code).is_some())
            .map(|code| Subject::Enhanced(code.of_any_class()))
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect();
        let sections: [Option<Section>; 9] = [
            Some(self.section("codes", Value::Words(facts.codes.clone()))),
            Some(self.text("meaning", &format!("{message}.meaning"))),
            Some(self.text("fix", &format!("{message}.fix"))),
            Some(self.retry(facts.retry)),
            Some(self.acts(&facts.acts)),
            self.links("basic", facts.basic.iter().map(|code| Subject::Reply(*code))),
            self.links("registry-says", registered),
            Some(self.seen_on(&facts.seen)),
            Some(self.section("source", Value::Words(vec![facts.source.clone()]))),
        ];
        Some(Sheet {
            language: self.language.tag,
            name: format!("{}: {}", facts.who, self.say(&message)),
            lead: None,
            sections: sections.into_iter().flatten().collect(),
            subject,
        })
    }
}
