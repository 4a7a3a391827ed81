//! Every screen and dialog by the keyboard alone.

use std::collections::HashSet;

use super::*;

fn focused(window: &Window) -> Option<String> {
    let node = window.harness.root().children_recursive().find(egui_kittest::Node::is_focused)?;
    node.accesskit_node().label()
}

/// Runs a command by its name.
fn palette(window: &mut Window, name: &str) {
    window.press(Modifiers::COMMAND, Key::K);
    window.harness.get_by_role_and_label(Role::TextInput, "命令").type_text(name);
    window.steps().press(Modifiers::NONE, Key::Enter);
}

#[test]
fn each_screen_has_a_key_or_a_name_in_the_palette() {
    let mut window = window(sample_office());
    for (key, text) in [
        (Key::Num1, "按到期排序"),
        (Key::Num2, "按轻重排序"),
        (Key::Num3, "按编号排序"),
        (Key::Num4, "公共资源交易管理科"),
        (Key::Num5, "处理这张清单"),
        (Key::Num6, "还没有备案"),
        (Key::Num7, "把各科室交回的附件1汇总成一份"),
        (Key::Num8, "还没有巡检和抽查"),
        (Key::Num9, "共4条"),
    ] {
        window.press(Modifiers::COMMAND, key);
        assert!(window.shows(text), "{key:?}: {text}");
    }
    window.press(Modifiers::NONE, Key::F1);
    assert!(window.shows("快捷键"));
    for (screen, text) in
        [("人员", "共13条"), ("账号", "共7条"), ("导入", "当作"), ("制度原文", "第一章"), ("设置", "显示")]
    {
        palette(&mut window, &format!("转到{screen}"));
        assert!(window.shows(text), "{screen}");
    }
}

/// A control by its id, with its name.
type Control = (String, Option<String>);

/// The controls that there are.
fn controls(window: &Window) -> Vec<Control> {
    let roles = [Role::Button, Role::CheckBox, Role::TextInput, Role::Link, Role::ComboBox, Role::RadioButton];
    let nodes = window.harness.root().children_recursive();
    let nodes = nodes.map(|node| node.accesskit_node());
    let controls = nodes.filter(|node| roles.contains(&node.role()) && !node.is_disabled());
    controls.map(|node| (format!("{:?}", node.id()), node.label())).collect()
}

/// The controls that there are, and those that Tab comes to when it goes round once.
fn tab_round(window: &mut Window) -> (Vec<Control>, HashSet<Option<String>>) {
    let (there, mut reached) = (controls(window), HashSet::new());
    for _ in 0..500 {
        window.harness.key_press(Key::Tab);
        window.harness.run_steps(2);
        let mut nodes = window.harness.root().children_recursive();
        let focused =
            nodes.find(egui_kittest::Node::is_focused).map(|node| format!("{:?}", node.accesskit_node().id()));
        if !reached.insert(focused) {
            break;
        }
    }
    (there, reached)
}

#[test]
fn tab_alone_reaches_every_control_of_every_screen() {
    let mut window = window(sample_office());
    for screen in Screen::ALL {
        let mut buttons = window.harness.query_all_by_role(Role::Button);
        let is_it = |node: &egui_kittest::Node| node.accesskit_node().label().as_deref() == Some(screen.label());
        buttons.find(is_it).unwrap().click_accesskit();
        drop(buttons);
        window.steps();
        if let Some(focused) = window.harness.ctx.memory(egui::Memory::focused) {
            window.harness.ctx.memory_mut(|memory| memory.surrender_focus(focused));
        }
        // What is said of a field that was passed by stands from the second round on.
        tab_round(&mut window);
        let (wanted, reached) = tab_round(&mut window);
        for (id, name) in wanted {
            let name = name.as_deref().unwrap_or_else(|| panic!("{}：有一个控件没有名称", screen.label()));
            assert!(reached.contains(&Some(id)), "{}：Tab 到不了【{name}】", screen.label());
        }
    }
}

