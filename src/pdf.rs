//! Finished pages as a PDF file, through `printpdf`. Only the glyphs in use are embedded.
//!
//! The file is the same, byte for byte, for the same pages, title and day.

use std::collections::BTreeMap;

use printpdf::{
    FontId, FontMetrics, FontType, Line, LinePoint, Mm, Op, PaintMode, ParsedFont, PdfDocument, PdfFont, PdfFontHandle,
    PdfFontMetricsStub, PdfPage, PdfSaveOptions, Point, Polygon, PolygonRing, Pt, TextItem, TextMatrix, WindingOrder,
};
use sha2::{Digest, Sha256};
use subsetter::GlyphRemapper;

use crate::error::{Error, ErrorKind, Result};
use crate::fonts::Face;
use crate::model::Day;
use crate::paper::{Area, Mark, Page, page};

/// Width of the rules of a box and of its tick, in points.
const TICK: f32 = 0.8;

/// The pages as one PDF file (1.7, A4). `day` is the day that the file bears.
pub fn write(pages: &[Page], title: &str, day: Day) -> Result<Vec<u8>> {
    let fonts = Fonts::of(pages);
    let mut document = PdfDocument::new(title);
    for (at, subset) in fonts.subsets.iter().enumerate() {
        document.resources.fonts.map.insert(font_id(at), PdfFont::new(subset.embed(at)?));
    }
    let (width, height) = (Mm(page::WIDTH), Mm(page::HEIGHT));
    document.pages = pages.iter().map(|page| PdfPage::new(width, height, fonts.draw(page))).collect();
    document.metadata.info.creator = "台账".into();
    let mut warnings = Vec::new();
    let options = PdfSaveOptions { image_optimization: None, ..PdfSaveOptions::default() };
    let mut file = document.to_lopdf_document(&options, &mut warnings);
    mend(&mut file, day);
    file.compress();
    let mut bytes = Vec::new();
    file.save_to(&mut bytes).map_err(|error| failed(&error.to_string()))?;
    Ok(bytes)
}

fn failed(why: &str) -> Error {
    Error::new(ErrorKind::System, format!("PDF 没有生成（系统报告：{why}）")).advise("数据没有改动。请稍后再试")
}

/// What `printpdf` 0.12 writes and a careful producer would not: version 1.3, days of 1970, an empty claim
/// of PDF/X, ids drawn by lot.
fn mend(file: &mut lopdf::Document, day: Day) {
    use lopdf::{Object, StringFormat};
    file.version = "1.7".into();
    let stamp = Object::String(format!("D:{}000000Z", day.iso().replace('-', "")).into_bytes(), StringFormat::Literal);
    if let Ok(info) = file.trailer.get(b"Info").and_then(Object::as_reference)
        && let Ok(info) = file.get_object_mut(info).and_then(Object::as_dict_mut)
    {
        info.set("CreationDate", stamp.clone());
        info.set("ModDate", stamp);
        for key in [&b"GTS_PDFXVersion"[..], b"Trapped", b"Identifier", b"Author", b"Subject", b"Keywords"] {
            info.remove(key);
        }
    }
    let mut digest = Sha256::new();
    for object in file.objects.values() {
        if let Object::Stream(stream) = object {
            digest.update(&stream.content);
        }
    }
    let id = Object::String(digest.finalize()[..16].to_vec(), StringFormat::Hexadecimal);
    file.trailer.set("ID", Object::Array(vec![id.clone(), id]));
}

fn font_id(at: usize) -> FontId {
    FontId(format!("T{at}"))
}

/// The glyphs of one face that the pages use. Two characters that share a glyph go to two subsets of the
/// face, so that copied text is the text that was typed.
struct Subset {
    face: Face,
    remapper: GlyphRemapper,
    characters: BTreeMap<u16, char>,
}

impl Subset {
    fn embed(&self, at: usize) -> Result<ParsedFont> {
        let bytes =
            subsetter::subset(self.face.bytes(), 0, &self.remapper).map_err(|error| failed(&error.to_string()))?;
        let font = self.face.parsed().ok_or_else(|| failed("font"))?;
        let (mut codepoint_to_glyph, mut glyph_widths) = (BTreeMap::new(), BTreeMap::new());
        for (glyph, c) in &self.characters {
            codepoint_to_glyph.insert(*c as u32, *glyph);
            let advance = self.face.advance(*c) * f32::from(font.units_per_em());
            glyph_widths.insert(*glyph, advance.round() as u16);
        }
        let bounds = font.global_bounding_box();
        // The tag of a subset: six capitals (ISO 32000-1, 9.6.4).
        let tag = format!("TZAAA{}", char::from(b'A' + (at % 26) as u8));
        Ok(ParsedFont {
            original_bytes: bytes,
            font_index: 0,
            font_name: Some(format!("{tag}+{}", self.face.name())),
            codepoint_to_glyph,
            glyph_widths,
            units_per_em: font.units_per_em(),
            font_metrics: FontMetrics { ascent: font.ascender(), descent: font.descender() },
            font_type: FontType::TrueType,
            pdf_font_metrics: PdfFontMetricsStub {
                units_per_em: font.units_per_em(),
                x_min: bounds.x_min,
                y_min: bounds.y_min,
                x_max: bounds.x_max,
                y_max: bounds.y_max,
                caret_slope_rise: 1,
                caret_slope_run: 0,
                us_weight_class: font.weight().to_number(),
            },
        })
    }
}

