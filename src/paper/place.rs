//! The layout: a sheet and its values become finished pages. Nothing is ever cut off.

use super::draw::{Fills, RULE, centred, rule, text};
use super::foot::Foot;
use super::grid::{BODY, Cell, Grid, leading, lines_in, text_height};
use super::metrics::{width, wrap};
use super::page::{Area, HEIGHT, LEFT, MEASURE, Mark, Page, Slot, SlotKind, WIDTH};
use super::sheet::{Content, Mm, Pt, Sheet};
use crate::fonts::Face;
use crate::model::{Field, Values};

/// Upper and lower margin (GB/T 9704-2012).
pub(super) const MARGINS: (Mm, Mm) = (37.0, 35.0);
/// The same, where a long text needs the room.
const NARROW: (Mm, Mm) = (20.0, 20.0);
/// Sizes: 附件 N (三号), title (二号), notes (五号).
const ANNEX: Pt = 16.0;
const TITLE: Pt = 22.0;
const NOTE: Pt = 10.5;
/// Distances from the upper margin to the middle of 附件 N, of the title, of the caption, and to the table.
const ANNEX_AT: Mm = 2.0;
const TITLE_AT: Mm = 12.0;
const CAPTION_AT: Mm = 22.4;
const TABLE_AT: Mm = 26.75;
/// From the table to the middle of the first note, from note to note, and to the middle of the signing line.
const NOTE_AT: Mm = 4.4;
const NOTE_STEP: Mm = 4.7;
const SIGN_AFTER_NOTE: Mm = 11.9;
const SIGN_AFTER_TABLE: Mm = 10.7;
/// From the end of the text to the middle of the foot.
pub(super) const FOOT_AT: Mm = 7.0;
/// A box to tick, the room behind it and between two options.
const BOX: Mm = 3.7;
const BOX_GAP: Mm = 1.0;
const OPTION_GAP: Mm = 4.2;

/// What a form tries in turn before it takes a second page: margins and the size of what is filled in.
const STEPS: [((Mm, Mm), Pt); 4] = [(MARGINS, BODY), (NARROW, BODY), (NARROW, 10.5), (NARROW, 9.0)];

/// Lays out a form.
pub fn place(sheet: &Sheet, values: &Values, foot: &Foot) -> Vec<Page> {
    let is_list = sheet.continued.is_empty();
    let mut pages = if is_list { place_list(sheet, values) } else { place_form(sheet, values) };
    let total = pages.len();
    for (at, (page, bottom)) in pages.iter_mut().enumerate() {
        page.number = at + 1;
        foot.draw(page, total, HEIGHT - *bottom + FOOT_AT);
    }
    pages.into_iter().map(|(page, _)| page).collect()
}

/// One page as long as anything serves, then further ones that take the rest of the long texts.
fn place_form(sheet: &Sheet, values: &Values) -> Vec<(Page, Mm)> {
    for (margins, size) in STEPS {
        let grid = Grid::of(sheet, values, size);
        let mut page = Page::default();
        let top = head(&mut page, sheet, values, margins.0);
        let end = top + grid.height() + tail_height(sheet);
        if end <= HEIGHT - margins.1 + 1e-3 {
            table(&mut page, &grid, values, 0..grid.rows.len(), top);
            tail(&mut page, sheet, top + grid.height());
            return vec![(page, margins.1)];
        }
    }
    continue_form(sheet, values)
}

