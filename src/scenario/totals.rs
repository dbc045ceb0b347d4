//! Real districts of which only totals are known: what a run can take, and what a reader must know of it.

use super::DistrictSpec;
use crate::census::totals::DistrictTotals;
use crate::phrasing::percent;

/// Sizes of district (pupils) at which the shapes of synthetic ones were measured.
const MEASURED: std::ops::RangeInclusive<u32> = 2_000..=20_000;

/// What a reader must know of districts whose schools are drawn although they are real.
pub fn remark(places: &[DistrictSpec]) -> Option<String> {
    let totals: Vec<&DistrictTotals> = places.iter().filter_map(known).collect();
    let outside = totals.iter().filter(|t| !MEASURED.contains(&t.pupils)).count();
    let measured = "2,000 to 20,000 students, for which the drawing was measured";
    match totals.as_slice() {
        [] => None,
        [one] => {
            let beyond = if outside == 1 { format!("; it lies outside {measured}") } else { String::new() };
            Some(format!("{} ({}): {}{beyond}", one.name, one.id, drawn(one)))
        }
        many => {
            let beyond =
                if outside > 0 { format!("; {outside} lie outside {measured}") } else { String::new() };
            Some(format!(
                "{} districts: their schools are not known and are drawn anew in each replication, from the number \
                 of students and, where they are known, kind, teachers and poverty{beyond}",
                many.len()
            ))
        }
    }
}

fn known(place: &DistrictSpec) -> Option<&DistrictTotals> {
    match place {
        DistrictSpec::Totals(totals) => Some(totals),
        DistrictSpec::Facts(_) | DistrictSpec::Synthetic { .. } => None,
    }
}

/// What is used of a district, and what is drawn.
fn drawn(totals: &DistrictTotals) -> String {
    let mut used = vec![format!("{} students", totals.pupils)];
    used.extend(totals.teachers_fte.map(|t| format!("{t} teachers")));
    used.extend(totals.poverty.map(|p| format!("a poverty of {}", percent(p))));
    used.extend(totals.kind.as_ref().map(|k| format!("its kind ({k})")));
    let open = [
        ("teachers", totals.teachers_fte.is_none()),
        ("poverty", totals.poverty.is_none()),
        ("kind", totals.kind.is_none()),
    ];
    let open: Vec<&str> = open.into_iter().filter(|(_, open)| *open).map(|(what, _)| what).collect();
    let open = match open.as_slice() {
        [] => String::new(),
        open => format!("; not known, and drawn too: {}", open.join(", ")),
    };
    format!(
        "its schools are not known and are drawn anew in each replication, from {}{open}",
        used.join(", ")
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::census::DistrictKind;

    #[test]
    fn the_remark_says_what_is_used_and_what_is_drawn() {
        let one = DistrictTotals {
            id: "07".into(),
            name: "Three Rivers".into(),
            kind: Some(DistrictKind::Unified),
            county: String::new(),
            pupils: 1_500,
            teachers_fte: Some(80.5),
            poverty: None,
        };
        let said = remark(&[DistrictSpec::Totals(one.clone())]).unwrap();
        for words in [
            "Three Rivers (07): ",
            "from 1500 students, 80.5 teachers, its kind (unified); not known, and drawn too: poverty",
            "; it lies outside 2,000",
        ] {
            assert!(said.contains(words), "{said}");
        }
        let large = DistrictTotals { pupils: 5_000, ..one.clone() };
        let said = remark(&[DistrictSpec::Totals(one), DistrictSpec::Totals(large)]).unwrap();
        assert!(said.starts_with("2 districts: ") && said.contains("; 1 lie outside"), "{said}");
        assert_eq!(remark(&[DistrictSpec::Synthetic { id: "district".into(), pupils: 500 }]), None);
    }
}
