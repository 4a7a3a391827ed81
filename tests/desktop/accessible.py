"""Drives the real window from outside, as a screen reader does: by the accessibility tree alone.

    accessible.py program argument…  < steps

Does the steps on the session's bus, a line each, its parts set apart by tabs:

    run COMMAND…       runs a command to its end
    open               starts the program
    press NAME         presses a button; one that stays down must say so
    tick NAME          ticks a box, and waits until it says that it is ticked
    fill NAME TEXT     puts a text into a field, and waits until the field says so
    click NAME         clicks into a field
    read NAME          tells what a field holds
    focused NAME       waits until a field has the keyboard
    holds NAME TEXT    waits until a field holds a text; \\n stands for a new line
    keys KEY…          presses keys, one after the other, as xdotool names them
    type TEXT          types on the keyboard
    beside NAME TITLE  waits until a window of this title begins right below the caret of a field, or what is composed there
    offers TITLE       types a letter where no field is, until a method has taken it and shown this window
    ready NAME TITLE   types a letter into an empty field and gives it up, until a method has taken it and shown this window
    gone TITLE         moves the pointer, and waits until none is
    at TABLE TEXT      waits until the keyboard is at the row of a table that has a cell of this text, and alone is selected;
                       tells its place, how many rows there are, and its cells under their heads
    see TEXT           waits for this text, and no longer one, anywhere in the window
    rest               waits for a notice, and with the pointer moving over the window until it has gone
    picture PATH       keeps a picture of the window once it stands still
    controls           tells role and name of every control, in reading order

Each answer is a line that begins with “> ”: the bus's own daemons talk as well. What does not come ends it, with the tree on standard error.
"""

import os
import subprocess
import sys
import time

import gi

gi.require_version("Atspi", "2.0")
gi.require_version("Gio", "2.0")
from gi.repository import Atspi, Gio, GLib  # noqa: E402

PATIENCE = float(os.environ.get("TAIZHANG_PATIENCE", "40"))  # seconds for anything to come
TAKES = 2.0  # seconds for a method to take a letter
NEAR = 20  # pixels below a letter
BUTTONS = ("push button", "toggle button", "button", "link", "radio button")
FIELDS = ("entry", "text", "password text")
CONTROLS = BUTTONS + FIELDS + ("check box", "combo box", "slider")


def announce():
    """Says on the session's bus that a screen reader is there; a program that starts later makes its tree."""
    limit = int(PATIENCE * 1000)  # milliseconds for an answer, at the program's start and later
    Atspi.set_timeout(limit, limit)
    bus = Gio.bus_get_sync(Gio.BusType.SESSION, None)
    for name in ("IsEnabled", "ScreenReaderEnabled"):
        value = GLib.Variant("(ssv)", ("org.a11y.Status", name, GLib.Variant("b", True)))
        bus.call_sync(
            "org.a11y.Bus", "/org/a11y/bus", "org.freedesktop.DBus.Properties", "Set",
            value, None, Gio.DBusCallFlags.NONE, limit, None,
        )


