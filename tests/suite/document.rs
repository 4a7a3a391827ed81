//! The JSON document: all of it or nothing, every wrong place named, the same again after a round trip.

mod papers;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};
use taizhang::model::*;
use taizhang::ops::{FilingRequest, Office, Placing};
use taizhang::rules::secrets::tells_password;
use taizhang::store::Drafted;

use super::support::{day, empty_office, sample_office, today};

fn refusal(document: &Value) -> Vec<String> {
    let mut scratch = sample_office();
    let before = scratch.office.register().clone();
    let error = scratch.office.load(&document.to_string(), today()).expect_err("应当被拒绝");
    assert_eq!(*scratch.office.register(), before, "a refused document changes nothing");
    assert_eq!(scratch.office.store().last_entries(9).unwrap().len(), 1, "and leaves no entry");
    error.lines().to_vec()
}

#[test]
fn a_dump_loaded_into_a_new_file_dumps_the_same_again() {
    let one = sample_office();
    let dump = one.office.dump().unwrap();
    let mut other = empty_office();
    let loaded = other.office.load(&dump, today()).unwrap();
    assert!(loaded.given.is_empty() && loaded.doubts.is_empty(), "no number is given anew");
    assert_eq!(other.office.dump().unwrap(), dump);
    // And once more into the same file: nothing is added, nothing changes, no entry is written.
    other.office.load(&dump, today()).unwrap();
    assert_eq!(other.office.dump().unwrap(), dump);
    assert_eq!(other.office.store().last_entries(9).unwrap().len(), 1);
}

#[test]
fn a_dump_has_every_key_of_the_documented_form_and_no_other() {
    let dump: Value = serde_json::from_str(&sample_office().office.dump().unwrap()).unwrap();
    let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>().join(" ");
    assert_eq!(keys(&dump), "departments people systems accounts matrix applications cleanups filings");
    let first = |list: &str| keys(&dump[list][0]);
    assert_eq!(first("departments"), "name short head leader is_network_center");
    assert_eq!(first("people"), "name department post phone status joined_on left_on handed_over_on");
    assert_eq!(
        first("systems"),
        "name aliases lead_department self_built private_network upper_level accepted_on super_admin system_admin"
    );
    assert_eq!(
        first("accounts"),
        "system account layer role category permissions holder opened_on expires_on nature status \
         initial_password_changed_on password_changed_on"
    );
    assert_eq!(first("matrix"), "department system category post holder note account permissions");
    assert_eq!(
        first("applications"),
        "number kind action disposal account_note applicant department post applied_on contact system account holder \
         description department_head leader operator reviewed_on approved_on handled_on outcome state category"
    );
    assert_eq!(first("cleanups"), "number systems rows");
    assert_eq!(keys(&dump["cleanups"][0]["rows"][0]), "system department holder account kind disposal");
}

#[test]
fn numbers_are_given_in_the_order_of_the_document() {
    let mut scratch = empty_office();
    let document = json!({"applications": [{"number": null}, {"number": "SQ-2026-0007"}, {}], "cleanups": [{"number": null, "systems": [], "rows": []}]});
    let given = scratch.office.load(&document.to_string(), today()).unwrap().given;
    assert_eq!(given, ["SQ-2026-0008", "SQ-2026-0009", "QL-2026-0001"]);
}

#[test]
fn a_number_that_is_given_never_meets_one_that_the_document_tells_later() {
    let mut scratch = sample_office();
    let pair = |series: &str, paper: Value| {
        let number = json!({"number": format!("{series}-2026-0001")});
        let (mut told, given) = (paper.clone(), paper);
        told.as_object_mut().unwrap().extend(number.as_object().unwrap().clone());
        json!([given, told])
    };
    let filing = json!({"department": "政务服务科", "kind": "账号权限对照表", "period": "2026Q3",
        "signed_on": "2026-10-08", "filed_on": "2026-10-09"});
    let told = json!({
        "filings": pair("BA", filing),
        "notices": pair("TZ", json!({"person": "郑晓东", "route": "网络技术中心"})),
        "inspections": pair("XJ", json!({"system": "工程建设管理平台"})),
        "samples": pair("CC", json!({"size": 1}))
    });
    let given = scratch.office.load(&told.to_string(), today()).unwrap().given;
    assert_eq!(given, ["BA-2026-0002", "TZ-2026-0002", "XJ-2026-0002", "CC-2026-0002"]);
}

