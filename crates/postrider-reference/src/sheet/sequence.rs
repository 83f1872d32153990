//! The sheet of the sequence of commands: what each command may do in each state, from the table that the server obeys.

use postrider_proto::server::sequence::{Cell, State, cell};
use postrider_proto::wire::command::Verb;

use crate::code::Subject;

use super::{Case, Section, Sheet, Value, Writer};

impl Writer<'_> {
    /// A case for each state: which commands are looked at there, and which are refused with what.
    pub(super) fn sequence(self) -> Sheet {
        let states = State::ALL.iter().map(|state| self.state(*state)).collect();
        Sheet {
            language: self.language.tag,
            subject: Subject::Sequence,
            name: self.say("sequence"),
            lead: Some(self.say("sequence.lead")),
            sections: vec![self.section("states", Value::Cases(states))],
        }
    }

    fn state(self, state: State) -> Case {
        let id = state.as_str().replace('_', "-");
        let verbs = || Verb::ALL.iter().copied().filter(|verb| !matches!(verb, Verb::Legacy | Verb::Unknown));
        let allowed: Vec<String> = verbs()
            .filter(|verb| matches!(cell(state, *verb), Cell::Allowed))
            .map(|verb| verb.as_str().to_owned())
            .collect();
        let mut refused: Vec<(&str, Vec<&str>)> = Vec::new();
        for verb in verbs() {
            if let Cell::Refused(entry) = cell(state, verb) {
                match refused.iter_mut().find(|(id, _)| *id == entry.id) {
                    Some((_, verbs)) => verbs.push(verb.as_str()),
                    None => refused.push((entry.id, vec![verb.as_str()])),
                }
            }
        }
        let refusals = refused.into_iter().filter_map(|(id, verbs)| {
            let entry = postrider_proto::reply::catalogue::find(id)?;
            let subject = Subject::Own(id.to_owned());
            Some(Case {
                id: id.to_owned(),
                title: format!("{} {id}", entry.code),
                parts: vec![
                    self.section(
                        "commands",
                        Value::Words(verbs.iter().map(|verb| (*verb).to_owned()).collect()),
                    ),
                    self.section("own", Value::Links(vec![self.link(subject)])),
                ],
            })
        });
        let refusals: Vec<Case> = refusals.collect();
        let parts: Vec<Section> = [
            Some(self.text("meaning", &format!("state-{id}.meaning"))),
            (!allowed.is_empty()).then(|| self.section("allowed", Value::Words(allowed))),
            (!refusals.is_empty()).then(|| self.section("refused", Value::Cases(refusals))),
        ]
        .into_iter()
        .flatten()
        .collect();
        Case { title: self.say(&format!("state-{id}")), id, parts }
    }
}
