//! The pages of a foreign PDF as far as they are pictures: which, and where each lies (ISO 32000-1, 8.3 and 8.9.5).
//!
//! Letters and lines are not drawn; that a page has some is told. The letters of a text recognition, which lie unseen under
//! the picture, are none.

use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

use super::LARGEST_PART;
use super::colours::{Picture, cmyk};
use super::fax::turn;
use super::pictures::{Unread, picture, size};

/// Most that the words for the drawing of a page may come to, in bytes: those of a scan are some lines.
const LARGEST_DRAWING: usize = 4_000_000;
/// How far drawings may lie in one another, and pages in folders of pages.
const DEEPEST: usize = 30;
/// Most pictures on a page, and most dots of all of them.
const MOST_PICTURES: usize = 2_000;
const MOST_DOTS: u64 = 400_000_000;

/// Where something lies: `x = a·s + c·t + e`, `y = b·s + d·t + f`.
type Place = [f32; 6];

const HERE: Place = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

/// One place inside another.
fn inside(inner: Place, outer: Place) -> Place {
    let at = |x: f32, y: f32| (outer[0] * x + outer[2] * y, outer[1] * x + outer[3] * y);
    let (across, down, corner) = (at(inner[0], inner[1]), at(inner[2], inner[3]), at(inner[4], inner[5]));
    [across.0, across.1, down.0, down.1, corner.0 + outer[4], corner.1 + outer[5]]
}

/// A PDF of somebody else.
pub struct Pages {
    file: Document,
    pages: Vec<ObjectId>,
}

/// What the pictures of a page make up.
pub struct Sheet<'f> {
    file: &'f Document,
    /// Width and height as it is read, in points.
    pub size: (f32, f32),
    /// Its pictures in the order in which they are drawn.
    pub spots: Vec<Spot<'f>>,
    /// Whether it has more than pictures: letters, lines, notes.
    pub has_more: bool,
}

/// A picture on a page.
pub struct Spot<'f> {
    stream: &'f Stream,
    /// The colour of a stencil; nothing where it is a picture.
    ink: Option<[u8; 3]>,
    /// Its dots in a row, and its rows, as it tells them.
    pub dots: (u32, u32),
    /// Where it lies: of a dot that is `s` from its left and `t` from its top, each from 0 to 1, `x = a·s + c·t + e` from the
    /// left of the page and `y = b·s + d·t + f` from its top, in points.
    pub place: Place,
}

/// What is laid on the page.
pub enum Paint {
    /// One colour.
    Flat([u8; 3]),
    /// A picture.
    Picture(Picture),
}

impl Pages {
    /// Opens it; nothing where it is broken.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        let options = lopdf::LoadOptions { max_decompressed_size: Some(LARGEST_PART), ..lopdf::LoadOptions::default() };
        let file = Document::load_mem_with_options(bytes, options).ok()?;
        let pages = file.get_pages().into_values().collect();
        Some(Self { file, pages })
    }

    /// A page, the first being 0; nothing where there is none, or where its drawing cannot be followed.
    pub fn sheet(&self, at: usize) -> Option<Sheet<'_>> {
        let file = &self.file;
        let page = *self.pages.get(at)?;
        let told = |key| inherited(file, page, key);
        let numbers = |key| told(key).and_then(|it| numbers::<4>(file, it));
        let [left, bottom, right, top] = numbers(b"CropBox").or_else(|| numbers(b"MediaBox"))?;
        let (left, right, bottom, top) = (left.min(right), left.max(right), bottom.min(top), bottom.max(top));
        let (width, height) = (right - left, top - bottom);
        if !(width > 0.0 && height > 0.0) {
            return None;
        }
        // As it is read: turned clockwise, and from the top.
        let (size, read) = match told(b"Rotate").and_then(|it| it.as_i64().ok()).unwrap_or(0).rem_euclid(360) {
            90 => ((height, width), [0.0, 1.0, 1.0, 0.0, -bottom, -left]),
            180 => ((width, height), [-1.0, 0.0, 0.0, 1.0, right, -bottom]),
            270 => ((height, width), [0.0, -1.0, -1.0, 0.0, top, right]),
            _ => ((width, height), [1.0, 0.0, 0.0, -1.0, -left, top]),
        };
        let content = file.get_page_content_with_limit(page, LARGEST_DRAWING).ok()?;
        let mut drawing = Drawing { file, spots: Vec::new(), has_more: has_notes(file, page), left: LARGEST_DRAWING };
        drawing.follow(&content, told(b"Resources").and_then(|it| it.as_dict().ok()), Pen::at(read), 0)?;
        let Drawing { spots, has_more, .. } = drawing;
        let all: u64 = spots.iter().map(|spot| u64::from(spot.dots.0) * u64::from(spot.dots.1)).sum();
        (all <= MOST_DOTS).then_some(Sheet { file, size, spots, has_more })
    }
}

