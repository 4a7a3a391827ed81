//! A print service for the tests: a real cupsd on the loopback with folders of its own, and a printer that notes what
//! it is sent.

use std::io::Read;
use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use super::desktop::Killed;
use super::support::{output, patience, tool, wait_for};

/// The printer of the service.
pub const SINK: &str = "三楼打印机";

/// cupsd, and what its printer was sent.
pub struct PrintService {
    /// Where it listens.
    pub server: String,
    /// A job each, byte by byte.
    jobs: Receiver<Vec<u8>>,
    folder: tempfile::TempDir,
    // Ended before its folder goes.
    _cupsd: Killed,
}

/// A tool that Debian keeps from the path of users.
fn sbin(name: &str) -> Option<Command> {
    let path = Path::new("/usr/sbin").join(name);
    if path.is_file() { Some(Command::new(path)) } else { tool(name) }
}

/// A port of the loopback that is free now.
fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

impl PrintService {
    /// Starts one with the printer [`SINK`]; nothing where the machine lacks CUPS.
    pub fn start() -> Option<Self> {
        let (Some(mut cupsd), Some(_), Some(_)) = (sbin("cupsd"), sbin("lpadmin"), tool("lp")) else { return None };
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().display();
        for name in ["spool/tmp", "cache", "state", "root"] {
            std::fs::create_dir_all(folder.path().join(name)).unwrap();
        }
        let server = format!("127.0.0.1:{}", free_port());
        let files = format!(
            "ServerRoot {root}/root\nRequestRoot {root}/spool\nTempDir {root}/spool/tmp\nCacheDir {root}/cache\n\
             StateDir {root}/state\nErrorLog {root}/error\nAccessLog {root}/access\nPageLog {root}/page\n\
             SystemGroup root\n"
        );
        let everyone = "Order allow,deny\n  Allow all";
        let settings = format!(
            "Listen {server}\nBrowsing Off\nDefaultAuthType None\nWebInterface No\nPreserveJobFiles Yes\n\
             <Location />\n  {everyone}\n</Location>\n<Location /admin>\n  {everyone}\n</Location>\n\
             <Policy default>\n<Limit All>\n  {everyone}\n</Limit>\n</Policy>\n"
        );
        std::fs::write(folder.path().join("cups-files.conf"), files).unwrap();
        std::fs::write(folder.path().join("cupsd.conf"), settings).unwrap();
        cupsd.arg("-f").arg("-c").arg(folder.path().join("cupsd.conf"));
        cupsd.arg("-s").arg(folder.path().join("cups-files.conf"));
        let cupsd = Killed(cupsd.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap());
        let printer = TcpListener::bind("127.0.0.1:0").unwrap();
        let device = format!("socket://{}", printer.local_addr().unwrap());
        let (send, jobs) = channel();
        std::thread::spawn(move || {
            for job in printer.incoming() {
                let mut bytes = Vec::new();
                let taken = job.and_then(|mut job| job.read_to_end(&mut bytes));
                // The test may be over.
                if taken.is_err() || send.send(bytes).is_err() {
                    return;
                }
            }
        });
        let service = Self { server, jobs, folder, _cupsd: cupsd };
        wait_for("打印服务", || {
            let told = service.on(&mut Command::new("lpstat")).arg("-r").output().unwrap();
            (told.stdout == b"scheduler is running\n").then_some(())
        });
        let mut admin = sbin("lpadmin").unwrap();
        output(service.on(&mut admin).args(["-p", SINK, "-E", "-v", &device, "-m", "raw"]));
        Some(service)
    }

    /// Lets a tool ask this service.
    pub fn on<'c>(&self, command: &'c mut Command) -> &'c mut Command {
        command.env("CUPS_SERVER", &self.server).env("LC_ALL", "C")
    }

    /// The printer takes no jobs any more.
    pub fn reject(&self) {
        output(self.on(&mut sbin("cupsreject").unwrap()).arg(SINK));
    }

    /// It takes them again.
    pub fn accept(&self) {
        output(self.on(&mut sbin("cupsaccept").unwrap()).arg(SINK));
    }

    /// What the printer is sent next.
    pub fn job(&self) -> Vec<u8> {
        self.jobs.recv_timeout(patience()).expect("打印机没有收到")
    }

    /// Whether the printer was sent nothing more.
    pub fn is_idle(&self) -> bool {
        self.jobs.recv_timeout(Duration::from_millis(500)).is_err()
    }

    /// What the service keeps of a job: its control file, which holds title and options.
    pub fn control(&self, number: usize) -> Vec<u8> {
        let file = self.folder.path().join(format!("spool/c{number:05}"));
        wait_for("任务记录", || std::fs::read(&file).ok())
    }
}
