//! 登记签字 and 办结: the steps of a form, what is refused, what the register has of it, and what is left of one that is closed.

mod holders;

use taizhang::model::*;
use taizhang::ops::{Handling, Office, Signatures};
use taizhang::papers::Paper;
use taizhang::papers::PaperKey;
use taizhang::rules::{Weight, check_application};
use taizhang::store::Drafted;

use super::support::{day, empty_office, good_form, sample_office, today};

fn signatures() -> Signatures {
    Signatures {
        department_head: "李建国".into(),
        system_head: String::new(),
        reviewed_on: Some(today()),
        leader: "王志强".into(),
        approved_on: Some(today()),
    }
}

fn handling() -> Handling {
    Handling {
        operator: "陈小满".into(),
        handled_on: Some(today()),
        outcome: "已开通。".into(),
        account: "qintt_zw".into(),
        reason: String::new(),
    }
}

fn application(office: &Office, id: ApplicationId) -> &Application {
    office.register().get::<Application>(id).unwrap()
}

fn signed(office: &mut Office, form: &Values) -> ApplicationId {
    let id = office.file_application(form, None, None, today()).unwrap();
    office.print_applications(&[id], today()).unwrap();
    office.sign_application(id, &signatures(), today()).unwrap();
    id
}

fn account<'a>(office: &'a Office, name: &str) -> &'a Account {
    office.register().accounts.values().find(|account| account.account == name).unwrap()
}

/// 第十一条 names two; the paper has a place for one.
#[test]
fn both_who_reviewed_a_form_are_on_record_and_the_paper_stays_as_it_is() {
    let mut scratch = sample_office();
    let office = &mut scratch.office;
    let id = office.file_application(&good_form(), None, None, today()).unwrap();
    office.print_applications(&[id], today()).unwrap();
    let paper = |office: &Office| Paper::of_application(office.register(), application(office, id)).pages();
    let signed = Signatures { system_head: "周文斌".into(), ..signatures() };
    office.sign_application(id, &signed, today()).unwrap();
    let name =
        |office: &Office, id: Option<PersonId>| office.register().get::<Person>(id.unwrap()).unwrap().name.clone();
    let it = application(office, id).clone();
    assert_eq!([name(office, it.department_head), name(office, it.system_head)], ["李建国", "周文斌"]);
    let signed_by_both = paper(office);
    // It goes with the document, and into another file.
    let dumped = office.dump().unwrap();
    let mut copy = empty_office();
    copy.office.load(&dumped, today()).unwrap();
    assert_eq!(copy.office.dump().unwrap(), dumped);
    let told: serde_json::Value = serde_json::from_str(&dumped).unwrap();
    let form = told["applications"].as_array().unwrap().iter().find(|it| it["number"] == "SQ-2026-0005").unwrap();
    assert_eq!(form["system_head"], "周文斌");
    office.sign_application(id, &signatures(), today()).unwrap();
    assert_eq!((application(office, id).system_head, paper(office)), (None, signed_by_both));
    assert_eq!(office.verify(None).unwrap().broken, None);
}

#[test]
fn a_form_goes_from_draft_to_done_by_its_four_steps_and_by_no_other_way() {
    let mut scratch = sample_office();
    let office = &mut scratch.office;
    let id = office.file_application(&good_form(), None, None, today()).unwrap();
    assert_eq!(application(office, id).state, ApplicationState::Draft);
    assert!(
        office.sign_application(id, &signatures(), today()).is_err(),
        "printed is not signed, saved is not printed"
    );
    assert!(office.complete_application(id, &handling(), today()).is_err());
    office.print_applications(&[id], today()).unwrap();
    assert_eq!(application(office, id).state, ApplicationState::Printed);
    assert!(office.complete_application(id, &handling(), today()).is_err());
    office.sign_application(id, &signatures(), today()).unwrap();
    assert_eq!(application(office, id).state, ApplicationState::Signed);
    assert!(office.file_application(&good_form(), Some(id), None, today()).is_err(), "a signed paper is not changed");
    office.complete_application(id, &handling(), today()).unwrap();
    let done = application(office, id);
    assert_eq!(
        (done.state, done.outcome.as_str(), done.account.as_str()),
        (ApplicationState::Done, "已开通。", "qintt_zw")
    );
    assert!(office.void_application(id, "晚了", today()).is_err());
}

