//! `postrider queue summary`: what is in the queue, by lane, by sender or by state.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::fmt::Write as _;
use std::io::Write;

use comfy_table::{CellAlignment, ContentArrangement, Table, presets};
use serde::Serialize;

use super::filter::{FilterArgs, parts};
use super::listing::add;
use super::watch::{Every, Screen};
use super::{End, line, number, relative, suspend};
use crate::control::client::{Client, ControlError};
use crate::control::protocol::{Answer, Request, time};
use crate::control::suspension::{ALL, Suspended};
use crate::control::tally::{By, Group};
use crate::visible::visible;

/// What is counted, and how it is shown.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Count by what.
    #[arg(long, value_enum, default_value = "domain")]
    by: By,
    /// How many groups to show; the rest is added up.
    #[arg(long, value_name = "N", default_value_t = 20)]
    top: usize,
    #[command(flatten)]
    filter: FilterArgs,
    /// Print it as JSON.
    #[arg(long, conflicts_with = "watch")]
    json: bool,
    #[command(flatten)]
    every: Every,
}

/// The most groups that are remembered while they are added up. Beyond that the smallest are added to the others, and one of them that
/// comes to be large later is counted too low.
const GROUPS: usize = 50_000;

/// All pages, added up.
#[derive(Debug, Default)]
struct Sum {
    groups: HashMap<String, Group>,
    /// Those that were added up to have room.
    others: Group,
    /// How many groups they were, at least.
    folded: u64,
    messages: u64,
    suspended: Vec<Suspended>,
}

impl Sum {
    fn ask(client: &mut Client, args: &Args) -> Result<Self, End> {
        let mut sum = Self::default();
        for filter in parts(&args.filter.read(&[], jiff::Timestamp::now())?) {
            let mut after = None;
            loop {
                let request = Request::Tally { by: args.by, filter: filter.clone(), after };
                let Answer::Tally(tally) = client.ask(&request)? else {
                    return Err(ControlError::Other.into());
                };
                sum.messages += tally.messages;
                if sum.suspended.is_empty() {
                    sum.suspended = tally.suspended;
                }
                tally.groups.into_iter().for_each(|group| sum.add(group));
                match tally.next {
                    Some(next) => after = Some(next),
                    None => break,
                }
            }
        }
        Ok(sum)
    }

    fn add(&mut self, group: Group) {
        match self.groups.get_mut(&group.name) {
            Some(known) => known.add(group),
            None => {
                self.groups.insert(group.name.clone(), group);
                if self.groups.len() > GROUPS {
                    let groups = std::mem::take(&mut self.groups);
                    let largest = largest(groups, GROUPS / 2, &mut self.others, &mut self.folded);
                    self.groups = largest.into_iter().map(|group| (group.name.clone(), group)).collect();
                }
            }
        }
    }

    /// So many of the largest, what the others come to, and what all do.
    fn told(mut self, by: By, top: usize) -> Summary {
        let groups = std::mem::take(&mut self.groups);
        let groups = largest(groups, top, &mut self.others, &mut self.folded);
        let mut all = Group::default();
        groups.iter().chain([&self.others]).for_each(|group| all.add(group.clone()));
        // A message may be in several groups.
        all.messages = self.messages;
        let suspended = |group: &Group| {
            let of = |name: &str| self.suspended.iter().find(|suspended| suspended.domain == name);
            (by == By::Domain).then(|| of(&group.name).or(of(ALL)).cloned()).flatten()
        };
        Summary {
            by,
            groups: groups.iter().map(|group| Line::of(group, suspended(group))).collect(),
            others: (self.folded > 0).then(|| Others {
                groups: self.folded,
                sum: Line::of(&Group { name: "others".to_owned(), ..self.others }, None),
            }),
            all: Line::of(&Group { name: "all".to_owned(), ..all }, None),
            suspended: self.suspended,
        }
    }
}

/// The largest of the groups, largest first; the rest is added to the others.
fn largest(groups: HashMap<String, Group>, most: usize, others: &mut Group, folded: &mut u64) -> Vec<Group> {
    let mut groups: Vec<Group> = groups.into_values().collect();
    groups.sort_by(|a, b| {
        Reverse(a.recipients()).cmp(&Reverse(b.recipients())).then_with(|| a.name.cmp(&b.name))
    });
    for group in groups.drain(most.min(groups.len())..) {
        *folded += 1;
        others.add(group);
    }
    groups
}

/// The summary as programs are told.
#[derive(Debug, Serialize)]
struct Summary {
    by: By,
    groups: Vec<Line>,
    others: Option<Others>,
    all: Line,
    suspended: Vec<Suspended>,
}

#[derive(Debug, Serialize)]
struct Others {
    groups: u64,
    #[serde(flatten)]
    sum: Line,
}

#[derive(Debug, Clone, Serialize)]
struct Line {
    name: String,
    messages: u64,
    recipients: u64,
    waiting: u64,
    under_way: u64,
    held: u64,
    failed: u64,
    oldest: Option<String>,
    due: Option<String>,
    note: String,
    suspended: Option<Suspended>,
}

