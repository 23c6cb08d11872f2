#define _GNU_SOURCE
#include <malloc.h>
#include "SystemShim.h"

#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <pty.h>
#include <signal.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

// MARK: the terminal's modes

static struct termios remembered;
static volatile sig_atomic_t remembered_descriptor = -1;

int cal_terminal_raw(int descriptor) {
  struct termios modes;
  if (tcgetattr(descriptor, &modes) != 0) return errno;
  if (remembered_descriptor < 0) {
    remembered = modes;
    remembered_descriptor = descriptor;
  }
  modes.c_iflag &= ~(tcflag_t)(BRKINT | PARMRK | ISTRIP | INLCR | IGNCR | ICRNL | IXON | IXOFF);
  modes.c_oflag &= ~(tcflag_t)OPOST;
  modes.c_lflag &= ~(tcflag_t)(ECHO | ECHONL | ICANON | ISIG | IEXTEN);
  modes.c_cflag = (modes.c_cflag & ~(tcflag_t)(CSIZE | PARENB)) | CS8;
  modes.c_cc[VMIN] = 1;
  modes.c_cc[VTIME] = 0;
  // TCSANOW: waiting for output to drain would hang on a terminal that has stopped reading.
  return tcsetattr(descriptor, TCSANOW, &modes) == 0 ? 0 : errno;
}

int cal_terminal_restore(void) {
  int descriptor = remembered_descriptor;
  if (descriptor < 0) return 0;
  // A background process that changes the modes is stopped by SIGTTOU; one that restores them on its way out must not.
  sigset_t block, before;
  sigemptyset(&block);
  sigaddset(&block, SIGTTOU);
  pthread_sigmask(SIG_BLOCK, &block, &before);
  int result = tcsetattr(descriptor, TCSANOW, &remembered) == 0 ? 0 : errno;
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  remembered_descriptor = -1;
  return result;
}

void cal_terminal_discard_output(int descriptor) { tcflush(descriptor, TCOFLUSH); }

int cal_terminal_size(int descriptor, int *rows, int *columns) {
  struct winsize size;
  if (ioctl(descriptor, TIOCGWINSZ, &size) != 0) return errno;
  *rows = size.ws_row;
  *columns = size.ws_col;
  return 0;
}

int cal_terminal_open_output(int descriptor) {
  const int flags = O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC;
  // Our controlling terminal may be opened by anyone who has it, even after a change of user.
  if (tcgetsid(descriptor) == getsid(0)) {
    int own = open("/dev/tty", flags);
    if (own >= 0) return own;
  }
  char name[64];
  if (ttyname_r(descriptor, name, sizeof name) != 0) return -1;
  return open(name, flags);
}

// MARK: signals

static void loop_signals(sigset_t *set) {
  sigemptyset(set);
  const int numbers[] = {SIGWINCH, SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGTSTP, SIGCONT};
  for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) sigaddset(set, numbers[i]);
}

int cal_signals_open(void) {
  sigset_t set;
  loop_signals(&set);
  signal(SIGPIPE, SIG_IGN);
  signal(SIGXFSZ, SIG_IGN);
  if ((errno = pthread_sigmask(SIG_BLOCK, &set, NULL)) != 0) return -1;
  return signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
}

int cal_signals_next(int descriptor) {
  struct signalfd_siginfo information;
  for (;;) {
    ssize_t count = read(descriptor, &information, sizeof information);
    if (count == (ssize_t)sizeof information) return (int)information.ssi_signo;
    if (count < 0 && errno == EINTR) continue;
    return count < 0 && errno == EAGAIN ? 0 : -1;
  }
}

void cal_signals_close(int descriptor) {
  close(descriptor);
  sigset_t set;
  loop_signals(&set);
  pthread_sigmask(SIG_UNBLOCK, &set, NULL);
}

// The first object is the program itself. Only what is never written: pages that were changed exist nowhere else.
static int give_back_program(struct dl_phdr_info *object, size_t size, void *context) {
  (void)size;
  (void)context;
  uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
  for (int index = 0; index < object->dlpi_phnum; index++) {
    const ElfW(Phdr) *part = &object->dlpi_phdr[index];
    if (part->p_type != PT_LOAD || (part->p_flags & PF_W)) continue;
    uintptr_t start = (object->dlpi_addr + part->p_vaddr) & ~(page - 1);
    uintptr_t end = (object->dlpi_addr + part->p_vaddr + part->p_memsz) & ~(page - 1);
    if (end > start) madvise((void *)start, end - start, MADV_DONTNEED);
  }
  return 1;
}

void cal_memory_trim(void) {
#ifdef __GLIBC__
  malloc_trim(0);
#endif
  dl_iterate_phdr(give_back_program, NULL);
}

void cal_signals_end_by(int number) {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, number);
  signal(number, SIG_DFL);
  kill(getpid(), number);
  pthread_sigmask(SIG_UNBLOCK, &set, NULL);
}

