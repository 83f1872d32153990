//! Where a subject lives, and what a name in a path means.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use postrider_proto::reply::catalogue;
use postrider_reference::code::{
    Answer, Book, EnhancedCode, LAST_SUBJECT, Subject, book, first_digit, look_up,
};

/// The name of its page, beside those of the same language: `503.html`.
pub fn page(subject: &Subject) -> String {
    format!("{}.html", subject.slug())
}

/// What a name means, and what is written alike where it means nothing.
pub fn meant(book: &Book, name: &str) -> Result<Subject, Vec<Subject>> {
    // A name is one word; what has blanks in it is a search.
    if name.contains(char::is_whitespace) {
        return Err(Vec::new());
    }
    match look_up(book, &[name]) {
        Answer::One(subject) => Ok(subject),
        Answer::Line(..) => Err(Vec::new()),
        Answer::Family(family) => Err(family.members(book)),
        Answer::Pairs(alike) | Answer::None(alike) => Err(alike),
    }
}

/// Every subject that has a page in the export. The server makes one of any two codes.
pub fn subjects(book: &Book) -> Vec<Subject> {
    let mut all: BTreeSet<Subject> = book.subjects().collect();
    all.extend(enhanced().iter().copied().map(Subject::Enhanced));
    all.extend(book.pairs.iter().filter_map(|pair| pair.subject(book)));
    all.insert(Subject::Sequence);
    all.into_iter().collect()
}

/// The enhanced codes: as they are registered, with each class that makes sense, and those that providers, our own replies and reply codes
/// come with beside these.
pub fn enhanced() -> &'static BTreeSet<EnhancedCode> {
    static ENHANCED: LazyLock<BTreeSet<EnhancedCode>> = LazyLock::new(|| {
        let book = book();
        let registered = book.enhanced.iter().flat_map(|facts| {
            let key = facts.key();
            let classed = facts.classes.iter().map(move |class| EnhancedCode { class: Some(*class), ..key });
            classed.chain([key])
        });
        // A range of a provider, 5.7.606-649, is read as no code: its page is that of the provider.
        let vendors = book.vendors.iter().flat_map(|vendor| &vendor.codes);
        let vendors = vendors.filter_map(|code| EnhancedCode::read(code));
        let own = catalogue::all().filter_map(|entry| entry.enhanced).map(EnhancedCode::from);
        let partners = book.replies.iter().flat_map(|facts| &facts.enhanced);
        let partners = partners.filter_map(|code| EnhancedCode::read(code));
        registered
            .chain(vendors)
            .chain(own)
            .chain(partners)
            .filter(|code| book.enhanced(*code).is_some() || book.vendors_of(*code).next().is_some())
            .collect()
    });
    &ENHANCED
}

/// The subjects before and behind one, among its like.
pub fn neighbours(book: &Book, subject: &Subject) -> (Option<Subject>, Option<Subject>) {
    let like: Vec<Subject> = match subject {
        Subject::Reply(_) => book.replies.iter().map(|facts| Subject::Reply(facts.code)).collect(),
        Subject::Enhanced(code) => {
            let all = enhanced().iter().filter(|other| other.class == code.class);
            all.copied().map(Subject::Enhanced).collect()
        }
        Subject::Vendor(_) => book.vendors.iter().map(|vendor| Subject::Vendor(vendor.id.clone())).collect(),
        Subject::Own(_) => catalogue::all().map(|entry| Subject::Own(entry.id.to_owned())).collect(),
        Subject::Cause(_) => book.causes.iter().map(|cause| Subject::Cause(cause.id.clone())).collect(),
        Subject::Pair(_) => book.pairs.iter().filter_map(|pair| pair.subject(book)).collect(),
        Subject::Sequence => Vec::new(),
    };
    let Some(at) = like.iter().position(|other| other == subject) else { return (None, None) };
    let before = at.checked_sub(1).and_then(|before| like.get(before)).cloned();
    (before, like.get(at + 1).cloned())
}

/// The section of the front page that a subject is listed in.
pub fn shelf(subject: &Subject) -> String {
    match subject {
        Subject::Reply(code) => format!("replies-{}", first_digit(*code)),
        Subject::Enhanced(code) => format!("enhanced-{}", code.subject.min(LAST_SUBJECT + 1)),
        Subject::Vendor(_) => "vendors".to_owned(),
        Subject::Own(_) => "own".to_owned(),
        Subject::Cause(_) => "causes".to_owned(),
        Subject::Pair(_) => "pairs".to_owned(),
        Subject::Sequence => "sequence".to_owned(),
    }
}

/// The first digit that a subject is coloured by.
pub fn class(book: &Book, subject: &Subject) -> Option<&'static str> {
    match subject {
        Subject::Reply(code) => Some(first_digit(*code)),
        Subject::Enhanced(code) => match code.class {
            Some(class) => Some(first_digit(u16::from(class) * 100)),
            None => book.enhanced(*code).and_then(|facts| match facts.classes[..] {
                [class] => Some(first_digit(u16::from(class) * 100)),
                _ => None,
            }),
        },
        Subject::Own(id) => catalogue::find(id).map(|entry| first_digit(entry.code.number())),
        Subject::Cause(_) => Some("5"),
        Subject::Vendor(_) | Subject::Pair(_) | Subject::Sequence => None,
    }
}
