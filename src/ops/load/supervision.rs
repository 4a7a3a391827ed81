//! Takes settings, waivers, changes of post, notices, 巡检 and 抽查 in from a JSON document.

use std::collections::{HashMap, HashSet};

use super::super::document::Reader;
use super::super::post::note_change;
use super::{Load, set, told_first};
use crate::error::Result;
use crate::model::text::{LONG_LIMIT, NAME_LIMIT, NOTE_LIMIT, SHORT_LIMIT};
use crate::model::*;
use crate::rules::settings::objection;

const SETTING: &[&str] = &["key", "value", "source"];
const WAIVER: &[&str] = &["article", "kind", "subject", "system", "concerns", "reason", "waived_on", "void_reason"];
const POST_CHANGE: &[&str] =
    &["person", "from_department", "from_post", "to_department", "to_post", "changed_on", "void_reason"];
const NOTICE: &[&str] = &[
    "number",
    "person",
    "route",
    "accounts",
    "written_on",
    "left_on",
    "handed_over_on",
    "department",
    "post",
    "void_reason",
];
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
        // Those that go together are judged as they will stand, in whatever order they are told.
        let mut together = Register { settings: self.register.settings.clone(), ..Register::default() };
        let mut readers = Vec::new();
        for told in list {
            let (key, value) = (told.chosen::<SettingKey>("key"), told.whole("value"));
            let source = told.text("source", NOTE_LIMIT).unwrap_or_default();
            let (Some(key), Some(value)) = (key, value) else { continue };
            let id = match ids.get(&key) {
                Some(id) => *id,
                None => self.tx.new_id::<Setting>()?,
            };
            ids.insert(key, id);
            together.settings.insert(id, Setting { id, key, value, source });
            readers.push((id, told));
        }
        for (id, told) in readers {
            let Some(setting) = together.settings.get(&id) else { continue };
            match objection(setting.key, setting.value, &setting.source, &together) {
                Some(why) => told.problem("value", why),
                None => self.tx.put(setting.clone())?,
            }
        }
        Ok(())
    }

    fn waivers(&mut self, list: &[Reader]) -> Result<()> {
        let mut known: HashMap<(u8, Subject), Waiver> =
            self.register.waivers.values().map(|it| ((it.article, it.subject), it.clone())).collect();
        for told in list {
            let article = told.whole("article").and_then(|article| u8::try_from(article).ok());
            let article = article.filter(|article| (1..=30).contains(article));
            if article.is_none() {
                told.problem("article", "应为 1 至 30");
            }
            let subject = self.subject(told);
            let (Some(article), Some(subject)) = (article, subject) else { continue };
            let stands = known.remove(&(article, subject));
            let reason = told.text_maybe("reason", NOTE_LIMIT);
            let reason = told.or_standing("reason", reason, stands.as_ref().map(|it| it.reason.clone()));
            let Some(reason) = reason else { continue };
            let mut it = match stands {
                Some(stands) => Waiver { reason, ..stands },
                None => Waiver {
                    id: self.tx.new_id::<Waiver>()?,
                    article,
                    subject,
                    concerns: None,
                    reason,
                    waived_on: self.today,
                    void_reason: None,
                },
            };
            if let Some(concerns) = told.texts("concerns", LONG_LIMIT) {
                // Where nothing is named, it is one from before this was recorded.
                let concerns: Vec<String> = concerns.into_iter().map(|(_, concern)| concern).collect();
                it.concerns = (!concerns.is_empty()).then_some(concerns);
            }
            set(&mut it.waived_on, told.day("waived_on").flatten());
            set(&mut it.void_reason, told.text_maybe("void_reason", NOTE_LIMIT));
            known.insert((article, subject), it.clone());
            self.tx.put(it)?;
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
                    told.problem("subject", format!("没有编号为“{number}”的记录"));
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
            told.problem(key, format!("这个系统中没有账号“{name}”"));
        }
        account
    }

    /// The changes of post that it tells. A person who has another post than the register knows, without a change that
    /// leads there, has it since today.
    fn post_changes(&mut self, list: &[Reader]) -> Result<()> {
        let mut told_now: HashSet<(PersonId, DepartmentId, String)> = HashSet::new();
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
                void_reason: None,
            };
            // It has no key: the same told again is the same, and may be told to be void since.
            let is_same = |stands: &PostChange| PostChange { id: it.id, void_reason: None, ..stands.clone() } == it;
            let known = stand.iter().position(is_same);
            if let Some(stands) = known.and_then(|at| stand.get(at)) {
                it = stands.clone();
            } else {
                it.id = self.tx.new_id::<PostChange>()?;
                told_now.insert((it.person, it.to_department, it.to_post.clone()));
            }
            set(&mut it.void_reason, told.text_maybe("void_reason", NOTE_LIMIT));
            match known.and_then(|at| stand.get_mut(at)) {
                Some(stands) => *stands = it.clone(),
                None => stand.push(it.clone()),
            }
            self.tx.put(it)?;
        }
        let register = self.register;
        let mut moved: Vec<(&Person, Person)> = std::mem::take(&mut self.people)
            .into_values()
            .filter_map(|it| Some((register.get::<Person>(it.id)?, it)))
            .filter(|(_, it)| !told_now.contains(&(it.id, it.department, it.post.clone())))
            .collect();
        moved.sort_by_key(|(_, it)| it.id);
        moved.iter().try_for_each(|(before, after)| note_change(before, after, self.today, self.tx))
    }

    fn notices(&mut self, list: &[Reader]) -> Result<()> {
        let known: HashMap<&str, &Notice> = self.register.notices.values().map(|it| (it.number.as_str(), it)).collect();
        for (number, told) in told_first(list) {
            let stands = number.as_deref().and_then(|number| known.get(number).copied());
            let person = told.or_standing("person", self.person(told, "person"), stands.map(|it| it.person));
            let route = told.or_standing("route", told.choice("route"), stands.map(|it| it.route));
            let number = self.number(number, Series::Notice, self.today.year())?;
            let (Some(person), Some(route)) = (person, route) else { continue };
            let mut it = match stands {
                Some(stands) => Notice { person, route, ..stands.clone() },
                None => Notice {
                    id: self.tx.new_id::<Notice>()?,
                    number,
                    person,
                    route,
                    accounts: Vec::new(),
                    written_on: self.today,
                    leaver: None,
                    void_reason: None,
                },
            };
            if let Some(department) = told.text("department", NAME_LIMIT) {
                it.leaver = Some(LeaverThen {
                    left_on: told.day("left_on").flatten(),
                    handed_over_on: told.day("handed_over_on").flatten(),
                    department,
                    post: told.text("post", NAME_LIMIT).unwrap_or_default(),
                });
            }
            if told.has("accounts") {
                let accounts = told.list("accounts", ACCOUNT);
                it.accounts = accounts.iter().filter_map(|told| self.account(told, "account")).collect();
            }
            set(&mut it.written_on, told.day("written_on").flatten());
            set(&mut it.void_reason, told.text_maybe("void_reason", NOTE_LIMIT));
            self.tx.put(it)?;
        }
        Ok(())
    }

    fn inspections(&mut self, list: &[Reader]) -> Result<()> {
        for (number, told) in told_first(list) {
            let stands = match number.as_ref().and_then(|number| self.known.numbers.get(number)) {
                Some(Subject::Inspection(id)) => self.register.get::<Inspection>(*id),
                _ => None,
            };
            let system = self.system_ref_maybe(told, "system");
            let Some(system) = told.or_standing("system", system, stands.map(|it| it.system)) else { continue };
            let number = self.number(number, Series::Inspection, self.today.year())?;
            let mut it = match stands {
                Some(stands) => Inspection { system, ..stands.clone() },
                None => Inspection {
                    id: self.tx.new_id::<Inspection>()?,
                    number,
                    system,
                    begun_on: self.today,
                    finished_on: None,
                    cleanup: None,
                    void_reason: None,
                },
            };
            set(&mut it.begun_on, told.day("begun_on").flatten());
            set(&mut it.finished_on, told.day("finished_on"));
            set(&mut it.void_reason, told.text_maybe("void_reason", NOTE_LIMIT));
            if let Some(cleanup) = told.text_maybe("cleanup", SHORT_LIMIT) {
                it.cleanup = cleanup.and_then(|number| self.cleanup_numbered(told, &number));
            }
            let id = it.id;
            self.known.number(&it.number, Subject::Inspection(id));
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
        told.problem("cleanup", format!("没有编号为“{number}”的清理清单"));
        None
    }

    fn samples(&mut self, list: &[Reader]) -> Result<()> {
        for (number, told) in told_first(list) {
            let stands = match number.as_ref().and_then(|number| self.known.numbers.get(number)) {
                Some(Subject::Sample(id)) => self.register.get::<Sample>(*id),
                _ => None,
            };
            let size = told.whole("size").or(stands.map(|it| it.size).filter(|_| !told.has("size")));
            let rows = told.list("rows", SAMPLE_ROW);
            let Some(size) = size.filter(|size| *size > 0) else {
                told.problem("size", "应为大于 0 的整数");
                continue;
            };
            let number = self.number(number, Series::Sample, self.today.year())?;
            let mut it = match stands {
                Some(stands) => Sample { size, ..stands.clone() },
                None => Sample {
                    id: self.tx.new_id::<Sample>()?,
                    number,
                    system: None,
                    department: None,
                    size,
                    seed: 0,
                    population: rows.len() as i64,
                    drawn_on: self.today,
                    void_reason: None,
                },
            };
            set(&mut it.system, self.system_ref_maybe(told, "system"));
            set(&mut it.department, self.department_ref(told, "department", false));
            set(&mut it.seed, told.whole("seed"));
            set(&mut it.population, told.whole("population"));
            set(&mut it.drawn_on, told.day("drawn_on").flatten());
            set(&mut it.void_reason, told.text_maybe("void_reason", NOTE_LIMIT));
            let id = it.id;
            self.known.number(&it.number, Subject::Sample(id));
            self.tx.put(it)?;
            if !told.has("rows") {
                continue;
            }
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