#[test]
fn a_printed_form_that_is_changed_must_be_printed_again() {
    let mut scratch = sample_office();
    let office = &mut scratch.office;
    let id = office.file_application(&good_form(), None, None, today()).unwrap();
    office.print_applications(&[id], today()).unwrap();
    office.file_application(&good_form(), Some(id), None, today()).unwrap();
    assert_eq!(application(office, id).state, ApplicationState::Printed, "the same again is no change");
    office.file_application(&good_form().with(Field::Contact, "1"), Some(id), None, today()).unwrap();
    assert_eq!(application(office, id).state, ApplicationState::Draft);
}

#[test]
fn without_the_leaders_signature_there_is_no_signed_form() {
    let mut scratch = sample_office();
    let id = scratch.office.file_application(&good_form(), None, None, today()).unwrap();
    scratch.office.print_applications(&[id], today()).unwrap();
    for signed in
        [Signatures { leader: String::new(), ..signatures() }, Signatures { approved_on: None, ..signatures() }]
    {
        let error = scratch.office.sign_application(id, &signed, today()).unwrap_err();
        assert!(error.to_string().contains("第八条"), "{error}");
    }
}

#[test]
fn an_operator_who_applied_stops_the_closing_with_article_7() {
    let mut scratch = sample_office();
    let id = signed(&mut scratch.office, &good_form());
    let own = Handling { operator: "秦天天".into(), ..handling() };
    let error = scratch.office.complete_application(id, &own, today()).unwrap_err();
    assert!(error.to_string().contains("第七条"), "{error}");
    assert_eq!(application(&scratch.office, id).state, ApplicationState::Signed);
    // With a written reason it goes through, and the reason stays in the ledger.
    let reason = Handling { reason: "只有一名经办人在岗".into(), ..own };
    scratch.office.complete_application(id, &reason, today()).unwrap();
    let entries = scratch.office.entries_on(&Scanned::Numbered("SQ-2026-0005".into())).unwrap();
    assert_eq!(entries.last().unwrap().reason, "只有一名经办人在岗");
}

#[test]
fn closing_a_new_account_puts_it_into_the_register_at_once_and_undo_takes_both_back() {
    let mut scratch = sample_office();
    let id = signed(&mut scratch.office, &good_form());
    let before = scratch.office.register().clone();
    scratch.office.complete_application(id, &handling(), today()).unwrap();
    let made = account(&scratch.office, "qintt_zw");
    assert_eq!((made.status, made.role, made.opened_on), (AccountStatus::Active, Role::User, Some(today())));
    assert_eq!(scratch.office.register().bare_name(made.holder), "秦天天");
    scratch.office.undo(today()).unwrap();
    assert_eq!(*scratch.office.register(), before);
}

#[test]
fn closing_disables_deletes_and_takes_back_as_the_paper_says() {
    let mut scratch = sample_office();
    let office = &mut scratch.office;
    let form = |action: &str, disposal: &str| {
        good_form()
            .with(Field::Action, action)
            .with(Field::Disposal, disposal)
            .with(Field::System, "工程建设管理平台")
            .with(Field::Account, "qintt")
    };
    let mut run = |action: &str, disposal: &str| {
        let id = signed(office, &form(action, disposal));
        let outcome = office.complete_application(id, &Handling { account: String::new(), ..handling() }, today());
        (outcome.is_ok(), account(office, "qintt").status)
    };
    assert_eq!(run("启用", ""), (false, AccountStatus::Active), "only what is disabled can be taken back");
    assert_eq!(run("注销", "禁用"), (true, AccountStatus::Disabled));
    assert_eq!(run("启用", ""), (true, AccountStatus::Active));
    assert_eq!(run("变更", ""), (true, AccountStatus::Active));
    assert_eq!(run("注销", "删除"), (true, AccountStatus::Deleted));
    assert_eq!(run("启用", ""), (false, AccountStatus::Deleted));
    assert_eq!(run("新增", ""), (true, AccountStatus::Active), "a deleted name may be given again");
}

