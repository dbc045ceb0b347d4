//! The scenarios that come with the program.

/// A built-in scenario.
#[derive(Debug, Clone, Copy)]
pub struct GalleryScenario {
    /// Its name.
    pub name: &'static str,
    /// Its text.
    pub text: &'static str,
}

/// Lists the files of the folder `scenarios`.
macro_rules! scenarios {
    ($($name:literal),+ $(,)?) => {
        /// All built-in scenarios, in the order in which they are best read.
        pub const SCENARIOS: &[GalleryScenario] =
            &[$(GalleryScenario { name: $name, text: include_str!(concat!("../../scenarios/", $name, ".toml")) }),+];
    };
}

scenarios![
    "committed",
    "superintendent-disengages",
    "superintendent-hands-off",
    "superintendent-leaves",
    "delegate-backed",
    "principals-uncommitted",
    "teachers-reluctant",
    "mandate-at-once",
    "grassroots-only",
    "principal-led-sites",
    "few-sent-to-training",
    "one-off-consultant",
    "too-many-initiatives",
    "narrowed-focus",
    "components-at-once",
    "components-in-steps",
    "contract-limits",
    "support-cliff",
    "no-program-manager",
    "several-teams",
    "weak-start",
    "strong-start",
    "high-turnover",
    "pause-and-return",
    "on-track-8-9",
    "lake-tahoe",
    "grass-valley",
    "second-collaboration",
    "cohort-of-eight",
];

/// The text of a built-in scenario, by name with or without `.toml`.
pub fn text(name: &str) -> Option<&'static str> {
    let name = name.strip_suffix(".toml").unwrap_or(name);
    SCENARIOS.iter().find(|s| s.name == name).map(|s| s.text)
}

/// The decide sets that come with the program; what they extend is built in too.
pub const DECIDE_SETS: &[GalleryScenario] = &[GalleryScenario {
    name: "provider-of-eight",
    text: include_str!("../../scenarios/decide/provider-of-eight.toml"),
}];

/// Name and text of a built-in decide set, by name with or without `.toml`.
pub fn decide_set(name: &str) -> Option<(&'static str, &'static str)> {
    let name = name.strip_suffix(".toml").unwrap_or(name);
    DECIDE_SETS.iter().find(|s| s.name == name).map(|s| (s.name, s.text))
}
