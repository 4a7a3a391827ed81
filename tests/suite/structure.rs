//! The house as the crate's doc draws it: which room may import which, and which library stays in which room.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// Room, file and text of every source file.
pub fn rooms() -> Vec<(String, PathBuf, String)> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&src, &mut files);
    let room = |path: &Path| {
        let first = path.strip_prefix(&src).unwrap().components().next().unwrap();
        first.as_os_str().to_str().unwrap().trim_end_matches(".rs").to_owned()
    };
    files.into_iter().map(|path| (room(&path), path.clone(), std::fs::read_to_string(&path).unwrap())).collect()
}

/// Every `crate::room` that a line of code names.
fn imports(text: &str) -> BTreeSet<String> {
    let code = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
    let mut found = BTreeSet::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        if let Some(group) = rest.strip_prefix('{') {
            // Names at the first level of the group, whatever is nested in them.
            let mut depth = 0;
            let first_level = group.chars().take_while(|c| {
                depth += i32::from(*c == '{') - i32::from(*c == '}');
                depth >= 0
            });
            let group: String = first_level.collect();
            let mut depth = 0;
            let parts = group.split(|c: char| {
                depth += i32::from(c == '{') - i32::from(c == '}');
                c == ',' && depth == 0
            });
            found.extend(parts.map(|name| name.trim().split("::").next().unwrap().to_owned()));
        } else {
            found.insert(rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect());
        }
    }
    found.retain(|name| !name.is_empty());
    found
}

#[test]
fn each_room_imports_only_what_lies_below_it() {
    let allowed: BTreeMap<&str, &[&str]> = BTreeMap::from([
        ("error", &[][..]),
        ("model", &["error"]),
        ("clock", &["model"]),
        ("fsio", &["error"]),
        ("lock", &["error", "fsio"]),
        ("crash", &["model", "error", "fsio"]),
        ("fonts", &[]),
        ("places", &["model", "error"]),
        ("spelling", &[]),
        ("printing", &["error", "fsio"]),
        ("rules", &["model", "spelling"]),
        ("paper", &["model", "fonts"]),
        ("store", &["model", "error", "fsio", "lock"]),
        ("pdf", &["model", "error", "fonts", "paper"]),
        ("xlsx", &["model", "error", "fonts", "paper"]),
        ("import", &["model", "error", "fsio", "crash"]),
        ("scan", &["model", "error", "fsio", "crash"]),
        ("papers", &["model", "error", "fonts", "fsio", "rules", "paper", "pdf", "xlsx"]),
        ("ops", &["model", "error", "fsio", "lock", "rules", "scan", "import", "papers", "store"]),
        ("dossier", &["model", "error", "fsio", "lock", "places", "ops", "paper", "papers", "rules", "store", "xlsx"]),
        (
            "cli",
            &[
                "model", "error", "clock", "crash", "dossier", "lock", "fsio", "places", "rules", "import", "ops",
                "papers", "printing", "scan", "store",
            ],
        ),
        (
            "app",
            &[
                "model", "error", "clock", "crash", "dossier", "fonts", "fsio", "lock", "places", "rules", "paper",
                "import", "ops", "papers", "printing", "scan", "spelling", "store",
            ],
        ),
        ("lib", &[]),
        ("main", &[]),
        ("bin", &[]),
    ]);
    for (room, path, text) in rooms() {
        let allowed = allowed.get(room.as_str()).unwrap_or_else(|| panic!("{} 不在房间表中", path.display()));
        for import in imports(&text).into_iter().filter(|import| *import != room) {
            assert!(allowed.contains(&import.as_str()), "{} 不应引用 {import}", path.display());
        }
    }
}

