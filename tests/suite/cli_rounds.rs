//! 抽查 (第九条) and 巡检 (第八条) on the command line.

use serde_json::{Value, json};

use super::cli::{run, told};
use super::rounds::many;
use super::rules_support::quiet;

#[test]
fn sample_and_inspect_on_the_command_line() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    told(&run(&["init"], here, None));
    for document in [quiet(), many()] {
        told(&run(&["load", "-"], here, Some(&document.to_string())));
    }
    let json_of = |arguments: &[&str]| -> Value {
        let (code, out, err) = told(&run(arguments, here, None));
        assert_eq!((code, err.as_str()), (0, ""), "{arguments:?}");
        serde_json::from_str(&out).unwrap()
    };
    let drawn = json_of(&["sample", "--system", "平台", "--size", "3", "--seed", "7", "--json"]);
    assert_eq!(
        (&drawn["number"], &drawn["population"], &drawn["size"]),
        (&json!("CC-2026-0002"), &json!(14), &json!(3))
    );
    let again = json_of(&["sample", "--system", "平台", "--size", "3", "--seed", "7", "--json"]);
    assert_eq!(again["accounts"], drawn["accounts"]);
    assert_eq!(again["number"], "CC-2026-0003");
    for wrong in [
        &["sample", "--size", "0", "--seed", "7"][..],
        &["sample", "--size", "3", "--seed", "x"],
        &["sample", "--system", "没有", "--size", "3", "--seed", "7"],
    ] {
        assert_eq!(told(&run(wrong, here, None)).0, 2, "{wrong:?}");
    }

    // A misspelt account begins nothing.
    let (code, _, err) =
        told(&run(&["inspect", "平台", "--answer", "qintt=保留", "--answer", "qintx=保留"], here, None));
    assert!(code == 2 && err.contains("没有账号“qintx”"), "{code} {err}");
    assert_eq!(json_of(&["dump"])["inspections"].as_array().unwrap().len(), 1);
    let begun = json_of(&["inspect", "平台", "--json"]);
    assert_eq!(
        (&begun["number"], &begun["unanswered"], &begun["finished_on"]),
        (&json!("XJ-2026-0002"), &json!(14), &Value::Null)
    );
    let resumed = json_of(&["inspect", "平台", "--answer", "qintt=禁用", "--answer", "lijg=保留", "--json"]);
    assert_eq!((&resumed["number"], &resumed["unanswered"]), (&json!("XJ-2026-0002"), &json!(12)));
    let (code, _, err) = told(&run(&["inspect", "平台", "--finish"], here, None));
    assert!(code == 1 && err.contains("还有12个账号没有结论"), "{code} {err}");
    let answers: Vec<String> = (0..12).map(|at| format!("user{at}=保留")).collect();
    let mut arguments = vec!["inspect", "平台", "--json", "--finish"];
    arguments.extend(answers.iter().flat_map(|answer| ["--answer", answer.as_str()]));
    let finished = json_of(&arguments);
    assert_eq!(
        (&finished["unanswered"], &finished["finished_on"], &finished["cleanup"]),
        (&json!(0), &json!("2026-11-24"), &json!("QL-2026-0001"))
    );
    assert_eq!(told(&run(&["inspect", "平台", "--answer", "qintt=好"], here, None)).0, 2);
    assert_eq!(told(&run(&["inspect", "没有的系统"], here, None)).0, 2);
    let (code, out, _) = told(&run(&["verify"], here, None));
    assert!(code == 0 && out.starts_with("台账完好"), "{out}");
}
