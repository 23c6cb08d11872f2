/// Weekly opening hours with exceptions by date (CONTRACT 9). Its times are wall clock in its zone.
public struct Schedule: Hashable, Sendable, Codable, Identifiable {
  public struct ID: Hashable, Sendable, Codable, RawRepresentable {
    public var rawValue: Int
    public init(rawValue: Int) { self.rawValue = rawValue }
    public init(_ rawValue: Int) { self.rawValue = rawValue }
  }

  /// The same hours on some weekdays.
  public struct Hours: Hashable, Sendable, Codable {
    public var days: [Weekday]
    public var span: MinuteSpan
    public init(days: [Weekday], span: MinuteSpan) {
      self.days = days
      self.span = span
    }
  }

  /// Replaces all hours of a date. An empty span closes the day.
  public struct Override: Hashable, Sendable, Codable {
    public var day: CalendarDay
    public var span: MinuteSpan
    public init(day: CalendarDay, span: MinuteSpan) {
      self.day = day
      self.span = span
    }
  }

  public var id: ID
  public var name: String
  /// IANA name. Rules of zones are loaded at the edge (`ZoneData`).
  public var zone: String
  public var isDefault: Bool
  public var hours: [Hours]
  public var overrides: [Override]

  public init(
    id: ID, name: String, zone: String, isDefault: Bool = true, hours: [Hours] = [], overrides: [Override] = []
  ) {
    self.id = id
    self.name = name
    self.zone = zone
    self.isDefault = isDefault
    self.hours = hours
    self.overrides = overrides
  }

  /// The open spans of a date, merged and in order; none when closed.
  public func spans(on day: CalendarDay) -> [MinuteSpan] {
    let replaced = overrides.filter { $0.day == day }
    let spans =
      replaced.isEmpty ? hours.filter { $0.days.contains(day.weekday) }.map(\.span) : replaced.map(\.span)
    return MinuteSpan.merged(spans)
  }
}

/// Minutes of a day, `start` included and `end` not. 0 to 1440; an `end` of 23:59 on the wire is read as 1440.
public struct MinuteSpan: Hashable, Sendable, Codable {
  public var start: Int
  public var end: Int
  public init(start: Int, end: Int) {
    self.start = start
    self.end = end
  }
  public var isEmpty: Bool { end <= start }

  /// Overlapping and touching spans joined, empty ones dropped, in order.
  public static func merged(_ spans: [MinuteSpan]) -> [MinuteSpan] {
    var result: [MinuteSpan] = []
    for span in spans.filter({ !$0.isEmpty }).sorted(by: { ($0.start, $0.end) < ($1.start, $1.end) }) {
      if let last = result.last, span.start <= last.end {
        result[result.count - 1].end = max(last.end, span.end)
      } else {
        result.append(span)
      }
    }
    return result
  }
}
