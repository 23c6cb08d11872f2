"""Samples, and the table that is made of them."""

import statistics

# In the order of the table's columns.
PROGRAMS = ["caltui", "floor", "calcurse", "ikhal"]
PEERS = PROGRAMS[2:]


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

    @property
    def least(self):
        return self.samples[0]

    @property
    def most(self):
        return self.samples[-1]

    def text(self):
        """Median, range, and p99 where there are samples enough for one."""
        if not self.samples:
            return "–"
        if self.least == self.most:
            return show(self.median)
        p99 = f"; p99 {show(self.p99)}" if len(self.samples) >= 50 else ""
        return f"{show(self.median)} ({show(self.least)}–{show(self.most)}{p99})"


def show(value):
    if value >= 100 or value == int(value):
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


class Row:
    def __init__(self, what, unit, cells, budget="", passed=None):
        self.what, self.unit, self.budget, self.passed = what, unit, budget, passed
        # A single number stands for itself.
        self.cells = {
            name: Figures([cell]) if isinstance(cell, (int, float)) else cell
            for name, cell in cells.items() if cell is not None
        }

    def figures(self, name):
        cell = self.cells.get(name)
        return cell if isinstance(cell, Figures) and cell else None

    @property
    def ratio(self):
        mine, floor = self.figures("caltui"), self.figures("floor")
        return mine.median / floor.median if mine and floor and floor.median else None

    @property
    def behind(self):
        """The peers that do better; None where there are none to compare with. In all rows less is better."""
        mine = self.figures("caltui")
        peers = [name for name in PEERS if self.figures(name)]
        if not mine or not peers:
            return None
        return [name for name in peers if self.figures(name).median < mine.median]

    @property
    def verdict(self):
        words = [] if self.passed is None else ["pass" if self.passed else "**miss**"]
        if self.behind is not None:
            words.append("behind " + " and ".join(self.behind) if self.behind else "ahead")
        return ", ".join(words)

    def cell(self, name):
        cell = self.cells.get(name, "–")
        return cell.text() if isinstance(cell, Figures) else cell


class Table:
    def __init__(self):
        self.rows = []

    def add(self, what, unit, cells, budget="", passed=None):
        row = Row(what, unit, cells, budget, passed)
        self.rows.append(row)
        return row

    def find(self, what):
        return next((row for row in self.rows if row.what == what), None)

    def present(self):
        return [name for name in PROGRAMS if any(name in row.cells for row in self.rows)]

    def text(self, rows=None):
        names = self.present()
        lines = ["| What | Unit | Budget | " + " | ".join(names) + " | caltui : floor | |",
                 "|---|---|---|" + "---|" * len(names) + "---|---|"]
        for row in self.rows if rows is None else rows:
            ratio = f"{row.ratio:.2f}" if row.ratio is not None else ""
            fields = [row.what, row.unit, row.budget, *(row.cell(name) for name in names), ratio, row.verdict]
            lines.append("| " + " | ".join(fields) + " |")
        return "\n".join(lines)
