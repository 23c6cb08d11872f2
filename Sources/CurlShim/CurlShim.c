#define _GNU_SOURCE
// libcurl's setters as functions, not as macros that check their arguments' types.
#define CURL_DISABLE_TYPECHECK
#include "CurlShim.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <sys/eventfd.h>

#undef curl_easy_setopt
#undef curl_easy_getinfo
#undef curl_multi_setopt

// What is called of libcurl.
#define CAL_CURL_FUNCTIONS(use)                                                                                        \
  use(global_init) use(easy_init) use(easy_cleanup) use(easy_setopt) use(easy_getinfo) use(easy_strerror)              \
  use(slist_append) use(slist_free_all) use(multi_init) use(multi_cleanup) use(multi_setopt) use(multi_add_handle)     \
  use(multi_remove_handle) use(multi_perform) use(multi_poll) use(multi_info_read)

static struct {
#define CAL_MEMBER(name) __typeof__(&curl_##name) name;
  CAL_CURL_FUNCTIONS(CAL_MEMBER)
#undef CAL_MEMBER
  bool is_loaded;
} library;

static void cal_curl_load(void) {
  // One ABI since 2006. Debian has a second build of it, with GnuTLS.
  void *handle = dlopen("libcurl.so.4", RTLD_LAZY | RTLD_LOCAL);
  if (!handle) handle = dlopen("libcurl-gnutls.so.4", RTLD_LAZY | RTLD_LOCAL);
  if (!handle) return;
#define CAL_FIND(name)                                                                                                 \
  library.name = (__typeof__(library.name))dlsym(handle, "curl_" #name);                                               \
  if (!library.name) return;
  CAL_CURL_FUNCTIONS(CAL_FIND)
#undef CAL_FIND
  library.is_loaded = true;
}

CURLcode cal_curl_global_start(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, cal_curl_load);
  return library.is_loaded ? library.global_init(CURL_GLOBAL_DEFAULT) : CURLE_FAILED_INIT;
}

// Without the library there is no handle, and without a handle nothing else is called.

CURL *cal_curl_easy_init(void) { return library.is_loaded ? library.easy_init() : NULL; }
void cal_curl_easy_cleanup(CURL *easy) { library.easy_cleanup(easy); }
const char *cal_curl_easy_strerror(CURLcode code) {
  return library.is_loaded ? library.easy_strerror(code) : "libcurl.so.4 is not installed";
}
struct curl_slist *cal_curl_slist_append(struct curl_slist *list, const char *line) {
  return library.slist_append(list, line);
}
void cal_curl_slist_free_all(struct curl_slist *list) {
  if (list) library.slist_free_all(list);
}
CURLM *cal_curl_multi_init(void) { return library.is_loaded ? library.multi_init() : NULL; }
CURLMcode cal_curl_multi_cleanup(CURLM *multi) { return library.multi_cleanup(multi); }
CURLMcode cal_curl_multi_add_handle(CURLM *multi, CURL *easy) { return library.multi_add_handle(multi, easy); }
CURLMcode cal_curl_multi_remove_handle(CURLM *multi, CURL *easy) { return library.multi_remove_handle(multi, easy); }
CURLMcode cal_curl_multi_perform(CURLM *multi, int *running) { return library.multi_perform(multi, running); }
CURLMcode cal_curl_multi_poll(CURLM *multi, struct curl_waitfd *extra, unsigned int count, int limit, int *ready) {
  return library.multi_poll(multi, extra, count, limit, ready);
}

CURLcode cal_curl_set_long(CURL *easy, CURLoption option, long value) {
  return library.easy_setopt(easy, option, value);
}

CURLcode cal_curl_set_offset(CURL *easy, CURLoption option, int64_t value) {
  return library.easy_setopt(easy, option, (curl_off_t)value);
}

CURLcode cal_curl_set_string(CURL *easy, CURLoption option, const char *value) {
  return library.easy_setopt(easy, option, value);
}

