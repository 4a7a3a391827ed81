//! How the window comes to be: drawn through OpenGL, and where there is none by the processor.

use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::Receiver;
use std::time::Instant;

use eframe::UserEvent;
use eframe::egui::{IconData, ViewportBuilder};
use winit::event_loop::EventLoop;
use winit::platform::run_on_demand::EventLoopExtRunOnDemand;

use super::{App, Surroundings, TITLE, cpu, extent, rare_names};
use crate::error::{Error, ErrorKind, Result};
use crate::model::Day;
use crate::ops::Office;
use crate::store::Access;
use crate::{clock, crash, fsio, places};

/// What draws the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Renderer {
    /// The graphics card, or what stands in for it, through OpenGL 2.
    OpenGl,
    /// The processor alone.
    Processor,
}

impl Renderer {
    /// Said on the page 关于.
    pub fn chinese(self) -> &'static str {
        match self {
            Self::OpenGl => "系统的 OpenGL",
            Self::Processor => "程序自带，不用显卡，功能相同",
        }
    }

    /// What is tried where nothing is asked for: OpenGL, and where there is none the processor. Where there is no
    /// graphics card, OpenGL would be painted by the processor just the same, and takes twice as long to begin.
    fn usual() -> Vec<Self> {
        if has_graphics_card() { vec![Self::OpenGl, Self::Processor] } else { vec![Self::Processor] }
    }
}

/// Linux has a device for each; elsewhere only a window tells.
fn has_graphics_card() -> bool {
    let devices = ["/dev/dri", "/dev/nvidiactl", "/dev/mali0", "/dev/dxg"];
    !cfg!(target_os = "linux") || devices.iter().any(|device| Path::new(device).exists())
}

/// Why there is no window where OpenGL alone may draw it.
const NO_OPENGL: &str = "没有可用的 OpenGL；不写 --renderer gl，程序就自己绘制";

/// The window that is asked for.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The data file; the user's own, which is made at the first start, where none is named.
    pub file: Option<PathBuf>,
    /// Today, where it is not the clock's.
    pub today: Option<Day>,
    /// Whether to tell how long frames take.
    pub timing: bool,
    /// What is to draw it: the first that can. None named: OpenGL where there is a graphics card, and what can else.
    pub renderers: Vec<Renderer>,
}

/// Opens the window and stays until it is closed.
pub fn run(asked: &Asked) -> Result<()> {
    let started = Instant::now();
    let data_file = asked.file.clone().or_else(|| places::data_file().ok());
    let crash_folder = data_file.as_deref().map(fsio::folder_of);
    // The file is read while the window is being made.
    let open = || open(asked.file.clone(), asked.today.unwrap_or_else(clock::today));
    let opening = RefCell::new(Some(open()));
    let (is_made, is_closed) = (Cell::new(false), Cell::new(false));
    let make = |ctx: &eframe::egui::Context, renderer| {
        is_made.set(true);
        // From here on a panic is the program's own: it leaves a report beside the data file.
        crash::watch(crash_folder.clone(), || clock::now(None));
        // Only a window that is made takes it: until then the first reading holds the file. A second window, after
        // the first has failed, reads it once more.
        let opening = opening.take().unwrap_or_else(open);
        let surroundings = Surroundings { renderer, ..Surroundings::of_platform(asked.today) };
        let mut app = App::new(ctx, opening, data_file.clone(), surroundings);
        app.timing = asked.timing.then_some((started, 0, false));
        app
    };
    // Where a library of the desktop is missing, the toolkit panics: that too is told in words.
    std::panic::set_hook(Box::new(|_| {}));
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        // Why, the toolkit tells in English and with a path of its own source: there is but one reason.
        let mut event_loop = EventLoop::with_user_event().build().map_err(|_| no_desktop())?;
        let usual = asked.renderers.is_empty().then(Renderer::usual);
        for renderer in usual.as_ref().unwrap_or(&asked.renderers) {
            let make = |ctx: &eframe::egui::Context| make(ctx, *renderer);
            match renderer {
                Renderer::OpenGl => {
                    let drawn = catch_unwind(AssertUnwindSafe(|| through_opengl(&mut event_loop, &is_closed, make)));
                    match drawn {
                        Err(panic) if is_made.get() => std::panic::resume_unwind(panic),
                        Ok(Err(why)) => return Err(no_window(&why)),
                        Ok(Ok(())) if is_closed.get() => return Ok(()),
                        // OpenGL is missing, too old, or has failed while the window stood.
                        _ => {}
                    }
                }
                Renderer::Processor => {
                    return cpu::run(&mut event_loop, viewport(), make).map_err(|ended| match ended {
                        cpu::Ended::Unopened(why) => no_window(&why),
                        cpu::Ended::Cut(why) => cut(&why),
                    });
                }
            }
        }
        Err(no_window(NO_OPENGL))
    }));
    crash::unwatch();
    match outcome {
        Ok(outcome) => outcome,
        Err(_) if is_made.get() => Err(crash::interrupted()),
        Err(panic) => {
            let why = panic.downcast_ref::<String>().cloned();
            Err(no_window(&why.or_else(|| panic.downcast_ref::<&str>().map(ToString::to_string)).unwrap_or_default()))
        }
    }
}

