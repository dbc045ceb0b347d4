//! From a layout to a figure: laid out twice, for a page and for a narrow screen, and painted.

use super::paint::canvas::Canvas;
use super::paint::sheet_layout::{NARROW, SheetLayout, WIDE};
use super::paint::svg;
use super::panels::frame;
use super::{Caption, DataTable, Figure};
use crate::diagnostic::Diagnostic;

/// All of a figure but its picture.
pub struct Composition {
    /// Name for the files.
    pub name: String,
    /// The section of the report that shows it.
    pub section: &'static str,
    /// The words above it.
    pub caption: Caption,
    /// What is to be seen, in words; begins after the subtitle.
    pub description: String,
    /// What a reader must know to read it: stands below.
    pub note: String,
    /// The numbers behind it.
    pub table: DataTable,
}

impl Composition {
    /// Paints the figure; `lay_out` draws between caption and note, from a height down to the one it returns.
    pub fn paint(
        self,
        lay_out: impl Fn(&Canvas, f64) -> Result<f64, Diagnostic> + Sync,
    ) -> Result<Figure, Diagnostic> {
        let description = format!("{}. {}", self.caption.subtitle, self.description);
        let sheet = |layout: SheetLayout| {
            let canvas = Canvas::new(layout)?;
            let bottom = lay_out(&canvas, frame::caption(&canvas, &self.caption))?;
            let height = frame::note(&canvas, bottom, &self.note).ceil().max(1.0);
            let svg = svg::svg(&canvas, height, &self.caption.title, &description);
            Ok::<_, Diagnostic>((svg, canvas.finished(height)))
        };
        let (wide, narrow) = rayon::join(|| sheet(WIDE), || sheet(NARROW));
        let ((svg, (sheet, hover, lacking)), (narrow, (_, hover_narrow, _))) = (wide?, narrow?);
        Ok(Figure {
            name: self.name,
            section: self.section,
            title: self.caption.title,
            description,
            svg,
            sheet,
            narrow,
            table: self.table,
            hover,
            hover_narrow,
            lacking,
        })
    }
}
