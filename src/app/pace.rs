//! What a clerk does faster than the window paints is done one after the other, each on what the one before has made.
//!
//! egui takes all that came since its last frame as one moment: of four presses of a key it counts one, Tab twice goes one
//! field on, and of two keys the one is seen first that is asked for first. Where a frame takes long (no graphics card, a
//! remote desktop, the first frame of a screen), keys would be lost or come in another order. So a frame gets one act, and
//! the next lets what it has opened stand there; what came after waits. Nothing waits for a hand that is slower than that.

use std::collections::VecDeque;

use eframe::egui::{Context, Event, ImeEvent, Key, Plugin, RawInput};

/// What waits for the frames to come.
#[derive(Default)]
pub struct Pace {
    waiting: VecDeque<Event>,
    /// Whether the frame before had an act of which more may come: a screen, a dialog, the keyboard in another field.
    settles: bool,
}

/// What an event is to the frame that it comes in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Act {
    /// Text for the field that has the keyboard: it takes all of it in its order.
    Typing,
    /// A key, a click or the clipboard; one a frame.
    Press(Option<Key>),
    /// What goes with the act before it: a key that is let go, the pointer on its way.
    None,
}

/// What an event is, by the events beside it and whether a field has the keyboard.
fn act(before: Option<&Event>, event: &Event, after: Option<&Event>, in_field: bool) -> Act {
    match event {
        Event::Key { key, pressed: true, modifiers, .. } => {
            let is_letter = matches!(after, Some(Event::Text(_))) && !modifiers.command && !modifiers.alt;
            if in_field && is_letter { Act::Typing } else { Act::Press(Some(*key)) }
        }
        // The letter of the key before it.
        Event::Text(_) if matches!(before, Some(Event::Key { pressed: true, .. })) => Act::None,
        Event::Text(_) | Event::Ime(ImeEvent::Preedit { .. } | ImeEvent::Commit(_)) => Act::Typing,
        Event::PointerButton { pressed: true, .. }
        | Event::Copy
        | Event::Cut
        | Event::Paste(_)
        | Event::PasteImage(_) => Act::Press(None),
        _ => Act::None,
    }
}

/// How many of the events are for one frame, and whether a press is among them.
fn one_frame(events: &VecDeque<Event>, in_field: bool) -> (usize, bool) {
    let mut done = Act::None;
    let mut held = None;
    for (at, event) in events.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| events.get(at));
        let act = act(before, event, events.get(at + 1), in_field);
        let goes_with = match (done, act) {
            (_, Act::None) | (Act::None, _) | (Act::Typing, Act::Typing) => true,
            // A key that is held down goes on as fast as the window follows.
            (_, Act::Press(key)) => key.is_some() && key == held,
            (Act::Press(_), Act::Typing) => false,
        };
        if !goes_with {
            return (at, matches!(done, Act::Press(_)));
        }
        match (act, event) {
            (Act::Press(key), _) => (done, held) = (act, key),
            (Act::Typing, _) => done = act,
            (Act::None, Event::Key { key, pressed: false, .. }) if held == Some(*key) => held = None,
            (Act::None, _) => {}
        }
    }
    (events.len(), matches!(done, Act::Press(_)))
}

impl Plugin for Pace {
    fn debug_name(&self) -> &'static str {
        "pace"
    }

    fn input_hook(&mut self, ctx: &Context, input: &mut RawInput) {
        self.waiting.extend(input.events.drain(..));
        let in_field = ctx.text_edit_focused();
        let (count, is_press) = if std::mem::take(&mut self.settles) {
            let acts = (0..self.waiting.len()).find(|at| {
                let before = at.checked_sub(1).and_then(|at| self.waiting.get(at));
                act(before, &self.waiting[*at], self.waiting.get(at + 1), in_field) != Act::None
            });
            (acts.unwrap_or(self.waiting.len()), false)
        } else {
            one_frame(&self.waiting, in_field)
        };
        self.settles = is_press;
        input.events.extend(self.waiting.drain(..count));
        if !self.waiting.is_empty() {
            ctx.request_repaint();
        }
    }
}
