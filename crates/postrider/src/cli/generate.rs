//! `postrider generate`: what is made from the code itself: completions, manual pages, reference pages.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::CommandFactory as _;

use crate::cli::Cli;
use crate::config::reference;
use crate::metrics;

/// Makes completions, manual pages and reference pages from the code itself.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// What to make.
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// Writes the completions for a shell to standard output.
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
    /// Writes a manual page for each command into a folder.
    Man {
        /// The folder; made if it is not there.
        #[arg(value_name = "DIR")]
        folder: PathBuf,
    },
    /// Writes the reference of the command line, docs/cli.md, to standard output.
    Cli,
    /// Writes the reference of the configuration, docs/configuration.md, to standard output.
    Configuration,
    /// Writes the list of the metrics, docs/metrics.md, to standard output.
    Metrics,
}

/// Runs the command.
#[must_use]
pub fn run(args: &Args) -> ExitCode {
    let mut text = Vec::new();
    let done = match &args.what {
        What::Completions { shell } => {
            clap_complete::generate(*shell, &mut Cli::command(), "postrider", &mut text);
            io::stdout().write_all(&text)
        }
        What::Man { folder } => man(folder),
        What::Cli => io::stdout().write_all(cli().as_bytes()),
        What::Configuration => io::stdout().write_all(reference::page().as_bytes()),
        What::Metrics => io::stdout().write_all(metrics::reference::page().as_bytes()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "postrider generate: {error}");
            ExitCode::FAILURE
        }
    }
}

fn man(folder: &Path) -> io::Result<()> {
    std::fs::create_dir_all(folder)?;
    let mut root = Cli::command().disable_help_subcommand(true);
    root.build();
    clap_mangen::generate_to(with_synopsis(root), folder)
}

/// A command and all below it, each with the synopsis of its page: what stands there by itself leaves the values of options out.
fn with_synopsis(mut command: clap::Command) -> clap::Command {
    for sub in command.get_subcommands_mut() {
        *sub = with_synopsis(std::mem::take(sub));
    }
    let synopsis = synopsis(&command);
    command.override_usage(synopsis)
}

/// `postrider dkim rotate [--config FILE] --domain DOMAIN`
fn synopsis(command: &clap::Command) -> String {
    let mut words = vec![command.get_bin_name().unwrap_or(command.get_name()).to_owned()];
    let shown = |arg: &&clap::Arg| !arg.is_hide_set();
    let (places, options): (Vec<_>, Vec<_>) =
        command.get_arguments().filter(shown).partition(|arg| arg.is_positional());
    let (needed, free): (Vec<_>, Vec<_>) = options.into_iter().partition(|arg| arg.is_required_set());
    for arg in free.into_iter().chain(needed).chain(places) {
        let mut names: Vec<String> = arg.get_short().map(|short| format!("-{short}")).into_iter().collect();
        names.extend(arg.get_long().map(|long| format!("--{long}")));
        let mut text = names.join("|");
        if arg.get_action().takes_values() {
            let values = arg.get_value_names().unwrap_or_default().join(" ");
            text = format!("{text} {values}").trim_start().to_owned();
        }
        if !arg.is_required_set() {
            text = format!("[{text}]");
        }
        let many = arg.get_num_args().is_some_and(|args| args.max_values() > 1);
        if many || matches!(arg.get_action(), clap::ArgAction::Append) {
            text.push_str("...");
        }
        words.push(text);
    }
    if command.has_subcommands() {
        words.push(if command.is_subcommand_required_set() { "COMMAND" } else { "[COMMAND]" }.to_owned());
    }
    words.join(" ")
}

/// The reference of the command line: what `--help` says of every command.
fn cli() -> String {
    let mut text =
        "# The command line\n\nThis is what `--help` says. `cargo xtask docs` writes this page anew. What `--json` and the log say to \
         programs is told in [json.md](json.md).\n"
            .to_owned();
    let mut root = Cli::command().term_width(100);
    root.build();
    page(&mut text, &mut root, "postrider");
    text
}

fn page(text: &mut String, command: &mut clap::Command, name: &str) {
    let help = command.render_long_help().to_string();
    let help: Vec<&str> = help.trim_end().lines().map(str::trim_end).collect();
    text.push_str(&format!("\n## {name}\n\n```text\n{}\n```\n", help.join("\n")));
    for sub in command.get_subcommands_mut().filter(|sub| sub.get_name() != "help") {
        let name = format!("{name} {}", sub.get_name());
        page(text, sub, &name);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A page in docs/ as it is in the repository.
    fn committed(page: &str) -> String {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs").join(page);
        std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }

    #[test]
    fn the_page_of_the_command_line_is_current() {
        assert!(
            committed("cli.md") == cli(),
            "docs/cli.md is not current: `cargo xtask docs` writes it anew"
        );
    }

    #[test]
    fn the_page_of_the_configuration_is_current() {
        let current = committed("configuration.md") == reference::page();
        assert!(current, "docs/configuration.md is not current: `cargo xtask docs` writes it anew");
    }

    #[test]
    fn every_command_has_its_manual_page() {
        let folder = tempfile::tempdir().expect("a folder");
        man(folder.path()).expect("written");
        for name in ["postrider", "postrider-serve", "postrider-queue-list", "postrider-send"] {
            assert!(folder.path().join(format!("{name}.1")).exists(), "{name}.1");
        }
        let page = std::fs::read_to_string(folder.path().join("postrider-send.1")).expect("read");
        let synopsis =
            page.lines().find(|line| line.starts_with("\\fBpostrider send\\fR")).expect("a synopsis");
        for part in
            ["[\\-\\-server SERVER]", "[\\-v|\\-\\-verbose]", " \\-\\-from ADDRESS \\-\\-to ADDRESS..."]
        {
            assert!(synopsis.contains(part), "{part}: {synopsis}");
        }
    }
}
