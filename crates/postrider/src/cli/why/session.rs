//! `postrider why --session`: what was said in a session, and why.

use std::path::Path;

use postrider_reference::locale::Fact;

use super::kept::Writer;
use super::{Found, NotFound};
use crate::journal::{Hint, Reader};

/// Sessions have no longer ids.
const DIGITS_MAX: usize = 16;

/// The session of this id.
///
/// # Errors
///
/// It is no id, or nothing is known of it.
pub fn find(id: &str, data: &Path, writer: Writer) -> Result<Found, NotFound> {
    let language = writer.language;
    let id = id.trim().trim_start_matches("session=").to_ascii_lowercase();
    let asked = [("id", Fact::Text(&id))];
    let is_id = (1..=DIGITS_MAX).contains(&id.len()) && id.bytes().all(|octet| octet.is_ascii_hexdigit());
    if !is_id {
        return Err(NotFound::BadUse(language.say_with("journal-no-id", &asked)));
    }
    let (sessions, reach) = Reader::new(data)
        .sessions(Hint::Of(&|head| head.session == id), |_| true)
        .map_err(|error| writer.no_journal(&error))?;
    if sessions.is_empty() {
        let text = language.say_with("journal-no-session", &asked);
        let said = [text, writer.reach(&reach)].into_iter().chain(writer.passed_over(&reach));
        return Err(NotFound::Nothing(said.collect::<Vec<_>>().join(" ")));
    }
    Ok(Found {
        kind: "session",
        told: sessions.iter().map(|session| writer.session(session, 0..session.steps.len())).collect(),
        notes: writer.passed_over(&reach).into_iter().collect(),
    })
}
