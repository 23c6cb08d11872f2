#ifndef CAL_CURSESSHIM_H
#define CAL_CURSESSHIM_H

// What CalTUI/Terminal needs of ncursesw, and Swift cannot import: macros, variadics, mutable globals.

#include <stdint.h>

/// Columns the C library gives a scalar in the thread's locale, which is what ncurses advances by; -1: not printable.
/// A function of its own because `wcwidth` is hidden from Swift by feature macros.
int cal_scalar_columns(uint32_t scalar);

#endif
