//! The errands of the regulation on the command line.

use serde_json::{Value, json};

use super::cli::{run, run_on, told};
use super::rules_support::{account, form, merge, quiet};
use super::support::{output, tool};

/// A folder with the quiet office in its file, and this on top.
fn folder_with(differs: &Value) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    told(&run(&["init"], folder.path(), None));
    for document in [&quiet(), differs] {
        let (code, _, err) = told(&run(&["load", "-"], folder.path(), Some(&document.to_string())));
        assert_eq!(code, 0, "{err}");
    }
    folder
}

fn json_of(output: &str) -> Value {
    serde_json::from_str(output).unwrap()
}

#[test]
fn check_tells_each_finding_and_exits_with_4_while_one_stops() {
    let folder = folder_with(&json!({}));
    assert_eq!(told(&run(&["check", "--json"], folder.path(), None)), (0, "[]\n".into(), String::new()));
    let nothing = "须改正0项，请核对0项，待办0项，提示0项\n";
    assert_eq!(told(&run(&["check"], folder.path(), None)), (0, nothing.into(), String::new()));

    let folder = folder_with(&json!({"applications": [form(json!({"operator": "秦天天", "contact": ""}))]}));
    let (code, out, err) = told(&run(&["check", "--json"], folder.path(), None));
    assert_eq!((code, err.as_str()), (4, ""));
    assert_eq!(
        json_of(&out),
        json!([
            {"article": 7, "weight": "E", "kind": "application", "subject": "SQ-2026-0001",
                "message": "SQ-2026-0001的操作员：操作员和申请人都是秦天天，应由不同人员负责"},
            {"article": 10, "weight": "W", "kind": "application", "subject": "SQ-2026-0001", "message": "SQ-2026-0001的联系方式：还没有填写联系方式"},
            {"article": 10, "weight": "T", "kind": "application", "subject": "SQ-2026-0001", "message": "SQ-2026-0001还没有打印送签，请核对后打印；不办了的请作废"}
        ])
    );
    let (code, out, _) = told(&run(&["check"], folder.path(), None));
    assert_eq!(code, 4);
    assert!(
        out.contains("须改正　SQ-2026-0001的操作员：操作员和申请人都是秦天天，应由不同人员负责（第七条）\n"),
        "{out}"
    );
    assert!(out.ends_with("须改正1项，请核对1项，待办1项，提示0项\n"), "{out}");
}

#[test]
fn a_waived_finding_is_told_as_such_and_stops_nothing() {
    let mut differs = json!({"systems": [{"name": "平台", "system_admin": null}]});
    merge(
        &mut differs,
        json!({"waivers": [{"article": 8, "kind": "system", "subject": "平台", "reason": "人员不足"}]}),
    );
    let folder = folder_with(&differs);
    let (code, out, _) = told(&run(&["check", "--json"], folder.path(), None));
    assert_eq!(code, 0);
    let found = json_of(&out);
    assert_eq!((&found[0]["weight"], &found[0]["waived"]), (&json!("E"), &json!(true)));
}

#[test]
fn help_tells_which_options_a_call_must_have() {
    let folder = tempfile::tempdir().unwrap();
    let usage = |command: &str| {
        let (_, out, _) = told(&run(&[command, "--help"], folder.path(), None));
        out.lines().find(|line| line.starts_with("用法")).unwrap().to_owned()
    };
    let leave =
        "用法：taizhang [--file 文件] leave <姓名> --on 日期 [--handed-over 日期] [--by 姓名] --out 文件夹 [--json]";
    assert_eq!(usage("leave"), leave);
    assert!(usage("inspect").contains("[--answer 账号=结论]…"));
}

#[test]
fn todo_is_sorted_by_day_and_changes_with_the_day() {
    let folder =
        folder_with(&json!({"systems": [{"name": "省平台", "lead_department": "投资科", "self_built": false}]}));
    let (code, out, _) = told(&run(&["todo", "--json"], folder.path(), None));
    let title = "投资科2026年第四季度的非自建系统账号（1个系统）还没有备案，没有变动也要备案";
    assert_eq!((code, json_of(&out)), (0, json!([{"due": "2026-12-31", "article": 19, "title": title}])));
    let (_, out, _) = told(&run(&["todo"], folder.path(), None));
    assert_eq!(out, format!("2026-12-31　{title}（第十九条）\n"));
    let mut later = super::support::taizhang();
    later.args(["--file", "台账.taizhang", "todo", "--json", "--today", "2027-02-02"]).current_dir(folder.path());
    let due: Vec<String> = json_of(&super::support::output(&mut later))
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["due"].as_str().unwrap().to_owned())
        .collect();
    // 抽查 and 巡检 90 days on, two passwords of 2026-11-01, the quarter.
    assert_eq!(due, ["2027-01-30", "2027-01-30", "2027-01-31", "2027-02-01", "2027-03-31"]);
}

