"""From the start of the program to its screen, and what the local server takes for a month of slots."""

import glob
import http.client
import json
import os
import signal
import sqlite3
import subprocess
import time

from desk import MEASURED_AT, Desk, must
from figures import Figures


def first_starts(caltui, folder, table, count):
    times = []
    for index in range(count):
        desk = Desk(caltui, os.path.join(folder, f"first{index}"))
        times.append(desk.make_shop())
        desk.end()
    figures = Figures(times)
    table.add(
        "very first start: third answer to the new shop on screen", "ms", {"caltui": figures}, "≤ 150",
        bool(figures) and figures.median <= 150)


def start(program, quiet):
    """(first byte, usable screen, the output); the program is closed again."""
    opened = program.open(quiet=quiet)
    program.close()
    return opened.first, opened.time_of(program.marker), opened


def starts(desk, others, table, count):
    """By turns: caltui twice, for the processor time must be read before the server has answered."""
    programs = [desk, *others]
    first = {program.name: [] for program in programs}
    usable = {program.name: [] for program in programs}
    answered, worked = [], []
    for turn in range(count):
        for program in others:
            begun, shown, _ = start(program, quiet=50 if program.name == "floor" else 120)
            first[program.name].append(begun)
            usable[program.name].append(shown)
        desk.now = MEASURED_AT[turn % len(MEASURED_AT)]
        desk.open(quiet=1)
        worked.append(desk.processor_time())
        desk.close()
        begun, shown, opened = start(desk, quiet=300)
        first[desk.name].append(begun)
        usable[desk.name].append(shown)
        answered.append(opened.time_of(b"live"))
    cells = {name: Figures(samples) for name, samples in usable.items()}
    for name, figures in cells.items():
        must(figures, f"{name} never showed its first screen")
    table.add("start: first byte", "ms", {name: Figures(samples) for name, samples in first.items()})
    table.add("start: usable screen", "ms", cells, "≤ 20", cells["caltui"].median <= 20)
    answer = Figures(answered)
    table.add(
        "start: local server's first answer on the board", "ms", {"caltui": answer}, "≤ 60",
        bool(answer) and answer.median <= 60)
    table.add("start: processor time until the first frame, all threads", "ms", {"caltui": Figures(worked)})


def month_of_slots(desk, count):
    """Asks the local server, standing alone on loopback, for a month of a well-booked shop; ms, days and bytes."""
    server = subprocess.Popen(
        [*desk.command, "serve", "--listen", "127.0.0.1:0", "--json"], env=desk.environment, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL, text=True)
    try:
        address = json.loads(server.stdout.readline())["url"]
        connection = http.client.HTTPConnection(address.split("//")[1])
        path = "/v2/slots?eventTypeId=1&start=2026-12-01&end=2026-12-31&timeZone=America/New_York"
        times = []
        for _ in range(count):
            begun = time.perf_counter()
            connection.request("GET", path, headers={"cal-api-version": "2024-09-04"})
            answer = connection.getresponse()
            body = answer.read()
            times.append((time.perf_counter() - begun) * 1000)
            must(answer.status == 200, f"slots: {answer.status} {body[:200]}")
        connection.close()
    finally:
        server.send_signal(signal.SIGINT)
        server.wait()
    return Figures(times[5:]), len(json.loads(body)["data"]), len(body)


def slots(desk, table, count):
    with sqlite3.connect(glob.glob(desk.shop)[0]) as database:
        bookings = database.execute("SELECT count(*) FROM booking").fetchone()[0]
    figures, days, size = month_of_slots(desk, count)
    table.add(
        f"a month of slots, {bookings:,} bookings ({days} days, {size:,} bytes, over loopback)", "ms",
        {"caltui": figures}, "≤ 5", figures.median <= 5)
