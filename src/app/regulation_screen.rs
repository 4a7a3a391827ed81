//! 制度原文 (第一条, 第二条, 第二十八条): the regulation, article by article, searchable, without a network.

use eframe::egui;

use super::theme;
use crate::rules::Article;
use crate::rules::check::reason_unchecked;

/// The regulation as it was issued.
const TEXT: &str = include_str!("../../assets/制度原文.md");

/// A piece of the regulation.
struct Piece {
    /// The chapter or attachment that it stands in, where it begins one.
    head: Option<String>,
    /// The article, where it is one.
    article: Option<Article>,
    /// Its paragraphs.
    text: String,
}

/// The regulation on the screen.
pub struct RegulationScreen {
    pieces: Vec<Piece>,
    search: String,
    /// The article to be shown.
    wanted: Option<Article>,
    shown: Option<Article>,
}

impl RegulationScreen {
    /// The regulation from its beginning.
    pub fn new() -> Self {
        Self { pieces: pieces(), search: String::new(), wanted: None, shown: None }
    }

    /// Shows an article.
    pub fn show(&mut self, article: Article) {
        self.search.clear();
        self.wanted = Some(article);
        self.shown = Some(article);
    }

    /// What an article says.
    pub fn text(&self, article: Article) -> &str {
        let piece = self.pieces.iter().find(|piece| piece.article == Some(article));
        piece.map_or("", |piece| &piece.text)
    }

    /// Draws the regulation.
    pub fn ui(&mut self, ui: &mut egui::Ui) {
        super::bar_ui(ui, |ui| {
            ui.horizontal(|ui| {
                let edit = egui::TextEdit::singleline(&mut self.search).desired_width(240.0).hint_text("在制度中查找");
                let response = ui.add(edit);
                super::name_control(ui, &response, "在制度中查找");
                let words = self.search.trim();
                if !words.is_empty() {
                    // As many as are marked.
                    let count: usize = self.pieces.iter().map(|piece| piece.text.matches(words).count()).sum();
                    ui.label(theme::weak(format!("{count}处")));
                }
            });
            ui.horizontal_wrapped(|ui| {
                // All thirty in one line.
                ui.spacing_mut().button_padding.x = 5.0;
                ui.spacing_mut().item_spacing.x = 4.0;
                ui.label("第");
                for number in 1..=30 {
                    let article = Article(number);
                    let response = ui.selectable_label(self.shown == Some(article), number.to_string());
                    super::name_control(ui, &response, &article.to_string());
                    if response.clicked() {
                        self.search.clear();
                        self.wanted = Some(article);
                        self.shown = Some(article);
                    }
                }
                ui.label("条");
            });
        });
        let words = self.search.trim().to_owned();
        // The bar stands at the edge of the window.
        let margin = egui::Margin { left: 48, right: 0, top: 16, bottom: 16 };
        egui::Frame::new().fill(theme::CARD.now()).inner_margin(margin).show(ui, |ui| {
            egui::ScrollArea::vertical().auto_shrink(false).id_salt("regulation").show(ui, |ui| {
                super::scroll_by_keys(ui);
                ui.set_max_width(820.0_f32.min(ui.available_width() - 48.0));
                ui.spacing_mut().item_spacing.y = 8.0;
                let wanted = self.wanted.take();
                for piece in self.pieces.iter().filter(|piece| words.is_empty() || piece.text.contains(&words)) {
                    if let Some(head) = &piece.head {
                        ui.add_space(8.0);
                        // In line with the paragraphs, which have a margin for what is chosen.
                        egui::Frame::new().inner_margin(egui::Margin::symmetric(6, 0)).show(ui, |ui| {
                            ui.label(theme::head(head));
                        });
                    }
                    if piece.text.is_empty() {
                        continue;
                    }
                    let chosen = piece.article.is_some() && piece.article == self.shown;
                    let fill = if chosen { theme::NOTICE.now() } else { theme::CARD.now() };
                    let response = egui::Frame::new().fill(fill).inner_margin(6.0).show(ui, |ui| {
                        ui.set_min_width(ui.available_width());
                        ui.add(egui::Label::new(marked(&piece.text, &words)).wrap());
                        if chosen
                            && let Some(article) = piece.article
                            && let Some(reason) = reason_unchecked(article)
                        {
                            ui.label(theme::weak(format!("程序不检查这一条：{reason}。")).small());
                        }
                    });
                    if wanted.is_some() && piece.article == wanted {
                        ui.scroll_to_rect(response.response.rect, Some(egui::Align::Min));
                    }
                }
            });
        });
    }
}

