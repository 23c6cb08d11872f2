#!/usr/bin/env python3
"""Draws a captured terminal screen as a PNG.

Reads what `tmux capture-pane -e -p` prints on standard input: text with SGR colour sequences.
Usage: draw-screen.py [--light] OUT.png COLUMNS ROWS [CURSOR_COLUMN CURSOR_ROW]
"""
import re
import sys
import unicodedata

from PIL import Image, ImageDraw, ImageFont

CELL_WIDTH, CELL_HEIGHT, FONT_SIZE = 10, 20, 16
# Letters, ground and cursor of the terminal's own.
DARK = ((216, 216, 216), (24, 26, 31), (255, 255, 255))
LIGHT = ((40, 42, 48), (252, 252, 250), (0, 0, 0))
BASE = [
    (40, 44, 52), (224, 108, 117), (152, 195, 121), (229, 192, 123),
    (97, 175, 239), (198, 120, 221), (86, 182, 194), (200, 204, 212),
    (110, 118, 129), (255, 133, 141), (180, 220, 145), (250, 214, 140),
    (130, 196, 255), (220, 150, 240), (110, 208, 220), (255, 255, 255),
]
FOLDER = "/usr/share/fonts/truetype/dejavu/"


def colour(number):
    """One of the 256 colours: the first sixteen are the theme's, the rest the usual cube and greys."""
    if number < 16:
        return BASE[number]
    if number < 232:
        number -= 16
        steps = [0, 95, 135, 175, 215, 255]
        return steps[number // 36], steps[number // 6 % 6], steps[number % 6]
    grey = 8 + (number - 232) * 10
    return grey, grey, grey


class Style:
    """What SGR sequences have set so far."""

    def __init__(self, ground):
        self.ground = ground
        self.reset()

    def reset(self):
        self.front = self.back = None
        self.bold = self.dim = self.underline = self.reverse = False

    def apply(self, codes):
        codes = [int(code or 0) for code in codes.split(";")] if codes else [0]
        while codes:
            code = codes.pop(0)
            if code == 0:
                self.reset()
            elif code == 1:
                self.bold = True
            elif code == 2:
                self.dim = True
            elif code == 4:
                self.underline = True
            elif code == 7:
                self.reverse = True
            elif code == 22:
                self.bold = self.dim = False
            elif code == 24:
                self.underline = False
            elif code == 27:
                self.reverse = False
            elif code in (38, 48) and codes:
                kind = codes.pop(0)
                value = colour(codes.pop(0)) if kind == 5 else tuple(codes.pop(0) for _ in range(3))
                if code == 38:
                    self.front = value
                else:
                    self.back = value
            elif 30 <= code <= 37:
                self.front = BASE[code - 30]
            elif 40 <= code <= 47:
                self.back = BASE[code - 40]
            elif 90 <= code <= 97:
                self.front = BASE[code - 82]
            elif 100 <= code <= 107:
                self.back = BASE[code - 92]
            elif code == 39:
                self.front = None
            elif code == 49:
                self.back = None

    def colours(self):
        front, back = self.front or self.ground[0], self.back or self.ground[1]
        if self.dim:
            front = tuple((a + b) // 2 for a, b in zip(front, back))
        return (back, front) if self.reverse else (front, back)


def draw_screen(text, columns, rows, cursor=None, ground=DARK):
    """The picture of a screen: what tmux printed, and where the cursor stands."""
    plain = ImageFont.truetype(FOLDER + "DejaVuSansMono.ttf", FONT_SIZE)
    bold = ImageFont.truetype(FOLDER + "DejaVuSansMono-Bold.ttf", FONT_SIZE)
    image = Image.new("RGB", (columns * CELL_WIDTH + 16, rows * CELL_HEIGHT + 16), ground[1])
    draw = ImageDraw.Draw(image)
    style = Style(ground)
    for row, line in enumerate(text.split("\n")[:rows]):
        column = 0
        for part in re.split(r"(\x1b\[[0-9;]*m)", line):
            if part.startswith("\x1b["):
                style.apply(part[2:-1])
                continue
            for character in part:
                if unicodedata.combining(character) or ord(character) < 32:
                    continue
                width = 2 if unicodedata.east_asian_width(character) in "WF" else 1
                front, back = style.colours()
                left, top = 8 + column * CELL_WIDTH, 8 + row * CELL_HEIGHT
                draw.rectangle([left, top, left + width * CELL_WIDTH - 1, top + CELL_HEIGHT - 1], fill=back)
                draw.text((left, top + 1), character, font=bold if style.bold else plain, fill=front)
                if style.underline:
                    draw.line([left, top + 17, left + width * CELL_WIDTH - 1, top + 17], fill=front)
                column += width
    if cursor:
        left, top = 8 + cursor[0] * CELL_WIDTH, 8 + cursor[1] * CELL_HEIGHT
        draw.rectangle([left, top + CELL_HEIGHT - 3, left + CELL_WIDTH - 1, top + CELL_HEIGHT - 1], fill=ground[2])
    return image


def main():
    arguments = sys.argv[1:]
    ground = DARK
    if arguments[:1] == ["--light"]:
        ground = LIGHT
        arguments = arguments[1:]
    out, columns, rows = arguments[0], int(arguments[1]), int(arguments[2])
    cursor = (int(arguments[3]), int(arguments[4])) if len(arguments) > 4 else None
    image = draw_screen(sys.stdin.read(), columns, rows, cursor, ground)
    # The theme has few colours; a palette makes a third of the file.
    image.quantize(64).save(out, optimize=True)


if __name__ == "__main__":
    main()
