//! The reason for what is done only with one, which the 台账 keeps: something declared void, a finding overridden or that
//! withdrawn, an errand done against what stops it.

use eframe::egui;

use super::command::{Command, VoidKey};
use super::modal::{awaits_ui, cancel_ui, first_text, lines_ui};
use super::theme;
use crate::model::{Subject, WaiverId, text};
use crate::rules::Article;

/// What is done once the reason is told.
#[derive(Clone, Copy)]
pub enum Reasoned {
    /// Something is declared void.
    Void(VoidKey),
    /// A finding is overridden.
    Waive(Article, Subject),
    /// An override is withdrawn.
    Withdraw(WaiverId),
    /// An errand, 办结, is done against what stops it.
    Override(&'static str, fn(String) -> Command),
}

impl Reasoned {
    /// What the dialog is called, and what there is to know.
    fn told(self) -> (String, String) {
        let (title, note) = match self {
            Reasoned::Override(verb, _) => {
                let note = format!("请先改正。确需{verb}的，请写明原因，它会记入台账。");
                return (format!("这张表还不能{verb}"), note);
            }
            Reasoned::Waive(..) => ("例外办理", "请写明原因，它会记入台账，并随检查结果一起显示。"),
            Reasoned::Withdraw(_) => ("撤回例外办理", "请写明原因，它会记入台账，并随检查结果一起显示。"),
            Reasoned::Void(what) => match what {
                VoidKey::Application(_) => ("作废这张申请表", "编号保留，不会再用。请写明原因，它会记入台账。"),
                VoidKey::Cleanup(_) => ("作废这张清理清单", "编号保留，不会再用。请写明原因，它会记入台账。"),
                VoidKey::Filing(_) => {
                    ("作废这次备案", "报送过的文件仍然保留，不再与它比较。请写明原因，它会记入台账。")
                }
                VoidKey::Scan(_) => ("作废这份扫描件", "扫描件仍然保留，不再算作这张表的。请写明原因，它会记入台账。"),
                VoidKey::Inspection(_) => {
                    ("作废这次巡检", "编号保留，不会再用；可以重新巡检。请写明原因，它会记入台账。")
                }
                VoidKey::Sample(_) => ("作废这次抽查", "编号保留，不会再用；可以另抽一次。请写明原因，它会记入台账。"),
                VoidKey::Notice(_) => {
                    ("作废这份书面通知", "编号保留，不会再用；再办一次离职时另行出具。请写明原因，它会记入台账。")
                }
                VoidKey::PostChange(_) => {
                    ("作废这次岗位变动", "不再等待备案；人员现在的科室和岗位不改。请写明原因，它会记入台账。")
                }
                VoidKey::Record(..) => ("作废这条记录", "记录和历史都保留，可以恢复。请写明原因，它会记入台账。"),
            },
        };
        (title.to_owned(), note.to_owned())
    }

    /// What the line is called, and the button.
    fn asked(self) -> (&'static str, String) {
        match self {
            Reasoned::Void(_) => ("作废原因", "作废".to_owned()),
            Reasoned::Waive(..) => ("原因", "例外办理".to_owned()),
            Reasoned::Withdraw(_) => ("原因", "撤回例外办理".to_owned()),
            Reasoned::Override(verb, _) => ("办理原因", format!("照样{verb}")),
        }
    }

    fn because(self, reason: String) -> Command {
        match self {
            Reasoned::Void(what) => Command::Void(what, reason),
            Reasoned::Waive(article, subject) => Command::Waive(article, subject, reason),
            Reasoned::Withdraw(waiver) => Command::Withdraw(waiver, reason),
            Reasoned::Override(_, then) => then(reason),
        }
    }
}

/// The reason as it is typed.
pub struct ReasonDialog {
    what: Reasoned,
    /// The findings it is about, as sentences.
    findings: Vec<String>,
    reason: String,
}

impl ReasonDialog {
    /// Asks for the reason of this, in spite of these findings.
    pub fn new(what: Reasoned, findings: Vec<String>) -> Self {
        Self { what, findings, reason: String::new() }
    }

    /// Draws the dialog.
    pub fn ui(&mut self, ui: &mut egui::Ui, commands: &mut Vec<Command>) {
        let ((title, note), (label, verb)) = (self.what.told(), self.what.asked());
        ui.label(theme::head(title));
        if !self.findings.is_empty() {
            lines_ui(ui, &self.findings);
        }
        ui.label(theme::weak(note));
        let entered = first_text(ui, &mut self.reason, label, text::NOTE_LIMIT);
        let ready = awaits_ui(ui, &[(!self.reason.trim().is_empty(), label)], None);
        ui.horizontal(|ui| {
            let button = ui.add_enabled_ui(ready, |ui| match self.what {
                // What is against the rules is not what is proposed.
                Reasoned::Override(..) => ui.button(verb),
                _ => ui.add(theme::main_button(&verb)),
            });
            if button.inner.clicked() || (entered && ready) {
                commands.push(self.what.because(self.reason.clone()));
            }
            cancel_ui(ui, commands);
        });
    }
}
