"""The programs caltui is measured against: the floor, and terminal calendars with entries like a shop's bookings.

Peers look at the machine's clock, so their entries lie around today. They get what a user has who never opened a
settings page, but for calcurse's clock: without seconds, which would be counted as its answer to keys.
"""

import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from seed import name
from terminal import BACKSPACE, DOWN, ESCAPE, LEFT, PAGE_DOWN, PAGE_UP, REPAINT, RIGHT, TAB, TERM, UP, Program

ENTRIES = 3000
ZONE = "America/New_York"


@dataclass
class Act:
    """The same thing done in each program: the keys that lead there, those that do it by turns, and the way back."""

    keys: list
    before: list = field(default_factory=list)
    after: list = field(default_factory=list)
    # Keys that only undo the others are not counted.
    counts: object = staticmethod(lambda key: True)


LETTERS = [b"a", b"n", b"e", b"i", b"o"] * 2 + [BACKSPACE] * 10
NO_BACKSPACE = staticmethod(lambda key: key != BACKSPACE)


class Peer(Program):
    """A program with its acts: `cursor` within what is shown, `day` and `week` show another one, `typing`, `search`."""

    acts = {}
    repaint = REPAINT
    # What is on the screen when it can be used.
    marker = b"Express Wash for"

    def prepare(self):
        """Waits until it can be started."""

    def begin(self, act):
        for key in self.acts[act].before:
            self.send(key, quiet=100, first=1000)

    def end_act(self, act):
        for key in self.acts[act].after:
            self.send(key, quiet=100, first=500)


class Floor(Peer):
    marker = b"quits"
    acts = {
        "cursor": Act([DOWN, DOWN, UP, UP]),
        "ring": Act([RIGHT, DOWN, LEFT, UP]),
        "day": Act([PAGE_DOWN, PAGE_DOWN, PAGE_UP, PAGE_UP]),
        "week": Act([PAGE_DOWN, PAGE_DOWN, PAGE_UP, PAGE_UP]),
        "typing": Act(LETTERS, counts=NO_BACKSPACE),
    }

    def __init__(self, program):
        super().__init__("floor", [program], {"TERM": TERM, "LANG": "C.UTF-8"})


def entries(count):
    """(number, begin, end, title): twelve half hours of each day around today."""
    today = date.today()
    first = today - timedelta(days=count // 24)
    for number in range(count):
        day = first + timedelta(days=number // 12)
        half_hour = number % 12 + number % 12 // 3
        begin = datetime.combine(day, time(9 + half_hour // 2, half_hour % 2 * 30))
        yield number, begin, begin + timedelta(minutes=30), f"Express Wash for {name(number * 7)}"


def home_environment(home):
    return {
        "HOME": home, "PATH": "/usr/bin:/bin", "TZ": ZONE, "LANG": "C.UTF-8", "TERM": TERM,
        "XDG_CONFIG_HOME": home + "/config", "XDG_DATA_HOME": home + "/data", "XDG_CACHE_HOME": home + "/cache",
    }


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w") as file:
        file.write(text)


class Calcurse(Peer):
    repaint = b"\x12"
    acts = {
        "cursor": Act([DOWN, DOWN, UP, UP], before=[TAB], after=[TAB, TAB]),
        "day": Act([RIGHT, RIGHT, LEFT, LEFT]),
        "week": Act([DOWN, DOWN, UP, UP]),
        "typing": Act(LETTERS, before=[b"\x01"], after=[ESCAPE], counts=NO_BACKSPACE),
    }

    def __init__(self, folder, count=ENTRIES):
        home = f"{folder}/calcurse-{count}"
        write(home + "/data/calcurse/apts", "".join(
            f"{begin:%m/%d/%Y @ %H:%M} -> {end:%m/%d/%Y @ %H:%M} |{title}\n" for _, begin, end, title in entries(count)))
        write(home + "/data/calcurse/todo", "")
        write(home + "/config/calcurse/conf", "format.notifytime=%H:%M\n")
        super().__init__("calcurse", [shutil.which("calcurse")], home_environment(home))


class Ikhal(Peer):
    acts = {
        "cursor": Act([DOWN, DOWN, UP, UP], before=[TAB], after=[TAB]),
        "day": Act([RIGHT, RIGHT, LEFT, LEFT]),
        "week": Act([DOWN, DOWN, UP, UP]),
        "typing": Act(LETTERS, before=[b"n"], after=[ESCAPE, ESCAPE], counts=NO_BACKSPACE),
    }

    def __init__(self, folder, count=ENTRIES):
        home = f"{folder}/ikhal-{count}"
        for number, begin, end, title in entries(count):
            write(f"{home}/desk/{number}.ics", "\r\n".join([
                "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//bench//EN", "BEGIN:VEVENT", f"UID:{number}",
                "DTSTAMP:20260101T000000Z", f"DTSTART;TZID={ZONE}:{begin:%Y%m%dT%H%M%S}",
                f"DTEND;TZID={ZONE}:{end:%Y%m%dT%H%M%S}", f"SUMMARY:{title}", "END:VEVENT", "END:VCALENDAR", ""]))
        write(home + "/config/khal/config", f"""[calendars]
[[desk]]
path = {home}/desk
[locale]
local_timezone = {ZONE}
default_timezone = {ZONE}
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
""")
        environment = home_environment(home)
        # Python takes C.UTF-8 for en_US.UTF-8, which need not be there.
        os.makedirs(home + "/locale")
        for locale in ("C.UTF-8", "en_US.UTF-8"):
            os.symlink("/usr/lib/locale/C.utf8", f"{home}/locale/{locale}")
        environment["LOCPATH"] = home + "/locale"
        super().__init__("ikhal", [shutil.which("ikhal")], environment)
        # It keeps a database of its own beside the files; the first start makes it, which is quick where nothing waits
        # for a disk.
        self.fast = tempfile.mkdtemp(dir="/dev/shm" if os.path.isdir("/dev/shm") else folder)
        self.indexing = subprocess.Popen(
            [shutil.which("khal"), "list", "today"], env=environment | {"XDG_DATA_HOME": self.fast},
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def prepare(self):
        self.indexing.wait()
        shutil.move(self.fast, self.environment["XDG_DATA_HOME"])


def installed(folder, count=ENTRIES):
    """The peers that are there."""
    return [kind(folder, count) for kind, program in ((Calcurse, "calcurse"), (Ikhal, "ikhal")) if shutil.which(program)]