#[test]
fn a_loaded_form_without_the_leaders_signature_is_not_closed() {
    let mut scratch = sample_office();
    let document = r#"{"applications":[{"number":"X","state":"已签字","kind":"用户账号","action":"新增","account":"n1",
        "applicant":"秦天天","department":"政务服务科","system":"工程建设管理平台","applied_on":"2026-11-24","description":"开通"}]}"#;
    scratch.office.load(document, today()).unwrap();
    let id = scratch.office.register().application_numbered("X").unwrap().id;
    let error = scratch.office.complete_application(id, &handling(), today()).unwrap_err();
    assert!(error.to_string().contains("第八条"), "{error}");
}

/// The department on the paper is as it stood then; the person is who the record says.
#[test]
fn article_7_compares_people_by_id_whatever_the_paper_says_of_their_department() {
    let mut scratch = sample_office();
    let document = r#"{"applications":[{"number":"X","state":"已签字","kind":"用户账号","action":"新增","account":"n1",
        "applicant":"秦天天","department":"网络技术中心","system":"工程建设管理平台","applied_on":"2026-11-24","description":"开通",
        "department_head":"李建国","leader":"王志强","reviewed_on":"2026-11-24","approved_on":"2026-11-24"}]}"#;
    scratch.office.load(document, today()).unwrap();
    let id = scratch.office.register().application_numbered("X").unwrap().id;
    let own = Handling { operator: "秦天天".into(), ..handling() };
    let error = scratch.office.complete_application(id, &own, today()).unwrap_err();
    assert!(error.to_string().contains("第七条"), "{error}");
}

#[test]
fn closing_takes_the_account_of_the_very_name_and_never_guesses_between_two() {
    let mut scratch = sample_office();
    let document = r#"{"accounts":[{"system":"工程建设管理平台","account":"zhangw"},{"system":"工程建设管理平台","account":"ZhangW"}]}"#;
    scratch.office.load(document, today()).unwrap();
    let form = |account: &str| {
        let form = good_form().with(Field::Action, "注销").with(Field::Disposal, "禁用");
        form.with(Field::System, "工程建设管理平台").with(Field::Account, account)
    };
    let close = Handling { account: String::new(), ..handling() };
    let id = signed(&mut scratch.office, &form("ZHANGW"));
    let error = scratch.office.complete_application(id, &close, today()).unwrap_err();
    assert!(error.to_string().contains("zhangw、ZhangW"), "{error}");
    let id = signed(&mut scratch.office, &form("ZhangW"));
    scratch.office.complete_application(id, &close, today()).unwrap();
    assert_eq!(account(&scratch.office, "ZhangW").status, AccountStatus::Disabled);
    assert_eq!(account(&scratch.office, "zhangw").status, AccountStatus::Active);
}

#[test]
fn a_change_leaves_alone_what_the_form_does_not_speak_of() {
    let mut scratch = sample_office();
    let form = good_form().with(Field::Action, "变更").with(Field::Applicant, "李建国");
    let form = form.with(Field::System, "工程建设管理平台").with(Field::Account, "qintt");
    let id = signed(&mut scratch.office, &form);
    let before = account(&scratch.office, "qintt").clone();
    // 李建国 applies for 秦天天's account: the reviewer must be another.
    let error = scratch.office.complete_application(id, &handling(), today());
    assert!(error.is_err());
    let id = scratch.office.file_application(&form.with(Field::Applicant, "张伟"), None, None, today()).unwrap();
    scratch.office.print_applications(&[id], today()).unwrap();
    scratch.office.sign_application(id, &signatures(), today()).unwrap();
    scratch.office.complete_application(id, &Handling { account: String::new(), ..handling() }, today()).unwrap();
    assert_eq!(*account(&scratch.office, "qintt"), before, "holder and 权限说明 stay");
}

