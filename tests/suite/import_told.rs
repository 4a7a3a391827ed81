//! What an import tells: columns that are not used, common words, all that is wrong with a row, one account under two
//! holders, what is newly registered.

use std::path::Path;

use serde_json::Value;
use taizhang::model::*;
use taizhang::ops::Office;
use taizhang::store::Access;

use super::cli::{run, told};
use super::support::SAMPLE;

/// A folder with the sample office and a table.
fn office_with(table: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    told(&run(&["init"], folder.path(), None));
    told(&run(&["load", "-"], folder.path(), Some(SAMPLE)));
    std::fs::write(folder.path().join("表.csv"), table).unwrap();
    folder
}

fn import(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    told(&run(&[&["import", "表.csv"], arguments].concat(), folder, None))
}

fn account(folder: &Path, name: &str) -> Account {
    let office = Office::open(&folder.join("台账.taizhang"), Access::Read).unwrap();
    let found = office.register().accounts.values().find(|it| it.account == name).cloned();
    found.unwrap_or_else(|| panic!("{name}"))
}

#[test]
fn columns_that_are_not_used_are_named_and_go_back_with_the_rows_that_failed() {
    let table = "序号,系统,账号名,启用日,工号,初始密码\n\
        1,工程建设管理平台,k1,2026-03-01,0017,Abc123xyz\n2,工程建设管理平台,k2,2026-02-30,0018,Abc124xyz\n";
    let folder = office_with(table);
    let (code, out, err) = import(folder.path(), &["--as", "accounts", "--errors", "有误.xlsx"]);
    assert_eq!((code, out.as_str()), (3, "导入：新增1，更新0，不变0，有误1\n"));
    assert_eq!(err.lines().next(), Some("没有用到的列：工号、初始密码"));
    let sheets = taizhang::import::read(&folder.path().join("有误.xlsx")).unwrap();
    let cells: Vec<&str> = sheets[0].rows.iter().flatten().map(String::as_str).collect();
    assert!(cells.contains(&"工号") && cells.contains(&"0018") && !cells.contains(&"0017"), "{cells:?}");
    assert!(!cells.iter().any(|cell| cell.contains("Abc12")), "a password goes nowhere, not even back");
    // What we put beside a row that was given back is no column of the office's.
    std::fs::write(folder.path().join("表.csv"), "").unwrap();
    let (_, _, err) = told(&run(&["import", "有误.xlsx", "--as", "accounts", "--dry-run"], folder.path(), None));
    assert!(err.starts_with("没有用到的列：工号\n"), "{err}");
    let (_, out, _) = told(&run(&["import", "有误.xlsx", "--as", "accounts", "--json"], folder.path(), None));
    let json: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(json["unused"], serde_json::json!(["工号"]));
}

#[test]
fn common_heads_and_words_are_read_as_the_registers_own() {
    let table = "系统,账号名,账号级别,状态,密码更新时间,有效期至\n\
        工程建设管理平台,w1,普通用户,正常,2026-09-01,2026-12-31\n工程建设管理平台,w2,系统管理员,冻结,,\n\
        工程建设管理平台,w3,普通用户,已注销,,\n";
    let folder = office_with(table);
    let (code, out, err) = import(folder.path(), &["--as", "accounts"]);
    assert_eq!((code, out.as_str(), err.as_str()), (0, "导入：新增3，更新0，不变0，有误0\n", ""));
    let first = account(folder.path(), "w1");
    assert_eq!((first.status, first.role), (AccountStatus::Active, Role::User));
    assert_eq!((first.password_changed_on, first.expires_on), (Day::new(2026, 9, 1), Day::new(2026, 12, 31)));
    let second = account(folder.path(), "w2");
    assert_eq!((second.status, second.role), (AccountStatus::Disabled, Role::SystemAdmin));
    assert_eq!(account(folder.path(), "w3").status, AccountStatus::Deleted);
    std::fs::write(folder.path().join("表.csv"), "姓名,科室,人员状态\n新甲,政务服务科,在职\n").unwrap();
    let (code, _, err) = import(folder.path(), &["--as", "people"]);
    assert_eq!(code, 0, "{err}");
    // A document of our own has our own words.
    let document = r#"{"accounts":[{"system":"工程建设管理平台","account":"w4","status":"正常"}]}"#;
    assert_eq!(told(&run(&["load", "-"], folder.path(), Some(document))).0, 2);
}

