//! Scans shown in the system's viewer: as files that nobody else reads, in a folder of the program's own, which goes with
//! the window.

use std::io::Write;
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use crate::fsio;
use crate::store::sha256;

/// The folder in which the scans of one data file are shown.
pub struct Shown(PathBuf);

impl Shown {
    /// That of a data file, below `folder`: each has its own, so that one window clears no other's away.
    pub fn of(data_file: &Path, folder: &Path) -> Self {
        let real = std::fs::canonicalize(data_file).unwrap_or_else(|_| data_file.to_path_buf());
        Self(folder.join(&sha256(real.to_string_lossy().as_bytes())[..16]))
    }

    /// A file to be shown.
    pub fn put(&self, name: &str, bytes: &[u8]) -> Result<PathBuf> {
        fsio::make_private_folder(&self.0)?;
        let path = self.0.join(name);
        fsio::write_private(&path, |file| file.write_all(bytes).map_err(|error| Error::io("写入", &path, &error)))?;
        Ok(path)
    }

    /// Takes away what was shown.
    pub fn clear(&self) -> Result<()> {
        fsio::remove_folder(&self.0)
    }
}

impl Drop for Shown {
    fn drop(&mut self) {
        // Nobody is left to tell; what a viewer holds fast goes at the next start.
        self.clear().ok();
    }
}
