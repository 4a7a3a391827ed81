//! Where a zip goes.

use std::fs::File;
use std::io::{Error, Result, Seek, SeekFrom, Write};

/// An empty file that is filled. The library ends a zip even where it is given up, and complains in English on standard error
/// where the disk does not take that. So nothing fails here: after the first fault, which is kept, it is only counted where
/// the next byte would go.
pub(super) struct Sink<'a> {
    pub(super) file: &'a mut File,
    fault: Option<Error>,
    at: u64,
    end: u64,
}

impl<'a> Sink<'a> {
    pub(super) fn new(file: &'a mut File) -> Self {
        Self { file, fault: None, at: 0, end: 0 }
    }

    /// What went wrong first.
    pub(super) fn fault(&self) -> Option<&Error> {
        self.fault.as_ref()
    }

    fn go_on(&mut self, act: impl FnOnce(&mut File) -> Result<()>) {
        if self.fault.is_none() {
            self.fault = act(self.file).err();
        }
    }
}

impl Write for Sink<'_> {
    fn write(&mut self, bytes: &[u8]) -> Result<usize> {
        self.go_on(|file| file.write_all(bytes));
        self.at += bytes.len() as u64;
        self.end = self.end.max(self.at);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> Result<()> {
        self.go_on(File::flush);
        Ok(())
    }
}

impl Seek for Sink<'_> {
    fn seek(&mut self, to: SeekFrom) -> Result<u64> {
        self.at = match to {
            SeekFrom::Start(at) => at,
            SeekFrom::End(by) => self.end.saturating_add_signed(by),
            SeekFrom::Current(by) => self.at.saturating_add_signed(by),
        };
        let at = self.at;
        self.go_on(|file| file.seek(SeekFrom::Start(at)).map(drop));
        Ok(at)
    }
}
