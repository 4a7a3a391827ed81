//! Input methods on X11: where they show their candidates, and which of them get the first letter.
//!
//! What is mended here, each for a bug below us:
//!
//! - X11 asks for the base line of the text. winit 0.30 gives the upper edge of the caret for it and keeps its height to
//!   itself (`set_ime_cursor_area` in its `x11/window.rs`); so the caret is told as one that has only a lower edge.
//! - egui turns the method off outside of text fields, and off and on again between two of them. winit then makes a new
//!   input context and does not give it the focus (`set_ime_allowed` in its `x11/ime/mod.rs` lacks the `XSetICFocus`).
//!   ibus takes no place from a context without focus, shows the first candidates in the corner of the window, and may
//!   lose the first letter; so for ibus the method stays on, and is turned off and on only to break off what is composed
//!   in a field that is left. No key without Ctrl is a letter outside of a field; one that is typed there all the same
//!   is composed into the next field, or given up with Escape.
//! - While libX11 tells a method where the caret is, it puts away what the method says, until the method says something
//!   more (`_XimProtoSetICValues` in its `imDefIc.c` leaves what is pending): the letter typed last does not show. What
//!   ibus composes stands in the field and moves the caret; so the caret stays told as where the composition began.
//! - Where a composition is broken off, winit says nothing of its end; it is said here.

use eframe::egui::output::IMEOutput;
use eframe::egui::{Context, Event, FullOutput, IMEPurpose, ImeEvent, Plugin, RawInput, Rect};

struct Caret {
    /// Whether the method is to stay on between fields.
    stays_on: bool,
    /// The caret that was told last.
    last: Option<IMEOutput>,
    /// Whether a field has the keyboard.
    in_field: bool,
    /// What is composed in it.
    composed: Composed,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Composed {
    Nothing,
    Something,
    /// Something was, and its end is still to be said.
    BrokenOff,
}

/// Does so where the window is on X11.
pub fn mend(ctx: &Context) {
    let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
    if cfg!(target_os = "linux") && set("WAYLAND_DISPLAY").is_none() {
        let stays_on = set("XMODIFIERS").is_some_and(|value| value == "@im=ibus");
        // From the beginning: the context that is there when the window gets the focus gets it too.
        let last = stays_on.then_some(IMEOutput {
            purpose: IMEPurpose::Normal,
            rect: Rect::ZERO,
            cursor_rect: Rect::ZERO,
            should_interrupt_composition: false,
        });
        ctx.add_plugin(Caret { stays_on, last, in_field: false, composed: Composed::Nothing });
    }
}

impl Plugin for Caret {
    fn debug_name(&self) -> &'static str {
        "caret"
    }

    fn input_hook(&mut self, _ctx: &Context, input: &mut RawInput) {
        if self.composed == Composed::BrokenOff {
            let end = ImeEvent::Preedit { text: String::new(), active_range_chars: None };
            input.events.insert(0, Event::Ime(end));
        }
        for event in &input.events {
            match event {
                Event::Ime(ImeEvent::Preedit { text, .. }) if self.in_field && !text.is_empty() => {
                    self.composed = Composed::Something;
                }
                Event::Ime(ImeEvent::Preedit { .. } | ImeEvent::Commit(_)) => self.composed = Composed::Nothing,
                _ => {}
            }
        }
    }

    fn output_hook(&mut self, ctx: &Context, output: &mut FullOutput) {
        let ime = &mut output.platform_output.ime;
        self.in_field = ime.is_some();
        let composing = self.composed == Composed::Something;
        let is_broken_off = if let Some(ime) = ime {
            match self.last {
                Some(last) if self.stays_on && composing => ime.cursor_rect = last.cursor_rect,
                _ => ime.cursor_rect.min.y = ime.cursor_rect.max.y,
            }
            ime.should_interrupt_composition &= composing || !self.stays_on;
            self.last = Some(IMEOutput { should_interrupt_composition: false, ..*ime });
            composing && ime.should_interrupt_composition
        } else {
            // A field may be scrolled out of sight for a moment.
            *ime = self.last.filter(|_| self.stays_on);
            composing && !self.stays_on
        };
        if is_broken_off {
            self.composed = Composed::BrokenOff;
            ctx.request_repaint();
        }
    }
}
