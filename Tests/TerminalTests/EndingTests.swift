import Foundation
import Testing

/// Ways to end, planned or not: the terminal is as it was, and nothing typed is lost.
@Suite(.enabled(if: TmuxTerminal.isThere, "tmux is not installed"))
struct EndingTests {
  /// What `stty -a` says, without the size of the window.
  private func modes(_ home: DeskHome, _ name: String) async throws -> String {
    let file = home.path + "/modes-" + name
    try await eventually("modes \(name)") { FileManager.default.contents(atPath: file)?.last == UInt8(ascii: "\n") }
    return String(decoding: FileManager.default.contents(atPath: file) ?? Data(), as: UTF8.self)
  }

  private func expectRestored(_ desk: TmuxTerminal) async throws {
    let screen = try await desk.see("EXIT")
    #expect(!screen.isAlternate)
    #expect(screen.isCursorVisible)
    #expect(try await modes(desk.home, "after") == modes(desk.home, "before"))
  }

  @Test(arguments: [SIGTERM, SIGHUP, SIGINT])
  func aSignalEndsTheDeskAndGivesTheTerminalBack(_ signal: Int32) async throws {
    let desk = try TmuxTerminal(DeskHome())
    try await desk.acceptSetup()
    try await desk.openForm()
    try desk.send(signal: signal)
    try await expectRestored(desk)
    #expect(try desk.screen().shows("EXIT \(128 + signal)"))
  }

  @Test func aCrashGivesTheTerminalBackToo() async throws {
    // Without the report that the language's runtime writes, which is long.
    let desk = try TmuxTerminal(DeskHome(), environment: ["SWIFT_BACKTRACE": "enable=no"])
    try await desk.acceptSetup()
    try desk.send(signal: SIGSEGV)
    try await desk.see("EXIT 139")
    try await expectRestored(desk)
  }

  @Test func ctrlCLeavesAtOnceWhenNothingIsUnfinishedAndAsksOtherwise() async throws {
    let desk = try TmuxTerminal(DeskHome())
    try await desk.acceptSetup()
    try await desk.openForm()
    try desk.type("Alva")
    try await desk.see("Alva")
    try desk.press("C-c")
    try await desk.see("Leave the desk?")
    try desk.press("n")
    try await desk.wait(for: "the form again") { !$0.shows("Leave the desk?") && $0.shows("Alva") }
    try desk.press("C-c")
    try await desk.see("Leave the desk?")
    try desk.press("y")
    try await desk.see("EXIT 0")
    try await expectRestored(desk)
  }

  @Test func ctrlZGivesTheTerminalToTheShellAndFgComesBack() async throws {
    let home = try DeskHome()
    let desk = try TmuxTerminal(home, environment: ["PS1": "shell> ", "ENV": ""], script: "exec sh -i")
    try await desk.see("shell>")
    try desk.type("stty -a >modes-before; $PROGRAM\n".replacing("modes", with: home.path + "/modes"))
    try await desk.acceptSetup()
    try await desk.openForm()
    try desk.type("Alva")
    let form = try await desk.see(row: "Name *", "Alva")
    try desk.press("C-z")
    let shell = try await desk.wait(for: "the shell") { !$0.isAlternate && $0.shows("Stopped") }
    #expect(shell.isCursorVisible)
    try desk.type("stty -a >\(home.path)/modes-after; fg\n")
    #expect(try await modes(home, "after") == modes(home, "before"))
    try await desk.wait(for: "the form as it was") { $0.timeless == form.timeless }
    try desk.type(" Reyes")
    try await desk.see("Alva Reyes")
  }

  @Test func aKilledDeskComesBackWithTheDraftItsFieldAndItsCursor() async throws {
    let home = try DeskHome()
    let desk = try TmuxTerminal(home)
    try await desk.acceptSetup()
    try await desk.openForm()
    try desk.type("Alva Reyes")
    try desk.press("Enter")
    try desk.type("2125551234")
    try desk.press("Enter", "Enter")
    try desk.type("blue van")
    try desk.press("Left", "Left", "Left")
    try desk.type("old")
    let typed = try await desk.see("Alva Reyes", "blue oldvan")
    try await eventually("the draft is on the disk") { home.storeHolds("blue oldvan") }
    try desk.send(signal: SIGKILL)
    try await desk.see("EXIT 137")

    let again = try TmuxTerminal(home)
    try await again.see("Left unfinished: Alva Reyes", "live")
    try again.press("'", "'")
    let back = try await again.see("3 of 4", "Alva Reyes", "(212) 555-1234", "blue oldvan")
    #expect(back.cursor == typed.cursor)
    try again.type("er ")
    try await again.see("blue older van")
    try again.press("NPage")
    try await again.see(row: "y", "books it")
    try again.press("y")
    try await again.see("Booked", "Alva Reyes", "blue older van")
  }
}
