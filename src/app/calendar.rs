//! A small Chinese calendar.

use eframe::egui;

use super::theme;
use crate::model::Day;

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
    let cell = egui::vec2(36.0, 26.0);
    ui.horizontal(|ui| {
        for weekday in WEEKDAYS {
            ui.add_sized(cell, egui::Label::new(theme::weak(weekday)));
        }
    });
    let first = Day::new(shown.year(), shown.month(), 1)?;
    let mut day = first.plus(-i64::from(first.weekday()))?;
    while day < first || day.month() == first.month() {
        ui.horizontal(|ui| {
            for _ in 0..7 {
                if day.month() == first.month() {
                    let text = egui::RichText::new(day.day().to_string());
                    let text = if day == today { text.strong().color(theme::ACCENT) } else { text };
                    let button =
                        egui::Button::selectable(chosen == Some(day), text).sense(super::POINTER_ONLY).min_size(cell);
                    let response = ui.add_sized(cell, button);
                    super::name_control(ui, &response, &day.chinese());
                    if response.clicked() {
                        clicked = Some(day);
                    }
                } else {
                    ui.add_space(cell.x);
                }
                day = day.plus(1).unwrap_or(day);
            }
        });
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
