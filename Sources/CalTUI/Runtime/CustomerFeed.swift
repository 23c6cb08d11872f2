import BookingModel
import CalClient
import CalProtocol
import DeskStore
import SystemShim

/// Brings the customers from the store to the model, and from the server to the store.
///
/// The store works out who is who, on its own queue. Full load: all bookings of the profile page by page, the one made last first, so that those
/// of today's regulars come early; it goes on where it was after a restart. After that two feeds, of bookings made and of bookings changed since
/// (CONTRACT 12.6), each with an overlap, because lists are read from a replica that lags behind. Of the desks with one store one reads
/// for all.
@MainActor
final class CustomerFeed {
  /// What the store has answered, for the loop's thread.
  enum News: Sendable {
    case stock(Result<CustomerStock, StoreError>)
    case changes(Result<CustomerNews?, StoreError>)
    case leased(Result<CustomerFeedLease, StoreError>)
    case changed(Result<Void, StoreError>)
    case pageKept(Result<Void, StoreError>)
    case failed(StoreError)
  }

  private let store: DeskStore
  private let mailbox: Mailbox
  private let clock: DeskClock
  private let rules: CustomerRules
  private let send: @MainActor (Message) -> Void
  /// For what a person has changed.
  var keeper: StoreKeeper?
  var isLocal: Bool
  var country: String

  /// The number of change up to which the model knows the customers; `nil` before it knows any.
  private var known: Int64?
  private var isLoading = false
  private var isAsking = false
  /// Something has changed while the last answer was on its way.
  private var asksAgain = false

  private var client: CalClient?
  private var reading: Reading?
  private var nextPageAt: Instant?

  /// Bookings that the store has taken, so that a poll that brings nothing new writes nothing.
  private var taken: [Booking.UID: Booking] = [:]

  private struct Reading {
    enum Part { case load, made, changed }
    var part: Part
    var progress: CustomerFeedProgress
    /// Of a feed: where it began, and where its page begins.
    var since: Instant?
    var skip = 0
    var next: BookingQuery.PageMark?
    var firstOfPage: Booking.UID?
  }

  nonisolated static let pageSize = 250
  /// Pages of the full load begin that many rows early: bookings that were deleted meanwhile move those behind them up.
  nonisolated static let pageOverlap = 10
  nonisolated static let feedOverlapSeconds: Int64 = 120
  /// Against a remote server a page every two seconds: 30 of the 120 requests that a key has each minute (CONTRACT 5).
  private var pause: Int64 { isLocal ? 0 : 2_000 }

  init(
    store: DeskStore, mailbox: Mailbox, clock: DeskClock, shop: Shop, send: @escaping @MainActor (Message) -> Void
  ) {
    self.store = store
    self.mailbox = mailbox
    self.clock = clock
    self.send = send
    rules = CustomerRules(shopEmailDomain: shop.policy.emailDomain)
    isLocal = shop.isLocal
    country = shop.policy.country
  }

  // MARK: - From the store to the model

  func load() {
    isLoading = true
    // Ordered before what is read: the writer's queue takes it first.
    store.start(.adoptCachedBookings(rules: rules, now: clock.now)) { [store, mailbox, country] result in
      if case .failure(let error) = result { mailbox.post(.customers(.failed(error))) }
      store.start(.customers(country: Country(code: country))) { mailbox.post(.customers(.stock($0))) }
    }
  }

  /// Asks the store what has changed since the model was told last: by this desk or by another one.
  private func ask() {
    guard let known, !isLoading else { return }
    guard !isAsking else {
      asksAgain = true
      return
    }
    isAsking = true
    store.start(.customerNews(since: known)) { [mailbox] in mailbox.post(.customers(.changes($0))) }
  }

  /// Takes in what was read for the board, or what a write was answered with.
  func take(_ bookings: [Booking]) {
    let new = bookings.filter { taken[$0.uid] != $0 }
    guard !new.isEmpty else { return }
    if taken.count > 2000 { taken = [:] }
    for booking in new { taken[booking.uid] = booking }
    change(.takeForCustomers(new, rules: rules, now: clock.now))
  }

  func save(_ entry: CustomerEntry) {
    keeper?.keep("customer:\(entry.id)", .saveCustomerEntry(entry, rules: rules, now: clock.now)) {
      [weak self] isKept in
      if isKept { self?.ask() }
    }
  }

  func forget(_ id: Customer.ID) {
    keeper?.keep("forget:\(id)", .forgetCustomer(id, rules: rules, now: clock.now)) { [weak self] isKept in
      if isKept { self?.ask() }
    }
  }

  private func change(_ request: StoreRequest<Void>) {
    store.start(request) { [mailbox] in mailbox.post(.customers(.changed($0))) }
  }

