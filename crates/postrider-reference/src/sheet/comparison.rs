//! Two codes beside each other: what differs is computed from their facts; about some somebody also wrote a verdict.

use std::collections::BTreeSet;

use crate::code::{Acts, Command, Effect, EnhancedCode, Pair, Repeat, Standing, Subject};
use crate::locale::Fact;

use super::{Row, Section, Sheet, Value, Writer};

/// What a comparison looks at.
struct Side {
    subject: Subject,
    text: String,
    name: String,
    /// The first digit; none where it is not one of the grammar, or more than one fits.
    class: Option<u8>,
    standing: Standing,
    retry: Repeat,
    acts: Vec<Acts>,
    commands: BTreeSet<Command>,
    /// None for an enhanced code: the reply code before it says it.
    session: Option<Effect>,
    partners: Vec<String>,
    /// It comes with any reply code of its class.
    any_partner: bool,
    meant: Option<EnhancedCode>,
}

impl Side {
    const fn is_enhanced(&self) -> bool {
        matches!(self.subject, Subject::Enhanced(_))
    }

    fn is_on_the_wire(&self) -> bool {
        self.session != Some(Effect::None) && (self.is_enhanced() || self.class.is_some())
    }
}

impl Writer<'_> {
    pub(super) fn comparison(self, one: &Subject, other: &Subject) -> Option<Sheet> {
        let sides = [self.side(one)?, self.side(other)?];
        let pair = self.book.pair(one, other);
        let rows = self.rows(&sides);
        let sections = [
            Some(self.section("differences", Value::Rows(rows))),
            Some(self.section("same-command", Value::Text(self.same_command(&sides)))),
            Some(self.section("follow", Value::Text(self.follow(&sides)))),
            Some(self.section(
                "mixup",
                Value::Text(self.part(pair, "mixup").unwrap_or_else(|| self.mixup(&sides))),
            )),
            Some(
                self.section("use", Value::Text(self.part(pair, "use").unwrap_or_else(|| self.when(&sides)))),
            ),
            pair.and_then(|_| self.part(pair, "example"))
                .map(|text| self.section("about-example", Value::Text(text))),
            self.exchange("example", pair.map(|pair| pair.example.as_str())),
            self.links("codes", sides.iter().map(|side| side.subject.clone())),
        ];
        Some(Sheet {
            language: self.language.tag,
            subject: Subject::pair(one.clone(), other.clone()),
            name: self.language.say_with(
                "pair-name",
                &[("one", Fact::Text(&sides[0].text)), ("other", Fact::Text(&sides[1].text))],
            ),
            lead: Some(pair.map_or_else(|| self.verdict(&sides), |pair| self.say(&pair.message()))),
            sections: sections.into_iter().flatten().collect::<Vec<Section>>(),
        })
    }

    /// What somebody wrote about a pair.
    fn part(self, pair: Option<&Pair>, key: &str) -> Option<String> {
        self.language.maybe(&format!("{}.{key}", pair?.message()))
    }

    fn side(self, subject: &Subject) -> Option<Side> {
        // What stands in brackets is for a list: `Mail loop (only in code lists)`.
        let name = self.language.name(subject);
        let (text, name) = (subject.to_string(), name.split(" (").next().unwrap_or(&name).to_owned());
        let subject = subject.clone();
        match subject {
            Subject::Reply(code) => {
                let facts = self.book.reply(code)?;
                let class = u8::try_from(code / 100).ok().filter(|class| (2..=5).contains(class));
                Some(Side {
                    text,
                    name,
                    class,
                    standing: facts.standing,
                    retry: facts.retry,
                    acts: facts.acts.clone(),
                    commands: facts.commands.iter().copied().collect(),
                    session: Some(facts.session),
                    partners: facts.enhanced.clone(),
                    any_partner: false,
                    meant: facts.meant.as_deref().and_then(EnhancedCode::read),
                    subject,
                })
            }
            Subject::Enhanced(code) => {
                let facts = self.book.enhanced(code)?;
                let only = if let [class] = facts.classes[..] { Some(class) } else { None };
                Some(Side {
                    text,
                    name,
                    class: code.class.or(only),
                    standing: facts.standing,
                    retry: facts.retry.in_class(code.class),
                    acts: facts.acts.clone(),
                    commands: facts.commands.iter().copied().collect(),
                    session: None,
                    partners: self.basic_of(facts, code).iter().map(ToString::to_string).collect(),
                    any_partner: facts.any_basic,
                    meant: None,
                    subject,
                })
            }
            _ => None,
        }
    }

    /// Both sides' facts, row by row.
    fn rows(self, sides: &[Side; 2]) -> Vec<Row> {
        let row = |key, sides: [String; 2]| Row { key, label: self.say(&format!("label-{key}")), sides };
        let each = |say: &dyn Fn(&Side) -> String| [say(&sides[0]), say(&sides[1])];
        let list =
            |words: Vec<String>| if words.is_empty() { self.say("nothing-listed") } else { words.join(", ") };
        let mut rows = vec![
            row(
                "class",
                each(&|side| {
                    let word = side.class.map_or_else(|| "none".to_owned(), |class| class.to_string());
                    self.say(&format!("class-{word}.short"))
                }),
            ),
            row("retry", each(&|side| self.say(&format!("retry-{}", side.retry)))),
            row(
                "acts",
                each(&|side| list(side.acts.iter().map(|acts| self.say(&format!("acts-{acts}"))).collect())),
            ),
            row(
                "commands",
                each(&|side| list(side.commands.iter().map(|command| self.command(*command)).collect())),
            ),
        ];
        if let [Some(_), Some(_)] = [sides[0].session, sides[1].session] {
            rows.push(row(
                "session",
                each(&|side| self.say(&format!("session-{}", side.session.unwrap_or(Effect::Depends)))),
            ));
            rows.push(row("enhanced", each(&|side| list(side.partners.clone()))));
        } else if sides.iter().all(Side::is_enhanced) {
            rows.push(row("basic", each(&|side| list(side.partners.clone()))));
        }
        rows.push(row("standing", each(&|side| self.standing_of(side.standing, side.is_enhanced()))));
        rows
    }

    /// A sentence that may name both codes.
    fn sentence(self, id: &str, sides: [&Side; 2], more: &[(&'static str, Fact<'_>)]) -> String {
        let [one, other] = sides;
        let mut facts = vec![
            ("one", Fact::Text(&one.text)),
            ("other", Fact::Text(&other.text)),
            ("one-name", Fact::Text(&one.name)),
            ("other-name", Fact::Text(&other.name)),
        ];
        facts.extend_from_slice(more);
        self.language.say_with(id, &facts)
    }

    /// The difference that matters, in a sentence, where nobody wrote one.
    fn verdict(self, sides: &[Side; 2]) -> String {
        let [one, other] = sides;
        let both = [one, other];
        let todo = both.map(|side| self.say(&format!("retry-{}.todo", side.retry)));
        let more = [("one-todo", Fact::Text(&todo[0])), ("other-todo", Fact::Text(&todo[1]))];
        let id = match (one.is_enhanced(), other.is_enhanced()) {
            (false, true) if one.meant.is_some_and(|meant| is_meant(meant, other)) => {
                "verdict-dots".to_owned()
            }
            (false, true) if !one.is_on_the_wire() => "verdict-line-unreal".to_owned(),
            (false, true) if !goes_together(one, other) => "verdict-line-never".to_owned(),
            (false, true) if are_partners(one, other) => "verdict-line".to_owned(),
            (false, true) => "verdict-line-unusual".to_owned(),
            _ if !one.is_on_the_wire() && !other.is_on_the_wire() => "verdict-neither".to_owned(),
            _ if !one.is_on_the_wire() => return self.sentence("verdict-unreal", both, &more),
            _ if !other.is_on_the_wire() => return self.sentence("verdict-unreal", [other, one], &more),
            _ => match (one.class, other.class) {
                (Some(4), Some(5)) if are_twins(one, other) => "verdict-twins".to_owned(),
                (Some(left), Some(right))
                    if one.retry == other.retry && (left == right || (left, right) == (4, 5)) =>
                {
                    format!("verdict-{left}-{right}-alike")
                }
                (Some(left), Some(right)) => format!("verdict-{}-{}", left.min(right), left.max(right)),
                _ => "verdict-classes".to_owned(),
            },
        };
        match (one.class, other.class) {
            (Some(left), Some(right)) if left > right && one.is_enhanced() == other.is_enhanced() => {
                let more = [("one-todo", Fact::Text(&todo[1])), ("other-todo", Fact::Text(&todo[0]))];
                self.sentence(&id, [other, one], &more)
            }
            _ => self.sentence(&id, both, &more),
        }
    }

    /// Whether one command can be answered by either.
    fn same_command(self, sides: &[Side; 2]) -> String {
        let [one, other] = sides;
        let both = [one, other];
        if one.is_enhanced() != other.is_enhanced() {
            let id = match () {
                () if !one.is_on_the_wire() => "same-line-unreal",
                () if !goes_together(one, other) => "same-line-never",
                () if are_partners(one, other) => "same-line",
                () => "same-line-unusual",
            };
            return self.sentence(id, both, &[]);
        }
        if !one.is_on_the_wire() || !other.is_on_the_wire() {
            return self.sentence("same-command-unreal", both, &[]);
        }
        let any = |side: &Side| side.commands.contains(&Command::Any);
        let common: BTreeSet<Command> = match (any(one), any(other)) {
            (true, true) => return self.sentence("same-command-any", both, &[]),
            (true, false) => other.commands.clone(),
            (false, true) => one.commands.clone(),
            (false, false) => one.commands.intersection(&other.commands).copied().collect(),
        };
        if common.is_empty() {
            return self.sentence("same-command-none", both, &[]);
        }
        let names: Vec<String> = common.iter().map(|command| self.command(*command)).collect();
        let list = names.join(", ");
        let facts = [("commands", Fact::Text(&list)), ("count", Fact::Number(names.len()))];
        self.sentence("same-command-some", both, &facts)
    }

    /// Whether one can come after the other in a session.
    fn follow(self, sides: &[Side; 2]) -> String {
        let [one, other] = sides;
        if one.is_enhanced() || other.is_enhanced() {
            return self.sentence("follow-enhanced", [one, other], &[]);
        }
        if !one.is_on_the_wire() || !other.is_on_the_wire() {
            return self.sentence("follow-none", [one, other], &[]);
        }
        let after = |first: &Side, then: &Side| {
            let effect = first.session.unwrap_or(Effect::Depends);
            let retry = first.retry == Repeat::InOrder && then.class == Some(2);
            let id = match effect {
                _ if retry => "follow-in-order".to_owned(),
                Effect::Input if !answers_text(first, then) => "follow-input-later".to_owned(),
                effect => format!("follow-{effect}"),
            };
            self.sentence(&id, [first, then], &[])
        };
        let (there, back) = (after(one, other), after(other, one));
        if there == back { there } else { format!("{there} {back}") }
    }

    /// How the two come to be mixed up, where nobody wrote it down.
    fn mixup(self, sides: &[Side; 2]) -> String {
        let [one, other] = sides;
        let id = match (one.is_enhanced(), other.is_enhanced()) {
            (false, true) if one.meant.is_some_and(|meant| is_meant(meant, other)) => "mixup-dots",
            (false, true) => "mixup-line",
            _ if !one.is_on_the_wire() || !other.is_on_the_wire() => "mixup-unreal",
            _ if are_twins(one, other) => "mixup-twins",
            _ if one.class == other.class && one.retry == other.retry => "mixup-alike",
            _ if one.class == other.class && !one.commands.is_disjoint(&other.commands) => "mixup-class",
            _ if one.class == other.class => "mixup-stage",
            _ => "mixup-seldom",
        };
        self.sentence(id, [one, other], &[])
    }

    /// When a server says which, where nobody wrote it down.
    fn when(self, sides: &[Side; 2]) -> String {
        let [one, other] = sides;
        let when = [one, other].map(|side| self.say(&format!("retry-{}.when", side.retry)));
        let more = [("one-when", Fact::Text(&when[0])), ("other-when", Fact::Text(&when[1]))];
        let id = match () {
            () if one.is_enhanced() != other.is_enhanced() => match () {
                () if !one.is_on_the_wire() => "use-unreal-line",
                () if !goes_together(one, other) => "use-line-never",
                () => "use-line",
            },
            () if !one.is_on_the_wire() || !other.is_on_the_wire() => "use-unreal",
            () if one.retry == other.retry && one.class == other.class => "use-alike",
            () if (one.class, other.class) == (Some(4), Some(5)) => "use-by-class",
            () => "use-each",
        };
        self.sentence(id, [one, other], &more)
    }
}

