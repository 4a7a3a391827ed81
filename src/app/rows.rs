//! A list as a screen reader is told it: a table, its rows with their places and what is chosen, their cells under the
//! heads of the columns.

use eframe::egui::accesskit::{Node, Rect, Role};
use eframe::egui::{self, Id, Ui, UiBuilder};

/// The table around a list.
pub fn table_ui<R>(ui: &mut Ui, name: &str, contents: impl FnOnce(&mut Ui) -> R) -> R {
    let builder = UiBuilder::new().accessibility_role(Role::Table).accessibility_label(name);
    ui.scope_builder(builder, contents).inner
}

/// How many lines and columns the table has that this is drawn in.
pub fn tell_size(ui: &Ui, lines: usize, columns: usize) {
    tell(ui, ui.unique_id(), |node| {
        node.set_row_count(lines);
        node.set_column_count(columns);
        node.set_size_of_set(lines);
        node.set_multiselectable();
    });
}

/// A row of a table that is being drawn.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    table: Id,
    at: usize,
}

impl Row {
    /// The row at this place of a table.
    pub fn new(table: Id, at: usize) -> Self {
        Self { table, at }
    }

    fn id(self) -> Id {
        self.table.with(self.at)
    }

    /// Begins the row, in its first cell.
    pub fn begin(self, ui: &mut Ui, name: &str, chosen: bool) {
        let builder = UiBuilder::new().scope_id(self.id()).accessibility_parent(self.table);
        ui.new_child(builder.accessibility_role(Role::Row).accessibility_label(name));
        tell(ui, self.id(), |node| {
            node.set_row_index(self.at);
            node.set_position_in_set(self.at);
            node.set_selected(chosen);
        });
    }

    /// Says that the keys of the list are at this row: a screen reader reads it wherever no control has the keyboard.
    pub fn is_at(self, ui: &Ui) {
        tell(ui, egui::accesskit_root_id(), |node| node.set_active_descendant(self.id().accesskit_id()));
    }

    /// A cell of the row, in the column of this place and head: its text is its name.
    pub fn cell_ui(self, ui: &mut Ui, (column, head): (usize, &str), text: egui::RichText) {
        ui.scope_builder(UiBuilder::new().accessibility_parent(self.id()), |ui| {
            let name = text.text().to_owned();
            let response = ui.add(egui::Label::new(text).truncate());
            tell(ui, response.id, |node| {
                node.set_role(Role::Cell);
                node.clear_value();
                node.set_label(name);
                node.set_description(head);
                node.set_row_index(self.at);
                node.set_column_index(column);
            });
        });
    }

    /// Ends the row, once it is known where it stands.
    pub fn end(self, response: &egui::Response) {
        let (min, max) = (response.rect.min, response.rect.max);
        let bounds = Rect { x0: min.x.into(), y0: min.y.into(), x1: max.x.into(), y1: max.y.into() };
        response.ctx.accesskit_node_builder(self.id(), |node| node.set_bounds(bounds));
    }
}

/// Tells a screen reader more about what is drawn.
fn tell(ui: &Ui, id: Id, more: impl FnOnce(&mut Node)) {
    ui.ctx().accesskit_node_builder(id, more);
}
