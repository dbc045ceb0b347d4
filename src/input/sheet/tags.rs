//! Tags of the XML in workbooks and their attributes, as they are written: no library is needed to look for a few of them.

/// The next tag, without its brackets: it ends at the first bracket outside quotation marks. Comments and what is no tag are
/// skipped. Some(None) at the end, None where it is no such text.
pub(super) fn next_tag<'t>(rest: &mut &'t str) -> Option<Option<&'t str>> {
    loop {
        let Some((_, text)) = rest.split_once('<') else { return Some(None) };
        let skipped = [("!--", "-->"), ("![CDATA[", "]]>"), ("?", "?>")];
        let inner = skipped.iter().find_map(|(start, end)| Some((text.strip_prefix(start)?, end)));
        if let Some((inner, end)) = inner {
            *rest = inner.split_once(end)?.1;
            continue;
        }
        if text.starts_with('!') {
            return None; // definitions of its own, which no workbook has
        }
        let mut quote = None;
        let end = text.bytes().position(|byte| {
            match quote {
                Some(open) if open == byte => quote = None,
                None if matches!(byte, b'"' | b'\'') => quote = Some(byte),
                _ => {}
            }
            quote.is_none() && byte == b'>'
        })?;
        *rest = text.get(end + 1..)?;
        return Some(text.get(..end));
    }
}

/// The attributes behind the name of a tag. None in place of one that is not written as attributes are, which is the last.
pub(super) fn attributes(text: &str) -> impl Iterator<Item = Option<(&str, &str)>> {
    let mut rest = Some(text.trim_ascii());
    std::iter::from_fn(move || {
        let text = rest.take()?;
        if text.is_empty() || text == "/" {
            return None;
        }
        let attribute = attribute(text);
        rest = attribute.map(|(_, more)| more);
        Some(attribute.map(|(found, _)| found))
    })
}

/// The first attribute of a text, and what stands behind it.
fn attribute(text: &str) -> Option<((&str, &str), &str)> {
    let (key, value) = text.split_once('=')?;
    let (key, value) = (key.trim_ascii_end(), value.trim_ascii_start());
    let quote = value.chars().next().filter(|sign| matches!(sign, '"' | '\''))?;
    let (value, more) = value.get(1..)?.split_once(quote)?;
    Some(((key, value), more.trim_ascii_start()))
}

/// A tag as its local name, without the prefix of its namespace, and its attributes.
pub(super) struct Tag<'t> {
    pub(super) name: &'t str,
    /// Whether it ends what another one began: `</c>`.
    pub(super) is_end: bool,
    /// Whether nothing stands in it: `<f/>`.
    pub(super) is_empty: bool,
    attributes: &'t str,
}

impl<'t> Tag<'t> {
    pub(super) fn of(text: &'t str) -> Tag<'t> {
        let is_end = text.starts_with('/');
        let is_empty = text.ends_with('/');
        let text = text.trim_matches('/');
        let end = text.find(|c: char| c.is_ascii_whitespace()).unwrap_or(text.len());
        let (name, attributes) = text.split_at(end);
        Tag { name: local(name), is_end, is_empty, attributes }
    }

    /// The value of an attribute, by its local name.
    pub(super) fn get(&self, name: &str) -> Option<&'t str> {
        attributes(self.attributes).flatten().find(|(key, _)| local(key) == name).map(|(_, value)| value)
    }

    /// The number that an attribute is.
    pub(super) fn number(&self, name: &str) -> Option<u32> {
        self.get(name)?.parse().ok()
    }

    /// Whether an attribute says yes.
    pub(super) fn says(&self, name: &str) -> bool {
        matches!(self.get(name), Some("1" | "true"))
    }
}

fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}
