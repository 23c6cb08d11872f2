/// By what a person is known again: the phone, else the e-mail with the name, else the name alone.
public enum CustomerKey: Hashable, Sendable, Codable {
  /// E.164.
  case phone(String)
  /// One address may serve a family, so the name belongs to it; folded (``FoldedText/name(_:)``).
  case email(String, name: String)
  /// Somebody who left neither; folded.
  case name(String)
  /// An entry made at the desk.
  case entry(String)

  /// Lower is stronger.
  var rank: Int {
    switch self {
    case .phone: 0
    case .email: 1
    case .name: 2
    case .entry: 3
    }
  }

  public var id: Customer.ID {
    switch self {
    case .phone(let number): Customer.ID("p" + number)
    case .email(let address, let name): Customer.ID("e" + address + " " + name)
    case .name(let name): Customer.ID("n" + name)
    case .entry(let id): Customer.ID("o" + id)
    }
  }

  public init?(_ id: Customer.ID) {
    let rest = id.rawValue.dropFirst()
    switch id.rawValue.first {
    case "p": self = .phone(String(rest))
    case "e":
      let parts = rest.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2 else { return nil }
      self = .email(String(parts[0]), name: String(parts[1]))
    case "n": self = .name(String(rest))
    case "o": self = .entry(String(rest))
    default: return nil
    }
  }
}

/// What a desk entered itself: somebody new, a correction of what the bookings say, or that two customers are one.
public struct CustomerEntry: Hashable, Sendable, Codable, Identifiable {
  public var id: String
  /// The customers it is about: none for somebody new, one for a correction, two to merge them.
  public var about: [CustomerKey]
  public var at: Instant
  /// What is `nil` stays as the bookings say.
  public var name: String?
  /// E.164.
  public var phone: String?
  public var email: String?
  public var vehicle: String?
  public var note: String?

  public init(
    id: String, about: [CustomerKey] = [], at: Instant, name: String? = nil, phone: String? = nil,
    email: String? = nil, vehicle: String? = nil, note: String? = nil
  ) {
    self.id = id
    self.about = about
    self.at = at
    self.name = name
    self.phone = phone
    self.email = email
    self.vehicle = vehicle
    self.note = note
  }
}

/// One attendee of one booking, or one own entry: what customers are made of.
struct Sighting: Hashable, Sendable {
  enum Outcome: Int, Hashable, Sendable { case visit, noShow, cancelled, declined, moved, entry }

  /// Booking and place in its list of attendees, or the entry: unique.
  var source: String
  var name: String
  var foldedName: String
  var phone: String?
  var email: String?
  /// Start of the booking, or when the entry was made.
  var at: Instant
  /// When it became known.
  var recordedAt: Instant
  var outcome: Outcome
  var service: Service.ID?
  var answers: [String: JSONValue]
  var entry: CustomerEntry?

  var key: CustomerKey {
    if let phone { return .phone(phone) }
    if let email { return .email(email, name: foldedName) }
    if let entry { return .entry(entry.id) }
    return .name(foldedName)
  }

  /// Known by nothing but the name.
  var isNameOnly: Bool { phone == nil && email == nil && (entry == nil || entry?.about.isEmpty == true) }

  var keys: [CustomerKey] {
    var keys: [CustomerKey] = []
    if let phone { keys.append(.phone(phone)) }
    if let email { keys.append(.email(email, name: foldedName)) }
    if let entry { keys.append(.entry(entry.id)) } else if keys.isEmpty { keys.append(.name(foldedName)) }
    return keys
  }

  /// What a visit is worth in the ranking. A cancelled or declined one shows interest, a moved one is counted where it went.
  var worth: Double {
    switch outcome {
    case .visit: 1
    case .noShow, .cancelled, .declined, .entry: 0.25
    case .moved: 0
    }
  }
}

extension Sighting {
  init(_ entry: CustomerEntry) {
    self.init(
      source: "entry " + entry.id, name: entry.name ?? "", foldedName: FoldedText.name(entry.name ?? ""),
      phone: entry.phone, email: entry.email?.lowercased(), at: entry.at, recordedAt: entry.at,
      outcome: .entry, service: nil, answers: [:], entry: entry)
  }
}

extension Booking {
  /// One for each attendee, in their order.
  func sightings(_ rules: CustomerRules) -> [Sighting] {
    attendees.enumerated().map { index, attendee in
      var email = attendee.email?.lowercased()
      if let domain = rules.shopEmailDomain?.lowercased(), let address = email,
        address.hasPrefix("walkin+"), address.hasSuffix("@" + domain)
      {
        email = nil
      }
      let outcome: Sighting.Outcome
      if movedTo != nil {
        outcome = .moved
      } else if status == .cancelled {
        outcome = .cancelled
      } else if status == .rejected {
        // The shop's word, not the customer's.
        outcome = .declined
      } else {
        outcome = attendee.isAbsent ? .noShow : .visit
      }
      // The questions are asked of the booker, not of those who come along.
      let habits =
        index > 0
        ? [:] : answers.filter { slug, value in !rules.ignoredSlugs.contains(slug) && CustomerBook.isHabit(value) }
      return Sighting(
        source: uid.rawValue + " \(index)", name: attendee.name, foldedName: FoldedText.name(attendee.name),
        phone: attendee.phone.flatMap { $0.isEmpty ? nil : $0 }, email: email.flatMap { $0.isEmpty ? nil : $0 },
        at: start, recordedAt: createdAt ?? start, outcome: outcome, service: service,
        answers: habits, entry: nil)
    }
  }
}

/// What the merge has to know about the shop.
public struct CustomerRules: Equatable, Sendable {
  /// Addresses at it with a local part `walkin+…` are made up for people without one (CONTRACT 12.3).
  public var shopEmailDomain: String?
  /// Slugs whose answer is the vehicle, most telling first.
  public var vehicleSlugs: [String]
  /// Slugs that are asked anew each time and are no habit.
  public var ignoredSlugs: Set<String>

  public init(
    shopEmailDomain: String? = nil,
    vehicleSlugs: [String] = ["plate", "license-plate", "licence-plate", "registration", "vehicle", "car"],
    ignoredSlugs: Set<String> = [
      "name", "email", "attendeePhoneNumber", "smsReminderNumber", "guests", "notes", "title", "location",
      "rescheduleReason", "service-notes",
    ]
  ) {
    self.shopEmailDomain = shopEmailDomain
    self.vehicleSlugs = vehicleSlugs
    self.ignoredSlugs = ignoredSlugs
  }
}
