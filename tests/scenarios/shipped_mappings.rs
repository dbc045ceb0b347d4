//! Promise: each mapping that comes with the program reads a table of its publisher's layout as it is published, without a
//! fault and without an edit. The rows are invented; codes, quoting, titles and footers are those of the layout.

#![cfg(feature = "program")]
#![allow(clippy::panic, clippy::unwrap_used, reason = "a test that fails may say so loudly")]

use std::fs;

use uptake::census::{DistrictFacts, DistrictKind};
use uptake::files::{read_mapping, read_table};
use uptake::input::AnyTable;
use uptake::scenario::mapping::SHIPPED;

/// The table of the first file as a shipped mapping reads it; the others lie beside it.
fn read(mapping: &str, files: &[(&str, &[u8])]) -> AnyTable {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        fs::write(folder.path().join(name), bytes).unwrap();
    }
    let found = read_mapping(Some(mapping), None).unwrap();
    let path = folder.path().join(files[0].0);
    // The table is recognized by its columns.
    let said = read_table(&path, None).unwrap_err().to_string();
    assert!(said.contains(&format!("add --mapping {mapping}")), "{said}");
    read_table(&path, found.as_ref()).unwrap_or_else(|e| panic!("{mapping}: {e}"))
}

fn schools(table: &AnyTable) -> &[DistrictFacts] {
    match table {
        AnyTable::Schools(table) => table.districts(),
        AnyTable::Totals(_) => panic!("read as districts"),
    }
}

/// `id kind: school level grades students teachers; …` of each district.
fn told(table: &AnyTable) -> Vec<String> {
    let school = |s: &uptake::census::SchoolFacts| {
        let grades = s.grades.map_or("–".into(), |g| g.to_string());
        format!("{} {} {grades} {} {}", s.id, s.level.word(), s.enrollment, s.teachers_fte)
    };
    let one = |d: &DistrictFacts| {
        let all: Vec<String> = d.schools.iter().map(school).collect();
        format!("{} {}: {}", d.id, d.kind.word(), all.join("; "))
    };
    schools(table).iter().map(one).collect()
}

fn assert_said(table: &AnyTable, words: &[&str]) {
    let said = table.said(None).join("\n");
    for part in words {
        assert!(said.contains(part), "lacks {part}\n{said}");
    }
}

#[test]
fn tables_of_the_nces_school_search() {
    let text = "NCES School ID,State School ID,NCES District ID,State District ID,Low Grade*,High Grade*,School Name,District,\
        County Name*,Street Address,City,State,ZIP,ZIP 4-digit,Phone,Locale Code*,Locale*,Charter,Students*,Teachers*,\
        Student Teacher Ratio*,Free Lunch*,Reduced Lunch*,Directly Certified*,Type,Status\n\
        010000100001,ZZ-01,0100001,ZZ-1,PK,05,\"Ash, Lower\",Fern Valley,Fern County,1 A St,Fern,ZZ,01234,,(000)000-0000,11,City: Large,No,410.00000,19.20000,21.35,9.00000,3.00000,–,Regular,Open\n\
        010000100002,ZZ-02,0100001,ZZ-1,06,12,Elm,Fern Valley,Gorse County,2 A St,Fern,ZZ,01234,,(000)000-0000,11,City: Large,No,300.00000,–,†,9.00000,3.00000,–,Regular,New\n\
        010000100003,ZZ-03,0100001,ZZ-1,UG,UG,Oak,Fern Valley,Fern County,3 A St,Fern,ZZ,01234,,(000)000-0000,11,City: Large,No,40.00000,4.00000,10,†,†,†,Special Education,Open\n\
        010000100004,ZZ-04,0100001,ZZ-1,–,–,Sprout,Fern Valley,Fern County,4 A St,Fern,ZZ,01234,,(000)000-0000,11,City: Large,No,†,–,†,†,†,†,Regular,Open\n\
        010000100005,ZZ-05,0100001,ZZ-1,KG,05,Old Ash,Fern Valley,Fern County,5 A St,Fern,ZZ,01234,,(000)000-0000,11,City: Large,No,400.00000,20.00000,20,†,†,†,Regular,Closed\n\
        010000200001,ZZ-06,0100002,ZZ-2,09,12,Free,Free Charter,Fern County,6 A St,Fern,ZZ,01234,,(000)000-0000,11,City: Large,Yes,98.00000,3.85000,25,†,†,†,Regular,Open\n";
    let table = read("nces-school-search", &[("t.csv", text.as_bytes())]);
    assert_eq!(
        told(&table),
        [
            "0100001 unified: 010000100001 elementary TK-5 410 19.2; 010000100002 k12 6-12 300 13.7; \
             010000100003 other – 40 4",
            "0100002 high: 010000200001 high 9-12 98 3.85"
        ]
    );
    assert_said(
        &table,
        &[
            "1 row left out by [where]: `Status` is Closed",
            "1 row left out, students not known: †",
            "1 school of the level other takes no part in a reform; in the table: Special Education",
            "1 school: teachers are not in the table and are students divided by 21.9",
            "1 district with schools in several counties",
        ],
    );
}