#[test]
fn every_dialog_opens_with_the_keyboard_in_it_and_escape_closes_it() {
    let mut window = window(sample_office());
    let opens = |window: &mut Window, name: &str, title: &str, first: &str| {
        palette(window, name);
        window.steps();
        assert!(window.shows(title), "{name}: {title}");
        assert_eq!(focused(window).as_deref(), Some(first), "{name}");
        window.press(Modifiers::NONE, Key::Escape);
        assert!(!window.shows(title), "{name}");
    };
    opens(&mut window, "某日在用账号", "按台账记载", "日期");
    opens(&mut window, "生成迎检包", "这一段时间的全部表格", "起始日期");
    window.press(Modifiers::COMMAND, Key::Num3).press(Modifiers::NONE, Key::ArrowDown);
    opens(&mut window, "附上扫描件", "PDF、JPEG、PNG、TIFF", "扫描件");
    opens(&mut window, "作废", "编号保留", "作废原因");
    opens(&mut window, "导出 Excel", "保存位置", "保存位置");
    palette(&mut window, "转到人员");
    window.press(Modifiers::NONE, Key::ArrowDown);
    opens(&mut window, "办理离职", "账号处理", "离职日");
    opens(&mut window, "入职、转岗", "与同科室同岗位的人", "科室");
    opens(&mut window, "作废这条记录", "记录和历史都保留", "作废原因");
    palette(&mut window, "转到信息系统");
    window.press(Modifiers::NONE, Key::ArrowDown);
    opens(&mut window, "登记验收", "验收后", "验收日期");
    palette(&mut window, "转到账号");
    window.press(Modifiers::NONE, Key::ArrowDown);
    opens(&mut window, "生成清理清单", "处理方式：", "生成");
    palette(&mut window, "转到权限对照表");
    window.click("公共资源交易管理科");
    opens(&mut window, "从账号台账填写", "按本科室人员的在用账号填写", "填写");
}

#[test]
fn a_dialog_that_closes_gives_the_keyboard_back_to_what_had_it() {
    let mut window = window(sample_office());
    window.press(Modifiers::COMMAND, Key::F).press(Modifiers::COMMAND, Key::K);
    assert_eq!(focused(&window).as_deref(), Some("命令"));
    window.press(Modifiers::NONE, Key::Escape);
    assert_eq!(focused(&window).as_deref(), Some("查找"));
    window.click_toggle("备份与迎检");
    for (button, first) in [("核对台账", "指纹（备案表或备份文件名上的，可不填）"), ("生成迎检包", "起始日期")]
    {
        window.harness.get_by_role_and_label(Role::Button, button).focus();
        window.steps().press(Modifiers::NONE, Key::Enter);
        assert_eq!(focused(&window).as_deref(), Some(first));
        window.press(Modifiers::NONE, Key::Escape);
        assert_eq!(focused(&window).as_deref(), Some(button));
    }
}

#[test]
fn a_mover_and_the_passphrase_of_a_backup_are_confirmed_by_enter() {
    let scratch = sample_office();
    let moment = Moment { day: today(), second: 9 * 3600 };
    let words = taizhang::lock::Passphrase::chosen("correct horse battery staple").unwrap();
    let elsewhere = scratch.folder.path().join("别处");
    std::fs::create_dir(&elsewhere).unwrap();
    let locked = scratch.office.back_up_locked(&elsewhere, moment, &words).unwrap().path().to_path_buf();
    let mut window = window(scratch);
    palette(&mut window, "转到人员");
    window.press(Modifiers::NONE, Key::ArrowDown);
    palette(&mut window, "入职、转岗");
    window.steps();
    // The record beside has a box of the same name.
    window.harness.get_all_by_role_and_label(Role::TextInput, "岗位").last().unwrap().focus();
    window.steps().press(Modifiers::COMMAND, Key::A);
    window.harness.get_all_by_role_and_label(Role::TextInput, "岗位").last().unwrap().type_text("副科长");
    window.steps().press(Modifiers::NONE, Key::Enter);
    assert!(window.shows("已登记岗位"));
    assert!(window.office().register().people.values().any(|it| it.post == "副科长"));

    window.click_toggle("备份与迎检").click("恢复备份").fill("备份文件", locked.to_str().unwrap());
    window.harness.get_by_role_and_label(Role::PasswordInput, "加锁口令").focus();
    window.steps();
    window.harness.get_by_role_and_label(Role::PasswordInput, "加锁口令").type_text("correct horse battery staple");
    window.steps().press(Modifiers::NONE, Key::Enter);
    window.until("会失去：台账1条");
}

#[test]
fn a_list_goes_to_its_ends_and_by_the_screenful() {
    let mut window = window(sample_office());
    window.press(Modifiers::NONE, Key::End);
    assert!(window.shows("选中1张"));
    window.press(Modifiers::NONE, Key::Enter);
    assert!(window.shows("SQ-2026-0001"));
    window.press(Modifiers::COMMAND, Key::Num3).press(Modifiers::NONE, Key::Home).press(Modifiers::NONE, Key::Enter);
    assert!(window.shows("SQ-2026-0004"));
    window.press(Modifiers::COMMAND, Key::Num3).press(Modifiers::NONE, Key::Home);
    window.press(Modifiers::NONE, Key::PageDown).press(Modifiers::NONE, Key::Enter);
    assert!(window.shows("SQ-2026-0001"));
}

