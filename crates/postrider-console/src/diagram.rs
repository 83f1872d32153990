//! The states of a session and the commands between them, drawn.
//!
//! Which arrows there are is what the table of the sequence tells; here stands only where each is drawn. Arrows that leave every state of a
//! transaction alike (RSET, EHLO) leave the frame around them instead, and so does the message that has been taken.

use maud::{Markup, html};
use postrider_proto::server::sequence::State;

use crate::layout::Place;
use crate::prose::{is_han, plain};
use crate::sequence::{id, name};

const WIDTH: u16 = 420;
const HEIGHT: u16 = 830;

/// Half of a box.
const HALF: (u16, u16) = (57, 23);

/// The characters that fit into a line of a box.
const LINE: usize = 15;

/// The middle of each state's box, in the order of a session.
const BOXES: [(State, u16, u16); 14] = [
    (State::Refused554, 66, 60),
    (State::Refused521, 354, 60),
    (State::TlsRequired, 66, 134),
    (State::Connected, 210, 134),
    (State::Greeted, 210, 236),
    (State::AuthRequired, 354, 236),
    (State::AuthExchange, 354, 330),
    (State::Authenticated, 354, 424),
    (State::Mail, 210, 516),
    (State::MailRcptRejected, 74, 576),
    (State::Rcpt, 210, 626),
    (State::Bdat, 346, 684),
    (State::Data, 210, 736),
    (State::Failed, 346, 780),
];

/// An arrow: from where to where, its line, and what stands at it.
struct Arrow {
    from: State,
    to: State,
    line: &'static str,
    /// The command, or how it went: the same in every language.
    says: &'static str,
    at: (u16, u16),
}

const fn arrow(from: State, to: State, line: &'static str, says: &'static str, at: (u16, u16)) -> Arrow {
    Arrow { from, to, line, says, at }
}

/// The arrows from one state to another.
const ARROWS: [Arrow; 20] = [
    arrow(State::TlsRequired, State::Connected, "M123 134H148", "STARTTLS", (92, 176)),
    arrow(State::Connected, State::Greeted, "M222 157V208", "EHLO", (238, 186)),
    arrow(State::Greeted, State::Connected, "M190 213V162", "STARTTLS", (160, 190)),
    arrow(State::Connected, State::AuthRequired, "M267 134C330 134 362 160 362 208", "EHLO", (346, 158)),
    arrow(State::AuthRequired, State::Connected, "M326 213C316 176 276 176 256 162", "STARTTLS", (298, 196)),
    arrow(State::Greeted, State::AuthExchange, "M234 259C242 318 262 330 292 330", "AUTH", (252, 318)),
    arrow(State::AuthExchange, State::Greeted, "M312 307C292 284 276 262 262 260", "✕", (290, 276)),
    arrow(State::AuthRequired, State::AuthExchange, "M342 259V302", "AUTH", (342, 282)),
    arrow(State::AuthExchange, State::AuthRequired, "M378 307V264", "✕", (378, 286)),
    arrow(State::AuthExchange, State::Authenticated, "M354 353V396", "✓", (354, 378)),
    arrow(State::Greeted, State::Mail, "M210 259V488", "MAIL", (210, 420)),
    arrow(State::Authenticated, State::Mail, "M340 447C334 500 304 516 272 516", "MAIL", (318, 504)),
    arrow(State::Mail, State::MailRcptRejected, "M153 516C104 516 82 528 78 548", "RCPT ✕", (112, 526)),
    arrow(State::Mail, State::Rcpt, "M210 539V598", "RCPT", (210, 572)),
    arrow(State::MailRcptRejected, State::Rcpt, "M80 599C86 622 110 628 148 627", "RCPT", (104, 620)),
    arrow(State::Rcpt, State::Data, "M210 649V708", "DATA", (210, 682)),
    arrow(State::Rcpt, State::Bdat, "M267 626C316 626 340 634 344 656", "BDAT", (310, 634)),
    arrow(
        State::Rcpt,
        State::Failed,
        "M267 614C410 606 418 690 412 730C410 756 406 766 406 772",
        "BDAT ✕",
        (384, 622),
    ),
    arrow(State::Bdat, State::Failed, "M346 707V752", "BDAT ✕ DATA", (340, 732)),
    arrow(State::Data, State::Greeted, "M153 736H86", "CRLF.CRLF", (120, 728)),
];

