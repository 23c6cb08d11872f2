#ifndef CAL_CURSESSHIM_H
#define CAL_CURSESSHIM_H
#endif
