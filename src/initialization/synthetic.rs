//! A synthetic district from its number of students. (ODD 5)
//!
//! Shapes and numbers were measured on California's regular districts of 2,000 to 20,000 students (California Department of
//! Education and NCES, 2023-24), and stand in the ledger (group `population`). Outside that range they are extrapolated. With g
//! = ln(pupils / 5000), in order:
//!
//! 1. Unified with probability logistic(`unified_logit` + `unified_growth` · g), else elementary.
//! 2. Top grade of elementary schools: 8 with probability `k8_districts`; else 6 with probability `k6_unified` (unified) or
//!    `k6_elementary`; else 5. There are middle schools unless the top is 8, or it is 6 in an elementary district and a number lies
//!    below `k6_without_middle`.
//! 3. Alternative schools: Poisson with mean (`other_unified` or `other_elementary`) · exp(`other_growth` · g), each with
//!    students · `other_size` · exp(normal(0, `other_size_sd`)), at least one. Where they would have more than 15% of the students
//!    together, each is multiplied by 0.15 · students / their sum. Then each is rounded, and is at least one. Grades 9 to 12 in
//!    unified districts, else kindergarten to 8.
//! 4. Of the other students a share is in high schools (unified only): normal(`high_share`, `level_share_sd`). Of the rest a
//!    share is in elementary schools: normal((top + 1) / 9, `level_share_sd`), or all where there are no middle schools; what
//!    remains is in middle schools. Both are clipped to three standard deviations and kept within 0 and 1.
//! 5. Schools of a level: students of the level / typical size, rounded, from 1 to the number of students and at most 10,000; none for
//!    less than one student. Typical size is `size_elementary`, `size_middle` or `size_high` times exp(normal(`size_growth` · g,
//!    `size_sd`)). Enrolments share out the level's students (rounded) by largest remainder in proportion to exp(normal(0,
//!    `size_within`)). Grades: kindergarten to the top (where the top is below 8, to 8 with probability `k8_schools` for each
//!    school), top + 1 to 8, 9 to 12. A school may come out with 0 students: it stands, without teachers.
//! 6. Teachers of a school: students over the district's ratio, normal(`pupils_per_teacher`, `pupils_per_teacher_sd`), clipped to
//!    three standard deviations and at least 1.
//! 7. Poverty of a school: logistic(normal(level, `poverty_within` · exp(`poverty_within_growth` · g))), with the district's level
//!    normal(`poverty_logit`, `poverty_sd`).
//!
//! Schools stand in the order elementary, middle, high, alternative; their identifiers, from which their keys follow, are
//! `elementary-school-1` and so on, those of alternative schools `other-school-1`. Each step takes one uniform number from the
//! district's or school's own address: of the district, seat 100 has the lanes unified, top 8, top 6, middle; seat 101
//! alternative schools, high share, elementary share; seat 102 the typical sizes; seat 103 ratio and poverty. A school's seat
//! is 1 elementary, 2 middle, 3 high, 4 alternative and its number in the level, counted from 0, stands for the person; lanes
//! are size, grades to 8, poverty. The place is 0 in all of these. Typical sizes have the lanes 0 to 2 by level. Normal draws
//! are clipped, never redrawn.
//!
//! A real district of which only totals are known is drawn in the same way under its own id, with what is known in the place of
//! what would be drawn: its kind in step 1 (of a high district all students are in high schools), its students per teacher in step
//! 6, and its poverty (kept within 0.005 and 0.995) as the level of step 7. No draw moves another. A district without students
//! has no schools.

use super::seats::largest_remainder;
use crate::calendar::Month;
use crate::census::grade::{Grade, GradeSpan};
use crate::census::totals::DistrictTotals;
use crate::census::{DistrictFacts, DistrictKind, Level, SchoolFacts};
use crate::chance::{Decision, DecisionMaker, Streams, inverse};
use crate::numerics;
use crate::parameters::{Parameters, Population};

/// Size of district in which typical sizes are given.
const REFERENCE_PUPILS: f64 = 5_000.0;
/// Grades kindergarten to 8.
const GRADES_TO_8: f64 = 9.0;
/// Most students in alternative schools; reached in a few percent of districts.
const OTHER_AT_MOST: f64 = 0.15;
/// Normal draws between districts are clipped to so many standard deviations around their mean.
const CLIP: f64 = 3.0;

