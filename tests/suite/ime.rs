//! 输入法: Chinese typed by 拼音 through a real fcitx5. While it composes, every key is its own.

use super::accessible::{kept, sample};
use super::desktop::Outside;
use super::support::tool;

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

#[test]
fn chinese_is_typed_by_pinyin_and_while_it_composes_every_key_is_the_methods() {
    if tool("fcitx5").is_none() {
        return;
    }
    let Some(mut outside) = Outside::start() else { return };
    let settings = outside.home.path().join(".config/fcitx5");
    std::fs::create_dir_all(&settings).unwrap();
    std::fs::write(settings.join("profile"), PROFILE).unwrap();
    std::fs::write(settings.join("config"), BEHAVIOUR).unwrap();
    // As a Chinese desktop sets it; the locale must be one of UTF-8.
    outside.session.env("XMODIFIERS", "@im=fcitx").env("LC_ALL", "C.UTF-8");
    let folder = tempfile::tempdir().unwrap();
    let file = sample(folder.path());
    let (name, text) = ("申请人", "申请描述");
    outside.drive(
        &file,
        &[
            // The bus starts the method where it is asked for.
            &["run", "fcitx5-remote"],
            &["open"],
            &["press", "申请表"],
            &["press", "新建"],
            &["see", "新申请表"],
            &["tick", "用户账号"],
            &["tick", "新增"],
            &["fill", "部门及岗位", "政务服务科 科员"],
            &["fill", name, ""],
            &["focused", name],
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
            &["keys", "BackSpace", "space"],
            &["holds", name, "王小明"],
            &["keys", "Return"],
            &["focused", "部门及岗位"],
            &["fill", text, ""],
            &["focused", text],
            &["type", "shenqing"],
            &["keys", "space"],
            &["holds", text, "申请"],
            &["type", "kaitongx"],
            &["keys", "BackSpace", "space"],
            &["holds", text, "申请开通"],
            // Into the middle of what stands there.
            &["keys", "Left", "Left"],
            &["type", "jinji"],
            &["keys", "space"],
            &["holds", text, "申请紧急开通"],
            &["keys", "End"],
            // The first Enter is the method's, the second makes a new line.
            &["type", "vpn"],
            &["keys", "Return"],
            &["holds", text, "申请紧急开通vpn"],
            &["keys", "Return"],
            &["type", "women"],
            &["keys", "space"],
            &["holds", text, "申请紧急开通vpn\\n我们"],
            &["keys", "ctrl+s"],
            &["see", "SQ-2026-0005"],
        ],
    );
    let form = kept(&file, "SQ-2026-0005");
    assert_eq!(form["applicant"], "王小明");
    assert_eq!(form["description"], "申请紧急开通vpn\n我们");
}
