/// The calendar grid of free times: seven days, or a month with counts.
public struct SlotGridPage: Equatable, Sendable {
  public enum View: Equatable, Sendable { case week, month }
  public var view: View = .week
  /// The first of the seven days shown. A window that starts today rather than on Monday: on a Friday evening the week that
  /// a clerk books is the next seven days.
  public var first: CalendarDay
  /// Where the cursor is.
  public var day: CalendarDay
  /// Minute of the day, the shop's wall clock.
  public var minute: Int
  /// That minute comes twice, and this is the second time.
  public var isSecondPass = false
  /// Until a key moves it, the cursor goes to the first free time as times arrive.
  public var followsFirst: Bool
  /// A digit that was typed before the times it counts were there.
  public var awaitsPick: Int?
  /// From when on the cursor looks for that free time; `nil` means from what the draft wants.
  public var seeksFrom: Instant?

  public init(day: CalendarDay) {
    self.first = day
    self.day = day
    self.minute = 540
    self.followsFirst = true
  }

  public var week: ClosedRange<CalendarDay> { first...first.advanced(by: 6) }
}

extension Model {
  /// What the times on the grid are for: the draft, or the booking that is being moved.
  public var slotKey: SlotBook.Key? {
    if let moving, let service = service(moving.service) {
      return SlotBook.Key(
        service: service.id, minutes: service.lengthOptions.isEmpty ? nil : moving.minutes, moving: moving.uid)
    }
    guard let draft, let service = service(draft.service) else { return nil }
    return SlotBook.Key(service: service.id, minutes: draft.queryMinutes(of: service))
  }

  /// The service whose times are on the grid, and for how many minutes.
  public var slotSubject: (service: Service, minutes: Int)? {
    if let moving { return service(moving.service).map { ($0, moving.minutes) } }
    guard let draft, let service = service(draft.service) else { return nil }
    return (service, draft.minutes(of: service))
  }

  /// The time that is chosen already: the draft's, or that of the booking being moved.
  public var chosenStart: Instant? { moving?.start ?? draft?.slot?.start }

  public var slotBook: SlotBook { slotKey.map { book($0) } ?? SlotBook() }

  /// The six weeks that the month view shows.
  public var monthRange: ClosedRange<CalendarDay> {
    let start = grid.day.firstOfMonth.startOfWeek(shop.weekStart)
    return start...start.advanced(by: 41)
  }

  /// The nine soonest times from the first shown day on, never before now; digits take them.
  public var soonest: [Slot] {
    let days = grid.view == .week ? grid.week : max(today, grid.day.firstOfMonth)...monthRange.upperBound
    return Array(slotBook.slots(in: days).lazy.filter { $0.start >= now }.prefix(9))
  }

  public var lattice: SlotLattice {
    let service = slotSubject?.service
    var interval = service?.rules.slotInterval ?? service?.minutes ?? 30
    let book = slotBook
    var low = 1440
    var high = 0
    for day in grid.week {
      for interval in hours?.intervals(on: day) ?? [] {
        let end = shop.zone.local(interval.upperBound.adding(milliseconds: -1))
        low = min(low, shop.zone.local(interval.lowerBound).minute)
        high = max(high, end.day == day ? end.minute + 1 : 1440)
      }
      var previous: Int?
      for slot in book.day(day).value ?? [] {
        let minute = shop.zone.local(slot.start).minute
        low = min(low, minute)
        high = max(high, minute + 1)
        // Starts of several hosts may lie closer together than the interval of each.
        if let previous, minute > previous { interval = min(interval, minute - previous) }
        previous = minute
      }
    }
    if low >= high { (low, high) = (540, 1020) }
    let twice = grid.week.lazy.compactMap { shop.zone.repeatedMinutes(of: $0) }.first
    return SlotLattice(interval: interval, open: low..<high, width: gridColumns.cell, twice: twice)
  }

  /// The time under the cursor, free or not.
  public var timeAtCursor: Instant {
    let time = LocalTime(day: grid.day, minute: grid.minute)
    if grid.isSecondPass, let second = shop.zone.instants(of: time).last { return second }
    return shop.zone.instant(of: time)
  }

  /// Puts the cursor on a time.
  private mutating func point(at time: Instant) {
    let local = shop.zone.local(time)
    grid.day = local.day
    grid.minute = local.minute
    grid.isSecondPass = shop.zone.isSecondPass(time)
  }

  /// The free time under the cursor.
  public var slotAtCursor: Slot? {
    slotBook.day(grid.day).value?.first { slot in
      let local = shop.zone.local(slot.start)
      return local.day == grid.day && local.minute == grid.minute && slot.start >= now
        && shop.zone.isSecondPass(slot.start) == grid.isSecondPass
    }
  }

