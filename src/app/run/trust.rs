//! Runs the commands of 扫描件, 迎检包, 某日在用账号 and 恢复备份.

use std::path::PathBuf;

use super::super::Screen;
use super::super::browse::PathField;
use super::super::command::Command;
use super::super::dialog::Dialog;
use super::super::live_dialog::LiveDialog;
use super::super::period_dialog::PeriodDialog;
use super::super::restore_dialog::RestoreDialog;
use super::super::scan_dialog::ScanDialog;
use super::super::second_dialog::PlaceDialog;
use super::super::workspace::Workspace;
use crate::clock;
use crate::dossier::{self, Period};
use crate::error::{Error, ErrorKind, Result};
use crate::fsio;
use crate::lock::Passphrase;
use crate::model::*;
use crate::ops::{FolderTaken, Office, refuse_future};
use crate::papers::{self, file_stem};
use crate::places;
use crate::scan::Scan;

/// Most papers that a notice names.
const MOST_NAMED: usize = 5;

/// What is said while the 台账 is replayed up to a day.
const LOOKING: &str = "正在按台账查找这一天的账号";

impl Workspace {
    /// Runs what scans, inspections and past days ask for.
    pub(super) fn run_on_trust(&mut self, command: Command) -> Result<()> {
        let today = self.today();
        match command {
            Command::AskAttach(paper) => {
                self.dialog = Some(Dialog::Attach { paper, path: PathField::default() });
            }
            Command::Attach(paper, path) => {
                let of = paper.clone();
                self.begin(
                    "正在附上扫描件",
                    move |office| {
                        let scan = Scan::read(&path)?;
                        // What was called off while it was looked through is not taken in.
                        office.watched(0, 0)?;
                        let before = office.register().attachments.len();
                        office.attach(&of, &scan, today)?;
                        Ok(office.register().attachments.len() > before)
                    },
                    move |workspace, is_new| {
                        if is_new {
                            workspace.toasts.undoable(&format!("已附上{paper}的扫描件"));
                        } else {
                            workspace.toasts.say(&format!("{paper}已有这份扫描件，没有重复附上"));
                        }
                        Ok(())
                    },
                )?;
                self.put_aside();
            }
            Command::AskAttachFolder => {
                self.dialog = Some(Dialog::AttachFolder(PathField::new(&self.surroundings.documents)));
            }
            Command::AttachAll(in_front, paths) => self.attach_all(in_front, paths)?,
            Command::ViewScan(id) => self.view_scan(id)?,
            Command::ReadScan(id) => self.read_scan(id)?,
            Command::AskDossier => {
                self.dialog = Some(Dialog::Period(PeriodDialog::of_dossier(&self.surroundings.documents, today)));
            }
            Command::Dossier(from, to, path, lock) => {
                let period = Period::new(from, to)?;
                self.begin(
                    "正在清点本期的表格",
                    move |office| dossier::lacking_scans(office, period, today),
                    move |workspace, lacking| workspace.make_dossier_unless_lacking(period, path, lock, lacking),
                )?;
            }
            Command::MakeDossier(period, path, lock) => self.make_dossier(period, path, lock)?,
            Command::AskVerify => self.dialog = Some(Dialog::Verify { fingerprint: String::new() }),
            Command::Verify(fingerprint) => self.verify(fingerprint)?,
            Command::AskAsOf => {
                self.dialog = Some(Dialog::Period(PeriodDialog::of_day(&self.surroundings.documents, today)));
            }
            Command::ShowHistory(about) => {
                self.history.show(about);
                return self.try_run(Command::Show(Screen::History));
            }
            Command::LookAsOf(day) => self.look_as_of(day)?,
            Command::AsOf(day, path) => self.write_as_of(day, path)?,
            Command::AskSecondPlace => {
                let present = self.office.register().second_place();
                self.dialog = Some(Dialog::SecondPlace(PlaceDialog::new(present.as_ref())));
            }
            Command::SetSecondPlace(place) => self.set_second_place(place.as_ref())?,
            Command::LockSecondPlace => self.lock_second_place()?,
            Command::CloseWindow => self.backing.closes = true,
            Command::CloseGivingUp => {
                self.registers.iter_mut().for_each(|register| drop(register.discard()));
                self.dialog = None;
                self.backing.closes_after_work = true;
            }
            Command::AskRestoreBackup if self.guide.is_some() => {
                return Err(Error::refused("现在打开的是示例数据，不能恢复备份").advise("请先结束引导"));
            }
            Command::AskRestoreBackup => {
                self.leave_form()?;
                Kind::ALL.into_iter().try_for_each(|kind| self.refuse_unsaved(kind))?;
                let read = |office: &mut Office| office.store().fingerprints();
                self.begin("正在读取台账", read, |workspace, fingerprints| {
                    let target = workspace.office.store().path();
                    let second = workspace.office.register().second_place().map(|place| place.folder);
                    workspace.dialog = Some(Dialog::Restore(RestoreDialog::new(target, second, fingerprints)));
                    Ok(())
                })?;
            }
            Command::LookAtBackup => self.look_at_backup()?,
            // The file has to be closed for it: the window goes on from there.
            Command::RestoreBackup => {
                if let Some(Dialog::Restore(dialog)) = self.dialog.take() {
                    self.restoring = dialog.into_restoration();
                }
            }
            // All others are run where this one came from.
            _ => {}
        }
        Ok(())
    }