#[test]
fn tables_of_the_nces_district_search() {
    let text = "NCES District ID,State District ID,District Name,County Name*,Street Address,City,State,ZIP,ZIP 4-digit,Phone,\
        Students*,Teachers*,Schools,Locale Code*,Locale*,Student Teacher Ratio*,Type,Status\n\
        0100001,ZZ-1,Fern Valley,Fern County,1 A St,Fern,ZZ,01234,,(000)000-0000,18354.00000,900.50000,30.00000,11,City: Large,20.38,Regular Local,Open\n\
        0100002,ZZ-2,Gorse Hill,Fern County,2 A St,Fern,ZZ,01234,,(000)000-0000,267.00000,†,1.00000,43,Rural: Remote,‡,Regular Local,Open\n\
        0100003,ZZ-3,Free Charter,Fern County,3 A St,Fern,ZZ,01234,,(000)000-0000,98.00000,3.85000,1.00000,41,Rural: Fringe,25.45,Charter,Open\n\
        0100004,ZZ-4,Service Agency,Fern County,4 A St,Fern,ZZ,01234,,(000)000-0000,†,†,0.00000,41,Rural: Fringe,†,Specialized,Open\n\
        0100005,ZZ-5,Gone,Fern County,5 A St,Fern,ZZ,01234,,(000)000-0000,0.00000,†,0.00000,41,Rural: Fringe,†,Regular Local,Closed\n";
    let AnyTable::Totals(table) = read("nces-district-search", &[("t.csv", text.as_bytes())]) else {
        panic!("schools")
    };
    let ids: Vec<(&str, u32, bool)> =
        table.districts().iter().map(|d| (d.id.as_str(), d.pupils, d.teachers_fte.is_some())).collect();
    assert_eq!(ids, [("0100001", 18_354, true), ("0100002", 267, false), ("0100003", 98, true)]);
    assert_eq!(table.regular().count(), 2);
    assert_eq!(table.districts()[2].kind, Some(DistrictKind::Other("agency".into())));
}

const ELSI_FOOT: &str = "\n\nData Source: Invented Office \"Survey\" 2019-20 v.1a; \"Survey\" 2020-21 v.1a.\n\n\
    † indicates that the data are not applicable.\n– indicates that the data are missing.\n\
    ‡ indicates that the data do not meet quality standards.\n";