class Window:
    def __init__(self, command):
        self.command = command
        self.process = None

    def run(self, *command):
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)

    def open(self):
        self.process = subprocess.Popen(self.command)
        self.wait("the window", self.root)
        # It has its tree before it is seen, and the keyboard only then.
        self.wait("the keyboard", self.is_active)

    def is_active(self):
        def told(*command):
            return subprocess.run(["xdotool", *command], capture_output=True, text=True).stdout.split()
        active = told("getactivewindow")
        return True if active and active[0] in told("search", "--onlyvisible", "--class", "taizhang") else None

    def close(self):
        if self.process is not None:
            self.process.terminate()
            self.process.wait(PATIENCE)

    def root(self):
        desktop = Atspi.get_desktop(0)
        for at in range(desktop.get_child_count()):
            program = desktop.get_child_at_index(at)
            if program is not None and program.get_process_id() == self.process.pid:
                return program
        return None

    def nodes(self):
        """Every node that is there now, in reading order, with role and name. What goes meanwhile is passed by."""
        waiting = [self.root()]
        while waiting:
            node = waiting.pop()
            if node is None:
                continue
            try:
                node.clear_cache()
                role, name = node.get_role_name(), node.get_name() or ""
                children = [node.get_child_at_index(at) for at in range(node.get_child_count())]
            except GLib.Error:
                continue
            yield node, role, name
            waiting.extend(reversed(children))

    def wait(self, what, found):
        until = time.monotonic() + PATIENCE
        while True:
            if self.process.poll() is not None:
                sys.exit(f"the program has ended: {self.process.returncode}")
            try:
                answer = found()
            except GLib.Error:
                answer = None  # it went while it was looked at
            if answer is not None:
                return answer
            if time.monotonic() > until:
                for _, role, name in self.nodes():
                    held = f" = {self.read(name)!r}" if role in FIELDS else ""
                    print(f"  {role}: {name}{held}", file=sys.stderr)
                sys.exit(f"{what} did not come")
            time.sleep(0.1)

    def find(self, roles, wanted):
        """The control of this name; of several the first."""
        def found():
            for node, role, name in self.nodes():
                if role in roles and name == wanted:
                    return node
            return None
        return self.wait(f"{roles[0]} {wanted}", found)

    def press(self, wanted):
        node = self.find(BUTTONS, wanted)
        self.act(node)
        if node.get_role_name() == "toggle button":
            self.wait_for_state(BUTTONS, wanted, Atspi.StateType.PRESSED)

    def act(self, node):
        if not node.do_action(0):
            sys.exit(f"{node.get_name()} was not pressed")

    def tick(self, wanted):
        self.act(self.find(("check box",), wanted))
        self.wait_for_state(("check box",), wanted, Atspi.StateType.CHECKED)

    def wait_for_state(self, roles, wanted, state):
        def found():
            return True if self.find(roles, wanted).get_state_set().contains(state) else None
        self.wait(f"{state.value_nick} at {wanted}", found)

    def fill(self, wanted, text):
        node = self.find(FIELDS, wanted)
        node.grab_focus()
        if not node.set_text_contents(text):
            sys.exit(f"{wanted} takes no text")
        self.holds(wanted, text)

    def holds(self, wanted, text):
        text = text.replace("\\n", "\n")
        self.wait(f"“{text}” in {wanted}", lambda: True if self.read(wanted) == text else None)

    def focused(self, wanted):
        self.wait_for_state(FIELDS + ("check box",), wanted, Atspi.StateType.FOCUSED)

    def click(self, wanted):
        box = Atspi.Component.get_extents(self.find(FIELDS, wanted), Atspi.CoordType.SCREEN)
        at = (str(box.x + box.width // 2), str(box.y + box.height // 2))
        self.run("xdotool", "mousemove", *at, "click", "1")

    def keys(self, *keys):
        self.run("xdotool", "key", "--delay", "60", *keys)

    def type(self, text):
        # What the program has told of the caret, winit passes on at the next event: a hand on the keyboard makes some.
        self.run("xdotool", "mousemove_relative", "--", "-1", "0")
        self.run("xdotool", "type", "--delay", "150", text)  # as fast as a good typist

    def read(self, wanted):
        node = self.find(FIELDS, wanted)
        return Atspi.Text.get_text(node, 0, Atspi.Text.get_character_count(node))

    def beside(self, wanted, title):
        def found():
            field = self.find(FIELDS, wanted)
            offset = Atspi.Text.get_caret_offset(field)
            box = Atspi.Component.get_extents(field, Atspi.CoordType.SCREEN)
            letter, middle = box, box.x + box.width / 2
            if offset:
                letter = Atspi.Text.get_character_extents(field, offset - 1, Atspi.CoordType.SCREEN)
                middle = letter.x + letter.width
            told = subprocess.run(
                ["xdotool", "getdisplaygeometry", "search", "--onlyvisible", "--name", title,
                 "getwindowgeometry", "--shell"],
                capture_output=True, text=True,
            )
            screen, *lines = told.stdout.splitlines()
            at = {name: int(value) for name, value in (line.split("=") for line in lines)}
            if not at:
                return None
            # The edge of the screen pushes it to the left.
            wanted_x = min(middle, int(screen.split()[0]) - at["WIDTH"])
            # What is composed may stand before the caret, and where text is centred the tree is half a text off.
            before, after = (5 * letter.width, 2 * letter.width) if offset else (box.width / 2, box.width / 2)
            across = -before <= at["X"] - wanted_x <= after
            below = at["Y"] - (letter.y + letter.height)
            return True if across and (0 if offset else -box.height / 2) <= below <= NEAR else None
        self.wait(f"{title} beside {wanted}", found)

    def is_taken(self, title):
        """Types a letter; whether a method has taken it, and shows this window."""
        self.type("w")
        until = time.monotonic() + TAKES
        while not self.windows(title) and time.monotonic() < until:
            time.sleep(0.1)
        return bool(self.windows(title))

    def offers(self, title):
        self.wait(title, lambda: True if self.is_taken(title) else None)

    def ready(self, wanted, title):
        def found():
            taken = self.is_taken(title)
            self.keys("Escape" if taken else "BackSpace")
            return True if taken else None
        self.wait(f"{title} for {wanted}", found)
        self.gone(title)
        self.holds(wanted, "")

    def gone(self, title):
        def found():
            # What the program asks of the method, winit does at the next event.
            self.run("xdotool", "mousemove_relative", "--", "-1", "0")
            return None if self.windows(title) else True
        self.wait(f"the end of {title}", found)

    def windows(self, title):
        told = subprocess.run(["xdotool", "search", "--onlyvisible", "--name", title], capture_output=True)
        return told.stdout.split()

    def at(self, table, wanted):
        def below(node, role):
            waiting, found = [node], []
            while waiting:
                node = waiting.pop()
                node.clear_cache()
                children = [node.get_child_at_index(at) for at in range(node.get_child_count())]
                found.extend(child for child in children if child.get_role_name() == role)
                waiting.extend(children)
            return found

        def found():
            rows = below(self.find(("table",), table), "table row")
            chosen = [row for row in rows if row.get_state_set().contains(Atspi.StateType.SELECTED)]
            if len(chosen) != 1 or not chosen[0].get_state_set().contains(Atspi.StateType.FOCUSED):
                return None
            cells = [f"{cell.get_description()}={cell.get_name()}" for cell in reversed(below(chosen[0], "table cell"))]
            if not any(cell.endswith(f"={wanted}") for cell in cells):
                return None
            told = chosen[0].get_attributes()
            return "\t".join([f"{told['posinset']}/{told['setsize']}", *sorted(cells)])
        return self.wait(f"{wanted} in {table}", found)

    def see(self, wanted):
        def found():
            return next((name for _, _, name in self.nodes() if name == wanted), None)
        return self.wait(wanted, found)

    def rest(self):
        def told():
            return any(name == "关闭提示" for _, _, name in self.nodes())

        def gone():
            # A hand that moves has seen it.
            self.run("xdotool", "mousemove_relative", "5", "0")
            self.run("xdotool", "mousemove_relative", "--", "-5", "0")
            return None if told() else True
        self.run("xdotool", "mousemove", "600", "400")
        self.wait("a notice", lambda: True if told() else None)
        self.wait("its end", gone)

    def picture(self, path):
        told = subprocess.run(
            ["xdotool", "search", "--onlyvisible", "--class", "taizhang"], capture_output=True, text=True, check=True
        )
        window, last = told.stdout.split()[-1], None
        # The pointer shows nothing, and is no part of the window.
        self.run("xdotool", "mousemove", "1365", "767")

        def stands_still():
            nonlocal last
            before, last = last, subprocess.run(
                ["import", "-window", window, "rgb:-"], capture_output=True, check=True
            ).stdout
            time.sleep(0.4)
            return True if last == before else None
        self.wait(f"the picture {path}", stands_still)
        # Without a time in it, the same window gives the same file.
        self.run(
            "import", "-window", window, "-strip", "+dither", "-colors", "64",
            "-define", "png:exclude-chunks=date,time", f"PNG8:{path}",
        )

    def controls(self):
        return "\t".join(f"{role}={name}" for _, role, name in self.nodes() if role in CONTROLS)


def main():
    announce()
    window = Window(sys.argv[1:])
    try:
        for line in sys.stdin:
            verb, *parts = line.rstrip("\n").split("\t")
            answer = getattr(window, verb)(*parts)
            print(f"> {answer or ''}", flush=True)
    finally:
        window.close()


main()
