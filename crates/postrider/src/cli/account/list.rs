//! `postrider account list`.

use std::io::{self, Write as _};

use comfy_table::{ContentArrangement, Table, presets};
use postrider_directory::Account;
use postrider_login::AccountFile;
use serde::Serialize;

use super::{End, say};
use crate::visible::visible;

/// An account, without anything of its password.
#[derive(Serialize)]
struct Row<'a> {
    name: &'a str,
    /// The forms of its hashes.
    hashes: Vec<&'a str>,
    /// The mechanisms that it has verifiers for.
    scram: Vec<&'a str>,
    /// Verifiers are to be kept.
    keep_scram: bool,
    /// It can log in with CRAM-MD5, where that is switched on.
    cram_md5: bool,
    /// The fingerprints of its certificates.
    certificates: Vec<String>,
    /// The names in certificates that are its own.
    certificate_names: Vec<String>,
    senders: Vec<String>,
    disabled: bool,
    /// Of its own; none: as the configuration says.
    messages_per_hour: Option<u32>,
    recipients_per_hour: Option<u32>,
    message_octets: Option<u64>,
    /// There is an address that it may send from.
    #[serde(skip)]
    has_senders: bool,
}

impl<'a> Row<'a> {
    fn of(account: &'a Account) -> Self {
        Self {
            name: &account.name,
            hashes: account.hashes.iter().map(|hash| hash.scheme()).collect(),
            scram: account.verifiers.iter().map(|verifier| verifier.hash().mechanism()).collect(),
            keep_scram: account.keep_scram,
            cram_md5: account.cram_md5.is_some(),
            certificates: account.certificates.iter().map(ToString::to_string).collect(),
            certificate_names: account.certificate_names.iter().map(ToString::to_string).collect(),
            senders: account.senders.iter().map(ToString::to_string).collect(),
            disabled: account.disabled,
            messages_per_hour: account.limits.messages_per_hour,
            recipients_per_hour: account.limits.recipients_per_hour,
            message_octets: account.limits.message_octets,
            has_senders: account.has_senders(),
        }
    }

    fn state(&self) -> &'static str {
        let has_password = !self.hashes.is_empty() || !self.scram.is_empty() || self.cram_md5;
        let has_certificate = !self.certificates.is_empty() || !self.certificate_names.is_empty();
        match (self.disabled, has_password, has_certificate) {
            (true, ..) => "disabled",
            (false, true, _) => "may log in",
            (false, false, true) => "may log in by certificate",
            (false, false, false) => "no password",
        }
    }
}

impl Row<'_> {
    /// What few accounts have, in words.
    fn also(&self) -> String {
        let (certificates, names) = (self.certificates.len() as u64, self.certificate_names.len() as u64);
        // Of a limit none is no 0: that is as many as it likes.
        let has = [
            (Some(certificates).filter(|number| *number > 0), "certificate", "certificates"),
            (Some(names).filter(|number| *number > 0), "name in certificates", "names in certificates"),
            (self.messages_per_hour.map(u64::from), "message an hour", "messages an hour"),
            (self.recipients_per_hour.map(u64::from), "recipient an hour", "recipients an hour"),
            (self.message_octets, "octet a message", "octets a message"),
        ];
        let has = has.into_iter().filter_map(|(number, one, several)| {
            Some(match number? {
                0 => format!("any {several}"),
                1 => format!("1 {one}"),
                number => format!("{number} {several}"),
            })
        });
        has.chain(self.cram_md5.then(|| "CRAM-MD5".to_owned())).collect::<Vec<_>>().join(", ")
    }
}

/// What stands in the place of senders where there is no address to send from: neither they nor the name are one.
const NO_SENDERS: &str = "none, and may send nothing";

/// Runs the command.
pub fn run(file: &AccountFile, json: bool) -> Result<(), End> {
    let accounts = file.read()?;
    let rows: Vec<Row<'_>> = accounts.iter().map(|account| Row::of(account)).collect();
    let mut out = io::stdout().lock();
    if json {
        for row in &rows {
            let line = serde_json::to_string(row).map_err(|error| End::Fault(error.to_string()))?;
            writeln!(out, "{line}")?;
        }
        return Ok(());
    }
    if rows.is_empty() {
        drop(out);
        return say(&format!(
            "There are no accounts in {}: `postrider account add NAME` adds one.",
            file.path().display()
        ));
    }
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_content_arrangement(ContentArrangement::Disabled);
    // A column for what nobody has would only be wide.
    let also = rows.iter().any(|row| !row.also().is_empty());
    let mut header = vec!["NAME", "PASSWORD", "SCRAM", "SENDERS", "STATE"];
    header.extend(also.then_some("ALSO"));
    table.set_header(header);
    for row in &rows {
        let scram = match (row.scram.is_empty(), row.keep_scram) {
            (false, _) => "yes",
            (true, true) => "after a login",
            (true, false) => "no",
        };
        let state = row.state();
        let senders = if row.has_senders { row.senders.join(", ") } else { NO_SENDERS.to_owned() };
        let (hashes, has) = (row.hashes.join(", "), row.also());
        let mut cells = vec![row.name, &hashes, scram, &senders, state];
        cells.extend(also.then_some(has.as_str()));
        table.add_row(cells.into_iter().map(visible));
    }
    for line in table.to_string().lines() {
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}
