//! An input as a script: what a peer sends, and what else happens in between.
//!
//! The octet 0x01 begins an event and the letter behind it says which; every other octet is sent by the peer. So a
//! conversation stays readable in the corpus, and a change of any octet is still a script.

/// What begins an event. Twice, it is sent as it is.
pub const MARK: u8 = 1;

/// A step of a script.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step<'i> {
    /// The peer sends these octets.
    Octets(&'i [u8]),
    /// This happens: the letter behind the mark, and where it needs them the two octets behind the letter.
    Event(u8, [u8; 2]),
}

/// The steps of a script. `with_operands` are the letters whose events have two octets behind them.
pub fn steps<'i>(mut input: &'i [u8], with_operands: &'static [u8]) -> impl Iterator<Item = Step<'i>> {
    std::iter::from_fn(move || {
        let mark = input.iter().position(|octet| *octet == MARK);
        match mark {
            _ if input.is_empty() => None,
            Some(0) => {
                let letter = input.get(1).copied().unwrap_or_default();
                let octet = |at: usize| input.get(at).copied().unwrap_or_default();
                let operands = [octet(2), octet(3)];
                let octets = if with_operands.contains(&letter) { 4 } else { 2 };
                let step =
                    if letter == MARK { Step::Octets(&input[..1]) } else { Step::Event(letter, operands) };
                input = &input[octets.min(input.len())..];
                Some(step)
            }
            end => {
                let (octets, rest) = input.split_at(end.unwrap_or(input.len()));
                input = rest;
                Some(Step::Octets(octets))
            }
        }
    })
}
