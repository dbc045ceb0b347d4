//! The sections of a scenario with their keys, as they are read and written.

use super::{BLANK, Form, KeySpec, SectionSpec};
use crate::calendar::LONGEST;
use crate::census::mapping::Rows;
use crate::census::row_choice::{TotalsRow, UnknownPupils};
use crate::census::{DistrictKind, Level};
use crate::diagnostic::SourceLocation;
use crate::model::Model;
use crate::scenario::district_spec::{KINDS, MOST_IN_SCHOOL, MOST_TEACHERS, PUPILS};
use crate::scenario::parameter_values::kinds;
use crate::scenario::sweep_design::{MOST_POINTS, SweepKind};
use crate::scenario::table_reader::{FieldType, SectionType, TableReader};
use crate::scenario::text::{Value, WrittenItem, WrittenTable};
use crate::scenario::{FORMAT, cohort};
use crate::world::advice::OtherTies;
use crate::world::{LeadersPlan, RolloutPlan, SupportPlan, TeamPlan};

/// A value as it is written, for a key that is read elsewhere.
type Raw = Option<WrittenItem>;

/// Longest title (characters).
const LONGEST_TITLE: usize = 200;
/// Longest text (characters).
pub const LONGEST_TEXT: usize = 1_000;
/// The smallest difference that is named where nothing is said: two points of a share.
pub const WORTH_NAMING: f64 = 0.02;
/// Most replications of a batch.
pub const MOST_REPLICATIONS: i64 = 100_000_000;

