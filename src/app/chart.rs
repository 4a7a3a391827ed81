//! Two small pictures beside 待办: the accounts of each system by their state, and how old the passwords are.

use std::ops::RangeInclusive;

use eframe::egui::{self, CornerRadius, Rect, Sense, Vec2};

use super::theme;
use crate::model::*;
use crate::rules::settings::Settings;
use crate::rules::{Standing, Tally};

/// How many systems are drawn.
const SYSTEMS: usize = 6;
/// Height of a bar, in points.
const BAR: f32 = 12.0;
/// Width of what stands beside a bar, in points: the numbers by state, one number, the name of a band of ages.
const STATES_WIDTH: f32 = 96.0;
const COUNT_WIDTH: f32 = 56.0;
const AGE_WIDTH: f32 = 72.0;

/// What is drawn.
#[derive(Default)]
pub struct Chart {
    /// Name and live, disabled, deleted accounts of the systems that have most.
    systems: Vec<(String, [usize; 3])>,
    /// How many systems are left out.
    more: usize,
    /// Live accounts by the days since their password was changed, with the name of each band.
    ages: Vec<(String, usize, theme::Colour)>,
}

impl Chart {
    /// Names what was counted when the register was judged.
    pub fn of(register: &Register, found: &Standing) -> Self {
        let settings = Settings::of(register);
        let counts = found.tallies().fold(Tally::default(), |sum, (_, tally)| sum.plus(tally)).ages;
        let counted = found.tallies().filter(|(_, tally)| tally.states.iter().any(|count| *count > 0));
        let mut systems: Vec<(String, [usize; 3])> =
            counted.map(|(id, tally)| (register.system_name(Some(id)).to_owned(), tally.states)).collect();
        systems.sort_by_key(|(name, counts)| (std::cmp::Reverse(counts.iter().sum::<usize>()), name.clone()));
        let more = systems.len().saturating_sub(SYSTEMS);
        systems.truncate(SYSTEMS);
        let colours = [theme::DONE, theme::ACCENT, theme::WARN, theme::STOP];
        let bands = settings.password_bands().into_iter().zip(counts).zip(colours);
        let bands = bands.filter(|((band, _), _)| !band.is_empty());
        let mut ages: Vec<_> = bands.map(|((band, count), colour)| (band_told(&band), count, colour)).collect();
        ages.push(("没有登记".to_owned(), counts[4], theme::LINE));
        Self { systems, more, ages }
    }
}

/// `45天内`, `46至75天`, `超过90天`.
fn band_told(band: &RangeInclusive<i64>) -> String {
    match (*band.start(), *band.end()) {
        (0, last) => format!("{last}天内"),
        (first, i64::MAX) => format!("超过{}天", first - 1),
        (first, last) => format!("{first}至{last}天"),
    }
}

/// Draws both pictures; the numbers stand beside them, so that nobody has to guess.
pub fn chart_ui(ui: &mut egui::Ui, chart: &Chart) {
    if chart.systems.is_empty() {
        ui.label(theme::weak("登记账号后，这里会画出各系统的账号和口令的新旧。"));
        return;
    }
    ui.label(theme::head("各系统的账号"));
    let most = chart.systems.iter().map(|(_, counts)| counts.iter().sum::<usize>()).max().unwrap_or(1).max(1);
    let states = [("在用", theme::ACCENT), ("已禁用", theme::WARN), ("已删除", theme::LINE)];
    for (name, counts) in &chart.systems {
        ui.add(egui::Label::new(egui::RichText::new(name).size(13.0)).truncate());
        let parts: Vec<(usize, theme::Colour)> = counts.iter().copied().zip(states.map(|(_, color)| color)).collect();
        let told: Vec<String> = counts
            .iter()
            .zip(states)
            .filter(|(count, _)| **count > 0)
            .map(|(count, (label, _))| format!("{label}{count}"))
            .collect();
        bar_ui(ui, &parts, most, STATES_WIDTH, &told.join(" "));
    }
    if chart.more > 0 {
        ui.label(theme::weak(format!("另有{}个系统", chart.more)).small());
    }
    ui.horizontal(|ui| {
        for (label, color) in states {
            ui.label(egui::RichText::new(format!("■ {label}")).color(color).size(12.5));
        }
    });
    ui.add_space(theme::GAP);
    ui.label(theme::head("口令的新旧（第二十五条）"));
    let most = chart.ages.iter().map(|(_, count, _)| *count).max().unwrap_or(1).max(1);
    for (label, count, color) in &chart.ages {
        ui.horizontal(|ui| {
            let line = egui::vec2(AGE_WIDTH, ui.spacing().interact_size.y.min(20.0));
            ui.allocate_ui_with_layout(line, egui::Layout::left_to_right(egui::Align::Center), |ui| {
                ui.set_min_width(AGE_WIDTH);
                ui.label(egui::RichText::new(label).size(13.0));
            });
            bar_ui(ui, &[(*count, *color)], most, COUNT_WIDTH, &format!("{count}个"));
        });
    }
}

/// A bar of several parts, as long as its share of the longest, and its numbers behind it.
fn bar_ui(ui: &mut egui::Ui, parts: &[(usize, theme::Colour)], most: usize, beside: f32, told: &str) {
    ui.horizontal(|ui| {
        let width = (ui.available_width() - beside).max(40.0);
        let (room, response) = ui.allocate_exact_size(Vec2::new(width, BAR), Sense::hover());
        super::name_control(ui, &response, told);
        let mut left = room.left();
        for (count, color) in parts.iter().filter(|(count, _)| *count > 0) {
            // The smallest share is still seen.
            let part = (width * *count as f32 / most as f32).max(2.0);
            let rect = Rect::from_min_size(egui::pos2(left, room.top()), Vec2::new(part, BAR));
            ui.painter().rect_filled(rect, CornerRadius::same(2), *color);
            left += part;
        }
        ui.label(theme::weak(told).size(12.5));
    });
}
