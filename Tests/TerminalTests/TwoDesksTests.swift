import Testing

/// Two clerks at two desks of one shop.
@Suite(.enabled(if: TmuxTerminal.isThere, "tmux is not installed"))
struct TwoDesksTests {
  private func summary(_ desk: TmuxTerminal, name: String, phone: String) async throws {
    try await desk.openForm()
    try desk.type(name)
    try desk.press("Enter")
    try desk.type(phone)
    try desk.press("Enter", "Enter")
    try desk.type("van of \(name)")
    try desk.press("NPage")
    try await desk.see("not booked yet", name, phone, "van of \(name)", "10:15a–10:45a")
    try await desk.see(row: "y", "books it")
  }

  @Test func ofTwoDesksThatWantOneTimeOneGetsItAndTheOtherKeepsWhatItHas() async throws {
    let home = try DeskHome()
    let first = try TmuxTerminal(home)
    try await first.acceptSetup()
    let second = try TmuxTerminal(home)
    try await second.see("0 bookings", "live")
    try await summary(first, name: "Alva Reyes", phone: "+12125550101")
    try await summary(second, name: "Zoe Lopez", phone: "+12125550102")
    try first.press("y")
    try second.press("y")
    let isDecided = { (screen: Screen) in screen.shows("Booked") || screen.shows("not free any more") }
    let ends = [
      try await first.wait(for: "an outcome", until: isDecided),
      try await second.wait(for: "an outcome", until: isDecided),
    ]
    try #require(ends.filter { $0.shows("Booked") }.count == 1, "\(ends[0])\n\(ends[1])")
    let (winner, loser, name, other) =
      ends[0].shows("Booked")
      ? (first, second, "Alva Reyes", "Zoe Lopez") : (second, first, "Zoe Lopez", "Alva Reyes")

    // Everything typed is there, and the three nearest times are offered; a digit takes one.
    try await loser.see(other, "van of \(other)", "Nothing was booked")
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
