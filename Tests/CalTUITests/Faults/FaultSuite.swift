import BookingModel
import CalProtocol
import Foundation
import Testing

@testable import CalTUI

/// Faults at any point of any request: no duplicate, no loss, no false statement (DESIGN 6).
///
/// Short in the ordinary run; `./scripts/test --long` does 10,000 writes.
@Suite struct FaultSuite {
  static let isLong = ProcessInfo.processInfo.environment["CALTUI_LONG"] != nil
  /// Writes of one shop, before the next one begins anew.
  static let perWorld = 50
  static let seeds: [UInt64] =
    ProcessInfo.processInfo.environment["CALTUI_FAULT_SEED"].flatMap(UInt64.init).map { [$0] }
    ?? Array(1...(isLong ? 200 : 6))

  @Test(arguments: seeds) func `no fault makes a duplicate, a loss or a false statement`(seed: UInt64) throws {
    var clerk = try FaultClerk(seed: seed)
    for number in 1...FaultSuite.perWorld { try clerk.work(number) }
    let tally = try clerk.finish()
    #expect(tally.wrongs == [], "seed \(seed)")
    #expect(tally.accepted + tally.refused + tally.abandoned + tally.open >= FaultSuite.perWorld * 9 / 10)
    // A server of somebody else is polled every 30 s, and a request may hang for as long as its limit.
    #expect(clerk.desk.slowestAdoption <= 31_000, "seed \(seed)")
    guard FaultSuite.isLong else { return }
    // The figures of RELIABILITY.md are the sums of these lines.
    print("faults seed \(seed) crashes \(clerk.desk.crashes) slowest \(clerk.desk.slowestAdoption)")
    for (fault, outcomes) in tally.byFault {
      for (outcome, count) in outcomes { print("faults seed \(seed) \(fault.rawValue) -> \(outcome): \(count)") }
    }
  }

  /// Each kind of fault by itself, on a create, and what the desk must say in the end.
  static let outcomes: [(Fault, String)] = [
    (.none, "accepted"), (.slow, "accepted"), (.unreachable, "refused"), (.lostOnTheWay, "open"),
    (.resetBefore, "open"), (.resetAfter, "adopted"), (.silentAfter, "adopted"), (.tooLate, "adopted"),
    (.failureBefore, "open"), (.failureAfter, "adopted"), (.pageBefore, "open"), (.pageAfter, "adopted"),
    (.throttled, "refused"), (.bareConflict, "refused"), (.stolen, "refused"), (.truncated, "adopted"),
    (.garbage, "adopted"), (.stale, "adopted"),
  ]

  @Test(arguments: outcomes) func `one fault, one outcome`(fault: Fault, outcome: String) throws {
    let clerk = try FaultClerk(seed: 99)
    #expect(clerk.book("Dee Park", digit: 1, fault: fault))
    clerk.desk.run(seconds: 60)
    let tally = try clerk.desk.tally()
    #expect(tally.wrongs == [])
    let found =
      tally.adopted == 1
      ? "adopted"
      : tally.accepted == 1 ? "accepted" : tally.refused == 1 ? "refused" : tally.open == 1 ? "open" : "none"
    #expect(found == outcome)
  }
}

/// A clerk who books, changes and decides at random, from a seed.
struct FaultClerk {
  let desk: FaultyDesk
  private var random: SeededRandom
  private var changes = 0

  init(seed: UInt64) throws {
    desk = try FaultyDesk(seed: seed, isLocal: seed % 2 == 1)
    random = SeededRandom(seed: seed &* 31)
    desk.isTyping = true
    desk.settle()
    desk.isTyping = false
  }

  mutating func work(_ number: Int) throws {
    let fault = Fault.allCases.randomElement(using: &random) ?? .none
    if Int.random(in: 0..<10, using: &random) < 7 {
      _ = book("Guest \(number)", digit: Int.random(in: 1...4, using: &random), fault: fault)
    } else if try !change(fault) {
      _ = book("Guest \(number)", digit: 1, fault: fault)
    }
    // Trouble comes with the fault, and stays for a while.
    if Int.random(in: 0..<3, using: &random) == 0 {
      desk.startTrouble(seconds: Int64.random(in: 3...90, using: &random))
    }
    if Int.random(in: 0..<12, using: &random) == 0 {
      desk.run(until: desk.now.adding(milliseconds: Int64.random(in: 0...4000, using: &random)))
      try desk.crash()
    }
    for _ in 0..<Int.random(in: 0...6, using: &random) {
      desk.run(seconds: Int64.random(in: 1...20, using: &random))
      decide()
    }
    // Some days pass: there is always a free time.
    if number % 20 == 0 {
      desk.run(seconds: 150)
      desk.sleep(minutes: 3 * 1440)
    }
  }

  /// After the last write: time for everything that can be found.
  func finish() throws -> FaultyDesk.Tally {
    desk.run(seconds: 180)
    return try desk.tally()
  }

  // MARK: - Keys

  private func home() {
    for _ in 0..<14 where desk.model.page != .board || desk.model.overlay != nil { desk.press("Esc") }
  }

