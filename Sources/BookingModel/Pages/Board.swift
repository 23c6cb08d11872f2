/// The day at a glance: the home page.
public struct BoardPage: Equatable, Sendable {
  public var day: CalendarDay
  /// What the clerk selected; `nil` follows the next booking.
  public var selected: BoardRow.ID?
  public init(day: CalendarDay) { self.day = day }
}

/// One row of the board.
public struct BoardRow: Equatable, Sendable, Identifiable {
  public enum ID: Hashable, Sendable {
    case booking(Booking.UID)
    /// A free gap, by its start.
    case gap(Instant)
    /// The line that says what time it is, between two rows.
    case now
  }

  public enum Content: Equatable, Sendable {
    /// The number selects it: 1–9 from now on.
    case booking(Booking, number: Int?)
    /// Open time without a booking, and which services (by their number in the list) would fit.
    case gap(Range<Instant>, fits: [Int])
    case now
  }

  public var id: ID
  public var start: Instant
  public var content: Content

  public var isSelectable: Bool { id != .now }
}

extension Model {
  /// The rows of a day in order of time. Cancelled bookings are not on the board.
  public func rows(on day: CalendarDay) -> [BoardRow] {
    let bookings = (days[day]?.value ?? []).filter { $0.status.takesTime }.sorted {
      ($0.start, $0.end, $0.uid.rawValue) < ($1.start, $1.end, $1.uid.rawValue)
    }
    var rows: [BoardRow] = []
    var number = 0
    for booking in bookings {
      var shown: Int?
      if booking.end > now, number < 9 {
        number += 1
        shown = number
      }
      rows.append(
        BoardRow(id: .booking(booking.uid), start: booking.start, content: .booking(booking, number: shown)))
    }
    rows += gaps(on: day, bookings: bookings)
    if day == today { rows.append(BoardRow(id: .now, start: now, content: .now)) }
    return rows.sorted { a, b in
      a.start == b.start ? a.order < b.order : a.start < b.start
    }
  }

  /// Open hours less bookings, from now on; gaps too short for any service are left out.
  private func gaps(on day: CalendarDay, bookings: [Booking]) -> [BoardRow] {
    guard let hours, let known = services.value, days[day]?.value != nil else { return [] }
    let interval = shop.zone.interval(of: day)
    var rows: [BoardRow] = []
    // A schedule in another zone may begin its day on our day before.
    let open = (-1...1).flatMap { hours.intervals(on: day.advanced(by: $0)) }
      .map { $0.clamped(to: interval) }.filter { !$0.isEmpty }
    for span in open {
      var from = max(span.lowerBound, now.roundedUpToMinute)
      for booking in bookings where booking.end > from && booking.start < span.upperBound {
        if booking.start > from { rows.append(contentsOf: gap(from..<booking.start, known)) }
        from = max(from, booking.end)
      }
      if from < span.upperBound { rows.append(contentsOf: gap(from..<span.upperBound, known)) }
    }
    return rows
  }

  private func gap(_ range: Range<Instant>, _ services: [Service]) -> [BoardRow] {
    let minutes = range.upperBound.minutes(since: range.lowerBound)
    let fits = services.indices.filter { services[$0].minutes <= minutes }.map { $0 + 1 }
    guard !fits.isEmpty else { return [] }
    return [BoardRow(id: .gap(range.lowerBound), start: range.lowerBound, content: .gap(range, fits: fits))]
  }

  /// The row that is selected: the clerk's choice while it is there, else the next booking, else the first row.
  public var selectedRow: BoardRow? {
    let selectable = rows(on: board.day).filter(\.isSelectable)
    if let selected = board.selected, let row = selectable.first(where: { $0.id == selected }) { return row }
    if case .gap(let start) = board.selected, let row = selectable.first(where: { $0.start >= start }) { return row }
    return selectable.first { if case .booking(_, number: .some) = $0.content { true } else { false } }
      ?? selectable.first
  }

  /// The selected booking; on the card the one that was opened, and no other when it is gone.
  public var selectedBooking: Booking? {
    if page == .card { return card.flatMap { $0.isGone ? nil : $0.booking } }
    if case .booking(let booking, _) = selectedRow?.content { return booking }
    return nil
  }

  // MARK: - Keys