/// The text with what was looked for in another colour.
fn marked(text: &str, words: &str) -> egui::text::LayoutJob {
    let mut job = egui::text::LayoutJob::default();
    let format = |color| egui::TextFormat {
        font_id: egui::FontId::proportional(15.5),
        color,
        line_height: Some(25.0),
        ..Default::default()
    };
    let mut rest = text;
    while !words.is_empty()
        && let Some(at) = rest.find(words)
    {
        job.append(&rest[..at], 0.0, format(theme::TEXT.now()));
        job.append(words, 0.0, format(theme::STOP.now()));
        rest = &rest[at + words.len()..];
    }
    job.append(rest, 0.0, format(theme::TEXT.now()));
    job
}

/// Cuts the text at its heads and its articles.
fn pieces() -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut head: Option<String> = None;
    for block in TEXT.split("\n\n").map(str::trim).filter(|block| !block.is_empty() && *block != "---") {
        // The attachments begin with a line of their own: 附件 1.
        if block.starts_with('#') || block.starts_with("附件 ") {
            let title = block.trim_start_matches('#').replace("**", "").trim().to_owned();
            // Two heads one after the other are one line each.
            if let Some(before) = head.replace(title) {
                pieces.push(Piece { head: Some(before), article: None, text: String::new() });
            }
            continue;
        }
        let text = plain(block);
        let article = block.strip_prefix("**第").and_then(|rest| rest.split_once("条**")).and_then(|(number, _)| {
            (1..=30).map(Article).find(|article| article.to_string() == format!("第{number}条"))
        });
        let goes_on = article.is_none() && head.is_none();
        match pieces.last_mut().filter(|last| goes_on && last.article.is_some()) {
            // A paragraph that the page broke goes on; a numbered one begins its own line.
            Some(last) => {
                let numbered = text.starts_with(|c: char| c.is_ascii_digit());
                last.text.push_str(if numbered { "\n" } else { "" });
                last.text.push_str(&text);
            }
            None => pieces.push(Piece { head: head.take(), article, text }),
        }
    }
    pieces
}

/// A block without its marks: bold, boxes, the bars of a table.
fn plain(block: &str) -> String {
    let mut text = String::new();
    let mut inside = false;
    for c in block.replace("**", "").replace("- ", "").chars() {
        match c {
            '<' => inside = true,
            '>' if inside => {
                inside = false;
                text.push('□');
            }
            '\t' => text.push('　'),
            c if !inside => text.push(c),
            _ => {}
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_article_is_there_once_and_whole() {
        let pieces = pieces();
        let articles: Vec<u8> = pieces.iter().filter_map(|piece| piece.article).map(|article| article.0).collect();
        assert_eq!(articles, (1..=30).collect::<Vec<_>>());
        let text = |number: u8| &pieces.iter().find(|piece| piece.article == Some(Article(number))).unwrap().text;
        assert!(text(6).contains("信息系统管理部门"), "{}", text(6));
        assert!(text(8).contains("3. 普通用户：负责对系统进行业务层面的操作。"));
        assert!(text(25).contains("不得超过 90 天"));
        assert!(!text(30).contains("附件"), "{}", text(30));
    }
}
