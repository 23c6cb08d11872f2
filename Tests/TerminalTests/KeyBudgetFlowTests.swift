import TestDesk
import Testing

/// The keys of README's table, all at once and without waiting for anything, into the real program in a real terminal.
@Suite(.enabled(if: TmuxTerminal.isThere, "tmux is not installed"))
struct KeyBudgetFlowTests {
  /// What is on the screen when the task is done; each text in some row.
  private struct Ending {
    /// Selects the booking that the task is about.
    var select = ""
    var texts: [String]
  }

  private static let endings: [String: Ending] = [
    "returning walk-in, last service, earliest time": Ending(texts: ["Booked", "Alva Peters", "Interior Refresh"]),
    "returning walk-in, another service": Ending(texts: ["Booked", "Alva Peters", "Express Wash"]),
    "caller, third free time": Ending(texts: ["Booked", "Alva Peters", "Interior Refresh"]),
    "new walk-in: 10 digits, a name of 13 letters": Ending(texts: ["Booked", "Maria Meyerin", "(212) 555-0142"]),
    "returning customer at a named time, by one line": Ending(
      texts: ["Booked", "Alva Peters", "Express Wash", "2:30p"]),
    "move the selected booking": Ending(select: "2", texts: ["Moved: Cy Young-Fernández"]),
    "cancel the selected booking, with a reason": Ending(select: "2", texts: ["Cancelled: Cy Young-Fernández"]),
    "cancel another booking on the board": Ending(texts: ["Cancelled: Cy Young-Fernández"]),
    "cancel a booking found by name": Ending(texts: ["Cancelled: Cy Young-Fernández"]),
    "move a booking found by name": Ending(texts: ["Moved: Cy Young-Fernández"]),
    "no-show of the selected booking": Ending(select: "1", texts: ["No-show: Bo Lind"]),
    "customer of the selected booking has arrived": Ending(select: "2", texts: ["arrived"]),
  ]

  @Test(arguments: KeyBudget.all) func theKeysOfTheTableDoTheTaskOnAScreen(_ budget: KeyBudget) async throws {
    let ending = try #require(KeyBudgetFlowTests.endings[budget.task], "a new task needs an ending here")
    let home = try DeskHome()
    for (service, start, name, phone) in [
      ("interior-refresh", "2026-12-14T10:00", "Alva Peters", "+12125553344"),
      ("express-wash", "2026-11-23T10:00", "Bo Lind", "+12125550101"),
      ("interior-refresh", "2026-11-23T11:30", "Cy Young-Fernández", "+12125550177"),
    ] {
      let made = try home.command(
        ["book", "--service", service, "--start", start, "--name", name, "--phone", phone],
        ["CALTUI_NOW": "2026-11-21T15:00:00Z"])
      try #require(made.code == 0, "\(made)")
    }
    // The desk's own store knows its customers, as on any day but the first.
    let known = try home.command(["find", "alva"])
    try #require(known.output.contains("Alva Peters"), "\(known)")
    let desk = try TmuxTerminal(home)
    try await desk.see("live", "Young-Fern", "w walk-in")
    if !ending.select.isEmpty { try desk.press(ending.select) }
    for word in budget.typed {
      if word == "Enter" { try desk.press(word) } else { try desk.type(word) }
    }
    try await desk.wait(for: ending.texts.joined(separator: " + ")) { screen in
      ending.texts.allSatisfy { screen.shows($0) }
    }
  }
}
