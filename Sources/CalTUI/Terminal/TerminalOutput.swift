import Glibc
import SystemShim

/// Writes to the terminal without ever waiting for it.
///
/// The terminal's descriptor shares its open file with the shell that started us, so a non-blocking flag set on it would
/// outlive us there. The terminal is therefore opened anew (`/dev/tty`, else by name); where that is refused, the
/// shared descriptor is asked by `poll` and written in pieces small enough for a terminal that says it is ready.
final class TerminalOutput {
  enum Progress: Hashable, Sendable {
    /// All is written.
    case drained
    /// The terminal takes no more for now: wait until it is writable, and paint nothing before.
    case pending
    /// Nobody is there any more (`errno`).
    case dead(Int32)
  }

  /// To wait on for writing, while ``Progress/pending``.
  let descriptor: Int32
  private let isOwn: Bool
  private var buffer: [UInt8] = []
  private var start = 0
  private var failure: Int32?

  /// Bytes that wait.
  var pendingBytes: Int { buffer.count - start }

  /// - Parameter shared: the terminal as the shell gave it, usually 1.
  init(sharing shared: Int32) {
    let own = cal_terminal_open_output(shared)
    isOwn = own >= 0
    descriptor = isOwn ? own : shared
  }

  /// - Parameter descriptor: a non-blocking descriptor, which is closed with this object.
  init(owning descriptor: Int32) {
    self.descriptor = descriptor
    isOwn = true
  }

  deinit { if isOwn { Glibc.close(descriptor) } }

  func enqueue(_ bytes: [UInt8]) {
    guard failure == nil else { return }
    if start == buffer.count {
      buffer = bytes
      start = 0
    } else {
      buffer += bytes
    }
  }

  /// Writes what the terminal takes now.
  func flush() -> Progress {
    if let failure { return .dead(failure) }
    while start < buffer.count {
      guard isOwn || isWritable() else { return .pending }
      let limit = isOwn ? buffer.count : min(buffer.count, start + TerminalOutput.safePiece)
      let count = buffer[start..<limit].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      if count >= 0 {
        start += count
        continue
      }
      switch errno {
      case EINTR: continue
      case EAGAIN: return .pending
      case let code:
        failure = code
        buffer = []
        start = 0
        return .dead(code)
      }
    }
    buffer.removeAll(keepingCapacity: buffer.capacity <= 1 << 16)
    start = 0
    return .drained
  }

  /// Forgets what waits: for leaving a terminal that has stopped reading. What follows must not rely on the state the
  /// terminal is in.
  func discardPending() {
    buffer = []
    start = 0
  }

  /// A terminal that is writable for `poll` has room for more than this.
  private static let safePiece = 64

  private func isWritable() -> Bool {
    var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    return poll(&waiting, 1, 0) > 0
  }
}
