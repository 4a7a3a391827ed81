//! The only colours, sizes and spacings of the window.
#![allow(clippy::disallowed_methods)] // this is the home of colours

use std::cell::Cell;

use eframe::egui::{
    self, Color32, CornerRadius, FontData, FontDefinitions, FontFamily, FontId, FontTweak, Stroke, TextStyle, Theme,
};

use crate::fonts::Face;
use crate::rules::Weight;

/// A colour of the screen, in both themes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Colour {
    light: u32,
    dark: u32,
}

impl Colour {
    const fn new(light: u32, dark: u32) -> Self {
        Self { light, dark }
    }

    /// As one theme has it.
    pub fn of(self, theme: Theme) -> Color32 {
        let [_, red, green, blue] = if theme == Theme::Dark { self.dark } else { self.light }.to_be_bytes();
        Color32::from_rgb(red, green, blue)
    }

    /// As it is on paper, which is white in both.
    pub fn on_paper(self) -> Color32 {
        self.of(Theme::Light)
    }

    /// As the window shows it now.
    pub fn now(self) -> Color32 {
        self.of(NOW.get())
    }
}

impl From<Colour> for Color32 {
    fn from(colour: Colour) -> Self {
        colour.now()
    }
}

thread_local! {
    /// The theme that this thread's window shows.
    static NOW: Cell<Theme> = const { Cell::new(Theme::Light) };
}

/// Behind the paper and the lists.
pub const DESK: Colour = Colour::new(0xEE_F0F3, 0x15_181C);
/// Navigation and tool bars.
pub const BAR: Colour = Colour::new(0xF8_F9FB, 0x1D_2126);
/// Lists, dialogs, buttons and boxes of text.
pub const CARD: Colour = Colour::new(0xFF_FFFF, 0x23_282E);
/// The edge of the paper and of panels.
pub const EDGE: Colour = Colour::new(0xD3_D8DF, 0x3A_414A);
/// The edge of what can be typed in or ticked: three to one against what it stands on.
pub const LINE: Colour = Colour::new(0x84_8F9C, 0x7C_8896);
/// Text of the screen.
pub const TEXT: Colour = Colour::new(0x22_2830, 0xE4_E8ED);
/// Explanations.
pub const WEAK: Colour = Colour::new(0x5B_6673, 0xA6_B0BC);
/// What is chosen, the main button, the focus.
pub const ACCENT: Colour = Colour::new(0x1B_5FB8, 0x74_AEF5);
/// Text on the main button.
pub const ON_ACCENT: Colour = Colour::new(0xFF_FFFF, 0x0C_1A2B);
/// Behind what is chosen.
pub const CHOSEN: Colour = Colour::new(0xDC_E9F8, 0x22_3B57);
/// A finding that stops.
pub const STOP: Colour = Colour::new(0xB4_2318, 0xFF_9389);
/// A finding that warns.
pub const WARN: Colour = Colour::new(0x8A_5800, 0xE9_B654);
/// Done.
pub const DONE: Colour = Colour::new(0x1A_7040, 0x72_CE94);
/// The frame around what is pointed out.
pub const POINTER: Colour = Colour::new(0xD9_480F, 0xFF_A94D);
/// Behind a notice.
pub const NOTICE: Colour = Colour::new(0xFF_F8E6, 0x3A_3220);
/// Behind what is said at the foot of the window, and its text.
pub const TOLD: (Colour, Colour) = (Colour::new(0x22_2830, 0xDD_E2E8), Colour::new(0xFF_FFFF, 0x15_181C));

/// The paper: white by day and by night, as it prints.
pub const PAPER: Color32 = Color32::WHITE;
/// What is printed.
pub const INK: Color32 = Color32::from_rgb(0x10, 0x12, 0x16);
/// A field of the paper that takes the keyboard.
pub const FIELD: Color32 = Color32::from_rgb(0xF1, 0xF7, 0xFF);
/// A field of the paper under the pointer.
pub const FIELD_HOVER: Color32 = Color32::from_rgb(0xF7, 0xFA, 0xFE);

