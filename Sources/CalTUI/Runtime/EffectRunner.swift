import BookingModel
import CalClient
import CalProtocol
import DeskStore
import ZoneData

/// Does what effects say, and sends what comes of it back as messages. The model's only way to the world.
@MainActor
final class EffectRunner {
  private let transport: Transport
  private let store: DeskStore?
  private let mailbox: Mailbox
  private let clock: DeskClock
  private let zones: ZoneLoader
  private var desk: DeskIdentity
  let send: @MainActor (Message) -> Void

  /// `nil` until the embedded server is up; what is asked before that waits.
  private var client: CalClient?
  private var waiting: [Effect] = []
  private var startupError: CalError?

  private let office: Office
  private var shop: Shop
  /// Until when the server wants to be left alone, as the model knows it.
  private var heldOffTold: Instant?
  private var drafts: DraftSaver?
  private(set) var keeper: StoreKeeper?
  private(set) var customers: CustomerFeed?
  private let holds: HoldKeeper
  /// Writes on their way to the journal.
  private var countJournalling = 0
  /// Questions whether the store has done everything, and the last of them that it has answered.
  private var settling = 0
  private var settled = 0
  private var board: SharedBoard?
  private var orphans: OrphanWatch?
  private var tickets = RequestTickets()
  private var factCount = 0
  /// When the store's file is read whole, once: after the start, which has no time for it.
  private var storeLookAt: Instant?
  private static let storeLookDelay: Int64 = 1_000

  /// Who writes, for the journal.
  struct DeskIdentity {
    var clerk: String
    var desk: String
    /// Settings that outrank what the server says.
    var zone: Zone?
    var clock: Shop.Clock?
    var weekStart: Weekday?
    var isReadOnly = false
  }

  init(
    transport: Transport, store: DeskStore?, mailbox: Mailbox, clock: DeskClock, zones: ZoneLoader, shop: Shop,
    desk: DeskIdentity, office: Office, send: @escaping @MainActor (Message) -> Void
  ) {
    self.transport = transport
    self.store = store
    self.mailbox = mailbox
    self.clock = clock
    self.zones = zones
    self.shop = shop
    self.desk = desk
    self.office = office
    self.send = send
    let keeper = store.map { StoreKeeper(store: $0, mailbox: mailbox, clock: clock, send: send) }
    self.keeper = keeper
    drafts = keeper.map { DraftSaver(keeper: $0, clock: clock, desk: desk.desk) }
    customers = store.map { CustomerFeed(store: $0, mailbox: mailbox, clock: clock, shop: shop, send: send) }
    customers?.keeper = keeper
    holds = HoldKeeper(store: store, mailbox: mailbox, clock: clock, desk: desk.desk, send: send)
    guard let store else { return }
    board = SharedBoard(
      store: store, mailbox: mailbox, clock: clock, isLocal: shop.isLocal, send: send,
      askServer: { [weak self] range, isShown in self?.askForBookings(range, isShown: isShown) })
    board?.zone = shop.zone
    // One that only reads takes nothing over.
    if !desk.isReadOnly { orphans = OrphanWatch(store: store, mailbox: mailbox, clock: clock) }
    holds.ring = { [lock = board?.lock] in lock?.ring() }
  }

  // MARK: - The server

  func connect(to endpoint: Endpoint, key: Secret?) {
    let clock = clock
    client = CalClient(
      endpoint: endpoint, key: key, transport: transport, gate: gate(endpoint, key), clock: { clock.now })
    startupError = nil
    board?.begin()
    orphans?.begin()
    storeLookAt = clock.now.adding(milliseconds: EffectRunner.storeLookDelay)
    let held = waiting
    waiting = []
    for effect in held { start(effect) }
  }

  /// The embedded server cannot start: everything that needs it is answered with why.
  func serverFailed(_ error: CalError) {
    startupError = error
    let held = waiting
    waiting = []
    for effect in held { start(effect) }
  }

  var nextTimer: Instant? {
    [client?.nextTimer, customers?.nextTimer, keeper?.nextTry, orphans?.nextLook, storeLookAt].compactMap { $0 }.min()
  }
  func fireTimers(at now: Instant) {
    client?.fireTimers(at: now)
    customers?.fireTimers(at: now)
    keeper?.fireTimers(at: now)
    orphans?.fireTimers(at: now)
    if let due = storeLookAt, due <= now { lookAtStore() }
    let heldOff = client?.heldOffUntil
    guard heldOff != heldOffTold else { return }
    heldOffTold = heldOff
    send(.heldOff(until: heldOff))
  }

