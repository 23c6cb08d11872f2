/// The day at a glance: the home page.
public struct BoardPage: Equatable, Sendable {
  public var day: CalendarDay
  /// What the clerk selected; `nil` follows the next booking.
  public var selected: BoardRow.ID?
  /// In which host's column, where what is selected stands in several.
  public var host: String?
  /// The list even where there could be columns.
  public var showsList = false
  public init(day: CalendarDay) { self.day = day }
}

extension Model {
  /// The row that is selected: the clerk's choice while it is there, else the next booking, else the first row.
  public var selectedRow: BoardRow? { selectedRow(of: rows(on: board.day)) }

  /// The same, where the rows are known already.
  public func selectedRow(of rows: [BoardRow]) -> BoardRow? {
    if let selected = board.selected, let row = rows.first(where: { $0.id == selected }) { return row }
    if case .gap(let start, let host) = board.selected {
      // The gap has begun meanwhile, or a time was gone to.
      let later = rows.first { row in
        if case .gap(_, let other) = row.id, let host, other != host { return false }
        return row.isSelectable && row.start >= start
      }
      if let later { return later }
    }
    return rows.first { if case .booking(_, number: .some) = $0.content { true } else { false } }
      ?? rows.first(where: \.isSelectable)
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
    case .up, .down, .first, .last, .left, .right: return moveOnBoard(action)
    case .changeView: changeBoardView()
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
    case .printDay: return printDay()
    case .handOver: return openHandOver()
    case .changeClerk: overlays.append(.clerk(TextLine()))
    case .showCustomer: return showCustomerOfBooking()
    case .showUnresolved:
      unresolved = 0
      go(to: .unresolved)
    default: break
    }
    return []
  }

  private mutating func moveOnBoard(_ action: Action) -> [Effect] {
    if let columns = boardColumns {
      moveInColumns(columns, action)
      return []
    }
    let rows = rows(on: board.day)
    switch action {
    case .left: return showDay(board.day.advanced(by: -1))
    case .right: return showDay(board.day.advanced(by: 1))
    case .first: board.selected = rows.first(where: \.isSelectable)?.id
    case .last: board.selected = rows.last(where: \.isSelectable)?.id
    default:
      guard let current = selectedRow(of: rows), let index = rows.firstIndex(where: { $0.id == current.id }) else {
        break
      }
      let next =
        action == .up
        ? rows[..<index].last(where: \.isSelectable) : rows[(index + 1)...].first(where: \.isSelectable)
      board.selected = (next ?? current).id
    }
    return []
  }

  private mutating func changeBoardView() {
    guard !hosts(on: board.day).isEmpty else {
      notice = .oneHost
      return
    }
    // The cursor stays where it is, also where nothing was chosen yet.
    board.selected = selectedRow?.id
    board.showsList.toggle()
  }

  private mutating func selectNumber(_ key: Key) {
    guard case .character(let character) = key, let wanted = character.wholeNumberValue else { return }
    for row in rows(on: board.day) {
      if case .booking(_, let number) = row.content, number == wanted {
        board.selected = row.id
        board.host = nil
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

  // MARK: - Days

  mutating func showDay(_ day: CalendarDay) -> [Effect] {
    guard day != board.day else { return [] }
    board.day = day
    board.selected = nil
    board.host = nil
    return loadBoard()
  }

  /// Reads the shown day with its neighbours, so that `[` and `]` show at once.
  mutating func loadBoard() -> [Effect] {
    nextPoll = now.adding(milliseconds: pollInterval + pollPatience)
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
      for day in range {
        days[day] = .loaded(byDay[day] ?? [], at: now)
        dayReadAt[day] = now
      }
      strikeTakenTimes(range, knownAt: now)
      lastContact = now
      let wasAway = away != nil
      trouble = nil
      heldOffUntil = nil
      serverAnswered(wasAway)
      // Nothing was heard from the shop before, so its facts are asked again with it.
      let facts = services.value == nil && !services.isLoading ? loadShop() : []
      return facts + refreshCard(range, bookings) + recognize(bookings) + serverIsBack() + followCustomers()
        + checkHeldTimes()
    case .failure(let error):
      for day in range { days[day, default: .idle].finish(.failure(error), at: now) }
      boardFailed(error)
    }
    return []
  }

  mutating func boardFailed(_ error: CalError) {
    trouble = error
    // Asked before that, it would only say so again.
    guard case .rateLimited(let seconds) = error.kind else { return }
    let until = now.adding(seconds: Int64(min(max(seconds, 1), 3_600)))
    nextPoll = max(nextPoll ?? until, until)
    heldOffUntil = nextPoll
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
    guard let list = days[day]?.value else { return }
    days[day] = .loaded(list + [booking], at: days[day]?.loadedAt ?? now)
    if booking.status.takesTime { strikeTakenTimes(day...day, knownAt: now) }
  }
}