/// 第十二条: one account, one holder.
#[test]
fn a_second_row_with_another_holder_of_the_same_account_is_refused_and_names_the_first() {
    let table = "系统,账号名,使用人\n工程建设管理平台,two,秦天天\n工建平台, ＴＷＯ ,李建国\n\
        工程建设管理平台,two,秦天天\n工程建设管理平台,Two,\n";
    let folder = office_with(table);
    let (code, out, err) = import(folder.path(), &["--as", "accounts"]);
    assert_eq!((code, out.as_str()), (3, "导入：新增1，更新0，不变2，有误1\n"), "{err}");
    assert!(
        err.contains("第3行") && err.contains("第2行写同一账号的使用人是“秦天天”") && err.contains("第十二条"),
        "{err}"
    );
    let office = Office::open(&folder.path().join("台账.taizhang"), Access::Read).unwrap();
    let same = office.register().accounts.values().filter(|it| it.account.to_lowercase() == "two");
    let holders: Vec<&str> = same.map(|it| office.register().bare_name(it.holder)).collect();
    assert_eq!(holders, ["秦天天"]);
}

#[test]
fn a_cleanup_table_that_says_two_things_of_an_account_is_refused_at_the_second() {
    let table = "系统名称,使用账户,处理方式\n工程建设管理平台,zhengxd,删除\n工程建设管理平台,ZhengXD,禁用\n\
        工程建设管理平台,zhengxd,删除\n";
    let folder = office_with(table);
    let (code, out, err) = import(folder.path(), &["--as", "form3"]);
    assert_eq!((code, out.as_str()), (3, "导入：新增0，更新1，不变1，有误1\n"), "{err}");
    assert!(err.contains("第3行") && err.contains("写了两次，内容不同"), "{err}");
    let office = Office::open(&folder.path().join("台账.taizhang"), Access::Read).unwrap();
    let list = office.register().cleanup_numbered("QL-2026-0001").unwrap();
    assert_eq!(office.register().rows_of(list.id)[0].disposal, Some(Treatment::Delete));
}

/// One table that changes a list and makes another: neither rests on the other.
#[test]
fn a_list_that_a_table_changes_does_not_rest_on_the_one_that_the_same_table_makes() {
    let changes = "工程建设管理平台,zhengxd,删除\n";
    for (rows, known, new) in [
        (format!("{changes}工程建设管理平台,qintt,禁用\n"), "", ""),
        (changes.to_owned(), "QL-2026-0001", ""),
        ("工程建设管理平台,qintt,禁用\n".to_owned(), "", "QL-2026-0002"),
    ] {
        let folder = office_with(&format!("系统名称,使用账户,处理方式\n{rows}"));
        let (code, _, err) = import(folder.path(), &["--as", "form3"]);
        assert_eq!(code, 0, "{err}");
        let office = Office::open(&folder.path().join("台账.taizhang"), Access::Read).unwrap();
        let last = office.store().last_entries(1).unwrap().pop().unwrap();
        assert_eq!((last.op, last.basis), (Op::Import, format!("{known}{new}")), "{rows}");
    }
}

