"""Measures caltui against the floor program in one interleaved run, and prints a table in Markdown.

Usage: measure.py DRIVER FLOOR CALTUI [--samples N]

Everything is seen from outside: bytes and their times on a pseudo terminal, /proc, and the local server's socket.
"""

import argparse
import glob
import http.client
import json
import os
import re
import shutil
import signal
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time

from seed import seed_desk, seed_shop

ROWS, COLUMNS = 24, 80
RIGHT, LEFT, DOWN, UP = b"\x1bOC", b"\x1bOD", b"\x1bOB", b"\x1bOA"
PAGE_DOWN, PAGE_UP = b"\x1b[6~", b"\x1b[5~"
REPAINT, ESCAPE, ENTER, BACKSPACE = b"\x0c", b"\x1b", b"\r", b"\x7f"
# A Monday in the shop's opening hours.
SEEDED_AT = "2026-11-23T15:02:00Z"
# Each start a little later, so that what the last one cached is old and the server's answer is seen on the screen.
MEASURED_AT = [f"2026-11-23T{15 + minutes // 60}:{minutes % 60:02d}:00Z" for minutes in range(7, 187, 3)]


class Output:
    """What a program wrote after one cause: bytes, and when each piece of them came (ms)."""

    def __init__(self, line):
        fields = line.split()
        self.process = int(fields[0])
        self.bytes = b"" if fields[1] == "-" else bytes.fromhex(fields[1])
        self.pieces = [(int(t) / 1e6, int(n)) for t, n in (field.split(":") for field in fields[2:])]

    @property
    def first(self):
        return self.pieces[0][0] if self.pieces else None

    @property
    def last(self):
        return self.pieces[-1][0] if self.pieces else None

    def time_of(self, text, after=0):
        """When the last byte of a text had come; None if it never did."""
        end = self.bytes.find(text, after)
        if end < 0:
            return None
        end += len(text)
        seen = 0
        for when, count in self.pieces:
            seen += count
            if seen >= end:
                return when
        return None


class Driver:
    def __init__(self, program):
        self.pipe = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, *fields):
        self.pipe.stdin.write("\t".join(str(field) for field in fields) + "\n")
        self.pipe.stdin.flush()
        return self.pipe.stdout.readline()

    def open(self, program, environment, quiet=500, cap=10_000):
        variables = [f"{name}={value}" for name, value in environment.items()]
        return Output(self.ask("open", ROWS, COLUMNS, quiet, cap, len(variables), *variables, program))

    def send(self, process, keys, quiet=15, cap=10_000, first=None):
        return Output(self.ask("send", process, keys.hex() or "-", quiet, cap, first or quiet))

    def close(self, process):
        self.ask("close", process)


class Figures:
    """Samples of one thing."""

    def __init__(self, samples):
        self.samples = sorted(sample for sample in samples if sample is not None)

    def __bool__(self):
        return bool(self.samples)

    @property
    def median(self):
        return statistics.median(self.samples)

    @property
    def p99(self):
        return self.samples[min(len(self.samples) - 1, int(len(self.samples) * 0.99))]

    def text(self, unit="ms"):
        if not self.samples:
            return "–"
        return (
            f"{show(self.median)} {unit} (p99 {show(self.p99)}, {show(self.samples[0])}–{show(self.samples[-1])}, "
            f"n={len(self.samples)})")


def show(value):
    if value >= 100 or value == int(value):
        return f"{value:.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


class Table:
    def __init__(self):
        self.rows = []

    def add(self, what, budget, figure, ratio="", passed=None):
        verdict = {None: "", True: "pass", False: "**miss**"}[passed]
        self.rows.append((what, budget, figure, ratio, verdict))

    def text(self):
        lines = ["| What | Budget | Measured | Ratio to floor | |", "|---|---|---|---|---|"]
        lines += ["| " + " | ".join(row) + " |" for row in self.rows]
        return "\n".join(lines)


def shop_environment(home, now):
    return {
        "HOME": home, "XDG_RUNTIME_DIR": home + "/run", "PATH": "/usr/bin:/bin", "TZ": "America/New_York",
        "LANG": "C.UTF-8", "TERM": "xterm-256color", "CALTUI_NOW": now,
    }


def new_home(folder, name):
    home = os.path.join(folder, name)
    os.makedirs(home + "/run", 0o700)
    return home


def wait_for(driver, process, text, seconds=10):
    """Listens until a text has been shown."""
    seen = b""
    for _ in range(seconds * 5):
        seen += driver.send(process, b"", quiet=200, cap=400).bytes
        if text in seen:
            return True
    return False


def must(condition, what):
    if not condition:
        sys.exit(f"bench: {what}")


def status(process, name):
    with open(f"/proc/{process}/status") as lines:
        for line in lines:
            if line.startswith(name + ":"):
                return int(line.split()[1])
    return 0


