import BookingModel
import DeskStore
import Foundation
import Testing

@testable import CalTUI

/// Several desks of one store at one shop (DESIGN 7), in one process: real stores, real loops, and a server that counts.
@MainActor @Suite(.serialized) struct EightDesksTests {
  private nonisolated static let isLong = ProcessInfo.processInfo.environment["CALTUI_LONG"] != nil

  /// Does what a clerk might do next on the page that is open.
  private struct Clerk {
    var random: SeededRandom
    var customers = 0
    var done = 0
    var nextAt: Instant
    /// Since when the desk is reading what the next key is about.
    var waitsSince: Instant?

    @MainActor private func isReading(_ model: Model) -> Bool {
      guard model.overlay == nil else { return false }
      switch model.page {
      case .summary: return model.awaitsCommit || model.summaryState == .checking
      case .slots: return model.slotBook.isLoading(model.grid.week) && model.soonest.isEmpty
      case .who: return model.notice == .customersLoading
      case .services: return model.services.value == nil
      case .outcome: return model.outcomeRecord?.state == .underWay
      default: return false
      }
    }

    @MainActor mutating func act(_ desk: RunningDesk, now: Instant, pace: ClosedRange<Int64>) {
      guard now >= nextAt else { return }
      // A person looks at the screen, for a while.
      if isReading(desk.model) {
        let since = waitsSince ?? now
        waitsSince = since
        if now.milliseconds - since.milliseconds < 25_000 { return }
      }
      waitsSince = nil
      nextAt = now.adding(milliseconds: Int64.random(in: pace, using: &random))
      done += 1
      func any(_ words: [String]) -> String { words.randomElement(using: &random) ?? "Escape" }
      let model = desk.model
      if let overlay = model.overlay {
        switch overlay {
        case .change(let prompt): desk.press(prompt.isReady ? any(["y", "y", "y", "n"]) : any(["1", "2", "Esc"]))
        case .note:
          desk.press("x\(done)")
          desk.press("Enter")
        case .jump: desk.press(any(["a", "b", "'", "Esc"]))
        default: desk.press("Esc")
        }
        return
      }
      switch model.page {
      case .board:
        desk.press(
          any([
            "w", "w", "w", "w", "w", "w", "n", "b", "1", "2", "3", "i", "o", "m", "x", "r", "z", "'", "]", "t", "U",
            "Down",
          ]))
      case .who:
        customers += 1
        let number = 2_125_550_000 + desk.number * 1000 + customers % 1000
        // Digits anywhere on the line would be read as more of the number.
        let first = ["Ann", "Bea", "Cy", "Dan"][customers % 4]
        let last = ["Adler", "Baker", "Carver", "Draper", "Ebner", "Fisher", "Glazer", "Hunter"][desk.number % 8]
        desk.press("\(number) \(first) \(last)", "Enter")
      case .services: desk.press(any(["1", "1", "2", "3", "Esc"]))
      case .slots: desk.press(any(["1", "2", "3", "5", "9", "]", "Esc"]))
      case .form:
        // What the customer line has filled in is complete.
        desk.press("PgDn")
        if desk.model.page == .form { desk.press("Walk In", "Enter", "2125550\(100 + desk.number)", "PgDn") }
        if desk.model.page == .form { desk.press("Esc") }
      case .summary: desk.press(any(["y", "y", "y", "y", ".", ",", "1", "2", "z", "Esc", "e"]))
      case .outcome: desk.press("Enter")
      case .unresolved: desk.press(any(["l", "Esc"]))
      default: desk.press("Esc")
      }
    }
  }

  /// No time of the host is taken twice, and the journal and the server tell the same.
  private func checkBookings(_ shop: SharedShop) throws -> Int {
    let bookings = try shop.bookings()
    let standing = bookings.filter(\.status.takesTime).sorted { $0.start < $1.start }
    for (a, b) in zip(standing, standing.dropFirst()) {
      #expect(a.end <= b.start, "\(a.attendeeName) and \(b.attendeeName) at \(b.start.iso8601)")
    }
    var refs: [DeskRef: Int] = [:]
    for booking in bookings where booking.movedFrom == nil {
      if let ref = booking.deskRef { refs[ref, default: 0] += 1 }
    }
    let isEachOnce = refs.values.allSatisfy { $0 == 1 }
    #expect(isEachOnce)
    let store = shop.living[0].store
    let journal = try store.run(.recentWrites(limit: 10_000))
    let accepted = journal.filter { entry in
      if case .accepted = entry.state, case .create = entry.write { true } else { false }
    }
    #expect(Set(accepted.map(\.deskRef)) == Set(refs.keys))
    #expect(try store.run(.unresolved()).isEmpty)
    return accepted.count
  }

