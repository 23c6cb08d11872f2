"""The figures as a drawing: key latencies by program, and how caltui grows. SVG by hand, readable on light and dark pages."""

from html import escape
from math import ceil, floor, log10

from figures import PROGRAMS
from growth import SIZES

COLOURS = {"caltui": "#c2410c", "floor": "#64748b", "calcurse": "#2563eb", "ikhal": "#7c3aed"}
# A second mark for those who do not tell colours apart.
DASHES = {"caltui": "", "floor": "2 3", "calcurse": "6 3", "ikhal": "1 3"}
WIDTH, PANEL, LABELS, RIGHT_EDGE = 860, 24, 210, 830
ACTS = [
    ("start: usable screen", "start"), ("cursor on the board: key to last byte", "cursor"),
    ("cursor on the week grid: key to last byte", "cursor, week grid"),
    ("another day on the board: key to last byte", "another day"), ("another week: key to last byte", "another week"),
    ("typed character: key to last byte", "typed character"),
    ("customer search, each letter: key to last byte", "search"),
    ("2,000 keys at once, arrows on the week grid: time to settle", "2,000 keys at once"),
]
GROWN = [
    ("start: usable screen, ms", "start"), ("cursor: key to last byte, ms", "cursor"),
    ("another day: key to last byte, ms", "another day"), ("typed character: key to last byte, ms", "typed character"),
    ("customer search: key to last byte, ms", "search"), ("resident memory, MiB", "memory (MiB)"),
]


class Drawing:
    def __init__(self):
        self.parts = []

    def line(self, x1, y1, x2, y2, colour="#cbd5e1", width=1.0, dash=""):
        self.parts.append(
            f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}" stroke-width="{width}"'
            + (f' stroke-dasharray="{dash}"' if dash else "") + "/>")

    def text(self, x, y, text, anchor="start", size=12, colour="#1e293b", weight="normal"):
        self.parts.append(
            f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}" fill="{colour}" '
            f'font-weight="{weight}">{escape(text)}</text>')

    def bar(self, x, y, width, height, colour):
        self.parts.append(
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(width, 0.5):.1f}" height="{height}" fill="{colour}"/>')

    def dot(self, x, y, colour):
        self.parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.2" fill="{colour}"/>')

    def svg(self, height):
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:.0f}" '
            'font-family="ui-sans-serif, system-ui, sans-serif">\n'
            f'<rect width="{WIDTH}" height="{height:.0f}" rx="6" fill="#ffffff"/>\n' + "\n".join(self.parts) + "\n</svg>\n")


class Scale:
    """Decades, so that a fifth of a millisecond and five seconds stand on one picture."""

    def __init__(self, values, start, end):
        self.low, self.high = floor(log10(min(values))), ceil(log10(max(values)))
        self.high = max(self.high, self.low + 1)
        self.start, self.end = start, end

    def at(self, value):
        share = (log10(max(value, 10 ** self.low)) - self.low) / (self.high - self.low)
        return self.start + share * (self.end - self.start)

    @property
    def decades(self):
        return [10 ** power for power in range(self.low, self.high + 1)]


class Even:
    """From nothing on, for what differs by less than a decade."""

    def __init__(self, values, start, end):
        self.step = 10 ** floor(log10(max(values)))
        self.steps = ceil(max(values) / self.step)
        self.start, self.end = start, end

    def at(self, value):
        return self.start + value / (self.step * self.steps) * (self.end - self.start)

    @property
    def decades(self):
        return [self.step * index for index in range(self.steps + 1)]


def apart(places, least=11):
    """The places, moved so far that none covers another."""
    moved, last = {}, None
    for place, key in sorted((place, key) for key, place in places.items()):
        last = place if last is None else max(place, last + least)
        moved[key] = last
    return moved


def number(value):
    return f"{value:g}" if value < 1000 else f"{value:,.0f}"


def legend(drawing, names, y):
    x = float(LABELS)
    for name in names:
        drawing.bar(x, y - 9, 10, 10, COLOURS[name])
        drawing.text(x + 15, y, name)
        x += 34 + 8 * len(name)


