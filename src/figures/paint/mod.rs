//! Painting: the sheet, the letters, and its two files, SVG and PNG. All that a figure shows ends here.

pub mod bitmap;
pub mod canvas;
pub mod coverage;
pub mod plotters_backend;
pub mod sheet_layout;
pub mod svg;
pub mod theme;
pub mod typeface;
