import Testing

/// The desk on a server elsewhere, which may stop and lose answers.
@Suite(.enabled(if: TmuxTerminal.isThere, "tmux is not installed"))
struct RemoteServerTests {
  private func walkIn(_ desk: TmuxTerminal, _ line: String) async throws {
    // The board says what fits once services and hours are known: only then has a walk-in a service to begin with.
    try await desk.see("any service")
    try desk.press("w")
    try await desk.see("Walk-in: who is it?")
    try desk.type(line)
    try desk.press("Enter")
    try await desk.see(row: "y", "books it")
  }

  @Test func aShopOnAServerIsBookedAsTheLocalOneAndNoQuestionIsAsked() async throws {
    let shop = try DeskHome()
    let server = try ServeProcess(shop)
    // Another home: nothing but the address and the key is known there.
    let desk = try TmuxTerminal(DeskHome(), environment: server.environment)
    try await desk.see("Peter's Car Detail", "0 bookings", "live")
    try await walkIn(desk, "Ann Lee 212 555 0101")
    try desk.press("y")
    try await desk.see("Booked", "Ann Lee", "10:15a–10:45a")
    try desk.press("Enter")
    try await desk.see("1 booking")
    try await desk.see(row: "1", "10:15a", "Ann Lee")
  }

  @Test func aYThatWaitsForTheServerIsCalledOffByTheNextKey() async throws {
    let shop = try DeskHome()
    let server = try ServeProcess(shop)
    let proxy = try LossyProxy(to: server.port)
    let environment = ["CAL_API_URL": "http://127.0.0.1:\(proxy.port)", "CAL_API_KEY": server.apiKey]
    let desk = try TmuxTerminal(DeskHome(), environment: environment)
    try await desk.see("any service")
    proxy.stall("/slots")
    try desk.press("w")
    try await desk.see("Walk-in: who is it?")
    try desk.type("Ann Lee 212 555 0101")
    try desk.press("Enter")
    try await desk.see("not booked yet", "looking for the earliest time")
    try desk.press("y")
    try await desk.see("Will book as soon as")
    let pressed = ContinuousClock.now
    try desk.press("z")
    try await desk.see("Parked as a")
    // While the server is silent, not after it: its time limit is 15 s.
    #expect(ContinuousClock.now - pressed < .seconds(8))
    proxy.stall(nil)
    try desk.press("'", "a")
    try await desk.see(row: "y", "books it")
    #expect(try !desk.screen().shows("Booked"))
    #expect(proxy.count("POST /v2/bookings") == 0)
    try desk.press("y")
    try await desk.see("Booked", "Ann Lee")
  }

  @Test func aServerThatStopsIsShownAndNothingHangsOrIsLost() async throws {
    let shop = try DeskHome()
    let server = try ServeProcess(shop)
    let desk = try TmuxTerminal(DeskHome(), environment: server.environment)
    try await desk.see("0 bookings", "live")
    try await walkIn(desk, "Ann Lee 212 555 0101")
    server.stop()
    try desk.press("y")
    // Nobody answered the call, so nothing was sent: known, not unknown.
    try await desk.see("Ann Lee", "not booked yet", "Nothing was booked. The server cannot be reached.")
    #expect(try !desk.screen().shows("UNKNOWN"))
    try await desk.backToBoard()
    try desk.press("]")
    try await desk.see("OFFLINE", "November 24")
    try desk.press("b")
    try await desk.see("Choose a service", "Express Wash")
    try desk.press("Escape")
    try await desk.see("OFFLINE", "w walk-in")

    let back = try ServeProcess(shop, port: server.port, key: server.apiKey)
    defer { back.stop() }
    try desk.press("[")
    try await desk.see("live", "0 bookings")
    try desk.press("'", "'")
    try await desk.see(row: "y", "books it")
    try desk.press("y")
    try await desk.see("Booked", "Ann Lee")
  }

  @Test func anAnswerThatIsLostLeavesTheOutcomeUnknownUntilItIsLookedUpAndTheWriteIsNotSentAgain() async throws {
    let server = try ServeProcess(DeskHome())
    let proxy = try LossyProxy(to: server.port)
    let home = try DeskHome()
    let environment = ["CAL_API_URL": "http://127.0.0.1:\(proxy.port)", "CAL_API_KEY": server.apiKey]
    let desk = try TmuxTerminal(home, environment: environment)
    try await desk.see("0 bookings", "live")
    try await walkIn(desk, "Ann Lee 212 555 0101")
    // The look-ups that follow are lost too.
    proxy.lose("/v2/bookings")
    try desk.press("y")
    let unknown = try await desk.see("UNKNOWN", "Ann Lee")
    #expect(!unknown.shows("Booked"))
    #expect(proxy.count("POST /v2/bookings") == 1)
    // No key of a hasty hand sends it again.
    try desk.press("y", "y", "Enter", "y")
    try desk.press("C-c")
    try await desk.see("Leave the desk?")
    try desk.press("y")
    try await desk.see("EXIT 0")

    // Neither does the next start, with a server that answers again: it looks the booking up.
    proxy.lose(nil)
    let again = try TmuxTerminal(home, environment: environment)
    try await again.see("Ann Lee", "live", "1 booking")
    #expect(proxy.count("POST /v2/bookings") == 1)
  }
}
