"""Drives the real window from outside, as a screen reader does: by the accessibility tree alone.

    accessible.py program argument…  < steps

Does the steps on the session's bus, a line each, its parts set apart by tabs:

    run COMMAND…       runs a command to its end
    open               starts the program
    press NAME         presses a button; one that stays down must say so
    tick NAME          ticks a box, and waits until it says that it is ticked
    fill NAME TEXT     puts a text into a field, and waits until the field says so
    read NAME          tells what a field holds
    focused NAME       waits until a field has the keyboard
    holds NAME TEXT    waits until a field holds a text; \\n stands for a new line
    keys KEY…          presses keys, one after the other, as xdotool names them
    type TEXT          types on the keyboard
    compose NAME TEXT LETTERS  types letters that a method composes in place, until the field holds the text; what got
                       lost on the way to the method is given up with Escape and typed again
    beside NAME TITLE  waits until a window of this title begins in the lower half of a field of one line, or right below it
    see TEXT           waits for this text, and no longer one, anywhere in the window
    picture PATH       keeps a picture of the window once it stands still
    controls           tells role and name of every control, in reading order

Each answer is a line that begins with “> ”: the bus's own daemons talk as well. What does not come ends it, with the tree on standard error.
"""

import subprocess
import sys
import time

import gi

gi.require_version("Atspi", "2.0")
gi.require_version("Gio", "2.0")
from gi.repository import Atspi, Gio, GLib  # noqa: E402

PATIENCE = 20.0  # seconds for anything to come
TRIES = 5  # to compose something
NEAR = 12  # pixels below a field
BUTTONS = ("push button", "toggle button", "button", "link", "radio button")
FIELDS = ("entry", "text", "password text")
CONTROLS = BUTTONS + FIELDS + ("check box", "combo box", "slider")


def announce():
    """Says on the session's bus that a screen reader is there; a program that starts later makes its tree."""
    bus = Gio.bus_get_sync(Gio.BusType.SESSION, None)
    for name in ("IsEnabled", "ScreenReaderEnabled"):
        value = GLib.Variant("(ssv)", ("org.a11y.Status", name, GLib.Variant("b", True)))
        bus.call_sync(
            "org.a11y.Bus", "/org/a11y/bus", "org.freedesktop.DBus.Properties", "Set",
            value, None, Gio.DBusCallFlags.NONE, -1, None,
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

    def keys(self, *keys):
        self.run("xdotool", "key", "--delay", "60", *keys)

    def type(self, text):
        self.run("xdotool", "type", "--delay", "150", text)  # as fast as a good typist

    def compose(self, wanted, text, letters):
        for _ in range(TRIES):
            self.type(letters)
            until = time.monotonic() + PATIENCE / TRIES
            while time.monotonic() < until:
                if self.read(wanted) == text.replace("\\n", "\n"):
                    return
                time.sleep(0.1)
            self.keys("Escape")
        sys.exit(f"“{text}” was not composed in {wanted}: {self.read(wanted)}")

    def read(self, wanted):
        node = self.find(FIELDS, wanted)
        return Atspi.Text.get_text(node, 0, Atspi.Text.get_character_count(node))

    def beside(self, wanted, title):
        def found():
            field = Atspi.Component.get_extents(self.find(FIELDS, wanted), Atspi.CoordType.SCREEN)
            told = subprocess.run(
                ["xdotool", "search", "--onlyvisible", "--name", title, "getwindowgeometry", "--shell"],
                capture_output=True, text=True,
            )
            at = dict(line.split("=") for line in told.stdout.splitlines())
            if not at:
                return None
            x, y = int(at["X"]) - field.x, int(at["Y"]) - field.y
            across = -int(at["WIDTH"]) < x <= field.width  # the edge of the screen pushes it to the left
            return True if across and field.height / 2 <= y <= field.height + NEAR else None
        self.wait(f"{title} beside {wanted}", found)

    def see(self, wanted):
        def found():
            return next((name for _, _, name in self.nodes() if name == wanted), None)
        return self.wait(wanted, found)

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
