import BookingModel
import Foundation
import TestTerminal
import Testing

/// Keys that come faster than anybody types, each by itself and not as a paste: none is lost, and none does more than it would have done.
@Suite struct KeyBurstTests {
  /// A shop with two bookings, opened.
  private func open(_ environment: [String: String] = [:]) throws -> PtyDesk {
    let home = try DeskHome()
    for (start, name, phone) in [("11:30", "Bo Lind", "+12125550101"), ("13:00", "Cy Young", "+12125550177")] {
      let made = try home.command([
        "book", "--service", "express-wash", "--start", "2026-11-23T\(start)", "--name", name, "--phone", phone,
      ])
      try #require(made.code == 0, "\(made)")
    }
    let desk = try PtyDesk(home, .alone, environment: environment)
    try desk.see("live", "2 bookings", "Cy Young", "w walk-in")
    return desk
  }

  /// Whether the output showed the one screen complete before it showed the other.
  private func showed(_ first: (EmulatedTerminal) -> Bool, before second: String, in output: [UInt8]) -> Bool {
    var screen = EmulatedTerminal(size: Size(columns: 80, rows: 24))
    for start in stride(from: 0, to: output.count, by: 16) {
      screen.feed(Array(output[start..<min(start + 16, output.count)]))
      if first(screen) { return true }
      if screen.shows(second) { return false }
    }
    return false
  }

  @Test func aYTypedAheadBooksOnlyWhatHasBeenOnTheScreen() throws {
    let desk = try open()
    let before = desk.line.output.count
    // In one piece, and Enter after it closes the outcome.
    desk.type("wAnn Lee 2125550103\ry")
    try desk.see("Booked", "Ann Lee")
    let isPrompted: (EmulatedTerminal) -> Bool = { screen in
      ["not booked yet", "Express Wash", "10:15a", "Ann Lee", "+12125550103", "books it"].allSatisfy {
        screen.shows($0)
      }
    }
    #expect(showed(isPrompted, before: "Booked", in: Array(desk.line.output[before...])))
    desk.type("\r")
    try desk.see("3 bookings", "Ann Lee")
  }

  @Test func aYTypedAheadOfACancellationIsAnsweredByItsQuestion() throws {
    let desk = try open()
    let before = desk.line.output.count
    desk.type("2x1y")
    try desk.see("Cancelled: Cy Young")
    let isPrompted: (EmulatedTerminal) -> Bool = { $0.shows("Cy Young") && $0.shows("y do it") }
    #expect(showed(isPrompted, before: "Cancelled: Cy Young", in: Array(desk.line.output[before...])))
  }
}
