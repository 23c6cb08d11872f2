#ifndef CAL_CURLSHIM_H
#define CAL_CURLSHIM_H
#endif