  /// By the keys that a clerk presses. `false`: there was no free time.
  func book(_ name: String, digit: Int, fault: Fault) -> Bool {
    home()
    desk.isTyping = true
    defer { desk.isTyping = false }
    desk.press("b")
    desk.settle()
    desk.press("1")
    desk.settle()
    desk.press("\(digit)")
    desk.settle()
    guard desk.model.page == .form else { return false }
    desk.type(name)
    desk.press("Enter")
    desk.type("2125550142")
    desk.press("PgDn")
    desk.settle()
    guard desk.model.page == .summary, desk.model.summaryState == .complete else { return false }
    desk.nextFault = fault
    desk.press("y")
    return true
  }

  /// What a person does about writes that were looked up and not found: books again, gives up, or leaves them.
  private mutating func decide() {
    for record in desk.model.unresolvedWrites {
      guard let resolution = desk.model.resolutions[record.ref], resolution.isSettled(at: desk.now) else { continue }
      let choice = Int.random(in: 0..<10, using: &random)
      guard choice < 7 else { continue }
      home()
      desk.press("U")
      for _ in 0..<60 where desk.model.selectedUnresolved?.ref != record.ref { desk.press("Down") }
      guard desk.model.page == .unresolved, desk.model.selectedUnresolved?.ref == record.ref else { continue }
      desk.isTyping = true
      defer { desk.isTyping = false }
      if choice < 4 {
        desk.press("a")
        desk.settle()
        guard desk.model.page == .summary else { continue }
        // Another time, sometimes: then the server cannot refuse it as taken.
        if Bool.random(using: &random) { desk.press(".") }
        desk.settle()
        desk.nextFault = Fault.allCases.randomElement(using: &random) ?? .none
        desk.press("y")
        desk.settle()
        desk.nextFault = .none
      } else {
        desk.press("x")
        desk.settle()
        desk.press("x")
      }
    }
  }

  // MARK: - Changes of bookings

  /// A free time of the next days, as the server has it.
  private mutating func freeTime(of service: Service.ID, moving: Booking.UID? = nil) throws -> Slot? {
    let day = desk.model.today.advanced(by: 1)
    let query = SlotQuery(service: service, from: day, through: day.advanced(by: 4), moving: moving)
    let call = Calls.slots(query, zone: desk.model.shop.zone)
    return try call.read(desk.server.answer(call.request)).values.flatMap { $0 }.sorted { $0.start < $1.start }
      .randomElement(using: &random)
  }

  /// What a host decides about a booking that waits for it.
  private mutating func answerRequest(_ fault: Fault) throws -> Bool {
    guard let slot = try freeTime(of: desk.server.onRequest) else { return false }
    changes += 1
    guard let asked = desk.server.askOnTheWeb("Asker \(changes)", at: slot.start), asked.status == .pending else {
      return false
    }
    desk.nextFault = fault
    desk.write(
      Bool.random(using: &random) ? .confirm(asked.uid) : .decline(asked.uid, reason: "no capacity"),
      DeskRef("change-\(changes)"))
    return true
  }

  /// Three bookings by one request.
  private mutating func bookSeries(_ fault: Fault) throws -> Bool {
    guard let slot = try freeTime(of: desk.server.series) else { return false }
    changes += 1
    let wanted = NewBooking(
      service: desk.server.series, start: slot.start,
      attendee: Attendee(name: "Series \(changes)", phone: "+12125550155", zone: "America/New_York"))
    desk.nextFault = fault
    desk.write(.create(wanted), DeskRef("change-\(changes)"))
    return true
  }

  /// `false`: there was nothing to change.
  private mutating func change(_ fault: Fault) throws -> Bool {
    switch Int.random(in: 0..<8, using: &random) {
    case 0, 1: return try answerRequest(fault)
    case 2: return try bookSeries(fault)
    default: break
    }
    let open = Set(desk.model.writes.values.compactMap(\.write.booking))
    let mine = try desk.server.bookings().filter {
      $0.status.takesTime && !open.contains($0.uid) && $0.attendeeName != "Somebody Else"
    }
    guard let booking = mine.randomElement(using: &random) else { return false }
    changes += 1
    let write: Write
    switch Int.random(in: 0..<5, using: &random) {
    case 0 where booking.start > desk.now: write = .cancel(booking.uid, reason: "asked", seat: nil, subsequent: false)
    case 1 where booking.start > desk.now:
      guard let slot = try freeTime(of: booking.service ?? Service.ID(1), moving: booking.uid),
        slot.start != booking.start
      else { return false }
      write = .move(booking.uid, start: slot.start, reason: nil, seat: nil, overrides: .none)
    case 2 where booking.start < desk.now && booking.attendees.first?.isAbsent == false:
      guard let email = booking.attendees.first?.serverAddress else { return false }
      write = .markAbsent(booking.uid, host: nil, attendees: [.init(email: email, absent: true)])
    case 3: write = .setLocation(booking.uid, .attendeeAddress("\(changes) Elm Street"))
    default: write = .addGuests(booking.uid, emails: ["guest\(changes)@example.com"])
    }
    desk.nextFault = fault
    desk.write(write, DeskRef("change-\(changes)"))
    return true
  }
}
