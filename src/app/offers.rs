//! What can be asked for now, gathered from what is in front.

use super::Screen;
use super::command::{Command, PaperKey, VoidKey};
use super::list_form::{RowStep, stage_of};
use super::list_screen::paper_of;
use super::offer::{NOTE_INITIAL, Offer, TAKE_CATEGORIES, of_application, of_filing, of_paper, of_record};
use super::preferences::{SizeStep, ThemeChoice};
use super::round::Round;
use super::scans::ATTACH_FOLDER;
use super::workspace::Workspace;
use crate::model::*;
use crate::rules::sample::Population;
use crate::store::{Access, Drafted};

const READ_ONLY: &str = "数据文件只读";
const NOT_OPEN: &str = "先打开一张表";

impl Workspace {
    /// Everything that can be asked for now, or why it cannot: first what concerns what is in front.
    pub(super) fn offers(&self) -> Vec<Offer> {
        let mut offers = self.offers_in_front();
        offers.extend(self.offers_anywhere());
        if self.office.store().access() == Access::Read {
            for offer in &mut offers {
                if offer.commands.iter().any(writes) {
                    offer.why_not.get_or_insert(READ_ONLY);
                }
            }
        }
        offers
    }

    fn offers_in_front(&self) -> Vec<Offer> {
        let register = self.office.register();
        let paper_open = match self.screen {
            Screen::Form => true,
            Screen::Applications => !self.list.chosen().is_empty(),
            Screen::Matrix | Screen::Cleanups => self.list_form().is_some_and(|form| !form.is_blank()),
            Screen::Rounds => self.rounds.chosen().is_some(),
            _ => false,
        };
        let exports = paper_open || matches!(self.screen, Screen::Register(_) | Screen::Merge | Screen::History);
        let saves = matches!(self.screen, Screen::Form | Screen::Register(_) | Screen::Matrix | Screen::Cleanups);
        let mut offers = vec![
            Offer::new("保存", Command::Save).only_if(saves, "这一页不用保存"),
            Offer::new("打印", Command::Print).only_if(paper_open, NOT_OPEN),
            Offer::new("导出 Excel", Command::Export).only_if(exports, NOT_OPEN),
        ];
        match self.screen {
            Screen::Form => self.offers_of_form(&mut offers),
            Screen::Applications => match self.list.chosen()[..] {
                [one] => offers.extend(of_application(one, register)),
                [_, ..] => offers.push(Offer::new("登记签字", Command::AskSign(self.list.chosen()))),
                [] => {}
            },
            Screen::Matrix | Screen::Cleanups => self.offers_of_list(&mut offers),
            Screen::Register(kind) => {
                let screen = &self.registers[kind as usize];
                if screen.is_dirty() {
                    offers.push(Offer::new("放弃修改", Command::DiscardRecord));
                }
                match screen.chosen()[..] {
                    [one] => offers.extend(of_record(kind, one, register)),
                    [_, ..] if kind == Kind::Accounts => {
                        let accounts: Vec<AccountId> = screen.chosen().into_iter().map(AccountId).collect();
                        offers.push(Offer::new("生成清理清单", Command::AskMakeCleanup(accounts.clone())));
                        offers.push(Offer::new(NOTE_INITIAL, Command::AskInitialPasswords(accounts)));
                    }
                    _ => {}
                }
            }
            Screen::Filings => {
                if let Some(one) = self.filings.chosen() {
                    offers.extend(of_filing(one, register));
                }
            }
            Screen::Rounds => self.offers_of_round(&mut offers),
            Screen::Import => {
                let read = !self.import.rows().0.is_empty();
                offers.push(Offer::new("试算", Command::PreviewImport).only_if(read, "先选择表格"));
            }
            _ => {}
        }
        // What a list offers for its row stands once, with its key.
        let mut seen = Vec::new();
        offers.retain(|offer| {
            let is_new = !seen.contains(&offer.label);
            seen.push(offer.label.clone());
            is_new
        });
        offers
    }

