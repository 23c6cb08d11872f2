"""Single keys, bursts of keys, and keys over a slow line; by turns on all programs that have the act."""

from desk import must
from figures import Figures
from terminal import BACKSPACE, DOWN, ENTER, ESCAPE, UP, plain, together

WARM_UP = 12


def key_times(programs, act, count, warm_up=WARM_UP):
    """One key at a time; each program waits until the others are quiet. (first byte, last byte, bytes), by program."""
    programs = [program for program in programs if act in program.acts]
    for program in programs:
        program.begin(act)
    first, last, sizes = ({program.name: [] for program in programs} for _ in range(3))
    for index in range(count + warm_up):
        for program in programs:
            turns = program.acts[act]
            key = turns.keys[index % len(turns.keys)]
            output = program.send(key, first=100)
            if index >= warm_up and turns.counts(key):
                first[program.name].append(output.first)
                last[program.name].append(output.last)
                sizes[program.name].append(len(output.bytes))
    for program in programs:
        program.end_act(act)
    return tuple({name: Figures(samples) for name, samples in each.items()} for each in (first, last, sizes))


def keystrokes(programs, table, name, act, count, most_bytes=None):
    first, last, sizes = key_times(programs, act, count)
    for program, figures in last.items():
        must(figures, f"no output of {program} for: {name}")
    table.add(f"{name}: key to first byte", "ms", first)
    row = table.add(f"{name}: key to last byte", "ms", last, "p50 ≤ 1.5 × floor, p99 ≤ 1")
    row.passed = row.ratio <= 1.5 and last["caltui"].p99 <= 1
    median = sizes["caltui"].median
    table.add(
        f"{name}: to the terminal", "bytes", sizes, f"≤ {most_bytes}" if most_bytes else "",
        None if most_bytes is None else median <= most_bytes)


def repaints(programs, table, name, count):
    sizes = {program.name: [] for program in programs if program.name != "floor"}
    times = {name: [] for name in sizes}
    for _ in range(count):
        for program in programs:
            if program.name in sizes:
                output = program.send(program.repaint, quiet=60, first=500)
                sizes[program.name].append(len(output.bytes))
                times[program.name].append(output.last)
    sizes, times = ({name: Figures(samples) for name, samples in each.items()} for each in (sizes, times))
    table.add(f"full repaint of {name}", "bytes", sizes, "≤ 4,096", sizes["caltui"].most <= 4096)
    table.add(f"full repaint of {name}: key to last byte", "ms", times)


def search_times(desk, opening, count):
    """Typed letter by letter; the last byte is that of the matches. None when the one looked for is not among them."""
    times = []
    for round in range(count):
        desk.type(opening, quiet=80)
        times += [desk.send(bytes([byte]), quiet=40, first=300).last for byte in b"alv"]
        if round == 0 and b"Alva" not in plain(desk.picture()):
            return None
        desk.type(ESCAPE, ESCAPE, quiet=60)
    return Figures(times)


