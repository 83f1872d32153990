//! The rules of RFC 3461 §4.1 and §5.2 as a table: what is told, by what the sender asked for and what became of it.

use postrider_outbound::report::{Action, Due, Fate, Kind, due, expanded, notify_onward};
use postrider_proto::mail::{BodyType, Envelope, Notify, Recipient, ReversePath};

use crate::mailbox;

/// NOTIFY= as it is written; nothing where it was not given.
fn notify(text: &str) -> Option<Notify> {
    (!text.is_empty()).then(|| Notify {
        success: text.contains("SUCCESS"),
        failure: text.contains("FAILURE"),
        delay: text.contains("DELAY"),
    })
}

/// An envelope from alice, to these: what was given, what is behind it, NOTIFY.
fn envelope(recipients: &[(&str, &str, &str)]) -> Envelope {
    let recipient = |&(given, behind, asked): &(&str, &str, &str)| Recipient {
        mailbox: mailbox(behind),
        given: mailbox(given),
        notify: notify(asked),
        orcpt: None,
    };
    Envelope {
        reverse_path: ReversePath::Mailbox(mailbox("alice@example.org")),
        recipients: recipients.iter().map(recipient).collect(),
        body: BodyType::SevenBit,
        smtputf8: false,
        ret: None,
        envid: None,
        signing: None,
    }
}

#[test]
fn what_was_asked_for_is_told_and_nothing_else() {
    use Action::{Delayed, Delivered, Failed, Relayed};
    let no = None;
    // Columns: failed, delayed, delivered, relayed to a host without DSN, relayed to one with DSN.
    #[rustfmt::skip]
    let table = [
        ("",                      [Some(Failed), Some(Delayed), no,              no,            no]),
        ("NEVER",                 [no,           no,            no,              no,            no]),
        ("SUCCESS",               [no,           no,            Some(Delivered), Some(Relayed), no]),
        ("FAILURE",               [Some(Failed), no,            no,              no,            no]),
        ("DELAY",                 [no,           Some(Delayed), no,              no,            no]),
        ("SUCCESS,FAILURE",       [Some(Failed), no,            Some(Delivered), Some(Relayed), no]),
        ("SUCCESS,DELAY",         [no,           Some(Delayed), Some(Delivered), Some(Relayed), no]),
        ("FAILURE,DELAY",         [Some(Failed), Some(Delayed), no,              no,            no]),
        ("SUCCESS,FAILURE,DELAY", [Some(Failed), Some(Delayed), Some(Delivered), Some(Relayed), no]),
    ];
    let fates = [
        Fate::Failed,
        Fate::Delayed,
        Fate::Delivered,
        Fate::Relayed { dsn: false },
        Fate::Relayed { dsn: true },
    ];
    for (asked, told) in table {
        let mut envelope = envelope(&[("bob@example.net", "bob@example.net", asked)]);
        for (fate, told) in fates.into_iter().zip(told) {
            envelope.reverse_path = ReversePath::Mailbox(mailbox("alice@example.org"));
            let reports = due(&envelope, [(0, fate)]);
            let expected: Vec<_> = told
                .map(|action| Due { kind: action.kind(), recipients: vec![(0, action)] })
                .into_iter()
                .collect();
            assert_eq!(reports, expected, "NOTIFY={asked:?} {fate:?}");

            envelope.reverse_path = ReversePath::Null;
            assert_eq!(
                due(&envelope, [(0, fate)]),
                [],
                "the null reverse-path is told nothing, whatever it asked for"
            );
        }
    }
}

#[test]
fn the_default_is_to_tell_of_trouble() {
    let silent = envelope(&[("b@example.net", "b@example.net", "")]);
    let explicit = envelope(&[("b@example.net", "b@example.net", "FAILURE,DELAY")]);
    for fate in [Fate::Failed, Fate::Delayed, Fate::Delivered, Fate::Relayed { dsn: false }] {
        assert_eq!(due(&silent, [(0, fate)]), due(&explicit, [(0, fate)]), "{fate:?}");
    }
}

#[test]
fn one_report_of_a_kind_and_the_worst_first() {
    let all = "SUCCESS,FAILURE,DELAY";
    let to: Vec<String> = (0..6).map(|n| format!("u{n}@example.net")).collect();
    let mut recipients: Vec<_> = to.iter().map(|to| (to.as_str(), to.as_str(), all)).collect();
    recipients[5].2 = "NEVER";
    let fates = [
        (0, Fate::Delivered),
        (1, Fate::Failed),
        (2, Fate::Relayed { dsn: false }),
        (3, Fate::Delayed),
        (4, Fate::Failed),
        (5, Fate::Failed),
        (6, Fate::Failed), // there is no such recipient
    ];
    assert_eq!(
        due(&envelope(&recipients), fates),
        [
            Due { kind: Kind::Failure, recipients: vec![(1, Action::Failed), (4, Action::Failed)] },
            Due { kind: Kind::Delay, recipients: vec![(3, Action::Delayed)] },
            Due { kind: Kind::Success, recipients: vec![(0, Action::Delivered), (2, Action::Relayed)] },
        ]
    );
}

/// RFC 3461 §5.2.7.2 and §5.2.7.3, way c.
#[test]
fn an_alias_of_several_is_expanded_once_and_its_mailboxes_succeed_in_silence() {
    let all = "SUCCESS,FAILURE,DELAY";
    let mut envelope = envelope(&[
        ("team@example.org", "a@example.org", all),
        ("team@example.org", "b@example.net", all),
        ("one@example.org", "c@example.org", all),
        ("quiet@example.org", "d@example.org", "FAILURE"),
        ("quiet@example.org", "e@example.org", "FAILURE"),
    ]);
    let team = Due { kind: Kind::Success, recipients: vec![(0, Action::Expanded)] };
    assert_eq!(expanded(&envelope), Some(team), "one is an alias of one, and quiet did not ask");

    assert_eq!(due(&envelope, [(0, Fate::Delivered), (1, Fate::Relayed { dsn: false })]), []);
    let failure = Due { kind: Kind::Failure, recipients: vec![(1, Action::Failed)] };
    assert_eq!(due(&envelope, [(1, Fate::Failed)]), [failure], "trouble is still told");
    let delivered = Due { kind: Kind::Success, recipients: vec![(2, Action::Delivered)] };
    assert_eq!(due(&envelope, [(2, Fate::Delivered)]), [delivered]);

    assert_eq!(notify_onward(&envelope, 0), notify("FAILURE,DELAY"), "SUCCESS is taken off");
    assert_eq!(notify_onward(&envelope, 2), notify(all));
    assert_eq!(notify_onward(&envelope, 3), notify("FAILURE"));
    assert_eq!(notify_onward(&envelope, 9), None);
    envelope.recipients[0].notify = None;
    assert_eq!(notify_onward(&envelope, 0), None, "what was not said is not said on (§5.2.1 c)");
    envelope.recipients[0].notify = notify("SUCCESS");
    assert_eq!(
        notify_onward(&envelope, 0),
        notify("NEVER"),
        "or the next host would fall back to its default"
    );

    envelope.reverse_path = ReversePath::Null;
    assert_eq!(expanded(&envelope), None);
}
