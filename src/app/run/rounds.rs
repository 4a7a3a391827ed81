//! Runs the commands of 巡检 (第八条) and 抽查 (第九条).

use super::super::round::Round;
use super::super::workspace::Workspace;
use crate::error::{Error, Result};
use crate::fsio;
use crate::model::*;
use crate::ops::Office;
use crate::papers::rounds::sample_report;
use crate::papers::{self, file_stem};
use crate::rules::sample::Population;

impl Workspace {
    /// Answers accounts of a round.
    pub(super) fn judge(&mut self, id: InspectionId, answers: Vec<(AccountId, Judgement, String)>) -> Result<()> {
        let labels: Vec<&str> = answers.iter().map(|(_, it, _)| it.label()).collect();
        let (today, count) = (self.today(), answers.len());
        let Some(told) = self.answered(&labels) else { return Ok(()) };
        let errand = move |office: &mut Office| office.judge_accounts(id, &answers, today);
        self.run_or_begin(count, "正在登记巡检结果", errand, move |workspace, ()| {
            workspace.toasts.undoable(&told);
            Ok(())
        })
    }

    /// An account that was left 存疑 is found in order.
    pub(super) fn settle_doubt(&mut self, id: InspectionId, account: AccountId, note: &str) -> Result<()> {
        self.office.settle_doubt(id, account, note, self.today())?;
        self.toasts.undoable("已登记查清，账号保留");
        Ok(())
    }

    /// Ends a round, and tells the list that it has made.
    pub(super) fn finish_inspection(&mut self, id: InspectionId) -> Result<()> {
        let (today, count) = (self.today(), self.office.register().rows_of_inspection(id).len());
        let errand = move |office: &mut Office| office.finish_inspection(id, today);
        self.run_or_begin(count, "正在办结巡检", errand, |workspace, list| {
            let list = list.and_then(|id| workspace.office.register().get::<Cleanup>(id));
            match list.map(|it| it.number.clone()) {
                Some(number) => workspace.toasts.undoable(&format!("巡检已办结，需要处理的账号在{number}")),
                None => workspace.toasts.undoable("巡检已办结，没有需要处理的账号"),
            }
            Ok(())
        })
    }

    /// Draws a sample, and shows it.
    pub(super) fn draw_sample(&mut self, population: Population, size: usize, seed: i64) -> Result<()> {
        let today = self.today();
        let errand = move |office: &mut Office| office.draw_sample(population, size, seed, today);
        self.run_or_begin(size, "正在抽取账号", errand, |workspace, id| {
            workspace.rounds.choose(Round::Sample(id));
            let count = workspace.office.register().rows_of_sample(id).len();
            workspace.toasts.undoable(&format!("已抽取{count}个账号"));
            Ok(())
        })
    }

    /// Enters results of a sample.
    pub(super) fn enter_results(
        &mut self,
        id: SampleId,
        results: Vec<(AccountId, SampleResult, String)>,
    ) -> Result<()> {
        let labels: Vec<&str> = results.iter().map(|(_, it, _)| it.label()).collect();
        let (today, count) = (self.today(), results.len());
        let Some(told) = self.answered(&labels) else { return Ok(()) };
        let errand = move |office: &mut Office| office.enter_sample_results(id, &results, today);
        self.run_or_begin(count, "正在登记抽查结果", errand, move |workspace, ()| {
            workspace.toasts.undoable(&told);
            Ok(())
        })
    }

    /// What accounts of a round are told to be answered with; nothing where there are none, which is said.
    fn answered(&mut self, answers: &[&str]) -> Option<String> {
        match answers {
            [] => {
                self.toasts.say("没有选中账号");
                None
            }
            [one] => Some(format!("已答：{one}")),
            [first, ..] => Some(format!("{}个账号已答：{first}", answers.len())),
        }
    }

    /// Begins rounds; an open one is taken up again. The first that is not finished comes to the front.
    pub(super) fn inspect(&mut self, system: Option<SystemId>) -> Result<()> {
        let today = self.today();
        let register = self.office.register();
        let live = |id: SystemId| register.accounts.values().any(|it| it.system == id && it.is_live());
        let all = register.systems.values().filter(|it| it.is_offered(today)).map(|it| it.id);
        let systems: Vec<SystemId> = system.map_or_else(|| all.filter(|id| live(*id)).collect(), |system| vec![system]);
        if systems.is_empty() {
            return Err(Error::refused("还没有在用账号，不需要巡检（第八条）").advise("请先登记账号"));
        }
        let begin_all = move |office: &mut Office| {
            let (mut first, total) = (None, systems.len());
            for (at, system) in systems.into_iter().enumerate() {
                let begun = office.watched(at, total).and_then(|()| office.begin_inspection(system, today));
                match begun {
                    Ok(id) => drop(first.get_or_insert(id)),
                    // Called off: those that are begun stand, and the first is shown.
                    Err(_) if first.is_some() && office.watched(at, total).is_err() => break,
                    Err(error) => return Err(error),
                }
            }
            Ok(first)
        };
        self.begin("正在准备巡检", begin_all, |workspace, first| {
            if let Some(id) = first {
                workspace.rounds.choose(Round::Inspection(id));
            }
            Ok(())
        })
    }

    /// Writes the draft of a 通报 and shows it.
    pub(super) fn report_sample(&mut self, id: SampleId) -> Result<()> {
        let today = self.today();
        let register = self.office.register();
        let sample = register.require::<Sample>(id)?;
        let Some(letter) = sample_report(register, sample, today) else {
            return Err(Error::refused("没有确认的可疑授权或可疑使用，不需要通报（第九条）").advise("请先登记抽查结果"));
        };
        let name = format!("{}_{}", sample.number, letter.title);
        let path = self.surroundings.documents.join(format!("{}.pdf", file_stem(&name)));
        fsio::make_folder(&self.surroundings.documents)?;
        let to = path.clone();
        let write = move |_: &mut Office| papers::save_letter(&letter, &name, &to, today);
        self.begin("正在起草通报", write, move |workspace, ()| {
            workspace.toasts.file(&format!("通报已起草：{}", path.display()), &path);
            workspace.view(&path);
            Ok(())
        })
    }
}
