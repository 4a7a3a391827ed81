//! 迎检包: everything that an inspection asks for, in one zip. The same data and period give the same bytes.
//!
//! So no clock is asked which day a file bears: a paper bears the day of what it tells (申请, 处理, 备案, 出具); a list,
//! which tells no fact of one day, the day of the last entry of the 台账, to which it stands (填报日期). That is the day on
//! which the office last worked, mostly the very day on which the dossier is made; it is never one that has not come, as the
//! end of the period may be, and it is the same whenever the same data are put together again.
//!
//! What stands at the end of the period (附件1, the accounts in use, the findings) is told as of its last day; while that has
//! not come, as of today: nobody knows what will have been put right, or be overdue, by then.

mod findings;
mod items;
mod lists;
mod signed;
mod sink;

pub use lists::live_list;

use std::fs::File;
use std::io::{Seek, Write};
use std::path::Path;

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use self::items::Item;
use self::signed::Form;
use self::sink::Sink;
use crate::error::{Error, ErrorKind, Result};
use crate::fsio;
use crate::lock::Passphrase;
use crate::model::*;
use crate::ops::{AsOf, HistoryWanted, Office};
use crate::paper::Foot;
use crate::paper::contents::{CONTENTS, CONTENTS_FIELDS};
use crate::papers::{self, List, PageRange, Paper};
use crate::places;
use crate::store::{Past, Verdict, sha256};

/// The days that a dossier covers, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// The first.
    pub from: Day,
    /// The last; where it has come, the findings and the accounts in use are those of its end.
    pub to: Day,
}

impl Period {
    /// From a day to a day; refuses an end before the beginning.
    pub fn new(from: Day, to: Day) -> Result<Self> {
        if to < from {
            return Err(Error::bad_input(format!("截止日期{}早于起始日期{}", to.chinese(), from.chinese()))
                .advise("请核对两个日期"));
        }
        Ok(Self { from, to })
    }

    fn has(self, day: Option<Day>) -> bool {
        day.is_some_and(|day| (self.from..=self.to).contains(&day))
    }

    /// The name of its dossier, without an ending.
    pub fn name(self) -> String {
        format!("迎检包_{}_{}", self.from.iso(), self.to.iso())
    }

    /// The day as of which its end is told.
    fn told_on(self, today: Day) -> Day {
        self.to.min(today)
    }
}

/// What was put together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// How many items the contents page lists.
    pub items: usize,
    /// How many files there are.
    pub files: usize,
    /// The papers of the period that were signed and have no scan, by number or title.
    pub lacking: Vec<String>,
    /// Whether the 台账 can be trusted.
    pub verdict: Verdict,
}

/// What is said of a paper that was signed and has no scan.
const LACKS_SCAN: &str = "缺签字扫描件";

impl Summary {
    /// `12件，40个文件；3件缺签字扫描件`.
    pub fn told(&self) -> String {
        let lacking = match self.lacking.len() {
            0 => String::new(),
            count => format!("；{count}件{LACKS_SCAN}"),
        };
        format!("{}件，{}个文件{lacking}", self.items, self.files)
    }
}

/// The papers of a period that were signed and have no scan, by number or title: what is better attached before a
/// dossier is made.
pub fn lacking_scans(office: &Office, period: Period, today: Day) -> Result<Vec<String>> {
    let past = office.store().as_of(period.told_on(today))?;
    Ok(lacking(&items::items(office, period, &past)?))
}

fn lacking(items: &[Item]) -> Vec<String> {
    items.iter().filter(|it| it.lacks_scan).map(|it| it.stem.clone()).collect()
}

/// The day of the last entry of the 台账; where there is none, nothing tells another than the end of what is told.
fn last_day(office: &Office, past: &Past) -> Result<Day> {
    Ok(office.store().last_entries(1)?.first().map_or(past.day, |entry| entry.day))
}