/// A name without the `r#` that lets a word of Rust be one.
pub(super) const fn bare(name: &'static str) -> &'static str {
    match name.as_bytes() {
        [b'r', b'#', ..] => name.split_at(2).1,
        _ => name,
    }
}

/// Declares a section: a struct with a field for each key, its [`SectionSpec`], its reader and its writer. A section of
/// the world's opening, `for` a struct that stands there, is declared in the same way.
macro_rules! section {
    ($(#[$doc:meta])* $name:ident = $spec:expr; {
        $($key:ident: $type:ty, $form:expr, $unit:expr, $default:expr, $meaning:expr, $example:expr $(=> $label:expr)?;)*
    }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Default)]
        pub struct $name {
            $(#[doc = $meaning] pub $key: $type,)*
        }

        section! { for $name = $spec; { $($key, $form, $unit, $default, $meaning, $example $(=> $label)?;)* } }
    };
    (for $name:ident = $spec:expr; {
        $($key:ident, $form:expr, $unit:expr, $default:expr, $meaning:expr, $example:expr $(=> $label:expr)?;)*
    }) => {
        impl SectionType for $name {
            const SPEC: SectionSpec = SectionSpec {
                keys: &[$(KeySpec {
                    name: bare(stringify!($key)),
                    form: { #[allow(unused_imports)] use Form::*; $form },
                    unit: $unit,
                    default: $default,
                    meaning: $meaning,
                    example: $example,
                    label: concat!("" $(, $label)?),
                }),*],
                ..$spec
            };

            fn take_keys(reader: &mut TableReader<'_>) -> Self {
                $name { $($key: FieldType::from_reader(reader, bare(stringify!($key))),)* }
            }

            fn values(&self) -> Vec<(&'static KeySpec, Option<Value>)> {
                Self::SPEC.keys.iter().zip([$(FieldType::value(&self.$key)),*]).collect()
            }
        }
    };
}

pub(super) use section;

section! {
    /// A whole file, over those it extends.
    ScenarioText = SectionSpec { called: "a scenario", meaning: "A scenario of uptake", width: 8, ..BLANK }; {
        format: Raw, Whole(FORMAT, FORMAT), "", "", "Version of the file format: always 1", "1";
        title: Option<String>, Line(LONGEST_TITLE), "", "the file's name", "One line for figures and tables", "\"My district\"" => "title";
        question: Option<String>, Line(LONGEST_TEXT), "", "", "The question that the scenario answers", "\"How far can it come?\"" => "question";
        extends: Raw, Text, "", "", "Another scenario from which this one differs: a path relative to this file, or a built-in name", "\"committed\"";
        point: Raw, Ties, "", "", "The point of a sweep that this scenario is, as pairs of a name and a value; written by `uptake sweep` and, of a plan in a world, `uptake decide`", "[[\"superintendent_exit\", 0.05]]";
        district: DistrictText, Section("district"), "", "the built-in district", "The district", "";
        cohort: CohortText, Section("cohort"), "", "", "Several districts in one run, which meet at convenings and share program managers", "";
        leaders: LeadersPlan, Section("leaders"), "", "", "Who leads and who teaches, on the first day", "";
        team: TeamPlan, Section("team"), "", "", "The improvement team", "";
        support: SupportPlan, Section("support"), "", "", "Outside support: the program manager, convenings", "";
        rollout: RolloutPlan, Section("rollout"), "", "", "Who is asked when", "";
        network: NetworkText, Section("network"), "", "", "Who asks whom for advice, as far as it is known", "";
        parameters: WrittenTable, Parameters, "", "", "Any parameter by name, as a number or a distribution", "";
        component: Vec<ComponentText>, Sections("component"), "", "", "Further components of the program, beside the practice: at most four. A file that says any says them all", "";
        event: Vec<(WrittenTable, SourceLocation)>, Sections("event"), "", "", "What happens in which month", "";
        run: RunSettings, Section("run"), "", "", "How the scenario is run", "";
    }
}

/// A district outside a cohort: it has no parameters of its own.
pub const DISTRICT: SectionSpec = SectionSpec {
    name: "district",
    called: "[district]",
    meaning: "The district: real by `table` and `id`, synthetic by `pupils`, or listed school by school",
    keys: match DistrictText::SPEC.keys {
        [keys @ .., _parameters] => keys,
        [] => &[],
    },
    ..DistrictText::SPEC
};

section! {
    /// A district, in one of three ways.
    DistrictText = SectionSpec {
        name: "cohort.district",
        called: "[[cohort.district]]",
        meaning: "A district of the cohort",
        together: &[("table", "id"), ("name", "school"), ("kind", "school"), ("county", "school")],
        width: 6,
        ..BLANK
    }; {
        table: Option<String>, Text, "", "", "A table of real schools (CSV), relative to this file; needs `id`", "\"schools.csv\"";
        mapping: Option<String>, Text, "", "", "How a table with other columns is read: a file (TOML), relative to this one, or a built-in mapping", "\"columns.toml\"";
        id: Option<String>, Text, "", "", "Identifier in the table, or of the listed district; of any district in a cohort", "\"0961903\"" => "identifier";
        name: Option<String>, Text, "", "", "Name of the listed district, or of one with `id` and `pupils`", "\"Three Rivers\"" => "name";
        kind: Option<DistrictKind>, OneOfOrOther(|| KINDS.to_vec(), "no district is"), "", "unified", "Kind of the listed district", "\"unified\"" => "kind";
        county: Option<String>, Text, "", "", "County of the listed district", "\"Placer\"" => "county";
        pupils: Raw, Whole(PUPILS.0, PUPILS.1), "students", "", "A synthetic district of so many students, drawn anew in each replication", "10000" => "students";
        teachers: Option<f64>, Number(0.0, MOST_TEACHERS), "full-time equivalents", "drawn", "Teachers of a district with `id` and `pupils`, whose schools are drawn", "312.5" => "teachers";
        poverty: Option<f64>, Number(0.0, 1.0), "share", "drawn", "The same: share of students eligible for free or reduced-price meals", "0.45" => "share of students eligible for free or reduced-price meals";
        notes: Option<Vec<String>>, Texts, "", "", "What was left out or guessed when the district was read from a table; said wherever it is run", "[\"2 rows left out\"]";
        school: Vec<SchoolText>, Sections("school"), "", "", "The schools of the district, one by one", "";
        parameters: WrittenTable, Parameters, "", "", "Parameters that differ in this district", "";
    }
}

section! {
    /// A school of a listed district.
    SchoolText = SectionSpec {
        name: "school",
        called: "a school",
        meaning: "A school of a listed district",
        needs: &["grades", "teachers"],
        ..BLANK
    }; {
        id: Option<String>, Text, "", "its name", "Identifier", "\"oak\"";
        name: Option<String>, Text, "", "School 1, School 2, …", "Name", "\"Oak\"" => "name";
        level: Option<Level>, OneOf(|| Level::ALL.iter().map(|l| l.word()).collect(), "no level is called"), "", "elementary", "Level", "\"elementary\"" => "level";
        grades: Option<String>, Text, "", "", "Grades such as \"TK-5\" or \"3\"; \"none\" where they are not known", "\"K-5\"" => "grades";
        enrollment: u32, Whole(0, 100_000), "students", "0", "Students, for the reader: runs count teachers", "480" => "students";
        teachers: Option<f64>, Number(0.0, MOST_IN_SCHOOL), "full-time equivalents", "", "Teachers", "23.5" => "teachers";
        poverty: Option<f64>, Number(0.0, 1.0), "share", "not known", "Share of students eligible for free or reduced-price meals", "0.45" => "share of students eligible for free or reduced-price meals";
    }
}

section! {
    /// Districts in one run.
    CohortText = SectionSpec {
        name: "cohort",
        called: "[cohort]",
        meaning: "Districts that meet at convenings and share a pool of program managers",
        ..BLANK
    }; {
        managers: Option<u32>, Whole(1, cohort::DISTRICTS.1), "managers", "one for each district", "Program managers in the pool; district k is served by manager k mod managers", "2";
        district: Vec<DistrictText>, Sections("cohort.district"), "", "", "The districts of the cohort, one by one: 2 to 20", "";
    }
}

// Parameters apart.
section! { for LeadersPlan = SectionSpec { name: "leaders", called: "[leaders]", meaning: "Who leads and who teaches, on the first day", ..BLANK }; {
    superintendent_leads, Truth, "", "false", "The superintendent leads the work in person: lead and superintendent are one", "true" => "superintendent leads the work in person";
} }

section! { for TeamPlan = SectionSpec { name: "team", called: "[team]", meaning: "The improvement team", ..BLANK }; {
    grades, Grades, "", "TK-3", "The grades whose students the practice is for", "\"TK-3\"" => "grades that the practice is for";
    pilot_schools, Texts, "", "drawn", "Names or ids of the schools in which the team tests", "[\"School 1\", \"School 2\"]" => "pilot schools";
} }

section! { for SupportPlan = SectionSpec { name: "support", called: "[support]", meaning: "Outside support: the program manager, convenings", ..BLANK }; {
    release, Numbers(0.0, 1.0), "share of full support", "evenly from its first to its last share", "The program manager's hours in each year of support, instead of a line from support_start to support_end", "[1.0, 0.6, 0.2]" => "outside support year by year";
} }

section! { for RolloutPlan = SectionSpec { name: "rollout", called: "[rollout]", meaning: "Who is asked when", ..BLANK }; {
    strategy, OneOf(super::strategies, "no strategy is called"), "", "staged", "Who is asked when", "\"staged\"" => "strategy";
} }

section! {
    /// A further component of the program.
    ComponentText = SectionSpec {
        name: "component",
        called: "a component",
        meaning: "A further component of the program, which shares time and help with the practice",
        needs: &["name", "start"],
        width: 5,
        ..BLANK
    }; {
        name: Option<String>, Line(LONGEST_TITLE), "", "", "What it is called", "\"Lesson study\"";
        start: Raw, MonthOrWords, "month", "", "The month at whose start it begins, as a number or in words; month 1 is August of the first year", "13";
    }
}

section! {
    /// Who asks whom, known instead of drawn.
    NetworkText = SectionSpec {
        name: "network",
        called: "[network]",
        meaning: "Who asks whom for advice, as far as it is known; all of it is drawn where the section is not there",
        width: 5,
        ..BLANK
    }; {
        table: Option<String>, Text, "", "", "A table of ties (CSV), relative to this file: who asks whom", "\"ties.csv\"";
        ties: Raw, Ties, "", "", "The same in the scenario itself: for each tie school, grade and teacher of who asks and of who is asked, and perhaps a strength; or the two schools alone", "[[\"oak\", \"elm\", 0.5]]";
        rest: Option<OtherTies>, OneOf(|| <OtherTies as strum::VariantArray>::VARIANTS.iter().map(|rest| rest.into()).collect(), "no rest is called"), "", "drawn", "Ties of which the table says nothing: they are drawn, or there are none", "\"drawn\"";
    }
}

section! {
    /// How a scenario is run.
    RunSettings = SectionSpec { name: "run", called: "[run]", meaning: "How the scenario is run", width: 12, ..BLANK }; {
        months: u32, Whole(1, LONGEST as i64), "months", "60", "Months to simulate", "60" => "length";
        replications: u32, Whole(1, MOST_REPLICATIONS), "runs", "1000", "Number of replications", "1000" => "replications";
        seed: u64, Whole(0, i64::MAX), "", "1", "Study seed: the same seed gives the same futures", "1" => "study seed";
        parameters: ParameterSet, OneOf(|| ParameterSet::ALL.map(ParameterSet::word).to_vec(), "no set of parameters is called"), "", "default", "One value for each parameter, or in each replication one of the vectors that calibration accepted, where `model` is not named over the whole model and its variants", "\"accepted\"" => "parameters";
        model: Model, OneOf(super::models, "no model is called"), "", "full", "The whole model, a null model (a cause is taken out) or a variant (a cause has another form)", "\"mean field\"" => "model";
        worth_naming: Option<f64>, Number(0.0, 0.5), "share of what a measure can be", "0.02", "The smallest difference that summary and report name: a smaller one never reads as lower or higher. Of months it is one month", "0.02" => "smallest difference named";
    }
}

impl RunSettings {
    /// The smallest difference that is named, as a share of what a measure can be.
    pub fn smallest_named(&self) -> f64 {
        self.worth_naming.unwrap_or(WORTH_NAMING)
    }
}

/// Where parameters come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ParameterSet {
    /// One value for each.
    #[default]
    Default,
    /// In each replication one of the vectors that calibration accepted, where no model is named over models.
    Accepted,
}

