import BookingModel
import Glibc
import SystemShim
import TestTerminal
import Testing

@testable import CalTUI

/// The whole terminal layer on a pseudo terminal.
@MainActor @Suite(.serialized) struct TerminalSessionTests {
  private func open(_ pair: TerminalPair) throws -> Terminal {
    try Terminal(input: pair.terminal, output: pair.terminal, options: .init(name: "xterm-256color", theme: .dark))
  }

  private func frame(_ terminal: Terminal, _ text: String) -> Frame {
    var grid = Grid(size: terminal.size)
    grid.write(text, at: Position(row: 2, column: 3), role: .selected)
    return Frame(grid: grid, cursor: nil)
  }

  private func text(_ terminal: EmulatedTerminal, row: Int, columns: Range<Int>) -> String {
    columns.compactMap { terminal[row, $0].text }.joined()
  }

  @Test func theTerminalIsTakenPaintedAndGivenBack() throws {
    let pair = try TerminalPair()
    let before = pair.modes
    let terminal = try open(pair)
    #expect(pair.modes != before)
    #expect(terminal.size == Size(columns: 80, rows: 24))
    #expect(terminal.paint(frame(terminal, "Board")) == .drained)
    var shown = EmulatedTerminal(size: terminal.size)
    shown.feed(pair.readAll())
    #expect(text(shown, row: 2, columns: 3..<8) == "Board")
    #expect(shown.isAlternate && shown.bracketsPaste)
    terminal.close()
    shown.feed(pair.readAll())
    #expect(!shown.isAlternate && !shown.bracketsPaste && shown.cursorIsShown)
    #expect(pair.modes == before)
    terminal.close()
    #expect(pair.readAll() == [])
  }

  @Test func keysArriveAsTypedEvenThoseOfFlowControlAndSignals() throws {
    let pair = try TerminalPair()
    let terminal = try open(pair)
    defer { terminal.close() }
    pair.type("a\u{3}\u{13}\u{11}\u{1A}\u{16}\r\u{1B}[A\u{1B}[200~Zoë\u{1B}[201~\u{1B}")
    let (events, isOpen) = terminal.readKeys()
    #expect(isOpen)
    #expect(
      events == [
        .key(.character("a")), .key(.control("c")), .key(.control("s")), .key(.control("q")), .key(.control("z")),
        .key(.control("v")), .key(.enter), .key(.up), .paste("Zoë"),
      ])
    #expect(terminal.inputDelay == .milliseconds(25))
    #expect(terminal.inputTimedOut() == [.key(.escape)])
    #expect(terminal.inputDelay == nil)
    #expect(terminal.readKeys().events == [])
  }

  @Test func aTerminalThatHangsUpIsClosed() throws {
    let pair = try TerminalPair()
    let terminal = try open(pair)
    pair.hangUp()
    #expect(terminal.readKeys().isOpen == false)
    #expect(terminal.paint(frame(terminal, "x")) == .dead(EIO))
    terminal.close()
  }

  @Test func aNewSizeComesWithItsSignal() throws {
    let pair = try TerminalPair()
    let terminal = try open(pair)
    defer { terminal.close() }
    _ = terminal.paint(frame(terminal, "Board"))
    _ = pair.readAll()
    pair.resize(Size(columns: 40, rows: 12))
    // To this thread: others of the test run do not block the signal.
    pthread_kill(pthread_self(), SIGWINCH)
    pthread_kill(pthread_self(), SIGWINCH)
    #expect(try terminal.readSignals() == [.resized])
    #expect(terminal.size == Size(columns: 40, rows: 12))
    _ = terminal.paint(frame(terminal, "Board"))
    var shown = EmulatedTerminal(size: terminal.size)
    shown.feed(pair.readAll())
    #expect(text(shown, row: 2, columns: 3..<8) == "Board")
    #expect(try terminal.readSignals() == [])
  }

  @Test func signalsThatEndAndContinueAreMessages() throws {
    let pair = try TerminalPair()
    let terminal = try open(pair)
    defer { terminal.close() }
    for number in [SIGTERM, SIGINT, SIGHUP, SIGTSTP] { pthread_kill(pthread_self(), number) }
    let signals = try terminal.readSignals()
    #expect(Set(signals) == [.ended(SIGTERM), .ended(SIGINT), .ended(SIGHUP), .stopped])
    // Another program had the terminal while we stood still.
    var usual = termios()
    tcgetattr(pair.terminal, &usual)
    let raw = pair.modes
    cfmakeraw(&usual)
    usual.c_lflag |= tcflag_t(ECHO | ICANON)
    tcsetattr(pair.terminal, TCSANOW, &usual)
    pthread_kill(pthread_self(), SIGCONT)
    #expect(try terminal.readSignals() == [.continued])
    #expect(pair.modes.local == raw.local)
  }

  @Test func nothingIsPaintedWhileTheTerminalTakesNothing() throws {
    let pair = try TerminalPair(size: Size(columns: 200, rows: 50))
    let terminal = try open(pair)
    let size = terminal.size
    func page(_ seed: Int) -> Frame {
      var grid = Grid(size: size)
      var random = SeededRandom(seed: UInt64(seed))
      for row in 0..<size.rows {
        let text = String(
          (0..<size.columns).map { _ in Character(Unicode.Scalar(UInt8.random(in: 0x21..<0x7F, using: &random))) })
        grid.write(text, at: Position(row: row, column: 0))
      }
      return Frame(grid: grid, cursor: nil)
    }
    var round = 0
    while terminal.paint(page(round)) == .drained, round < 100 { round += 1 }
    #expect(terminal.isWriting)
    for later in 0..<10 { #expect(terminal.paint(page(1_000 + later)) == .pending) }
    // The terminal reads again: what was begun is finished, then the newest page comes whole.
    var shown = EmulatedTerminal(size: size)
    var bytes = pair.readAll()
    while terminal.flush() == .pending { bytes += pair.readAll() }
    var progress = terminal.paint(page(7))
    while progress == .pending {
      bytes += pair.readAll()
      progress = terminal.flush()
    }
    bytes += pair.readAll()
    shown.feed(bytes)
    // Those that were left out cost nothing: a page is ten thousand characters and some cursor movement.
    #expect(bytes.count < (round + 3) * 11_000)
    let expected = page(7).grid.textRows
    for row in 0..<size.rows { #expect(text(shown, row: row, columns: 0..<size.columns) == expected[row]) }
    #expect(shown.unknown == [])
    terminal.close()
  }

  @Test func leavingATerminalThatStoppedReadingTakesNoLongerThanItsPatience() throws {
    let pair = try TerminalPair()
    let before = pair.modes
    let terminal = try open(pair)
    let clock = ContinuousClock()
    var grid = Grid(size: terminal.size)
    var round = 0
    while terminal.paint(Frame(grid: grid, cursor: nil)) == .drained, round < 10_000 {
      grid.paint(Role.allCases[round % Role.allCases.count], rows: 0..<24, columns: 0..<80)
      grid.write("\(round)", at: Position(row: round % 24, column: 0))
      round += 1
    }
    #expect(terminal.isWriting)
    let taken = clock.measure { terminal.close() }
    #expect(taken < .seconds(2))
    #expect(pair.modes == before)
  }

  @Test func whatIsNoTerminalIsRefused() throws {
    let file = cal_memory_file("no terminal")
    defer { Glibc.close(file) }
    #expect(throws: TerminalError(call: "isatty", reason: .system(ENOTTY))) {
      _ = try Terminal(input: file, output: file, options: .init(name: "xterm"))
    }
  }
}

/// A trap in the middle of the picture gives the terminal back before the process ends.
@Suite struct TerminalCrashTests {
  private static func crash(on path: String, by number: Int32) {
    let descriptor = open(path, O_RDWR | O_NOCTTY)
    guard descriptor >= 0, cal_terminal_raw(descriptor) == 0 else { exit(3) }
    let bytes = Array("\u{1B}[?1049l".utf8)
    guard cal_crash_prepare(descriptor, bytes, bytes.count) == 0 else { exit(4) }
    var none = rlimit(rlim_cur: 0, rlim_max: 0)
    none.rlim_cur = 0
    setrlimit(__rlimit_resource_t(4), &none)
    // A worker thread may block SIGABRT, which abort() unblocks.
    if number == SIGABRT { abort() }
    exit(raise(number) == 0 ? 5 : 6)
  }

  private func expectGivenBack(_ pair: TerminalPair, _ before: TerminalPairModes) {
    #expect(pair.modes == before)
    #expect(String(decoding: pair.readAll(), as: UTF8.self) == "\u{1B}[?1049l")
  }

  @Test func aTrap() async throws {
    let pair = try TerminalPair()
    let before = pair.modes
    await #expect(processExitsWith: .signal(SIGTRAP)) { [path = pair.path as String] in
      TerminalCrashTests.crash(on: path, by: SIGTRAP)
    }
    expectGivenBack(pair, before)
  }

  @Test func aBadAccess() async throws {
    let pair = try TerminalPair()
    let before = pair.modes
    await #expect(processExitsWith: .signal(SIGSEGV)) { [path = pair.path as String] in
      TerminalCrashTests.crash(on: path, by: SIGSEGV)
    }
    expectGivenBack(pair, before)
  }

  @Test func anAbort() async throws {
    let pair = try TerminalPair()
    let before = pair.modes
    await #expect(processExitsWith: .signal(SIGABRT)) { [path = pair.path as String] in
      TerminalCrashTests.crash(on: path, by: SIGABRT)
    }
    expectGivenBack(pair, before)
  }
}