  mutating func boardAction(_ action: Action, _ key: Key) -> [Effect] {
    if let effects = changeAction(action) { return effects }
    switch action {
    case .up: moveSelection(by: -1)
    case .down: moveSelection(by: 1)
    case .first: board.selected = rows(on: board.day).first(where: \.isSelectable)?.id
    case .last: board.selected = rows(on: board.day).last(where: \.isSelectable)?.id
    case .previousDay: return showDay(board.day.advanced(by: -1))
    case .nextDay: return showDay(board.day.advanced(by: 1))
    case .today:
      board.selected = nil
      return showDay(today)
    case .goTo: overlays.append(.goTo(TextLine(), failed: false))
    case .pick: selectNumber(key)
    case .open: return openSelected()
    case .browse: return browse(from: nil)
    // "New" is for the caller who rings, while one does.
    case .newBooking where ringingCall != nil: return takeCall()
    case .walkIn, .newBooking: return startWho(walkIn: action == .walkIn)
    case .reopenDraft: return reopenDraft()
    case .changeClerk: overlays.append(.clerk(TextLine(clerk)))
    case .showUnresolved:
      unresolved = 0
      go(to: .unresolved)
    default: break
    }
    return []
  }

  private mutating func moveSelection(by step: Int) {
    let selectable = rows(on: board.day).filter(\.isSelectable)
    guard let current = selectedRow, let index = selectable.firstIndex(where: { $0.id == current.id }) else { return }
    board.selected = selectable[min(max(0, index + step), selectable.count - 1)].id
  }

  private mutating func selectNumber(_ key: Key) {
    guard case .character(let character) = key, let wanted = character.wholeNumberValue else { return }
    for row in rows(on: board.day) {
      if case .booking(_, let number) = row.content, number == wanted {
        board.selected = row.id
        return
      }
    }
    notice = .noSuchNumber(wanted)
  }

  private mutating func openSelected() -> [Effect] {
    guard let row = selectedRow else { return browse(from: nil) }
    switch row.content {
    case .booking(let booking, _):
      board.selected = row.id
      return openCard(booking)
    case .gap(let range, _): return browse(from: range.lowerBound)
    case .now: return []
    }
  }

  private mutating func browse(from wanted: Instant?) -> [Effect] {
    guard mayWrite() else { return [] }
    startDraft(wantedStart: wanted)
    return openServices()
  }

  /// A desk that only reads starts no booking.
  mutating func mayWrite() -> Bool {
    if isReadOnly { notice = .readOnly }
    return !isReadOnly
  }

  private mutating func reopenDraft() -> [Effect] {
    guard mayWrite() else { return [] }
    guard let last = leftDrafts.popLast() else {
      notice = .noDraft
      return []
    }
    draft = last
    notice = .draftReopened
    return resumeDraft()
  }

  // MARK: - Days

  mutating func showDay(_ day: CalendarDay) -> [Effect] {
    guard day != board.day else { return [] }
    board.day = day
    board.selected = nil
    return loadBoard()
  }

  /// Reads the shown day with its neighbours, so that `[` and `]` show at once.
  mutating func loadBoard() -> [Effect] {
    nextPoll = now.adding(milliseconds: pollInterval)
    let range = board.day.advanced(by: -1)...board.day.advanced(by: 1)
    for day in range { days[day, default: .idle].startLoading() }
    return [.loadBookings(range)]
  }

  mutating func bookingsLoaded(
    _ range: ClosedRange<CalendarDay>, _ result: Result<[Booking], CalError>
  ) -> [Effect] {
    switch result {
    case .success(let bookings):
      let byDay = Dictionary(grouping: bookings) { shop.zone.day(of: $0.start) }
      for day in range { days[day] = .loaded(byDay[day] ?? [], at: now) }
      lastContact = now
      trouble = nil
      // Nothing was heard from the shop before, so its facts are asked again with it.
      let facts = services.value == nil && !services.isLoading ? loadShop() : []
      return facts + refreshCard(range, bookings) + recognize(bookings) + serverIsBack() + followCustomers()
    case .failure(let error):
      for day in range { days[day, default: .idle].finish(.failure(error), at: now) }
      trouble = error
    }
    return []
  }

  /// Puts a booking on the board as the server gave it, before the next poll.
  mutating func adopt(_ booking: Booking) {
    if card?.booking.uid == booking.uid { card?.booking = booking }
    for (day, state) in days {
      guard var list = state.value, list.contains(where: { $0.uid == booking.uid }) else { continue }
      list.removeAll { $0.uid == booking.uid }
      days[day] = .loaded(list, at: state.loadedAt ?? now)
    }
    let day = shop.zone.day(of: booking.start)
    if let list = days[day]?.value { days[day] = .loaded(list + [booking], at: days[day]?.loadedAt ?? now) }
  }
}

extension BoardRow {
  /// *Now* stands before what starts at this minute.
  fileprivate var order: Int { id == .now ? 0 : 1 }
}

extension Instant {
  var roundedUpToMinute: Instant {
    Instant(milliseconds: -((-milliseconds).flooredQuotient(by: 60_000)) * 60_000)
  }
}
