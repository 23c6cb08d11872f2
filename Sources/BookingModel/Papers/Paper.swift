/// Something to be printed, as facts. Views make its text; only the edge knows a printer.
public enum Paper: Equatable, Sendable {
  case slip(Slip)
  case day(DaySheet)
  case handOver(HandOverSheet)

  public enum Kind: Equatable, Sendable { case slip, day, handOver }

  public var kind: Kind {
    switch self {
    case .slip: .slip
    case .day: .day
    case .handOver: .handOver
    }
  }
}

/// What a customer takes home. Staff notes are not on it.
public struct Slip: Equatable, Sendable {
  public var shop: Shop
  public var booking: Booking
  /// Its title, price and the labels of its questions; `nil` when the desk does not know it.
  public var service: Service?
  public var printedAt: Instant

  public init(shop: Shop, booking: Booking, service: Service?, printedAt: Instant) {
    self.shop = shop
    self.booking = booking
    self.service = service
    self.printedAt = printedAt
  }
}

/// A day of the shop on paper, for when there is no screen: everything that staff need.
public struct DaySheet: Equatable, Sendable {
  public enum Row: Equatable, Sendable {
    case booking(Booking, service: Service?, facts: BookingFacts)
    /// Open time without a booking; whose, where the shop has several hosts.
    case free(Range<Instant>, host: String? = nil)
  }

  public var shop: Shop
  public var day: CalendarDay
  public var clerk: String
  public var desk: String
  public var printedAt: Instant
  /// When the bookings were read from the server.
  public var readAt: Instant?
  /// By time, then by host.
  public var rows: [Row]
  /// Bookings that take no time any more: they are counted, not listed.
  public var gone: Int

  public init(
    shop: Shop, day: CalendarDay, clerk: String = "", desk: String = "", printedAt: Instant, readAt: Instant? = nil,
    rows: [Row], gone: Int = 0
  ) {
    self.shop = shop
    self.day = day
    self.clerk = clerk
    self.desk = desk
    self.printedAt = printedAt
    self.readAt = readAt
    self.rows = rows
    self.gone = gone
  }
}

extension DaySheet.Row {
  var start: Instant {
    switch self {
    case .booking(let booking, _, _): booking.start
    case .free(let range, _): range.lowerBound
    }
  }
}

/// What became of a paper.
public enum PrintOutcome: Equatable, Sendable {
  /// The command of the config took it.
  case sent(command: String)
  /// In the folder of the config.
  case saved(path: String)
  /// Nothing is configured: it was kept beside the desk's store. `config` is the file in which a line is missing; `lines` is its length.
  case kept(path: String, config: String, lines: Int)
  case failed(PrintTrouble)
}

public enum PrintTrouble: Equatable, Sendable {
  /// `said` is the first line of its errors, else of what it printed.
  case ended(command: String, status: Int, said: String)
  case killed(command: String, signal: Int)
  case tookTooLong(command: String, seconds: Int)
  case notStarted(command: String, reason: String)
  case notSaved(path: String, reason: String)
}
