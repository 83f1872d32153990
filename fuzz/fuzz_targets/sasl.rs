//! Logins, as both peers see them: whatever the other says, in whichever mechanism, there is an end that has a name, and nobody is
//! logged in for whom nobody said yes.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| postrider_fuzz::sasl::play(input));
