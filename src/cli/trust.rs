//! What makes the 台账 one to be trusted: the accounts of a past day.

use std::path::Path;

use clap::Subcommand;

use super::{tell, words};
use crate::error::Result;
use crate::model::{Choice, Day};
use crate::ops::{AsOf, Office};
use crate::store::Access;

/// An errand of this kind.
#[derive(Debug, Subcommand)]
pub(super) enum Errand {
    /// 某日在用账号：按台账还原那一天的情况
    AsOf {
        /// 哪一天（YYYY-MM-DD）
        #[arg(value_name = "日期", value_parser = words::day)]
        day: Day,
        /// 以 JSON 输出
        #[arg(long)]
        json: bool,
    },
}

impl Errand {
    /// Carries it out on the data file; returns what to print.
    pub(super) fn run(self, file: &Path, _today: Day) -> Result<String> {
        match self {
            Errand::AsOf { day, json } => {
                let past = Office::open(file, Access::Read)?.as_of(day)?;
                past.caution().into_iter().for_each(|line| tell(&line));
                Ok(if json { as_json(&past) } else { as_lines(&past) })
            }
        }
    }
}

fn as_json(past: &AsOf) -> String {
    let accounts: Vec<serde_json::Value> = past
        .accounts
        .iter()
        .map(|it| {
            serde_json::json!({
                "system": it.system, "account": it.account, "holder": it.holder, "department": it.department,
                "role": it.role, "basis": it.basis,
            })
        })
        .collect();
    format!("{:#}\n", serde_json::json!({ "day": past.day, "since": past.since, "accounts": accounts }))
}

fn as_lines(past: &AsOf) -> String {
    let mut lines = format!("{}在用账号{}个\n", past.day.chinese(), past.accounts.len());
    for it in &past.accounts {
        lines.push_str(&format!("{}　{}　{}", it.system, it.account, it.role.label()));
        for (what, text) in [("使用人", &it.holder), ("科室", &it.department), ("依据", &it.basis)] {
            if !text.is_empty() {
                lines.push_str(&format!("　{what} {text}"));
            }
        }
        lines.push('\n');
    }
    lines
}
