//! The only colours, sizes and spacings of the window.
#![allow(clippy::disallowed_methods)] // this is the home of colours

use eframe::egui::{
    self, Color32, CornerRadius, FontData, FontDefinitions, FontFamily, FontId, FontTweak, Stroke, TextStyle,
};

use crate::fonts::Face;
use crate::rules::Weight;

/// Behind the paper and the lists.
pub const DESK: Color32 = Color32::from_rgb(0xEE, 0xF0, 0xF3);
/// Navigation and tool bars.
pub const BAR: Color32 = Color32::from_rgb(0xF8, 0xF9, 0xFB);
/// The paper.
pub const PAPER: Color32 = Color32::WHITE;
/// The edge of the paper and of panels.
pub const EDGE: Color32 = Color32::from_rgb(0xD3, 0xD8, 0xDF);
/// What is printed.
pub const INK: Color32 = Color32::from_rgb(0x10, 0x12, 0x16);
/// The edge of what can be typed in or ticked: three to one against the paper.
pub const LINE: Color32 = Color32::from_rgb(0x8C, 0x97, 0xA4);
/// Text of the screen.
pub const TEXT: Color32 = Color32::from_rgb(0x22, 0x28, 0x30);
/// Explanations.
pub const WEAK: Color32 = Color32::from_rgb(0x5B, 0x66, 0x73);
/// What is chosen, the main button, the focus.
pub const ACCENT: Color32 = Color32::from_rgb(0x1B, 0x5F, 0xB8);
/// Behind what is chosen.
pub const CHOSEN: Color32 = Color32::from_rgb(0xDC, 0xE9, 0xF8);
/// A field that takes the keyboard.
pub const FIELD: Color32 = Color32::from_rgb(0xF1, 0xF7, 0xFF);
/// A field under the pointer.
pub const FIELD_HOVER: Color32 = Color32::from_rgb(0xF7, 0xFA, 0xFE);
/// A finding that stops.
pub const STOP: Color32 = Color32::from_rgb(0xB4, 0x23, 0x18);
/// A finding that warns.
pub const WARN: Color32 = Color32::from_rgb(0x9A, 0x62, 0x00);
/// Done.
pub const DONE: Color32 = Color32::from_rgb(0x1E, 0x7A, 0x46);
/// Behind a notice.
pub const NOTICE: Color32 = Color32::from_rgb(0xFF, 0xF8, 0xE6);

/// Width of the navigation, in points.
pub const NAV_WIDTH: f32 = 148.0;
/// Width of the panel beside the paper, in points.
pub const SIDE_WIDTH: f32 = 276.0;
/// Height of a row of a list, in points.
pub const ROW_HEIGHT: f32 = 32.0;
/// Room around things, in points.
pub const GAP: f32 = 12.0;

/// The family that a face of the paper has on the screen.
pub fn family(face: Face) -> FontFamily {
    match face {
        Face::SerifBold => FontFamily::Name("title".into()),
        Face::Sans => FontFamily::Proportional,
        _ => FontFamily::Name("serif".into()),
    }
}

/// The fonts of the window, with those parts of the last resort that are needed.
pub fn fonts(rare: impl IntoIterator<Item = Face>) -> FontDefinitions {
    let mut fonts = FontDefinitions::empty();
    let faces: Vec<Face> = Face::COMMON.into_iter().chain(rare).collect();
    for face in &faces {
        let mut data = FontData::from_static(face.bytes());
        if !Face::COMMON.contains(face) {
            // The last resort is drawn smaller in its square and hangs higher than its neighbours.
            data.tweak = FontTweak { scale: 1.06, y_offset_factor: 0.1, ..FontTweak::default() };
        }
        fonts.font_data.insert(face.name().to_owned(), data.into());
    }
    let stack = |first: Face| -> Vec<String> {
        let mut stack = vec![first.name().to_owned()];
        let others = faces.iter().filter(|face| **face != first && **face != Face::SerifBold);
        stack.extend(others.map(|face| face.name().to_owned()));
        stack
    };
    fonts.families.insert(FontFamily::Proportional, stack(Face::Sans));
    fonts.families.insert(FontFamily::Monospace, stack(Face::Sans));
    fonts.families.insert(family(Face::Serif), stack(Face::Serif));
    fonts.families.insert(family(Face::SerifBold), stack(Face::SerifBold));
    fonts
}

/// Sets fonts, sizes and colours of the window.
pub fn apply(ctx: &egui::Context) {
    ctx.set_fonts(fonts([]));
    ctx.set_theme(egui::Theme::Light);
    ctx.options_mut(|options| options.quit_shortcuts.clear());
    ctx.all_styles_mut(|style| {
        style.text_styles = [
            (TextStyle::Heading, FontId::proportional(20.0)),
            (TextStyle::Body, FontId::proportional(14.5)),
            (TextStyle::Button, FontId::proportional(14.5)),
            (TextStyle::Small, FontId::proportional(12.5)),
            (TextStyle::Monospace, FontId::proportional(14.0)),
        ]
        .into();
        style.spacing.item_spacing = egui::vec2(8.0, 8.0);
        style.spacing.button_padding = egui::vec2(12.0, 5.0);
        style.spacing.interact_size.y = 28.0;
        style.interaction.selectable_labels = false;
        let visuals = &mut style.visuals;
        visuals.panel_fill = DESK;
        visuals.window_fill = PAPER;
        visuals.window_stroke = Stroke::new(1.0, EDGE);
        visuals.extreme_bg_color = PAPER;
        visuals.faint_bg_color = BAR;
        visuals.override_text_color = Some(TEXT);
        visuals.selection.bg_fill = CHOSEN;
        visuals.selection.stroke = Stroke::new(1.0, ACCENT);
        // A blinking caret would draw the window twice a second for nothing.
        visuals.text_cursor.blink = false;
        visuals.hyperlink_color = ACCENT;
        for widget in [
            &mut visuals.widgets.inactive,
            &mut visuals.widgets.hovered,
            &mut visuals.widgets.active,
            &mut visuals.widgets.open,
        ] {
            widget.corner_radius = CornerRadius::same(4);
            widget.bg_stroke = Stroke::new(1.0, LINE);
            widget.fg_stroke = Stroke::new(1.0, TEXT);
            widget.weak_bg_fill = PAPER;
            widget.bg_fill = PAPER;
            widget.expansion = 0.0;
        }
        // Under the pointer grey, with the keyboard blue: never two that look chosen.
        visuals.widgets.hovered.bg_stroke = Stroke::new(1.0, WEAK);
        visuals.widgets.active.bg_stroke = Stroke::new(1.5, ACCENT);
        visuals.widgets.active.weak_bg_fill = CHOSEN;
    });
}

/// The main button of a screen.
pub fn main_button(text: &str) -> egui::Button<'_> {
    egui::Button::new(egui::RichText::new(text).color(PAPER)).fill(ACCENT).stroke(Stroke::new(1.0, ACCENT))
}

/// The colour of a finding.
pub fn weight(weight: Weight) -> Color32 {
    match weight {
        Weight::Error => STOP,
        Weight::Warning | Weight::Reminder => WARN,
        Weight::Information => ACCENT,
    }
}

/// An explanation.
pub fn weak(text: impl Into<String>) -> egui::RichText {
    egui::RichText::new(text).color(WEAK)
}

/// A head of a group.
pub fn head(text: impl Into<String>) -> egui::RichText {
    egui::RichText::new(text).size(15.5).strong()
}
