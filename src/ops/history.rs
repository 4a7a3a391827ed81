//! 台账的历史: of one record, of one person and of everything, filtered, as lines that the screen shows and Excel takes.

mod telling;

use std::collections::HashMap;
use std::sync::Arc;

use super::Office;
use crate::error::{Error, Result};
use crate::model::*;
use crate::papers::{Column, List};
use crate::store::{Entry, EntryId, Sought, Whole};

/// The most rows that a sheet of Excel takes, with room for what stands around them.
const MOST_ROWS: usize = 1_000_000;

/// Whose history it is.
#[derive(Debug, Clone, PartialEq)]
pub enum About {
    /// One record's, as the 台账 calls it, 「账号第3号」: what changed it. Of a paper its whole history.
    Record(&'static str, i64),
    /// One person's: what changed the person, and every record that names them.
    Person(PersonId),
    /// One paper's, by its number, or a department's 附件1: what changed it, its rows or its scans, or rests on its number.
    Paper(String),
}

/// Which entries are wanted. What is not told does not narrow.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct HistoryWanted {
    /// Whose.
    pub about: Option<About>,
    /// From this day.
    pub from: Option<Day>,
    /// To this day, included.
    pub to: Option<Day>,
    /// Of this errand.
    pub op: Option<Op>,
    /// With all these words in what is told.
    pub words: String,
    /// What words of letters may stand for besides themselves: the names that they spell.
    pub meant: Arc<Vec<Meant>>,
}

/// A word of letters, in lower case, and the names that it spells by their 拼音: they are looked for by their first
/// character, so that a text is gone through once, however many they are.
#[derive(Debug, Clone, PartialEq)]
pub struct Meant {
    word: String,
    names: HashMap<char, Vec<String>>,
}

impl Meant {
    /// A word that spells nothing yet.
    pub fn new(word: String) -> Self {
        Self { word, names: HashMap::new() }
    }

    /// The word.
    pub fn word(&self) -> &str {
        &self.word
    }

    /// It spells this name.
    pub fn spells(&mut self, name: &str) {
        if let Some(first) = name.chars().next() {
            self.names.entry(first).or_default().push(name.to_owned());
        }
    }

    /// Whether one of the names stands in a text.
    fn stands_in(&self, text: &str) -> bool {
        let begins = |(at, first): (usize, char)| {
            self.names.get(&first).is_some_and(|names| names.iter().any(|name| text[at..].starts_with(name.as_str())))
        };
        !self.names.is_empty() && text.char_indices().any(begins)
    }
}

/// An entry and what it changed, as it is told.
#[derive(Debug, Clone, PartialEq)]
pub struct HistoryLine {
    /// The entry.
    pub entry: Entry,
    /// 经手: by name where that is told, else as the 台账 has it.
    pub who: String,
    /// Which record, and what became of it; a line without where it changed none.
    pub record: String,
    /// 变动: field by field where both sides are known.
    pub change: String,
    /// What the paper is called that it leads to: the changed one, that of the changed row or scan, else what the entry rests
    /// on; blank where none is.
    pub paper: String,
}

impl HistoryLine {
    /// 条, 日期, 时间, 事项, 经手, 依据, 原因, 记录, 变动 and 指纹.
    pub fn texts(&self) -> Vec<String> {
        let it = &self.entry;
        let (id, day, time) = (it.id.0.to_string(), it.day.chinese(), it.time());
        let texts = [
            &*id,
            &*day,
            &*time,
            it.op.label(),
            &*self.who,
            &*it.basis,
            &*it.reason,
            &*self.record,
            &*self.change,
            &*it.hash,
        ];
        texts.map(str::to_owned).to_vec()
    }

