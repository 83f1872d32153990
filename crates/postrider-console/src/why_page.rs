//! The page that says why mail was refused: a form, and the answer to what was pasted into it.
//!
//! What was pasted is read, answered and dropped. It comes in a POST, so that it stands in no address, no history and no log; what of it stands on
//! the answer has no secrets in it, since it has gone through [`Paste`].
//!
//! A page of another site can send something here, as to any server. It changes nothing, and without a field of CORS that page cannot read
//! the answer; so the form needs no token.

use maud::{Markup, html};
use postrider_reference::code::first_digit;
use postrider_reference::locale::{Fact, Language, languages};
use postrider_reference::sheet::{Section, Value};
use postrider_why::{OCTETS_MAX, Paste, Report, Told, why};

use crate::layout::{Content, Place, page as framed};
use crate::paste::{BODY_OCTETS_MAX, FIELD, Refusal};
use crate::prose::{plain, prose};
use crate::section;
use crate::site::Site;

/// Its name in the folder of a language.
pub const NAME: &str = "why.html";

/// The same for programs.
pub const JSON_NAME: &str = "why.json";

/// No more findings stand on a page, those that say the same counted once: nobody reads more.
const FINDINGS_MAX: usize = 40;

/// No more of them are told, each time counted: a log of a MiB may have thousands, and each has some two KiB.
const TOLD_MAX: usize = 1000;

/// Lines of the field.
const FIELD_LINES: usize = 12;

/// What is done, by whom, and whether it is sent again.
const TO_DO: &[&str] = &["acts", "retry"];

/// What stands beside the text.
const FACTS: &[&str] = &["recipient", "sure", "speaker", "input", "rule"];

/// The page without an answer.
pub fn page(site: &Site, language: &'static Language) -> String {
    let place = site.place(language, NAME);
    let say = |id: &str| place.say(id);
    let body = html! {
        div.home.why {
            header.hero { div { h1 { (say("web-why")) } p.lead { (prose(&say("web-why.lead"))) } } }
            @if site.is_served() { section { (form(place, None)) } } @else { (by_a_program(place)) }
            section #takes {
                h2 { (say("web-why-takes")) }
                ul.plain {
                    @for kind in ["conversation", "log", "bounce", "error"] { li { (prose(&say(&format!("web-why-takes.{kind}")))) } }
                }
                p.note { (prose(&say("web-why-takes.several"))) }
            }
        }
    };
    frame(place, say("web-why"), true, body)
}

/// The answer to a paste.
pub fn answer(site: &Site, language: &'static Language, octets: &[u8]) -> String {
    let place = site.place(language, NAME);
    let (report, mut is_all) = report(octets, language);
    let mut told: Vec<&Told> = report.findings.iter().filter(|told| told.same_as.is_none()).collect();
    is_all &= told.len() <= FINDINGS_MAX;
    told.truncate(FINDINGS_MAX);
    let pasted = Paste::read(octets).lines().join("\n");
    let is_one = told.len() == 1;
    let heading = match &told[..] {
        [] => place.say("web-why-nothing"),
        [told] => told.verdict.clone(),
        _ => place.say("web-why"),
    };
    let needs = report.needs.as_ref().map(|needs| &needs.text);
    let lead = report.lead.as_ref().or(needs.filter(|_| told.is_empty()));
    let body = html! {
        div.why {
            @if !is_one {
                header.hero { div { h1 { (prose(&heading)) } @if let Some(lead) = lead { p.lead { (prose(lead)) } } } }
            }
            @for (index, told) in told.iter().enumerate() { (finding(place, told, index, is_one)) }
            @if !is_all { p.note { (language.say_with("web-why-more", &[("shown", Fact::Number(told.len()))])) } }
            @if !told.is_empty() && let Some(needs) = needs { p.needs { (prose(needs)) } }
            @if let Some(cut) = &report.cut { p.note { (prose(cut)) } }
            section.again aria-labelledby="again" {
                h2 #again { (place.say("web-why-again")) }
                p.note { (prose(&place.say("web-why-again.text"))) }
                (form(place, Some(&pasted)))
            }
        }
    };
    frame(place, plain(&heading), false, body)
}

/// The same for programs.
pub fn answer_json(language: &Language, octets: &[u8]) -> String {
    let (mut report, is_all) = report(octets, language);
    if !is_all {
        report.cut.get_or_insert_default();
    }
    serde_json::to_string_pretty(&report).expect("a report has only strings for keys") + "\n"
}

/// Why nothing is made of what was sent, with the form to send it otherwise.
pub fn refused(site: &Site, language: &'static Language, refusal: Refusal) -> String {
    let place = site.place(language, NAME);
    // Whoever reads a page has the form below, and no curl.
    let said = match refusal {
        Refusal::NoField => language.say("web-why-nothing-sent"),
        _ => sentence(language, refusal),
    };
    let body = html! {
        div.home.why {
            header.hero { div { h1 { (place.say("web-why")) } p.lead role="alert" { (prose(&said)) } } }
            section { (form(place, None)) }
        }
    };
    frame(place, place.say("web-why"), false, body)
}

/// The same for programs.
pub fn refused_json(language: &Language, refusal: Refusal) -> String {
    format!("{:#}\n", serde_json::json!({ "error": sentence(language, refusal) }))
}