def processor_time(process):
    """What its threads have computed so far, in ms: tells a busy machine from a slow program."""
    total = 0
    for path in glob.glob(f"/proc/{process}/task/*/schedstat"):
        with open(path) as text:
            total += int(text.read().split()[0])
    return total / 1e6


def wakeups(process):
    """Times the process's threads have been scheduled in after giving the processor up."""
    total = 0
    for path in glob.glob(f"/proc/{process}/task/*/status"):
        try:
            with open(path) as lines:
                total += sum(int(line.split()[1]) for line in lines if line.startswith("voluntary_ctxt"))
        except FileNotFoundError:
            pass
    return total


# What is measured


def first_starts(driver, caltui, folder, table, count):
    times = []
    for index in range(count):
        home = new_home(folder, f"first{index}")
        opened = driver.open(caltui, shop_environment(home, SEEDED_AT), quiet=400)
        driver.send(opened.process, ENTER, quiet=50, first=2000)
        driver.send(opened.process, ENTER, quiet=50, first=2000)
        made = driver.send(opened.process, ENTER, quiet=600, first=5000)
        times.append(made.time_of(b"live"))
        driver.close(opened.process)
        shutil.rmtree(home)
    figures = Figures(times)
    table.add(
        "very first start: third answer to the new shop on screen", "≤ 150 ms", figures.text(), "",
        bool(figures) and figures.median <= 150)


def prepare(driver, caltui, folder):
    """A shop with 10,000 bookings and a desk that knows 50,000 customers; the program itself makes the tables."""
    home = new_home(folder, "shop")
    environment = shop_environment(home, SEEDED_AT)
    opened = driver.open(caltui, environment)
    shown = b"".join(driver.send(opened.process, ENTER, quiet=300, first=2000).bytes for _ in range(3))
    must(b"live" in shown or wait_for(driver, opened.process, b"live"), "the first start made no shop")
    driver.close(opened.process)
    shop = glob.glob(home + "/.local/share/caltui/*.sqlite")
    desk = glob.glob(home + "/.local/state/caltui/*.sqlite")
    must(len(shop) == 1 and len(desk) == 1, f"the first start made no databases in {home}")
    seed_shop(shop[0], SEEDED_AT)
    # Now the program reads its day, and its cache shows how a booking is kept there.
    opened = driver.open(caltui, environment, quiet=1500)
    driver.close(opened.process)
    seed_desk(desk[0], SEEDED_AT)
    return home


def starts(driver, caltui, floor, home, table, count):
    first, usable, answered, floors, worked = [], [], [], [], []
    for turn in range(count):
        opened = driver.open(floor, {"TERM": "xterm-256color", "LANG": "C.UTF-8"}, quiet=50)
        floors.append(opened.last)
        driver.close(opened.process)
        environment = shop_environment(home, MEASURED_AT[turn % len(MEASURED_AT)])
        opened = driver.open(caltui, environment, quiet=1)
        worked.append(processor_time(opened.process))
        driver.close(opened.process)
        opened = driver.open(caltui, environment, quiet=300)
        first.append(opened.first)
        usable.append(opened.time_of(b"\x1b[?2004h"))
        answered.append(opened.time_of(b"live"))
        driver.close(opened.process)
    base = Figures(floors)
    table.add("start: processor time until the first frame, all threads", "", Figures(worked).text())
    table.add("floor program: start to last byte", "", base.text())
    for name, samples, budget in (
        ("start: first byte", first, None),
        ("start: usable board, from the cache", usable, 20),
        ("start: local server's first answer on the board", answered, 60),
    ):
        figures = Figures(samples)
        table.add(
            name, f"≤ {budget} ms" if budget else "", figures.text(),
            f"{figures.median / base.median:.1f}" if figures else "",
            None if budget is None else bool(figures) and figures.median <= budget)


class Desk:
    """caltui on the seeded shop and the floor program beside it, both waiting for keys."""

    def __init__(self, driver, caltui, floor, home):
        self.driver = driver
        opened = driver.open(floor, {"TERM": "xterm-256color", "LANG": "C.UTF-8"}, quiet=300)
        self.floor = opened.process
        opened = driver.open(caltui, shop_environment(home, MEASURED_AT[-1]), quiet=1500)
        self.caltui = opened.process
        must(b"live" in opened.bytes, "the board did not hear from its server")

    def keys(self, *sequence, quiet=300):
        return b"".join(self.driver.send(self.caltui, key, quiet=quiet).bytes for key in sequence)

    def picture(self):
        """Everything on the screen, as the program paints it anew."""
        return self.driver.send(self.caltui, REPAINT, quiet=100, first=10_000).bytes

    def page(self):
        """The picture without its top line, where the clock goes on."""
        return re.sub(rb"^.*?\x1b\[2(;\d+H|d)", b"", self.picture(), flags=re.DOTALL)

    def close(self):
        self.driver.close(self.caltui)
        self.driver.close(self.floor)