    /// Looks at the chosen backup beside the window; one that is called off can be looked at again.
    fn look_at_backup(&mut self) -> Result<()> {
        let Some(Dialog::Restore(dialog)) = &mut self.dialog else { return Ok(()) };
        let (look, now) = (dialog.look(), clock::now(self.surroundings.today));
        let work = move |office: &mut Office| {
            let looked = look(Some(office));
            Ok(office.watched(0, 0).and(looked))
        };
        self.begin("正在打开并核对备份", work, move |workspace, looked| {
            if let Some(Dialog::Restore(dialog)) = &mut workspace.dialog {
                dialog.looked(looked, now);
            }
            Ok(())
        })
    }

    /// Makes a dossier; where signed papers have no scan, the clerk says first whether it is made all the same.
    fn make_dossier_unless_lacking(
        &mut self,
        period: Period,
        path: PathBuf,
        lock: Option<Passphrase>,
        lacking: Vec<String>,
    ) -> Result<()> {
        if lacking.is_empty() {
            return self.make_dossier(period, path, lock);
        }
        self.dialog = Some(Dialog::Confirm {
            title: "还有表格缺签字扫描件",
            doubt: Some(format!("这一段时间里已经签字的表格，{}件没有附上扫描件：", lacking.len())),
            lines: lacking,
            note: "先附上再生成，目录里就齐全；照样生成的，目录的备注里写明“缺签字扫描件”。".into(),
            verb: "照样生成",
            decline: "先去附上",
            then: Command::MakeDossier(period, path, lock),
        });
        Ok(())
    }

    fn make_dossier(&mut self, period: Period, path: PathBuf, lock: Option<Passphrase>) -> Result<()> {
        let today = self.today();
        fsio::make_folder(&fsio::folder_of(&path))?;
        let (to, is_locked) = (path.clone(), lock.is_some());
        self.begin(
            "正在生成迎检包",
            move |office| match &lock {
                None => dossier::save(office, period, today, &to),
                Some(passphrase) => dossier::save_locked(office, period, today, &to, passphrase),
            },
            move |workspace, made| {
                let broken =
                    made.verdict.broken.as_ref().map_or_else(String::new, |broken| {
                        format!("；台账有问题：{}，核对结果已写在其中", broken.line())
                    });
                let told = format!("迎检包已生成：{}，{}{broken}", made.told(), path.display());
                // No program of the office opens what is locked.
                if is_locked {
                    workspace.toasts.say(&told);
                } else {
                    workspace.toasts.file(&told, &path);
                }
                Ok(())
            },
        )?;
        self.put_aside();
        Ok(())
    }

    /// Attaches files, and those of folders. What came of a folder, and what was not attached, is told file by file.
    fn attach_all(&mut self, in_front: Option<Scanned>, paths: Vec<PathBuf>) -> Result<()> {
        let today = self.today();
        let has_folder = paths.iter().any(|path| path.is_dir());
        // What lies in a folder is of many papers.
        let in_front = in_front.filter(|_| !has_folder);
        let work = move |office: &mut Office| {
            let mut files = Vec::new();
            for path in paths {
                if path.is_dir() { files.extend(fsio::files_in(&path)?) } else { files.push(path) }
            }
            office.attach_beside(in_front.as_ref(), &files, today)
        };
        self.begin("正在附上扫描件", work, move |workspace, taken| {
            if taken == FolderTaken::default() {
                return Err(
                    Error::refused("文件夹里没有文件").advise("没有改动。下一级文件夹里的不看，请选那一级文件夹")
                );
            }
            let (attached, known) = (taken.attached.len(), taken.known.len());
            if attached > 0 {
                let more = if known > 0 { format!("；另有{known}份以前附过") } else { String::new() };
                workspace.toasts.undoable(&format!("已附上{attached}份扫描件{}{more}", named(&taken.attached)));
            } else if known > 0 {
                workspace.toasts.say(&format!("{known}份以前附过，没有重复附上{}", named(&taken.known)));
            }
            if has_folder || !taken.refused.is_empty() {
                workspace.dialog = Some(Dialog::Attached(taken));
            }
            Ok(())
        })?;
        self.put_aside();
        Ok(())
    }

