import BookingModel
import CalProtocol
import GRDB
import ZoneData

/// The shop that a first start creates (DESIGN 8).
public struct LocalShop: Hashable, Sendable {
  public var name: String
  /// ISO 3166, two letters: decides the currency, the first day of the week and the clock.
  public var country: String
  /// IANA name.
  public var zone: String

  public init(name: String = "Peter's Car Detail", country: String = "US", zone: String) {
    self.name = name
    self.country = country
    self.zone = zone
  }

  /// `peters-car-detail`
  public var username: String {
    var result = ""
    for character in name.lowercased() where character != "'" && character != "’" {
      if character.isASCII, character.isLetter || character.isNumber {
        result.append(character)
      } else if !result.isEmpty, result.last != "-" {
        result.append("-")
      }
    }
    while result.last == "-" { result.removeLast() }
    return result.isEmpty ? "shop" : result
  }

  /// Creates the shop unless there is one already: two desks may start at once. Returns the owner, old or new.
  static func create(_ shop: LocalShop, in database: LocalDatabase, zones: ZoneCache) throws -> Account {
    guard zones.zone(shop.zone) != nil else { throw LocalServerError.unknownZone(shop.zone) }
    return try database.write { db in
      guard try HostTable.isEmpty(db) else { return try HostTable.owner(db) }
      var owner = try HostTable.insert(db, shop.account)
      var schedule = Schedule(id: Schedule.ID(0), name: "Opening hours", zone: shop.zone)
      schedule.hours = [
        Schedule.Hours(
          days: [.monday, .tuesday, .wednesday, .thursday, .friday, .saturday], span: MinuteSpan(start: 540, end: 1020))
      ]
      owner.defaultScheduleID = try ScheduleTable.insert(db, schedule, owner: owner.id).id
      try HostTable.update(db, owner)
      for service in shop.services { _ = try ServiceTable.insert(db, service, owner: owner) }
      return owner
    }
  }

  private var account: Account {
    // Addresses under `.invalid` reach nobody (RFC 2606): the local server sends no mail.
    Account(
      id: 0, username: username, name: name, email: "desk@\(username).invalid", zone: zone,
      uses24Hours: !["US", "CA", "AU", "NZ", "IN", "PH"].contains(country.uppercased()),
      weekStart: ["US", "CA", "JP", "IN", "BR", "MX", "IL"].contains(country.uppercased()) ? .sunday : .monday)
  }

  private var services: [Service] {
    [
      service("express-wash", "Express Wash", minutes: 30, price: 25),
      service("interior-refresh", "Interior Refresh", minutes: 45, price: 40),
      service("full-detail", "Full Detail", minutes: 120, price: 75),
    ]
  }

  private func service(_ slug: String, _ title: String, minutes: Int, price: Int) -> Service {
    var money = Money(minorUnits: 0, currency: LocalShop.currency(of: country))
    money.minorUnits = price * (0..<money.exponent).reduce(1) { value, _ in value * 10 }
    return Service(
      id: Service.ID(0), slug: slug, title: title, minutes: minutes, price: money, fields: LocalShop.fields,
      locations: [.address(name)], rules: BookingRules(slotInterval: 15))
  }

  /// E-mail is optional and the phone required: Cal.com allows that on team types only (CONTRACT 12.3), a counter needs it.
  static let fields = [
    BookingField(kind: .name, slug: "name", isRequired: true, isSystem: true),
    BookingField(kind: .email, slug: "email", isSystem: true),
    BookingField(kind: .phone, slug: "attendeePhoneNumber", label: "Phone", isRequired: true, isSystem: true),
    BookingField(kind: .text, slug: "vehicle", label: "Vehicle"),
    BookingField(kind: .textarea, slug: "service-notes", label: "Service notes"),
    BookingField(kind: .textarea, slug: "notes", isSystem: true),
    BookingField(kind: .multiemail, slug: "guests", isSystem: true),
    BookingField(kind: .textarea, slug: "rescheduleReason", isSystem: true),
  ]

  private static func currency(of country: String) -> String {
    switch country.uppercased() {
    case "AT", "BE", "CY", "DE", "EE", "ES", "FI", "FR", "GR", "HR", "IE", "IT", "LT", "LU", "LV", "MT", "NL", "PT",
      "SI", "SK":
      "eur"
    case "GB": "gbp"
    case "CH", "LI": "chf"
    case "CA": "cad"
    case "AU": "aud"
    case "NZ": "nzd"
    case "SE": "sek"
    case "NO": "nok"
    case "DK": "dkk"
    case "PL": "pln"
    case "CZ": "czk"
    case "IN": "inr"
    case "BR": "brl"
    case "MX": "mxn"
    default: "usd"
    }
  }
}