/// What a screen needs beside the navigation, in points, to have its panel at its side: a window of 1024 × 768 has it.
const SCREEN: egui::Vec2 = egui::vec2(860.0, 520.0);
/// What it needs to have its panel below, in points: one of 1366 × 768 has it that is shown at 150 %, a smaller one scrolls.
const STACKED: egui::Vec2 = egui::vec2(740.0, 440.0);

/// Whether a screen of this width, in points, has its panel below.
pub fn is_stacked(width: f32) -> bool {
    width < SCREEN.x
}

/// The room of a screen where there is this much, in points: what goes beyond it is scrolled to.
pub fn room_of_screen(there: egui::Vec2) -> egui::Vec2 {
    there.max(if is_stacked(there.x) { STACKED } else { SCREEN })
}

/// Width of the navigation, in points.
pub const NAV_WIDTH: f32 = 148.0;
/// Width of the panel beside the paper, in points.
pub const SIDE_WIDTH: f32 = 276.0;

/// Width of the panel beside a list, where a screen has this much room: on a small window (1024 points) the list has more of
/// it.
pub fn side_width(room: f32) -> f32 {
    if room < SMALL { 244.0 } else { SIDE_WIDTH }
}

/// Below this a screen is small, in points.
pub const SMALL: f32 = 960.0;
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
    ctx.options_mut(|options| {
        options.quit_shortcuts.clear();
        // The window's own, which keeps to what stays legible.
        options.zoom_with_keyboard = false;
    });
    for theme in [Theme::Light, Theme::Dark] {
        ctx.style_mut_of(theme, |style| dress(style, theme));
    }
    show(ctx, Theme::Light);
}

/// Shows the window in a theme, from the next frame on.
pub fn show(ctx: &egui::Context, theme: Theme) {
    NOW.set(theme);
    ctx.set_theme(theme);
}

/// The style of what lies on paper: light, whatever the window shows.
pub fn on_paper(ctx: &egui::Context) -> std::sync::Arc<egui::Style> {
    ctx.style_of(Theme::Light)
}

fn dress(style: &mut egui::Style, theme: Theme) {
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
    // Where something goes on beyond the edge, that shows without the pointer.
    style.spacing.scroll.floating_width = 5.0;
    style.spacing.scroll.floating_allocated_width = 6.0;
    style.spacing.scroll.dormant_handle_opacity = 0.4;
    style.spacing.scroll.interact_handle_opacity = 0.8;
    style.interaction.selectable_labels = false;
    let visuals = &mut style.visuals;
    visuals.panel_fill = DESK.of(theme);
    visuals.window_fill = CARD.of(theme);
    visuals.window_stroke = Stroke::new(1.0, EDGE.of(theme));
    visuals.extreme_bg_color = CARD.of(theme);
    visuals.text_edit_bg_color = Some(CARD.of(theme));
    visuals.faint_bg_color = BAR.of(theme);
    visuals.override_text_color = Some(TEXT.of(theme));
    visuals.weak_text_color = Some(WEAK.of(theme));
    visuals.selection.bg_fill = CHOSEN.of(theme);
    visuals.selection.stroke = Stroke::new(1.0, ACCENT.of(theme));
    // A blinking caret would draw the window twice a second for nothing.
    visuals.text_cursor.blink = false;
    visuals.text_cursor.stroke.color = ACCENT.of(theme);
    // What is composed looks chosen. The other way of egui 0.37 puts the caret half of a centred text too far left
    // (`paint_ime_preedit_text_visuals` is given the place without what centring adds).
    visuals.ime_composition.legacy_visuals = true;
    visuals.hyperlink_color = ACCENT.of(theme);
    visuals.widgets.noninteractive.bg_stroke = Stroke::new(1.0, EDGE.of(theme));
    for widget in [
        &mut visuals.widgets.inactive,
        &mut visuals.widgets.hovered,
        &mut visuals.widgets.active,
        &mut visuals.widgets.open,
    ] {
        widget.corner_radius = CornerRadius::same(4);
        widget.bg_stroke = Stroke::new(1.0, LINE.of(theme));
        widget.fg_stroke = Stroke::new(1.0, TEXT.of(theme));
        widget.weak_bg_fill = CARD.of(theme);
        widget.bg_fill = CARD.of(theme);
        widget.expansion = 0.0;
    }
    // Under the pointer grey, with the keyboard blue: never two that look chosen.
    visuals.widgets.hovered.bg_stroke = Stroke::new(1.0, WEAK.of(theme));
    visuals.widgets.active.bg_stroke = Stroke::new(1.5, ACCENT.of(theme));
    visuals.widgets.active.weak_bg_fill = CHOSEN.of(theme);
}

