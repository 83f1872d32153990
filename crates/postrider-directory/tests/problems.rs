//! Mistakes in the domains: all of them at once, each with the words it is about and with what would be right.

use postrider_directory::{Directory, DirectoryProblem, DomainSpec, Fault, Mailboxes};

fn listed(name: &str, mailboxes: &[&str]) -> DomainSpec {
    DomainSpec::new(name, Mailboxes::Listed(mailboxes.iter().map(|&name| name.to_owned()).collect()))
}

fn good(name: &str) -> DomainSpec {
    listed(name, &["alice", "postmaster", "abuse"])
}

fn problems(domains: Vec<DomainSpec>) -> Vec<DirectoryProblem> {
    Directory::new(domains).expect_err("this is wrong")
}

/// The one problem of a domain, as it is shown.
fn shown(domain: DomainSpec) -> String {
    let problems = problems(vec![domain]);
    assert_eq!(problems.len(), 1, "{problems:?}");
    problems[0].to_string()
}

#[test]
fn no_domain_at_all() {
    assert_eq!(problems(vec![])[0].fault, Fault::NoDomain);
}

#[test]
fn each_mistake_is_named() {
    for (domain, says) in [
        (listed("a.test", &["postmaster"]), "abuse@a.test reaches no mailbox"),
        (listed("a.test", &["abuse"]), "postmaster@a.test reaches no mailbox"),
        (listed("a..test", &[]), "\"a..test\" is no domain: "),
        (listed("user@a.test", &[]), "\"user@a.test\" is no domain: "),
        (
            listed("a.test", &["postmaster", "abuse", "Abuse"]),
            "the mailbox \"Abuse\" of a.test is there already",
        ),
        (
            listed("a.test", &["postmaster", "abuse", "x@a.test"]),
            "\"x@a.test\" is no mailbox of a.test: only the part",
        ),
        (listed("a.test", &["postmaster", "abuse", ""]), "\"\" is no mailbox of a.test: "),
        (good("a.test").alias("x@a.test", &["alice"]), "\"x@a.test\" is no alias of a.test: only the part"),
        (
            good("a.test").alias("x", &["alice"]).alias("X", &["alice"]),
            "the alias \"X\" of a.test is there already",
        ),
        (good("a.test").alias("x", &[]), "the alias \"x\" of a.test leads nowhere"),
        (
            good("a.test").alias("x", &["a b@c"]),
            "the alias \"x\" of a.test leads to \"a b@c\", which is no address: ",
        ),
        (
            good("a.test").alias("x", &["alice@elsewhere.test"]),
            "the alias \"x\" of a.test leads to \"alice@elsewhere.test\", and that domain is not one of ours",
        ),
        (
            good("a.test").alias("x", &["alise"]),
            "the alias \"x\" of a.test leads to \"alise\", and nobody here has that name",
        ),
        (
            good("a.test").alias("*", &["alise"]),
            "the alias \"*\" of a.test leads to \"alise\", and nobody here has that name",
        ),
        (
            good("a.test").alias("x", &["y"]).alias("y", &["alice", "X@a.test"]),
            "the alias \"y\" of a.test leads back to itself: x@a.test -> y@a.test -> x@a.test",
        ),
        (
            good("a.test").alias("x", &["x"]),
            "the alias \"x\" of a.test leads back to itself: x@a.test -> x@a.test",
        ),
        (
            listed("a.test", &["alice", "bob", "postmaster", "abuse"]).alias("Alice", &["bob"]),
            "the mailbox \"Alice\" of a.test would get no mail: the alias of its name goes first",
        ),
        (
            listed("a.test", &["alice", "bob", "postmaster", "abuse"])
                .alias("alice", &["x"])
                .alias("x", &["bob"]),
            "the mailbox \"alice\" of a.test would get no mail: the alias of its name goes first",
        ),
        (
            DomainSpec::new("a.test", Mailboxes::Any).alias("*", &["alice"]),
            "the alias \"*\" of a.test would never be used",
        ),
        (
            DomainSpec::new("a.test", Mailboxes::Any).alias("x", &["|id"]),
            "the alias \"x\" of a.test leads to \"|id\", and nobody here has that name",
        ),
        (DomainSpec { subaddress: Some('@'), ..good("a.test") }, "'@' cannot stand between a user and a tag"),
        (DomainSpec { subaddress: Some('x'), ..good("a.test") }, "'x' cannot stand between a user and a tag"),
    ] {
        let found = shown(domain);
        assert!(found.starts_with(says), "{found}");
    }
}

#[test]
fn all_mistakes_come_at_once_and_can_be_found() {
    let found = problems(vec![
        good("a.test").alias("Sales", &["alise", "bob@b.test", "x@c.test"]),
        good("A.test"),
        listed("b.test", &["postmaster", "b@d"]),
        listed("", &[]),
    ]);
    let places: Vec<_> = found
        .iter()
        .map(|problem| {
            assert!(!problem.help().is_empty());
            let text = problem.fault.text();
            (problem.domain, problem.domain_name.as_str(), problem.fault.alias(), text)
        })
        .collect();
    let text = |text: &str| Some(text.to_owned());
    assert_eq!(
        places,
        [
            (Some(0), "a.test", Some("Sales"), text("alise")),
            (Some(0), "a.test", Some("Sales"), text("bob@b.test")),
            (Some(0), "a.test", Some("Sales"), text("x@c.test")),
            (Some(1), "A.test", None, None),
            (Some(2), "b.test", None, text("b@d")),
            (Some(2), "b.test", None, None),
            (Some(3), "", None, None),
        ]
    );
}

#[test]
fn the_roles_may_be_reached_by_alias_or_catch_all() {
    for domain in [
        listed("a.test", &["alice"]).alias("*", &["alice"]),
        listed("a.test", &["alice"]).alias("postmaster", &["alice"]).alias("Abuse", &["postmaster"]),
        DomainSpec::new("a.test", Mailboxes::Any),
    ] {
        assert!(Directory::new(vec![domain.clone()]).is_ok(), "{domain:?}");
    }
}

#[test]
fn an_alias_may_have_the_name_of_a_mailbox_that_it_leads_to() {
    for domain in [
        good("a.test").alias("alice", &["alice", "postmaster"]),
        good("a.test").alias("alice", &["ALICE@A.test"]),
        // A catch-all is nobody's name, and where any name is a mailbox an alias is the way to say that one is not.
        listed("a.test", &["*", "alice"]).alias("*", &["alice"]),
        DomainSpec::new("a.test", Mailboxes::Any).alias("alice", &["bob"]),
    ] {
        assert!(Directory::new(vec![domain.clone()]).is_ok(), "{domain:?}");
    }
}

/// Whoever wrote this has written a program to do it; it must not end a server that reads its configuration again.
#[test]
fn a_row_of_aliases_without_end_is_a_mistake() {
    let mut domain = DomainSpec::new("example.test", Mailboxes::Listed(vec!["alice".into()]))
        .alias("postmaster", &["alice"])
        .alias("abuse", &["alice"]);
    for n in 1..=100_000 {
        domain = domain.alias(
            &format!("a{n:06}"),
            &[if n == 100_000 { "alice".into() } else { format!("a{:06}", n + 1) }.as_str()],
        );
    }
    let problems = Directory::new(vec![domain]).expect_err("too deep");
    assert!(
        matches!(&problems[0].fault, Fault::AliasTooDeep { alias, .. } if alias == "a000100"),
        "{:?}",
        problems[0]
    );
}
