//! The two sheets every picture is laid out for: a page, and the screen of a telephone.

/// Widths and sizes of a sheet.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SheetLayout {
    /// Width of the sheet, in nominal pixels.
    pub width: f64,
    /// Empty border around the picture.
    pub margin: f64,
    /// Left edge of the plots: leaves room for the numbers of the vertical axis.
    pub plot_left: f64,
    /// Room to the right of a plot that has a row to itself; labels stand in it where they fit.
    pub gutter: f64,
    /// Size of the finding in the title.
    pub title: f64,
    /// Size of ordinary words: labels, axis titles, key.
    pub words: f64,
    /// Size of the numbers on axes and of marks; nothing is smaller.
    pub small: f64,
}

/// A page, a slide, a screen on a desk.
pub const WIDE: SheetLayout = SheetLayout {
    width: 960.0,
    margin: 20.0,
    plot_left: 68.0,
    gutter: 236.0,
    title: 19.0,
    words: 13.0,
    small: 12.0,
};

/// A telephone held upright.
pub const NARROW: SheetLayout = SheetLayout {
    width: 360.0,
    margin: 12.0,
    plot_left: 50.0,
    gutter: 16.0,
    title: 16.0,
    words: 13.0,
    small: 11.5,
};

impl SheetLayout {
    /// Whether words beside a plot have no room.
    pub fn is_narrow(&self) -> bool {
        self.width < 600.0
    }

    /// Room between the borders.
    pub fn room(&self) -> f64 {
        self.width - 2.0 * self.margin
    }

    /// Width of a plot that has a row to itself.
    pub fn plot_width(&self) -> f64 {
        self.width - self.plot_left - self.gutter
    }
}
