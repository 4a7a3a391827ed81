//! Runs the commands of 扫描件.

use std::path::PathBuf;

use super::super::browse::PathField;
use super::super::dialog::Dialog;
use super::super::scan_dialog::ScanDialog;
use super::super::workspace::Workspace;
use crate::error::{Error, ErrorKind, Result};
use crate::fsio;
use crate::model::*;
use crate::ops::{FolderTaken, Office};
use crate::papers::file_stem;
use crate::scan::Scan;

/// Most papers that a notice names.
const MOST_NAMED: usize = 5;

impl Workspace {
    /// Asks for the scan of a paper.
    pub(super) fn ask_attach(&mut self, paper: String) {
        self.dialog = Some(Dialog::Attach { paper, path: PathField::default() });
    }

    /// Keeps a scan with its paper.
    pub(super) fn attach(&mut self, paper: String, path: PathBuf) -> Result<()> {
        let (today, of) = (self.today(), paper.clone());
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
        Ok(())
    }

    /// Asks for a folder of scans.
    pub(super) fn ask_attach_folder(&mut self) {
        self.dialog = Some(Dialog::AttachFolder(PathField::new(&self.surroundings.documents)));
    }

    /// Attaches files, and those of folders. What came of a folder, and what was not attached, is told file by file.
    pub(super) fn attach_all(&mut self, in_front: Option<Scanned>, paths: Vec<PathBuf>) -> Result<()> {
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

    fn scan(&self, id: AttachmentId) -> Result<&Attachment> {
        self.office.register().require(id)
    }

    /// Shows a scan, once its file is read.
    pub(super) fn view_scan(&mut self, id: AttachmentId) -> Result<()> {
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
    pub(super) fn read_scan(&mut self, id: AttachmentId) -> Result<()> {
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
}

/// The papers that scans went to, where they are few.
fn named(scans: &[(PathBuf, String)]) -> String {
    let papers: Vec<&str> = scans.iter().map(|(_, paper)| paper.as_str()).take(MOST_NAMED + 1).collect();
    if papers.len() > MOST_NAMED { String::new() } else { format!("：{}", papers.join("、")) }
}
