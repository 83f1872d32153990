//! The options of sendmail, as the programs that call it write them.
//!
//! They are older than any parser of options and follow getopt: letters may stand together (`-ti`), a value may stand behind
//! its letter or in the next argument (`-fADDR`, `-f ADDR`), `-` and `--` end them. Nothing here looks at the world.

use std::path::PathBuf;

use postrider_proto::mail::{BodyType, Notify, Ret};

use super::letter::is_envid;

/// What the caller wants.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Invocation {
    /// `-b`: what to do.
    pub mode: Mode,
    /// `-t`: the recipients are in the header.
    pub from_header: bool,
    /// `-f`, `-r`: where bounces go; empty for nowhere.
    pub sender: Option<String>,
    /// `-F`: the name of the sender, for a From field that is missing.
    pub full_name: Option<String>,
    /// `-i`, `-oi`: a line with a single dot is content.
    pub dots_are_content: bool,
    /// `-N`: which reports are wanted.
    pub notify: Option<Notify>,
    /// `-R`: how much a report should return.
    pub ret: Option<Ret>,
    /// `-V`: the envelope id that reports name.
    pub envid: Option<String>,
    /// `-B`: what the content is.
    pub body: Option<BodyType>,
    /// `-v`: tell what is said and done.
    pub verbose: bool,
    /// `--config`, `-C`: the configuration of the server.
    pub config: Option<PathBuf>,
    /// `--data`: its data folder.
    pub data: Option<PathBuf>,
    /// The recipients, as they were written.
    pub recipients: Vec<String>,
}

/// What to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mode {
    /// `-bm`: hand in the message on standard input.
    #[default]
    Deliver,
    /// `-bs`: speak SMTP on standard input and output.
    Smtp,
    /// `-bp`, `mailq`: show the queue.
    Queue,
    /// `-bi`, `newaliases`: make the aliases anew.
    Aliases,
    /// `-q`: try the queue.
    RunQueue,
    /// `--help`
    Help,
}

/// Why the options cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UsageError {
    /// Nobody knows this option.
    #[error("there is no option {0}: `postrider sendmail --help` lists those there are")]
    Unknown(String),
    /// The option wants a value.
    #[error("{0} needs a value: write it behind the option, or as the next argument")]
    NoValue(String),
    /// The value makes no sense.
    #[error("{option} {value}: {help}")]
    Value {
        /// The option.
        option: String,
        /// What was given.
        value: String,
        /// What is right.
        help: &'static str,
    },
    /// `-bd`, `-bD`
    #[error("-b{0} would be a daemon, and this is none: `postrider serve` runs the server")]
    Daemon(char),
    /// A mode that postrider does not have.
    #[error("-b{0} is not built: what there is are -bm, -bs, -bp and -bi")]
    Mode(char),
    /// An argument is no text.
    #[error("argument {0} is not UTF-8")]
    NotText(usize),
}

/// Options with a value that means nothing here, and is taken and dropped: `-A` (which configuration), `-h` (hops),
/// `-L` (a tag for the log), `-p` (how it came), `-X` (a log of the traffic).
const VALUE_IGNORED: &str = "AhLpXD";

/// Options that mean nothing here: `-c`, `-G` (relayed), `-I`, `-m` (send to me, too), `-n` (no aliases), `-s`, `-T`, `-U` (first
/// submission).
const IGNORED: &str = "cGImnsTU";

/// Reads the arguments behind the name of the program.
///
/// # Errors
///
/// The first of them that cannot be used.
pub fn parse(arguments: impl IntoIterator<Item = String>) -> Result<Invocation, UsageError> {
    let mut invocation = Invocation::default();
    let mut arguments = arguments.into_iter();
    while let Some(argument) = arguments.next() {
        match argument.strip_prefix('-') {
            None | Some("") => {
                invocation.recipients.push(argument);
                break;
            }
            Some("-") => break,
            Some(long) if long.starts_with('-') => invocation.long(&long[1..], &mut arguments)?,
            Some(letters) => invocation.letters(letters, &mut arguments)?,
        }
    }
    // As getopt has it: behind the first recipient there are recipients.
    invocation.recipients.extend(arguments);
    invocation.recipients.retain(|recipient| recipient != "-");
    Ok(invocation)
}

impl Invocation {
    /// One of the few options with a long name: those that other commands of postrider have.
    fn long(&mut self, option: &str, rest: &mut impl Iterator<Item = String>) -> Result<(), UsageError> {
        let (name, attached) = match option.split_once('=') {
            Some((name, value)) => (name, Some(value.to_owned())),
            None => (option, None),
        };
        let place = match name {
            "help" => {
                self.mode = Mode::Help;
                return Ok(());
            }
            "config" => &mut self.config,
            "data" => &mut self.data,
            _ => return Err(UsageError::Unknown(format!("--{name}"))),
        };
        let value =
            attached.or_else(|| rest.next()).ok_or_else(|| UsageError::NoValue(format!("--{name}")))?;
        *place = Some(PathBuf::from(value));
        Ok(())
    }