#[test]
fn closing_gives_an_account_the_rights_that_the_form_asks_for_and_until_when() {
    let mut scratch = sample_office();
    let office = &mut scratch.office;
    let asked = good_form()
        .with(Field::Category, "受理")
        .with(Field::Permissions, "收件、补正\n查询")
        .with(Field::Nature, "临时")
        .with(Field::ExpiresOn, "2026-12-31");
    let id = signed(office, &asked);
    office.complete_application(id, &handling(), today()).unwrap();
    let made = account(office, "qintt_zw").clone();
    assert_eq!((made.category.as_str(), made.permissions.as_str()), ("受理", "收件、补正\n查询"));
    assert_eq!((made.nature, made.expires_on), (Nature::Temporary, Some(day("2026-12-31"))));
    // 第十八条: reason, from, to and approval are all on record.
    assert_eq!((made.reason.as_str(), made.basis.as_str()), ("因窗口轮岗，申请开通受理权限。", "SQ-2026-0005"));

    let changed = good_form()
        .with(Field::Action, "变更")
        .with(Field::Account, "qintt_zw")
        .with(Field::Category, "审批")
        .with(Field::Nature, "正式");
    let id = signed(office, &changed);
    office.complete_application(id, &Handling { account: String::new(), ..handling() }, today()).unwrap();
    let wanted = Account { category: "审批".into(), nature: Nature::Regular, expires_on: None, ..made };
    assert_eq!(*account(office, "qintt_zw"), wanted, "权限说明 stays: the form does not speak of it");

    // To 临时 with its reason (第十八条); then of something else, and the end stays.
    let close = Handling { account: String::new(), ..handling() };
    let document = r#"{"accounts":[{"system":"一体化政务服务平台","account":"qintt_zw","reason":"","basis":""}]}"#;
    office.load(document, today()).unwrap();
    let form = good_form().with(Field::Action, "变更").with(Field::Account, "qintt_zw");
    let id = signed(office, &form.clone().with(Field::Nature, "临时").with(Field::ExpiresOn, "2027-01-31"));
    office.complete_application(id, &close, today()).unwrap();
    let now = account(office, "qintt_zw");
    assert_eq!((now.reason.as_str(), now.expires_on), ("因窗口轮岗，申请开通受理权限。", Some(day("2027-01-31"))));
    assert_eq!(now.basis, "SQ-2026-0007", "what a temporary account rests on (第十八条)");
    let id = signed(office, &form.with(Field::Permissions, "查询"));
    office.complete_application(id, &close, today()).unwrap();
    let now = account(office, "qintt_zw");
    assert_eq!((now.permissions.as_str(), now.expires_on), ("查询", Some(day("2027-01-31"))));
}

/// 审核, 批准 and 处理 are past when they are told; one may apply for a day to come.
#[test]
fn nobody_has_signed_or_done_anything_on_a_day_to_come() {
    let mut scratch = sample_office();
    let office = &mut scratch.office;
    let id = office.file_application(&good_form(), None, None, today()).unwrap();
    office.print_applications(&[id], today()).unwrap();
    let tomorrow = Some(day("2026-11-25"));
    for ahead in
        [Signatures { reviewed_on: tomorrow, ..signatures() }, Signatures { approved_on: tomorrow, ..signatures() }]
    {
        let refused = office.sign_application(id, &ahead, today()).unwrap_err().to_string();
        assert!(refused.contains("2026年11月25日在今天之后（第八条）"), "{refused}");
    }
    office.sign_application(id, &signatures(), today()).unwrap();
    for reason in ["", "领导要求"] {
        let ahead = Handling { handled_on: tomorrow, reason: reason.into(), ..handling() };
        let refused = office.complete_application(id, &ahead, today()).unwrap_err().to_string();
        assert!(refused.contains("处理日期2026年11月25日在今天之后"), "{refused}");
    }
    office.complete_application(id, &handling(), today()).unwrap();
    // What was loaded so is found.
    let form = good_form().with(Field::ApprovedOn, "2026-11-25");
    let found = check_application(&form, office.register(), today());
    assert!(found.iter().any(|it| it.weight == Weight::Error && it.message == "批准日期2026年11月25日晚于今天"));
}

#[test]
fn a_form_that_is_closed_leaves_nothing_to_go_on_with() {
    let mut scratch = sample_office();
    let office = &mut scratch.office;
    let mut file = || office.file_application(&good_form(), None, None, today()).unwrap();
    let (done, void) = (file(), file());
    office.print_applications(&[done], today()).unwrap();
    office.sign_application(done, &signatures(), today()).unwrap();
    for id in [done, void] {
        let typed = good_form().with(Field::Operator, "李建国");
        office.keep_draft(None, Drafted::Application(Some(id)), &typed).unwrap();
    }
    let before = office.store().drafts().unwrap().len();
    office.complete_application(done, &handling(), today()).unwrap();
    office.void_application(void, "重复", today()).unwrap();
    assert_eq!(office.store().drafts().unwrap().len(), before - 2);
}

