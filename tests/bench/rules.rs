//! The regulation over a whole register: 10,000 people, 300 systems, 100,000 accounts.
#![allow(missing_docs, clippy::unwrap_used)]

mod office_of;

use std::sync::OnceLock;

use taizhang::model::{Change, Day, Entity, Record, Register};
use taizhang::ops::Office;
use taizhang::rules::{Standing, Telling, check, todos};
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

/// After one change: what it spoils is judged anew, and what is due is sorted again.
#[divan::bench(sample_count = 20, args = ["account", "person", "system", "form"])]
fn standing_and_todos_after_one_change_of(bencher: divan::Bencher, what: &str) {
    let mut register = large().clone();
    let mut standing = Standing::of(&register, day());
    let changed = |register: &Register, turn: usize| {
        let (before, mut after) = match what {
            "account" => record(&register.accounts),
            "person" => record(&register.people),
            "system" => record(&register.systems),
            _ => record(&register.applications),
        };
        match &mut after {
            Record::Account(it) => it.password_changed_on = day().plus(-(turn as i64 % 90)),
            Record::Person(it) => it.name = format!("王{turn}"),
            Record::InfoSystem(it) => it.name = format!("系统{turn}"),
            Record::Application(it) => it.contact = turn.to_string(),
            _ => {}
        }
        Change { before: Some(before), after: Some(after) }
    };
    let mut turn = 0;
    bencher.bench_local(|| {
        turn += 1;
        let change = changed(&register, turn);
        standing.note(&change, &register);
        register.apply(change);
        standing.renew(&register, day());
        todos(standing.matters()).len()
    });
}

/// The same without 待办.
#[divan::bench(sample_count = 20)]
fn standing_after_one_change_of_an_account(bencher: divan::Bencher) {
    let mut register = large().clone();
    let mut standing = Standing::of(&register, day());
    let mut turn = 0;
    bencher.bench_local(|| {
        turn += 1;
        let (before, mut after) = record(&register.accounts);
        if let Record::Account(it) = &mut after {
            it.password_changed_on = day().plus(-(turn % 90));
        }
        let change = Change { before: Some(before), after: Some(after) };
        standing.note(&change, &register);
        register.apply(change);
        standing.renew(&register, day());
    });
}

/// The record in the middle of a shelf, twice.
fn record<E: Entity>(shelf: &std::collections::BTreeMap<E::Id, E>) -> (Record, Record) {
    let it = shelf.values().nth(shelf.len() / 2).unwrap();
    (it.clone().into_record(), it.clone().into_record())
}

#[divan::bench(sample_count = 20)]
fn tell_a_screen_of_50(bencher: divan::Bencher) {
    let register = large();
    let found = check(register, day());
    let telling = Telling::of(register, day());
    bencher.bench(|| found.iter().take(50).map(|matter| telling.message(matter).len()).sum::<usize>());
}
