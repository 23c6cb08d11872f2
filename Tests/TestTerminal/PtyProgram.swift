import Glibc
package import SystemShim

/// A program on a pseudo terminal of its own, driven from outside as a clerk would: keys in, bytes out.
package final class PtyProgram {
  package struct Failure: Error, Hashable {
    package var call: String
    package var code: Int32
  }

  package enum End: Hashable {
    case exited(Int32)
    case signalled(Int32)
  }

  package let process: pid_t
  /// The clerk's end of the terminal.
  package private(set) var terminal: Int32
  /// Everything the program has written so far.
  package private(set) var output: [UInt8] = []
  package private(set) var end: End?

  /// - Parameters:
  ///   - environment: all of it; nothing is inherited.
  package init(
    _ path: String, _ arguments: [String] = [], environment: [String: String], rows: Int = 24, columns: Int = 80
  ) throws {
    var process: pid_t = -1
    var terminal: Int32 = -1
    let pairs = environment.map { "\($0.key)=\($0.value)" }
    let code = PtyProgram.withPointers([path] + arguments) { arguments in
      PtyProgram.withPointers(pairs) { environment in
        cal_spawn_on_terminal(path, arguments, environment, Int32(rows), Int32(columns), &process, &terminal)
      }
    }
    guard code == 0 else { throw Failure(call: "forkpty", code: code) }
    self.process = process
    self.terminal = terminal
  }

  deinit {
    hangUp()
    if end == nil {
      kill(process, SIGKILL)
      var status: Int32 = 0
      waitpid(process, &status, 0)
    }
  }

  package var text: String { String(decoding: output, as: UTF8.self) }

  package func type(_ keys: String) {
    var rest = Array(keys.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(terminal, $0.baseAddress, $0.count) }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }

  package func resize(rows: Int, columns: Int) { cal_terminal_resize(terminal, Int32(rows), Int32(columns)) }

  /// The line drops: the clerk's end is gone.
  package func hangUp() {
    if terminal >= 0 { close(terminal) }
    terminal = -1
  }

  /// The modes of the terminal, as `tcgetattr` has them: input, output, control, local, then the control characters. Empty when
  /// the line has dropped.
  package var modes: [UInt32] {
    var modes = termios()
    guard tcgetattr(terminal, &modes) == 0 else { return [] }
    let characters = withUnsafeBytes(of: modes.c_cc) { $0.map(UInt32.init) }
    return [modes.c_iflag, modes.c_oflag, modes.c_cflag, modes.c_lflag] + characters
  }

  /// Whether the program could write something now, nobody reading. `nil` when that cannot be told.
  package var takesOutput: Bool? {
    // TIOCGPTN, which Swift's module hides: the number of the program's end.
    var number: UInt32 = 0
    guard terminal >= 0, ioctl(terminal, 0x8004_5430, &number) == 0 else { return nil }
    let other = open("/dev/pts/\(number)", O_WRONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)
    guard other >= 0 else { return nil }
    defer { close(other) }
    var waiting = pollfd(fd: other, events: Int16(POLLOUT), revents: 0)
    return poll(&waiting, 1, 0) > 0 && Int32(waiting.revents) & POLLOUT != 0
  }

  package func send(signal: Int32) { kill(process, signal) }

  /// Reads until what was written satisfies a condition, the program hangs up, or time is over; gives whether it does.
  @discardableResult
  package func read(within limit: Duration = .seconds(10), until condition: (PtyProgram) -> Bool) -> Bool {
    let deadline = ContinuousClock.now + limit
    while !condition(self) {
      let left = ContinuousClock.now.duration(to: deadline)
      guard left > .zero, readMore(milliseconds: Int32(left / .milliseconds(1)) + 1) else { return condition(self) }
    }
    return true
  }

  /// Reads until the program says nothing for a while.
  package func readUntilQuiet(for pause: Duration = .milliseconds(50)) {
    while readMore(milliseconds: Int32(pause / .milliseconds(1))) {}
  }

  package func forgetOutput() { output = [] }

  /// How the program ended; `nil` when it has not within the limit. Its last words are in ``output``.
  package func waitForEnd(within limit: Duration = .seconds(10)) -> End? {
    read(within: limit) { $0.hasEnded() }
    return end
  }

  private func hasEnded() -> Bool {
    if end != nil { return true }
    var status: Int32 = 0
    guard waitpid(process, &status, WNOHANG) == process else { return false }
    end = status & 0x7F == 0 ? .exited(status >> 8 & 0xFF) : .signalled(status & 0x7F)
    return true
  }

  /// False: nothing came, or nobody is there any more.
  private func readMore(milliseconds: Int32) -> Bool {
    if terminal < 0 {
      // Nothing to read any more; a short pause, after which the caller looks for the end again.
      poll(nil, 0, min(milliseconds, 10))
      return true
    }
    var waiting = pollfd(fd: terminal, events: Int16(POLLIN), revents: 0)
    guard poll(&waiting, 1, milliseconds) > 0 else { return false }
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let count = Glibc.read(terminal, &buffer, buffer.count)
    if count > 0 {
      output += buffer[..<count]
      return true
    }
    // Hung up: the program ends, or has ended.
    if end == nil {
      var status: Int32 = 0
      if waitpid(process, &status, 0) == process {
        end = status & 0x7F == 0 ? .exited(status >> 8 & 0xFF) : .signalled(status & 0x7F)
      }
    }
    return false
  }

  private static func withPointers<Result>(_ strings: [String], _ body: ([UnsafePointer<CChar>?]) -> Result) -> Result {
    let copies = strings.map { strdup($0) }
    defer { for copy in copies { free(copy) } }
    return body(copies.map { $0.map { UnsafePointer($0) } } + [nil])
  }
}
