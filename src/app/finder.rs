//! Where a control of the window is, by role and name: from the accessibility tree, in which every control stands. So
//! what is pointed out needs no code of its own in the screens.

use std::collections::BTreeMap;

use eframe::egui::{self, Rect, accesskit::Role};

/// A control, by its role and its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// Its role.
    pub role: Role,
    /// Its name.
    pub name: String,
}

impl Target {
    /// A button.
    pub fn button(name: impl Into<String>) -> Self {
        Self { role: Role::Button, name: name.into() }
    }

    /// A box of text.
    pub fn field(name: impl Into<String>) -> Self {
        Self { role: Role::TextInput, name: name.into() }
    }
}

/// Looks for one control in each frame.
#[derive(Default)]
pub struct Finder {
    wanted: Option<Target>,
    found: BTreeMap<u64, Rect>,
}

impl Finder {
    /// Asks for a control; tells where it was in the last frame. The tree is made from then on, as for a screen reader.
    pub fn find(ctx: &egui::Context, target: Option<&Target>) -> Option<Rect> {
        ctx.enable_accesskit();
        let handle = ctx.plugin_or_default::<Self>();
        let mut finder = handle.lock();
        if finder.wanted.as_ref() != target {
            finder.wanted = target.cloned();
            finder.found.clear();
            ctx.request_repaint();
        }
        // Of several the uppermost, and of those the leftmost.
        let key = |rect: &&Rect| ((rect.top() * 10.0) as i64, (rect.left() * 10.0) as i64);
        finder.found.values().min_by_key(key).copied()
    }
}

impl egui::Plugin for Finder {
    fn debug_name(&self) -> &'static str {
        "finder"
    }

    fn output_hook(&mut self, ctx: &egui::Context, output: &mut egui::FullOutput) {
        let (Some(wanted), Some(update)) = (&self.wanted, &output.platform_output.accesskit_update) else { return };
        let mut found = BTreeMap::new();
        for (id, node) in &update.nodes {
            let roles =
                [wanted.role, if wanted.role == Role::TextInput { Role::MultilineTextInput } else { wanted.role }];
            if roles.contains(&node.role())
                && node.label() == Some(wanted.name.as_str())
                && let Some(bounds) = node.bounds()
            {
                let [x0, y0, x1, y1] = [bounds.x0, bounds.y0, bounds.x1, bounds.y1].map(|it| it as f32);
                found.insert(id.0, Rect::from_min_max(egui::pos2(x0, y0), egui::pos2(x1, y1)));
            }
        }
        if found != self.found {
            self.found = found;
            ctx.request_repaint();
        }
    }
}
