//! A small Chinese calendar.

use eframe::egui;

use super::theme;
use crate::model::Day;

/// Size of a day, in points.
const CELL: egui::Vec2 = egui::vec2(36.0, 26.0);
const WEEKDAYS: [&str; 7] = ["一", "二", "三", "四", "五", "六", "日"];

/// Draws the month of `shown` with `chosen` marked; returns the day that is clicked. `shown` moves by the arrows.
pub fn calendar_ui(ui: &mut egui::Ui, shown: &mut Day, chosen: Option<Day>, today: Day) -> Option<Day> {
    let mut clicked = None;
    ui.set_width(252.0);
    ui.spacing_mut().item_spacing = egui::vec2(0.0, 2.0);
    ui.horizontal(|ui| {
        if ui.add(egui::Button::new("上月").sense(super::POINTER_ONLY)).clicked() {
            *shown = month_away(*shown, -1);
        }
        let title = format!("{}年{}月", shown.year(), shown.month());
        let width = ui.available_width() - 62.0;
        ui.add_sized([width, 26.0], egui::Label::new(theme::head(title)));
        if ui.add(egui::Button::new("下月").sense(super::POINTER_ONLY)).clicked() {
            *shown = month_away(*shown, 1);
        }
    });
    let first = Day::new(shown.year(), shown.month(), 1)?;
    let count = (28..=31).rev().find(|date| Day::new(shown.year(), shown.month(), *date).is_some())?;
    let weeks = (first.weekday() + count).div_ceil(7);
    let (table, _) = ui.allocate_exact_size(CELL * egui::vec2(7.0, weeks as f32 + 1.0), egui::Sense::hover());
    ui.spacing_mut().button_padding = egui::Vec2::ZERO;
    let place = |column: u32, row: u32| {
        egui::Rect::from_min_size(table.min + CELL * egui::vec2(column as f32, row as f32), CELL)
    };
    for (column, weekday) in (0..).zip(WEEKDAYS) {
        ui.put(place(column, 0), egui::Label::new(theme::weak(weekday)));
    }
    for date in 1..=count {
        let Some(day) = Day::new(shown.year(), shown.month(), date) else { continue };
        let text = egui::RichText::new(date.to_string());
        let text = if day == today { text.strong().color(theme::ACCENT) } else { text };
        let button = egui::Button::selectable(chosen == Some(day), text).sense(super::POINTER_ONLY).min_size(CELL);
        let at = first.weekday() + date - 1;
        let response = ui.put(place(at % 7, at / 7 + 1), button);
        super::name_control(ui, &response, &day.chinese());
        if response.clicked() {
            clicked = Some(day);
        }
    }
    if ui.add(egui::Button::new(format!("今天 {}", today.chinese())).sense(super::POINTER_ONLY)).clicked() {
        clicked = Some(today);
    }
    clicked
}

/// The same day, or the last one, of a month so many months away.
pub fn month_away(day: Day, months: i32) -> Day {
    let index = day.year() * 12 + day.month() as i32 - 1 + months;
    let (year, month) = (index.div_euclid(12), index.rem_euclid(12) as u32 + 1);
    (1..=day.day()).rev().find_map(|date| Day::new(year, month, date)).unwrap_or(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_away_from_the_31st_is_the_last_day_of_that_month() {
        let day = |text| Day::from_iso(text).unwrap();
        assert_eq!(month_away(day("2026-01-31"), 1), day("2026-02-28"));
        assert_eq!(month_away(day("2024-01-31"), 1), day("2024-02-29"));
        assert_eq!(month_away(day("2026-01-15"), -1), day("2025-12-15"));
    }
}