  /// A damaged store is written no more, and that is said.
  private func lookAtStore() {
    storeLookAt = nil
    guard let store else { return }
    store.look { [mailbox] isDamaged in
      if isDamaged { mailbox.post(.storeFailed(.damaged(path: store.path))) }
    }
  }

  // MARK: - Effects

  func start(_ effect: Effect) {
    switch effect {
    case .loadShop, .loadService, .loadBookings, .loadSlots: read(effect)
    case .lookUp, .loadBooking, .hold, .releaseHold, .checkHold: read(effect)
    case .loadHistory(let question): readHistory(question)
    case .noteHold(let hold): holds.note(hold)
    case .forgetHold(let uid): holds.forget(uid)
    case .readHolds: holds.read()
    case .commit(let ref, let write): journal(ref, write)
    case .closeWrite(let ref, let closing): close(ref, closing)
    case .readJournal(let askedAt): readJournal(askedAt)
    case .findByCode(let code): find(code)
    case .saveDraft(let draft): drafts?.save(draft)
    case .forgetDraft(let id): drafts?.forget(id)
    case .saveFacts(let uid, let facts, let before):
      // Each change on its own: a later one is told from what was known before it.
      factCount += 1
      let number = board?.notes(uid) ?? 0
      keeper?.keep(
        "facts:\(uid.rawValue):\(factCount)",
        .saveFacts(facts, of: uid, before: before, at: clock.now, clerk: desk.clerk, desk: desk.desk)
      ) { [board] isKept in
        guard isKept else { return }
        board?.kept(uid, number)
        board?.lock?.ring()
      }
    case .loadCustomers:
      if let customers { customers.load() } else { send(.customersLoaded(CustomerIndex())) }
    case .followCustomers: if let client { customers?.follow(client) }
    case .saveCustomerEntry(let entry): customers?.save(entry)
    case .forgetCustomer(let id): customers?.forget(id)
    case .find(let question): find(question)
    case .loadCustomerBookings(let id): loadBookings(of: id)
    case .rememberClerk(let name):
      desk.clerk = name
      keeper?.keep("clerk", .setSetting(DeskStart.clerkSetting(desk.desk), name))
    case .beginShift(let shift): keeper?.keep("shift:\(shift.since.milliseconds)", .beginShift(shift))
    case .loadHandOver(let range): readHandOver(range)
    case .print(let paper): office.print(paper, mailbox)
    case .checkUnlock(let typed): office.unlock(typed, mailbox)
    case .createShop, .repaint, .suspend, .quit: break  // The program's own.
    }
  }

  private func read(_ effect: Effect) {
    guard let client else {
      if let startupError { fail(effect, startupError) } else { waiting.append(effect) }
      return
    }
    switch effect {
    case .loadShop: if board?.polls == false { readCachedShop() } else { readShop(client) }
    case .loadService(let id):
      client.perform(Calls.service(id)) { [send] result in send(.serviceLoaded(id, result)) }
    case .loadBookings(let range): readBookings(range)
    case .lookUp(let ref, let question): lookUp(ref, question, client)
    case .loadBooking(let uid):
      client.perform(Calls.booking(uid)) { [send] result in send(.bookingLoaded(uid, result)) }
    case .hold(let question): holds.ask(question, client)
    case .releaseHold(let uid): holds.release(uid, client)
    case .checkHold(let uid): holds.check(uid, client)
    case .loadSlots(let query):
      client.perform(Calls.slots(query, zone: shop.zone)) { [send] result in send(.slotsLoaded(query, result)) }
    default: break
    }
  }

  private func fail(_ effect: Effect, _ error: CalError) {
    switch effect {
    case .loadShop: send(.shopLoaded(.failure(error)))
    case .loadService(let id): send(.serviceLoaded(id, .failure(error)))
    case .loadBookings(let range): bookingsFailed(range, error)
    case .loadSlots(let query): send(.slotsLoaded(query, .failure(error)))
    case .lookUp(let ref, let question): send(.lookedUp(ref, question, .failure(error)))
    case .loadBooking(let uid): send(.bookingLoaded(uid, .failure(error)))
    case .hold(let question): send(.holdAnswered(question, .failure(.server(error))))
    case .releaseHold(let uid): send(.holdReleased(uid))
    case .checkHold(let uid): send(.holdChecked(uid, .failure(error)))
    default: break
    }
  }

  // MARK: - Reading

