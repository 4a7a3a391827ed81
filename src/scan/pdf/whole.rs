//! Whether a PDF of somebody else is whole: what is packed in it unpacks. Viewers show of a damaged page what they can.

use lopdf::{Document, Object, Stream, dictionary};

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

/// Whether a JPEG has its head and its end: what is missing between, the decoder fills with grey.
pub fn is_whole_jpeg(jpeg: &[u8]) -> bool {
    let jpeg = jpeg.trim_ascii_start();
    let end = |from: usize| jpeg[from..].windows(2).any(|pair| pair == [0xFF, 0xD9]);
    jpeg.starts_with(&[0xFF, 0xD8]) && start_of_scan(jpeg).is_some_and(end)
}

/// Where the picture itself begins, behind all segments: a thumbnail in one of them has an end of its own.
fn start_of_scan(bytes: &[u8]) -> Option<usize> {
    let mut at = 2;
    loop {
        let [0xFF, marker] = *bytes.get(at..at + 2)? else { return None };
        match marker {
            0xFF => at += 1,
            0xDA => return Some(at),
            _ => {
                let length = bytes.get(at + 2..at + 4)?;
                at += 2 + usize::from(u16::from_be_bytes([length[0], length[1]]));
            }
        }
    }
}
