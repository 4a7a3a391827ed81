//! Long work on a thread of its own: the window stays live, shows how far it has come, and can call it off.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use eframe::egui;

use super::theme;
use super::waiting::Waiting;
use crate::error::Result;
use crate::ops::{Office, Watcher, called_off};
use crate::store::Interrupter;

/// How long work takes before it is shown, in seconds: what is quick does not flash.
const PATIENCE: f64 = 0.3;

/// How far a piece of work has come, seen by both threads.
#[derive(Default)]
pub struct Progress {
    done: AtomicUsize,
    total: AtomicUsize,
    cancelled: AtomicBool,
    /// Who is told besides.
    beside: Option<Arc<dyn Watcher>>,
}

impl Progress {
    /// Whether the clerk called it off.
    pub fn cancelled(&self) -> &AtomicBool {
        &self.cancelled
    }

    fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }
}

impl Watcher for Progress {
    fn tell(&self, done: usize, total: usize) {
        self.total.store(total, Ordering::Relaxed);
        self.done.store(done, Ordering::Relaxed);
        if let Some(beside) = &self.beside {
            beside.tell(done, total);
        }
    }

    /// What was not finished is given up.
    fn go_on(&self) -> Result<()> {
        if self.is_cancelled() { Err(called_off()) } else { Ok(()) }
    }
}

/// What is done with the outcome, on what the work was begun for.
pub type Finish<W> = Box<dyn FnOnce(&mut W) -> Result<()> + Send>;

/// A piece of work under way.
pub struct Work<W> {
    title: String,
    progress: Arc<Progress>,
    outcome: Waiting<Result<Finish<W>>>,
    /// Breaks off what the data file does, where it was lent.
    interrupter: Option<Interrupter>,
    /// When it was first seen, in seconds of the window.
    since: Option<f64>,
}

/// What long work has come to.
pub enum Outcome<W> {
    /// It ended.
    Ended {
        /// What is done with it.
        finish: Result<Finish<W>>,
        /// Whether the clerk called it off.
        cancelled: bool,
    },
    /// The thread died, and the data file with it where it was lent.
    Died {
        /// Whether it was.
        was_lent: bool,
    },
}

impl<W: 'static> Work<W> {
    /// Begins it.
    pub fn start(title: impl Into<String>, work: impl FnOnce(&Progress) -> Result<Finish<W>> + Send + 'static) -> Self {
        let progress = Arc::new(Progress::default());
        let seen = progress.clone();
        let outcome = Waiting::on(move || work(&seen));
        Self { title: title.into(), progress, outcome, interrupter: None, since: None }
    }

    /// Begins work that needs the data file: it is lent, and `then` has it back with the outcome. `beside` is told how far
    /// it has come as well.
    pub fn lend<T: Send + 'static>(
        title: &str,
        office: &mut Office,
        beside: Option<Arc<dyn Watcher>>,
        work: impl FnOnce(&mut Office) -> Result<T> + Send + 'static,
        then: impl FnOnce(&mut W, Office, Result<T>) -> Result<()> + Send + 'static,
    ) -> Result<Self> {
        let progress = Arc::new(Progress { beside, ..Progress::default() });
        let interrupter = office.store().interrupter();
        let mut lent = office.lend(progress.clone())?;
        let run = move || {
            let outcome = work(&mut lent);
            let finish: Finish<W> = Box::new(move |on| then(on, lent, outcome));
            Ok(finish)
        };
        let (title, outcome) = (title.to_owned(), Waiting::on(run));
        Ok(Self { title, progress, outcome, interrupter: Some(interrupter), since: None })
    }

    /// Whether it has the data file.
    pub fn has_file(&self) -> bool {
        self.interrupter.is_some()
    }

    /// Calls it off.
    pub fn cancel(&self) {
        self.progress.cancelled.store(true, Ordering::Relaxed);
    }

    /// What is said of something else that is asked for meanwhile.
    pub fn not_now(&self) -> String {
        format!("{}，完成后再试", self.title)
    }

    /// Whether it was called off.
    pub fn is_cancelled(&self) -> bool {
        self.progress.is_cancelled()
    }

    /// Draws how far it has come; gives the outcome once.
    pub fn ui(&mut self, ctx: &egui::Context) -> Option<Outcome<W>> {
        let cancelled = self.progress.is_cancelled();
        if let Some(outcome) = self.outcome.take(ctx) {
            return Some(match outcome {
                Some(finish) => Outcome::Ended { finish, cancelled },
                None => Outcome::Died { was_lent: self.has_file() },
            });
        }
        if let Some(interrupter) = self.interrupter.as_ref().filter(|_| cancelled) {
            interrupter.interrupt();
        }
        let now = ctx.input(|input| input.time);
        if now - *self.since.get_or_insert(now) < PATIENCE {
            return None;
        }
        let frame = egui::Frame::popup(&ctx.global_style()).inner_margin(20.0);
        egui::Modal::new(egui::Id::unique("work")).frame(frame).show(ctx, |ui| {
            ui.set_width(420.0);
            ui.spacing_mut().item_spacing.y = 10.0;
            ui.label(theme::head(&self.title));
            let total = self.progress.total.load(Ordering::Relaxed);
            let done = self.progress.done.load(Ordering::Relaxed);
            if total > 0 {
                let bar = egui::ProgressBar::new(done as f32 / total as f32).fill(theme::ACCENT.now());
                let bar = ui.add(bar.text(format!("{done}／{total}")));
                super::name_control(ui, &bar, &format!("进度 {done}／{total}"));
            }
            ui.label(theme::weak(if cancelled {
                "正在停下…"
            } else {
                "窗口可以照常移动；需要时可以取消。"
            }));
            let button = ui.add_enabled(!cancelled, egui::Button::new("取消"));
            if !cancelled && ui.memory(|memory| memory.focused().is_none()) {
                button.request_focus();
            }
            if button.clicked() || ui.input(|input| input.key_pressed(egui::Key::Escape)) {
                self.cancel();
            }
        });
        None
    }
}