def keystrokes(desk, table, name, keys, floor_keys, count, most_bytes=None, counts=lambda key: True):
    """One key at a time, by turns on both programs; each waits until the other is quiet."""
    mine, floors, sizes, floor_sizes = [], [], [], []
    for index in range(count):
        key, floor_key = keys[index % len(keys)], floor_keys[index % len(floor_keys)]
        theirs = desk.driver.send(desk.floor, floor_key)
        ours = desk.driver.send(desk.caltui, key)
        if index < 20 or not counts(key):
            continue
        mine.append(ours.last)
        floors.append(theirs.last)
        sizes.append(len(ours.bytes))
        floor_sizes.append(len(theirs.bytes))
    figures, base = Figures(mine), Figures(floors)
    must(figures and base, f"no output for: {name}")
    ratio = figures.median / base.median
    table.add(f"{name}: key to last byte", "p50 ≤ 1.5 × floor", figures.text(), f"{ratio:.2f}", ratio <= 1.5)
    table.add("", "p99 ≤ 1 ms", f"p99 {show(figures.p99)} ms", f"{figures.p99 / base.p99:.2f}", figures.p99 <= 1)
    table.add("", "", f"floor {base.text()}")
    size, floor_size = Figures(sizes), Figures(floor_sizes)
    table.add(
        f"{name}: bytes", f"≤ {most_bytes}" if most_bytes else "", size.text("bytes"),
        f"{size.median / floor_size.median:.2f}", None if most_bytes is None else size.median <= most_bytes)


