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
fn the_keyboard_makes_everything_larger_and_smaller_between_80_and_200_percent() {
    let mut window = window(sample_office());
    for _ in 0..12 {
        window.press(Modifiers::COMMAND, Key::Plus);
    }
    assert!((window.harness.ctx.zoom_factor() - 2.0).abs() < 0.001);
    // What no longer fits scrolls: each entry of the navigation can still be reached.
    window.harness.get_by_role_and_label(Role::Button, "关于").click_accesskit();
    window.steps();
    assert!(window.shows("立即备份"));
    window.press(Modifiers::COMMAND, Key::Num0);
    assert!((window.harness.ctx.zoom_factor() - 1.0).abs() < 0.001);
    for _ in 0..12 {
        window.press(Modifiers::COMMAND, Key::Minus);
    }
    assert!((window.harness.ctx.zoom_factor() - 0.8).abs() < 0.001);
}
