//! The regulation at work. Pure: facts and today in, findings out; nothing here is stored.

pub mod application;
pub mod article;
pub mod filing;
pub mod matrix;
pub mod merge;
pub mod names;
pub mod secrets;

pub use application::check_application;
pub use article::{Article, Finding, Weight};
