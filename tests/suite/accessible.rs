//! The real window driven from outside, by a process that sees its accessibility tree alone, as a screen reader does.

use std::path::Path;

use taizhang::app::Screen;

use super::desktop::{NEW_FORM, Outside};
use super::support::{kept, sample, skip};

#[test]
fn a_form_is_filled_saved_and_found_by_the_accessibility_tree_alone() {
    if let Some(mut outside) = Outside::start() {
        outside.renderer = Some("gl");
        fill_and_find(outside, "窗口绘制：系统的 OpenGL");
    }
}

#[test]
fn the_same_where_there_is_no_opengl() {
    if let Some(mut outside) = Outside::without_opengl() {
        outside.renderer = Some("gl,cpu");
        fill_and_find(outside, OWN);
    }
}

/// What the page 关于 says where the processor draws.
const OWN: &str = "窗口绘制：程序自带，不用显卡，功能相同";

/// A card of before 2004, or its driver: OpenGL is there, and has none of what the toolkit draws with.
#[test]
fn where_opengl_is_too_old_the_program_draws_the_window_itself_and_says_so() {
    let Some(mut outside) = Outside::start() else { return };
    let folder = tempfile::tempdir().unwrap();
    let file = sample(folder.path());
    // Neither OpenGL nor OpenGL ES, which the toolkit tries next.
    outside.session.env("MESA_GL_VERSION_OVERRIDE", "1.4").env("MESA_GLES_VERSION_OVERRIDE", "1.1");
    outside.renderer = Some("gl,cpu");
    outside.drive(&file, &[&["open"], &["press", "关于"], &["see", OWN]]);
}

/// OpenGL is there, painted by the processor: the program's own painter begins in half the time.
#[test]
fn on_a_machine_without_a_graphics_card_the_program_draws_the_window_itself() {
    let Some(outside) = Outside::start() else { return };
    if ["/dev/dri", "/dev/nvidiactl", "/dev/mali0", "/dev/dxg"].iter().any(|device| Path::new(device).exists()) {
        return skip("这台机器有显卡");
    }
    let folder = tempfile::tempdir().unwrap();
    let file = sample(folder.path());
    outside.drive(&file, &[&["open"], &["press", "关于"], &["see", OWN]]);
}

/// Printers of a system: what is printed lies in a folder.
fn printers(outside: &mut Outside, folder: &Path) {
    use std::os::unix::fs::PermissionsExt;
    let tools = folder.join("打印");
    std::fs::create_dir(&tools).unwrap();
    let stat =
        "case $1 in -e) echo 三楼 ;; -d) echo system default destination: 三楼 ;; *) echo scheduler is running ;; esac";
    // The file that is printed is the last word.
    let lp = format!(
        "for file; do :; done; cp \"$file\" '{}' && echo 'request id is 三楼-7 (1 file(s))'",
        folder.join("印.pdf").display()
    );
    for (name, does) in [("lpstat", stat), ("lp", &lp)] {
        let path = tools.join(name);
        std::fs::write(&path, format!("#!/bin/sh\n{does}\n")).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    }
    let mut path = tools.into_os_string();
    path.push(":");
    path.push(std::env::var_os("PATH").unwrap_or_default());
    outside.session.env("PATH", path);
}

/// Fills 附件2, saves it, prints it, finds it in the list, and sees what draws the window.
fn fill_and_find(mut outside: Outside, renderer: &str) {
    let folder = tempfile::tempdir().unwrap();
    let file = sample(folder.path());
    printers(&mut outside, folder.path());
    let answers = outside.drive(
        &file,
        &[
            &NEW_FORM[..],
            &[
                &["fill", "申请人", "秦天天"],
                &["fill", "部门及岗位", "政务服务科 科员"],
                &["fill", "联系方式", "0356-2000011"],
                &["fill", "系统名称", "一体化政务服务平台"],
                &["fill", "申请描述", "因窗口轮岗，申请开通受理权限。"],
                &["read", "申请日期"],
                &["press", "保存"],
                // In the bar above the paper, and then in its row of the list.
                &["see", "SQ-2026-0005"],
                &["press", "打印"],
                &["see", "第1页，共1页"],
                &["see", "双面（长边翻转）"],
                &["keys", "Return"],
                &["see", "已送往三楼（任务三楼-7），1份"],
                &["press", "返回列表"],
                &["see", "按编号排序"],
                &["keys", "Home"],
                &["at", "申请表", "SQ-2026-0005"],
                &["press", "关于"],
                &["see", renderer],
            ],
        ]
        .concat(),
    );
    assert_eq!(answers[11], "2026年11月24日", "today is filled in");
    let row = answers[answers.len() - 3].clone();
    assert!(row.starts_with("1/5\t") && row.contains("编号=SQ-2026-0005") && row.contains("=已打印待签"), "{row}");
    assert!(std::fs::read(folder.path().join("印.pdf")).unwrap().starts_with(b"%PDF"));
    let form = kept(&file, "SQ-2026-0005");
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
        ("state", "已打印待签"),
    ] {
        assert_eq!(form[key], text, "{key}");
    }
}

#[test]
fn every_control_says_its_name_and_a_form_is_read_in_the_order_of_the_paper() {
    let folder = tempfile::tempdir().unwrap();
    let file = sample(folder.path());
    let mut steps: Vec<Vec<&str>> = vec![vec!["open"]];
    for screen in Screen::ALL {
        steps.extend([vec!["press", screen.label()], vec!["controls"]]);
    }
    steps.extend([vec!["press", "申请表"], vec!["press", "新建"], vec!["see", "新申请表"], vec!["controls"]]);
    let Some(outside) = Outside::start() else { return };
    let answers = outside.drive(&file, &steps.iter().map(Vec::as_slice).collect::<Vec<_>>());
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
