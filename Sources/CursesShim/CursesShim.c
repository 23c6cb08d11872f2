#define _GNU_SOURCE
#define NCURSES_WIDECHAR 1
#include "CursesShim.h"

#include <curses.h>
#include <langinfo.h>
#include <locale.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/mman.h>
#include <term.h>
#include <unistd.h>
#include <wchar.h>

// term.h names its capabilities by macros, some of them plain words.
#undef columns
#undef lines

const uint32_t cal_attribute_bold = A_BOLD;
const uint32_t cal_attribute_dim = A_DIM;
const uint32_t cal_attribute_underline = A_UNDERLINE;
const uint32_t cal_attribute_reverse = A_REVERSE;

_Static_assert(CAL_CELL_SCALARS == CCHARW_MAX, "a cell of ncurses holds as many scalars as ours");
_Static_assert(sizeof(wchar_t) == sizeof(uint32_t), "a wchar_t is a Unicode scalar");

struct cal_screen {
  SCREEN *curses;
  FILE *output;
  FILE *input;
  bool cursor_shown;
  bool left;
};

// MARK: locale

static bool names_utf8(const char *locale) {
  const char *dot = locale ? strchr(locale, '.') : NULL;
  return dot && (strncasecmp(dot, ".utf-8", 6) == 0 || strncasecmp(dot, ".utf8", 5) == 0);
}

