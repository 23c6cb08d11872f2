/// A time that can be booked.
public struct Slot: Hashable, Sendable, Codable {
  public var start: Instant
  /// Given by `format=range`, else computed from the service's length.
  public var end: Instant
  /// Seated services only.
  public var seatsRemaining: Int?

  public init(start: Instant, end: Instant, seatsRemaining: Int? = nil) {
    self.start = start
    self.end = end
    self.seatsRemaining = seatsRemaining
  }
}

/// The question that `GET /v2/slots` answers for one service. Days are the shop's, both included (CONTRACT 10.2 turns them into UTC).
public struct SlotQuery: Hashable, Sendable, Codable {
  public var service: Service.ID
  public var from: CalendarDay
  public var through: CalendarDay
  /// Only for services with several lengths.
  public var minutes: Int?
  /// The booking being moved, whose own time counts as free.
  public var moving: Booking.UID?

  public init(
    service: Service.ID, from: CalendarDay, through: CalendarDay, minutes: Int? = nil, moving: Booking.UID? = nil
  ) {
    self.service = service
    self.from = from
    self.through = through
    self.minutes = minutes
    self.moving = moving
  }
}

/// Free times by shop day; days without any are absent. Slots of a day are in order.
public typealias DaySlots = [CalendarDay: [Slot]]

/// A hold on a slot, kept by the server while the form is open (CONTRACT 11). It hides the slot from everybody, its owner included.
public struct Reservation: Hashable, Sendable, Codable {
  public var uid: String
  public var service: Service.ID
  public var start: Instant
  public var end: Instant
  public var until: Instant

  public init(uid: String, service: Service.ID, start: Instant, end: Instant, until: Instant) {
    self.uid = uid
    self.service = service
    self.start = start
    self.end = end
    self.until = until
  }
}
