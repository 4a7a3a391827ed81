//! The QR code (ISO/IEC 18004) of a form's number in its foot: by it a scan finds its paper again.

use qrcodegen::{QrCode, QrCodeEcc};

use super::page::Area;
use super::sheet::Mm;

/// Side of a module. A number takes 21 of them, 10.5 mm in all. It is three dots on a scan of 150 dpi: with fewer, readers
/// no longer find one that lies a few degrees askew.
const MODULE: Mm = 0.5;

/// The dark parts of the code of a number, from its left edge, its middle at `middle`: one piece for each stretch of a
/// row. A quarter of it may be dirty or stamped over.
pub(super) fn code(number: &str, left: Mm, middle: Mm) -> Vec<Area> {
    // Only kilobytes of text have no code; a number has a dozen characters.
    let Ok(code) = QrCode::encode_text(number, QrCodeEcc::Quartile) else { return Vec::new() };
    let top = middle - code.size() as f32 * MODULE / 2.0;
    let mut parts = Vec::new();
    for row in 0..code.size() {
        let mut column = 0;
        while column < code.size() {
            let length = (column..code.size()).take_while(|at| code.get_module(*at, row)).count();
            if length > 0 {
                let at = |count: i32| count as f32 * MODULE;
                let (x, y) = (left + at(column), top + at(row));
                parts.push(Area { x, y, width: length as f32 * MODULE, height: MODULE });
            }
            column += length as i32 + 1;
        }
    }
    parts
}
