//! 初始口令更改日 of several accounts, noted at once (第二十三条).

use taizhang::model::*;
use taizhang::ops::Office;
use taizhang::store::EntryId;

use super::support::{Scratch, day, sample_office, today};

/// The sample office, where nobody has noted the change of a first password.
fn unnoted() -> Scratch {
    let mut scratch = sample_office();
    let accounts: Vec<_> = scratch.office.register().accounts.values().map(|it| it.id).collect();
    for id in accounts {
        let record = Kind::Accounts.record(id.0, scratch.office.register()).unwrap();
        let mut texts = schema::texts(&record, scratch.office.register());
        let at = Kind::Accounts.attributes().iter().position(|it| it.label == "初始口令更改日").unwrap();
        texts[at].clear();
        scratch.office.save_record(Kind::Accounts, Some(id.0), &texts, today()).unwrap();
    }
    scratch
}

fn noted(office: &Office) -> Vec<(&str, Option<Day>)> {
    let accounts = office.register().accounts.values();
    accounts.map(|it| (it.account.as_str(), it.initial_password_changed_on)).collect()
}

fn last(office: &Office) -> EntryId {
    office.store().last_entries(1).unwrap()[0].id
}

#[test]
fn a_batch_is_noted_in_one_entry_and_taken_back_in_one_step() {
    let Scratch { mut office, folder: _folder, .. } = unnoted();
    let before = noted(&office).into_iter().map(|(name, day)| (name.to_owned(), day)).collect::<Vec<_>>();
    assert!(before.iter().all(|(_, day)| day.is_none()));
    let all: Vec<AccountId> = office.register().accounts.keys().copied().collect();
    let entry = last(&office);
    // zhangwei_jy is disabled: nobody has its password.
    assert_eq!(office.note_initial_passwords(&all, day("2026-11-23"), today()).unwrap(), 6);
    for (name, day_noted) in noted(&office) {
        assert_eq!(day_noted, (name != "zhangwei_jy").then(|| day("2026-11-23")), "{name}");
    }
    assert_eq!(last(&office).0, entry.0 + 1);
    assert_eq!(office.store().last_entries(1).unwrap()[0].op, Op::SaveAccount);
    office.undo(today()).unwrap();
    assert!(noted(&office).iter().all(|(_, day)| day.is_none()));
}

#[test]
fn a_day_that_is_known_stays_and_a_day_to_come_is_refused() {
    let Scratch { mut office, folder: _folder, .. } = sample_office();
    let all: Vec<AccountId> = office.register().accounts.keys().copied().collect();
    let entry = last(&office);
    assert_eq!(office.note_initial_passwords(&all, today(), today()).unwrap(), 0);
    assert_eq!(last(&office), entry, "nothing has changed, and there is no entry");
    let refused = office.note_initial_passwords(&all, day("2026-11-25"), today()).unwrap_err().to_string();
    assert!(refused.contains("更改日期2026年11月25日在今天之后（第二十三条）"), "{refused}");
}