    /// Whether every word stands somewhere in what is told; of the fingerprint its beginning.
    fn has(&self, words: &str, meant: &[Meant]) -> bool {
        let texts = self.texts();
        let (hash, told) = texts.split_last().map_or(("", &[][..]), |(hash, told)| (hash.as_str(), told));
        words.split_whitespace().all(|word| {
            let word = word.to_lowercase();
            let spelled = meant.iter().find(|it| it.word == word);
            hash.starts_with(&word)
                || self.entry.who.to_lowercase().contains(&word)
                || told.iter().any(|text| {
                    text.to_lowercase().contains(&word) || spelled.is_some_and(|spelled| spelled.stands_in(text))
                })
        })
    }
}

impl Office {
    /// The lines of the 台账 that are wanted, the newest first, `most` at most where that is told.
    pub fn history(&self, wanted: &HistoryWanted, most: Option<usize>) -> Result<Vec<HistoryLine>> {
        self.part_of_history(wanted, most, None, &mut || true).map(|(lines, _)| lines)
    }

    /// The same piece by piece, so that the window stays live over the years: older than the entry that the piece before
    /// ended at, for as long as `goes_on`. Tells the entry to go on from, nothing where all was gone through.
    pub fn part_of_history(
        &self,
        wanted: &HistoryWanted,
        most: Option<usize>,
        before: Option<EntryId>,
        goes_on: &mut dyn FnMut() -> bool,
    ) -> Result<(Vec<HistoryLine>, Option<EntryId>)> {
        let (register, clerks) = (&self.register, self.register.clerks());
        let of = wanted.about.as_ref().map_or(Ok(None), |about| self.whole_of(about))?;
        // Of a person's history only what names them is told.
        let is_about = |change: &Change| match wanted.about {
            Some(About::Person(person)) => {
                [&change.before, &change.after].into_iter().flatten().any(|it| it.names(person))
            }
            _ => true,
        };
        let without_change = !matches!(wanted.about, Some(About::Person(_)));
        let mut lines: Vec<HistoryLine> = Vec::new();
        let mut ended_at = None;
        let mut keep = |entry: &Entry, changes: &[Change]| {
            let paper_of = |change: &Change| {
                let mut sides = [&change.after, &change.before].into_iter().flatten();
                sides.find_map(|record| register.paper_of(record)).unwrap_or_else(|| entry.basis.clone())
            };
            let mut of_entry: Vec<((String, String), String)> = changes
                .iter()
                .filter(|change| is_about(change))
                .map(|change| (telling::told(change, register), paper_of(change)))
                .collect();
            if changes.is_empty() && without_change {
                of_entry.push((Default::default(), entry.basis.clone()));
            }
            let who = clerks.name(&entry.who);
            let of_entry = of_entry.into_iter().map(|((record, change), paper)| HistoryLine {
                entry: entry.clone(),
                who: who.to_owned(),
                record,
                change,
                paper,
            });
            lines.extend(of_entry.filter(|line| line.has(&wanted.words, &wanted.meant)));
            let wants_more = most.is_none_or(|most| lines.len() < most);
            let stays = wants_more && !goes_on();
            ended_at = stays.then_some(entry.id);
            wants_more && !stays
        };
        let sought = Sought { from: wanted.from, to: wanted.to, op: wanted.op, of: of.as_ref(), before };
        self.store.each_entry_back(&sought, &mut keep)?;
        lines.truncate(most.unwrap_or(usize::MAX));
        Ok((lines, ended_at))
    }

    /// The entries of a paper's history, the oldest first.
    pub fn entries_on(&self, paper: &Scanned) -> Result<Vec<Entry>> {
        self.store.entries_of(&self.whole_paper(paper)?)
    }

    /// What a clerk calls a paper by its number, a department's 附件1, or a record as the 台账 names it.
    pub fn about_called(&self, text: &str) -> Result<About> {
        let text = text.trim();
        if let Some((term, number)) = record_called(text) {
            return Ok(About::Record(term, number));
        }
        let is_known = self.register.paper_named(text).is_some() || {
            let paper = self.whole_paper(&Scanned::Numbered(text.to_owned()))?;
            !text.is_empty() && !self.store.entries_of(&paper)?.is_empty()
        };
        if is_known { Ok(About::Paper(text.to_owned())) } else { Err(no_such(text)) }
    }