#[test]
fn a_list_that_is_carried_out_or_void_leaves_nothing_to_go_on_with() {
    let mut scratch = sample_office();
    let office = &mut scratch.office;
    let handled = office.register().cleanup_numbered("QL-2026-0001").unwrap().id;
    let account = account(office, "qintt").id;
    let void = office.make_cleanup(&[account], Treatment::Disable, today()).unwrap();
    for id in [handled, void] {
        office.keep_draft(None, Drafted::Cleanup(Some(id)), &good_form()).unwrap();
    }
    office.handle_cleanup(handled, today(), today()).unwrap();
    assert_eq!(office.store().drafts().unwrap().len(), 1);
    office.void_cleanup(void, "重复", today()).unwrap();
    assert!(office.store().drafts().unwrap().is_empty());
}

/// A form about an account of the sample office, with what it does.
fn about(system: &str, name: &str, action: &str, disposal: &str) -> Values {
    let form = good_form().with(Field::Action, action).with(Field::Disposal, disposal);
    form.with(Field::System, system).with(Field::Account, name)
}

/// The lines of what stops the form.
fn stopping(office: &Office, form: &Values) -> Vec<String> {
    let found = check_application(form, office.register(), today());
    found.iter().filter(|it| it.weight == Weight::Error).map(taizhang::rules::Finding::line).collect()
}

#[test]
fn a_form_whose_account_a_list_has_closed_already_is_closed_with_nothing_left_to_do() {
    let mut scratch = sample_office();
    let office = &mut scratch.office;
    // SQ-2026-0003 disables what this list deletes.
    let rows: Vec<AccountId> = vec![account(office, "zhengxd").id];
    let list = office.make_cleanup(&rows, Treatment::Delete, today()).unwrap();
    office.note_printed(&[PaperKey::Cleanup(list)], today()).unwrap();
    office.handle_cleanup(list, today(), today()).unwrap();
    let id = office.register().application_numbered("SQ-2026-0003").unwrap().id;
    let form = Values::of_application(office.register(), application(office, id));
    let found = check_application(&form, office.register(), today());
    let told = "工程建设管理平台中账号zhengxd已删除，不用再注销；已签字的表可以办结（第十条）";
    assert!(found.iter().any(|it| it.weight == Weight::Information && it.line() == told), "{found:?}");
    // The sample's own trap of 第七条 is named; 第十条 has nothing against it.
    let close = Handling { account: String::new(), reason: "科室只有一人".into(), ..handling() };
    assert!(stopping(office, &form).iter().all(|it| it.ends_with("（第七条）")));
    office.complete_application(id, &close, today()).unwrap();
    assert_eq!(application(office, id).state, ApplicationState::Done);
    assert_eq!(account(office, "zhengxd").status, AccountStatus::Deleted, "it does not come back as a disabled one");
}

/// Whatever the case in which somebody wrote it down: 办结 leaves nothing in use that the paper closes.
#[test]
fn a_form_for_a_deleted_account_means_the_one_in_use_that_is_written_almost_alike() {
    let mut scratch = sample_office();
    let office = &mut scratch.office;
    let system = "工程建设管理平台";
    let gone = r#"{"accounts":[{"system":"工程建设管理平台","account":"QINTT","holder":"秦天天","status":"已删除"}]}"#;
    office.load(gone, today()).unwrap();
    let id = signed(office, &about(system, "QINTT", "注销", "禁用"));
    office.complete_application(id, &Handling { account: String::new(), ..handling() }, today()).unwrap();
    assert_eq!(account(office, "qintt").status, AccountStatus::Disabled);
    assert_eq!(account(office, "QINTT").status, AccountStatus::Deleted);
    assert_eq!(
        stopping(office, &about(system, "QINTT", "启用", "")),
        [""; 0],
        "it can be enabled again by either name"
    );
}

