//! 备案: what each department has filed and has yet to file, and every filing with its papers.

use eframe::egui;

use super::command::{Command, VoidKey};
use super::offer;
use super::scans::{SCANNED, scans_ui};
use super::table::{Line, Table};
use super::theme;
use crate::error::Result;
use crate::model::*;
use crate::ops::Office;
use crate::rules::filing::{filings_of, outside_rows, stage};

/// How many quarters show.
const QUARTERS: usize = 4;

/// The filings on the screen.
pub struct FilingScreen {
    table: Table<FilingId>,
    revision: Option<u64>,
    /// The filing in the panel: its lines, and the revision that they were made for.
    told: Option<(FilingId, u64, Vec<String>)>,
}

impl FilingScreen {
    /// An empty screen.
    pub fn new() -> Self {
        let columns = vec![
            ("编号", 130.0),
            ("科室", 0.0),
            ("备案内容", 130.0),
            ("报送期", 130.0),
            ("账号数", 70.0),
            ("备案日期", 128.0),
            ("状态", 60.0),
        ];
        Self { table: Table::new("filings", columns, (0, true)).yielding(&[4, 5]), revision: None, told: None }
    }

    /// The search box asks for the keyboard.
    pub fn focus_search(&mut self) {
        self.table.focus_search();
    }

    /// Shows this filing.
    pub fn choose(&mut self, id: FilingId) {
        self.table.choose_only(id);
    }

    /// The one that is chosen.
    pub fn chosen(&self) -> Option<FilingId> {
        match self.table.chosen()[..] {
            [one] => Some(one),
            _ => None,
        }
    }

    /// Draws the screen.
    pub fn ui(&mut self, ui: &mut egui::Ui, office: &Office, today: Day, commands: &mut Vec<Command>) -> Result<()> {
        if self.revision != Some(office.revision()) {
            self.revision = Some(office.revision());
            self.table.fill(lines(office.register()));
        }
        self.table.arrange();
        super::bar_ui(ui, |ui| {
            ui.horizontal(|ui| {
                self.table.search_ui(ui, "科室、编号、季度");
                self.table.count_ui(ui, "次");
            });
        });
        let whole = ui.available_rect_before_wrap();
        let (main, side) = whole.split_left_right_at_x(whole.right() - theme::side_width(whole.width()));
        let half = main.top() + (main.height() * 0.46).max(200.0);
        let (states, list) = main.split_top_bottom_at_y(half);
        ui.scope_builder(egui::UiBuilder::new().max_rect(states), |ui| {
            egui::Frame::new()
                .inner_margin(theme::GAP)
                .show(ui, |ui| states_ui(ui, office.register(), today, commands));
        });
        ui.scope_builder(egui::UiBuilder::new().max_rect(list), |ui| {
            if self.table.lines().is_empty() {
                ui.add_space(40.0);
                ui.vertical_centered(|ui| {
                    ui.label(theme::head("还没有备案"));
                    ui.label(theme::weak(
                        "对照表签字后可以备案（第五条）；非自建系统的账号每季度备案一次（第十九条）。",
                    ));
                });
            } else {
                self.table.ui(ui, &|id| offer::of_filing(id, office.register()), commands);
            }
        });
        ui.scope_builder(egui::UiBuilder::new().max_rect(side), |ui| {
            let frame = egui::Frame::new().fill(theme::BAR.now()).stroke(egui::Stroke::new(1.0, theme::EDGE));
            frame
                .inner_margin(theme::GAP)
                .show(ui, |ui| {
                    ui.set_min_size(ui.available_size());
                    egui::ScrollArea::vertical().auto_shrink(false).id_salt("filing").show(ui, |ui| {
                        ui.set_max_width(ui.available_width() - 10.0);
                        self.panel_ui(ui, office, commands)
                    })
                })
                .inner
                .inner
        })
        .inner
    }

    fn panel_ui(&mut self, ui: &mut egui::Ui, office: &Office, commands: &mut Vec<Command>) -> Result<()> {
        let chosen = match self.table.chosen()[..] {
            [one] => office.register().get::<Filing>(one),
            _ => None,
        };
        let Some(filing) = chosen else {
            ui.label(theme::weak("在列表中选中一次备案，可以看它与上次相比的变动，重新导出它的文件。"));
            return Ok(());
        };
        if self.told.as_ref().is_none_or(|(id, revision, _)| (*id, *revision) != (filing.id, office.revision())) {
            self.told = Some((filing.id, office.revision(), told(filing, office)?));
        }
        ui.label(theme::head(&filing.number));
        if ui.add(theme::main_button("重新导出")).clicked() {
            commands.push(Command::AskSaveFiling(filing.id));
        }
        if let Some((.., lines)) = &self.told {
            for line in lines {
                ui.label(line);
            }
        }
        let subject = crate::model::attachment::Subject::Numbered(filing.number.clone());
        scans_ui(ui, office.register(), &subject, commands);
        ui.add_space(4.0);
        if filing.void_reason.is_none() && ui.link("作废这次备案").clicked() {
            commands.push(Command::AskVoidOf(VoidKey::Filing(filing.id)));
        }
        Ok(())
    }
}

