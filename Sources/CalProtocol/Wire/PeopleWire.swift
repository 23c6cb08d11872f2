public import BookingModel

/// An attendee of a booking (CONTRACT 12.1), both directions.
public enum AttendeeWire {
  /// Addresses of this domain stand for a phone number, and are never shown (CONTRACT 12.3).
  public static let standInDomain = Attendee.standInDomain

  public static func read(_ json: JSONValue) -> Attendee? {
    guard let fields = JSONFields(json) else { return nil }
    let address = fields.text("displayEmail") ?? fields.text("email")
    let standIn = address.flatMap(phone(fromStandIn:))
    let isStandIn = address?.lowercased().hasSuffix(standInDomain) ?? false
    return Attendee(
      name: fields.text("name") ?? "", email: isStandIn || address?.isEmpty == true ? nil : address,
      phone: fields.text("phoneNumber") ?? standIn, zone: fields.text("timeZone") ?? "UTC",
      language: fields.text("language") ?? fields.object("language")?.text("locale"),
      isAbsent: fields.bool("absent") ?? false, seatUID: fields.text("seatUid"),
      deskRef: fields.object("metadata")?.text("deskRef").map(DeskRef.init(rawValue:)),
      createdAt: fields.instant("createdAt"))
  }

  public static func json(_ attendee: Attendee) -> JSONValue {
    let email = JSONValue.string(wireEmail(of: attendee))
    return .object(
      jsonObject([
        "name": .string(attendee.name), "email": email, "displayEmail": email, "timeZone": .string(attendee.zone),
        "language": attendee.language.map { .string($0) }, "absent": .bool(attendee.isAbsent),
        "phoneNumber": attendee.phone.map { .string($0) },
      ]))
  }

  /// The address kept for an attendee: their own, or the one that stands for their phone: `4930123456@sms.cal.com`.
  public static func wireEmail(of attendee: Attendee) -> String {
    attendee.serverAddress ?? standInDomain
  }

  /// The number behind such an address, as E.164.
  static func phone(fromStandIn address: String) -> String? {
    guard address.lowercased().hasSuffix(standInDomain) else { return nil }
    let digits = address.dropLast(standInDomain.count)
    guard !digits.isEmpty, digits.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else { return nil }
    return "+" + digits
  }
}

/// A row of `GET /v2/bookings/{uid}/attendees`: an attendee with the number that deleting needs (CONTRACT 12.10).
public struct AttendeeRow: Hashable, Sendable {
  public var id: Int
  public var bookingID: Int?
  public var attendee: Attendee

  public init(id: Int, bookingID: Int? = nil, attendee: Attendee) {
    self.id = id
    self.bookingID = bookingID
    self.attendee = attendee
  }

  public init?(_ json: JSONValue) {
    guard let fields = JSONFields(json), let id = fields.int("id"), let attendee = AttendeeWire.read(json) else {
      return nil
    }
    self.init(id: id, bookingID: fields.int("bookingId"), attendee: attendee)
  }

  public var json: JSONValue {
    guard case .object(var members) = AttendeeWire.json(attendee) else { return .null }
    members["id"] = .number(id)
    if let bookingID { members["bookingId"] = .number(bookingID) }
    return .object(members)
  }
}

/// A host of a booking or service, both directions.
public enum HostWire {
  /// Ids come as numbers or, where no host is left, as the text `unknown` (CONTRACT 12.1); hosts of team types as `userId`.
  public static func read(_ json: JSONValue) -> Host? {
    guard let fields = JSONFields(json), let id = fields.label("id") ?? fields.label("userId") else { return nil }
    return Host(
      id: id, name: fields.text("name") ?? "", email: fields.text("displayEmail") ?? fields.text("email") ?? "",
      username: fields.text("username"), zone: fields.text("timeZone") ?? "UTC")
  }

  public static func json(_ host: Host) -> JSONValue {
    .object([
      "id": Int(host.id).map { .number($0) } ?? .string(host.id), "name": .string(host.name),
      "email": .string(host.email), "displayEmail": .string(host.email), "username": .string(host.username ?? ""),
      "timeZone": .string(host.zone),
    ])
  }
}

/// `GET /v2/me` (CONTRACT 7), both directions.
public enum AccountWire {
  public static func read(_ json: JSONValue) -> Account? {
    guard let fields = JSONFields(json), let id = fields.int("id") else { return nil }
    let weekStart = fields.text("weekStart") ?? ""
    return Account(
      id: id, username: fields.text("username") ?? "", name: fields.text("name") ?? "",
      email: fields.text("email") ?? "", zone: fields.text("timeZone") ?? "UTC",
      uses24Hours: fields.int("timeFormat") != 12,
      weekStart: Weekday.allCases.first { $0.rawValue.lowercased() == weekStart.lowercased() } ?? .monday,
      defaultScheduleID: fields.int("defaultScheduleId").map(Schedule.ID.init(rawValue:)))
  }

  public static func json(_ account: Account) -> JSONValue {
    .object([
      "id": .number(account.id), "username": .string(account.username), "email": .string(account.email),
      "name": .string(account.name), "avatarUrl": .null, "bio": .null,
      "timeFormat": .number(account.uses24Hours ? 24 : 12),
      "defaultScheduleId": .orNull(account.defaultScheduleID?.rawValue),
      "weekStart": .string(account.weekStart.rawValue), "timeZone": .string(account.zone), "organizationId": .null,
    ])
  }
}

/// A team of the account: its services are listed apart (CONTRACT 8.1).
public struct TeamWire: Hashable, Sendable {
  public var id: Int
  public var name: String
  public var slug: String?

  public init(id: Int, name: String, slug: String? = nil) {
    self.id = id
    self.name = name
    self.slug = slug
  }

  public init?(_ json: JSONValue) {
    guard let fields = JSONFields(json), let id = fields.int("id") else { return nil }
    self.init(id: id, name: fields.text("name") ?? "", slug: fields.text("slug"))
  }

  public var json: JSONValue {
    .object(
      jsonObject([
        "id": .number(id), "name": .string(name), "slug": slug.map { .string($0) }, "isOrganization": false,
      ]))
  }
}
