//! A finished page: marks to draw and slots to fill, in millimetres from the top left corner.

use super::sheet::{Mm, Pt};
use crate::fonts::Face;
use crate::model::Field;

/// Width of A4.
pub const WIDTH: Mm = 210.0;
/// Height of A4.
pub const HEIGHT: Mm = 297.0;
/// Left margin (GB/T 9704-2012).
pub(super) const LEFT: Mm = 28.0;
/// Width of the text (GB/T 9704-2012).
pub(super) const MEASURE: Mm = 156.0;

/// A rectangle.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Area {
    /// Left edge.
    pub x: Mm,
    /// Upper edge.
    pub y: Mm,
    /// Width.
    pub width: Mm,
    /// Height.
    pub height: Mm,
}

/// Something to draw.
#[derive(Debug, Clone, PartialEq)]
pub enum Mark {
    /// A straight line.
    Rule {
        /// One end.
        from: (Mm, Mm),
        /// The other.
        to: (Mm, Mm),
        /// Its width.
        width: Pt,
    },
    /// A line of text in one face.
    Text {
        /// Left edge.
        x: Mm,
        /// Where it stands.
        baseline: Mm,
        /// Its width.
        width: Mm,
        /// Size of type.
        size: Pt,
        /// The face.
        face: Face,
        /// The characters.
        text: String,
        /// The field that it fills, and the row in a list; nothing for what is printed on every form.
        fills: Option<(Field, Option<usize>)>,
    },
    /// The dark parts of a QR code, filled as one shape so that no seam shows between them.
    Code(Vec<Area>),
    /// A box, ticked or not. Drawn in lines: hardly a Chinese font has ☑.
    Tick {
        /// The box.
        area: Area,
        /// Ticked?
        on: bool,
    },
}

/// Where a field sits.
#[derive(Debug, Clone, PartialEq)]
pub struct Slot {
    /// The field.
    pub field: Field,
    /// The row in a list, from 0.
    pub row: Option<usize>,
    /// What a click or a text box covers.
    pub area: Area,
    /// How it is filled.
    pub kind: SlotKind,
}

/// How a slot is filled.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum SlotKind {
    /// By text in this size; centred, else from the left.
    Text {
        /// Size of type.
        size: Pt,
        /// Centred?
        centred: bool,
    },
    /// By ticking this option.
    Option(&'static str),
    /// By hand, on paper.
    Signature,
}

/// A finished page.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Page {
    /// From 1.
    pub number: usize,
    /// What to draw.
    pub marks: Vec<Mark>,
    /// Where the fields sit, in reading order.
    pub slots: Vec<Slot>,
}

/// The stroke of a tick inside its box: three points.
pub fn tick(area: Area) -> [(Mm, Mm); 3] {
    let at = |x: f32, y: f32| (area.x + x * area.width, area.y + y * area.height);
    [at(0.18, 0.52), at(0.42, 0.78), at(0.84, 0.22)]
}
