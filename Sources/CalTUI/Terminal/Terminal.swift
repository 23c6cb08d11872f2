import BookingModel
import Glibc
import SystemShim

/// The clerk's terminal: its modes, its keys, its signals, its picture. One for the process.
///
/// It never waits. The loop that owns it waits on ``inputDescriptor``, ``signalDescriptor`` and, while
/// ``isWriting``, on ``outputDescriptor`` for writing, and no longer than ``inputDelay``.
@MainActor
final class Terminal {
  struct Options: Hashable, Sendable {
    /// `TERM`.
    var name: String
    var theme: Theme.Name?
    /// `NO_COLOR` is set.
    var noColor = false
    /// `COLORFGBG` tells of dark letters on light.
    var isLightGround = false
    /// `--ascii`.
    var ascii = false
    /// `mouse` of the config.
    var mouse = false
    /// `ESCDELAY`: how long after Escape the rest of a sequence may come.
    var escapeDelay: Duration = .milliseconds(25)
    var altPrefix: KeyDecoder.AltPrefix = .escapeThenKey
  }

  enum Signal: Hashable, Sendable {
    /// ``size`` is new, everything has to be drawn.
    case resized
    /// SIGTERM, SIGINT, SIGHUP or SIGQUIT, by number: leave.
    case ended(Int32)
    /// SIGTSTP: the loop saves what it must and calls ``suspend()``.
    case stopped
    /// SIGCONT: the terminal was taken again, everything has to be drawn.
    case continued
  }

  let inputDescriptor: Int32
  let signalDescriptor: Int32
  var outputDescriptor: Int32 { output.descriptor }

  private let screen: CursesScreen
  private let output: TerminalOutput
  private var decoder: KeyDecoder
  private let escapeDelay: Duration
  private var isClosed = false
  private var hasReleasedSignals = false

  var size: Size { screen.size }
  var isASCII: Bool { screen.isASCII }
  var colors: Int { screen.colors }
  var theme: Theme { screen.theme }

  /// Takes the terminal. Blocks the loop's signals in this thread, so it comes before any thread is started.
  init(input: Int32 = 0, output descriptor: Int32 = 1, options: Options) throws(TerminalError) {
    guard isatty(input) == 1 else { throw TerminalError(call: "isatty", reason: .system(ENOTTY)) }
    guard isatty(descriptor) == 1 else { throw TerminalError(call: "isatty", reason: .system(ENOTTY)) }
    screen = try CursesScreen(
      terminal: options.name, size: Terminal.measure(descriptor), theme: options.theme, noColor: options.noColor,
      isLightGround: options.isLightGround, ascii: options.ascii, mouse: options.mouse)
    signalDescriptor = cal_signals_open()
    guard signalDescriptor >= 0 else { throw TerminalError(call: "signalfd", reason: .system(errno)) }
    inputDescriptor = input
    output = TerminalOutput(sharing: descriptor)
    decoder = KeyDecoder(sequences: screen.keySequences, altPrefix: options.altPrefix, hasMouse: options.mouse)
    escapeDelay = options.escapeDelay
    try enter()
  }

  /// Size in cells as the terminal says it now; 0 by 0 where it does not know.
  private static func measure(_ descriptor: Int32) -> Size {
    var rows: Int32 = 0
    var columns: Int32 = 0
    guard cal_terminal_size(descriptor, &rows, &columns) == 0 else { return Size(columns: 0, rows: 0) }
    return Size(columns: Int(columns), rows: Int(rows))
  }

  private func enter() throws(TerminalError) {
    try TerminalError.check("tcsetattr", cal_terminal_raw(inputDescriptor))
    let bytes = screen.restoreBytes
    // Longer than the handler holds: then a crash restores the modes alone.
    let fits = bytes.count <= Int(CAL_CRASH_BYTES)
    try TerminalError.check(
      "sigaction", cal_crash_prepare(output.descriptor, bytes, fits ? bytes.count : 0))
  }

  // MARK: Output

  /// The terminal has not taken everything yet: nothing is painted before it has.
  var isWriting: Bool { output.pendingBytes > 0 }

  /// Paints a frame. While ``isWriting`` it is left out: the loop paints the then current one after ``flush()``.
  func paint(_ frame: Frame) -> TerminalOutput.Progress {
    guard !isWriting else { return output.flush() }
    output.enqueue(screen.paint(frame))
    return output.flush()
  }