struct Fonts {
    subsets: Vec<Subset>,
    places: BTreeMap<(Face, char), usize>,
}

impl Fonts {
    fn of(pages: &[Page]) -> Self {
        let mut used: BTreeMap<(Face, u16), Vec<char>> = BTreeMap::new();
        let mut seen = std::collections::HashSet::new();
        for mark in pages.iter().flat_map(|page| &page.marks) {
            let Mark::Text { face, text, .. } = mark else { continue };
            for c in text.chars().filter(|c| seen.insert((*face, *c))) {
                used.entry((*face, face.glyph(c).unwrap_or(0))).or_default().push(c);
            }
        }
        let mut fonts = Self { subsets: Vec::new(), places: BTreeMap::new() };
        for ((face, glyph), mut characters) in used {
            characters.sort_unstable();
            for (nth, c) in characters.into_iter().enumerate() {
                let same_face = fonts.subsets.iter().enumerate().filter(|(_, subset)| subset.face == face).nth(nth);
                let at = same_face.map_or(fonts.subsets.len(), |(at, _)| at);
                if at == fonts.subsets.len() {
                    fonts.subsets.push(Subset { face, remapper: GlyphRemapper::new(), characters: BTreeMap::new() });
                }
                let subset = &mut fonts.subsets[at];
                subset.characters.insert(subset.remapper.remap(glyph), c);
                fonts.places.insert((face, c), at);
            }
        }
        fonts
    }

    fn draw(&self, page: &Page) -> Vec<Op> {
        let mut ops = Vec::with_capacity(page.marks.len() * 3);
        let mut width = 0.0;
        let mut set_width = |ops: &mut Vec<Op>, wanted: f32| {
            if (width - wanted).abs() > f32::EPSILON {
                width = wanted;
                ops.push(Op::SetOutlineThickness { pt: Pt(wanted) });
            }
        };
        for mark in &page.marks {
            match mark {
                Mark::Rule { from, to, width } => {
                    set_width(&mut ops, *width);
                    ops.push(line(&[*from, *to], false));
                }
                Mark::Tick { area, on } => {
                    set_width(&mut ops, TICK);
                    ops.push(line(&corners(*area), true));
                    if *on {
                        ops.push(line(&page::tick(*area), false));
                    }
                }
                Mark::Code(parts) => ops.push(filled(parts)),
                Mark::Text { .. } => {}
            }
        }
        ops.push(Op::StartTextSection);
        let mut current = None;
        for mark in &page.marks {
            let Mark::Text { x, baseline, size, face, text, .. } = mark else { continue };
            let mut x = *x;
            for (at, part) in self.parts(*face, text) {
                if current != Some((at, *size)) {
                    current = Some((at, *size));
                    ops.push(Op::SetFont { font: PdfFontHandle::External(font_id(at)), size: Pt(*size) });
                }
                let origin = point(x, *baseline);
                ops.push(Op::SetTextMatrix { matrix: TextMatrix::Translate(origin.x, origin.y) });
                x += crate::paper::metrics::width(&part, *face, *size);
                ops.push(Op::ShowText { items: vec![TextItem::Text(part)] });
            }
        }
        ops.push(Op::EndTextSection);
        ops
    }

    /// The text in pieces of one subset each: nearly always one.
    fn parts(&self, face: Face, text: &str) -> Vec<(usize, String)> {
        let mut parts: Vec<(usize, String)> = Vec::new();
        for c in text.chars() {
            let at = self.places.get(&(face, c)).copied().unwrap_or(0);
            match parts.last_mut() {
                Some((of, part)) if *of == at => part.push(c),
                _ => parts.push((at, c.to_string())),
            }
        }
        parts
    }
}

/// The corners of a box.
fn corners(area: Area) -> [(f32, f32); 4] {
    let (right, bottom) = (area.x + area.width, area.y + area.height);
    [(area.x, area.y), (right, area.y), (right, bottom), (area.x, bottom)]
}

/// Rectangles filled as one shape.
fn filled(areas: &[Area]) -> Op {
    let corner = |(x, y)| LinePoint { p: point(x, y), bezier: false };
    let rings = areas.iter().map(|area| PolygonRing { points: corners(*area).map(corner).to_vec() }).collect();
    Op::DrawPolygon { polygon: Polygon { rings, mode: PaintMode::Fill, winding_order: WindingOrder::NonZero } }
}

/// From millimetres below the top to points above the bottom.
fn point(x: f32, y: f32) -> Point {
    Point::new(Mm(x), Mm(page::HEIGHT - y))
}

fn line(points: &[(f32, f32)], is_closed: bool) -> Op {
    let points = points.iter().map(|(x, y)| LinePoint { p: point(*x, *y), bezier: false }).collect();
    Op::DrawLine { line: Line { points, is_closed } }
}
