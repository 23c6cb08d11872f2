"""Programs on pseudo terminals, driven and timed by bench/drive.c, and what /proc tells about them."""

import glob
import os
import re
import subprocess

ROWS, COLUMNS = 24, 80
TERM = "xterm-256color"
RIGHT, LEFT, DOWN, UP = b"\x1bOC", b"\x1bOD", b"\x1bOB", b"\x1bOA"
PAGE_DOWN, PAGE_UP = b"\x1b[6~", b"\x1b[5~"
REPAINT, ESCAPE, ENTER, BACKSPACE, TAB = b"\x0c", b"\x1b", b"\r", b"\x7f", b"\t"


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

    @property
    def count(self):
        return sum(count for _, count in self.pieces)

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


class Program:
    """A program that is started and typed into. Each has a driver of its own, so that several can be asked at once."""

    driver = ""

    def __init__(self, name, command, environment):
        self.name, self.command, self.environment = name, command, environment
        self.process = None
        self.pipe = subprocess.Popen([Program.driver], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, *fields):
        self.pipe.stdin.write("\t".join(str(field) for field in fields) + "\n")
        self.pipe.stdin.flush()

    def answer(self):
        return Output(self.pipe.stdout.readline())

    def open(self, quiet=500, cap=10_000):
        variables = [f"{name}={value}" for name, value in self.environment.items()]
        self.ask("open", ROWS, COLUMNS, quiet, cap, len(variables), *variables, *self.command)
        output = self.answer()
        self.process = output.process
        return output

    def send(self, keys, quiet=15, cap=10_000, first=None):
        self.start_sending(keys, quiet, cap, first)
        return self.answer()

    def start_sending(self, keys, quiet=15, cap=10_000, first=None):
        self.ask("send", self.process, keys.hex() or "-", quiet, cap, first or quiet)

    def start_pacing(self, keys, count, every_us, bits=0, delay=0, quiet=1500, cap=120_000):
        keys = ",".join(key.hex() for key in keys)
        self.ask("pace", self.process, keys, count, every_us, bits, delay, quiet, cap)

    def type(self, *keys, quiet=300):
        """One after the other, each when the program has become quiet; what it wrote."""
        return b"".join(self.send(key, quiet=quiet).bytes for key in keys)

    def wait_for(self, text, seconds=10):
        """Listens until a text has been shown."""
        seen = b""
        for _ in range(seconds * 5):
            seen += self.send(b"", quiet=200, cap=400).bytes
            if text in seen:
                return True
        return False

    def close(self):
        if self.process is not None:
            self.ask("close", self.process)
            self.pipe.stdout.readline()
            self.process = None

    def end(self):
        self.close()
        self.pipe.stdin.close()
        self.pipe.wait()

    # /proc

    def status(self, name):
        with open(f"/proc/{self.process}/status") as lines:
            for line in lines:
                if line.startswith(name + ":"):
                    return int(line.split()[1])
        return 0

    def memory(self):
        """Resident MiB: all, and what is its own and in no file."""
        return self.status("VmRSS") / 1024, self.status("RssAnon") / 1024

    def processor_time(self):
        """What its threads have computed so far, in ms: tells a busy machine from a slow program."""
        total = 0
        for path in glob.glob(f"/proc/{self.process}/task/*/schedstat"):
            try:
                with open(path) as text:
                    total += int(text.read().split()[0])
            except OSError:
                pass
        return total / 1e6

    def processor_ticks(self):
        """The same in ms, with threads that have ended, and in steps of a clock tick (10 ms)."""
        with open(f"/proc/{self.process}/stat") as text:
            fields = text.read().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")

    def wakeups(self):
        """Thread by thread, how often it has been scheduled in after giving the processor up."""
        result = {}
        for path in glob.glob(f"/proc/{self.process}/task/*/status"):
            try:
                with open(path) as lines:
                    result[path] = sum(int(line.split()[1]) for line in lines if line.startswith("voluntary_ctxt"))
            except OSError:
                pass
        return result


def wakeups_since(before, after):
    """Threads that have ended meanwhile took their count along."""
    return sum(count - before.get(path, 0) for path, count in after.items())


def plain(output):
    """Without what only moves and colours."""
    return re.sub(rb"\x1b(\[[0-9;?]*[ -/]*[@-~]|[()].|.)", b"", output)


def together(programs, start):
    """Has all programs asked the same at the same time; their answers by name."""
    for program in programs:
        start(program)
    return {program.name: program.answer() for program in programs}


