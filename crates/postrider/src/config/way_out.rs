//! The way out of the queue: what `[delivery]` says of it, the routes aside.

use std::time::Duration;

use postrider_outbound::DeliveryOptions;

use crate::config::resolve::Resolver;

impl Resolver<'_> {
    /// Takes what is written.
    pub fn way_out(&mut self, way_out: &mut DeliveryOptions) {
        for (key, least, wait) in [
            ("delay_notice_seconds", 1, &mut way_out.delay_notice),
            ("give_up_seconds", 1, &mut way_out.give_up),
            ("give_up_null_seconds", 1, &mut way_out.give_up_null),
        ] {
            let seconds = self.number("delivery", key, least, u32::MAX.into());
            *wait = seconds.map_or(*wait, Duration::from_secs);
        }
        if let Some(messages) = self.number("delivery", "messages_per_connection", 1, u32::MAX.into()) {
            way_out.messages_per_connection = messages.try_into().unwrap_or(way_out.messages_per_connection);
        }
        way_out.soft_bounce = self.raw.flag("delivery", "soft_bounce").unwrap_or(way_out.soft_bounce);
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use crate::config::Config;

    #[test]
    fn what_is_written_is_what_holds() {
        let folder = tempfile::tempdir().expect("a folder");
        let text = "hostname = \"mx.example.org\"\n[delivery]\ndelay_notice_seconds = 1\ngive_up_seconds = 2\n\
            give_up_null_seconds = 3\nsoft_bounce = true\n\
            messages_per_connection = 6\n";
        let config = Config::resolve(Path::new("f"), text, Some(folder.path().to_owned()), None);
        let way_out = config.expect("a good configuration").way_out;
        assert_eq!(way_out.hostname.to_string(), "mx.example.org");
        let waits = [way_out.delay_notice, way_out.give_up, way_out.give_up_null];
        assert_eq!(waits.map(|wait| wait.as_secs()), [1, 2, 3]);
        assert!(way_out.soft_bounce);
        assert_eq!(way_out.messages_per_connection, 6);
    }
}
