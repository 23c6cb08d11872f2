#!/usr/bin/env python3
"""Makes an animated GIF of captured terminal screens, with the keys pressed so far below each.

Usage: draw-recording.py OUT.gif COLUMNS ROWS FRAME.screen...
Beside each FRAME.screen (text with colours, as tmux prints it) lie FRAME.cursor (column and row, or nothing) and FRAME.text (milliseconds,
keys so far, a sentence; a line each).
"""
import importlib.util
import os
import sys

from PIL import Image, ImageDraw, ImageFont

FOLDER = os.path.dirname(os.path.abspath(__file__))
spec = importlib.util.spec_from_file_location("draw_screen", os.path.join(FOLDER, "draw-screen.py"))
screen = importlib.util.module_from_spec(spec)
sys.dont_write_bytecode = True
spec.loader.exec_module(screen)

BAR = 56
KEY_FRONT, KEY_BACK, LAST_BACK = (24, 26, 31), (150, 154, 162), (250, 214, 140)


def draw_bar(image, top, keys, caption):
    """The keys as keys of a keyboard, the last one lit, and what happens in a sentence."""
    draw = ImageDraw.Draw(image)
    font = ImageFont.truetype(screen.FOLDER + "DejaVuSansMono-Bold.ttf", 15)
    small = ImageFont.truetype(screen.FOLDER + "DejaVuSansMono.ttf", 15)
    draw.rectangle([0, top, image.width, image.height], fill=(40, 44, 52))
    left = 14
    for index, key in enumerate(keys):
        width = int(font.getlength(key)) + 18
        fill = LAST_BACK if index == len(keys) - 1 else KEY_BACK
        draw.rounded_rectangle([left, top + 14, left + width, top + 41], radius=5, fill=fill)
        draw.text((left + 9, top + 19), key, font=font, fill=KEY_FRONT)
        left += width + 8
    draw.text((image.width - 14 - small.getlength(caption), top + 19), caption, font=small, fill=(216, 216, 216))


def main():
    out, columns, rows = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    pictures, times = [], []
    for name in sys.argv[4:]:
        stem = name[: -len(".screen")]
        with open(name, encoding="utf-8") as file:
            text = file.read()
        with open(stem + ".cursor", encoding="utf-8") as file:
            cursor = tuple(int(part) for part in file.read().split()) or None
        with open(stem + ".text", encoding="utf-8") as file:
            milliseconds, keys, caption = file.read().split("\n")[:3]
        shown = screen.draw_screen(text, columns, rows, cursor)
        picture = Image.new("RGB", (shown.width, shown.height + BAR))
        picture.paste(shown, (0, 0))
        draw_bar(picture, shown.height, keys.split(), caption)
        pictures.append(picture)
        times.append(int(milliseconds))
    # One palette for all: colours that changed from frame to frame would flicker.
    sheet = Image.new("RGB", (pictures[0].width, pictures[0].height * len(pictures)))
    for index, picture in enumerate(pictures):
        sheet.paste(picture, (0, index * picture.height))
    palette = sheet.quantize(64, dither=Image.Dither.NONE)
    frames = [picture.quantize(palette=palette, dither=Image.Dither.NONE) for picture in pictures]
    frames[0].save(out, save_all=True, append_images=frames[1:], duration=times, loop=0, optimize=True, disposal=1)


main()
