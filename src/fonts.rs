//! The fonts that the program carries, their widths and their characters.
//!
//! Body 思源宋体, titles its bold, labels and screen 思源黑体; the last resort 花园明朝B has the rare
//! characters of names (CJK extensions B – F) and is unpacked only when one of them turns up.

use std::sync::LazyLock;

/// A face of the type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Face {
    /// 思源宋体: what is filled in, notes.
    Serif,
    /// 思源宋体 bold: titles, in the look of 小标宋. Holds GB 2312 only.
    SerifBold,
    /// 思源黑体: labels, the screen.
    Sans,
    /// 花园明朝B: rare characters.
    Rare,
}

static SERIF: &[u8] = include_bytes!("../fonts/NotoSerifSC-Regular.ttf");
static SERIF_BOLD: &[u8] = include_bytes!("../fonts/NotoSerifSC-Bold.ttf");
static SANS: &[u8] = include_bytes!("../fonts/NotoSansSC-Regular.ttf");
static RARE_PACKED: &[u8] = include_bytes!("../fonts/HanaMinB.ttf.zst");

static RARE: LazyLock<Vec<u8>> = LazyLock::new(|| {
    use std::io::Read;
    let mut bytes = Vec::with_capacity(31_000_000);
    // The archive is part of the program: a failure here is a broken build, and then the
    // characters are named as missing like any other.
    if let Ok(mut decoder) = ruzstd::decoding::StreamingDecoder::new(RARE_PACKED) {
        decoder.read_to_end(&mut bytes).ok();
    }
    bytes
});

static PARSED: [LazyLock<Option<ttf_parser::Face<'static>>>; 4] = [
    LazyLock::new(|| ttf_parser::Face::parse(SERIF, 0).ok()),
    LazyLock::new(|| ttf_parser::Face::parse(SERIF_BOLD, 0).ok()),
    LazyLock::new(|| ttf_parser::Face::parse(SANS, 0).ok()),
    LazyLock::new(|| ttf_parser::Face::parse(&RARE, 0).ok()),
];

impl Face {
    /// Every face.
    pub const ALL: [Face; 4] = [Face::Serif, Face::SerifBold, Face::Sans, Face::Rare];

    /// The font file, unpacked.
    pub fn bytes(self) -> &'static [u8] {
        match self {
            Face::Serif => SERIF,
            Face::SerifBold => SERIF_BOLD,
            Face::Sans => SANS,
            Face::Rare => &RARE,
        }
    }

    /// Its PostScript name.
    pub fn name(self) -> &'static str {
        match self {
            Face::Serif => "NotoSerifSC-Regular",
            Face::SerifBold => "NotoSerifSC-Bold",
            Face::Sans => "NotoSansSC-Regular",
            Face::Rare => "HanaMinB",
        }
    }

    /// The parsed font file.
    pub fn parsed(self) -> Option<&'static ttf_parser::Face<'static>> {
        PARSED[self as usize].as_ref()
    }

    /// The glyph of a character.
    pub fn glyph(self, c: char) -> Option<u16> {
        // Extensions B and up start at U+20000: below, the last resort need not be unpacked.
        if self == Face::Rare && (c as u32) < 0x20000 {
            return None;
        }
        self.parsed()?.glyph_index(c).map(|glyph| glyph.0)
    }

    /// The width of a character in em.
    pub fn advance(self, c: char) -> f32 {
        let Some(face) = self.parsed() else { return 1.0 };
        let width = face.glyph_index(c).and_then(|glyph| face.glyph_hor_advance(glyph));
        width.map_or(1.0, |width| f32::from(width) / f32::from(face.units_per_em()))
    }
}

/// What stands on paper for a character that no font has: the printers' own sign for it.
pub const GETA: char = '〓';

/// The face that shows `c`, where `wanted` is asked for: it, else the regular serif, the sans, the last resort.
pub fn face_for(c: char, wanted: Face) -> Option<Face> {
    [wanted, Face::Serif, Face::Sans, Face::Rare].into_iter().find(|face| face.glyph(c).is_some())
}

/// The characters of `text` that no font has, each once, in order.
pub fn missing(text: &str) -> Vec<char> {
    let mut missing = Vec::new();
    for c in text.chars().filter(|c| *c != '\n') {
        if face_for(c, Face::Serif).is_none() && !missing.contains(&c) {
            missing.push(c);
        }
    }
    missing
}

/// Whether the last resort is needed for some of `text`.
pub fn needs_rare(text: &str) -> bool {
    text.chars().any(|c| c as u32 >= 0x20000 && Face::Serif.glyph(c).is_none() && Face::Sans.glyph(c).is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rare_characters_of_names_have_a_face_and_private_ones_are_named() {
        assert_eq!(face_for('张', Face::Serif), Some(Face::Serif));
        assert_eq!(face_for('\u{20BB7}', Face::Serif), Some(Face::Rare), "𠮷");
        assert_eq!(missing("张\u{E000}伟\u{E000}"), ['\u{E000}']);
        assert!(!needs_rare("䶮堃张伟"));
        assert!(needs_rare("\u{20BB7}"));
    }

    #[test]
    fn titles_are_in_the_bold_face_to_the_last_character() {
        for title in ["账号权限对照表（通用格式）", "信息系统账号申请（注销）表（续）", "信息系统账号清理清单"]
        {
            assert!(title.chars().all(|c| Face::SerifBold.glyph(c).is_some()), "{title}");
        }
    }
}