  private func readShop(_ client: CalClient) {
    ShopReading(client: client, isLocal: shop.isLocal) { [weak self] result in
      guard let self else { return }
      self.send(.shopLoaded(result.map { self.facts($0) }))
    }.start()
  }

  /// Resolves zones, and keeps what was read for the next start.
  private func facts(_ reading: ShopReading.Answer, isFresh: Bool = true) -> ShopFacts {
    let scheduleZone = reading.schedule.flatMap { zones.zone($0.zone) }
    let hours = reading.schedule.flatMap { schedule in
      scheduleZone.map { OpeningHours(schedule: schedule, zone: $0) }
    }
    // The shop's zone: the config's, else the default schedule's, else the account's (DESIGN 11).
    let zone = desk.zone ?? scheduleZone ?? zones.zone(reading.account.zone)
    if let zone {
      shop.zone = zone
      board?.zone = zone
    }
    let now = clock.now
    if isFresh {
      keep(.cacheAccount(reading.account, readAt: now))
      keep(.cacheServices(reading.services, readAt: now))
      keep(.cacheSchedules(reading.schedule.map { [$0] } ?? [], readAt: now))
    }
    let account = reading.account
    // The local shop's habits are its country's; a Cal.com account has its own.
    let isRemote = !shop.isLocal
    return ShopFacts(
      account: account, services: reading.services, hours: hours, zone: zone,
      clock: desk.clock ?? (isRemote ? (account.uses24Hours ? .twentyFourHours : .twelveHours) : nil),
      weekStart: desk.weekStart ?? (isRemote ? account.weekStart : nil))
  }

  /// By another desk of this store, when that is not long ago.
  private func readCachedShop() {
    store?.start(.cachedShop()) { [mailbox] in mailbox.post(.cachedShop((try? $0.get()) ?? nil)) }
  }

  func cachedShopWasRead(_ cached: CachedShop?) {
    guard let cached, clock.now.milliseconds - cached.readAt.milliseconds < 600_000 else {
      if let client { readShop(client) }
      return
    }
    let answer = ShopReading.Answer(account: cached.account, services: cached.services, schedule: cached.schedule)
    send(.shopLoaded(.success(facts(answer, isFresh: false))))
  }

  private func readBookings(_ range: ClosedRange<CalendarDay>) {
    guard let board else { return askForBookings(range, isShown: true) }
    board.read(range, today: shop.zone.day(of: clock.now))
  }

  /// - Parameter isShown: on this desk's board; else it is for the others.
  private func askForBookings(_ range: ClosedRange<CalendarDay>, isShown: Bool) {
    guard let client else { return }
    let from = shop.zone.start(of: range.lowerBound)
    let to = shop.zone.start(of: range.upperBound.advanced(by: 1))
    // The list filters by end, so the last day gets a margin for what goes on past midnight (CONTRACT 12.6).
    let query = BookingQuery(from: from, through: to.adding(minutes: 1440))
    BookingsReading(client: client, query: query) { [weak self] result in
      guard let self else { return }
      switch result {
      case .success(let all):
        let bookings = all.filter { $0.start >= from && $0.start < to }
        self.cache(bookings, from..<to)
        self.customers?.take(bookings)
        guard isShown else { return }
        self.send(.bookingsLoaded(range, .success(bookings)))
        self.readFacts(of: bookings)
      case .failure(let error): if isShown { self.bookingsFailed(range, error) }
      }
    }.start()
  }

  private func cache(_ bookings: [Booking], _ range: Range<Instant>) {
    // At the embedded server each desk looks for itself.
    keep(.cacheBookings(bookings, covering: range, readAt: clock.now), rings: !shop.isLocal)
  }

  private func bookingsFailed(_ range: ClosedRange<CalendarDay>, _ error: CalError) {
    guard let board else { return send(.bookingsLoaded(range, .failure(error))) }
    board.failed(range, error)
  }

  /// What this desk, or another one with the same store, has noted about the bookings.
  private func readFacts(of bookings: [Booking]) {
    guard !bookings.isEmpty else { return }
    store?.start(.facts(of: bookings.map(\.uid))) { [mailbox, asOf = board?.countNoted ?? 0] result in
      if case .success(let facts) = result, !facts.isEmpty { mailbox.post(.facts(facts, asOf: asOf)) }
    }
  }

  func factsWereRead(_ facts: [Booking.UID: BookingFacts], asOf: Int) {
    let facts = board?.current(facts, asOf: asOf) ?? facts
    if !facts.isEmpty { send(.factsLoaded(facts)) }
  }