def search(desk, table, count):
    """Typed into the customer line; the last byte is that of the matches. Every third letter must show one."""
    what, times, found = "customer search among 50,000: key to last byte", [], True
    for _ in range(max(5, count // 10)):
        desk.keys(b"n", quiet=100)
        shown = b""
        for byte in b"alv":
            output = desk.driver.send(desk.caltui, bytes([byte]), quiet=60)
            times.append(output.last)
            shown += output.bytes
        found = found and b"Alva" in shown
        desk.keys(ESCAPE, ESCAPE, quiet=100)
    if not found:
        table.add(what, "≤ 5 ms", "the customer line shows no matches", "", False)
        return
    figures = Figures(times)
    table.add(what, "≤ 5 ms", figures.text(), "", figures.median <= 5)


def burst(desk, table, name, keys, sum_of_keys, undo, count):
    """2,000 keys as fast as the terminal takes them. Afterwards the picture must be that of the one key they add up to."""
    desk.keys(sum_of_keys)
    expected = desk.page()
    desk.keys(undo)
    mine, floors, paints, right = [], [], [], True
    for _ in range(count):
        floors.append(desk.driver.send(desk.floor, keys, quiet=300, first=10_000).last)
        ours = desk.driver.send(desk.caltui, keys, quiet=300, first=10_000)
        mine.append(ours.last)
        paints.append(len(ours.pieces))
        right = right and desk.page() == expected
        desk.keys(undo)
        desk.driver.send(desk.floor, undo)
    figures, base, frames = Figures(mine), Figures(floors), Figures(paints)
    table.add(
        f"2,000 keys at once, {name}: time to settle", "≤ 100 ms", figures.text(),
        f"{figures.median / base.median:.2f}", figures.median <= 100)
    table.add("", "", f"floor {base.text()}")
    table.add("", "fewer paints than keys", frames.text("bursts"), "", frames.samples[-1] < 2000)
    table.add("", "none lost", "none lost" if right else "the picture differs", "", right)


def idle(desk, table, seconds):
    before = wakeups(desk.caltui), wakeups(desk.floor)
    start = time.monotonic()
    heard = desk.driver.send(desk.caltui, b"", quiet=seconds * 1000, cap=seconds * 1000)
    taken = time.monotonic() - start
    mine = (wakeups(desk.caltui) - before[0]) * 60 / taken
    floor = (wakeups(desk.floor) - before[1]) * 60 / taken
    table.add(
        f"idle for {seconds} s: wake-ups a minute, all threads", "≤ 60", f"{mine:.0f} (floor {floor:.0f})", "",
        mine <= 60)
    table.add(f"idle for {seconds} s: bytes", "0 but the clock's minute", f"{len(heard.bytes)}", "", len(heard.bytes) <= 80)


def slots(caltui, home, shop, table, count):
    """Asks the local server, standing alone on loopback, for a month of a well-booked shop."""
    with sqlite3.connect(shop) as database:
        bookings = database.execute("SELECT count(*) FROM booking").fetchone()[0]
    environment = shop_environment(home, MEASURED_AT[0])
    server = subprocess.Popen(
        [caltui, "serve", "--listen", "127.0.0.1:0", "--json"], env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        text=True)
    try:
        address = json.loads(server.stdout.readline())["url"]
        connection = http.client.HTTPConnection(address.split("//")[1])
        path = "/v2/slots?eventTypeId=1&start=2026-12-01&end=2026-12-31&timeZone=America/New_York"
        times, size, days = [], 0, 0
        for _ in range(count):
            start = time.perf_counter()
            connection.request("GET", path, headers={"cal-api-version": "2024-09-04"})
            answer = connection.getresponse()
            body = answer.read()
            times.append((time.perf_counter() - start) * 1000)
            must(answer.status == 200, f"slots: {answer.status} {body[:200]}")
            size, days = len(body), len(json.loads(body)["data"])
        connection.close()
    finally:
        server.send_signal(signal.SIGINT)
        server.wait()
    figures = Figures(times[5:])
    table.add(
        f"a month of slots, {bookings:,} bookings ({days} days, {size:,} bytes, over loopback)", "≤ 5 ms",
        figures.text(), "", figures.median <= 5)


def memory(desk, table, when, budget=True):
    resident = status(desk.caltui, "VmRSS") / 1024
    peak = status(desk.caltui, "VmHWM") / 1024
    own = status(desk.caltui, "RssAnon") / 1024
    threads = status(desk.caltui, "Threads")
    table.add(
        f"resident memory {when}", "≤ 24 MiB" if budget else "",
        f"{resident:.1f} MiB ({own:.1f} its own, the rest mapped files; peak {peak:.1f}; {threads} threads)",
        f"{resident * 1024 / status(desk.floor, 'VmRSS'):.1f}", resident <= 24)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("driver")
    parser.add_argument("floor")
    parser.add_argument("caltui")
    parser.add_argument("--samples", type=int, default=300)
    parser.add_argument("--idle", type=int, default=30)
    options = parser.parse_args()
    count = options.samples
    driver = Driver(options.driver)
    table = Table()
    load = os.getloadavg()
    with tempfile.TemporaryDirectory(prefix="caltui-bench-") as folder:
        first_starts(driver, options.caltui, folder, table, max(3, count // 30))
        home = prepare(driver, options.caltui, folder)
        shop = glob.glob(home + "/.local/share/caltui/*.sqlite")[0]
        starts(driver, options.caltui, options.floor, home, table, max(5, count // 10))
        slots(options.caltui, home, shop, table, count)
        desk = Desk(driver, options.caltui, options.floor, home)
        memory(desk, table, "on the board")
        idle(desk, table, options.idle)
        keystrokes(desk, table, "board cursor", [DOWN, DOWN, UP, UP], [DOWN, DOWN, UP, UP], count, 120)
        full = Figures([len(desk.picture()) for _ in range(5)])
        table.add("full repaint of the board (Ctrl-L)", "≤ 4,096 bytes", full.text("bytes"), "", full.samples[-1] <= 4096)

        search(desk, table, count)
        desk.keys(b"b", b"1", quiet=600)
        ring = [RIGHT, DOWN, LEFT, UP]
        keystrokes(desk, table, "week grid cursor", ring, ring, count, 120)
        full = Figures([len(desk.picture()) for _ in range(5)])
        table.add(
            "full repaint of the week grid (Ctrl-L)", "≤ 4,096 bytes", full.text("bytes"), "", full.samples[-1] <= 4096)
        burst(desk, table, "arrows on the week grid", b"".join(ring) * 500 + DOWN, DOWN, UP, 5)
        weeks = [b"]", b"]", b"[", b"["]
        keystrokes(desk, table, "week grid page", weeks, [PAGE_DOWN, PAGE_DOWN, PAGE_UP, PAGE_UP], count)

        shown = desk.keys(b"1", quiet=600)
        must(b"Name" in shown, "a time taken from the grid did not lead to the form")
        letters = [b"a", b"n", b"e", b" ", b"o"] * 2 + [BACKSPACE] * 10
        keystrokes(desk, table, "typed character in a field", letters, letters, count * 2, 32, lambda key: key != BACKSPACE)
        typed = b"a" * 1000 + BACKSPACE * 999
        burst(desk, table, "typed into a field", typed, b"a", BACKSPACE, 5)
        for _ in range(3):
            desk.driver.send(desk.caltui, typed, quiet=150)
        desk.keys(ESCAPE, ESCAPE, ESCAPE, ESCAPE, quiet=150)
        memory(desk, table, "back on the board, after more than 20,000 keys")
        desk.close()
    print(f"{time.strftime('%Y-%m-%d')}, load {load[0]:.2f} on {os.cpu_count()} processors at the start, "
          f"{os.getloadavg()[0]:.2f} at the end. {ROWS} rows × {COLUMNS} columns, `TERM=xterm-256color`.\n")
    print(table.text())


main()