  func received(_ news: News) {
    switch news {
    case .stock(.success(let stock)):
      isLoading = false
      known = stock.change
      send(.customersLoaded(stock.index))
      // What the start and the reading needed beside the index goes back: 12 MiB with 50,000 customers.
      cal_memory_trim()
      ask()
    case .stock(.failure(let error)):
      isLoading = false
      known = known ?? 0
      send(.storeFailed(StoreTrouble(error)))
      // Without its customers the desk goes on with what is typed.
      send(.customersLoaded(CustomerIndex(country: Country(code: country))))
    case .changes(let result):
      isAsking = false
      switch result {
      case .success(let news?):
        known = news.change
        if !news.changes.isEmpty { send(.customersChanged(news.changes)) }
        if asksAgain { ask() }
      case .success(nil): load()
      case .failure(let error): send(.storeFailed(StoreTrouble(error)))
      }
      asksAgain = false
    case .changed(let result):
      if case .failure(let error) = result {
        // They are given to it again with the next poll.
        taken = [:]
        send(.storeFailed(StoreTrouble(error)))
      }
      ask()
    case .pageKept(let result):
      if case .failure(let error) = result {
        send(.storeFailed(StoreTrouble(error)))
        reading = nil
      }
      ask()
      goOn()
    case .leased(let result):
      switch result {
      case .success(.ours(let progress)): begin(progress)
      case .success(.anothers(let progress)):
        // Its news come from the store.
        reading = nil
        send(.customersFollowed(.readElsewhere(loaded: progress.loaded)))
        ask()
      case .failure(let error):
        reading = nil
        send(.storeFailed(StoreTrouble(error)))
      }
    case .failed(let error): send(.storeFailed(StoreTrouble(error)))
    }
  }

  // MARK: - From the server to the store

  func follow(_ client: CalClient) {
    guard reading == nil else { return }
    self.client = client
    reading = Reading(part: .load, progress: CustomerFeedProgress())
    lease()
  }

  private func lease() {
    store.start(.leaseCustomerFeed(now: clock.now)) { [mailbox] in
      mailbox.post(.customers(.leased($0)))
    }
  }

  private func begin(_ progress: CustomerFeedProgress) {
    guard reading != nil else { return }
    if let loaded = progress.loaded {
      reading = Reading(part: .load, progress: progress, skip: max(0, loaded - CustomerFeed.pageOverlap))
      send(.customersFollowed(.reading(loaded)))
    } else {
      reading = Reading(part: .made, progress: progress, since: progress.createdAfter)
    }
    readPage()
  }

  var nextTimer: Instant? { nextPageAt }

  func fireTimers(at now: Instant) {
    guard let due = nextPageAt, now >= due else { return }
    nextPageAt = nil
    readPage()
  }

  private func readPage() {
    guard let reading, let client else { return }
    client.perform(
      Calls.bookings(CustomerFeed.query(reading.part, since: reading.since, skip: reading.skip)), purpose: .background
    ) {
      [weak self] result in
      MainActor.assumeIsolated { self?.received(result) }
    }
  }

  private static func query(_ part: Reading.Part, since: Instant?, skip: Int) -> BookingQuery {
    var query = BookingQuery(pageSize: pageSize, page: skip > 0 ? .skip(skip) : nil)
    let start = since?.adding(seconds: -feedOverlapSeconds)
    switch part {
    // Sorted so, bookings made meanwhile only push others to a later page, where they are read twice and not missed.
    case .load: query.sort = .init(.created, ascending: false)
    case .made:
      query.createdAfter = start
      query.sort = .init(.created)
    case .changed:
      query.updatedAfter = start
      query.sort = .init(.updated)
    }
    return query
  }

  private func received(_ result: Result<BookingPage, CalError>) {
    guard var reading else { return }
    switch result {
    case .failure(let error):
      self.reading = nil
      send(.customersFollowed(.failed(error)))
    case .success(let page):
      let rows = page.bookings
      // The times are the server's own: its clock may not be ours.
      let made = rows.compactMap(\.createdAt).max()
      let changed = rows.compactMap(\.updatedAt).max()
      // A server that does not know how to skip gives the same page for ever.
      let isRepeated = reading.skip > 0 && rows.first?.uid == reading.firstOfPage
      reading.firstOfPage = rows.first?.uid
      reading.next = isRepeated ? nil : page.next
      switch reading.part {
      case .load:
        // What is made or changed while the load goes on is read by the feeds after it.
        if reading.progress.createdAfter == nil {
          reading.progress.createdAfter = made ?? clock.now.adding(seconds: -86_400)
          reading.progress.updatedAfter = reading.progress.createdAfter
        }
        let count = reading.skip + rows.count + page.skipped
        reading.progress.loaded = reading.next == nil ? nil : count
        send(.customersFollowed(.reading(count)))
        reading.skip = count - min(CustomerFeed.pageOverlap, (rows.count + page.skipped) / 2)
      case .made:
        reading.progress.createdAfter = max(reading.progress.createdAfter, made)
        reading.skip += rows.count + page.skipped
      case .changed:
        reading.progress.updatedAfter = max(reading.progress.updatedAfter, changed)
        reading.skip += rows.count + page.skipped
      }
      self.reading = reading
      store.start(.takePage(rows, reading.progress, rules: rules, now: clock.now)) { [mailbox] in
        mailbox.post(.customers(.pageKept($0)))
      }
    }
  }

  /// A page is on the disk: the next one, the next feed, or the end.
  private func goOn() {
    guard var reading else { return }
    if reading.next == nil {
      switch reading.part {
      case .load: reading = Reading(part: .made, progress: reading.progress, since: reading.progress.createdAfter)
      case .made:
        reading = Reading(part: .changed, progress: reading.progress, since: reading.progress.updatedAfter)
      case .changed:
        self.reading = nil
        send(.customersFollowed(.upToDate(at: clock.now)))
        return
      }
    }
    self.reading = reading
    nextPageAt = clock.now.adding(milliseconds: pause)
  }
}

private func max(_ a: Instant?, _ b: Instant?) -> Instant? {
  guard let a, let b else { return a ?? b }
  return Swift.max(a, b)
}
