/// Everything that decides when one service can be booked, as one value: the input of ``Availability``.
public struct AvailabilityProblem: Hashable, Sendable {
  public var service: Service.ID
  /// Length of the slots asked for, whole minutes.
  public var minutes: Int
  public var rules: BookingRules
  public var calendars: [HostCalendar]
  /// Collective services need every host; otherwise one free host is enough.
  public var needsEveryHost: Bool
  /// The bookings of this service that count against its limits: accepted and pending ones, the moved one left out.
  public var counted: [CountedBooking]
  /// The booking being moved: its own time counts as free (CONTRACT 10.1 `bookingUidToReschedule`).
  public var moving: Booking.UID?
  /// First day of the weeks that weekly limits count.
  public var weekStart: Weekday

  public init(
    service: Service.ID, minutes: Int, rules: BookingRules = BookingRules(), calendars: [HostCalendar],
    needsEveryHost: Bool = false, counted: [CountedBooking] = [], moving: Booking.UID? = nil,
    weekStart: Weekday = .monday
  ) {
    self.service = service
    self.minutes = minutes
    self.rules = rules
    self.calendars = calendars
    self.needsEveryHost = needsEveryHost
    self.counted = counted
    self.moving = moving
    self.weekStart = weekStart
  }

  /// Whose wall clock decides the days of windows and limits: that of the first host's schedule.
  public var zone: Zone { calendars.first?.zone ?? .utc }

  var length: Int64 { Int64(max(1, minutes)) * 60_000 }
}

/// One host's opening hours and what already takes their time.
public struct HostCalendar: Hashable, Sendable {
  /// ``Host/id``
  public var host: String
  public var schedule: Schedule
  /// The rules of `schedule.zone`.
  public var zone: Zone
  /// Sorting by start makes it faster, and is not required.
  public var busy: [BusyTime]

  public init(host: String, schedule: Schedule, zone: Zone, busy: [BusyTime] = []) {
    self.host = host
    self.schedule = schedule
    self.zone = zone
    self.busy = busy
  }
}

/// Time of a host that is taken, by a booking or by a hold.
public struct BusyTime: Hashable, Sendable {
  public enum Holder: Hashable, Sendable {
    /// An accepted or pending booking.
    case booking(Booking.UID)
    /// A reservation that has not expired (CONTRACT 11): it hides the time from everybody, its owner included.
    case hold(until: Instant)
  }

  public var holder: Holder
  public var service: Service.ID?
  public var start: Instant
  public var end: Instant
  /// Minutes, of the service it was booked for. They add to those of the service asked for.
  public var bufferBefore: Int
  public var bufferAfter: Int
  /// Seats taken of a seated booking.
  public var seatsTaken: Int

  public init(
    holder: Holder, service: Service.ID? = nil, start: Instant, end: Instant, bufferBefore: Int = 0,
    bufferAfter: Int = 0, seatsTaken: Int = 1
  ) {
    self.holder = holder
    self.service = service
    self.start = start
    self.end = end
    self.bufferBefore = bufferBefore
    self.bufferAfter = bufferAfter
    self.seatsTaken = seatsTaken
  }
}

/// What limits look at in a booking.
public struct CountedBooking: Hashable, Sendable {
  public var start: Instant
  public var minutes: Int
  public init(start: Instant, minutes: Int) {
    self.start = start
    self.minutes = minutes
  }
}
