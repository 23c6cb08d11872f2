/// The shop as this desk knows it: settings first, then what the server says.
public struct Shop: Equatable, Sendable {
  public enum Clock: String, Equatable, Sendable, Codable { case twelveHours = "12h", twentyFourHours = "24h" }

  public var name: String
  /// The profile's name in the config, or the host of an environment-only one.
  public var profile: String
  /// Whether the embedded server is behind it.
  public var isLocal: Bool
  public var zone: Zone
  public var policy: AttendeePolicy
  public var clock: Clock
  public var weekStart: Weekday
  public var dateOrder: DateEntry.Order

  public init(
    name: String, profile: String = "local", isLocal: Bool = true, zone: Zone,
    policy: AttendeePolicy = AttendeePolicy(),
    clock: Clock = .twentyFourHours, weekStart: Weekday = .monday, dateOrder: DateEntry.Order = .dayFirst
  ) {
    self.name = name
    self.profile = profile
    self.isLocal = isLocal
    self.zone = zone
    self.policy = policy
    self.clock = clock
    self.weekStart = weekStart
    self.dateOrder = dateOrder
  }

  /// What people of a country are used to, where no setting says otherwise.
  /// Source: CLDR's preferred hour cycle, first weekday and short date order, reduced to the countries that differ.
  public static func habits(country: String) -> (clock: Clock, weekStart: Weekday, order: DateEntry.Order) {
    let twelve: Set = [
      "US", "CA", "AU", "NZ", "IN", "PK", "BD", "PH", "MY", "EG", "SA", "AE", "CO", "KR", "JO", "IE",
    ]
    let sunday: Set = [
      "US", "CA", "MX", "BR", "JP", "KR", "IN", "IL", "AU", "ZA", "PH", "CO", "PE", "VE", "TW", "HK", "SG", "TH",
    ]
    let monthFirst: Set = ["US", "PH", "CA", "JP", "CN", "KR", "TW", "HU", "LT"]
    return (
      twelve.contains(country) ? .twelveHours : .twentyFourHours,
      sunday.contains(country) ? .sunday : .monday,
      monthFirst.contains(country) ? .monthFirst : .dayFirst
    )
  }
}