  /// While the server is away and nothing is known of the day, the open time under the cursor can be wanted. It counts as
  /// free for nobody: the summary asks.
  public var wantedSlot: Slot? {
    guard moving == nil, let service = slotSubject, slotBook.error(in: grid.day...grid.day) != nil,
      slotBook.day(grid.day).value == nil
    else { return nil }
    let start = timeAtCursor
    let end = start.adding(minutes: service.minutes)
    let isOpen = hours?.intervals(on: grid.day).contains { $0.contains(start) && end <= $0.upperBound } ?? true
    let wanted = Slot(start: start, end: end)
    return start >= now && isOpen && !isTaken(service.service, on: grid.day, moving: nil)(wanted) ? wanted : nil
  }

  // MARK: - Opening

  mutating func openGrid() -> [Effect] {
    let wanted = chosenStart ?? draft?.wantedStart.flatMap { $0 >= now ? $0 : nil }
    grid = SlotGridPage(day: today)
    if page == .summary { push(.slots) } else { go(to: .slots) }
    if let wanted {
      let local = shop.zone.local(wanted)
      if local.day > grid.week.upperBound { grid.first = local.day }
      point(at: wanted)
    }
    placeCursor()
    return loadGrid()
  }

  /// Loads what is shown, then its neighbours, so that moving a week shows at once.
  mutating func loadGrid() -> [Effect] {
    guard let key = slotKey else { return [] }
    if grid.view == .month {
      return load(key, monthRange)
        + load(key, monthRange.upperBound.advanced(by: 1)...monthRange.upperBound.advanced(by: 28))
    }
    let week = grid.week
    return load(key, week)
      + (isWide ? load(key, weeksAhead) : [])
      + load(key, week.upperBound.advanced(by: 1)...week.upperBound.advanced(by: 7))
      + load(key, week.lowerBound.advanced(by: -7)...week.lowerBound.advanced(by: -1))
  }

  /// Before any key: on the first free time at or after what was wanted, or the first of all.
  mutating func placeCursor() {
    guard grid.followsFirst else { return }
    let from = grid.seeksFrom ?? chosenStart ?? draft?.wantedStart ?? now
    let free = slotBook.slots(in: grid.week).filter { $0.start >= now }
    guard let slot = free.first(where: { $0.start >= from }) ?? free.first else { return }
    point(at: slot.start)
  }

  // MARK: - Keys

  /// A digit that was typed before the times were there.
  mutating func takeAwaited() -> [Effect] {
    guard let number = grid.awaitsPick else { return [] }
    if soonest.indices.contains(number - 1) {
      grid.awaitsPick = nil
      notice = nil
      return take(soonest[number - 1])
    }
    if !slotBook.isLoading(max(today, grid.first)...grid.week.upperBound) {
      grid.awaitsPick = nil
      notice = .noSuchNumber(number)
    }
    return []
  }

  mutating func gridAction(_ action: Action, _ key: Key) -> [Effect] {
    grid.awaitsPick = nil
    switch action {
    case .back:
      stepBack()
      return page == .services ? loadNextFree() : page == .summary ? completeSummary() : []
    case .goTo:
      overlays.append(.goTo(TextLine(), failed: false))
      return []
    case .changeView:
      grid.view = grid.view == .week ? .month : .week
      if grid.view == .week { return moveGrid(to: grid.day) }
      return loadGrid()
    case .open: return openCell()
    case .pick:
      guard case .character(let character) = key, let number = character.wholeNumberValue else { return [] }
      guard number >= 1, soonest.indices.contains(number - 1) else {
        // Typed before the times are there: taken as soon as they are.
        if number >= 1, slotBook.isLoading(max(today, grid.first)...grid.week.upperBound) {
          grid.awaitsPick = number
          notice = .takingSoon(number)
          return []
        }
        notice = .noSuchNumber(number)
        return []
      }
      return take(soonest[number - 1])
    case .today:
      grid.first = today
      return follow(from: today)
    case .previousWeek: return moveGrid(byDays: -7)
    case .nextWeek: return moveGrid(byDays: 7)
    case .previousMonth: return moveGrid(to: grid.day.addingMonths(-1))
    case .nextMonth: return moveGrid(to: grid.day.addingMonths(1))
    case .up, .down, .left, .right, .first, .last:
      return grid.view == .week ? moveInWeek(action) : moveInMonth(action)
    default: return []
    }
  }

  private mutating func openCell() -> [Effect] {
    if grid.view == .month {
      grid.view = .week
      grid.first = max(today, grid.day)
      return follow(from: grid.first)
    }
    if let slot = slotAtCursor { return take(slot) }
    if let slot = wantedSlot { return take(slot) }
    // Nothing there because nothing is known: then it is asked again.
    if slotBook.error(in: grid.week) != nil, !slotBook.isKnown(max(today, grid.first)...grid.week.upperBound) {
      return loadGrid()
    }
    let instant = timeAtCursor
    notice = .notFree(instant, reasonNotFree(instant))
    return loadReasons()
  }

  /// Puts the cursor on a day, and on the first free time from there on as soon as it is known.
  private mutating func follow(from day: CalendarDay) -> [Effect] {
    grid.day = day
    grid.followsFirst = true
    grid.seeksFrom = shop.zone.start(of: day)
    placeCursor()
    return loadGrid()
  }

