// Bookings while the server is away. What is put aside then is a request: wanted, NOT booked, and sent only by a `y` on a summary whose time
// was read anew.

/// The bookings of one day as the desk's store has them.
public struct StoredDay: Equatable, Sendable {
  public var bookings: [Booking]
  /// When the server said so.
  public var readAt: Instant
  public init(bookings: [Booking], readAt: Instant) {
    self.bookings = bookings
    self.readAt = readAt
  }
}

extension Model {
  /// Why the server cannot be asked just now; `nil` when it has answered the last question, be it with a refusal.
  public var away: CalError? {
    switch trouble?.kind {
    case .noAnswer, .serverFailure: trouble
    default: nil
    }
  }

  /// The summary stands at a time of which the server does not tell whether it is free.
  public var isTimeUnchecked: Bool {
    if page == .summary, case .unchecked = summaryState { true } else { false }
  }

  /// The requests among the parked drafts, by letter.
  public var requests: [Draft] { parkedByLetter.filter { $0.requestedAt != nil } }

  /// The server has answered. Where it was away, or was not heard of in this run, the requests that wait are told.
  mutating func serverAnswered(_ wasAway: Bool) {
    let isFirst = !hasContact
    hasContact = true
    guard wasAway || isFirst, lock == nil, !isReadOnly else { return }
    let waiting = requests
    guard let first = waiting.first, notice == nil || page == .board else { return }
    notice = .requestsWait(waiting.count, letter: first.parked ?? "")
  }

  // MARK: - Days of the store

  /// The store has told of some days: what another desk has read, or, with a trouble, what is left while the server is away.
  mutating func storedDaysLoaded(
    _ range: ClosedRange<CalendarDay>, _ stored: [CalendarDay: StoredDay], _ trouble: CalError?
  ) -> [Effect] {
    let wasAway = away != nil
    for day in range {
      if let new = stored[day], new.readAt >= dayReadAt[day] ?? new.readAt {
        dayReadAt[day] = new.readAt
        days[day] = trouble.map { .failed($0, previous: new.bookings) } ?? .loaded(new.bookings, at: new.readAt)
        strikeTakenTimes(day...day, knownAt: new.readAt)
      } else if let trouble {
        days[day, default: .idle].finish(.failure(trouble), at: now)
      } else if let known = days[day], known.isLoading {
        days[day] = known.value.map { .loaded($0, at: dayReadAt[day] ?? now) } ?? .idle
      }
    }
    if let trouble {
      boardFailed(trouble)
      return []
    }
    self.trouble = nil
    heldOffUntil = nil
    if let newest = stored.values.map(\.readAt).max() { lastContact = max(lastContact ?? newest, newest) }
    nextPoll = max(
      nextPoll ?? now, (stored.values.map(\.readAt).min() ?? now).adding(milliseconds: pollInterval + pollPatience))
    serverAnswered(wasAway)
    let bookings = stored.values.flatMap(\.bookings)
    let facts = services.value == nil && !services.isLoading ? loadShop() : []
    return facts + refreshCard(range, bookings) + recognize(bookings) + serverIsBack() + followCustomers()
      + checkHeldTimes()
  }
}
