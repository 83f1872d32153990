//! `postrider queue retry`, `hold`, `release`, `drop` and `bounce`: what an operator does to recipients.

use std::fmt::Write as _;
use std::io::{self, IsTerminal as _, Write};

use serde::Serialize;

use super::filter::{FilterArgs, parts};
use super::{End, line, number};
use crate::control::act::{Act, Acted, Action, NAMED, Named};
use crate::control::client::{Client, ControlError};
use crate::control::filter::Filter;
use crate::control::protocol::{Answer, Cursor, Request};
use crate::control::rest::Resting;
use crate::visible::visible;

/// To whom something is done, and how.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The messages; with a filter, those of them that it selects.
    #[arg(value_name = "ID")]
    message: Vec<String>,
    #[command(flatten)]
    filter: FilterArgs,
    /// All there is, where neither an id nor a filter is given.
    #[arg(long, help_heading = "Which recipients (all that is given must hold)")]
    all: bool,
    /// Do not ask. Without it, whatever is not about one message is asked about on the terminal.
    #[arg(long, short = 'y')]
    yes: bool,
    /// Only say what would be done, and to whom first.
    #[arg(long)]
    dry_run: bool,
    /// Print what was done as JSON.
    #[arg(long)]
    json: bool,
}

/// What is said of an action.
struct Words {
    /// `This holds 3 recipients ...`, without the number.
    does: &'static str,
    /// What follows the number.
    to: &'static str,
    /// `Held 3 recipients ...`
    did: &'static str,
    /// Whom it can be done to.
    fit: &'static str,
}

const fn words(action: Action) -> Words {
    match action {
        Action::Retry => Words {
            does: "makes",
            to: " due now",
            did: "Due now:",
            fit: "only what waits or has failed can be tried now; what is held, `postrider queue release` releases",
        },
        Action::Hold => Words { does: "holds", to: "", did: "Held:", fit: "only what waits can be held" },
        Action::Release => Words {
            does: "releases",
            to: "",
            did: "Released, and due now:",
            fit: "only what is held can be released",
        },
        Action::Drop => Words {
            does: "drops",
            to: " for good, and nobody is told",
            did: "Dropped:",
            fit: "they are done with",
        },
        Action::Bounce => Words {
            does: "bounces",
            to: ", and their senders are told",
            did: "Bounced:",
            fit: "they are done with",
        },
    }
}

/// What was done, all pages together, as programs are told.
#[derive(Debug, Default, Serialize)]
struct Done {
    action: Option<Action>,
    dry_run: bool,
    messages: u64,
    recipients: u64,
    under_way: u64,
    unfit: u64,
    untold: u64,
    hurried: Vec<Resting>,
    first: Vec<Named>,
}

impl Done {
    fn add(&mut self, acted: Acted) {
        self.messages += acted.messages;
        self.recipients += acted.recipients;
        self.under_way += acted.under_way;
        self.unfit += acted.unfit;
        self.untold += acted.untold;
        self.hurried.extend(acted.hurried);
        self.hurried.truncate(NAMED);
        self.first.extend(acted.first);
        self.first.truncate(NAMED);
    }

    /// `1,240 recipients of 812 messages`
    fn counted(&self) -> String {
        let plural = |count: u64, what: &str| {
            if count == 1 { format!("1 {what}") } else { format!("{} {what}s", number(count)) }
        };
        format!("{} of {}", plural(self.recipients, "recipient"), plural(self.messages, "message"))
    }

    /// Whom it was not done to, and why.
    fn left(&self, action: Action) -> String {
        let mut text = String::new();
        let mut left = |count: u64, why: &str| {
            if count > 0 {
                let these =
                    if count == 1 { "recipient is left as it is" } else { "recipients are left as they are" };
                let _ = writeln!(text, "{} {these}: {why}.", number(count));
            }
        };
        left(
            self.under_way,
            "an attempt is under way, and what comes of it counts; do this again when it has ended",
        );
        left(self.unfit, words(action).fit);
        left(
            self.untold,
            "nobody can be told, as the message is from <> or from somebody who is here no more; `postrider queue drop` removes them",
        );
        text
    }

    /// Sites that are tried though they were left alone.
    fn hurried(&self) -> String {
        let mut text = String::new();
        for Resting { site, until, why } in &self.hurried {
            let said = format!(
                "{site} was left alone until {until}, since mail for it met with this: {why}. One message goes ahead now; once it \
                 has been taken or refused there, all others follow."
            );
            let _ = writeln!(text, "{}", visible(&said));
        }
        text
    }

    fn first(&self) -> String {
        let mut text = String::new();
        for named in &self.first {
            let more = named.recipients - named.to.len().min(named.recipients);
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            let shown = format!("  {}  {} to {}{more}", named.id, named.from, named.to.join(", "));
            let _ = writeln!(text, "{}", visible(&shown));
        }
        let more = self.messages - (self.first.len() as u64).min(self.messages);
        if more > 0 {
            let _ = writeln!(text, "  and {} more", number(more));
        }
        text
    }
}