/// Puts the dossier of a period together and writes it to `path`, private to its user.
pub fn save(office: &Office, period: Period, today: Day, path: &Path) -> Result<Summary> {
    papers::refuse_database(path)?;
    fsio::write_private(path, |file| write(office, period, today, file, path))
}

/// The same, locked with a passphrase. The plain one is put together beside the data file and goes with the call.
pub fn save_locked(
    office: &Office,
    period: Period,
    today: Day,
    path: &Path,
    passphrase: &Passphrase,
) -> Result<Summary> {
    papers::refuse_database(path)?;
    let folder = fsio::folder_of(office.store().path());
    let making = |error: std::io::Error| Error::io("写迎检包", &folder, &error);
    let mut plain = tempfile::Builder::new().prefix(fsio::TEMPORARY).tempfile_in(&folder).map_err(making)?;
    let summary = write(office, period, today, plain.as_file_mut(), &folder)?;
    plain.as_file_mut().rewind().map_err(making)?;
    fsio::write_private(path, |file| passphrase.seal(plain.as_file_mut(), file, path))?;
    Ok(summary)
}

/// The same into a file that is open; `place` is told of where it fails.
fn write(office: &Office, period: Period, today: Day, file: &mut File, place: &Path) -> Result<Summary> {
    let past = office.store().as_of(period.told_on(today))?;
    let day = last_day(office, &past)?;
    let mut zip = Package::new(file, place, period, day);
    let register = office.register();
    // As `verify` does: a file that lost the end of its 台账 is whole in itself.
    let verdict = office.verify_beside(None, &places::backup_folder(office.store().path()))?;
    let items = items::items(office, period, &past)?;
    let lacking = lacking(&items);
    let mut contents = Values::default().with(CONTENTS.caption.1, caption(period, items.len(), lacking.len()));
    // The lists behind the papers are as many again as the registers.
    let total = items.len() + Kind::ALL.len();
    for (at, item) in items.iter().enumerate() {
        office.watched(at, total)?;
        contents.push_row(CONTENTS_FIELDS.into_iter().zip(put_item(&mut zip, office, at, item)?));
    }
    for (at, kind) in Kind::ALL.into_iter().enumerate() {
        office.watched(items.len() + at, total)?;
        zip.list(&format!("登记/{}_{}", at + 1, kind.term()), &lists::register_list(register, kind))?;
    }
    // What follows is of one piece each; it is called off between them.
    let go_on = || office.watched(total, total);
    go_on()?;
    let live = lists::live_list(AsOf::of(&past));
    zip.list("登记/5_在用账号", &live)?;
    zip.list("登记/6_签批登记", &signed::signed_list(register, signed_forms(&items)))?;
    go_on()?;
    let wanted = HistoryWanted { from: Some(period.from), to: Some(period.to), ..HistoryWanted::default() };
    zip.list("台账/台账", &office.history_list(&wanted)?)?;
    go_on()?;
    zip.lists("台账/检查发现", &findings::findings_lists(office, &past, &live.note)?)?;
    let mut entries = office.store().entries_since(Some(period.from))?;
    entries.retain(|entry| entry.day <= period.to);
    zip.put("台账/核对结果.txt", told(&verdict, entries.len()).as_bytes())?;
    let page = Paper { sheet: &CONTENTS, values: contents, foot: Foot::default(), name: "归档文件目录".into() };
    go_on()?;
    zip.put("目录.xlsx", &papers::to_xlsx(std::slice::from_ref(&page), day)?)?;
    zip.put("目录.pdf", &papers::to_pdf(&[page], day)?)?;
    let files = zip.finish()?;
    Ok(Summary { items: items.len(), files, lacking, verdict })
}

/// What stands above the contents page.
fn caption(period: Period, items: usize, lacking: usize) -> String {
    let lacking = if lacking > 0 { format!("，{lacking}件{LACKS_SCAN}") } else { String::new() };
    format!("{}至{}，共{items}件{lacking}", period.from.chinese(), period.to.chinese())
}