/// The main button of a screen: in the colour of the focus where it can be pressed, else as every other that cannot.
pub fn main_button(text: &str) -> MainButton<'_> {
    MainButton(text)
}

/// A button in the colour of the focus: its own ring for the keyboard lies inside of it.
pub struct MainButton<'a>(&'a str);

impl egui::Widget for MainButton<'_> {
    fn ui(self, ui: &mut egui::Ui) -> egui::Response {
        if !ui.is_enabled() {
            return ui.button(self.0);
        }
        let label = egui::RichText::new(self.0).color(ON_ACCENT);
        let response = ui.add(egui::Button::new(label).fill(ACCENT).stroke(Stroke::new(1.0, ACCENT)));
        if response.has_focus() {
            let ring = Stroke::new(1.5, ON_ACCENT);
            ui.painter().rect_stroke(response.rect.shrink(2.0), 3.0, ring, egui::StrokeKind::Inside);
        }
        response
    }
}

/// The colour of a finding.
pub fn weight(weight: Weight) -> Colour {
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
    egui::RichText::new(text).size(16.5).strong()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The contrast of two colours, as WCAG 2.2 reckons it.
    fn contrast(one: Color32, other: Color32) -> f32 {
        let light = |colour: Color32| {
            let part = |value: u8| {
                let value = f32::from(value) / 255.0;
                if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
            };
            0.2126 * part(colour.r()) + 0.7152 * part(colour.g()) + 0.0722 * part(colour.b())
        };
        let (one, other) = (light(one), light(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    #[test]
    fn text_and_edges_stand_out_in_both_themes() {
        for theme in [Theme::Light, Theme::Dark] {
            for (behind, name) in [(DESK, "desk"), (BAR, "bar"), (CARD, "card"), (NOTICE, "notice"), (CHOSEN, "chosen")]
            {
                for (text, what) in
                    [(TEXT, "text"), (WEAK, "weak"), (ACCENT, "accent"), (STOP, "stop"), (WARN, "warn"), (DONE, "done")]
                {
                    let found = contrast(text.of(theme), behind.of(theme));
                    assert!(found >= 4.5, "{theme:?}: {what} on {name} {found:.2}");
                }
            }
            for behind in [BAR, CARD] {
                assert!(contrast(LINE.of(theme), behind.of(theme)) >= 3.0, "{theme:?}");
            }
            assert!(contrast(ON_ACCENT.of(theme), ACCENT.of(theme)) >= 4.5);
            assert!(contrast(TOLD.0.of(theme), TOLD.1.of(theme)) >= 4.5);
        }
        assert!(contrast(INK, PAPER) > 15.0 && contrast(INK, FIELD) > 15.0);
    }
    #[test]
    fn a_main_button_that_cannot_be_pressed_looks_as_every_other_that_cannot() {
        let drawn = |is_main: bool, can_be_pressed: bool| {
            let ctx = egui::Context::default();
            apply(&ctx);
            let mut drawn = ctx.run_ui(egui::RawInput::default(), |ui| {
                ui.add_enabled_ui(can_be_pressed, |ui| {
                    if is_main { ui.add(main_button("备案")) } else { ui.button("备案") }
                });
            });
            // Nobody paints it.
            drawn.textures_delta.clear();
            format!("{:?}", drawn.shapes)
        };
        assert_eq!(drawn(true, false), drawn(false, false));
        assert_ne!(drawn(true, true), drawn(false, true));
    }
}
