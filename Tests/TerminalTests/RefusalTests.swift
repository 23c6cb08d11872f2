import Foundation
import TestTerminal
import Testing

/// What stops the desk before it takes the screen: one line that says what, why and what to do, and an exit code.
@Suite struct RefusalTests {
  private func expectRefusal(
    _ text: String, saying words: [String], sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let lines = text.split(whereSeparator: \.isNewline)
    #expect(lines.count == 1, "\(text)", sourceLocation: sourceLocation)
    #expect(text.hasPrefix("caltui: "), sourceLocation: sourceLocation)
    for word in words { #expect(text.contains(word), "\(text)", sourceLocation: sourceLocation) }
    for trace in ["Fatal", "Crash", " 0x", "Swift/", "\u{1B}"] {
      #expect(!text.contains(trace), "\(text)", sourceLocation: sourceLocation)
    }
  }

  private func start(_ home: DeskHome, _ more: [String: String] = [:]) throws -> (text: String, end: PtyProgram.End?) {
    let program = try PtyProgram(Caltui.program, environment: home.environment(more))
    let end = program.waitForEnd(within: .seconds(45))
    return (program.text, end)
  }

  @Test func withoutATerminal() throws {
    let ending = try DeskHome().command([])
    #expect(ending.code == 2)
    #expect(ending.output == "")
    expectRefusal(ending.errors, saying: ["needs a terminal", "--help"])
  }

  @Test(arguments: [
    ("nosuchterm", ["\"nosuchterm\"", "Set TERM", "xterm-256color", "ncurses-term"]),
    ("dumb", ["\"dumb\"", "cursor", "Use another", "--help"]), ("", ["TERM is not set", "Set it", "xterm-256color"]),
    (nil, ["TERM is not set", "Set it", "xterm-256color"]),
  ])
  func aTerminalThatIsUnknownOrTooPlain(_ name: String?, _ words: [String]) throws {
    let home = try DeskHome()
    var environment = home.environment()
    environment["TERM"] = name
    let program = try PtyProgram(Caltui.program, environment: environment)
    #expect(program.waitForEnd(within: .seconds(45)) == .exited(2))
    expectRefusal(program.text, saying: words)
  }

  @Test(arguments: ["/.local/share/caltui/local.sqlite", "/.local/state/caltui/local.desk.sqlite"])
  func aBrokenFileIsNamedAndLeftAlone(_ name: String) throws {
    let home = try DeskHome()
    let file = URL(filePath: home.path + name)
    let content = Data(String(repeating: "this is no database\n", count: 200).utf8)
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try content.write(to: file)
    let (text, end) = try start(home)
    #expect(end == .exited(1))
    expectRefusal(text, saying: [file.path, "damaged", "left alone"])
    #expect(try Data(contentsOf: file) == content)
  }

  @Test(arguments: [".local/state", ".local/share"])
  func aFolderThatCannotBeWritten(_ name: String) throws {
    let home = try DeskHome()
    // A file where a folder belongs stops everybody; modes do not stop the superuser.
    try FileManager.default.createDirectory(atPath: home.path + "/.local", withIntermediateDirectories: true)
    try Data().write(to: URL(filePath: home.path + "/" + name))
    let (text, end) = try start(home)
    #expect(end != .exited(0))
    expectRefusal(text, saying: [home.path + "/" + name])
  }

  @Test func aHomeThatIsNotSet() throws {
    let (text, end) = try start(DeskHome(), ["HOME": ""])
    #expect(end == .exited(2))
    expectRefusal(text, saying: ["HOME"])
  }

  @Test func aConfigThatIsWrongIsNamedWithItsLine() throws {
    let home = try DeskHome()
    let folder = home.path + "/.config/caltui"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try Data("theme = \"dark\"\nthme = \"dark\"\n".utf8).write(to: URL(filePath: folder + "/config.toml"))
    let (text, end) = try start(home)
    #expect(end == .exited(2))
    expectRefusal(text, saying: ["config.toml:2", "thme"])
  }

  @Test(arguments: [(30, 8), (39, 24), (80, 9)])
  func aWindowThatIsTooSmallSaysSoAndLeavesOnCtrlC(_ columns: Int, _ rows: Int) throws {
    let program = try PtyProgram(
      Caltui.program, environment: DeskHome().environment(), rows: rows, columns: columns)
    #expect(program.read(within: .seconds(45)) { $0.text.contains("40x10") && $0.text.contains("\(columns)x\(rows)") })
    program.type("\u{3}")
    #expect(program.waitForEnd(within: .seconds(45)) == .exited(0))
  }

  @Test func aTerminalThatHangsUpEndsTheDesk() throws {
    let home = try DeskHome()
    let program = try PtyProgram(Caltui.program, environment: home.environment())
    #expect(program.read(within: .seconds(45)) { $0.text.contains("Three questions") })
    program.hangUp()
    #expect(program.waitForEnd(within: .seconds(45)) == .signalled(SIGHUP))
  }
}
