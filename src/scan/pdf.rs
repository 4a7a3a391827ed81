//! PDF files of others, as scanners pack signed papers: whether they are whole, and what their pages show.

mod colours;
mod fax;
mod jbig2;
mod pictures;
mod sheet;
mod whole;

pub use self::colours::Picture;
pub use self::fax::{Dots, EncodingMode, Fax};
pub use self::pictures::Unread;
pub use self::sheet::{Pages, Paint, Sheet, Spot};
pub use self::whole::is_whole_jpeg;

/// Most that one packed part of a foreign PDF may unpack to, in bytes.
const LARGEST_PART: usize = 100_000_000;

/// How many pages a PDF has, or why it cannot be kept as a paper.
pub fn count_pages(bytes: &[u8]) -> std::result::Result<u32, &'static str> {
    let options = lopdf::LoadOptions { max_decompressed_size: Some(LARGEST_PART), ..lopdf::LoadOptions::default() };
    match lopdf::Document::load_mem_with_options(bytes, options) {
        Ok(file) if file.is_encrypted() => Err("有密码保护"),
        Ok(file) => whole::check(&file).map(|()| file.get_pages().len() as u32),
        Err(lopdf::Error::Decryption(_) | lopdf::Error::InvalidPassword) => Err("有密码保护"),
        Err(_) => Err("不完整或已损坏"),
    }
}
