//! The pictures in a foreign PDF, as a scanner puts them there.

use lopdf::{Dictionary, Document, Object, Stream};

use super::colours::{self, Picture};
use super::fax::{Dots, fax, turn};
use super::jbig2::jbig2;
use super::whole::LARGEST_UNPACKED;

/// Why a picture cannot be had.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unread {
    /// It is packed as JPEG 2000.
    Jpeg2000,
    /// It is broken, too large, or packed or coloured in a way that is not known.
    Other,
}

/// How wide and high a picture says it is, in dots.
pub(super) fn size(file: &Document, told: &Dictionary) -> Option<(u32, u32)> {
    let side = |key| told.get_deref(key, file).and_then(Object::as_i64).ok().and_then(|side| u32::try_from(side).ok());
    Some((side(b"Width")?, side(b"Height")?))
}

/// Unpacks a picture that is packed as JPEG, as fax (CCITT), as JBIG2, as PNG does, or not at all.
pub(super) fn picture(file: &Document, stream: &Stream) -> Result<Picture, Unread> {
    let mut filters = stream.filters().unwrap_or_default();
    let last = filters.pop_if(|last| is_of_pictures(last));
    let packed = unpack(file, stream, &filters).ok_or(Unread::Other)?;
    let told = parameters(file, &stream.dict, filters.len());
    let size = size(file, &stream.dict).ok_or(Unread::Other)?;
    let black_and_white = |unpacked: Option<Dots>| {
        let Dots { width, mut dots } = unpacked?;
        if colours::is_inverted(file, &stream.dict) {
            turn(&mut dots);
        }
        let height = u32::try_from(dots.len() / width as usize).ok()?;
        Some(Picture::Grey { width, height, dots })
    };
    let found = match last {
        Some(b"JPXDecode") => return Err(Unread::Jpeg2000),
        Some(b"DCTDecode") => Some(Picture::Jpeg(packed)),
        Some(b"CCITTFaxDecode") => black_and_white(fax(&packed, &told, size.1)),
        Some(_) => black_and_white(jbig2(&packed, &told, file)),
        None => colours::picture(file, &stream.dict, size, packed),
    };
    found.ok_or(Unread::Other)
}

fn is_of_pictures(filter: &[u8]) -> bool {
    matches!(filter, b"DCTDecode" | b"JPXDecode" | b"CCITTFaxDecode" | b"JBIG2Decode")
}

/// What lies behind the filters that pack anything.
fn unpack(file: &Document, stream: &Stream, filters: &[&[u8]]) -> Option<Vec<u8>> {
    let mut unpacked = stream.content.clone();
    for (at, filter) in filters.iter().enumerate() {
        let mut told = Dictionary::new();
        told.set("Filter", Object::Name(filter.to_vec()));
        told.set("DecodeParms", parameters(file, &stream.dict, at));
        unpacked = Stream::new(told, unpacked).decompressed_content_with_limit(LARGEST_UNPACKED).ok()?;
    }
    Some(unpacked)
}

/// What a stream tells one of its filters; nothing is what is usual.
fn parameters(file: &Document, stream: &Dictionary, at: usize) -> Dictionary {
    let told = match stream.get_deref(b"DecodeParms", file) {
        Ok(Object::Array(several)) => several.get(at).and_then(|it| file.dereference(it).ok()).map(|(_, it)| it),
        Ok(one) => Some(one).filter(|_| at == 0),
        Err(_) => None,
    };
    told.and_then(|told| told.as_dict().ok()).cloned().unwrap_or_default()
}
