//! 附件1 and 附件3 by hand, and what is void.

use serde_json::json;
use taizhang::model::*;
use taizhang::ops::Office;
use taizhang::paper::fill;
use taizhang::papers::PaperKey;
use taizhang::rules::cleanup::told_whose;
use taizhang::rules::matrix::plan;
use taizhang::rules::{Fact, check};
use taizhang::store::Access;

use super::rules_support::{account, quiet};
use super::support::{Scratch, day, empty_office, sample_office, today};

fn rows(rows: &[&[(Field, &str)]]) -> Values {
    let mut values = Values::default();
    for row in rows {
        values.push_row(row.iter().map(|(field, text)| (*field, (*text).to_owned())));
    }
    values
}

fn account_row<'a>(system: &'a str, account: &'a str, disposal: &'a str) -> Vec<(Field, &'a str)> {
    vec![(Field::System, system), (Field::Account, account), (Field::Disposal, disposal)]
}

#[test]
fn a_table_typed_by_hand_makes_the_systems_and_people_that_are_new() {
    let Scratch { mut office, folder: _folder, .. } = sample_office();
    let department = office.register().department_named("网络技术中心").unwrap();
    let values = rows(&[
        &[(Field::System, "运维平台"), (Field::Post, "工程师"), (Field::Holder, "新来的")],
        &[],
        &[
            (Field::System, "工建平台"),
            (Field::Category, "管理"),
            (Field::Holder, "陈小满"),
            (Field::Account, "chenxm"),
        ],
    ]);
    office.save_matrix(department, &values, None, today()).unwrap();
    let register = office.register();
    let table = register.matrix_of(department);
    let told: Vec<(i64, &str, &str)> = table
        .iter()
        .map(|row| (row.position, register.system_name(Some(row.system)), register.bare_name(row.holder)))
        .collect();
    assert_eq!(told, [(1, "运维平台", "新来的"), (2, "工程建设管理平台", "陈小满")]);
    let made = register.person_in("新来的", department).unwrap();
    assert_eq!(register.people[&made].post, "工程师");
    office.undo(today()).unwrap();
    assert!(office.register().matrix_of(department).is_empty());
    assert_eq!(office.register().system_named("运维平台"), None);
}

#[test]
fn a_row_keeps_its_history_when_it_moves() {
    let Scratch { mut office, folder: _folder, .. } = sample_office();
    let department = office.register().department_named("政务服务科").unwrap();
    let ids = |office: &Office| office.register().matrix_of(department).iter().map(|row| row.id).collect::<Vec<_>>();
    let before = ids(&office);
    let mut values = fill::matrix_values(office.register(), department);
    values.raise_row(1);
    values.insert_row(0);
    office.save_matrix(department, &values, None, today()).unwrap();
    assert_eq!(ids(&office), [before[1], before[0]]);
    let entries = office.store().last_entries(9).unwrap().len();
    office.save_matrix(department, &fill::matrix_values(office.register(), department), None, today()).unwrap();
    assert_eq!(office.store().last_entries(9).unwrap().len(), entries, "同样的内容再保存不留记录");
}

#[test]
fn a_row_without_a_system_is_refused_and_nothing_is_saved() {
    let Scratch { mut office, folder: _folder, .. } = sample_office();
    let department = office.register().department_named("政务服务科").unwrap();
    let values = rows(&[&[(Field::System, "新系统")], &[(Field::Holder, "秦天天")]]);
    let refused = office.save_matrix(department, &values, None, today()).unwrap_err().to_string();
    assert!(refused.contains("第2行") && refused.contains("第四条"), "{refused}");
    assert_eq!(office.register().matrix_of(department).len(), 2);
    assert_eq!(office.register().system_named("新系统"), None);
}

