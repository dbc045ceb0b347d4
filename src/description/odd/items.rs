//! Structs and enums of a source file with what their documentation says.

use super::head::plain;

/// A field of a struct, or a variant of an enum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentedItem {
    /// Its name.
    pub name: String,
    /// Type of a field as written, number of a variant; empty where it has none.
    pub kind: String,
    /// Its documentation, in one line.
    pub doc: String,
}

/// The public fields of a struct in a source file; none where it has no such struct.
pub fn structure(source: &str, name: &str) -> Vec<DocumentedItem> {
    let field = |line: &str| {
        let (name, kind) = line.strip_prefix("pub ")?.split_once(": ")?;
        Some((name.to_string(), kind.trim_end_matches(',').to_string()))
    };
    documented(source, &format!("pub struct {name} {{"), field)
}

/// The variants of an enum in a source file.
pub fn enumeration(source: &str, name: &str) -> Vec<DocumentedItem> {
    let variant = |line: &str| {
        let name: String = line.chars().take_while(|c| c.is_alphanumeric()).collect();
        let number = line.split_once(" = ").map_or("", |(_, number)| number.trim_end_matches(','));
        name.starts_with(char::is_uppercase).then(|| (name, number.to_string()))
    };
    documented(source, &format!("pub enum {name} {{"), variant)
}

/// What the documentation of a struct or enum says of the whole, in one line.
pub fn doc(source: &str, name: &str) -> String {
    let opens = |line: &str| ["struct", "enum"].iter().any(|kind| line == format!("pub {kind} {name} {{"));
    let mut doc = Vec::new();
    for line in source.lines() {
        if opens(line) {
            return plain(&doc.join(" "));
        }
        match line.strip_prefix("///") {
            Some(words) => doc.push(words.trim()),
            // An attribute may take several lines.
            None if line.starts_with("#[") || line.starts_with(' ') || line == ")]" => {}
            None => doc.clear(),
        }
    }
    String::new()
}

/// Lines of a block one level deep, each with the documentation above it.
fn documented(
    source: &str,
    opening: &str,
    read: impl Fn(&str) -> Option<(String, String)>,
) -> Vec<DocumentedItem> {
    let lines = source.lines().skip_while(|line| *line != opening).skip(1).take_while(|line| *line != "}");
    let (mut items, mut doc) = (Vec::new(), Vec::new());
    for line in lines {
        // What stands deeper belongs to a variant with fields of its own.
        let Some(line) = line.strip_prefix("    ").filter(|l| !l.starts_with(' ')) else { continue };
        if let Some(words) = line.strip_prefix("///") {
            doc.push(words.trim());
        } else if let Some((name, kind)) = read(line) {
            items.push(DocumentedItem { name, kind, doc: plain(&doc.join(" ")) });
            doc.clear();
        }
    }
    items
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCE: &str = "/// A cat.\n#[derive(Debug)]\npub struct Cat {\n    /// Its age\n    /// (years).\n    pub age: u32,\n    private: f64,\n}\n\n/// Moods.\npub enum Mood {\n    /// Asleep.\n    Asleep = 1,\n    /// Hungry.\n    Hungry {\n        /// For what.\n        food: u8,\n    },\n}\n";

    #[test]
    fn fields_and_variants_come_with_their_documentation() {
        let item = |name: &str, kind: &str, doc: &str| DocumentedItem {
            name: name.into(),
            kind: kind.into(),
            doc: doc.into(),
        };
        assert_eq!(structure(SOURCE, "Cat"), [item("age", "u32", "Its age (years).")]);
        let moods = [item("Asleep", "1", "Asleep."), item("Hungry", "", "Hungry.")];
        assert_eq!(enumeration(SOURCE, "Mood"), moods);
        assert_eq!((doc(SOURCE, "Cat"), doc(SOURCE, "Mood")), ("A cat.".into(), "Moods.".into()));
        assert_eq!(structure(SOURCE, "Dog"), []);
    }
}