impl ParameterSet {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Default, Self::Accepted];

    /// The word that a scenario uses.
    pub fn word(self) -> &'static str {
        if self == Self::Default { "default" } else { "accepted" }
    }

    /// The set of this word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|set| set.word() == word)
    }
}

section! {
    /// The table of a distribution.
    DistributionText = SectionSpec { name: "distribution", ..BLANK }; {
        distribution: Option<String>, OneOf(kinds, "no distribution is called"), "", "", "Its kind", "\"uniform\"";
        low: Option<f64>, Number(f64::MIN, f64::MAX), "", "", "The lowest value", "0.1";
        mode: Option<f64>, Number(f64::MIN, f64::MAX), "", "", "The likeliest value", "0.2";
        high: Option<f64>, Number(f64::MIN, f64::MAX), "", "", "The highest value", "0.4";
        mean: Option<f64>, Number(f64::MIN, f64::MAX), "", "", "The mean", "0.2";
        sd: Option<f64>, Number(f64::MIN, f64::MAX), "", "", "The standard deviation", "0.1";
    }
}

section! {
    /// A sweep: a scenario at many points.
    SweepText = SectionSpec { called: "a design of a sweep", meaning: "A scenario at many points", ..BLANK }; {
        base: Option<String>, Text, "", "", "The scenario that is varied: a path relative to this file, or a built-in name", "\"committed\"";
        kind: Option<SweepKind>, OneOf(|| <SweepKind as strum::VariantArray>::VARIANTS.iter().map(|kind| kind.into()).collect(), "no kind of sweep is called"), "", "factorial", "How the points lie", "\"factorial\"";
        points: Option<u32>, Whole(1, MOST_POINTS as i64), "points", "", "How many points, of a Latin hypercube or a Sobol sequence", "64";
        replications: Option<u32>, Whole(1, MOST_REPLICATIONS), "runs", "the scenario's", "Replications of each point", "200";
        reference: WrittenTable, Parameters, "", "", "Coordinates of the point with which all others are compared", "{ superintendent_exit = 0.2 }";
        vary: Vec<(WrittenTable, SourceLocation)>, Sections("vary"), "", "", "What is varied", "";
    }
}