#[test]
fn exports_of_elsi_with_a_row_for_each_school() {
    let head =
        "ELSI Export\n\nInvented Office - http://example.org\n\nThis is a Public School based table\n\n";
    let columns = "School Name,State Name [Public School] Latest available year,School Type [Public School] 2019-20,\
        Agency Name [Public School] 2019-20,Agency ID - NCES Assigned [Public School] Latest available year,\
        County Name [Public School] 2019-20,Charter School [Public School] 2019-20,\
        Total Students All Grades (Excludes AE) [Public School] 2018-19,\
        Total Students All Grades (Excludes AE) [Public School] 2019-20,\
        Full-Time Equivalent (FTE) Teachers [Public School] 2019-20,\
        Free and Reduced Lunch Students [Public School] 2019-20,Lowest Grade Offered [Public School] 2019-20,\
        Highest Grade Offered [Public School] 2019-20,School ID - NCES Assigned [Public School] Latest available year\n";
    let rows = "ASH,Invented,1-Regular school,FERN VALLEY,=\"0100001\",Fern County,2-No,9,410,19.2,205,Prekindergarten,5th Grade,=\"010000100001\"\n\
        ELM,Invented,4-Alternative/other school,FERN VALLEY,=\"0100001\",Fern County,1-Yes,9,=\"0\",=\"0\",–,6th Grade,12th Grade,=\"010000100002\"\n\
        OAK,Invented,1-Regular school,FERN VALLEY,=\"0100001\",Fern County,†,9,98,†,†,9th Grade,Adult Education,=\"010000100003\"\n\
        OLD,Invented,1-Regular school,FERN VALLEY,=\"0100001\",Fern County,2-No,9,†,†,†,Kindergarten,Ungraded,=\"010000100004\"\n";
    let text = format!("{head}{columns}{rows}{ELSI_FOOT}");
    let table = read("elsi-schools", &[("ELSI_csv_export.csv", text.as_bytes())]);
    assert_eq!(
        told(&table),
        ["0100001 unified: 010000100001 elementary TK-5 410 19.2; 010000100002 other 6-12 0 0; \
          010000100003 high 9-12 98 4.47"]
    );
    assert_eq!(schools(&table)[0].schools[0].poverty, Some(0.5));
    assert_said(
        &table,
        &[
            "header in line 7",
            "4 note lines left out",
            "of columns that differ in the year the latest is read: Total Students All Grades (Excludes AE) [Public School] 2019-20",
            "1 row left out, students not known: †",
        ],
    );
}

#[test]
fn exports_of_elsi_with_a_row_for_each_district() {
    let text = format!(
        "ELSI Export\n\nInvented Office - http://example.org\n\nThis is a District based table\n\n\
         Agency Name,State Name [District] Latest available year,Agency ID - NCES Assigned [District] Latest available year,\
         Total Students All Grades (Excludes AE) [District] 2014-15\n\
         FERN VALLEY,Invented,=\"0100001\",710\nGORSE HILL,Invented,=\"0100002\",=\"0\"\n(ILC) HEATH,Invented,=\"0100003\",†\n{ELSI_FOOT}"
    );
    let table = read("elsi-districts", &[("ELSI_csv_export.csv", text.as_bytes())]);
    let AnyTable::Totals(districts) = &table else { panic!("schools") };
    let ids: Vec<(&str, u32)> = districts.districts().iter().map(|d| (d.id.as_str(), d.pupils)).collect();
    assert_eq!(ids, [("0100001", 710), ("0100002", 0)]);
    assert_said(&table, &["no column `Full-Time Equivalent (FTE) Teachers [District] {year}`"]);
}

#[test]
fn californias_directory_with_the_file_of_meals_beside_it() {
    let head = "CDSCode\tNCESDist\tNCESSchool\tStatusType\tCounty\tDistrict\tSchool\tCharter\tFundingType\tDOC\tDOCType\tSOC\t\
        SOCType\tEILCode\tGSoffered\tGSserved\n";
    let rows = "01100010000000\t0600001\tNo Data\tActive\tFern\tFern Unified\tNo Data\tNo Data\tNo Data\t54\tUnified School District\tNo Data\tNo Data\tNo Data\tNo Data\tNo Data\n\
        01100010000011\t0600001\t00011\tActive\tFern\tFern Unified\tAsh\tN\tNo Data\t54\tUnified School District\t60\tElementary Schools (Public)\tELEM\tK-5\tK-5\n\
        01100010000012\t0600001\t00012\tActive\tFern\tFern Unified\tElm\tY\tLocally funded\t54\tUnified School District\t66\tHigh Schools (Public)\tHS\t9-12\t9-Adult\n\
        01100010000013\tNo Data\tNo Data\tActive\tFern\tFern Unified\tFree\tY\tDirectly funded\t54\tUnified School District\t65\tK-12 Schools (Public)\tELEMHIGH\tK-12\tK-12\n\
        01100010000014\t0600001\t00014\tActive\tFern\tFern Unified\tCourt\tN\tNo Data\t54\tUnified School District\t14\tJuvenile Court Schools\tHS\tK-12\tNo Data\n\
        01100010000015\t0600001\t00015\tClosed\tFern\tFern Unified\tGone\tN\tNo Data\t54\tUnified School District\t60\tElementary Schools (Public)\tELEM\tK-6\tNo Data\n\
        02100020000021\t0600002\t00021\tMerged\tGorse\tGorse Elementary\tPast\tN\tNo Data\t52\tElementary School District\t60\tElementary Schools (Public)\tELEM\tK-6\tNo Data\n";
    let meals = "Academic Year,County Code,District Code,School Code,County Name,District Name,School Name,Enrollment (K-12),\
        FRPM Count (K-12)\n\
        2023-24,01,10001,0000011,Fern,Fern Unified,Ash,410.000,205.000\n\
        2023-24,01,10001,0000012,Fern,Fern Unified,Elm,98.000,\n\
        2023-24,01,10001,0000014,Fern,Fern Unified,Court,20.000,20.000\n";
    let directory = format!("{head}{rows}");
    let files: [(&str, &[u8]); 2] =
        [("pubschls.txt", directory.as_bytes()), ("frpm2324.csv", meals.as_bytes())];
    let table = read("california-directory", &files);
    assert_eq!(
        told(&table),
        ["0110001 unified: 01100010000011 elementary K-5 410 18.72; 01100010000012 high 9-12 98 4.47; \
          01100010000014 other – 20 0.91"]
    );
    assert_eq!(schools(&table)[0].schools[0].poverty, Some(0.5));
    assert_said(
        &table,
        &[
            "tab-separated",
            "2 rows left out by [where]: `StatusType` is Closed, Merged",
            "1 school left out: direct-funded charter schools",
            "1 row without a row of the same key in frpm2324.csv: 01100010000000",
            "1 row left out, students not known: an empty cell",
            "1 school of the level other takes no part in a reform; in the table: 14",
        ],
    );
}

