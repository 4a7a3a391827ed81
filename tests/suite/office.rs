//! The errands of an application: numbers, states, refusals, what 办结 does to the accounts.

use taizhang::error::ErrorKind;
use taizhang::model::*;
use taizhang::ops::Office;
use taizhang::store::Access;

use super::support::{day, empty_office, good_form, sample_office, today};

fn application(office: &Office, id: ApplicationId) -> &Application {
    office.register().get::<Application>(id).unwrap()
}

fn account<'a>(office: &'a Office, name: &str) -> &'a Account {
    office.register().accounts.values().find(|account| account.account == name).unwrap()
}

#[test]
fn numbers_run_by_the_year_without_gaps() {
    let mut office = empty_office();
    let mut number = |form: &Values, on: &str| {
        let id = office.office.file_application(form, None, None, day(on)).unwrap();
        application(&office.office, id).number.clone()
    };
    assert_eq!(number(&good_form(), "2026-11-24"), "SQ-2026-0001");
    assert_eq!(number(&good_form(), "2026-12-31"), "SQ-2026-0002");
    assert_eq!(number(&good_form(), "2027-01-01"), "SQ-2027-0001");
    assert_eq!(number(&good_form(), "2026-12-31"), "SQ-2026-0003");
}

#[test]
fn a_refused_form_takes_no_number() {
    let mut scratch = empty_office();
    let bad = good_form().with(Field::AppliedOn, "2026-02-30");
    assert_eq!(scratch.office.file_application(&bad, None, None, today()).unwrap_err().kind(), ErrorKind::BadInput);
    let id = scratch.office.file_application(&good_form(), None, None, today()).unwrap();
    assert_eq!(application(&scratch.office, id).number, "SQ-2026-0001");
}

#[test]
fn a_void_form_keeps_its_number_and_its_reason() {
    let mut scratch = empty_office();
    let id = scratch.office.file_application(&good_form(), None, None, today()).unwrap();
    assert_eq!(scratch.office.void_application(id, "  ", today()).unwrap_err().kind(), ErrorKind::Refused);
    scratch.office.void_application(id, "重复填写", today()).unwrap();
    let void = application(&scratch.office, id);
    assert_eq!((void.state, void.void_reason.as_deref()), (ApplicationState::Void, Some("重复填写")));
    let next = scratch.office.file_application(&good_form(), None, None, today()).unwrap();
    assert_eq!(application(&scratch.office, next).number, "SQ-2026-0002");
    assert_eq!(scratch.office.entries_on(&Scanned::Numbered("SQ-2026-0001".into())).unwrap()[1].reason, "重复填写");
}

#[test]
fn what_is_new_on_a_form_is_taken_into_the_register() {
    let mut scratch = empty_office();
    let id = scratch.office.file_application(&good_form(), None, None, today()).unwrap();
    let register = scratch.office.register();
    let it = application(&scratch.office, id);
    let person = register.get::<Person>(it.applicant.unwrap()).unwrap();
    assert_eq!((person.name.as_str(), person.post.as_str(), person.phone.as_str()), ("秦天天", "科员", "0356-2000011"));
    assert_eq!(register.department_name(Some(person.department)), "政务服务科");
    assert_eq!(register.system_name(it.system), "一体化政务服务平台");
}

#[test]
fn two_people_of_one_name_are_never_merged() {
    let mut scratch = sample_office();
    let office = &mut scratch.office;
    let form = |department: &str| good_form().with(Field::Applicant, "张伟").with(Field::DepartmentAndPost, department);
    let people = office.register().people.len();
    let applicant = |office: &mut Office, department| {
        let id = office.file_application(&form(department), None, None, today()).unwrap();
        application(office, id).applicant.unwrap()
    };
    let (one, other) = (applicant(office, "政务服务科 科员"), applicant(office, "公共资源交易管理科 科员"));
    assert_ne!(one, other);
    assert_eq!(office.register().people.len(), people);
    let third = applicant(office, "网络技术中心 工程师");
    assert_eq!(office.register().people.len(), people + 1);
    assert!(third != one && third != other);
    let error = office.file_application(&form(""), None, None, today()).unwrap_err();
    assert!(error.to_string().contains("张伟（政务服务科）、张伟（公共资源交易管理科）"), "{error}");
}

