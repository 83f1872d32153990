//! Refusals that are alike, told once: the latest of them, how many there were, and where the few before it were.

use std::cmp::Reverse;
use std::collections::HashMap;

use postrider_reference::sheet::Value;

use super::kept::Writer;
use super::told::Told;
use crate::journal::instant;

/// Something that was refused, not told yet.
pub struct One<'a> {
    /// When.
    pub when: String,
    /// What it has in common with those that are like it.
    pub key: Vec<String>,
    /// The session or the message that it was in.
    pub place: String,
    /// Tells it.
    pub tell: Box<dyn FnOnce() -> Told + 'a>,
}

/// So many are named besides the latest.
const NAMED_MAX: usize = 4;

/// Those that are alike.
struct Alike<'a> {
    latest: One<'a>,
    before: Vec<String>,
    count: usize,
}

/// Tells the latest of each kind, no more than `limit`; and how many kinds there are besides.
pub fn told(mut found: Vec<One<'_>>, limit: usize, writer: Writer) -> (Vec<Told>, usize) {
    found.sort_by_cached_key(|one| Reverse(instant(&one.when)));
    let mut kinds: Vec<Alike<'_>> = Vec::new();
    let mut places: HashMap<Vec<String>, usize> = HashMap::new();
    for mut one in found {
        let at = *places.entry(std::mem::take(&mut one.key)).or_insert(kinds.len());
        match kinds.get_mut(at) {
            None => kinds.push(Alike { latest: one, before: Vec::new(), count: 1 }),
            Some(alike) => {
                alike.count += 1;
                if alike.before.len() < NAMED_MAX {
                    alike.before.push(format!("{}  {}", one.when, one.place));
                }
            }
        }
    }
    let more = kinds.len().saturating_sub(limit);
    kinds.truncate(limit);
    (kinds.into_iter().map(|alike| alike.tell(writer)).collect(), more)
}

impl Alike<'_> {
    fn tell(self, writer: Writer) -> Told {
        let mut told = (self.latest.tell)();
        if self.count == 1 {
            return told;
        }
        // The short answers stand together, in front of what is told at length.
        let is_where = |key| matches!(key, "in-session" | "in-message" | "when");
        let behind = told.sections.iter().rposition(|section| is_where(section.key)).map_or(0, |at| at + 1);
        told.sections.insert(behind, writer.words("times", &self.count.to_string()));
        let is_long = |value: &Value| !matches!(value, Value::Words(_) | Value::Term(_));
        let long = told.sections[behind..].iter().position(|section| is_long(&section.value));
        let end = long.map_or(told.sections.len(), |long| behind + long);
        told.sections.insert(end, writer.section("before", Value::Exchange(self.before)));
        told
    }
}