#[test]
fn all_that_is_wrong_with_a_row_is_told_once_and_in_plain_words() {
    let table = "系统,账号名,使用人,状态,启用日\n工程建设管理平台,,没有的人,异常,2026-02-30\n";
    let folder = office_with(table);
    let (code, out, err) = import(folder.path(), &["--as", "accounts"]);
    assert_eq!((code, out.as_str()), (3, "导入：新增0，更新0，不变0，有误1\n"));
    let lines: Vec<&str> = err.lines().collect();
    assert_eq!(lines.len(), 4, "{err}");
    for told in
        ["请填写账号名", "使用人“没有的人”不在人员中", "状态“异常”不在可选之列", "启用日“2026-02-30”不是有效的日期"]
    {
        assert_eq!(err.matches(told).count(), 1, "{told}: {err}");
    }
    assert!(!err.contains("“”") && !err.contains("其他内容还在"), "{err}");
    assert_eq!(err.matches("状态“").count(), 1, "{err}");
}

#[test]
fn what_is_newly_registered_is_named() {
    let table = "系统,账号名,使用人,科室\n新平台,n1,新来的,新科室\n新平台,n2,新来的,新科室\n";
    let folder = office_with(table);
    let (_, out, _) = import(folder.path(), &["--as", "accounts", "--dry-run"]);
    assert!(out.contains("\n将新登记：") && out.contains("人员 新来的"), "{out}");
    let (code, out, _) = import(folder.path(), &["--as", "accounts"]);
    let mut lines = out.lines();
    assert_eq!((code, lines.next()), (0, Some("导入：新增2，更新0，不变0，有误0")));
    let made = lines.next().unwrap().strip_prefix("新登记：").unwrap();
    let mut made: Vec<&str> = made.split('、').collect();
    made.sort_unstable();
    assert_eq!(made, ["人员 新来的", "信息系统 新平台", "科室 新科室"]);
}

/// Who and what a table names twice: the second row never wins in silence.
#[test]
fn two_people_of_one_name_in_one_department_are_not_merged_by_name() {
    let table = "姓名,科室,岗位,联系方式\n张伟,受理科,科员,13800000001\n张伟,受理科,科长,13800000002\n\
        张伟,受理科,科员,13800000001\n李强,受理科,科员,13800000003\n李强,受理科,科员,\n";
    let folder = office_with(table);
    for arguments in [&["--as", "people", "--dry-run"][..], &["--as", "people"]] {
        let (code, out, err) = import(folder.path(), arguments);
        assert!(code == 3 && out.contains("新增2，更新0，不变1，有误2"), "{out}{err}");
        let lines: Vec<&str> = err.lines().filter(|line| line.contains("疑似同名")).collect();
        assert_eq!(
            lines,
            [
                "CSV第3行 姓名“张伟”：疑似同名：CSV第2行同一科室也有“张伟”，那一行的岗位是“科员”，这一行是“科长”\
                 （是同一人的请只留一行；是同名的两人，请在姓名上加以区分，如“张伟1”“张伟2”）",
                "CSV第6行 姓名“李强”：疑似同名：CSV第5行同一科室也有“李强”，那一行的联系方式是“13800000003”，这一行是“空”\
                 （是同一人的请只留一行；是同名的两人，请在姓名上加以区分，如“李强1”“李强2”）",
            ]
        );
    }
    let office = Office::open(&folder.path().join("台账.taizhang"), Access::Read).unwrap();
    let id = office.register().person_named("张伟（受理科）").found().unwrap();
    let it = office.register().get::<Person>(id).unwrap();
    assert_eq!((it.post.as_str(), it.phone.as_str()), ("科员", "13800000001"));
    drop(office);
    // As the advice has it, both go in.
    std::fs::write(folder.path().join("表.csv"), "姓名,科室,岗位\n王芳1,受理科,科员\n王芳2,受理科,科长\n").unwrap();
    assert_eq!(import(folder.path(), &["--as", "people"]).1, "导入：新增2，更新0，不变0，有误0\n");
}

