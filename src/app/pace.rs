//! What a clerk types faster than the window paints is done one after the other, each on what the one before has made.
//!
//! egui takes all that came since its last frame as one moment: of four presses of a key it counts one, Tab twice goes one
//! field on, and of two keys the one is seen first that is asked for first. Where a frame takes long (no graphics card, a
//! remote desktop, the first frame of a screen), keys would be lost or come in another order. So a frame gets one press,
//! and what comes after it waits until the window has settled on it.
//!
//! The pointer waits only in its turn: egui measures double clicks by frames. But egui looks once a frame where it is, and
//! once which keys are held with it, so a click is in the frame of neither what was typed before nor of a hand that has gone on.

use std::collections::VecDeque;

use eframe::egui::accesskit::Action;
use eframe::egui::{Context, Event, Id, ImeEvent, Key, LayerId, Modifiers, Plugin, Pos2, RawInput};

/// How many frames a dialog may take until it has the keyboard; the most that anything waits for one press.
const OPENING: u8 = 8;
/// What weighs more does not wait: on a remote desktop a key that is held down may come as a press each time, and would
/// go on long after it was let go.
const MOST_WAITING: usize = 100;
/// What a press weighs that has a frame of its own; a letter, of which a scanner may send many, and a key that is held
/// down weigh 1.
const OF_ITS_OWN: usize = 4;
/// How far a hand moves that clicks, in points (egui's own measure).
const STAYING: f32 = 6.0;

/// What waits for the frames to come.
#[derive(Default)]
pub struct Pace {
    waiting: VecDeque<Event>,
    /// The key that is down since the last press.
    held: Option<Key>,
    settling: Option<Settling>,
}

/// A press or a click is done; what it opens may still be on its way.
#[derive(Clone, Copy)]
struct Settling {
    key: Option<Key>,
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
    /// A button of the pointer, or what a screen reader asks for: what comes after it is for what was clicked.
    Click,
    /// What stays with whatever it came with: a key that is let go, the pointer on its way, the wheel.
    Beside,
}

/// What is only pressed with other keys.
const WITH_OTHERS: [Key; 10] = [
    Key::ShiftLeft,
    Key::ShiftRight,
    Key::ControlLeft,
    Key::ControlRight,
    Key::AltLeft,
    Key::AltRight,
    Key::SuperLeft,
    Key::SuperRight,
    Key::CapsLock,
    Key::NumLock,
];

/// What only goes on in a list or a page, and opens nothing.
const GOING_ON: [Key; 6] = [Key::ArrowUp, Key::ArrowDown, Key::ArrowLeft, Key::ArrowRight, Key::PageUp, Key::PageDown];

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
        Event::Key { key, pressed: true, .. } if !WITH_OTHERS.contains(key) => Some(*key),
        Event::Key { key, pressed: false, .. } if held == Some(*key) => None,
        _ => held,
    }
}

impl Pace {
    /// What an event is, by those beside it.
    fn act(&self, at: usize, in_field: bool) -> Act {
        match &self.waiting[at] {
            Event::Key { key, pressed: true, .. } if WITH_OTHERS.contains(key) => Act::Modifiers,
            Event::Key { key, pressed: true, modifiers, .. } => {
                let is_letter = matches!(self.waiting.get(at + 1), Some(Event::Text(_)));
                let is_letter = is_letter && !modifiers.command && !modifiers.alt;
                let is_typed = in_field && (is_letter || edits(*key, *modifiers));
                if is_typed { Act::Typing } else { Act::Press(Some(*key)) }
            }
            // The letter of the key before it.
            Event::Text(_) if at > 0 && matches!(self.waiting[at - 1], Event::Key { pressed: true, .. }) => Act::Beside,
            // Some systems say without end that nothing is composed.
            Event::Ime(ImeEvent::Preedit { text, .. }) if text.is_empty() => Act::Beside,
            Event::Text(_) | Event::Ime(ImeEvent::Preedit { .. } | ImeEvent::Commit(_)) => Act::Typing,
            Event::Copy | Event::Cut | Event::Paste(_) | Event::PasteImage(_) if in_field => Act::Typing,
            Event::Copy | Event::Cut | Event::Paste(_) | Event::PasteImage(_) => Act::Press(None),
            Event::ModifiersChanged(_) => Act::Modifiers,
            Event::PointerButton { .. } => Act::Click,
            Event::AccessKitActionRequest(asked) if asked.action == Action::Click => Act::Click,
            _ => Act::Beside,
        }
    }

