//! The mappings that come with the program.

/// A mapping that comes with the program.
#[derive(Debug, Clone, Copy)]
pub struct ShippedMapping {
    /// Its name.
    pub name: &'static str,
    /// Which files it is for, in one line.
    pub about: &'static str,
    /// Its text.
    pub text: &'static str,
}

macro_rules! shipped {
    ($($name:literal: $about:literal;)*) => {
        /// All of them: those of whole publications first, then those of excerpts.
        pub const SHIPPED: &[ShippedMapping] = &[$(ShippedMapping {
            name: $name,
            about: $about,
            text: include_str!(concat!("../../docs/mappings/", $name, ".toml")),
        }),*];
    };
}

shipped! {
    "nces-school-search": "schools of a state, from the NCES school search";
    "nces-district-search": "districts of a state, from the NCES district search";
    "elsi-schools": "schools, exported from the NCES table generator (ELSI)";
    "elsi-districts": "districts, exported from the NCES table generator (ELSI)";
    "california-directory": "California's directory of public schools, with students from the file of meals beside it";
    "texas-askted": "schools of Texas, from the AskTED School and District File";
    "texas-tapr": "campuses of Texas, from the Texas Academic Performance Reports";
    "england-gias": "schools of England, from Get Information about Schools";
    "districts": "districts with the program's own columns, as results folders hold them";
    "california-districts": "districts of California with the program's own columns";
    "nces-districts": "excerpts of the NCES Common Core of Data, a row for each district: a pattern to copy";
}

/// The text of a shipped mapping, by name with or without `.toml`.
pub fn built_in(name: &str) -> Option<&'static str> {
    let name = name.strip_suffix(".toml").unwrap_or(name);
    SHIPPED.iter().find(|mapping| mapping.name == name).map(|mapping| mapping.text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::mapping::read;

    #[test]
    fn the_mappings_that_come_along_can_be_read() {
        for ShippedMapping { name, text, .. } in SHIPPED {
            let found = read(name, text).unwrap_or_else(|e| panic!("{name}: {e}"));
            assert!(!found.columns.is_empty() || name.ends_with("districts"), "{name}");
        }
    }
}