/// 第十二条: one account has one name, whatever its case and width.
#[test]
fn two_rows_of_one_account_a_system_or_a_department_say_the_same_or_the_second_is_refused() {
    let told = |table: &str, kind: &str| {
        let folder = office_with(table);
        let (code, out, err) = import(folder.path(), &["--as", kind]);
        assert_eq!(code, 3, "{out}{err}");
        (out.lines().next().unwrap().to_owned(), err, folder)
    };
    let (out, err, folder) = told(
        "系统,账号名,权限说明,角色,启用日\n工程建设管理平台,ops,查询,普通用户,2026-03-01\n工建平台,ＯＰＳ,审批,普通用户,\n\
         工程建设管理平台,Ops,,普通用户,2026年3月1日\n",
        "accounts",
    );
    assert_eq!(out, "导入：新增1，更新0，不变1，有误1");
    assert_eq!(
        err,
        "CSV第3行 账号名“ＯＰＳ”：CSV第2行已写了账号“ops”，那一行的权限说明是“查询”，这一行是“审批”（请核实后只留一行）\n"
    );
    assert_eq!(account(folder.path(), "ops").permissions, "查询");
    let (out, err, _folder) = told("名称,牵头科室\n新平台,政务服务科\n新平台,公共资源交易管理科\n", "systems");
    assert_eq!(out, "导入：新增1，更新0，不变0，有误1");
    assert!(err.contains("那一行的牵头科室是“政务服务科”，这一行是“公共资源交易管理科”"), "{err}");
    let (out, err, _folder) = told("名称,简称\n新科,新\n新科,新一\n", "departments");
    assert_eq!(out, "导入：新增1，更新0，不变0，有误1");
    assert!(err.contains("那一行的简称是“新”，这一行是“新一”"), "{err}");
    let (out, err, _folder) = told(
        "科室（单位）名称：受理科\n系统名称,账号类别,使用人,账号名\n新平台,受理,孙七,one\n新平台,审批,李四,ONE\n\
         新平台,受理,孙七,one\n新平台,审批,李四,two\n",
        "form1",
    );
    assert_eq!(out, "导入：新增2，更新0，不变1，有误1");
    assert!(err.contains("第3行写同一账号的使用人是“孙七”") && err.contains("第十二条"), "{err}");
}

#[test]
fn a_second_row_of_an_account_adds_what_the_first_left_blank() {
    let folder = office_with("系统,账号名,权限说明,使用人\n工程建设管理平台,ops,,秦天天\n工程建设管理平台,ops,查询,\n");
    let (code, out, err) = import(folder.path(), &["--as", "accounts"]);
    assert_eq!((code, out.as_str()), (0, "导入：新增1，更新1，不变0，有误0\n"), "{err}");
    assert_eq!(account(folder.path(), "ops").permissions, "查询");
}

/// 附件2 has 用户账号 and 管理账号 where the register has three roles (第八条).
#[test]
fn the_kinds_of_the_form_are_read_as_roles_and_the_administrators_role_is_asked_about() {
    let table = "系统,账号名,账号类型\n工程建设管理平台,k1,用户账号\n工程建设管理平台,k2,管理账号\n";
    let folder = office_with(table);
    let (code, out, err) = import(folder.path(), &["--as", "accounts", "--dry-run"]);
    assert_eq!((code, out.as_str()), (0, "试算：新增2，更新0，不变0，有误0，请核对1\n"));
    assert_eq!(err, "CSV第3行 管理账号按系统管理员登记，请核对是否应为超级管理员（第八条）\n");
    assert_eq!(import(folder.path(), &["--as", "accounts"]).0, 0);
    assert_eq!((account(folder.path(), "k1").role, account(folder.path(), "k2").role), (Role::User, Role::SystemAdmin));
    // Who is known to be the 超级管理员 stays it: his is a 管理账号 too.
    let table = "系统,账号名,角色\n工程建设管理平台,k2,超级管理员\n";
    std::fs::write(folder.path().join("表.csv"), table).unwrap();
    import(folder.path(), &["--as", "accounts"]);
    std::fs::write(folder.path().join("表.csv"), "系统,账号名,账号类型\n工程建设管理平台,k2,管理账号\n").unwrap();
    let told = import(folder.path(), &["--as", "accounts"]);
    assert_eq!(told, (0, "导入：新增0，更新0，不变1，有误0\n".into(), String::new()));
    assert_eq!(account(folder.path(), "k2").role, Role::SuperAdmin);
}

