#include "SystemShim.h"
