#ifndef CAL_SYSTEMSHIM_H
#define CAL_SYSTEMSHIM_H
#endif
