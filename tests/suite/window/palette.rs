//! Ctrl+K and the menus of rows: every command, by 汉字 and by 拼音, or the reason why not.

use super::*;

/// Every variant of the one command enum.
fn variants() -> Vec<&'static str> {
    let source = include_str!("../../../src/app/command.rs");
    let body = source.split("pub enum Command {").nth(1).unwrap().split("\n}").next().unwrap();
    let names = body.lines().filter_map(|line| line.strip_prefix("    "));
    let names = names.filter(|line| line.starts_with(char::is_uppercase));
    names.map(|line| line.split(['(', ',']).next().unwrap()).collect()
}

#[test]
fn every_command_is_offered_or_is_the_second_step_of_one_that_is() {
    let offered = concat!(include_str!("../../../src/app/offers.rs"), include_str!("../../../src/app/offer.rs"));
    // What a dialog answers, what a screen does to itself, and what is not for the clerk to say.
    let second_steps = [
        "UndoAgreed",
        "Palette",
        "FillMatrix",
        "TakeCategories",
        "NoteInitialPasswords",
        "SignAll",
        "MakeCleanup",
        "HandleCleanup",
        "DropDraft",
        "TakeUp",
        "TakeUpRecord",
        "Void",
        "PreviewFiling",
        "File",
        "SaveFiling",
        "AdoptAlias",
        "ReadArticle",
        "Import",
        "ExportFailures",
        "Paste",
        "Waive",
        "Withdraw",
        "SaveSetting",
        "SaveClerks",
        "Judge",
        "SettleDoubt",
        "EnterResults",
        "Place",
        "Accept",
        "Correct",
        "Leave",
        "CallOffLeaving",
        "Attach",
        "AttachAll",
        "ViewScan",
        "ReadScan",
        "Dossier",
        "MakeDossier",
        "LookAsOf",
        "AsOf",
        "Verify",
        "SetSecondPlace",
        "LockSecondPlace",
        "CloseWindow",
        "CloseGivingUp",
        "LookAtBackup",
        "RestoreBackup",
        "Say",
        "GuideTo",
        "SendToPrinter",
        "AskSavePdf",
        "ReadPdf",
        "Write",
        "View",
        "CloseDialog",
    ];
    let variants = variants();
    assert!(variants.len() > 60, "{variants:?}");
    for name in &variants {
        let is_offered = offered.contains(&format!("Command::{name}"));
        assert!(is_offered != second_steps.contains(name), "{name}：要么列入 offers.rs，要么是后一步");
    }
    for name in second_steps {
        assert!(variants.contains(&name), "没有 {name} 这个命令了");
    }
}

#[test]
fn a_command_is_found_by_characters_by_pinyin_and_by_initials_and_runs() {
    let mut window = window(sample_office());
    for typed in ["清理", "qingli", "qlqd"] {
        window.press(Modifiers::COMMAND, Key::K);
        window.harness.get_by_role_and_label(Role::TextInput, "命令").type_text(typed);
        window.steps();
        window.harness.get_by_role_and_label(Role::Button, "转到清理清单");
        assert!(window.harness.query_by_role_and_label(Role::Button, "转到人员").is_none());
        window.press(Modifiers::NONE, Key::Escape);
        assert!(window.harness.query_by_role_and_label(Role::TextInput, "命令").is_none(), "Esc closes it");
    }
    window.press(Modifiers::COMMAND, Key::K);
    window.harness.get_by_role_and_label(Role::TextInput, "命令").type_text("zdry");
    window.steps().press(Modifiers::NONE, Key::Enter);
    assert!(window.shows("共13条"), "转到人员");
}

