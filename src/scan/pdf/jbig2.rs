//! Black and white packed as JBIG2 (ITU-T T.88), as scanners put it into a PDF.
//!
//! What a stream unpacks to is told by the heads of its segments, and is added up before anything is unpacked. Only the
//! symbols of a dictionary tell their size while they are read: those packed by arithmetic grow no faster than a dot of work
//! a bit, those packed by Huffman's codes may grow at once, and are passed over: no scanner that is known writes them.

use lopdf::{Dictionary, Document, Object};

use super::LARGEST_PART;
use super::fax::Dots;

/// Most that a picture and all its segments may unpack to, in bits: its dots are held eight a byte.
const MOST: u64 = 8 * LARGEST_PART as u64;

impl hayro_jbig2::Decoder for Dots {
    fn push_pixel(&mut self, black: bool) {
        self.push(black, 1);
    }

    fn push_pixel_chunk(&mut self, black: bool, chunk_count: u32) {
        self.push(black, 8 * chunk_count as usize);
    }

    fn next_line(&mut self) {}
}

/// What `JBIG2Decode` makes of a picture, with what its file keeps for several; nothing where it is broken or too large.
pub(super) fn jbig2(packed: &[u8], told: &Dictionary, file: &Document) -> Option<Dots> {
    let settings = hayro_jbig2::DecodeSettings::default();
    let shared = match told.get(b"JBIG2Globals").and_then(|it| file.dereference(it)) {
        Ok((_, Object::Stream(stream))) if stream.filters().is_ok() => {
            stream.get_plain_content_with_limit(LARGEST_PART).ok()?
        }
        Ok((_, Object::Stream(stream))) => stream.content.clone(),
        _ => Vec::new(),
    };
    if bits(&shared)?.checked_add(bits(packed)?)? > MOST {
        return None;
    }
    let shared = hayro_jbig2::Globals::new(&shared, &settings).ok()?;
    let page = hayro_jbig2::Page::new_embedded(packed, Some(&shared), &settings).ok()?;
    let mut dots = Dots::of(page.width(), page.height())?;
    page.decode(&mut dots).ok()?;
    Some(dots)
}

/// How many bits the segments of a stream unpack to, as their heads tell; nothing where one is not read. One that is broken
/// off, and what would come after it, is never unpacked.
fn bits(mut stream: &[u8]) -> Option<u64> {
    std::iter::from_fn(|| Segment::take(&mut stream)).try_fold(0_u64, |sum, one| sum.checked_add(one.bits()?))
}

/// A part of a stream (7.2).
struct Segment<'a> {
    kind: u8,
    data: &'a [u8],
}

/// What was not known when a head was written: the length of a generic region (7.2.7), the height of a page (7.4.8.2).
const UNKNOWN: u32 = u32::MAX;

impl<'a> Segment<'a> {
    fn take(stream: &mut &'a [u8]) -> Option<Self> {
        let number = number(stream)?;
        let flags = byte(stream)?;
        let referred = match byte(stream)? {
            short @ ..0xA0 => usize::from(short >> 5),
            long @ 0xE0.. => {
                let [a, b, c] = *part(stream)?;
                let count = u32::from_be_bytes([long & 0x1F, a, b, c]) as usize;
                skip(stream, count.checked_add(8)? / 8)?;
                count
            }
            _ => return None,
        };
        let each = match number {
            ..=256 => 1,
            257..=65_536 => 2,
            _ => 4,
        };
        let page = if flags & 0x40 == 0 { 1 } else { 4 };
        skip(stream, referred.checked_mul(each)?.checked_add(page)?)?;
        let length = match self::number(stream)? {
            UNKNOWN => generic_length(stream)?,
            known => known as usize,
        };
        Some(Self { kind: flags & 0x3F, data: skip(stream, length)? })
    }

