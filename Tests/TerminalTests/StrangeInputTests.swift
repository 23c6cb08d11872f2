import Foundation
import Testing

/// Text from strangers, and very fast hands.
@Suite(.enabled(if: TmuxTerminal.isThere, "tmux is not installed"))
struct StrangeInputTests {
  @Test func noControlByteOfAPastedNameReachesTheTerminal() async throws {
    let home = try DeskHome()
    let desk = try TmuxTerminal(home)
    try await desk.acceptSetup()
    let title = try desk.title
    let file = home.path + "/output"
    try desk.record(to: file)
    try desk.press("w")
    try await desk.see("Walk-in: who is it?")
    let name = "Eve\u{1B}]2;owned\u{7}\u{1B}[1337;7m\u{9B}31mA\u{202E}B\u{1B}P1$q\u{1B}\\\u{7F}\u{0}\tZ"
    try desk.paste(Array(name.utf8))
    try await desk.see("Eve", "Z")
    try desk.type(" 2125550101")
    try desk.press("Enter")
    try await desk.see(row: "y", "books it")
    try desk.press("y")
    try await desk.see("Booked")
    try desk.press("Enter")
    try await desk.see(row: "10:15a", "Eve")
    try desk.press("C-l")
    try desk.press("?")
    try await desk.see("Keys: Board")

    let bytes = try #require(FileManager.default.contents(atPath: file))
    try #require(bytes.range(of: Data("Eve".utf8)) != nil)
    for forbidden in ["\u{1B}]2;", "\u{1B}[1337;7m", "\u{1B}P1$q", "\u{9B}", "\u{202E}", "\u{7}", "\u{0}", "\u{7F}"] {
      #expect(bytes.range(of: Data(forbidden.utf8)) == nil, "\(forbidden.debugDescription)")
    }
    #expect(try desk.title == title)
  }

  @Test func noControlByteOfABookingOnTheServerReachesTheTerminal() async throws {
    let home = try DeskHome()
    // The web takes any name; so does the server.
    let booked = try home.command([
      "book", "--service", "express-wash", "--start", "2026-11-23T10:30", "--phone", "+12125550101", "--name",
      "Mal\u{1B}]2;owned\u{7}\u{9B}31m\u{202E}lory", "--json",
    ])
    try #require(booked.code == 0, "\(booked)")
    #expect(!booked.output.contains("\u{1B}"))
    let desk = try TmuxTerminal(home)
    try await desk.see("live")
    let file = home.path + "/output"
    try desk.record(to: file)
    try desk.press("C-l")
    try await desk.see(row: "10:30a", "lory")
    try desk.press("Enter")
    try await desk.see("(212) 555-0101")
    try desk.press("Escape", "C-l")
    try await eventually("the board again") {
      let bytes = FileManager.default.contents(atPath: file) ?? Data()
      return bytes.range(of: Data("lory".utf8)) != nil && bytes.range(of: Data("555-0101".utf8)) != nil
    }
    let bytes = try #require(FileManager.default.contents(atPath: file))
    for forbidden in ["\u{1B}]2;", "\u{9B}", "\u{202E}", "\u{7}"] {
      #expect(bytes.range(of: Data(forbidden.utf8)) == nil, "\(forbidden.debugDescription)")
    }
    #expect(try !desk.title.contains("owned"))
  }

  @Test func aPasteNeverCommitsAndIsOneLine() async throws {
    let desk = try TmuxTerminal(DeskHome())
    try await desk.acceptSetup()
    try desk.press("w")
    try await desk.see("Walk-in: who is it?")
    try desk.paste(Array("Ann Lee\r2125550101\r\ny\ry".utf8))
    try await desk.see("Walk-in: who is it?", "Ann Lee")
    try desk.press("Escape")
    try await desk.see("0 bookings")
    // On a page without a field it is no key at all.
    let board = try desk.screen()
    try desk.paste(Array("bq1y".utf8))
    try await desk.wait(for: "a word about it") { $0 != board }
    try await desk.see("0 bookings", "Today, Monday")
  }

  @Test func wideAndCombiningNamesKeepTheirColumns() async throws {
    let desk = try TmuxTerminal(DeskHome())
    try await desk.acceptSetup()
    try await desk.openForm()
    let start = try #require(try desk.screen().cursor.split(separator: ",").compactMap { Int($0) }.first)
    // Each takes a row of its own, and the cursor stands behind it: two columns for each wide character.
    for (name, columns) in [("田中 太郎", 9), ("Zoe\u{301} é", 5), ("ｶﾞ한국", 6), ("Ω🙂x", 4)] {
      try desk.press("C-u")
      try desk.type(name)
      try await desk.wait(for: name) { $0.cursor.hasPrefix("\(start + columns),") }
    }
  }

  /// Letters, cursor movements, deletions and changes of field, as no hand types them.
  private static let keys: [[UInt8]] = {
    var state: UInt64 = 42
    func next(_ count: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % count
    }
    let others: [[UInt8]] = ["\u{1B}[D", "\u{1B}[C", "\u{7F}", "\t", "\u{1B}[Z", "é", "田", "\u{1}", "\u{5}", "\u{17}"]
      .map {
        Array($0.utf8)
      }
    return (0..<2_000).map { _ in
      next(4) == 0 ? others[next(others.count)] : [UInt8(ascii: "a") + UInt8(next(26))]
    }
  }()

  @Test func twoThousandKeysAtOnceEndWhereTheyEndWhenTypedSlowly() async throws {
    let fast = try TmuxTerminal(DeskHome())
    let slow = try TmuxTerminal(DeskHome())
    for desk in [fast, slow] {
      try await desk.acceptSetup()
      try await desk.openForm()
    }
    let keys = StrangeInputTests.keys
    try fast.send(Array(keys.joined()))
    for start in stride(from: 0, to: keys.count, by: 25) {
      try slow.send(Array(keys[start..<min(start + 25, keys.count)].joined()))
    }
    // A last word that no random key writes tells that all of them were read.
    for desk in [fast, slow] {
      try desk.type("DONE")
      try await desk.see("DONE")
    }
    #expect(try fast.screen().timeless == slow.screen().timeless)
    #expect(try fast.screen().shows("Name *"))
  }
}