fn continue_form(sheet: &Sheet, values: &Values) -> Vec<(Page, Mm)> {
    let (margins, size) = STEPS[STEPS.len() - 1];
    let mut grid = Grid::of(sheet, values, size);
    let mut page = Page::default();
    let top = head(&mut page, sheet, values, margins.0);
    let mut excess = top + grid.height() + tail_height(sheet) - (HEIGHT - margins.1);
    // The last long text gives its lines away first: what is asked for stays together as long as it can.
    let mut rests: Vec<(Field, Vec<String>)> = Vec::new();
    for row in (0..grid.rows.len()).rev().filter(|row| grid.rows[*row].splits).collect::<Vec<_>>() {
        if excess <= 0.0 {
            break;
        }
        let least = text_height(2, size);
        let Some(cell) = grid.cells.iter_mut().find(|cell| cell.row == row && cell.field().is_some()) else { continue };
        let height = (grid.rows[row].height - excess).max(least);
        let keep = lines_in(height, size);
        if keep >= cell.lines.len() {
            excess -= grid.rows[row].height - height;
            grid.rows[row].height = height;
            continue;
        }
        // One line tells that the text goes on.
        let rest = cell.lines.split_off(keep - 1);
        cell.lines.push("（下接续页）".into());
        excess -= grid.rows[row].height - height;
        grid.rows[row].height = height;
        rests.extend(cell.field().map(|field| (field, rest)));
    }
    rests.reverse();
    table(&mut page, &grid, values, 0..grid.rows.len(), top);
    tail(&mut page, sheet, top + grid.height());
    let mut pages = vec![(page, margins.1)];
    let mut next: Option<(Page, Mm)> = None;
    for (field, mut rest) in rests {
        while !rest.is_empty() {
            let is_fresh = next.is_none();
            let (mut page, y) = next.take().unwrap_or_else(|| {
                let mut page = Page::default();
                let y = head(&mut page, &Sheet { title: sheet.continued, ..*sheet }, values, margins.0);
                (page, y)
            });
            let room = HEIGHT - margins.1 - y;
            let mut lines = lines_in(room, size).min(rest.len());
            if lines < 3.min(rest.len()) {
                if !is_fresh {
                    pages.push((page, margins.1));
                    continue;
                }
                // A head that leaves no room leaves none on the next page either: it goes on line by line.
                lines = lines.max(1);
            }
            let later = rest.split_off(lines);
            let height = text_height(lines, size);
            continuation(&mut page, sheet, field, &rest, size, y, height);
            rest = later;
            if rest.is_empty() {
                next = Some((page, y + height));
            } else {
                pages.push((page, margins.1));
            }
        }
    }
    pages.extend(next.map(|(page, _)| (page, margins.1)));
    pages
}

/// A row of a further page: the label and the rest of its text.
fn continuation(page: &mut Page, sheet: &Sheet, field: Field, lines: &[String], size: Pt, y: Mm, height: Mm) {
    let label_width = sheet.columns[0];
    for line_y in [y, y + height] {
        rule(page, (LEFT, line_y), (LEFT + MEASURE, line_y), RULE);
    }
    for x in [0.0, label_width, MEASURE] {
        rule(page, (LEFT + x, y), (LEFT + x, y + height), RULE);
    }
    let label = Area { x: LEFT, y, width: label_width, height };
    let step = leading(BODY);
    for (at, part) in [field.label(), "（续）"].into_iter().enumerate() {
        let middle = y + height.min(HEIGHT) / 2.0 + (at as f32 - 0.5) * step;
        centred(page, part, Face::Sans, BODY, label, middle, None);
    }
    let area = Area { x: LEFT + label_width, y, width: MEASURE - label_width, height };
    from_top(page, lines, size, area, sheet.side, Some((field, None)));
}

/// Rows over as many pages as they need: the header on each, no row cut in two, what stands below the
/// table never without a row above it.
fn place_list(sheet: &Sheet, values: &Values) -> Vec<(Page, Mm)> {
    let grid = Grid::of(sheet, values, BODY);
    let headers = grid.rows.iter().take_while(|row| row.header).count();
    let header_height: Mm = grid.rows[..headers].iter().map(|row| row.height).sum();
    let end = HEIGHT - MARGINS.1;
    let mut pages = Vec::new();
    let mut next = headers;
    while next < grid.rows.len() {
        let mut page = Page::default();
        let top = if pages.is_empty() { head(&mut page, sheet, values, MARGINS.0) } else { MARGINS.0 };
        let first = next;
        let mut y = top + header_height;
        while next < grid.rows.len() && (y + grid.rows[next].height <= end + 1e-3 || next == first) {
            y += grid.rows[next].height;
            next += 1;
        }
        if next == grid.rows.len() && y + tail_height(sheet) > end + 1e-3 && next > first + 1 {
            next -= 1;
            y -= grid.rows[next].height;
        }
        let body = table(&mut page, &grid, values, 0..headers, top);
        table(&mut page, &grid, values, first..next, body);
        if next == grid.rows.len() {
            tail(&mut page, sheet, y);
        }
        pages.push((page, MARGINS.1));
    }
    pages
}