#[test]
fn text_over_its_limit_is_refused_in_words_and_control_characters_become_blanks() {
    let mut scratch = empty_office();
    let long = good_form().with(Field::Contact, "9".repeat(61));
    let error = scratch.office.file_application(&long, None, None, today()).unwrap_err();
    assert!(error.to_string().contains("联系方式超过60个字（现有61个）"), "{error}");
    let id = scratch
        .office
        .file_application(&good_form().with(Field::Contact, "12\u{7}34\n5"), None, None, today())
        .unwrap();
    assert_eq!(application(&scratch.office, id).contact, "12 34 5");
}

#[test]
fn what_a_form_asks_for_survives_the_dump_and_the_file() {
    let mut scratch = sample_office();
    let asked = good_form()
        .with(Field::Category, "受理")
        .with(Field::Permissions, "收件")
        .with(Field::Nature, "临时")
        .with(Field::ExpiresOn, "2026年12月31日");
    let id = scratch.office.file_application(&asked, None, None, today()).unwrap();
    let of = |office: &Office| Values::of_application(office.register(), application(office, id));
    let kept = of(&scratch.office);
    let fields = [Field::Category, Field::Permissions, Field::Nature, Field::ExpiresOn];
    assert_eq!(fields.map(|field| kept.get(field).to_owned()), fields.map(|field| asked.get(field).to_owned()));
    let mut copy = empty_office();
    copy.office.load(&scratch.office.dump().unwrap(), today()).unwrap();
    assert_eq!(of(&copy.office), kept);
    assert_eq!(scratch.office.verify(None).unwrap().broken, None);
    let file = scratch.file.clone();
    drop(scratch.office);
    assert_eq!(of(&Office::open(&file, Access::Read).unwrap()), kept);
}

