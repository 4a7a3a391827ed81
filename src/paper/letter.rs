//! A letter in the manner of GB/T 9704-2012: 主送, body, a table of accounts, 落款, date, 抄送. Sizes in millimetres.
//!
//! 22 lines to a page of 225 mm, body 三号, title 二号; the second line of a paragraph begins at the margin, the first two
//! characters in; the date stands four characters from the right with the sender centred above it, where the stamp goes.

use super::draw::{RULE, centred, rule, text};
use super::foot::Foot;
use super::grid::{BODY as TABLE_BODY, Grid};
use super::metrics::{width, wrap};
use super::page::{Area, HEIGHT, LEFT, MEASURE, Page};
use super::place::{FOOT_AT, MARGINS, table};
use super::sheet::{MM_PER_PT, Mm, Pt, Sheet};
use crate::fonts::Face;
use crate::model::{Day, Values};

/// Sizes: body (三号), title (二号), 抄送 (四号).
const BODY: Pt = 16.0;
const TITLE: Pt = 22.0;
const COPY: Pt = 14.0;
/// 22 lines to a page.
const LINE: Mm = (HEIGHT - MARGINS.0 - MARGINS.1) / 22.0;
/// Rows of a page that 抄送 takes, with the blank line above it.
const COPY_LINES: f32 = 2.0;

/// A letter.
#[derive(Debug, Clone)]
pub struct Letter {
    /// 标题.
    pub title: String,
    /// 主送, without its colon.
    pub to: String,
    /// The paragraphs before the table.
    pub opening: Vec<String>,
    /// The table: its form, of which only the grid is drawn, and what fills it.
    pub table: Option<(&'static Sheet, Values)>,
    /// The paragraphs after the table; the last of them never parts from 落款.
    pub closing: Vec<String>,
    /// 发文机关署名.
    pub from: String,
    /// 成文日期.
    pub day: Day,
    /// 抄送.
    pub copy_to: Option<String>,
    /// What names it in its foot.
    pub foot: Foot,
}

/// Lays out a letter.
pub fn place_letter(letter: &Letter) -> Vec<Page> {
    let mut flow = Flow { pages: vec![Page::default()], y: MARGINS.0 };
    for line in wrap(&letter.title, Face::SerifBold, TITLE, MEASURE) {
        let measure = Area { x: LEFT, width: MEASURE, ..Area::default() };
        let middle = flow.take(LINE) + LINE / 2.0;
        centred(flow.page(), &line, Face::SerifBold, TITLE, measure, middle, None);
    }
    flow.y += LINE;
    flow.lines(&wrap(&format!("{}：", letter.to), Face::Serif, BODY, MEASURE));
    for paragraph in &letter.opening {
        flow.lines(&indented(paragraph));
    }
    if let Some((sheet, values)) = &letter.table {
        flow.table(sheet, values);
    }
    let closing: Vec<Vec<String>> = letter.closing.iter().map(|paragraph| indented(paragraph)).collect();
    if let Some((last, others)) = closing.split_last() {
        for lines in others {
            flow.lines(lines);
        }
        // The end of the text, a blank line, sender and date, and 抄送 stay together.
        let copy = if letter.copy_to.is_some() { COPY_LINES } else { 0.0 };
        flow.keep(last.len() as f32 + 3.0 + copy);
        flow.lines(last);
    }
    sign(&mut flow, letter);
    if let Some(copy_to) = &letter.copy_to {
        copies(&mut flow, copy_to);
    }
    let total = flow.pages.len();
    for (at, page) in flow.pages.iter_mut().enumerate() {
        page.number = at + 1;
        letter.foot.draw(page, total, Flow::END + FOOT_AT);
    }
    flow.pages
}

/// A paragraph, two characters in.
fn indented(paragraph: &str) -> Vec<String> {
    wrap(&format!("\u{3000}\u{3000}{paragraph}"), Face::Serif, BODY, MEASURE)
}

/// The pages so far, and how far down the last one is filled.
struct Flow {
    pages: Vec<Page>,
    y: Mm,
}

impl Flow {
    const END: Mm = HEIGHT - MARGINS.1;

    fn page(&mut self) -> &mut Page {
        if self.pages.is_empty() {
            self.pages.push(Page::default());
        }
        let last = self.pages.len() - 1;
        &mut self.pages[last]
    }

    fn next_page(&mut self) {
        self.pages.push(Page::default());
        self.y = MARGINS.0;
    }

    /// Takes so much room, on a further page where this one has it not; returns where it begins.
    fn take(&mut self, height: Mm) -> Mm {
        if self.y + height > Self::END + 1e-3 {
            self.next_page();
        }
        self.y += height;
        self.y - height
    }

    /// Goes to a further page where so many lines do not fit on this one.
    fn keep(&mut self, lines: f32) {
        if self.y + lines * LINE > Self::END + 1e-3 {
            self.next_page();
        }
    }

    fn lines(&mut self, lines: &[String]) {
        for line in lines {
            let middle = self.take(LINE) + LINE / 2.0;
            text(self.page(), line, Face::Serif, BODY, LEFT, middle, None);
        }
    }

    /// The rows, no row cut in two, the header again on each page.
    fn table(&mut self, sheet: &Sheet, values: &Values) {
        let grid = Grid::of(sheet, values, TABLE_BODY);
        let headers = grid.rows.iter().take_while(|row| row.header).count();
        let head: Mm = grid.rows[..headers].iter().map(|row| row.height).sum();
        let mut next = headers;
        while next < grid.rows.len() {
            if self.y + head + grid.rows[next].height > Self::END + 1e-3 && self.y > MARGINS.0 {
                self.next_page();
            }
            let (first, mut y) = (next, self.y + head);
            while next < grid.rows.len() && (y + grid.rows[next].height <= Self::END + 1e-3 || next == first) {
                y += grid.rows[next].height;
                next += 1;
            }
            let top = self.y;
            let body = table(self.page(), &grid, values, 0..headers, top);
            table(self.page(), &grid, values, first..next, body);
            self.y = y;
        }
        // Room to the text below.
        self.y += LINE / 2.0;
    }
}

/// 落款: the date four characters from the right, the sender centred above it.
fn sign(flow: &mut Flow, letter: &Letter) {
    let em = BODY * MM_PER_PT;
    flow.keep(3.0);
    flow.y += LINE;
    let day = letter.day.chinese();
    let day_width = width(&day, Face::Serif, BODY);
    let right = LEFT + MEASURE - 4.0 * em;
    let middle = right - day_width / 2.0;
    let from_width = width(&letter.from, Face::Serif, BODY);
    // A long name does not leave the page on the right.
    let from_x = (middle - from_width / 2.0).min(LEFT + MEASURE - from_width).max(LEFT);
    let y = flow.take(LINE) + LINE / 2.0;
    text(flow.page(), &letter.from, Face::Serif, BODY, from_x, y, None);
    let y = flow.take(LINE) + LINE / 2.0;
    text(flow.page(), &day, Face::Serif, BODY, right - day_width, y, None);
}

/// 抄送 between two rules at the end of the last page.
fn copies(flow: &mut Flow, copy_to: &str) {
    flow.keep(COPY_LINES);
    let height = LINE * 0.9;
    let top = (Flow::END - height).max(flow.y);
    let page = flow.page();
    for y in [top, top + height] {
        rule(page, (LEFT, y), (LEFT + MEASURE, y), RULE);
    }
    let em = COPY * MM_PER_PT;
    text(page, &format!("抄送：{copy_to}。"), Face::Serif, COPY, LEFT + em, top + height / 2.0, None);
}
