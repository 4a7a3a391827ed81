//! What names a paper on each of its pages: its number with a code in the foot, and 「作废」 over the head of one that is void.

use super::code::code;
use super::draw::{centred, rule, text};
use super::grid::leading;
use super::metrics::{width, wrap};
use super::page::{Area, LEFT, MEASURE, Mark, Page};
use super::sheet::{Mm, Pt};
use crate::fonts::Face;

/// Size (小五).
const SIZE: Pt = 9.0;
/// From the number to its code, and from what stands in the foot to its neighbour.
const GAP: Mm = 3.0;
/// 「作废」 in its frame: above the upper margin of every form, within what office printers reach (5 mm).
const VOID: Area = Area { x: LEFT + MEASURE - 22.0, y: 7.0, width: 22.0, height: 10.0 };
const VOID_SIZE: Pt = 16.0;
const VOID_RULE: Pt = 1.0;
/// What stands on a void paper.
pub const VOID_WORD: &str = "作废";

/// What names a paper.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Foot {
    /// Its number; its code stands beside it, since what is numbered comes back signed and is scanned.
    pub number: Option<String>,
    /// What stands behind: the quarter, the fingerprint of the 台账.
    pub note: String,
    /// Whether it is void: a page of it that lies about must not be taken for one that counts.
    pub is_void: bool,
}

impl Foot {
    /// The foot of a paper with a number.
    pub fn numbered(number: &str) -> Self {
        Self { number: Some(number.into()), ..Self::default() }
    }

    /// The same, of a paper that is void where there is a reason for it.
    #[must_use]
    pub fn void_if(self, reason: Option<&str>) -> Self {
        Self { is_void: reason.is_some(), ..self }
    }

    /// Number and note in one line, where no code can stand.
    pub fn line(&self) -> String {
        let parts = [self.number.as_deref().unwrap_or_default(), &self.note];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\u{3000}")
    }

    /// Draws it on a page; on the right stands which page of how many it is. `middle` is that of the foot's line.
    pub(super) fn draw(&self, page: &mut Page, total: usize, middle: Mm) {
        if self.is_void {
            void(page);
        }
        let count = if total > 1 { format!("第{}页 共{total}页", page.number) } else { String::new() };
        let count_at = LEFT + MEASURE - width(&count, Face::Serif, SIZE);
        text(page, &count, Face::Serif, SIZE, count_at, middle, None);
        let mut behind = LEFT;
        if let Some(number) = &self.number {
            text(page, number, Face::Serif, SIZE, LEFT, middle, None);
            let left = LEFT + width(number, Face::Serif, SIZE) + GAP;
            let parts = code(number, left, middle);
            behind = parts.iter().map(|part| part.x + part.width).fold(left, f32::max) + GAP;
            page.marks.push(Mark::Code(parts));
        }
        // A fingerprint takes two lines, beside the count of the pages.
        let lines = wrap(&self.note, Face::Serif, SIZE, count_at - GAP - behind);
        for (at, line) in lines.iter().enumerate() {
            let off = (at as f32 - (lines.len() - 1) as f32 / 2.0) * leading(SIZE);
            text(page, line, Face::Serif, SIZE, behind, middle + off, None);
        }
    }
}

fn void(page: &mut Page) {
    let Area { x, y, width, height } = VOID;
    let (right, bottom) = (x + width, y + height);
    for (from, to) in
        [((x, y), (right, y)), ((x, bottom), (right, bottom)), ((x, y), (x, bottom)), ((right, y), (right, bottom))]
    {
        rule(page, from, to, VOID_RULE);
    }
    centred(page, VOID_WORD, Face::SerifBold, VOID_SIZE, VOID, y + height / 2.0, None);
}