#[test]
fn each_library_stays_in_its_room() {
    let homes = [
        ("eframe", &["app"][..]),
        ("egui", &["app"]),
        ("egui_extras", &["app"]),
        ("egui_winit", &["app"]),
        ("winit", &["app"]),
        ("softbuffer", &["app"]),
        ("rfd", &["app"]),
        ("opener", &["app"]),
        ("zbus", &["app"]),
        ("memchr", &["app", "scan"]),
        ("pinyin", &["spelling"]),
        ("strsim", &["rules"]),
        ("rusqlite", &["store"]),
        ("whoami", &["store"]),
        ("serde", &["model", "app", "ops", "store"]),
        ("serde_json", &["app", "cli", "ops", "store"]),
        ("chrono", &["model", "clock"]),
        ("base64", &["ops"]),
        ("sha2", &["store", "rules", "pdf"]),
        ("age", &["lock"]),
        ("tempfile", &["fsio", "store", "dossier", "printing", "app"]),
        ("directories", &["places"]),
        ("printpdf", &["pdf"]),
        ("lopdf", &["pdf", "scan"]),
        ("subsetter", &["pdf"]),
        ("hayro_ccitt", &["scan"]),
        ("hayro_jbig2", &["scan"]),
        ("simd_adler32", &["scan"]),
        ("ttf_parser", &["fonts"]),
        ("ruzstd", &["fonts"]),
        ("unicode_linebreak", &["paper"]),
        ("qrcodegen", &["paper"]),
        ("image", &["scan"]),
        ("tiff", &["scan"]),
        ("rqrr", &["scan"]),
        ("rust_xlsxwriter", &["xlsx"]),
        ("calamine", &["import"]),
        ("quick_xml", &["import"]),
        ("csv", &["import"]),
        ("encoding_rs", &["import"]),
        ("zip", &["import", "dossier"]),
        ("clap", &["cli"]),
        ("winsafe", &["printing"]),
    ];
    // Each that the program is built of has its place here.
    let manifest = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml")).unwrap();
    let mut is_ours = false;
    for line in manifest.lines() {
        if line.starts_with('[') {
            is_ours = line == "[dependencies]" || line.starts_with("[target.");
        } else if is_ours
            && !line.starts_with('#')
            && let Some((name, _)) = line.split_once(" = ")
        {
            let name = name.replace('-', "_");
            assert!(homes.iter().any(|(library, _)| *library == name), "{name} 不在库表中");
        }
    }
    for (room, path, text) in rooms() {
        let code: Vec<&str> = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
        for (library, home) in &homes {
            // `image::` is not `age::`.
            let wanted = format!("{library}::");
            let names = |line: &&str| {
                let part = |c: char| c.is_alphanumeric() || c == '_';
                line.match_indices(&wanted).any(|(at, _)| !line[..at].ends_with(part))
            };
            let used = code.iter().any(names);
            assert!(!used || home.contains(&room.as_str()), "{} 不应引用 {library}", path.display());
        }
    }
}

#[test]
fn only_its_home_reads_the_clock_and_asks_the_network_nothing() {
    for (room, path, text) in rooms() {
        for clock in ["Local::now", "Utc::now", "SystemTime::now"] {
            assert!(!text.contains(clock) || room == "clock", "{} 不应读时钟", path.display());
        }
        for network in ["std::net", "TcpStream", "UdpSocket"] {
            assert!(!text.contains(network), "{} 不应联网", path.display());
        }
    }
}

/// The files of a room that one of them names: `super::form`, from a folder below `super::super::form`, and
/// `crate::room::form`.
fn files_named(room: &str, path: &Path, text: &str, files: &BTreeSet<String>) -> BTreeSet<String> {
    let below = inside(room, path).components().count() - usize::from(!path.ends_with("mod.rs"));
    let code = text.split("#[cfg(test)]").next().unwrap();
    let code = code.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
    let code = code.replace(['(', '<', '&', '!', '\n'], " ");
    let word = |text: &str| text.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    let mut named = BTreeSet::new();
    for prefix in [format!(" {}", "super::".repeat(below + 1)), format!(" crate::{room}::")] {
        for (at, _) in code.match_indices(&prefix) {
            let rest = &code[at + prefix.len()..];
            match rest.strip_prefix('{') {
                Some(group) => named.extend(group[..group.find('}').unwrap()].split(',').map(word)),
                None => drop(named.insert(word(rest))),
            }
        }
    }
    named.retain(|name| files.contains(name));
    named
}

fn inside(room: &str, path: &Path) -> PathBuf {
    path.strip_prefix(Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(room)).unwrap().to_path_buf()
}

#[test]
fn no_files_of_a_room_go_round_in_a_circle() {
    let mut floors: BTreeMap<String, Vec<(PathBuf, String)>> = BTreeMap::new();
    for (room, path, text) in rooms() {
        let is_file = path.parent().unwrap().ends_with("src");
        if !is_file && inside(&room, &path) != Path::new("mod.rs") {
            floors.entry(room).or_default().push((path, text));
        }
    }
    for (room, all) in floors {
        let top = |path: &Path| {
            let first = inside(&room, path).components().next().unwrap().as_os_str().to_str().unwrap().to_owned();
            first.trim_end_matches(".rs").to_owned()
        };
        let files: BTreeSet<String> = all.iter().map(|(path, _)| top(path)).collect();
        let mut names: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (path, text) in &all {
            let own = top(path);
            names
                .entry(own.clone())
                .or_default()
                .extend(files_named(&room, path, text, &files).into_iter().filter(|it| *it != own));
        }
        let reads = |from: &str, to: &str| names[from].contains(to);
        match room.as_str() {
            "app" => assert!(reads("workspace", "dialog") && reads("run", "workspace"), "{names:?}"),
            "model" => assert!(reads("record", "forms") && reads("register", "change"), "{names:?}"),
            "rules" => assert!(reads("standing", "password") && reads("password", "sight"), "{names:?}"),
            _ => {}
        }
        // Whoever names nobody that is left is taken away; what cannot be taken away goes round.
        loop {
            let free: Vec<String> =
                names.iter().filter(|(_, named)| named.is_empty()).map(|(name, _)| name.clone()).collect();
            if free.is_empty() {
                break;
            }
            names.retain(|name, _| !free.contains(name));
            for named in names.values_mut() {
                named.retain(|name| !free.contains(name));
            }
        }
        assert!(names.is_empty(), "{room}: {names:?}");
    }
}
