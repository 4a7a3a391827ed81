//! The window's own work in a frame, without a display: the list with 100,000 rows, the form, filtering.
#![allow(missing_docs, clippy::unwrap_used)]

mod office_of;

use std::sync::OnceLock;

use eframe::egui::{Key, Modifiers, accesskit::Role};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use taizhang::app::{App, Renderer, Surroundings};
use taizhang::model::Day;
use taizhang::ops::Office;
use taizhang::store::Access;

fn main() {
    divan::main();
}

fn window() -> Harness<'static, App> {
    static FILE: OnceLock<(tempfile::TempDir, std::path::PathBuf)> = OnceLock::new();
    let day = Day::from_iso("2026-11-24").unwrap();
    let (folder, file) = FILE.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("大.taizhang");
        Office::create(&file).unwrap();
        let mut office = Office::open(&file, Access::Write).unwrap();
        office.load(&office_of::document(100, 100_000), day).unwrap();
        let system = *office.register().systems.keys().next().unwrap();
        office.begin_inspection(system, day).unwrap();
        (folder, file)
    });
    let surroundings = Surroundings {
        today: Some(day),
        documents: folder.path().into(),
        shown: folder.path().join("查看"),
        view: std::rc::Rc::new(|_| Ok(())),
        printing: taizhang::printing::of_platform(),
        preferences: None,
        renderer: Renderer::OpenGl,
        patience: taizhang::app::PATIENCE,
        watcher: None,
    };
    // Read only: several windows at a time may look at it.
    let office = Office::open_unchecked(file, Access::Read).unwrap();
    let mut harness = Harness::builder()
        .with_size([1366.0, 740.0])
        .build_eframe(|creation| App::on(&creation.egui_ctx, office, surroundings).unwrap());
    harness.run_steps(4);
    harness
}

#[divan::bench]
fn frame_of_the_list_with_100_000_rows(bencher: divan::Bencher) {
    let mut window = window();
    bencher.bench_local(|| window.step());
}

#[divan::bench]
fn frame_of_the_form(bencher: divan::Bencher) {
    let mut window = window();
    window.key_press_modifiers(Modifiers::COMMAND, Key::N);
    window.run_steps(4);
    bencher.bench_local(|| window.step());
}

/// The 巡检 of one of its systems.
#[divan::bench]
fn frame_of_a_round(bencher: divan::Bencher) {
    let mut window = window();
    window.get_all_by_role_and_label(Role::Button, "巡检抽查").next().unwrap().click();
    window.run_steps(4);
    window.key_press(Key::ArrowDown);
    window.run_steps(4);
    bencher.bench_local(|| window.step());
}

/// Each sample types one more letter into the search box: a frame with the filter in it.
#[divan::bench(sample_count = 60, sample_size = 1)]
fn frame_that_filters_100_000_rows(bencher: divan::Bencher) {
    let mut window = window();
    window.key_press_modifiers(Modifiers::COMMAND, Key::F);
    window.run_steps(4);
    let mut at = 0;
    bencher.bench_local(|| {
        at += 1;
        let key = if at % 3 == 0 { Key::Backspace } else { [Key::Num1, Key::Num7][at % 3 - 1] };
        if key == Key::Backspace {
            window.key_press(key);
        } else {
            window.get_by_role_and_label(Role::TextInput, "查找").type_text("7");
        }
        window.step();
    });
}
