//! `postrider queue export`: writes all that is in a queue into one file.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, IsTerminal as _, StdoutLock, Write};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use postrider_queue::Queue;

use super::{End, counted, offline, queue_of};
use crate::config::Place;
use crate::export::line;
use crate::export::writer::{self, WriteError};

/// How much is gathered before it is written, in octets.
const GATHERED: usize = 256 * 1024;

/// Writes all messages of the queue into one file, to be imported elsewhere.
///
/// The form is made to outlive versions, and to be read with ordinary tools: docs/queue-export.md describes it. The server must not run.
/// Nothing is taken out of the queue: start only one of the two afterwards, or mail is delivered twice. What is in quarantine is
/// not exported. Exit code: 0 if all is in the file, 1 if not.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The file, which must not be there yet; "-" is standard output.
    #[arg(default_value = "-")]
    file: PathBuf,
}

/// Runs the command.
pub fn run(args: &Args, place: &Place, out: StdoutLock<'_>) -> Result<(), End> {
    let options = queue_of(place)?;
    if !options.folder.join("log").is_dir() {
        return Err(End::Fault(format!(
            "there is no queue in {}: say with --data or --config which one is meant",
            options.folder.display()
        )));
    }
    let to_stdout = args.file == Path::new("-");
    if to_stdout && out.is_terminal() {
        return Err(End::Fault("an export is nothing for a terminal: name a file".to_owned()));
    }
    offline(options, "an export", async |queue| {
        let written = if to_stdout {
            write(queue, out)
        } else {
            let file = create(&args.file)?;
            write(queue, &file).and_then(|end| {
                last(&args.file, &file).map_err(WriteError::Output)?;
                Ok(end)
            })
        };
        match written {
            Ok(end) => told(queue, &end),
            Err(WriteError::Queue(error)) => {
                Err(End::Fault(format!("the export is cut short, since the queue cannot be read: {error}")))
            }
            Err(WriteError::Output(error)) => {
                Err(End::Fault(format!("the export is cut short, since it cannot be written: {error}")))
            }
        }
    })
}

fn write(queue: &Queue, out: impl Write) -> Result<line::End, WriteError> {
    writer::write(queue, &mut BufWriter::with_capacity(GATHERED, out), &mut |id, error| {
        let _ = writeln!(
            io::stderr(),
            "postrider queue: {id} cannot be read, and is not in the export: {error}. When the server delivers it, what is left of it goes \
             into quarantine"
        );
    })
}

fn told(queue: &Queue, end: &line::End) -> Result<(), End> {
    let line::End { messages, left_out } = end;
    let _ = writeln!(io::stderr(), "{} exported.", counted(*messages));
    if queue.quarantine().list(None, 1).is_ok_and(|files| !files.is_empty()) {
        let _ = writeln!(
            io::stderr(),
            "What is in quarantine is not: `postrider queue quarantine list` says what that is, while the server runs."
        );
    }
    if *left_out > 0 {
        return Err(End::Fault(format!("{} could not be read: not in the export", counted(*left_out))));
    }
    Ok(())
}

fn create(path: &Path) -> Result<File, End> {
    let created = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
    created.map_err(|error| {
        let path = path.display();
        End::Fault(match error.kind() {
            io::ErrorKind::AlreadyExists => {
                format!("{path} is there already, and is left as it is: name another file")
            }
            _ => format!("{path} cannot be made: {error}"),
        })
    })
}

/// Makes the file last: whoever has it may throw the queue away.
fn last(path: &Path, file: &File) -> io::Result<()> {
    file.sync_all()?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::File::open(folder)?.sync_all()
}