#[test]
fn a_cleanup_list_typed_by_hand_is_numbered_and_carried_out() {
    let Scratch { mut office, folder: _folder, .. } = sample_office();
    let values = rows(&[
        &account_row("工程建设管理平台", "qintt", "禁用"),
        &account_row("一体化政务服务平台", "zhangwei_zw", ""),
    ]);
    let id = office.save_cleanup(None, &values, None, today()).unwrap();
    let register = office.register();
    assert_eq!(register.cleanups[&id].number, "QL-2026-0002");
    let kinds: Vec<_> = register.rows_of(id).iter().map(|row| row.kind).collect();
    assert_eq!(kinds, [Some(AccountKind::User); 2], "账号类型随账号台账");
    let refused = office.handle_cleanup(id, today(), today()).unwrap_err().to_string();
    assert!(refused.contains("第2行没有填写处理方式"), "{refused}");
    let mut values = fill::cleanup_values(office.register(), &office.register().cleanups[&id]);
    values.set_in_row(1, Field::Disposal, "删除");
    assert_eq!(office.save_cleanup(Some(id), &values, None, today()).unwrap(), id);
    office.handle_cleanup(id, today(), today()).unwrap();
    let status = |office: &Office, name: &str| {
        office.register().accounts.values().find(|it| it.account == name).map(|it| it.status).unwrap()
    };
    assert_eq!(status(&office, "qintt"), AccountStatus::Disabled);
    assert_eq!(status(&office, "zhangwei_zw"), AccountStatus::Deleted);
    let refused = office.save_cleanup(Some(id), &values, None, today()).unwrap_err().to_string();
    assert!(refused.contains("已于2026年11月24日处理"), "{refused}");
}

#[test]
fn a_leaver_is_not_kept_in_a_list_typed_by_hand() {
    let Scratch { mut office, folder: _folder, .. } = sample_office();
    let values = rows(&[&account_row("工程建设管理平台", "zhengxd", "保留")]);
    let refused = office.save_cleanup(None, &values, None, today()).unwrap_err().to_string();
    assert!(refused.contains("第二十二条"), "{refused}");
    // Nor one who has moved away.
    let moves = r#"{"people":[{"name":"秦天天","department":"政务服务科","status":"调离"}]}"#;
    office.load(moves, today()).unwrap();
    let values = rows(&[&account_row("工程建设管理平台", "qintt", "移交")]);
    let refused = office.save_cleanup(None, &values, None, today()).unwrap_err().to_string();
    assert!(refused.contains("使用人已调离，只能禁用或删除（第二十二条）"), "{refused}");
}

#[test]
fn a_printed_list_cannot_be_undone_away_but_can_be_voided() {
    let Scratch { mut office, folder: _folder, .. } = sample_office();
    let values = rows(&[&account_row("工程建设管理平台", "qintt", "禁用")]);
    let id = office.save_cleanup(None, &values, None, today()).unwrap();
    office.note_printed(&[PaperKey::Cleanup(id)], today()).unwrap();
    office.undo(today()).unwrap();
    assert!(office.undo(today()).unwrap_err().to_string().contains("不能撤销"));
    assert!(office.void_cleanup(id, " ", today()).is_err(), "作废要写明原因");
    office.void_cleanup(id, "重复填写", today()).unwrap();
    assert!(office.handle_cleanup(id, today(), today()).unwrap_err().to_string().contains("重复填写"));
}

#[test]
fn a_record_that_others_rest_on_is_not_voided() {
    let Scratch { mut office, folder: _folder, .. } = sample_office();
    let register = office.register();
    let cases = [
        (Kind::Departments, register.department_named("政务服务科").unwrap().0, "名人员"),
        (Kind::People, register.person_named("秦天天").found().unwrap().0, "1个在用账号"),
        (Kind::Systems, register.system_named("工建平台").unwrap().0, "3个在用账号"),
    ];
    for (kind, number, holds) in cases {
        let refused = office.void_record(kind, number, "登记错误", today()).unwrap_err().to_string();
        assert!(refused.contains(holds), "{refused}");
    }
}

