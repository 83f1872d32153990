//! `postrider queue import`: takes in what `postrider queue export` has written.

use std::fs::File;
use std::io::{self, IsTerminal as _, Read, Write as _};
use std::path::{Path, PathBuf};

use super::{End, counted, offline, queue_of};
use crate::config::Place;
use crate::export::importer::{self, Imported};
use crate::export::line;
use crate::export::reader::{NoExport, Reader};

/// Takes in the messages that `postrider queue export` has written.
///
/// The server must not run. A message that is in the queue already is left as it is, so an import can be repeated until the server
/// is started; what it has delivered since would come back. What makes no sense in the file is told, and the rest comes in. Exit code: 0
/// if all of the export is in the queue, 1 if not.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The file; "-" is standard input.
    #[arg(default_value = "-")]
    file: PathBuf,
}

/// Runs the command.
pub fn run(args: &Args, place: &Place) -> Result<(), End> {
    let options = queue_of(place)?;
    let from_stdin = args.file == Path::new("-");
    if from_stdin && io::stdin().is_terminal() {
        return Err(End::Fault("an export is nothing to type: name its file".to_owned()));
    }
    let fault = |error: NoExport| End::Fault(format!("{}: {error}", args.file.display()));
    let input: Box<dyn Read> = if from_stdin {
        Box::new(io::stdin().lock())
    } else {
        Box::new(File::open(&args.file).map_err(|error| fault(error.into()))?)
    };
    let mut reader = Reader::open(input).map_err(fault)?;
    let data = options.folder.parent().unwrap_or(Path::new("."));
    crate::wire::make_data(data).map_err(|error| End::Fault(error.to_string()))?;
    offline(options, "an import", async |queue| {
        let mut refused = |why: String| {
            let _ = writeln!(io::stderr(), "postrider queue: {why}");
        };
        told(&importer::read(queue, &mut reader, &mut refused).await)
    })
}

fn told(imported: &Imported) -> Result<(), End> {
    let Imported { came, there, refused, end, stopped } = imported;
    let mut said = format!("{} came in", counted(*came));
    if *there > 0 {
        said += &format!(", {there} already in the queue and left as it was there");
    }
    if *refused > 0 {
        said += &format!(", {refused} refused");
    }
    let _ = writeln!(io::stderr(), "{said}.");
    if let Some(why) = stopped {
        return Err(End::Fault(format!(
            "the import stopped before its end: {why}. When that is mended, import it again: what is in the queue is left as it is"
        )));
    }
    let Some(line::End { messages, left_out }) = end else {
        return Err(End::Fault(
            "the export is cut short: what was whole in it came in, and what comes behind that is missing"
                .to_owned(),
        ));
    };
    if *refused > 0 || came + there < *messages {
        return Err(End::Fault(format!(
            "not all of the export came in: it holds {}, of which the queue has {}",
            counted(*messages),
            came + there
        )));
    }
    if *left_out > 0 {
        let _ = writeln!(
            io::stderr(),
            "{} could not be read when the export was made: not in it.",
            counted(*left_out)
        );
    }
    Ok(())
}
