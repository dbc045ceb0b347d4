//! The letters: measured before they are placed, and drawn into the PNG.
//!
//! A subset of DejaVu Sans travels inside the program, so that text takes the
//! same room on every machine and no system library of fonts is needed. The SVG
//! names the same face first and common ones of like width after it.

use ab_glyph::{Font, FontRef, Glyph, GlyphId, PxScale, ScaleFont, point};

use crate::diagnostic::{Diagnostic, Result};

/// Faces a viewer of the SVG may use, in order of preference.
pub const FAMILY: &str = "DejaVu Sans, Verdana, sans-serif";

static REGULAR: &[u8] = include_bytes!("font/DejaVuSans-subset.ttf");
static BOLD: &[u8] = include_bytes!("font/DejaVuSans-Bold-subset.ttf");

/// What stands for a sign that the letters lack, so that no reader takes an empty box for a sign.
pub const REPLACEMENT: char = '\u{FFFD}';

/// Strength of the letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// Ordinary.
    Regular,
    /// Strong.
    Bold,
}

/// The two embedded faces.
pub struct Typeface {
    regular: FontRef<'static>,
    bold: FontRef<'static>,
}

impl Typeface {
    /// Reads the embedded faces.
    pub fn load() -> Result<Self> {
        let read = |bytes| {
            FontRef::try_from_slice(bytes)
                .map_err(|_| Diagnostic::of_the_program("the embedded font", "cannot be read"))
        };
        Ok(Self { regular: read(REGULAR)?, bold: read(BOLD)? })
    }

    /// The face of this weight and the scale at which an em is `size` high.
    fn face(&self, size: f64, weight: Weight) -> (&FontRef<'static>, PxScale) {
        let face = match weight {
            Weight::Regular => &self.regular,
            Weight::Bold => &self.bold,
        };
        let em = face.units_per_em().unwrap_or(2048.0);
        (face, PxScale::from(size as f32 * face.height_unscaled() / em))
    }

    /// Room the words take on one line.
    pub fn width(&self, words: &str, size: f64, weight: Weight) -> f64 {
        let (face, scale) = self.face(size, weight);
        let face = face.as_scaled(scale);
        glyphs(face.font, words).map(|glyph| f64::from(face.h_advance(glyph))).sum()
    }

    /// Whether the letters lack a sign that a reader would see.
    pub fn lacks(&self, sign: char) -> bool {
        is_seen(sign) && self.regular.glyph_id(sign) == GlyphId(0)
    }

    /// The words cut to the room, with an ellipsis where something is missing.
    pub fn ellipsize(&self, words: &str, size: f64, weight: Weight, room: f64) -> String {
        if self.width(words, size, weight) <= room {
            return words.to_owned();
        }
        let mut kept: String = words.to_owned();
        while kept.pop().is_some() {
            let candidate = format!("{}…", kept.trim_end());
            if self.width(&candidate, size, weight) <= room {
                return candidate;
            }
        }
        String::new()
    }

    /// The words on as many lines as they need, at most `lines`; what does not fit ends in an ellipsis.
    pub fn wrap(&self, words: &str, size: f64, weight: Weight, room: f64, lines: usize) -> Vec<String> {
        let mut done: Vec<String> = Vec::new();
        let mut rest: Vec<String> =
            words.split(' ').filter(|w| !w.is_empty()).rev().map(str::to_owned).collect();
        let mut line = String::new();
        while let Some(word) = rest.pop() {
            let longer = if line.is_empty() { word.clone() } else { format!("{line} {word}") };
            if self.width(&longer, size, weight) <= room {
                line = longer;
            } else if done.len() + 1 >= lines {
                let remaining: Vec<String> = rest.into_iter().rev().collect();
                line = self.ellipsize(&format!("{longer} {}", remaining.join(" ")), size, weight, room);
                break;
            } else if line.is_empty() {
                let head = self.fitting_head(&word, size, weight, room);
                rest.push(word[head.len()..].to_owned());
                done.push(head);
            } else {
                done.push(std::mem::take(&mut line));
                rest.push(word);
            }
        }
        if !line.is_empty() {
            done.push(line);
        }
        done
    }

    /// The words on as few lines as `wrap` needs, but of even length: no last line of a single word.
    pub fn wrap_evenly(
        &self,
        words: &str,
        size: f64,
        weight: Weight,
        room: f64,
        lines: usize,
    ) -> Vec<String> {
        let widest = self.wrap(words, size, weight, room, lines);
        if self.wrap(words, size, weight, room, lines + 1).len() > widest.len() {
            return widest;
        }
        // A narrower room must not cut a word that the full room leaves whole.
        let longest =
            words.split([' ', '-']).map(|w| self.width(&format!("{w}-"), size, weight)).fold(0.0, f64::max);
        (0..12)
            .map(|step| room * (0.5 + 0.04 * f64::from(step)))
            .filter(|narrow| longest <= *narrow || longest > room)
            .map(|narrow| self.wrap(words, size, weight, narrow, lines + 1))
            .find(|narrow| narrow.len() <= widest.len())
            .unwrap_or(widest)
    }

    /// The longest beginning of one long word that fits, at least one letter.
    fn fitting_head(&self, word: &str, size: f64, weight: Weight, room: f64) -> String {
        let mut head = String::new();
        for letter in word.chars() {
            head.push(letter);
            if self.width(&head, size, weight) > room && head.chars().count() > 1 {
                head.pop();
                break;
            }
        }
        // A name such as `principal-led-sites` is better broken after a hyphen than within a word.
        match head.rfind('-') {
            Some(hyphen) if head.len() < word.len() => head[..=hyphen].to_owned(),
            _ => head,
        }
    }

    /// Calls `ink(x, y, coverage)` for every pixel the words touch, from `left` on the `baseline`.
    pub fn draw(
        &self,
        words: &str,
        size: f64,
        weight: Weight,
        (left, baseline): (f64, f64),
        mut ink: impl FnMut(i32, i32, f32),
    ) {
        let (face, scale) = self.face(size, weight);
        let scaled = face.as_scaled(scale);
        let mut pen = left as f32;
        for id in glyphs(face, words) {
            let glyph: Glyph = id.with_scale_and_position(scale, point(pen, baseline as f32));
            pen += scaled.h_advance(id);
            if let Some(outline) = face.outline_glyph(glyph) {
                let corner = outline.px_bounds().min;
                outline.draw(|x, y, coverage| {
                    ink(corner.x as i32 + x as i32, corner.y as i32 + y as i32, coverage);
                });
            }
        }
    }
}

/// Whether a sign is seen by itself: joiners, marks of direction and selectors of a variant are not.
fn is_seen(sign: char) -> bool {
    !matches!(sign, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{E0100}'..='\u{E01EF}')
}

/// The glyphs of words, with the replacement where there is none.
fn glyphs(face: &FontRef<'static>, words: &str) -> impl Iterator<Item = GlyphId> {
    words.chars().filter(|sign| is_seen(*sign)).map(|sign| match face.glyph_id(sign) {
        GlyphId(0) => face.glyph_id(REPLACEMENT),
        glyph => glyph,
    })
}