CURLcode cal_curl_set_body(CURL *easy, const void *bytes, size_t count) {
  CURLcode code = library.easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)count);
  if (code != CURLE_OK) return code;
  return library.easy_setopt(easy, CURLOPT_COPYPOSTFIELDS, count == 0 ? (const void *)"" : bytes);
}

CURLcode cal_curl_set_headers(CURL *easy, struct curl_slist *lines) {
  return library.easy_setopt(easy, CURLOPT_HTTPHEADER, lines);
}

CURLcode cal_curl_set_error_buffer(CURL *easy, char *buffer) {
  return library.easy_setopt(easy, CURLOPT_ERRORBUFFER, buffer);
}

CURLcode cal_curl_set_body_sink(CURL *easy, cal_curl_sink sink, void *context) {
  CURLcode code = library.easy_setopt(easy, CURLOPT_WRITEFUNCTION, sink);
  if (code != CURLE_OK) return code;
  return library.easy_setopt(easy, CURLOPT_WRITEDATA, context);
}

CURLcode cal_curl_set_header_sink(CURL *easy, cal_curl_sink sink, void *context) {
  CURLcode code = library.easy_setopt(easy, CURLOPT_HEADERFUNCTION, sink);
  if (code != CURLE_OK) return code;
  return library.easy_setopt(easy, CURLOPT_HEADERDATA, context);
}

bool cal_curl_set_gate(CURL *easy, cal_curl_gate gate, void *context) {
#if LIBCURL_VERSION_NUM >= 0x075000
  return library.easy_setopt(easy, CURLOPT_PREREQFUNCTION, gate) == CURLE_OK &&
         library.easy_setopt(easy, CURLOPT_PREREQDATA, context) == CURLE_OK;
#else
  (void)easy, (void)gate, (void)context;
  return false;
#endif
}

CURLcode cal_curl_only_http(CURL *easy) {
#if LIBCURL_VERSION_NUM >= 0x075500
  return library.easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
#else
  return library.easy_setopt(easy, CURLOPT_PROTOCOLS, (long)(CURLPROTO_HTTP | CURLPROTO_HTTPS));
#endif
}

void cal_curl_leave_resolver_behind(CURL *easy) {
#if LIBCURL_VERSION_NUM >= 0x075700
  (void)library.easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
#else
  (void)easy;
#endif
}

static int cal_curl_mark_close_on_exec(void *context, curl_socket_t socket, curlsocktype purpose) {
  (void)context, (void)purpose;
  int flags = fcntl(socket, F_GETFD);
  if (flags >= 0) (void)fcntl(socket, F_SETFD, flags | FD_CLOEXEC);
  return CURL_SOCKOPT_OK;
}

CURLcode cal_curl_close_on_exec(CURL *easy) {
  return library.easy_setopt(easy, CURLOPT_SOCKOPTFUNCTION, cal_curl_mark_close_on_exec);
}

long cal_curl_get_long(CURL *easy, CURLINFO info) {
  long value = 0;
  return library.easy_getinfo(easy, info, &value) == CURLE_OK ? value : 0;
}

int64_t cal_curl_get_offset(CURL *easy, CURLINFO info) {
  curl_off_t value = 0;
  return library.easy_getinfo(easy, info, &value) == CURLE_OK ? (int64_t)value : 0;
}

CURLMcode cal_curl_multi_set_long(CURLM *multi, CURLMoption option, long value) {
  return library.multi_setopt(multi, option, value);
}

bool cal_curl_next_finished(CURLM *multi, CURL **easy, CURLcode *result) {
  int left = 0;
  for (CURLMsg *message; (message = library.multi_info_read(multi, &left)) != NULL;) {
    if (message->msg != CURLMSG_DONE) continue;
    *easy = message->easy_handle;
    *result = message->data.result;
    return true;
  }
  return false;
}

int cal_event_open(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }
