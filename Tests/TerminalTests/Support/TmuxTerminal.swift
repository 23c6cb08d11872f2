import Foundation
import Testing

/// What a clerk sees: the rows of the terminal, without the blanks at their ends.
struct Screen: Equatable, CustomStringConvertible {
  var rows: [String]
  /// Column and row; empty where it is hidden.
  var cursor: String
  var isCursorVisible: Bool
  /// A full-screen program has the terminal.
  var isAlternate: Bool

  func shows(_ text: String) -> Bool { rows.contains { $0.contains(text) } }
  /// Whether one row has all of the texts, in this order.
  func shows(row texts: String...) -> Bool { shows(row: texts) }
  func shows(row texts: [String]) -> Bool {
    rows.contains { row in
      var rest = row[...]
      return texts.allSatisfy { text in
        guard let range = rest.range(of: text) else { return false }
        rest = rest[range.upperBound...]
        return true
      }
    }
  }
  /// The same without the clock of its first row, wherever that time stands: a trial that takes a minute ends in another one.
  var timeless: Screen {
    guard let time = rows.first?.firstMatch(of: /\b\d{1,2}:\d\d[ap]?\b/)?.output else { return self }
    var screen = self
    screen.rows = rows.map { $0.replacing(time, with: String(repeating: "#", count: time.count)) }
    return screen
  }
  var description: String { rows.joined(separator: "\n") }
}

/// A real terminal in which a program runs: a tmux server of its own with one window.
final class TmuxTerminal: Sendable {
  /// Something did not come in time. The screen at that moment says why.
  struct NotSeen: Error, CustomStringConvertible {
    var expected: String
    var screen: Screen
    var description: String { "never seen: \(expected). The screen was:\n\(screen)" }
  }

  static let tmux = DeskHome.find("tmux")
  /// For the suites: a test that cannot run says so.
  static var isThere: Bool { tmux != nil }
  static let patience: Duration = .seconds(45)

  let home: DeskHome
  private let socket: String
  private let environment: [String: String]

  /// - Parameters:
  ///   - script: what a shell in the window does; by default the desk, its exit code, then nothing more.
  ///   - environment: added to the home's, for the program.
  init(
    _ home: DeskHome, columns: Int = 80, rows: Int = 24, environment more: [String: String] = [:],
    script: String = "stty -a >$HOME/modes-before; $PROGRAM; echo \"EXIT $?\"; stty -a >$HOME/modes-after; exec cat"
  ) throws {
    self.home = home
    socket = "t\(UInt32.random(in: 0...UInt32.max))"
    environment = home.environment(["TMUX_TMPDIR": home.path + "/tmux"])
    // tmux has descriptions of its own terminal under this name on every system.
    let variables = home.environment(["TERM": "screen-256color", "PROGRAM": Caltui.program].merging(more) { $1 })
    let words =
      ["env", "-i"] + variables.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" } + ["sh", "-c", script]
    try run(["-f", "/dev/null", "new-session", "-d", "-s", "desk", "-x", "\(columns)", "-y", "\(rows)"] + words)
  }

  deinit {
    let program = try? child
    _ = try? run(["kill-server"])
    // The window's processes get SIGHUP. A desk that is still closing its store would write into a folder that goes.
    for _ in 0..<1_000 {
      // What is only a remainder in the table of processes has no program file any more.
      guard let program, let state = try? String(contentsOfFile: "/proc/\(program)/stat", encoding: .utf8),
        !state.contains(") Z")
      else { return }
      usleep(5_000)
    }
  }

  @discardableResult
  private func run(_ arguments: [String]) throws -> String {
    let path = try #require(TmuxTerminal.tmux)
    let ending = try ChildProcess.run(path, ["-u", "-L", socket] + arguments, environment: environment)
    guard ending.code == 0 else { throw ChildProcess.Failure(path: "tmux: " + ending.errors, code: ending.code) }
    return ending.output
  }

  // MARK: - Keys

  /// Keys by the names tmux has for them: `Enter`, `Escape`, `BSpace`, `C-c`, `NPage`; or single characters.
  func press(_ keys: String...) throws { try press(all: keys) }

  func press(all keys: [String]) throws {
    if !keys.isEmpty { try run(["send-keys", "-t", "desk"] + keys) }
  }

  func type(_ text: String) throws { try run(["send-keys", "-t", "desk", "-l", "--", text]) }

  /// Bytes as a terminal hands them over when its user pastes: in brackets where the program has asked for them.
  func paste(_ bytes: [UInt8]) throws { try send(bytes, options: ["-p", "-r"]) }

  /// Bytes as they are, in one piece.
  func send(_ bytes: [UInt8]) throws { try send(bytes, options: ["-r"]) }

  private func send(_ bytes: [UInt8], options: [String]) throws {
    let file = home.path + "/paste"
    try Data(bytes).write(to: URL(filePath: file))
    try run(["load-buffer", file, ";", "paste-buffer", "-d", "-t", "desk"] + options)
  }

  func resize(columns: Int, rows: Int) throws {
    try run(["resize-window", "-t", "desk", "-x", "\(columns)", "-y", "\(rows)"])
  }

  /// From now on every byte that the program writes goes to a file too.
  func record(to file: String) throws { try run(["pipe-pane", "-t", "desk", "-O", "exec cat >'\(file)'"]) }

  // MARK: - The screen

