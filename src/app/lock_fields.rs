//! 加锁口令, typed unseen and, where it is a new one, twice.

use eframe::egui;

use super::modal::{PATH_LIMIT, takes_first};
use super::theme;
use crate::error::{Error, Result};
use crate::lock::{FORGOTTEN, Passphrase};

/// What is typed, and what speaks against it. It goes with its dialog.
#[derive(Default)]
pub struct LockFields {
    text: String,
    again: String,
    trouble: Option<Error>,
}

impl LockFields {
    /// What is typed; refuses what is soon guessed.
    pub fn once(&self) -> Result<Passphrase> {
        Passphrase::chosen(&self.text)
    }

    /// The same, typed twice alike; else it is said what was not done.
    pub fn twice(&self, undone: &str) -> Result<Passphrase> {
        let passphrase = self.once()?;
        if passphrase == Passphrase::told(&self.again) {
            return Ok(passphrase);
        }
        Err(Error::bad_input("两次输入的不一样").advise(format!("{undone}。请重新输入")))
    }

    /// The passphrase, or nothing: then the fields say why.
    pub fn taken(&mut self, typed: Result<Passphrase>) -> Option<Passphrase> {
        match typed {
            Ok(passphrase) => Some(passphrase),
            Err(error) => {
                self.trouble = Some(error);
                None
            }
        }
    }

    /// Draws the fields, with what forgetting a new one means; whether Enter was pressed in the last of them.
    pub fn ui(&mut self, ui: &mut egui::Ui, is_new: bool) -> bool {
        let mut entered = secret(ui, &mut self.text, "加锁口令");
        if is_new {
            if entered {
                ui.memory_mut(|memory| memory.move_focus(egui::FocusDirection::Next));
            }
            entered = secret(ui, &mut self.again, "再输一次");
            ui.label(theme::weak(format!("{FORGOTTEN}。")));
        }
        if let Some(error) = &self.trouble {
            for line in error.lines() {
                ui.label(egui::RichText::new(line).color(theme::STOP));
            }
            ui.label(theme::weak(error.advice().map_or_else(String::new, |advice| format!("{advice}。"))));
        }
        entered
    }
}

/// A line of text that is not shown; whether Enter was pressed in it.
fn secret(ui: &mut egui::Ui, text: &mut String, label: &str) -> bool {
    ui.label(label);
    let edit = egui::TextEdit::singleline(text).password(true).desired_width(f32::INFINITY);
    let response = ui.add(edit.char_limit(PATH_LIMIT));
    super::name_control(ui, &response, label);
    if takes_first(ui) {
        response.request_focus();
    }
    super::enter_pressed(ui, &response)
}
