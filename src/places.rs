//! Where the platform keeps the office's data and the clerk's documents.

use std::path::PathBuf;

use crate::error::{Error, ErrorKind, Result};
use crate::model::backup::ENDING;

/// The user's own data file: `台账.taizhang` in the platform's data folder, as the `directories` crate names it.
pub fn data_file() -> Result<PathBuf> {
    let folders = directories::ProjectDirs::from("", "", "taizhang").ok_or_else(|| {
        Error::new(ErrorKind::System, "找不到用户的数据文件夹")
            .advise("数据没有改动。请检查这台电脑上自己的用户文件夹，或请管理员处理")
    })?;
    Ok(folders.data_dir().join(format!("台账{ENDING}")))
}

/// Where printed papers are put: a folder of our own in the clerk's documents.
pub fn documents_folder() -> PathBuf {
    let documents = directories::UserDirs::new().and_then(|user| {
        user.document_dir().map(std::path::Path::to_path_buf).or_else(|| Some(user.home_dir().to_path_buf()))
    });
    documents.unwrap_or_else(std::env::temp_dir).join("信息系统账号管理")
}

/// Where scans are put for as long as they are shown: a folder of the program's own, none of the clerk's.
pub fn shown_folder() -> PathBuf {
    let folders = directories::ProjectDirs::from("", "", "taizhang");
    folders.map_or_else(documents_folder, |folders| folders.cache_dir().to_path_buf()).join("查看")
}

/// Where the window's theme and size are kept.
pub fn preferences_file() -> Option<PathBuf> {
    directories::ProjectDirs::from("", "", "taizhang").map(|folders| folders.config_dir().join("窗口.json"))
}

/// 使用手册 as PDF, where the package or the folder that the program came in has put it.
pub fn manual() -> Option<PathBuf> {
    let beside = std::env::current_exe().ok().and_then(|program| program.parent().map(std::path::Path::to_path_buf));
    let folders = beside.into_iter().chain([PathBuf::from("/usr/share/doc/taizhang")]);
    folders.map(|folder| folder.join("使用手册.pdf")).find(|manual| manual.is_file())
}

/// Where the backups of a data file go unless another folder is set: 备份, beside it.
pub fn backup_folder(data_file: &std::path::Path) -> PathBuf {
    data_file.parent().unwrap_or(std::path::Path::new("")).join("备份")
}
