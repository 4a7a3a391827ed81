//! What a filing hands in, for which quarter, signed by whom, and where its papers go (第五条, 第十九条).

use eframe::egui;

use super::browse::{PathField, Wanted};
use super::command::{Command, PaperKey};
use super::completions::NameLine;
use super::modal::{awaits_ui, cancel_ui, entered_in, goes_on, labelled_text, lines_ui};
use super::suggest::Suggester;
use super::theme;
use crate::model::{Choice, Day, Field, FilingKind, Quarter};
use crate::ops::{FilingRequest, Office};
use crate::rules::filing::doubted_signer;

/// A filing as it is asked for.
pub struct FileDialog {
    /// 科室, by name.
    pub name: String,
    /// What is to be filed; day and name are taken from the texts.
    pub told: FilingRequest,
    /// 报送期, as typed.
    pub period: String,
    /// 签字日期, as typed; nothing where it is recorded with the paper.
    pub signed_on: Option<String>,
    /// By which accounts the quarter of `told` is filed and what changed since the last filing, a line each; nothing as
    /// long as the 台账 is gone through for it.
    pub lines: Option<Vec<String>>,
    /// What stops it, a line each; the reason to file all the same is asked for then.
    pub stoppers: Vec<String>,
    /// Where its papers go.
    pub path: PathField,
    /// Today.
    pub today: Day,
    /// Whom the line of 签字人 can be completed to.
    pub suggester: Suggester,
}

impl FileDialog {
    /// Draws the dialog.
    pub fn ui(&mut self, ui: &mut egui::Ui, office: &Office, composing: bool, commands: &mut Vec<Command>) {
        ui.label(theme::head(format!("备案：{}　{}", self.name, self.told.kind.label())));
        match &self.lines {
            Some(lines) => lines_ui(ui, lines),
            None => drop(ui.label(theme::weak("正在按台账核对…"))),
        }
        let mut entered = labelled_text(ui, "报送期", &mut self.period, "如 2026年第三季度");
        self.print_ui(ui, commands);
        if let Some(signed_on) = &mut self.signed_on {
            entered |= labelled_text(ui, "签字日期", signed_on, "如 2026年8月3日");
            ui.label("签字人");
            let line = NameLine {
                label: "签字人",
                field: Field::Leader,
                width: f32::INFINITY,
                hint: "不写则是科室登记的",
                is_proposed: false,
                composing,
                today: self.today,
            };
            let (response, _) = line.ui(ui, &mut self.told.signed_by, &self.suggester, office);
            entered |= entered_in(ui, &response);
        }
        entered |= self.path.ui(ui, "文件夹", "", Wanted::Folder);
        if !self.stoppers.is_empty() {
            ui.label(egui::RichText::new("还不能备案：").color(theme::STOP));
            ui.push_id("stoppers", |ui| lines_ui(ui, &self.stoppers));
            let hint = "请先改正；确属例外的写明原因，它会记入台账";
            entered |= labelled_text(ui, "例外办理原因", &mut self.told.reason, hint);
        }
        let period = Quarter::from_typed(&self.period);
        // What shows is of one quarter: for another it is found out anew.
        if let Some(other) = period.filter(|period| *period != self.told.period) {
            commands.push(Command::PreviewFiling(other));
        }
        let is_shown = period == Some(self.told.period) && self.lines.is_some();
        let signed_on = self.signed_on.as_ref().map(|text| Day::from_typed(text, self.today));
        let signer = self.told.signed_by.trim();
        let is_known = signer.is_empty() || office.register().person_named(signer).found().is_some();
        let is_free = self.stoppers.is_empty() || !self.told.reason.trim().is_empty();
        let needed = [
            (period.is_some(), "报送期"),
            (signed_on != Some(None), "签字日期"),
            (is_known, "签字人（人员中的一位）"),
            (self.path.is_given(), "文件夹"),
            (is_free, "例外办理原因"),
        ];
        let doubt = signed_on.flatten().zip(office.register().person_named(signer).found()).and_then(|(on, signer)| {
            doubted_signer(office.register(), self.told.department, self.told.kind, (signer, on), self.today)
        });
        let told = doubt.map_or_else(
            || theme::weak("写入 Excel、PDF 和报送单各一份，三份都带台账指纹或文件指纹。"),
            |doubt| egui::RichText::new(doubt).color(theme::WARN),
        );
        let ready = awaits_ui(ui, &needed, Some(told)) && is_shown;
        ui.horizontal(|ui| {
            if goes_on(ui, "备案", ready, entered) {
                let told = FilingRequest { signed_on: signed_on.flatten(), ..self.told.clone() };
                commands.push(Command::File(told, self.path.path()));
            }
            cancel_ui(ui, commands);
        });
    }
    /// The step before: what has no paper of its own is printed here, and signed.
    fn print_ui(&self, ui: &mut egui::Ui, commands: &mut Vec<Command>) {
        if self.told.kind != FilingKind::Outside {
            return;
        }
        ui.horizontal(|ui| {
            if ui.button("打印").clicked() {
                commands.push(Command::AskPrint(vec![PaperKey::Outside(self.told.department, self.told.period)]));
            }
            ui.label(theme::weak("先打印或保存为 PDF，送科室负责人签字，签好再备案。"));
        });
    }
}
