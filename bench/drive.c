// Runs programs on pseudo terminals and times their output from outside. Commands come line by line on standard input,
// the answer to each is one line on standard output:
//
//   open ROWS COLUMNS QUIET_MS CAP_MS N VAR=VALUE… PROGRAM ARGUMENT…   N variables; fields are separated by tabs
//   send PROCESS HEX QUIET_MS CAP_MS FIRST_MS                          typed bytes; "-" types nothing
//   pace PROCESS HEX,HEX… COUNT EVERY_US BITS DELAY_MS QUIET_MS CAP_MS keys by turns, one each EVERY_US, over a line
//   close PROCESS                                                      hangs up
//
// `open` and `send` listen until something has come and then nothing for QUIET_MS, or nothing at all for FIRST_MS, or
// CAP_MS have passed, and answer
// "PROCESS-ID HEX-OF-OUTPUT NS:BYTES…": when each piece was read, in nanoseconds since the program was started or the
// first byte was typed. `pace` answers the same without the output, and with two pieces: the first one and all the rest,
// at the times their last bytes are at the far end of the line. Time is taken in C, next to the system calls, so that the script around it costs nothing.
//
//   cc -O2 -o drive bench/drive.c -lutil

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <utmp.h>

enum { most_programs = 8, most_pieces = 200000, most_fields = 200 };

static struct { pid_t pid; int fd; } programs[most_programs];
static struct { int64_t time; int bytes; } pieces[most_pieces];
static unsigned char *output;
static size_t output_size, output_room;

static int64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * INT64_C(1000000000) + time.tv_nsec;
}

static void keep(const unsigned char *bytes, size_t count) {
  if (output_size + count > output_room) {
    output_room = (output_size + count) * 2;
    output = realloc(output, output_room);
    if (!output) exit(1);
  }
  memcpy(output + output_size, bytes, count);
  output_size += count;
}

// Types what there is to type, as fast as the terminal takes it, and reads until it is quiet.
static int listen_to(int fd, int64_t start, const unsigned char *typed, size_t left, int64_t quiet, int64_t cap,
                     int64_t first) {
  int count = 0;
  int64_t last = start;
  output_size = 0;
  for (;;) {
    int64_t time = now();
    if (left > 0) last = time;
    int64_t silence = last + (count ? quiet : first), end = start + cap;
    int64_t wait = (silence < end ? silence : end) - time;
    if (wait <= 0) return count;
    struct timespec limit = {wait / 1000000000, wait % 1000000000};
    struct pollfd state = {fd, POLLIN | (left > 0 ? POLLOUT : 0), 0};
    if (ppoll(&state, 1, &limit, NULL) <= 0) continue;
    if (state.revents & POLLOUT) {
      ssize_t taken = write(fd, typed, left < 256 ? left : 256);
      if (taken > 0) typed += taken, left -= (size_t)taken;
    }
    if (state.revents & (POLLIN | POLLHUP)) {
      unsigned char buffer[65536];
      ssize_t taken = read(fd, buffer, sizeof buffer);
      if (taken < 0 && errno == EAGAIN) continue;
      if (taken <= 0) return count;
      last = now();
      if (count < most_pieces) {
        pieces[count].time = last - start;
        pieces[count++].bytes = (int)taken;
      }
      keep(buffer, (size_t)taken);
    }
  }
}

static void answer(pid_t pid, int count) {
  printf("%d ", (int)pid);
  if (output_size == 0) putchar('-');
  for (size_t index = 0; index < output_size; index++) printf("%02x", output[index]);
  for (int index = 0; index < count; index++) printf(" %lld:%d", (long long)pieces[index].time, pieces[index].bytes);
  putchar('\n');
  fflush(stdout);
}

static void open_program(char **fields, int count) {
  struct winsize size = {(unsigned short)atoi(fields[1]), (unsigned short)atoi(fields[2]), 0, 0};
  int64_t quiet = atoll(fields[3]) * 1000000, cap = atoll(fields[4]) * 1000000;
  int variables = atoi(fields[5]);
  char *environment[most_fields] = {0};
  for (int index = 0; index < variables; index++) environment[index] = fields[6 + index];
  char **arguments = fields + 6 + variables;
  fields[count] = NULL;
  int slot = 0;
  while (slot < most_programs && programs[slot].pid) slot++;
  if (slot == most_programs) exit(1);
  int master, slave;
  if (openpty(&master, &slave, NULL, NULL, &size) != 0) exit(1);
  fcntl(master, F_SETFD, FD_CLOEXEC);
  fcntl(master, F_SETFL, O_NONBLOCK);
  int64_t start = now();
  pid_t pid = vfork();
  if (pid < 0) exit(1);
  if (pid == 0) {
    if (login_tty(slave) == 0) execve(arguments[0], arguments, environment);
    _exit(127);
  }
  close(slave);
  programs[slot].pid = pid;
  programs[slot].fd = master;
  answer(pid, listen_to(master, start, NULL, 0, quiet, cap, cap));
}

static int find(const char *text) {
  for (int slot = 0; slot < most_programs; slot++) {
    if (programs[slot].pid && programs[slot].pid == atoi(text)) return slot;
  }
  exit(1);
}

