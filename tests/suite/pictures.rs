//! The pictures of 使用手册: taken from the running program, and taken anew on every run, to see that they show it as it is.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::cups::PrintService;
use super::desktop::Outside;
use super::support::{output, sample, tool};

const MANUAL: &str = include_str!("../../assets/使用手册.md");

type Steps = &'static [&'static [&'static str]];

/// The pictures in their order: the name, and the steps that lead to it from the one before.
const PICTURES: [(&str, Steps); 16] = [
    ("待办", &[&["press", "待办"], &["see", "按到期排序"]]),
    (
        "申请表",
        &[
            &["press", "申请表"],
            &["press", "新建"],
            &["see", "新申请表"],
            &["tick", "用户账号"],
            &["tick", "新增"],
            &["fill", "联系方式", "0356-2000031"],
            &["fill", "系统名称", "投资项目在线审批监管平台"],
            &["fill", "申请描述", "新到岗位，需开通项目受理权限。"],
            &["fill", "申请人", ""],
            &["focused", "申请人"],
            &["type", "ay"],
            &["holds", "申请人", "ay"],
        ],
    ),
    (
        "打印",
        &[
            &["press", "返回列表"],
            &["press", "丢弃"],
            // The notice goes by itself.
            &["rest"],
            &["see", "按编号排序"],
            &["keys", "Down", "Return"],
            &["see", "SQ-2026-0004"],
            &["keys", "ctrl+p"],
            &["see", "第1页，共1页"],
            &["see", "双面（长边翻转）"],
        ],
    ),
    (
        "办结",
        &[
            &["keys", "Escape"],
            &["press", "返回列表"],
            &["see", "按编号排序"],
            &["keys", "Down", "Return"],
            &["see", "操作员处理完后登记。办结时账号台账同时更新。"],
        ],
    ),
    ("权限对照表", &[&["press", "权限对照表"], &["press", "公共资源交易管理科"]]),
    ("备案", &[&["press", "备案"]]),
    ("清理清单", &[&["press", "清理清单"]]),
    ("导入", &[&["press", "导入"], &["fill", "表格文件", "账号清单.csv"], &["press", "读取"], &["see", "只看有误的"]]),
    ("查找命令", &[&["press", "申请表"], &["keys", "ctrl+k"], &["fill", "命令", "dy"]]),
    (
        "巡检",
        &[
            &["keys", "Escape"],
            &["press", "巡检抽查"],
            &["press", "巡检全部系统"],
            &["see", "已答0个，共3个"],
            &["keys", "Down", "1"],
            &["see", "已答1个，共3个"],
            // The notice goes by itself.
            &["rest"],
        ],
    ),
    (
        "抽查",
        &[
            &["press", "抽查"],
            &["see", "已答0个，共6个"],
            &["keys", "Home", "3", "1"],
            &["see", "已答2个，共6个"],
            &["rest"],
        ],
    ),
    (
        "书面通知",
        &[
            &["press", "人员"],
            &["fill", "查找", "郑晓东"],
            &["keys", "Down"],
            &["press", "办理离职"],
            &["see", "确认后一次生成全部表格和通知；再办一次不会重复。签字仍在纸上手写。"],
            &["fill", "文件夹", "离职"],
        ],
    ),
    (
        "某日在用",
        &[&["keys", "Escape"], &["press", "账号"], &["press", "某日在用"], &["fill", "保存位置", "某日在用账号.xlsx"]],
    ),
    (
        "迎检包",
        &[
            &["keys", "Escape", "ctrl+k"],
            &["fill", "命令", "yjb"],
            &["keys", "Return"],
            &["fill", "保存位置", "迎检包.zip"],
            &["press", "生成"],
            &["see", "照样生成"],
        ],
    ),
    ("新手引导", &[&["keys", "Escape"], &["press", "关于"], &["press", "开始引导"], &["see", "第1步　看待办"]]),
    ("深色", &[&["press", "离开引导"], &["press", "设置"], &["press", "深色"]]),
];

/// A table of the office: a new account, one that changes, one that cannot be.
const TABLE: &str = "\
系统,账号名,使用人,角色,最近改密日
中介超市服务平台,qintt,秦天天,普通用户,2026-11-02
工程建设管理平台,qintt,秦天天,普通用户,2026-11-20
中介超市服务平台,wujx,吴𠮷祥,系统管理员,2026-13-40
";

/// How far a part of two pictures of the same window may be apart, of 1: another driver smooths its letters in another
/// way, which leaves the mean of a part as it is (0.01). A name that is no longer there is 0.13.
const ALIKE: f64 = 0.04;

/// How far two pictures are apart in the part in which they differ most, of 1; a part is as large as a letter.
fn apart(one: &Path, other: &Path) -> f64 {
    let mut convert = Command::new("convert");
    convert.arg(one).arg(other).args(["-colorspace", "Gray", "-scale", "5%", "-compose", "difference", "-composite"]);
    let told = output(convert.args(["-format", "%[fx:maxima]", "info:"]));
    told.trim().parse().unwrap_or_else(|_| panic!("{told}"))
}

fn kept() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/手册")
}

