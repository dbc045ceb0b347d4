//! The look shared by all pictures: colors, dashes, markers and sizes.
//!
//! Hues are those of Okabe and Ito, which stay apart for readers with a color
//! vision deficiency. A scenario never relies on its hue alone: the dash of its
//! line and the shape of its marker say the same thing a second and third time,
//! so that a photocopy can still be read.

/// Distance between two lines of text, as a multiple of its size.
pub const LEADING: f64 = 1.28;

/// An opaque color.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PaintColor(pub u8, pub u8, pub u8);

impl PaintColor {
    /// This color moved towards white; 0 leaves it, 1 is white.
    pub fn tint(self, share: f64) -> Self {
        self.towards(255.0, share)
    }

    /// This color moved towards black, for text that must be read on white.
    pub fn shade(self, share: f64) -> Self {
        self.towards(0.0, share)
    }

    fn towards(self, end: f64, share: f64) -> Self {
        let mix = |channel: u8| (f64::from(channel) * (1.0 - share) + end * share).round() as u8;
        Self(mix(self.0), mix(self.1), mix(self.2))
    }
}

/// Text and lines that matter most.
pub const INK: PaintColor = PaintColor(0x22, 0x22, 0x22);
/// Text and lines that explain.
pub const MUTED: PaintColor = PaintColor(0x59, 0x59, 0x59);
/// Frame of a plot, ticks, thresholds.
pub const FRAME: PaintColor = PaintColor(0xA8, 0xA8, 0xA8);
/// Lines to read values from.
pub const GRID: PaintColor = PaintColor(0xE6, 0xE6, 0xE6);
/// Paper.
pub const PAPER: PaintColor = PaintColor(0xFF, 0xFF, 0xFF);
/// What is higher, and the first scenario.
pub const BLUE: PaintColor = PaintColor(0x00, 0x72, 0xB2);
/// What is lower, and the second scenario.
pub const VERMILION: PaintColor = PaintColor(0xD5, 0x5E, 0x00);

/// Steps from light to dark for parts in order; their lightness alone tells them apart.
pub const STEPS: [PaintColor; 6] = [
    PaintColor(0xF1, 0xEE, 0xDC),
    PaintColor(0xD2, 0xE8, 0xB4),
    PaintColor(0x8F, 0xD1, 0xBB),
    PaintColor(0x41, 0xAE, 0xC4),
    PaintColor(0x22, 0x78, 0xB4),
    PaintColor(0x1F, 0x2F, 0x8A),
];
/// Hues for causes of use: the team, colleagues, invitation, expectation, mandate.
pub const CAUSES: [PaintColor; 5] = [
    PaintColor(0x4D, 0x4D, 0x4D),
    PaintColor(0x00, 0x9E, 0x73),
    PaintColor(0x56, 0xB4, 0xE9),
    PaintColor(0xE6, 0x9F, 0x00),
    PaintColor(0xD5, 0x5E, 0x00),
];

/// Opacity of the band that holds 5 to 95% of the runs.
pub const OUTER_BAND: f64 = 0.15;
/// Opacity added by the band that holds the middle half.
pub const INNER_BAND: f64 = 0.24;

/// Shape of a scenario's marker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Marker {
    /// A disc.
    Disc,
    /// A square on its side.
    Square,
    /// A triangle that points up.
    Up,
    /// A square on its corner.
    Diamond,
    /// A triangle that points down.
    Down,
}

/// How a scenario is told apart from the others.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    /// Its hue.
    pub color: PaintColor,
    /// Lengths of strokes and gaps in turn; empty is a solid line.
    pub dash: &'static [f64],
    /// Shape of its markers.
    pub marker: Marker,
}

impl Look {
    /// The hue, dark enough for text on white.
    pub fn text(&self) -> PaintColor {
        self.color.shade(0.3)
    }
}

const LOOKS: [Look; 7] = [
    Look { color: BLUE, dash: &[], marker: Marker::Disc },
    Look { color: VERMILION, dash: &[9.0, 4.0], marker: Marker::Square },
    Look { color: PaintColor(0x00, 0x9E, 0x73), dash: &[3.0, 3.0], marker: Marker::Up },
    Look { color: PaintColor(0xCC, 0x79, 0xA7), dash: &[12.0, 3.0, 3.0, 3.0], marker: Marker::Diamond },
    Look { color: PaintColor(0xE6, 0x9F, 0x00), dash: &[16.0, 5.0], marker: Marker::Down },
    Look { color: PaintColor(0x56, 0xB4, 0xE9), dash: &[6.0, 2.0, 2.0, 2.0, 2.0, 2.0], marker: Marker::Disc },
    Look { color: INK, dash: &[5.0, 5.0], marker: Marker::Square },
];

/// The color of the scenario in this place of the list, as a page writes it: "#0072b2".
pub fn color_in_words(place: usize) -> String {
    let PaintColor(r, g, b) = look(place).color;
    format!("#{r:02x}{g:02x}{b:02x}")
}

/// The look of the scenario in this place of the list.
pub fn look(place: usize) -> Look {
    LOOKS[place % LOOKS.len()]
}