impl Line {
    fn of(group: &Group, suspended: Option<Suspended>) -> Self {
        let at = |millis: u64| time(postrider_queue::Timestamp::from_millis(millis));
        Self {
            name: group.name.clone(),
            messages: group.messages,
            recipients: group.recipients(),
            waiting: group.waiting,
            under_way: group.under_way,
            held: group.held,
            failed: group.failed,
            oldest: group.oldest_millis.map(at),
            due: group.due_millis.map(at),
            note: group.last.as_ref().map(|(_, note)| note.clone()).unwrap_or_default(),
            suspended,
        }
    }
}

/// Runs the command.
pub fn run(args: &Args, connect: &dyn Fn() -> Result<Client, End>, out: &mut dyn Write) -> Result<(), End> {
    if args.json {
        let summary = Sum::ask(&mut connect()?, args)?.told(args.by, args.top);
        return Ok(writeln!(out, "{}", line(&summary, true)?)?);
    }
    args.every.draw(out, &mut |screen: Screen| {
        let top = screen.lines.map_or(args.top, |lines| args.top.min(lines.saturating_sub(5)));
        let summary = Sum::ask(&mut connect()?, args)?.told(args.by, top);
        Ok(in_words(&summary, jiff::Timestamp::now(), screen.width))
    })
}

fn in_words(summary: &Summary, now: jiff::Timestamp, width: usize) -> String {
    let mut text = String::new();
    if summary.all.messages == 0 {
        text.push_str("Nothing in the queue is counted.\n");
    } else {
        let shown = table(summary, now).to_string();
        shown.lines().for_each(|line| add(&mut text, line, width));
    }
    for suspended in &summary.suspended {
        let what = if suspended.domain == ALL { "All domains" } else { &suspended.domain };
        let _ = writeln!(
            text,
            "{what}: {}; `{}` ends that",
            suspend::in_words(suspended, now),
            suspend::ends(suspended)
        );
    }
    text
}

fn table(summary: &Summary, now: jiff::Timestamp) -> Table {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_content_arrangement(ContentArrangement::Disabled);
    let name = match summary.by {
        By::Domain => "DOMAIN",
        By::Sender => "SENDER",
        By::State => "STATE",
        By::Class => "CLASS",
    };
    table.set_header([
        name,
        "MESSAGES",
        "RECIPIENTS",
        "WAITING",
        "UNDER WAY",
        "HELD",
        "FAILED",
        "OLDEST",
        "DUE",
        "LAST",
    ]);
    let mut row = |line: &Line, name: &str| {
        let due = match (&line.suspended, &line.due) {
            (Some(suspended), _) => format!("suspended, {}", relative(&suspended.until, now)),
            (None, Some(due)) => relative(due, now),
            (None, None) => String::new(),
        };
        table.add_row([
            visible(name),
            number(line.messages),
            number(line.recipients),
            number(line.waiting),
            number(line.under_way),
            number(line.held),
            number(line.failed),
            line.oldest.as_ref().map_or_else(String::new, |oldest| relative(oldest, now)),
            due,
            visible(&line.note),
        ]);
    };
    for line in &summary.groups {
        row(line, &line.name);
    }
    if let Some(others) = &summary.others {
        row(&others.sum, &format!("{} others", number(others.groups)));
    }
    row(&Line { note: String::new(), due: None, ..summary.all.clone() }, "all");
    for column in 1..=6 {
        if let Some(column) = table.column_mut(column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    fn group(name: &str, waiting: u64, millis: u64) -> Group {
        Group {
            name: name.to_owned(),
            messages: waiting,
            waiting,
            oldest_millis: Some(1_700_000_000_000 + millis),
            due_millis: Some(1_700_000_060_000 + millis),
            last: Some((millis, format!("451 {name}"))),
            ..Group::default()
        }
    }

    #[test]
    fn the_largest_come_first_and_the_rest_is_added_up() {
        let mut sum = Sum { messages: 9, ..Sum::default() };
        for (name, waiting, millis) in [
            ("a.example", 2, 30_000),
            ("b.example", 1200, 20_000),
            ("c.example", 1, 10_000),
            ("a.example", 3, 0),
        ] {
            sum.add(group(name, waiting, millis));
        }
        sum.suspended.push(Suspended {
            domain: "a.example".to_owned(),
            since: "2023-11-14T22:13:20Z".to_owned(),
            until: "2023-11-15T00:13:20Z".to_owned(),
            reason: "they move house".to_owned(),
        });
        let now = "2023-11-14T22:13:50Z".parse().expect("a time");
        let shown = in_words(&sum.told(By::Domain, 2), now, usize::MAX);
        insta::assert_snapshot!(shown);
    }

    #[test]
    fn however_many_groups_there_are_so_many_are_remembered_and_none_is_lost_from_the_sum() {
        let mut sum = Sum::default();
        for n in 0..3 * GROUPS as u64 {
            sum.add(group(&format!("{n}.example"), 1, 0));
            if n % 1000 == 0 {
                sum.add(group("large.example", 1, 0));
            }
        }
        assert!(sum.groups.len() <= GROUPS);
        let told = sum.told(By::Domain, 1);
        assert_eq!((told.groups[0].name.as_str(), told.groups[0].recipients), ("large.example", 150));
        assert_eq!(told.all.recipients, 3 * GROUPS as u64 + 150);
    }
}
