//! Damage to the data file and to what lies around it, made for real: the file opens with all it held, or is refused in
//! words, or verifying names what is wrong. Never a panic, never a record that is silently another.

use std::path::{Path, PathBuf};

use rusqlite::Connection;
use taizhang::error::{ErrorKind, Result};
use taizhang::model::*;
use taizhang::ops::Office;
use taizhang::papers::{Paper, to_pdf};
use taizhang::scan::Scan;
use taizhang::store::{Access, Drafted};

use super::support::{Scratch, bytes, carried_out, day, good_form, sample_office, today};

/// A small generator: the same damage from run to run.
fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    *state >> 33
}

/// An office of some hundred pages: long texts, accounts opened by forms, something taken back, a scan, a draft.
fn office() -> Scratch {
    let mut scratch = sample_office();
    let office = &mut scratch.office;
    for at in 0..6 {
        let long = good_form().with(Field::Description, "因窗口轮岗申请开通权限。".repeat(300));
        office.file_application(&long, None, None, today()).unwrap();
        carried_out(
            office,
            &good_form().with(Field::Description, format!("第{at}个")),
            &format!("zh{at}"),
            "2026-11-24",
        );
    }
    office.undo(today()).unwrap();
    let number = office.register().applications.values().next_back().unwrap().number.clone();
    let blanks: Vec<Paper> = [1, 2, 3].map(|of| Paper::blank(of).unwrap()).into();
    let scan = to_pdf(&blanks, today()).unwrap();
    office.attach(&number, &Scan::of("签字.pdf".into(), scan).unwrap(), today()).unwrap();
    office.keep_draft(None, Drafted::Application(None), &good_form()).unwrap();
    scratch
}

/// What a file holds that was reported saved: its records, its scans byte by byte. What is half-typed is read as well; no
/// entry of the 台账 vouches for it.
#[derive(PartialEq)]
struct Held(Register, Vec<Vec<u8>>);

impl Held {
    fn of(office: &Office) -> Result<Self> {
        let register = office.register().clone();
        let scans = register.attachments.values().map(|it| office.scan_of(it)).collect::<Result<_>>()?;
        office.store().drafts()?;
        Ok(Self(register, scans))
    }
}

/// What came of opening a damaged file.
#[derive(Debug, PartialEq, Eq)]
enum Outcome {
    /// Refused in words.
    Refused,
    /// It opened, and verifying says that it is not to be trusted.
    Told,
    /// It opened and holds all that it held.
    Whole,
}

/// Opens a damaged file and compares it with what it held.
fn judge(path: &Path, held: &Held, place: &str) -> Outcome {
    let before = bytes(path);
    let opened = Office::open(path, Access::Read);
    assert_eq!(bytes(path), before, "{place}: a reader changed the file");
    let refused = |result: Result<()>| {
        let error = result.unwrap_err();
        let known = [ErrorKind::Corrupt, ErrorKind::NotOurs, ErrorKind::TooNew, ErrorKind::InUse];
        assert!(known.contains(&error.kind()), "{place}: {error}");
        assert!(error.advice().is_some(), "{place}: {error}");
        Outcome::Refused
    };
    let office = match opened {
        Ok(office) => office,
        Err(error) => return refused(Err(error)),
    };
    match office.verify(None) {
        Err(error) => refused(Err(error)),
        Ok(verdict) if verdict.broken.is_some() => Outcome::Told,
        Ok(_) => match Held::of(&office) {
            Err(error) => refused(Err(error)),
            Ok(now) => {
                assert!(now == *held, "{place}: something else, and nobody said so");
                Outcome::Whole
            }
        },
    }
}

/// Damages a copy of the office's file in one way after the other; counts what came of it.
fn damage(scratch: Scratch, changes: impl Iterator<Item = (String, Vec<u8>)>) -> [usize; 3] {
    let held = Held::of(&scratch.office).unwrap();
    drop(scratch.office);
    let path = scratch.folder.path().join("坏.taizhang");
    let mut count = [0; 3];
    for (place, content) in changes {
        std::fs::write(&path, content).unwrap();
        count[judge(&path, &held, &place) as usize] += 1;
    }
    count
}

const PAGE: usize = 4096;

fn overwritten_pages(step: usize) -> [usize; 3] {
    let scratch = office();
    let whole = bytes(&scratch.file);
    let pages = whole.len() / PAGE;
    assert!(pages > 40, "{pages}");
    let mut state = 20_261_124;
    let changes = (0..pages * 4).step_by(step).map(move |at| {
        let (page, pattern) = (at / 4, at % 4);
        let mut content = whole.clone();
        let place = page * PAGE..(page + 1) * PAGE;
        match pattern {
            0 => content[place].fill(0),
            1 => content[place].fill(0xFF),
            2 => content[place].iter_mut().for_each(|byte| *byte = next(&mut state) as u8),
            // The page of another place: whole in itself, and wrong here.
            _ => {
                let other = (page + 1 + next(&mut state) as usize % (pages - 1)) % pages;
                let other = whole[other * PAGE..(other + 1) * PAGE].to_vec();
                content[place].copy_from_slice(&other);
            }
        }
        (format!("page {page}, pattern {pattern}"), content)
    });
    damage(scratch, changes)
}