/// 附件 N, title and caption; returns where the table begins.
fn head(page: &mut Page, sheet: &Sheet, values: &Values, top: Mm) -> Mm {
    text(page, sheet.annex, Face::Sans, ANNEX, LEFT, top + ANNEX_AT, None);
    if let Some(dateline) = sheet.dateline(values) {
        let x = LEFT + MEASURE - width(&dateline, Face::Serif, NOTE);
        text(page, &dateline, Face::Serif, NOTE, x, top + ANNEX_AT, None);
    }
    let measure = Area { x: LEFT, width: MEASURE, ..Area::default() };
    centred(page, sheet.title, Face::SerifBold, TITLE, measure, top + TITLE_AT, None);
    let (label, field) = sheet.caption;
    let lines = wrap(&format!("{label}{}", values.get(field)), Face::Serif, BODY, MEASURE);
    for (at, line) in lines.iter().enumerate() {
        let middle = top + CAPTION_AT + at as f32 * leading(BODY);
        match line.strip_prefix(label).filter(|_| at == 0) {
            Some(filled) => {
                text(page, label, Face::Serif, BODY, LEFT, middle, None);
                let x = LEFT + width(label, Face::Serif, BODY);
                text(page, filled, Face::Serif, BODY, x, middle, Some((field, None)));
            }
            None => text(page, line, Face::Serif, BODY, LEFT, middle, Some((field, None))),
        }
    }
    top + TABLE_AT + (lines.len() - 1) as f32 * leading(BODY)
}

fn note_lines(sheet: &Sheet) -> Vec<String> {
    sheet.notes.iter().flat_map(|note| wrap(note, Face::Serif, NOTE, MEASURE)).collect()
}

/// What stands below the table, from the table to its last line.
fn tail_height(sheet: &Sheet) -> Mm {
    let notes = note_lines(sheet).len();
    let after_notes = if notes == 0 { 0.0 } else { NOTE_AT + (notes - 1) as f32 * NOTE_STEP };
    match (notes, sheet.signing.is_empty()) {
        (0, true) => 0.0,
        (0, false) => SIGN_AFTER_TABLE + leading(BODY) / 2.0,
        (_, true) => after_notes + leading(NOTE) / 2.0,
        (_, false) => after_notes + SIGN_AFTER_NOTE + leading(BODY) / 2.0,
    }
}

fn tail(page: &mut Page, sheet: &Sheet, table_end: Mm) {
    let mut middle = table_end + NOTE_AT;
    for line in note_lines(sheet) {
        text(page, &line, Face::Serif, NOTE, LEFT, middle, None);
        middle += NOTE_STEP;
    }
    let sign_at =
        if sheet.notes.is_empty() { table_end + SIGN_AFTER_TABLE } else { middle - NOTE_STEP + SIGN_AFTER_NOTE };
    for (offset, label) in sheet.signing {
        text(page, label, Face::Serif, BODY, LEFT + offset, sign_at, None);
    }
}

/// Draws some rows of the grid from `top`; returns where they end.
pub(super) fn table(page: &mut Page, grid: &Grid, values: &Values, rows: std::ops::Range<usize>, top: Mm) -> Mm {
    let mut edges = vec![top];
    for row in &grid.rows[rows.clone()] {
        edges.push(edges[edges.len() - 1] + row.height);
    }
    let cells: Vec<&Cell> = grid.cells.iter().filter(|cell| rows.contains(&cell.row)).collect();
    rules(page, grid, &cells, &rows, &edges);
    for cell in cells {
        let from = cell.row - rows.start;
        let area = Area {
            x: LEFT + grid.column_edge(cell.column),
            y: edges[from],
            width: grid.column_edge(cell.column + cell.columns) - grid.column_edge(cell.column),
            height: edges[from + cell.rows] - edges[from],
        };
        draw(page, cell, values, area, grid.side);
    }
    edges[edges.len() - 1]
}

/// Each rule once, in one piece: where the cells on its two sides differ.
fn rules(page: &mut Page, grid: &Grid, cells: &[&Cell], rows: &std::ops::Range<usize>, edges: &[Mm]) {
    let (height, breadth) = (rows.len(), grid.columns.len());
    let mut owner = vec![vec![usize::MAX; breadth]; height];
    for (at, cell) in cells.iter().enumerate() {
        for row in owner.iter_mut().skip(cell.row - rows.start).take(cell.rows) {
            row.iter_mut().skip(cell.column).take(cell.columns).for_each(|place| *place = at);
        }
    }
    let differs = |one: Option<usize>, other: Option<usize>| one != other;
    let at = |row: Option<usize>, column: Option<usize>| -> Option<usize> { owner.get(row?)?.get(column?).copied() };
    for (line, edge) in edges.iter().enumerate() {
        let cut = |column: usize| differs(at(line.checked_sub(1), Some(column)), at(Some(line), Some(column)));
        for (from, to) in stretches(breadth, cut) {
            rule(page, (LEFT + grid.column_edge(from), *edge), (LEFT + grid.column_edge(to), *edge), RULE);
        }
    }
    for line in 0..=breadth {
        let cut = |row: usize| differs(at(Some(row), line.checked_sub(1)), at(Some(row), Some(line)));
        for (from, to) in stretches(height, cut) {
            rule(page, (LEFT + grid.column_edge(line), edges[from]), (LEFT + grid.column_edge(line), edges[to]), RULE);
        }
    }
}