  /// Whole weeks: the window moves, the cursor keeps its place in it.
  private mutating func moveGrid(byDays days: Int) -> [Effect] {
    let first = max(today, grid.first.advanced(by: days))
    let day = grid.day.advanced(by: first.daysSince1970 - grid.first.daysSince1970)
    grid.followsFirst = false
    grid.day = max(today, day)
    grid.first = first
    if grid.view == .month { grid.day = max(today, grid.day) }
    snapToSlot()
    return loadGrid() + loadReasons()
  }

  mutating func moveGrid(to day: CalendarDay) -> [Effect] {
    let day = max(today, day)
    grid.followsFirst = false
    if !grid.week.contains(day) { grid.first = day }
    grid.day = day
    snapToSlot()
    return loadGrid() + loadReasons()
  }

  /// The pointer chose a place of the week.
  mutating func pointed(at day: CalendarDay, _ minute: Int, isSecond: Bool) -> [Effect] {
    guard day >= today, grid.week.contains(day) else { return [] }
    grid.awaitsPick = nil
    grid.followsFirst = false
    grid.day = day
    grid.minute = minute
    grid.isSecondPass = isSecond
    snapToSlot()
    return loadReasons()
  }

  private mutating func moveInWeek(_ action: Action) -> [Effect] {
    grid.followsFirst = false
    let lattice = lattice
    let current = lattice.row(of: grid.minute, isSecond: grid.isSecondPass)
    var row = min(max(current, lattice.rows.lowerBound), lattice.rows.upperBound - 1)
    var place = lattice.place(of: grid.minute)
    var day = grid.day
    switch action {
    case .up: row = max(lattice.rows.lowerBound, row - 1)
    case .down: row = min(lattice.rows.upperBound - 1, row + 1)
    case .first: row = lattice.rows.lowerBound
    case .last: row = lattice.rows.upperBound - 1
    case .right:
      place += 1
      if place >= lattice.places {
        place = 0
        day = day.advanced(by: 1)
      }
    default:
      place -= 1
      if place < 0 {
        guard day > today else { return [] }
        place = lattice.places - 1
        day = day.advanced(by: -1)
      }
    }
    // On days without it the cursor passes over the hour that comes twice.
    if lattice.isSecond(row: row), shop.zone.repeatedMinutes(of: day) == nil, let twice = lattice.repeated {
      row = action == .down ? min(twice.upperBound + twice.count, lattice.rows.upperBound - 1) : row - twice.count
      if action == .up { row = twice.upperBound - 1 }
      if lattice.isSecond(row: row) { row = twice.upperBound - 1 }
    }
    grid.day = day
    grid.minute = lattice.minute(row: row, place: place)
    grid.isSecondPass = lattice.isSecond(row: row)
    // Another week may have another lattice: only the place within the old one counts.
    snapToSlot(lattice)
    guard !grid.week.contains(day) else { return loadReasons() }
    grid.first = max(today, grid.first.advanced(by: day < grid.first ? -7 : 7))
    return loadGrid() + loadReasons()
  }

  private mutating func moveInMonth(_ action: Action) -> [Effect] {
    switch action {
    case .up: return moveGrid(to: grid.day.advanced(by: -7))
    case .down: return moveGrid(to: grid.day.advanced(by: 7))
    case .left: return moveGrid(to: grid.day.advanced(by: -1))
    case .right: return moveGrid(to: grid.day.advanced(by: 1))
    case .first: return moveGrid(to: grid.day.firstOfMonth)
    default: return moveGrid(to: grid.day.firstOfMonth.advanced(by: grid.day.monthLength - 1))
    }
  }

  /// A start that lies off the lattice (9:07) takes the place it falls into.
  private mutating func snapToSlot(_ known: SlotLattice? = nil) {
    let lattice = known ?? lattice
    if grid.isSecondPass, shop.zone.instants(of: LocalTime(day: grid.day, minute: grid.minute)).count < 2 {
      grid.isSecondPass = false
    }
    let row = lattice.row(of: grid.minute, isSecond: grid.isSecondPass)
    let place = lattice.place(of: grid.minute)
    let here = slotBook.day(grid.day).value?.first { slot in
      let minute = shop.zone.local(slot.start).minute
      guard slot.start >= now, lattice.place(of: minute) == place else { return false }
      return lattice.row(of: minute, isSecond: lattice.repeated != nil && shop.zone.isSecondPass(slot.start)) == row
    }
    if let here { grid.minute = shop.zone.local(here.start).minute }
  }

  // MARK: - Choosing

  mutating func take(_ slot: Slot) -> [Effect] {
    if moving != nil { return askToMove(to: slot) }
    draft?.slot = slot
    draft?.wantsEarliest = false
    draft?.refusal = nil
    if trail.contains(.summary) {
      go(to: .summary)
      return completeSummary()
    }
    // The one line, and a customer who is known, have said all but the time.
    return trail.contains(.oneLine) || formProblems.isEmpty ? goOn() : openForm()
  }
}