  /// What the journal says of a booking and of those it was moved from and to.
  private func readHistory(_ question: HistoryQuestion) {
    guard let store else { return send(.historyLoaded(question, .success([]))) }
    store.start(.history(question)) { [mailbox] result in
      mailbox.post(.history(question, result.mapError { StoreTrouble($0) }))
    }
  }

  private func find(_ code: ConfirmationCode) {
    store?.start(.cachedBookings(code: code)) { [mailbox] result in
      if case .success(let bookings) = result { mailbox.post(.foundByCode(code, bookings)) }
    }
  }

  private func readHandOver(_ range: Range<Instant>) {
    guard let store else {
      send(.handOverLoaded(range, .failure(.failed("there is none"))))
      return
    }
    store.start(.handOver(range)) { [mailbox] result in
      mailbox.post(.handOver(range, result.mapError { StoreTrouble($0) }))
    }
  }

  /// Keeps something in the store, behind; a failure is told, not raised.
  /// - Parameter rings: then the other desks are told.
  private func keep(_ request: StoreRequest<Void>, rings: Bool = false) {
    store?.start(request) { [mailbox, lock = rings ? board?.lock : nil] result in
      switch result {
      case .success: lock?.ring()
      case .failure(let error): mailbox.post(.storeFailed(StoreTrouble(error)))
      }
    }
  }

  // MARK: - Beside other desks

  /// Readable when another desk has changed something.
  var bell: Int32? { board?.lock?.bell }

  func bellRang() { board?.bellRang() }
  func standAside() { board?.standAside() }
  func comeBack() { board?.comeBack() }
  func storedDaysWereRead(_ news: SharedBoard.News) { board?.received(news) }
  func tookOverPolling() {
    board?.tookOver()
    // The one before may have died in the middle of a write.
    orphans?.look()
  }

  /// The desks with one key share what it may ask (DESIGN 7). The embedded server has no limit.
  private func gate(_ endpoint: Endpoint, _ key: Secret?) -> RequestGate? {
    guard !shop.isLocal, let store, let key else { return nil }
    let mark = AccountMark(server: endpoint.description, key: key.reveal())
    return RequestGate(
      admit: { [weak self, mailbox, clock] purpose, answer in
        MainActor.assumeIsolated {
          guard let self else { return }
          let now = clock.shared
          let ticket = self.tickets.add(purpose, answer)
          guard let mark else { return mailbox.post(.admitted(ticket, nil)) }
          store.start(.takeRequest(purpose, of: mark, now: now)) { result in
            mailbox.post(.admitted(ticket, try? result.get()))
          }
        }
      },
      refused: { [clock] seconds in
        guard let mark else { return }
        let until = clock.shared.adding(seconds: Int64(min(max(seconds, 1), 600)))
        store.start(.pauseRequests(of: mark, until: until)) { _ in }
      })
  }

  func admitted(_ ticket: Int, _ wait: Int64?) { tickets.answer(ticket, wait, now: clock.shared)?() }

  // MARK: - Finding

  private func find(_ question: FindQuestion) {
    guard let store else {
      send(.found(question, .success(FindAnswer(bookings: [], hasMore: false))))
      return
    }
    store.start(.find(question, rules: customerRules)) { [mailbox] result in
      mailbox.post(.found(question, result.mapError(StoreTrouble.init)))
    }
  }

  private func loadBookings(of id: Customer.ID) {
    guard let store else {
      send(.customerBookingsLoaded(id, .success([])))
      return
    }
    store.start(.bookings(of: id, rules: customerRules)) { [mailbox] result in
      mailbox.post(.customerBookings(id, result.mapError(StoreTrouble.init)))
    }
  }

  private var customerRules: CustomerRules { CustomerRules(shopEmailDomain: shop.policy.emailDomain) }

  // MARK: - Writing (DESIGN 6)

  /// First on the disk, then on the wire.
  private func journal(_ ref: DeskRef, _ write: Write) {
    guard let store else {
      send(.writeNotJournalled(ref, .failed("there is no store to journal it in")))
      return
    }
    let entry = JournalEntry(
      deskRef: ref, write: write, profile: shop.profile, clerk: desk.clerk, desk: desk.desk, createdAt: clock.now)
    countJournalling += 1
    store.start(.recordIntent(entry)) { [mailbox] result in
      switch result {
      case .success: mailbox.post(.journalled(ref, write, nil))
      case .failure(let error): mailbox.post(.journalled(ref, write, StoreTrouble(error)))
      }
    }
  }