fn sentence(language: &Language, refusal: Refusal) -> String {
    match refusal {
        Refusal::NoField => language.say("web-why-no-field"),
        Refusal::MediaType => language.say("web-why-media-type"),
        Refusal::TooLong => {
            language.say_with("web-why-too-long", &[("octets", Fact::Text(&BODY_OCTETS_MAX.to_string()))])
        }
    }
}

/// What is said of a paste, and whether that is all.
fn report(octets: &[u8], language: &Language) -> (Report, bool) {
    let mut answer = why(octets);
    let is_all = answer.findings.len() <= TOLD_MAX;
    answer.findings.truncate(TOLD_MAX);
    (Report::of(&answer, language), is_all)
}

fn frame(place: Place<'_>, title: String, is_lasting: bool, body: Markup) -> String {
    let here = place.say("web-why.short");
    let content = Content {
        title,
        description: plain(&place.say("web-why.lead")),
        crumbs: vec![(place.say("web-home"), place.page(""))],
        here,
        json: None,
        lasting: is_lasting,
        asked: None,
        query: String::new(),
        body,
    };
    framed(place, &content)
}

/// The form, with what was pasted before: without secrets, so that it can be sent anew, and in another language.
fn form(place: Place<'_>, pasted: Option<&str>) -> Markup {
    let say = |id: &str| place.say(id);
    let kept = place.language.say_with("web-why.kept", &[("mebibytes", Fact::Number(OCTETS_MAX >> 20))]);
    html! {
        form.paste action=(place.page(NAME)) method="post" autocomplete="off" {
            label for="paste" { (say("web-why.paste")) }
            textarea #paste name=(FIELD) rows=(FIELD_LINES) required aria-describedby="kept" autocomplete="off" autocapitalize="none"
                spellcheck="false" wrap="off" translate="no" {
                // The line end that HTML takes away behind the tag.
                "\n" (pasted.unwrap_or_default())
            }
            p.note #kept { (prose(&kept)) }
            p.send { button type="submit" { (say("web-why.send")) } }
            @if pasted.is_some() {
                p.others {
                    span { (say("web-why-again.languages")) }
                    @for language in languages().iter().filter(|language| language.tag != place.language.tag) {
                        " " button type="submit" formaction=(place.asset(&format!("{}/{NAME}", language.tag))) lang=(language.tag) { (language.name) }
                    }
                }
            }
        }
    }
}

/// Where there is no server: a form would lead nowhere.
fn by_a_program(place: Place<'_>) -> Markup {
    let address = format!("http://127.0.0.1:8025/{}/{NAME}", place.language.tag);
    html! {
        section #files {
            h2 { (place.say("web-why-files")) }
            p { (prose(&place.say("web-why-files.text"))) }
            dl.ways {
                dt { (place.say("web-why-files.terminal")) }
                dd { code lang="en" translate="no" { "postrider why bounce.eml" } }
                dt { (place.say("web-why-files.browser")) }
                dd { code lang="en" translate="no" { "postrider reference serve" } }
                dd { code lang="en" translate="no" { (address) } }
            }
        }
    }
}

/// A finding: the verdict, and the line that proves it before anything else.
fn finding(place: Place<'_>, told: &Told, index: usize, is_one: bool) -> Markup {
    let class = told.finding.code.map_or("none", first_digit);
    let known = |key: &&str| told.section(key);
    let to_do: Vec<&Section> = TO_DO.iter().filter_map(known).collect();
    let facts: Vec<&Section> = FACTS.iter().filter_map(known).collect();
    let apart = |section: &&Section| {
        !matches!(section.key, "proof" | "links")
            && !TO_DO.contains(&section.key)
            && !FACTS.contains(&section.key)
    };
    html! {
        article.sheet.(format!("k{class}")) id=(format!("finding-{}", index + 1)) {
            header.hero {
                @if let Some(code) = told.finding.code { p.stamp lang="en" translate="no" { (code) } }
                div {
                    @if is_one { h1 { (prose(&told.verdict)) } } @else { h2 { (prose(&told.verdict)) } }
                }
                @if let Some(proof) = told.section("proof") { (self::proof(proof)) }
            }
            div.text {
                @for section in told.sections.iter().filter(apart) {
                    (part(place, section, is_one))
                    @if section.key == "fix" { (cards(place, &to_do, is_one)) }
                }
                @if told.section("fix").is_none() { (cards(place, &to_do, is_one)) }
                @if let Some(links) = told.section("links") { (part(place, links, is_one)) }
            }
            aside.facts {
                (heading(&place.say("web-facts"), is_one))
                dl { @for fact in &facts { div { dt { (prose(&fact.label)) } dd { (section::value(place, fact)) } } } }
            }
        }
    }
}

/// The line, as it was pasted, but for its secrets.
fn proof(section: &Section) -> Markup {
    html! {
        figure.proof {
            figcaption { (section.label) }
            @if let Value::Exchange(lines) = &section.value {
                pre lang="" translate="no" { @for line in lines { (line) } }
            }
        }
    }
}

fn part(place: Place<'_>, section: &Section, is_one: bool) -> Markup {
    html! {
        section { (heading(&section.label, is_one)) (section::value(place, section)) }
    }
}

fn cards(place: Place<'_>, sections: &[&Section], is_one: bool) -> Markup {
    html! { div.advice { @for section in sections { (part(place, section, is_one)) } } }
}

/// A heading below the verdict.
fn heading(label: &str, is_one: bool) -> Markup {
    html! { @if is_one { h2 { (prose(label)) } } @else { h3 { (prose(label)) } } }
}