    /// What it unpacks to (7.3 to 7.4), at least.
    fn bits(&self) -> Option<u64> {
        let mut data = self.data;
        match self.kind {
            // A dictionary of symbols, not by Huffman's codes.
            0 => (self.data.get(1)? & 1 == 0).then_some(0),
            // Patterns, side by side.
            16 => {
                let [_, width, height] = *part(&mut data)?;
                (u64::from(number(&mut data)?) + 1).checked_mul(u64::from(width) * u64::from(height))
            }
            // A half-tone: its dots, and for each cell of its grid which pattern stands there.
            20 | 22 | 23 => {
                let region = area(&mut data)?;
                skip(&mut data, 10)?;
                region.checked_add(area(&mut data)?.checked_mul(32)?)
            }
            // Text, a picture, a picture made finer; the page.
            4 | 6 | 7 | 36 | 38..=40 | 42 | 43 | 48 => area(&mut data),
            _ => Some(0),
        }
    }
}

/// How long a generic region is that does not tell: its end is marked, and followed by how many rows it has (7.2.7).
fn generic_length(data: &[u8]) -> Option<usize> {
    let flags = *data.get(17)?;
    let (mark, from) = match (flags & 1 != 0, flags >> 1 & 3, flags & 0x10 != 0) {
        (true, ..) => ([0x00, 0x00], 18),
        (false, 0, false) => ([0xFF, 0xAC], 26),
        (false, 0, true) => ([0xFF, 0xAC], 42),
        (false, ..) => ([0xFF, 0xAC], 20),
    };
    let end = data.get(from..)?.windows(2).position(|pair| pair == mark)?;
    Some(from + end + 2 + 4)
}

/// Width by height, as told at the front of a region or a page. A page that does not tell its height may have as many rows
/// as are unpacked at all.
fn area(data: &mut &[u8]) -> Option<u64> {
    let (width, height) = (number(data)?, number(data)?);
    let height = if height == UNKNOWN { u32::from(u16::MAX) } else { height };
    Some(u64::from(width) * u64::from(height))
}

fn number(data: &mut &[u8]) -> Option<u32> {
    part(data).map(|bytes| u32::from_be_bytes(*bytes))
}

fn byte(data: &mut &[u8]) -> Option<u8> {
    part(data).map(|[byte]| *byte)
}

fn part<'a, const N: usize>(data: &mut &'a [u8]) -> Option<&'a [u8; N]> {
    let (part, rest) = data.split_first_chunk()?;
    *data = rest;
    Some(part)
}

