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
    /// 思源宋体 bold: titles, in the look of 小标宋. Holds the characters of titles only; a test looks after them.
    SerifBold,
    /// 思源黑体: labels, the screen. Without extension A and symbols, for which the serif stands in.
    Sans,
    /// 花园明朝B, U+20000–23FFF (extension B).
    RareB1,
    /// 花园明朝B, U+24000–27FFF (extension B).
    RareB2,
    /// 花园明朝B, U+28000–2A6FF (extension B).
    RareB3,
    /// 花园明朝B, from U+2A700 (extensions C – F).
    RareC,
}

static SERIF: &[u8] = include_bytes!("../fonts/NotoSerifSC-Regular.ttf");
static SERIF_BOLD: &[u8] = include_bytes!("../fonts/NotoSerifSC-Bold.ttf");
static SANS: &[u8] = include_bytes!("../fonts/NotoSansSC-Regular.ttf");

/// The last resort in four parts, so that a rare character unpacks a quarter of it.
static RARE: [LazyLock<Vec<u8>>; 4] = [
    LazyLock::new(|| unpack(include_bytes!("../fonts/HanaMinB-1.ttf.zst"))),
    LazyLock::new(|| unpack(include_bytes!("../fonts/HanaMinB-2.ttf.zst"))),
    LazyLock::new(|| unpack(include_bytes!("../fonts/HanaMinB-3.ttf.zst"))),
    LazyLock::new(|| unpack(include_bytes!("../fonts/HanaMinB-4.ttf.zst"))),
];

fn unpack(packed: &[u8]) -> Vec<u8> {
    use std::io::Read;
    let mut bytes = Vec::new();
    // The archive is part of the program: a failure here is a broken build, and then the
    // characters are named as missing like any other.
    if let Ok(mut decoder) = ruzstd::decoding::StreamingDecoder::new(packed) {
        decoder.read_to_end(&mut bytes).ok();
    }
    bytes
}

type Parsed = LazyLock<Option<ttf_parser::Face<'static>>>;

static PARSED: [Parsed; 7] = [
    LazyLock::new(|| ttf_parser::Face::parse(SERIF, 0).ok()),
    LazyLock::new(|| ttf_parser::Face::parse(SERIF_BOLD, 0).ok()),
    LazyLock::new(|| ttf_parser::Face::parse(SANS, 0).ok()),
    LazyLock::new(|| ttf_parser::Face::parse(&RARE[0], 0).ok()),
    LazyLock::new(|| ttf_parser::Face::parse(&RARE[1], 0).ok()),
    LazyLock::new(|| ttf_parser::Face::parse(&RARE[2], 0).ok()),
    LazyLock::new(|| ttf_parser::Face::parse(&RARE[3], 0).ok()),
];

impl Face {
    /// The faces that are always at hand.
    pub const COMMON: [Face; 3] = [Face::Serif, Face::SerifBold, Face::Sans];

    /// The part of the last resort where `c` would be.
    fn rare(c: char) -> Option<Face> {
        match c as u32 {
            0x20000..=0x23FFF => Some(Face::RareB1),
            0x24000..=0x27FFF => Some(Face::RareB2),
            0x28000..=0x2A6FF => Some(Face::RareB3),
            0x2A700..=0x3FFFF => Some(Face::RareC),
            _ => None,
        }
    }

    /// The font file, unpacked.
    pub fn bytes(self) -> &'static [u8] {
        match self {
            Face::Serif => SERIF,
            Face::SerifBold => SERIF_BOLD,
            Face::Sans => SANS,
            Face::RareB1 => &RARE[0],
            Face::RareB2 => &RARE[1],
            Face::RareB3 => &RARE[2],
            Face::RareC => &RARE[3],
        }
    }

    /// Its PostScript name.
    pub fn name(self) -> &'static str {
        match self {
            Face::Serif => "NotoSerifSC-Regular",
            Face::SerifBold => "NotoSerifSC-Bold",
            Face::Sans => "NotoSansSC-Regular",
            Face::RareB1 => "HanaMinB-1",
            Face::RareB2 => "HanaMinB-2",
            Face::RareB3 => "HanaMinB-3",
            Face::RareC => "HanaMinB-4",
        }
    }

    /// The parsed font file.
    pub fn parsed(self) -> Option<&'static ttf_parser::Face<'static>> {
        PARSED[self as usize].as_ref()
    }

    /// The glyph of a character.
    pub fn glyph(self, c: char) -> Option<u16> {
        // A part of the last resort is not unpacked to learn that a character lies elsewhere.
        if !Self::COMMON.contains(&self) && Self::rare(c) != Some(self) {
            return None;
        }
        // Glyph 0 is the empty box.
        self.parsed()?.glyph_index(c).map(|glyph| glyph.0).filter(|glyph| *glyph != 0)
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
    let common = [wanted, Face::Serif, Face::Sans].into_iter();
    common.chain(Face::rare(c)).find(|face| face.glyph(c).is_some())
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

/// The parts of the last resort that `text` needs; asking unpacks nothing.
pub fn rare_faces(text: &str) -> impl Iterator<Item = Face> {
    let rare = text.chars().filter_map(|c| Face::rare(c).map(|face| (c, face)));
    rare.filter(|(c, _)| Face::Serif.glyph(*c).is_none() && Face::Sans.glyph(*c).is_none()).map(|(_, face)| face)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rare_characters_of_names_have_a_face_and_private_ones_are_named() {
        assert_eq!(face_for('张', Face::Serif), Some(Face::Serif));
        assert_eq!(face_for('\u{20BB7}', Face::Serif), Some(Face::RareB1), "𠮷");
        assert_eq!(missing("张\u{E000}伟\u{E000}"), ['\u{E000}']);
        assert_eq!(rare_faces("䶮堃张伟").count(), 0);
        assert_eq!(rare_faces("\u{20BB7}\u{2A6D6}").collect::<Vec<_>>(), [Face::RareB1, Face::RareB3]);
    }

    #[test]
    fn titles_are_in_the_bold_face_to_the_last_character() {
        for title in ["账号权限对照表（通用格式）", "信息系统账号申请（注销）表（续）", "信息系统账号清理清单"]
        {
            assert!(title.chars().all(|c| Face::SerifBold.glyph(c).is_some()), "{title}");
        }
    }
}
