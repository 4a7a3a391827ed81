//! The table of a register: each row is a record, new or known, and what it names is made with it.

use std::collections::HashMap;

use super::super::names::Names;
use super::super::record::{Told, flag_told, refuse_void};
use super::doubts::{ask_about_names, changed_without_form, of_leaver, whole_role};
use super::failure::Against;
use super::twice::Said;
use super::{Effect, Imported, Row, Verdict, is_told};
use crate::error::Result;
use crate::model::schema::{Attribute, Entry, texts};
use crate::model::*;
use crate::rules::filing::CellChange;
use crate::rules::names::fold_account;
use crate::store::Tx;

/// A record as it stands: its number and its texts.
type Kept = (i64, Vec<String>);

/// A table that is being taken in, row by row.
pub(super) struct Records<'a> {
    kind: Kind,
    attributes: &'static [Attribute],
    /// Where the name of a record stands.
    name_at: usize,
    register: &'a Register,
    today: Day,
    /// The department of holders who are new, where their rows name none.
    pub(super) home: Option<String>,
    /// Every record, by its key.
    known: HashMap<String, Kept>,
    /// The keys of accounts, by what is left of them where case and width do not count.
    folded: HashMap<String, Option<String>>,
    said: Said<'a>,
    imported: Imported,
    /// The records that rows are, and not only name: the place of the effect, and the name.
    own: Vec<(usize, Kind, String)>,
}

/// A row that was taken in.
struct Taken {
    /// The number of its record.
    number: i64,
    /// The record as it stood; nothing for a new one.
    stood: Option<Kept>,
    /// As it stands with the row.
    told: Vec<String>,
    holder: Option<PersonId>,
    doubt: Option<String>,
}

impl<'a> Records<'a> {
    /// Before its first row.
    pub(super) fn new(kind: Kind, names: &Names, register: &'a Register, today: Day) -> Self {
        let known = known_records(kind, register, names);
        Self {
            kind,
            attributes: TableKind::Register(kind).attributes(),
            name_at: usize::from(kind == Kind::Accounts),
            register,
            today,
            home: None,
            folded: folded_keys(kind, &known),
            known,
            said: Said::new(kind),
            imported: Imported::default(),
            own: Vec::new(),
        }
    }

    /// Behind its last row.
    pub(super) fn imported(mut self) -> Imported {
        ask_about_names(&mut self.imported, self.own, self.register);
        self.imported
    }

    /// Takes a row in, or notes what is wrong with it; returns the names with those that it has made.
    pub(super) fn take(&mut self, row: &'a Row, mut names: Names, tx: &mut Tx) -> Result<Names> {
        names.made.clear();
        let mut reading = Told::new(self.kind, over(&blank(self.kind), row), names, self.today);
        reading.home.clone_from(&self.home);
        let key = reading.key();
        let stood = key.as_ref().ok().and_then(|key| self.known(key)).cloned();
        if let Some((_, kept)) = &stood {
            reading.texts = over(kept, row);
            // What the table calls by another name, or spells otherwise, keeps the name that it has.
            if let (Some(text), Some(kept)) = (reading.texts.get_mut(self.name_at), kept.get(self.name_at)) {
                text.clone_from(kept);
            }
        }
        let kept = stood.as_ref().map(|(_, kept)| &kept[..]);
        let doubt = whole_role(self.attributes, &mut reading.texts, kept);
        let number = stood.as_ref().map(|(number, _)| *number);
        let outcome = key
            .and_then(|_| refuse_void(self.kind, number, self.register))
            .and_then(|()| reading.put(number, self.register, tx));
        let column = reading.reading.get();
        let (texts, holder, mut names) = (reading.texts, reading.holder, reading.names);
        let told = settled(self.attributes, &texts, &names, self.today);
        // What two rows say of one record belongs to its name.
        let outcome = outcome.map_err(|error| (column, error)).and_then(|number| {
            let refusal = self.said.refusal(number, row, (kept.unwrap_or_default(), &told), holder);
            refusal.map_or(Ok(number), |error| Err((self.attributes[self.name_at].label, error)))
        });
        match outcome {
            Ok(number) => self.note(row, Taken { number, stood, told, holder, doubt }, &mut names),
            Err((column, error)) => {
                let (has_home, today) = (self.home.is_some(), self.today);
                let against = Against { attributes: self.attributes, people: Some(&names), has_home, today };
                self.imported.failed.push(against.failure(row, column, error)?);
            }
        }
        Ok(names)
    }

    /// The record of this key; an account also where it is spelt otherwise, and no other is meant by that.
    fn known(&self, key: &str) -> Option<&Kept> {
        self.known
            .get(key)
            .or_else(|| self.folded.get(&fold_account(key)).and_then(|key| self.known.get(key.as_ref()?)))
    }

