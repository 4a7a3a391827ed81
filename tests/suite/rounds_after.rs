//! What a 巡检 and the list that it ends in leave to be done: a 变更 of its own (第十条), and what was 存疑 (第八条).

use serde_json::json;
use taizhang::error::ErrorKind;
use taizhang::model::*;
use taizhang::ops::Office;
use taizhang::rules::{Fact, Telling, check};

use super::rounds::{id, many, office_with};
use super::support::{Scratch, day, today};

/// A round in which user0 was answered so, and everything else kept; finished.
fn answered(judgement: Judgement) -> (Scratch, InspectionId, Option<CleanupId>) {
    let mut scratch = office_with(&many());
    let office = &mut scratch.office;
    let platform = office.register().system_named("平台").unwrap();
    let (round, list) = round_of(office, platform, judgement, "2026-11-24");
    (scratch, round, list)
}

fn round_of(
    office: &mut Office,
    system: SystemId,
    judgement: Judgement,
    on: &str,
) -> (InspectionId, Option<CleanupId>) {
    let round = office.begin_inspection(system, day(on)).unwrap();
    let meant = id(office, "user0");
    let judge = |account| if account == meant { judgement } else { Judgement::Keep };
    let rows = office.register().rows_of_inspection(round);
    let answers: Vec<_> = rows.iter().map(|row| (row.account, judge(row.account), String::new())).collect();
    office.judge_accounts(round, &answers, day(on)).unwrap();
    let list = office.finish_inspection(round, day(on)).unwrap();
    (round, list)
}

/// What is due of a 变更 that a list left, as sentences.
fn changes(office: &Office, on: &str) -> Vec<String> {
    let found = check(office.register(), day(on));
    let telling = Telling::of(office.register(), day(on));
    let open = |it: &&taizhang::rules::Matter| matches!(it.fact, Fact::ChangeOpen(..));
    found.iter().filter(open).map(|it| telling.message(it)).collect()
}

#[test]
fn an_account_that_a_list_says_to_change_is_due_until_the_change_is_done() {
    let (Scratch { mut office, folder: _folder, .. }, _, list) = answered(Judgement::Modify);
    let office = &mut office;
    assert!(changes(office, "2026-11-24").is_empty(), "the list itself is due");
    office.handle_cleanup(list.unwrap(), today(), today()).unwrap();
    assert_eq!(
        changes(office, "2026-11-25"),
        [
            "平台·user0（张伟（投资科））在清理清单QL-2026-0001中列为变更，清单处理以后还没有办结变更申请，请填变更申请表"
        ]
    );
    let done = |number: &str, on: &str| {
        json!({"applications": [{
            "number": number, "kind": "用户账号", "action": "变更", "applicant": "张伟（投资科）", "department": "投资科",
            "applied_on": on, "system": "平台", "account": "USER0", "description": "调整权限。", "state": "已办结",
            "leader": "王志强", "approved_on": on, "operator": "陈小满", "handled_on": on
        }]})
        .to_string()
    };
    office.load(&done("SQ-2026-0001", "2026-11-20"), today()).unwrap();
    assert_eq!(changes(office, "2026-11-25").len(), 1, "one of before does not count");
    office.load(&done("SQ-2026-0002", "2026-11-25"), day("2026-11-25")).unwrap();
    assert!(changes(office, "2026-11-25").is_empty());
}

#[test]
fn a_later_round_that_keeps_the_account_another_holder_or_its_closing_settles_what_a_list_said() {
    let closing = json!({"accounts": [{"system": "平台", "account": "user0", "status": "已禁用"}]});
    let handed_on = json!({"accounts": [{"system": "平台", "account": "user0", "holder": "秦天天"}]});
    for settles in [closing, handed_on] {
        let (Scratch { mut office, folder: _folder, .. }, _, list) = answered(Judgement::Modify);
        office.handle_cleanup(list.unwrap(), today(), today()).unwrap();
        office.load(&settles.to_string(), day("2026-11-25")).unwrap();
        assert!(changes(&office, "2026-11-25").is_empty(), "{settles}");
    }
    let (Scratch { mut office, folder: _folder, .. }, _, list) = answered(Judgement::Modify);
    office.handle_cleanup(list.unwrap(), today(), today()).unwrap();
    let platform = office.register().system_named("平台").unwrap();
    round_of(&mut office, platform, Judgement::Keep, "2026-12-01");
    assert!(changes(&office, "2026-12-01").is_empty());
}

#[test]
fn what_was_doubtful_and_is_found_in_order_is_kept_with_how_and_no_longer_due() {
    let (Scratch { mut office, folder: _folder, .. }, round, list) = answered(Judgement::Doubtful);
    assert_eq!(list, None);
    let (doubted, kept) = (id(&office, "user0"), id(&office, "user1"));
    let due = |office: &Office| {
        let found = check(office.register(), day("2026-11-26"));
        found.iter().filter(|it| matches!(it.fact, Fact::InspectionDoubtful(..))).count()
    };
    assert_eq!(due(&office), 1);
    for (account, note) in [(doubted, " "), (kept, "本人在用")] {
        let error = office.settle_doubt(round, account, note, day("2026-11-26")).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Refused, "{error}");
    }
    office.settle_doubt(round, doubted, "已向本人核实", day("2026-11-26")).unwrap();
    let rows = office.register().rows_of_inspection(round);
    let row = rows.iter().find(|row| row.account == doubted).unwrap();
    let told = (row.judgement, row.note.as_str());
    assert_eq!(told, (Some(Judgement::Keep), "存疑，2026年11月26日查清：已向本人核实"));
    assert_eq!(due(&office), 0);
    let entry = office.store().last_entries(1).unwrap().remove(0);
    assert_eq!(
        (entry.op, entry.basis.as_str()),
        (Op::Inspect, Subject::Inspection(round).name(office.register()).as_str())
    );
    office.undo(day("2026-11-26")).unwrap();
    assert_eq!(due(&office), 1);
}
