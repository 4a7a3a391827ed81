//! Whether a PDF of somebody else is whole: what is packed in it unpacks. Viewers show of a damaged page what they can.

use lopdf::{Document, Object, Stream, dictionary};
use memchr::memchr;

/// Most that one part may unpack to, in bytes (a page of A3 in colour at 600 dpi: 210 MB), and all parts together.
pub(super) const LARGEST_UNPACKED: usize = 400_000_000;
const LARGEST_FILE: u64 = 4_000_000_000;
/// How far from its end a part has its checksum: some count the end of the line behind it as a part of it.
const LINE_ENDS: usize = 8;

const DAMAGED: &str = "不完整或已损坏";
const TOO_LARGE: &str = "图像过大";

/// Goes through all that the pages draw; what is packed in a way that cannot be told is taken as it is.
pub(super) fn check(file: &Document) -> Result<(), &'static str> {
    let mut left = LARGEST_FILE;
    for object in file.objects.values() {
        if let Object::Stream(stream) = object {
            left = left.checked_sub(unpack(stream)? as u64).ok_or(TOO_LARGE)?;
        }
    }
    let contents = file.get_pages().into_values().flat_map(|page| file.get_page_contents(page));
    for content in contents {
        // Words for the drawing are no zeros; as a picture they may be black.
        match file.objects.get(&content) {
            Some(Object::Stream(stream)) if is_wiped(&stream.content) => return Err(DAMAGED),
            Some(_) => {}
            None => return Err(DAMAGED),
        }
    }
    Ok(())
}

/// How much a part unpacks to, where that is found out.
fn unpack(stream: &Stream) -> Result<usize, &'static str> {
    let filters = stream.filters().unwrap_or_default();
    let packed = &stream.content[..];
    if packed.is_empty() {
        return Ok(0);
    }
    let is_whole = match filters[..] {
        [b"FlateDecode", ..] => {
            let unpacked = inflate(packed)?;
            if filters.get(1) == Some(&&b"DCTDecode"[..]) && !is_whole_jpeg(&unpacked) {
                return Err(DAMAGED);
            }
            return Ok(unpacked.len());
        }
        [b"DCTDecode", ..] => is_whole_jpeg(packed),
        [b"JPXDecode", ..] => packed.starts_with(b"\0\0\0\x0CjP  ") || packed.starts_with(&[0xFF, 0x4F, 0xFF, 0x51]),
        [b"CCITTFaxDecode" | b"JBIG2Decode", ..] => !is_wiped(packed),
        _ => true,
    };
    if is_whole { Ok(0) } else { Err(DAMAGED) }
}

fn is_wiped(bytes: &[u8]) -> bool {
    !bytes.is_empty() && bytes.iter().all(|byte| *byte == 0)
}

/// Unpacks what is deflated. The library gives of a damaged part what it could read: the checksum behind it (RFC 1950)
/// tells whether that was all.
fn inflate(packed: &[u8]) -> Result<Vec<u8>, &'static str> {
    let stream = Stream::new(dictionary! { "Filter" => "FlateDecode" }, packed.to_vec());
    let unpacked = stream.decompressed_content_with_limit(LARGEST_UNPACKED).map_err(|_| TOO_LARGE)?;
    let end = &packed[packed.len().saturating_sub(4 + LINE_ENDS)..];
    let checksum = simd_adler32::adler32(&unpacked.as_slice()).to_be_bytes();
    if end.windows(4).any(|four| four == checksum) { Ok(unpacked) } else { Err(DAMAGED) }
}

/// The markers of JPEG that are told apart here (ITU-T T.81, table B.1): tables, and the ends of a scan and of all.
const DHT: u8 = 0xC4;
const RST0: u8 = 0xD0;
const RST7: u8 = 0xD7;
const EOI: u8 = 0xD9;
const SOS: u8 = 0xDA;
const DQT: u8 = 0xDB;
const DNL: u8 = 0xDC;
const DRI: u8 = 0xDD;
const APP0: u8 = 0xE0;
const APP15: u8 = 0xEF;
const COM: u8 = 0xFE;

