/// What a shop offers and a customer books: Cal.com's *event type* (CONTRACT 8).
public struct Service: Hashable, Sendable, Codable, Identifiable {
  public struct ID: Hashable, Comparable, Sendable, Codable, RawRepresentable {
    public var rawValue: Int
    public init(rawValue: Int) { self.rawValue = rawValue }
    public init(_ rawValue: Int) { self.rawValue = rawValue }
    public static func < (a: ID, b: ID) -> Bool { a.rawValue < b.rawValue }
  }

  public var id: ID
  public var slug: String
  public var title: String
  /// Markup possible; for people, not for parsing.
  public var summary: String?
  /// Whole minutes: the default length where several are offered.
  public var minutes: Int
  /// Offered lengths in minutes; empty when there is only one. A length is sent only when this is not empty (CONTRACT 17).
  public var lengthOptions: [Int]
  public var price: Money
  public var fields: [BookingField]
  public var locations: [LocationOption]
  public var rules: BookingRules
  /// The schedule whose hours apply; `nil` means the owner's default.
  public var scheduleID: Schedule.ID?
  /// Bookings start as `pending` (CONTRACT 13).
  public var needsConfirmation: Bool
  public var recurrence: Recurrence?
  public var isHidden: Bool
  public var hosts: [Host]
  /// Set on team types only, which need another list route and allow phone-only attendees (CONTRACT 12.3).
  public var teamID: Int?
  public var schedulingType: String?
  /// `bookingRequiresAuthentication`, e-mail verification and instant meetings cannot be served at a desk without more steps.
  public var obstacles: [Obstacle]

  public enum Obstacle: String, Hashable, Sendable, Codable { case emailVerification, instantMeeting, managedParent }

  public struct Recurrence: Hashable, Sendable, Codable {
    public var interval: Int
    public var occurrences: Int
    /// `weekly`, `monthly` or `yearly`.
    public var frequency: String
    public init(interval: Int, occurrences: Int, frequency: String) {
      self.interval = interval
      self.occurrences = occurrences
      self.frequency = frequency
    }
  }

  public init(
    id: ID, slug: String, title: String, summary: String? = nil, minutes: Int, lengthOptions: [Int] = [],
    price: Money = Money(minorUnits: 0, currency: "usd"), fields: [BookingField] = [],
    locations: [LocationOption] = [], rules: BookingRules = BookingRules(), scheduleID: Schedule.ID? = nil,
    needsConfirmation: Bool = false, recurrence: Recurrence? = nil, isHidden: Bool = false, hosts: [Host] = [],
    teamID: Int? = nil, schedulingType: String? = nil, obstacles: [Obstacle] = []
  ) {
    self.id = id
    self.slug = slug
    self.title = title
    self.summary = summary
    self.minutes = minutes
    self.lengthOptions = lengthOptions
    self.price = price
    self.fields = fields
    self.locations = locations
    self.rules = rules
    self.scheduleID = scheduleID
    self.needsConfirmation = needsConfirmation
    self.recurrence = recurrence
    self.isHidden = isHidden
    self.hosts = hosts
    self.teamID = teamID
    self.schedulingType = schedulingType
    self.obstacles = obstacles
  }

  /// The e-mail rule of CONTRACT 12.3: only then may an attendee go without an address.
  public var allowsAttendeeWithoutEmail: Bool {
    let email = fields.first { $0.slug == "email" }
    let phone = fields.first { $0.slug == "attendeePhoneNumber" }
    guard let email else { return false }
    return (!email.isRequired || email.isHidden) && phone?.isRequired == true && phone?.isHidden != true
  }
}

/// When a service may be booked, apart from the hours of its schedule.
public struct BookingRules: Hashable, Sendable, Codable {
  /// Minutes between now and the earliest start.
  public var minimumNotice: Int
  public var bufferBefore: Int
  public var bufferAfter: Int
  /// Minutes between offered starts; `nil` means the length.
  public var slotInterval: Int?
  /// Minutes by which the first start of a span is pushed back (`offsetStart`).
  public var offsetStart: Int
  public var window: Window?
  /// Bookings per period; absent periods are unlimited.
  public var countLimits: PeriodLimits
  /// Booked minutes per period.
  public var minuteLimits: PeriodLimits
  public var onlyFirstSlotOfDay: Bool
  public var seats: Seats?
  /// Active bookings one e-mail may hold.
  public var activeBookingsPerAttendee: Int?

  /// How far ahead a service can be booked (CONTRACT 8.2 `bookingWindow`).
  public enum Window: Hashable, Sendable, Codable {
    /// Days from today; `rolling` moves on so that the number of days with free time stays the same.
    case calendarDays(Int, rolling: Bool)
    case businessDays(Int, rolling: Bool)
    /// Both days included.
    case range(CalendarDay, CalendarDay)
  }

  public struct PeriodLimits: Hashable, Sendable, Codable {
    public var day: Int?
    public var week: Int?
    public var month: Int?
    public var year: Int?
    public init(day: Int? = nil, week: Int? = nil, month: Int? = nil, year: Int? = nil) {
      self.day = day
      self.week = week
      self.month = month
      self.year = year
    }
    public static let none = PeriodLimits()
  }

  public struct Seats: Hashable, Sendable, Codable {
    public var perSlot: Int
    public var showsAttendees: Bool
    public var showsCount: Bool
    public init(perSlot: Int, showsAttendees: Bool = false, showsCount: Bool = true) {
      self.perSlot = perSlot
      self.showsAttendees = showsAttendees
      self.showsCount = showsCount
    }
  }

  public init(
    minimumNotice: Int = 0, bufferBefore: Int = 0, bufferAfter: Int = 0, slotInterval: Int? = nil, offsetStart: Int = 0,
    window: Window? = nil, countLimits: PeriodLimits = .none, minuteLimits: PeriodLimits = .none,
    onlyFirstSlotOfDay: Bool = false, seats: Seats? = nil, activeBookingsPerAttendee: Int? = nil
  ) {
    self.minimumNotice = minimumNotice
    self.bufferBefore = bufferBefore
    self.bufferAfter = bufferAfter
    self.slotInterval = slotInterval
    self.offsetStart = offsetStart
    self.window = window
    self.countLimits = countLimits
    self.minuteLimits = minuteLimits
    self.onlyFirstSlotOfDay = onlyFirstSlotOfDay
    self.seats = seats
    self.activeBookingsPerAttendee = activeBookingsPerAttendee
  }
}
