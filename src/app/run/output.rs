//! Runs the commands of what leaves the program: printed, as PDF, as Excel, in the system's viewer.

use std::path::{Path, PathBuf};

use super::super::Screen;
use super::super::browse::PathField;
use super::super::command::{Export, PaperKey, Workbook};
use super::super::dialog::Dialog;
use super::super::form::Form;
use super::super::print_dialog::{Order, PrintDialog};
use super::super::round::Round;
use super::super::work::{Finish, Progress, Work};
use super::super::workspace::Workspace;
use crate::error::{Error, Result};
use crate::fsio;
use crate::model::*;
use crate::ops::{Office, Watcher};
use crate::paper::fill::matrix_values;
use crate::papers::{self, PageRange, Paper, Printout, file_stem, in_part, job_pdf};
use crate::printing::Accepted;
use crate::rules::Finding;
use crate::rules::matrix::{check_rows, plan};
use crate::store::{Access, Drafted};

impl Workspace {
    /// Shows what is in front as it prints; saving it may have asked something.
    pub(super) fn print_in_front(&mut self) -> Result<()> {
        let keys = self.keys_in_front()?;
        if self.dialog.is_none() { self.ask_print(keys) } else { Ok(()) }
    }

    /// Shows what the print dialog has in the system's viewer.
    pub(super) fn read_pdf(&mut self) -> Result<()> {
        let Some(order) = self.order_in_front() else { return Ok(()) };
        let path = self.surroundings.documents.join(format!("{}.pdf", order.job.title));
        self.write_pdf(order.printouts, order.range, &path, true)
    }

    /// Notes that these were printed by other means.
    pub(super) fn note_printed_elsewhere(&mut self, keys: Vec<PaperKey>) -> Result<()> {
        self.note_printed(keys, |workspace, noted| {
            noted?;
            workspace.toasts.undoable("已登记为打印");
            Ok(())
        })
    }

    /// Writes to a file what was asked for.
    pub(super) fn write(&mut self, export: Export, path: PathBuf) -> Result<()> {
        match export {
            Export::Pdf(printouts, range) => self.write_pdf(printouts, range, &path, false),
            Export::Excel(what) => self.write_excel(what, path),
        }
    }

    fn keys_in_front(&mut self) -> Result<Vec<PaperKey>> {
        let nothing = |what: &str| Error::refused(format!("没有选中{what}")).advise("请先在列表中选中");
        match self.screen {
            Screen::Form => Ok(vec![PaperKey::Application(self.saved_form()?)]),
            Screen::Applications => {
                let chosen = self.list.chosen();
                if chosen.is_empty() {
                    Err(nothing("申请表"))
                } else {
                    Ok(chosen.into_iter().map(PaperKey::Application).collect())
                }
            }
            Screen::Matrix | Screen::Cleanups => match self.save_list()? {
                Some(Drafted::Matrix(id)) => Ok(vec![PaperKey::Matrix(id)]),
                Some(Drafted::Cleanup(Some(id))) => Ok(vec![PaperKey::Cleanup(id)]),
                _ => Err(nothing("表")),
            },
            Screen::Rounds => match self.rounds.chosen() {
                Some(Round::Inspection(id)) => Ok(vec![PaperKey::Inspection(id)]),
                Some(Round::Sample(id)) => Ok(vec![PaperKey::Sample(id)]),
                None => Err(nothing("巡检或抽查")),
            },
            _ => Err(Error::refused("这一页没有可以打印或导出的表")
                .advise("请先打开“申请表”“权限对照表”“清理清单”或“巡检抽查”")),
        }
    }

    /// Shows the papers as they print, with what would send them back.
    pub(super) fn ask_print(&mut self, keys: Vec<PaperKey>) -> Result<()> {
        let today = self.today();
        // What lies outside is told by the 台账, which may be long.
        let is_long = keys.iter().any(|key| matches!(key, PaperKey::Outside(..)));
        let (count, title) =
            if is_long { (usize::MAX, "正在按台账核对") } else { (keys.len(), "正在准备打印") };
        let prepare = move |office: &mut Office| {
            let printables = office.printables(&keys, today)?;
            let forms = keys.iter().flat_map(|key| key.forms(office.register()));
            let findings = forms.flat_map(|key| stoppers_of(key, office, today)).collect();
            Ok((printables, findings))
        };
        self.run_or_begin(count, title, prepare, |workspace, (printables, findings)| {
            let (printing, chosen) = (workspace.surroundings.printing.clone(), workspace.print_chosen.clone());
            let dialog = PrintDialog::new(printables, findings, printing, chosen);
            workspace.dialog = Some(Dialog::Print(Box::new(dialog)));
            Ok(())
        })
    }