/// Shares of 0 and 1 have no logit.
const NEARLY_NONE: f64 = 0.005;

/// Most schools of one level.
const MOST_SCHOOLS: f64 = 10_000.0;

/// Seats of the addresses, one for each level's schools.
const ADDRESS: [(Level, u16); 4] =
    [(Level::Elementary, 1), (Level::Middle, 2), (Level::High, 3), (Level::Other, 4)];

/// A district with this many students.
pub fn draw(pupils: u32, streams: &Streams, p: &Parameters) -> DistrictFacts {
    let unknown = DistrictTotals {
        id: "district".into(),
        name: format!("Synthetic district of {pupils} students"),
        kind: None,
        county: String::new(),
        pupils,
        teachers_fte: None,
        poverty: None,
    };
    draw_known(&unknown, streams, p)
}

/// A district of which some totals are known; what is not known is drawn.
pub fn draw_known(known: &DistrictTotals, streams: &Streams, p: &Parameters) -> DistrictFacts {
    let pupils = known.pupils;
    if pupils == 0 {
        let kind = known.kind.clone().unwrap_or(DistrictKind::Elementary);
        let (id, name, county) = (known.id.clone(), known.name.clone(), known.county.clone());
        return DistrictFacts { id, name, kind, county, schools: Vec::new() };
    }
    let s = &p.population;
    let size = f64::from(pupils);
    let g = numerics::ln(size / REFERENCE_PUPILS);
    let lanes = |seat| streams.block(Decision::SyntheticSchool, DecisionMaker::office(seat, 0), Month(0));
    let (kind, levels, sizes, wealth) = (lanes(100), lanes(101), lanes(102), lanes(103));

    let only_high = known.kind == Some(DistrictKind::High);
    let unified = match known.kind {
        Some(DistrictKind::Unified | DistrictKind::High) => true,
        Some(DistrictKind::Elementary) => false,
        _ => kind.chance(0, logistic(s.unified_logit + s.unified_growth * g)),
    };
    let k6 = if unified { s.k6_unified } else { s.k6_elementary };
    let top = if kind.chance(1, s.k8_districts) {
        8
    } else if kind.chance(2, k6) {
        6
    } else {
        5
    };
    let has_middle = top < 8 && !(top == 6 && !unified && kind.chance(3, s.k6_without_middle));

    let mut schools = Vec::new();
    let other_mean =
        if unified { s.other_unified } else { s.other_elementary } * numerics::exp(s.other_growth * g);
    let other = others(size, poisson(levels.uniform(0), other_mean), unified, streams, s);
    let rest = size - other.iter().map(|o| f64::from(o.enrollment)).sum::<f64>();

    let high_share = if only_high {
        1.0
    } else if unified {
        numerics::share(clipped(levels.uniform(1), s.high_share, s.level_share_sd))
    } else {
        0.0
    };
    let high = rest * high_share;
    let by_grades = f64::from(top + 1) / GRADES_TO_8;
    let elementary_share = if has_middle {
        numerics::share(clipped(levels.uniform(2), by_grades, s.level_share_sd))
    } else {
        1.0
    };
    let elementary = (rest - high) * elementary_share;
    let middle = rest - high - elementary;
    let plan = [
        (Level::Elementary, elementary, s.size_elementary, GradeRange(0, top)),
        (Level::Middle, middle, s.size_middle, GradeRange(top + 1, 8)),
        (Level::High, high, s.size_high, GradeRange(9, 12)),
    ];
    for (lane, (level, level_pupils, typical, grades)) in plan.into_iter().enumerate() {
        let typical =
            typical * numerics::exp(inverse::normal(sizes.uniform(lane), s.size_growth * g, s.size_sd));
        schools.extend(of_level(level, level_pupils, typical, grades, streams, s));
    }
    schools.extend(other);

    let ratio = match known.teachers_fte {
        Some(teachers) => size / teachers,
        None => clipped(wealth.uniform(0), s.pupils_per_teacher, s.pupils_per_teacher_sd).max(1.0),
    };
    let level = match known.poverty {
        Some(share) => logit(share.clamp(NEARLY_NONE, 1.0 - NEARLY_NONE)),
        None => inverse::normal(wealth.uniform(1), s.poverty_logit, s.poverty_sd),
    };
    let within = s.poverty_within * numerics::exp(s.poverty_within_growth * g);
    let mut numbers = [0u16; ADDRESS.len()];
    for school in &mut schools {
        // A school is known by its level and its number there: one more elementary school moves no other.
        let kind = ADDRESS.iter().position(|(l, _)| *l == school.level).unwrap_or(0);
        let u = address(school.level, numbers[kind], streams).uniform(2);
        numbers[kind] += 1;
        school.teachers_fte = f64::from(school.enrollment) / ratio;
        school.poverty = Some(logistic(inverse::normal(u, level, within)));
    }
    DistrictFacts {
        id: known.id.clone(),
        name: known.name.clone(),
        kind: known.kind.clone().unwrap_or(if unified {
            DistrictKind::Unified
        } else {
            DistrictKind::Elementary
        }),
        county: known.county.clone(),
        schools,
    }
}

