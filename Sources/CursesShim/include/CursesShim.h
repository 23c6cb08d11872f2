#ifndef CAL_CURSESSHIM_H
#define CAL_CURSESSHIM_H

// What CalTUI/Terminal needs of ncursesw, and Swift cannot import: macros, variadics, mutable globals, opaque cells.
//
// ncurses never sees the terminal. It writes into a file in memory, from which Swift takes the bytes: written
// straight to a terminal that has stopped reading, ncurses 6.4 blocks for ever or, on a non-blocking descriptor,
// spins. The terminal's modes and size are likewise Swift's business (SystemShim); ncurses is only told the size.

#include <stddef.h>
#include <stdint.h>

/// One screen of ncurses, and the file in memory it writes to.
struct cal_screen;

/// Attributes: the A_ constants are macros with casts, which Swift cannot import.
extern const uint32_t cal_attribute_bold;
extern const uint32_t cal_attribute_dim;
extern const uint32_t cal_attribute_underline;
extern const uint32_t cal_attribute_reverse;

/// Scalars a cell holds: one spacing and four marks (CCHARW_MAX of ncurses).
#define CAL_CELL_SCALARS 5

/// What one glyph looks like.
struct cal_cell {
  uint32_t scalars[CAL_CELL_SCALARS];
  uint8_t count;
  /// Columns the caller reckons with, 1 or 2. On reading: 0 is the right half of a wide glyph.
  uint8_t columns;
  uint16_t pair;
  uint32_t attributes;
};

/// Takes a locale by name, "" being the environment's, or C.UTF-8 where the environment names a UTF-8 locale that is
/// not installed (SSH carries the names of the caller's machine). 1: text is UTF-8; 0: it is not.
int cal_locale_open(const char *name);

/// Columns the C library gives a scalar in the thread's locale, which is what ncurses advances by; -1: not printable.
/// A function of its own because `wcwidth` is hidden from Swift by feature macros.
int cal_scalar_columns(uint32_t scalar);

/// Why a screen did not open.
enum cal_open_failure {
  CAL_OPEN_OK = 0,
  CAL_OPEN_NO_MEMORY = 1,
  /// terminfo has no entry for the name.
  CAL_OPEN_UNKNOWN_TERMINAL = 2,
  /// There is no terminfo database at all.
  CAL_OPEN_NO_DATABASE = 3,
  /// The terminal cannot place its cursor.
  CAL_OPEN_TOO_PLAIN = 4,
};

/// newterm(), because initscr() ends the process when the terminal is unknown. Signal dispositions are kept: ncurses
/// would install handlers of its own. On success `*screen` is to be given to `cal_screen_free`.
enum cal_open_failure cal_screen_open(const char *terminal, int rows, int columns, struct cal_screen **screen);

/// Frees the screen. Takes no leave of the terminal: that is `cal_screen_leave`.
void cal_screen_free(struct cal_screen *screen);

/// Colours of the terminal; 0 where it has none. COLORS is a mutable global.
int cal_screen_colors(struct cal_screen *screen);

/// Defines a colour pair; -1 is the terminal's own colour. Nonzero: refused.
int cal_screen_define_pair(struct cal_screen *screen, int pair, int foreground, int background);

/// Puts glyphs side by side from a cell on. A glyph whose width the C library sees otherwise becomes a replacement of
/// the width the caller reckons with, so that what follows stays in its place.
void cal_screen_put(
    struct cal_screen *screen, int row, int column, const struct cal_cell *cells, size_t count);

/// Writes what changed, and the cursor (row -1 hides it), to the file in memory.
void cal_screen_update(struct cal_screen *screen, int cursor_row, int cursor_column);

/// The next update draws everything again: Ctrl-L, and after another program wrote to the terminal.
void cal_screen_forget(struct cal_screen *screen);

/// resize_term(), because LINES and COLUMNS are not the environment's here. Nonzero: out of memory.
int cal_screen_resize(struct cal_screen *screen, int rows, int columns);

/// endwin(): cursor on, alternate screen left. The next update enters again.
void cal_screen_leave(struct cal_screen *screen);

/// Bytes waiting in the file in memory.
size_t cal_screen_pending(struct cal_screen *screen);

/// Moves up to `capacity` bytes out of the file in memory. All of them must be taken at once.
size_t cal_screen_take(struct cal_screen *screen, uint8_t *bytes, size_t capacity);

/// A string of the terminal's description by its terminfo name ("kcuu1"), `NULL` where it has none. Valid as long as
/// the screen. tigetstr() marks absence by two different pointers.
const char *cal_screen_string(struct cal_screen *screen, const char *name);

/// What ncurses believes the terminal shows, for tests. Nonzero: no such cell.
int cal_screen_read(struct cal_screen *screen, int row, int column, struct cal_cell *cell);

#endif
