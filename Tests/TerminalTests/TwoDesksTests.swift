import Testing

/// Two clerks at two desks of one shop.
@Suite(.enabled(if: TmuxTerminal.isThere, "tmux is not installed"))
struct TwoDesksTests {
  private func desk(_ name: String, _ home: DeskHome) throws -> TmuxTerminal {
    try TmuxTerminal(home, script: "$PROGRAM --desk '\(name)'; exec cat")
  }

  /// The grid of the first service; its first free time is one key away.
  private func openGrid(_ desk: TmuxTerminal) async throws {
    try desk.press("b")
    try await desk.see("Choose a service", "today 10:15a")
    try desk.press("1")
    try await desk.see("choose a time", "free, ")
  }

  private func fillIn(_ desk: TmuxTerminal, name: String, phone: String) async throws {
    try await desk.see("3 of 4", "Name *")
    try desk.type(name)
    try desk.press("Enter")
    try desk.type(phone)
    try desk.press("Enter", "Enter")
    try desk.type("van of \(name)")
    try desk.press("NPage")
    try await desk.see("not booked yet", name, phone, "van of \(name)", "10:15a–10:45a")
  }

  @Test func ofTwoDesksThatWantOneTimeOneHoldsItAndTheOtherIsToldAndKeepsWhatItHas() async throws {
    let home = try DeskHome()
    let first = try desk("Desk 1", home)
    try await first.acceptSetup()
    let second = try desk("Desk 2", home)
    try await second.see("0 bookings", "live")
    try await openGrid(first)
    try await openGrid(second)
    try first.press("1")
    try second.press("1")
    try await fillIn(first, name: "Alva Reyes", phone: "(212) 555-0101")
    try await fillIn(second, name: "Zoe Lopez", phone: "(212) 555-0102")
    // Until the hold has rested and been asked for, the summary of either is good.
    let isDecided = { (screen: Screen) in screen.shows("held for") || screen.shows("Held: Desk") }
    let ends = [
      try await first.wait(for: "a verdict", until: isDecided),
      try await second.wait(for: "a verdict", until: isDecided),
    ]
    try #require(ends.filter { $0.shows("held for") }.count == 1, "\(ends[0])\n\(ends[1])")
    let (winner, loser, name, other) =
      ends[0].shows("held for")
      ? (first, second, "Alva Reyes", "Zoe Lopez") : (second, first, "Zoe Lopez", "Alva Reyes")

    // Everything typed is there, and the three nearest times are offered; a digit takes one.
    try await loser.see(other, "van of \(other)", "Nothing was booked")
    try winner.press("y")
    try await winner.see("Booked")
    try await loser.see("1 today 10:45a", "2 today 11:00a", "3 today 11:15a")
    try loser.press("2")
    try await loser.see("11:00a–11:30a")
    try await loser.see(row: "y", "books it")
    try loser.press("y")
    try await loser.see("Booked", other, "11:00a–11:30a")
    // The winner's board hears of it by itself.
    for desk in [winner, loser] {
      try desk.press("Enter")
      try await desk.see("2 bookings")
      try await desk.see(row: "10:15a", name)
      try await desk.see(row: "11:00a", other)
    }
  }

  @Test func aTimeThatOneDeskHoldsIsMarkedOnTheGridOfTheOtherUntilItIsLetGo() async throws {
    let home = try DeskHome()
    let first = try desk("Desk 1", home)
    try await first.acceptSetup()
    let second = try desk("Desk 2", home)
    try await second.see("0 bookings", "live")
    try await first.openForm()
    try second.press("b", "2")
    // 10:15 to 10:45 is the other's: 10:45 comes first now, and the cursor on 10:15 tells whose it is. It stands there
    // already when the grid was open before the hold was.
    let grid = try await second.see("1 Mon 10:45a")
    if !grid.shows("Mon Nov 23 10:15a") { try second.press("Up") }
    try await second.see("held: Desk 1")
    // Parked, it stays held; left, it is free again.
    try first.press("C-p")
    try await first.see("Parked: a no name 5 min")
    try await second.see("held: Desk 1")
    try first.press("'", "a")
    try await first.see("3 of 4")
    try first.press("Escape")
    try await first.see("choose a time")
    try first.press("Escape")
    try await first.see("Choose a service")
    try first.press("Escape")
    try await first.see("Left unfinished")
    try await second.see("1 Mon 10:15a")
  }

  @Test func aBookingOfOneDeskAppearsOnTheBoardOfTheOther() async throws {
    let home = try DeskHome()
    let first = try TmuxTerminal(home)
    try await first.acceptSetup()
    let second = try TmuxTerminal(home)
    try await second.see("0 bookings", "live")
    try first.press("w")
    try await first.see("Walk-in: who is it?")
    try first.type("Ann Lee 212 555 0101")
    try first.press("Enter")
    try await first.see(row: "y", "books it")
    try first.press("y")
    try await first.see("Booked")
    try await second.see(row: "1", "10:15a", "Ann Lee")
  }

  @Test func aDraftThatOneDeskHasInHandIsNotOfferedByAnother() async throws {
    let home = try DeskHome()
    let first = try TmuxTerminal(home)
    try await first.acceptSetup()
    try await first.openForm()
    try first.type("Alva Reyes")
    try await eventually("the draft is on the disk") { home.storeHolds("Alva Reyes") }
    let second = try TmuxTerminal(home)
    let board = try await second.see("0 bookings", "live")
    #expect(!board.shows("Left unfinished"))
    try second.press("'", "'")
    let after = try await second.wait(for: "an answer") { $0 != board }
    #expect(!after.shows("Name *"))
    try await first.see("Alva Reyes")
  }
}