#[test]
fn a_page_that_was_overwritten_is_noticed() {
    let [refused, told, whole] = overwritten_pages(3);
    assert!(refused > 0, "{refused} {told} {whole}");
    // Pages that hold no record may go unnoticed: free ones, and a draft's.
    assert!(whole * 4 < refused + told, "{refused} {told} {whole}");
}

fn flipped_bits(count: usize) -> [usize; 3] {
    let scratch = office();
    let whole = bytes(&scratch.file);
    let mut state = 47;
    let changes = (0..count).map(move |_| {
        let mut content = whole.clone();
        let at = next(&mut state) as usize % content.len();
        let bit = next(&mut state) % 8;
        content[at] ^= 1 << bit;
        (format!("byte {at}, bit {bit}"), content)
    });
    damage(scratch, changes)
}

#[test]
fn a_bit_that_flipped_is_noticed_where_it_means_something() {
    let [refused, told, whole] = flipped_bits(150);
    assert!(refused > 0 && told > 0 && whole > 0, "{refused} {told} {whole}");
}

#[test]
fn a_file_cut_off_anywhere_is_refused() {
    let scratch = office();
    let whole = bytes(&scratch.file);
    let cuts =
        (1..40).map(|part| whole.len() * part / 40).chain([1, 99, 100, 511, 512, PAGE, PAGE + 1, whole.len() - 1]);
    let changes: Vec<(String, Vec<u8>)> =
        cuts.map(|length| (format!("cut to {length}"), whole[..length].to_vec())).collect();
    let count = changes.len();
    assert_eq!(damage(scratch, changes.into_iter()), [count, 0, 0]);
}

/// The header's fields in turn (file format, 1.3): each byte wiped, and each set.
#[test]
fn a_header_with_a_wrong_byte_is_refused_or_means_the_same() {
    let scratch = office();
    let whole = bytes(&scratch.file);
    let changes = (0..200).map(move |at| {
        let mut content = whole.clone();
        content[at / 2] = if at % 2 == 0 { !content[at / 2] } else { 0 };
        (format!("header byte {}", at / 2), content)
    });
    let [refused, told, whole] = damage(scratch, changes);
    assert!(refused > 40, "{refused} {told} {whole}");
}

/// A write of which one page did not reach the disk, though the disk said so: no journal, the old page is left.
#[test]
fn a_page_of_the_last_write_that_is_missing_is_noticed() {
    let mut scratch = office();
    let older = bytes(&scratch.file);
    carried_out(&mut scratch.office, &good_form(), "zhongxin", "2026-11-24");
    let newer = bytes(&scratch.file);
    let changed = (0..older.len() / PAGE).filter(|page| {
        let place = page * PAGE..(page + 1) * PAGE;
        older[place.clone()] != newer[place]
    });
    let changes: Vec<(String, Vec<u8>)> = changed
        .map(|page| {
            let mut content = newer.clone();
            let place = page * PAGE..(page + 1) * PAGE;
            content[place.clone()].copy_from_slice(&older[place]);
            (format!("page {page} is old"), content)
        })
        .collect();
    assert!(changes.len() > 5);
    let [refused, told, whole] = damage(scratch, changes.into_iter());
    assert!(refused + told > whole, "{refused} {told} {whole}");
}

/// The journal of a write that was cut off, and the file half-written: a writer and a reader both get the state before.
#[test]
fn a_hot_journal_is_played_back_and_without_it_the_half_written_file_is_noticed() {
    let scratch = office();
    let held = Held::of(&scratch.office).unwrap();
    drop(scratch.office);
    let writer = Connection::open(&scratch.file).unwrap();
    writer
        .execute_batch(
            "PRAGMA cache_size = 1; BEGIN; UPDATE account SET category = hex(randomblob(9000)); \
             UPDATE person SET phone = hex(randomblob(900)); UPDATE application SET contact = hex(randomblob(900)); \
             DELETE FROM cleanup_row; DELETE FROM matrix_row; UPDATE account SET category = ''",
        )
        .unwrap();
    let journal_of = |path: &Path| PathBuf::from(format!("{}-journal", path.display()));
    let (half, journal) = (bytes(&scratch.file), bytes(&journal_of(&scratch.file)));
    drop(writer);
    for access in [Access::Read, Access::Write] {
        let path = scratch.folder.path().join("断电.taizhang");
        std::fs::write(&path, &half).unwrap();
        std::fs::write(journal_of(&path), &journal).unwrap();
        let office = Office::open(&path, access).unwrap();
        assert!(Held::of(&office).unwrap() == held);
        assert_eq!(office.verify(None).unwrap().broken, None);
        drop(office);
        assert!(!journal_of(&path).exists());
    }
    let lost = scratch.folder.path().join("日志丢失.taizhang");
    std::fs::write(&lost, &half).unwrap();
    assert_ne!(judge(&lost, &held, "journal lost"), Outcome::Whole);
}