/// A department a line: 附件1's stage, and the quarters of the systems that are not 自建.
fn states_ui(ui: &mut egui::Ui, register: &Register, today: Day, commands: &mut Vec<Command>) {
    let mut quarters = vec![Quarter::of(today)];
    while quarters.len() < QUARTERS {
        quarters.push(quarters[quarters.len() - 1].previous());
    }
    quarters.reverse();
    ui.label(theme::weak("对照表经签字后备案（第五条）；非自建系统的账号每季度备案，无变动也要备案（第十九条）。"));
    ui.add_space(4.0);
    egui::ScrollArea::both().auto_shrink(false).id_salt("states").show(ui, |ui| {
        egui::Grid::new("states").striped(true).spacing([10.0, 8.0]).min_col_width(78.0).show(ui, |ui| {
            ui.label(theme::weak("科室"));
            ui.label(theme::weak("对照表"));
            for quarter in &quarters {
                // The year above the quarter: all four stand beside the panel.
                ui.label(theme::weak(quarter.chinese().replacen('年', "年\n", 1)));
            }
            ui.end_row();
            for department in register.departments.values().filter(|it| it.void_reason.is_none()) {
                ui.label(&department.name);
                matrix_ui(ui, register, department.id, commands);
                let filed = filings_of(register, department.id, FilingKind::Outside);
                let concerned = !filed.is_empty() || !outside_rows(register, department.id, today).is_empty();
                for quarter in &quarters {
                    if filed.iter().any(|it| it.period == *quarter) {
                        ui.label(egui::RichText::new("已备案").color(theme::DONE));
                    } else if concerned {
                        let response = ui.button("备案");
                        let name = format!("{}{}非自建系统备案", department.name, quarter.chinese());
                        super::name_control(ui, &response, &name);
                        if response.clicked() {
                            commands.push(Command::AskFileQuarter(department.id, *quarter));
                        }
                    } else {
                        ui.label(theme::weak("无此类账号"));
                    }
                }
                ui.end_row();
            }
        });
    });
}

fn matrix_ui(ui: &mut egui::Ui, register: &Register, department: DepartmentId, commands: &mut Vec<Command>) {
    let state = stage(register, department);
    if state == MatrixStage::Signed {
        let response = ui.button("已签字，备案");
        let name = format!("{}对照表备案", register.department_name(Some(department)));
        super::name_control(ui, &response, &name);
        if response.clicked() {
            commands.push(Command::AskFile(department, FilingKind::Matrix));
        }
        return;
    }
    let color = if state == MatrixStage::Filed { theme::DONE } else { theme::WEAK };
    let text = egui::RichText::new(state.label()).color(color);
    if ui.add(egui::Button::new(text).frame(false)).on_hover_text("打开这个科室的对照表").clicked() {
        commands.push(Command::OpenList(crate::store::Drafted::Matrix(department)));
    }
}

/// What a filing says of itself.
fn told(filing: &Filing, office: &Office) -> Result<Vec<String>> {
    let register = office.register();
    let mut lines = vec![
        format!("{}　{}", register.department_name(Some(filing.department)), filing.kind.label()),
        format!("{}　{}行", filing.period.chinese(), filing.rows.len()),
        format!("签字：{} {}", filing.signed_by, filing.signed_on.chinese()),
    ];
    lines.extend(filing.void_reason.as_ref().map(|reason| format!("已作废：{reason}")));
    let (difference, since) = office.filing_difference(filing);
    let since = since.map_or_else(|| "首次备案".to_owned(), |it| format!("与{}相比", it.number));
    lines.push(if difference.is_empty() { format!("{since}：无变动") } else { format!("{since}：") });
    lines.extend(difference.lines());
    lines.push(format!("台账指纹：{}", filing.fingerprint));
    for (entry, _) in office.store().history_of(&filing.clone().into_record())? {
        lines.push(format!("{}　{}　经手 {}", entry.day.chinese(), entry.op.label(), entry.who));
    }
    Ok(lines)
}

fn lines(register: &Register) -> Vec<Line<FilingId>> {
    let scanned = register.scanned_numbers();
    let line = |it: &Filing| {
        let void = it.void_reason.is_some();
        let scan = if scanned.contains(it.number.as_str()) { SCANNED } else { "" };
        let texts = vec![
            it.number.clone(),
            register.department_name(Some(it.department)).to_owned(),
            it.kind.label().to_owned(),
            it.period.chinese(),
            it.rows.len().to_string(),
            it.filed_on.chinese(),
            format!("{}{scan}", if void { "作废" } else { "" }).trim().to_owned(),
        ];
        Line {
            sorts: vec![(3, it.period.to_string()), (4, format!("{:09}", it.rows.len())), (5, it.filed_on.iso())],
            more: it.signed_by.clone(),
            color: void.then_some((6, theme::WEAK)),
            ..Line::new(it.id, texts)
        }
    };
    register.filings.values().map(line).collect()
}
