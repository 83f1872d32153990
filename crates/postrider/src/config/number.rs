//! Numbers that have a least and a most.

use std::time::Duration;

use toml::Spanned;

use crate::config::problem::Problem;
use crate::config::resolve::Resolver;

impl Resolver<'_> {
    /// A number of a section that is not repeated.
    pub fn number(&mut self, section: &str, key: &str, least: u64, most: u64) -> Option<u64> {
        let written = self.raw.number(section, key)?;
        in_range(&format!("{section}.{key}"), &written, least, most, &mut self.problems)
    }
}

/// A number, if it is one of these.
pub fn in_range(
    name: &str,
    written: &Spanned<u64>,
    least: u64,
    most: u64,
    problems: &mut Vec<Problem>,
) -> Option<u64> {
    let number = *written.get_ref();
    if (least..=most).contains(&number) {
        return Some(number);
    }
    let help =
        if number < least { format!("write {least} or more") } else { format!("write {most} or less") };
    let number = if number == u64::MAX { "too large".to_owned() } else { number.to_string() };
    let says = format!("{name} is {number}, and must be from {least} to {most}");
    problems.push(Problem::at(written.span(), says, help));
    None
}

/// The waits between attempts. None where something is wrong with them.
pub fn retry_steps(
    name: &str,
    written: Spanned<Vec<Spanned<u64>>>,
    problems: &mut Vec<Problem>,
) -> Option<Vec<Duration>> {
    if written.get_ref().is_empty() {
        problems.push(Problem::at(
            written.span(),
            format!("{name} has no step"),
            "write one number at least, such as [60, 300, 900]",
        ));
        return None;
    }
    let steps: Vec<Option<u64>> =
        written.into_inner().iter().map(|step| in_range(name, step, 1, u32::MAX.into(), problems)).collect();
    steps.into_iter().map(|step| step.map(Duration::from_secs)).collect()
}
