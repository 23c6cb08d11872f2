/// Why a time of the grid cannot be chosen, as far as the desk can tell.
public enum SlotReason: Equatable, Sendable {
  case past
  case closed
  /// Open at first, but not for as long as the service takes: until then only.
  case tooLong(until: Instant)
  case booked(name: String, Range<Instant>)
  /// Free itself, but too near that booking.
  case buffer(name: String, Range<Instant>)
  /// A desk holds it for a customer who is deciding; the name is that of another desk.
  case held(desk: String?)
  case notice(earliest: Instant)
  /// Before the first day that can be booked, or after the last.
  case window(first: CalendarDay?, last: CalendarDay?)
  case limit(WhyNot.Limit)
  case noSeatLeft
  /// Between two starts on offer.
  case offGrid
  case notFirstOfDay
  /// Only the server knows.
  case notOffered
  /// On its way.
  case notKnownYet
  /// Free by what was read then, or not read at all: what came between, nobody here knows.
  case notKnownSince(Instant?)
}

// The text behind a grey cell: the pure availability with what this desk has read. The server stays the judge of what is free; here it
// is only explained, and where the explanation needs what was not read, that is said.

extension Model {
  /// Why a time of the grid is not offered, as far as this desk can tell.
  public func reasonNotFree(_ start: Instant) -> SlotReason {
    guard let (service, minutes) = slotSubject else { return start < now ? .past : .notOffered }
    let free = slotBook.day(shop.zone.day(of: start))
    return reasonNotFree(start, service, minutes: minutes, free: free, moving: moving?.uid)
  }

  /// - Parameters:
  ///   - free: what the server said of that day.
  ///   - moving: the booking whose own time counts as free.
  func reasonNotFree(
    _ start: Instant, _ service: Service, minutes: Int, free: Loadable<[Slot]>, moving: Booking.UID?
  ) -> SlotReason {
    if start < now { return .past }
    if let other = holdInTheWay(service.id, start..<start.adding(minutes: minutes)) {
      return .held(desk: isOurs(other) ? nil : other.desk)
    }
    let day = shop.zone.day(of: start)
    let problem = availabilityProblem(service, minutes: minutes, on: day, moving: moving)
    if let problem, let why = Availability.whyNot(start, problem: problem, now: now),
      let reason = reason(why, start, minutes: minutes)
    {
      return reason
    }
    if free.value == nil { return free.isLoading ? .notKnownYet : .notKnownSince(nil) }
    if days[day]?.isLoading == true, days[day]?.value == nil { return .notKnownYet }
    guard problem != nil else { return .notOffered }
    // It ought to be free by all that is known: then what is known is old, or the server knows more.
    let read = days[day]?.loadedAt ?? (days[day]?.value == nil ? nil : lastContact)
    if let read, now.milliseconds - read.milliseconds <= Model.reasonsFreshFor { return .notOffered }
    return .notKnownSince(read)
  }

  /// Bookings older than this explain nothing that they do not forbid themselves. In milliseconds.
  private static let reasonsFreshFor: Int64 = 90_000

  private func reason(_ why: WhyNot, _ start: Instant, minutes: Int) -> SlotReason? {
    func named(_ uid: Booking.UID) -> (name: String, range: Range<Instant>)? {
      days.values.lazy.compactMap { $0.value?.first { $0.uid == uid } }.first
        .map { ($0.attendeeName, $0.start..<max($0.start, $0.end)) }
    }
    switch why {
    case .past: return .past
    case .closed:
      let day = shop.zone.day(of: start)
      let open = (-1...1).flatMap { hours?.intervals(on: day.advanced(by: $0)) ?? [] }.first { $0.contains(start) }
      return open.map { .tooLong(until: $0.upperBound) } ?? .closed
    case .booked(let uid): return named(uid).map { .booked(name: $0.name, $0.range) }
    case .buffer(let uid): return named(uid).map { .buffer(name: $0.name, $0.range) }
    case .held: return .held(desk: nil)
    case .notice(let earliest): return .notice(earliest: earliest)
    case .window(let first, let last):
      // Only the end of the window that the time lies beyond.
      let day = shop.zone.day(of: start)
      return .window(first: first.flatMap { day < $0 ? $0 : nil }, last: last.flatMap { day > $0 ? $0 : nil })
    case .limit(let limit): return .limit(limit)
    case .noSeatLeft: return .noSeatLeft
    case .offGrid: return .offGrid
    case .notFirstOfDay: return .notFirstOfDay
    }
  }

