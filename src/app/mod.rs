//! stub
/// stub
pub fn run(_f: Option<std::path::PathBuf>, _t: Option<crate::model::Day>) -> crate::error::Result<()> { Ok(()) }