/// Whether a JPEG goes from its head to its end, with nothing between that cannot stand there: what is missing or is not
/// read, the decoder fills with grey. Of damage that reads like other dots nothing tells.
pub fn is_whole_jpeg(jpeg: &[u8]) -> bool {
    let jpeg = jpeg.trim_ascii_start();
    jpeg.starts_with(&[0xFF, 0xD8]) && reaches_end(jpeg).is_some()
}

/// Goes from segment to segment (B.1.1.4), and through the dots behind each head of a scan, to the end. A thumbnail in one
/// of the segments has an end of its own.
fn reaches_end(jpeg: &[u8]) -> Option<()> {
    let (mut at, mut has_dots) = (2, false);
    loop {
        let [0xFF, marker] = *jpeg.get(at..at + 2)? else { return None };
        match marker {
            0xFF => at += 1,
            EOI => return has_dots.then_some(()),
            _ => {
                let length = jpeg.get(at + 2..at + 4)?;
                at += 2 + usize::from(u16::from_be_bytes([length[0], length[1]]));
                if marker == SOS {
                    has_dots = true;
                    at = end_of_dots(jpeg, at)?;
                }
            }
        }
    }
}

/// Where the packed dots of a scan end that begin here. Among them stand no markers but those of a restart, in their turn
/// (B.1.1.5, B.2.1); behind them comes the end, another scan, or what another scan needs.
fn end_of_dots(jpeg: &[u8], mut at: usize) -> Option<usize> {
    let mut restarts = (RST0..=RST7).cycle().peekable();
    loop {
        at += memchr(0xFF, jpeg.get(at..)?)?;
        match *jpeg.get(at + 1)? {
            0x00 => at += 2,
            0xFF => at += 1,
            marker if restarts.next_if_eq(&marker).is_some() => at += 2,
            EOI | SOS | DHT | DQT | DNL | DRI | APP0..=APP15 | COM => return Some(at),
            _ => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A frame of nothing and a scan with these packed dots.
    fn jpeg(dots: &[u8]) -> Vec<u8> {
        let head = [0xFF, 0xD8, 0xFF, DQT, 0, 3, 0, 0xFF, SOS, 0, 3, 0];
        [&head[..], dots, &[0xFF, EOI]].concat()
    }

    #[test]
    fn among_the_dots_of_a_jpeg_stand_restarts_in_their_turn_and_no_other_marker() {
        let restarts: Vec<u8> = (0..10).flat_map(|at| [7, 0xFF, 0xD0 + at % 8]).collect();
        for whole in [
            &[1, 2, 0xFF, 0, 3][..],
            &restarts,
            &[1, 0xFF, 0xFF],
            &[1, 0xFF, DNL, 0, 4, 0, 8],
            &[1, 0xFF, DHT, 0, 3, 0, 0xFF, SOS, 0, 3, 0, 2],
            // Restarts begin anew with each scan.
            &[1, 0xFF, 0xD0, 2, 0xFF, SOS, 0, 3, 0, 3, 0xFF, 0xD0, 4],
        ] {
            assert!(is_whole_jpeg(&jpeg(whole)), "{whole:X?}");
        }
        let lost = [&restarts[..6], &restarts[9..]].concat();
        for damaged in
            [&[1, 0xFF, 0x3C, 2][..], &[1, 0xFF, 0xC0, 0, 3, 0], &[1, 0xFF, 0xD1, 2], &lost, &[1, 0xFF, 0xD8]]
        {
            assert!(!is_whole_jpeg(&jpeg(damaged)), "{damaged:X?}");
        }
        assert!(!is_whole_jpeg(&[0xFF, 0xD8, 0xFF, DQT, 0, 3, 0, 0xFF, EOI]), "no dots");
    }
}