    /// Notes what a row has come to; the rows behind it know its record.
    fn note(&mut self, row: &Row, taken: Taken, names: &mut Names) {
        let Taken { number, stood, told, holder, doubt } = taken;
        let (kind, is_new) = (self.kind, stood.is_none());
        // A holder's 科室 stands beside the account's own attributes: it is kept with the person.
        let changes = stood.map_or_else(Vec::new, |(_, kept)| changes(kind.attributes(), &kept, &told));
        let mut doubts = Vec::from_iter(doubt);
        doubts.extend(changed_without_form(kind, &changes));
        if is_new || !changes.is_empty() {
            let holder = holder.and_then(|id| self.register.get::<Person>(id));
            doubts.extend(of_leaver(kind, &told, holder, self.today));
        }
        let verdict = match (is_new, changes.is_empty()) {
            (true, _) => Verdict::Added,
            (false, true) => Verdict::Unchanged,
            (false, false) => Verdict::Updated,
        };
        if is_new {
            self.own.push((self.imported.effects.len(), kind, told[self.name_at].clone()));
        }
        let title = told.iter().take(2).filter(|text| !text.is_empty()).cloned().collect::<Vec<_>>().join(" ");
        let (sheet, made) = (row.sheet.clone(), std::mem::take(&mut names.made));
        self.imported.note(Effect { sheet, number: row.number, verdict, title, changes, made, doubts });
        // By the names as they are now: the row may have made the department or system that it names.
        let key = names.key_of(kind, &told);
        if kind == Kind::Accounts {
            self.folded.entry(fold_account(&key)).or_insert_with(|| Some(key.clone()));
        }
        self.known.insert(key, (number, told));
    }
}

/// What a new record begins with, and nothing for what a table has beside it.
fn blank(kind: Kind) -> Vec<String> {
    let mut blank = kind.blank();
    blank.resize(TableKind::Register(kind).attributes().len(), String::new());
    blank
}

/// The cells that change.
fn changes(attributes: &[Attribute], was: &[String], is: &[String]) -> Vec<CellChange> {
    let cells = attributes.iter().zip(was).zip(is).filter(|((_, was), is)| was != is);
    cells.map(|((attribute, was), is)| (attribute.label, was.clone(), is.clone())).collect()
}

/// The accounts that differ from all others also where case and width do not count; by what is left of their keys.
fn folded_keys(kind: Kind, known: &HashMap<String, Kept>) -> HashMap<String, Option<String>> {
    let mut folded: HashMap<String, Option<String>> = HashMap::new();
    if kind == Kind::Accounts {
        for key in known.keys() {
            // Of two that differ only there neither is meant by a third spelling.
            folded.entry(fold_account(key)).and_modify(|of| *of = None).or_insert_with(|| Some(key.clone()));
        }
    }
    folded
}

/// Every record of the register: its key, its number and its texts.
fn known_records(kind: Kind, register: &Register, names: &Names) -> HashMap<String, Kept> {
    let numbers: Vec<i64> = match kind {
        Kind::Departments => register.departments.keys().map(|id| id.0).collect(),
        Kind::People => register.people.keys().map(|id| id.0).collect(),
        Kind::Systems => register.systems.keys().map(|id| id.0).collect(),
        Kind::Accounts => register.accounts.keys().map(|id| id.0).collect(),
    };
    let mut known = HashMap::with_capacity(numbers.len());
    for number in numbers {
        let Some(record) = kind.record(number, register) else { continue };
        let mut told = texts(&record, register);
        told.resize(blank(kind).len(), String::new());
        let key = names.key_of(kind, &told);
        known.insert(key, (number, told));
    }
    known
}

/// What stands, with what the row tells over it.
fn over(stands: &[String], row: &Row) -> Vec<String> {
    let told = |(at, stands): (usize, &String)| match row.texts.get(at).and_then(Option::as_deref) {
        Some(text) if is_told(Some(text)) => text.trim().to_owned(),
        _ => stands.clone(),
    };
    stands.iter().enumerate().map(told).collect()
}

/// The texts as they are shown once they are kept: days written out, names as the register has them.
fn settled(attributes: &[Attribute], told: &[String], names: &Names, today: Day) -> Vec<String> {
    let text = |(attribute, text): (&Attribute, &String)| match attribute.entry {
        Entry::Day => {
            let day = Day::from_typed(text, today).or_else(|| Day::from_table(text));
            day.map_or_else(|| text.clone(), Day::chinese)
        }
        Entry::Told if text.is_empty() => String::new(),
        Entry::Flag | Entry::Told => match flag_told(attribute.label, text) {
            Some(flag) => if flag { "是" } else { "否" }.to_owned(),
            None => text.clone(),
        },
        Entry::Names => {
            let names = text.split(['、', '，', ',', ';', '；']).map(str::trim).filter(|name| !name.is_empty());
            names.collect::<Vec<_>>().join("、")
        }
        entry => names.settled(entry, text),
    };
    attributes.iter().zip(told).map(text).collect()
}