  /// Writes what waits, when the terminal is writable again.
  func flush() -> TerminalOutput.Progress { output.flush() }

  /// Ctrl-L: the next frame is drawn whole.
  func repaint() { screen.repaint() }

  // MARK: Input

  /// How long to wait for input before ``inputTimedOut()``; `nil`: for ever. Counts from the last ``readKeys()``.
  var inputDelay: Duration? { decoder.waiting?.delay(escape: escapeDelay) }

  /// Everything that has been typed. `isOpen` is false when the terminal is gone.
  /// - Parameter isReady: it is known that there is something.
  func readKeys(isReady: Bool = false) -> (events: [KeyEvent], isOpen: Bool) {
    var events: [KeyEvent] = []
    var isReady = isReady
    while isReady || Terminal.isReadable(inputDescriptor) {
      isReady = false
      var failure: Int32 = 0
      let bytes = [UInt8](unsafeUninitializedCapacity: 4096) { buffer, count in
        let result = read(inputDescriptor, buffer.baseAddress, buffer.count)
        if result < 0 { failure = errno }
        count = max(0, result)
      }
      if failure == EINTR || failure == EAGAIN { continue }
      guard !bytes.isEmpty else { return (events, false) }
      events += decoder.feed(bytes)
      // That was all; what comes after it wakes the loop again.
      if bytes.count < 4096 { break }
    }
    return (events, true)
  }

  /// ``inputDelay`` has passed without input.
  func inputTimedOut() -> [KeyEvent] { decoder.timeout() }

  private static func isReadable(_ descriptor: Int32) -> Bool {
    var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&waiting, 1, 0) > 0
  }

  // MARK: Signals

  /// The signals that have come, each once. A new size is already taken, and so is the terminal after a stop.
  func readSignals() throws(TerminalError) -> [Signal] {
    var signals: [Signal] = []
    while true {
      let number = cal_signals_next(signalDescriptor)
      guard number != 0 else { return signals }
      guard number > 0 else { throw TerminalError(call: "read", reason: .system(errno)) }
      var signal: Signal?
      switch number {
      case SIGWINCH:
        try screen.resize(to: Terminal.measure(inputDescriptor))
        signal = .resized
      case SIGTSTP: signal = .stopped
      case SIGCONT:
        // Also after our own ``suspend()``: it cannot know whether it stood still at all. The kernel sends it after
        // SIGHUP too; then there is no terminal to take again, which the end of its input tells.
        try? reenter()
        signal = .continued
      default: signal = .ended(number)
      }
      if let signal, !signals.contains(signal) { signals.append(signal) }
    }
  }

  /// Gives the terminal back, stops this process and its group as Ctrl-Z does elsewhere, and takes the terminal again
  /// when it goes on. Everything has to be drawn then.
  func suspend() throws(TerminalError) {
    leave(with: screen.suspend())
    cal_signals_stop()
    try reenter()
  }

  private func reenter() throws(TerminalError) {
    try enter()
    try screen.resize(to: Terminal.measure(inputDescriptor))
    screen.repaint()
  }

  // MARK: The end

  isolated deinit { releaseSignals() }

  /// Gives the terminal back; its signals still wait for us. The second call does nothing.
  func close() {
    guard !isClosed else { return }
    isClosed = true
    leave(with: screen.close())
  }

  /// From here on signals do what they do to any program. Those of a line that drops come in pairs: before all is put away,
  /// the second one would cut that off.
  func releaseSignals() {
    guard !hasReleasedSignals else { return }
    hasReleasedSignals = true
    cal_signals_close(signalDescriptor)
  }

  /// A terminal that has stopped reading is given this long for what is to be restored, in milliseconds.
  private static let patience: Int32 = 100

  private func leave(with bytes: [UInt8]) {
    output.enqueue(bytes)
    var waits = 0
    while output.flush() == .pending, waits < 4 {
      var waiting = pollfd(fd: output.descriptor, events: Int16(POLLOUT), revents: 0)
      _ = poll(&waiting, 1, Terminal.patience / 4)
      waits += 1
    }
    if output.pendingBytes > 0 {
      // Whoever reads on one day shall find the terminal as it was: what nobody has read makes room for that.
      output.discardPending()
      cal_terminal_discard_output(output.descriptor)
      output.enqueue(screen.restoreBytes)
      _ = output.flush()
      output.discardPending()
    }
    cal_crash_disarm()
    cal_terminal_restore()
  }
}