/// Kept since February, looked at in November: the command line tells the same quarters as the window.
#[test]
fn a_quarter_that_was_let_pass_is_told_until_it_is_filed() {
    let folder = tempfile::tempdir().unwrap();
    let on = |day: &str, args: &[&str], input: Option<&str>| run_on(day, args, folder.path(), input);
    told(&on("2026-02-10", &["init"], None));
    let differs = json!({
        "systems": [{"name": "省平台", "lead_department": "投资科", "self_built": false, "system_admin": "张伟（投资科）"}],
        "accounts": [account("sheng", json!({"system": "省平台", "holder": "张伟（投资科）", "opened_on": "2025-01-01"}))]
    });
    for document in [quiet(), differs] {
        assert_eq!(told(&on("2026-02-10", &["load", "-"], Some(&document.to_string()))).0, 0);
    }
    let quarters = || -> Vec<String> {
        let (_, out, _) = told(&on("2026-11-24", &["check", "--json"], None));
        let found = json_of(&out);
        let of = |it: &&Value| it["article"] == json!(19);
        found.as_array().unwrap().iter().filter(of).map(|it| it["message"].as_str().unwrap().to_owned()).collect()
    };
    assert!(quarters()[0].contains("2025年第四季度至2026年第三季度共4个季度没有备案"), "{:?}", quarters());
    let signed = ["--signed-on", "2026-11-20", "--signed-by", "张伟（投资科）"];
    let file = [&["file", "投资科", "--kind", "outside", "--period", "2025Q4", "--out", "报送"][..], &signed].concat();
    assert_eq!(told(&on("2026-11-24", &file, None)).0, 0);
    assert!(quarters()[0].contains("2026年第一季度至2026年第三季度共3个季度没有备案"), "{:?}", quarters());
}

#[test]
fn the_list_of_system_accounts_is_not_written_while_one_lacks_its_authorisation() {
    let admin = |basis: &str| json!({"accounts": [account("lijg", json!({"role": "系统管理员", "holder": "李建国", "basis": basis}))]});
    let folder = folder_with(&admin(""));
    let pdf = folder.path().join("系统账号.pdf");
    let list = ["system-accounts", "--pdf", "系统账号.pdf"];
    let (code, _, err) = told(&run(&list, folder.path(), None));
    assert_eq!(code, 1, "{err}");
    assert!(err.contains("lijg") && err.contains("第十七条"), "{err}");
    assert!(!pdf.exists());

    let (code, _, err) = told(&run(&[&list[..], &["--reason", "历史账号，已报备"]].concat(), folder.path(), None));
    assert_eq!((code, err.as_str()), (0, ""));
    if let Some(mut tool) = tool("pdftotext") {
        let text = output(tool.arg("-layout").arg(&pdf).arg("-"));
        assert!(text.contains("系统账号清单") && text.contains("lijg") && text.contains("李建国"), "{text}");
        assert!(text.contains("历史"), "{text}");
        assert!(!text.contains("qintt"), "普通用户不在系统账号清单中（第十六条）");
    }
    let (code, out, _) = told(&run(&["check", "--json"], folder.path(), None));
    assert_eq!((code, &json_of(&out)[0]["waived"]), (0, &json!(true)));

    // Authorised since: the reason overrides nothing more, and is printed no more.
    let authorised = admin("政办函3号");
    std::fs::write(folder.path().join("授权.json"), authorised.to_string()).unwrap();
    assert_eq!(told(&run(&["load", "授权.json"], folder.path(), None)).0, 0);
    let (code, _, err) = told(&run(&list, folder.path(), None));
    assert_eq!((code, err.as_str()), (0, ""));
    if let Some(mut tool) = tool("pdftotext") {
        let text = output(tool.arg("-layout").arg(&pdf).arg("-"));
        assert!(text.contains("lijg") && !text.contains("历史"), "{text}");
    }

    let folder = folder_with(&authorised);
    let (code, _, err) = told(&run(&list, folder.path(), None));
    assert_eq!((code, err.as_str()), (0, ""));
}
