//! What the regulation has to say of the register as it stood on the last day of a dossier: every finding, every override,
//! every article. What was put right or overridden later is no answer for that day.

use std::collections::BTreeMap;

use crate::error::Result;
use crate::model::*;
use crate::ops::Office;
use crate::papers::{Column, List};
use crate::rules::{Article, Matter, Telling, check, reason_unchecked};
use crate::store::{Entry, Past};

/// An override as the 台账 has it.
struct Override<'a> {
    waiver: &'a Waiver,
    /// 经手: who wrote it.
    who: String,
}

/// The findings with their overrides, the overrides whether found or not, and how each article was checked.
pub(super) fn findings_lists(office: &Office, past: &Past, caution: &str) -> Result<Vec<List>> {
    let (register, day) = (&past.register, past.day);
    let mut found = check(register, day);
    found.sort_by_key(|it| (it.weight(), it.article(), it.subject));
    let telling = Telling::of(register, day);
    let overrides = overrides(office, past)?;
    let lists = [
        findings_list(&found, &overrides, &telling, day),
        overrides_list(&found, &overrides, &telling),
        articles_list(&found, day),
    ];
    // Of a register that is not known nothing is found: that is not the same as nothing wrong.
    Ok(lists.into_iter().map(|list| List { note: caution.to_owned(), ..list }).collect())
}

fn overrides<'p>(office: &Office, past: &'p Past) -> Result<BTreeMap<WaiverId, Override<'p>>> {
    let clerks = office.register().clerks();
    let one = |waiver: &Waiver| {
        let record = waiver.clone().into_record();
        // The last that wrote it as it stood, or as it stood before it was withdrawn.
        let stands = |change: &Change| matches!(&change.after, Some(Record::Waiver(it)) if it.void_reason.is_none());
        let wrote = |entry: &Entry, change: &Change| entry.day <= past.day && stands(change);
        let history = office.store().history_of(&record)?;
        let who = history.iter().rfind(|(entry, change)| wrote(entry, change)).map(|(entry, _)| entry.who.as_str());
        Ok(clerks.name(who.unwrap_or_default()).to_owned())
    };
    let waivers = past.register.waivers.values();
    waivers.map(|waiver| Ok((waiver.id, Override { waiver, who: one(waiver)? }))).collect()
}

fn findings_list(found: &[Matter], overrides: &BTreeMap<WaiverId, Override>, telling: &Telling, day: Day) -> List {
    let row = |it: &Matter| {
        let waived = it.waiver.and_then(|id| overrides.get(&id));
        let (reason, who, day) = waived.map_or(("", "", String::new()), |it| {
            (it.waiver.reason.as_str(), it.who.as_str(), it.waiver.waived_on.chinese())
        });
        let state = if waived.is_some() { "例外办理" } else { it.weight().label() };
        let due = it.due.map_or_else(String::new, Day::chinese);
        let (article, subject, told) = (it.article().to_string(), telling.subject(it.subject), telling.sentence(it));
        [&article, state, &subject, &told, &due, reason, who, &day].map(str::to_owned).to_vec()
    };
    List {
        title: format!("{}检查发现", day.chinese()),
        columns: vec![
            Column::text("条款", 90.0),
            Column::text("程度", 80.0),
            Column::text("对象", 200.0),
            Column::text("发现", 420.0),
            Column::text("期限", 120.0),
            Column::text("例外办理原因", 240.0),
            Column::text("经手", 90.0),
            Column::text("例外办理日期", 120.0),
        ],
        rows: found.iter().map(row).collect(),
        ..List::default()
    }
}

fn overrides_list(found: &[Matter], overrides: &BTreeMap<WaiverId, Override>, telling: &Telling) -> List {
    let row = |it: &Override| {
        let waiver = it.waiver;
        let state = match &waiver.void_reason {
            Some(_) => "已撤回",
            None if found.iter().any(|matter| matter.waiver == Some(waiver.id)) => "有效",
            None => "有效，现已没有这项发现",
        };
        let withdrawn = waiver.void_reason.as_deref().unwrap_or_default();
        let (article, subject) = (Article(waiver.article).to_string(), telling.subject(waiver.subject));
        let day = waiver.waived_on.chinese();
        let concerns = waiver.concerns.as_ref().map_or_else(String::new, |it| it.join("、"));
        let row = [&article, &subject, &concerns, waiver.reason.as_str(), &it.who, &day, state, withdrawn];
        row.map(str::to_owned).to_vec()
    };
    List {
        title: "例外办理".into(),
        columns: vec![
            Column::text("条款", 90.0),
            Column::text("对象", 200.0),
            Column::text("涉及", 200.0),
            Column::text("原因", 320.0),
            Column::text("经手", 90.0),
            Column::text("日期", 120.0),
            Column::text("现状", 200.0),
            Column::text("撤回原因", 240.0),
        ],
        rows: overrides.values().map(row).collect(),
        ..List::default()
    }
}

/// Each of the 30 articles: how many findings, or why no rule can check it.
fn articles_list(found: &[Matter], day: Day) -> List {
    let row = |number: u8| {
        let article = Article(number);
        let of_it: Vec<&Matter> = found.iter().filter(|it| it.article() == article).collect();
        let count = |counts: &dyn Fn(&Matter) -> bool| of_it.iter().filter(|it| counts(it)).count().to_string();
        let told = match reason_unchecked(article) {
            Some(reason) => vec!["不能由程序检查".to_owned(), reason.to_owned(), String::new(), String::new()],
            None => vec![
                "逐条检查".to_owned(),
                String::new(),
                count(&|it| it.waiver.is_none()),
                count(&|it| it.waiver.is_some()),
            ],
        };
        [vec![article.to_string()], told].concat()
    };
    List {
        title: format!("{}各条检查情况", day.chinese()),
        columns: vec![
            Column::text("条款", 90.0),
            Column::text("方式", 130.0),
            Column::text("说明", 420.0),
            Column::text("发现", 80.0),
            Column::text("例外办理", 80.0),
        ],
        rows: (1..=30).map(row).collect(),
        ..List::default()
    }
}
