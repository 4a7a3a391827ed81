//! 扫描件: the scan of a signed paper beside its record (第五条, 第十八条).

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::intake::take;
use super::lend::watch;
use super::{Office, void};
use crate::error::{Error, Result};
use crate::model::attachment::MATRIX;
use crate::model::*;
use crate::scan::Scan;
use crate::store::{Errand, Tx};

/// What came of a folder of scans.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FolderTaken {
    /// Files that were attached, and to which paper.
    pub attached: Vec<(PathBuf, String)>,
    /// Files that the paper had already: the same scan is kept once.
    pub known: Vec<(PathBuf, String)>,
    /// Files that were not, and why.
    pub refused: Vec<(PathBuf, Error)>,
}

impl Office {
    /// Attaches a scan to a paper: its number, or for its 附件1 the department's name. The same scan twice is kept once.
    pub fn attach(&mut self, paper: &str, scan: &Scan, today: Day) -> Result<AttachmentId> {
        let subject = self.register.paper_named(paper).ok_or_else(|| {
            Error::bad_input(format!("没有编号为“{}”的表，也没有这个科室", paper.trim()))
                .advise("没有附上。请核对编号，如 SQ-2026-0001；附件1请写科室名称")
        })?;
        self.transact(&errand(&self.register, &subject, today), |register, tx| {
            keep(register, &mut Fresh::new(), &subject, scan, today, tx).map(Kept::id)
        })
    }

    /// Attaches each file to the paper whose number its name bears (of an 附件1 the department), or else to the one whose
    /// number the QR code in its foot bears, in one errand. Files that name no paper, or several, or that are broken,
    /// are told and let alone.
    pub fn attach_all(&mut self, files: &[PathBuf], today: Day) -> Result<FolderTaken> {
        self.attach_beside(None, files, today)
    }

    /// The same beside a paper in front: to it goes a file whose name bears no number.
    pub fn attach_beside(&mut self, in_front: Option<&Scanned>, files: &[PathBuf], today: Day) -> Result<FolderTaken> {
        let mut taken = FolderTaken::default();
        if files.is_empty() {
            return Ok(taken);
        }
        let watcher = self.watcher.clone();
        self.transact(&Errand::new(Op::Attach, today), |register, tx| {
            let mut fresh = Fresh::new();
            for (at, file) in files.iter().enumerate() {
                watch(watcher.as_deref(), at, files.len())?;
                // One at a time: a folder may hold more than the memory does.
                let (subject, scan) = match read(file, in_front, register) {
                    Ok(read) => read,
                    Err(error) => {
                        taken.refused.push((file.clone(), error));
                        continue;
                    }
                };
                let paper = register.subject_name(&subject);
                match keep(register, &mut fresh, &subject, &scan, today, tx) {
                    Ok(Kept::New(_)) => taken.attached.push((file.clone(), paper)),
                    Ok(Kept::Known(_)) => taken.known.push((file.clone(), paper)),
                    // Its name may be none that is kept.
                    Err(error) if error.is_of_input() => taken.refused.push((file.clone(), error)),
                    // A fault of the data file is no scan's, and ends it all.
                    Err(error) => return Err(error),
                }
            }
            Ok(())
        })?;
        Ok(taken)
    }

    /// Declares a scan void, with a reason: it stays in the file, and no longer counts for its paper.
    pub fn void_attachment(&mut self, id: AttachmentId, reason: &str, today: Day) -> Result<()> {
        let attachment = self.register.require::<Attachment>(id)?.clone();
        let reason = void::told("这份扫描件", attachment.void_reason.as_deref(), reason)?;
        let mut errand = errand(&self.register, &attachment.subject(), today).because(&reason);
        errand.op = Op::VoidAttachment;
        self.transact(&errand, |_, tx| tx.put(Attachment { void_reason: Some(reason.clone()), ..attachment }))
    }

    /// A scan as it was taken in.
    pub fn scan_of(&self, attachment: &Attachment) -> Result<Vec<u8>> {
        self.store.content(&attachment.hash)
    }
}

fn errand(register: &Register, subject: &Scanned, today: Day) -> Errand {
    Errand::new(Op::Attach, today).on(&register.subject_name(subject))
}

/// A scan and its paper: by its name, else the one in front, else by the code in its foot.
fn read(file: &Path, in_front: Option<&Scanned>, register: &Register) -> Result<(Scanned, Scan)> {
    let subject = named(file, register)?;
    let scan = Scan::read(file)?;
    let subject = subject.or_else(|| in_front.cloned()).map_or_else(|| coded(&scan, register), Ok)?;
    Ok((subject, scan))
}

/// The paper whose number stands in the file's name; none where no number does.
fn named(file: &Path, register: &Register) -> Result<Option<Scanned>> {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let mut papers = register.papers_in_name(&name);
    if papers.len() > 1 {
        return Err(Error::bad_input(format!("“{name}”的文件名里有几个编号"))
            .advise("没有附上。请一份表一个文件，文件名里只写一个编号"));
    }
    Ok(papers.pop())
}

/// The paper whose number the code in the foot bears.
fn coded(scan: &Scan, register: &Register) -> Result<Scanned> {
    let papers = scan.codes().into_iter().filter_map(|code| register.paper_named(&code));
    // A code with another text, of a courier or a website, is none of ours.
    let mut papers: Vec<Scanned> = papers.filter(|paper| matches!(paper, Scanned::Numbered(_))).collect();
    let name = &scan.name;
    match papers.len() {
        1 => Ok(papers.remove(0)),
        0 => Err(Error::bad_input(format!("“{name}”的文件名和页脚的二维码里都没有本台账中的编号"))
            .advise("没有附上。请把编号写进文件名，如 SQ-2026-0001.pdf；附件1写科室名，如 政务服务科附件1.pdf")),
        _ => Err(Error::bad_input(format!("“{name}”里有几份表的二维码")).advise("没有附上。请一份表扫描成一个文件")),
    }
}

/// A scan beside its paper.
enum Kept {
    /// It came with this errand.
    New(AttachmentId),
    /// It was there before.
    Known(AttachmentId),
}

impl Kept {
    fn id(self) -> AttachmentId {
        let (Self::New(id) | Self::Known(id)) = self;
        id
    }
}

/// The scans of an errand under way, by paper and hash: the register does not show them yet.
type Fresh = BTreeMap<(Scanned, String), AttachmentId>;

fn keep(
    register: &Register,
    fresh: &mut Fresh,
    subject: &Scanned,
    scan: &Scan,
    today: Day,
    tx: &mut Tx,
) -> Result<Kept> {
    // The name is a text like any other: it is kept, listed and printed.
    let name = take("文件名", &scan.name, text::NOTE_LIMIT, false)?;
    let hash = tx.keep_content(&scan.bytes)?;
    let before = register.attachments_of(subject).into_iter().find(|it| it.hash == hash).map(|it| it.id);
    if let Some(same) = before.or_else(|| fresh.get(&(subject.clone(), hash.clone())).copied()) {
        return Ok(Kept::Known(same));
    }
    let (paper, department) = match subject {
        Scanned::Numbered(number) => (number.clone(), None),
        Scanned::Matrix(department) => (MATRIX.to_owned(), Some(*department)),
    };
    let id = tx.new_id::<Attachment>()?;
    fresh.insert((subject.clone(), hash.clone()), id);
    tx.put(Attachment {
        id,
        paper,
        department,
        name,
        kind: scan.kind,
        pages: scan.pages,
        size: scan.bytes.len() as u32,
        hash,
        added_on: today,
        void_reason: None,
    })?;
    Ok(Kept::New(id))
}
