//! What a clerk types faster than the window paints is done one after the other, each on what the one before has made.
//!
//! egui takes all that came since its last frame as one moment: of four presses of a key it counts one, Tab twice goes one
//! field on, and of two keys the one is seen first that is asked for first. Where a frame takes long (no graphics card, a
//! remote desktop, the first frame of a screen), keys would be lost or come in another order. So a frame gets one press,
//! and what comes after it waits until the window has settled on it.
//!
//! Of the pointer nothing is held back: egui looks where it is once a frame, and measures double clicks by frames.

use std::collections::VecDeque;

use eframe::egui::{Context, Event, Id, ImeEvent, Key, LayerId, Modifiers, Plugin, RawInput};

/// How many frames a dialog may take until it has the keyboard; the most that anything waits for one press.
const OPENING: u8 = 8;
/// So many presses do not wait: a key that is held down on a remote desktop may come as a press each time, and would go
/// on long after it was let go.
const MOST_WAITING: usize = 24;

/// What waits for the frames to come.
#[derive(Default)]
pub struct Pace {
    waiting: VecDeque<Event>,
    /// The key that is down since the last press.
    held: Option<Key>,
    settling: Option<Settling>,
}

/// A press is done; what it opens may still be on its way.
#[derive(Clone, Copy, Default)]
struct Settling {
    frames: u8,
    keyboard: Keyboard,
}

/// Who has the keyboard, and what lies over everything else.
type Keyboard = (Option<Id>, Option<LayerId>);

/// What an event is to the frame that it comes in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Act {
    /// For the field that has the keyboard: it takes all of it in its order.
    Typing,
    /// A key that does something, or the clipboard where no field has the keyboard; one a frame.
    Press(Option<Key>),
    /// Shift or Ctrl, pressed or let go: it is for what comes after it.
    Modifiers,
    /// What stays with whatever it came with: a key that is let go, the pointer, the wheel.
    Beside,
}

/// Whether a field of text does by itself what a key is for.
fn edits(key: Key, modifiers: Modifiers) -> bool {
    match key {
        Key::Backspace | Key::Delete | Key::ArrowLeft | Key::ArrowRight | Key::Home | Key::End => !modifiers.alt,
        Key::A => modifiers.command,
        _ => false,
    }
}

/// Which key is down after an event.
fn held_after(held: Option<Key>, event: &Event) -> Option<Key> {
    match event {
        Event::Key { key, pressed: true, .. } => Some(*key),
        Event::Key { key, .. } if held == Some(*key) => None,
        _ => held,
    }
}

impl Pace {
    /// What an event is, by those beside it.
    fn act(&self, at: usize, in_field: bool) -> Act {
        match &self.waiting[at] {
            Event::Key { key, pressed: true, modifiers, .. } => {
                let is_letter = matches!(self.waiting.get(at + 1), Some(Event::Text(_)));
                let is_letter = is_letter && !modifiers.command && !modifiers.alt;
                let is_typed = in_field && (is_letter || edits(*key, *modifiers));
                if is_typed { Act::Typing } else { Act::Press(Some(*key)) }
            }
            // The letter of the key before it.
            Event::Text(_) if at > 0 && matches!(self.waiting[at - 1], Event::Key { pressed: true, .. }) => Act::Beside,
            Event::Text(_) | Event::Ime(ImeEvent::Preedit { .. } | ImeEvent::Commit(_)) => Act::Typing,
            Event::Copy | Event::Cut | Event::Paste(_) | Event::PasteImage(_) if in_field => Act::Typing,
            Event::Copy | Event::Cut | Event::Paste(_) | Event::PasteImage(_) => Act::Press(None),
            Event::ModifiersChanged(_) => Act::Modifiers,
            _ => Act::Beside,
        }
    }

    /// How many of the events are for one frame, and whether a press is among them.
    fn one_frame(&self, acts: &[Act]) -> (usize, bool) {
        let (mut typed, mut pressed, mut held) = (false, false, self.held);
        for (at, act) in acts.iter().enumerate() {
            match act {
                // A key that is held down goes on as fast as the window follows.
                Act::Press(Some(key)) if pressed && held == Some(*key) => {}
                Act::Press(_) if typed || pressed => return (at, pressed),
                Act::Typing | Act::Modifiers if pressed => return (at, pressed),
                Act::Press(_) => pressed = true,
                Act::Typing => typed = true,
                Act::Modifiers | Act::Beside => {}
            }
            held = held_after(held, &self.waiting[at]);
        }
        (acts.len(), pressed)
    }

    /// Whether the next press or letter has what it is meant for.
    fn is_settled(&mut self, keyboard: Keyboard, next: Option<Act>) -> bool {
        let Some(Settling { frames, keyboard: before }) = self.settling else { return true };
        let goes_on = matches!(next, Some(Act::Press(Some(key))) if self.held == Some(key));
        // The frame after the press shows what it has opened, and only the next tells whether that has the keyboard.
        let is_settled = goes_on || frames >= OPENING || (frames > 0 && keyboard == before);
        self.settling = (!is_settled).then_some(Settling { frames: frames + 1, keyboard });
        is_settled
    }
}

impl Plugin for Pace {
    fn debug_name(&self) -> &'static str {
        "pace"
    }

    fn input_hook(&mut self, ctx: &Context, input: &mut RawInput) {
        // A frame may be laid out twice; it has had what it gets.
        if ctx.current_pass_index() > 0 {
            return;
        }
        self.waiting.extend(input.events.drain(..));
        let in_field = ctx.text_edit_focused();
        let keyboard = ctx.memory(|memory| (memory.focused(), memory.top_modal_layer()));
        let acts: Vec<Act> = (0..self.waiting.len()).map(|at| self.act(at, in_field)).collect();
        let presses = acts.iter().filter(|act| matches!(act, Act::Press(_))).count();
        let first = acts.iter().position(|act| matches!(act, Act::Press(_) | Act::Typing));
        let is_settled = self.is_settled(keyboard, first.map(|at| acts[at]));
        let (count, is_press) = match first {
            // What was typed is done before the window closes.
            Some(_) if presses > MOST_WAITING || input.viewport().close_requested() => (acts.len(), true),
            Some(at) if !is_settled => (at, false),
            Some(_) => self.one_frame(&acts),
            None => (acts.len(), false),
        };
        if is_press {
            self.settling = Some(Settling::default());
        }
        for event in self.waiting.drain(..count) {
            self.held = held_after(self.held, &event);
            input.events.push(event);
        }
        if !self.waiting.is_empty() {
            ctx.request_repaint();
        }
    }
}
