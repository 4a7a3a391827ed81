//! What was half-typed and not saved, offered again on the screens that the clerk begins with.

use eframe::egui;

use super::command::Command;
use super::theme;
use crate::model::*;
use crate::store::{Draft, Drafted, Place};

/// How many are offered at once.
const MANY: usize = 4;

/// A banner for each: what it is, to go on with it or to throw it away.
pub(super) fn drafts_ui<'a>(
    ui: &mut egui::Ui,
    drafts: impl Iterator<Item = &'a Draft>,
    register: &Register,
    commands: &mut Vec<Command>,
) {
    for draft in drafts.take(MANY) {
        egui::Frame::new().fill(theme::NOTICE.now()).inner_margin(egui::Margin::symmetric(12, 6)).show(ui, |ui| {
            ui.horizontal(|ui| {
                ui.label(told(draft, register));
                if ui.button("继续填写").clicked() {
                    commands.push(Command::Resume(draft.clone()));
                }
                if ui.button("丢弃").clicked() {
                    commands.push(Command::DropDraft(draft.id));
                }
                ui.allocate_space(egui::vec2(ui.available_width(), 0.0));
            });
            if let Some(told) = left_out_told(draft) {
                ui.label(told);
            }
        });
    }
}

/// 「“申请描述”没有留在草稿中：像是写了口令，口令不得保存（第二十五条）」; nothing where all was kept.
pub(super) fn left_out_told(draft: &Draft) -> Option<String> {
    let place = |(row, field): &Place| match row {
        None => format!("“{}”", field.label()),
        Some(row) => format!("第{}行“{}”", row + 1, field.label()),
    };
    let places = draft.left_out.iter().map(place).collect::<Vec<_>>().join("、");
    (!places.is_empty()).then(|| format!("{places}没有留在草稿中：像是写了口令，口令不得保存（第二十五条）"))
}

/// 「有一张没有保存的申请表：秦天天，工程建设管理平台，新增」.
fn told(draft: &Draft, register: &Register) -> String {
    match draft.of {
        Drafted::Application(_) => {
            let named = [Field::Applicant, Field::System, Field::Action].map(|field| draft.values.get(field));
            let named = named.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("，");
            let named = if named.is_empty() { "未写明申请人".to_owned() } else { named };
            match draft.application().and_then(|id| register.get::<Application>(id)) {
                Some(it) => format!("有未保存的改动：{} {named}", it.number),
                None => format!("有一张没有保存的申请表：{named}"),
            }
        }
        Drafted::Matrix(id) => format!("有未保存的改动：{}的对照表", register.department_name(Some(id))),
        Drafted::Cleanup(id) => match id.and_then(|id| register.get::<Cleanup>(id)) {
            Some(it) => format!("有未保存的改动：{}", it.number),
            None => "有一张没有保存的清理清单".to_owned(),
        },
    }
}
