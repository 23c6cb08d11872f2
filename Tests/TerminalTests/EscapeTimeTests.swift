import Foundation
import TestTerminal
import Testing

/// Escape is a key, and the beginning of every other one: time tells them apart.
@Suite struct EscapeTimeTests {
  /// The services page of a new shop, its first row marked, and all of it read.
  private func services(_ environment: [String: String] = [:]) throws -> PtyDesk {
    let desk = try PtyDesk(DeskHome(), .alone, environment: environment)
    try desk.see("Three questions")
    desk.type("\r\r\r")
    try desk.see("0 bookings", "live")
    desk.type("b")
    try desk.see("Choose a service", "today 10:15a")
    try desk.see("the first row marked") { $0.rows.contains { $0.hasPrefix("›") && $0.contains("Express") } }
    return desk
  }

  @Test func escapeActsWithinFiftyMilliseconds() throws {
    let desk = try services()
    var times: [Double] = []
    for _ in 0..<9 {
      let starved = desk.starved
      let start = ContinuousClock.now
      desk.type("\u{1B}")
      try desk.see("the board") { $0.shows("w walk-in") }
      // Without what the machine kept the desk waiting for a processor.
      times.append(start.duration(to: .now) / .milliseconds(1) - max(0, desk.starved - starved))
      desk.type("b")
      try desk.see("Choose a service", "today 10:15a")
    }
    let median = times.sorted()[times.count / 2]
    #expect(median < 50, "milliseconds: \(times)")
    // Nor before a terminal had the time to send the rest.
    #expect(median >= 20, "milliseconds: \(times)")
  }

  /// A line that brings Escape and the rest of an arrow in two pieces.
  private func split(_ desk: PtyDesk, after time: Duration) {
    desk.type("\u{1B}")
    desk.look(for: time)
    desk.type("[B")
  }

  @Test func anArrowThatComesInPiecesIsAnArrowWithinESCDELAY() throws {
    let desk = try services(["ESCDELAY": "3000"])
    split(desk, after: .milliseconds(200))
    try desk.see("the second row marked") { $0.rows.contains { $0.hasPrefix("›") && $0.contains("Interior") } }
    // And each byte by itself.
    for byte in ["\u{1B}", "[", "B"] {
      desk.type(byte)
      desk.look(for: .milliseconds(100))
    }
    try desk.see("the third row marked") { $0.rows.contains { $0.hasPrefix("›") && $0.contains("Full") } }
  }

  @Test func afterESCDELAYItIsEscapeAndWhatWasTyped() throws {
    let desk = try services(["ESCDELAY": "40"])
    split(desk, after: .seconds(1))
    // Escape to the board; [ there is the day before.
    try desk.see("Sunday November 22 2026")
  }

  @Test func escapeWaitsForESCDELAY() throws {
    let desk = try services(["ESCDELAY": "700"])
    let start = ContinuousClock.now
    desk.type("\u{1B}")
    try desk.see("the board") { $0.shows("w walk-in") }
    #expect(start.duration(to: .now) >= .milliseconds(690))
  }

  @Test func theRestOfASequenceMayComeLate() throws {
    let desk = try services()
    desk.type("\u{1B}[")
    desk.look(for: .milliseconds(100))
    desk.type("B")
    try desk.see("the second row marked") { $0.rows.contains { $0.hasPrefix("›") && $0.contains("Interior") } }
  }

  @Test func aPasteThatComesInPiecesIsOnePaste() throws {
    let desk = try services()
    #expect(desk.screen.bracketsPaste)
    desk.type("\u{1B}")
    try desk.see("w walk-in")
    desk.type("w")
    try desk.see("Walk-in: who is it?")
    for piece in ["\u{1B}[20", "0~Ann\rL", "ee 212555", "0101\u{1B}[2", "01~"] {
      desk.type(piece)
      desk.look(for: .milliseconds(60))
    }
    try desk.see("Ann Lee 2125550101")
    #expect(desk.screen.shows("Walk-in: who is it?"))
    desk.type("\u{3}")
    try desk.see("Leave the desk?")
    desk.type("y")
    try desk.see("the line without brackets") { !$0.bracketsPaste && !$0.isAlternate }
  }
}