#[test]
fn after_the_last_number_of_six_digits_each_paper_still_has_its_own() {
    let mut scratch = empty_office();
    let told = json!({"applications": [{"number": "SQ-2026-999999"}, {"number": "SQ-2026-1000001"}]});
    scratch.office.load(&told.to_string(), today()).unwrap();
    let given =
        |office: &mut Office| office.load(&json!({"applications": [{}, {}]}).to_string(), today()).unwrap().given;
    assert_eq!(given(&mut scratch.office), ["SQ-2026-1000000", "SQ-2026-1000002"]);
    assert_eq!(given(&mut scratch.office), ["SQ-2026-1000003", "SQ-2026-1000004"]);
}

#[test]
fn what_has_the_same_key_is_updated_and_what_is_left_out_stays() {
    let mut scratch = sample_office();
    let office = &mut scratch.office;
    let count = office.register().people.len();
    let document = json!({
        "people": [{"name": "张伟", "department": "政务服务科", "post": "副科长"}],
        "accounts": [{"system": "工建平台", "account": "qintt", "status": "已禁用"}],
        "applications": [{"number": "SQ-2026-0001", "contact": "1", "applicant": null}],
        "departments": [{"name": "政务服务科", "short": null}],
    });
    office.load(&document.to_string(), today()).unwrap();
    let register = office.register();
    assert_eq!(register.people.len(), count);
    let person = register.people.values().find(|it| it.name == "张伟" && it.post == "副科长").unwrap();
    assert_eq!(person.phone, "0356-2000012");
    let account = register.accounts.values().find(|it| it.account == "qintt").unwrap();
    assert_eq!((account.status, account.category.as_str()), (AccountStatus::Disabled, "受理"));
    let application = register.application_numbered("SQ-2026-0001").unwrap();
    assert_eq!((application.contact.as_str(), application.applicant), ("1", None));
    assert!(!application.description.is_empty());
    let department = register.departments.values().find(|it| it.name == "政务服务科").unwrap();
    assert_eq!((department.short.clone(), department.head.is_some()), (None, true));
}

#[test]
fn the_rows_of_a_department_in_matrix_replace_its_table_and_no_other() {
    let mut scratch = sample_office();
    let office = &mut scratch.office;
    let table = |office: &Office, name: &str| {
        let register = office.register();
        let rows = register.matrix_of(register.department_named(name).unwrap());
        rows.iter().map(|row| (row.position, row.category.clone())).collect::<Vec<_>>()
    };
    let other = table(office, "投资项目审批科");
    let document = json!({"matrix": [{"department": "政务服务科", "system": "工程建设管理平台", "category": "复核"}]});
    office.load(&document.to_string(), today()).unwrap();
    assert_eq!(table(office, "政务服务科"), [(1, "复核".to_owned())]);
    assert_eq!(table(office, "投资项目审批科"), other);
}

#[test]
fn facts_are_kept_as_told_also_those_that_a_rule_finds_wrong() {
    let mut scratch = sample_office();
    let document = json!({"applications": [{
        "number": "SQ-2025-0009", "applicant": "秦天天", "operator": "秦天天", "applied_on": "2026-11-24",
        "handled_on": "2020-01-01", "state": "已办结",
    }]});
    scratch.office.load(&document.to_string(), today()).unwrap();
    let kept = scratch.office.register().application_numbered("SQ-2025-0009").unwrap();
    assert_eq!((kept.state, kept.operator), (ApplicationState::Done, kept.applicant));
}

