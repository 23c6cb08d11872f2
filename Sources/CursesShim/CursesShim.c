#define _XOPEN_SOURCE 700
#include "CursesShim.h"

#include <wchar.h>

int cal_scalar_columns(uint32_t scalar) { return wcwidth((wchar_t)scalar); }
