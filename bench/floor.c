// The least a screen of this kind can cost: a week of 7 days and 16 half hours drawn by ncurses straight to the
// terminal, with no model, no store and no network behind it. Benchmarks compare caltui with it in the same run.
//
//   cc -O2 -o floor bench/floor.c -lncursesw -ltinfo
//
// Arrow keys move the cursor, PgUp and PgDn draw another week, typed letters appear in the field at the bottom,
// Backspace takes one away, q in an empty field quits.

#define _XOPEN_SOURCE_EXTENDED 1
#define NCURSES_WIDECHAR 1
#include <curses.h>
#include <locale.h>
#include <string.h>

enum { days = 7, times = 16, cell_width = 10, left = 7, top = 3, field_row = 21, field_size = 40 };
enum { pair_free = 1, pair_booked, pair_selected, pair_field, pair_title };

static int week = 0, day = 0, time_of_day = 0;
static char field[field_size + 1];

static int cell_number(int column, int row) { return (week * 31 + column * 7 + row * 13 + 1000) % 100; }

static void draw_cell(int column, int row) {
  int number = cell_number(column, row);
  bool selected = column == day && row == time_of_day;
  int pair = selected ? pair_selected : number % 3 == 0 ? pair_booked : pair_free;
  attrset(COLOR_PAIR(pair) | (selected ? A_BOLD : 0));
  mvprintw(top + row, left + column * cell_width, " %-8s", "");
  mvprintw(top + row, left + column * cell_width + 1, number % 3 == 0 ? "full  %02d" : "free  %02d", number);
  attrset(A_NORMAL);
}

static void draw_page(void) {
  erase();
  attrset(COLOR_PAIR(pair_title) | A_BOLD);
  mvprintw(0, 0, "Week %d", week);
  attrset(A_NORMAL);
  mvhline(1, 0, ACS_HLINE, 80);
  static const char *const names[days] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
  for (int column = 0; column < days; column++) {
    mvprintw(2, left + column * cell_width + 1, "%s %02d", names[column], (week * 7 + column + 280) % 28 + 1);
  }
  for (int row = 0; row < times; row++) {
    mvprintw(top + row, 0, "%02d:%02d", 9 + row / 2, row % 2 * 30);
    for (int column = 0; column < days; column++) draw_cell(column, row);
  }
  mvhline(20, 0, ACS_HLINE, 80);
  mvprintw(23, 0, "arrows move   PgUp PgDn week   q quits");
}

static void draw_field(void) {
  attrset(COLOR_PAIR(pair_field));
  mvprintw(field_row, 6, "%-40s", field);
  attrset(A_NORMAL);
  mvprintw(field_row, 0, "Name");
  move(field_row, 6 + (int)strlen(field));
}

static void move_cursor(int column, int row) {
  int old_day = day, old_time = time_of_day;
  day = (column + days) % days;
  time_of_day = (row + times) % times;
  draw_cell(old_day, old_time);
  draw_cell(day, time_of_day);
}

// False: quit.
static bool handle(int key) {
  size_t length = strlen(field);
  if (key == 'q' && length == 0) return false;
  switch (key) {
    case KEY_LEFT: move_cursor(day - 1, time_of_day); break;
    case KEY_RIGHT: move_cursor(day + 1, time_of_day); break;
    case KEY_UP: move_cursor(day, time_of_day - 1); break;
    case KEY_DOWN: move_cursor(day, time_of_day + 1); break;
    case KEY_PPAGE: week--; draw_page(); break;
    case KEY_NPAGE: week++; draw_page(); break;
    case KEY_RESIZE: draw_page(); break;
    case KEY_BACKSPACE: case 127: case 8:
      if (length) field[length - 1] = 0;
      break;
    default:
      if (key >= ' ' && key < 127 && length < field_size) {
        field[length] = (char)key;
        field[length + 1] = 0;
      }
  }
  draw_field();
  return true;
}

int main(void) {
  setlocale(LC_ALL, "");
  if (!initscr()) return 1;
  raw();
  noecho();
  nonl();
  keypad(stdscr, TRUE);
  set_escdelay(25);
  start_color();
  use_default_colors();
  init_pair(pair_free, 2, -1);
  init_pair(pair_booked, 7, 4);
  init_pair(pair_selected, 0, 6);
  init_pair(pair_field, -1, 8 < COLORS ? 236 % COLORS : 0);
  init_pair(pair_title, 6, -1);
  draw_page();
  draw_field();
  for (;;) {
    refresh();
    // All that has been typed, then one refresh.
    timeout(-1);
    int key = getch();
    timeout(0);
    while (key != ERR) {
      if (!handle(key)) {
        endwin();
        return 0;
      }
      key = getch();
    }
  }
}
