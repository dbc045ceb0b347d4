//! The sections of a mapping that say which rows count and which files are joined: `[where]` and `[join]`.

use super::advice::unknown;
use super::text::{Value, WrittenItem, WrittenTable};
use crate::census::row_choice::{Join, RowFilter};
use crate::diagnostic::{Diagnostics, SourceLocation};

/// Most files that are joined to one table.
const MOST_JOINS: usize = 8;
/// Keys of a joined file.
const KEYS: [&str; 6] = ["file", "key", "key_there", "columns", "where", "optional"];

/// What a section `where` says: a word, or a list of them, for each column.
pub(super) fn filters(table: &WrittenTable, problems: &mut Diagnostics) -> Vec<RowFilter> {
    let mut found = Vec::new();
    for (column, entry) in table {
        match words(&entry.item) {
            Some(words) if !words.is_empty() => found.push(RowFilter { column: column.clone(), words }),
            _ => {
                let remedy =
                    format!("write the words of rows that count, such as {column:?} = [\"Open\", \"New\"]");
                problems.add(&entry.item.at, format!("`{column}` names no words"), remedy);
            }
        }
    }
    found
}

/// A text, or a list of them; whole numbers stand for their digits.
fn words(item: &WrittenItem) -> Option<Vec<String>> {
    match &item.value {
        Value::Text(text) => Some(vec![text.trim().to_owned()]),
        Value::Whole(number) => Some(vec![number.to_string()]),
        Value::List(items) => {
            let of = |item: &WrittenItem| match &item.value {
                Value::List(_) => None,
                _ => words(item)?.pop(),
            };
            items.iter().map(of).collect()
        }
        _ => None,
    }
}

/// The joined files: `[join]` for one, `[[join]]` for several.
pub(super) fn joins(written: Option<&WrittenItem>, problems: &mut Diagnostics) -> Vec<Join> {
    let Some(WrittenItem { at, value }) = written else { return Vec::new() };
    let tables: Vec<(&WrittenTable, &SourceLocation)> = match value {
        Value::Table(table) => vec![(table, at)],
        Value::List(items) => {
            let table = |item: &WrittenItem| matches!(item.value, Value::Table(_));
            if let Some(other) = items.iter().find(|item| !table(item)) {
                problems.add(&other.at, "`join` holds what is no file", "write [[join]] for each file");
            }
            items
                .iter()
                .filter_map(|item| match &item.value {
                    Value::Table(table) => Some((table, &item.at)),
                    _ => None,
                })
                .collect()
        }
        _ => {
            problems.add(at, format!("`join` is {}", value.kind()), "write [join], its keys below it");
            return Vec::new();
        }
    };
    if tables.len() > MOST_JOINS {
        let fault = format!("{} files are joined", tables.len());
        problems.add(at, fault, format!("join at most {MOST_JOINS}"));
        return Vec::new();
    }
    tables.into_iter().filter_map(|(table, at)| join(table, at, problems)).collect()
}

