//! OpenSMTPD: `mta event=delivery ... to=<a> relay="192.0.2.1 (mx)" result="PermFail" stat="550 ..."`, and `smtp event=failed-command command="RCPT TO:<a>"
//! result="550 ..."` for what it refuses itself.

use super::{recipient, value};
use crate::bounce::reason;
use crate::complaint::{Complaint, Fate};
use crate::said;

pub fn line(line: &str) -> Option<Option<Complaint>> {
    let is_smtpd = line.contains("smtpd[") && !line.contains("postfix");
    let delivers = line.contains("result=") && line.contains("stat=");
    if !delivers
        && !(is_smtpd && (line.contains(" mta ") || line.contains(" smtp ") || line.contains(" mda ")))
    {
        return None;
    }
    if delivers {
        let result = value(line, "result=", &[' ', ',']).unwrap_or_default();
        let told = value(line, "stat=", &[',']).unwrap_or_default();
        if !result.ends_with("Fail") && !result.starts_with("Loop") {
            return Some(None);
        }
        let relay = value(line, "relay=", &[',']).and_then(|relay| {
            let name = relay.split(['(', ')']).nth(1).unwrap_or(relay);
            said::host(&format!("host {name}"))
        });
        let complaint = reason(told, 0);
        return Some(Some(Complaint {
            recipient: recipient(line),
            host: complaint.host.or(relay),
            fate: if result == "PermFail" { Fate::Final(None) } else { Fate::Later },
            ..complaint
        }));
    }
    let refused = line.contains("failed-command");
    Some(refused.then(|| {
        let command = value(line, "command=", &[' ']).unwrap_or_default();
        let told = value(line, "result=", &['\n']).unwrap_or_default();
        let recipient = said::bracketed_address(command).map(str::to_owned);
        let stage = said::stage_of_command(command);
        Complaint { stage, recipient, host: None, own: true, ..reason(told, 0) }
    }))
}
