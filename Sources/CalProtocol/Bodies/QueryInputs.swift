public import BookingModel

/// The query of `GET /v2/slots` as the server reads it (CONTRACT 10.1, 10.2).
public struct SlotsInput: Hashable, Sendable {
  public var service: ServiceReference
  /// As asked, UTC. Clamping to now is the server's.
  public var start: Instant
  /// Inclusive; an end at midnight UTC is already widened to 23:59:59 of that date.
  public var end: Instant
  /// IANA name; shapes the output only.
  public var zone: String
  public var minutes: Int?
  /// `format=range`.
  public var withEnds: Bool
  public var moving: Booking.UID?

  /// The addressing form is chosen by the keys present; keys of another form, and unknown ones, are refused (E3).
  public static func read(_ items: [WireRequest.QueryItem]) throws(WireFault) -> SlotsInput {
    var members: [String: JSONValue] = [:]
    for item in items { members[item.name] = .string(item.value) }
    let form: [BodyShape.Property]
    if members["eventTypeId"] != nil {
      form = [BodyShape.Property("eventTypeId", .string, required: true)]
    } else if members["usernames"] != nil {
      form = [
        BodyShape.Property("usernames", .string, required: true),
        BodyShape.Property("organizationSlug", .string, required: true),
      ]
    } else if members["teamSlug"] != nil {
      form = slugForm + [BodyShape.Property("teamSlug", .string, required: true)]
    } else {
      form = slugForm + [BodyShape.Property("username", .string, required: true)]
    }
    try BodyShape(strict: true, form + common).check(.object(members))
    let fields = JSONFields(members)
    guard let start = fields.text("start").flatMap({ UTCReading.instant($0) }),
      var end = fields.text("end").flatMap({ UTCReading.instant($0) })
    else { throw .invalidTimeRange }
    if end.milliseconds % 86_400_000 == 0 { end = end.adding(seconds: 86_399) }
    guard start <= end else { throw .invalidTimeRange }
    let minutes = try number(fields, "duration")
    if let format = fields.text("format"), format != "time", format != "range" {
      throw .strict([
        PropertyFault(
          "format",
          constraints: [PropertyFault.Constraint("isEnum", "slotFormat must be either 'range' or 'time'")])
      ])
    }
    return SlotsInput(
      service: try reference(fields), start: start, end: end, zone: fields.text("timeZone") ?? "UTC", minutes: minutes,
      withEnds: fields.text("format") == "range",
      moving: fields.text("bookingUidToReschedule").map(Booking.UID.init(rawValue:)))
  }

  private static let slugForm = [
    BodyShape.Property("eventTypeSlug", .string, required: true), BodyShape.Property("organizationSlug", .string),
  ]

  private static let common = [
    BodyShape.Property("start", .date, required: true), BodyShape.Property("end", .date, required: true),
    BodyShape.Property("timeZone", .string), BodyShape.Property("duration", .string),
    BodyShape.Property("format", .string), BodyShape.Property("bookingUidToReschedule", .string),
  ]

  private static func number(_ fields: JSONFields, _ key: String) throws(WireFault) -> Int? {
    guard let text = fields.text(key) else { return nil }
    guard let value = Int(text), value > 0 else {
      throw .strict([
        PropertyFault(key, constraints: [PropertyFault.Constraint("isNumber", "\(key) must be a number")])
      ])
    }
    return value
  }

  private static func reference(_ fields: JSONFields) throws(WireFault) -> ServiceReference {
    if let id = try number(fields, "eventTypeId") { return .id(Service.ID(id)) }
    let organization = fields.text("organizationSlug")
    if let list = fields.text("usernames") {
      let usernames = list.split(separator: ",").map(String.init)
      guard usernames.count >= 2 else {
        throw .strict([
          PropertyFault(
            "usernames",
            constraints: [PropertyFault.Constraint("arrayMinSize", "The array must contain at least 2 elements.")])
        ])
      }
      return .ofGroup(usernames: usernames, organization: organization ?? "")
    }
    let slug = fields.text("eventTypeSlug") ?? ""
    if let team = fields.text("teamSlug") { return .ofTeam(slug: slug, team: team, organization: organization) }
    return .ofUser(slug: slug, username: fields.text("username") ?? "", organization: organization)
  }
}

