/// All customers of a shop, made from its bookings and from the desk's own entries, a page or a single booking at a time.
///
/// The same bookings and entries give the same customers in whatever order and however often they come: an older version of a booking never
/// replaces a newer one. What a change touches is worked out anew, the rest stays.
public struct CustomerBook: Sendable {
  public let rules: CustomerRules
  /// Bookings up to then are visits, later ones are coming (``Customer/visits(by:)`` counts on).
  public let asOf: Instant

  /// Freed places are used again.
  private var sightings: [Sighting?] = []
  private var owners: [Customer.ID?] = []
  private var free: [Int] = []
  private var bookings: [Booking.UID: Held] = [:]
  /// Bookings that a known booking took the place of, with how many say so.
  private var superseded: [Booking.UID: Int] = [:]
  private var entries: [String: Int] = [:]
  private var byKey: [Link: [Int]] = [:]
  private var nameOnly: [String: Int] = [:]
  private var members: [Customer.ID: [Int]] = [:]

  private struct Held: Sendable {
    var version: Version
    var sightings: [Int]
    var movedFrom: Booking.UID?
  }

  /// Whether one reading of a booking is newer than another of the same.
  public static func isNewer(_ a: Booking, than b: Booking) -> Bool { Version(b) < Version(a) }

  /// Which of two readings of one booking is the newer one. Where the times are equal the states in which nothing happens any more win.
  private struct Version: Comparable, Sendable {
    var at: Instant
    var finality: Int
    var start: Instant
    var text: String

    init(_ booking: Booking) {
      at = booking.updatedAt ?? booking.createdAt ?? booking.start
      switch booking.status {
      case _ where booking.movedTo != nil: finality = 3
      case .cancelled, .rejected: finality = 2
      case .accepted: finality = 1
      case .pending, .other: finality = 0
      }
      start = booking.start
      text = booking.attendees.map { "\($0.name)\n\($0.phone ?? "")\n\($0.email ?? "")\n\($0.isAbsent)" }.joined()
    }

    static func < (a: Version, b: Version) -> Bool {
      (a.at, a.finality, a.start, a.text) < (b.at, b.finality, b.start, b.text)
    }
  }

  /// What sightings have in common when they may be one person.
  private enum Link: Hashable {
    case phone(String)
    case email(String)
    case name(String)
    case entry(String)
    /// Entries about this key.
    case about(CustomerKey)
  }

  public init(asOf: Instant, rules: CustomerRules = CustomerRules()) {
    self.asOf = asOf
    self.rules = rules
  }

  /// Takes in bookings as the server gave them: a page of the full load, or what changed since.
  /// - Parameter isForgotten: whether a booking made then under this key is not to bring its customer back; see ``forget(_:)``.
  /// - Returns: the customers that changed.
  public mutating func take(
    _ page: some Sequence<Booking>, isForgotten: (CustomerKey, Instant) -> Bool = { _, _ in false }
  ) -> CustomerChanges {
    var region: Set<Int> = []
    var before: Set<Customer.ID> = []
    for booking in page {
      let version = Version(booking)
      if let held = bookings[booking.uid] {
        guard held.version < version else { continue }
        drop(held, &region, &before)
      }
      var held = Held(version: version, sightings: [], movedFrom: booking.movedFrom)
      if let old = booking.movedFrom {
        superseded[old, default: 0] += 1
        extend(&region, from: bookings[old]?.sightings ?? [])
      }
      for sighting in booking.sightings(rules) {
        guard !sighting.foldedName.isEmpty,
          !sighting.keys.contains(where: { isForgotten($0, sighting.recordedAt) })
        else { continue }
        held.sightings.append(insert(sighting))
      }
      bookings[booking.uid] = held
      extend(&region, from: held.sightings)
    }
    return settle(region, before)
  }

