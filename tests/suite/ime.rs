//! 输入法: Chinese typed by 拼音 through a real fcitx5 and a real ibus. While one composes, every key is its own.

use std::path::Path;

use serde_json::Value;

use super::desktop::{NEW_FORM, Outside};
use super::support::{kept, output, sample, taizhang, tool};

/// fcitx5 with 拼音 as the method that is on.
const PROFILE: &str = "\
[Groups/0]
Name=Default
Default Layout=us
DefaultIM=pinyin

[Groups/0/Items/0]
Name=keyboard-us
Layout=

[Groups/0/Items/1]
Name=pinyin
Layout=

[GroupOrder]
0=Default
";

/// On from the first key.
const BEHAVIOUR: &str = "[Behavior]\nActiveByDefault=True\n";

/// The window in which fcitx5 shows what it composes, and the candidates.
const CANDIDATES: &str = "Fcitx5 Input Window";

/// Starts fcitx5, and waits until its bridge to X11 stands: a window that opens before it never meets it.
const FCITX: &str = "fcitx5-remote >/dev/null; for _ in $(seq $((${TAIZHANG_PATIENCE:-40} * 5))); do \
    xprop -root XIM_SERVERS | grep -q @server=fcitx && exit 0; sleep 0.2; done; exit 1";

/// Waits until fcitx5 says that it takes the keys of the field that has them.
const ACTIVE: &str = "for _ in $(seq $((${TAIZHANG_PATIENCE:-40} * 5))); do [ \"$(fcitx5-remote)\" = 2 ] && exit 0; sleep 0.2; done; exit 1";

/// A desktop with fcitx5; nothing where the machine lacks it.
fn with_pinyin() -> Option<Outside> {
    let (Some(_), Some(_)) = (tool("fcitx5"), tool("xprop")) else { return None };
    let mut outside = Outside::start()?;
    let settings = outside.home.path().join(".config/fcitx5");
    std::fs::create_dir_all(&settings).unwrap();
    std::fs::write(settings.join("profile"), PROFILE).unwrap();
    std::fs::write(settings.join("config"), BEHAVIOUR).unwrap();
    // As a Chinese desktop sets it; the locale must be one of UTF-8.
    outside.session.env("XMODIFIERS", "@im=fcitx").env("LC_ALL", "C.UTF-8");
    Some(outside)
}

/// What a method is asked for in a field of several lines, before the form is saved.
const IN_A_LONG_TEXT: [&[&str]; 22] = [
    &["fill", "申请描述", ""],
    &["focused", "申请描述"],
    &["type", "shenqing"],
    &["keys", "space"],
    &["holds", "申请描述", "申请"],
    &["type", "kaitong"],
    &["keys", "space"],
    &["holds", "申请描述", "申请开通"],
    // Into the middle of what stands there.
    &["keys", "Left", "Left"],
    &["type", "jinji"],
    &["keys", "space"],
    &["holds", "申请描述", "申请紧急开通"],
    &["keys", "End"],
    // The first Enter is the method's, the second makes a new line.
    &["type", "wo"],
    &["keys", "Return"],
    &["holds", "申请描述", "申请紧急开通wo"],
    &["keys", "Return"],
    &["type", "women"],
    &["keys", "space"],
    &["holds", "申请描述", "申请紧急开通wo\\n我们"],
    &["keys", "ctrl+s"],
    &["see", "SQ-2026-0005"],
];

#[test]
fn chinese_is_typed_by_pinyin_and_while_it_composes_every_key_is_the_methods() {
    let Some(outside) = with_pinyin() else { return };
    let folder = tempfile::tempdir().unwrap();
    let file = sample(folder.path());
    let name = "申请人";
    outside.drive(
        &file,
        &[
            &[
                // The bus starts the method where it is asked for.
                &["run", "sh", "-c", FCITX] as &[&str],
            ][..],
            &NEW_FORM,
            &[
                &["fill", "部门及岗位", "政务服务科 科员"],
                &["fill", name, ""],
                &["focused", name],
                &["run", "sh", "-c", ACTIVE],
                // Enter while it composes gives the letters, and does not go to the next field.
                &["type", "wang"],
                &["keys", "Return"],
                &["holds", name, "wang"],
                &["focused", name],
                // Backspace is the form's again.
                &["keys", "BackSpace", "BackSpace", "BackSpace", "BackSpace"],
                &["holds", name, ""],
                // Backspace while it composes takes a letter from it; the blank commits.
                &["type", "wangxiaomingx"],
                &["beside", name, CANDIDATES],
                &["keys", "BackSpace", "space"],
                &["holds", name, "王小明"],
                &["keys", "Return"],
                &["focused", "部门及岗位"],
            ],
            &IN_A_LONG_TEXT,
        ]
        .concat(),
    );
    let form = kept(&file, "SQ-2026-0005");
    assert_eq!(form["applicant"], "王小明");
    assert_eq!(form["description"], "申请紧急开通wo\n我们");
}