impl Sheet<'_> {
    /// How much of the page lies under pictures, of 1.
    pub fn covered(&self) -> f32 {
        let area = |spot: &Spot| (spot.place[0] * spot.place[3] - spot.place[1] * spot.place[2]).abs();
        (self.spots.iter().map(area).sum::<f32>() / (self.size.0 * self.size.1)).min(1.0)
    }

    /// What a picture lays on the page.
    pub fn paint(&self, spot: &Spot) -> Result<Paint, Unread> {
        match spot.ink {
            Some(ink) => Ok(Paint::Flat(ink)),
            None => picture(self.file, spot.stream).map(Paint::Picture),
        }
    }

    /// Where it lays it: a picture that is white there and black elsewhere; nothing where it does so everywhere.
    pub fn cover(&self, spot: &Spot) -> Result<Option<Picture>, Unread> {
        let of = |key| spot.stream.dict.get_deref(key, self.file).and_then(Object::as_stream).ok();
        let turned = |stencil: &Stream| {
            let mut found = picture(self.file, stencil)?;
            // Of a stencil what is black lets the colour through.
            if let Picture::Grey { dots, .. } = &mut found {
                turn(dots);
            }
            Ok(Some(found))
        };
        match (spot.ink, of(b"SMask"), of(b"Mask")) {
            (Some(_), ..) => turned(spot.stream),
            (None, Some(soft), _) => picture(self.file, soft).map(Some),
            (None, None, Some(hard)) => turned(hard),
            (None, None, None) => Ok(None),
        }
    }
}

/// What a page tells itself, or the folder of pages that it lies in.
fn inherited<'f>(file: &'f Document, page: ObjectId, key: &[u8]) -> Option<&'f Object> {
    let mut at = file.get_dictionary(page).ok()?;
    for _ in 0..DEEPEST {
        if let Ok(found) = at.get_deref(key, file) {
            return Some(found);
        }
        at = at.get_deref(b"Parent", file).and_then(Object::as_dict).ok()?;
    }
    None
}

fn numbers<const N: usize>(file: &Document, told: &Object) -> Option<[f32; N]> {
    let list = told.as_array().ok()?;
    let read = |it| file.dereference(it).ok().and_then(|(_, it)| it.as_float().ok());
    list.iter().map(read).collect::<Option<Vec<f32>>>()?.try_into().ok()
}

/// Whether stamps, signatures or remarks lie over a page.
fn has_notes(file: &Document, page: ObjectId) -> bool {
    let notes = file.get_dictionary(page).and_then(|it| it.get_deref(b"Annots", file)).and_then(Object::as_array);
    let shows = |note: &Object| {
        let note = file.dereference(note).and_then(|(_, it)| it.as_dict());
        note.is_ok_and(|it| {
            it.has(b"AP") && it.get(b"Subtype").and_then(Object::as_name).is_ok_and(|it| it != b"Popup")
        })
    };
    notes.is_ok_and(|notes| notes.iter().any(shows))
}

