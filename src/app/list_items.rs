//! The papers that can be chosen on the left of 权限对照表 and 清理清单.

use eframe::egui;

use super::command::Command;
use super::list_form::stage_of;
use super::scans::SCANNED;
use super::theme;
use crate::model::*;
use crate::rules::cleanup::told_whose;
use crate::store::Drafted;

/// Which form a screen shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListKind {
    /// 附件1.
    Matrix,
    /// 附件3.
    Cleanups,
}

/// A paper that can be chosen, with its name and below it whose it is and its stage.
pub type Item = (Drafted, String, String);

/// What is told beside the state of the table of a department that is no more.
const ABOLISHED: &str = "　已撤销";

/// Every paper of a kind, the newest or as the departments stand.
pub fn items(kind: ListKind, register: &Register, half_typed: &[Drafted], is_new: bool, today: Day) -> Vec<Item> {
    let scanned = register.scanned_numbers();
    let item = |of: Drafted, name: &str| {
        let stage = if half_typed.contains(&of) { "有未保存的内容" } else { stage_of(of, register) };
        let is_scanned = match of {
            Drafted::Matrix(id) => !register.attachments_of(&Scanned::Matrix(id)).is_empty(),
            _ => scanned.contains(name),
        };
        let is_abolished = match of {
            Drafted::Matrix(id) => register.get::<Department>(id).is_some_and(|it| it.abolished_by(today).is_some()),
            _ => false,
        };
        let marks = [(is_abolished, ABOLISHED), (is_scanned, SCANNED)].map(|(is, mark)| if is { mark } else { "" });
        (of, name.to_owned(), format!("{stage}{}", marks.concat()))
    };
    match kind {
        ListKind::Matrix => {
            let live = register.departments.values().filter(|it| it.void_reason.is_none());
            live.map(|it| item(Drafted::Matrix(it.id), &it.name)).collect()
        }
        ListKind::Cleanups => {
            let new = Drafted::Cleanup(None);
            let new = (is_new || half_typed.contains(&new)).then(|| item(new, "新清单"));
            let whose = told_whose(register);
            let listed = |it: &Cleanup| {
                let (of, name, stage) = item(Drafted::Cleanup(Some(it.id)), &it.number);
                match whose.get(&it.id) {
                    Some(whose) => (of, name, format!("{whose}\n{stage}")),
                    None => (of, name, stage),
                }
            };
            new.into_iter().chain(register.cleanups.values().rev().map(listed)).collect()
        }
    }
}

/// Draws them; a click opens one.
pub fn items_ui(ui: &mut egui::Ui, items: &[Item], chosen: Drafted, commands: &mut Vec<Command>) {
    egui::Frame::new().fill(theme::BAR.now()).inner_margin(8.0).show(ui, |ui| {
        ui.set_min_size(ui.available_size());
        egui::ScrollArea::vertical().auto_shrink(false).id_salt("papers").show(ui, |ui| {
            ui.with_layout(egui::Layout::top_down_justified(egui::Align::Min), |ui| {
                for (of, name, stage) in items {
                    if super::entry_ui(ui, chosen == *of, name, stage) && chosen != *of {
                        commands.push(Command::OpenList(*of));
                    }
                }
            });
        });
    });
}
