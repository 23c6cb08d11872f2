import BookingModel
import DeskStore
import Foundation
import Glibc
import TestTerminal
import Testing

/// Lines that drop, signals and crashes, in every situation of a desk on a slow server: the terminal is as it was, what was typed
/// and sent is safe, holds are let go, and the process is gone at once.
///
/// Short in the ordinary run; `./scripts/test --long` goes through all combinations, five times.
@Suite(.serialized)
struct DroppedLineTests {
  static let isLong = ProcessInfo.processInfo.environment["CALTUI_LONG"] != nil
  /// From the blow to the end, in milliseconds; time for which the machine gave the process no processor is not counted.
  static let limit: Double = 1_000

  enum Situation: String, CaseIterable, Sendable { case board, typing, holding, sending }

  enum Blow: String, CaseIterable, Sendable {
    /// The far end of the line is closed: the kernel sends SIGHUP, reading and writing fail.
    case hangUp, hangUpAlone, hangUpWhilePainting
    case terminate, interrupt, quit, hangUpSignal
    case badAccess, trap, illegal, abort

    var signal: Int32? {
      switch self {
      case .hangUp, .hangUpAlone, .hangUpWhilePainting: nil
      case .terminate: SIGTERM
      case .interrupt: SIGINT
      case .quit: SIGQUIT
      case .hangUpSignal: SIGHUP
      case .badAccess: SIGSEGV
      // What a failed precondition of Swift raises on ARM, and what it raises elsewhere.
      case .trap: SIGTRAP
      case .illegal: SIGILL
      case .abort: SIGABRT
      }
    }
    var isCrash: Bool { [.badAccess, .trap, .illegal, .abort].contains(self) }
  }

  struct Run: Sendable {
    var blow: Blow
    /// Nobody reads what the desk writes: the terminal is full.
    var isFull = false
  }

  static func runs(_ situation: Situation) -> [Run] {
    let all =
      Blow.allCases.map { Run(blow: $0) }
      + Blow.allCases.filter { $0.signal != nil }.map { Run(blow: $0, isFull: true) }
    if isLong { return Array(repeating: all, count: 5).flatMap { $0 } }
    return switch situation {
    case .board: [Run(blow: .hangUpAlone), Run(blow: .interrupt), Run(blow: .trap), Run(blow: .abort, isFull: true)]
    case .typing:
      [Run(blow: .hangUp), Run(blow: .terminate), Run(blow: .quit, isFull: true), Run(blow: .illegal)]
    case .holding: [Run(blow: .hangUpWhilePainting), Run(blow: .terminate), Run(blow: .hangUpSignal, isFull: true)]
    case .sending: [Run(blow: .hangUp), Run(blow: .terminate), Run(blow: .badAccess)]
    }
  }

  /// A server in a process of its own, and what stands before it.
  private struct Shop {
    let server: ServeProcess
    let proxy: LossyProxy

    init() throws {
      server = try ServeProcess(DeskHome())
      proxy = try LossyProxy(to: server.port)
    }

    var environment: [String: String] {
      ["CAL_API_URL": "http://127.0.0.1:\(proxy.port)", "CAL_API_KEY": server.apiKey]
    }
  }

  // MARK: - Into the situation

  private func openForm(_ desk: PtyDesk) throws {
    try desk.see("any service", "live")
    desk.type("b")
    // The next free time, of whatever day.
    try desk.see("a service with its next free time") { screen in
      screen.rows.contains { $0.contains("Express Wash") && ($0.hasSuffix("a") || $0.hasSuffix("p")) }
    }
    desk.type("1")
    try desk.see("choose a time", "free, ")
    desk.type("1")
    try desk.see("3 of 4", "Name *")
  }

  private func bring(_ desk: PtyDesk, _ shop: Shop, into situation: Situation) throws {
    guard situation != .board else { return try desk.see("any service", "live") }
    let held = shop.proxy.count("POST /v2/slots/reservations")
    try openForm(desk)
    desk.type("Alva Reyes\r")
    try desk.see("Alva Reyes")
    desk.type("21255512")
    try desk.see("21255512")
    guard situation != .typing else { return }
    desk.type("34")
    try desk.see("2125551234")
    desk.type("\u{1B}[6~")
    try desk.see("books it")
    if situation == .holding {
      try desk.see("held for")
      #expect(shop.proxy.count("POST /v2/slots/reservations") == held + 1)
    } else {
      shop.proxy.stall("POST /v2/bookings")
      desk.type("y")
      try desk.see("the request on its way") { _ in shop.proxy.countStalled == 1 }
    }
  }

