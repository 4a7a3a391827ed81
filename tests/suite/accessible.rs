//! The real window driven from outside, by a process that sees its accessibility tree alone, as a screen reader does.

use std::io::Write;
use std::path::Path;
use std::process::Stdio;

use serde_json::Value;

use super::desktop::{Desktop, PYTHON, python_can, session};
use super::support::{output, taizhang};

/// What `tests/desktop/accessible.py` asks of Python: the tree as Debian's gir1.2-atspi-2.0 gives it.
const NEEDS: &str = "import gi; gi.require_version('Atspi', '2.0'); from gi.repository import Atspi";

/// Opens the window on a data file, does the steps, and gives the answers; nothing where the machine lacks the tools.
fn driven(file: &Path, steps: &[&[&str]]) -> Option<Vec<String>> {
    if !python_can(NEEDS) {
        return None;
    }
    let desktop = Desktop::start()?;
    let home = tempfile::tempdir().unwrap();
    let mut session = session(&desktop, home.path())?;
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/desktop/accessible.py");
    session.arg("--").arg(PYTHON).arg(script).arg(env!("CARGO_BIN_EXE_taizhang"));
    session.arg("--file").arg(file).args(["--today", "2026-11-24"]);
    let mut run = session.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let lines: String = steps.iter().map(|step| step.join("\t") + "\n").collect();
    run.stdin.take().unwrap().write_all(lines.as_bytes()).unwrap();
    let run = run.wait_with_output().unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let told = String::from_utf8(run.stdout).unwrap();
    let answers: Vec<String> = told.lines().filter_map(|line| line.strip_prefix("> ")).map(str::to_owned).collect();
    assert_eq!(answers.len(), steps.len());
    Some(answers)
}

/// The sample office as a file, and what tells its place.
fn sample(folder: &Path) -> std::path::PathBuf {
    output(taizhang().args(["--today", "2026-11-24", "demo"]).arg(folder));
    folder.join("示例数据.taizhang")
}

#[test]
fn a_form_is_filled_saved_and_found_by_the_accessibility_tree_alone() {
    let folder = tempfile::tempdir().unwrap();
    let file = sample(folder.path());
    let answers = driven(
        &file,
        &[
            &["press", "申请表"],
            &["press", "新建"],
            &["see", "新申请表"],
            &["tick", "用户账号"],
            &["tick", "新增"],
            &["fill", "申请人", "秦天天"],
            &["fill", "部门及岗位", "政务服务科 科员"],
            &["fill", "联系方式", "0356-2000011"],
            &["fill", "系统名称", "一体化政务服务平台"],
            &["fill", "申请描述", "因窗口轮岗，申请开通受理权限。"],
            &["read", "申请日期"],
            &["press", "保存"],
            // In the bar above the paper, and then in its row of the list.
            &["see", "SQ-2026-0005"],
            &["press", "返回列表"],
            &["see", "按编号排序"],
            &["see", "SQ-2026-0005"],
        ],
    );
    let Some(answers) = answers else { return };
    assert_eq!(answers[10], "2026年11月24日", "today is filled in");
    let dump: Value = serde_json::from_str(&output(taizhang().arg("--file").arg(&file).arg("dump"))).unwrap();
    let forms = dump["applications"].as_array().unwrap();
    let form = forms.iter().find(|form| form["number"] == "SQ-2026-0005").unwrap();
    for (key, text) in [
        ("kind", "用户账号"),
        ("action", "新增"),
        ("applicant", "秦天天"),
        ("department", "政务服务科"),
        ("post", "科员"),
        ("applied_on", "2026-11-24"),
        ("contact", "0356-2000011"),
        ("system", "一体化政务服务平台"),
        ("description", "因窗口轮岗，申请开通受理权限。"),
        ("state", "草稿"),
    ] {
        assert_eq!(form[key], text, "{key}");
    }
}

#[test]
fn every_control_says_its_name_and_a_form_is_read_in_the_order_of_the_paper() {
    let folder = tempfile::tempdir().unwrap();
    let file = sample(folder.path());
    let screens = [
        "待办",
        "检查",
        "申请表",
        "权限对照表",
        "清理清单",
        "备案",
        "汇总",
        "科室",
        "人员",
        "信息系统",
        "账号",
        "导入",
        "制度原文",
        "设置",
        "关于",
    ];
    let mut steps: Vec<Vec<&str>> = Vec::new();
    for screen in screens {
        steps.extend([vec!["press", screen], vec!["controls"]]);
    }
    steps.extend([vec!["press", "申请表"], vec!["press", "新建"], vec!["see", "新申请表"], vec!["controls"]]);
    let Some(answers) = driven(&file, &steps.iter().map(Vec::as_slice).collect::<Vec<_>>()) else { return };
    for (step, answer) in steps.iter().zip(&answers).filter(|(step, _)| step[0] == "controls") {
        let nameless: Vec<&str> = answer.split('\t').filter(|control| control.ends_with('=')).collect();
        assert!(answer.contains("=关于") && nameless.is_empty(), "{step:?}: {answer}");
    }
    // 附件2, line by line; what is signed by hand is no control.
    let paper = [
        "check box=用户账号",
        "check box=新增",
        "check box=变更",
        "check box=注销",
        "check box=启用",
        "check box=管理账号",
        "entry=账号说明",
        "entry=申请人",
        "entry=部门及岗位",
        "entry=申请日期",
        "entry=联系方式",
        "entry=系统名称",
        "entry=申请描述",
        "entry=处理描述",
    ];
    assert!(answers.last().unwrap().contains(&paper.join("\t")), "{answers:?}");
}
