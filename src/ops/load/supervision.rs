//! Takes settings, waivers, changes of post, notices, 巡检 and 抽查 in from a JSON document.

use std::collections::HashMap;

use super::super::document::Reader;
use super::{Load, set, told_first};
use crate::error::Result;
use crate::model::text::{NAME_LIMIT, NOTE_LIMIT, SHORT_LIMIT};
use crate::model::*;
use crate::rules::settings::objection;

const SETTING: &[&str] = &["key", "value", "source"];
const WAIVER: &[&str] = &["article", "kind", "subject", "system", "reason", "waived_on", "void_reason"];
const POST_CHANGE: &[&str] = &["person", "from_department", "from_post", "to_department", "to_post", "changed_on"];
const NOTICE: &[&str] = &["number", "person", "route", "accounts", "written_on", "void_reason"];
const ACCOUNT: &[&str] = &["system", "account"];
const INSPECTION: &[&str] = &["number", "system", "begun_on", "finished_on", "cleanup", "rows", "void_reason"];
const INSPECTION_ROW: &[&str] = &["system", "account", "judgement", "note"];
const SAMPLE: &[&str] =
    &["number", "system", "department", "size", "seed", "population", "drawn_on", "rows", "void_reason"];
const SAMPLE_ROW: &[&str] = &["system", "account", "result", "note"];

impl Load<'_, '_> {
    /// After everything that these refer to.
    pub(super) fn supervision(&mut self, top: &Reader) -> Result<()> {
        self.known.register(self.register);
        self.settings(&top.list("settings", SETTING))?;
        self.post_changes(&top.list("post_changes", POST_CHANGE))?;
        self.notices(&top.list("notices", NOTICE))?;
        self.inspections(&top.list("inspections", INSPECTION))?;
        self.samples(&top.list("samples", SAMPLE))?;
        self.waivers(&top.list("waivers", WAIVER))
    }

    fn settings(&mut self, list: &[Reader]) -> Result<()> {
        let mut ids: HashMap<SettingKey, SettingId> =
            self.register.settings.values().map(|it| (it.key, it.id)).collect();
        for told in list {
            let (key, value) = (told.chosen::<SettingKey>("key"), told.whole("value"));
            let source = told.text("source", NOTE_LIMIT).unwrap_or_default();
            let (Some(key), Some(value)) = (key, value) else { continue };
            if let Some(why) = objection(key, value, &source) {
                told.problem("value", why);
                continue;
            }
            let id = match ids.get(&key) {
                Some(id) => *id,
                None => self.tx.new_id::<Setting>()?,
            };
            ids.insert(key, id);
            self.tx.put(Setting { id, key, value, source })?;
        }
        Ok(())
    }

    fn waivers(&mut self, list: &[Reader]) -> Result<()> {
        let mut ids: HashMap<(u8, Subject), WaiverId> =
            self.register.waivers.values().map(|it| ((it.article, it.subject), it.id)).collect();
        for told in list {
            let article = told.whole("article").and_then(|article| u8::try_from(article).ok());
            let article = article.filter(|article| (1..=30).contains(article));
            if article.is_none() {
                told.problem("article", "应为 1 至 30");
            }
            let subject = self.subject(told);
            let (reason, day) = (told.required("reason", NOTE_LIMIT), told.day("waived_on").flatten());
            let void_reason = told.text_maybe("void_reason", NOTE_LIMIT).flatten();
            let (Some(article), Some(subject), Some(reason)) = (article, subject, reason) else { continue };
            let id = match ids.get(&(article, subject)) {
                Some(id) => *id,
                None => self.tx.new_id::<Waiver>()?,
            };
            ids.insert((article, subject), id);
            self.tx.put(Waiver { id, article, subject, reason, waived_on: day.unwrap_or(self.today), void_reason })?;
        }
        Ok(())
    }

