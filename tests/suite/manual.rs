//! 使用手册: it names only what the window shows.

use std::path::Path;

const MANUAL: &str = include_str!("../../assets/使用手册.md");

/// Every Rust text of a folder.
fn sources(folder: &Path) -> String {
    let paths = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let text = |path: std::path::PathBuf| {
        if path.is_dir() { sources(&path) } else { std::fs::read_to_string(path).unwrap() }
    };
    paths.map(text).collect()
}

#[test]
fn the_manual_names_only_buttons_and_screens_that_the_window_has() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let shown = sources(&src.join("app")) + &sources(&src.join("model"));
    let named: Vec<&str> = MANUAL.split('【').skip(1).map(|rest| rest.split('】').next().unwrap()).collect();
    assert!(!named.is_empty());
    for name in named {
        assert!(shown.contains(&format!("\"{name}\"")), "窗口里没有【{name}】");
    }
}
