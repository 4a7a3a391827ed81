//! A desktop for the tests that open the real window: a display of its own with a window manager, and an empty home.

use std::ffi::OsString;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use super::support::{skip, tool, wait_for};

/// A process that goes with the test.
pub struct Killed(pub Child);

impl Drop for Killed {
    fn drop(&mut self) {
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

/// A display with a window manager, so that windows get the keyboard and are closed as a clerk closes them.
pub struct Desktop {
    display: String,
    has_opengl: bool,
    // Ended in this order.
    _manager: Killed,
    _server: Killed,
}

impl Desktop {
    /// Starts one on a number that is free; nothing where the machine lacks the tools.
    pub fn start() -> Option<Self> {
        Self::with("1366x768x24", true)
    }

    /// The same as large as screens are today.
    pub fn large() -> Option<Self> {
        Self::with("1920x1080x24", true)
    }

    /// The same on a machine that has no OpenGL at all.
    pub fn without_opengl() -> Option<Self> {
        Self::with("1366x768x24", false)
    }

    fn with(screen: &str, has_opengl: bool) -> Option<Self> {
        let (Some(mut xvfb), Some(mut openbox), Some(_)) = (tool("Xvfb"), tool("openbox"), tool("xdotool")) else {
            return None;
        };
        // The server takes a number that is free, and tells it.
        xvfb.args(["-displayfd", "1", "-screen", "0", screen, "-noreset"]).stdout(Stdio::piped());
        if !has_opengl {
            xvfb.args(["-extension", "GLX"]);
        }
        let mut server = Killed(xvfb.stderr(Stdio::null()).spawn().unwrap());
        let mut number = String::new();
        BufReader::new(server.0.stdout.take().unwrap()).read_line(&mut number).unwrap();
        let display = format!(":{}", number.trim());
        let until_told = |what: &str, question: &str| {
            wait_for(what, || {
                let answer = Command::new("xdotool").arg(question).env("DISPLAY", &display).output().ok()?;
                answer.status.success().then_some(())
            });
        };
        until_told("显示服务", "getdisplaygeometry");
        let manager =
            Killed(openbox.env("DISPLAY", &display).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap());
        // A window that opens before it is not given the keyboard.
        until_told("窗口管理", "get_num_desktops");
        Some(Self { display, has_opengl, _manager: manager, _server: server })
    }

    /// Lets a command open its windows here, drawn without a graphics card.
    pub fn on<'c>(&self, command: &'c mut Command) -> &'c mut Command {
        if !self.has_opengl {
            // Neither by way of X11's GLX nor beside it.
            command.env("__EGL_VENDOR_LIBRARY_FILENAMES", "/dev/null").env("LIBGL_DRIVERS_PATH", "/dev/null");
        }
        command.env("DISPLAY", &self.display).env_remove("WAYLAND_DISPLAY").env("LIBGL_ALWAYS_SOFTWARE", "1")
    }

    /// One of the desktop's tools.
    pub fn tool(&self, name: &str) -> Command {
        let mut command = tool(name).unwrap();
        self.on(&mut command);
        command
    }

    /// The last visible window of the program.
    pub fn window(&self) -> String {
        wait_for("窗口", || {
            let told = self.tool("xdotool").args(["search", "--onlyvisible", "--class", "taizhang"]).output().ok()?;
            String::from_utf8(told.stdout).ok()?.lines().last().map(str::to_owned)
        })
    }
}

/// Opens the window and begins an application for a new user account.
pub const NEW_FORM: [&[&str]; 6] = [
    &["open"],
    &["press", "申请表"],
    &["press", "新建"],
    &["see", "新申请表"],
    &["tick", "用户账号"],
    &["tick", "新增"],
];

/// A desktop with a message bus and a home of its own, whose window is driven from outside by
/// `tests/desktop/accessible.py`: by its accessibility tree, and by the keyboard.
pub struct Outside {
    desktop: Desktop,
    /// The home.
    pub home: tempfile::TempDir,
    /// What is to run on the bus, to be given variables.
    pub session: Command,
    /// What the program runs under, if anything: its process stays the program's own.
    pub under: Vec<OsString>,
    /// What the program is to draw by, if it is told.
    pub renderer: Option<&'static str>,
}

impl Outside {
    /// Makes one; nothing where the machine lacks the tools.
    pub fn start() -> Option<Self> {
        Self::on(Desktop::start)
    }

    /// The same on a machine that has no OpenGL at all.
    pub fn without_opengl() -> Option<Self> {
        Self::on(Desktop::without_opengl)
    }

    fn on(desktop: impl FnOnce() -> Option<Desktop>) -> Option<Self> {
        if !python_can("import gi; gi.require_version('Atspi', '2.0'); from gi.repository import Atspi") {
            return None;
        }
        let mut session = tool("dbus-run-session")?;
        let desktop = desktop()?;
        let home = tempfile::tempdir().unwrap();
        desktop.on(&mut session).env("HOME", home.path()).env("XDG_RUNTIME_DIR", home.path());
        for one_of_ours in ["XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "AT_SPI_BUS_ADDRESS"] {
            session.env_remove(one_of_ours);
        }
        Some(Self { desktop, home, session, under: Vec::new(), renderer: None })
    }

    /// Does the steps on the window of a data file, and gives an answer to each.
    pub fn drive(self, file: &Path, steps: &[&[&str]]) -> Vec<String> {
        let Self { desktop, home, mut session, under, renderer } = self;
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/desktop/accessible.py");
        session.arg("--").arg(PYTHON).arg(script).args(under).arg(env!("CARGO_BIN_EXE_taizhang"));
        session.arg("--file").arg(file).args(["--today", "2026-11-24"]);
        session.args(renderer.map(|renderer| format!("--renderer={renderer}")));
        let mut run = session.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let lines: String = steps.iter().map(|step| step.join("\t") + "\n").collect();
        run.stdin.take().unwrap().write_all(lines.as_bytes()).unwrap();
        let run = run.wait_with_output().unwrap();
        // What was started on the bus goes with it and with the display.
        drop((desktop, home));
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
        // The daemons of the bus talk as well.
        let told = String::from_utf8(run.stdout).unwrap();
        let answers: Vec<String> = told.lines().filter_map(|line| line.strip_prefix("> ")).map(str::to_owned).collect();
        assert_eq!(answers.len(), steps.len());
        answers
    }
}

/// Whether the system's own Python has what a test asks it for; the one that is found first may be another.
fn python_can(import: &str) -> bool {
    let tried = Command::new(PYTHON).args(["-c", import]).output();
    let can = tried.is_ok_and(|tried| tried.status.success());
    if !can {
        assert!(std::env::var_os("CI").is_none(), "CI 应已安装 {PYTHON} 的 {import}");
        skip(&format!("这台机器的 {PYTHON} 不能 {import}"));
    }
    can
}

/// The system's own Python: what Debian packages for it is not seen by another one.
const PYTHON: &str = "/usr/bin/python3";
