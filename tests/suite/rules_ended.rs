//! Departments that are abolished and systems that are off line: facts of the register from a day on; what is left to be
//! done is found, and nothing else is asked of them.

use serde_json::{Value, json};
use taizhang::model::*;
use taizhang::ops::{FilingRequest, Office, Placing};
use taizhang::rules::matrix::plan;
use taizhang::rules::post::propose;
use taizhang::rules::{Fact, Telling, check, check_application};

use super::rules_support::{Case, account, all_hold, merge, quiet, register_with, sentence};
use super::support::{SAMPLE, Scratch, day, empty_office, good_form, output, sample_office, taizhang, today};

/// A department that was abolished on 2026-11-20, with what differs.
fn abolished(differs: Value) -> Value {
    let mut told = json!({"departments": [{"name": "撤并科", "abolished_on": "2026-11-20"}]});
    merge(&mut told, differs);
    told
}

/// A system of 受理科 that went off line on 2026-11-20, with an account of it that nothing is in order with, and what differs.
fn retired(differs: Value) -> Value {
    let mut told = json!({
        "systems": [{"name": "旧平台", "lead_department": "受理科", "self_built": true, "retired_on": "2026-11-20"}],
        "accounts": [account("jiu", json!({
            "system": "旧平台", "role": "系统管理员", "nature": "临时", "initial_password_changed_on": null, "password_changed_on": null
        }))]
    });
    merge(&mut told, differs);
    told
}

pub fn cases() -> Vec<Case<'static>> {
    let worker = json!([{"name": "赵一", "department": "撤并科", "post": "科员"}]);
    let leaver =
        json!([{"name": "赵一", "department": "撤并科", "left_on": "2026-11-02", "handed_over_on": "2026-11-02"}]);
    let led = json!([{"name": "区平台", "lead_department": "撤并科", "self_built": true}]);
    let table = json!([{"department": "撤并科", "system": "平台", "account": "meiyou"}]);
    vec![
        (
            "who works in an abolished department is to be moved",
            abolished(json!({"people": worker})),
            "2026-11-24",
            &[(6, "T", "赵一")],
        ),
        ("from the day on", abolished(json!({"people": worker})), "2026-11-20", &[(6, "T", "赵一")]),
        ("and not before", abolished(json!({"people": worker})), "2026-11-19", &[]),
        ("who has left is not", abolished(json!({"people": leaver})), "2026-11-24", &[]),
        (
            "a system has a 牵头科室 that stands",
            abolished(json!({"systems": led})),
            "2026-11-24",
            &[(8, "W", "区平台")],
        ),
        ("until then it had one", abolished(json!({"systems": led})), "2026-11-19", &[]),
        ("its table stays as it was", abolished(json!({"matrix": table, "matrix_papers": []})), "2026-11-24", &[]),
        (
            "the accounts of a system off line are closed, and nothing else",
            retired(json!({})),
            "2026-11-24",
            &[(8, "T", "旧平台")],
        ),
        (
            "by a list that is to be carried out",
            retired(json!({"cleanups": [{"number": "QL-2026-0009", "rows": [
                {"system": "旧平台", "account": "ＪＩＵ", "holder": "秦天天", "disposal": "删除"}
            ]}]})),
            "2026-11-24",
            &[(8, "T", "旧平台"), (8, "T", "QL-2026-0009")],
        ),
        (
            "where they are closed nothing is left",
            retired(json!({"accounts": [account("jiu", json!({"system": "旧平台", "status": "已删除"}))]})),
            "2026-11-24",
            &[],
        ),
    ]
}

#[test]
fn what_is_left_in_what_has_ended_is_found_and_nothing_else() {
    all_hold(&cases());
}

