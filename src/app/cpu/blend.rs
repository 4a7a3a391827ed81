//! Colours as a pixel of the window holds them: `0xAARRGGBB`, premultiplied, two channels to a word at a time.

use eframe::egui::Color32;

/// The two even channels of a pixel.
const EVEN: u32 = 0x00FF_00FF;
/// One half in both channels.
const HALF: u32 = 0x0080_0080;

/// A premultiplied pixel.
pub type Pixel = u32;

pub fn pixel(color: Color32) -> Pixel {
    let [r, g, b, a] = color.to_array();
    u32::from_be_bytes([a, r, g, b])
}

/// How opaque, of 255.
pub fn alpha(pixel: Pixel) -> u32 {
    pixel >> 24
}

/// All four channels times `by`, of 255, rounded.
pub fn dim(pixel: Pixel, by: u32) -> Pixel {
    // x / 255 = (x + x / 256) / 256, rounded, for every product of two bytes.
    let times = |pair: u32| {
        let product = pair * by + HALF;
        ((product + ((product >> 8) & EVEN)) >> 8) & EVEN
    };
    times(pixel & EVEN) | times(pixel >> 8 & EVEN) << 8
}

/// `one` times `other`, channel by channel: a texture under a colour.
pub fn times(one: Pixel, other: Pixel) -> Pixel {
    // The texels of letters are white, more or less of it.
    let by = alpha(one);
    if one == by * 0x0101_0101 {
        return if by == 255 { other } else { dim(other, by) };
    }
    let (one, other) = (one.to_be_bytes(), other.to_be_bytes());
    let channel = |at: usize| ((u32::from(one[at]) * u32::from(other[at]) + 127) / 255) as u8;
    u32::from_be_bytes([channel(0), channel(1), channel(2), channel(3)])
}

/// `above` laid over `below`. A colour that is brighter than its alpha adds light, up to white.
pub fn over(above: Pixel, below: Pixel) -> Pixel {
    let left = dim(below, 255 - alpha(above));
    let sum = |one: u32, other: u32| {
        let sum = one + other;
        let too_much = (sum >> 8) & 0x0001_0001;
        (sum | ((too_much << 8) - too_much)) & EVEN
    };
    sum(above & EVEN, left & EVEN) | sum(above >> 8 & EVEN, left >> 8 & EVEN) << 8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_product_of_two_bytes_is_rounded_right() {
        for value in 0..=255_u32 {
            for by in 0..=255_u32 {
                let exact = (f64::from(value) * f64::from(by) / 255.0).round() as u32;
                assert_eq!(dim(value * 0x0101_0101, by), exact * 0x0101_0101, "{value} × {by}");
            }
        }
    }

    #[test]
    fn what_is_opaque_hides_and_what_is_clear_leaves() {
        assert_eq!(over(0xFF12_3456, 0xFFAB_CDEF), 0xFF12_3456);
        assert_eq!(over(0, 0xFFAB_CDEF), 0xFFAB_CDEF);
        assert_eq!(over(0x8040_0000, 0xFF00_00FF), 0xFF40_007F);
        assert_eq!(over(0x00FF_0000, 0xFF80_8080), 0xFFFF_8080, "light that adds stops at white");
    }
}
