//! The reader by whose name this program is called, on bytes of the fuzzer.
#![no_main]

use libfuzzer_sys::fuzz_target;
use uptake::fuzzing::TARGETS;

fuzz_target!(|bytes: &[u8]| {
    for (name, read) in TARGETS {
        if name == env!("CARGO_BIN_NAME") {
            read(bytes);
        }
    }
});
