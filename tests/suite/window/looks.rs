//! Themes, sizes, and what is kept of them.

use super::*;

/// The colour in a corner of the window, as it is drawn: what lies behind everything.
fn theme(window: &Window) -> egui::Theme {
    window.harness.ctx.theme()
}

#[test]
fn the_theme_is_chosen_in_the_settings_and_kept_for_the_next_start() {
    let mut window = window(sample_office());
    assert_eq!(theme(&window), egui::Theme::Light, "a desktop that says nothing is light");
    window.click_toggle("设置");
    window.harness.get_by_role_and_label(Role::RadioButton, "深色").click();
    window.steps();
    assert_eq!(theme(&window), egui::Theme::Dark);
    window.harness.get_by_role_and_label(Role::Button, "放大").click();
    window.steps();
    assert!(window.shows("110%") && (window.harness.ctx.zoom_factor() - 1.1).abs() < 0.001);
    let Window { harness, folder, file, .. } = window;
    drop(harness);
    let office = Office::open(&file, Access::Write).unwrap();
    let window = super::window(Scratch { folder, file, office });
    assert_eq!(theme(&window), egui::Theme::Dark);
    assert!((window.harness.ctx.zoom_factor() - 1.1).abs() < 0.001);
}

#[test]
fn the_theme_follows_the_system_until_the_clerk_chooses() {
    let mut window = window(sample_office());
    window.harness.input_mut().system_theme = Some(egui::Theme::Dark);
    window.steps();
    assert_eq!(theme(&window), egui::Theme::Dark);
    window.press(Modifiers::COMMAND, Key::K);
    window.harness.get_by_role_and_label(Role::TextInput, "命令").type_text("qs");
    window.steps().press(Modifiers::NONE, Key::Enter);
    assert_eq!(theme(&window), egui::Theme::Light, "颜色：浅色");
}

#[test]
fn every_entry_of_the_navigation_is_in_sight_in_700_points() {
    let window = window_of(sample_office(), Arc::new(Tray), [1366.0, 700.0]);
    let last = window.harness.get_by_role_and_label(Role::Button, "关于").rect().bottom();
    assert!(last <= 700.0, "{last}");
}

#[test]
fn the_keyboard_makes_everything_larger_and_smaller_between_80_and_200_percent() {
    let mut window = window(sample_office());
    for _ in 0..12 {
        window.press(Modifiers::COMMAND, Key::Plus);
    }
    assert!((window.harness.ctx.zoom_factor() - 2.0).abs() < 0.001);
    // What no longer fits scrolls: each entry of the navigation can still be reached.
    window.harness.get_by_role_and_label(Role::Button, "关于").click_accesskit();
    window.steps();
    assert!(window.shows("窗口绘制"));
    window.press(Modifiers::COMMAND, Key::Num0);
    assert!((window.harness.ctx.zoom_factor() - 1.0).abs() < 0.001);
    for _ in 0..12 {
        window.press(Modifiers::COMMAND, Key::Minus);
    }
    assert!((window.harness.ctx.zoom_factor() - 0.8).abs() < 0.001);
}

/// Nothing lies beyond the right edge, and what a list is read for is not hidden by the panel beside it.
#[test]
fn on_a_window_of_1024_by_768_no_screen_is_scrolled_sideways() {
    const WIDTH: f32 = 1024.0;
    let mut window = window_of(sample_office(), Arc::new(Tray), [WIDTH, 768.0]);
    let right_of = |window: &Window, role: Role, label: &str| {
        window.harness.query_all_by_role_and_label(role, label).map(|it| it.rect().right()).fold(0.0, f32::max)
    };
    for screen in Screen::ALL {
        window.click_toggle(screen.label());
        if screen == Screen::Rounds {
            window.click("巡检全部系统");
        }
        if screen == Screen::Matrix {
            window.click_toggle("公共资源交易管理科");
        }
        window.press(Modifiers::NONE, Key::ArrowDown);
        assert_none_beyond(&window, WIDTH, screen.label());
        let (last, panel) = match screen {
            Screen::Applications => ("按状态排序", WIDTH),
            Screen::Rounds => ("按结论排序", right_of(&window, Role::Button, "办结巡检") - 80.0),
            Screen::Register(Kind::People | Kind::Accounts) => ("按状态排序", WIDTH - 316.0),
            Screen::Register(Kind::Systems) => ("按系统管理员排序", WIDTH - 316.0),
            Screen::History => ("按变动排序", WIDTH),
            _ => continue,
        };
        let right = right_of(&window, Role::Button, last);
        assert!(right > 200.0 && right <= panel, "{}：{last} ends at {right}", screen.label());
    }
}

/// No control lies beyond a right edge.
fn assert_none_beyond(window: &Window, right: f32, place: &str) {
    for role in [Role::Button, Role::TextInput, Role::CheckBox, Role::RadioButton, Role::ComboBox, Role::Link] {
        for node in window.harness.query_all_by_role(role) {
            let (label, rect) = (node.accesskit_node().label().unwrap_or_default(), node.rect());
            assert!(rect.right() <= right, "{place}：{label}, {rect:?}");
        }
    }
}

