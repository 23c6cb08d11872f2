"""What of the table the README shows."""

# Rows that are not there (a part was left out, or is not measured on this machine) are left out.
SHOWN = [
    "start: usable screen", "cursor on the board: key to last byte", "cursor on the week grid: key to last byte",
    "another day on the board: key to last byte", "another week: key to last byte", "typed character: key to last byte",
    "customer search, each letter: key to last byte", "cursor on the board: to the terminal",
    "another week: to the terminal", "2,000 keys at once, arrows on the week grid: time to settle",
    "300 ms, 56 kbit/s: 100 keys at once: last key to last byte",
    "300 ms, 56 kbit/s: 100 keys held down, 30 a second: last key to last byte", "resident memory on the board",
]
# Of those that take the length of the idle time or of the keys along in their name.
BEGINNINGS = ["idle for", "processor time for"]


def rows(table):
    for row in table.rows:
        if row.what in SHOWN or any(row.what.startswith(begin) for begin in BEGINNINGS):
            yield row


def block(table, about):
    return f"![key latencies by program, and growth](bench/speed.svg)\n\n{about}. Medians (range; p99).\n\n{table.text(list(rows(table)))}\n"
