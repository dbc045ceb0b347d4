//! From a drawing to a figure: laid out twice, for a page and for a narrow screen, and painted.

use super::canvas::Canvas;
use super::layout::{Layout, NARROW, WIDE};
use super::{DataTable, Figure, FigureError, bitmap, svg};

/// Draws on both sheets; `draw` returns the height it used.
pub(super) fn figure(
    name: &str,
    title: &str,
    description: String,
    draw: impl Fn(&mut Canvas) -> f64 + Sync,
) -> Result<Figure, FigureError> {
    let sheet = |layout: Layout| -> Result<(Canvas, f64), FigureError> {
        let mut canvas = Canvas::new(layout)?;
        let height = draw(&mut canvas).ceil().max(1.0);
        Ok((canvas, height))
    };
    let (wide, narrow) = rayon::join(
        || {
            let (canvas, height) = sheet(WIDE)?;
            let png = bitmap::png(&canvas, height)?;
            Ok::<_, FigureError>((svg::svg(&canvas, height, title, &description), png, canvas.pointed))
        },
        || {
            let (canvas, height) = sheet(NARROW)?;
            Ok::<_, FigureError>((svg::svg(&canvas, height, title, &description), canvas.pointed))
        },
    );
    let ((svg, png, pointed), (narrow, pointed_narrow)) = (wide?, narrow?);
    Ok(Figure {
        name: name.to_owned(),
        title: title.to_owned(),
        description,
        svg,
        png,
        narrow,
        table: DataTable::default(),
        pointed,
        pointed_narrow,
    })
}