  /// The journal has answered: now the write may leave, once.
  func journalled(_ ref: DeskRef, _ write: Write, _ trouble: StoreTrouble?) {
    countJournalling -= 1
    if let trouble {
      send(.writeNotJournalled(ref, trouble))
      return
    }
    guard let client else {
      let error = startupError ?? CalError(kind: .noAnswer(.unreachable))
      close(ref, .failure(error))
      return
    }
    client.perform(Calls.write(write, ref: ref)) { [weak self] result in
      self?.close(ref, result.map(\.bookings))
    }
  }

  private func close(_ ref: DeskRef, _ result: Result<[Booking], CalError>) {
    let state: JournalEntry.State =
      switch result {
      case .success(let bookings): .accepted(bookings.first?.uid)
      case .failure(let error): error.leavesOutcomeUnknown ? .unknown(error) : .refused(error)
      }
    keeper?.keep("outcome:" + ref.rawValue, .recordOutcome(ref, state, at: clock.now))
    if case .success(let bookings) = result { learn(bookings) }
    send(.writeAnswered(ref, result))
  }

  // MARK: - Looking up what is unknown (DESIGN 6.3)

  /// The journal counts the look-ups that were answered.
  private func lookUp(_ ref: DeskRef, _ question: LookUpQuestion, _ client: CalClient) {
    LookUp(client: client, question: question) { [weak self] result in
      guard let self else { return }
      if case .success = result, !self.desk.isReadOnly { self.keep(.recordLookup(ref, at: self.clock.now)) }
      self.send(.lookedUp(ref, question, result))
    }.start()
  }

  /// Every poll looks for writes that a command or another desk left behind.
  private func readJournal(_ askedAt: Instant) {
    guard let store else { return }
    store.start(.unresolved()) { [mailbox] result in
      if case .success(let entries) = result { mailbox.post(.journalRead(entries, askedAt: askedAt)) }
    }
  }

  /// What was found by a look-up, or decided by a person.
  private func close(_ ref: DeskRef, _ closing: WriteClosing) {
    keeper?.keep("outcome:" + ref.rawValue, .recordOutcome(ref, JournalEntry.State(closing), at: clock.now))
    if case .accepted(let bookings) = closing { learn(bookings) }
  }

  /// What a write was answered with, or was found.
  private func learn(_ bookings: [Booking]) {
    keep(.cacheBookings(bookings), rings: true)
    customers?.take(bookings)
  }

  // MARK: - Holds

  func holdClaimed(_ question: HoldQuestion, _ result: Result<DeskHold?, StoreTrouble>) {
    holds.claimed(question, result, client)
  }

  func holdsWereRead(_ read: [DeskHold]?) { holds.wasRead(read) }

  // MARK: - Before the end, and before standing still

  /// Holds that are asked for or let go, and writes, whose answers are worth a moment.
  var awaitsAnswers: Bool { holds.countUnderWay > 0 || countJournalling > 0 || transport.writesUnderWay > 0 }

  /// Gives the store what was typed last, and asks whether it has done everything.
  func settleStore() {
    drafts?.writeAll()
    guard let store else { return }
    settling += 1
    store.start(.allWritten()) { [mailbox, settling] _ in mailbox.post(.storeSettled(settling)) }
  }

  /// The same, and the store begins nothing new before it is let go.
  func restStore() -> StoreRest? {
    drafts?.writeAll()
    guard let store else { return nil }
    settling += 1
    return store.rest { [mailbox, settling] in mailbox.post(.storeSettled(settling)) }
  }

  func storeSettled(_ number: Int) { settled = max(settled, number) }
  var isStoreSettled: Bool { settled == settling }

  /// The first start has made the shop.
  func shopChanged(_ shop: Shop) {
    self.shop = shop
    board?.zone = shop.zone
    customers?.country = shop.policy.country
  }

  /// What is due once the screen shows it: saving what was typed.
  func painted() { drafts?.writeNext() }
}

extension StoreTrouble {
  /// The store's error, as the model tells it.
  init(_ error: StoreError) {
    self =
      switch error {
      case .unwritable(let path, _): .notWritable(path: path)
      case .diskFull: .diskFull
      case .damaged(let path), .foreign(let path): .damaged(path: path)
      case .newer(let path, _, _): .newer(path: path)
      case .busy(let path): .failed("\(path) is locked by another process")
      case .failed(_, let code, let message): .failed("\(message) (\(code))")
      }
  }
}
