//! egui's meshes as pixels: triangles, textured and blended as OpenGL does it, with the same rule for what lies on an
//! edge, so that neighbours neither overlap nor leave a gap.

#![allow(clippy::float_cmp)] // corners that are the same were copied

use eframe::egui::epaint::{ClippedPrimitive, Mesh, Primitive, Vertex};
use eframe::egui::{Pos2, Rect};

use super::blend::{Pixel, alpha, over, pixel, times};
use super::texture::{Texture, Textures};

/// Parts of a pixel in which corners are placed.
const PARTS: i64 = 256;
/// Corners beyond are moved here, in pixels: no number overflows.
const FAR: f32 = 1_000_000.0;

/// Paints on `pixels`, rows of `width` one after another; the rows are divided among the processor's cores.
pub fn paint(pixels: &mut [Pixel], width: usize, scale: f32, primitives: &[ClippedPrimitive], textures: &Textures) {
    let height = pixels.len().checked_div(width).unwrap_or_default();
    if height == 0 {
        return;
    }
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let rows = height.div_ceil(cores);
    std::thread::scope(|scope| {
        let mut bands = pixels.chunks_mut(rows * width).enumerate();
        let first = bands.next();
        for (at, band) in bands {
            scope.spawn(move || Band::new(band, width, at * rows).paint(scale, primitives, textures));
        }
        if let Some((_, band)) = first {
            Band::new(band, width, 0).paint(scale, primitives, textures);
        }
    });
}

/// Some rows of the window.
struct Band<'p> {
    pixels: &'p mut [Pixel],
    width: usize,
    /// Which row of the window is the first.
    top: i32,
}

/// What may be painted on, in pixels of the window; right and bottom are outside.
#[derive(Clone, Copy)]
struct Clip {
    left: i32,
    top: i32,
    right: i32,
    bottom: i32,
}

/// A corner of a triangle: its place in pixels and its texel.
#[derive(Clone, Copy)]
struct Corner {
    x: f32,
    y: f32,
    u: f32,
    v: f32,
    color: Pixel,
}

impl<'p> Band<'p> {
    fn new(pixels: &'p mut [Pixel], width: usize, top: usize) -> Self {
        Self { pixels, width, top: top as i32 }
    }

    fn paint(&mut self, scale: f32, primitives: &[ClippedPrimitive], textures: &Textures) {
        let bottom = self.top + (self.pixels.len() / self.width) as i32;
        for primitive in primitives {
            let Rect { min, max } = primitive.clip_rect;
            let edge = |points: f32| (points * scale).round().clamp(-FAR, FAR) as i32;
            let clip = Clip {
                left: edge(min.x).max(0),
                top: edge(min.y).max(self.top),
                right: edge(max.x).min(self.width as i32),
                bottom: edge(max.y).min(bottom),
            };
            // The window asks for no callback of its own.
            if let Primitive::Mesh(mesh) = &primitive.primitive
                && clip.left < clip.right
                && clip.top < clip.bottom
                && let Some(texture) = textures.get(mesh.texture_id)
            {
                self.mesh(mesh, scale, clip, texture);
            }
        }
    }

    fn mesh(&mut self, mesh: &Mesh, scale: f32, clip: Clip, texture: &Texture) {
        let (width, height) = (texture.width as f32, texture.height as f32);
        let corner = |index: u32| {
            let Vertex { pos: Pos2 { x, y }, uv, color } = mesh.vertices[index as usize];
            let place = |points: f32| (points * scale).clamp(-FAR, FAR);
            Corner { x: place(x), y: place(y), u: uv.x * width, v: uv.y * height, color: pixel(color) }
        };
        let mut rest = mesh.indices.as_slice();
        while let [a, b, c, after @ ..] = rest {
            let (one, other, third) = (corner(*a), corner(*b), corner(*c));
            // A letter or a picture is a rectangle: two triangles with a side in common.
            if let [d, e, f, after @ ..] = after
                && (d, e) == (c, b)
                && self.rectangle([one, other, third, corner(*f)], clip, texture)
            {
                rest = after;
                continue;
            }
            self.triangle([one, other, third], clip, texture);
            rest = after;
        }
    }

    /// The pixels of a row from `left` to `right`.
    fn row(&mut self, y: i32, left: i32, right: i32) -> &mut [Pixel] {
        let start = (y - self.top) as usize * self.width;
        self.pixels.get_mut(start + left as usize..start + right as usize).unwrap_or_default()
    }