#[test]
fn a_strange_number_does_not_stop_the_counting() {
    let mut scratch = empty_office();
    scratch
        .office
        .load(r#"{"applications":[{"number":"SQ-2026-999999999"},{"number":"SQ-2026-00A1"}]}"#, today())
        .unwrap();
    let mut next = || {
        let id = scratch.office.file_application(&good_form(), None, None, today()).unwrap();
        application(&scratch.office, id).number.clone()
    };
    assert_eq!((next(), next()), ("SQ-2026-0001".into(), "SQ-2026-0002".into()));
}

#[test]
fn names_that_a_document_could_not_bring_are_not_made_from_a_form() {
    let mut scratch = empty_office();
    for form in [
        good_form().with(Field::Applicant, "甲".repeat(51)),
        good_form().with(Field::DepartmentAndPost, format!("{} 科员", "科".repeat(51))),
        good_form().with(Field::DepartmentAndPost, format!("科 {}", "岗".repeat(51))),
        good_form().with(Field::Applicant, "张伟（没有的科）"),
    ] {
        assert_eq!(
            scratch.office.file_application(&form, None, None, today()).unwrap_err().kind(),
            ErrorKind::BadInput
        );
    }
    assert_eq!(*scratch.office.register(), Register::default());
}

fn entered(kind: Kind, texts: &[(&str, &str)]) -> Vec<String> {
    let mut blank = kind.blank();
    for (label, text) in texts {
        let at = kind.attributes().iter().position(|attribute| attribute.label == *label).unwrap();
        (*text).clone_into(&mut blank[at]);
    }
    blank
}

#[test]
fn a_record_is_entered_as_texts_and_comes_back_as_the_same_texts() {
    let mut scratch = sample_office();
    let office = &mut scratch.office;
    let cases = [
        (Kind::Departments, entered(Kind::Departments, &[("名称", "新科"), ("简称", "新"), ("科室负责人", "秦天天")])),
        (Kind::People, entered(Kind::People, &[("姓名", "新人"), ("科室", "新科"), ("入职日", "2026年11月1日")])),
        (
            Kind::Systems,
            entered(Kind::Systems, &[("名称", "新平台"), ("别名", "新平、平台"), ("自建", "否"), ("专网", "是")]),
        ),
        (
            Kind::Accounts,
            entered(Kind::Accounts, &[("系统", "新平台"), ("账号名", "x"), ("使用人", "张伟（政务服务科）")]),
        ),
    ];
    for (kind, texts) in cases {
        let number = office.save_record(kind, None, &texts, today()).unwrap();
        let record = kind.record(number, office.register()).unwrap();
        assert_eq!(schema::texts(&record, office.register()), texts);
        assert_eq!(office.store().history_of(&record).unwrap().len(), 1);
        office.save_record(kind, Some(number), &texts, today()).unwrap();
        assert_eq!(office.store().history_of(&record).unwrap().len(), 1, "the same again is no change");
        assert!(office.save_record(kind, None, &texts, today()).unwrap_err().to_string().contains("已经登记过"));
    }
}

#[test]
fn there_is_one_network_center_and_no_second() {
    let mut scratch = sample_office();
    let office = &mut scratch.office;
    let center = office.register().network_center().unwrap().clone();
    let other = office.register().department_named("政务服务科").unwrap();
    let texts = ["政务服务科", "", "", "", "是"].map(str::to_owned);
    let refused = office.save_record(Kind::Departments, Some(other.0), &texts, today()).unwrap_err().to_string();
    assert!(refused.contains(&center.name) && refused.contains("第六条"), "{refused}");
    let texts = [center.name.as_str(), "", "", "", "是"].map(str::to_owned);
    office.save_record(Kind::Departments, Some(center.id.0), &texts, today()).unwrap();
}

#[test]
fn a_record_that_cannot_be_kept_is_refused_in_words() {
    let mut scratch = sample_office();
    let before = scratch.office.register().clone();
    let cases = [
        (Kind::People, entered(Kind::People, &[("科室", "政务服务科")]), "请填写姓名"),
        (Kind::People, entered(Kind::People, &[("姓名", "甲")]), "请填写科室"),
        (
            Kind::Accounts,
            entered(Kind::Accounts, &[("系统", "工程建设管理平台"), ("账号名", "a"), ("使用人", "没有的人")]),
            "不在人员中",
        ),
        (
            Kind::Accounts,
            entered(Kind::Accounts, &[("系统", "工程建设管理平台"), ("账号名", "a"), ("使用人", "张伟")]),
            "有2位",
        ),
        (
            Kind::Accounts,
            entered(Kind::Accounts, &[("系统", "工程建设管理平台"), ("账号名", "a"), ("启用日", "2022-02-30")]),
            "不是有效的日期",
        ),
        (
            Kind::Accounts,
            entered(Kind::Accounts, &[("系统", "工程建设管理平台"), ("账号名", "a"), ("权限说明", "密码：Abc123")]),
            "第二十五条",
        ),
        (
            Kind::People,
            entered(
                Kind::People,
                &[("姓名", "甲"), ("科室", "政务服务科"), ("离职日", "2026-11-02"), ("手续办结日", "2026-11-01")],
            ),
            "第十四条",
        ),
    ];
    for (kind, texts, why) in cases {
        let error = scratch.office.save_record(kind, None, &texts, today()).unwrap_err();
        assert!(error.to_string().contains(why), "{error}");
    }
    assert_eq!(*scratch.office.register(), before);
}

#[test]
fn the_table_of_a_department_is_filled_from_the_live_accounts_of_its_people() {
    use taizhang::rules::matrix::plan;
    let mut scratch = sample_office();
    let office = &mut scratch.office;
    let department = office.register().department_named("公共资源交易管理科").unwrap();
    // zhangwei_jy is disabled: its row has no live account any more. A new account has no row yet.
    let texts = entered(
        Kind::Accounts,
        &[("系统", "一体化政务服务平台"), ("账号名", "wu1"), ("使用人", "吴\u{20BB7}祥"), ("账号类别", "审核")],
    );
    office.save_record(Kind::Accounts, None, &texts, today()).unwrap();
    let before = office.register().clone();
    assert_eq!(office.fill_matrix(department, today()).unwrap(), (1, 0, 1));
    let rows = office.register().matrix_of(department);
    let told: Vec<_> = rows.iter().map(|row| (row.position, row.account.as_str(), row.note.as_str())).collect();
    assert_eq!(told, [(1, "wujx", "系统管理员"), (2, "wu1", "")], "what stays keeps its note");
    assert_eq!(rows[1].post, "副科长");
    assert!(plan(office.register(), department, today()).is_empty());
    assert_eq!(office.fill_matrix(department, today()).unwrap(), (0, 0, 0));
    office.undo(today()).unwrap();
    assert_eq!(*office.register(), before);
}

#[test]
fn a_cleanup_is_made_from_accounts_and_carried_out_once() {
    let mut scratch = sample_office();
    let office = &mut scratch.office;
    let of_zheng: Vec<AccountId> =
        office.register().accounts.values().filter(|it| it.account == "zhengxd").map(|it| it.id).collect();
    let error = office.make_cleanup(&of_zheng, Treatment::Keep, today()).unwrap_err();
    assert!(error.to_string().contains("第二十二条"), "{error}");
    let id = office.make_cleanup(&of_zheng, Treatment::Disable, today()).unwrap();
    let cleanup = office.register().get::<Cleanup>(id).unwrap();
    assert_eq!((cleanup.number.as_str(), cleanup.systems.len()), ("QL-2026-0002", 2));
    let before = office.register().clone();
    office.handle_cleanup(id, today(), today()).unwrap();
    assert!(of_zheng.iter().all(|id| office.register().get::<Account>(*id).unwrap().status == AccountStatus::Disabled));
    let account = Record::Account(office.register().get::<Account>(of_zheng[0]).unwrap().clone());
    assert_eq!(office.store().history_of(&account).unwrap().last().unwrap().0.basis, "QL-2026-0002");
    assert!(office.handle_cleanup(id, today(), today()).unwrap_err().to_string().contains("已于2026年11月24日处理"));
    let dump = office.dump().unwrap();
    let mut other = empty_office();
    other.office.load(&dump, today()).unwrap();
    assert_eq!(other.office.dump().unwrap(), dump);
    office.undo(today()).unwrap();
    assert_eq!(*office.register(), before);
}

#[test]
fn a_test_account_after_acceptance_can_only_be_deleted() {
    let mut scratch = sample_office();
    let texts = entered(Kind::Accounts, &[("系统", "工程建设管理平台"), ("账号名", "test1"), ("性质", "测试")]);
    let number = scratch.office.save_record(Kind::Accounts, None, &texts, today()).unwrap();
    let error = scratch.office.make_cleanup(&[AccountId(number)], Treatment::Disable, today()).unwrap_err();
    assert!(error.to_string().contains("第二十一条"), "{error}");
    scratch.office.make_cleanup(&[AccountId(number)], Treatment::Delete, today()).unwrap();
}

/// 第十条: the status of an account rests on a paper, or on what is written down in its place.
#[test]
fn the_status_of_an_account_is_changed_by_hand_only_with_a_reason_that_the_ledger_keeps() {
    let mut scratch = sample_office();
    let office = &mut scratch.office;
    let record = Record::Account(account(office, "qintt").clone());
    let (number, kept) = (record.number(), schema::texts(&record, office.register()));
    let at = |label: &str| Kind::Accounts.attributes().iter().position(|it| it.label == label).unwrap();
    let with = |label: &str, text: &str| {
        let mut texts = kept.clone();
        text.clone_into(&mut texts[at(label)]);
        texts
    };
    for status in ["已禁用", "已删除"] {
        let refused = office.save_record(Kind::Accounts, Some(number), &with("状态", status), today()).unwrap_err();
        let told = refused.to_string();
        assert!(told.contains(&format!("由在用改为{status}")) && told.contains("第十条"), "{told}");
        assert!(refused.advice().unwrap().contains("附件2"));
    }
    assert_eq!(account(office, "qintt").status, AccountStatus::Active);
    // What is no status asks for nothing.
    office.save_record(Kind::Accounts, Some(number), &with("账号类别", "审批"), today()).unwrap();
    let mut texts = with("状态", "已删除");
    "审批".clone_into(&mut texts[at("账号类别")]);
    office.save_record_because(Kind::Accounts, Some(number), &texts, " 登记时选错 ", today()).unwrap();
    assert_eq!(account(office, "qintt").status, AccountStatus::Deleted);
    let (entry, _) = office.store().history_of(&record).unwrap().pop().unwrap();
    assert_eq!((entry.op, entry.reason.as_str()), (Op::SaveAccount, "登记时选错"));
    // Back to 在用 is a change too.
    let mut texts = with("状态", "在用");
    "审批".clone_into(&mut texts[at("账号类别")]);
    assert!(office.save_record(Kind::Accounts, Some(number), &texts, today()).is_err());
    // Another 使用人 is a change as well; one that was not told is filled in.
    let other = account(office, "zhangwei_zw").clone();
    let (number, kept) = (other.id.0, schema::texts(&other.into_record(), office.register()));
    let with = |holder: &str| {
        let mut texts = kept.clone();
        holder.clone_into(&mut texts[at("使用人")]);
        texts
    };
    for (holder, told) in [("秦天天", "由张伟（政务服务科）改为秦天天"), ("", "由张伟（政务服务科）改为空")]
    {
        let refused = office.save_record(Kind::Accounts, Some(number), &with(holder), today()).unwrap_err().to_string();
        assert!(refused.contains(told) && refused.contains("没有写明依据（第十条）"), "{refused}");
    }
    office.save_record_because(Kind::Accounts, Some(number), &with(""), "登记时选错", today()).unwrap();
    office.save_record(Kind::Accounts, Some(number), &with("秦天天"), today()).unwrap();
    // An account that is entered as it stands by now changes nothing.
    let texts = entered(Kind::Accounts, &[("系统", "工程建设管理平台"), ("账号名", "old1"), ("状态", "已删除")]);
    office.save_record(Kind::Accounts, None, &texts, today()).unwrap();
}

/// What is safe and what to do stands behind what happened, wherever an errand is refused.
#[test]
fn a_refusal_says_what_is_safe_and_what_to_do() {
    let (mut empty, mut sample) = (empty_office(), sample_office());
    let (empty, office) = (&mut empty.office, &mut sample.office);
    let mut refused = vec![empty.undo(today()).unwrap_err(), empty.redo(today()).unwrap_err()];
    let list = office.register().cleanup_numbered("QL-2026-0001").unwrap().id;
    office.handle_cleanup(list, today(), today()).unwrap();
    refused.push(office.void_cleanup(list, "重复", today()).unwrap_err());
    refused.push(office.void_sample(SampleId(99), "重复", today()).unwrap_err());
    refused.push(office.void_record(Kind::People, 99, "重复", today()).unwrap_err());
    refused.push(office.accept_system(SystemId(99), today(), today()).unwrap_err());
    refused.push(office.save_filing(FilingId(99), std::path::Path::new("报送")).unwrap_err());
    refused.push(taizhang::papers::PaperKey::Sample(SampleId(99)).paper(office.register(), today()).unwrap_err());
    let mut texts = Kind::People.blank();
    (texts[0], texts[1], texts[4]) = ("孟晓".into(), "政务服务科".into(), "出差".into());
    let strange = office.save_record(Kind::People, None, &texts, today()).unwrap_err();
    assert!(strange.to_string().ends_with("状态“出差”不在可选之列。没有保存。可以填：在岗、调离、离职。"), "{strange}");
    refused.push(strange);
    for error in &refused {
        let advice = error.advice().unwrap_or_else(|| panic!("{error}"));
        assert!(advice.contains("没有"), "{error}");
    }
    let gone = &refused[3];
    assert!(gone.to_string().contains("台账中已经没有这条抽查记录"), "{gone}");
}