#[derive(Clone, Copy)]
struct GradeRange(i8, i8);

impl GradeRange {
    fn span(self) -> Option<GradeSpan> {
        GradeSpan::new(Grade::new(self.0)?, Grade::new(self.1)?).ok()
    }
}

fn others(size: f64, count: u32, unified: bool, streams: &Streams, s: &Population) -> Vec<SchoolFacts> {
    let mut pupils: Vec<f64> = (0..count)
        .map(|k| {
            let u = address(Level::Other, k as u16, streams).uniform(0);
            (size * s.other_size * numerics::exp(inverse::normal(u, 0.0, s.other_size_sd))).max(1.0)
        })
        .collect();
    let total: f64 = pupils.iter().sum();
    if total > OTHER_AT_MOST * size {
        for p in &mut pupils {
            *p *= OTHER_AT_MOST * size / total;
        }
    }
    let grades = if unified { GradeRange(9, 12) } else { GradeRange(0, 8) };
    pupils.into_iter().enumerate().map(|(k, p)| school(Level::Other, k, p.round().max(1.0), grades)).collect()
}

fn of_level(
    level: Level,
    pupils: f64,
    typical: f64,
    grades: GradeRange,
    streams: &Streams,
    s: &Population,
) -> Vec<SchoolFacts> {
    if pupils < 1.0 {
        return Vec::new();
    }
    // No school without a student, and no more than can be told apart, whatever the parameters say.
    let count = (pupils / typical).round().clamp(1.0, pupils.min(MOST_SCHOOLS)) as usize;
    let draws: Vec<_> = (0..count).map(|k| address(level, k as u16, streams)).collect();
    let weights: Vec<f64> =
        draws.iter().map(|d| numerics::exp(inverse::normal(d.uniform(0), 0.0, s.size_within))).collect();
    let enrollments = largest_remainder(pupils.round() as usize, &weights);
    let odd = |k: usize| level == Level::Elementary && grades.1 < 8 && draws[k].chance(1, s.k8_schools);
    let span = |k: usize| if odd(k) { GradeRange(grades.0, 8) } else { grades };
    enrollments.into_iter().enumerate().map(|(k, p)| school(level, k, p as f64, span(k))).collect()
}

fn address(level: Level, k: u16, streams: &Streams) -> crate::chance::Block {
    let seat = ADDRESS.iter().find(|(l, _)| *l == level).map_or(0, |(_, seat)| *seat);
    streams.block(Decision::SyntheticSchool, DecisionMaker::office(seat, k), Month(0))
}

fn school(level: Level, k: usize, pupils: f64, grades: GradeRange) -> SchoolFacts {
    let name = format!("{level} school {}", k + 1);
    SchoolFacts {
        id: name.replace(' ', "-"),
        name,
        level,
        grades: grades.span(),
        enrollment: pupils as u32,
        teachers_fte: 0.0,
        poverty: None,
    }
}

fn clipped(u: f64, mean: f64, sd: f64) -> f64 {
    inverse::normal(u, mean, sd).clamp(mean - CLIP * sd, mean + CLIP * sd)
}

fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + numerics::exp(-x))
}

fn logit(share: f64) -> f64 {
    numerics::ln(share / (1.0 - share))
}

