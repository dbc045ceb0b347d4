//! Promises of the program as its user meets it: commands, folders, reports.

#![cfg(feature = "program")]
#![allow(clippy::panic, clippy::unwrap_used, reason = "a test that fails may say so loudly")]

mod assumptions;
mod brief;
mod bytes;
mod cluster;
mod command_line;
#[cfg(unix)]
mod damage;
mod decide;
mod explain;
mod faults;
mod folders;
mod measures;
#[cfg(unix)]
mod pasted;
mod places_command_line;
mod replay;
mod report;
mod runner;
mod schools;
mod seen;
mod sensitivity;
#[cfg(all(unix, feature = "serve"))]
mod serve;
mod shards;
mod sizes;
mod stored_pair;
mod sweep;
mod ties;
mod told;
mod unpaired;
mod until;
mod what_if;
