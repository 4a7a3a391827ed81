//! No command: the window. Otherwise the command line.

// No console opens beside the window; the command line has one by way of `taizhang-console`.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use std::process::ExitCode;

use taizhang::{app, cli};

fn main() -> ExitCode {
    let (file, today, timing, renderers) = match cli::run(std::env::args_os()) {
        cli::Asked::Window { file, today, timing, renderers } => (file, today, timing, renderers),
        cli::Asked::Done(code) => return ExitCode::from(code),
    };
    let renderers = renderers.into_iter().map(|renderer| match renderer {
        cli::Renderer::Gl => app::Renderer::OpenGl,
        cli::Renderer::Cpu => app::Renderer::Processor,
    });
    let asked = app::Asked { file, today, timing, renderers: renderers.collect() };
    let Err(error) = app::run(&asked) else { return ExitCode::SUCCESS };
    let code = cli::complain(&error);
    app::tell(&error);
    ExitCode::from(code)
}
