//! What a thread finds out while the window stays live.

use std::sync::mpsc::{Receiver, RecvTimeoutError, TryRecvError};
use std::time::Duration;

use eframe::egui;

/// How often the window looks after what is under way.
const LOOK: Duration = Duration::from_millis(50);

/// Something that a thread finds out.
pub enum Waiting<T> {
    /// Not yet.
    Asked(Receiver<T>),
    /// There, or taken.
    Here(Option<T>),
}

impl<T: Send + 'static> Waiting<T> {
    /// Finds it out on a thread of its own.
    pub fn on(find: impl FnOnce() -> T + Send + 'static) -> Self {
        let (send, receive) = std::sync::mpsc::channel();
        // Who asked may have gone meanwhile: then nobody waits for the answer.
        std::thread::spawn(move || send.send(find()).ok());
        Self::Asked(receive)
    }

    /// Waits for the answer, and no longer than this.
    pub fn wait(&mut self, longest: Duration) {
        if let Waiting::Asked(receiver) = self {
            match receiver.recv_timeout(longest) {
                Ok(answer) => *self = Waiting::Here(Some(answer)),
                Err(RecvTimeoutError::Disconnected) => *self = Waiting::Here(None),
                Err(RecvTimeoutError::Timeout) => {}
            }
        }
    }

    /// Whether the answer is there; until then the window looks again soon.
    fn arrive(&mut self, ctx: &egui::Context) -> bool {
        if let Waiting::Asked(receiver) = self {
            match receiver.try_recv() {
                Ok(answer) => *self = Waiting::Here(Some(answer)),
                Err(TryRecvError::Disconnected) => *self = Waiting::Here(None),
                Err(TryRecvError::Empty) => {
                    ctx.request_repaint_after(LOOK);
                    return false;
                }
            }
        }
        true
    }

    /// The answer, once it is there.
    pub fn get(&mut self, ctx: &egui::Context) -> Option<&T> {
        self.arrive(ctx);
        match self {
            Waiting::Here(answer) => answer.as_ref(),
            Waiting::Asked(_) => None,
        }
    }

    /// The answer, where it was there in the last frame.
    pub fn here(&self) -> Option<&T> {
        match self {
            Waiting::Here(answer) => answer.as_ref(),
            Waiting::Asked(_) => None,
        }
    }

    /// Whether nothing has come yet.
    pub fn is_asked(&self) -> bool {
        matches!(self, Waiting::Asked(_))
    }

    /// The answer for good; nothing as long as it is not there, nothing in it where the thread died.
    pub fn take(&mut self, ctx: &egui::Context) -> Option<Option<T>> {
        self.arrive(ctx).then_some(())?;
        match self {
            Waiting::Here(answer) => Some(answer.take()),
            Waiting::Asked(_) => None,
        }
    }
}