    /// The record that a waiver is about; `None` where it leads nowhere.
    fn subject(&self, told: &Reader) -> Option<Subject> {
        let kind = told.required("kind", SHORT_LIMIT)?;
        match kind.as_str() {
            "department" => self.department_ref(told, "subject", true)?.map(Subject::Department),
            "person" => self.person(told, "subject")?.map(Subject::Person),
            "system" => self.system_ref(told, "subject").map(Subject::System),
            "account" => self.account(told, "subject").map(Subject::Account),
            _ => {
                let number = told.required("subject", SHORT_LIMIT)?;
                let paper = self.known.numbers.get(&number).copied().filter(|paper| paper.kind() == kind);
                if paper.is_none() {
                    told.problem("subject", format!("没有编号为「{number}」的记录"));
                }
                paper
            }
        }
    }

    /// The account that `system` and the text under `key` name.
    fn account(&self, told: &Reader, key: &str) -> Option<AccountId> {
        let (system, name) = (self.system_ref(told, "system")?, told.required(key, SHORT_LIMIT)?);
        let account = self.known.accounts.get(&(system, name.clone())).copied();
        if account.is_none() {
            told.problem(key, format!("这个系统中没有账号「{name}」"));
        }
        account
    }

    fn post_changes(&mut self, list: &[Reader]) -> Result<()> {
        let mut stand: Vec<PostChange> = self.register.post_changes.values().cloned().collect();
        for told in list {
            let person = self.person(told, "person").flatten();
            let from = self.department_ref(told, "from_department", true).flatten();
            let to = self.department_ref(told, "to_department", true).flatten();
            let posts = (told.text("from_post", NAME_LIMIT), told.text("to_post", NAME_LIMIT));
            let day = told.day("changed_on").flatten();
            let (Some(person), Some(from_department), Some(to_department)) = (person, from, to) else { continue };
            let mut it = PostChange {
                id: PostChangeId(0),
                person,
                from_department,
                from_post: posts.0.unwrap_or_default(),
                to_department,
                to_post: posts.1.unwrap_or_default(),
                changed_on: day.unwrap_or(self.today),
            };
            // It has no key: the same told again is the same.
            if stand.iter().any(|stands| PostChange { id: it.id, ..stands.clone() } == it) {
                continue;
            }
            it.id = self.tx.new_id::<PostChange>()?;
            stand.push(it.clone());
            self.tx.put(it)?;
        }
        Ok(())
    }

    fn notices(&mut self, list: &[Reader]) -> Result<()> {
        let ids: HashMap<&str, NoticeId> =
            self.register.notices.values().map(|it| (it.number.as_str(), it.id)).collect();
        for (number, told) in told_first(list) {
            let (person, route) = (self.person(told, "person").flatten(), told.chosen("route"));
            let accounts = told.list("accounts", ACCOUNT);
            let accounts = accounts.iter().filter_map(|told| self.account(told, "account")).collect();
            let written_on = told.day("written_on").flatten().unwrap_or(self.today);
            let void_reason = told.text_maybe("void_reason", NOTE_LIMIT).flatten();
            let number = self.number(number, Series::Notice, self.today.year())?;
            let (Some(person), Some(route)) = (person, route) else { continue };
            let id = match ids.get(number.as_str()) {
                Some(id) => *id,
                None => self.tx.new_id::<Notice>()?,
            };
            self.tx.put(Notice { id, number, person, route, accounts, written_on, void_reason })?;
        }
        Ok(())
    }

