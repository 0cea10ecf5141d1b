//! Any bytes as a hoist.yaml.
#![no_main]

#[path = "../../tests/any_config/check.rs"]
mod check;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Err(why) = check::any_config(text) {
        panic!("{why}");
    }
});