/// The longest stretches of 0..count in which `cut` holds.
fn stretches(count: usize, cut: impl Fn(usize) -> bool) -> Vec<(usize, usize)> {
    let mut found: Vec<(usize, usize)> = Vec::new();
    for at in (0..count).filter(|at| cut(*at)) {
        match found.last_mut() {
            Some((_, to)) if *to == at => *to = at + 1,
            _ => found.push((at, at + 1)),
        }
    }
    found
}

fn draw(page: &mut Page, cell: &Cell, values: &Values, area: Area, side: Mm) {
    let middle = area.y + area.height / 2.0;
    let row = cell.entry;
    let mut slot = |field, area, kind| page.slots.push(Slot { field, row, area, kind });
    match cell.content {
        Content::Label(label) => centred(page, label, Face::Sans, cell.size, area, middle, None),
        Content::Sign(label, field) => {
            let x = area.x + side + width(label, Face::Serif, BODY);
            slot(field, Area { x, width: area.x + area.width - x, ..area }, SlotKind::Signature);
            text(page, label, Face::Serif, BODY, area.x + side, middle, None);
        }
        Content::Input(field) => {
            let multiline = field.is_multiline();
            slot(field, area, SlotKind::Text { size: cell.size, centred: !multiline });
            let fills = Some((field, row));
            match &cell.lines[..] {
                lines if multiline => from_top(page, lines, cell.size, area, side, fills),
                lines => {
                    let first = middle - (lines.len() - 1) as f32 * leading(cell.size) / 2.0;
                    for (at, line) in lines.iter().enumerate() {
                        centred(
                            page,
                            line,
                            Face::Serif,
                            cell.size,
                            area,
                            first + at as f32 * leading(cell.size),
                            fills,
                        );
                    }
                }
            }
        }
        Content::Prefixed(label, field) => {
            let x = area.x + side + width(label, Face::Serif, cell.size);
            let kind = SlotKind::Text { size: cell.size, centred: false };
            slot(field, Area { x: x - side, width: area.x + area.width - x + side, ..area }, kind);
            let first = middle - (cell.lines.len() - 1) as f32 * leading(cell.size) / 2.0;
            for (at, line) in cell.lines.iter().enumerate() {
                let y = first + at as f32 * leading(cell.size);
                let (printed, filled) =
                    if at == 0 { line.split_at(label.len().min(line.len())) } else { ("", line.as_str()) };
                text(page, printed, Face::Serif, cell.size, area.x + side, y, None);
                let x = if at == 0 { x } else { area.x + side };
                text(page, filled, Face::Serif, cell.size, x, y, Some((field, row)));
            }
        }
        Content::Choice { field, options, centred } => {
            choice(page, values, field, options, if centred { None } else { Some(side) }, area);
        }
    }
}

fn choice(page: &mut Page, values: &Values, field: Field, options: &[&'static str], from_left: Option<Mm>, area: Area) {
    let middle = area.y + area.height / 2.0;
    let option_width = |option: &str| BOX + BOX_GAP + width(option, Face::Serif, BODY);
    let all: Mm =
        options.iter().map(|option| option_width(option)).sum::<Mm>() + OPTION_GAP * (options.len() - 1) as f32;
    let mut x = area.x + from_left.unwrap_or((area.width - all) / 2.0);
    for option in options {
        let tick = Area { x, y: middle - BOX / 2.0, width: BOX, height: BOX };
        page.marks.push(Mark::Tick { area: tick, on: values.get(field) == *option });
        text(page, option, Face::Serif, BODY, x + BOX + BOX_GAP, middle, None);
        let target = Area { x: x - 1.0, y: area.y + 1.0, width: option_width(option) + 2.0, height: area.height - 2.0 };
        page.slots.push(Slot { field, row: None, area: target, kind: SlotKind::Option(option) });
        x += option_width(option) + OPTION_GAP;
    }
}

/// Lines from the upper left corner of a cell.
fn from_top(page: &mut Page, lines: &[String], size: Pt, area: Area, side: Mm, fills: Fills) {
    let first = area.y + (text_height(1, size)) / 2.0;
    for (at, line) in lines.iter().enumerate() {
        text(page, line, Face::Serif, size, area.x + side, first + at as f32 * leading(size), fills);
    }
}

/// Width and height of the page, for those who draw it.
pub const PAGE: (Mm, Mm) = (WIDTH, HEIGHT);
