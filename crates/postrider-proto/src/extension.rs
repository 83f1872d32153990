//! The ESMTP keywords: which are offered, and how the EHLO reply lists them.

/// What a session offers, here and now. After HELO: nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Offered {
    /// PIPELINING (RFC 2920): commands may come in groups.
    pub pipelining: bool,
    /// SIZE (RFC 1870): the parameter SIZE, with the largest message accepted, in octets.
    pub size: Option<u64>,
    /// 8BITMIME (RFC 6152): the parameter BODY.
    pub eight_bit_mime: bool,
    /// SMTPUTF8 (RFC 6531): the parameter SMTPUTF8, and addresses beyond ASCII.
    pub smtputf8: bool,
    /// CHUNKING (RFC 3030): the command BDAT.
    pub chunking: bool,
    /// ENHANCEDSTATUSCODES (RFC 2034): replies carry them.
    pub enhanced_status_codes: bool,
    /// VRFY (RFC 5321 §4.1.1.6): the command VRFY.
    pub vrfy: bool,
    /// DSN (RFC 3461): the parameters RET, ENVID, NOTIFY and ORCPT.
    pub dsn: bool,
    /// STARTTLS (RFC 3207): the command STARTTLS.
    pub starttls: bool,
    /// AUTH (RFC 4954): the command AUTH with these mechanisms, and the parameter AUTH.
    pub auth: Vec<String>,
    /// HELP (RFC 5321 §4.1.1.8): the command HELP.
    pub help: bool,
}

impl Offered {
    /// Nothing: what a session offers after HELO.
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }

    /// What every session offers after EHLO, whatever the listener is set to.
    #[must_use]
    pub fn always() -> Self {
        Self {
            pipelining: true,
            eight_bit_mime: true,
            smtputf8: true,
            chunking: true,
            enhanced_status_codes: true,
            vrfy: true,
            help: true,
            ..Self::none()
        }
    }

    /// The keyword lines of the EHLO reply, in the order they are sent.
    pub fn ehlo_lines(&self) -> impl Iterator<Item = String> + '_ {
        let plain = |offered: bool, keyword: &str| offered.then(|| keyword.to_owned());
        let auth = (!self.auth.is_empty()).then(|| format!("AUTH {}", self.auth.join(" ")));
        [
            plain(self.pipelining, "PIPELINING"),
            self.size.map(|size| format!("SIZE {size}")),
            plain(self.eight_bit_mime, "8BITMIME"),
            plain(self.smtputf8, "SMTPUTF8"),
            plain(self.chunking, "CHUNKING"),
            plain(self.enhanced_status_codes, "ENHANCEDSTATUSCODES"),
            plain(self.vrfy, "VRFY"),
            plain(self.dsn, "DSN"),
            plain(self.starttls, "STARTTLS"),
            auth,
            plain(self.help, "HELP"),
        ]
        .into_iter()
        .flatten()
    }

    /// Reads the keyword lines of a server's EHLO reply, its first line left out. Unknown keywords are passed over.
    pub fn from_ehlo_lines<'a>(lines: impl IntoIterator<Item = &'a str>) -> Self {
        let mut offered = Self::none();
        for line in lines {
            let mut words = line.split_ascii_whitespace();
            match words.next().unwrap_or_default().to_ascii_uppercase().as_str() {
                "PIPELINING" => offered.pipelining = true,
                // RFC 1870 §4: 0, or no number, means that no limit is known.
                "SIZE" => {
                    let size = words.next().and_then(|size| size.parse().ok()).filter(|size| *size > 0);
                    offered.size = Some(size.unwrap_or(u64::MAX));
                }
                "8BITMIME" => offered.eight_bit_mime = true,
                "SMTPUTF8" => offered.smtputf8 = true,
                "CHUNKING" => offered.chunking = true,
                "ENHANCEDSTATUSCODES" => offered.enhanced_status_codes = true,
                "VRFY" => offered.vrfy = true,
                "DSN" => offered.dsn = true,
                "STARTTLS" => offered.starttls = true,
                "AUTH" => offered.auth = words.map(str::to_ascii_uppercase).collect(),
                "HELP" => offered.help = true,
                _ => {}
            }
        }
        offered
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_listed_is_read_back() {
        let offered = Offered {
            size: Some(1000),
            dsn: true,
            starttls: true,
            auth: vec!["PLAIN".into(), "LOGIN".into()],
            ..Offered::always()
        };
        let lines: Vec<String> = offered.ehlo_lines().collect();
        assert_eq!(Offered::from_ehlo_lines(lines.iter().map(String::as_str)), offered);
        assert_eq!(Offered::none().ehlo_lines().count(), 0);
        assert_eq!(Offered::from_ehlo_lines(["size", "XYZZY 1", ""]).size, Some(u64::MAX));
    }
}