/// What is kept from word to word of a drawing.
#[derive(Clone, Copy)]
struct Pen {
    place: Place,
    ink: [u8; 3],
    /// Whether letters are written to be found and not to be seen (9.3.6).
    writes_unseen: bool,
}

impl Pen {
    fn at(place: Place) -> Self {
        Self { place, ink: [0; 3], writes_unseen: false }
    }
}

/// A drawing that is followed.
struct Drawing<'f> {
    file: &'f Document,
    spots: Vec<Spot<'f>>,
    has_more: bool,
    /// How much of it may still come, in bytes.
    left: usize,
}

impl<'f> Drawing<'f> {
    fn follow(&mut self, words: &[u8], resources: Option<&'f Dictionary>, pen: Pen, depth: usize) -> Option<()> {
        self.left = self.left.checked_sub(words.len())?;
        let (mut pen, mut kept) = (pen, Vec::new());
        for Operation { operator, operands } in Content::decode(words).ok()?.operations {
            let parts: Vec<f32> = operands.iter().filter_map(|it| it.as_float().ok()).collect();
            match operator.as_str() {
                "q" => kept.push(pen),
                "Q" => pen = kept.pop().unwrap_or(pen),
                "cm" => pen.place = inside(parts.try_into().ok()?, pen.place),
                "Tr" => pen.writes_unseen = matches!(parts[..], [3.0 | 7.0]),
                "g" | "rg" | "k" | "sc" | "scn" => pen.ink = ink(&parts),
                "Tj" | "TJ" | "'" | "\"" => self.has_more |= !pen.writes_unseen,
                // White on white is not seen.
                "f" | "F" | "f*" => self.has_more |= pen.ink != [u8::MAX; 3],
                "S" | "s" | "B" | "B*" | "b" | "b*" | "sh" | "BI" => self.has_more = true,
                "Do" => {
                    let name = operands.first()?.as_name().ok()?;
                    let all = resources?.get_deref(b"XObject", self.file).and_then(Object::as_dict).ok()?;
                    let part = all.get_deref(name, self.file).and_then(Object::as_stream).ok()?;
                    self.part(part, resources, pen, depth)?;
                }
                _ => {}
            }
        }
        Some(())
    }

    /// A picture, or a drawing in the drawing.
    fn part(&mut self, part: &'f Stream, resources: Option<&'f Dictionary>, pen: Pen, depth: usize) -> Option<()> {
        let told = |key| part.dict.get_deref(key, self.file);
        if told(b"Subtype").and_then(Object::as_name).ok()? == b"Image" {
            let dots = size(self.file, &part.dict)?;
            let is_stencil = told(b"ImageMask").and_then(Object::as_bool).unwrap_or(false);
            // The rows of a picture go down, the height of a drawing goes up.
            let place = inside([1.0, 0.0, 0.0, -1.0, 0.0, 1.0], pen.place);
            self.spots.push(Spot { stream: part, ink: is_stencil.then_some(pen.ink), dots, place });
            return (self.spots.len() <= MOST_PICTURES).then_some(());
        }
        let place = told(b"Matrix").ok().and_then(|it| numbers::<6>(self.file, it)).unwrap_or(HERE);
        let own = told(b"Resources").and_then(Object::as_dict).ok();
        let words = part.get_plain_content_with_limit(LARGEST_DRAWING).ok()?;
        let pen = Pen { place: inside(place, pen.place), ..pen };
        (depth < DEEPEST).then_some(())?;
        self.follow(&words, own.or(resources), pen, depth + 1)
    }
}

fn ink(parts: &[f32]) -> [u8; 3] {
    let part = |part: f32| (part.clamp(0.0, 1.0) * 255.0).round() as u8;
    match *parts {
        [grey] => [part(grey); 3],
        [red, green, blue] => [red, green, blue].map(part),
        [cyan, magenta, yellow, black] => cmyk([cyan, magenta, yellow, black].map(part)),
        _ => [0; 3],
    }
}