#[test]
fn the_school_and_district_file_of_texas() {
    let text = "County Number,County Name,District Number,District Name,District Type,School Number,School Name,Instruction Type,\
        Charter Type,Grade Range,School Enrollment as of Oct 2014,School Status\n\
        '001,FERN COUNTY,'001902,FERN ISD,INDEPENDENT,'001902001,FERN H S,REGULAR INSTRUCTIONAL,,'09-12,206,Active\n\
        '001,FERN COUNTY,'001902,FERN ISD,INDEPENDENT,'001902103,FERN EL,REGULAR INSTRUCTIONAL,,'EE-05,251,Active\n\
        '001,FERN COUNTY,'001902,FERN ISD,INDEPENDENT,'001902104,FERN EL 2,REGULAR INSTRUCTIONAL,,'EE-PK,251,Active\n\
        '001,FERN COUNTY,'001902,FERN ISD,INDEPENDENT,'001902002,FERN DAEP,DAEP INSTRUCTIONAL,,'KG-12,0,Active\n\
        '001,FERN COUNTY,'001902,FERN ISD,INDEPENDENT,'001902041,FERN INT,REGULAR INSTRUCTIONAL,,'06-08,-1,Active\n\
        '001,FERN COUNTY,'001801,FREE ACADEMY,CHARTER,'001801101,FREE EL,REGULAR INSTRUCTIONAL,OPEN ENROLLMENT CHARTER,'PK-06,521,Active\n";
    let table = read("texas-askted", &[("Directory.csv", text.as_bytes())]);
    assert_eq!(
        told(&table),
        [
            "001801 agency: 001801101 elementary TK-6 521 23.79",
            "001902 unified: 001902001 high 9-12 206 9.41; 001902002 other K-12 0 0; 001902103 elementary TK-5 251 11.46; \
             001902104 elementary TK 251 11.46"
        ]
    );
    assert_said(&table, &["1 row left out, students not known: -1"]);
}