    /// Checks that the 台账 is whole, that the records are those that it tells, and that it has the entry of a fingerprint,
    /// if one is given.
    fn verify(&mut self, fingerprint: String) -> Result<()> {
        let fingerprint = Some(fingerprint).filter(|typed| !typed.trim().is_empty());
        let is_noted = fingerprint.is_some();
        let beside = places::backup_folder(self.office.store().path());
        let work = move |office: &mut Office| office.verify_beside(fingerprint.as_deref(), &beside);
        self.begin("正在核对台账", work, move |workspace, verdict| {
            if let Some(broken) = verdict.broken {
                // It was asked for, and is found out: nothing is left to ask.
                workspace.tell(broken.error());
                return Ok(());
            }
            let noted = if is_noted { "；指纹对应的那一条在台账中" } else { "" };
            workspace.toasts.say(&match verdict.entries {
                0 => "台账完好：还没有记载".to_owned(),
                entries => format!("台账完好：{entries}条，没有改动、删除、插入，与现有记录一致{noted}"),
            });
            Ok(())
        })?;
        self.put_aside();
        Ok(())
    }

    fn scan(&self, id: AttachmentId) -> Result<&Attachment> {
        self.office.register().require(id)
    }

    /// Shows a scan, once its file is read.
    fn view_scan(&mut self, id: AttachmentId) -> Result<()> {
        let record = self.scan(id)?.clone();
        let sought = record.clone();
        self.begin(
            "正在打开扫描件",
            move |office: &mut Office| office.scan_of(&sought),
            move |workspace, bytes| {
                let dialog = ScanDialog::new(&record, workspace.office.register(), bytes);
                workspace.dialog = Some(Dialog::Scan(Box::new(dialog)));
                Ok(())
            },
        )
    }

    /// A scan as a file that the system's viewer can open, for as long as the window is open.
    fn read_scan(&mut self, id: AttachmentId) -> Result<()> {
        let (scan, shown) = (self.scan(id)?.clone(), self.shown.clone());
        let stem = file_stem(&format!("{}_{}", scan.paper, id.0));
        let name = format!("{stem}.{}", scan.kind.ending());
        let put = move |office: &mut Office| shown.put(&name, &office.scan_of(&scan)?);
        self.begin("正在打开扫描件", put, |workspace, path| {
            (workspace.surroundings.view)(&path).map_err(|why| {
                Error::new(ErrorKind::System, format!("扫描件没有打开（{why}）：{}", path.display()))
                    .advise("数据没有改动。请装一个能看 PDF 和图片的程序；关窗前也可以从这个位置复制文件")
            })
        })
    }

    /// Shows the accounts of a past day, once the 台账 is replayed up to it.
    fn look_as_of(&mut self, day: Day) -> Result<()> {
        let today = self.today();
        refuse_future(day, today)?;
        self.begin(
            LOOKING,
            move |office: &mut Office| office.as_of_asked(day, today),
            |workspace, told| {
                workspace.dialog = Some(Dialog::Live(LiveDialog::new(told)));
                Ok(())
            },
        )?;
        self.put_aside();
        Ok(())
    }

    /// Writes the accounts of a past day beside the window: the 台账 is replayed up to it.
    fn write_as_of(&mut self, day: Day, path: PathBuf) -> Result<()> {
        let today = self.today();
        refuse_future(day, today)?;
        fsio::make_folder(&fsio::folder_of(&path))?;
        let to = path.clone();
        let write = move |office: &mut Office| {
            let told = office.as_of_asked(day, today)?;
            let (caution, count) = (told.caution(), told.accounts.len());
            let list = dossier::live_list(told);
            papers::save_lists_watched(&[list], &to, today, &mut |done, total| office.watched(done, total))?;
            Ok((caution, count))
        };
        self.begin(LOOKING, write, move |workspace, (caution, count)| {
            let caution = caution.map_or_else(String::new, |caution| format!("；{caution}"));
            let count = if count == 0 && !caution.is_empty() { String::new() } else { format!("{count}个") };
            let told = format!("{}在用账号{count}{caution}：{}", day.chinese(), path.display());
            workspace.toasts.file(&told, &path);
            Ok(())
        })?;
        self.put_aside();
        Ok(())
    }
}

/// The papers that scans went to, where they are few.
fn named(scans: &[(PathBuf, String)]) -> String {
    let papers: Vec<&str> = scans.iter().map(|(_, paper)| paper.as_str()).take(MOST_NAMED + 1).collect();
    if papers.len() > MOST_NAMED { String::new() } else { format!("：{}", papers.join("、")) }
}