#[test]
fn of_a_system_off_line_no_round_is_due_and_none_begins() {
    let facts = |told: Value| {
        let register = register_with(&[told]);
        let of = register.system_named("旧平台").unwrap();
        let found = check(&register, today()).into_iter().filter(|it| it.system == Some(of)).map(|it| it.fact);
        found.collect::<Vec<Fact>>()
    };
    let is_due = |found: &[Fact]| found.iter().any(|it| matches!(it, Fact::InspectionDue(_)));
    let on_line = json!([{"name": "旧平台", "lead_department": "受理科", "self_built": true}]);
    assert!(is_due(&facts(retired(json!({"systems": on_line})))));
    let found = facts(retired(json!({})));
    assert!(!is_due(&found) && found.len() == 1, "{found:?}");
    let Scratch { mut office, folder: _folder, .. } = empty_office();
    office.load(&quiet().to_string(), today()).unwrap();
    office.load(&retired(json!({})).to_string(), today()).unwrap();
    let system = office.register().system_named("旧平台").unwrap();
    let error = office.begin_inspection(system, today()).unwrap_err();
    assert!(error.lines()[0].contains("旧平台已于2026年11月20日下线，不需要巡检（第八条）"), "{error}");
}

#[test]
fn a_finding_says_what_is_to_be_done() {
    let worker = json!([{"name": "赵一", "department": "撤并科", "post": "科员"}]);
    let register = register_with(&[abolished(json!({"people": worker}))]);
    assert_eq!(sentence(&register, today(), 6), "赵一所在的撤并科已于2026年11月20日撤销，请登记转岗");
    let told = "旧平台已于2026年11月20日下线，仍有1个在用账号";
    let register = register_with(&[retired(json!({}))]);
    assert_eq!(sentence(&register, today(), 8), format!("{told}，请生成清理清单，处理后登记：旧平台·jiu"));
    let listed = json!({"cleanups": [{"number": "QL-2026-0009", "rows": [
        {"system": "旧平台", "account": "jiu", "disposal": "禁用"}
    ]}]});
    let register = register_with(&[retired(listed)]);
    let telling = Telling::of(&register, today());
    let lines: Vec<String> = check(&register, today()).iter().map(|it| telling.message(it)).collect();
    assert!(lines.contains(&format!("{told}，都已列入清理清单，请处理后登记")), "{lines:?}");
    let second = json!({
        "accounts": [account("jiu", json!({"system": "旧平台"})), account("lao", json!({"system": "旧平台"}))],
        "cleanups": [{"number": "QL-2026-0009", "rows": [{"system": "旧平台", "account": "jiu", "disposal": "禁用"}]}]
    });
    let register = register_with(&[retired(second)]);
    let telling = Telling::of(&register, today());
    let lines: Vec<String> = check(&register, today()).iter().map(|it| telling.message(it)).collect();
    let told =
        "旧平台已于2026年11月20日下线，仍有2个在用账号，1个还没有列入清理清单，请生成清单，处理后登记：旧平台·lao";
    assert!(lines.iter().any(|it| it == told), "{lines:?}");
}

/// 撤并科 and 受理科, kept since January, each with an account in a 非自建 system; the first is abolished in the second quarter.
fn kept_since_january(abolished: Option<&str>, retired: Option<&str>) -> Scratch {
    let mut scratch = empty_office();
    scratch.office.load(&quiet().to_string(), day("2026-01-10")).unwrap();
    let told = json!({
        "departments": [{"name": "撤并科", "head": "李建国", "abolished_on": abolished}],
        "people": [{"name": "赵一", "department": "撤并科", "post": "科员"}],
        "systems": [{"name": "省平台", "lead_department": "受理科", "self_built": false, "retired_on": retired}],
        "accounts": [
            account("zhaoy", json!({"system": "省平台", "holder": "赵一", "opened_on": "2024-01-05"})),
            account("qintt", json!({"system": "省平台", "opened_on": "2024-01-05"})),
        ]
    });
    scratch.office.load(&told.to_string(), day("2026-01-10")).unwrap();
    scratch
}

fn department(office: &Office, name: &str) -> DepartmentId {
    office.register().department_named(name).unwrap()
}

/// The quarters that are asked of a department.
fn quarters(office: &Office, name: &str) -> String {
    let of = department(office, name);
    let found = check(office.register(), today()).into_iter().filter(|it| it.department == Some(of));
    let asked = found.filter_map(|it| if let Fact::QuartersDue(quarters, _) = it.fact { Some(quarters) } else { None });
    Quarter::spans(&asked.flatten().collect::<Vec<_>>())
}

