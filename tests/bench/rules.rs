//! The regulation over a whole register: 10,000 people, 300 systems, 100,000 accounts.
#![allow(missing_docs, clippy::unwrap_used)]

mod office_of;

use std::sync::OnceLock;

use taizhang::model::{Day, Register};
use taizhang::ops::Office;
use taizhang::rules::{Telling, check, todos};
use taizhang::store::Access;

fn main() {
    divan::main();
}

fn day() -> Day {
    Day::from_iso("2026-11-24").unwrap()
}

/// The register, read once. Every account lacks its row in the 对照表 and its 初始口令更改日: the worst case.
fn large() -> &'static Register {
    static REGISTER: OnceLock<Register> = OnceLock::new();
    REGISTER.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("大.taizhang");
        Office::create(&file).unwrap();
        let mut office = Office::open(&file, Access::Write).unwrap();
        office.load(&office_of::document(100_000, 1_000), day()).unwrap();
        office.register().clone()
    })
}

#[divan::bench(sample_count = 20)]
fn check_100_000_accounts(bencher: divan::Bencher) {
    let register = large();
    bencher.bench(|| check(register, day()));
}

#[divan::bench(sample_count = 20)]
fn todos_of_100_000_accounts(bencher: divan::Bencher) {
    let found = check(large(), day());
    bencher.bench(|| todos(&found).len());
}

/// After one change everything is found anew: nothing is kept that could go stale.
#[divan::bench(sample_count = 20)]
fn check_after_one_change(bencher: divan::Bencher) {
    let mut register = large().clone();
    let id = *register.accounts.keys().next().unwrap();
    bencher.bench_local(|| {
        register.accounts.get_mut(&id).unwrap().password_changed_on = Some(day());
        check(&register, day()).len()
    });
}

#[divan::bench(sample_count = 20)]
fn tell_a_screen_of_50(bencher: divan::Bencher) {
    let register = large();
    let found = check(register, day());
    let telling = Telling::of(register, day());
    bencher.bench(|| found.iter().take(50).map(|matter| telling.message(matter).len()).sum::<usize>());
}
