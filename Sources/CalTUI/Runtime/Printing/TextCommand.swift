import BookingModel
import Glibc
import SystemShim

/// A command of the config that gets text on its standard input: a printer, or what unlocks the screen.
///
/// It is run by `/bin/sh -c`, as `api_key_command` is, so pipes and quotes work as its author expects; the text is never part of the command line.
/// It has a session of its own: no terminal to write on, and all of it ends together. It gets no API key in its environment.
struct TextCommand: Sendable {
  enum Ending: Equatable {
    case ended(status: Int, said: String)
    case killed(signal: Int)
    case tookTooLong
    case notStarted(String)
  }

  var command: String
  var milliseconds: Int64 = 30_000

  /// Of what it prints, so much is kept; the rest is read and dropped, so that it never waits for us.
  static let outputLimit = 4096
  /// For what is left in the pipes when the command has ended but something that it started still holds them.
  private static let graceMilliseconds: Int64 = 200

  /// Blocks until it has ended, or its time is over.
  func run(_ text: String) -> Ending {
    // A file in memory rather than a pipe: nothing to wait for while writing, and nothing breaks where the command does not read.
    let input = cal_memory_file("caltui-text")
    guard input >= 0 else { return .notStarted(Paths.reason(errno)) }
    defer { close(input) }
    guard TextCommand.write(Array(text.utf8), to: input) else { return .notStarted(Paths.reason(errno)) }
    var output: [Int32] = [-1, -1]
    var errors: [Int32] = [-1, -1]
    guard cal_pipe(&output) == 0 else { return .notStarted(Paths.reason(errno)) }
    guard cal_pipe(&errors) == 0 else {
      let code = errno
      for end in output { close(end) }
      return .notStarted(Paths.reason(code))
    }
    defer {
      close(output[0])
      close(errors[0])
    }
    var pid: pid_t = 0
    let code = spawn(&pid, input: input, output: output[1], errors: errors[1])
    close(output[1])
    close(errors[1])
    guard code == 0 else { return .notStarted(Paths.reason(code)) }
    return wait(for: pid, output[0], errors[0])
  }

  private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return lseek(descriptor, 0, SEEK_SET) == 0
  }

  private func spawn(_ pid: inout pid_t, input: Int32, output: Int32, errors: Int32) -> Int32 {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
    posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
    posix_spawn_file_actions_adddup2(&actions, errors, STDERR_FILENO)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer {
      posix_spawn_file_actions_destroy(&actions)
      posix_spawnattr_destroy(&attributes)
    }
    // The desk reads its signals from a descriptor and ignores SIGPIPE; a command wants neither.
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    var all = sigset_t()
    sigfillset(&all)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF) | cal_spawn_own_session)
    return CStrings.with(TextCommand.environment()) { environment in
      CStrings.with(["/bin/sh", "-c", command]) { arguments in
        posix_spawn(&pid, "/bin/sh", &actions, &attributes, arguments, environment)
      }
    }
  }

  /// This process's own, without the API key.
  static func environment() -> [String] {
    var found: [String] = []
    var entry = environ
    while let text = entry.pointee {
      let line = String(cString: text)
      if !line.hasPrefix("CAL_API_KEY=") { found.append(line) }
      entry += 1
    }
    return found
  }

  // MARK: - Waiting

  private func wait(for pid: pid_t, _ output: Int32, _ errors: Int32) -> Ending {
    var streams = [OutputStream(output), OutputStream(errors)]
    let end = Stopwatch.milliseconds() + milliseconds
    var status: Int32?
    var grace: Int64?
    while true {
      let now = Stopwatch.milliseconds()
      if status == nil {
        status = TextCommand.status(of: pid)
        if status != nil { grace = now + TextCommand.graceMilliseconds }
      }
      let isSilent = streams.allSatisfy(\.isClosed)
      if let status, isSilent || now >= (grace ?? now) { return ending(status, streams) }
      if now >= end {
        kill(-pid, SIGKILL)
        if status == nil { _ = TextCommand.reap(pid) }
        return .tookTooLong
      }
      // The pipes may be closed long before it ends, so its end is asked for now and then.
      var waited = streams.map { pollfd(fd: $0.isClosed ? -1 : $0.descriptor, events: Int16(POLLIN), revents: 0) }
      _ = poll(&waited, nfds_t(waited.count), Int32(min(20, end - now)))
      for index in streams.indices where waited[index].revents != 0 { streams[index].read() }
    }
  }

  private func ending(_ status: Int32, _ streams: [OutputStream]) -> Ending {
    if status & 0x7F != 0 { return .killed(signal: Int(status & 0x7F)) }
    return .ended(status: Int(status >> 8 & 0xFF), said: streams[1].firstLine ?? streams[0].firstLine ?? "")
  }

  private static func status(of pid: pid_t) -> Int32? {
    var status: Int32 = 0
    return waitpid(pid, &status, WNOHANG) == pid ? status : nil
  }

  private static func reap(_ pid: pid_t) -> Int32 {
    var status: Int32 = 0
    while waitpid(pid, &status, 0) < 0, errno == EINTR {}
    return status
  }
}

/// What comes out of a command, the beginning of it kept.
private struct OutputStream {
  let descriptor: Int32
  private(set) var isClosed = false
  private var kept: [UInt8] = []

  init(_ descriptor: Int32) {
    self.descriptor = descriptor
  }

  /// Once, whatever is there: a flood must not keep the clock from being looked at.
  mutating func read() {
    var buffer = [UInt8](repeating: 0, count: 16_384)
    let count = Glibc.read(descriptor, &buffer, buffer.count)
    if count < 0, errno == EINTR || errno == EAGAIN { return }
    guard count > 0 else {
      isClosed = true
      return
    }
    let room = TextCommand.outputLimit - kept.count
    if room > 0 { kept += buffer[..<min(count, room)] }
  }

  /// The first line that says something.
  var firstLine: String? {
    kept.split { $0 == 0x0A || $0 == 0x0D }.lazy.map { String(decoding: $0, as: UTF8.self) }
      .first { !$0.trimmingBlanks.isEmpty }
  }
}
