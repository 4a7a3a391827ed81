//! The 台账: a commit of one record, a past day and a backup over 100,000 accounts, verifying 1,000,000 entries.
#![allow(missing_docs, clippy::unwrap_used)]

mod office_of;

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use rusqlite::{Connection, params};
use sha2::{Digest, Sha256};
use taizhang::model::{Day, Kind, Moment};
use taizhang::ops::Office;
use taizhang::store::Access;

/// Entries of the long 台账.
const ENTRIES: i64 = 1_000_000;

fn main() {
    divan::main();
}

fn day() -> Day {
    Day::from_iso("2026-11-24").unwrap()
}

/// A file that is made once.
fn once(made: &'static OnceLock<(tempfile::TempDir, PathBuf)>, make: impl FnOnce(&Path)) -> &'static PathBuf {
    let make = || {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("大.taizhang");
        Office::create(&file).unwrap();
        make(&file);
        (folder, file)
    };
    &made.get_or_init(make).1
}

/// A file with 100,000 accounts.
fn large() -> &'static PathBuf {
    static FILE: OnceLock<(tempfile::TempDir, PathBuf)> = OnceLock::new();
    once(&FILE, |file| {
        Office::open(file, Access::Write).unwrap().load(&office_of::document(100_000, 0), day()).unwrap();
    })
}

/// A file with a million entries, one record each changing hands to and fro. Written at once, sealed as the
/// description of the chain in `store/ledger.rs` says.
fn long() -> &'static PathBuf {
    static FILE: OnceLock<(tempfile::TempDir, PathBuf)> = OnceLock::new();
    once(&FILE, |file| {
        let mut office = Office::open(file, Access::Write).unwrap();
        let texts = |post: &str| ["甲", "科", post, "", "在岗", "", "", ""].map(str::to_owned).to_vec();
        let person = office.save_record(Kind::People, None, &texts("科员"), day()).unwrap();
        office.save_record(Kind::People, Some(person), &texts("科长"), day()).unwrap();
        office.save_record(Kind::People, Some(person), &texts("科员"), day()).unwrap();
        drop(office);
        let mut file = Connection::open(file).unwrap();
        let last = |what: &str| format!("SELECT {what} FROM entry_change WHERE entry = 3");
        let one: String = file.query_row(&last("before"), [], |row| row.get(0)).unwrap();
        let other: String = file.query_row(&last("after"), [], |row| row.get(0)).unwrap();
        let op: String = file.query_row("SELECT op FROM entry WHERE id = 3", [], |row| row.get(0)).unwrap();
        let mut hash: String = file.query_row("SELECT hash FROM entry WHERE id = 3", [], |row| row.get(0)).unwrap();
        let write = file.transaction().unwrap();
        // An even number of them, so that the register is what it was.
        for id in 4..=ENTRIES + 1 {
            let (before, after) = if id % 2 == 0 { (&other, &one) } else { (&one, &other) };
            let number = id.to_string();
            let parts = [
                hash.as_str(),
                &number,
                "2026-11-24T00:00:00Z",
                "2026-11-24",
                "clerk",
                &op,
                "",
                "",
                "",
                "person",
                "1",
                before,
                after,
            ];
            let mut digest = Sha256::new();
            for part in parts {
                digest.update((part.len() as u64).to_be_bytes());
                digest.update(part.as_bytes());
            }
            let sealed = digest.finalize().iter().fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"));
            write
                .prepare_cached("INSERT INTO entry VALUES (?1, ?2, '2026-11-24', 'clerk', ?3, '', '', NULL, ?4, ?5)")
                .unwrap()
                .execute(params![id, "2026-11-24T00:00:00Z", op, hash, sealed])
                .unwrap();
            write
                .prepare_cached("INSERT INTO entry_change VALUES (?1, 1, 'person', 1, ?2, ?3)")
                .unwrap()
                .execute(params![id, before, after])
                .unwrap();
            hash = sealed;
        }
        write.commit().unwrap();
    })
}

#[divan::bench(sample_count = 50, sample_size = 1)]
fn commit_of_one_record(bencher: divan::Bencher) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("台账.taizhang");
    Office::create(&file).unwrap();
    let mut office = Office::open(&file, Access::Write).unwrap();
    let mut count = 0;
    bencher.bench_local(|| {
        count += 1;
        let texts = [format!("人员{count}"), "科".into(), "科员".into()];
        let texts: Vec<String> = texts.into_iter().chain(std::iter::repeat_n(String::new(), 5)).collect();
        office.save_record(Kind::People, None, &texts, day()).unwrap()
    });
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn a_past_day_over_100_000_accounts(bencher: divan::Bencher) {
    let office = Office::open_unchecked(large(), Access::Read).unwrap();
    bencher.bench_local(|| assert_eq!(office.as_of(day()).unwrap().accounts.len(), 100_000));
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn backup_of_100_000_accounts(bencher: divan::Bencher) {
    let office = Office::open_unchecked(large(), Access::Read).unwrap();
    bencher.bench_local(|| {
        let folder = tempfile::tempdir().unwrap();
        office.back_up(folder.path(), Moment { day: day(), second: 0 }).unwrap()
    });
}

#[divan::bench(sample_count = 3, sample_size = 1)]
fn taking_back_the_load_of_100_000_accounts(bencher: divan::Bencher) {
    let folder = tempfile::tempdir().unwrap();
    let copied = || {
        let file = folder.path().join("台账.taizhang");
        std::fs::remove_file(&file).ok();
        Connection::open(large()).unwrap().execute("VACUUM INTO ?1", [file.to_str().unwrap()]).unwrap();
        Office::open_unchecked(&file, Access::Write).unwrap()
    };
    bencher.with_inputs(copied).bench_local_values(|mut office| office.undo(day()).unwrap());
}

#[divan::bench(sample_count = 3, sample_size = 1)]
fn verify_1_000_000_entries(bencher: divan::Bencher) {
    let office = Office::open_unchecked(long(), Access::Read).unwrap();
    bencher.bench_local(|| {
        let verdict = office.verify(None).unwrap();
        assert_eq!((verdict.entries, verdict.broken), (ENTRIES as u64 + 1, None));
    });
}
