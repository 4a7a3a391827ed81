//! What Windows shows of the program: its icon, its version, and the manifest that says what it asks of the system.

/// The resources of the program as PE has them: each by its type, with its bytes (Microsoft PE format, the .rsrc section).
fn resources() -> Vec<(u32, Vec<u8>)> {
    let exe = std::fs::read(env!("CARGO_BIN_EXE_taizhang")).unwrap();
    let half = |at: usize| usize::from(u16::from_le_bytes(exe[at..at + 2].try_into().unwrap()));
    let word = |at: usize| u32::from_le_bytes(exe[at..at + 4].try_into().unwrap()) as usize;
    let header = word(0x3C);
    assert_eq!(&exe[header..header + 4], b"PE\0\0");
    let (sections, optional) = (half(header + 6), half(header + 20));
    let section = (0..sections)
        .map(|at| header + 24 + optional + at * 40)
        .find(|at| exe[*at..].starts_with(b".rsrc\0"))
        .expect("the program has resources");
    let (address, start) = (word(section + 12), word(section + 20));
    // Three levels: type, name, language; the high bit says that another level follows.
    let entries = |table: usize| {
        let count = half(table + 12) + half(table + 14);
        (0..count).map(move |at| table + 16 + at * 8).collect::<Vec<usize>>()
    };
    let below = |entry: usize| start + (word(entry + 4) & 0x7FFF_FFFF);
    let mut found = Vec::new();
    for kind in entries(start) {
        for name in entries(below(kind)) {
            for language in entries(below(name)) {
                let data = below(language);
                let place = start + word(data) - address;
                found.push((word(kind) as u32, exe[place..place + word(data + 4)].to_vec()));
            }
        }
    }
    found
}

fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

fn holds(content: &[u8], text: &[u8]) -> bool {
    content.windows(text.len()).any(|window| window == text)
}

#[test]
fn the_program_has_its_icon_its_version_and_its_manifest() {
    let found = resources();
    // RT_ICON, RT_GROUP_ICON, RT_VERSION, RT_MANIFEST.
    let of = |kind: u32| found.iter().filter(|(of, _)| *of == kind).map(|(_, content)| content).collect::<Vec<_>>();
    assert!(!of(3).is_empty() && of(14).len() == 1, "icon");
    let [version] = of(16)[..] else { panic!("version") };
    for text in ["信息系统账号管理", "taizhang.exe", env!("CARGO_PKG_VERSION")] {
        assert!(holds(version, &utf16(text)), "{text}");
    }
    let [manifest] = of(24)[..] else { panic!("manifest") };
    assert_eq!(manifest, include_bytes!("../../assets/desktop/taizhang.manifest"));
}
