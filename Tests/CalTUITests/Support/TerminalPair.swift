import BookingModel
import Glibc
import SystemShim
import Testing

/// A pseudo terminal without a program: we are at both ends.
final class TerminalPair {
  /// The end of who looks at the screen and types.
  private(set) var controller: Int32
  /// The end of the program.
  let terminal: Int32

  init(size: Size = Size(columns: 80, rows: 24)) throws {
    var controller: Int32 = -1
    var terminal: Int32 = -1
    try #require(cal_terminal_pair(Int32(size.rows), Int32(size.columns), &controller, &terminal) == 0)
    self.controller = controller
    self.terminal = terminal
    _ = fcntl(controller, F_SETFL, O_NONBLOCK)
  }

  deinit {
    hangUp()
    close(terminal)
  }

  func hangUp() {
    guard controller >= 0 else { return }
    close(controller)
    controller = -1
  }

  func type(_ text: String) {
    let bytes = Array(text.utf8)
    let written = write(controller, bytes, bytes.count)
    #expect(written == bytes.count)
  }

  func resize(_ size: Size) { cal_terminal_resize(controller, Int32(size.rows), Int32(size.columns)) }

  /// What the program has written and nobody has read yet.
  func readAll(limit: Int = .max) -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while bytes.count < limit {
      let count = read(controller, &buffer, min(buffer.count, limit - bytes.count))
      guard count > 0 else { break }
      bytes += buffer[..<count]
    }
    return bytes
  }

  var modes: TerminalPairModes {
    var modes = termios()
    tcgetattr(terminal, &modes)
    return TerminalPairModes(input: modes.c_iflag, output: modes.c_oflag, local: modes.c_lflag, control: modes.c_cflag)
  }

  /// The path of the program's end.
  var path: String {
    var name = [CChar](repeating: 0, count: 64)
    guard ttyname_r(terminal, &name, name.count) == 0 else { return "" }
    return String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}

/// `termios` is not `Equatable`.
struct TerminalPairModes: Hashable {
  var input: tcflag_t
  var output: tcflag_t
  var local: tcflag_t
  var control: tcflag_t
}