  /// Takes in the desk's own entries; one with a known id replaces what it said before.
  public mutating func take(_ new: some Sequence<CustomerEntry>) -> CustomerChanges {
    var region: Set<Int> = []
    var before: Set<Customer.ID> = []
    for entry in new {
      if let held = entries[entry.id] {
        // The later word holds, whichever comes first.
        if let known = sightings[held]?.entry, known.at > entry.at { continue }
        remove(held, &region, &before)
      }
      let index = insert(Sighting(entry))
      entries[entry.id] = index
      extend(&region, from: [index])
    }
    return settle(region, before)
  }

  /// Drops all that is known of a customer.
  /// - Returns: what changed, and the keys by which the person would come back: their hashes are for the store to keep (DESIGN 6).
  public mutating func forget(_ id: Customer.ID) -> (changes: CustomerChanges, keys: [CustomerKey]) {
    var region: Set<Int> = []
    var before: Set<Customer.ID> = []
    var keys: Set<CustomerKey> = []
    for index in members[id] ?? [] {
      keys.formUnion(sightings[index]?.keys ?? [])
      if let entry = sightings[index]?.entry { entries[entry.id] = nil }
      remove(index, &region, &before)
    }
    for (uid, held) in bookings where held.sightings.contains(where: { sightings[$0] == nil }) {
      bookings[uid]?.sightings.removeAll { sightings[$0] == nil }
    }
    return (settle(region, before), keys.sorted { $0.id < $1.id })
  }

  public var count: Int { members.count }

  public func customer(_ id: Customer.ID) -> Customer? { members[id].flatMap(customer) }

  /// The bookings that tell of a customer.
  public func bookings(of id: Customer.ID) -> [Booking.UID] {
    let sources = (members[id] ?? []).compactMap { sightings[$0] }.filter { $0.entry == nil }.map(\.source)
    return Set(sources.map { String($0.prefix { $0 != " " }) }).sorted().map(Booking.UID.init(rawValue:))
  }

  /// Whom a key belongs to now: a way from an id that was replaced by a stronger one.
  public func customer(for key: CustomerKey) -> Customer? {
    let found: Int? =
      switch key {
      case .phone(let number): byKey[.phone(number)]?.first
      case .email(let address, let name):
        byKey[.email(address)]?.first { sightings[$0]?.foldedName == name }
      case .name(let name): byKey[.name(name)]?.first { sightings[$0]?.isNameOnly == true }
      case .entry(let id): entries[id]
      }
    return found.flatMap { owners[$0] }.flatMap(customer(_:))
  }

  /// In order of id.
  public func customers() -> [Customer] {
    members.keys.sorted().compactMap { customer($0) }
  }

  // MARK: - Sightings

  /// Short enough to be said again next time.
  static func isHabit(_ value: JSONValue) -> Bool {
    switch value {
    case .null, .object, .double: false
    case .bool, .int: true
    case .string(let text): !text.isEmpty && text.utf8.count <= 200
    case .array(let values): !values.isEmpty && values.count <= 20 && values.allSatisfy { $0.string != nil }
    }
  }

  private mutating func insert(_ sighting: Sighting) -> Int {
    let index: Int
    if let place = free.popLast() {
      index = place
      sightings[index] = sighting
    } else {
      index = sightings.count
      sightings.append(sighting)
      owners.append(nil)
    }
    for link in CustomerBook.links(sighting) { byKey[link, default: []].append(index) }
    if sighting.isNameOnly { nameOnly[sighting.foldedName, default: 0] += 1 }
    return index
  }

  private mutating func drop(_ held: Held, _ region: inout Set<Int>, _ before: inout Set<Customer.ID>) {
    for index in held.sightings { remove(index, &region, &before) }
    guard let old = held.movedFrom, let count = superseded[old] else { return }
    superseded[old] = count > 1 ? count - 1 : nil
    extend(&region, from: bookings[old]?.sightings ?? [])
  }

