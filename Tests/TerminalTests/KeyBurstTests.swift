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

  /// Every key of every page by and by, but for what leaves (`q`), sends (`y`), prints and locks; and for what puts drafts aside with their
  /// holds (`z`, `'`): which of several is held first is a matter of time, since a hold follows when the keys rest.
  private static func keys(seed: UInt64, count: Int) -> [String] {
    var state = seed
    func next(_ limit: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % limit
    }
    let letters = Array("abcdefghijklmnorstuvwx")
    let signs = Array(".,:/? 0123456789<>")
    let named = [
      "\u{1B}[A", "\u{1B}[B", "\u{1B}[C", "\u{1B}[D", "\u{1B}OA", "\u{1B}OB", "\u{1B}[5~", "\u{1B}[6~", "\u{1B}[H",
      "\u{1B}[F", "\u{1B}[3~", "\u{1B}[Z", "\t", "\r", "\u{7F}", "\u{1}", "\u{5}", "\u{15}", "\u{7}", "\u{C}", "é", "田",
    ]
    return (0..<count).map { _ in
      switch next(10) {
      case 0..<3: String(letters[next(letters.count)])
      case 3..<5: String(signs[next(signs.count)])
      case 5..<7: "\u{1B}"
      default: named[next(named.count)]
      }
    }
  }

  /// Steps back to the board, and gives what is left there.
  private func finish(_ desk: PtyDesk) throws -> [String] {
    // A row that no random key can bring: the last of all keys has been read.
    desk.type(String(repeating: "\u{1B}", count: 12))
    try desk.see("the board") { $0.shows("w walk-in") && $0.shows("bookings") }
    desk.type("?")
    try desk.see("Keys: Board")
    desk.type("\u{1B}")
    try desk.see("the board again") { $0.shows("w walk-in") && !$0.shows("Keys: Board") }
    desk.look(for: .milliseconds(300))
    return desk.screen.rows
  }

  private static let seeds: [UInt64] =
    ProcessInfo.processInfo.environment["CALTUI_LONG"] == nil ? [1, 2] : Array(1...20)

  @Test(.timeLimit(.minutes(5)), arguments: seeds)
  func twoThousandKeysOnAllPagesEndWhereTheyEndWhenTypedSlowly(_ seed: UInt64) throws {
    let keys = KeyBurstTests.keys(seed: seed, count: 2_000)
    let fast = try open()
    let slow = try open()
    fast.type(keys.joined())
    for key in keys {
      slow.type(key)
      slow.look(for: .milliseconds(4))
    }
    slow.look(for: .milliseconds(500))
    let expected = slow.screen.rows
    try fast.see("what slow hands see:\n" + expected.joined(separator: "\n")) { $0.rows == expected }
    #expect(try finish(fast) == finish(slow))
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
      ["not booked yet", "Express Wash", "10:15a", "Ann Lee", "(212) 555-0103", "books it"].allSatisfy {
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
