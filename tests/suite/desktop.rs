//! A desktop for the tests that open the real window: a display of its own with a window manager, and an empty home.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::support::{skip, tool};

/// A process that goes with the test.
pub struct Killed(pub Child);

impl Drop for Killed {
    fn drop(&mut self) {
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

/// Waits until something is there, and gives up where it never comes.
pub fn wait_for<T>(what: &str, mut found: impl FnMut() -> Option<T>) -> T {
    let started = Instant::now();
    loop {
        if let Some(found) = found() {
            return found;
        }
        assert!(started.elapsed() < Duration::from_secs(40), "等不到{what}");
        std::thread::sleep(Duration::from_millis(100));
    }
}

/// A display with a window manager, so that windows get the keyboard and are closed as a clerk closes them.
pub struct Desktop {
    display: String,
    // Ended in this order.
    _manager: Killed,
    _server: Killed,
}

impl Desktop {
    /// Starts one on a number that is free; nothing where the machine lacks the tools.
    pub fn start() -> Option<Self> {
        let (Some(mut xvfb), Some(mut openbox), Some(_)) = (tool("Xvfb"), tool("openbox"), tool("xdotool")) else {
            return None;
        };
        // The server takes a number that is free, and tells it.
        xvfb.args(["-displayfd", "1", "-screen", "0", "1366x768x24", "-noreset"]).stdout(Stdio::piped());
        let mut server = Killed(xvfb.stderr(Stdio::null()).spawn().unwrap());
        let mut number = String::new();
        BufReader::new(server.0.stdout.take().unwrap()).read_line(&mut number).unwrap();
        let display = format!(":{}", number.trim());
        wait_for("显示服务", || {
            let mut asked = Command::new("xdotool");
            let answer = asked.arg("getdisplaygeometry").env("DISPLAY", &display).output().ok()?;
            answer.status.success().then_some(())
        });
        let manager =
            Killed(openbox.env("DISPLAY", &display).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap());
        Some(Self { display, _manager: manager, _server: server })
    }

    /// Lets a command open its windows here, drawn without a graphics card.
    pub fn on<'c>(&self, command: &'c mut Command) -> &'c mut Command {
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

/// A message bus of one's own, with a home of one's own in `home`, on which `command` is to be run: its arguments
/// follow. Nothing where the machine lacks the tools.
pub fn session(desktop: &Desktop, home: &Path) -> Option<Command> {
    let mut session = tool("dbus-run-session")?;
    desktop.on(&mut session);
    let runtime = home.join("runtime");
    std::fs::create_dir_all(&runtime).unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(&runtime, std::fs::Permissions::from_mode(0o700)).unwrap();
    }
    session.env("HOME", home).env("XDG_RUNTIME_DIR", runtime);
    for folder in
        ["XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "DBUS_SESSION_BUS_ADDRESS", "AT_SPI_BUS_ADDRESS"]
    {
        session.env_remove(folder);
    }
    Some(session)
}

/// Whether the system's own Python has what a test asks it for; the one that is found first may be another.
pub fn python_can(import: &str) -> bool {
    let tried = Command::new(PYTHON).args(["-c", import]).output();
    let can = tried.is_ok_and(|tried| tried.status.success());
    if !can {
        assert!(std::env::var_os("CI").is_none(), "CI 应已安装 {PYTHON} 的 {import}");
        skip(&format!("这台机器的 {PYTHON} 不能 {import}"));
    }
    can
}

/// The system's own Python: what Debian packages for it is not seen by another one.
pub const PYTHON: &str = "/usr/bin/python3";