  private mutating func remove(_ index: Int, _ region: inout Set<Int>, _ before: inout Set<Customer.ID>) {
    guard let sighting = sightings[index] else { return }
    extend(&region, from: [index])
    region.remove(index)
    if let owner = owners[index] {
      before.insert(owner)
      members[owner]?.removeAll { $0 == index }
    }
    owners[index] = nil
    sightings[index] = nil
    free.append(index)
    for link in CustomerBook.links(sighting) {
      byKey[link]?.removeAll { $0 == index }
      if byKey[link]?.isEmpty == true { byKey[link] = nil }
    }
    if sighting.isNameOnly, let count = nameOnly[sighting.foldedName] {
      nameOnly[sighting.foldedName] = count > 1 ? count - 1 : nil
    }
  }

  // MARK: - Who is touched

  private static func links(_ sighting: Sighting) -> [Link] {
    var links: [Link] = []
    if let phone = sighting.phone { links.append(.phone(phone)) }
    if let email = sighting.email { links.append(.email(email)) }
    if !sighting.foldedName.isEmpty { links.append(.name(sighting.foldedName)) }
    if let entry = sighting.entry {
      links.append(.entry(entry.id))
      links += entry.about.map(Link.about)
    }
    return links
  }

  /// Adds everything that can be one person with these, over any number of steps.
  private func extend(_ region: inout Set<Int>, from seeds: [Int]) {
    var waiting = seeds
    var followed: Set<Link> = []
    while let index = waiting.popLast() {
      guard let sighting = sightings[index], region.insert(index).inserted else { continue }
      var links = CustomerBook.links(sighting)
      links += sighting.keys.map(Link.about)
      for key in sighting.entry?.about ?? [] {
        switch key {
        case .phone(let number): links.append(.phone(number))
        case .email(let address, _): links.append(.email(address))
        case .name(let name): links.append(.name(name))
        case .entry(let id): links.append(.entry(id))
        }
      }
      for link in links {
        // A full name that several people bear ties them together only while somebody is known by it alone.
        if case .name(let name) = link, nameOnly[name] == nil, sighting.entry?.about.contains(.name(name)) != true {
          continue
        }
        // All that share it are waiting once one was followed there.
        guard followed.insert(link).inserted else { continue }
        for other in byKey[link] ?? [] where !region.contains(other) { waiting.append(other) }
      }
    }
  }

  private mutating func settle(_ touched: Set<Int>, _ before: Set<Customer.ID>) -> CustomerChanges {
    var region: Set<Int> = []
    extend(&region, from: Array(touched))
    var old = before
    for index in region {
      if let owner = owners[index] { old.insert(owner) }
    }
    for id in old { members[id] = nil }
    // Sorted, so that the work is the same in every run.
    let indices = region.sorted()
    var changes = CustomerChanges()
    for group in CustomerMerge.groups(indices.compactMap { sightings[$0] }) {
      let group = group.map { indices[$0] }
      guard let customer = customer(group) else {
        for index in group { owners[index] = nil }
        continue
      }
      for index in group { owners[index] = customer.id }
      members[customer.id] = group
      old.remove(customer.id)
      changes.upserted.append(customer)
    }
    changes.removed = old.sorted()
    changes.upserted.sort { $0.id < $1.id }
    return changes
  }

  private func customer(_ group: [Int]) -> Customer? {
    let group = group.compactMap { index -> Sighting? in
      guard var sighting = sightings[index] else { return nil }
      // The new booking may be read before the old one says where it went.
      if sighting.outcome != .entry, sighting.outcome != .moved, !superseded.isEmpty {
        let uid = sighting.source.prefix { $0 != " " }
        if superseded[Booking.UID(String(uid))] != nil { sighting.outcome = .moved }
      }
      return sighting
    }
    return Customer(group, asOf: asOf, rules: rules)
  }
}

/// What a step of the ``CustomerBook`` changed: what the index and the store are to take over.
public struct CustomerChanges: Equatable, Sendable {
  /// In order of id.
  public var upserted: [Customer]
  /// Ids that are no more, because their customer was forgotten or got a stronger one.
  public var removed: [Customer.ID]

  public init(upserted: [Customer] = [], removed: [Customer.ID] = []) {
    self.upserted = upserted
    self.removed = removed
  }

  public var isEmpty: Bool { upserted.isEmpty && removed.isEmpty }
}
