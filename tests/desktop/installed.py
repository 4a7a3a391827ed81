"""Starts the installed program as a desktop does: by its menu entry, and by opening a data file.

Takes a display of its own; wants a home of its own.
"""

import os
import pathlib
import subprocess
import tempfile
import time

import gi

gi.require_version("Gio", "2.0")
from gi.repository import Gio  # noqa: E402

PATIENCE = float(os.environ.get("TAIZHANG_PATIENCE", "40"))  # seconds for a window to come
TYPE = "application/x-taizhang"


def wait(what, found):
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        answer = found()
        if answer:
            return answer
        time.sleep(0.1)
    raise SystemExit(f"{what} did not come")


def display():
    """A server on a number that is free, which it tells; it stays when its last client goes."""
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", "1", "-screen", "0", "1366x768x24", "-noreset"],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )
    os.environ["DISPLAY"] = ":" + server.stdout.readline().strip()
    return server


def windows():
    told = subprocess.run(
        ["xdotool", "search", "--onlyvisible", "--class", "taizhang"], capture_output=True, text=True
    )
    return told.stdout.split()


def start(entry, files):
    """Starts an entry, waits for its window, and ends it."""
    started = []
    context = Gio.AppLaunchContext()
    context.connect("launched", lambda _context, _entry, data: started.append(data["pid"]))
    if not entry.launch([Gio.File.new_for_path(str(file)) for file in files], context):
        raise SystemExit(f"{entry.get_id()} was not started")
    window = wait(f"the window of {entry.get_id()}", windows)[0]
    title = subprocess.check_output(["xdotool", "getwindowname", window], text=True).strip()
    assert title == "信息系统账号管理", title
    os.kill(started[0], 15)
    wait("its end", lambda: not windows())


def main():
    menu = Gio.DesktopAppInfo.new("taizhang.desktop")
    assert menu is not None and menu.should_show(), "there is no menu entry"
    icon = pathlib.Path("/usr/share/icons/hicolor")
    for size, ending in (("256x256", "png"), ("scalable", "svg")):
        assert (icon / size / "apps" / f"{menu.get_icon().to_string()}.{ending}").is_file()
    start(menu, [])
    made = pathlib.Path.home() / ".local/share/taizhang/台账.taizhang"
    assert made.is_file(), "the first start makes the data file"

    folder = pathlib.Path(tempfile.mkdtemp(dir=pathlib.Path.home()))
    subprocess.run(["taizhang", "demo", folder], check=True, stdout=subprocess.DEVNULL)
    file = folder / "示例数据.taizhang"
    # By its ending, and by what is in it.
    plain = folder / "没有扩展名"
    os.link(file, plain)
    for path in (file, plain):
        info = Gio.File.new_for_path(str(path)).query_info(Gio.FILE_ATTRIBUTE_STANDARD_CONTENT_TYPE, 0, None)
        assert info.get_content_type() == TYPE, (path, info.get_content_type())
    opens = Gio.AppInfo.get_default_for_type(TYPE, False)
    assert opens is not None and not opens.should_show(), "nothing opens a data file"
    start(opens, [file])
    subprocess.run(["taizhang", "--file", file, "verify"], check=True, stdout=subprocess.DEVNULL)


server = display()
try:
    main()
finally:
    server.terminate()
