//! The clerk's own desk, and the one for practising that is put over it: the sample office in a folder that goes when
//! practising ends. The own file is not touched meanwhile.

use std::rc::Rc;

use eframe::egui;

use super::Surroundings;
use super::dialog::Dialog;
use super::guide::{COUNT, Guide};
use super::workspace::{Wish, Workspace};
use crate::error::{Error, Result};
use crate::ops::{Office, example_in};

/// What is open.
pub struct Desk {
    own: Workspace,
    practice: Option<Practice>,
}

/// A desk for practising. In this order: the file is closed before its folder goes.
struct Practice {
    workspace: Workspace,
    _folder: tempfile::TempDir,
}

impl Desk {
    /// The clerk's own.
    pub fn new(own: Workspace) -> Self {
        Self { own, practice: None }
    }

    /// The clerk's own office.
    pub fn office(&self) -> &Office {
        &self.own.office
    }

    /// The clerk's own desk.
    pub(super) fn own(&mut self) -> &mut Workspace {
        &mut self.own
    }

    /// The clerk's own desk, without that for practising.
    pub(super) fn into_own(self) -> Workspace {
        self.own
    }

    /// The sample office, while the clerk practises.
    pub fn sample(&self) -> Option<&Office> {
        self.practice.as_ref().map(|practice| &practice.workspace.office)
    }

    /// What the guide frames.
    pub fn framed(&self) -> Option<egui::Rect> {
        self.practice.as_ref()?.workspace.guide.as_ref()?.framed
    }

    /// Whether long work is under way.
    pub fn is_working(&self) -> bool {
        self.practice.as_ref().map_or(&self.own, |practice| &practice.workspace).work.is_some()
    }

    /// What is in front.
    pub(super) fn in_front(&mut self) -> &mut Workspace {
        self.practice.as_mut().map_or(&mut self.own, |practice| &mut practice.workspace)
    }

    /// The path through the window in one frame.
    pub(super) fn frame(&mut self, ui: &mut egui::Ui) {
        // Closing is the own file's affair: its drafts, its backup.
        if ui.ctx().input(|input| input.viewport().close_requested()) {
            self.go_back(ui.ctx());
        }
        let workspace = self.in_front();
        workspace.frame(ui);
        workspace.frames += 1;
        if workspace.frames == 1 {
            ui.ctx().request_repaint();
        }
        match workspace.wish.take() {
            Some(Wish::Practise(at)) => {
                if let Err(error) = self.practise(at) {
                    self.own.dialog = Some(Dialog::Told(error));
                }
            }
            Some(Wish::GoBack) => self.go_back(ui.ctx()),
            None => return,
        }
        ui.ctx().request_repaint();
    }

    /// Keeps what is half-typed in the own file, and takes away what was shown of it; called when the window closes.
    pub(super) fn close(&mut self) {
        // The window is going: there is nobody left to tell, and the last draft stands in the file.
        self.own.leave_form().ok();
        // The same goes for what a viewer holds fast: it goes at the next start.
        self.own.shown.clear().ok();
    }

    /// Puts the sample office in front, at a step of the guide.
    fn practise(&mut self, at: usize) -> Result<()> {
        let own = &mut self.own;
        let making = |error: std::io::Error| Error::io("准备示例数据", &std::env::temp_dir(), &error);
        let folder = tempfile::Builder::new().prefix("taizhang-").tempdir().map_err(making)?;
        let office = Office::example(&example_in(folder.path()), own.today())?;
        let surroundings = Surroundings {
            today: own.surroundings.today,
            renderer: own.surroundings.renderer,
            patience: own.surroundings.patience,
            watcher: own.surroundings.watcher.clone(),
            documents: folder.path().join("文档"),
            shown: folder.path().join("查看"),
            view: Rc::clone(&own.surroundings.view),
            printing: own.surroundings.printing.clone(),
            preferences: own.surroundings.preferences.clone(),
        };
        let mut workspace = Workspace::new(office, surroundings)?;
        workspace.desktop_theme = own.desktop_theme.take();
        workspace.preferences = own.preferences.clone();
        workspace.guide = Some(Guide::default());
        workspace.go_to_step(at)?;
        self.practice = Some(Practice { workspace, _folder: folder });
        Ok(())
    }

    /// Takes the sample office away; the step is kept, to be taken up again.
    fn go_back(&mut self, ctx: &egui::Context) {
        let Some(mut practice) = self.practice.take() else { return };
        let at = practice.workspace.guide.as_ref().map_or(0, Guide::place);
        let own = &mut self.own;
        own.desktop_theme = practice.workspace.desktop_theme.take();
        own.preferences = practice.workspace.preferences.clone();
        let kept = own.preferences.change(|kept| {
            kept.guided = true;
            kept.guide_step = if at < COUNT { at } else { 0 };
        });
        if let Err(error) = kept {
            own.dialog = Some(Dialog::Told(error));
        }
        // What had the keyboard is gone.
        ctx.memory_mut(egui::Memory::stop_text_input);
    }
}