static void send_keys(char **fields) {
  int slot = find(fields[1]);
  static unsigned char typed[65536];
  size_t count = 0;
  unsigned value;
  for (const char *hex = fields[2]; count < sizeof typed && sscanf(hex, "%2x", &value) == 1; hex += 2) {
    typed[count++] = (unsigned char)value;
  }
  int64_t quiet = atoll(fields[3]) * 1000000, cap = atoll(fields[4]) * 1000000;
  int64_t first = atoll(fields[5]) * 1000000;
  // What comes late of an earlier cause is not the answer to this one.
  unsigned char late[65536];
  while (count > 0 && read(programs[slot].fd, late, sizeof late) > 0) {}
  int64_t start = now();
  if (count > 0 && count <= 256) {
    // The common case in one call, so that the time begins with it.
    if (write(programs[slot].fd, typed, count) != (ssize_t)count) exit(1);
    count = 0;
  }
  answer(programs[slot].pid, listen_to(programs[slot].fd, start, typed, count, quiet, cap, first));
}

// A line of so many bits a second (0: no line) and a delay each way. Bytes queue at its beginning.
struct line { int64_t bits, delay, free; };

// The most that waits at the line's beginning before the program has to wait as well: a socket's buffer.
enum { line_queue = 16384 };

// When the last of these bytes, given to the line now, is at its other end.
static int64_t carry(struct line *line, int64_t time, size_t bytes) {
  if (line->bits == 0) return time;
  if (line->free < time) line->free = time;
  line->free += (int64_t)bytes * 8 * INT64_C(1000000000) / line->bits;
  return line->free + line->delay;
}

static void pace_keys(char **fields) {
  enum { most_keys = 64, most_key = 16 };
  static unsigned char keys[most_keys][most_key];
  static int64_t due[20000];
  size_t lengths[most_keys] = {0}, offset = 0;
  int kinds = 0, slot = find(fields[1]), fd = programs[slot].fd;
  for (char *key = strtok(fields[2], ","); key && kinds < most_keys; key = strtok(NULL, ",")) {
    unsigned value;
    for (; lengths[kinds] < most_key && sscanf(key, "%2x", &value) == 1; key += 2) {
      keys[kinds][lengths[kinds]++] = (unsigned char)value;
    }
    kinds++;
  }
  int count = atoi(fields[3]), sent = 0;
  int64_t every = atoll(fields[4]) * 1000, bits = atoll(fields[5]), delay = atoll(fields[6]) * 1000000;
  int64_t quiet = atoll(fields[7]) * 1000000, cap = atoll(fields[8]) * 1000000;
  if (kinds == 0 || count > (int)(sizeof due / sizeof *due)) exit(1);
  struct line up = {bits, delay, 0}, down = {bits, delay, 0};
  int64_t start = now(), last = start, first_arrival = 0, last_arrival = 0, first_bytes = 0, bytes = 0;
  for (int index = 0; index < count; index++) due[index] = carry(&up, start + index * every, lengths[index % kinds]);
  for (;;) {
    int64_t time = now();
    while (sent < count && due[sent] <= time) {
      ssize_t taken = write(fd, keys[sent % kinds] + offset, lengths[sent % kinds] - offset);
      if (taken <= 0) break;
      offset += (size_t)taken;
      last = time;
      if (offset < lengths[sent % kinds]) break;
      offset = 0;
      sent++;
    }
    int64_t end = start + cap;
    if (time >= end || (sent == count && time >= last + quiet)) break;
    // The queue is full: the program's bytes stay in its terminal until there is room.
    int64_t room = bits ? down.free - (int64_t)line_queue * 8 * INT64_C(1000000000) / bits : 0;
    bool full = bits && room > time;
    if (full) last = time;
    int64_t next = sent < count ? (due[sent] > time ? due[sent] : time + 200000) : last + quiet;
    if (full && room < next) next = room;
    if (end < next) next = end;
    int64_t wait = next > time ? next - time : 0;
    struct timespec limit = {wait / 1000000000, wait % 1000000000};
    struct pollfd state = {fd, full ? 0 : POLLIN, 0};
    if (ppoll(&state, 1, &limit, NULL) <= 0 || full) continue;
    unsigned char buffer[4096];
    ssize_t taken = read(fd, buffer, sizeof buffer);
    if (taken < 0 && errno == EAGAIN) continue;
    if (taken <= 0) break;
    last = now();
    last_arrival = carry(&down, last, (size_t)taken);
    if (bytes == 0) first_arrival = last_arrival, first_bytes = taken;
    bytes += taken;
  }
  printf("%d -", (int)programs[slot].pid);
  if (bytes) printf(" %lld:%lld", (long long)(first_arrival - start), (long long)first_bytes);
  if (bytes > first_bytes) printf(" %lld:%lld", (long long)(last_arrival - start), (long long)(bytes - first_bytes));
  putchar('\n');
  fflush(stdout);
}

static void close_program(char **fields) {
  int slot = find(fields[1]);
  close(programs[slot].fd);
  kill(programs[slot].pid, SIGHUP);
  int status;
  waitpid(programs[slot].pid, &status, 0);
  programs[slot].pid = 0;
  printf("%d\n", status);
  fflush(stdout);
}

int main(void) {
  static char line[1 << 18];
  while (fgets(line, sizeof line, stdin)) {
    line[strcspn(line, "\n")] = 0;
    char *fields[most_fields + 1] = {0};
    int count = 0;
    for (char *field = strtok(line, "\t"); field && count < most_fields; field = strtok(NULL, "\t")) {
      fields[count++] = field;
    }
    if (count >= 7 && !strcmp(fields[0], "open")) open_program(fields, count);
    else if (count == 6 && !strcmp(fields[0], "send")) send_keys(fields);
    else if (count == 9 && !strcmp(fields[0], "pace")) pace_keys(fields);
    else if (count == 2 && !strcmp(fields[0], "close")) close_program(fields);
    else return 1;
  }
  return 0;
}