#[test]
fn a_new_name_like_a_known_one_is_asked_about_before_anything_is_written() {
    let folder = office_with("姓名,科室,岗位\n秦天夭,政务服务科,科员\n欧阳修竹,政务服务课,科员\n");
    let told = [
        "CSV第2行 人员“秦天夭”与已登记的“秦天天”相近，请核对",
        "CSV第3行 科室“政务服务课”与已登记的“政务服务科”相近，请核对",
    ];
    for arguments in [&["--as", "people", "--dry-run"][..], &["--as", "people"]] {
        let (code, out, err) = import(folder.path(), arguments);
        assert!(code == 0 && out.contains("新增2，更新0，不变0，有误0，请核对2\n"), "{out}{err}");
        assert_eq!(err.lines().collect::<Vec<_>>(), told);
    }
    // Taken in, they are known.
    assert_eq!(import(folder.path(), &["--as", "people"]).2, "");
    let table = "系统,账号名,使用人,科室\n工程建设管理平合,k1,李建囯,政务服务科\n";
    std::fs::write(folder.path().join("表.csv"), table).unwrap();
    let (_, out, _) = import(folder.path(), &["--as", "accounts", "--dry-run", "--json"]);
    let json: Value = serde_json::from_str(&out).unwrap();
    let told: Vec<&str> = json["doubts"].as_array().unwrap().iter().map(|it| it["told"].as_str().unwrap()).collect();
    assert_eq!(
        told,
        [
            "人员“李建囯”与已登记的“李建国”相近，请核对",
            "信息系统“工程建设管理平合”与已登记的“工程建设管理平台”相近，请核对"
        ]
    );
}

#[test]
fn a_namesake_in_another_department_may_be_the_same_person_and_is_asked_about() {
    let folder = office_with("姓名,科室\n秦天天,公共资源交易管理科\n");
    let (code, out, err) = import(folder.path(), &["--as", "people", "--dry-run"]);
    assert_eq!((code, out.as_str()), (0, "试算：新增1，更新0，不变0，有误0，请核对1\n"));
    assert_eq!(err, "CSV第2行 政务服务科已登记有同名的“秦天天”，请核对是否同一人\n");
}

/// 第十条: a table does not say what the change of a status rests on.
#[test]
fn a_table_that_changes_the_status_of_a_known_account_says_so_before_it_is_taken_in() {
    let folder = office_with("系统,账号名,状态\n工程建设管理平台,qintt,停用\n工程建设管理平台,new1,已禁用\n");
    let (code, out, err) = import(folder.path(), &["--as", "accounts", "--dry-run"]);
    assert_eq!((code, out.as_str()), (0, "试算：新增1，更新1，不变0，有误0，请核对1\n"));
    assert_eq!(err, "CSV第2行 账号状态由在用改为已禁用，通常要有申请表（附件2），请核对（第十条）\n");
    assert_eq!(import(folder.path(), &["--as", "accounts"]).0, 0);
    assert_eq!(account(folder.path(), "qintt").status, AccountStatus::Disabled);
}

/// Nor what it rests on that an account has another user.
#[test]
fn a_table_that_gives_a_known_account_to_another_says_so_before_it_is_taken_in() {
    let folder = office_with("系统,账号名,使用人\n工程建设管理平台,qintt,李建国\n工程建设管理平台,sunlh,孙丽华\n");
    let (code, out, err) = import(folder.path(), &["--as", "accounts", "--dry-run"]);
    assert_eq!((code, out.as_str()), (0, "试算：新增0，更新1，不变1，有误0，请核对1\n"), "{err}");
    assert_eq!(err, "CSV第2行 账号使用人由秦天天改为李建国，通常要有申请表（附件2），请核对（第十条）\n");
}

