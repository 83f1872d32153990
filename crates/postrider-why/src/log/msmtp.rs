//! The log of msmtp, a client without a queue: `host=mx ... smtpstatus=550 smtpmsg='550 5.1.1 ...' errormsg='...' exitcode=EX_DATAERR`.

use crate::bounce::reason;
use crate::complaint::Complaint;
use crate::said;

pub fn line(line: &str) -> Option<Option<Complaint>> {
    let is_msmtp = line.contains("smtpstatus=") || line.contains("errormsg='") && line.contains("exitcode=");
    if !is_msmtp {
        return None;
    }
    let told =
        ["smtpmsg='", "errormsg='"].iter().find_map(|name| line.split_once(name)).map(|(_, told)| told);
    Some(told.map(|told| {
        let told = told.find("' ").map_or(told.trim_end_matches('\''), |end| &told[..end]);
        let host = super::value(line, "host=", &[' ']).and_then(|host| said::host(&format!("host {host}")));
        let recipient = super::value(line, "recipients=", &[' ', ','])
            .and_then(said::address)
            .map(|(address, _)| address.to_owned());
        Complaint { host, recipient, ..reason(&told.replace("\\n", " "), 0) }
    }))
}