#[test]
fn the_quarters_end_with_that_in_which_a_department_is_abolished_or_a_system_goes_off_line() {
    let (all, some) = ("2025年第四季度至2026年第四季度", "2025年第四季度至2026年第二季度");
    let asked = |abolished, retired| {
        let scratch = kept_since_january(abolished, retired);
        ["撤并科", "受理科"].map(|name| quarters(&scratch.office, name))
    };
    assert_eq!(asked(None, None), [all, all]);
    assert_eq!(asked(Some("2026-05-20"), None), [some, all]);
    assert_eq!(asked(None, Some("2026-05-20")), [some, some]);
    assert_eq!(asked(Some("2027-05-20"), Some("2027-05-20")), [all, all], "a day to come ends nothing");
}

#[test]
fn past_periods_are_filed_as_before_and_later_ones_not_at_all() {
    let Scratch { mut office, folder: _folder, .. } = kept_since_january(Some("2026-05-20"), Some("2026-05-20"));
    let told = |office: &Office, name: &str, period: &str| FilingRequest {
        department: department(office, name),
        kind: FilingKind::Outside,
        period: Quarter::from_typed(period).unwrap(),
        signed_on: Some(today()),
        signed_by: String::new(),
        reason: String::new(),
    };
    let rows = |office: &Office, told: &FilingRequest| {
        office.rows_to_file(told.department, told.kind, told.period, today()).unwrap().len()
    };
    for period in ["2026Q1", "2026Q2"] {
        let told = told(&office, "撤并科", period);
        assert_eq!(rows(&office, &told), 1, "{period}");
        office.file_table(&told, today()).unwrap();
    }
    let later = told(&office, "撤并科", "2026Q3");
    let error = office.file_table(&later, today()).unwrap_err();
    assert!(error.lines()[0].contains("撤并科已于2026年5月20日撤销，2026年第三季度不用备案（第十九条）"), "{error}");
    // A department that stands has nothing to tell of a system that is off line.
    assert_eq!(rows(&office, &told(&office, "受理科", "2026Q2")), 1);
    assert_eq!(rows(&office, &told(&office, "受理科", "2026Q3")), 0);
}

#[test]
fn nobody_is_placed_in_a_department_that_is_no_more_but_as_of_a_day_before() {
    let Scratch { mut office, folder: _folder, .. } = kept_since_january(Some("2026-05-20"), None);
    let placing = |office: &Office, on: &str| Placing {
        person: office.person_called("秦天天").unwrap(),
        department: department(office, "撤并科"),
        post: "科员".into(),
        on: day(on),
    };
    let (late, early) = (placing(&office, "2026-05-20"), placing(&office, "2026-05-19"));
    let error = office.place_person(&late, &[], today()).unwrap_err();
    assert!(error.lines()[0].contains("撤并科已于2026年5月20日撤销，不能再登记人员（第六条）"), "{error}");
    office.place_person(&early, &[], today()).unwrap();
}

#[test]
fn a_system_off_line_is_proposed_to_nobody_and_its_own_account_is_proposed_to_be_closed() {
    let register = register_with(&[retired(json!({}))]);
    let proposed = |name: &str, on: &str| {
        let person = register.people.values().find(|it| it.name == name).unwrap();
        let proposals = propose(&register, person.id, person.department, "科员", day(on));
        let old = register.system_named("旧平台").unwrap();
        proposals.into_iter().filter(|it| it.system == old).map(|it| it.action).collect::<Vec<Action>>()
    };
    assert_eq!(proposed("秦天天", "2026-11-20"), [Action::Close]);
    let user = retired(json!({"accounts": [account("jiu", json!({"system": "旧平台"}))]}));
    let register = register_with(&[user]);
    let proposed = |name: &str, on: &str| {
        let of = |it: &&Person| it.name == name && register.department_name(Some(it.department)) == "受理科";
        let person = register.people.values().find(of).unwrap();
        propose(&register, person.id, person.department, "科员", day(on)).len()
    };
    assert_eq!(proposed("张伟", "2026-11-19"), proposed("张伟", "2026-11-20") + 1, "a colleague of the same post");
    let department = register.department_named("受理科").unwrap();
    assert!(plan(&register, department, today()).missing.is_empty(), "nor is it entered in a table");
    assert_eq!(plan(&register, department, day("2026-11-19")).missing.len(), 1);
}

