import Foundation
import TestTerminal
import Testing

/// The mouse: off unless the config asks for it, and then never left on.
@Suite struct MouseTests {
  private func open(_ config: String, _ start: PtyDesk.Start = .shell) throws -> PtyDesk {
    let home = try DeskHome()
    let folder = home.path + "/.config/caltui"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try Data(config.utf8).write(to: URL(filePath: folder + "/config.toml"))
    let desk = try PtyDesk(home, start)
    try desk.see("Three questions")
    desk.type("\r\r\r")
    try desk.see("0 bookings", "live")
    return desk
  }

  /// As terminals tell it: button 0 down and up again, columns and rows from 1.
  private func click(_ text: String, in desk: PtyDesk) throws {
    let row = try #require(desk.screen.rows.firstIndex { $0.contains(text) })
    let before = try #require(desk.screen.rows[row].range(of: text)?.lowerBound)
    let column = desk.screen.rows[row][..<before].count
    desk.type("\u{1B}[<0;\(column + 1);\(row + 1)M\u{1B}[<0;\(column + 1);\(row + 1)m")
  }

  private func marked(_ text: String, in desk: PtyDesk) throws {
    try desk.see("\(text) marked") { $0.rows.contains { $0.hasPrefix("›") && $0.contains(text) } }
  }

  @Test func withoutTheConfigTheTerminalIsNotAskedAndNotHeard() throws {
    let desk = try open("")
    desk.type("b")
    try desk.see("Choose a service", "today 10:15a")
    try click("Full Detail", in: desk)
    desk.type("\u{1B}[<65;1;1M/zz")
    try desk.see("/", "zz")
    desk.type("\u{1B}")
    try marked("Express Wash", in: desk)
    #expect(!desk.line.text.contains("\u{1B}[?1000"))
    #expect(!desk.line.text.contains("\u{1B}[?1006"))
  }

  @Test func aClickSelectsAndTheWheelGoesUpAndDown() throws {
    let desk = try open("mouse = true\n")
    desk.type("b")
    try desk.see("Choose a service", "today 10:15a")
    try click("Full Detail", in: desk)
    try marked("Full Detail", in: desk)
    desk.type("\u{1B}[<64;5;5M")
    try marked("Interior Refresh", in: desk)
    desk.type("\u{1B}[<65;5;5M")
    try marked("Full Detail", in: desk)
    // It opened nothing.
    #expect(desk.screen.shows("Choose a service"))
    desk.type("1")
    try desk.see("2 of 4", "Mon Nov 23 10:15a")
    try click(":45", in: desk)
    try desk.see("the time under the cursor") { screen in
      screen.rows.contains { $0.contains(":45a") && $0.contains("free, 30 min") }
    }
    desk.type("\r")
    try desk.see("3 of 4", "Name *")
    // A field is no place for a wheel.
    desk.type("x\u{1B}[<65;5;5My")
    try desk.see("xy")
  }

  @Test func theTerminalTellsNothingMoreAfterTheEndAndWhileTheDeskStandsStill() throws {
    let desk = try open("mouse = true\n", .jobs)
    let on = "\u{1B}[?1000h\u{1B}[?1006h"
    let off = "\u{1B}[?1006l\u{1B}[?1000l"
    func last(_ text: String) -> String.Index? { desk.line.text.ranges(of: text).last?.lowerBound }
    #expect(last(on) != nil && last(off) == nil)
    desk.type("\u{1A}")
    try desk.see("the shell") { !$0.isAlternate }
    try desk.see("no mouse") { _ in last(off) != nil }
    desk.type("fg\n")
    try desk.see("the desk again") { $0.isAlternate && $0.shows("0 bookings") }
    #expect(try #require(last(on)) > #require(last(off)))
    desk.type("q")
    try desk.see("the shell again") { !$0.isAlternate }
    #expect(try #require(last(off)) > #require(last(on)))
  }
}