void cal_signals_stop(void) {
  sigset_t set, before;
  sigemptyset(&set);
  sigaddset(&set, SIGTSTP);
  struct sigaction action = {.sa_handler = SIG_DFL}, old;
  sigaction(SIGTSTP, &action, &old);
  kill(0, SIGTSTP);
  // Here the kernel delivers it, and we stand still until SIGCONT.
  pthread_sigmask(SIG_UNBLOCK, &set, &before);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  sigaction(SIGTSTP, &old, NULL);
}

// MARK: crashes

// The traps, then what nobody sends a desk but would end it all the same.
static const int crash_signals[] = {SIGILL,  SIGTRAP, SIGABRT,   SIGSEGV, SIGBUS,  SIGFPE, SIGSYS, SIGXCPU,
                                    SIGALRM, SIGPROF, SIGVTALRM, SIGUSR1, SIGUSR2, SIGIO,  SIGPWR, SIGSTKFLT};
enum { crash_count = sizeof crash_signals / sizeof *crash_signals };
static struct sigaction crash_before[crash_count];
static uint8_t crash_bytes[CAL_CRASH_BYTES];
static volatile sig_atomic_t crash_length = 0;
static volatile sig_atomic_t crash_descriptor = -1;
static bool crash_installed = false;
static _Alignas(16) uint8_t crash_stack[64 * 1024];

/// Whether all went out.
static bool crash_write(int descriptor) {
  size_t done = 0;
  for (int tries = 0; tries < 4 && done < (size_t)crash_length; tries++) {
    ssize_t count = write(descriptor, crash_bytes + done, (size_t)crash_length - done);
    if (count > 0) done += (size_t)count;
  }
  return done == (size_t)crash_length;
}

static void crash_handler(int number) {
  int saved = errno;
  int descriptor = crash_descriptor;
  crash_descriptor = -1;
  if (descriptor >= 0) {
    if (!crash_write(descriptor)) {
      // The terminal is full: what nobody has read yet makes room, and the bytes begin with one that breaks off a sequence.
      tcflush(descriptor, TCOFLUSH);
      crash_write(descriptor);
    }
    cal_terminal_restore();
  }
  for (int i = 0; i < crash_count; i++) {
    if (crash_signals[i] == number) sigaction(number, &crash_before[i], NULL);
  }
  errno = saved;
  // Blocked until this handler returns, then what was to happen happens.
  raise(number);
}

int cal_crash_prepare(int descriptor, const uint8_t *bytes, size_t count) {
  if (count > CAL_CRASH_BYTES) return E2BIG;
  crash_descriptor = -1;
  memcpy(crash_bytes, bytes, count);
  crash_length = (sig_atomic_t)count;
  crash_descriptor = descriptor;
  if (crash_installed) return 0;
  stack_t stack = {.ss_sp = crash_stack, .ss_size = sizeof crash_stack};
  if (sigaltstack(&stack, NULL) != 0) return errno;
  struct sigaction action = {.sa_handler = crash_handler, .sa_flags = SA_ONSTACK};
  sigemptyset(&action.sa_mask);
  for (int i = 0; i < crash_count; i++) {
    if (sigaction(crash_signals[i], &action, &crash_before[i]) != 0) return errno;
  }
  crash_installed = true;
  return 0;
}

// RLIMIT_CORE alone would do for files, but not for programs that the kernel hands cores to.
void cal_process_close(void) { (void)prctl(PR_SET_DUMPABLE, 0, 0, 0, 0); }

void cal_crash_disarm(void) { crash_descriptor = -1; }

// MARK: pseudo terminals

int cal_spawn_on_terminal(
    const char *path, const char *const *arguments, const char *const *environment, int rows, int columns,
    pid_t *process, int *terminal) {
  struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns};
  pid_t child = forkpty(terminal, NULL, NULL, &size);
  if (child < 0) return errno;
  if (child == 0) {
    sigset_t none;
    sigemptyset(&none);
    for (int number = 1; number < NSIG; number++) signal(number, SIG_DFL);
    sigprocmask(SIG_SETMASK, &none, NULL);
    close_range(3, ~0U, 0);
    execve(path, (char *const *)arguments, (char *const *)environment);
    _exit(127);
  }
  *process = child;
  fcntl(*terminal, F_SETFD, FD_CLOEXEC);
  return 0;
}

int cal_terminal_resize(int descriptor, int rows, int columns) {
  struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns};
  return ioctl(descriptor, TIOCSWINSZ, &size) == 0 ? 0 : errno;
}

int cal_terminal_pair(int rows, int columns, int *controller, int *terminal) {
  struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns};
  if (openpty(controller, terminal, NULL, NULL, &size) != 0) return errno;
  fcntl(*controller, F_SETFD, FD_CLOEXEC);
  fcntl(*terminal, F_SETFD, FD_CLOEXEC);
  return 0;
}

int cal_memory_file(const char *name) { return memfd_create(name, MFD_CLOEXEC); }

// MARK: commands of the config

int cal_pipe(int ends[2]) { return pipe2(ends, O_CLOEXEC); }

const short cal_spawn_own_session = POSIX_SPAWN_SETSID;

const char *cal_build_commit(void) {
#ifdef CALTUI_COMMIT
  return CALTUI_COMMIT;
#else
  return "";
#endif
}
