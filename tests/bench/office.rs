//! The data file: opening with 100,000 accounts, saving one form, checking one form.
#![allow(missing_docs, clippy::unwrap_used)]

mod office_of;

use std::path::PathBuf;
use std::sync::OnceLock;

use taizhang::model::{Day, Field, Values};
use taizhang::ops::Office;
use taizhang::rules::check_application;
use taizhang::store::Access;

fn main() {
    divan::main();
}

fn day() -> Day {
    Day::from_iso("2026-11-24").unwrap()
}

/// A file with 100,000 accounts, made once.
fn large() -> &'static PathBuf {
    static FILE: OnceLock<(tempfile::TempDir, PathBuf)> = OnceLock::new();
    &FILE
        .get_or_init(|| {
            let folder = tempfile::tempdir().unwrap();
            let file = folder.path().join("大.taizhang");
            Office::create(&file).unwrap();
            Office::open(&file, Access::Write).unwrap().load(&office_of::document(100_000, 0), day()).unwrap();
            (folder, file)
        })
        .1
}

fn form() -> Values {
    Values::default()
        .with(Field::Kind, "用户账号")
        .with(Field::Action, "变更")
        .with(Field::Applicant, "人员77")
        .with(Field::DepartmentAndPost, "第37科 科员")
        .with(Field::AppliedOn, "2026年11月24日")
        .with(Field::System, "业务系统77")
        .with(Field::Account, "user77")
        .with(Field::Description, "调整权限。")
}

#[divan::bench(sample_count = 20)]
fn open_100_000_accounts(bencher: divan::Bencher) {
    let file = large();
    bencher.bench(|| Office::open_unchecked(file, Access::Write).unwrap());
}

#[divan::bench(sample_count = 20)]
fn check_every_page_of_100_000_accounts(bencher: divan::Bencher) {
    let office = Office::open_unchecked(large(), Access::Write).unwrap();
    bencher.bench_local(|| office.store().check().unwrap());
}

#[divan::bench]
fn rules_of_one_form_over_100_000_accounts(bencher: divan::Bencher) {
    let office = Office::open_unchecked(large(), Access::Write).unwrap();
    bencher.bench_local(|| check_application(&form(), office.register(), day()));
}

#[divan::bench(sample_count = 50)]
fn save_one_form(bencher: divan::Bencher) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("台账.taizhang");
    Office::create(&file).unwrap();
    let mut office = Office::open(&file, Access::Write).unwrap();
    bencher.bench_local(|| office.file_application(&form(), None, None, day()).unwrap());
}
