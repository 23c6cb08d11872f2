"""Measures caltui, the floor program and terminal calendars in one interleaved run.

Usage: measure.py DRIVER FLOOR CALTUI FOLDER [--samples N] [--idle SECONDS] [--only PARTS]

Leaves three files in FOLDER: table.md, readme.md (what the README shows of it) and speed.svg.

Everything is seen from outside: bytes and their times on a pseudo terminal, /proc, and the local server's socket.
"""

import argparse
import os
import sys
import tempfile
import time

import keys
import peers
import plot
import readme
from figures import Table
from growth import SIZES, grow, shop_of
from starts import first_starts, slots, starts
from terminal import BACKSPACE, COLUMNS, DOWN, LEFT, RIGHT, ROWS, TERM, UP, Program, together, wakeups_since

PARTS = ["first", "starts", "slots", "idle", "keys", "search", "bursts", "many", "line", "growth"]


def memory(programs, table, when):
    figures = {program.name: program.memory()[0] for program in programs}
    table.add(f"resident memory {when}", "MiB", figures, "≤ 24", figures["caltui"] <= 24)
    table.add(f"its own of it, in no file, {when}", "MiB", {program.name: program.memory()[1] for program in programs})


def idle(programs, table, seconds):
    """All side by side."""
    before = {program.name: program.wakeups() for program in programs}
    heard = together(
        programs, lambda program: program.start_sending(b"", quiet=seconds * 1000, cap=seconds * 1000))
    woken = {
        program.name: wakeups_since(before[program.name], program.wakeups()) * 60 / seconds for program in programs}
    written = {name: len(output.bytes) for name, output in heard.items()}
    table.add(f"idle for {seconds} s: wake-ups a minute, all threads", "", woken, "≤ 60", woken["caltui"] <= 60)
    table.add(f"idle for {seconds} s: to the terminal", "bytes", written, "the clock's minute", written["caltui"] <= 80)


BEGUN = time.monotonic()


def say(text):
    print(f"caltui: {time.monotonic() - BEGUN:3.0f} s: {text}", file=sys.stderr, flush=True)


def measure(options, folder):
    count, wanted = options.samples, options.only
    table, growth = Table(), None
    # The peers' own databases are made while the shops are filled.
    calendars = [peers.installed(folder)]
    if "growth" in wanted:
        calendars += [peers.installed(folder, size) for size, _ in SIZES]
    for name in ("calcurse", "ikhal"):
        if name not in [peer.name for peer in calendars[0]]:
            say(f"{name} is not here; its figures are left out")
    say("filling shops")
    sizes = SIZES if "growth" in wanted else SIZES[-1:]
    shops = [shop_of(options.caltui, folder, *size) for size in sizes]
    say("waiting for the peers' databases")
    for each in calendars:
        for peer in each:
            peer.prepare()
    desk, floor, others = shops[-1], peers.Floor(options.floor), calendars[0]
    programs = [desk, floor, *others]

    if "first" in wanted:
        first_starts(options.caltui, folder, table, max(3, count // 30))
    if "starts" in wanted:
        say("starts")
        starts(desk, [floor, *others], table, max(5, count // 10))
    if "slots" in wanted:
        slots(desk, table, count)
    for program in programs:
        if program is not desk:
            program.open(quiet=300)
    desk.open_board()
    memory(programs, table, "on the board")
    if "idle" in wanted:
        say(f"idle for {options.idle} s")
        # Threads of the start have ended.
        time.sleep(3)
        idle(programs, table, options.idle)
    if "keys" in wanted:
        say("keys")
        keys.keystrokes(programs, table, "cursor on the board", "cursor", count, 120)
        keys.keystrokes([desk, floor], table, "cursor on the week grid", "ring", count, 120)
        keys.keystrokes(programs, table, "another day on the board", "day", count)
        keys.keystrokes(programs, table, "another week", "week", count)
        keys.keystrokes(programs, table, "typed character", "typing", count * 2, 32)
        keys.repaints(programs, table, "the board", 5)
        desk.begin("week")
        keys.repaints([desk], table, "the week grid", 5)
        desk.end_act("week")
    if "search" in wanted:
        keys.search(desk, others, table, max(5, count // 10))
    if "bursts" in wanted:
        say("2,000 keys at once")
        ring = RIGHT + DOWN + LEFT + UP
        desk.begin("ring")
        keys.burst(desk, floor, others, table, "arrows on the week grid", ring * 500 + DOWN, DOWN, UP, 5)
        desk.end_act("ring")
        desk.begin("typing")
        keys.burst(desk, floor, [], table, "typed into a field", keys.TYPED, b"a", BACKSPACE, 5)
        desk.end_act("typing")
    if "many" in wanted:
        say("10,000 keys")
        keys.many_keys(programs, table, 10_000, 3000)
    if "line" in wanted:
        say("a slow line")
        keys.slow_line(programs, table, 3)
    for program in programs:
        program.close()
    if "growth" in wanted:
        say("growth")
        growth = grow(shops, calendars[1:], count)
    for program in [floor, *shops, *(peer for each in calendars for peer in each)]:
        program.end()
    return table, growth


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("driver")
    parser.add_argument("floor")
    parser.add_argument("caltui")
    parser.add_argument("folder")
    parser.add_argument("--samples", type=int, default=100)
    parser.add_argument("--idle", type=int, default=60)
    parser.add_argument("--only", type=lambda text: text.split(","), default=PARTS, help=",".join(PARTS))
    options = parser.parse_args()
    Program.driver = options.driver
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="caltui-bench-") as folder:
        table, growth = measure(options, folder)
    about = (
        f"{time.strftime('%Y-%m-%d')}, load {load:.2f} on {os.cpu_count()} processors at the start, "
        f"{os.getloadavg()[0]:.2f} at the end, {time.monotonic() - BEGUN:.0f} s, {ROWS} × {COLUMNS}, `TERM={TERM}`")
    report = f"{about}. Medians (range; p99).\n\n{table.text()}\n"
    if growth:
        report += f"\n### Growth\n\n{growth.text()}\n"
    for name, text in (
        ("table.md", report), ("readme.md", readme.block(table, about)), ("speed.svg", plot.draw(table, growth))):
        with open(os.path.join(options.folder, name), "w") as file:
            file.write(text)


main()
