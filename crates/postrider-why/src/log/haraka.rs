//! Haraka: `[NOTICE] [...] [outbound] recipient <a> rejected: 550 ...`, and `[core] ... 550 ...` of what it refuses itself.

use crate::bounce::reason;
use crate::complaint::Complaint;
use crate::said;

pub fn line(line: &str) -> Option<Option<Complaint>> {
    let levels = ["[NOTICE]", "[INFO]", "[WARN]", "[ERROR]", "[CRIT]", "[PROTOCOL]", "[DEBUG]"];
    let is_haraka = line.contains("haraka[")
        || (levels.iter().any(|level| line.contains(level))
            && (line.contains("[outbound") || line.contains("[core]")));
    if !is_haraka {
        return None;
    }
    let told = ["rejected: ", "bounced: ", "deferred: ", "temp fail", "error: ", "[outbound] ", "[core] "]
        .iter()
        .find_map(|mark| line.find(mark).map(|at| &line[at..]));
    let fails = ["rejected", "bounce", "temp fail", "defer", "error", "delayed"]
        .iter()
        .any(|word| line.contains(word));
    Some(told.filter(|_| fails).map(|told| {
        let recipient = said::bracketed_address(line).map(str::to_owned);
        Complaint { recipient, ..reason(told.split_once(": ").map_or(told, |(_, told)| told), 0) }
    }))
}
