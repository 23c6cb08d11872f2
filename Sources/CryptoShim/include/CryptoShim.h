// SHA-256 of the system's crypto library, which every libcurl brings along. Loaded at the first call, as libcurl is.
#ifndef CALTUI_CRYPTO_SHIM_H
#define CALTUI_CRYPTO_SHIM_H

#include <stdbool.h>
#include <stddef.h>

/// Writes 32 bytes to `digest`. False when neither libcrypto nor libgnutls is installed.
bool cal_sha256(const void *bytes, size_t count, unsigned char *digest);

#endif
