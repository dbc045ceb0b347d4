//! Promise: a disk that is full at any byte gives a message and status 1, leaves no temporary file and nothing half-written,
//! and loses nothing that was finished.

use super::{cases, ended, left, trials};
use crate::runner::said;

#[test]
fn full_at_any_byte_the_disk_loses_nothing() {
    let cases = cases();
    let each = (trials(33) / cases.all.len()).max(2);
    let mut full = 0;
    for case in &cases.all {
        // What is noted while it runs is not left; so a part of the trials finds room.
        let bytes: usize = case.whole.values().map(Vec::len).sum();
        let tried = each.min(bytes);
        for k in 0..tried {
            let size = k * bytes / tried;
            let folder = case.prepared();
            let output = case.command(&folder, &format!("full:{size}")).output().unwrap();
            let told = format!("room for {size} bytes: {}", ended(&output));
            assert_eq!(output.status.code(), Some(1), "{}, {told}\n{}", case.name, said(&output));
            assert!(said(&output).contains("the disk is full"), "{}, {told}: {}", case.name, said(&output));
            full += 1;
            case.check_left(&folder, &told);
            let temporary = left(&folder).into_keys().find(|path| path.to_string_lossy().ends_with("-part"));
            assert_eq!(temporary, None, "{}, {told}: a temporary file is left", case.name);
            case.go_on(&folder, &told);
        }
        println!("{}: {tried} sizes below {bytes} bytes", case.name);
    }
    println!("{full} full disks; nothing lost or half-written");
}