  /// What this desk knows of one service around a day; `nil` where it does not know the hours that apply.
  func availabilityProblem(
    _ service: Service, minutes: Int, on day: CalendarDay, moving: Booking.UID?
  ) -> AvailabilityProblem? {
    guard let hours, service.scheduleID == nil || service.scheduleID == hours.schedule.id else { return nil }
    var rules = service.rules
    // What counts over days that were not read cannot be counted here.
    switch rules.window {
    case .calendarDays(_, rolling: true), .businessDays(_, rolling: true): rules.window = nil
    default: break
    }
    // Where not all days that a limit counts were read, what is known may reach it all the same.
    let counted = limitDays(rules, on: day).flatMap { $0.flatMap { days[$0]?.value ?? [] } } ?? []
    let calendars = takenTimes(of: service, on: day).map { own in
      HostCalendar(host: own.host, schedule: hours.schedule, zone: hours.zone, busy: own.busy)
    }
    return AvailabilityProblem(
      service: service.id, minutes: minutes, rules: rules, calendars: calendars,
      needsEveryHost: service.schedulingType == "collective",
      counted: counted.filter { $0.service == service.id && $0.status.takesTime && $0.uid != moving }
        .map { CountedBooking(start: $0.start, minutes: $0.minutes) },
      moving: moving, weekStart: shop.weekStart)
  }

  /// The days whose bookings count against the limits of a service on a day; `nil` when it has none.
  private func limitDays(_ rules: BookingRules, on day: CalendarDay) -> ClosedRange<CalendarDay>? {
    guard let hours else { return nil }
    let range = shop.zone.start(of: day)..<shop.zone.start(of: day.advanced(by: 1))
    let starts = range.lowerBound..<max(range.lowerBound, range.upperBound.adding(milliseconds: -1))
    guard
      let reach = Availability.limitReach(rules: rules, reach: starts, zone: hours.zone, weekStart: shop.weekStart)
    else { return nil }
    return shop.zone.day(of: reach.lowerBound)...shop.zone.day(of: reach.upperBound.adding(milliseconds: -1))
  }

  /// The bookings of the shown week, once the cursor comes to a time that is not free: one reading for the week, so that the next grey
  /// cells explain themselves at once. A limit of a week or month counts days around it: they are read with it.
  mutating func loadReasons() -> [Effect] {
    guard page == .slots, grid.view == .week, slotAtCursor == nil else { return [] }
    var wanted = max(today, grid.first)...max(today, grid.week.upperBound)
    guard wanted.contains(grid.day) else { return [] }
    var needed = grid.day...grid.day
    if let service = slotSubject?.service, let counted = limitDays(service.rules, on: grid.day),
      counted.count <= Model.longestCounting
    {
      needed = counted
      wanted = min(wanted.lowerBound, counted.lowerBound)...max(wanted.upperBound, counted.upperBound)
    }
    let stale = wanted.filter { day in
      switch days[day] ?? .idle {
      case .idle, .failed: true
      case .loading: false
      case .loaded(_, let at): now.milliseconds - at.milliseconds > Model.reasonsFreshFor
      }
    }
    guard stale.contains(where: needed.contains), let first = stale.first, let last = stale.last else { return [] }
    for day in first...last { days[day, default: .idle].startLoading() }
    return [.loadBookings(first...last)]
  }

  /// Days that are read for a limit: a month, and not a year.
  private static let longestCounting = 31
}
