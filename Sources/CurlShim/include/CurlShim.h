#ifndef CAL_CURLSHIM_H
#define CAL_CURLSHIM_H

// What Swift cannot say to libcurl by itself: variadic setters, options whose name or presence depends on the
// installed version, and callbacks with fixed C signatures. Types and constants of <curl/curl.h> are imported as they are.
// Nothing here decides anything: every value comes from CalClient, the only importer.

// libcurl is not linked: it and the thirty libraries behind it (TLS, Kerberos, LDAP, HTTP/2) cost 9 ms and 8 MiB at every
// start, and the desk draws its first frame before the first transfer, or has none, when the shop is on this machine.
// cal_curl_global_start loads it. The calls that need nothing else keep their names and meaning, with `cal_` in front.
#include <curl/curl.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

CURL *cal_curl_easy_init(void);
void cal_curl_easy_cleanup(CURL *easy);
const char *cal_curl_easy_strerror(CURLcode code);
struct curl_slist *cal_curl_slist_append(struct curl_slist *list, const char *line);
void cal_curl_slist_free_all(struct curl_slist *list);
CURLM *cal_curl_multi_init(void);
CURLMcode cal_curl_multi_cleanup(CURLM *multi);
CURLMcode cal_curl_multi_add_handle(CURLM *multi, CURL *easy);
CURLMcode cal_curl_multi_remove_handle(CURLM *multi, CURL *easy);
CURLMcode cal_curl_multi_perform(CURLM *multi, int *running);
CURLMcode cal_curl_multi_poll(CURLM *multi, struct curl_waitfd *extra, unsigned int count, int limit, int *ready);

// curl_easy_setopt is variadic, and Swift imports no variadic functions: one setter per type that travels.
// libcurl wants `long` for every integer option, also where the documentation shows an int.
CURLcode cal_curl_set_long(CURL *easy, CURLoption option, long value);
// The same for options of type curl_off_t (sizes in bytes).
CURLcode cal_curl_set_offset(CURL *easy, CURLoption option, int64_t value);
// libcurl copies the text, except for CURLOPT_POSTFIELDS, which is therefore not set through this one.
CURLcode cal_curl_set_string(CURL *easy, CURLoption option, const char *value);
// A body of `count` bytes, zeros included, copied by libcurl. Size and copy are two options in a fixed order.
CURLcode cal_curl_set_body(CURL *easy, const void *bytes, size_t count);
// Header lines. libcurl does not copy the list: it must live until the transfer is over.
CURLcode cal_curl_set_headers(CURL *easy, struct curl_slist *lines);
// A buffer of CURL_ERROR_SIZE bytes for libcurl's sentence about a failure; it must live as long as the handle.
CURLcode cal_curl_set_error_buffer(CURL *easy, char *buffer);

// Takes `count` bytes; any other return value ends the transfer.
typedef size_t (*cal_curl_sink)(char *bytes, size_t one, size_t count, void *context);
// Where decoded body bytes go. Two options that belong together.
CURLcode cal_curl_set_body_sink(CURL *easy, cal_curl_sink sink, void *context);
// Where header lines go, the status line first, one call a line.
CURLcode cal_curl_set_header_sink(CURL *easy, cal_curl_sink sink, void *context);

// Called each time libcurl, connected and through TLS, is about to send a request; anything but 0 ends the transfer
// before a byte of it is sent. libcurl calls it again when it resends on another connection. Text and numbers are the
// addresses and ports of both ends.
typedef int (*cal_curl_gate)(void *context, char *remote, char *local, int remote_port, int local_port);
// CURLOPT_PREREQFUNCTION came with libcurl 7.80; false when the installed one is older and has no such call.
bool cal_curl_set_gate(CURL *easy, cal_curl_gate gate, void *context);

// http and https, nothing else. The option changed its name and type in 7.85, and the old one warns since.
CURLcode cal_curl_only_http(CURL *easy);
// A cancelled transfer does not wait for its name resolver's thread (CURLOPT_QUICK_EXIT, since 7.87; else ignored).
void cal_curl_leave_resolver_behind(CURL *easy);
// Sockets are closed on exec, so that a command started for the key inherits no connection. libcurl 7.88 lacks
// a flag for it: this installs a socket callback.
CURLcode cal_curl_close_on_exec(CURL *easy);

// curl_easy_getinfo is variadic too. 0 when libcurl does not know.
long cal_curl_get_long(CURL *easy, CURLINFO info);
int64_t cal_curl_get_offset(CURL *easy, CURLINFO info);

// curl_multi_setopt is variadic.
CURLMcode cal_curl_multi_set_long(CURLM *multi, CURLMoption option, long value);

// The message's union as plain values: whether a transfer ended, which one, and how.
bool cal_curl_next_finished(CURLM *multi, CURL **easy, CURLcode *result);

// Loads libcurl and starts it. CURLE_FAILED_INIT when there is none: then no other function here does anything.
// CURL_GLOBAL_DEFAULT is a macro over macros.
CURLcode cal_curl_global_start(void);

// eventfd(2) is not in Swift's Glibc module. Non-blocking, closed on exec; -1 and errno on failure.
int cal_event_open(void);

#endif