fn skip<'a>(data: &mut &'a [u8], length: usize) -> Option<&'a [u8]> {
    let (part, rest) = data.split_at_checked(length)?;
    *data = rest;
    Some(part)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The stream of the picture in a PDF, with what it tells its filter.
    fn stream(file: &Document) -> (Vec<u8>, Dictionary) {
        let page = *file.get_pages().values().next().unwrap();
        let image = file.get_page_images(page).unwrap().remove(0);
        let told = image.origin_dict.get(b"DecodeParms").and_then(|told| told.as_dict()).cloned();
        (image.content.to_vec(), told.unwrap_or_default())
    }

    /// A segment on page 1 (7.2), short.
    fn segment(number: u8, kind: u8, data: &[u8]) -> Vec<u8> {
        let mut bytes = vec![0, 0, 0, number, kind, 0, 1];
        bytes.extend((data.len() as u32).to_be_bytes());
        bytes.extend(data);
        bytes
    }

    fn numbers(numbers: &[u32], after: &[u8]) -> Vec<u8> {
        numbers.iter().flat_map(|number| number.to_be_bytes()).chain(after.iter().copied()).collect()
    }

    #[test]
    fn a_broken_stream_gives_a_picture_of_the_size_that_was_told_or_none() {
        for bytes in [
            &include_bytes!("../../../tests/fixtures/扫描_JBIG2.pdf")[..],
            include_bytes!("../../../tests/fixtures/扫描_JBIG2_字典.pdf"),
        ] {
            let file = Document::load_mem(bytes).unwrap();
            let (packed, told) = stream(&file);
            let whole = jbig2(&packed, &told, &file).unwrap();
            assert_eq!((whole.width, whole.dots.len()), (1695, 1695 * 2368));
            for part in 3..8 {
                let (mut broken, at) = (packed.clone(), packed.len() * part / 8);
                broken[at] ^= 0x5A;
                let size = |packed: &[u8]| jbig2(packed, &told, &file).map_or(0, |it| it.dots.len());
                assert!([0, whole.dots.len()].contains(&size(&broken)), "byte {at}");
                assert!([0, whole.dots.len()].contains(&size(&packed[..at])), "cut at {at}");
            }
        }
    }

    /// The two examples of a head in T.88, 7.2.8, each with 16 bytes of data.
    #[test]
    fn the_head_of_a_segment_is_read_as_the_standard_has_it() {
        let first = [0, 0, 0, 0x20, 0x86, 0x6B, 2, 0x1E, 5, 4, 0, 0, 0, 16];
        let second = [
            &[0, 0, 2, 0x34, 0x40, 0xE0, 0, 0, 9, 2, 0xFD, 1, 0, 0, 2, 0, 0x1E, 0, 5, 2, 0, 2, 1, 2, 2, 2, 3, 2, 4][..],
            &[0, 0, 4, 1, 0, 0, 0, 16],
        ]
        .concat();
        for (head, kind) in [(&first[..], 6), (&second[..], 0)] {
            let whole = [head, &[7; 16], &[9; 3]].concat();
            let mut stream = &whole[..];
            let segment = Segment::take(&mut stream).unwrap();
            assert_eq!((segment.kind, segment.data, stream), (kind, &[7; 16][..], &[9; 3][..]));
        }
    }

    #[test]
    fn a_generic_region_without_a_length_ends_at_its_mark() {
        // 17 bytes of the region, its flags (arithmetic, template 3), two bytes of which one is half a mark.
        let data = [numbers(&[100, 50, 0, 0], &[0, 0b110, 0xFF, 0xAC]), vec![1, 0xFF, 0xAC, 0, 0, 0, 50]].concat();
        let mut bytes = segment(0, 38, &data);
        bytes[7..11].copy_from_slice(&[0xFF; 4]);
        bytes.extend(segment(1, 49, &[]));
        let mut stream = &bytes[..];
        let region = Segment::take(&mut stream).unwrap();
        assert_eq!((region.data.len(), region.bits()), (data.len(), Some(5_000)));
        assert_eq!(Segment::take(&mut stream).unwrap().kind, 49);
        assert!(stream.is_empty());
    }

    #[test]
    fn what_a_stream_unpacks_to_is_bounded_before_it_is_unpacked() {
        let settings = hayro_jbig2::DecodeSettings::default();
        let page = |width, height| segment(0, 48, &numbers(&[width, height], &[0; 11]));
        let none = |stream: &[u8], what| {
            // The reader itself would begin.
            assert!(hayro_jbig2::Page::new_embedded(stream, None, &settings).is_ok(), "{what}");
            assert!(bits(stream).is_none_or(|bits| bits > MOST), "{what}");
            assert!(jbig2(stream, &Dictionary::new(), &Document::new()).is_none(), "{what}");
        };
        let with = |kind, data: &[u8]| [page(1_000, 1_000), segment(1, kind, data)].concat();
        none(&page(30_000, 30_000), "a page");
        none(&with(38, &numbers(&[60_000, 60_000, 0, 0], &[0; 20])), "a region");
        none(&with(16, &numbers(&[0x00_FF_FF_FF, 0xFF_FF_00_00], &[])), "patterns");
        none(
            &with(22, &numbers(&[100, 100, 0, 0], &[&[0; 2], &numbers(&[60_000, 60_000], &[0; 12])[..]].concat())),
            "the grid of a half-tone",
        );
        none(&with(0, &[0, 1, 0, 0, 0, 1, 0, 0, 0, 1]), "symbols by Huffman's codes");
        let several = (1..=20).flat_map(|at| segment(at, 36, &numbers(&[10_000, 5_000, 0, 0], &[0; 20])));
        none(&[page(1_000, 1_000), several.collect()].concat(), "twenty regions that are kept");
    }
}