    /// An argument with one dash: letters, the last perhaps with its value.
    fn letters(&mut self, letters: &str, rest: &mut impl Iterator<Item = String>) -> Result<(), UsageError> {
        let mut chars = letters.chars();
        while let Some(letter) = chars.next() {
            match letter {
                't' => self.from_header = true,
                'i' => self.dots_are_content = true,
                'v' => self.verbose = true,
                // What follows is their value, if anything does.
                'q' => {
                    if self.mode == Mode::Deliver {
                        self.mode = Mode::RunQueue;
                    }
                    return Ok(());
                }
                'd' => return Ok(()),
                ignored if IGNORED.contains(ignored) => {}
                wants if VALUE_IGNORED.contains(wants) || "bBCefFNoOrRV".contains(wants) => {
                    let attached = chars.as_str();
                    let value = if attached.is_empty() { rest.next() } else { Some(attached.to_owned()) };
                    let value = value.ok_or_else(|| UsageError::NoValue(format!("-{wants}")))?;
                    return self.value(wants, value);
                }
                unknown => return Err(UsageError::Unknown(format!("-{unknown}"))),
            }
        }
        Ok(())
    }

    fn value(&mut self, letter: char, value: String) -> Result<(), UsageError> {
        let wrong = |help: &'static str| {
            Err(UsageError::Value { option: format!("-{letter}"), value: value.clone(), help })
        };
        match letter {
            'b' => return self.mode(&value),
            'B' => match value.to_ascii_uppercase().as_str() {
                "7BIT" => self.body = Some(BodyType::SevenBit),
                "8BITMIME" => self.body = Some(BodyType::EightBitMime),
                _ => return wrong("it is 7BIT or 8BITMIME"),
            },
            'C' => self.config = Some(PathBuf::from(value)),
            'f' | 'r' => self.sender = Some(value),
            'F' => self.full_name = Some(value),
            'N' => match notify(&value) {
                Some(wanted) => self.notify = Some(wanted),
                None => {
                    return wrong("it is never, or some of success, failure and delay with commas between");
                }
            },
            'R' => match value.to_ascii_lowercase().as_str() {
                "full" => self.ret = Some(Ret::Full),
                "hdrs" => self.ret = Some(Ret::Headers),
                _ => return wrong("it is full or hdrs"),
            },
            'V' if is_envid(&value) => self.envid = Some(value),
            'V' => return wrong("an envelope id has at most 100 characters, all of them printable ASCII"),
            'o' => self.old_option(&value),
            'O' => self.long_option(&value),
            // `-e`, how errors are reported: by the exit code and on standard error, always.
            _ => {}
        }
        Ok(())
    }

    fn mode(&mut self, value: &str) -> Result<(), UsageError> {
        self.mode = match value {
            "m" => Mode::Deliver,
            "s" => Mode::Smtp,
            "p" => Mode::Queue,
            "i" => Mode::Aliases,
            "d" => return Err(UsageError::Daemon('d')),
            "D" => return Err(UsageError::Daemon('D')),
            other => return Err(UsageError::Mode(other.chars().next().unwrap_or(' '))),
        };
        Ok(())
    }

    /// `-oX` and `-oXvalue`. Of all of them `i` alone means something here.
    fn old_option(&mut self, value: &str) {
        if let Some(value) = value.strip_prefix('i') {
            self.dots_are_content = is_true(value);
        }
    }

    /// `-OName=value`. Of all of them `IgnoreDots` alone means something here.
    fn long_option(&mut self, value: &str) {
        let (name, value) = value.split_once('=').unwrap_or((value, ""));
        if name.trim().eq_ignore_ascii_case("IgnoreDots") {
            self.dots_are_content = is_true(value.trim());
        }
    }
}

/// A flag without a value is set.
fn is_true(value: &str) -> bool {
    value.is_empty() || value.starts_with(['T', 't', 'Y', 'y'])
}

