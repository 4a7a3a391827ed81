//! How the clerk likes the window: its theme and size. Kept beside the platform's other settings, not in the data file,
//! which may be another's.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::error::Result;
use crate::fsio;

/// The sizes of the window, in percent.
const SIZES: [u16; 9] = [80, 90, 100, 110, 125, 140, 150, 175, 200];
/// As the desktop has it.
const ACTUAL: u16 = 100;

/// Which theme the window shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ThemeChoice {
    /// That of the system.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl ThemeChoice {
    /// All, in their order.
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// Its name.
    pub fn label(self) -> &'static str {
        match self {
            Self::System => "跟随系统",
            Self::Light => "浅色",
            Self::Dark => "深色",
        }
    }
}

/// A step of the size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SizeStep {
    /// 放大.
    Larger,
    /// 缩小.
    Smaller,
    /// 原来大小.
    Actual,
}

/// What is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Kept {
    /// The theme.
    pub theme: ThemeChoice,
    /// The size, in percent.
    pub size: u16,
    /// Whether 新手引导 was left or finished.
    pub guided: bool,
    /// The step of it that is next, from 0.
    pub guide_step: usize,
}

impl Default for Kept {
    fn default() -> Self {
        Self { theme: ThemeChoice::System, size: ACTUAL, guided: false, guide_step: 0 }
    }
}

/// The preferences, and where they are kept.
#[derive(Clone)]
pub struct Preferences {
    /// As they are.
    pub kept: Kept,
    file: Option<PathBuf>,
}

impl Preferences {
    /// Reads them. A file that is not there or cannot be read is as good as none: nothing but looks depends on it.
    pub fn read(file: Option<PathBuf>) -> Self {
        let text = file.as_ref().and_then(|file| std::fs::read_to_string(file).ok());
        let kept: Option<Kept> = text.and_then(|text| serde_json::from_str(&text).ok());
        let mut kept = kept.unwrap_or_default();
        kept.size = kept.size.clamp(SIZES[0], SIZES[SIZES.len() - 1]);
        Self { kept, file }
    }

    /// Changes them, and keeps them.
    pub fn change(&mut self, change: impl FnOnce(&mut Kept)) -> Result<()> {
        let before = self.kept;
        change(&mut self.kept);
        match &self.file {
            Some(file) if self.kept != before => write(file, self.kept),
            _ => Ok(()),
        }
    }
}

impl Kept {
    /// The next size.
    pub fn step(&mut self, step: SizeStep) {
        self.size = match step {
            SizeStep::Actual => ACTUAL,
            SizeStep::Larger => SIZES.into_iter().find(|size| *size > self.size).unwrap_or(self.size),
            SizeStep::Smaller => SIZES.into_iter().rfind(|size| *size < self.size).unwrap_or(self.size),
        };
    }

    /// The factor that it stands for.
    pub fn factor(self) -> f32 {
        f32::from(self.size) / 100.0
    }
}

fn write(file: &Path, kept: Kept) -> Result<()> {
    fsio::make_folder(&fsio::folder_of(file))?;
    let text = serde_json::to_string_pretty(&kept).unwrap_or_default();
    fsio::write_atomically(file, (text + "\n").as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_size_goes_from_80_to_200_percent_and_back() {
        let mut kept = Kept::default();
        for _ in 0..20 {
            kept.step(SizeStep::Larger);
        }
        assert_eq!(kept.size, 200);
        for _ in 0..20 {
            kept.step(SizeStep::Smaller);
        }
        assert_eq!(kept.size, 80);
        kept.step(SizeStep::Actual);
        assert!((kept.factor() - 1.0).abs() < f32::EPSILON);
    }

    #[test]
    fn preferences_are_kept_and_a_broken_file_is_as_good_as_none() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("设置/窗口.json");
        let mut preferences = Preferences::read(Some(file.clone()));
        preferences.change(|kept| kept.theme = ThemeChoice::Dark).unwrap();
        preferences.change(|kept| kept.step(SizeStep::Larger)).unwrap();
        let read = Preferences::read(Some(file.clone())).kept;
        assert_eq!((read.theme, read.size), (ThemeChoice::Dark, 110));
        fsio::write_atomically(&file, b"{\"size\": 900}").unwrap();
        assert_eq!(Preferences::read(Some(file.clone())).kept.size, 200);
        fsio::write_atomically(&file, b"{").unwrap();
        assert_eq!(Preferences::read(Some(file)).kept, Kept::default());
    }
}