#[test]
fn a_type_that_tells_no_role_is_a_column_that_is_not_used() {
    let table = "系统,账号名,账号类型\n工程建设管理平台,k1,受理\n工程建设管理平台,k2,用户账号\n";
    let folder = office_with(table);
    let (code, out, err) = import(folder.path(), &["--as", "accounts"]);
    assert_eq!((code, out.lines().next()), (0, Some("导入：新增2，更新0，不变0，有误0")), "{err}");
    assert!(err.contains("没有用到的列：账号类型"), "{err}");
    assert_eq!(account(folder.path(), "k1").role, Role::User);
}

/// 第十四条: a table is asked about where it has somebody who left work on.
#[test]
fn an_account_in_use_of_somebody_who_left_and_a_leaver_without_a_day_are_asked_about() {
    let folder =
        office_with("系统,账号名,使用人,状态\n中介超市服务平台,zxd,郑晓东,在用\n中介超市服务平台,zxd2,郑晓东,已禁用\n");
    let (code, out, err) = import(folder.path(), &["--as", "accounts"]);
    assert_eq!((code, out.as_str()), (0, "导入：新增2，更新0，不变0，有误0，请核对1\n"), "{err}");
    assert!(err.contains("第2行") && err.contains("郑晓东已于2026年10月30日离开岗位，账号状态是在用"), "{err}");
    // Said once: the same table again changes nothing.
    assert!(import(folder.path(), &["--as", "accounts"]).2.is_empty());
    std::fs::write(
        folder.path().join("表.csv"),
        "姓名,科室,状态,离职日\n新甲,政务服务科,离职,\n新乙,政务服务科,离职,2026-10-01\n新丙,政务服务科,在岗,\n秦天天,政务服务科,离职,\n",
    )
    .unwrap();
    let (code, out, err) = import(folder.path(), &["--as", "people"]);
    assert_eq!((code, out.as_str()), (0, "导入：新增3，更新1，不变0，有误0，请核对2\n"), "{err}");
    let told: Vec<&str> = err.lines().filter(|line| line.contains("没有写离职日")).collect();
    assert!(told.len() == 2 && told[0].contains("第2行") && told[1].contains("第5行"), "{err}");
}

#[test]
fn two_rows_of_a_matrix_that_are_one_by_another_name_of_the_system_are_asked_about() {
    let table = "系统名称,账号类别,岗位,使用人\n工程建设管理平台,审批,科员,李建国\n工建平台,审批,科员,李建国\n\
        工程建设管理平台,审批,科员,李建国\n";
    let folder = office_with(table);
    let (code, out, err) = import(folder.path(), &["--as", "form1", "--department", "政务服务科"]);
    assert_eq!((code, out.as_str()), (0, "导入：新增1，更新0，不变2，有误0，请核对1\n"), "{err}");
    assert!(
        err.contains("第3行") && err.contains("“工建平台”与第2行的“工程建设管理平台”是同一系统，两行只记一行"),
        "{err}"
    );
}

#[test]
fn of_many_that_are_newly_registered_the_first_are_named_and_all_are_counted() {
    let rows: Vec<String> = (1..=25).map(|n| format!("平台,a{n},新人{n},新科室\n")).collect();
    let folder = office_with(&format!("系统,账号名,使用人,科室\n{}", rows.concat()));
    for (arguments, new) in
        [(&["--as", "accounts", "--dry-run"][..], "将新登记27个："), (&["--as", "accounts"], "新登记27个：")]
    {
        let (code, out, _) = import(folder.path(), arguments);
        let made = out.lines().nth(1).and_then(|line| line.strip_prefix(new));
        assert_eq!(code, 0);
        let named = made.and_then(|line| line.strip_suffix("等")).unwrap_or_else(|| panic!("{out}"));
        assert_eq!(named.split('、').count(), 20, "{out}");
    }
}