    /// Hands the job to the printer on a thread. Only a job that was accepted changes the state of a form; one that
    /// was refused leaves the dialog as it was, with the reason.
    pub(super) fn send_to_printer(&mut self) {
        let Some(order) = self.order_in_front() else { return };
        let Some(Dialog::Print(mut dialog)) = self.dialog.take() else { return };
        self.print_chosen = dialog.chosen();
        let (printing, today) = (self.surroundings.printing.clone(), self.today());
        let name = order.job.printer.clone().unwrap_or_else(|| "打印机".to_owned());
        self.work = Some(Work::start(format!("正在送往{name}"), move |progress| {
            let pdf = job_pdf(&order.printouts, &order.range, order.job.two_sided, today);
            let outcome = pdf.and_then(|pdf| {
                progress.go_on()?;
                printing.print(&pdf, &order.job, progress.cancelled())
            });
            let finish: Finish<Self> = Box::new(move |workspace| match outcome {
                Ok(accepted) => workspace.printed(&order, name, &accepted),
                Err(error) => {
                    dialog.refuse(error);
                    workspace.dialog = Some(Dialog::Print(dialog));
                    Ok(())
                }
            });
            Ok(finish)
        }));
    }

    /// A printer has taken it.
    fn printed(&mut self, order: &Order, printer: String, accepted: &Accepted) -> Result<()> {
        let job = accepted.job.as_ref().map_or_else(String::new, |job| format!("（任务{job}）"));
        let whole = order.range.whole_forms(&order.printouts);
        let forms = order.printouts.iter().filter(|it| it.form.is_some()).count();
        let told = format!("已送往{printer}{job}，{}{}", accepted.told(order.job.copies), in_part(forms - whole.len()));
        self.note_printed(whole, move |workspace, noted| {
            let is_noted = noted.map_err(|error| {
                let done = format!("已送往{printer}，但没有登记为已打印");
                error.after(&done).advise("不用重打。请点“登记为已打印”")
            })?;
            // A blank form was not noted.
            if is_noted {
                workspace.toasts.undoable(&told);
            } else {
                workspace.toasts.say(&told);
            }
            Ok(())
        })
    }

    /// Notes that these were printed, and shows it; `then` has whether there was anything to note, or why it was not noted.
    fn note_printed(
        &mut self,
        keys: Vec<PaperKey>,
        then: impl FnOnce(&mut Self, Result<bool>) -> Result<()> + Send + 'static,
    ) -> Result<()> {
        let (today, count) = (self.today(), keys.len());
        let note = move |office: &mut Office| {
            let before = office.revision();
            // A file that is only read prints as well; its states stay.
            let noted = match office.store().access() {
                Access::Write => office.note_printed(&keys, today),
                Access::Read => Ok(()),
            };
            Ok(noted.map(|()| office.revision() != before))
        };
        self.run_or_begin(count, "正在登记为已打印", note, |workspace, noted| {
            workspace.show_printed();
            // Said also where the clerk has called it off: they may be noted.
            if let Err(error) = then(workspace, noted) {
                workspace.tell(error);
            }
            Ok(())
        })
    }

    /// What is in front shows its new state.
    fn show_printed(&mut self) {
        if let Some(id) = self.form.as_ref().and_then(Form::application) {
            self.reopen(id);
        }
        self.refresh_lists();
    }

    /// What the print dialog asks for. Where it cannot be read the dialog says so.
    fn order_in_front(&mut self) -> Option<Order> {
        let Some(Dialog::Print(dialog)) = &mut self.dialog else { return None };
        match dialog.order() {
            Ok(order) => Some(order),
            Err(error) => {
                dialog.refuse(error);
                None
            }
        }
    }

    pub(super) fn ask_save_pdf(&mut self) {
        let Some(order) = self.order_in_front() else { return };
        let path = PathField::new(&self.surroundings.documents.join(format!("{}.pdf", order.job.title)));
        self.dialog = Some(Dialog::Save { what: Export::Pdf(order.printouts, order.range), path });
    }

    /// Writes the pages that the print dialog showed as PDF on a thread, and shows it where it is to be read. Paper that no
    /// printer took is not printed: the clerk is asked.
    fn write_pdf(&mut self, printouts: Vec<Printout>, range: PageRange, path: &Path, read: bool) -> Result<()> {
        papers::refuse_database(path)?;
        fsio::make_folder(&fsio::folder_of(path))?;
        let (today, path) = (self.today(), path.to_path_buf());
        let write = move |progress: &Progress| {
            let pdf = job_pdf(&printouts, &range, false, today)?;
            progress.go_on()?;
            fsio::write_atomically(&path, &pdf)?;
            let finish: Finish<Self> = Box::new(move |workspace| {
                let unprinted = workspace.unprinted(&range.whole_forms(&printouts));
                workspace.toasts.pdf(&format!("已存为 PDF：{}", path.display()), &path, unprinted);
                if read {
                    workspace.view(&path);
                }
                Ok(())
            });
            Ok(finish)
        };
        self.work = Some(Work::start("正在生成 PDF", write));
        self.put_aside();
        Ok(())
    }

