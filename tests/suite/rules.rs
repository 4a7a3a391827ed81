//! The rules of one application, without a store: form in, articles out.

use std::collections::BTreeSet;

use taizhang::model::*;
use taizhang::rules::{Weight, check, check_application};

use super::support::{day, good_form, sample_office, today};

fn found(values: &Values, register: &Register) -> BTreeSet<(u8, Weight, Field)> {
    check_application(values, register, today()).into_iter().map(|it| (it.article.0, it.weight, it.field)).collect()
}

#[test]
fn a_complete_form_has_no_finding() {
    let scratch = sample_office();
    assert_eq!(found(&good_form(), scratch.office.register()), BTreeSet::new());
}

/// What a case is called, what is typed over a good form, and what must be found.
type Case = (&'static str, &'static [(Field, &'static str)], &'static [(u8, Weight, Field)]);

const CASES: &[Case] = {
    use Field::*;
    use Weight::{Error, Information, Warning};
    &[
        ("no kind", &[(Kind, "")], &[(10, Error, Kind)]),
        ("no action", &[(Action, "")], &[(10, Error, Action)]),
        ("no applicant", &[(Applicant, "  ")], &[(10, Error, Applicant)]),
        ("no day", &[(AppliedOn, "")], &[(10, Error, AppliedOn)]),
        ("no system", &[(System, "")], &[(10, Error, System)]),
        ("no description", &[(Description, "")], &[(10, Error, Description)]),
        ("no department", &[(DepartmentAndPost, "")], &[(10, Warning, DepartmentAndPost)]),
        ("no right is named", &[(Category, "")], &[(11, Warning, Category)]),
        ("the right is told at length", &[(Category, ""), (Permissions, "收件、补正")], &[]),
        ("no phone", &[(Contact, "")], &[(10, Warning, Contact)]),
        ("a 管理账号 without 账号说明", &[(Kind, "管理账号")], &[(10, Error, AccountNote)]),
        ("a 管理账号 with 账号说明", &[(Kind, "管理账号"), (AccountNote, "系统管理")], &[]),
        ("a day that the calendar lacks", &[(AppliedOn, "2026-02-30")], &[(10, Error, AppliedOn)]),
        ("a day to come", &[(AppliedOn, "2026-11-25")], &[(10, Warning, AppliedOn)]),
        ("审核 before 申请", &[(AppliedOn, "2026-11-20"), (ReviewedOn, "2026-11-19")], &[(10, Error, ReviewedOn)]),
        (
            "批准 before 审核",
            &[(AppliedOn, "2026-11-20"), (ReviewedOn, "2026-11-22"), (ApprovedOn, "2026-11-21")],
            &[(10, Error, ApprovedOn)],
        ),
        (
            "处理 before 申请, the days between unknown",
            &[(AppliedOn, "2026-11-20"), (HandledOn, "2026-11-19")],
            &[(10, Error, HandledOn)],
        ),
        (
            "all on one day",
            &[
                (AppliedOn, "2026-11-20"),
                (ReviewedOn, "2026-11-20"),
                (ApprovedOn, "2026-11-20"),
                (HandledOn, "2026-11-20"),
            ],
            &[],
        ),
        ("the registered leaders sign", &[(DepartmentHead, "李建国"), (Leader, "王志强")], &[]),
        (
            "others sign than are registered",
            &[(DepartmentHead, "赵淑芬"), (Leader, "周文斌")],
            &[(11, Warning, DepartmentHead), (8, Warning, Leader)],
        ),
        (
            "the 科室负责人 applies, and somebody else reviews",
            &[(Applicant, "李建国"), (DepartmentAndPost, "政务服务科 科长"), (DepartmentHead, "张伟（政务服务科）")],
            &[(11, Warning, DepartmentAndPost)],
        ),
        (
            "who signs has left before",
            &[(SystemHead, "郑晓东"), (ReviewedOn, "2026-11-24"), (Operator, "郑晓东"), (HandledOn, "2026-11-24")],
            &[(7, Error, Operator), (11, Warning, SystemHead), (8, Warning, Operator)],
        ),
        ("who signs left later", &[(AppliedOn, "2026-10-29"), (Operator, "郑晓东"), (HandledOn, "2026-10-30")], &[]),
        ("the applicant reviews", &[(DepartmentHead, "秦天天")], &[(7, Error, DepartmentHead)]),
        ("nor reviews for the system", &[(SystemHead, "秦天天")], &[(7, Error, SystemHead)]),
        ("the applicant approves", &[(Leader, "秦天天")], &[(7, Error, Leader)]),
        ("the applicant carries out", &[(Operator, "秦天天")], &[(7, Error, Operator)]),
        ("the reviewer carries out", &[(DepartmentHead, "李建国"), (Operator, "李建国")], &[(7, Error, Operator)]),
        ("the leader carries out", &[(Leader, "王志强"), (Operator, "王志强")], &[(7, Error, Operator)]),
        (
            "reviewer and leader are one",
            &[(DepartmentHead, "王志强"), (Leader, "王志强")],
            &[(7, Warning, Leader), (11, Warning, DepartmentHead)],
        ),
        ("three people", &[(DepartmentHead, "李建国"), (Leader, "王志强"), (Operator, "陈小满")], &[]),
        (
            "two people of one name are not one person",
            &[(Applicant, "张伟"), (Operator, "张伟（公共资源交易管理科）")],
            &[],
        ),
        (
            "one person under two spellings is one person",
            &[(Applicant, "张伟"), (Operator, "张伟（政务服务科）")],
            &[(7, Error, Operator)],
        ),
        (
            "two of the name and no department to tell",
            &[(Applicant, "张伟"), (DepartmentAndPost, "")],
            &[(12, Error, Applicant), (10, Warning, DepartmentAndPost)],
        ),
        (
            "known elsewhere",
            &[(Applicant, "秦天天"), (DepartmentAndPost, "网络技术中心 工程师")],
            &[(6, Warning, DepartmentAndPost)],
        ),
        (
            "a leaver applies",
            &[(Applicant, "郑晓东"), (DepartmentAndPost, "投资项目审批科 科员")],
            &[(14, Error, Applicant), (11, Warning, DepartmentAndPost)],
        ),
        ("新增 of what is live", &[(System, "工程建设管理平台"), (Account, "qintt")], &[(10, Error, Description)]),
        (
            "新增 of what is live, in other letters",
            &[(System, "工程建设管理平台"), (Account, " ＱinTT ")],
            &[(10, Error, Description)],
        ),
        ("新增 by an alias of the system", &[(System, "工建平台"), (Account, "qintt")], &[(10, Error, Description)]),
        ("新增 of what is new", &[(System, "工程建设管理平台"), (Account, "newone")], &[]),
        (
            "新增 of what is disabled",
            &[(System, "中介超市服务平台"), (Account, "zhangwei_jy")],
            &[(10, Error, Description), (11, Warning, DepartmentAndPost)],
        ),
        ("变更 without an account", &[(Action, "变更")], &[(10, Error, Description)]),
        ("变更 of what is not there", &[(Action, "变更"), (Account, "nobody")], &[(10, Error, Description)]),
        ("变更 of what is live", &[(Action, "变更"), (System, "工程建设管理平台"), (Account, "qintt")], &[]),
        (
            "变更 in a system that nobody knows",
            &[(Action, "变更"), (System, "新平台"), (Account, "qintt")],
            &[(10, Error, System), (15, Information, System)],
        ),
        (
            "somebody new without a department",
            &[(Applicant, "欧阳修竹"), (DepartmentAndPost, "")],
            &[(10, Warning, DepartmentAndPost), (15, Warning, Applicant)],
        ),
        (
            "somebody new who names the department with the name",
            &[(Applicant, "欧阳修竹（政务科）"), (DepartmentAndPost, "")],
            &[(10, Warning, DepartmentAndPost), (15, Information, Applicant)],
        ),
        (
            "注销 that is to delete and says it disables",
            &[
                (Action, "注销"),
                (Disposal, "删除"),
                (System, "工程建设管理平台"),
                (Account, "qintt"),
                (Description, "申请禁用账号qintt。\n因岗位调整。"),
            ],
            &[(10, Warning, Description)],
        ),
        (
            "注销 that is to disable and says it deletes",
            &[
                (Action, "注销"),
                (Disposal, "禁用"),
                (System, "工程建设管理平台"),
                (Account, "qintt"),
                (Description, "删除账号qintt。"),
            ],
            &[(10, Warning, Description)],
        ),
        (
            "注销 that names both",
            &[
                (Action, "注销"),
                (Disposal, "禁用"),
                (System, "工程建设管理平台"),
                (Account, "qintt"),
                (Description, "先禁用，暂不删除。"),
            ],
            &[],
        ),
        (
            "注销 without its manner",
            &[(Action, "注销"), (System, "工程建设管理平台"), (Account, "qintt")],
            &[(10, Error, Action)],
        ),
        (
            "注销 with its manner",
            &[(Action, "注销"), (Disposal, "禁用"), (System, "工程建设管理平台"), (Account, "qintt")],
            &[],
        ),
        (
            "启用 of what is live",
            &[(Action, "启用"), (System, "工程建设管理平台"), (Account, "qintt")],
            &[(10, Error, Description)],
        ),
        (
            "启用 of what is disabled",
            &[(Action, "启用"), (System, "中介超市服务平台"), (Account, "zhangwei_jy")],
            &[(11, Warning, DepartmentAndPost)],
        ),
        (
            "变更 of an account of somebody who has left",
            &[(Action, "变更"), (System, "工程建设管理平台"), (Account, "zhengxd")],
            &[(14, Error, Holder)],
        ),
        (
            "变更 that hands it to somebody who works here",
            &[(Action, "变更"), (System, "工程建设管理平台"), (Account, "zhengxd"), (Holder, "秦天天")],
            &[],
        ),
        (
            "变更 that hands an account to somebody who has left",
            &[(Action, "变更"), (System, "工程建设管理平台"), (Account, "qintt"), (Holder, "郑晓东")],
            &[(14, Error, Holder)],
        ),
        (
            "变更 that hands an account to somebody new",
            &[(Action, "变更"), (System, "工程建设管理平台"), (Account, "zhengxd"), (Holder, "新人")],
            &[(15, Information, Holder)],
        ),
        (
            "a radical in the name makes it another name",
            &[(Applicant, "秦天\u{2F24}")],
            &[(10, Warning, Applicant), (15, Information, Applicant)],
        ),
        ("the 账号类别 of the post", &[(System, "工程建设管理平台"), (Account, "newone"), (Category, "受理")], &[]),
        (
            "another 账号类别 than the 对照表 has for the post",
            &[(System, "工程建设管理平台"), (Account, "newone"), (Category, "审批")],
            &[(11, Warning, Category)],
        ),
        ("a temporary account without an end", &[(Nature, "临时")], &[(18, Error, ExpiresOn)]),
        ("a temporary account with its end", &[(Nature, "临时"), (ExpiresOn, "2026-12-31")], &[]),
        (
            "a temporary account that ends before it is applied for",
            &[(Nature, "临时"), (ExpiresOn, "2026-11-23")],
            &[(18, Error, ExpiresOn)],
        ),
        ("an end that the calendar lacks", &[(Nature, "临时"), (ExpiresOn, "2026-02-30")], &[(10, Error, ExpiresOn)]),
        ("an end that does not show is not judged", &[(Nature, "正式"), (ExpiresOn, "下月底")], &[]),
        (
            "启用 asks for no rights",
            &[(Action, "启用"), (System, "中介超市服务平台"), (Account, "zhangwei_jy"), (Category, "审批")],
            &[(11, Warning, DepartmentAndPost)],
        ),
        (
            "注销 asks for no rights",
            &[
                (Action, "注销"),
                (Disposal, "禁用"),
                (System, "工程建设管理平台"),
                (Account, "qintt"),
                (Category, "受理"),
                (Nature, "临时"),
            ],
            &[],
        ),
        (
            "what is new is announced",
            &[(System, "新平台"), (DepartmentAndPost, "新科 科员"), (Applicant, "新人")],
            &[(15, Information, System), (15, Information, DepartmentAndPost), (15, Information, Applicant)],
        ),
    ]
};

#[test]
fn each_case_finds_its_articles_and_no_others() {
    let scratch = sample_office();
    for (name, typed, expected) in CASES {
        let values = typed.iter().fold(good_form(), |values, (field, text)| values.with(*field, *text));
        let expected: BTreeSet<_> = expected.iter().copied().collect();
        assert_eq!(found(&values, scratch.office.register()), expected, "{name}");
    }
}

#[test]
fn who_is_to_leave_applies_until_the_day_and_not_after_it() {
    let mut scratch = sample_office();
    let leaves = r#"{"people":[{"name":"秦天天","department":"政务服务科","left_on":"2026-11-23"}]}"#;
    scratch.office.load(leaves, today()).unwrap();
    let register = scratch.office.register();
    assert_eq!(register.people.values().find(|it| it.name == "秦天天").unwrap().status, PersonStatus::Serving);
    assert_eq!(found(&good_form(), register), [(14, Weight::Error, Field::Applicant)].into());
    let before = good_form().with(Field::AppliedOn, "2026-11-22");
    assert!(check_application(&before, register, day("2026-11-22")).is_empty());
    // Who has moved away applies no more than who has left.
    let moves = r#"{"people":[{"name":"秦天天","department":"政务服务科","status":"调离","left_on":"2026-11-23"}]}"#;
    scratch.office.load(moves, today()).unwrap();
    let told = check_application(&good_form(), scratch.office.register(), today());
    assert_eq!(told[0].line(), "秦天天已调离，不能作申请人；请由经办人申请，并把秦天天填为使用人（第十四条）");
}

#[test]
fn a_void_name_is_told_of_on_the_form_with_what_to_do() {
    let mut scratch = sample_office();
    let void = r#"{"accounts":[{"system":"一体化政务服务平台","account":"qintt_zw","void_reason":"登记错了"}]}"#;
    scratch.office.load(void, today()).unwrap();
    for action in ["新增", "变更"] {
        let form = good_form().with(Field::Account, "qintt_zw").with(Field::Action, action);
        let lines: Vec<_> = check_application(&form, scratch.office.register(), today());
        let lines: Vec<String> = lines.iter().map(taizhang::rules::Finding::line).collect();
        assert_eq!(lines, ["账号qintt_zw的登记已作废：登记错了；请先在“账号”中恢复，或者另用一个账号名（第十五条）"]);
        let id = scratch.office.file_application(&form, None, None, today()).unwrap();
        let found = check(scratch.office.register(), today());
        assert!(found.iter().any(|it| it.subject == Subject::Application(id) && it.article().0 == 15), "{action}");
    }
}

#[test]
fn facts_before_the_regulation_are_not_judged() {
    let scratch = sample_office();
    let bad = good_form().with(Field::Operator, "秦天天").with(Field::Kind, "");
    let before = bad.clone().with(Field::AppliedOn, "2022-08-02");
    let after = bad.with(Field::AppliedOn, "2022-08-03");
    let doubt = BTreeSet::from([(30, Weight::Warning, Field::AppliedOn)]);
    assert_eq!(found(&before, scratch.office.register()), doubt, "an open form may have a mistyped year");
    let over = before.with(Field::HandledOn, "2022-08-02");
    assert_eq!(found(&over, scratch.office.register()), BTreeSet::new());
    assert_eq!(found(&after, scratch.office.register()).len(), 2);
    assert_eq!(Day::of_regulation(), day("2022-08-03"));
}

#[test]
fn a_finding_names_its_article_and_the_facts() {
    let scratch = sample_office();
    let values = good_form().with(Field::Operator, "秦天天");
    let lines: Vec<String> = check_application(&values, scratch.office.register(), today())
        .iter()
        .map(taizhang::rules::Finding::line)
        .collect();
    assert_eq!(lines, ["操作员和申请人都是秦天天，应由不同人员负责（第七条）"]);
}

#[test]
fn department_and_post_are_told_apart_by_the_longest_known_department() {
    let scratch = sample_office();
    let register = scratch.office.register();
    let cases = [
        ("政务服务科 科员", ("政务服务科", "科员")),
        ("政务服务科科员", ("政务服务科", "科员")),
        ("政务科、科长", ("政务科", "科长")),
        ("政务服务科室 科员", ("政务服务科室", "科员")),
        ("新成立科　主任", ("新成立科", "主任")),
        ("新成立科", ("新成立科", "")),
        ("", ("", "")),
    ];
    for (text, (department, post)) in cases {
        assert_eq!(register.split_department_and_post(text), (department.to_owned(), post.to_owned()), "{text}");
    }
}
