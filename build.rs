//! What Windows shows of the program: its icon, its version, and what it may ask of the system.

fn main() -> std::io::Result<()> {
    println!("cargo::rerun-if-changed=assets/desktop/taizhang.ico");
    println!("cargo::rerun-if-changed=assets/desktop/taizhang.manifest");
    if std::env::var_os("CARGO_CFG_WINDOWS").is_none() {
        return Ok(());
    }
    winresource::WindowsResource::new()
        .set_icon("assets/desktop/taizhang.ico")
        .set_manifest_file("assets/desktop/taizhang.manifest")
        .set_language(0x0804) // Chinese, as in China
        .set("ProductName", "信息系统账号管理")
        .set("FileDescription", "信息系统账号管理")
        .set("OriginalFilename", "taizhang.exe")
        .compile()
}
