import Testing

/// The window changes while a booking is typed.
@Suite(.enabled(if: TmuxTerminal.isThere, "tmux is not installed"))
struct WindowSizeTests {
  @Test func everyPageFollowsTheWindowAndNothingTypedIsLost() async throws {
    let desk = try TmuxTerminal(DeskHome())
    try await desk.acceptSetup()
    try await desk.openForm()
    try desk.type("Alva")
    try await desk.see(row: "Name *", "Alva")
    let before = try desk.screen()

    try desk.resize(columns: 40, rows: 12)
    let small = try await desk.wait(for: "the form in 40 columns") {
      $0.rows.count == 12 && $0.shows(row: "Name *", "Alva")
    }
    #expect(small.rows.allSatisfy { $0.count <= 40 })
    // Text goes on where it was, whatever the size.
    try desk.type(" Reyes")
    try await desk.see("Alva Reyes")

    try desk.resize(columns: 39, rows: 12)
    try await desk.see("caltui needs a window of 40x10", "this one is 39x12")
    try desk.resize(columns: 40, rows: 9)
    try await desk.see("this one is 40x9")
    try desk.resize(columns: 1, rows: 1)
    try await desk.wait(for: "one cell") { $0.rows.count == 1 }

    try desk.resize(columns: 120, rows: 40)
    try await desk.wait(for: "the form in 120 columns") { screen in
      screen.rows.count == 40 && screen.shows("Alva Reyes") && (screen.rows.first?.count ?? 0) > 100
    }
    try desk.resize(columns: 80, rows: 24)
    try desk.press("BSpace", "BSpace", "BSpace", "BSpace", "BSpace", "BSpace")
    // Cell by cell what it was before: no leftovers of the other sizes.
    try await desk.wait(for: "the screen from before") { $0.timeless == before.timeless }
  }

  @Test(arguments: [[], ["b"], ["b", "1"], ["w"], ["?"], ["b", "1", "v"]])
  func aPageIsTheSameAfterTheWindowWasAnotherSize(_ keys: [String]) async throws {
    let desk = try TmuxTerminal(DeskHome())
    try await desk.acceptSetup()
    for key in keys {
      try await desk.pressAndLook(key)
      // What still loads is on screen before the next key, and before the picture is taken.
      _ = try await desk.settled()
    }
    let before = try desk.screen()
    for (columns, rows) in [(40, 12), (30, 5), (120, 40), (200, 60), (41, 10)] {
      try desk.resize(columns: columns, rows: rows)
    }
    try desk.resize(columns: 80, rows: 24)
    try await desk.wait(for: "the screen from before") { $0.timeless == before.timeless }
  }
}