    /// Paints two triangles that are an upright rectangle with one colour and a texture; tells whether they are.
    fn rectangle(&mut self, corners: [Corner; 4], clip: Clip, texture: &Texture) -> bool {
        let [first, right, below, last] = corners;
        let is_upright = first.x == below.x && first.y == right.y && right.x == last.x && below.y == last.y;
        let is_straight = first.u == below.u && first.v == right.v && right.u == last.u && below.v == last.v;
        let has_one_color = corners.iter().all(|corner| corner.color == first.color);
        let (width, height) = (last.x - first.x, last.y - first.y);
        if !(is_upright && is_straight && has_one_color && width > 0.0 && height > 0.0) || first.u == last.u {
            return false;
        }
        // Pixels whose centre lies inside.
        let from = |edge: f32| (edge - 0.5).ceil() as i32;
        let (left, top) = (from(first.x).max(clip.left), from(first.y).max(clip.top));
        let (end, bottom) = (from(last.x).min(clip.right), from(last.y).min(clip.bottom));
        if left >= end {
            return true;
        }
        let (across, down) = ((last.u - first.u) / width, (last.v - first.v) / height);
        let (u, v) = (first.u + (left as f32 + 0.5 - first.x) * across, first.v - (first.y - 0.5) * down);
        // A letter stands on whole pixels, one texel to each.
        let is_centre = |texel: f32| (texel - texel.floor() - 0.5).abs() < 0.02;
        let is_plain = (across - 1.0).abs() < 1e-3 && (down - 1.0).abs() < 1e-3;
        let is_plain = is_plain && is_centre(u) && is_centre(v + top as f32) && u >= 0.0;
        for y in top..bottom {
            let v = v + y as f32 * down;
            let row = self.row(y, left, end);
            if is_plain && v >= 0.0 {
                let texels = texture.row(v as usize, u as usize, row.len());
                for (pixel, texel) in row.iter_mut().zip(texels) {
                    lay(pixel, *texel, first.color);
                }
            } else {
                for (at, pixel) in row.iter_mut().enumerate() {
                    lay(pixel, texture.sample(u + at as f32 * across, v), first.color);
                }
            }
        }
        true
    }

    fn triangle(&mut self, corners: [Corner; 3], clip: Clip, texture: &Texture) {
        let Some(area) = Area::of(&corners) else { return };
        let [first, second, third] = corners;
        let same_texel = |corner: &Corner| corner.u == first.u && corner.v == first.v;
        let is_plain = same_texel(&second) && same_texel(&third);
        let is_flat = first.color == second.color && first.color == third.color;
        let texel = if is_plain { texture.sample(first.u.max(0.5), first.v.max(0.5)) } else { 0 };
        let (top, bottom) = area.rows(clip);
        if is_plain && is_flat {
            let color = times(texel, first.color);
            for y in top..bottom {
                if let Some((left, right)) = area.span(y, clip) {
                    fill(self.row(y, left, right), color);
                }
            }
            return;
        }
        let slope = Slope::of(&corners);
        for y in top..bottom {
            if let Some((left, right)) = area.span(y, clip) {
                let mut shade = slope.at(left, y);
                for pixel in self.row(y, left, right) {
                    let texel = if is_plain { texel } else { texture.sample(shade.u, shade.v) };
                    lay(pixel, texel, shade.color());
                    shade.step(&slope);
                }
            }
        }
    }
}

/// Lays a texel under a colour over a pixel.
fn lay(place: &mut Pixel, texel: Pixel, color: Pixel) {
    if texel != 0 {
        *place = over(times(texel, color), *place);
    }
}

fn fill(row: &mut [Pixel], color: Pixel) {
    match alpha(color) {
        0 if color == 0 => {}
        255 => row.fill(color),
        _ => row.iter_mut().for_each(|pixel| *pixel = over(color, *pixel)),
    }
}

/// Which pixels have their centre in a triangle, told in whole numbers. What lies on an edge belongs to the triangle
/// on its right, or below it.
struct Area {
    sides: [Side; 3],
    top: i64,
    bottom: i64,
}

/// A side, with the inside to its right as seen from its start in a picture whose rows go down.
struct Side {
    x: i64,
    y: i64,
    across: i64,
    down: i64,
}

