"""Which functions of the program run at keys and at its start, the hottest first: what a linker can put side by side.

    order.py DRIVE PROGRAM MAP FOLDER > functions.order

MAP is the linker's own map of the program. Needs valgrind, which counts instructions by function.
"""

import collections
import glob
import os
import re
import subprocess
import sys

from desk import Desk
from peers import Act
from terminal import ENTER, ESCAPE, Program

# A function of libraries that were built in one piece stands in a section with all others of its file. To name it would move them all.
LARGEST_SECTION = 8_000
# Keys before the start: what runs a thousand times a day comes first.
KEYS = {"cursor": 12, "ring": 16, "typing": 20, "search": 18, "walk-in": 18, "day": 8}


class Counted(Desk):
    """The desk under valgrind, which counts from `count` on, or from the start."""

    acts = Desk.acts | {
        "search": Act([bytes([byte]) for byte in b"alva berg"] + [b"\x7f"] * 9, before=[b"w"], after=[ESCAPE] * 2),
        "walk-in": Act([b"w", b"a", b"l", ENTER, b".", b",", ESCAPE, ESCAPE, ESCAPE]),
    }

    def open_counted(self, path, from_start):
        plain = self.command
        self.command = ["/usr/bin/valgrind", "--tool=callgrind", "--demangle=no", f"--callgrind-out-file={path}",
                        f"--instr-atstart={'yes' if from_start else 'no'}"] + plain
        self.open(quiet=6000, cap=60_000)
        self.command = plain

    def control(self, *options):
        subprocess.run(["callgrind_control", *options, str(self.process)], check=True, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL)


def counts(paths, program):
    """Instructions by function of the program itself."""
    found = collections.Counter()
    for path in paths:
        functions, objects = {}, {}
        this, own, skips = None, False, False

        def name(text, known):
            number, _, written = text.strip().partition(" ")
            if written:
                known[number] = written
            return known.get(number, "")

        with open(path, errors="replace") as lines:
            for line in lines:
                if line.startswith("ob="):
                    own = os.path.basename(name(line[3:], objects)) == os.path.basename(program)
                elif line.startswith("cob="):
                    name(line[4:], objects)
                elif line.startswith("fn="):
                    this = name(line[3:], functions)
                elif line.startswith("cfn="):
                    name(line[4:], functions)
                elif line.startswith("calls="):
                    skips = True
                elif line[:1] in "+-*0123456789" and this:
                    # The line after a call has the costs of what was called.
                    if own and not skips:
                        found[re.sub(r"'\d+$", "", this)] += int(line.split()[-1])
                    skips = False
    return found


def immovable(path):
    """All names that some large section has, too."""
    names, is_large = set(), False
    with open(path, errors="replace") as lines:
        for line in lines:
            match = re.match(r"\s*[0-9a-f]+\s+[0-9a-f]+\s+([0-9a-f]+)\s+\d+(\s+)(.*)", line)
            if not match:
                continue
            if ":(" in match[3] and len(match[2]) <= 9:
                is_large = match[3].endswith(":(.text)") and int(match[1], 16) > LARGEST_SECTION
            elif is_large:
                names.add(match[3].strip())
    return names


def main(drive, program, link_map, folder):
    Program.driver = drive
    desk = Counted(program, os.path.join(folder, "shop"))
    desk.fill(10_000, 2_000)
    ordered = {}
    fixed = immovable(link_map)
    for act in [*KEYS, "start"]:
        path = os.path.join(folder, f"counted-{act}")
        desk.open_counted(path, from_start=act == "start")
        if act != "start":
            desk.begin(act)
            desk.control("-i", "on")
            keys = desk.acts[act].keys
            for index in range(KEYS[act]):
                desk.send(keys[index % len(keys)], quiet=200, first=3000)
        desk.control("-d")
        desk.close()
        found = counts(glob.glob(path + "*"), program)
        if not found:
            sys.exit(f"order: nothing was counted for {act}")
        for function, _ in found.most_common():
            if function not in fixed and not function.startswith(("0x", "???")):
                ordered.setdefault(function)
    print("\n".join(ordered))


main(*sys.argv[1:])
