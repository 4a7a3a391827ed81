//! The tests that stand outside the code, each module at the layer it speaks of. One program: it links once.

// In a test a surprise should end it at once, and scratch files need no atomic writing.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::disallowed_methods)]

mod accessible;
mod as_of;
mod attachments;
mod backup;
mod cli;
mod cli_rules;
mod code;
mod crash;
mod cups;
mod desktop;
mod document;
mod dossier;
mod errands;
mod faults;
mod faults_of_the_disk;
mod filing;
mod history;
mod hostile;
mod ime;
mod import;
mod import_edges;
mod import_told;
mod kill;
mod layout;
mod leaving;
mod lend;
mod lists;
mod locked;
mod manual;
mod merge;
mod network;
mod office;
mod pdf;
mod pictures;
#[cfg(unix)] // prints through a cupsd of its own
mod printing;
#[cfg(unix)] // on an X server of its own
mod renderer;
mod rounds;
mod rules;
mod rules_general;
mod rules_leaving;
mod rules_ordinary;
mod rules_password;
mod rules_support;
mod rules_system;
mod rules_whole;
mod screen;
mod secrets;
mod standing;
mod store;
mod structure;
mod supervision;
mod support;
mod window;
mod xlsx;