    /// What the history is of; of a person's nothing, since any record may name them.
    fn whole_of(&self, about: &About) -> Result<Option<Whole>> {
        match about {
            About::Person(_) => Ok(None),
            About::Record(term, number) => {
                let known = self
                    .register
                    .record(term, *number)
                    .map_or_else(|| self.store.last_known(term, *number), |record| Ok(Some(record)))?;
                let known = known.ok_or_else(|| no_such(&format!("{term}第{number}号")))?;
                Ok(Some(Whole::of(&known, &self.register)))
            }
            About::Paper(text) => {
                let named = self.register.paper_named(text);
                self.whole_paper(&named.unwrap_or_else(|| Scanned::Numbered(text.clone()))).map(Some)
            }
        }
    }

    fn whole_paper(&self, paper: &Scanned) -> Result<Whole> {
        let number = match paper {
            Scanned::Matrix(department) => return Ok(Whole::of_matrix(*department, &self.register)),
            Scanned::Numbered(number) => number,
        };
        let known = match self.register.paper_numbered(number) {
            Some(paper) => Some(paper),
            None => self.store.last_numbered(number)?,
        };
        Ok(known.map_or_else(|| Whole::on(number), |paper| Whole::of(&paper, &self.register)))
    }

    /// The same as a list for Excel, the oldest first. Cells are text: what begins with = stays as it was typed.
    pub fn history_list(&self, wanted: &HistoryWanted) -> Result<List> {
        let mut lines = self.history(wanted, Some(MOST_ROWS + 1))?;
        if lines.len() > MOST_ROWS {
            return Err(Error::refused("台账超过100万行，一张 Excel 表放不下").advise("没有导出。请缩小日期范围"));
        }
        // The changes of one entry stay in their order.
        lines.sort_by_key(|line| line.entry.id);
        Ok(List {
            title: self.history_title(wanted),
            columns: vec![
                Column::text("条", 50.0),
                Column::text("日期", 120.0),
                Column::text("时间", 150.0),
                Column::text("事项", 110.0),
                Column::text("经手", 90.0),
                Column::text("依据", 120.0),
                Column::text("原因", 180.0),
                Column::text("记录", 120.0),
                Column::text("变动", 360.0),
                Column::text("指纹", 420.0),
            ],
            rows: lines.iter().map(HistoryLine::texts).collect(),
            ..List::default()
        })
    }

    /// `账号管理台账`, or whose history it is: `秦天天的台账`.
    pub fn history_title(&self, wanted: &HistoryWanted) -> String {
        let whose = match &wanted.about {
            None => return "账号管理台账".into(),
            Some(About::Person(id)) => self.register.person_name(*id),
            Some(About::Paper(number)) => number.clone(),
            Some(About::Record(term, number)) => match self.register.record(term, *number) {
                Some(record) => telling::name(&record, &self.register),
                None => format!("{term}第{number}号"),
            },
        };
        format!("{whose}的台账")
    }
}

/// `账号第3号`, as the 台账 calls a record, alone or with its name behind it.
fn record_called(text: &str) -> Option<(&'static str, i64)> {
    let (term, number) = text.split('　').next()?.strip_suffix('号')?.split_once('第')?;
    let term = Record::TERMS.iter().find(|known| **known == term)?;
    Some((term, number.parse().ok()?))
}

/// A paper or a record that neither stands nor ever stood.
fn no_such(what: &str) -> Error {
    Error::bad_input(format!("没有编号为“{what}”的表，也没有这样的记录"))
        .advise("编号如 SQ-2026-0001，记录如 账号第3号，对照表如 政务服务科附件1")
}
