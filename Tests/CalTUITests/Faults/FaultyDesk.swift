import BookingModel
import CalProtocol
import DeskStore
import FoundationEssentials
import ZoneData

@testable import CalTUI

/// A desk on a virtual clock: the real model, the real journal, the real server, and a line that fails.
final class FaultyDesk {
  /// One write that was journalled, and what the desk knew of it when.
  struct Attempt {
    var write: Write
    var fault: Fault
    var unknownAt: Instant?
    var adoptedAt: Instant?
  }

  let server: FaultyServer
  private let store: DeskStore
  private let zones = ZoneLoader()
  private let isLocal: Bool
  private(set) var model: Model
  private var random: SeededRandom

  private(set) var attempts: [DeskRef: Attempt] = [:]
  /// What went against the promise, in words.
  private(set) var wrongs: [String] = []
  private(set) var crashes = 0
  /// The longest time from when an unknown write could be found to its adoption, in milliseconds.
  private(set) var slowestAdoption: Int64 = 0

  /// Reads fail until then, too.
  private var troubleUntil: Instant
  /// A clerk who types is not what is tried: pages load.
  var isTyping = false
  /// Given to the next write.
  var nextFault = Fault.none

  private struct Event {
    var at: Instant
    var number: Int
    var run: () -> Void
  }
  private var events: [Event] = []
  private var eventCount = 0
  private var inFlight = 0
  /// Answers for a program that was killed find nobody.
  private var life = 0

  init(seed: UInt64, isLocal: Bool) throws {
    let start = Instant(iso8601: "2026-11-23T15:07:00Z") ?? Instant(milliseconds: 0)
    server = try FaultyServer(seed: seed, start: start)
    store = try DeskStore.inMemory(now: start)
    random = SeededRandom(seed: seed &+ 7)
    troubleUntil = start
    self.isLocal = isLocal
    model = Model(
      Startup(shop: Shop(name: "", zone: .utc), now: start, size: Size(columns: 80, rows: 24), refPrefix: ""))
    model = Model(startup())
    server.later = { [unowned self] milliseconds, run in self.schedule(after: milliseconds, run) }
    send(.started)
  }

  var now: Instant { server.clock.now }

  private func startup() -> Startup {
    let zone = zones.zone("America/New_York") ?? .utc
    var shop = Shop(name: "Shop", isLocal: isLocal, zone: zone, policy: AttendeePolicy(country: "US"))
    shop.dateOrder = .monthFirst
    let settings = DeskSettings(
      shop: shop, hasOwnZone: true, clerk: "Alva", desk: "front", isReadOnly: false, keys: .standard)
    var startup = DeskStart(store: store, zones: zones, clock: DeskClock(startingAt: now))
      .startup(settings, size: Size(columns: 80, rows: 24), setup: nil)
    startup.now = now
    startup.refPrefix = "life\(life)"
    return startup
  }

  // MARK: - Time

  private func schedule(after milliseconds: Int64, _ run: @escaping () -> Void) {
    eventCount += 1
    events.append(Event(at: now.adding(milliseconds: milliseconds), number: eventCount, run: run))
    events.sort { ($0.at, $0.number) < ($1.at, $1.number) }
  }

  /// Lets everything happen that is due until then.
  func run(until end: Instant) {
    var turns = 0
    while turns < 200_000 {
      turns += 1
      let timer = model.nextTimer
      let next = min(timer, events.first?.at ?? timer)
      guard next <= end else { break }
      server.clock.now = next
      if let event = events.first, event.at <= next {
        events.removeFirst()
        event.run()
      } else {
        send(.ticked(now))
      }
    }
    if turns == 200_000 { wrongs.append("the desk spins at \(now.iso8601)") }
    server.clock.now = end
    send(.ticked(end))
  }

  func run(seconds: Int64) { run(until: now.adding(seconds: seconds)) }

  /// The machine sleeps, and wakes at another time.
  func sleep(minutes: Int) {
    server.clock.now = now.adding(minutes: minutes)
    run(seconds: 1)
  }

  /// Until the pages have what they asked for.
  func settle() {
    let end = now.adding(seconds: 40)
    while inFlight > 0, now < end { run(until: now.adding(milliseconds: 50)) }
  }

  /// All requests fail for a while, this way and that.
  func startTrouble(seconds: Int64) { troubleUntil = max(troubleUntil, now.adding(seconds: seconds)) }

  /// SIGKILL, and a new start with what is on the disk. What is on its way to the server goes on.
  func crash() throws {
    crashes += 1
    life += 1
    inFlight = 0
    try store.run(.adoptOrphans(now: now))
    model = Model(startup())
    for record in model.unresolvedWrites {
      attempts[record.ref]?.unknownAt = now
    }
    send(.started)
  }

