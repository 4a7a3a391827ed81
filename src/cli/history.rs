//! `log`: the entries of the 台账 with what they changed, as lines, as JSON or as Excel.

use std::path::PathBuf;

use clap::Args;

use super::words;
use crate::dossier::Period;
use crate::error::Result;
use crate::model::{Choice, Clerks, Day, Op};
use crate::ops::{About, HistoryLine, HistoryWanted, Office};
use crate::papers;

/// Which entries are wanted, and how they are told.
#[derive(Debug, Args)]
pub(super) struct Log {
    /// 只列这张表的（编号，或“政务服务科附件1”），或这条记录的（台账里的写法，如“账号第3号”）
    #[arg(long, value_name = "编号", conflicts_with = "person")]
    record: Option<String>,
    /// 只列这个人的：人员记录和写着这个人的全部记录
    #[arg(long, value_name = "姓名")]
    person: Option<String>,
    /// 只列这一天和以后的
    #[arg(long, value_name = "日期", value_parser = words::day)]
    since: Option<Day>,
    /// 只列这一天和以前的
    #[arg(long, value_name = "日期", value_parser = words::day)]
    until: Option<Day>,
    /// 只列这种事项，如“登记账号”
    #[arg(long, value_name = "事项", value_parser = words::errand)]
    op: Option<Op>,
    /// 只列写着这些词的
    #[arg(long, value_name = "词", default_value = "", hide_default_value = true)]
    word: String,
    /// 以 JSON 输出
    #[arg(long, conflicts_with = "xlsx")]
    json: bool,
    /// 写成 Excel，每项变动一行
    #[arg(long, value_name = "文件.xlsx")]
    xlsx: Option<PathBuf>,
}

impl Log {
    /// Tells the entries.
    pub(super) fn run(self, office: &Office, today: Day) -> Result<String> {
        let about = match (self.record.as_deref(), &self.person) {
            (Some(record), _) => Some(office.about_called(record)?),
            (None, Some(person)) => Some(About::Person(office.person_called(person)?)),
            (None, None) => None,
        };
        if let (Some(since), Some(until)) = (self.since, self.until) {
            Period::new(since, until)?;
        }
        let words = self.word.trim().to_owned();
        let wanted =
            HistoryWanted { about, from: self.since, to: self.until, op: self.op, words, ..HistoryWanted::default() };
        if let Some(path) = &self.xlsx {
            let list = office.history_list(&wanted)?;
            papers::save_list(&list, path, today)?;
            return Ok(format!("已写出：{}（{}行）\n", path.display(), list.rows.len()));
        }
        let mut lines = office.history(&wanted, None)?;
        // The changes of one entry stay in their order.
        lines.sort_by_key(|line| line.entry.id);
        let entries = lines.chunk_by(|one, other| one.entry.id == other.entry.id);
        if self.json {
            return Ok(format!("{:#}\n", serde_json::Value::Array(entries.map(as_json).collect())));
        }
        let clerks = office.register().clerks();
        Ok(entries.map(|lines| as_lines(lines, &clerks)).collect())
    }
}

/// An entry with what it changed.
fn as_json(lines: &[HistoryLine]) -> serde_json::Value {
    let it = &lines[0].entry;
    let change = |line: &HistoryLine| serde_json::json!({ "record": line.record, "change": line.change });
    serde_json::json!({
        "entry": it.id.0, "written_at": it.written_at, "day": it.day, "who": it.who, "op": it.op.label(),
        "basis": it.basis, "reason": it.reason, "hash": it.hash,
        "changes": changed(lines).map(change).collect::<Vec<_>>(),
    })
}

/// An entry in one line, and below it, set in, each record that it changed.
fn as_lines(lines: &[HistoryLine], clerks: &Clerks) -> String {
    let it = &lines[0].entry;
    let mut told = format!("{}　{}　{}　{}　{}", it.id.0, it.day.iso(), it.time(), it.op.label(), it.by("", clerks));
    for line in changed(lines) {
        told.push_str(format!("\n    {}　{}", line.record, line.change).trim_end());
    }
    told + "\n"
}

/// The lines that tell of a record.
fn changed(lines: &[HistoryLine]) -> impl Iterator<Item = &HistoryLine> {
    lines.iter().filter(|line| !line.record.is_empty())
}
