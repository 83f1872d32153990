//! The answer in one language: findings with their sections, in the order they are read. The terminal, the web page and JSON are three
//! ways to write the same report, as they are of a [`postrider_reference::sheet`].

mod json;
mod writer;

use postrider_reference::locale::{Fact, Language};
use postrider_reference::sheet::{Section, Term, Value};

use crate::finding::{Answer, Finding};
use crate::paste::{LINES_MAX, OCTETS_MAX};
use writer::Writer;

/// What is said about a paste, in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The tag of its language.
    pub language: &'static str,
    /// What is said first where there are several findings.
    pub lead: Option<String>,
    /// What was found, in the order of the paste.
    pub findings: Vec<Told>,
    /// What would be needed to say more: the word for programs, and the sentence.
    pub needs: Option<Term>,
    /// That the paste was longer than is looked at, or had more in it than is told.
    pub cut: Option<String>,
}

/// A finding, told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// What has happened, in a sentence.
    pub verdict: String,
    /// The rest, in the order it is read. The first, `proof`, is the line that proves it.
    pub sections: Vec<Section>,
    /// What it is told of.
    pub finding: Finding,
    /// The place of an earlier finding that says the same of another line. People are told that once, programs each time.
    pub same_as: Option<usize>,
}

impl Report {
    /// What is said about an answer.
    #[must_use]
    pub fn of(answer: &Answer, language: &Language) -> Self {
        let mut findings: Vec<Told> =
            answer.findings.iter().map(|finding| Told::of(finding, language)).collect();
        let count = gather(&mut findings, language);
        Self {
            language: language.tag,
            lead: (count > 1).then(|| language.say_with("why-several", &[("count", Fact::Number(count))])),
            findings,
            needs: answer.needs.map(|needs| {
                let word = needs.as_str();
                Term { word, text: language.say(&format!("needs-{word}")) }
            }),
            cut: cut(answer, language),
        }
    }
}

impl Told {
    /// A finding, in a language.
    #[must_use]
    pub fn of(finding: &Finding, language: &Language) -> Self {
        let writer = Writer { finding, language };
        let sections = [
            Some(writer.proof()),
            writer.recipient(),
            writer.step(),
            writer.part("cause"),
            writer.fact(),
            writer.advice(),
            writer.part("fix"),
            Some(writer.term("acts", finding.acts.as_str())),
            writer.part("check"),
            Some(writer.term("retry", finding.retry.as_str())),
            Some(writer.term("sure", finding.sure.as_str())),
            Some(writer.speaker()),
            Some(writer.input()),
            writer.echoes(),
            Some(writer.section("rule", Value::Words(vec![finding.rule.clone()]))),
            writer.journal(),
            writer.links(),
        ];
        Self {
            verdict: writer.verdict(),
            sections: sections.into_iter().flatten().collect(),
            finding: finding.clone(),
            same_as: None,
        }
    }

    /// The section of this key.
    #[must_use]
    pub fn section(&self, key: &str) -> Option<&Section> {
        self.sections.iter().find(|section| section.key == key)
    }
}

/// That there was more than is told, and how much.
fn cut(answer: &Answer, language: &Language) -> Option<String> {
    let left =
        (answer.left > 0).then(|| language.say_with("why-left", &[("count", Fact::Number(answer.left))]));
    let facts = [("lines", Fact::Number(LINES_MAX)), ("mebibytes", Fact::Number(OCTETS_MAX >> 20))];
    let cut = answer.cut.then(|| language.say_with("why-cut", &facts));
    let said: Vec<String> = left.into_iter().chain(cut).collect();
    (!said.is_empty()).then(|| said.join(" "))
}

/// Findings that say the same of several lines, as those of a log do, are gathered at the first of them. How many are left.
fn gather(findings: &mut [Told], language: &Language) -> usize {
    let mut firsts: Vec<(usize, Vec<usize>)> = Vec::new();
    for place in 0..findings.len() {
        let finding = &findings[place].finding;
        let same = firsts.iter_mut().find(|(first, _)| says_the_same(&findings[*first].finding, finding));
        match same {
            Some((first, lines)) => {
                lines.push(finding.proof.line);
                findings[place].same_as = Some(*first);
            }
            None => firsts.push((place, Vec::new())),
        }
    }
    for (first, lines) in firsts.iter().filter(|(_, lines)| !lines.is_empty()) {
        let told = &mut findings[*first];
        let writer = Writer { finding: &told.finding, language };
        let section = writer.section("again", Value::Text(writer.lines("why-again", lines)));
        let behind = told.sections.iter().position(|section| section.key == "rule");
        told.sections.insert(behind.unwrap_or(told.sections.len()), section);
    }
    firsts.len()
}

fn says_the_same(one: &Finding, other: &Finding) -> bool {
    (&one.rule, one.reason, one.step, one.speaker) == (&other.rule, other.reason, other.step, other.speaker)
        && (one.acts, one.retry, one.sure, one.input) == (other.acts, other.retry, other.sure, other.input)
        && (one.code, one.enhanced) == (other.code, other.enhanced)
}