  /// No two drafts of any desks hold one time.
  private func checkHolds(_ shop: SharedShop) throws {
    let holds = try shop.living[0].store.run(.holds(now: shop.clock.now))
    for (index, a) in holds.enumerated() {
      for b in holds.dropFirst(index + 1) where a.range.overlaps(b.range) {
        Issue.record("\(a.desk) and \(b.desk) hold \(a.range.lowerBound.iso8601)")
      }
    }
  }

  private func play(
    desks: Int, actions: Int, speed: Double, pace: ClosedRange<Int64>, seed: UInt64
  ) throws -> (shop: SharedShop, booked: Int) {
    let shop = try SharedShop(speed: speed)
    try shop.open(desks)
    var clerks = (0..<desks).map {
      Clerk(random: SeededRandom(seed: seed &+ UInt64($0) &* 7919), nextAt: shop.clock.now)
    }
    var turns = 0
    let isPlayed = try shop.run(seconds: 400) {
      turns += 1
      if turns % 50 == 0 { try checkHolds(shop) }
      let now = shop.clock.now
      for (index, desk) in shop.living.enumerated() where clerks[index].done < actions {
        clerks[index].act(desk, now: now, pace: pace)
      }
      return clerks.allSatisfy { $0.done >= actions }
    }
    #expect(isPlayed)
    // What is on its way comes to its end.
    let isSettled = shop.run(seconds: 60) {
      shop.living.allSatisfy { $0.isQuiet && $0.model.unresolvedWrites.isEmpty }
    }
    #expect(isSettled, "\(shop.living.map { ($0.model.writesUnderWay.count, $0.model.unresolvedWrites.count) })")
    // What the desks have been told is in the journal once their stores have done what they were asked.
    for desk in shop.living { try desk.store.run(.allWritten()) }
    try checkHolds(shop)
    for desk in shop.living { #expect(desk.storeTroubles.isEmpty, "Desk \(desk.number + 1): \(desk.storeTroubles)") }
    let pollers = shop.living.count { $0.polls }
    #expect(pollers == 1)
    let booked = try checkBookings(shop)
    let worst = (shop.most(in: 60), shop.most(in: 300))
    print(
      "desks \(desks), actions \(desks * actions), seed \(seed): \(booked) booked, \(shop.traffic.requests.count) requests, "
        + "at most \(worst.0) in 60 s and \(worst.1) in 300 s")
    #expect(worst.0 <= 100)
    return (shop, booked)
  }

  @Test(.timeLimit(.minutes(10)))
  func `eight desks do two hundred things each, and nothing is lost, doubled or told wrong`() throws {
    for seed in Self.isLong ? UInt64(1)...3 : 1...1 {
      let (shop, booked) = try play(
        desks: 8, actions: Self.isLong ? 200 : 25, speed: 40, pace: 3000...12_000, seed: seed)
      #expect(booked > (Self.isLong ? 20 : 2))
      // Notes of all desks are the store's, and every desk shows them.
      let day = shop.living[0].model.today
      let uids = (shop.living[0].model.days[day]?.value ?? []).map(\.uid)
      let facts = try shop.living[0].store.run(.facts(of: uids))
      let isShared = shop.run(seconds: 30) {
        shop.living.allSatisfy { desk in
          uids.allSatisfy { uid in
            desk.model.board.day != day || desk.model.facts(of: uid) == facts[uid] ?? BookingFacts.none
          }
        }
      }
      #expect(isShared)
    }
  }

  @Test(.timeLimit(.minutes(5)), .enabled(if: isLong, "CALTUI_LONG is not set"))
  func `four busy desks stay under sixty requests a minute over five minutes`() throws {
    let (shop, booked) = try play(desks: 4, actions: Self.isLong ? 200 : 60, speed: 40, pace: 2000...9000, seed: 11)
    #expect(booked > 3)
    #expect(shop.most(in: 300) < 300)
    #expect(shop.most(in: 60) <= 100)
  }

  @Test(.timeLimit(.minutes(3)))
  func `four desks at rest cost as much as one, and all show what one has read`() throws {
    let shop = try SharedShop(speed: 60)
    try shop.open(4)
    #expect(
      shop.run(seconds: 20) { shop.living.allSatisfy { $0.model.lastContact != nil && $0.model.services.value != nil } }
    )
    // What each of them asks at its start has been answered.
    let started = shop.clock.now.adding(seconds: 5)
    #expect(shop.run(seconds: 20) { shop.clock.now >= started })
    let began = shop.clock.now
    #expect(shop.run(seconds: 30) { shop.clock.now >= began.adding(seconds: 300) })
    let lists = shop.traffic.requests.filter { $0.at >= began && $0.path == "/bookings" }
    let polls = lists.filter(\.isPoll)
    print("at rest: \(polls.count) polls and \(lists.count - polls.count) pages of the feeds in 300 s")
    #expect(Set(polls.map(\.desk)) == [0])
    #expect((9...11).contains(polls.count))
    // Two pages each time, by whichever desk comes first.
    #expect(lists.count - polls.count <= 9)
    for desk in shop.living {
      let age = shop.clock.now.milliseconds - (desk.model.lastContact ?? began).milliseconds
      #expect(age < 40_000, "Desk \(desk.number + 1): \(age) ms")
      #expect(desk.model.away == nil)
    }
  }

