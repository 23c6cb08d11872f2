import BookingModel
import CalProtocol
import LocalServer
import Synchronization
import ZoneData

/// A shop in Berlin on its own server, in memory, on Tuesday 1 September 2026 at 10:00Z (noon there). Open Monday to Saturday 9 to 17.
struct ContractShop: Sendable {
  static let key = "cal_contract_key"
  let api: LocalAPI
  let clock: HeldClock
  let owner: Account
  let zone: Zone

  init(requestsPerMinute: Int? = nil) throws {
    let clock = HeldClock(Instant.at("2026-09-01T10:00:00Z"))
    self.clock = clock
    api = try LocalAPI(
      database: ":memory:", apiKey: ContractShop.key, edges: Edges(clock: { clock.now }),
      requestsPerMinute: requestsPerMinute)
    owner = try api.createShop(LocalShop(name: "Lakeside", country: "DE", zone: "Europe/Berlin"))
    guard let zone = ZoneLoader().zone("Europe/Berlin") else { throw LocalServerError.unknownZone("Europe/Berlin") }
    self.zone = zone
  }

  var host: Host {
    Host(id: String(owner.id), name: owner.name, email: owner.email, username: owner.username, zone: owner.zone)
  }

  /// A person with an address and a phone, as the server gives them back.
  static func person(_ name: String = "Ada Ray", _ email: String? = "ada@ray.example") -> Attendee {
    Attendee(name: name, email: email, phone: "+4930123456", zone: "Europe/Berlin", language: "de")
  }

  /// Half an hour, every quarter, e-mail optional and phone required, with all of the system's fields in the server's order.
  static func service(_ slug: String, _ change: (inout Service) -> Void = { _ in }) -> Service {
    var service = Service(
      id: Service.ID(0), slug: slug, title: "Consultation", summary: "a talk", minutes: 30, fields: systemFields,
      locations: [.address("4 Quay Road")], rules: BookingRules(slotInterval: 15))
    change(&service)
    return service
  }

  static let systemFields = [
    BookingField(kind: .name, slug: "name", label: "Name", isRequired: true, isSystem: true),
    BookingField(kind: .email, slug: "email", label: "E-mail", isSystem: true),
    BookingField(kind: .phone, slug: "attendeePhoneNumber", label: "Phone", isRequired: true, isSystem: true),
    BookingField(kind: .text, slug: "title", label: "What", isHidden: true, isSystem: true),
    BookingField(kind: .textarea, slug: "notes", label: "Notes", isSystem: true),
    BookingField(kind: .multiemail, slug: "guests", label: "Guests", isSystem: true),
    BookingField(kind: .textarea, slug: "rescheduleReason", label: "Why", isSystem: true),
  ]

  /// One question of every kind an owner can add, and an answer to each.
  static let questions: [(field: BookingField, answer: JSONValue)] = [
    (field(.text), "as it comes"), (field(.textarea), "two\nlines"), (field(.number), 4),
    (field(.phone), "+4930654321"), (field(.address), "9 Pier"), (field(.url), "https://ray.example"),
    (field(.email), "second@ray.example"), (field(.select), "A"), (field(.multiselect), ["A", "B"]),
    (field(.radio), "B"), (field(.checkbox), ["B"]), (field(.boolean), true),
    (field(.multiemail), ["third@ray.example"]),
  ]

  private static func field(_ kind: BookingField.Kind) -> BookingField {
    var field = BookingField(kind: kind, slug: "custom-" + kind.rawValue, label: kind.rawValue, isRequired: true)
    switch kind {
    case .select, .multiselect, .radio, .checkbox: field.options = ["A", "B"]
    default: break
    }
    return field
  }
}

final class HeldClock: Sendable {
  private let time: Mutex<Instant>
  init(_ now: Instant) { time = Mutex(now) }
  var now: Instant { time.withLock { $0 } }
  func set(_ now: Instant) { time.withLock { $0 = now } }
}

extension Instant {
  /// For literals of tests; a wrong one is the epoch, which no test expects.
  static func at(_ text: String) -> Instant { Instant(iso8601: text) ?? Instant(milliseconds: 0) }
}