/// The window through OpenGL. Where there is none it returns without having made any; only one that was closed says so.
fn through_opengl(
    event_loop: &mut EventLoop<UserEvent>,
    is_closed: &Cell<bool>,
    make: impl FnOnce(&eframe::egui::Context) -> App,
) -> std::result::Result<(), String> {
    // eframe has made it no larger than the screen by then.
    let fit: eframe::WindowBuilderHook = Box::new(|builder| match builder.inner_size {
        Some(screen) if screen != extent::SIZE => extent::on_screen(builder, screen),
        _ => builder,
    });
    let options = eframe::NativeOptions {
        viewport: viewport(),
        system_font_fallback: false,
        window_builder: Some(fit),
        ..eframe::NativeOptions::default()
    };
    let make: eframe::AppCreator<'_> =
        Box::new(|creation| Ok(Box::new(Drawn { app: make(&creation.egui_ctx), is_closed })));
    let mut application = eframe::create_native(TITLE, options, make, event_loop);
    event_loop.run_app_on_demand(&mut application).map_err(|error| error.to_string())
}

/// The window as eframe wants it. It does not say why a window went: one that was not asked to close has failed.
struct Drawn<'c> {
    app: App,
    is_closed: &'c Cell<bool>,
}

impl eframe::App for Drawn<'_> {
    fn ui(&mut self, ui: &mut eframe::egui::Ui, frame: &mut eframe::Frame) {
        self.is_closed.set(ui.input(|input| input.viewport().close_requested()));
        self.app.ui(ui, frame);
    }

    fn on_exit(&mut self, gl: Option<&eframe::glow::Context>) {
        self.app.on_exit(gl);
    }
}

fn viewport() -> ViewportBuilder {
    let builder = ViewportBuilder::default()
        .with_title(TITLE)
        .with_app_id("taizhang")
        .with_inner_size(extent::SIZE)
        .with_min_inner_size(extent::LEAST);
    match eframe::icon_data::from_png_bytes(include_bytes!("../../assets/desktop/taizhang.png")) {
        Ok(icon) => builder.with_icon(icon),
        // An empty one is the system's own.
        Err(_) => builder.with_icon(Arc::new(IconData::default())),
    }
}

/// Neither an X server nor Wayland answers.
fn no_desktop() -> Error {
    Error::new(ErrorKind::System, "窗口没有打开：没有图形桌面，或连不上它")
        .advise("数据没有改动。请登录有图形桌面的电脑再打开；没有桌面时可以用命令行，见 taizhang --help")
}