    /// The forms among these that count as not printed yet.
    fn unprinted(&self, keys: &[PaperKey]) -> Vec<PaperKey> {
        if self.office.store().access() == Access::Read {
            return Vec::new();
        }
        let register = self.office.register();
        let is_new = |key: &PaperKey| match *key {
            PaperKey::Application(id) => {
                register.get::<Application>(id).is_some_and(|it| it.state == ApplicationState::Draft)
            }
            PaperKey::Matrix(id) => {
                !register.matrix_of(id).is_empty() && register.matrix_paper(id).is_none_or(|it| it.printed_on.is_none())
            }
            PaperKey::Cleanup(id) => register.get::<Cleanup>(id).is_some_and(|it| it.printed_on.is_none()),
            _ => false,
        };
        keys.iter().flat_map(|key| key.forms(register)).filter(is_new).collect()
    }

    pub(super) fn view(&mut self, path: &Path) {
        if let Err(why) = (self.surroundings.view)(path) {
            self.toasts.say(&format!("文件已保存，但没有打开阅读器（{why}）：{}", path.display()));
        }
    }

    pub(super) fn export_in_front(&mut self) -> Result<()> {
        let (what, stem) = if let Some(register) = self.register_in_front() {
            let list = register.list();
            let stem = format!("{}_{}", file_stem(&list.title), self.today().iso());
            (Workbook::Lists(vec![list]), stem)
        } else if self.screen == Screen::History {
            let wanted = self.history.wanted(&self.office, self.today());
            let stem = format!("{}_{}", file_stem(&self.office.history_title(&wanted)), self.today().iso());
            (Workbook::History(wanted), stem)
        } else if self.screen == Screen::Merge {
            let nothing = || Error::refused("还没有可以汇总的表").advise("请先选择各科室交回的表");
            let what = self.merge.export(self.office.register()).ok_or_else(nothing)?;
            (what, format!("账号权限对照表汇总_{}", self.today().iso()))
        } else {
            let keys = self.keys_in_front()?;
            if self.dialog.is_some() {
                return Ok(());
            }
            let stem = match &keys[..] {
                [one] => file_stem(&one.paper(self.office.register(), self.today())?.name),
                several => file_stem(&format!("{}_共{}份", self.today().iso(), several.len())),
            };
            (Workbook::Papers(keys), stem)
        };
        self.ask_excel(what, &stem);
        Ok(())
    }

    pub(super) fn ask_excel(&mut self, what: Workbook, stem: &str) {
        let path = PathField::new(&self.surroundings.documents.join(format!("{stem}.xlsx")));
        self.dialog = Some(Dialog::Save { what: Export::Excel(what), path });
    }

    /// Writes a workbook beside the window.
    fn write_excel(&mut self, what: Workbook, path: PathBuf) -> Result<()> {
        fsio::make_folder(&fsio::folder_of(&path))?;
        let (today, to) = (self.today(), path.clone());
        let write = move |office: &mut Office| {
            let mut told = |done: usize, total: usize| office.watched(done, total);
            match what {
                Workbook::Papers(keys) => {
                    let papers: Vec<Paper> =
                        keys.iter().map(|key| key.paper(office.register(), today)).collect::<Result<_>>()?;
                    papers::save_xlsx(&papers, &to, today)
                }
                Workbook::Lists(lists) => papers::save_lists_watched(&lists, &to, today, &mut told),
                Workbook::History(wanted) => {
                    let list = office.history_list(&wanted)?;
                    papers::save_lists_watched(&[list], &to, today, &mut told)
                }
            }
        };
        self.begin("正在导出 Excel", write, move |workspace, ()| {
            workspace.toasts.file(&format!("已导出 Excel：{}", path.display()), &path);
            Ok(())
        })?;
        self.put_aside();
        Ok(())
    }
}

/// What would send a paper back: told before it is printed, since a signed paper cannot be changed.
fn stoppers_of(key: PaperKey, office: &Office, today: Day) -> Vec<String> {
    let register = office.register();
    if let PaperKey::Matrix(id) = key {
        let rows = check_rows(&matrix_values(register, id));
        return plan(register, id, today).told().into_iter().chain(rows.iter().map(Finding::line)).collect();
    }
    let PaperKey::Application(id) = key else { return Vec::new() };
    let Some(application) = register.get::<Application>(id) else { return Vec::new() };
    if !application.state.may_be_changed() {
        return Vec::new();
    }
    let findings = office.stoppers(application.id, &Values::of_application(register, application), today);
    findings.into_iter().map(|line| format!("{}：{line}", application.number)).collect()
}