#[test]
fn an_account_is_enabled_for_whom_the_form_names_and_not_for_somebody_who_has_left() {
    let mut scratch = sample_office();
    let office = &mut scratch.office;
    let system = "工程建设管理平台";
    let disabled = r#"{"accounts":[{"system":"工程建设管理平台","account":"zhengxd","status":"已禁用"}]}"#;
    office.load(disabled, today()).unwrap();
    let form = about(system, "zhengxd", "启用", "");
    let told = "账号的使用人郑晓东已不在岗，不能启用；交给他人使用的，请填写使用人（第十四条）";
    assert_eq!(stopping(office, &form), [told]);
    let named = form.clone().with(Field::Holder, "郑晓东");
    assert_eq!(stopping(office, &named), [told]);
    let id = signed(office, &form);
    let close = Handling { account: String::new(), ..handling() };
    assert!(office.complete_application(id, &close, today()).is_err());
    let id = signed(office, &form.with(Field::Holder, "张伟（政务服务科）"));
    office.complete_application(id, &close, today()).unwrap();
    let now = account(office, "zhengxd");
    assert_eq!(now.status, AccountStatus::Active);
    assert_eq!(Some(office.register().person_name(now.holder.unwrap()).as_str()), Some("张伟（政务服务科）"));
}

#[test]
fn a_temporary_account_that_is_enabled_past_its_end_is_warned_of() {
    let mut scratch = sample_office();
    let temporary = r#"{"accounts":[{"system":"工程建设管理平台","account":"lin","holder":"秦天天","status":"已禁用",
        "nature":"临时","expires_on":"2026-11-23"}]}"#;
    scratch.office.load(temporary, today()).unwrap();
    let form = about("工程建设管理平台", "lin", "启用", "");
    let found = check_application(&form, scratch.office.register(), today());
    let told: Vec<_> = found.iter().map(|it| (it.weight, it.line())).collect();
    let line = "临时账号的到期日2026年11月23日已过，还要使用的，请另行申请变更到期日（第十八条）";
    assert_eq!(told, [(Weight::Warning, line.to_owned())]);
}

#[test]
fn a_test_account_after_acceptance_is_closed_by_deleting_alone() {
    let mut scratch = sample_office();
    let accepted = r#"{"systems":[{"name":"工程建设管理平台","accepted_on":"2026-11-20"}],
        "accounts":[{"system":"工程建设管理平台","account":"test1","nature":"测试","holder":"秦天天"}]}"#;
    scratch.office.load(accepted, today()).unwrap();
    let form = |disposal: &str| about("工程建设管理平台", "test1", "注销", disposal);
    let told = "账号test1是验收后的测试账号，只能删除，请改选注销方式（第二十一条）";
    assert_eq!(stopping(&scratch.office, &form("禁用")), [told]);
    assert_eq!(stopping(&scratch.office, &form("删除")), [""; 0]);
}

/// 第十一条: what an account may do was asked for and reviewed; why it was asked for is no right.
#[test]
fn what_a_form_is_for_is_not_taken_for_what_the_account_may_do() {
    let mut scratch = sample_office();
    let id = signed(&mut scratch.office, &good_form());
    scratch.office.complete_application(id, &handling(), today()).unwrap();
    let made = account(&scratch.office, "qintt_zw");
    assert_eq!((made.category.as_str(), made.permissions.as_str()), ("受理", ""));
}

/// 分管领导 leads the department of the form and is not of it.
#[test]
fn a_leader_whom_nobody_knows_is_not_made_a_member_of_the_department() {
    let mut scratch = sample_office();
    let office = &mut scratch.office;
    let id = office.file_application(&good_form(), None, None, today()).unwrap();
    office.print_applications(&[id], today()).unwrap();
    office.sign_application(id, &Signatures { leader: "高远".into(), ..signatures() }, today()).unwrap();
    let register = office.register();
    let leader = register.get::<Person>(application(office, id).leader.unwrap()).unwrap();
    assert_eq!((leader.name.as_str(), register.department_name(Some(leader.department))), ("高远", "局领导"));
    // Told with a department, that one is taken.
    let id = office.file_application(&good_form(), None, None, today()).unwrap();
    office.print_applications(&[id], today()).unwrap();
    office
        .sign_application(id, &Signatures { leader: "钱进（网络技术中心）".into(), ..signatures() }, today())
        .unwrap();
    let register = office.register();
    let leader = register.get::<Person>(application(office, id).leader.unwrap()).unwrap();
    assert_eq!(register.department_name(Some(leader.department)), "网络技术中心");
}
