//! What a screen reader is told while a dialog lies over the window.

use std::collections::{BTreeSet, HashMap};

use eframe::egui;

/// What lies behind a dialog is out of the pointer's and the keyboard's reach, by egui's own doing. It leaves it in the
/// tree of controls though, and presses there what it is asked to: here it goes out of the tree. Long work covers nothing:
/// meanwhile the window is there to be looked at.
#[derive(Default)]
pub struct Covered {
    /// Whether this frame shows a dialog.
    has_dialog: bool,
}

impl Covered {
    /// This frame shows a dialog.
    pub fn by_dialog(ctx: &egui::Context) {
        ctx.plugin_or_default::<Self>().lock().has_dialog = true;
    }
}

impl egui::Plugin for Covered {
    fn debug_name(&self) -> &'static str {
        "covered"
    }

    fn output_hook(&mut self, ctx: &egui::Context, output: &mut egui::FullOutput) {
        let has_dialog = std::mem::take(&mut self.has_dialog);
        let Some(update) = output.platform_output.accesskit_update.as_mut().filter(|_| has_dialog) else { return };
        let mut layers: Vec<egui::LayerId> = ctx.viewport(|it| it.prev_pass.widgets.layer_ids().collect());
        ctx.memory(|memory| layers.retain(|layer| !memory.is_above_modal_layer(*layer)));
        let covered: BTreeSet<_> = ctx.viewport(|it| {
            let widgets = layers.iter().flat_map(|layer| it.prev_pass.widgets.get_layer(*layer));
            widgets.map(|widget| widget.id.accesskit_id()).collect()
        });
        // Whatever hangs below goes with it: rows and runs of text are no widgets of their own.
        let root = egui::accesskit_root_id().accesskit_id();
        let mut nodes: HashMap<_, _> = update.nodes.drain(..).collect();
        let mut reached = vec![root];
        while let Some(id) = reached.pop() {
            let Some(mut node) = nodes.remove(&id) else { continue };
            let children: Vec<_> = node.children().iter().copied().filter(|child| !covered.contains(child)).collect();
            reached.extend(&children);
            node.set_children(children);
            if id == root {
                node.clear_active_descendant();
            }
            update.nodes.push((id, node));
        }
        if nodes.contains_key(&update.focus) {
            update.focus = root;
        }
    }
}