fn join(table: &WrittenTable, at: &SourceLocation, problems: &mut Diagnostics) -> Option<Join> {
    for (key, entry) in table.iter().filter(|(key, _)| !KEYS.contains(&key.as_str())) {
        problems.add(&entry.key_at, format!("[join] has no key `{key}`"), unknown(key, KEYS.into_iter()));
    }
    let mut texts = |key: &str, needed: bool, remedy: &str| {
        let found = table.get(key).and_then(|entry| words(&entry.item)).filter(|words| !words.is_empty());
        if found.is_none() && (needed || table.contains_key(key)) {
            let at = table.get(key).map_or(at, |entry| &entry.item.at);
            let fault = if table.contains_key(key) { "is no text" } else { "is missing" };
            problems.add(at, format!("`{key}` of [join] {fault}"), remedy);
        }
        found
    };
    let file = texts("file", true, "name the file beside the table: file = \"pupils.csv\"");
    let key = texts("key", true, "name the column that both files have: key = \"ID\"");
    let there = texts(
        "key_there",
        false,
        "name the column of the key in the other file, or several that make it together",
    );
    let columns = texts("columns", true, "name the columns to take: columns = [\"NAME\"]");
    let optional = match table.get("optional") {
        None => false,
        Some(entry) => match entry.item.value {
            Value::Truth(truth) => truth,
            _ => {
                problems.add(&entry.item.at, "`optional` of [join] is no truth", "write true or false");
                false
            }
        },
    };
    let filters = match table.get("where").map(|entry| &entry.item) {
        None => Vec::new(),
        Some(WrittenItem { value: Value::Table(table), .. }) => filters(table, problems),
        Some(item) => {
            let remedy = "write where = { Column = [\"word\"] }";
            problems.add(&item.at, format!("`where` is {}", item.value.kind()), remedy);
            Vec::new()
        }
    };
    let (mut file, mut key) = (file?, key?);
    let (file, key) = (file.pop()?, key.pop()?);
    if file.contains(['/', '\\', ':']) || file.starts_with('.') {
        let at = table.get("file").map_or(at, |entry| &entry.item.at);
        let fault = format!("\"{file}\" names a folder");
        problems.add(at, fault, "name a file that lies beside the table");
        return None;
    }
    let key_there = there.unwrap_or_else(|| vec![key.clone()]);
    Some(Join { file, key, key_there, columns: columns?, filters, optional })
}

#[cfg(test)]
mod tests {
    use crate::census::row_choice::{Join, RowFilter};
    use crate::scenario::mapping::read;

    #[test]
    fn rows_and_files_are_named_in_sections_of_their_own() {
        let text = "rows = \"districts\"\nlatest = \"Year\"\n[where]\n\"School Status\" = [\"Open\", \"New\"]\nKind = 1\n\
                    [[join]]\nfile = \"a*.csv\"\nkey = \"ID\"\ncolumns = \"NAME\"\n\
                    [[join]]\nfile = \"b.csv\"\nkey = \"ID\"\nkey_there = [\"KEY\", \"PART\"]\ncolumns = [\"X\", \"Y\"]\n\
                    where = { T = \"All\" }\noptional = true\n";
        let mapping = read("m.toml", text).unwrap();
        let filter = |column: &str, words: &[&str]| RowFilter {
            column: column.into(),
            words: words.iter().map(|w| w.to_string()).collect(),
        };
        assert_eq!(mapping.filters, [filter("Kind", &["1"]), filter("School Status", &["Open", "New"])]);
        assert_eq!(mapping.latest.as_deref(), Some("Year"));
        let [a, b] = &mapping.joins[..] else { panic!("{:?}", mapping.joins) };
        assert_eq!((a.key_there.as_slice(), a.columns.len(), a.optional), (&["ID".to_owned()][..], 1, false));
        let second = Join {
            file: "b.csv".into(),
            key: "ID".into(),
            key_there: vec!["KEY".into(), "PART".into()],
            columns: vec!["X".into(), "Y".into()],
            filters: vec![filter("T", &["All"])],
            optional: true,
        };
        assert_eq!(*b, second);
    }

    #[test]
    fn what_is_wrong_in_them_is_told_at_once() {
        let text = "rows = \"districts\"\n[where]\nStatus = []\nKind = 1.5\n[join]\nfile = \"../a.csv\"\nkey = 3.5\n\
                    colums = \"x\"\noptional = \"yes\"\n";
        let said = read("m.toml", text).unwrap_err().to_string();
        for words in [
            "line 3, column 10: `Status` names no words",
            "line 4, column 8: `Kind` names no words",
            "`key` of [join] is no text",
            "`columns` of [join] is missing",
            "[join] has no key `colums`",
            "`optional` of [join] is no truth",
        ] {
            assert!(said.contains(words), "lacks {words}\n{said}");
        }
        let text = "rows = \"districts\"\n[join]\nfile = \"../a.csv\"\nkey = \"ID\"\ncolumns = \"x\"\n";
        assert!(read("m.toml", text).unwrap_err().to_string().contains("\"../a.csv\" names a folder"));
    }
}
