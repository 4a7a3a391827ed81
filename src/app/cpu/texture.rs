//! The textures of egui, kept as pixels.

use std::collections::HashMap;

use eframe::egui::epaint::{ImageData, ImageDelta};
use eframe::egui::{TextureId, TexturesDelta};

use super::blend::{Pixel, dim, pixel};

/// A picture; the letters of a font are one.
#[derive(Default)]
pub struct Texture {
    pub width: usize,
    pub height: usize,
    pixels: Vec<Pixel>,
}

impl Texture {
    /// Part of a row.
    pub fn row(&self, y: usize, from: usize, count: usize) -> &[Pixel] {
        let start = y * self.width + from;
        self.pixels.get(start..start + count).unwrap_or_default()
    }

    fn texel(&self, x: i32, y: i32) -> Pixel {
        let inside = |at: i32, size: usize| (at.max(0) as usize).min(size.saturating_sub(1));
        let at = inside(y, self.height) * self.width + inside(x, self.width);
        self.pixels.get(at).copied().unwrap_or_default()
    }

    /// The colour at a place in texels, between the four that are nearest; beyond the edge the edge's.
    pub fn sample(&self, u: f32, v: f32) -> Pixel {
        // In 256ths of a texel, from centre to centre.
        let (u, v) = ((u * 256.0) as i32 - 128, (v * 256.0) as i32 - 128);
        let (x, y, across, down) = (u >> 8, v >> 8, (u & 255) as u32, (v & 255) as u32);
        let mix = |one: Pixel, other: Pixel, by: u32| {
            // A weight of 256ths as one of 255ths.
            let by = by - (by >> 7);
            if by == 0 || one == other { one } else { dim(one, 255 - by) + dim(other, by) }
        };
        let above = mix(self.texel(x, y), self.texel(x + 1, y), across);
        if down == 0 {
            return above;
        }
        mix(above, mix(self.texel(x, y + 1), self.texel(x + 1, y + 1), across), down)
    }

    fn set(&mut self, delta: &ImageDelta) {
        let ImageData::Color(image) = &delta.image;
        let [width, height] = image.size;
        let pixels = image.pixels.iter().map(|color| pixel(*color));
        let Some([left, top]) = delta.pos else {
            *self = Self { width, height, pixels: pixels.collect() };
            return;
        };
        let pixels: Vec<Pixel> = pixels.collect();
        for (y, row) in pixels.chunks_exact(width.max(1)).enumerate() {
            let start = (top + y) * self.width + left;
            if let Some(place) = self.pixels.get_mut(start..start + width) {
                place.copy_from_slice(row);
            }
        }
    }
}

/// Those that are in use.
#[derive(Default)]
pub struct Textures(HashMap<TextureId, Texture>);

impl Textures {
    /// Takes what is new or changed; to be done before painting.
    pub fn set(&mut self, delta: &mut TexturesDelta) {
        for (id, parts) in delta.set.drain() {
            let texture = self.0.entry(id).or_default();
            parts.iter().for_each(|part| texture.set(part));
        }
    }

    /// Lets go of what is needed no more; to be done after painting.
    pub fn free(&mut self, delta: &mut TexturesDelta) {
        for id in delta.free.drain() {
            self.0.remove(&id);
        }
    }

    pub fn get(&self, id: TextureId) -> Option<&Texture> {
        self.0.get(&id)
    }
}