fn file_of(name: &str) -> String {
    format!("{name}.png")
}

/// Takes all of them into a folder; whether the machine has the tools.
fn take(into: &Path) -> bool {
    let (Some(_), Some(service)) = (tool("import"), PrintService::start()) else { return false };
    let Some(mut outside) = Outside::start() else { return false };
    // One page says what draws the window.
    outside.renderer = Some("gl");
    let scratch = tempfile::tempdir().unwrap();
    let file = sample(scratch.path());
    std::fs::write(scratch.path().join("账号清单.csv"), TABLE).unwrap();
    // No path of this machine is to be seen.
    outside.session.env("CUPS_SERVER", &service.server).current_dir(scratch.path());
    let mut steps: Vec<Vec<String>> = vec![vec!["open".into()]];
    for (name, lead) in PICTURES {
        steps.extend(lead.iter().map(|step| step.iter().map(ToString::to_string).collect()));
        steps.push(vec!["picture".into(), into.join(file_of(name)).display().to_string()]);
    }
    let steps: Vec<Vec<&str>> = steps.iter().map(|step| step.iter().map(String::as_str).collect()).collect();
    outside.drive(&file, &steps.iter().map(Vec::as_slice).collect::<Vec<_>>());
    true
}

#[test]
#[ignore = "takes the pictures of the manual anew: cargo test --test suite pictures -- --ignored"]
fn the_pictures_of_the_manual_are_taken_from_the_running_program() {
    assert!(take(&kept()), "Xvfb、openbox、ImageMagick、CUPS 和 AT-SPI 都要有");
}

#[test]
fn the_pictures_of_the_manual_show_the_window_as_it_is() {
    let taken = tempfile::tempdir().unwrap();
    let Some(_) = tool("convert") else { return };
    if !take(taken.path()) {
        return;
    }
    for (name, _) in PICTURES {
        let apart = apart(&kept().join(file_of(name)), &taken.path().join(file_of(name)));
        assert!(
            apart < ALIKE,
            "{name}与现在的窗口不同（{apart}），请重拍：cargo test --test suite pictures -- --ignored"
        );
    }
}

#[test]
fn a_picture_that_lacks_one_label_is_told_from_the_window_as_it_is() {
    let Some(mut convert) = tool("convert") else { return };
    let folder = tempfile::tempdir().unwrap();
    let (whole, without) = (kept().join(file_of("待办")), folder.path().join("少一项.png"));
    // 历史, on the left, is painted over with the colour beside it.
    output(convert.arg(&whole).args(["-fill", "#fafafc", "-draw", "rectangle 20,491 60,515"]).arg(&without));
    let apart = apart(&whole, &without);
    assert!(apart >= ALIKE, "{apart}");
}

#[test]
fn the_manual_shows_every_picture_that_is_taken_and_no_other() {
    let named: BTreeSet<&str> =
        MANUAL.split("](手册/").skip(1).map(|rest| rest.split(".png)").next().unwrap()).collect();
    assert_eq!(named, PICTURES.iter().map(|(name, _)| *name).collect());
    let files = std::fs::read_dir(kept()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    assert_eq!(files.collect::<BTreeSet<_>>(), PICTURES.iter().map(|(name, _)| file_of(name)).collect());
}

#[test]
fn the_manual_as_pdf_has_every_chapter_and_every_picture() {
    let (Some(_), Some(mut text), Some(mut images)) = (tool("weasyprint"), tool("pdftotext"), tool("pdfimages")) else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let pdf = folder.path().join("使用手册.pdf");
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("packaging/manual.py");
    output(Command::new("/usr/bin/python3").arg(script).arg(&pdf));
    let text = output(text.arg(&pdf).arg("-"));
    let heads = MANUAL.lines().filter_map(|line| line.strip_prefix("## "));
    for head in heads {
        assert!(text.contains(head), "手册的 PDF 中没有“{head}”");
    }
    let listed = output(images.arg("-list").arg(&pdf));
    assert_eq!(listed.lines().filter(|line| line.contains(" image ")).count(), PICTURES.len(), "{listed}");
}
