//! What went wrong, in the clerk's words: what happened, what is safe, what to do.

use std::fmt;
use std::path::Path;

/// The kind of an error: decides the exit code and which way out the window offers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorKind {
    /// Wrong use, or input that cannot be taken.
    BadInput,
    /// The data file is not there.
    NotFound,
    /// There is a file already.
    Exists,
    /// The data file was made by a newer version.
    TooNew,
    /// The file is no data file of this program.
    NotOurs,
    /// The data file is damaged.
    Corrupt,
    /// The 台账 is not what was written.
    Tampered,
    /// Another window or program holds the data file.
    InUse,
    /// The file or its folder may not be written.
    ReadOnly,
    /// The disk is full.
    DiskFull,
    /// The regulation or the state of a record does not allow it.
    Refused,
    /// Anything else of the system: a device, a right, a missing viewer.
    System,
}

/// One error, told in Chinese. `Display` gives it as one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    kind: ErrorKind,
    /// Each a line of its own: place, what happened.
    lines: Vec<String>,
    /// What is safe and what to do.
    advice: Option<String>,
}

/// The result of everything that can fail.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// An error with what happened.
    pub fn new(kind: ErrorKind, what: impl Into<String>) -> Self {
        Self { kind, lines: vec![what.into()], advice: None }
    }

    /// Wrong input at a place: `applications[3].applied_on：不是日期`.
    pub fn bad_input(what: impl Into<String>) -> Self {
        Self::new(ErrorKind::BadInput, what)
    }

    /// A step that the regulation or the state of a record does not allow.
    pub fn refused(what: impl Into<String>) -> Self {
        Self::new(ErrorKind::Refused, what)
    }

    /// A record that was there and is not any more: somebody has just taken its errand back.
    pub fn gone(term: &str) -> Self {
        Self::refused(format!("台账中已经没有这条{term}记录"))
            .advise("数据没有改动。它可能刚被撤销，请回到列表里重新选择")
    }

    /// Several wrong places of one input.
    pub fn bad_places(lines: Vec<String>) -> Self {
        Self { kind: ErrorKind::BadInput, lines, advice: None }
    }

    /// Adds what is safe and what to do.
    #[must_use]
    pub fn advise(mut self, advice: impl Into<String>) -> Self {
        self.advice = Some(advice.into());
        self
    }

    /// A failure behind something that was done and stays done.
    #[must_use]
    pub fn after(self, done: &str) -> Self {
        let Self { kind, lines, .. } = self;
        Self::new(kind, format!("{done}：{}", lines.join("；")))
    }

    /// The same, and what else is to be said of it.
    #[must_use]
    pub fn adding(mut self, line: &str) -> Self {
        self.lines.push(line.to_owned());
        self
    }

    /// A failure of the file system at `path`.
    pub fn io(doing: &str, path: &Path, error: &std::io::Error) -> Self {
        use std::io::ErrorKind as Io;
        let shown = path.display();
        match error.kind() {
            Io::StorageFull | Io::QuotaExceeded => {
                Self::new(ErrorKind::DiskFull, format!("磁盘已满，{doing}没有完成：{shown}"))
                    .advise("原有文件没有改动。请腾出空间后再试")
            }
            Io::PermissionDenied | Io::ReadOnlyFilesystem => {
                Self::new(ErrorKind::ReadOnly, format!("没有权限，{doing}没有完成：{shown}"))
                    .advise("原有文件没有改动。请换一个位置，或请管理员开放权限")
            }
            Io::NotFound => Self::new(ErrorKind::NotFound, format!("找不到文件或文件夹，{doing}没有完成：{shown}"))
                .advise("请检查路径"),
            // A folder is not made where a file stands.
            Io::NotADirectory | Io::AlreadyExists => {
                Self::new(ErrorKind::System, format!("路径中有一处是文件，不是文件夹，{doing}没有完成：{shown}"))
                    .advise("原有文件没有改动。请把那个文件移开，或换一个位置")
            }
            Io::IsADirectory => Self::new(ErrorKind::System, format!("这是文件夹，不是文件，{doing}没有完成：{shown}"))
                .advise("请写明文件名"),
            _ => Self::new(ErrorKind::System, format!("{doing}没有完成：{shown}（系统报告：{error}）"))
                .advise("原有文件没有改动。请稍后再试"),
        }
    }

    /// The kind.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// Whether what was asked for is at fault, and not what it was asked of.
    pub fn is_of_input(&self) -> bool {
        matches!(self.kind, ErrorKind::BadInput | ErrorKind::Refused)
    }

    /// Whether the data file itself is not what it should be.
    pub fn is_of_the_file(&self) -> bool {
        matches!(self.kind, ErrorKind::Tampered | ErrorKind::Corrupt)
    }

    /// What happened, a line each.
    pub fn lines(&self) -> &[String] {
        &self.lines
    }

    /// What is safe and what to do.
    pub fn advice(&self) -> Option<&str> {
        self.advice.as_deref()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.lines.join("；"))?;
        self.advice.as_ref().map_or(Ok(()), |advice| write!(f, "。{advice}。"))
    }
}

impl std::error::Error for Error {}