#[test]
fn a_form_of_the_days_after_says_so_and_one_of_the_days_before_does_not() {
    let Scratch { mut office, folder: _folder, .. } = sample_office();
    let told = json!({
        "departments": [{"name": "政务服务科", "abolished_on": "2026-11-20"}],
        "systems": [{"name": "一体化政务服务平台", "retired_on": "2026-11-20"}]
    });
    office.load(&told.to_string(), today()).unwrap();
    let said = |form: &Values| {
        let found = check_application(form, office.register(), today());
        let found = found.into_iter().filter(|it| it.message.contains("已于2026年11月20日"));
        found.map(|it| (it.article.0, it.field)).collect::<Vec<_>>()
    };
    let both = [(11, Field::System), (11, Field::DepartmentAndPost)];
    let mut after = said(&good_form());
    after.sort_by_key(|it| it.1 != Field::System);
    assert_eq!(after, both);
    assert_eq!(said(&good_form().with(Field::Action, "注销")), both[1..], "its accounts are still to be closed");
    assert_eq!(said(&good_form().with(Field::AppliedOn, "2026年11月19日")), []);
}

/// The day as a text of the register, typed over.
fn end(office: &mut Office, kind: Kind, number: i64, label: &str, text: &str, on: &str) {
    let record = kind.record(number, office.register()).unwrap();
    let mut texts = schema::texts(&record, office.register());
    let at = kind.attributes().iter().position(|it| it.label == label).unwrap();
    text.clone_into(&mut texts[at]);
    office.save_record(kind, Some(number), &texts, day(on)).unwrap();
}

#[test]
fn the_days_are_facts_that_are_kept_dumped_and_taken_back_and_a_day_before_knows_nothing_of_them() {
    let Scratch { mut office, folder: _folder, .. } = empty_office();
    office.load(SAMPLE, day("2026-11-02")).unwrap();
    let (hall, platform) =
        (department(&office, "政务服务科"), office.register().system_named("工程建设管理平台").unwrap());
    let before = (office.register().clone(), check(office.register(), today()));
    end(&mut office, Kind::Departments, hall.0, "撤销日期", "2026-11-20", "2026-11-24");
    end(&mut office, Kind::Systems, platform.0, "下线日期", "2026年11月21日", "2026-11-24");
    let days = |register: &Register| (register.departments[&hall].abolished_on, register.systems[&platform].retired_on);
    assert_eq!(days(office.register()), (Some(day("2026-11-20")), Some(day("2026-11-21"))));
    assert_ne!(check(office.register(), today()), before.1);
    assert_eq!(office.verify(None).unwrap().broken, None);
    assert_eq!(days(&office.store().as_of(day("2026-11-23")).unwrap().register), (None, None));
    assert_eq!(office.store().as_of(today()).unwrap().register, *office.register());
    let dump = office.dump().unwrap();
    let mut other = empty_office();
    other.office.load(&dump, today()).unwrap();
    assert_eq!((other.office.dump().unwrap(), days(other.office.register())), (dump, days(office.register())));
    let lines = office.store().last_entries(1).unwrap();
    assert_eq!(lines.len(), 1);
    office.undo(today()).unwrap();
    office.undo(today()).unwrap();
    assert_eq!(days(office.register()), (None, None));
    assert_eq!((office.register().people.clone(), check(office.register(), today())), (before.0.people, before.1));
}

#[test]
fn a_table_of_systems_or_departments_tells_the_days_under_their_usual_heads() {
    let scratch = sample_office();
    drop(scratch.office);
    for (kind, rows) in [
        ("departments", "科室名称,撤并日期\n政务服务科,2026-11-20\n"),
        ("systems", "系统名称,牵头科室,停用时间\n中介超市服务平台,网络技术中心,2026年11月21日\n"),
    ] {
        let table = scratch.folder.path().join(format!("{kind}.csv"));
        std::fs::write(&table, rows).unwrap();
        let import = ["--today", "2026-11-24", "import", "--as", kind];
        output(taizhang().arg("--file").arg(&scratch.file).args(import).arg(&table));
    }
    let office = Office::open(&scratch.file, taizhang::store::Access::Read).unwrap();
    let register = office.register();
    let system = register.system_named("中介超市服务平台").unwrap();
    assert_eq!(register.departments[&department(&office, "政务服务科")].abolished_on, Some(day("2026-11-20")));
    assert_eq!(register.systems[&system].retired_on, Some(day("2026-11-21")));
}
