//! What somebody pastes: whatever stands around a secret, nothing that is said of the paste has it, nor the paste as it is kept.
#![no_main]

use libfuzzer_sys::fuzz_target;
use postrider_why::{Paste, why};

/// A password that stands in nothing else.
const SECRET: &str = "Zx9hunterQ7";

/// What it stands in, one kind each.
const SHAPES: [&str; 8] = [
    "password=Zx9hunterQ7",
    "{\"user\": \"alice\", \"pass\": \"Zx9hunterQ7\"}",
    "server.login(\"alice\", \"Zx9hunterQ7\")",
    "pass<b>word</b>&#61;Zx9hunterQ7",
    "passw=6Frd=3DZx9hunterQ7",
    "<password>\n  Zx9hunterQ7\n</password>",
    "smtp://alice:Zx9hunterQ7@mx.example:587",
    "> Authorization: Bearer Zx9hunterQ7",
];

fuzz_target!(|input: &[u8]| {
    // The first octet says what the secret stands in, 0x01 where.
    let Some((shape, around)) = input.split_first() else { return };
    let shape = SHAPES[usize::from(*shape) % SHAPES.len()];
    let place = around.iter().position(|octet| *octet == 0x01).unwrap_or(around.len());
    let behind = around.get(place + 1..).unwrap_or_default();
    let paste = [&around[..place], b"\n", shape.as_bytes(), b"\n", behind].concat();
    let said = |paste: &[u8]| format!("{:?}{:?}", why(paste), Paste::read(paste));
    // What the fuzzer has written itself, in clear or in what is undone when it is read, is nobody's secret.
    let is_written = || said(around).contains(SECRET);
    assert!(
        !said(&paste).contains(SECRET) || is_written(),
        "it comes out of {:?}",
        String::from_utf8_lossy(&paste)
    );
});