    fn offers_of_round(&self, offers: &mut Vec<Offer>) {
        let Some(round) = self.rounds.chosen() else { return };
        let register = self.office.register();
        match round {
            Round::Inspection(id) => {
                let rows = register.rows_of_inspection(id);
                let all = rows.iter().all(|row| row.judgement.is_some());
                let it = register.get::<Inspection>(id);
                let offer = Offer::new("办结巡检", Command::FinishInspection(id));
                offers.push(
                    offer
                        .only_if(it.is_some_and(Inspection::is_open), "已经办结或作废")
                        .only_if(all, "每个账号都要有结论"),
                );
                let stands = it.is_some_and(|it| it.void_reason.is_none());
                let void = Offer::new("作废这次巡检", Command::AskVoidOf(VoidKey::Inspection(id)));
                offers.push(void.only_if(stands, "已经作废"));
            }
            Round::Sample(id) => {
                let stands = register.get::<Sample>(id).is_some_and(|it| it.void_reason.is_none());
                let void = Offer::new("作废这次抽查", Command::AskVoidOf(VoidKey::Sample(id)));
                let offer = Offer::new("起草通报", Command::ReportSample(id));
                offers.extend([offer, void].map(|offer| offer.only_if(stands, "已经作废")));
            }
        }
        let number = round.number(register);
        offers.push(Offer::new("附上扫描件", Command::AskAttach(number.clone())));
        offers.push(of_paper(&number));
    }

    fn offers_of_form(&self, offers: &mut Vec<Offer>) {
        let id = self.form.as_ref().and_then(super::form::Form::application);
        let Some(it) = id.and_then(|id| self.office.register().get::<Application>(id)) else { return };
        let is = |state: ApplicationState| it.state == state;
        if is(ApplicationState::Draft) {
            offers.push(Offer::new("登记为已打印", Command::NotePrinted(vec![PaperKey::Application(it.id)])));
        }
        let printed = is(ApplicationState::Printed);
        let why_not_signed = match it.state {
            ApplicationState::Draft => "打印以后才能登记",
            ApplicationState::Signed => "已经登记；写错了，点“签字登记错了”",
            _ => "已经办结或作废",
        };
        offers.push(Offer::new("登记签字", Command::Sign).only_if(printed, why_not_signed));
        let signed = is(ApplicationState::Signed);
        offers.push(Offer::new("办结", Command::Complete(String::new())).only_if(signed, "登记签字以后才能办结"));
        if is(ApplicationState::Done) {
            offers.push(Offer::new("办结登记错了", Command::AskCorrect(it.id)));
        }
        offers.push(Offer::new("附上扫描件", Command::AskAttach(it.number.clone())));
        offers.push(of_paper(&it.number));
        offers.push(Offer::new("作废这张表", Command::AskVoid).only_if(it.state.is_open(), "已经办结或作废"));
    }

    fn offers_of_list(&self, offers: &mut Vec<Offer>) {
        let Some(form) = self.list_form() else { return };
        let register = self.office.register();
        let (saved, why) = (!form.typed.is_dirty(), "先保存");
        if !saved {
            offers.push(Offer::new("放弃修改", Command::DiscardList));
        }
        let stage = stage_of(form.typed.of, register);
        match form.typed.of {
            Drafted::Matrix(id) => {
                offers.push(Offer::new("从账号台账填写", Command::AskFillMatrix(id)).only_if(saved, why));
                let take = Offer::new(TAKE_CATEGORIES, Command::AskTakeCategories(id, form.categories.clone()));
                offers.push(take.only_if(saved, why).only_if(!form.categories.is_empty(), "类别与账号台账一致"));
                let printed = Offer::new("登记为已打印", Command::NotePrinted(vec![PaperKey::Matrix(id)]));
                offers.push(printed.only_if(saved, why).only_if(!form.is_blank(), "表还是空的"));
                let sign = Offer::new("登记签字", Command::SignMatrix(id));
                offers
                    .push(sign.only_if(stage == MatrixStage::Printed.label(), "打印以后才能登记").only_if(saved, why));
                let file = Offer::new("备案这张对照表", Command::AskFile(id, FilingKind::Matrix));
                let ready = [MatrixStage::Signed, MatrixStage::Filed].map(MatrixStage::label).contains(&stage);
                offers.push(file.only_if(ready, "登记签字以后才能备案（第五条）").only_if(saved, why));
            }
            Drafted::Cleanup(Some(id)) if register.get::<Cleanup>(id).is_some_and(Cleanup::is_open) => {
                offers.push(Offer::new("处理这张清单", Command::AskHandleCleanup(id)).only_if(saved, why));
                offers.push(Offer::new("作废这张清单", Command::AskVoid).only_if(saved, why));
            }
            _ => {}
        }
        if let Some(paper) = paper_of(form.typed.of, register) {
            offers.push(Offer::new("附上扫描件", Command::AskAttach(register.subject_name(&paper))));
        }
        if form.is_editable(register) {
            for (label, step) in [
                ("插入一行", RowStep::Insert),
                ("上移一行", RowStep::Raise),
                ("下移一行", RowStep::Lower),
                ("去掉一行", RowStep::Remove),
            ] {
                offers.push(Offer::new(label, Command::ChangeRows(step)).only_if(form.row.is_some(), "先点表中的一格"));
            }
        }
    }

