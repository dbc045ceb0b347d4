//! Promise: a command that is killed loses nothing that was finished, doubles nothing, and leaves nothing half-written under
//! its final name; going on gives the bytes of an undisturbed command.

use std::os::unix::process::ExitStatusExt;
use std::time::Duration;

use super::{cases, ended, spread, trials};

#[test]
fn killed_at_a_named_place_every_command_goes_on() {
    let cases = cases();
    let each = (trials(33) / cases.all.len()).max(1);
    let mut killed = 0;
    for case in &cases.all {
        let tried = each.min(case.places);
        for k in 0..tried {
            // Spread over all places, the first and the last among them.
            let place = 1 + k * (case.places - 1) / (tried - 1).max(1);
            let folder = case.prepared();
            let output = case.command(&folder, &format!("kill:{place}")).output().unwrap();
            let told = ended(&output);
            // Another order of work may reach fewer places.
            if output.status.signal().is_some() {
                killed += 1;
            } else {
                assert_eq!(output.status.code(), Some(case.status), "{}, {told}", case.name);
            }
            case.check_left(&folder, &told);
            case.go_on(&folder, &told);
        }
        println!("{}: killed at {tried} of {} places", case.name, case.places);
    }
    assert!(killed > 0, "no trial was killed");
    println!("{killed} killed; none lost, doubled or half-written");
}

#[test]
fn killed_at_any_moment_every_command_goes_on() {
    let cases = cases();
    let each = (trials(33) / cases.all.len()).max(1);
    let (mut killed, mut number) = (0, 0);
    for case in &cases.all {
        for _ in 0..each {
            number += 1;
            let folder = case.prepared();
            let mut child = case.command(&folder, "").spawn().unwrap();
            let moment = spread(number) * case.seconds;
            std::thread::sleep(Duration::from_secs_f64(moment));
            child.kill().unwrap();
            let output = child.wait_with_output().unwrap();
            killed += usize::from(output.status.signal().is_some());
            let told = format!("killed after {moment:.4} s");
            case.check_left(&folder, &told);
            case.go_on(&folder, &told);
        }
    }
    assert!(killed > 0, "every command was done before it could be killed");
    println!("{killed} of {number} killed before they were done; none lost, doubled or half-written");
}