section! {
    /// What a sweep varies, over what.
    FactorText = SectionSpec { name: "vary", called: "[[vary]]", meaning: "What is varied", needs: &["name"], ..BLANK }; {
        name: Option<String>, Line(LONGEST_TITLE), "", "", "A parameter, a field of a section, `event[1].month`, or `scenario`", "\"superintendent_exit\"";
        values: Raw, Texts, "", "", "Its values, one by one", "[1, 3, 6]";
        low: Option<f64>, Number(f64::MIN, f64::MAX), "", "", "The lowest value", "0.05";
        high: Option<f64>, Number(f64::MIN, f64::MAX), "", "", "The highest value", "0.4";
        levels: Option<u32>, Whole(2, MOST_POINTS as i64), "values", "", "How many values from the lowest to the highest", "8";
        whole: bool, Truth, "", "false", "Only whole numbers between the lowest and the highest", "true";
    }
}

section! {
    /// A mapping: how a table with other columns is read.
    MappingText = SectionSpec { name: "mapping", called: "a mapping", meaning: "How a table with other columns is read", ..BLANK }; {
        source: Option<String>, Text, "", "", "Where the facts come from; printed wherever they are", "\"State register of schools, 2024\"";
        rows: Option<Rows>, OneOf(|| <Rows as strum::VariantArray>::VARIANTS.iter().map(|rows| rows.into()).collect(), "no rows are called"), "", "schools", "What a row is about", "\"districts\"";
        unknown: Vec<String>, Texts, "", "", "How the table says \"not known\", beside an empty cell", "[\"n/a\"]";
        delimiter: Option<String>, OneOf(|| vec![",", ";", "tab", "|"], "no delimiter is called"), "", "", "What stands between cells, where it is not plain", "\";\"";
        encoding: Option<String>, Text, "", "", "The encoding, where it is not plain, by a name that the web uses", "\"windows-1252\"";
        header_line: Option<u64>, Whole(1, 1_000), "", "", "The line that names the columns, where it is not plain; in a workbook the row", "5";
        decimal: Option<String>, OneOf(|| vec![".", ","], "no sign before a fraction is"), "", "", "What stands before the fraction of a number, where it is not plain", "\",\"";
        thousands: Option<String>, OneOf(|| vec![",", ".", " ", "'"], "no sign between thousands is"), "", "", "What stands between thousands, where it is not plain", "\".\"";
        sheet: Option<String>, Text, "", "", "The sheet of a workbook that has several tables", "\"Schools\"";
        member: Option<String>, Text, "", "", "The file in a zip archive that has several tables", "\"schools.csv\"";
        unknown_pupils: Option<UnknownPupils>, OneOf(|| <UnknownPupils as strum::VariantArray>::VARIANTS.iter().map(|what| what.into()).collect(), "nothing that is done with unknown students is called"), "", "leave out", "What is done with a row whose students are not known", "\"fault\"";
        pupils_per_teacher: Option<f64>, Number(1.0, 200.0), "students per teacher", "the parameter of that name", "Teachers are students divided by this, where they are not known", "18.5";
        optional: Vec<String>, Texts, "", "", "Keys of `[columns]` whose columns a table may lack", "[\"poverty\"]";
        totals_row: Option<TotalsRow>, OneOf(|| <TotalsRow as strum::VariantArray>::VARIANTS.iter().map(|what| what.into()).collect(), "nothing that is done with a row of totals is called"), "", "leave out", "What is done with a row that is the total of the others", "\"keep\"";
        latest: Option<String>, Text, "", "", "The column of which only the rows with the latest value count", "\"Year\"";
        r#where: WrittenTable, Section("where"), "", "", "Which rows count: those with one of these words in this column", "";
        join: Raw, Section("join"), "", "", "A file whose columns are joined by a key", "";
        columns: WrittenTable, Section("columns"), "", "", "Which column holds what", "";
        fixed: WrittenTable, Section("fixed"), "", "", "What is the same for every row", "";
        words: WrittenTable, Section("words"), "", "", "Words of the table, and what they mean here", "";
        scale: WrittenTable, Section("scale"), "", "", "What numbers are multiplied by", "";
        prefix: WrittenTable, Section("prefix"), "", "", "How many characters of an identifier count, from its beginning", "";
        digits: WrittenTable, Section("digits"), "", "", "How many digits the identifiers of this layout have", "";
    }
}