    fn inspections(&mut self, list: &[Reader]) -> Result<()> {
        for (number, told) in told_first(list) {
            let Some(system) = self.system_ref(told, "system") else { continue };
            let number = self.number(number, Series::Inspection, self.today.year())?;
            let id = match self.known.numbers.get(&number) {
                Some(Subject::Inspection(id)) => *id,
                _ => self.tx.new_id::<Inspection>()?,
            };
            let stands = self.register.get::<Inspection>(id).cloned();
            let mut it = stands.unwrap_or(Inspection {
                id,
                number: number.clone(),
                system,
                begun_on: self.today,
                finished_on: None,
                cleanup: None,
                void_reason: None,
            });
            set(&mut it.begun_on, told.day("begun_on").flatten());
            set(&mut it.finished_on, told.day("finished_on"));
            set(&mut it.void_reason, told.text_maybe("void_reason", NOTE_LIMIT));
            if let Some(cleanup) = told.text_maybe("cleanup", SHORT_LIMIT) {
                it.cleanup = cleanup.and_then(|number| self.cleanup_numbered(told, &number));
            }
            self.known.number(&number, Subject::Inspection(id));
            self.tx.put(it)?;
            if !told.has("rows") {
                continue;
            }
            let stood: Vec<InspectionRowId> = self.register.rows_of_inspection(id).iter().map(|row| row.id).collect();
            let mut made = 0;
            for told in told.list("rows", INSPECTION_ROW) {
                let Some(account) = self.account(&told, "account") else { continue };
                let row = InspectionRow {
                    id: match stood.get(made) {
                        Some(id) => *id,
                        None => self.tx.new_id::<InspectionRow>()?,
                    },
                    inspection: id,
                    position: made as i64 + 1,
                    account,
                    judgement: told.choice("judgement").flatten(),
                    note: told.text("note", NOTE_LIMIT).unwrap_or_default(),
                };
                self.tx.put(row)?;
                made += 1;
            }
            for gone in stood.iter().skip(made) {
                self.tx.remove::<InspectionRow>(*gone)?;
            }
        }
        Ok(())
    }

    fn cleanup_numbered(&self, told: &Reader, number: &str) -> Option<CleanupId> {
        if let Some(Subject::Cleanup(id)) = self.known.numbers.get(number) {
            return Some(*id);
        }
        told.problem("cleanup", format!("没有编号为「{number}」的清理清单"));
        None
    }

    fn samples(&mut self, list: &[Reader]) -> Result<()> {
        for (number, told) in told_first(list) {
            let system = self.system_ref_maybe(told, "system").flatten();
            let department = self.department_ref(told, "department", false).flatten();
            let (size, seed) = (told.whole("size"), told.whole("seed"));
            let (population, day) = (told.whole("population"), told.day("drawn_on").flatten());
            let rows = told.list("rows", SAMPLE_ROW);
            let Some(size) = size.filter(|size| *size > 0) else {
                told.problem("size", "应为大于 0 的整数");
                continue;
            };
            let number = self.number(number, Series::Sample, self.today.year())?;
            let id = match self.known.numbers.get(&number) {
                Some(Subject::Sample(id)) => *id,
                _ => self.tx.new_id::<Sample>()?,
            };
            self.known.number(&number, Subject::Sample(id));
            self.tx.put(Sample {
                id,
                number,
                system,
                department,
                size,
                seed: seed.unwrap_or_default(),
                population: population.unwrap_or(rows.len() as i64),
                drawn_on: day.unwrap_or(self.today),
                void_reason: told.text_maybe("void_reason", NOTE_LIMIT).flatten(),
            })?;
            let stood: Vec<SampleRowId> = self.register.rows_of_sample(id).iter().map(|row| row.id).collect();
            let mut made = 0;
            for told in rows {
                let Some(account) = self.account(&told, "account") else { continue };
                let row = SampleRow {
                    id: match stood.get(made) {
                        Some(id) => *id,
                        None => self.tx.new_id::<SampleRow>()?,
                    },
                    sample: id,
                    position: made as i64 + 1,
                    account,
                    result: told.choice("result").flatten(),
                    note: told.text("note", NOTE_LIMIT).unwrap_or_default(),
                };
                self.tx.put(row)?;
                made += 1;
            }
            for gone in stood.iter().skip(made) {
                self.tx.remove::<SampleRow>(*gone)?;
            }
        }
        Ok(())
    }
}
