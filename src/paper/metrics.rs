//! Widths of text and where its lines end (UAX 14, as Chinese sets it: no line begins with 。 or ends with （).

use unicode_linebreak::{BreakOpportunity, linebreaks};

use super::sheet::{MM_PER_PT, Mm, Pt};
use crate::fonts::{Face, GETA, face_for};

/// A part of a line in one face.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// The face that has all of it.
    pub face: Face,
    /// The text, as it prints.
    pub text: String,
    /// Its width in em.
    pub width: f32,
}

/// The width of a text set in `face` at `size`.
pub fn width(text: &str, face: Face, size: Pt) -> Mm {
    text.chars().map(|c| advance(c, face)).sum::<f32>() * size * MM_PER_PT
}

fn advance(c: char, wanted: Face) -> f32 {
    match face_for(c, wanted) {
        Some(face) => face.advance(c),
        None => wanted.advance(GETA),
    }
}

/// The text in faces that have its characters: one face for all of it where one does (a name set in two
/// looks uneven), else character by character; what no face has prints as 〓.
pub fn runs(text: &str, wanted: Face) -> Vec<Run> {
    let whole =
        [wanted, Face::Serif, Face::Sans].into_iter().find(|face| text.chars().all(|c| face.glyph(c).is_some()));
    if let Some(face) = whole {
        let width = text.chars().map(|c| face.advance(c)).sum();
        return vec![Run { face, text: text.to_owned(), width }];
    }
    let mut runs: Vec<Run> = Vec::new();
    for c in text.chars() {
        let (face, c) = face_for(c, wanted).map_or((wanted, GETA), |face| (face, c));
        let width = face.advance(c);
        match runs.last_mut() {
            Some(run) if run.face == face => {
                run.text.push(c);
                run.width += width;
            }
            _ => runs.push(Run { face, text: c.to_string(), width }),
        }
    }
    runs
}

/// The lines of a text in a column of `room`. Nothing is cut off: what has no place to break is broken
/// where the line is full. Blanks at the end of a line hang out and are not kept.
pub fn wrap(text: &str, face: Face, size: Pt, room: Mm) -> Vec<String> {
    let room = room / (size * MM_PER_PT) + 1e-3;
    text.split('\n').flat_map(|paragraph| wrap_paragraph(paragraph, face, room)).collect()
}

/// As [`wrap`], for a short text that stands centred: where it takes several lines, it is broken at its blanks
/// first, so that 「公共资源交易管理科 科员」 keeps its 科员 whole.
pub fn wrap_short(text: &str, face: Face, size: Pt, room: Mm) -> Vec<String> {
    if !text.contains('\n') && width(text, face, size) <= room {
        return vec![text.to_owned()];
    }
    let mut lines: Vec<String> = Vec::new();
    for word in text.split([' ', '\u{3000}']) {
        match lines.last_mut() {
            Some(line) if width(line, face, size) + width(" ", face, size) + width(word, face, size) <= room => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.extend(wrap(word, face, size, room)),
        }
    }
    lines
}

/// As [`wrap`], for one paragraph and a room in em.
fn wrap_paragraph(text: &str, face: Face, room: f32) -> Vec<String> {
    let mut lines = Vec::new();
    let (mut line, mut line_width) = (String::new(), 0.0);
    let mut from = 0;
    for (to, opportunity) in linebreaks(text) {
        let piece = &text[from..to];
        from = to;
        let solid = piece.trim_end();
        let solid_width: f32 = solid.chars().map(|c| advance(c, face)).sum();
        if line_width + solid_width > room {
            end(&mut line, &mut lines);
            line_width = 0.0;
        }
        if solid_width > room {
            for c in piece.chars() {
                let width = advance(c, face);
                if line_width + width > room && !line.is_empty() && !c.is_whitespace() {
                    end(&mut line, &mut lines);
                    line_width = 0.0;
                }
                line.push(c);
                line_width += width;
            }
        } else {
            line.push_str(piece);
            line_width += piece.chars().map(|c| advance(c, face)).sum::<f32>();
        }
        if opportunity == BreakOpportunity::Mandatory && to < text.len() {
            lines.push(std::mem::take(&mut line).trim_end().to_owned());
            line_width = 0.0;
        }
    }
    lines.push(line.trim_end().to_owned());
    lines
}

/// Ends a line that is full. Blanks alone make none: they hang out of the one before, and push nothing over the edge.
fn end(line: &mut String, lines: &mut Vec<String>) {
    let full = std::mem::take(line);
    if !full.trim_end().is_empty() {
        lines.push(full.trim_end().to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Room for `count` Chinese characters at 12 pt.
    fn room(count: u8) -> Mm {
        f32::from(count) * 12.0 * MM_PER_PT
    }

    #[test]
    fn no_line_begins_with_a_full_stop_or_ends_with_an_opening_bracket() {
        assert_eq!(wrap("一二三四五。六", Face::Serif, 12.0, room(5)), ["一二三四", "五。六"]);
        assert_eq!(wrap("一二三四（五六）", Face::Serif, 12.0, room(5)), ["一二三四", "（五六）"]);
    }

    #[test]
    fn what_cannot_be_broken_is_broken_and_nothing_is_lost() {
        let text = "a".repeat(100) + "张伟" + &"9".repeat(60) + " 完";
        let lines = wrap(&text, Face::Serif, 12.0, room(8));
        assert_eq!(lines.concat().replace(' ', ""), text.replace(' ', ""));
        assert!(lines.iter().all(|line| width(line, Face::Serif, 12.0) <= room(8) + 0.01));
    }

    /// What chance found: blanks wider than the line, and then a word that fits one.
    #[test]
    fn blanks_push_no_word_over_the_edge() {
        let text = " ".repeat(90) + "张伟abcdef" + &"　".repeat(30) + "（ghijklm）";
        let lines = wrap(&text, Face::Serif, 12.0, room(8));
        assert!(lines.iter().all(|line| width(line.trim_end(), Face::Serif, 12.0) <= room(8) + 0.01), "{lines:?}");
        assert_eq!(lines.concat().replace([' ', '　'], ""), "张伟abcdef（ghijklm）");
        assert_eq!(
            wrap("　　一二三四五六七八", Face::Serif, 12.0, room(8)),
            ["　　一二三四五六", "七八"],
            "an indent stays"
        );
    }

    #[test]
    fn empty_lines_stay() {
        assert_eq!(wrap("一\n\n二", Face::Serif, 12.0, room(5)), ["一", "", "二"]);
        assert_eq!(wrap("", Face::Serif, 12.0, room(5)), [""]);
    }

    #[test]
    fn a_rare_character_is_set_in_the_last_resort_and_a_missing_one_as_geta() {
        let faces: Vec<(Face, String)> =
            runs("\u{20BB7}田\u{E000}", Face::Serif).into_iter().map(|run| (run.face, run.text)).collect();
        assert_eq!(faces, [(Face::RareB1, "\u{20BB7}".to_owned()), (Face::Serif, "田〓".to_owned())]);
    }
}
