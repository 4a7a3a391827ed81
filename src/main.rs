//! No command: the window. Otherwise the command line.

// No console opens beside the window; the command line has one by way of `taizhang-console`.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use std::process::ExitCode;

use taizhang::{app, cli};

fn main() -> ExitCode {
    let (file, today, timing, renderer) = match cli::run(std::env::args_os()) {
        cli::Asked::Window { file, today, timing, renderer } => (file, today, timing, renderer),
        cli::Asked::Done(code) => return ExitCode::from(code),
    };
    let renderer = renderer.map(|renderer| match renderer {
        cli::Renderer::Gl => app::Renderer::OpenGl,
        cli::Renderer::Cpu => app::Renderer::Processor,
    });
    let Err(error) = app::run(&app::Asked { file, today, timing, renderer }) else { return ExitCode::SUCCESS };
    let code = cli::complain(&error);
    app::tell(&error);
    ExitCode::from(code)
}
