import BookingModel
import CalClient
import CalProtocol
import DeskStore
import SystemShim
import ZoneData

/// Does what effects say, and sends what comes of it back as messages. The model's only way to the world.
@MainActor
final class EffectRunner {
  private let transport: Transport
  let store: DeskStore?
  let mailbox: Mailbox
  let clock: DeskClock
  let zones: ZoneLoader
  var desk: DeskIdentity
  let send: @MainActor (Message) -> Void

  /// `nil` until the embedded server is up; what is asked before that waits.
  var client: CalClient?
  private var waiting: [Effect] = []
  var startupError: CalError?

  private let office: Office
  var shop: Shop
  /// Until when the server wants to be left alone, as the model knows it.
  private var heldOffTold: Instant?
  private var drafts: DraftSaver?
  private(set) var keeper: StoreKeeper?
  private(set) var customers: CustomerFeed?
  private let holds: HoldKeeper
  /// Writes on their way to the journal.
  var countJournalling = 0
  /// Questions whether the store has done everything, and the last of them that it has answered.
  private var settling = 0
  private var settled = 0
  var board: SharedBoard?
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
      // With this the start is over.
      cal_memory_trim()
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
