//! The tests that stand outside the code, each module at the layer it speaks of. One program: it links once.

// In a test a surprise should end it at once, and scratch files need no atomic writing.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::disallowed_methods)]

mod as_of;
mod attachments;
mod backup;
mod cli;
mod crash;
mod document;
mod dossier;
mod faults;
mod faults_of_the_disk;
mod hostile;
mod import;
mod kill;
mod layout;
mod locked;
mod network;
mod office;
mod pdf;
mod rules;
mod screen;
mod secrets;
mod store;
mod structure;
mod support;
mod window;
mod xlsx;