  /// Makes the desk write until the terminal takes no more.
  private func fill(_ desk: PtyDesk) throws {
    let deadline = ContinuousClock.now + .seconds(20)
    var refusals = 0
    // More than once in a row: a terminal that is being written to says so too.
    while refusals < 5 {
      refusals = try #require(desk.line.takesOutput as Bool?) ? 0 : refusals + 1
      guard ContinuousClock.now < deadline else { throw PtyDesk.NotSeen(expected: "a full terminal", rows: []) }
      desk.type("\u{C}")
      usleep(3_000)
    }
    // One more picture than fits.
    desk.type("\u{C}")
    usleep(20_000)
  }

  // MARK: - The blow

  @Test(.timeLimit(.minutes(30)), arguments: Situation.allCases)
  func theTerminalIsGivenBackTheProcessIsGoneAndNothingIsLost(_ situation: Situation) throws {
    let shop = try Shop()
    var times: [Double] = []
    for run in DroppedLineTests.runs(situation) {
      let name = "\(situation.rawValue), \(run.blow.rawValue)\(run.isFull ? ", full terminal" : "")"
      let home = try DeskHome()
      let desk = try PtyDesk(home, run.blow == .hangUpAlone ? .alone : .shell, environment: shop.environment)
      try bring(desk, shop, into: situation)
      let sent = shop.proxy.count("POST /v2/bookings")
      let released = shop.proxy.count("DELETE /v2/slots/reservations")
      // Keys and signal find it asleep, so that it meets both at once.
      let isAsleep = situation == .typing && run.blow.signal != nil && !run.blow.isCrash && !run.isFull
      if isAsleep {
        desk.send(signal: SIGSTOP)
        try see("asleep") { state(desk) == "T" }
      }
      if situation == .typing {
        // What is typed and waits in the terminal counts too, unless the kernel throws it away or nobody can read it any more.
        desk.type("34")
        if run.blow.signal == nil || run.blow.isCrash || run.isFull { try desk.see("2125551234") }
        if run.blow.isCrash { try waitUntil(home, holds: "2125551234") }
      }
      if run.isFull { try fill(desk) }
      let going = desk.going(reads: !run.isFull) {
        if let signal = run.blow.signal {
          desk.send(signal: signal)
          if isAsleep { desk.send(signal: SIGCONT) }
          return
        }
        if run.blow == .hangUpWhilePainting { for _ in 0..<20 { desk.type("\u{C}") } }
        desk.line.hangUp()
      }
      times.append(going.own)
      #expect(going.own <= DroppedLineTests.limit, "\(name): gone after \(going)")
      // An end is no work: a desk that waits for answers sleeps.
      #expect(going.work <= 300, "\(name): \(going)")
      if run.blow.signal != nil { try expectGivenBack(desk, run, name) }

      if situation == .holding, !run.blow.isCrash {
        try see("the hold is let go: \(name)") { shop.proxy.count("DELETE /v2/slots/reservations") == released + 1 }
      }
      if situation != .board { try expectThereAgain(home, shop, situation, name) }
      #expect(shop.proxy.count("POST /v2/bookings") == sent, "\(name): sent once")
    }
    DroppedLineTests.report("\(situation.rawValue)", times)
  }

  private func waitUntil(_ home: DeskHome, holds text: String) throws {
    try see("the draft is on the disk") { home.storeHolds(text) }
  }

  private func see(_ expected: String, _ condition: () -> Bool) throws {
    let deadline = ContinuousClock.now + .seconds(20)
    while !condition() {
      guard ContinuousClock.now < deadline else { throw PtyDesk.NotSeen(expected: expected, rows: []) }
      usleep(5_000)
    }
  }

  private func expectGivenBack(_ desk: PtyDesk, _ run: Run, _ name: String) throws {
    // By the signal itself, as for any program: shells and service managers look at that.
    let code = 128 + (run.blow.signal ?? 0)
    try desk.see("EXIT \(code): \(name)") { _ in desk.line.text.contains("EXIT \(code)") }
    #expect(desk.line.modes == desk.modesBefore, "\(name): modes")
    #expect(!desk.screen.isAlternate, "\(name): alternate screen")
    #expect(desk.screen.cursorIsShown, "\(name): cursor")
    #expect(!desk.screen.bracketsPaste, "\(name): bracketed paste")
  }

  /// The next start.
  private func expectThereAgain(_ home: DeskHome, _ shop: Shop, _ situation: Situation, _ name: String) throws {
    let again = try PtyDesk(home, .alone, environment: shop.environment)
    if situation == .sending {
      try again.see("any service", "live", "unknown outcome")
      shop.proxy.stall(nil)
      try again.see("the booking is found: \(name)") { !$0.shows("unknown outcome") && $0.shows("Alva Reyes") }
    } else {
      try again.see("Left unfinished: Alva Reyes", "live")
      again.type("''")
      if situation == .typing {
        try again.see("3 of 4", "Alva Reyes", "2125551234")
      } else {
        try again.see("4 of 4", "Alva Reyes", "(212) 555-1234")
      }
    }
    _ = again.going { again.send(signal: SIGTERM) }
  }