impl Area {
    fn of(corners: &[Corner; 3]) -> Option<Self> {
        let part = |at: f32| (at * PARTS as f32).round() as i64;
        let mut places = corners.map(|corner| (part(corner.x), part(corner.y)));
        let [(ax, ay), (bx, by), (cx, cy)] = places;
        let twice_the_area = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);
        match twice_the_area {
            0 => return None,
            ..0 => places.swap(1, 2),
            _ => {}
        }
        let side = |from: usize, to: usize| {
            let ((x, y), (to_x, to_y)) = (places[from], places[to]);
            Side { x, y, across: to_x - x, down: to_y - y }
        };
        let ys = places.map(|(_, y)| y);
        Some(Self {
            sides: [side(0, 1), side(1, 2), side(2, 0)],
            top: ys.into_iter().min()?,
            bottom: ys.into_iter().max()?,
        })
    }

    /// The rows that have a centre in it; the last is outside.
    fn rows(&self, clip: Clip) -> (i32, i32) {
        let centre = |part: i64| (part - PARTS / 2).div_euclid(PARTS) as i32;
        (centre(self.top).max(clip.top), (centre(self.bottom) + 1).min(clip.bottom))
    }

    /// The pixels of a row; the last is outside.
    fn span(&self, y: i32, clip: Clip) -> Option<(i32, i32)> {
        let row = i64::from(y) * PARTS + PARTS / 2;
        let (mut left, mut right) = (i64::from(clip.left), i64::from(clip.right));
        for side in &self.sides {
            // Inside is where across × (row − y) − down × (x − side.x) is above nought, or nought on a side that
            // faces left or up.
            let is_ours = side.down < 0 || (side.down == 0 && side.across > 0);
            let level = side.across * (row - side.y) + side.down * side.x - i64::from(!is_ours);
            match side.down {
                0 if level < 0 => return None,
                0 => {}
                1.. => {
                    let last = level.div_euclid(side.down);
                    right = right.min((last - PARTS / 2).div_euclid(PARTS) + 1);
                }
                ..0 => {
                    let first = -level.div_euclid(-side.down);
                    left = left.max(-(PARTS / 2 - first).div_euclid(PARTS));
                }
            }
        }
        (left < right).then_some((left as i32, right as i32))
    }
}

/// How colour and texel change from pixel to pixel. Channels in 65,536ths.
struct Slope {
    origin: Corner,
    across: [f32; 6],
    down: [f32; 6],
    channels: [i32; 4],
}

/// Colour and texel at a pixel.
struct Shade {
    channels: [i32; 4],
    u: f32,
    v: f32,
}

impl Slope {
    fn values(corner: &Corner) -> [f32; 6] {
        let [a, r, g, b] = corner.color.to_be_bytes().map(f32::from);
        [a, r, g, b, corner.u, corner.v]
    }

    fn of(corners: &[Corner; 3]) -> Self {
        let [first, second, third] = corners;
        let (x1, y1, x2, y2) = (second.x - first.x, second.y - first.y, third.x - first.x, third.y - first.y);
        let area = x1 * y2 - y1 * x2;
        let [base, one, other] = corners.each_ref().map(Self::values);
        let mut slope = Self { origin: *first, across: [0.0; 6], down: [0.0; 6], channels: [0; 4] };
        if area == 0.0 {
            return slope;
        }
        for at in 0..6 {
            let (one, other) = (one[at] - base[at], other[at] - base[at]);
            slope.across[at] = (one * y2 - other * y1) / area;
            slope.down[at] = (other * x1 - one * x2) / area;
        }
        for (channel, across) in slope.channels.iter_mut().zip(slope.across) {
            *channel = (across * 65_536.0) as i32;
        }
        slope
    }

    fn at(&self, x: i32, y: i32) -> Shade {
        let (x, y) = (x as f32 + 0.5 - self.origin.x, y as f32 + 0.5 - self.origin.y);
        let base = Self::values(&self.origin);
        let value = |at: usize| base[at] + self.across[at] * x + self.down[at] * y;
        let channel = |at: usize| ((value(at) + 0.5) * 65_536.0) as i32;
        Shade { channels: [channel(0), channel(1), channel(2), channel(3)], u: value(4), v: value(5) }
    }
}

impl Shade {
    fn color(&self) -> Pixel {
        u32::from_be_bytes(self.channels.map(|channel| (channel >> 16).clamp(0, 255) as u8))
    }

    fn step(&mut self, slope: &Slope) {
        for (channel, across) in self.channels.iter_mut().zip(slope.channels) {
            *channel = channel.saturating_add(across);
        }
        self.u += slope.across[4];
        self.v += slope.across[5];
    }
}