#[test]
fn campuses_of_the_performance_reports_of_texas() {
    let reference = "CAMPUS,DISTRICT,CAMPNAME,COUNTY,DISTNAME,REGION,CNTYNAME,GRDTYPE,GRDSPAN,CFLALTED,CFLCHART,C_RATING\n\
        \"001902001\",\"001902\",\"FERN H S\",\"001\",\"FERN ISD\",\"07\",\"FERN\",\"S\",\"09 - 12\",\"N\",\"N\",\"Met Standard\"\n\
        \"001902103\",\"001902\",\"FERN EL\",\"001\",\"FERN ISD\",\"07\",\"FERN\",\"E\",\"EE - 05\",\"N\",\"N\",\" \"\n\
        \"001902104\",\"001902\",\"FERN PRI\",\"001\",\"FERN ISD\",\"07\",\"FERN\",\"E\",\"EE - PK\",\"N\",\"N\",\"Not Rated\"\n";
    let students =
        "CAMPUS,CPETALLC,CPETECOC\n\"001902001\",206,103\n\"001902103\",251,-1\n\"001902104\",.,.\n";
    let staff = "CAMPUS,CPSTTOFC\n\"001902001\",18.5\n\"001902104\",3\n";
    let files: [(&str, &[u8]); 3] = [
        ("CREF.csv", reference.as_bytes()),
        ("CSTUD.csv", students.as_bytes()),
        ("CSTAF.csv", staff.as_bytes()),
    ];
    let table = read("texas-tapr", &files);
    assert_eq!(
        told(&table),
        ["001902 unified: 001902001 high 9-12 206 18.5; 001902103 elementary TK-5 251 11.46"]
    );
    assert_eq!(schools(&table)[0].schools[0].poverty, Some(0.5));
    let few: [(&str, &[u8]); 2] =
        [files[0], ("CSTUD.csv", b"CAMPUS,CPETALLC\n001902001,206\n001902103,251\n")];
    let without = read("texas-tapr", &few);
    assert_said(&without, &["no file CSTAF* lies beside the table", "no column `CPETECOC`"]);
}

#[test]
fn schools_of_england_by_ages() {
    let text = "\"URN\",\"LA (code)\",\"LA (name)\",\"EstablishmentNumber\",\"EstablishmentName\",\
        \"EstablishmentTypeGroup (name)\",\"EstablishmentStatus (name)\",\"PhaseOfEducation (name)\",\"StatutoryLowAge\",\
        \"StatutoryHighAge\",\"NumberOfPupils\",\"PercentageFSM\",\"GOR (name)\"\r\n\
        \"100001\",\"201\",\"Fern\",\"2000\",\"Saint Zo\u{eb}'s\",\"Local authority maintained schools\",\"Open\",\"Primary\",\"4\",\"11\",\"210\",\"25.0\",\"London\"\r\n\
        \"100002\",\"201\",\"Fern\",\"4000\",\"Elm\",\"Academies\",\"Open, but proposed to close\",\"Secondary\",\"11\",\"18\",\"900\",\"10.5\",\"London\"\r\n\
        \"100003\",\"201\",\"Fern\",\"6000\",\"Oak\",\"Independent schools\",\"Open\",\"Not applicable\",\"3\",\"18\",\"400\",\"\",\"London\"\r\n\
        \"100004\",\"201\",\"Fern\",\"7000\",\"Bay\",\"Academies\",\"Open\",\"Not applicable\",\"2\",\"19\",\"80\",\"40.0\",\"London\"\r\n\
        \"100005\",\"201\",\"Fern\",\"2001\",\"Gone\",\"Local authority maintained schools\",\"Closed\",\"Primary\",\"4\",\"11\",\"\",\"\",\"London\"\r\n";
    // As it is published: one byte for each letter.
    let bytes: Vec<u8> = text.chars().map(|sign| u8::try_from(u32::from(sign)).unwrap()).collect();
    let table = read("england-gias", &[("edubasealldata.csv", &bytes)]);
    assert_eq!(
        told(&table),
        [
            "201 unified: 100001 elementary TK-5 210 9.59; 100002 high 6-12 900 41.1; 100004 other TK-12 80 3.65"
        ]
    );
    assert_eq!(schools(&table)[0].schools[0].name, "Saint Zo\u{eb}'s");
    assert_eq!(schools(&table)[0].schools[0].poverty, Some(0.25));
    assert_said(
        &table,
        &["1 row left out by [where]: `EstablishmentTypeGroup (name)` is Independent schools"],
    );
}

#[test]
fn every_shipped_mapping_says_its_layout_and_is_tested_here() {
    let here = include_str!("shipped_mappings.rs");
    // Those that read the program's own columns, and the pattern to copy, are tested elsewhere.
    let others = ["districts", "california-districts", "nces-districts"];
    for shipped in SHIPPED.iter().filter(|shipped| !others.contains(&shipped.name)) {
        assert!(here.contains(&format!("read(\"{}\"", shipped.name)), "{} has no table", shipped.name);
        for word in ["# Layout ", "# Years ", "# Tried "] {
            assert!(shipped.text.contains(word), "{} does not say {word}", shipped.name);
        }
    }
}
