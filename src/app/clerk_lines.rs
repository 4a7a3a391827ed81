//! 经手 in 设置: who works under which login name of the computer.

use eframe::egui;

use super::command::Command;
use super::theme;
use crate::model::*;

/// Width of a column, in points: a grid leaves a line no more than its column has.
const WIDTH: f32 = 200.0;

/// The names as they are typed, with a blank line behind them.
#[derive(Default)]
pub struct ClerkLines {
    kept: Clerks,
    typed: Vec<(String, String)>,
}

impl ClerkLines {
    /// What is kept now; what is half-typed stays until that has changed.
    pub fn catch_up(&mut self, register: &Register) {
        let now = register.clerks();
        if self.typed.is_empty() || now != self.kept {
            self.typed.clone_from(&now.0);
            self.kept = now;
        }
    }

    /// Draws the lines; `present` is the login name of whoever sits here.
    pub fn ui(&mut self, ui: &mut egui::Ui, present: &str, commands: &mut Vec<Command>) {
        ui.label(theme::head("经手"));
        ui.label(theme::weak(format!(
            "台账记的是电脑的登录名，现在是{present}。写上姓名，历史和各处的经手就显示姓名，台账里记的不变。"
        )));
        // A line that only proposes a login name tells nothing yet.
        let tells = |(login, name): &(String, String)| !(name.is_empty() && (login.is_empty() || login == present));
        if self.typed.last().is_none_or(tells) {
            // Whoever sits here is named first.
            let is_told = self.typed.iter().any(|(login, _)| login.trim() == present);
            self.typed.push((if is_told { String::new() } else { present.to_owned() }, String::new()));
        }
        egui::Grid::new("clerks").spacing([20.0, 6.0]).min_col_width(WIDTH).show(ui, |ui| {
            for head in ["登录名", "姓名"] {
                ui.label(theme::weak(head));
            }
            ui.end_row();
            for (at, (login, name)) in self.typed.iter_mut().enumerate() {
                for (label, text) in [("登录名", login), ("姓名", name)] {
                    let edit = egui::TextEdit::singleline(text).char_limit(text::NAME_LIMIT).desired_width(WIDTH);
                    let response = ui.add(edit.id_salt((label, at)));
                    super::name_control(ui, &response, &format!("第{}行 {label}", at + 1));
                }
                ui.end_row();
            }
        });
        let told = Clerks(self.typed.iter().filter(|line| tells(line)).cloned().collect());
        if told != self.kept {
            let read = Clerks::read(&told.text()).filter(|read| read.0.len() == told.0.len());
            if let Some(clerks) = read {
                let response = ui.add(theme::main_button("保存"));
                super::name_control(ui, &response, "保存经手姓名");
                if response.clicked() {
                    commands.push(Command::SaveClerks(clerks));
                }
            } else {
                let why = "登录名和姓名都要写，一个登录名只写一次";
                ui.label(egui::RichText::new(why).color(theme::STOP));
            }
        }
        ui.add_space(10.0);
    }
}
