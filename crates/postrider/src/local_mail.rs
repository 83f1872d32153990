//! What serves the users of this machine: the socket on which they hand in mail, and the drop folder.

use std::io;
use std::sync::Arc;

use postrider_inbound::{
    Allowance, Inbound, Settings, Shutdown, ShutdownHandle, Submission, shutdown_channel,
};
use postrider_outbound::report::Reporter;
use postrider_policy::Policy;
use postrider_proto::server::Options;
use postrider_proto::wire::limits::Limits;
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::config::Config;
use crate::control::submit;
use crate::drop_folder;
use crate::drop_folder::pickup::Pickup;

/// The way in for the users of this machine. Dropped, the name of its socket is removed.
pub struct LocalMail {
    settings: watch::Sender<Arc<Settings>>,
    shutdown: ShutdownHandle,
    _name: submit::Name,
}

impl LocalMail {
    /// Makes the socket and the drop folder, and has them served by tasks in `serving`.
    ///
    /// # Errors
    ///
    /// The system does not let us.
    pub fn start(
        config: &Config,
        inbound: &Inbound,
        reporter: Reporter,
        serving: &mut JoinSet<()>,
    ) -> io::Result<Self> {
        let folder = &config.local_mail;
        submit::make_folder(folder)?;
        drop_folder::make(folder)?;
        let (listener, name) = submit::listen(folder)?;
        let (sender, current) = watch::channel(Arc::new(settings(config)));
        let (shutdown, stopped) = shutdown_channel();
        let give_up = config.way_out.give_up;
        let pickup =
            Pickup::new(folder, inbound.clone(), current.clone(), stopped.clone(), give_up, reporter);
        serving.spawn(pickup.run());
        serving.spawn(listener.serve(inbound.clone(), current, stopped));
        Ok(Self { settings: sender, shutdown, _name: name })
    }

    /// Takes on a new configuration, for the sessions that begin from now on. The folder stays what it was.
    pub fn set(&self, config: &Config) {
        self.settings.send_replace(Arc::new(settings(config)));
    }

    /// How far the shutdown has come.
    pub fn to(&self, shutdown: Shutdown) {
        self.shutdown.to(shutdown);
    }
}

/// What the sessions of users of this machine are set to.
fn settings(config: &Config) -> Settings {
    let session = Options {
        hostname: config.hostname.clone(),
        // A message that is for many may be for many who are nobody; its sender is told of each.
        limits: Limits {
            refused_recipients: config.limits.refused_recipients.max(config.limits.recipients),
            ..config.limits.clone()
        },
        dsn: true,
        ..Options::default()
    };
    Settings {
        session: Arc::new(session),
        policy: Arc::new(Policy::new(config.policy.clone(), Arc::clone(&config.directory))),
        slots: config.slots,
        // Who somebody here is, the system says, and nobody else.
        proxies: Arc::default(),
        // What goes through a socket of this machine, nobody else hears.
        tls: None,
        submission: Submission { complete: true, hide_client: false },
        // Nobody logs in.
        allowance: Allowance::NONE,
    }
}