/// Poisson by inversion: the terms are summed until they pass the uniform number.
fn poisson(u: f64, mean: f64) -> u32 {
    let mut term = numerics::exp(-mean);
    let mut below = term;
    let mut k = 0;
    // Beyond this many the terms no longer change the sum.
    while u > below && k < 1_000 {
        k += 1;
        term *= mean / f64::from(k);
        below += term;
    }
    k
}

#[cfg(test)]
mod tests {
    use super::*;

    fn many(pupils: u32) -> Vec<DistrictFacts> {
        let p = crate::parameters::Ledger::standard().unwrap().values();
        (0..400).map(|r| draw(pupils, &Streams::new(1, 1, r), &p)).collect()
    }

    #[test]
    fn pupils_add_up_and_every_school_has_grades() {
        for d in many(7_000) {
            assert!(d.pupils().abs_diff(7_000) <= 3, "{}", d.pupils());
            assert!(d.schools.iter().all(|s| s.grades.is_some() && s.enrollment > 0));
        }
    }

    /// Means of real districts within 30% of the size, rescaled to it (California, 2023-24), within
    /// the differences that the fit is known to leave.
    #[test]
    fn counts_of_schools_and_teachers_are_those_of_real_districts() {
        for (pupils, schools, elementary, teachers) in
            [(5_000, 9.6, 6.5, 226.0), (10_000, 16.7, 11.1, 452.0), (20_000, 30.2, 19.9, 902.0)]
        {
            let drawn = many(pupils);
            let mean =
                |f: &dyn Fn(&DistrictFacts) -> f64| drawn.iter().map(f).sum::<f64>() / drawn.len() as f64;
            let near = |x: f64, real: f64| (x / real - 1.0).abs() < 0.08;
            assert!(near(mean(&|d| d.schools.len() as f64), schools), "schools at {pupils}");
            let count = |d: &DistrictFacts| d.schools.iter().filter(|s| s.level == Level::Elementary).count();
            assert!(near(mean(&|d| count(d) as f64), elementary), "elementary schools at {pupils}");
            assert!(near(mean(&|d| d.teachers_fte()), teachers), "teachers at {pupils}");
        }
    }

    fn known(pupils: u32, kind: DistrictKind) -> DistrictTotals {
        DistrictTotals {
            id: "0100005".into(),
            name: "Three Rivers".into(),
            kind: Some(kind),
            county: "Invented".into(),
            pupils,
            teachers_fte: Some(314.5),
            poverty: Some(0.62),
        }
    }

    #[test]
    fn what_is_known_of_a_district_is_what_is_drawn() {
        let p = crate::parameters::Ledger::standard().unwrap().values();
        let mut poverty = 0.0;
        for r in 0..200 {
            let d = draw_known(&known(5_821, DistrictKind::Elementary), &Streams::new(1, 1, r), &p);
            assert_eq!((d.id.as_str(), &d.kind), ("0100005", &DistrictKind::Elementary));
            assert!((d.teachers_fte() - 314.5).abs() < 0.3, "{}", d.teachers_fte());
            assert!(d.schools.iter().all(|s| s.level != Level::High));
            poverty += d.poverty().unwrap() / 200.0;
            let high = draw_known(&known(1_900, DistrictKind::High), &Streams::new(1, 1, r), &p);
            assert!(high.schools.iter().all(|s| matches!(s.level, Level::High | Level::Other)));
        }
        assert!((poverty - 0.62).abs() < 0.02, "{poverty}");
    }

    #[test]
    fn districts_of_any_size_can_be_drawn() {
        let p = crate::parameters::Ledger::standard().unwrap().values();
        for pupils in [0, 1, 2, 9, 40, 99, 419_929, 1_000_000] {
            for r in 0..20 {
                let d = draw_known(&known(pupils, DistrictKind::Unified), &Streams::new(1, 1, r), &p);
                assert!(d.pupils().abs_diff(u64::from(pupils)) <= 4, "{pupils}: {}", d.pupils());
                assert!(d.schools.iter().all(|s| s.teachers_fte.is_finite()));
            }
        }
    }

    #[test]
    fn poisson_counts_have_their_mean() {
        let n = 10_000;
        let total: u32 = (0..n).map(|k| poisson((f64::from(k) + 0.5) / f64::from(n), 1.95)).sum();
        assert!((f64::from(total) / f64::from(n) - 1.95).abs() < 0.01);
    }
}