  @Test(.timeLimit(.minutes(3)))
  func `when the desk that polls is killed another one polls within five seconds`() throws {
    // At the speed of the wall, as the promise is.
    let shop = try SharedShop(speed: 1)
    try shop.open(3)
    #expect(shop.run(seconds: 10) { shop.living.allSatisfy { $0.model.lastContact != nil } })
    #expect(shop.living.map(\.polls) == [true, false, false])
    for round in 0..<2 {
      let before = shop.traffic.requests.count
      let began = ContinuousClock.now
      shop.kill(round)
      let isTaken = shop.run(seconds: 5) {
        let asked = shop.traffic.requests.dropFirst(before).filter(\.isPoll).map(\.desk)
        return shop.living.contains { $0.polls && asked.contains($0.number) }
      }
      let took = ContinuousClock.now - began
      print("taken over after \(took)")
      #expect(isTaken)
      let pollers = shop.living.count { $0.polls }
      #expect(pollers == 1)
    }
  }

  @Test(.timeLimit(.minutes(3)))
  func `what one desk books, notes and holds is on the others' screens at once`() throws {
    let shop = try SharedShop(speed: 1)
    try shop.open(2)
    let (first, second) = (shop.living[0], shop.living[1])
    #expect(
      shop.run(seconds: 10) { shop.living.allSatisfy { $0.model.lastContact != nil && $0.model.services.value != nil } }
    )
    second.press("w", "2125550142 Ann Lee", "Enter")
    #expect(shop.run(seconds: 10) { second.model.summaryState == .complete && second.model.ownHold != nil })
    #expect(shop.run(seconds: 2) { first.model.deskHolds.map(\.desk) == ["Desk 2"] })
    second.press("y")
    let day = first.model.today
    #expect(shop.run(seconds: 5) { first.model.days[day]?.value?.map(\.attendeeName) == ["Ann Lee"] })
    first.press("i")
    #expect(shop.run(seconds: 2) { second.model.facts.values.contains { $0.arrivedAt != nil } })
    first.press("i")
    let isTakenBack = shop.run(seconds: 2) { second.model.facts.values.allSatisfy { $0.arrivedAt == nil } }
    #expect(isTakenBack, "\(first.model.facts) \(second.model.facts) \(String(describing: first.model.notice))")
  }

  @Test(.timeLimit(.minutes(3)))
  func `a note that is taken back at once stays taken back, whatever was read meanwhile`() throws {
    let shop = try SharedShop(speed: 1)
    try shop.open(2)
    let (first, second) = (shop.living[0], shop.living[1])
    #expect(
      shop.run(seconds: 10) { shop.living.allSatisfy { $0.model.lastContact != nil && $0.model.services.value != nil } }
    )
    second.press("w", "2125550142 Ann Lee", "Enter")
    #expect(shop.run(seconds: 10) { second.model.summaryState == .complete && second.model.ownHold != nil })
    second.press("y")
    let day = first.model.today
    #expect(shop.run(seconds: 5) { first.model.days[day]?.value?.count == 1 })
    for round in 1...40 {
      // One turn of the loop between two keys: readings of the store are on their way all the time.
      let wasHere = first.model.facts.values.contains { $0.arrivedAt != nil }
      first.press("i")
      for _ in 0..<(round % 5) { shop.turn() }
      let isHere = first.model.facts.values.contains { $0.arrivedAt != nil }
      #expect(isHere != wasHere, "round \(round)")
    }
    // An even number of them: nobody is here.
    #expect(first.model.facts.values.allSatisfy { $0.arrivedAt == nil })
    #expect(shop.run(seconds: 5) { second.model.facts.values.allSatisfy { $0.arrivedAt == nil } })
  }

  @Test(.timeLimit(.minutes(3)))
  func `that the server is away is heard by all desks from the one that polls`() throws {
    let shop = try SharedShop(speed: 20)
    try shop.open(3)
    #expect(shop.run(seconds: 20) { shop.living.allSatisfy { $0.model.lastContact != nil } })
    shop.traffic.change { $0.isAway = true }
    #expect(shop.run(seconds: 20) { shop.living.allSatisfy { $0.model.away != nil } })
    // What was read stays on every screen.
    #expect(shop.living.allSatisfy { $0.model.days[$0.model.today]?.value != nil })
    shop.traffic.change { $0.isAway = false }
    #expect(shop.run(seconds: 20) { shop.living.allSatisfy { $0.model.away == nil } })
  }
}