#[test]
fn a_cell_of_a_table_takes_pinyin_with_the_candidates_at_the_cell() {
    let Some(outside) = with_pinyin() else { return };
    let ready: &[&str] = &["run", "sh", "-c", ACTIVE];
    a_cell_takes_pinyin(outside, FCITX, ready, CANDIDATES);
}

/// The last cell of the second row of the first department's 附件1.
const CELL: &str = "第2行 备注";

/// Types into a cell once the method is ready, with its window at the cell.
fn a_cell_takes_pinyin(outside: Outside, starting: &str, ready: &[&str], candidates: &str) {
    let folder = tempfile::tempdir().unwrap();
    let file = sample(folder.path());
    outside.drive(
        &file,
        &[
            &["run", "sh", "-c", starting],
            &["open"],
            &["press", "权限对照表"],
            &["press", "政务服务科"],
            &["fill", CELL, ""],
            &["focused", CELL],
            ready,
            &["type", "zhongguo"],
            &["beside", CELL, candidates],
            &["keys", "space"],
            &["holds", CELL, "中国"],
            &["keys", "ctrl+s"],
            &["see", "已保存对照表"],
        ],
    );
    assert_eq!(note_of_the_second_row(&file), "中国");
}

/// The 备注 that is kept in the second row of 附件1 of 政务服务科.
fn note_of_the_second_row(file: &Path) -> Value {
    let dump: Value = serde_json::from_str(&output(taizhang().arg("--file").arg(file).arg("dump"))).unwrap();
    let rows = dump["matrix"].as_array().unwrap();
    let mut of_department = rows.iter().filter(|row| row["department"] == "政务服务科");
    of_department.nth(1).unwrap()["note"].clone()
}

/// 拼音 is what ibus begins with, among its settings as the desktop keeps them.
const PRELOAD: &str = "[desktop/ibus/general]\npreload-engines=['libpinyin']\n";

/// Starts ibus, and waits until it has begun and its bridge to X11 stands.
const IBUS: &str = "ibus-daemon --daemonize --xim && for _ in $(seq $((${TAIZHANG_PATIENCE:-40} * 5))); do \
    [ \"$(ibus engine)\" = libpinyin ] && xprop -root XIM_SERVERS | grep -q @server=ibus && exit 0; \
    sleep 0.2; done; exit 1";

/// A desktop for ibus; nothing where the machine lacks it.
fn with_ibus() -> Option<Outside> {
    let (Some(_), Some(_)) = (tool("ibus-daemon"), tool("xprop")) else { return None };
    let mut outside = Outside::start()?;
    let settings = outside.home.path().join(".config/glib-2.0/settings");
    std::fs::create_dir_all(&settings).unwrap();
    std::fs::write(settings.join("keyfile"), PRELOAD).unwrap();
    outside.session.env("XMODIFIERS", "@im=ibus").env("LC_ALL", "C.UTF-8").env("GSETTINGS_BACKEND", "keyfile");
    Some(outside)
}

/// The window in which ibus shows the letters and the candidates.
const PANEL: &str = "ibus-ui-gtk3";

/// From 100 to 150 percent.
const LARGER: &[&str] = &["keys", "ctrl+equal", "ctrl+equal", "ctrl+equal", "ctrl+equal"];

#[test]
fn chinese_is_typed_through_ibus_too() {
    let Some(outside) = with_ibus() else { return };
    let folder = tempfile::tempdir().unwrap();
    let file = sample(folder.path());
    let name = "申请人";
    outside.drive(
        &file,
        &[
            &[&["run", "sh", "-c", IBUS] as &[&str]][..],
            &NEW_FORM,
            &[
                &["fill", "部门及岗位", "政务服务科 科员"],
                &["fill", name, ""],
                &["focused", name],
                &["ready", name, PANEL],
                // Backspace while it composes takes a letter from it; the blank commits.
                &["type", "wangxiaomingx"],
                &["beside", name, PANEL],
                &["keys", "BackSpace", "space", "Return"],
                &["focused", "部门及岗位"],
                &["holds", name, "王晓明"],
            ],
            &IN_A_LONG_TEXT,
        ]
        .concat(),
    );
    let form = kept(&file, "SQ-2026-0005");
    assert_eq!(form["applicant"], "王晓明");
    assert_eq!(form["description"], "申请紧急开通wo\n我们");
}

