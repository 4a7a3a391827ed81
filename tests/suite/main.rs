//! The tests that stand outside the code, each module at the layer it speaks of. One program: it links once.
//! What tries the program against something that only Linux has names that, and does not stand on Windows.

// In a test a surprise should end it at once, and scratch files need no atomic writing.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::disallowed_methods)]

#[cfg(target_os = "linux")] // AT-SPI
mod accessible;
mod as_of;
mod attachments;
mod backup;
mod cli;
mod cli_rounds;
mod cli_rules;
mod closing;
mod code;
mod correction;
mod crash;
#[cfg(target_os = "linux")] // a cupsd
mod cups;
#[cfg(target_os = "linux")] // an X server
mod desktop;
mod document;
mod dossier;
mod errands;
mod faults;
#[cfg(target_os = "linux")] // strace
mod faults_of_the_disk;
mod filing;
mod forgery;
mod held;
mod history;
mod hostile;
#[cfg(target_os = "linux")] // fcitx5 and ibus on an X server
mod ime;
mod import;
mod import_edges;
mod import_told;
mod kill;
mod layout;
mod leaving;
mod left_behind;
mod lend;
mod links;
mod lists;
mod locked;
mod manual;
mod merge;
#[cfg(target_os = "linux")] // a network namespace, strace
mod network;
mod office;
mod passwords;
mod pdf;
#[cfg(target_os = "linux")] // WeasyPrint, an X server
mod pictures;
mod placing;
mod printed;
#[cfg(target_os = "linux")] // a cupsd
mod printing;
#[cfg(windows)] // the registry of Wine
mod printing_windows;
#[cfg(windows)] // the resources of its program
mod program_windows;
#[cfg(target_os = "linux")] // an X server
mod renderer;
mod rounds;
mod rounds_after;
mod rules;
mod rules_ended;
mod rules_general;
mod rules_leaving;
mod rules_ordinary;
mod rules_password;
mod rules_scans;
mod rules_secrets;
mod rules_support;
mod rules_system;
mod rules_whole;
mod scan_pages;
mod schema;
#[cfg(target_os = "linux")] // an X server
mod screen;
mod secrets;
mod shared_place;
mod signing;
mod standing;
mod store;
mod structure;
mod supervision;
mod support;
mod window;
mod xlsx;