int cal_locale_open(const char *name) {
  if (!setlocale(LC_CTYPE, name)) {
    const char *wished = *name ? name : getenv("LC_ALL");
    if (!wished || !*wished) wished = getenv("LC_CTYPE");
    if (!wished || !*wished) wished = getenv("LANG");
    if (names_utf8(wished)) setlocale(LC_CTYPE, "C.UTF-8");
  }
  return strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

int cal_scalar_columns(uint32_t scalar) { return wcwidth((wchar_t)scalar); }

// MARK: signals

// ncurses installs handlers where it finds none, and ignores SIGTSTP after endwin().
static const int kept_signals[] = {SIGINT, SIGTERM, SIGTSTP, SIGWINCH};
enum { kept_count = sizeof kept_signals / sizeof *kept_signals };

static void signals_save(struct sigaction actions[kept_count]) {
  for (int i = 0; i < kept_count; i++) sigaction(kept_signals[i], NULL, &actions[i]);
}

// ncurses ignores SIGTSTP while it draws, and the kernel drops a waiting one at that moment: Ctrl-Z or `kill -TSTP` would now and then
// do nothing. It leaves the signal alone for good when it finds a handler at its first start, whatever that is.
static void signal_ignored_by_ncurses(int number) { (void)number; }

static void signals_restore(const struct sigaction actions[kept_count]) {
  for (int i = 0; i < kept_count; i++) sigaction(kept_signals[i], &actions[i], NULL);
}

// MARK: life of a screen

// Every function takes its screen; ncurses has a current one.
static SCREEN *current;

static void select_screen(struct cal_screen *screen) {
  if (current == screen->curses) return;
  set_term(screen->curses);
  current = screen->curses;
}

static enum cal_open_failure open_failure(const char *terminal, int descriptor) {
  int reason = 0;
  if (setupterm((char *)terminal, descriptor, &reason) == OK) {
    del_curterm(cur_term);
    return CAL_OPEN_TOO_PLAIN;
  }
  if (reason < 0) return CAL_OPEN_NO_DATABASE;
  return reason == 0 ? CAL_OPEN_UNKNOWN_TERMINAL : CAL_OPEN_TOO_PLAIN;
}

enum cal_open_failure cal_screen_open(const char *terminal, int rows, int columns, struct cal_screen **result) {
  *result = NULL;
  struct cal_screen *screen = calloc(1, sizeof *screen);
  if (!screen) return CAL_OPEN_NO_MEMORY;
  int memory = memfd_create("caltui-screen", MFD_CLOEXEC);
  screen->output = memory < 0 ? NULL : fdopen(memory, "w");
  if (!screen->output && memory >= 0) close(memory);
  screen->input = fopen("/dev/null", "re");
  if (!screen->output || !screen->input) {
    cal_screen_free(screen);
    return CAL_OPEN_NO_MEMORY;
  }
  setvbuf(screen->output, NULL, _IONBF, 0);

  // An ioctl on a file in memory does not know the size; we say it below. Without use_env() ncurses 6.4 would not open
  // on a terminal whose description has no size of its own (linux).
  use_env(TRUE);
  use_tioctl(FALSE);
  struct sigaction actions[kept_count];
  signals_save(actions);
  signal(SIGTSTP, signal_ignored_by_ncurses);
  screen->curses = newterm((char *)terminal, screen->output, screen->input);
  current = NULL;
  signals_restore(actions);
  if (!screen->curses) {
    enum cal_open_failure failure = open_failure(terminal, memory);
    cal_screen_free(screen);
    return failure;
  }
  select_screen(screen);
  if (!cal_screen_string(screen, "cup")) {
    cal_screen_free(screen);
    return CAL_OPEN_TOO_PLAIN;
  }
  screen->cursor_shown = true;
  // Looking for typed keys in the middle of an update is not for a file in memory.
  typeahead(-1);
  // A line feed moves down and no more: the terminal does no output processing while we have it.
  nonl();
  if (has_colors()) {
    start_color();
    use_default_colors();
  }
  scrollok(stdscr, FALSE);
  if (cal_screen_resize(screen, rows, columns) != 0) {
    cal_screen_free(screen);
    return CAL_OPEN_NO_MEMORY;
  }
  // newterm() has set the scrolling region to the rows of the description: a VT would move its cursor no further down than row 24,
  // however high it is. So what it wrote is dropped, and the first update takes the terminal as after a pause: with its rows as they are.
  cal_screen_leave(screen);
  fflush(screen->output);
  lseek(memory, 0, SEEK_SET);
  *result = screen;
  return CAL_OPEN_OK;
}

void cal_screen_free(struct cal_screen *screen) {
  if (screen->curses) {
    select_screen(screen);
    struct sigaction actions[kept_count];
    signals_save(actions);
    // delscreen() asks for endwin() first.
    if (!isendwin()) endwin();
    delscreen(screen->curses);
    current = NULL;
    signals_restore(actions);
  }
  if (screen->output) fclose(screen->output);
  if (screen->input) fclose(screen->input);
  free(screen);
}

int cal_screen_resize(struct cal_screen *screen, int rows, int columns) {
  select_screen(screen);
  if (resize_term(rows, columns) != OK) return 1;
  clearok(curscr, TRUE);
  return 0;
}

void cal_screen_leave(struct cal_screen *screen) {
  select_screen(screen);
  struct sigaction actions[kept_count];
  signals_save(actions);
  endwin();
  signals_restore(actions);
  screen->left = true;
}

// MARK: colours

int cal_screen_colors(struct cal_screen *screen) {
  select_screen(screen);
  return has_colors() ? COLORS : 0;
}

int cal_screen_define_pair(struct cal_screen *screen, int pair, int foreground, int background) {
  select_screen(screen);
  return init_pair((short)pair, (short)foreground, (short)background) == OK ? 0 : 1;
}

// MARK: cells

static void set_cell(cchar_t *target, const wchar_t *text, const struct cal_cell *cell) {
  setcchar(target, text, cell->attributes, (short)cell->pair, NULL);
}

// Gives the cells of ncurses that show `cell`: one, or replacement and blank.
static size_t convert(const struct cal_cell *cell, cchar_t target[2]) {
  wchar_t text[CAL_CELL_SCALARS + 1];
  size_t count = 0;
  wchar_t base = cell->count ? (wchar_t)cell->scalars[0] : L' ';
  bool ascii = base >= 0x20 && base < 0x7F;
  if (!(ascii && cell->columns == 1) && wcwidth(base) != cell->columns) {
    wchar_t replacement[] = {wcwidth(0xFFFD) == 1 ? 0xFFFD : L'?', 0};
    set_cell(&target[0], replacement, cell);
    if (cell->columns < 2) return 1;
    set_cell(&target[1], L" ", cell);
    return 2;
  }
  text[count++] = base;
  for (size_t i = 1; i < cell->count && i < CAL_CELL_SCALARS; i++) {
    if (wcwidth((wchar_t)cell->scalars[i]) == 0) text[count++] = (wchar_t)cell->scalars[i];
  }
  text[count] = 0;
  set_cell(&target[0], text, cell);
  return 1;
}

void cal_screen_put(
    struct cal_screen *screen, int row, int column, const struct cal_cell *cells, size_t count) {
  select_screen(screen);
  enum { chunk = 64 };
  cchar_t run[chunk];
  size_t used = 0;
  int start = column;
  for (size_t i = 0; i < count; i++) {
    used += convert(&cells[i], &run[used]);
    column += cells[i].columns;
    if (used >= chunk - 1 || i + 1 == count) {
      mvwadd_wchnstr(stdscr, row, start, run, (int)used);
      start = column;
      used = 0;
    }
  }
}

void cal_screen_update(struct cal_screen *screen, int cursor_row, int cursor_column) {
  select_screen(screen);
  struct sigaction actions[kept_count];
  bool entering = screen->left;
  if (entering) signals_save(actions);
  bool show = cursor_row >= 0;
  leaveok(stdscr, !show);
  if (show) wmove(stdscr, cursor_row, cursor_column);
  // A cursor that goes is hidden before it wanders over the changes, one that comes is shown after them.
  if (!show && screen->cursor_shown) curs_set(0);
  wnoutrefresh(stdscr);
  doupdate();
  if (show != screen->cursor_shown || entering) curs_set(show ? 1 : 0);
  screen->cursor_shown = show;
  if (entering) signals_restore(actions);
  screen->left = false;
  fflush(screen->output);
}

void cal_screen_forget(struct cal_screen *screen) {
  select_screen(screen);
  clearok(curscr, TRUE);
}

int cal_screen_read(struct cal_screen *screen, int row, int column, struct cal_cell *cell) {
  select_screen(screen);
  cchar_t value;
  if (mvwin_wch(curscr, row, column, &value) != OK) return 1;
  wchar_t text[CAL_CELL_SCALARS + 1] = {0};
  attr_t attributes = 0;
  short pair = 0;
  if (getcchar(&value, text, &attributes, &pair, NULL) != OK) return 1;
  memset(cell, 0, sizeof *cell);
  while (cell->count < CAL_CELL_SCALARS && text[cell->count]) {
    cell->scalars[cell->count] = (uint32_t)text[cell->count];
    cell->count++;
  }
  // ncurses numbers the halves of a wide glyph from 1 in the bits that hold a narrow character elsewhere.
  bool continuation = (value.attr & A_CHARTEXT) > 1;
  int width = wcwidth(text[0]);
  cell->columns = continuation ? 0 : (uint8_t)(width == 2 ? 2 : 1);
  cell->attributes = attributes & (A_BOLD | A_DIM | A_UNDERLINE | A_REVERSE);
  cell->pair = (uint16_t)pair;
  return 0;
}

// MARK: bytes

size_t cal_screen_pending(struct cal_screen *screen) {
  off_t written = lseek(fileno(screen->output), 0, SEEK_CUR);
  return written > 0 ? (size_t)written : 0;
}

size_t cal_screen_take(struct cal_screen *screen, uint8_t *bytes, size_t capacity) {
  int memory = fileno(screen->output);
  ssize_t count = pread(memory, bytes, capacity, 0);
  // The next update overwrites from the start; the file stays as long as the longest update.
  lseek(memory, 0, SEEK_SET);
  return count > 0 ? (size_t)count : 0;
}

const char *cal_screen_string(struct cal_screen *screen, const char *name) {
  select_screen(screen);
  const char *value = tigetstr((char *)name);
  return value == NULL || value == (const char *)-1 || !*value ? NULL : value;
}