/// A list or a paper has the whole width there, and its panel stands below it, in sight.
#[test]
fn on_a_screen_of_1366_by_768_at_150_percent_nothing_is_scrolled_sideways() {
    let size = egui::vec2(1366.0, 768.0) / 1.5;
    let mut window = window_of(sample_office(), Arc::new(Tray), size.into());
    for screen in Screen::ALL {
        window.harness.get_all_by_role_and_label(Role::Button, screen.label()).next().unwrap().click_accesskit();
        window.steps();
        assert_none_beyond(&window, size.x, screen.label());
    }
    let mut shows = |screen: Screen, errand: Option<&str>, told: &str| {
        window.harness.get_all_by_role_and_label(Role::Button, screen.label()).next().unwrap().click_accesskit();
        window.steps();
        if let Some(errand) = errand {
            window.click(errand);
        }
        window.press(Modifiers::NONE, Key::ArrowDown);
        assert_none_beyond(&window, size.x, screen.label());
        let rect = window.harness.get_by_label(told).rect();
        assert!(
            rect.top() > 0.5 * size.y && rect.bottom() < size.y,
            "{}：{told}, {rect:?} of {size:?}",
            screen.label()
        );
    };
    shows(Screen::Matters, None, "三人分开");
    shows(Screen::Rounds, Some("巡检全部系统"), "已答0个，共3个");
    shows(Screen::Register(Kind::Accounts), None, "这条的历史");
    shows(Screen::Matrix, None, "阶段");
    shows(Screen::Applications, Some("新建"), "下一步");
}

/// Where the desktop shows everything larger, a screen of 1366 × 768 pixels has fewer points: what has no room scrolls.
#[test]
fn on_a_desktop_that_is_shown_larger_nothing_stands_outside_of_what_scrolls() {
    for scale in [1.25, 1.5, 2.0] {
        let size = egui::vec2(1366.0, 768.0) / scale;
        let mut window = window_at(sample_office(), Arc::new(Tray), size.into(), scale);
        let find = window.harness.get_by_role_and_label(Role::Button, "查找命令").rect();
        assert!(find.height() < 36.0 && find.width() < 130.0, "{scale}: on one line, {find:?}");
        for screen in Screen::ALL {
            window.harness.get_all_by_role_and_label(Role::Button, screen.label()).next().unwrap().click_accesskit();
            window.steps();
            assert_reached(&mut window, size, &format!("{scale}，{}", screen.label()));
        }
        window.press(Modifiers::COMMAND, Key::K);
        assert_reached(&mut window, size, &format!("{scale}，命令"));
        window.press(Modifiers::NONE, Key::Escape).press(Modifiers::COMMAND, Key::N);
        assert_reached(&mut window, size, &format!("{scale}，新申请表"));
    }
}

/// Each control stands in the window, or in the room of a screen that scrolls to both sides; what is lowest comes into it
/// when it is scrolled to.
fn assert_reached(window: &mut Window, size: egui::Vec2, place: &str) {
    /// The navigation and the room of a screen, in points.
    const ROOM: egui::Vec2 = egui::vec2(148.0 + 740.0, 440.0);
    let room = ROOM.max(size);
    let roles = [Role::Button, Role::TextInput, Role::CheckBox, Role::RadioButton, Role::ComboBox, Role::Link];
    let nodes = |window: &Window| {
        let nodes = roles.into_iter().flat_map(|role| window.harness.query_all_by_role(role));
        let told = nodes.map(|node| (node.accesskit_node().id(), node.accesskit_node().label(), node.rect()));
        told.filter(|(.., rect)| rect.is_finite()).collect::<Vec<_>>()
    };
    let all = nodes(window);
    for (_, label, rect) in &all {
        assert!(rect.right() <= room.x + 1.0, "{place}：{label:?}, {rect:?} of {size:?}");
    }
    let lowest = all.iter().max_by(|one, other| one.2.bottom().total_cmp(&other.2.bottom()));
    let (id, label, _) = lowest.unwrap();
    let mut all = roles.into_iter().flat_map(|role| window.harness.query_all_by_role(role));
    all.find(|node| node.accesskit_node().id() == *id).unwrap().scroll_to_me();
    drop(all);
    window.wait(2.0);
    let (.., rect) = nodes(window).into_iter().find(|(of, ..)| of == id).unwrap();
    assert!(rect.top() >= -1.0 && rect.bottom() <= room.y + 1.0, "{place}：{label:?}, {rect:?} of {size:?}");
}

/// In a large window nothing gives way.
#[test]
fn columns_give_way_on_a_small_window_alone() {
    let shows = |size: [f32; 2], screen: &str, column: &str| {
        let mut window = window_of(sample_office(), Arc::new(Tray), size);
        window.click_toggle(screen);
        window.harness.query_by_role_and_label(Role::Button, &format!("按{column}排序")).is_some()
    };
    for (screen, column) in [("人员", "联系方式"), ("账号", "最近改密日"), ("申请表", "账号类型"), ("历史", "经手")]
    {
        assert!(shows([1366.0, 768.0], screen, column), "{screen}，{column}");
        assert!(!shows([1024.0, 768.0], screen, column), "{screen}，{column}");
    }
}

#[test]
fn what_is_entered_beside_the_paper_begins_at_one_line() {
    let mut scratch = sample_office();
    let id = scratch.office.file_application(&good_form(), None, None, today()).unwrap();
    scratch.office.print_applications(&[id], today()).unwrap();
    let mut window = window(scratch);
    window.press(Modifiers::NONE, Key::ArrowDown).press(Modifiers::NONE, Key::Enter);
    let left = |label: &str| window.harness.get_by_role_and_label(Role::TextInput, label).rect().left();
    let fields = ["科室负责人", "审核日期", "分管领导", "批准日期", "账号名", "使用人"];
    let lines: Vec<f32> = fields.into_iter().map(left).collect();
    assert!(lines.iter().all(|line| (line - lines[0]).abs() < 0.5), "{lines:?}");
}