#[test]
fn every_wrong_place_is_named() {
    let document = json!({
        "people": [{"name": "甲", "department": "政务服务科", "salary": 1}, {"department": "政务服务科"}, {"name": "乙", "department": "没有的科"}],
        "systems": [{"name": "某系统", "self_built": "是"}],
        "accounts": [{"system": "没有的系统", "account": "a"}, {"system": "工程建设管理平台", "account": "b", "status": "活着", "holder": "张伟"}],
        "applications": [{}, {"applied_on": "2022-02-30"}, {"applicant": "查无此人"}, {"contact": "9".repeat(61)}, {"kind": 3}],
        "cleanups": [{"systems": ["没有的系统"], "rows": [{"system": "工程建设管理平台", "disposal": "烧掉"}]}],
        "extra": [],
    });
    assert_eq!(
        refusal(&document),
        [
            "extra：没有这个键",
            "people[0].salary：没有这个键",
            "people[1].name：不能为空",
            "people[2].department：科室中没有“没有的科”",
            "systems[0].self_built：应为 true 或 false",
            "accounts[0].system：信息系统中没有“没有的系统”",
            "accounts[1].holder：“张伟”有2位，请写明是哪一位：张伟（政务服务科）、张伟（公共资源交易管理科）",
            "accounts[1].status：“活着”不在账号状态之列：在用、已禁用、已删除",
            "applications[1].applied_on：“2022-02-30”不是有效的日期，应写作 YYYY-MM-DD",
            "applications[2].applicant：人员中没有“查无此人”",
            "applications[3].contact：联系方式超过60个字（现有61个）",
            "applications[4].kind：应为文字",
            "cleanups[0].systems[0]：信息系统中没有“没有的系统”",
            "cleanups[0].rows[0].disposal：“烧掉”不在处理方式之列：禁用、删除、保留、变更、移交",
        ]
    );
}

#[test]
fn a_document_that_is_wrong_in_its_900th_record_loads_nothing_and_names_it() {
    let mut applications = vec![json!({"description": "好的"}); 1000];
    applications[899] = json!({"applied_on": "昨天"});
    assert_eq!(
        refusal(&json!({ "applications": applications })),
        ["applications[899].applied_on：“昨天”不是有效的日期，应写作 YYYY-MM-DD"]
    );
}

#[test]
fn what_is_no_json_or_no_object_is_refused_with_its_line() {
    let mut scratch = empty_office();
    let error = scratch.office.load("{\"people\": [\n  {]", today()).unwrap_err();
    assert!(error.lines()[0].starts_with("JSON 第2行"), "{error}");
    assert!(scratch.office.load("[]", today()).is_err());
    assert!(scratch.office.load("", today()).is_err());
}

#[test]
fn any_unicode_comes_back_as_it_was() {
    let mut scratch = empty_office();
    let odd = "𠮷野家·阿依古丽 \u{1F600} ⼈ \u{E000} =1+1 @x -y \"引\" \\ / <b> & _x7c82_";
    let document = json!({"applications": [{"description": odd, "outcome": "一\n二"}]});
    scratch.office.load(&document.to_string(), today()).unwrap();
    let dump: Value = serde_json::from_str(&scratch.office.dump().unwrap()).unwrap();
    assert_eq!(dump["applications"][0]["description"], odd);
    assert_eq!(dump["applications"][0]["outcome"], "一\n二");
}

#[test]
fn a_person_may_be_named_with_the_department() {
    let mut scratch = sample_office();
    let document = json!({"applications": [{"number": "A", "applicant": "张伟（公共资源交易管理科）"}, {"number": "B", "applicant": "秦天天(政务服务科)"}]});
    scratch.office.load(&document.to_string(), today()).unwrap();
    let register = scratch.office.register();
    let department = |number: &str| {
        let applicant = register.application_numbered(number).unwrap().applicant.unwrap();
        register.department_name(Some(register.get::<Person>(applicant).unwrap().department)).to_owned()
    };
    assert_eq!((department("A"), department("B")), ("公共资源交易管理科".into(), "政务服务科".into()));
}