    fn offers_anywhere(&self) -> Vec<Offer> {
        let mut offers = vec![
            Offer::several("新建申请表", vec![Command::Show(Screen::Applications), Command::New]),
            Offer::new("新建清理清单", Command::OpenList(Drafted::Cleanup(None))),
            Offer::new("撤销", Command::Undo),
            Offer::new("重做", Command::Redo),
            Offer::new("查找", Command::Find),
        ];
        let here = match self.screen {
            Screen::Register(kind) => Some(format!("新建{}", kind.term())),
            _ => None,
        };
        offers.extend(here.map(|label| Offer::new(label, Command::New)));
        offers.extend(Screen::ALL.map(|screen| Offer::new(format!("转到{}", screen.label()), Command::Show(screen))));
        for draft in &self.drafts {
            let what = match draft.of {
                Drafted::Application(_) => "申请表",
                Drafted::Matrix(_) => "对照表",
                Drafted::Cleanup(_) => "清理清单",
            };
            let name = draft.values.get(Field::Applicant);
            offers.push(Offer::new(format!("继续填写{what}　{name}"), Command::Resume(draft.clone())));
        }
        let register = self.office.register();
        let people = register.people.values().any(|it| it.void_reason.is_none());
        let inspect = vec![Command::Show(Screen::Rounds), Command::Inspect(None)];
        let draw = Command::DrawSample(Population { system: None, department: None }, 10, self.rounds.seed());
        offers.extend([
            Offer::several("巡检全部系统", inspect),
            Offer::several("抽查十个账号", vec![Command::Show(Screen::Rounds), draw]),
            Offer::several("办理离职，先选人", vec![Command::Show(Screen::Register(Kind::People)), Command::Find])
                .only_if(people, "还没有登记人员"),
            Offer::new("打印空白账号权限对照表", Command::PrintBlank(1)),
            Offer::new("打印空白申请表", Command::PrintBlank(2)),
            Offer::new("打印空白清理清单", Command::PrintBlank(3)),
            Offer::new("打印上级系统汇总", Command::PrintUpperLevel),
            Offer::new("打印系统账号清单", Command::PrintSystemAccounts(String::new())),
            Offer::new("某日在用账号", Command::AskAsOf),
            Offer::new(ATTACH_FOLDER, Command::AskAttachFolder),
            Offer::new("生成迎检包", Command::AskDossier),
            Offer::new("立即备份", Command::BackUp),
            Offer::new("第二备份位置", Command::AskSecondPlace),
            Offer::new("恢复备份", Command::AskRestoreBackup),
            Offer::new("核对台账", Command::AskVerify),
        ]);
        if self.guide.is_some() {
            offers.push(Offer::new("离开引导", Command::EndGuide));
        } else {
            offers.push(Offer::new("新手引导", Command::BeginGuide(self.preferences.kept.guide_step)));
        }
        offers.extend(ThemeChoice::ALL.map(|it| Offer::new(format!("颜色：{}", it.label()), Command::SetTheme(it))));
        offers.extend([
            Offer::new("放大窗口", Command::Resize(SizeStep::Larger)),
            Offer::new("缩小窗口", Command::Resize(SizeStep::Smaller)),
            Offer::new("恢复原来大小", Command::Resize(SizeStep::Actual)),
        ]);
        offers
    }
}

/// Whether it changes the register: a file that is only read can be seen, printed and exported.
fn writes(command: &Command) -> bool {
    !matches!(
        command,
        Command::Show(_)
            | Command::Find
            | Command::Open(_)
            | Command::OpenList(_)
            | Command::OpenSubject(_)
            | Command::SeekAccounts(_)
            | Command::Print
            | Command::AskPrint(_)
            | Command::PrintBlank(_)
            | Command::PrintUpperLevel
            | Command::Export
            | Command::ShowHistory(_)
            | Command::AskSaveFiling(_)
            | Command::AskAsOf
            | Command::AskDossier
            | Command::AskVerify
            | Command::SetTheme(_)
            | Command::Resize(_)
            | Command::BeginGuide(_)
            | Command::EndGuide
    )
}
