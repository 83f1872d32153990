//! From a refusal to what it means.

use postrider_proto::reply::Enhanced;

use crate::class::Class;
use crate::refusal::Refusal;
use crate::signature::{Signature, Speaker};
use crate::site::site;
use crate::situation::Situation;
use crate::table::{Conditions, Meaning, Table, table};
use crate::text::comparable;

/// What a refusal means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Diagnosis {
    /// What it comes to.
    pub class: Class,
    /// What has happened, where that is known more exactly.
    pub situation: Option<&'static Situation>,
    /// Who spoke, as far as host or text tell.
    pub vendor: Option<&'static str>,
    /// The id of the rule that decided: a signature, `enhanced-...`, `reply-...`, or `unknown`. Some signatures know better than the situation what
    /// helps: the languages say it as `advice-gmail-syntax`.
    pub rule: &'static str,
    /// Whether the whole site should be sent to more slowly: a text that says so, or 421 (RFC 5321 §3.8). Other 4yz are about a
    /// message or a recipient.
    pub throttles: bool,
    /// How sure that is.
    pub sure: Sure,
}

/// How sure a diagnosis is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sure {
    /// No more than the codes say.
    Guess,
    /// A common phrase, or an enhanced code that says something.
    Likely,
    /// The server is known to say just this.
    Certain,
}

impl Sure {
    /// The word in logs.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Guess => "guess",
            Self::Likely => "likely",
            Self::Certain => "certain",
        }
    }
}

/// The rule of a diagnosis that no rule made.
const UNKNOWN: &str = "unknown";

/// The host closes the connection, and means everything that comes from us (RFC 5321 §3.8).
const CLOSING: u16 = 421;

/// What a refusal means. A usual line takes some twenty microseconds; the worst that 2 KiB can hold, less
/// than a millisecond.
#[must_use]
pub fn classify(refusal: &Refusal<'_>) -> Diagnosis {
    let table = table();
    // What came over the wire is not believed to be a code before it looks like one.
    let enhanced = refusal.enhanced.or_else(|| Enhanced::split(refusal.text).map(|(enhanced, _)| enhanced));
    let text = comparable(refusal.text, refusal.code, enhanced);
    let found: Vec<(Meaning, usize)> =
        table.finder.find(&text).into_iter().map(|(place, octets)| (table.meanings[place], octets)).collect();
    let speakers = Speakers::of(table, refusal, &found);
    let code = enhanced.and_then(|enhanced| table.registry.find(enhanced));
    let code = code.map(|(place, meant)| (&table.enhanced[place], meant));
    let telling = code.filter(|(rule, meant)| *meant && !rule.generic);
    let coded = telling.map(|(rule, _)| rule.class);
    let best = best(table, &Heard { refusal, enhanced, coded }, &found, &speakers);

    let mut replies = table.replies.iter();
    let reply = replies.find(|rule| {
        Some(rule.code) == refusal.code && (rule.stages.is_empty() || rule.stages.contains(&refusal.stage))
    });

    let draft = match (best, telling, code) {
        (Some(best), None, _) => Draft::of_signature(table, best.speaker, best.signature),
        (Some(best), Some(_), _) if best.rank > Rank::Common => {
            Draft::of_signature(table, best.speaker, best.signature)
        }
        (_, Some((rule, _)), _) => {
            Draft::of_code(table, &rule.id, rule.class, rule.situation.as_deref(), Sure::Likely)
        }
        (None, None, Some((rule, _)))
            if rule.class != Class::Unknown && reply.is_none_or(|reply| !reply.telling) =>
        {
            Draft::of_code(table, &rule.id, rule.class, rule.situation.as_deref(), Sure::Guess)
        }
        (None, None, _) => reply.map_or(Draft::UNKNOWN, |rule| {
            Draft::of_code(table, &rule.id, rule.class, rule.situation.as_deref(), Sure::Guess)
        }),
    };
    Diagnosis {
        class: draft.class,
        situation: draft.situation,
        vendor: draft.vendor.or_else(|| speakers.name(table)),
        rule: draft.rule,
        throttles: draft.throttles || refusal.code == Some(CLOSING),
        sure: draft.sure,
    }
}

/// A signature that was found.
#[derive(Clone, Copy)]
struct Best {
    rank: Rank,
    weight: usize,
    speaker: &'static Speaker,
    signature: &'static Signature,
}

/// How much a signature counts, least first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    /// A common phrase: less than an enhanced code that says something.
    Common,
    /// A telling phrase: more than any enhanced code.
    Telling,
    /// The words of a product or a provider.
    Vendor,
    /// The words of who is known to have spoken.
    Known,
}

/// Each condition beside the text counts as so many octets of it, and so does an enhanced code that says the same as the text.
const CONDITION_WEIGHT: usize = 8;

/// A refusal, and what its enhanced code says.
struct Heard<'a> {
    refusal: &'a Refusal<'a>,
    enhanced: Option<Enhanced>,
    coded: Option<Class>,
}