  // MARK: - Messages and effects

  func send(_ message: Message) {
    // As the program does: what happens, happens now.
    if now > model.now, message != .ticked(now) { send(.ticked(now)) }
    let effects = update(&model, message)
    check()
    for effect in effects { perform(effect) }
    if model.awaitsCommit, message != .painted { send(.painted) }
  }

  func press(_ keys: String) {
    for word in keys.split(separator: " ").map(String.init) {
      if let key = Key(name: word) { send(.keyPressed(key)) } else { type(word) }
    }
  }

  func type(_ text: String) { for character in text { send(.keyPressed(.character(character))) } }

  /// A write that no page makes yet, as the page would make it.
  func write(_ write: Write, _ ref: DeskRef) {
    model.writes[ref] = WriteRecord(ref: ref, write: write, at: now)
    perform(.commit(ref, write))
  }

  private func perform(_ effect: Effect) {
    switch effect {
    case .commit(let ref, let write): commit(ref, write)
    case .closeWrite(let ref, let closing): close(ref, closing)
    case .lookUp(let ref, let question): lookUp(ref, question)
    case .readJournal(let askedAt):
      let records = ((try? store.run(.unresolved())) ?? []).compactMap(WriteRecord.init)
      later(5) { $0.send(.journalRead(records, askedAt: askedAt)) }
    case .loadShop:
      let hours = server.hours.map { OpeningHours(schedule: $0, zone: zones.zone($0.zone) ?? .utc) }
      let facts = ShopFacts(account: Account(id: 1, name: "Shop"), services: server.services, hours: hours)
      later(10) { $0.send(.shopLoaded(.success(facts))) }
    case .loadService(let id):
      guard let service = server.services.first(where: { $0.id == id }) else { return }
      later(10) { $0.send(.serviceLoaded(id, .success(service))) }
    case .loadBookings(let range):
      let zone = model.shop.zone
      let (from, to) = (zone.start(of: range.lowerBound), zone.start(of: range.upperBound.advanced(by: 1)))
      read(Calls.bookings(BookingQuery(from: from, through: to.adding(minutes: 1440), pageSize: 250))) { desk, result in
        desk.send(
          .bookingsLoaded(range, result.map { $0.bookings.filter { $0.start >= from && $0.start < to } }))
      }
    case .loadBooking(let uid): read(Calls.booking(uid)) { desk, result in desk.send(.bookingLoaded(uid, result)) }
    case .loadHistory(let question): later(1) { $0.send(.historyLoaded(question, .success([]))) }
    case .loadSlots(let query):
      read(Calls.slots(query, zone: model.shop.zone)) { desk, result in desk.send(.slotsLoaded(query, result)) }
    case .saveDraft(let draft):
      let json = (try? JSONEncoder().encode(draft)).map(Array.init) ?? []
      _ = try? store.run(.saveDraft(StoredDraft(id: draft.id.rawValue, desk: "front", json: json, updatedAt: now)))
    case .forgetDraft(let id): _ = try? store.run(.deleteDraft(id.rawValue))
    default: break
    }
  }

  private func later(_ milliseconds: Int64, _ run: @escaping (FaultyDesk) -> Void) {
    let life = life
    inFlight += 1
    schedule(after: milliseconds) { [unowned self] in
      guard life == self.life else { return }
      inFlight -= 1
      run(self)
    }
  }

  private func readFault(isLookUp: Bool) -> Fault {
    guard now < troubleUntil, isLookUp || !isTyping, Int.random(in: 0..<10, using: &random) < 7 else { return .none }
    return Fault.harmful.randomElement(using: &random) ?? .none
  }

  private func read<Answer>(
    _ call: Call<Answer>, isLookUp: Bool = false,
    _ completion: @escaping (FaultyDesk, Result<Answer, CalError>) -> Void
  ) {
    deliver(server.exchange(call.request, ref: nil, fault: readFault(isLookUp: isLookUp)), call, completion)
  }

  private func deliver<Answer>(
    _ delivery: FaultyServer.Delivery, _ call: Call<Answer>,
    _ completion: @escaping (FaultyDesk, Result<Answer, CalError>) -> Void
  ) {
    let now = now
    let result = delivery.result.flatMap { response -> Result<Answer, CalError> in
      guard (200..<300).contains(response.status) else { return .failure(.read(from: response, now: now)) }
      do throws(CalError) { return .success(try call.read(response)) } catch { return .failure(error) }
    }
    later(delivery.afterMilliseconds) { completion($0, result) }
  }

  // MARK: - Writing, as the program does it