fn no_window(why: &str) -> Error {
    Error::new(ErrorKind::System, format!("窗口没有打开（系统报告：{why}）"))
        .advise("数据没有改动。请在有图形桌面的电脑上运行；没有桌面时可以用命令行，见 taizhang --help")
}

fn cut(why: &str) -> Error {
    Error::new(ErrorKind::System, format!("窗口的显示中断了（系统报告：{why}）"))
        .advise("已保存的数据都在；没有保存的内容，下次启动时会提示继续填写。请重新打开程序")
}

/// Says in a dialog of the system that the window did not open: who starts it from a menu sees no standard error.
pub fn tell(error: &Error) {
    let mut text = error.lines().join("\n");
    if let Some(advice) = error.advice() {
        text.push_str(&format!("\n{advice}。"));
    }
    rfd::MessageDialog::new().set_level(rfd::MessageLevel::Error).set_title(TITLE).set_description(text).show();
}

/// Opens the office on a thread of its own: what comes over is whole, and judged.
pub(super) fn open(file: Option<PathBuf>, today: Day) -> Receiver<Result<Office>> {
    let (send, opening) = std::sync::mpsc::channel();
    std::thread::spawn(move || send.send(open_office(file).map(|office| warm(office, today))).ok());
    opening
}

/// The user's own file is made at the first start; a file that is named must be there.
fn open_office(file: Option<PathBuf>) -> Result<Office> {
    file.map_or_else(|| open_own(&places::data_file()?), |path| open_at(&path))
}

/// Opens the user's own file. One that was there before is not made anew: whoever looks for what was in it would find an
/// empty one in its place.
fn open_own(path: &Path) -> Result<Office> {
    if !path.exists() && !left_traces(path) {
        fsio::make_folder(&fsio::folder_of(path))?;
        Office::create(path)?;
    }
    open_at(path)
}

/// Whether a backup of a data file lies beside it, or what it was kept as (恢复前, 升级前).
fn left_traces(path: &Path) -> bool {
    let stem = format!("{}_", path.file_stem().unwrap_or_default().to_string_lossy());
    // A folder that is not there holds none; what else is wrong with it shows when the file is made.
    let beside = [fsio::folder_of(path), places::backup_folder(path)].map(|folder| fsio::files_in(&folder));
    let mut names = beside.into_iter().flatten().flatten().filter_map(|file| file.file_name().map(ToOwned::to_owned));
    names.any(|name| name.to_string_lossy().starts_with(&stem))
}

/// Opens a data file and goes through it; what cannot be written can still be read.
fn open_at(path: &Path) -> Result<Office> {
    match Office::open(path, Access::Write) {
        Err(error) if error.kind() == ErrorKind::ReadOnly => Office::open(path, Access::Read),
        outcome => outcome,
    }
}

/// Judges the register and unpacks the rare characters of its names here, and not in a frame.
fn warm(mut office: Office, today: Day) -> Office {
    office.judge(today);
    for face in rare_names(office.register()) {
        face.bytes();
    }
    office
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Moment;

    #[test]
    fn the_users_own_file_is_made_once_and_not_again_where_it_was_lost() {
        let folder = tempfile::tempdir().unwrap();
        let own = folder.path().join("数据").join("台账.taizhang");
        let office = open_own(&own).unwrap();
        drop(office);
        std::fs::remove_file(&own).unwrap();
        let office = open_own(&own).unwrap();
        let day = Day::from_iso("2026-11-24").unwrap();
        let made = office.back_up(&places::backup_folder(&own), Moment { day, second: 0 }).unwrap();
        drop(office);
        std::fs::rename(&own, folder.path().join("搬走了.taizhang")).unwrap();
        assert_eq!(open_own(&own).err().unwrap().kind(), ErrorKind::NotFound);
        assert!(!own.exists());
        std::fs::rename(made.path(), own.with_file_name("台账_恢复前_2026-11-24_0900.taizhang")).unwrap();
        assert_eq!(open_own(&own).err().unwrap().kind(), ErrorKind::NotFound);
    }
}
