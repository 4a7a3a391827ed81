//! How large the window is: it fits the screen that it opens on, however large the desktop shows everything.

use eframe::egui::{Context, Vec2, ViewportBuilder, ViewportCommand};

/// How large the window opens, in points, where the screen has room for it.
pub const SIZE: Vec2 = Vec2::new(1280.0, 720.0);
/// What a screen keeps beside it, in points: the title of the window and the bar of the desktop.
const AROUND: Vec2 = Vec2::new(0.0, 48.0);
/// The smallest that it can be made, in points: a desktop of 1366 × 768 pixels that is shown at 200 % has room for it, and
/// what has no room scrolls.
pub const LEAST: Vec2 = Vec2::new(560.0, 320.0);

/// The window on a screen that has so many points: no larger than the screen has room for.
pub fn on_screen(builder: ViewportBuilder, screen: Vec2) -> ViewportBuilder {
    builder.with_inner_size(SIZE.min(screen - AROUND))
}

/// On a narrower screen, in points, nothing is left beside the window.
const FILLED: f32 = 1440.0;

/// A screen that has little more room than the window's size is filled: once the window is seen, since X11 heeds it only
/// then.
pub fn fill_small_screen(ctx: &Context) {
    let screen = ctx.input(|input| input.viewport().monitor_size);
    // Points of the desktop, whatever the size that the clerk has chosen.
    let screen = screen.map(|points| points * ctx.zoom_factor());
    if ctx.cumulative_frame_nr() == 1
        && screen.is_some_and(|screen| screen.x < FILLED || (screen - AROUND).min(SIZE) != SIZE)
    {
        ctx.send_viewport_cmd(ViewportCommand::Maximized(true));
    }
}