#[test]
fn the_regulation_is_read_by_the_keyboard() {
    let mut window = window(sample_office());
    palette(&mut window, "转到制度原文");
    assert!(!window.shows("本制度自印发之日起"));
    window.press(Modifiers::NONE, Key::End).wait(1.0);
    assert!(window.harness.query_all_by_label_contains("第三十条").next().is_some());
}

#[test]
fn a_refusal_leads_to_the_article_that_it_names() {
    let mut scratch = sample_office();
    let id = scratch.office.file_application(&good_form(), None, None, today()).unwrap();
    scratch.office.print_applications(&[id], today()).unwrap();
    let mut window = window(scratch);
    window.press(Modifiers::NONE, Key::ArrowDown).press(Modifiers::NONE, Key::Enter);
    window.click("登记签字").click("看第八条");
    assert!(window.shows("按照系统用户提交的《信息系统账号申请表》") && !window.shows("没有完成"));
    window.click("知道了");
    assert!(window.shows("登记签字"), "the form is still in front");
}

#[test]
fn the_menu_of_a_line_opens_and_is_gone_through_by_the_keyboard() {
    let mut window = window(sample_office());
    window.click_toggle("申请表");
    window.press(Modifiers::NONE, Key::ArrowDown);
    let chosen = window.office().register().applications.values().next_back().unwrap().number.clone();
    window.press(Modifiers::SHIFT, Key::F10);
    assert!(window.shows("这张表的历史"));
    // Escape leaves it, and the list has the keys again.
    window.press(Modifiers::NONE, Key::Escape);
    assert!(!window.shows("这张表的历史"));
    window.press(Modifiers::SHIFT, Key::F10);
    window.press(Modifiers::NONE, Key::Enter);
    assert!(window.shows(&chosen) && window.shows("作废这张表"), "the first entry opens it");
}

#[test]
fn a_click_beside_the_boxes_of_a_dialog_gives_the_keyboard_to_none_of_them() {
    let mut window = window(sample_office());
    window.click_toggle("备份与迎检").click("生成迎检包");
    assert!(window.harness.get_by_role_and_label(Role::TextInput, "起始日期").is_focused());
    window.steps().steps();
    window.harness.get_by_role_and_label(Role::Label, "截止日期").click();
    window.steps();
    let before = window.value("起始日期");
    window.harness.event(egui::Event::Text("赵".into()));
    window.steps();
    assert_eq!(window.value("起始日期"), before);
}

#[test]
fn a_screen_reader_comes_to_what_is_in_a_dialog_and_to_nothing_behind_it() {
    let mut window = window(sample_office());
    window.press(Modifiers::NONE, Key::ArrowDown);
    assert!(window.shows("关于") && window.shows("SQ-2026-0004"));
    window.press(Modifiers::COMMAND, Key::P).until("双面（长边翻转）");
    assert!(!window.shows("关于") && !window.shows("已签字"), "neither a button nor a row of the list");
    window.harness.get_by_role_and_label(Role::RadioButton, "双面（长边翻转）").click_accesskit();
    window.steps();
    let both_sides = window.harness.get_by_role_and_label(Role::RadioButton, "双面（长边翻转）");
    assert_eq!(both_sides.accesskit_node().toggled(), Some(egui::accesskit::Toggled::True));
    window.press(Modifiers::NONE, Key::Escape);
    window.harness.get_by_role_and_label(Role::Button, "关于").click_accesskit();
    window.steps();
    assert!(window.shows("窗口绘制"));
}

#[test]
fn what_tab_comes_to_beside_a_list_comes_into_sight() {
    let mut window = window(sample_office());
    window.click_toggle("账号").click("新建");
    let mut seen = 0;
    for _ in 0..60 {
        window.press(Modifiers::NONE, Key::Tab);
        let focused = window.harness.root().children_recursive().find(|node| node.accesskit_node().is_focused());
        let Some((name, place)) = focused.map(|node| (node.accesskit_node().label(), node.rect())) else { continue };
        // Between the last control and the first the window itself has it.
        if name.is_none() {
            continue;
        }
        assert!(place.top() >= 0.0 && place.bottom() <= 740.0, "{name:?}: {place:?}");
        seen += usize::from(name.as_deref() == Some("最近改密日") || name.as_deref() == Some("到期日"));
    }
    assert!(seen >= 2, "both lie below the window");
}
