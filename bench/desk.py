"""caltui on a shop of any size."""

import glob
import os
import re
import sys

from peers import LETTERS, NO_BACKSPACE, Act, Peer
from seed import seed_desk, seed_shop
from terminal import DOWN, ENTER, ESCAPE, LEFT, REPAINT, RIGHT, TERM, UP

# A Monday in the shop's opening hours.
SEEDED_AT = "2026-11-23T15:02:00Z"
# Each start a little later, so that what the last one cached is old and the server's answer is seen on the screen.
MEASURED_AT = [f"2026-11-23T{15 + minutes // 60}:{minutes % 60:02d}:00Z" for minutes in range(7, 187, 3)]


def must(condition, what):
    if not condition:
        sys.exit(f"bench: {what}")


class Desk(Peer):
    # Sent after the first frame: from here on it takes keys.
    marker = b"\x1b[?2004h"
    acts = {
        "cursor": Act([DOWN, DOWN, UP, UP]),
        "ring": Act([RIGHT, DOWN, LEFT, UP], before=[b"b", b"1"], after=[ESCAPE] * 3),
        "day": Act([b"]", b"]", b"[", b"["]),
        "week": Act([b"]", b"]", b"[", b"["], before=[b"b", b"1"], after=[ESCAPE] * 3),
        "typing": Act(LETTERS, before=[b"b", b"1", b"1"], after=[ESCAPE] * 4, counts=NO_BACKSPACE),
    }

    def __init__(self, program, home, now=SEEDED_AT):
        self.home = home
        os.makedirs(home + "/run", 0o700, exist_ok=True)
        super().__init__("caltui", [program], {
            "HOME": home, "XDG_RUNTIME_DIR": home + "/run", "PATH": "/usr/bin:/bin", "TZ": "America/New_York",
            "LANG": "C.UTF-8", "TERM": TERM, "CALTUI_NOW": now,
        })

    @property
    def now(self):
        return self.environment["CALTUI_NOW"]

    @now.setter
    def now(self, text):
        self.environment["CALTUI_NOW"] = text

    def make_shop(self):
        """The very first start, and the three answers to the new shop; when it was there (ms after the last one)."""
        self.open(quiet=400)
        for _ in range(2):
            self.send(ENTER, quiet=50, first=2000)
        made = self.send(ENTER, quiet=600, first=5000)
        when = made.time_of(b"live")
        must(when is not None or self.wait_for(b"live"), "the first start made no shop")
        self.close()
        return when

    def fill(self, bookings, customers):
        """The program itself makes the tables, and its cache shows how a booking is kept there."""
        self.make_shop()
        desk = glob.glob(self.home + "/.local/state/caltui/*.sqlite")
        must(glob.glob(self.shop) and len(desk) == 1, f"the first start made no databases in {self.home}")
        seed_shop(glob.glob(self.shop)[0], SEEDED_AT, bookings, customers)
        self.open(quiet=1500)
        self.close()
        seed_desk(desk[0], SEEDED_AT, bookings, customers)

    @property
    def shop(self):
        return self.home + "/.local/share/caltui/*.sqlite"

    def open_board(self):
        self.now = MEASURED_AT[-1]
        opened = self.open(quiet=1500)
        must(b"live" in opened.bytes or self.wait_for(b"live"), "the board did not hear from its server")

    def picture(self):
        """Everything on the screen, as the program paints it anew."""
        return self.send(REPAINT, quiet=100, first=10_000).bytes

    def page(self):
        """The picture without its top line, where the clock goes on."""
        return re.sub(rb"^.*?\x1b\[2(;\d+H|d)", b"", self.picture(), flags=re.DOTALL)