/// Whether a reply code and an enhanced code can stand in one line: the classes are the same (RFC 2034 §4).
fn goes_together(reply: &Side, enhanced: &Side) -> bool {
    reply.class.is_some()
        && reply.class != Some(3)
        && (enhanced.class.is_none() || reply.class == enhanced.class)
}

fn is_meant(meant: EnhancedCode, side: &Side) -> bool {
    matches!(side.subject, Subject::Enhanced(code) if code.of_any_class() == meant.of_any_class())
}

/// Whether either is a usual companion of the other.
fn are_partners(reply: &Side, enhanced: &Side) -> bool {
    let Subject::Enhanced(code) = enhanced.subject else { return false };
    let has =
        |text: &String| EnhancedCode::read(text).is_some_and(|own| own.of_any_class() == code.of_any_class());
    enhanced.any_partner || enhanced.partners.contains(&reply.text) || reply.partners.iter().any(has)
}

/// Whether a reply may answer the text that the one before it asked for: content after 354, an answer of the login after 334.
fn answers_text(asked: &Side, then: &Side) -> bool {
    let text = if asked.commands.contains(&Command::Auth) { Command::Auth } else { Command::Content };
    then.commands.contains(&text) && then.retry != Repeat::InOrder
}

/// 4.7.1 and 5.7.1: the same, once for now and once for good. Reply codes with the same last digits are not: 451 is no 551.
fn are_twins(one: &Side, other: &Side) -> bool {
    match (&one.subject, &other.subject) {
        (Subject::Enhanced(one), Subject::Enhanced(other)) => one.of_any_class() == other.of_any_class(),
        _ => false,
    }
}