/// `never`, or a list (RFC 3461 §4.1).
fn notify(value: &str) -> Option<Notify> {
    let mut notify = Notify::default();
    if value.eq_ignore_ascii_case("never") {
        return Some(notify);
    }
    for word in value.split(',') {
        match word.trim().to_ascii_lowercase().as_str() {
            "success" => notify.success = true,
            "failure" => notify.failure = true,
            "delay" => notify.delay = true,
            _ => return None,
        }
    }
    Some(notify)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Result<Invocation, UsageError> {
        parse(line.split_whitespace().map(str::to_owned))
    }

    fn good(line: &str) -> Invocation {
        parsed(line).unwrap_or_else(|error| panic!("{line}: {error}"))
    }

    #[test]
    fn how_programs_call_it() {
        let recipients = |line: &str| good(line).recipients.join(" ");
        // PHP, cron of Debian, mutt, bsd-mailx, git send-email, smartd.
        assert!(good("-t -i").from_header && good("-t -i").dots_are_content);
        let cron = good("-i -FCronDaemon -B8BITMIME -oem root");
        assert_eq!(
            (cron.full_name.as_deref(), cron.body),
            (Some("CronDaemon"), Some(BodyType::EightBitMime))
        );
        assert_eq!(cron.recipients, ["root"]);
        let mutt = good("-oem -oi -f me@example.org -- a@example.org b@example.org");
        assert!(mutt.dots_are_content && mutt.sender.as_deref() == Some("me@example.org"));
        assert_eq!(mutt.recipients, ["a@example.org", "b@example.org"]);
        assert_eq!(recipients("-i a@example.org"), "a@example.org");
        assert_eq!(recipients("-i -f me@example.org a@example.org -t"), "a@example.org -t");
        assert_eq!(recipients("-- -t"), "-t");
    }

    #[test]
    fn letters_stand_together_and_values_behind_them_or_apart() {
        let together = good("-tivfme@example.org");
        assert!(together.from_header && together.dots_are_content && together.verbose);
        assert_eq!(together.sender.as_deref(), Some("me@example.org"));
        for line in ["-f me", "-fme", "-r me", "-rme", "-tf me"] {
            assert_eq!(good(line).sender.as_deref(), Some("me"), "{line}");
        }
        assert_eq!(parse(["-f".to_owned(), String::new()]).expect("good").sender.as_deref(), Some(""));
    }

    #[test]
    fn dots() {
        for line in [
            "-i",
            "-oi",
            "-oiTRUE",
            "-oitrue",
            "-o i",
            "-OIgnoreDots",
            "-OIgnoreDots=True",
            "-O ignoredots=yes",
        ] {
            assert!(good(line).dots_are_content, "{line}");
        }
        for line in ["", "-oiFALSE", "-OIgnoreDots=no", "-om", "-oem", "-odi"] {
            assert!(!good(line).dots_are_content, "{line}");
        }
    }

    #[test]
    fn modes() {
        for (line, mode) in [
            ("", Mode::Deliver),
            ("-bm", Mode::Deliver),
            ("-b m", Mode::Deliver),
            ("-bs", Mode::Smtp),
            ("-bp", Mode::Queue),
            ("-bi", Mode::Aliases),
            ("-q", Mode::RunQueue),
            ("-q30m", Mode::RunQueue),
            ("-bs -q", Mode::Smtp),
            ("--help", Mode::Help),
        ] {
            assert_eq!(good(line).mode, mode, "{line}");
        }
        assert_eq!(parsed("-bd -q15m"), Err(UsageError::Daemon('d')));
        assert_eq!(parsed("-bD"), Err(UsageError::Daemon('D')));
        assert_eq!(parsed("-bv a@b"), Err(UsageError::Mode('v')));
    }

    #[test]
    fn reports() {
        let wanted = good("-N success,delay -R hdrs -V QQ314159");
        assert_eq!(wanted.notify, Some(Notify { success: true, failure: false, delay: true }));
        assert_eq!((wanted.ret, wanted.envid.as_deref()), (Some(Ret::Headers), Some("QQ314159")));
        assert_eq!(good("-NNEVER").notify, Some(Notify::default()));
        for line in ["-N sometimes", "-N never,delay", "-R some", "-B 9BIT", "-V \u{e9}"] {
            assert!(matches!(parsed(line), Err(UsageError::Value { .. })), "{line}");
        }
    }

    #[test]
    fn what_means_nothing_here_is_taken() {
        let nothing = Invocation { recipients: vec!["a@b".to_owned()], ..Invocation::default() };
        for line in [
            "-U a@b",
            "-n a@b",
            "-m a@b",
            "-G a@b",
            "-em a@b",
            "-e q a@b",
            "-d8.1 a@b",
            "-d a@b",
            "-X log a@b",
            "-Xlog a@b",
            "-L tag a@b",
            "-Am a@b",
            "-h 3 a@b",
            "-pUUCP:host a@b",
            "-odb a@b",
            "-oQ/tmp a@b",
            "-OTimeout=1 a@b",
            "-unmGc a@b",
        ] {
            // The last one is wrong in one letter.
            match parsed(line) {
                Err(error) => assert_eq!((line, error), ("-unmGc a@b", UsageError::Unknown("-u".to_owned()))),
                Ok(invocation) => assert_eq!(invocation, nothing, "{line}"),
            }
        }
    }

    #[test]
    fn what_cannot_be_used_is_named() {
        assert_eq!(parsed("-t -z"), Err(UsageError::Unknown("-z".to_owned())));
        assert_eq!(parsed("--verbose"), Err(UsageError::Unknown("--verbose".to_owned())));
        assert_eq!(parsed("-f"), Err(UsageError::NoValue("-f".to_owned())));
        assert_eq!(parsed("--data"), Err(UsageError::NoValue("--data".to_owned())));
        assert_eq!(good("--data=/d --config /c").data, Some(PathBuf::from("/d")));
        assert_eq!(good("-C/c").config, Some(PathBuf::from("/c")));
    }
}
