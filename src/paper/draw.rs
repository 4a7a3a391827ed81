//! What every layout draws with: lines of text and rules.

use super::metrics::{runs, width};
use super::page::{Area, Mark, Page};
use super::sheet::{MM_PER_PT, Mm, Pt};
use crate::fonts::Face;
use crate::model::Field;

/// Width of the rules of a table.
pub(super) const RULE: Pt = 0.5;

/// The field that a text fills, and the row in a list; nothing for what is printed on every form.
pub(super) type Fills = Option<(Field, Option<usize>)>;

pub(super) fn rule(page: &mut Page, from: (Mm, Mm), to: (Mm, Mm), width: Pt) {
    page.marks.push(Mark::Rule { from, to, width });
}

pub(super) fn centred(page: &mut Page, line: &str, face: Face, size: Pt, area: Area, middle: Mm, fills: Fills) {
    // A closing bracket leaves the right half of its square empty. What the form itself says is centred without it, as the
    // form given is; what is filled in stands where it is typed on the screen.
    let hangs = if fills.is_none() && line.ends_with('）') { size * MM_PER_PT / 2.0 } else { 0.0 };
    let room = area.width - width(line, face, size) + hangs;
    text(page, line, face, size, area.x + room / 2.0, middle, fills);
}

/// A line of text with the middle of its characters at `middle`: the baseline lies 0.38 em below, since the
/// square of a Chinese character reaches from 0.12 em below the baseline to 0.88 em above.
pub(super) fn text(page: &mut Page, line: &str, face: Face, size: Pt, mut x: Mm, middle: Mm, fills: Fills) {
    let em = size * MM_PER_PT;
    for run in runs(line, face).into_iter().filter(|run| !run.text.is_empty()) {
        let width = run.width * em;
        page.marks.push(Mark::Text {
            x,
            baseline: middle + 0.38 * em,
            width,
            size,
            face: run.face,
            text: run.text,
            fills,
        });
        x += width;
    }
}
