/// What is known of one service's free times, day by day. Answers to several questions (a week, its neighbours, a month) fill one book.
public struct SlotBook: Equatable, Sendable {
  /// What the times depend on besides the day.
  public struct Key: Hashable, Sendable {
    public var service: Service.ID
    public var minutes: Int?
    public var moving: Booking.UID?
    public init(service: Service.ID, minutes: Int? = nil, moving: Booking.UID? = nil) {
      self.service = service
      self.minutes = minutes
      self.moving = moving
    }
    public init(_ query: SlotQuery) {
      self.init(service: query.service, minutes: query.minutes, moving: query.moving)
    }
    public func query(_ days: ClosedRange<CalendarDay>) -> SlotQuery {
      SlotQuery(service: service, from: days.lowerBound, through: days.upperBound, minutes: minutes, moving: moving)
    }
  }

  public private(set) var days: [CalendarDay: Loadable<[Slot]>] = [:]
  /// When the server last told of a day, whatever became of later questions.
  private var readAt: [CalendarDay: Instant] = [:]
  /// Days that were first read while the server hid a time of ours: what it hid is not known.
  private var partial: Set<CalendarDay> = []
  /// Days whose answer is on its way and will be old when it comes.
  private var overtaken: Set<CalendarDay> = []
  /// Free times older than this are read again when they are shown. In milliseconds.
  public static let freshFor: Int64 = 30_000

  public init() {}

  public func day(_ day: CalendarDay) -> Loadable<[Slot]> { days[day] ?? .idle }

  /// The slots of some days in order of time; days that are not known give none.
  public func slots(in range: ClosedRange<CalendarDay>) -> [Slot] {
    range.flatMap { days[$0]?.value ?? [] }
  }

  /// When the oldest of what is known of some days was read; `nil` when nothing is known.
  public func readAt(_ range: ClosedRange<CalendarDay>) -> Instant? { range.compactMap { readAt[$0] }.min() }

  public func isLoading(_ range: ClosedRange<CalendarDay>) -> Bool { range.contains { day($0).isLoading } }

  public func error(in range: ClosedRange<CalendarDay>) -> CalError? {
    range.lazy.compactMap { day($0).error }.first
  }

  /// Whether every day of the range has been read at some time.
  public func isKnown(_ range: ClosedRange<CalendarDay>) -> Bool { range.allSatisfy { day($0).value != nil } }

  /// The part of a range that has to be asked for: unknown, failed or stale days, and nothing that is already on its way.
  public func missing(_ range: ClosedRange<CalendarDay>, now: Instant) -> ClosedRange<CalendarDay>? {
    let wanted = range.filter { day in
      switch self.day(day) {
      case .idle, .failed: true
      case .loading: false
      case .loaded(_, let at): now.milliseconds - at.milliseconds > SlotBook.freshFor
      }
    }
    guard let first = wanted.first, let last = wanted.last else { return nil }
    return first...last
  }

  public mutating func startLoading(_ range: ClosedRange<CalendarDay>) {
    for day in range { days[day, default: .idle].startLoading() }
  }

  /// - Parameter hidden: times that the server may be hiding because we hold them ourselves (CONTRACT 11). What was free in them
  ///   before stays so.
  public mutating func finish(
    _ query: SlotQuery, _ result: Result<DaySlots, CalError>, now: Instant, hidden: [Range<Instant>] = []
  ) {
    guard query.from <= query.through else { return }
    for day in query.from...query.through {
      if case .success = result { readAt[day] = now }
      let known = hidden.isEmpty ? [] : self.day(day).value
      let kept = (known ?? []).filter { slot in
        hidden.contains { slot.start < $0.upperBound && slot.end > $0.lowerBound }
      }
      days[day, default: .idle].finish(
        result.map { answer in
          let free = answer[day] ?? []
          let missing = kept.filter { slot in !free.contains { $0.start == slot.start } }
          return missing.isEmpty ? free : (free + missing).sorted { $0.start < $1.start }
        }, at: overtaken.remove(day) == nil ? now : SlotBook.longAgo)
      if known == nil { partial.insert(day) } else { partial.remove(day) }
    }
  }

  /// Changes what is known of some days; how they were read, and when, stays as it is.
  mutating func change(_ range: ClosedRange<CalendarDay>, _ change: (inout [Slot]) -> Void) {
    for day in range {
      guard let state = days[day], var slots = state.value else { continue }
      change(&slots)
      days[day] = state.with(slots)
    }
  }

  /// Takes times out of a day that are known to be taken, unless the server has told of that day since.
  mutating func strike(_ day: CalendarDay, knownAt: Instant, _ isTaken: (Slot) -> Bool) {
    if let read = readAt[day], read > knownAt { return }
    change(day...day) { slots in slots.removeAll(where: isTaken) }
  }

  /// Days gone by have no free times.
  public mutating func forget(before day: CalendarDay) {
    days = days.filter { $0.key >= day }
    readAt = readAt.filter { $0.key >= day }
  }

  /// After a write, or when the server refused a slot: what is shown may be wrong, so it is asked again.
  public mutating func invalidate() { days = days.mapValues(SlotBook.stale) }

  /// As above, for some days. What is on its way is old when it comes.
  mutating func invalidate(_ range: ClosedRange<CalendarDay>) {
    for day in range {
      guard let state = days[day] else { continue }
      if state.isLoading { overtaken.insert(day) } else { days[day] = SlotBook.stale(state) }
    }
  }

  /// The server hides nothing of ours on these days any more: what was read without knowing what it hid is read again.
  mutating func uncover(_ range: ClosedRange<CalendarDay>) {
    for day in range where self.day(day).isLoading || partial.contains(day) {
      invalidate(day...day)
      partial.remove(day)
    }
  }

  private static let longAgo = Instant(milliseconds: .min / 2)

  private static func stale(_ state: Loadable<[Slot]>) -> Loadable<[Slot]> {
    guard let value = state.value else { return .idle }
    return .loaded(value, at: longAgo)
  }
}

extension BidirectionalCollection where Element == Slot {
  /// The slots nearest to a time, nearest first; the later one of two that are as near.
  public func nearest(to wanted: Instant, count: Int) -> [Slot] {
    sorted { a, b in
      let left = abs(a.start.milliseconds - wanted.milliseconds)
      let right = abs(b.start.milliseconds - wanted.milliseconds)
      return left == right ? a.start > b.start : left < right
    }.prefix(count).map { $0 }
  }
}
