//! The tables fit together, and every fact in them has its proof beside it.

use std::collections::{BTreeSet, HashSet};

use postrider_reference::locale::english;
use postrider_reference::{Class, Diagnosis, Refusal, Signature, Stage, Table, classify, table};

/// The stage of an example: the first that its signature wants, else RCPT.
fn example<'a>(signature: &'a Signature, line: &'a str) -> Refusal<'a> {
    let stage = signature.stages.first().copied().unwrap_or(Stage::Rcpt);
    let refusal = Refusal::of(stage, line);
    match &signature.host {
        Some(host) => refusal.by(host),
        None => refusal,
    }
}

#[test]
fn every_signature_is_found_in_its_line_and_not_in_the_line_beside_it() {
    let mut faults = Vec::new();
    for (_, signature) in table().signatures() {
        let Diagnosis { rule, .. } = classify(&example(signature, &signature.hit));
        if rule != signature.id {
            faults.push(format!("{}: {:?} is diagnosed as {rule}", signature.id, signature.hit));
        }
        if classify(&example(signature, &signature.miss)).rule == signature.id {
            faults.push(format!("{}: {:?} is diagnosed so too", signature.id, signature.miss));
        }
    }
    assert!(faults.is_empty(), "{} faults\n{}", faults.len(), faults.join("\n"));
}

/// A line beside it that has nothing in common with the signature would prove nothing.
#[test]
fn the_line_beside_it_is_near() {
    let words = |line: &str| -> HashSet<String> {
        let words = line.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 1);
        words.map(str::to_ascii_lowercase).collect()
    };
    let mut faults = Vec::new();
    for (_, signature) in table().signatures() {
        let (hit, miss) = (words(&signature.hit), words(&signature.miss));
        if hit.intersection(&miss).count() < 2 {
            faults.push(format!("{}: {:?} and {:?}", signature.id, signature.hit, signature.miss));
        }
    }
    assert!(faults.is_empty(), "{} faults\n{}", faults.len(), faults.join("\n"));
}

/// Where a signature asks for nothing but its text. Another may be more exact; that any is found shows that the pattern can be.
#[test]
fn every_pattern_is_found_where_it_stands() {
    let signatures = table().signatures().map(|(_, signature)| signature).filter(|signature| {
        let conditions = [&signature.code, &signature.enhanced];
        conditions.iter().all(|condition| condition.is_empty())
            && signature.stages.is_empty()
            && !signature.known
    });
    for signature in signatures {
        for text in signature.examples() {
            let refusal = Refusal { stage: Stage::Rcpt, code: None, enhanced: None, text: &text, host: None };
            assert_ne!(classify(&refusal).rule, "unknown", "{}: {text:?}", signature.id);
        }
    }
}

#[test]
fn every_situation_has_a_signature_or_shows_in_the_conversation_only() {
    let named: HashSet<&str> =
        table().signatures().filter_map(|(_, signature)| signature.situation.as_deref()).collect();
    for situation in &table().situations {
        assert_eq!(named.contains(situation.id.as_str()), !situation.by_conversation, "{}", situation.id);
    }
}

#[test]
fn every_class_but_unknown_is_what_some_rule_says() {
    let Table { situations, enhanced, replies, .. } = table();
    let said: HashSet<Class> = table()
        .signatures()
        .map(|(_, signature)| table().class_of(signature))
        .chain(situations.iter().map(|situation| situation.class))
        .chain(enhanced.iter().map(|rule| rule.class))
        .chain(replies.iter().map(|rule| rule.class))
        .collect();
    for class in Class::ALL {
        assert!(said.contains(class), "{class}");
    }
}

#[test]
fn every_source_is_named_and_dated() {
    let Table { enhanced, replies, sources, .. } = table();
    let named: HashSet<&str> = table()
        .signatures()
        .map(|(_, signature)| signature.source.as_str())
        .chain(enhanced.iter().map(|rule| rule.source.as_str()))
        .chain(replies.iter().map(|rule| rule.source.as_str()))
        .collect();
    let mut unused = Vec::new();
    for source in sources {
        if !named.contains(source.id.as_str()) {
            unused.push(&source.id);
        }
        let parts: Vec<&str> = source.seen.split('-').collect();
        let digits: Vec<usize> = parts.iter().map(|part| part.len()).collect();
        assert!(digits == [4, 2] || digits == [4, 2, 2], "{}: {}", source.id, source.seen);
        assert!(parts.iter().all(|part| part.bytes().all(|octet| octet.is_ascii_digit())), "{}", source.seen);
    }
    assert!(unused.is_empty(), "nothing is from {unused:?}");
}

/// What the languages say belongs to what is in the tables, and nothing in the tables is without words.
#[test]
fn everything_has_its_sentences() {
    let Table { classes, situations, .. } = table();
    let classes =
        classes.iter().flat_map(|facts| ["", ".then"].map(|of| format!("bounce-class-{}{of}", facts.id)));
    let of_each = ["", ".cause", ".fix", ".check"];
    let situations = situations.iter().flat_map(|s| of_each.map(|of| format!("situation-{}{of}", s.id)));
    let wanted: BTreeSet<String> = classes.chain(situations).collect();
    let is_signature = |id: &str| table().signatures().any(|(_, signature)| signature.id == id);
    let mut said = BTreeSet::new();
    let (_, text) =
        english().files.iter().find(|(name, _)| name.starts_with("situations")).expect("the file");
    for id in text.lines().filter_map(|line| Some(line.split_once(" = ")?.0)) {
        match id.strip_prefix("advice-") {
            Some(signature) => assert!(is_signature(signature), "{id}"),
            None if !id.starts_with(' ') => {
                said.insert(id.to_owned());
            }
            None => {}
        }
    }
    let without: Vec<&String> = wanted.iter().filter(|id| english().maybe(id).is_none()).collect();
    assert!(without.is_empty(), "no sentence for {without:?}");
    let stray: Vec<&String> = said.iter().filter(|id| !wanted.contains(*id)).collect();
    assert!(stray.is_empty(), "nothing is known of {stray:?}");
}
