//! 意外中断: no panic reaches the clerk. What is needed to find the fault is written beside the data file, without
//! personal data, and the next start says so.

use std::backtrace::Backtrace;
use std::cell::Cell;
use std::panic::PanicHookInfo;
use std::path::{Path, PathBuf};

use crate::error::{Error, ErrorKind};
use crate::fsio;
use crate::model::Moment;

/// What the names of reports begin with, and what those end with that the clerk was told of.
const BEGINS: &str = "意外中断_";
const TOLD: &str = "_已告知.txt";

/// From now on a panic of this process writes a report into `folder`, and nothing to the screen.
pub fn watch(folder: Option<PathBuf>, now: fn() -> Moment) {
    std::panic::set_hook(Box::new(move |panic| {
        if let Some(folder) = folder.as_ref().filter(|_| !CONTAINED.get()) {
            let moment = now();
            let name = format!("{BEGINS}{}_{}.txt", moment.day.iso(), moment.clock());
            // There is nothing left to do where even this fails.
            fsio::write_private(&folder.join(name), |file| {
                std::io::Write::write_all(file, report(panic, moment).as_bytes())
                    .map_err(|error| Error::io("写入", folder, &error))
            })
            .ok();
        }
    }));
}

/// Ends what [`watch`] began.
pub fn unwatch() {
    drop(std::panic::take_hook());
}

/// Runs `work`; a panic in it is an error like any other.
pub fn guarded<T>(work: impl FnOnce() -> T) -> std::result::Result<T, Error> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(work)).map_err(|_| interrupted())
}

std::thread_local! {
    /// Whether a panic of this thread is a foreign file's fault and expected.
    static CONTAINED: Cell<bool> = const { Cell::new(false) };
}

/// Runs a reader of foreign files. One that panics has met a broken file: nothing is returned, and no report written.
pub fn contained<T>(read: impl FnOnce() -> T) -> Option<T> {
    let outer = CONTAINED.replace(true);
    let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(read));
    CONTAINED.set(outer);
    outcome.ok()
}

/// What the clerk is told.
pub fn interrupted() -> Error {
    Error::new(ErrorKind::System, "程序意外中断")
        .advise("已保存的数据都在；没有保存的内容，下次启动时会提示继续填写。情况记在数据文件旁边的“意外中断”文件里")
}

/// The report. A message that was put together at run time may hold a name or a text of the office, and stays out;
/// one that stands in the program itself does not.
fn report(panic: &PanicHookInfo<'_>, moment: Moment) -> String {
    let place = panic.location().map_or_else(String::new, ToString::to_string);
    let message =
        panic.payload().downcast_ref::<&'static str>().copied().unwrap_or("（运行中拼成的文字，可能含有数据，不记）");
    format!(
        "程序意外中断，已保存的数据都在。这份记录里没有人名、账号等数据，可以交给维护人员。\n\n\
         时间：{}\n版本：{}\n系统：{} {}\n位置：{place}\n内容：{message}\n\n{}\n",
        moment.chinese(),
        env!("CARGO_PKG_VERSION"),
        std::env::consts::OS,
        std::env::consts::ARCH,
        Backtrace::force_capture(),
    )
}

/// The last report in a folder that the clerk was not told of yet; from now on it counts as told.
pub fn untold(folder: &Path) -> Option<PathBuf> {
    let mut reports: Vec<PathBuf> = fsio::files_in(folder).ok()?;
    reports.retain(|path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with(BEGINS) && name.ends_with(".txt") && !name.ends_with(TOLD)
    });
    let mut last = None;
    for report in reports {
        let stem = report.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let told = report.with_file_name(format!("{stem}{TOLD}"));
        // Where it cannot be renamed, it is told again at the next start.
        last = Some(if std::fs::rename(&report, &told).is_ok() { told } else { report });
    }
    last
}