def latencies(drawing, table, top):
    rows = [(label, table.find(what)) for what, label in ACTS]
    rows = [(label, row) for label, row in rows if row and row.figures("caltui")]
    if not rows:
        return top
    names = [name for name in PROGRAMS if any(row.figures(name) for _, row in rows)]
    values = [value for _, row in rows for name in names if row.figures(name)
              for value in (row.figures(name).median, row.figures(name).p99)]
    scale = Scale(values, LABELS, RIGHT_EDGE - 40)
    drawing.text(PANEL, top + 24, "Milliseconds until the last byte: median, and a line to p99", size=14, weight="bold")
    legend(drawing, names, top + 46)
    y = begin = top + 62.0
    for label, row in rows:
        there = [name for name in names if row.figures(name)]
        drawing.text(LABELS - 12, y + 7 * len(there) + 4, label, anchor="end")
        for name in there:
            figures = row.figures(name)
            drawing.bar(scale.start, y + 2, scale.at(figures.median) - scale.start, 10, COLOURS[name])
            drawing.line(scale.at(figures.median), y + 7, scale.at(figures.p99), y + 7, COLOURS[name], 1.5)
            edge = max(scale.at(figures.p99), scale.at(figures.median))
            drawing.text(edge + 5, y + 11, number(float(f"{figures.median:.3g}")), size=10, colour="#475569")
            y += 14
        y += 8
    lines = Drawing()
    for value in scale.decades:
        lines.line(scale.at(value), begin, scale.at(value), y)
        drawing.text(scale.at(value), y + 14, number(value), anchor="middle", size=11, colour="#475569")
    drawing.parts[:0] = lines.parts
    return y + 28


def every(programs):
    return [figures for sizes in programs.values() for figures in sizes.values() if figures]


def grown(drawing, growth, top):
    """A small picture for each thing; the same scale in all that are times, so that they can be compared."""
    shown = [(label, growth.rows[what]) for what, label in GROWN if what in growth.rows]
    times = [figures.median for label, programs in shown if "MiB" not in label for figures in every(programs)]
    drawing.text(
        PANEL, top + 24, "Growth: 100, 1,000 and 10,000 bookings with five times the customers (peers: entries)", size=14,
        weight="bold")
    legend(drawing, [name for name in PROGRAMS if any(name in programs for _, programs in shown)], top + 46)
    width, height, columns = 250, 150, 3
    for index, (label, programs) in enumerate(shown):
        left = PANEL + 36 + index % columns * (width + 26)
        upper = top + 84 + index // columns * (height + 62)
        across = [left + 12 + step * (width - 70) / (len(SIZES) - 1) for step in range(len(SIZES))]
        if "MiB" in label:
            scale = Even([figures.median for figures in every(programs)], upper + height, upper)
        else:
            scale = Scale(times, upper + height, upper)
        ends = apart({
            name: scale.at(programs[name][max(programs[name])].median) for name in programs if programs[name]})
        drawing.text(left, upper - 10, label, weight="bold")
        for value in scale.decades:
            drawing.line(left, scale.at(value), left + width - 46, scale.at(value))
            drawing.text(left - 5, scale.at(value) + 4, number(value), anchor="end", size=10, colour="#475569")
        for x, (bookings, _) in zip(across, SIZES):
            drawing.text(x, upper + height + 15, f"{bookings:,}", anchor="middle", size=10, colour="#475569")
        for name in [name for name in PROGRAMS if name in programs]:
            points = [(x, scale.at(programs[name][size].median)) for x, (size, _) in zip(across, SIZES)
                      if programs[name].get(size)]
            for (x1, y1), (x2, y2) in zip(points, points[1:]):
                drawing.line(x1, y1, x2, y2, COLOURS[name], 2, DASHES[name])
            for x, y in points:
                drawing.dot(x, y, COLOURS[name])
            if points:
                last = programs[name][max(programs[name])].median
                drawing.text(points[-1][0] + 7, ends[name] + 4, number(float(f"{last:.3g}")), size=10, colour=COLOURS[name])
    return top + 84 + ceil(len(shown) / columns) * (height + 62) - 20


def draw(table, growth):
    drawing = Drawing()
    y = latencies(drawing, table, 0)
    if growth:
        y = grown(drawing, growth, y + 6)
    return drawing.svg(y + 10)