  private func commit(_ ref: DeskRef, _ write: Write) {
    guard attempts[ref] == nil else {
      wrongs.append("\(ref.rawValue) is sent a second time")
      return
    }
    let fault = nextFault
    nextFault = .none
    attempts[ref] = Attempt(write: write, fault: fault)
    let entry = JournalEntry(deskRef: ref, write: write, clerk: "Alva", desk: "front", createdAt: now)
    do { try store.run(.recordIntent(entry)) } catch {
      wrongs.append("\(ref.rawValue) is not journalled: \(error)")
      return
    }
    let call = Calls.write(write, ref: ref)
    deliver(server.exchange(call.request, ref: ref, fault: fault), call) { desk, result in
      let state: JournalEntry.State
      switch result {
      case .success(let answer): state = .accepted(answer.bookings.first?.uid)
      case .failure(let error):
        state = error.leavesOutcomeUnknown ? .unknown(error) : .refused(error)
        if error.leavesOutcomeUnknown { desk.attempts[ref]?.unknownAt = desk.now }
      }
      _ = try? desk.store.run(.recordOutcome(ref, state, at: desk.now))
      desk.send(.writeAnswered(ref, result.map(\.bookings)))
    }
  }

  private func lookUp(_ ref: DeskRef, _ question: LookUpQuestion) {
    switch question {
    case .bookings(let service, let start):
      read(Calls.bookings(LookUp.query(of: service, start: start)), isLookUp: true) { desk, result in
        desk.send(.lookedUp(ref, question, result.map { $0.bookings.filter { $0.start == start } }))
      }
    case .booking(let uid):
      read(Calls.booking(uid), isLookUp: true) { desk, result in desk.send(.lookedUp(ref, question, result)) }
    }
  }

  private func close(_ ref: DeskRef, _ closing: WriteClosing) {
    _ = try? store.run(.recordOutcome(ref, JournalEntry.State(closing), at: now))
    guard case .accepted = closing, let attempt = attempts[ref] else { return }
    attempts[ref]?.adoptedAt = now
    guard let done = doneAt(ref) else {
      wrongs.append("\(ref.rawValue) is taken for done and is not")
      return
    }
    let findable = max(done, max(attempt.unknownAt ?? done, max(troubleUntil, server.staleUntil)))
    slowestAdoption = max(slowestAdoption, now.milliseconds - findable.milliseconds)
  }

  // MARK: - The promise

  func doneAt(_ ref: DeskRef) -> Instant? { server.arrivals[ref]?.first(where: \.isDone)?.at }

  /// What is on screen must be true at every moment.
  private func check() {
    for (ref, record) in model.writes {
      if case .accepted = record.state, doneAt(ref) == nil {
        wrongs.append("\(ref.rawValue) is shown as done and is not")
      }
      if case .unknown = record.state, model.resolutions[ref] == nil {
        wrongs.append("\(ref.rawValue) is not looked up")
      }
    }
  }

  struct Tally {
    var accepted = 0, adopted = 0, refused = 0, abandoned = 0, open = 0
    /// How many writes with a fault came to what.
    var byFault: [Fault: [String: Int]] = [:]
    var wrongs: [String] = []
  }

  /// Compares the journal, the screen and the server, write by write.
  func tally() throws -> Tally {
    var tally = Tally(wrongs: wrongs)
    for (ref, attempt) in attempts {
      func count(_ outcome: String) { tally.byFault[attempt.fault, default: [:]][outcome, default: 0] += 1 }
      func wrong(_ text: String) { tally.wrongs.append("\(ref.rawValue) (\(attempt.fault)): \(text)") }
      let isDone = doneAt(ref) != nil
      if (server.arrivals[ref]?.count ?? 0) > 1 { wrong("it reached the server twice") }
      switch try store.run(.journalEntry(ref))?.state {
      case .accepted:
        tally.accepted += 1
        if attempt.adoptedAt != nil { tally.adopted += 1 }
        count(attempt.adoptedAt == nil ? "accepted" : "found")
        if !isDone { wrong("false \"done\"") }
      case .refused:
        tally.refused += 1
        count("refused")
        if isDone { wrong("false \"not done\"") }
      case .abandoned:
        tally.abandoned += 1
        count("given up")
        if isDone { wrong("given up, and done") }
      case .unknown:
        tally.open += 1
        count("not found")
        if isDone { wrong("done, and not found") }
        if model.resolutions[ref]?.finding != .notThere { wrong("open without a finding") }
      case .written, nil: wrong("no outcome in the journal")
      }
    }
    var perCustomer: [String: Int] = [:]
    for booking in try server.bookings() where booking.status.takesTime {
      perCustomer[booking.attendeeName, default: 0] += 1
    }
    for (name, count) in perCustomer where count > (name.hasPrefix("Series ") ? 3 : 1) && name != "Somebody Else" {
      tally.wrongs.append("\(name) is booked \(count) times")
    }
    return tally
  }
}
