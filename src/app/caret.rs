//! Where an input method shows its candidates on X11: below the line that is typed, and not over it.
//!
//! X11 asks for the base line of the text. winit 0.30 gives the upper edge of the caret for it and keeps its height to
//! itself (`set_ime_cursor_area` in its `x11/window.rs`); so the caret is told as one that has only a lower edge.

use eframe::egui::{Context, FullOutput, Plugin};

struct LowerEdge;

/// Does so where the window is on X11.
pub fn mend(ctx: &Context) {
    if cfg!(target_os = "linux") && std::env::var_os("WAYLAND_DISPLAY").is_none_or(|name| name.is_empty()) {
        ctx.add_plugin(LowerEdge);
    }
}

impl Plugin for LowerEdge {
    fn debug_name(&self) -> &'static str {
        "caret"
    }

    fn output_hook(&mut self, _ctx: &Context, output: &mut FullOutput) {
        if let Some(ime) = &mut output.platform_output.ime {
            ime.cursor_rect.min.y = ime.cursor_rect.max.y;
        }
    }
}