/// The end of a message, from where it is taken by its last chunk.
const LAST_CHUNKS: [(&str, (u16, u16)); 2] =
    [("M156 636C100 650 76 680 74 722", (98, 676)), ("M302 700C270 812 120 812 82 744", (210, 796))];

/// The commands that leave every state of a transaction for where the session was before it.
const LEAVING: &str = "RSET EHLO";

/// The diagram. The states in `here` are marked.
pub fn diagram(place: Place<'_>, here: &[State]) -> Markup {
    let say = |id: &str| place.say(id);
    let label = |words: &str, at: (u16, u16), class: &str| {
        html! { text class=(class) x=(at.0) y=(at.1) { (words) } }
    };
    html! {
        svg.diagram viewBox=(format!("0 0 {WIDTH} {HEIGHT}")) role="group" aria-labelledby="diagram-title diagram-text" {
            title #diagram-title { (say("web-diagram")) }
            desc #diagram-text { (plain(&say("web-diagram.text"))) }
            defs {
                marker #tip viewBox="0 0 8 8" refX="5" refY="4" markerWidth="7" markerHeight="7" orient="auto-start-reverse" {
                    path.tip d="M0 0L8 4L0 8z" {}
                }
            }
            g aria-hidden="true" {
                rect.group x="2" y="462" width="416" height="360" rx="14" {}
                text.group-name x="68" y="482" { (say("web-diagram-transaction")) }
                circle.tip cx="210" cy="20" r="7" {}
                path.edge d="M210 27V106" marker-end="url(#tip)" {}
                path.edge d="M203 20C160 20 140 40 126 52" marker-end="url(#tip)" {}
                path.edge d="M217 20C260 20 280 40 294 52" marker-end="url(#tip)" {}
                path.edge d="M206 26C196 70 160 84 100 108" marker-end="url(#tip)" {}
                @for (code, at) in GREETINGS { (label(&code.to_string(), at, "label")) }
                @for arrow in &ARROWS {
                    path.edge data-from=(id(arrow.from)) data-to=(id(arrow.to)) d=(arrow.line) marker-end="url(#tip)" {}
                    (label(arrow.says, arrow.at, "label"))
                }
                @for (line, at) in LAST_CHUNKS {
                    path.edge d=(line) marker-end="url(#tip)" {}
                    (label("BDAT LAST", at, "label"))
                }
                circle.edge cx="74" cy="736" r="9" {}
                circle.tip cx="74" cy="736" r="5" {}
                (label(&say("web-diagram-done"), (66, 806), "label words"))
                path.edge d="M65 736C30 736 10 716 10 680V430C10 290 60 228 148 228" marker-end="url(#tip)" {}
                path.edge d="M52 462C52 330 86 244 148 244" marker-end="url(#tip)" {}
                (label(LEAVING, (84, 366), "label"))
                path.edge d="M384 462V452" marker-end="url(#tip)" {}
            }
            @for (state, x, y) in BOXES { (self::state(place, state, (x, y), here.contains(&state))) }
        }
    }
}

/// The codes of the greeting, at the arrows from the start.
const GREETINGS: [(u16, (u16, u16)); 4] =
    [(220, (210, 74)), (554, (158, 26)), (521, (262, 26)), (220, (132, 84))];

fn state(place: Place<'_>, state: State, (x, y): (u16, u16), here: bool) -> Markup {
    let lines = wrapped(&plain(&name(place, state)));
    let first = f32::from(y) + 4.5 - 7.25 * (f32::from(u8::try_from(lines.len()).unwrap_or(1)) - 1.0);
    let class = match state {
        _ if here => "state here",
        State::Refused554 | State::Refused521 => "state end-of-session",
        _ => "state",
    };
    html! {
        g id=(format!("state-{}", id(state))) class=(class) {
            a href=(format!("{}#about-{}", place.page("sequence.html"), id(state))) aria-current=[here.then_some("step")] {
                rect.box x=(x - HALF.0) y=(y - HALF.1) width=(HALF.0 * 2) height=(HALF.1 * 2) rx="9" {}
                text {
                    @for (line, number) in lines.iter().zip(0_u8..) {
                        tspan x=(x) y=(first + 14.5 * f32::from(number)) { (line) " " }
                    }
                }
                text.here-mark x=(x) y=(y - HALF.1 - 5) { (place.say("web-here-mark")) }
            }
        }
    }
}