/// Runs one of these commands.
pub fn run(
    args: &Args,
    action: Action,
    reason: Option<&str>,
    client: &mut Client,
    out: &mut dyn Write,
) -> Result<(), End> {
    let filter = args.filter.read(&args.message, jiff::Timestamp::now())?;
    match (filter.is_everything(), args.all) {
        (true, false) => {
            return Err(End::Fault(
                "say to whom: the id of a message, a filter such as --domain, or --all".to_owned(),
            ));
        }
        (false, true) => {
            return Err(End::Fault("--all is for all there is, and goes with no filter".to_owned()));
        }
        _ => {}
    }
    let mut walk = Walk { client, action, reason, filter: &filter };
    // What comes while this is asked and done is not meant.
    let (mut would, until) = walk.all(None, true)?;
    let is_one = filter.ids.len() == 1;
    if args.dry_run || would.recipients == 0 {
        would.dry_run = true;
        return tell_undone(args, action, &would, is_one, out);
    }
    if !is_one && !args.yes {
        ask(action, &would)?;
    }
    let (done, _) = walk.all(until.as_ref(), false)?;
    if args.json {
        return Ok(writeln!(out, "{}", line(&done, true)?)?);
    }
    writeln!(out, "{} {}.", words(action).did, done.counted())?;
    out.write_all(done.hurried().as_bytes())?;
    Ok(out.write_all(done.left(action).as_bytes())?)
}

/// Says what would be done, or that nothing can be.
fn tell_undone(
    args: &Args,
    action: Action,
    would: &Done,
    is_one: bool,
    out: &mut dyn Write,
) -> Result<(), End> {
    let left = would.left(action);
    if would.recipients == 0 && is_one && !args.dry_run {
        let why = if left.is_empty() {
            "no recipient of it is meant".to_owned()
        } else {
            left.trim_end().to_owned()
        };
        return Err(End::Fault(format!("nothing is done. {why}")));
    }
    if args.json {
        return Ok(writeln!(out, "{}", line(would, true)?)?);
    }
    let Words { does, to, .. } = words(action);
    if would.recipients == 0 {
        writeln!(out, "Nothing is done: no recipient is meant that this can be done to.")?;
    } else {
        writeln!(out, "This {does} {}{to}:", would.counted())?;
        out.write_all(would.first().as_bytes())?;
    }
    Ok(out.write_all(left.as_bytes())?)
}

/// Asks on the terminal whether it is meant.
fn ask(action: Action, would: &Done) -> Result<(), End> {
    let Words { does, to, .. } = words(action);
    let question = format!("This {does} {}{to}.", would.counted());
    let mut err = io::stderr();
    if !io::stdin().is_terminal() || !err.is_terminal() {
        return Err(End::Fault(format!(
            "{question} Nothing is done: a filter may mean many messages, and there is no terminal to ask on. \
             Say --yes to go on, or --dry-run to see whom it is about"
        )));
    }
    write!(err, "{question} Go on? [y/N] ")?;
    err.flush()?;
    let mut answer = String::new();
    io::stdin().read_line(&mut answer)?;
    match answer.trim() {
        "y" | "Y" | "yes" => Ok(()),
        _ => Err(End::Fault("nothing is done".to_owned())),
    }
}

/// A way through the queue, page by page.
struct Walk<'a> {
    client: &'a mut Client,
    action: Action,
    reason: Option<&'a str>,
    filter: &'a Filter,
}

impl Walk<'_> {
    /// Goes all the way to `until`. Gives what was done, and the last message that was looked at.
    fn all(&mut self, until: Option<&Cursor>, dry_run: bool) -> Result<(Done, Option<Cursor>), End> {
        let mut done = Done { action: Some(self.action), dry_run, ..Done::default() };
        let mut last = None;
        for filter in parts(self.filter) {
            let mut after = None;
            loop {
                let request = Request::Act(Act {
                    action: self.action,
                    filter: filter.clone(),
                    after: after.take(),
                    until: until.cloned(),
                    dry_run,
                    reason: self.reason.map(str::to_owned),
                });
                let answer = self.client.ask(&request).map_err(|error| partly(&done, error))?;
                let Answer::Acted(mut acted) = answer else {
                    return Err(ControlError::Other.into());
                };
                last = acted.last.take().or(last);
                after = acted.next.take();
                done.add(acted);
                if after.is_none() {
                    break;
                }
            }
        }
        Ok((done, last))
    }
}

/// What went wrong, and how far it had come.
fn partly(done: &Done, error: ControlError) -> End {
    if done.dry_run || done.recipients == 0 {
        return error.into();
    }
    End::Fault(format!("{error}. Before that it was done to {}", done.counted()))
}