fn best(
    table: &'static Table,
    heard: &Heard<'_>,
    found: &[(Meaning, usize)],
    speakers: &Speakers,
) -> Option<Best> {
    let by_text = found.iter().filter_map(|meaning| match meaning {
        (Meaning::Signature(place), weight) => Some((&table.conditions[*place], *weight)),
        (Meaning::Mark(_), _) => None,
    });
    // Few signatures do without a text, and only those of who is known to have spoken are asked.
    let by_code = speakers.conditions_without_text(table).map(|conditions| (conditions, 0));
    let candidates = by_text.chain(by_code).filter_map(|(conditions, weight)| {
        let (speaker, signatures) = &table.speakers[conditions.speaker];
        let signature = &signatures[conditions.signature];
        let is_known = speakers.has(conditions.speaker);
        let holds = (is_known || !conditions.needs_speaker)
            && conditions.hold(signature, heard.refusal, heard.enhanced);
        let rank = match (is_known, vendor(speaker, signature), signature.strong) {
            (true, _, _) => Rank::Known,
            (false, Some(_), _) => Rank::Vendor,
            (false, None, true) => Rank::Telling,
            (false, None, false) => Rank::Common,
        };
        let more = [signature.code.is_empty(), signature.enhanced.is_empty(), signature.stages.is_empty()];
        let said = usize::from(heard.coded == Some(table.class_of(signature)));
        let weight = weight + (more.iter().filter(|empty| !**empty).count() + said) * CONDITION_WEIGHT;
        holds.then_some(Best { rank, weight, speaker, signature })
    });
    candidates.reduce(|one, other| {
        let order = |best: &Best| (best.rank, best.weight, std::cmp::Reverse(best.signature.id.as_str()));
        if order(&other) > order(&one) { other } else { one }
    })
}

/// Whose words a signature is.
fn vendor<'a>(speaker: &'a Speaker, signature: &'a Signature) -> Option<&'a str> {
    signature.vendor.as_deref().or(speaker.name.as_deref())
}

impl Conditions {
    fn hold(&self, signature: &Signature, refusal: &Refusal<'_>, enhanced: Option<Enhanced>) -> bool {
        let code = || refusal.code.map(|code| code.to_string()).unwrap_or_default();
        (signature.stages.is_empty() || signature.stages.contains(&refusal.stage))
            && (signature.enhanced.is_empty()
                || enhanced.is_some_and(|enhanced| self.enhanced.iter().any(|set| set.has(enhanced))))
            && (signature.code.is_empty() || {
                let code = code();
                signature.code.iter().any(|start| code.starts_with(start.as_str()))
            })
    }
}

/// Who has spoken, as far as host and text tell: places in the table.
struct Speakers(Vec<usize>);

impl Speakers {
    fn of(table: &Table, refusal: &Refusal<'_>, found: &[(Meaning, usize)]) -> Self {
        let site = refusal.host.map(site);
        let by_site = table.speakers.iter().enumerate().filter_map(|(place, (speaker, _))| {
            site.as_deref().filter(|site| speaker.sites.iter().any(|known| known == site)).map(|_| place)
        });
        let by_mark = found.iter().filter_map(|meaning| match meaning {
            (Meaning::Mark(place), _) => Some(*place),
            (Meaning::Signature(_), _) => None,
        });
        // A mark says who has written the text; the host only who has passed it on.
        let mut speakers: Vec<usize> = by_mark.chain(by_site).collect();
        speakers.dedup();
        Self(speakers)
    }

    fn has(&self, place: usize) -> bool {
        self.0.contains(&place)
    }

    fn name(&self, table: &'static Table) -> Option<&'static str> {
        self.0.first().and_then(|place| table.speakers[*place].0.name.as_deref())
    }

    fn conditions_without_text<'a>(
        &'a self,
        table: &'static Table,
    ) -> impl Iterator<Item = &'static Conditions> + 'a {
        let nobody = self.0.is_empty();
        let all = if nobody { &[] } else { table.conditions.as_slice() };
        all.iter().filter(|conditions| conditions.without_text && self.has(conditions.speaker))
    }
}

/// A diagnosis in the making.
struct Draft {
    class: Class,
    situation: Option<&'static Situation>,
    vendor: Option<&'static str>,
    rule: &'static str,
    throttles: bool,
    sure: Sure,
}

impl Draft {
    const UNKNOWN: Self = Self {
        class: Class::Unknown,
        situation: None,
        vendor: None,
        rule: UNKNOWN,
        throttles: false,
        sure: Sure::Guess,
    };

    fn of_signature(table: &'static Table, speaker: &'static Speaker, signature: &'static Signature) -> Self {
        let class = table.class_of(signature);
        Self {
            class,
            situation: signature.situation.as_deref().and_then(|id| table.situation(id)),
            vendor: vendor(speaker, signature),
            rule: &signature.id,
            throttles: signature.throttles.unwrap_or(class == Class::Throttled),
            sure: if vendor(speaker, signature).is_some() { Sure::Certain } else { Sure::Likely },
        }
    }

    fn of_code(
        table: &'static Table,
        rule: &'static str,
        class: Class,
        situation: Option<&str>,
        sure: Sure,
    ) -> Self {
        let situation = situation.and_then(|id| table.situation(id));
        Self { class, situation, rule, throttles: class == Class::Throttled, sure, ..Self::UNKNOWN }
    }
}
