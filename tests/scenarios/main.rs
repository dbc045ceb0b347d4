//! Promises about what people write: scenario files, tables of districts, and the messages about them.

mod descriptions;
mod district_facts;
mod district_mapping;
mod district_table_broken;
mod district_table_california;
mod district_table_doubts;
mod district_table_faults;
mod district_table_forms;
mod district_table_kept;
mod district_table_lookup;
mod district_table_workbooks;
mod editor;
mod messages;
mod robustness;
mod scenarios;
mod shipped_mappings;
mod stored;

#[path = "../random_scenarios/mod.rs"]
mod random_scenarios;
#[path = "../texts/mod.rs"]
mod texts;
