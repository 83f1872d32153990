//! A line of the passwd-file of a Dovecot, or one of /etc/shadow.
//!
//! ```text
//!   Dovecot    name:hash:uid:gid:(gecos):home:(shell):extra fields, with spaces between them
//!   shadow(5)  name:hash:changed:min:max:warn:inactive:expire:        days since 1970
//! ```

use crate::config;

/// Seconds of a day.
pub const DAY: i64 = 86_400;

/// What a line says of somebody.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct PasswdLine<'t> {
    pub name: &'t str,
    /// The hash, without what locks it.
    pub hash: &'t str,
    /// Its login is locked: `!` or `*` stands before the hash.
    pub is_locked: bool,
    /// Why they cannot log in there, though there is a hash.
    pub barred: Option<String>,
    /// The field that lets them log in from some networks alone.
    pub networks: Option<&'static str>,
    /// Every password is right there.
    pub needs_no_password: bool,
    /// What else is said of them and means nothing here: the fields, each once.
    pub unused: Vec<&'t str>,
}

impl<'t> PasswdLine<'t> {
    /// Reads a line. None: there is no colon in it. `today` is in days since 1970.
    pub fn read(line: &'t str, today: i64) -> Option<Self> {
        let fields: Vec<&str> = line.split(':').collect();
        let [name, written, rest @ ..] = fields.as_slice() else { return None };
        let hash = written.trim_start_matches(['!', '*']);
        let mut read = Self { name, hash, is_locked: hash != *written, ..Self::default() };
        if read.is_locked {
            read.barred = Some("its password is locked there".to_owned());
        }
        match rest {
            [changed, _, max, _, _, expire, _] if rest.iter().all(|field| is_days(field)) => {
                read.read_ages(days(changed), days(max), days(expire), today);
            }
            // Its value may have colons, as an address of IPv6 has.
            [_, _, _, _, _, extra, ..] if !extra.is_empty() => {
                let at = line.len() - rest[5..].iter().map(|field| field.len() + 1).sum::<usize>() + 1;
                read.read_extra(&line[at..]);
            }
            _ => {}
        }
        Some(read)
    }

    /// Whoever asks PAM is refused then, unless a new password can be set at once, which a mail program cannot do.
    fn read_ages(&mut self, changed: Option<i64>, max: Option<i64>, expire: Option<i64>, today: i64) {
        /// What useradd(8) writes where a password does not expire, and all that is near it.
        const NEVER: i64 = 10_000;
        let password_expires =
            changed.zip(max.filter(|max| *max < NEVER)).map(|(changed, max)| changed.saturating_add(max));
        let why = match (expire, changed, password_expires) {
            (Some(expire), ..) if expire <= today => {
                format!("the account has expired there, on {}", date(expire))
            }
            (_, Some(0), _) => "it has to set another password there first".to_owned(),
            (.., Some(last)) if last < today => {
                format!("its password has expired there, on {}", date(last))
            }
            (None, _, None) => return,
            // What is to come does not come here.
            _ => return self.unused.push("expiry"),
        };
        self.barred.get_or_insert(why);
    }

    fn read_extra(&mut self, extra: &'t str) {
        for field in extra.split_ascii_whitespace() {
            let key = field.split_once('=').map_or(field, |(key, _)| key);
            match key {
                // Whatever its value: that it is there counts.
                "nologin" | "fail" => {
                    self.barred.get_or_insert_with(|| format!("it has {key} there"));
                }
                "allow_nets" => self.networks = Some("allow_nets"),
                "allow_real_nets" => self.networks = self.networks.or(Some("allow_real_nets")),
                "nopassword" => self.needs_no_password = true,
                // Where mail is kept, and the like.
                key if key.starts_with("userdb_") => self.note("userdb_*"),
                key if key.bytes().all(|octet| octet.is_ascii_alphanumeric() || octet == b'_') => {
                    self.note(key);
                }
                // It may be anything.
                _ => self.note("others"),
            }
        }
    }

    fn note(&mut self, key: &'t str) {
        if !self.unused.contains(&key) {
            self.unused.push(key);
        }
    }
}

fn is_days(field: &str) -> bool {
    field.is_empty() || field.parse::<i64>().is_ok()
}

/// None where nothing is said: the field is empty, or -1.
fn days(field: &str) -> Option<i64> {
    field.parse().ok().filter(|days| *days >= 0)
}

fn date(days: i64) -> String {
    config::date(days.saturating_mul(DAY))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2026-01-01.
    const TODAY: i64 = 20_454;

    fn read(line: &str) -> PasswdLine<'_> {
        PasswdLine::read(line, TODAY).expect("a colon")
    }

    fn barred(line: &str) -> Option<String> {
        read(line).barred
    }

    #[test]
    fn extra_fields_of_dovecot_are_read() {
        for line in
            ["a:h", "a:h:", "a:h:1000:1000::/home/a::", "a:h:::::::/var/mail/a", "a:h:1000:1000:A:/h:/s"]
        {
            assert_eq!(read(line), PasswdLine { name: "a", hash: "h", ..PasswdLine::default() }, "{line}");
        }
        for nologin in ["nologin", "nologin=y", "nodelay nologin reason=Gone", "fail"] {
            let why = barred(&format!("a:h::::::{nologin}")).expect(nologin);
            assert!(why.starts_with("it has "), "{why}");
        }
        // Not in the place of the extra fields.
        assert_eq!(barred("a:h:::nologin:nologin:/usr/sbin/nologin:"), None);
        let nets = read("a:h::::::allow_nets=::1,2001:db8::/64 nodelay");
        assert_eq!((nets.networks, nets.unused), (Some("allow_nets"), vec!["nodelay"]));
        assert_eq!(read("a:h::::::allow_real_nets=::1").networks, Some("allow_real_nets"));
        assert!(read("a:::::::nopassword").needs_no_password);
        let others = read("a:h::::::userdb_mail=mbox:~/m userdb_quota_rule=*:storage=1G proxy=y hun$ter2");
        assert_eq!(others.unused, ["userdb_*", "proxy", "others"]);
    }

    #[test]
    fn who_is_locked_or_has_expired_in_shadow_is_barred() {
        let shadow = |ages: &str| barred(&format!("a:h:{ages}:"));
        for good in ["19000:0:99999:7::", ":::::", "20400:0:90:7::", "19000:0:99999:7::-1", "20454:0:0:7::"] {
            assert_eq!(shadow(good), None, "{good}");
        }
        assert_eq!(
            shadow("19000:0:99999:7::1000").as_deref(),
            Some("the account has expired there, on 1972-09-27")
        );
        assert_eq!(
            shadow("19000:0:99999:7::20454").as_deref(),
            Some("the account has expired there, on 2026-01-01")
        );
        assert_eq!(
            shadow("20000:0:90:7:14:").as_deref(),
            Some("its password has expired there, on 2025-01-02")
        );
        assert_eq!(shadow("0:0:99999:7::").as_deref(), Some("it has to set another password there first"));
        assert_eq!(shadow("9223372036854775807:0:90:7::"), None);
        assert_eq!(read("a:h:20400:0:90:7:::").unused, ["expiry"]);
        assert_eq!(read("a:h:19000:0:99999:7::30000:").unused, ["expiry"]);
        assert!(read("a:h:19000:0:99999:7:::").unused.is_empty());
        for locked in ["a:!h:19000:0:99999:7:::", "a:!!h", "a:*h"] {
            let read = read(locked);
            assert_eq!((read.hash, read.is_locked), ("h", true));
            assert_eq!(read.barred.as_deref(), Some("its password is locked there"));
        }
    }
}
