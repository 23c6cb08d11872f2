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
    for span in open {
      var from = max(span.lowerBound, now.roundedUpToMinute)
      for booking in bookings where booking.end > from && booking.start < span.upperBound {
        if booking.start > from { rows.append(contentsOf: gap(from..<booking.start, known, host)) }
        from = max(from, booking.end)
      }
      if from < span.upperBound { rows.append(contentsOf: gap(from..<span.upperBound, known, host)) }
    }
    return rows
  }

  private func gap(_ range: Range<Instant>, _ services: [Service], _ host: String?) -> [BoardRow] {
    let minutes = range.upperBound.minutes(since: range.lowerBound)
    let fits = services.indices.filter { index in
      let service = services[index]
      let isHis = host == nil || service.hosts.isEmpty || service.hosts.contains { $0.id == host }
      return isHis && service.minutes <= minutes
    }
    guard !fits.isEmpty else { return [] }
    return [
      BoardRow(
        id: .gap(range.lowerBound, host: host), start: range.lowerBound,
        content: .gap(range, fits: fits.map { $0 + 1 }))
    ]
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
