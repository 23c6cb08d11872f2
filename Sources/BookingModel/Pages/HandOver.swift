/// What was done since the shift began.
public struct HandOverPage: Equatable, Sendable {
  public enum Period: Equatable, Sendable {
    /// Shifts of this desk, counted back: 0 is the one that runs.
    case shift(Int)
    case day(CalendarDay)
  }

  public var period = Period.shift(0)
  /// Only what the clerk of the shift did; else every desk of this machine.
  public var isOwnOnly = false
  public var scroll = 0
  public var records: HandOverRecords?
  public var trouble: StoreTrouble?
  /// The stretch of time that was asked for last.
  public var asked: Range<Instant>?

  public init() {}

  public var isWholeDay: Bool { if case .day = period { true } else { false } }
}

extension Model {
  mutating func openHandOver() -> [Effect] {
    handOver = HandOverPage()
    push(.handOver)
    return loadHandOver()
  }

  mutating func handOverAction(_ action: Action, _ key: Key) -> [Effect] {
    switch action {
    case .back, .open: stepBack()
    case .up: scrollHandOver(by: -1)
    case .down: scrollHandOver(by: 1)
    case .first: handOver.scroll = 0
    case .last: handOver.scroll = lastHandOverScroll
    case .previousDay: return show(handOverPeriod(before: handOver.period))
    case .nextDay: return show(handOverPeriod(after: handOver.period))
    case .today: return show(.shift(0))
    case .changeView:
      guard !handOver.isWholeDay else {
        notice = .wholeDayIsOfAll
        return []
      }
      handOver.isOwnOnly.toggle()
      handOver.scroll = 0
    case .slip, .printDay:
      guard let sheet = handOverSheet else {
        notice = .dayNotRead
        return []
      }
      return print(.handOver(sheet))
    default: break
    }
    return []
  }

  private mutating func scrollHandOver(by rows: Int) {
    var place = handOver.scroll
    scroll(&place, by: rows, last: lastHandOverScroll)
    handOver.scroll = place
  }

  // MARK: - Which time

  private mutating func show(_ period: HandOverPage.Period) -> [Effect] {
    guard period != handOver.period else {
      notice = .shiftRuns
      return []
    }
    handOver.period = period
    handOver.scroll = 0
    handOver.records = nil
    handOver.asked = nil
    return loadHandOver()
  }

  /// Back through today's shifts of this desk, then by whole days.
  private func handOverPeriod(before period: HandOverPage.Period) -> HandOverPage.Period {
    switch period {
    case .shift(let index):
      let earlier = index + 1
      guard earlier < shifts.count, shop.zone.day(of: shift(back: earlier).since) == today else { return .day(today) }
      return .shift(earlier)
    case .day(let day): return .day(day.advanced(by: -1))
    }
  }

  private func handOverPeriod(after period: HandOverPage.Period) -> HandOverPage.Period {
    switch period {
    case .shift(let index): return .shift(max(0, index - 1))
    case .day(let day) where day < today: return .day(day.advanced(by: 1))
    case .day:
      let todays = shifts.reversed().prefix { shop.zone.day(of: $0.since) == today }.count
      return .shift(max(0, todays - 1))
    }
  }

  private func shift(back index: Int) -> Shift {
    let place = shifts.count - 1 - index
    return shifts.indices.contains(place) ? shifts[place] : Shift(clerk: clerk, desk: desk, since: now)
  }

  /// From when to when, the end not included.
  public var handOverRange: Range<Instant> {
    let end = now.adding(milliseconds: 1)
    switch handOver.period {
    case .shift(let index):
      let since = shift(back: index).since
      return min(since, end)..<(index == 0 ? end : max(since, shift(back: index - 1).since))
    case .day(let day):
      let range = shop.zone.interval(of: day)
      return range.lowerBound..<max(range.lowerBound, min(range.upperBound, end))
    }
  }

  /// Whose shift is on the page; empty for a whole day.
  public var handOverClerk: String {
    if case .shift(let index) = handOver.period { shift(back: index).clerk } else { "" }
  }

  // MARK: - Reading

  mutating func loadHandOver() -> [Effect] {
    let range = handOverRange
    handOver.asked = range
    return [.loadHandOver(range)]
  }

  mutating func handOverLoaded(
    _ range: Range<Instant>, _ result: Result<HandOverRecords, StoreTrouble>
  ) -> [Effect] {
    guard page == .handOver, handOver.asked == range else { return [] }
    switch result {
    case .success(let records):
      handOver.records = records
      handOver.trouble = nil
    case .failure(let trouble): handOver.trouble = trouble
    }
    return []
  }

  /// The page as facts; `nil` until the store has answered.
  public var handOverSheet: HandOverSheet? {
    guard let records = handOver.records else { return nil }
    let isWholeDay = handOver.isWholeDay
    return HandOverSheet(
      records, shop: shop, clerk: handOverClerk, desk: desk, period: handOverRange, isWholeDay: isWholeDay,
      isOwnOnly: handOver.isOwnOnly && !isWholeDay, now: now, here: customersHere, services: services.value ?? [])
  }

  /// Arrived today, and neither done nor gone.
  public var customersHere: [(booking: Booking, since: Instant)] {
    (days[today]?.value ?? []).compactMap { booking in
      let facts = facts(of: booking.uid)
      guard booking.status.takesTime, let arrived = facts.arrivedAt, facts.doneAt == nil else { return nil }
      return (booking, arrived)
    }.sorted { ($0.since, $0.booking.uid.rawValue) < ($1.since, $1.booking.uid.rawValue) }
  }

  /// As many rows as the page may have: a heading and a line for each.
  private var lastHandOverScroll: Int {
    guard let sheet = handOverSheet else { return 0 }
    let narrow = size.columns < 60 ? 2 : 1
    let lines = sheet.sections.reduce(0) { $0 + ($1.lines.isEmpty ? 1 : 2 + narrow * $1.lines.count) }
    return max(0, lines - max(1, size.rows - 6))
  }
}