#[test]
fn a_record_is_restored_only_after_all_that_it_rests_on() {
    let Scratch { mut office, folder: _folder, .. } = empty_office();
    let told = serde_json::json!({
        "departments": [{"name": "综合科"}],
        "people": [{"name": "张伟", "department": "综合科"}],
        "systems": [{"name": "平台", "lead_department": "综合科", "system_admin": "张伟"}],
        "accounts": [
            {"system": "平台", "account": "zhangw", "holder": "张伟"},
            {"system": "平台", "account": "old", "holder": "张伟", "status": "已删除"}
        ]
    });
    office.load(&told.to_string(), today()).unwrap();
    let number = |name: &str| office.register().accounts.values().find(|it| it.account == name).unwrap().id.0;
    let (live, deleted) = (number("zhangw"), number("old"));
    let (department, person, system) = ((Kind::Departments, 1), (Kind::People, 1), (Kind::Systems, 1));
    for (kind, number) in [(Kind::Accounts, live), (Kind::Accounts, deleted), system, person, department] {
        office.void_record(kind, number, "登记错误", today()).unwrap();
    }
    let mut restored = |(kind, number)| {
        let refused = office.restore_record(kind, number, today()).err();
        refused.map_or_else(String::new, |error| error.lines().join("；"))
    };
    let lacks = |what: &str| format!("不能恢复：{what}已作废");
    assert_eq!(restored((Kind::Accounts, deleted)), "", "what is not in use keeps nothing from being void");
    assert_eq!(restored(person), lacks("科室“综合科”"));
    assert_eq!(restored(system), lacks("科室“综合科”"));
    assert_eq!(restored(department), "");
    assert_eq!(restored(system), lacks("人员“张伟”"));
    assert_eq!(restored((Kind::Accounts, live)), lacks("人员“张伟”"));
    assert_eq!(restored(person), "");
    assert_eq!(restored((Kind::Accounts, live)), lacks("信息系统“平台”"));
    assert_eq!(restored(system), "");
    assert_eq!(restored((Kind::Accounts, live)), "");
}

#[test]
fn a_void_record_stays_and_is_not_used_again_until_it_is_restored() {
    let Scratch { mut office, folder: _folder, .. } = empty_office();
    let text = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
    let number = office.save_record(Kind::Systems, None, &text(&["旧平台"]), today()).unwrap();
    office.save_record(Kind::Departments, None, &text(&["综合科"]), today()).unwrap();
    office.void_record(Kind::Systems, number, "与新平台重复", today()).unwrap();
    let department = office.register().department_named("综合科").unwrap();
    let row = rows(&[&[(Field::System, "旧平台")]]);
    let refused = office.save_matrix(department, &row, None, today()).unwrap_err().to_string();
    assert!(refused.contains("已作废"), "{refused}");
    let refused = office.save_record(Kind::Systems, Some(number), &text(&["旧平台二"]), today()).unwrap_err();
    assert!(refused.to_string().contains("与新平台重复"));
    assert!(office.save_record(Kind::Systems, None, &text(&["旧平台"]), day("2026-11-25")).is_err(), "名称仍然占用");
    office.restore_record(Kind::Systems, number, today()).unwrap();
    office.save_matrix(department, &row, None, today()).unwrap();
}

/// Of two that differ nobody could tell which is meant; whichever came last was carried out.
#[test]
fn a_list_that_tells_two_treatments_of_one_account_is_not_kept() {
    let Scratch { mut office, folder: _folder, .. } = sample_office();
    let row = |account, disposal| account_row("工程建设管理平台", account, disposal);
    let typed = [row("qintt", "删除"), row("zhengxd", "禁用"), row("QINTT", "禁用")];
    let typed: Vec<&[(Field, &str)]> = typed.iter().map(Vec::as_slice).collect();
    let refused = office.save_cleanup(None, &rows(&typed), None, today()).unwrap_err().to_string();
    assert!(refused.contains("QINTT在第1行和第3行写了两次，处理方式不同（附件3）"), "{refused}");
    let typed = [row("qintt", "禁用"), row("qintt", "禁用"), row("zhengxd", "")];
    let typed: Vec<&[(Field, &str)]> = typed.iter().map(Vec::as_slice).collect();
    assert!(office.save_cleanup(None, &rows(&typed), None, today()).is_ok(), "the same twice contradicts nothing");
}

#[test]
fn a_list_is_carried_out_on_the_day_on_which_it_was_done() {
    let Scratch { mut office, folder: _folder, .. } = sample_office();
    let values = rows(&[&account_row("工程建设管理平台", "qintt", "禁用")]);
    let id = office.save_cleanup(None, &values, None, day("2026-11-10")).unwrap();
    office.note_printed(&[PaperKey::Cleanup(id)], day("2026-11-12")).unwrap();
    for (on, words) in [("2026-11-25", "在今天之后"), ("2026-11-11", "早于清单打印的2026年11月12日")] {
        let refused = office.handle_cleanup(id, day(on), today()).unwrap_err().to_string();
        assert!(refused.contains(words) && refused.contains("附件3"), "{refused}");
    }
    office.handle_cleanup(id, day("2026-11-13"), today()).unwrap();
    assert_eq!(office.register().cleanups[&id].handled_on, Some(day("2026-11-13")));
    assert_eq!(office.store().last_entries(1).unwrap()[0].day, today(), "the 台账 keeps when it was registered");
}