/// A name in lines that fit into a box, broken at blanks; between Chinese characters, which are two columns wide, anywhere.
fn wrapped(name: &str) -> Vec<String> {
    let width = |text: &str| text.chars().map(|c| if is_han(c) { 2 } else { 1 }).sum::<usize>();
    let mut lines: Vec<String> = Vec::new();
    for word in name.split(' ') {
        for (place, piece) in word.split_inclusive(is_han).enumerate() {
            let blank = if place == 0 { " " } else { "" };
            match lines.last_mut() {
                Some(line) if width(line) + blank.len() + width(piece) <= LINE => {
                    line.push_str(blank);
                    line.push_str(piece);
                }
                _ => lines.push(piece.to_owned()),
            }
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use postrider_proto::server::sequence::{ends_in, leads_to};
    use postrider_proto::wire::command::Verb;

    use super::*;

    /// The ways that the frame around the transaction stands for, or another arrow: back to before MAIL, a login with an initial response,
    /// a chunk before its recipients.
    fn is_drawn_otherwise(from: State, to: State) -> bool {
        let within =
            [State::Mail, State::MailRcptRejected, State::Rcpt, State::Data, State::Bdat, State::Failed];
        let back = within.contains(&from) && matches!(to, State::Greeted | State::Authenticated);
        let at_once = matches!(from, State::Greeted | State::AuthRequired) && to == State::Authenticated;
        // A proxy says who its client is, and the session begins again: XCLIENT is no step of a client.
        let proxy = from == State::Authenticated && to == State::Connected;
        // What a chunk that is refused does is said once, at the recipients who would have had it.
        let early = matches!(from, State::Mail | State::MailRcptRejected) && to == State::Failed;
        back || at_once || proxy || early
    }

    #[test]
    fn every_way_of_the_table_is_drawn_and_no_other() {
        let mut ways = BTreeSet::new();
        for from in State::ALL {
            for to in Verb::ALL.iter().flat_map(|verb| leads_to(from, *verb)).chain(ends_in(from)) {
                if !is_drawn_otherwise(from, *to) {
                    ways.insert((from.as_str(), to.as_str()));
                }
            }
        }
        let drawn = ARROWS.iter().filter(|arrow| arrow.from != State::Data);
        let drawn: BTreeSet<(&str, &str)> =
            drawn.map(|arrow| (arrow.from.as_str(), arrow.to.as_str())).collect();
        assert_eq!(drawn, ways);
        let boxes: BTreeSet<&str> = BOXES.iter().map(|(state, ..)| state.as_str()).collect();
        assert_eq!(boxes.len(), State::ALL.len());
    }

    #[test]
    fn commands_at_arrows_are_those_that_lead_there() {
        for arrow in
            ARROWS.iter().filter(|arrow| arrow.from != State::Data && arrow.from != State::AuthExchange)
        {
            let said: BTreeSet<&str> = arrow.says.split(' ').filter(|word| *word != "✕").collect();
            let verbs = Verb::ALL.iter().filter(|verb| leads_to(arrow.from, **verb).contains(&arrow.to));
            // HELO goes the way of EHLO.
            let verbs = verbs.filter(|verb| !matches!(verb, Verb::Helo | Verb::Xclient));
            assert_eq!(said, verbs.map(|verb| verb.as_str()).collect(), "{:?} to {:?}", arrow.from, arrow.to);
        }
        for state in [State::Mail, State::MailRcptRejected, State::Rcpt, State::Bdat, State::Failed] {
            for verb in Verb::ALL.iter().filter(|verb| LEAVING.split(' ').any(|word| word == verb.as_str())) {
                assert_eq!(
                    leads_to(state, *verb),
                    [State::Greeted, State::Authenticated],
                    "{state:?} {verb:?}"
                );
            }
        }
    }

    #[test]
    fn names_are_wrapped_at_blanks() {
        assert_eq!(wrapped("Connected"), ["Connected"]);
        assert_eq!(wrapped("No recipient accepted"), ["No recipient", "accepted"]);
        assert_eq!(wrapped("所有收件人都被拒绝"), ["所有收件人都被", "拒绝"]);
        assert_eq!(wrapped("已接受 MAIL"), ["已接受 MAIL"]);
    }
}
