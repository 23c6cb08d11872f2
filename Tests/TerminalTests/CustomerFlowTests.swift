import Testing

/// Customers whom the desk knows from bookings that it did not make itself.
@Suite(.enabled(if: TmuxTerminal.isThere, "tmux is not installed"))
struct CustomerFlowTests {
  @Test func aReturningWalkInIsBookedInSixKeys() async throws {
    let home = try DeskHome()
    // Made elsewhere, for a day that the board does not show: only the feed tells of it.
    let made = try home.command([
      "book", "--service", "interior-refresh", "--start", "2026-12-14T10:00", "--name", "Alva Peters", "--phone",
      "+12125550142", "--field", "vehicle=grey Volvo AB 1234",
    ])
    try #require(made.code == 0, "\(made)")
    let desk = try TmuxTerminal(home)
    try await desk.see("0 bookings", "live", "w walk-in")
    // Nothing but the keys: w a l v Enter y.
    try desk.press("w")
    try desk.type("alv")
    try await desk.see("Alva Peters", "(212) 555-0142", "Enter")
    try desk.press("Enter")
    try await desk.see("“Interior Refresh for Alva Peters, today", "grey Volvo AB 1234", "10:15a–11:00a")
    try await desk.see(row: "y", "books it")
    try desk.press("y")
    try await desk.see("Booked", "Alva Peters")
    try desk.press("Enter")
    try await desk.see(row: "1", "10:15a", "Alva Peters", "Interior Refresh")

    // After a restart the store knows her, before anybody is asked.
    try desk.press("q")
    try await desk.see("EXIT 0")
    let again = try TmuxTerminal(home)
    try await again.see("1 booking", "live")
    try again.press("n")
    try again.type("0142")
    try await again.see(row: "Alva Peters", "(212) 555-0142", "grey Volvo")
  }

  @Test func aNewWalkInNeedsANumberAndAName() async throws {
    let desk = try TmuxTerminal(DeskHome())
    try await desk.acceptSetup()
    try desk.press("w")
    try desk.type("2125550142")
    try await desk.see("new customer: phone (212) 555-0142")
    try desk.press("Enter")
    try await desk.see("Name", "of the new customer")
    try desk.type("Maria Hummels")
    try await desk.see("new customer: Maria Hummels, phone (212) 555-0142")
    try desk.press("Enter")
    try await desk.see("“Express Wash for Maria Hummels, today", "(212) 555-0142")
    try await desk.see(row: "y", "books it")
    try desk.press("y")
    try await desk.see("Booked", "Maria Hummels")
    // The write's answer made her a customer.
    try desk.press("Enter", "w")
    try desk.type("humm")
    try await desk.see(row: "Maria Hummels", "(212) 555-0142")
  }
}