#[cfg(unix)] // Windows moves nothing that is open: see below
#[test]
fn a_folder_that_is_gone_while_the_file_is_open_is_told_and_back_again_it_serves() {
    let mut scratch = sample_office();
    let (here, away) = (scratch.folder.path().join("股"), scratch.folder.path().join("移走"));
    std::fs::create_dir(&here).unwrap();
    let file = here.join("台账.taizhang");
    Office::create(&file).unwrap();
    scratch.office = Office::open(&file, Access::Write).unwrap();
    scratch.office.file_application(&good_form(), None, None, today()).unwrap();
    std::fs::rename(&here, &away).unwrap();
    let before = scratch.office.register().clone();
    let error = scratch.office.file_application(&good_form(), None, None, today()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound);
    assert!(error.to_string().contains("刚才的内容没有保存，此前保存的在原来的文件里"), "{error}");
    assert_eq!(*scratch.office.register(), before);
    std::fs::rename(&away, &here).unwrap();
    scratch.office.file_application(&good_form(), None, None, today()).unwrap();
    drop(scratch.office);
    let mut again = Office::open(&file, Access::Write).unwrap();
    assert_eq!(again.register().applications.len(), 2);
    assert_eq!(again.verify(None).unwrap().broken, None);
    // A program that keeps folders alike puts its own copy there; and somebody deletes the folder.
    let copy = bytes(&file);
    std::fs::write(here.join("副本"), copy).unwrap();
    std::fs::rename(here.join("副本"), &file).unwrap();
    let refused = again.file_application(&good_form(), None, None, today()).map(drop);
    assert_eq!(refused.unwrap_err().kind(), ErrorKind::NotFound);
    std::fs::remove_dir_all(&here).unwrap();
    let refused = again.file_application(&good_form(), None, None, today()).map(drop);
    assert_eq!(refused.unwrap_err().kind(), ErrorKind::NotFound);
}

#[cfg(windows)]
#[test]
fn nobody_moves_deletes_or_replaces_the_file_while_it_is_open() {
    let mut scratch = sample_office();
    let other = scratch.folder.path().join("副本");
    std::fs::write(&other, bytes(&scratch.file)).unwrap();
    assert!(std::fs::rename(&scratch.file, scratch.folder.path().join("移走")).is_err());
    assert!(std::fs::rename(&other, &scratch.file).is_err());
    assert!(std::fs::remove_file(&scratch.file).is_err());
    scratch.office.file_application(&good_form(), None, None, today()).unwrap();
    drop(scratch.office);
    let again = Office::open(&scratch.file, Access::Read).unwrap();
    assert_eq!(again.register().applications.len(), 5);
    assert_eq!(again.verify(None).unwrap().broken, None);
}

#[test]
fn a_clock_that_was_set_back_leaves_numbers_entries_and_undo_in_order() {
    let mut scratch = sample_office();
    let office = &mut scratch.office;
    office.file_application(&good_form(), None, None, day("2027-01-02")).unwrap();
    office.file_application(&good_form(), None, None, day("2026-11-20")).unwrap();
    let numbers: Vec<&str> = office.register().applications.values().skip(4).map(|it| it.number.as_str()).collect();
    assert_eq!(numbers, ["SQ-2027-0001", "SQ-2026-0005"]);
    assert_eq!(office.verify(None).unwrap().broken, None);
    let folder = scratch.folder.path().join("备份");
    let at = |iso: &str| Moment { day: day(iso), second: 0 };
    office.back_up(&folder, at("2027-01-02")).unwrap();
    office.undo(day("2026-11-20")).unwrap();
    let made = office.back_up(&folder, at("2026-11-20")).unwrap();
    assert!(matches!(made, taizhang::store::BackedUp::Made(_)));
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 2, "the one of the wrong day is not displaced");
    assert_eq!(office.register().applications.len(), 5);
    assert_eq!(office.verify(None).unwrap().broken, None);
}

/// For `.ci/run`: every page in every way, and bits by the thousand.
#[test]
#[ignore = "minutes; the short sweeps above take a part"]
#[allow(clippy::explicit_write)] // the printing macros are what the runner captures
fn every_page_is_overwritten_in_every_way_and_thousands_of_bits_flip() {
    use std::io::Write;
    let (pages, bits) = (overwritten_pages(1), flipped_bits(6000));
    for (what, [refused, told, whole]) in [("pages overwritten", pages), ("bits flipped", bits)] {
        let all = refused + told + whole;
        writeln!(std::io::stderr(), "{what}: {all}; refused {refused}, named by verify {told}, no record {whole}")
            .unwrap();
    }
}
