//! Promise: the programs in `examples/` do what they say.

#![allow(clippy::unwrap_used, reason = "a test that fails may say so loudly")]

#[cfg(feature = "program")]
#[path = "../../examples/figure_from_code.rs"]
mod figure_from_code;
#[path = "../../examples/one_run.rs"]
mod one_run;
#[path = "../../examples/own_event.rs"]
mod own_event;
#[path = "../../examples/own_measure.rs"]
mod own_measure;
#[path = "../../examples/paired_what_if.rs"]
mod paired_what_if;

#[test]
fn every_example_runs() {
    one_run::main().unwrap();
    paired_what_if::main().unwrap();
    own_event::main().unwrap();
    own_measure::main().unwrap();
    #[cfg(feature = "program")]
    figure_from_code::main().unwrap();
}