/// Puts the papers, the workbook and the scans of an item; returns its line of the contents page.
fn put_item(zip: &mut Package, office: &Office, at: usize, item: &Item) -> Result<[String; 6]> {
    let number = format!("{:04}", at + 1);
    let stem = format!("{}/{}", item.folder, papers::file_stem(&format!("{number}_{}", item.stem)));
    let (mut printed, mut scanned) = (0, 0);
    for (ending, paper) in &item.papers {
        let printout = paper.lay_out();
        printed += printout.pages.len() as u32;
        let bytes = papers::job_pdf(&[printout], &PageRange::default(), false, item.day.unwrap_or(zip.day))?;
        zip.put(&format!("{stem}{ending}.pdf"), &bytes)?;
    }
    if let Some(hash) = &item.workbook {
        zip.put(&format!("{stem}.xlsx"), &office.store().content(hash)?)?;
    }
    for (nth, scan) in item.scans.iter().enumerate() {
        scanned += scan.pages;
        zip.put(&format!("{stem}_扫描件{}.{}", nth + 1, scan.kind.ending()), &office.scan_of(scan)?)?;
    }
    let parts = [("打印件", printed), ("扫描件", scanned)];
    let pages = parts.iter().filter(|(_, pages)| *pages > 0).map(|(what, pages)| format!("{what}{pages}页"));
    let note = pages.chain(item.workbook.iter().map(|_| "Excel".to_owned()));
    let note: Vec<String> = note.chain(item.lacks_scan.then(|| LACKS_SCAN.to_owned())).collect();
    Ok([
        number,
        item.author.clone(),
        item.title.clone(),
        // Eight digits, as the standard marks a day.
        item.day.map_or_else(String::new, |day| day.iso().replace('-', "")),
        (printed + scanned).to_string(),
        note.join("，"),
    ])
}

/// The forms among the items, and of those that are signed whether they have a scan.
fn signed_forms<'r>(items: &[Item<'r>]) -> impl Iterator<Item = (Form<'r>, Option<bool>)> {
    items.iter().filter_map(|it| {
        let scanned = (it.lacks_scan || !it.scans.is_empty()).then_some(!it.lacks_scan);
        Some((it.form?, scanned))
    })
}

/// What verifying the 台账 came to.
fn told(verdict: &Verdict, entries: usize) -> String {
    let state = match &verdict.broken {
        None => {
            "台账完好：各条前后相连，没有改动、删除、插入；按台账重做一遍，与现有记录一致；所附文件与记载一致。".into()
        }
        Some(broken) => format!("台账有问题：{}。", broken.line()),
    };
    format!(
        "{state}\n全部{}条，本期{entries}条。\n最后一条的指纹（SHA-256）：\n{}\n\n核对方法：taizhang verify --fingerprint 指纹\n各文件的 SHA-256 见“校验.txt”。\n",
        verdict.entries, verdict.fingerprint
    )
}

/// A zip under way: each file stored as it is, with the day of the lists, and its SHA-256 noted.
struct Package<'a> {
    zip: ZipWriter<Sink<'a>>,
    /// What is told of where it fails.
    place: &'a Path,
    options: SimpleFileOptions,
    root: String,
    day: Day,
    sums: String,
    files: usize,
}