#[test]
fn a_cleanup_that_says_nothing_of_its_rows_keeps_them() {
    let mut scratch = sample_office();
    let before = scratch.office.register().clone();
    scratch.office.load(r#"{"cleanups":[{"number":"QL-2026-0001"}]}"#, today()).unwrap();
    assert_eq!(*scratch.office.register(), before);
    scratch.office.load(r#"{"cleanups":[{"number":"QL-2026-0001","rows":[]}]}"#, today()).unwrap();
    assert_eq!(scratch.office.register().cleanup_rows.len(), 0);
}

#[test]
fn a_key_that_stands_twice_is_refused_by_name() {
    let mut scratch = empty_office();
    let error = scratch.office.load(r#"{"departments":[{"name":"甲"}],"departments":[]}"#, today()).unwrap_err();
    assert!(error.lines()[0].contains("同一个键写了两次：departments"), "{error}");
    assert_eq!(refusal(&json!([1]))[0], "文档：应为对象 {…}");
    assert_eq!(refusal(&json!({"applications": [{"system": 5}]})), ["applications[0].system：应为文字"]);
    assert_eq!(
        refusal(&json!({"cleanups": [{"systems": ["", "没有的"]}]})),
        ["cleanups[0].systems[1]：信息系统中没有“没有的”"]
    );
}

#[test]
fn an_alias_or_a_short_name_counts_from_the_document_that_tells_it() {
    let mut scratch = sample_office();
    let document = json!({
        "departments": [{"name": "新科", "short": "新"}],
        "people": [{"name": "甲", "department": "新"}],
        "systems": [{"name": "工程建设管理平台", "aliases": []}, {"name": "新平台", "aliases": ["工建平台"]}],
        "accounts": [{"system": "工建平台", "account": "x1", "holder": "甲"}],
    });
    scratch.office.load(&document.to_string(), today()).unwrap();
    let register = scratch.office.register();
    let account = register.accounts.values().find(|it| it.account == "x1").unwrap();
    assert_eq!(register.system_name(Some(account.system)), "新平台", "the alias has moved");
}

#[test]
fn names_with_brackets_come_back_and_one_with_two_readings_is_the_one_with_the_department() {
    let mut scratch = empty_office();
    let document = json!({
        "departments": [{"name": "甲"}, {"name": "乙（一）"}],
        "people": [
            {"name": "李四（挂职）", "department": "甲"},
            {"name": "李四（挂职）", "department": "乙（一）"},
            {"name": "张伟", "department": "甲"},
            {"name": "张伟（甲）", "department": "乙（一）"},
        ],
        "applications": [{"number": "A", "applicant": "李四（挂职）（乙（一））"}, {"number": "B", "applicant": "张伟（甲）（乙（一））"}],
    });
    scratch.office.load(&document.to_string(), today()).unwrap();
    let dump = scratch.office.dump().unwrap();
    let mut other = empty_office();
    other.office.load(&dump, today()).unwrap();
    assert_eq!(other.office.dump().unwrap(), dump);
    scratch.office.load(r#"{"applications":[{"number":"C","applicant":"张伟（甲）"}]}"#, today()).unwrap();
    let register = scratch.office.register();
    let applicant = register.application_numbered("C").unwrap().applicant;
    assert_eq!(register.get::<Person>(applicant.unwrap()).unwrap().name, "张伟");
}

#[test]
fn a_password_is_refused_at_its_place_and_reaches_no_file() {
    let mut scratch = sample_office();
    let secret = "Zq7#paperclip";
    let document = json!({"applications": [{"description": format!("开通后密码：{secret}")}]});
    let error = scratch.office.load(&document.to_string(), today()).unwrap_err();
    assert_eq!(error.lines(), ["applications[0].description：申请描述中像是写了口令，口令不得保存（第二十五条）"]);
    // Whatever the key, the field is named as the clerk knows it.
    let text = format!("密码：{secret}");
    let document = json!({
        "departments": [{"name": text}],
        "people": [{"name": text}],
        "systems": [{"name": "一体化政务服务平台", "aliases": ["别", text]}],
        "accounts": [{"system": "一体化政务服务平台", "account": text}],
    });
    let error = scratch.office.load(&document.to_string(), today()).unwrap_err();
    let mut named: Vec<&str> =
        error.lines().iter().filter_map(|line| line.split_once("中像是").map(|it| it.0)).collect();
    named.sort_unstable();
    assert_eq!(
        named,
        [
            "accounts[0].account：账号名",
            "departments[0].name：名称",
            "people[0].name：姓名",
            "systems[0].aliases[1]：别名",
        ]
    );
    let form = super::support::good_form().with(Field::Description, format!("初始密码为 {secret}"));
    assert!(
        scratch.office.file_application(&form, None, None, today()).unwrap_err().to_string().contains("第二十五条")
    );
    let draft = scratch.office.keep_draft(None, Drafted::Application(None), &form).unwrap();
    assert!(draft.is_some(), "the rest of the form is kept all the same");
    drop(scratch.office);
    let bytes = super::support::bytes(&scratch.file);
    assert!(!bytes.windows(secret.len()).any(|window| window == secret.as_bytes()));
}

#[test]
fn a_record_that_a_document_brings_has_one_entry_in_its_history() {
    let scratch = sample_office();
    let department = scratch.office.register().departments.values().next().unwrap().clone();
    let history = scratch.office.store().history_of(&Record::Department(department)).unwrap();
    assert_eq!(history.len(), 1);
    assert_eq!(history[0].1.before, None);
}

/// What chance found: one whose name ends in what is the department of another, of a name that two share.
#[test]
fn one_whose_name_reads_as_another_with_the_department_is_told_by_their_own() {
    let document = json!({
        "departments": [{"name": "受理科"}, {"name": "审批科"}],
        "people": [
            {"name": "李建国", "department": "受理科"},
            {"name": "李建国", "department": "审批科"},
            {"name": "李建国（审批科）", "department": "受理科"},
        ],
        "systems": [{"name": "平台"}],
        "cleanups": [{"number": "QL-2026-0001", "rows": [
            {"system": "平台", "holder": "李建国（审批科）", "account": "a1"},
            {"system": "平台", "holder": "李建国（审批科）（受理科）", "account": "a2"},
        ]}],
    });
    let mut one = empty_office();
    one.office.load(&document.to_string(), today()).unwrap();
    let register = one.office.register();
    let department =
        |row: &CleanupRow| register.get::<Person>(row.holder.unwrap()).map(|it| (it.name.as_str(), it.department));
    let rows: Vec<_> = register.cleanup_rows.values().map(department).collect();
    let [reception, review] = ["受理科", "审批科"].map(|name| register.department_named(name).unwrap());
    assert_eq!(rows, [Some(("李建国", review)), Some(("李建国（审批科）", reception))]);
    let dump = one.office.dump().unwrap();
    let mut other = empty_office();
    other.office.load(&dump, today()).unwrap();
    assert_eq!(other.office.dump().unwrap(), dump);
}

/// A filed table as a document.
fn filed() -> Value {
    let mut scratch = sample_office();
    let told = FilingRequest {
        department: scratch.office.register().department_named("投资项目审批科").unwrap(),
        kind: FilingKind::Outside,
        period: Quarter::of(today()),
        signed_on: Some(today()),
        signed_by: String::new(),
        reason: String::new(),
    };
    scratch.office.file_table(&told, today()).unwrap();
    serde_json::from_str(&scratch.office.dump().unwrap()).unwrap()
}

/// What chance found: the letters of a packed file may spell anything, and what they spell is no password.
#[test]
fn a_filed_workbook_is_a_file_whatever_its_letters_spell() {
    // Base64 (RFC 4648) of nine bytes, as a remark at the end of the archive (APPNOTE.TXT, 4.3.16).
    let spelled = "pwd/Zq7xAb1c";
    assert!(tells_password(spelled));
    let mut dump = filed();
    let mut bytes = BASE64_STANDARD.decode(dump["filings"][0]["workbook"].as_str().unwrap()).unwrap();
    let gap = (3 - bytes.len() % 3) % 3;
    let length = bytes.len() - 2;
    bytes[length] = gap as u8 + 9;
    bytes.extend(vec![b' '; gap]);
    bytes.extend(BASE64_STANDARD.decode(spelled).unwrap());
    let packed = BASE64_STANDARD.encode(&bytes);
    assert!(packed.contains(spelled));
    dump["filings"][0]["workbook"] = json!(packed);
    let mut other = empty_office();
    other.office.load(&dump.to_string(), today()).unwrap();
    let again: Value = serde_json::from_str(&other.office.dump().unwrap()).unwrap();
    assert_eq!(again["filings"][0]["workbook"], packed);
}

#[test]
fn a_filed_workbook_that_is_left_out_is_made_as_it_was_handed_in() {
    let told = |dump: &Value| {
        let bytes = BASE64_STANDARD.decode(dump["filings"][0]["workbook"].as_str().unwrap()).unwrap();
        taizhang::import::of(std::path::Path::new("workbook"), &bytes).unwrap()
    };
    let filed = filed();
    let mut without = filed.clone();
    without["filings"][0].as_object_mut().unwrap().remove("workbook");
    // The department and its people come with the same document.
    let mut other = empty_office();
    other.office.load(&without.to_string(), today()).unwrap();
    let again: Value = serde_json::from_str(&other.office.dump().unwrap()).unwrap();
    assert_eq!(told(&again), told(&filed));
    assert!(told(&again)[0].name.contains("投资项目审批科"), "{:?}", told(&again)[0].name);
}

#[test]
fn what_is_said_to_be_a_filed_workbook_is_looked_through() {
    let mut dump = filed();
    let mut refusal = |workbook: &str| {
        dump["filings"][0]["workbook"] = json!(workbook);
        empty_office().office.load(&dump.to_string(), today()).unwrap_err().lines().to_vec()
    };
    assert_eq!(refusal("不是"), ["filings[0].workbook：不是 Base64"]);
    // What is no file is a text like any other.
    assert!(refusal("密码：Zq7xAb1c")[0].contains("第二十五条"));
    for text in ["初始密码：Abc1234", "PK初始密码：Abc1234"] {
        assert_eq!(refusal(&BASE64_STANDARD.encode(text)), ["filings[0].workbook：不是 Excel 工作簿"]);
    }
    let mut book = rust_xlsxwriter::Workbook::new();
    book.add_worksheet().write(4, 2, "初始密码：Abc1234").unwrap();
    let told = refusal(&BASE64_STANDARD.encode(book.save_to_buffer().unwrap()));
    assert_eq!(told, ["filings[0].workbook：工作簿中像是写了口令，口令不得保存（第二十五条）"]);
}

/// 第十条: a document may tell how an account stands by now, and says so where there is no form of it.
#[test]
fn a_document_that_changes_the_status_of_an_account_says_which() {
    let mut scratch = sample_office();
    let document = r#"{"accounts":[{"system":"工建平台","account":"qintt","status":"已禁用"},
        {"system":"工程建设管理平台","account":"new","status":"已禁用"}]}"#;
    let loaded = scratch.office.load(document, today()).unwrap();
    assert_eq!(
        loaded.doubts,
        ["工程建设管理平台·qintt：账号状态由在用改为已禁用，通常要有申请表（附件2），请核对（第十条）"]
    );
    assert!(scratch.office.load(document, today()).unwrap().doubts.is_empty(), "said once");
}

/// 第六条: a change of post waits for 备案 once.
#[test]
fn a_change_of_post_that_a_document_tells_is_not_noted_a_second_time() {
    let (mut newer, mut older) = (sample_office(), sample_office());
    let person = newer.office.register().person_named("秦天天").found().unwrap();
    let department = newer.office.register().people[&person].department;
    let placing = Placing { person, department, post: "副科长".into(), on: day("2026-11-20") };
    newer.office.place_person(&placing, &[], day("2026-11-20")).unwrap();
    older.office.load(&newer.office.dump().unwrap(), today()).unwrap();
    let days = |office: &Office| -> Vec<String> {
        office.register().post_changes.values().map(|it| it.changed_on.iso()).collect()
    };
    assert_eq!(days(&older.office), ["2026-11-20"]);
    // One of which the document tells no day is of today.
    let moved = r#"{"people":[{"name":"秦天天","department":"政务服务科","post":"科长"}]}"#;
    older.office.load(moved, today()).unwrap();
    assert_eq!(days(&older.office), ["2026-11-20", "2026-11-24"]);
}