#[test]
fn a_column_that_is_used_on_no_sheet_is_named_once() {
    let sheet = |names: [&str; 2]| taizhang::import::Table {
        sheet: "账号".into(),
        department: None,
        system: None,
        header: 0,
        columns: Vec::new(),
        unused: (4..).zip(names.map(str::to_owned)).collect(),
        passed: Vec::new(),
        rows: Vec::new(),
    };
    let tables = [sheet(["工号", "楼层"]), sheet(["工号", "楼层"])];
    assert_eq!(taizhang::ops::unused_columns(&tables), ["工号", "楼层"]);
}

#[test]
fn a_department_told_beside_the_table_is_registered_with_the_first_who_needs_it() {
    let folder =
        office_with("系统,账号名,使用人,启用日\n工程建设管理平台,h1,新甲,2026-02-30\n工程建设管理平台,h2,秦天天,\n");
    let arguments = ["--as", "accounts", "--department", "从没有的科室"];
    let (code, out, _) = import(folder.path(), &arguments);
    assert_eq!((code, out.as_str()), (3, "导入：新增1，更新0，不变0，有误1\n"));
    let named = |name: &str| {
        let office = Office::open(&folder.path().join("台账.taizhang"), Access::Read).unwrap();
        office.register().department_named(name).is_some()
    };
    assert!(!named("从没有的科室"), "nobody is in it");
    std::fs::write(folder.path().join("表.csv"), "系统,账号名,使用人\n工程建设管理平台,h1,新甲\n").unwrap();
    let (code, out, err) = import(folder.path(), &arguments);
    let told = "导入：新增1，更新0，不变0，有误0\n新登记：科室 从没有的科室、人员 新甲\n";
    assert_eq!((code, out.as_str()), (0, told), "{err}");
    assert!(named("从没有的科室"));
}

#[test]
fn a_row_that_only_looks_like_a_remark_is_a_row() {
    let folder = office_with("系统名称\n3.0审批平台\n一体化平台\n12345.热线\n");
    let (code, out, err) = import(folder.path(), &["--as", "systems"]);
    assert_eq!((code, out.as_str(), err.as_str()), (0, "导入：新增3，更新0，不变0，有误0\n", ""));
    let table = "岗位,姓名,科室\n分管领导,王五,\n,说明文,\n科员,赵六,政务服务科\n1、科员,钱七,\n分管领导：,孙八,\n";
    std::fs::write(folder.path().join("表.csv"), table).unwrap();
    let (code, out, _) = import(folder.path(), &["--as", "people", "--json"]);
    let told: Value = serde_json::from_str(&out).unwrap();
    let failed: Vec<(i64, &str)> = told["failed"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| (it["row"].as_i64().unwrap(), it["reason"].as_str().unwrap()))
        .collect();
    assert_eq!((code, failed), (3, [2, 3, 5].map(|row| (row, "请填写科室")).to_vec()));
    // 「分管领导：」 with a name beside it is a signing line; it is told.
    assert_eq!((&told["added"], &told["passed"]), (&1.into(), &serde_json::json!([{"sheet": "CSV", "row": 6}])));
}

#[test]
fn the_rows_below_a_table_that_are_passed_over_are_told() {
    let table = "系统名称,岗位,使用人\n例：某平台,科员,某人\n工建平台,科员,李建国\n合计,1个,\n填写说明：,,\n\
        1、“岗位”可填写单位岗位，例如：科长、科员。,,\n分管领导（签字）：,,日期：\n";
    let folder = office_with(table);
    let arguments = ["--as", "form1", "--department", "政务服务科"];
    let (code, out, err) = import(folder.path(), &arguments);
    assert_eq!((code, out.as_str()), (0, "导入：新增1，更新0，不变0，有误0\n"), "{err}");
    assert_eq!(err, "当作例子、合计、说明或签字，没有导入的行：CSV第2、4、5、6、7行\n");
}
