/// A person who comes to the shop, as far as bookings and the desk's own entries tell.
public struct Customer: Hashable, Sendable, Codable, Identifiable {
  /// The text of the strongest ``CustomerKey``: it stays the same however often and in whatever order the bookings are read, and may change
  /// when a stronger key becomes known (a phone for somebody known by name alone).
  public struct ID: Hashable, Comparable, Sendable, Codable, RawRepresentable {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public init(_ rawValue: String) { self.rawValue = rawValue }
    public static func < (a: ID, b: ID) -> Bool { a.rawValue < b.rawValue }
  }

  public var id: ID
  public var name: String
  /// Other names under the same phone or address, the latest first: a misspelling, a spouse.
  public var otherNames: [String]
  /// E.164, the latest first.
  public var phones: [String]
  /// Small letters, the latest first.
  public var emails: [String]
  /// Plate or description of the vehicle that comes most often.
  public var vehicle: String?
  /// Answers to the services' own fields by slug, each the one given most often (of equals the latest).
  public var usualAnswers: [String: JSONValue]
  public var usualService: Service.ID?
  /// Of the last visit; of the last booking where there was no visit yet.
  public var lastService: Service.ID?
  /// Bookings that took place, up to the time at which the book was opened; ``visits(by:)`` counts on from there.
  public var visits: Int
  public var lastVisit: Instant?
  /// Starts of later bookings, in order.
  public var coming: [Instant]
  public var noShows: Int
  public var cancellations: Int
  /// What the desk noted about the person; never sent.
  public var note: String?
  /// Entered or corrected at the desk, not only read from bookings.
  public var isOwnEntry: Bool
  /// How likely this person is to be the next: see ``VisitWeight``.
  public var weight: VisitWeight

  public init(
    id: ID, name: String, otherNames: [String] = [], phones: [String] = [], emails: [String] = [],
    vehicle: String? = nil, usualAnswers: [String: JSONValue] = [:], usualService: Service.ID? = nil,
    lastService: Service.ID? = nil, visits: Int = 0, lastVisit: Instant? = nil, coming: [Instant] = [],
    noShows: Int = 0, cancellations: Int = 0, note: String? = nil, isOwnEntry: Bool = false,
    weight: VisitWeight = .none
  ) {
    self.id = id
    self.name = name
    self.otherNames = otherNames
    self.phones = phones
    self.emails = emails
    self.vehicle = vehicle
    self.usualAnswers = usualAnswers
    self.usualService = usualService
    self.lastService = lastService
    self.visits = visits
    self.lastVisit = lastVisit
    self.coming = coming
    self.noShows = noShows
    self.cancellations = cancellations
    self.note = note
    self.isOwnEntry = isOwnEntry
    self.weight = weight
  }

  public var phone: String? { phones.first }
  public var email: String? { emails.first }

  /// Visits that began by now: those that were still coming when the book was opened count as they pass.
  public func visits(by now: Instant) -> Int { visits + coming.count { $0 <= now } }
  public func lastVisit(by now: Instant) -> Instant? { coming.last { $0 <= now } ?? lastVisit }
  /// The next booking, if there is one.
  public func nextVisit(after now: Instant) -> Instant? { coming.first { $0 > now } }
}

/// Frequency and recency in one number that never needs to be brought up to date.
///
/// Each visit counts half as much with every ``halfLife`` that passes. The sum of `2^(start / halfLife)` over the visits orders customers the same
/// at any time, so its logarithm to base 2 is kept: a visit now is worth as much as two a half-life ago.
public struct VisitWeight: Hashable, Comparable, Sendable, Codable {
  /// A year: people come to a shop a few times a year, and a regular of last summer is still a regular.
  public static let halfLife = 365.0 * 86_400_000
  /// Somebody without any booking.
  public static let none = VisitWeight(logarithm: 0)

  public var logarithm: Float

  public init(logarithm: Float) { self.logarithm = logarithm }

  /// - Parameter touches: when, and how much it counts beside a visit (1).
  public init(_ touches: [(at: Instant, worth: Double)]) {
    let exponents = touches.map { Double($0.at.milliseconds) / VisitWeight.halfLife }
    guard let highest = exponents.max() else {
      self = .none
      return
    }
    // In units of the latest touch, and smallest first: the same sum whatever the order.
    let sum = zip(exponents, touches).map { $1.worth * power(of2: $0 - highest) }.sorted().reduce(0, +)
    logarithm = Float(highest + logarithm2(max(sum, 1e-6)))
  }

  public static func < (a: VisitWeight, b: VisitWeight) -> Bool { a.logarithm < b.logarithm }
}

// Foundation is not loaded for two functions. Both are exact to about nine digits, far more than a ranking needs.

/// `2^x`
private func power(of2 x: Double) -> Double {
  guard x > -1000 else { return 0 }
  let whole = x.rounded(.down)
  let y = (x - whole) * 0.693_147_180_559_945_3
  var term = 1.0
  var sum = 1.0
  for n in 1...14 {
    term *= y / Double(n)
    sum += term
  }
  return Double(sign: .plus, exponent: Int(whole), significand: sum)
}

private func logarithm2(_ x: Double) -> Double {
  // log2(m) for 1 ≤ m < 2 by the series of artanh.
  let z = (x.significand - 1) / (x.significand + 1)
  var power = z
  var sum = 0.0
  for n in stride(from: 1, through: 25, by: 2) {
    sum += power / Double(n)
    power *= z * z
  }
  return Double(x.exponent) + 2 * sum / 0.693_147_180_559_945_3
}