  func screen() throws -> Screen {
    let facts = "#{cursor_x},#{cursor_y} #{cursor_flag} #{alternate_on}"
    let output = try run(["display-message", "-p", "-t", "desk", facts, ";", "capture-pane", "-p", "-t", "desk"])
    var rows = output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let first = rows.removeFirst().split(separator: " ").map(String.init)
    if rows.last == "" { rows.removeLast() }
    return Screen(
      rows: rows, cursor: first[1] == "1" ? first[0] : "", isCursorVisible: first[1] == "1",
      isAlternate: first[2] == "1")
  }

  /// The screen with the looks of its cells, as escape sequences.
  func looks() throws -> (text: String, isColored: Bool, isASCII: Bool) {
    let text = try run(["capture-pane", "-e", "-N", "-p", "-t", "desk"])
    // 30 to 48, and 90 to 107, are colours.
    let isColored = text.contains(/\u{1B}\[(?:\d+;)*(?:3[0-8]|4[0-8]|9\d|10\d)[;m]/)
    return (text, isColored, text.utf8.allSatisfy { $0 < 0x80 })
  }

  /// The screen, once it has stayed the same for a while.
  func settled() async throws -> Screen {
    var last = try screen()
    var calm = 0
    while calm < 10 {
      try await Task.sleep(for: .milliseconds(15))
      let now = try screen()
      calm = now == last ? calm + 1 : 0
      last = now
    }
    return last
  }

  /// Looks until the screen is as expected.
  @discardableResult
  func wait(
    for expected: String, within limit: Duration = patience, until condition: (Screen) -> Bool
  ) async throws -> Screen {
    let deadline = ContinuousClock.now + limit
    while true {
      let screen = try screen()
      if condition(screen) { return screen }
      guard ContinuousClock.now < deadline else { throw NotSeen(expected: expected, screen: screen) }
      try await Task.sleep(for: .milliseconds(15))
    }
  }

  /// Looks until all of the texts are on the screen.
  @discardableResult
  func see(_ texts: String...) async throws -> Screen {
    try await wait(for: texts.joined(separator: " + ")) { screen in texts.allSatisfy { screen.shows($0) } }
  }

  /// Looks until one row has all of the texts.
  @discardableResult
  func see(row texts: String...) async throws -> Screen {
    try await wait(for: texts.joined(separator: " … ")) { $0.shows(row: texts) }
  }

  /// Presses a key and waits until the screen is another one.
  @discardableResult
  func pressAndLook(_ key: String) async throws -> Screen {
    let before = try screen()
    try press(key)
    return try await wait(for: "an answer to \(key)") { $0 != before }
  }

  /// Steps back until the board is there.
  func backToBoard() async throws {
    for _ in 0..<8 where try !screen().shows("w walk-in") { try await pressAndLook("Escape") }
    try await see("w walk-in")
  }

  // MARK: - The program in it

  /// The desk's process: the child of the window's shell.
  private var child: pid_t? {
    get throws {
      let shell = try run(["display-message", "-p", "-t", "desk", "#{pane_pid}"]).filter(\.isNumber)
      let children = try String(contentsOfFile: "/proc/\(shell)/task/\(shell)/children", encoding: .utf8)
      return children.split(separator: " ").first.flatMap { pid_t($0) }
    }
  }

  func send(signal: Int32) throws { kill(try #require(try child), signal) }

  /// Sends a signal to the program of that name, however deep below the window's shell it runs, and waits until it has gone.
  func end(_ name: String, by signal: Int32 = SIGKILL) async throws {
    let shell = try run(["display-message", "-p", "-t", "desk", "#{pane_pid}"]).filter(\.isNumber)
    var found: pid_t?
    var open = [shell]
    while let process = open.popLast(), found == nil {
      let path = "/proc/\(process)/task/\(process)/children"
      for child in ((try? String(contentsOfFile: path, encoding: .utf8)) ?? "").split(separator: " ").map(String.init) {
        let word = (try? String(contentsOfFile: "/proc/\(child)/comm", encoding: .utf8)) ?? ""
        if word == name + "\n" { found = pid_t(child) }
        open.append(child)
      }
    }
    let process = try #require(found)
    kill(process, signal)
    try await eventually("the end of \(name)") {
      let state = (try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)) ?? ") Z"
      return state.contains(") Z")
    }
  }

  var title: String {
    get throws { try run(["display-message", "-p", "-t", "desk", "#{pane_title}"]) }
  }
}

extension TmuxTerminal {
  /// Answers the three questions of a first start as they stand.
  func acceptSetup() async throws {
    try await see("Three questions", "Peter's Car Detail")
    try press("Enter", "Enter", "Enter")
    try await see("0 bookings", "live")
  }

  /// From the board to the attendee's form: the first service at its earliest time.
  func openForm() async throws {
    try press("b")
    try await see("Choose a service", "today 10:15a")
    try press("1")
    try await see("choose a time", "free, ")
    try press("1")
    try await see("3 of 4", "Name *")
  }
}

/// Looks at something other than a screen until it is as expected.
func eventually(
  _ expected: String, within limit: Duration = TmuxTerminal.patience, _ condition: () throws -> Bool
) async throws {
  struct Never: Error, CustomStringConvertible { var description: String }
  let deadline = ContinuousClock.now + limit
  while try !condition() {
    guard ContinuousClock.now < deadline else { throw Never(description: "never: \(expected)") }
    try await Task.sleep(for: .milliseconds(15))
  }
}
