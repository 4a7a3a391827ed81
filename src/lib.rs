//! 台账: who holds which account in which information system of a municipal office, kept by its clerk as
//! 《信息系统账号管理制度（试行）》 asks.
//!
//! The layers, from the ground up; each may use those above it in this list and none below:
//!
//! - [`error`]: what happened, what is safe, what to do
//! - [`model`]: plain data: days, records, the register, the form's values
//! - [`fsio`], [`lock`], [`fonts`], [`clock`], [`places`], [`spelling`]: files written whole, files locked, the type,
//!   today, what is left of a crash ([`crash`]), where files go, 拼音
//! - [`rules`]: the regulation; pure
//! - [`paper`]: the forms as data and their layout in millimetres
//! - [`store`]: the data file, the one door for writes, the 台账
//! - [`pdf`], [`xlsx`]: pages and grids as files; [`import`]: the tables of others as rows; [`scan`]: scans of signed papers
//! - [`papers`]: from records to files; [`printing`]: the printers of the system
//! - [`ops`]: one function an errand, used alike by the window and the command line
//! - [`dossier`]: all papers and lists of a period in one zip
//! - [`cli`], [`app`]: the two faces of the program

pub mod app;
pub mod cli;
pub mod clock;
pub mod crash;
pub mod dossier;
pub mod error;
pub mod fonts;
pub mod fsio;
pub mod import;
pub mod lock;
pub mod model;
pub mod ops;
pub mod paper;
pub mod papers;
pub mod pdf;
pub mod places;
pub mod printing;
pub mod rules;
pub mod scan;
pub mod spelling;
pub mod store;
pub mod xlsx;