  static func report(_ what: String, _ times: [Double]) {
    let sorted = times.sorted()
    guard isLong, let longest = sorted.last else { return }
    print(
      "lines \(what): \(times.count) runs, gone after p50 \(Int(sorted[sorted.count / 2])) ms, max \(Int(longest)) ms")
  }

  // MARK: - A server that answers nothing

  @Test(.timeLimit(.minutes(1))) func aServerThatAnswersNothingKeepsNobodyFromLeaving() throws {
    let shop = try Shop()
    let desk = try PtyDesk(DeskHome(), environment: shop.environment)
    try bring(desk, shop, into: .holding)
    shop.proxy.stall("/v2/")
    let going = desk.going { desk.send(signal: SIGTERM) }
    #expect(going.own <= DroppedLineTests.limit, "\(going)")
    // It was told all the same, and had half a second to answer.
    #expect(shop.proxy.count("DELETE /v2/slots/reservations") == 1)
    #expect(going.milliseconds >= 450)
    shop.proxy.stall(nil)
  }

  // MARK: - A reader that stops

  @Test(.timeLimit(.minutes(1))) func aReaderThatStopsStopsNothingElseAndCostsNothing() throws {
    let home = try DeskHome()
    let shop = try Shop()
    let desk = try PtyDesk(home, environment: shop.environment)
    try openForm(desk)
    desk.type("Alva")
    try desk.see("Alva")
    try fill(desk)
    let before = try #require(ProcessTimes(desk.process))
    usleep(500_000)
    let after = try #require(ProcessTimes(desk.process))
    #expect(after.work - before.work <= 50, "it spins: \(after.work - before.work) ms of 500")
    // Keys are taken and kept though nobody sees them.
    desk.type(" Reyes")
    try waitUntil(home, holds: "Alva Reyes")
    // And the picture comes when the reader goes on.
    try desk.see("Alva Reyes")
    desk.send(signal: SIGTERM)
    try desk.see("EXIT") { _ in desk.line.text.contains("EXIT 143") }
  }

  // MARK: - Standing still

  private func state(_ desk: PtyDesk) -> Character? { ProcessTimes(desk.process)?.state }

  @Test(.timeLimit(.minutes(2)), arguments: [Situation.board, .typing, .holding])
  func aDeskThatIsStoppedGivesTheTerminalBackHoldsNoLockAndGoesOnWhereItWas(_ situation: Situation) throws {
    let home = try DeskHome()
    let shop = try Shop()
    let desk = try PtyDesk(home, .jobs, environment: shop.environment)
    try bring(desk, shop, into: situation)
    let rows = desk.screen.rows
    for round in 0..<(DroppedLineTests.isLong ? 20 : 2) {
      if round % 2 == 0 { desk.send(signal: SIGTSTP) } else { desk.type("\u{1A}") }
      try desk.see("the shell") { !$0.isAlternate && state(desk) == "T" && desk.line.modes == desk.modesBefore }
      #expect(desk.screen.cursorIsShown && !desk.screen.bracketsPaste)
      // Other desks of the store go on meanwhile.
      let folder = home.path + "/.local/state/caltui/"
      let file = try #require(
        FileManager.default.contentsOfDirectory(atPath: folder).first { $0.hasSuffix(".desk.sqlite") })
      let store = try DeskStore.open(path: folder + file, now: Instant(milliseconds: 0))
      let taken = try ContinuousClock().measure { _ = try store.run(.setSetting("test", "\(round)")) }
      #expect(taken < .seconds(2))
      try store.close()
      desk.type("fg\n")
      try desk.see("the desk as it was") { screen in
        // But for the minutes that a hold has left.
        screen.isAlternate
          && screen.rows[2..<20].map { $0.filter { !$0.isNumber } } == rows[2..<20].map { $0.filter { !$0.isNumber } }
      }
    }
    // The line drops while it stands still.
    desk.send(signal: SIGTSTP)
    try desk.see("the shell again") { _ in state(desk) == "T" }
    let going = desk.going { desk.line.hangUp() }
    #expect(going.own <= DroppedLineTests.limit, "\(going)")
    if situation == .typing {
      let again = try PtyDesk(home, .alone, environment: shop.environment)
      try again.see("Left unfinished: Alva Reyes")
    }
  }
}
