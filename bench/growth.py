"""How starts, keys and memory grow with what is in the store: shops and peers of three sizes, by turns."""

import os

from desk import MEASURED_AT, Desk
from figures import Figures
from keys import key_times, search_times
from starts import month_of_slots, start

SIZES = [(100, 500), (1_000, 5_000), (10_000, 50_000)]


class Growth:
    """Of each row one figure per program and size."""

    def __init__(self):
        self.rows = {}

    def add(self, what, program, size, figures):
        self.rows.setdefault(what, {}).setdefault(program, {})[size] = figures

    def text(self):
        bookings = [size[0] for size in SIZES]
        lines = [
            "| | | " + " | ".join(f"{bookings:,} bookings, {customers:,} customers" for bookings, customers in SIZES) + " |",
            "|---|---|" + "---|" * len(SIZES)]
        for what, programs in self.rows.items():
            for program, sizes in programs.items():
                cells = [sizes[size].text() if size in sizes else "–" for size in bookings]
                lines.append(f"| {what} | {program} | " + " | ".join(cells) + " |")
                what = ""
        return "\n".join(lines)


def grow(shops, calendars, count):
    """`shops`: a desk for each size, all closed; `calendars`: the peers of each size."""
    growth = Growth()
    sized = [(size, [shop, *peers]) for (size, _), shop, peers in zip(SIZES, shops, calendars)]
    shown = {}
    for turn in range(max(5, count // 16)):
        for size, programs in sized:
            for program in programs:
                if program.name == "caltui":
                    program.now = MEASURED_AT[turn % len(MEASURED_AT)]
                shown.setdefault((program.name, size), []).append(start(program, quiet=100)[1])
    for (name, size), samples in shown.items():
        growth.add("start: usable screen, ms", name, size, Figures(samples))
    for size, programs in sized:
        for program in programs:
            if program.name == "caltui":
                program.open_board()
            else:
                program.open(quiet=300)
            memory = program.memory()
            growth.add("resident memory, MiB", program.name, size, Figures([memory[0]]))
            if program.name == "caltui":
                growth.add("memory of its own, MiB", program.name, size, Figures([memory[1]]))
    for what, act in (("cursor", "cursor"), ("another day", "day"), ("another week", "week"), ("typed character", "typing")):
        # In rounds, so that a busy moment of the machine meets all sizes.
        samples = {}
        for _ in range(2):
            for size, programs in sized:
                _, last, _ = key_times(programs, act, max(20, count // 6), warm_up=4)
                for name, figures in last.items():
                    samples.setdefault((name, size), []).extend(figures.samples)
        for (name, size), each in samples.items():
            growth.add(f"{what}: key to last byte, ms", name, size, Figures(each))
    for size, programs in sized:
        figures = search_times(programs[0], b"n", max(4, count // 12))
        if figures:
            growth.add("customer search: key to last byte, ms", "caltui", size, figures)
    for size, programs in sized:
        for program in programs:
            program.close()
        growth.add("a month of slots, ms", "caltui", size, month_of_slots(programs[0], max(20, count // 3))[0])
    return growth


def shop_of(caltui, folder, bookings, customers):
    desk = Desk(caltui, os.path.join(folder, f"shop-{bookings}"))
    desk.fill(bookings, customers)
    return desk
