/// One row of the board.
public struct BoardRow: Equatable, Sendable, Identifiable {
  public enum ID: Hashable, Sendable {
    case booking(Booking.UID)
    /// A free gap, by its start, and by the ``Host/id`` where the shop has several hosts.
    case gap(Instant, host: String? = nil)
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

  public var end: Instant {
    switch content {
    case .booking(let booking, _): booking.end
    case .gap(let range, _): range.upperBound
    case .now: start
    }
  }
}

extension Model {
  /// Who works in the shop, in the order of the services, then those who have bookings on that day; none where it is
  /// one person, or nobody says who.
  public func hosts(on day: CalendarDay) -> [Host] {
    if drawnBoard.rows != nil, drawnBoard.day == day { return drawnBoard.hosts }
    var found: [Host] = []
    var known: Set<String> = []
    func add(_ host: Host) {
      // A booking without a host says `unknown` (CONTRACT 12.1).
      if !host.id.isEmpty, host.id != "unknown", known.insert(host.id).inserted { found.append(host) }
    }
    for service in services.value ?? [] { service.hosts.forEach(add) }
    for booking in days[day]?.value ?? [] where booking.status.takesTime { booking.hosts.forEach(add) }
    return found.count > 1 ? found : []
  }

  /// The bookings that take time of a day, those among them that began the day before. Cancelled ones are not on the board.
  func bookingsTakingTime(on day: CalendarDay) -> [Booking] {
    let begin = shop.zone.start(of: day)
    let before = (days[day.advanced(by: -1)]?.value ?? []).filter { $0.end > begin }
    return (before + (days[day]?.value ?? [])).filter { $0.status.takesTime }.sorted {
      ($0.start, $0.end, $0.uid.rawValue) < ($1.start, $1.end, $1.uid.rawValue)
    }
  }

  /// The rows of a day in order of time.
  public func rows(on day: CalendarDay) -> [BoardRow] {
    if drawnBoard.day == day, drawnBoard.at == BoardMoment(now), let rows = drawnBoard.rows { return rows }
    return makeRows(on: day)
  }

  /// Keeps the rows of the shown day for the keys and frames to come.
  mutating func keepBoardRows() {
    let at = BoardMoment(now)
    if drawnBoard.rows != nil, drawnBoard.day == board.day, drawnBoard.at == at { return }
    drawnBoard.rows = nil
    drawnBoard = DrawnBoard(
      day: board.day, at: at, hosts: hosts(on: board.day), rows: makeRows(on: board.day))
  }

  private func makeRows(on day: CalendarDay) -> [BoardRow] {
    let hosts = hosts(on: day)
    var bookings = bookingsTakingTime(on: day)
    if !hosts.isEmpty {
      // At the same minute from the left column to the right: so the numbers run as the eye does. The sort is stable.
      let place = Dictionary(uniqueKeysWithValues: zip(hosts.map(\.id), hosts.indices))
      func column(_ booking: Booking) -> Int { booking.hosts.compactMap { place[$0.id] }.min() ?? hosts.count }
      bookings.sort { ($0.start, column($0)) < ($1.start, column($1)) }
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
    if hosts.isEmpty {
      rows += gaps(on: day, bookings: bookings, host: nil)
    } else {
      for host in hosts {
        let own = bookings.filter { booking in booking.hosts.contains { $0.id == host.id } }
        rows += gaps(on: day, bookings: own, host: host.id)
      }
    }
    if day == today { rows.append(BoardRow(id: .now, start: now, content: .now)) }
    // The sort is stable: hosts keep their order.
    return rows.sorted { a, b in
      a.start == b.start ? a.order < b.order : a.start < b.start
    }
  }

  /// Open hours less bookings, from now on; gaps too short for any service are left out.
  private func gaps(on day: CalendarDay, bookings: [Booking], host: String?) -> [BoardRow] {
    guard let hours, let known = services.value, days[day]?.value != nil else { return [] }
    let interval = shop.zone.interval(of: day)
    var rows: [BoardRow] = []
    // A schedule in another zone may begin its day on our day before.
    let open = (-1...1).flatMap { hours.intervals(on: day.advanced(by: $0)) }
      .map { $0.clamped(to: interval) }.filter { !$0.isEmpty }
    // Made only where there is a gap.
    var starts: [[Slot]?]?
    func add(_ range: Range<Instant>) {
      let minutes = range.upperBound.minutes(since: range.lowerBound)
      let fitting = known.indices.filter { isHis(known[$0], host) && known[$0].minutes <= minutes }
      guard !fitting.isEmpty else { return }
      let offered = starts ?? known.map { isHis($0, host) ? self.starts(of: $0, on: day, host: host) : nil }
      starts = offered
      let fits = fitting.filter { index in
        offered[index]?.contains { range.contains($0.start) && $0.end <= range.upperBound } ?? true
      }
      rows.append(
        BoardRow(
          id: .gap(range.lowerBound, host: host), start: range.lowerBound,
          content: .gap(range, fits: fits.map { $0 + 1 })))
    }
    for span in open {
      var from = max(span.lowerBound, now.roundedUpToMinute)
      for booking in bookings where booking.end > from && booking.start < span.upperBound {
        if booking.start > from { add(from..<booking.start) }
        from = max(from, booking.end)
      }
      if from < span.upperBound { add(from..<span.upperBound) }
    }
    return rows
  }

  private func isHis(_ service: Service, _ host: String?) -> Bool {
    host == nil || service.hosts.isEmpty || service.hosts.contains { $0.id == host }
  }

  /// Where a service could start on a day by its notice, buffers, limits and bookings; `nil` where the desk does not know its hours. Holds
  /// are left out: they come and go while somebody decides.
  private func starts(of service: Service, on day: CalendarDay, host: String?) -> [Slot]? {
    guard var problem = availabilityProblem(service, minutes: service.minutes, on: day, moving: nil) else { return nil }
    if let host, !service.hosts.isEmpty { problem.calendars.removeAll { $0.host != host } }
    return Availability.slots(problem: problem, range: shop.zone.interval(of: day), now: now)
  }
}

/// What the rows of the board hang on besides the data: numbers and gaps begin with the minute.
struct BoardMoment: Equatable, Sendable {
  private let minute: Int64
  private let next: Instant
  init(_ now: Instant) {
    minute = now.milliseconds.flooredQuotient(by: 60_000)
    next = now.roundedUpToMinute
  }
}

/// The rows of the day that was drawn last. It can be made again from the model at any time, so it makes no difference between two of them.
struct DrawnBoard: Equatable, Sendable {
  var day: CalendarDay?
  var at: BoardMoment?
  var hosts: [Host] = []
  var rows: [BoardRow]?

  static func == (_: DrawnBoard, _: DrawnBoard) -> Bool { true }
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
