//! Laying out: charts on plotters, the plot over months that most figures share, and what stands around plots.

pub mod chart;
pub mod event_marks;
pub mod fan_panels;
pub mod frame;
pub mod free_room;
pub mod panel_grid;
pub mod side_labels;
pub mod stacked_areas;
pub mod time_panel;
