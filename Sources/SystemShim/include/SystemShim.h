#ifndef CAL_SYSTEMSHIM_H
#define CAL_SYSTEMSHIM_H

// What the Glibc module of Swift lacks: signal descriptors, handlers that may run at any instant, pseudo terminals.
// Functions give 0 or an errno value unless they say otherwise.

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/// The commit that this program was built from, as `CALTUI_COMMIT` said at the build; empty otherwise.
const char *cal_build_commit(void);

// MARK: the terminal's modes
// The saved modes live in C because the handler of a crash needs them, and it may touch nothing of Swift's.

/// Remembers the modes of the terminal, then makes it raw: every byte as typed, no echo, no signals from keys, no flow
/// control (Ctrl-S must not freeze the desk), no output processing. A second call only makes it raw again.
int cal_terminal_raw(int descriptor);

/// Puts the remembered modes back. Async-signal-safe; nothing happens when none are remembered.
int cal_terminal_restore(void);

/// Drops what was written and not read yet: room in a terminal whose reader has stopped. Async-signal-safe.
void cal_terminal_discard_output(int descriptor);

/// The size in cells; 0 by 0 where the terminal does not know it.
int cal_terminal_size(int descriptor, int *rows, int *columns);

/// A descriptor of its own for writing to the terminal, non-blocking. `descriptor` shares its open file with the shell
/// that started us, which would inherit the flag and choke on it. -1: none can be had (`errno` says why).
int cal_terminal_open_output(int descriptor);

// MARK: signals

/// Blocks SIGWINCH, SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGTSTP and SIGCONT for this thread and those it starts later, and
/// makes them readable instead; ignores SIGPIPE and SIGXFSZ, whose errors are seen where one writes. To be called before any
/// thread is started. -1: failed (`errno`).
int cal_signals_open(void);

/// The number of the next signal waiting; 0: none; -1: failed (`errno`).
int cal_signals_next(int descriptor);

/// Ends what `cal_signals_open` began: closes the descriptor, unblocks the signals.
void cal_signals_close(int descriptor);

/// Ends this process by the signal, as it would have ended without us: who started us sees what it was. Comes back only where
/// the kernel refuses (the first process of a container).
void cal_signals_end_by(int number);

/// Stops this job as Ctrl-Z does elsewhere, and comes back when it goes on. SIGTSTP rather than SIGSTOP, and to the
/// group: the script that started us stops too, and where nobody could ever continue us the kernel refuses.
void cal_signals_stop(void);

/// Most bytes that `cal_crash_prepare` takes.
#define CAL_CRASH_BYTES 512

/// From now on every signal that would end us and is not among those of `cal_signals_open`, SIGILL, SIGTRAP, SIGABRT, SIGSEGV,
/// SIGBUS and SIGFPE above all, first writes these bytes to the terminal and restores its modes, then goes on to what was to
/// happen without us. The handler has a stack of its own.
int cal_crash_prepare(int descriptor, const uint8_t *bytes, size_t count);

/// The terminal is restored already: crashes write nothing more.
void cal_crash_disarm(void);

/// No core file of this process, and no look into its memory or its environment by other programs of the same user: the API key and customers'
/// data are in it. An administrator still can. What it starts is not concerned.
void cal_process_close(void);

// MARK: children on a pseudo terminal, for tests

/// Starts a program on a new pseudo terminal of its own session, with default signal dispositions and no inherited
/// descriptors. `arguments` and `environment` end in NULL. On success `*process` and `*terminal` (the other end).
int cal_spawn_on_terminal(
    const char *path, const char *const *arguments, const char *const *environment, int rows, int columns,
    pid_t *process, int *terminal);

/// Tells the pseudo terminal its new size; the program gets SIGWINCH.
int cal_terminal_resize(int descriptor, int rows, int columns);

/// A pseudo terminal without a program, both ends. For tests of the modes.
int cal_terminal_pair(int rows, int columns, int *controller, int *terminal);

/// Gives back to the system what only the start needed: free memory of the heap, and the pages of the program's own code, of which those that
/// are needed again come from the file, most of them still in the system's cache.
void cal_memory_trim(void);
/// An anonymous file in memory; -1: failed (`errno`).
int cal_memory_file(const char *name);

// MARK: commands of the config

/// A pipe whose ends no child inherits: `pipe2`, because another thread may start a child between `pipe` and `fcntl`. -1: failed (`errno`).
int cal_pipe(int ends[2]);

/// `POSIX_SPAWN_SETSID`, which Swift's module hides: the child gets a session of its own, and with it no terminal.
extern const short cal_spawn_own_session;

#endif