def search(desk, peers, table, count):
    for what, opening in (("customer search", b"n"), ("search of customers and bookings", b"/")):
        ours = search_times(desk, opening, count)
        cells = {"caltui": ours or "no matches shown"}
        for peer in peers:
            if peer.name == "ikhal" and opening == b"/":
                # It searches when the word is typed; with Enter, and so once a word.
                times = []
                for _ in range(max(3, count // 4)):
                    peer.type(b"/", b"alva", quiet=80)
                    times.append(peer.send(ENTER, quiet=100, first=5000).last)
                    peer.send(ESCAPE, quiet=100, first=600)
                cells[peer.name] = Figures(times)
        table.add(f"{what}, each letter: key to last byte", "ms", cells, "≤ 5", bool(ours) and ours.median <= 5)


def burst(desk, floor, peers, table, name, keys, sum_of_keys, undo, count):
    """2,000 keys as fast as the terminal takes them. Afterwards the picture must be that of the key they add up to."""
    desk.type(sum_of_keys)
    expected = desk.page()
    desk.type(undo)
    times = {program.name: [] for program in [desk, floor, *peers]}
    paints, right = [], True
    for _ in range(count):
        times["floor"].append(floor.send(keys, quiet=300, first=10_000).last)
        ours = desk.send(keys, quiet=300, first=10_000)
        times["caltui"].append(ours.last)
        paints.append(len(ours.pieces))
        right = right and desk.page() == expected
        desk.type(undo)
        floor.send(undo)
    for peer in peers:
        peer.begin("cursor")
        times[peer.name].append(peer.send((DOWN + UP) * 1000, quiet=300, first=10_000, cap=60_000).last)
        peer.end_act("cursor")
    figures = {name: Figures(samples) for name, samples in times.items()}
    frames = Figures(paints)
    table.add(
        f"2,000 keys at once, {name}: time to settle", "ms", figures, "≤ 100", figures["caltui"].median <= 100)
    table.add(
        f"2,000 keys at once, {name}: bursts of output", "", {"caltui": frames}, "fewer than keys", frames.most < 2000)
    table.add(
        f"2,000 keys at once, {name}: in the end", "", {"caltui": "none lost" if right else "the picture differs"},
        "none lost", right)


def settle(programs):
    """Waits for those that have keys left to work through: ikhal paints only when it has none."""
    before = None
    while before != (before := [program.processor_ticks() for program in programs]):
        for program in programs:
            program.send(b"", quiet=500, cap=500)


def many_keys(programs, table, count, every_us):
    """Cursor keys at a steady pace, into all programs side by side: what they compute for them, and what stays."""
    before = {program.name: (program.processor_ticks(), program.memory()[0]) for program in programs}
    for program in programs:
        program.begin("cursor")
    together(programs, lambda program: program.start_pacing(program.acts["cursor"].keys, count, every_us))
    settle(programs)
    for program in programs:
        program.end_act("cursor")
    worked = {program.name: program.processor_ticks() - before[program.name][0] for program in programs}
    memory = {program.name: program.memory()[0] for program in programs}
    table.add(f"processor time for {count:,} keys, one each {every_us / 1000:.0f} ms", "ms", worked)
    mine = memory["caltui"]
    table.add(f"resident memory after {count:,} keys", "MiB", memory, "≤ 24", mine <= 24)
    return {name: memory[name] - before[name][1] for name in memory}


# A hundred of them end four lines further down.
DOWN_THE_LIST = [DOWN, DOWN, UP, UP] * 12 + [DOWN, DOWN]


def slow_line(programs, table, count, keys=100, bits=56_000, round_trip=300):
    """Each program on a line of its own; a held key repeats 30 times a second."""
    delay = round_trip // 2
    for what, every_us in (("at once", 0), ("held down, 30 a second", 1_000_000 // 30)):
        times, sizes = ({program.name: [] for program in programs} for _ in range(2))
        for _ in range(count):
            for program in programs:
                program.begin("cursor")
            answers = together(programs, lambda program: program.start_pacing(
                DOWN_THE_LIST, keys, every_us, bits, delay))
            for name, output in answers.items():
                must(output.pieces, f"{name} wrote nothing while keys came over a line")
                # From the last key on: before that nobody can have seen the end.
                times[name].append(output.last - every_us * (keys - 1) / 1000)
                sizes[name].append(output.count)
            for program in programs:
                program.send(UP * 4, quiet=100, first=500)
                program.end_act("cursor")
        line = f"{round_trip} ms, {bits // 1000} kbit/s: {keys} keys {what}"
        table.add(f"{line}: last key to last byte", "ms", {name: Figures(each) for name, each in times.items()})
        table.add(f"{line}: to the terminal", "bytes", {name: Figures(each) for name, each in sizes.items()})


TYPED = b"a" * 1000 + BACKSPACE * 999
