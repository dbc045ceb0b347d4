//! Promises of the program as its user meets it: commands, folders, reports.

#![cfg(feature = "program")]

mod command_line;
mod explain;
mod places_command_line;
mod replay;
mod report;
mod sizes;
