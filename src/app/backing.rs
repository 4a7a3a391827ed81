//! Backups as the window makes them: after an hour of work and at closing, where something has changed.

use std::path::Path;

use eframe::egui;

use super::dialog::Dialog;
use super::workspace::Workspace;
use crate::error::{Error, Result};
use crate::model::Day;
use crate::ops::Office;
use crate::store::{Access, BackedUp};
use crate::{clock, places};

/// How long the window works between two backups, in seconds.
const EVERY: f64 = 3600.0;

/// When a backup was made last, and whether closing has been held up by one that failed.
#[derive(Default)]
pub struct Backing {
    since: Option<f64>,
    told: bool,
    /// Whether it closes once the work under way is given up.
    closes: bool,
}

/// Makes a backup beside the data file, verified before it counts; nothing where nothing has changed.
fn back_up(office: &Office, today: Option<Day>) -> Result<BackedUp> {
    let folder = places::backup_folder(office.store().path());
    office.back_up(&folder, clock::now(today)).map_err(|error| {
        let told = format!("备份没有做成：{}", error.lines().join("；"));
        Error::new(error.kind(), told)
            .advise("数据文件本身没有问题，已保存的都在。请腾出空间或检查权限，再点“关于”里的“立即备份”")
    })
}

impl Workspace {
    /// Makes a backup beside the data file, verified before it counts; nothing where nothing has changed.
    fn back_up(&self) -> Result<BackedUp> {
        back_up(&self.office, self.surroundings.today)
    }

    /// The same beside the window.
    pub(super) fn begin_back_up(&mut self, told: fn(&mut Self, &Path)) -> Result<()> {
        let today = self.surroundings.today;
        let work = move |office: &mut Office| back_up(office, today);
        self.begin("正在备份", work, move |workspace, made| {
            told(workspace, made.path());
            Ok(())
        })
    }

    /// After an hour of work a backup is made; what fails is said at once.
    pub(super) fn back_up_when_due(&mut self, ctx: &egui::Context) {
        if self.office.store().access() == Access::Read {
            return;
        }
        let now = ctx.input(|input| input.time);
        let since = *self.backing.since.get_or_insert(now);
        if now - since < EVERY || self.dialog.is_some() || self.work.is_some() {
            return;
        }
        self.backing.since = Some(now);
        if let Err(error) = self.begin_back_up(|_, _| ()) {
            self.dialog = Some(Dialog::Told(error));
        }
    }

    /// At closing a backup is made. One that fails is said first; the window closes when it is asked again.
    pub(super) fn back_up_at_closing(&mut self, ctx: &egui::Context) {
        let closing = ctx.input(|input| input.viewport().close_requested());
        if closing && let Some(work) = &self.work {
            // It is given up first; then the window closes by itself.
            work.cancel();
            self.backing.closes = true;
            ctx.send_viewport_cmd(egui::ViewportCommand::CancelClose);
            return;
        }
        if self.backing.closes && self.work.is_none() {
            self.backing.closes = false;
            ctx.send_viewport_cmd(egui::ViewportCommand::Close);
            return;
        }
        if !closing || self.backing.told || self.office.store().access() == Access::Read {
            return;
        }
        let kept = self.leave_form();
        if let Err(error) = kept.and_then(|()| self.back_up()) {
            self.backing.told = true;
            ctx.send_viewport_cmd(egui::ViewportCommand::CancelClose);
            let advice = format!("{}。再关一次窗口即可退出", error.advice().unwrap_or("已保存的数据都在"));
            let told = Error::new(error.kind(), error.lines().join("；")).advise(advice);
            self.dialog = Some(Dialog::Told(told));
        }
    }
}