    /// How many of the events are for one frame.
    fn one_frame(&self, acts: &[Act]) -> usize {
        let (mut typed, mut pressed, mut clicked, mut held) = (false, false, false, self.held);
        let mut clicked_at: Option<Pos2> = None;
        for (at, act) in acts.iter().enumerate() {
            match act {
                // A key that is held down goes on as fast as the window follows.
                Act::Press(Some(key)) if pressed && held == Some(*key) => {}
                Act::Press(_) if typed || pressed || clicked => return at,
                Act::Typing | Act::Modifiers if pressed || clicked => return at,
                Act::Click if typed || pressed => return at,
                Act::Press(_) => pressed = true,
                Act::Typing => typed = true,
                Act::Click => clicked = true,
                Act::Modifiers | Act::Beside => {}
            }
            match &self.waiting[at] {
                Event::PointerButton { pos, .. } => clicked_at = Some(*pos),
                Event::PointerMoved(pos) if clicked_at.is_some_and(|it| it.distance(*pos) > STAYING) => return at,
                Event::PointerGone if clicked_at.is_some() => return at,
                _ => {}
            }
            held = held_after(held, &self.waiting[at]);
        }
        acts.len()
    }

    /// What the presses weigh that wait.
    fn weight(&self, acts: &[Act]) -> usize {
        let (mut held, mut weight) = (self.held, 0);
        for (at, act) in acts.iter().enumerate() {
            let is_letter = matches!(self.waiting.get(at + 1), Some(Event::Text(_)));
            weight += match act {
                Act::Press(key) if is_letter || (key.is_some() && *key == held) => 1,
                Act::Press(_) => OF_ITS_OWN,
                _ => 0,
            };
            held = held_after(held, &self.waiting[at]);
        }
        weight
    }

    /// Whether the next press or letter, which stands at `next`, has what it is meant for.
    fn is_settled(&mut self, keyboard: Keyboard, acts: &[Act], next: usize) -> bool {
        let Some(Settling { key, frames, keyboard: before }) = self.settling else { return true };
        let held = self.waiting.iter().take(next).fold(self.held, held_after);
        let goes_on = match acts.get(next) {
            Some(Act::Press(Some(next))) => held == Some(*next) || (key == Some(*next) && GOING_ON.contains(next)),
            _ => false,
        };
        // The frame after the press shows what it has opened, and only the next tells whether that has the keyboard.
        let is_settled = goes_on || frames >= OPENING || (frames > 0 && keyboard == before);
        self.settling = (!is_settled).then_some(Settling { key, frames: frames + 1, keyboard });
        is_settled
    }
}

impl Plugin for Pace {
    fn debug_name(&self) -> &'static str {
        "pace"
    }

    fn input_hook(&mut self, ctx: &Context, input: &mut RawInput) {
        // A frame may be laid out twice; it has had what it gets.
        if ctx.current_pass_index() == 0 {
            self.waiting.extend(input.events.drain(..));
            let in_field = ctx.text_edit_focused();
            let keyboard = ctx.memory(|memory| (memory.focused(), memory.top_modal_layer()));
            let acts: Vec<Act> = (0..self.waiting.len()).map(|at| self.act(at, in_field)).collect();
            let next = acts.iter().position(|act| matches!(act, Act::Press(_) | Act::Typing)).unwrap_or(acts.len());
            let is_settled = self.is_settled(keyboard, &acts, next);
            let count = if self.weight(&acts) > MOST_WAITING || input.viewport().close_requested() {
                // What was typed is done before the window closes.
                acts.len()
            } else {
                self.one_frame(if is_settled { &acts } else { &acts[..next] })
            };
            for (event, act) in self.waiting.drain(..count).zip(acts) {
                if let Act::Press(_) | Act::Click = act {
                    let key = if let Act::Press(key) = act { key } else { None };
                    self.settling = Some(Settling { key, frames: 0, keyboard });
                }
                self.held = held_after(self.held, &event);
                input.events.push(event);
            }
        }
        if !self.waiting.is_empty() {
            ctx.request_repaint();
        }
    }
}
