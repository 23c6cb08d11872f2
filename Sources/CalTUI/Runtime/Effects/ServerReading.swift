import BookingModel
import CalClient
import CalProtocol
import DeskStore
import ZoneData

// What the server is asked for to be shown: the shop's facts and the bookings of some days, for this desk and, where it asks for all, for the others.

extension EffectRunner {
  func readShop(_ client: CalClient) {
    ShopReading(client: client, isLocal: shop.isLocal) { [weak self] result in
      guard let self else { return }
      self.send(.shopLoaded(result.map { self.facts($0) }))
    }.start()
  }

  /// Resolves zones, and keeps what was read for the next start.
  func facts(_ reading: ShopReading.Answer, isFresh: Bool = true) -> ShopFacts {
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
  func readCachedShop() {
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

  func readBookings(_ range: ClosedRange<CalendarDay>) {
    guard let board else { return askForBookings(range, isShown: true) }
    board.read(range, today: shop.zone.day(of: clock.now))
  }

  /// - Parameter isShown: on this desk's board; else it is for the others.
  func askForBookings(_ range: ClosedRange<CalendarDay>, isShown: Bool) {
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

  func cache(_ bookings: [Booking], _ range: Range<Instant>) {
    // At the embedded server each desk looks for itself.
    keep(.cacheBookings(bookings, covering: range, readAt: clock.now), rings: !shop.isLocal)
  }

  func bookingsFailed(_ range: ClosedRange<CalendarDay>, _ error: CalError) {
    guard let board else { return send(.bookingsLoaded(range, .failure(error))) }
    board.failed(range, error)
  }

  /// What this desk, or another one with the same store, has noted about the bookings.
  func readFacts(of bookings: [Booking]) {
    guard !bookings.isEmpty else { return }
    store?.start(.facts(of: bookings.map(\.uid))) { [mailbox, asOf = board?.countNoted ?? 0] result in
      if case .success(let facts) = result, !facts.isEmpty { mailbox.post(.facts(facts, asOf: asOf)) }
    }
  }

  func factsWereRead(_ facts: [Booking.UID: BookingFacts], asOf: Int) {
    let facts = board?.current(facts, asOf: asOf) ?? facts
    if !facts.isEmpty { send(.factsLoaded(facts)) }
  }
}