#[test]
fn a_list_tells_the_first_of_those_whose_accounts_it_names() {
    let Scratch { mut office, folder: _folder, .. } = sample_office();
    let cell = |account: &'static str, holder: &'static str| {
        let mut row = account_row("工程建设管理平台", account, "禁用");
        row.push((Field::Holder, holder));
        row
    };
    let mut told = |typed: &[(&'static str, &'static str)]| {
        let typed: Vec<_> = typed.iter().map(|(account, holder)| cell(account, holder)).collect();
        let typed: Vec<&[(Field, &str)]> = typed.iter().map(Vec::as_slice).collect();
        let id = office.save_cleanup(None, &rows(&typed), None, today()).unwrap();
        told_whose(office.register()).remove(&id).unwrap()
    };
    assert_eq!(told(&[("甲", "李建国")]), "李建国");
    assert_eq!(told(&[("甲", "李建国"), ("乙", "李建国"), ("丙", "秦天天")]), "李建国、秦天天");
    assert_eq!(told(&[("甲", "秦天天"), ("乙", "李建国"), ("丙", "孙丽华"), ("丁", "")]), "秦天天、李建国等3人");
    assert_eq!(told(&[("甲", ""), ("乙", "")]), "2个账号", "nobody is named");
}

/// A row that names no account stands for that of its 使用人. Where they had one and handed it on, as to another 科室, none is
/// waited for: the row is one too many, and goes when the table is filled.
#[test]
fn a_row_whose_user_handed_the_account_on_is_taken_out_and_waits_for_none() {
    let Scratch { mut office, file, folder: _folder } = empty_office();
    office.load(&quiet().to_string(), today()).unwrap();
    let row = |holder: &str| json!({"department": "受理科", "system": "省平台", "category": "受理", "post": "科员", "holder": holder});
    let held = |holder: &str| account("sheng", json!({"system": "省平台", "holder": holder}));
    let told = json!({
        "systems": [{"name": "省平台", "lead_department": "受理科", "self_built": true}],
        "accounts": [held("秦天天")], "matrix": [row("秦天天"), row("李建国")]
    });
    office.load(&told.to_string(), today()).unwrap();
    // The rows without an account behind them: too many, and waiting.
    let rows = |office: &mut Office| {
        let department = office.register().department_named("受理科").unwrap();
        let planned = plan(office.register(), department, today());
        let judged: Vec<Fact> = office.judge(today()).matters().map(|it| it.fact.clone()).collect();
        let found: Vec<Fact> = check(office.register(), today()).into_iter().map(|it| it.fact).collect();
        let stale = |it: &&Fact| matches!(it, Fact::StaleInMatrix(_));
        let waits = |it: &&Fact| matches!(it, Fact::RowUnregistered(_));
        let told = (planned.stale.len(), planned.unregistered.len());
        for facts in [judged, found] {
            assert_eq!((facts.iter().filter(stale).count(), facts.iter().filter(waits).count()), told);
        }
        told
    };
    assert_eq!(rows(&mut office), (0, 1), "that of 李建国, who never had one");
    office.load(&json!({"accounts": [held("张伟（投资科）")]}).to_string(), today()).unwrap();
    assert_eq!(rows(&mut office), (1, 1));
    drop(office);
    let mut office = Office::open(&file, Access::Write).unwrap();
    assert_eq!(rows(&mut office), (1, 1), "also once it is opened again");
    office.undo(today()).unwrap();
    assert_eq!(rows(&mut office), (0, 1), "where the handing on was taken back it is theirs again");
    office.redo(today()).unwrap();
    let department = office.register().department_named("受理科").unwrap();
    assert_eq!(office.fill_matrix(department, today()).unwrap().2, 1);
    assert_eq!(rows(&mut office), (0, 1));
}
