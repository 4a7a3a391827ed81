//! The command line on Windows, shipped as `taizhang.com` beside `taizhang.exe`.
//!
//! A program with a window of its own gets no console there, and a shell does not wait for it. A shell takes `.com`
//! before `.exe`: this one has a console, hands everything on, and waits.

use std::process::{Command, ExitCode, Stdio};

fn main() -> ExitCode {
    match run() {
        // What was ended from outside has no code.
        Ok(code) => ExitCode::from(code.and_then(|code| u8::try_from(code).ok()).unwrap_or(1)),
        Err(error) => {
            eprintln!("旁边的 taizhang.exe 没有启动（系统报告：{error}）。请把压缩包里的文件放在同一个文件夹里");
            ExitCode::FAILURE
        }
    }
}

fn run() -> std::io::Result<Option<i32>> {
    let program = std::env::current_exe()?.with_file_name(format!("taizhang{}", std::env::consts::EXE_SUFFIX));
    let mut program = Command::new(program)
        .args(std::env::args_os().skip(1))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    // By way of this process: its console takes UTF-8 whatever code page it shows.
    let (mut answer, mut complaint) = (program.stdout.take(), program.stderr.take());
    let complaints = std::thread::spawn(move || {
        complaint.as_mut().map(|complaint| std::io::copy(complaint, &mut std::io::stderr())).transpose()
    });
    let answered = answer.as_mut().map(|answer| std::io::copy(answer, &mut std::io::stdout())).transpose();
    // Who closes the pipe early has seen enough; the program's own code tells the rest.
    drop((answered, answer, complaints.join()));
    Ok(program.wait()?.code())
}
