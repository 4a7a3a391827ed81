//! A 巡检 (第八条第2项) or a 抽查 (第九条) as a round over accounts: its paper, its answers, its rows.

use super::command::Command;
use super::scans::SCANNED;
use crate::model::*;

/// Which round is in front.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Round {
    /// 巡检.
    Inspection(InspectionId),
    /// 抽查.
    Sample(SampleId),
}

impl Round {
    /// The number of its paper.
    pub fn number(self, register: &Register) -> String {
        match self {
            Round::Inspection(id) => Subject::Inspection(id).name(register),
            Round::Sample(id) => Subject::Sample(id).name(register),
        }
    }

    /// Why it is void, if it is.
    pub fn void_reason(self, register: &Register) -> Option<&str> {
        match self {
            Round::Inspection(id) => register.get::<Inspection>(id)?.void_reason.as_deref(),
            Round::Sample(id) => register.get::<Sample>(id)?.void_reason.as_deref(),
        }
    }

    /// Whether it may still be answered.
    pub fn is_open(self, register: &Register) -> bool {
        match self {
            Round::Inspection(id) => register.get::<Inspection>(id).is_some_and(Inspection::is_open),
            Round::Sample(id) => register.get::<Sample>(id).is_some_and(|it| it.void_reason.is_none()),
        }
    }

    /// What can be answered, in the order of the keys.
    pub fn answers(self) -> Vec<&'static str> {
        match self {
            Round::Inspection(_) => Judgement::ALL.iter().map(|it| it.label()).collect(),
            Round::Sample(_) => SampleResult::ALL.iter().map(|it| it.label()).collect(),
        }
    }

    /// Gives one answer to accounts, each with its note.
    pub fn answering(self, answer: usize, accounts: Vec<(AccountId, String)>) -> Command {
        let accounts = accounts.into_iter();
        match self {
            Round::Inspection(id) => {
                Command::Judge(id, accounts.map(|(it, note)| (it, Judgement::ALL[answer], note)).collect())
            }
            Round::Sample(id) => {
                Command::EnterResults(id, accounts.map(|(it, note)| (it, SampleResult::ALL[answer], note)).collect())
            }
        }
    }

    /// The accounts of a round with their answers and notes.
    pub fn rows(self, register: &Register) -> Vec<(AccountId, String, String)> {
        match self {
            Round::Inspection(id) => register
                .rows_of_inspection(id)
                .into_iter()
                .map(|row| (row.account, row.judgement.map_or("", Choice::label).to_owned(), row.note.clone()))
                .collect(),
            Round::Sample(id) => register
                .rows_of_sample(id)
                .into_iter()
                .map(|row| (row.account, row.result.map_or("", Choice::label).to_owned(), row.note.clone()))
                .collect(),
        }
    }

    /// The answer and the note of one account.
    pub fn kept(self, account: AccountId, register: &Register) -> (String, String) {
        let row = self.rows(register).into_iter().find(|(id, ..)| *id == account);
        row.map(|(_, answer, note)| (answer, note)).unwrap_or_default()
    }
}

/// Every round, the newest first, with its name and its state.
pub fn rounds(register: &Register) -> Vec<(Round, String, String)> {
    let numbers = register.scanned_numbers();
    let scanned = |number: &str| if numbers.contains(number) { SCANNED } else { "" };
    let inspection = |it: &Inspection| {
        let state = match it.finished_on {
            _ if it.void_reason.is_some() => format!("{}　作废{}", it.number, scanned(&it.number)),
            Some(day) => format!("{}　{}办结{}", it.number, day.chinese(), scanned(&it.number)),
            None => format!("{}　没有做完{}", it.number, scanned(&it.number)),
        };
        let name = format!("巡检　{}", register.system_name(Some(it.system)));
        (it.begun_on, (Round::Inspection(it.id), name, state))
    };
    let sample = |it: &Sample| {
        let mut scope = it.system.map_or("全部系统", |id| register.system_name(Some(id))).to_owned();
        if it.department.is_some() {
            scope.push_str(&format!("，{}", register.department_name(it.department)));
        }
        let open = register.rows_of_sample(it.id).iter().filter(|row| row.result.is_none()).count();
        let state = if it.void_reason.is_some() {
            "作废".to_owned()
        } else if open == 0 {
            "已查完".to_owned()
        } else {
            format!("还有{open}个")
        };
        let state = format!("{}　{state}{}", it.number, scanned(&it.number));
        (it.drawn_on, (Round::Sample(it.id), format!("抽查　{scope}"), state))
    };
    let mut all: Vec<(Day, (Round, String, String))> =
        register.inspections.values().map(inspection).chain(register.samples.values().map(sample)).collect();
    all.sort_by(|one, other| (other.0, &other.1.0).cmp(&(one.0, &one.1.0)));
    all.into_iter().map(|(_, round)| round).collect()
}