impl<'a> Package<'a> {
    fn new(file: &'a mut File, place: &'a Path, period: Period, day: Day) -> Self {
        // A zip knows years from 1980 to 2107; outside of them it takes its first day.
        let stamp = DateTime::from_date_and_time(day.year() as u16, day.month() as u8, day.day() as u8, 0, 0, 0);
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Stored)
            .last_modified_time(stamp.unwrap_or_default())
            .unix_permissions(0o600);
        let zip = ZipWriter::new(Sink::new(file));
        Self { zip, place, options, root: period.name(), day, sums: String::new(), files: 0 }
    }

    fn put(&mut self, name: &str, bytes: &[u8]) -> Result<()> {
        self.sums.push_str(&format!("{}  {name}\n", sha256(bytes)));
        self.write(name, bytes)
    }

    fn list(&mut self, name: &str, list: &List) -> Result<()> {
        self.lists(name, std::slice::from_ref(list))
    }

    fn lists(&mut self, name: &str, lists: &[List]) -> Result<()> {
        let bytes = papers::lists_to_xlsx(lists, self.day)?;
        self.put(&format!("{name}.xlsx"), &bytes)
    }

    fn write(&mut self, name: &str, bytes: &[u8]) -> Result<()> {
        self.files += 1;
        let mut write = || {
            self.zip.start_file(format!("{}/{name}", self.root), self.options)?;
            self.zip.write_all(bytes).map_err(zip::result::ZipError::from)
        };
        write().map_err(|error| failed(self.place, error))?;
        self.zip.get_ref().map_or(Ok(()), |sink| whole(sink, self.place))
    }

    /// Closes the zip, once what was written is read through; returns how many files it has.
    fn finish(mut self) -> Result<usize> {
        let sums = std::mem::take(&mut self.sums);
        self.write("校验.txt", sums.as_bytes())?;
        let files = self.files;
        let sink = self.zip.finish().map_err(|error| failed(self.place, error))?;
        whole(&sink, self.place)?;
        read_through(sink.file, files).map(|()| files)
    }
}

/// Reads a zip through as whoever opens it would: so many files, each with the checksum that was written with it. What a
/// disk has changed is found now, and not by the inspection.
fn read_through(file: &mut File, files: usize) -> Result<()> {
    let read = || -> zip::result::ZipResult<bool> {
        let mut zip = ZipArchive::new(file)?;
        for at in 0..zip.len() {
            std::io::copy(&mut zip.by_index(at)?, &mut std::io::sink())?;
        }
        Ok(zip.len() == files)
    };
    if read().is_ok_and(|whole| whole) {
        return Ok(());
    }
    Err(Error::new(ErrorKind::System, "迎检包写出后再读，与写的不一样")
        .advise("没有留下这个文件，数据没有改动。请检查磁盘，或换一个位置再生成"))
}

/// Whether all that was written so far is there.
fn whole(sink: &Sink, place: &Path) -> Result<()> {
    sink.fault().map_or(Ok(()), |error| Err(Error::io("写迎检包", place, error)))
}

fn failed(place: &Path, error: zip::result::ZipError) -> Error {
    Error::io("写迎检包", place, &error.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_that_takes_no_more_is_told_as_a_full_disk() {
        let full = std::io::Error::from(std::io::ErrorKind::QuotaExceeded);
        let error = failed(Path::new("迎检包.zip"), full.into());
        assert_eq!(error.kind(), ErrorKind::DiskFull);
        assert_eq!(error.lines(), ["磁盘已满，写迎检包没有完成：迎检包.zip"]);
    }

    #[test]
    fn a_zip_that_is_not_read_back_as_it_was_written_is_not_called_made() {
        let day = Day::from_iso("2026-11-24").unwrap();
        let made = |file: &mut File| {
            let mut zip = Package::new(file, Path::new("迎检包.zip"), Period { from: day, to: day }, day);
            zip.put("目录.txt", "一件也没有".repeat(100).as_bytes()).unwrap();
            zip.finish().unwrap()
        };
        let mut file = tempfile::tempfile().unwrap();
        assert_eq!(made(&mut file), 2, "and the list of the checksums");
        assert!(read_through(&mut file, 3).is_err(), "one is missing");
        file.seek(std::io::SeekFrom::Start(300)).unwrap();
        file.write_all(b"?").unwrap();
        let error = read_through(&mut file, 2).unwrap_err();
        assert!(error.advice().unwrap().starts_with("没有留下这个文件"), "{error}");
        file.set_len(400).unwrap();
        assert!(read_through(&mut file, 2).is_err(), "cut off");
    }
}
