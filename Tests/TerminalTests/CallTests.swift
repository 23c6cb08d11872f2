import Testing

/// A telephone system that runs `caltui pop` beside a desk.
@Suite(.enabled(if: TmuxTerminal.isThere, "tmux is not installed"))
struct CallTests {
  @Test func aCallOpensOnARestingDeskAndWaitsOnABusyOne() async throws {
    let home = try DeskHome()
    let desk = try TmuxTerminal(home)
    // Before the first start is done there is nothing to book.
    try await desk.see("Three questions")
    try await eventually("the desk hears") { try home.command(["pop", "+12125550142"]).code == 4 }
    try await desk.acceptSetup()

    try desk.press("b")
    try await desk.see("Choose a service")
    let pop = try home.command(["pop", "(212) 555-0142", "--json"])
    try #require(pop.code == 0, "\(pop)")
    try await desk.see("Call: (212) 555-0142", "Ctrl-T takes it", "Choose a service")
    try desk.press("C-t")
    try await desk.see("(212) 555-0142", "Customer")
    try await desk.backToBoard()

    let gone = try home.command(["pop", "+12125550142", "--desk", "cellar"])
    #expect(gone.code == 4)
    #expect(gone.errors.contains("no such desk is running"))
    let garbage = try home.command(["pop", "+1\u{1B}[31m"])
    #expect(garbage.code == 2)

    try desk.press("q")
    try await desk.see("EXIT 0")
    let ended = try home.command(["pop", "+12125550142"])
    #expect(ended.code == 4)
    #expect(ended.errors == "caltui: no desk is running here. Start caltui in a terminal.\n")
  }

  @Test func ofTwoDesksTheOneUsedLastRings() async throws {
    let home = try DeskHome()
    let first = try TmuxTerminal(home)
    try await first.acceptSetup()
    let second = try TmuxTerminal(home, script: "$PROGRAM --desk back; exec cat")
    try await second.see("0 bookings", "live")
    try first.press("b")
    try await first.see("Choose a service")
    #expect(try home.command(["pop", "+12125550142"]).code == 0)
    try await first.see("Call: (212) 555-0142")
    #expect(try home.command(["pop", "+12125550143", "--desk", "back"]).code == 0)
    // At rest it opens at once.
    try await second.see("(212) 555-0143")
    #expect(try !first.screen().shows("0143"))
  }
}