/// egui tells the system to break off what is composed whenever a control asks for the keyboard: asked once more in
/// every frame, 拼音 loses its letters.
#[test]
fn what_is_composed_in_a_box_is_not_broken_off() {
    let mut window = window(sample_office());
    let composes = |window: &mut Window, name: &str| {
        for typed in ["d", "da", "day", "dayin"] {
            let preedit = egui::ImeEvent::Preedit { text: typed.into(), active_range_chars: None };
            window.harness.event(egui::Event::Ime(preedit));
            for _ in 0..3 {
                window.harness.step();
                let told = window.harness.output().platform_output.ime;
                assert!(!told.unwrap().should_interrupt_composition, "{name}：{typed}");
            }
        }
        window.harness.event(egui::Event::Ime(egui::ImeEvent::Commit("打印".into())));
        window.steps();
        assert_eq!(window.value(name), "打印");
    };
    window.press(Modifiers::COMMAND, Key::F);
    composes(&mut window, "查找");
    window.press(Modifiers::COMMAND, Key::A).press(Modifiers::NONE, Key::Backspace);
    window.press(Modifiers::NONE, Key::ArrowDown).press(Modifiers::NONE, Key::Enter);
    window.harness.get_by_label("作废这张表").click();
    window.steps();
    composes(&mut window, "作废原因");
    window.press(Modifiers::NONE, Key::Escape).press(Modifiers::COMMAND, Key::K);
    composes(&mut window, "命令");
    // A click beside the box and Tab leave it the keyboard.
    window.press(Modifiers::NONE, Key::Tab);
    window.harness.get_by_role_and_label(Role::TextInput, "命令").type_text("设置");
    window.steps();
    assert_eq!(window.value("命令"), "打印设置");
}

#[test]
fn the_arrows_choose_though_a_list_lies_below() {
    let mut window = window(sample_office());
    window.press(Modifiers::COMMAND, Key::K);
    window.harness.get_by_role_and_label(Role::TextInput, "命令").type_text("新建");
    window.steps().press(Modifiers::NONE, Key::ArrowDown);
    window.press(Modifiers::NONE, Key::Enter);
    assert!(window.shows("新清单"), "the second of 新建申请表, 新建清理清单");
}

#[test]
fn what_goes_to_a_screen_first_has_not_the_key_of_the_screen() {
    let mut window = window(sample_office());
    window.press(Modifiers::COMMAND, Key::K);
    window.harness.get_by_role_and_label(Role::TextInput, "命令").type_text("新建申请表");
    window.steps();
    assert!(window.harness.query_by_role_and_label(Role::Button, "新建申请表").is_some() && !window.shows("Ctrl+3"));
}

#[test]
fn what_cannot_be_now_says_why_and_does_nothing() {
    let mut window = window(sample_office());
    window.press(Modifiers::NONE, Key::ArrowDown).press(Modifiers::NONE, Key::Enter);
    assert_eq!(window.application("SQ-2026-0004").state, ApplicationState::Draft);
    window.press(Modifiers::COMMAND, Key::K);
    window.harness.get_by_role_and_label(Role::TextInput, "命令").type_text("登记签字");
    window.steps().press(Modifiers::NONE, Key::Enter);
    assert!(window.harness.query_by_role_and_label(Role::Button, "登记签字").is_some(), "the palette stays open");
    assert_eq!(window.application("SQ-2026-0004").state, ApplicationState::Draft);
    // What can be done with the form in front is there as well.
    window.press(Modifiers::COMMAND, Key::A);
    window.harness.get_by_role_and_label(Role::TextInput, "命令").type_text("djwydy");
    window.steps().press(Modifiers::NONE, Key::Enter);
    assert_eq!(window.application("SQ-2026-0004").state, ApplicationState::Printed);
    window.click("撤销");
    assert_eq!(window.application("SQ-2026-0004").state, ApplicationState::Draft);
}

#[test]
fn the_menu_of_a_row_has_the_commands_of_its_record() {
    let mut window = window(sample_office());
    let row = |window: &mut Window, text: &str| {
        let row = window.harness.get_all_by_label(text).last().unwrap();
        row.click_secondary();
        window.steps();
    };
    row(&mut window, "SQ-2026-0004");
    for entry in ["打开", "登记为已打印", "附上扫描件", "作废"] {
        assert!(window.harness.query_all_by_role_and_label(Role::Button, entry).next().is_some(), "{entry}");
    }
    window.harness.get_all_by_role_and_label(Role::Button, "登记为已打印").last().unwrap().click();
    window.steps();
    assert_eq!(window.application("SQ-2026-0004").state, ApplicationState::Printed);
    window.click_toggle("人员");
    row(&mut window, "秦天天");
    window.harness.get_all_by_role_and_label(Role::Button, "办理离职").last().unwrap().click();
    window.steps();
    assert!(window.shows("办理离职：秦天天"));
}