extension BookingQuery {
  /// The query of `GET /v2/bookings` as the server reads it: lax, unknown items vanish; faulty values are E2 (CONTRACT 4.2, 12.6).
  public static func read(_ items: [WireRequest.QueryItem], dialect: Dialect) throws(WireFault) -> BookingQuery {
    var values: [String: String] = [:]
    for item in items { values[item.name] = item.value }
    var reader = QueryReader(values: values)
    var query = BookingQuery()
    query.statuses = reader.statuses(dialect)
    // Badly encoded queries lose the plus of an address to a space (CONTRACT 12.6).
    query.attendeeEmail = values["attendeeEmail"].map { String($0.map { $0 == " " ? "+" : $0 }) }
    query.attendeeName = values["attendeeName"]
    query.uid = values["bookingUid"].map(Booking.UID.init(rawValue:))
    query.services = reader.numbers("eventTypeId", "eventTypeIds").map(Service.ID.init(rawValue:))
    query.teams = reader.numbers("teamId", "teamsIds")
    query.from = reader.instant("afterStart", "afterStart must be a valid ISO 8601 date.")
    query.through = reader.instant("beforeEnd", "beforeEnd must be a valid ISO 8601 date.")
    query.createdAfter = reader.instant("afterCreatedAt", "fromDate must be a valid ISO 8601 date.")
    query.createdBefore = reader.instant("beforeCreatedAt", "toDate must be a valid ISO 8601 date.")
    query.updatedAfter = reader.instant("afterUpdatedAt", "fromDate must be a valid ISO 8601 date.")
    query.updatedBefore = reader.instant("beforeUpdatedAt", "toDate must be a valid ISO 8601 date.")
    switch dialect {
    case .pages:
      query.sort = reader.sort()
      query.pageSize = reader.number("take", 1...dialect.largestPage) ?? 100
      query.page = reader.number("skip", 0...1_000_000_000).map { .skip($0) }
    case .cursor:
      query.pageSize = reader.number("limit", 1...dialect.largestPage) ?? 50
      query.page = values["cursor"].map { .cursor($0) }
    }
    guard reader.faults.isEmpty else { throw .lax(reader.faults) }
    return query
  }
}

/// Reads query items and gathers what is wrong with them.
private struct QueryReader {
  let values: [String: String]
  var faults: [PropertyFault] = []

  init(values: [String: String]) { self.values = values }

  mutating func blame(_ key: String, _ rule: String, _ text: String) {
    faults.append(
      PropertyFault(
        key, value: values[key].map { .string($0) }, constraints: [PropertyFault.Constraint(rule, text)]))
  }

  mutating func statuses(_ dialect: BookingQuery.Dialect) -> [BookingQuery.StatusFilter] {
    guard let text = values["status"], !text.isEmpty else { return [] }
    let words = text.split(separator: ",").map { word in
      BookingQuery.StatusFilter(rawValue: String(word.drop { $0 == " " }))
    }
    let known = words.compactMap { $0 }
    if known.count < words.count {
      blame("status", "isEnum", "Invalid status. Allowed are upcoming, recurring, past, cancelled, unconfirmed")
    } else if dialect == .cursor, known.count > 1 {
      blame("status", "arrayMaxSize", "status must be one of upcoming, recurring, past, cancelled, unconfirmed")
    }
    return known
  }

  mutating func instant(_ key: String, _ complaint: String) -> Instant? {
    guard let text = values[key] else { return nil }
    let value = UTCReading.instant(text)
    if value == nil { blame(key, "isISO8601", complaint) }
    return value
  }

  mutating func numbers(_ keys: String...) -> [Int] {
    var result: [Int] = []
    for key in keys {
      guard let text = values[key] else { continue }
      let numbers = text.split(separator: ",").map { Int($0) }
      if numbers.isEmpty || numbers.contains(nil) { blame(key, "isNumber", "\(key) must be a number") }
      result += numbers.compactMap { $0 }
    }
    return result
  }

  mutating func number(_ key: String, _ range: ClosedRange<Int>) -> Int? {
    guard let text = values[key] else { return nil }
    guard let value = Int(text) else {
      blame(key, "isNumber", "\(key) must be a number conforming to the specified constraints")
      return nil
    }
    if value < range.lowerBound { blame(key, "min", "\(key) must not be less than \(range.lowerBound)") }
    if value > range.upperBound { blame(key, "max", "\(key) must not be greater than \(range.upperBound)") }
    return value
  }

  /// The first key in the server's order of precedence wins.
  mutating func sort() -> BookingQuery.Sort? {
    var result: BookingQuery.Sort?
    for key in BookingQuery.SortKey.allCases {
      guard let word = values[key.rawValue] else { continue }
      if word != "asc", word != "desc" {
        blame(key.rawValue, "isEnum", "\(key.rawValue) must be either \"asc\" or \"desc\".")
      } else if result == nil {
        result = BookingQuery.Sort(key, ascending: word == "asc")
      }
    }
    return result
  }
}
