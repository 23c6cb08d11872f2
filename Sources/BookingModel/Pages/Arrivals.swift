/// Who is due today: the next one, and those who should be here by now.
public struct Arrivals: Equatable, Sendable {
  public var next: Booking?
  /// Begun at least ``graceMinutes`` ago and not over, without a mark; the longest overdue first.
  public var overdue: [Booking]

  /// So late nobody is called overdue.
  public static let graceMinutes = 5

  public init(next: Booking? = nil, overdue: [Booking] = []) {
    self.next = next
    self.overdue = overdue
  }
}

extension Model {
  /// `nil` where today's bookings are not among those that are read again and again: what is old would call people late.
  public var arrivals: Arrivals? {
    guard abs(board.day.daysSince1970 - today.daysSince1970) <= 1, let bookings = days[today]?.value else { return nil }
    let late = now.adding(minutes: -Arrivals.graceMinutes)
    let awaited = bookings.filter { booking in
      let facts = facts(of: booking.uid)
      // Once its time is over nobody is waited for any more.
      return booking.status.takesTime && booking.end > now && facts.arrivedAt == nil && facts.doneAt == nil
        && booking.attendees.first?.isAbsent != true
    }.sorted { ($0.start, $0.uid.rawValue) < ($1.start, $1.uid.rawValue) }
    return Arrivals(next: awaited.first { $0.start > late }, overdue: awaited.filter { $0.start <= late })
  }
}
