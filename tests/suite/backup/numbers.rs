//! What is on paper keeps its number, whatever backup is restored (第十五条).

use taizhang::model::*;
use taizhang::ops::{Office, Restoration};
use taizhang::store::Access;

use super::super::support::{Scratch, day, good_form, notices, today};
use super::{at, backed_up};

/// The backup in the place of the file of an office, on a day at noon.
fn restored(scratch: Scratch, backup: &std::path::Path, on: &str) -> (Scratch, Vec<String>) {
    let Scratch { folder, file, office } = scratch;
    let restoration = Restoration::over(&office, backup, None).unwrap();
    let lines = restoration.lines();
    drop(office);
    restoration.carry_out(at(on, 12)).unwrap();
    let office = Office::open(&file, Access::Write).unwrap();
    (Scratch { folder, file, office }, lines)
}

fn next(office: &mut Office, on: &str) -> String {
    let id = office.file_application(&good_form(), None, None, day(on)).unwrap();
    Subject::Application(id).name(office.register())
}

#[test]
fn a_number_that_a_restoring_gives_up_is_never_given_again() {
    let (mut scratch, backup) = backed_up();
    let form = scratch.office.file_application(&good_form(), None, None, today()).unwrap();
    scratch.office.print_applications(&[form], today()).unwrap();
    assert_eq!(Subject::Application(form).name(scratch.office.register()), "SQ-2026-0006");
    assert_eq!(notices(&mut scratch.office, today()), ["TZ-2026-0001", "TZ-2026-0002"]);
    let (scratch, lines) = restored(scratch, &backup, "2026-11-25");
    let told = "编号已用到SQ-2026-0007、TZ-2026-0002，不会再编出同样的编号；备份以后的表还有用的，请另填一张";
    assert!(lines.iter().any(|line| line == told), "{lines:?}");
    let (mut scratch, lines) = restored(scratch, &backup, "2026-11-26");
    assert!(lines.iter().any(|line| line == told), "what was given up before is not forgotten: {lines:?}");
    let last = scratch.office.store().last_entries(1).unwrap().remove(0);
    assert!(last.op == Op::Restore && last.reason.ends_with("；编号已用到SQ-2026-0007、TZ-2026-0002"), "{last:?}");
    let office = &mut scratch.office;
    assert_eq!(notices(office, day("2026-11-26")), ["TZ-2026-0003", "TZ-2026-0004"]);
    assert_eq!(next(office, "2026-11-26"), "SQ-2026-0009", "0008 is of the leaving");
    assert_eq!(next(office, "2027-01-04"), "SQ-2027-0001");
    assert_eq!(office.verify(None).unwrap().broken, None);
}

#[test]
fn where_the_present_file_cannot_be_read_the_clerk_is_told_to_look_at_the_papers() {
    let (scratch, backup) = backed_up();
    drop(scratch.office);
    let told = || Restoration::of(&backup, &scratch.file).unwrap().lines();
    let is_told = |lines: &[String]| lines.iter().any(|line| line.contains("请找出最后打印的各种表"));
    assert!(!is_told(&told()));
    std::fs::write(&scratch.file, "").unwrap();
    assert!(is_told(&told()));
    std::fs::remove_file(&scratch.file).unwrap();
    assert!(is_told(&told()));
}