#[test]
fn a_cell_of_a_table_takes_pinyin_through_ibus_too() {
    let Some(outside) = with_ibus() else { return };
    a_cell_takes_pinyin(outside, IBUS, &["ready", CELL, PANEL], PANEL);
}

/// The first letter is enough: the candidates do not begin in a corner and come after it.
#[test]
fn the_candidates_of_ibus_stand_at_the_caret_from_the_first_letter_and_in_a_window_shown_larger() {
    let Some(outside) = with_ibus() else { return };
    let folder = tempfile::tempdir().unwrap();
    let file = sample(folder.path());
    // Of a paper, one long; of a panel, at the right edge; of a table, in the corner below on the right.
    let (text, name, cell) = ("申请描述", "姓名", "第7行 备注");
    let in_field = |field| {
        vec![
            vec!["fill", field, ""],
            vec!["focused", field],
            vec!["type", "w"],
            vec!["beside", field, PANEL],
            vec!["keys", "Escape"],
            vec!["holds", field, ""],
        ]
    };
    let (in_the_panel, in_the_table) = (in_field(name), in_field(cell));
    let [in_the_panel, in_the_table] =
        [&in_the_panel, &in_the_table].map(|it| it.iter().map(Vec::as_slice).collect::<Vec<_>>());
    outside.drive(
        &file,
        &[
            &[&["run", "sh", "-c", IBUS] as &[&str]],
            &NEW_FORM[..],
            &[
                &["fill", text, ""],
                &["focused", text],
                &["ready", text, PANEL],
                &["fill", text, "因轮岗"],
                &["focused", text],
                &["keys", "End"],
                &["type", "w"],
                &["beside", text, PANEL],
                &["keys", "Escape"],
                &["holds", text, "因轮岗"],
                &["press", "返回列表"],
                &["press", "丢弃"],
                &["press", "人员"],
                &["press", "新建"],
            ],
            &in_the_panel[..],
            &[LARGER, &["see", "显示大小 150%"]],
            &in_the_panel[..],
            &[&["press", "权限对照表"], &["press", "政务服务科"]],
            &in_the_table[..],
            &[&["keys", "ctrl+0"], &["see", "显示大小 100%"]],
            &in_the_table[..],
        ]
        .concat(),
    );
}

#[test]
fn what_ibus_composes_is_over_when_another_field_is_clicked_and_a_letter_in_no_field_goes_nowhere() {
    let Some(outside) = with_ibus() else { return };
    let folder = tempfile::tempdir().unwrap();
    let file = sample(folder.path());
    let (name, text) = ("申请人", "申请描述");
    outside.drive(
        &file,
        &[
            &[&["run", "sh", "-c", IBUS] as &[&str], &["open"], &["press", "申请表"], &["see", "按编号排序"]][..],
            // On a list: Escape gives it up, and the keys are the list's own again.
            &[&["offers", PANEL], &["keys", "Escape"], &["gone", PANEL]],
            &[&["keys", "ctrl+n"], &["see", "新申请表"]],
            &NEW_FORM[4..],
            &[
                &["fill", "部门及岗位", "政务服务科 科员"],
                &["fill", name, "王小明"],
                &["fill", text, ""],
                &["focused", text],
                &["ready", text, PANEL],
                &["type", "shenqing"],
                // In place, before it is committed.
                &["holds", text, "申请"],
                &["click", name],
                &["gone", PANEL],
                &["focused", name],
                &["keys", "ctrl+s"],
                &["see", "SQ-2026-0005"],
            ],
        ]
        .concat(),
    );
    assert_eq!(kept(&file, "SQ-2026-0005")["applicant"], "王小明", "it goes nowhere else");
}

#[test]
fn a_command_is_looked_for_by_pinyin_that_is_composed() {
    let Some(outside) = with_pinyin() else { return };
    let folder = tempfile::tempdir().unwrap();
    let file = sample(folder.path());
    outside.drive(
        &file,
        &[
            &["run", "sh", "-c", FCITX],
            &["open"],
            &["see", "查找命令"],
            &["keys", "ctrl+k"],
            &["focused", "命令"],
            &["run", "sh", "-c", ACTIVE],
            &["type", "dayin"],
            &["keys", "space"],
            &["holds", "命令", "打印"],
        ],
    );
}
