import Testing

/// The main job, by keys alone, in a real terminal.
@Suite(.enabled(if: TmuxTerminal.isThere, "tmux is not installed"))
struct BookingFlowTests {
  @Test func aShopIsMadeABookingTakenAndStillThereAfterARestart() async throws {
    let home = try DeskHome()
    let desk = try TmuxTerminal(home)
    try await desk.see("Three questions", "Peter's Car Detail", "US", "America/New_York")
    try desk.press("Enter", "Enter", "Enter")
    try await desk.see("Today, Monday November 23 2026", "0 bookings", "live")

    try desk.press("b")
    try await desk.see("1 of 4", "Express Wash", "$25", "Full Detail", "today 10:15a")
    try desk.press("2")
    try await desk.see("2 of 4", "Interior Refresh", "free, ", "Mon 23", "Sun 29")
    try desk.press("3")
    try await desk.see("3 of 4", "Name *", "10:45a")
    try desk.type("Alva Reyes")
    try desk.press("Enter")
    try desk.type("(212) 555-1234")
    try desk.press("NPage")
    try await desk.see(
      "4 of 4", "not booked yet", "“Interior Refresh for Alva Reyes", "(212) 555-1234", "10:45a–11:30a")
    try desk.press("y")
    try await desk.see("Booked", "Alva Reyes", "code")
    try desk.press("Enter")
    try await desk.see("1 booking")
    try await desk.see(row: "1", "10:45a", "Alva Reyes", "Interior Refresh")
    try desk.press("q")
    let end = try await desk.see("EXIT 0")
    #expect(!end.isAlternate)

    let again = try TmuxTerminal(home)
    let screen = try await again.see("1 booking", "live")
    #expect(screen.shows(row: "1", "10:45a", "Alva Reyes", "Interior Refresh"))
    #expect(!screen.shows("questions"))
  }

  @Test func steppingBackAndForthKeepsEverythingTyped() async throws {
    let desk = try TmuxTerminal(DeskHome())
    try await desk.acceptSetup()
    try await desk.openForm()
    try desk.type("Zoë 田中")
    try desk.press("Enter")
    try desk.type("2125551234")
    try desk.press("Enter")
    try desk.type("zoe@example.com")
    try desk.press("Enter")
    try desk.type("blue van")
    try await desk.see("blue van")
    // From the form back over the grid to the services, another service, and on again.
    try desk.press("Escape")
    try await desk.see("2 of 4")
    try desk.press("Escape")
    try await desk.see("1 of 4", "Full Detail")
    try desk.press("3")
    try await desk.see("2 of 4", "Full Detail", "free, ")
    try desk.press("2")
    // Nothing is missing, so the summary comes at once; e shows the fields.
    try await desk.see("4 of 4", "not booked yet")
    try desk.press("e")
    try await desk.see("3 of 4", "Full Detail", "Zoë 田中", "(212) 555-1234", "zoe@example.com", "blue van")
    try desk.press("NPage")
    try await desk.see("4 of 4", "Full Detail for Zoë 田中", "zoe@example.com", "blue van")
    // Off to the board and back.
    try desk.press("e")
    try await desk.see("3 of 4")
    try await desk.backToBoard()
    try await desk.see("Left unfinished")
    try desk.press("'", "'")
    try await desk.see("Zoë 田中", "zoe@example.com", "blue van")
  }

  @Test func aWalkInIsBookedFromOneLine() async throws {
    let desk = try TmuxTerminal(DeskHome())
    try await desk.acceptSetup()
    try desk.press("w")
    try await desk.see("Walk-in: who is it?")
    try desk.type("Ann Lee 212 555 0101")
    try desk.press("Enter")
    try await desk.see("not booked yet", "“Express Wash for Ann Lee", "(212) 555-0101", "10:15a–10:45a")
    try await desk.see(row: "y", "books it")
    try desk.press(".")
    try await desk.see("10:30a–11:00a")
    try await desk.see(row: "y", "books it")
    try desk.press("y")
    try await desk.see("Booked", "Ann Lee", "10:30a–11:00a")
    try desk.press("Enter")
    try await desk.see(row: "1", "10:30a", "Ann Lee")
  }

  @Test func nothingIsBookedWithoutAYOnTheSummary() async throws {
    let desk = try TmuxTerminal(DeskHome())
    try await desk.acceptSetup()
    try desk.press("w")
    try await desk.see("Walk-in: who is it?")
    try desk.type("Ann Lee 212 555 0101")
    try desk.press("Enter", "Enter", "Enter")
    try await desk.see(row: "y", "books it")
    try desk.press("Enter")
    try await desk.see("not booked yet", "Enter does nothing here")
    try desk.paste(Array("y".utf8))
    try await desk.see("not booked yet", "Pasted text")
    try desk.press("y")
    try await desk.see("Booked")
  }
}
