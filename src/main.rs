//! No command: the window. Otherwise the command line.

use std::process::ExitCode;

use taizhang::cli::Asked;

fn main() -> ExitCode {
    match taizhang::cli::run(std::env::args_os()) {
        Asked::Window { file, today, timing } => match taizhang::app::run(file, today, timing) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => ExitCode::from(taizhang::cli::complain(&error)),
        },
        Asked::Done(code) => ExitCode::from(code),
    }
}
