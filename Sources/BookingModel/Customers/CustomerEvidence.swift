/// One booking or one own entry, reduced to what customers are made of, and by what it belongs to others.
///
/// A store keeps these in place of a ``CustomerBook``: when some change, it gathers what can be one person with them over
/// ``links``, makes a book of that alone, and gets the same customers as from a book of everything.
public struct CustomerEvidence: Hashable, Sendable {
  /// What two pieces of evidence share when they may be one person: a number, so that nothing readable stands in an index. Equal numbers by
  /// chance only make a region larger than it need be.
  public struct Link: Hashable, Sendable {
    public var number: Int64
    /// Followed only while a piece with this link is there: a name ties its bearers together only while somebody is known by it alone.
    public var condition: Int64?
  }

  public enum Content: Hashable, Sendable {
    /// Only what a ``CustomerBook`` looks at is filled in.
    case booking(Booking)
    case entry(CustomerEntry)
  }

  /// Unique among all pieces.
  public let source: String
  public let bytes: [UInt8]
  /// Kept with the piece: by these others find it.
  public let links: [Link]
  /// By these it finds others that say of themselves that they belong to it.
  public let lookups: [Int64]
  /// The booking whose place this one took.
  public let predecessor: String?
  /// Among these is the id of the customer, or of the customers, that it belongs to.
  public let customerIDs: [Customer.ID]

  /// - Parameter isForgotten: as for ``CustomerBook/take(_:isForgotten:)``. Nothing of such an attendee is kept.
  public init(
    _ booking: Booking, rules: CustomerRules, isForgotten: (CustomerKey, Instant) -> Bool = { _, _ in false }
  ) {
    var kept = booking
    for (index, sighting) in booking.sightings(rules).enumerated()
    where sighting.keys.contains(where: { isForgotten($0, sighting.recordedAt) }) {
      kept.attendees[index] = Attendee(name: "")
      if index == 0 { kept.answers = [:] }
    }
    var writer = PackedWriter()
    writer.writeEvidence(kept)
    let sightings = kept.sightings(rules).filter { !$0.foldedName.isEmpty }
    var links = sightings.flatMap(CustomerEvidence.links)
    if let old = kept.movedFrom { links.append(Link(number: CustomerEvidence.number("m" + old.rawValue))) }
    self.init(
      source: CustomerEvidence.source(of: booking.uid), bytes: writer.bytes, links: links,
      lookups: [CustomerEvidence.number("m" + booking.uid.rawValue)],
      predecessor: kept.movedFrom.map(CustomerEvidence.source(of:)),
      customerIDs: sightings.flatMap { $0.keys.map(\.id) })
  }

  public init(_ entry: CustomerEntry) {
    var writer = PackedWriter()
    writer.writeEvidence(entry)
    let sighting = Sighting(entry)
    var links = CustomerEvidence.links(sighting)
    for key in [.entry(entry.id)] + entry.about {
      switch key {
      case .phone(let phone): links.append(Link("p" + phone))
      case .email(let address, _): links.append(Link("e" + address))
      case .entry(let id): links.append(Link("x" + id))
      case .name(let name): links += [Link("n" + name), Link("o" + name)]
      }
    }
    self.init(
      source: CustomerEvidence.source(ofEntry: entry.id), bytes: writer.bytes, links: links, lookups: [],
      predecessor: nil, customerIDs: sighting.keys.map(\.id))
  }

  private init(
    source: String, bytes: [UInt8], links: [Link], lookups: [Int64], predecessor: String?, customerIDs: [Customer.ID]
  ) {
    self.source = source
    self.bytes = bytes
    var seen: Set<Int64> = []
    self.links = links.filter { seen.insert($0.number).inserted }
    self.lookups = lookups
    self.predecessor = predecessor
    var seenIDs: Set<Customer.ID> = []
    self.customerIDs = customerIDs.filter { seenIDs.insert($0).inserted }
  }

  /// A piece that was kept.
  public init(source: String, bytes: [UInt8], rules: CustomerRules) {
    switch CustomerEvidence.content(source: source, bytes: bytes) {
    case .booking(let booking): self.init(booking, rules: rules)
    case .entry(let entry): self.init(entry)
    }
  }

  public var content: Content { CustomerEvidence.content(source: source, bytes: bytes) }

  public static func source(of uid: Booking.UID) -> String { "b" + uid.rawValue }
  public static func source(ofEntry id: String) -> String { "e" + id }

  private static func content(source: String, bytes: [UInt8]) -> Content {
    bytes.withUnsafeBufferPointer { buffer in
      var reader = PackedReader(bytes: buffer, index: 0)
      let name = String(source.dropFirst())
      return source.hasPrefix("e") ? .entry(reader.entry(name)) : .booking(reader.booking(Booking.UID(name)))
    }
  }

  private static func links(_ sighting: Sighting) -> [Link] {
    var links: [Link] = []
    if let phone = sighting.phone { links.append(Link("p" + phone)) }
    if let email = sighting.email { links.append(Link("e" + email)) }
    let name = sighting.foldedName
    guard !name.isEmpty else { return links }
    links.append(Link(number: number("n" + name), condition: number("o" + name)))
    if sighting.isNameOnly { links.append(Link("o" + name)) }
    return links
  }

  /// FNV-1a.
  fileprivate static func number(_ text: String) -> Int64 {
    Int64(bitPattern: text.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 })
  }
}

extension CustomerEvidence.Link {
  fileprivate init(_ text: String) { self.init(number: CustomerEvidence.number(text), condition: nil) }
  fileprivate init(number: Int64) { self.init(number: number, condition: nil) }
}

extension CustomerBook {
  public init(_ pieces: some Sequence<CustomerEvidence.Content>, asOf: Instant, rules: CustomerRules) {
    self.init(asOf: asOf, rules: rules)
    var bookings: [Booking] = []
    var entries: [CustomerEntry] = []
    for piece in pieces {
      switch piece {
      case .booking(let booking): bookings.append(booking)
      case .entry(let entry): entries.append(entry)
      }
    }
    _ = take(entries)
    _ = take(bookings)
  }
}

// MARK: - As bytes

extension PackedWriter {
  fileprivate mutating func write(_ instant: Instant?) {
    bytes.append(instant == nil ? 0 : 1)
    if let instant { write(instant) }
  }
  fileprivate mutating func writeOptional(_ text: String?) { write(text.map { [$0] } ?? []) }

  fileprivate mutating func writeEvidence(_ booking: Booking) {
    write(booking.status.rawValue)
    write(booking.start)
    write(booking.createdAt)
    write(booking.updatedAt)
    write(booking.service)
    write(booking.movedFrom?.rawValue)
    write(booking.movedTo?.rawValue)
    write(UInt64(booking.attendees.count))
    for attendee in booking.attendees {
      write(attendee.name)
      write(attendee.phone)
      write(attendee.email)
      bytes.append(attendee.isAbsent ? 1 : 0)
    }
    let answers = booking.answers.filter { CustomerBook.isHabit($1) }.sorted { $0.key < $1.key }
    write(UInt64(answers.count))
    for (slug, value) in answers {
      write(slug)
      write(value)
    }
  }

  fileprivate mutating func writeEvidence(_ entry: CustomerEntry) {
    write(entry.about.map(\.id.rawValue))
    write(entry.at)
    for text in [entry.name, entry.phone, entry.email, entry.vehicle, entry.note] { writeOptional(text) }
  }
}

extension PackedReader {
  fileprivate mutating func optionalInstant() -> Instant? { byte() == 1 ? instant() : nil }

  fileprivate mutating func booking(_ uid: Booking.UID) -> Booking {
    let status = Booking.Status(rawValue: text())
    let start = instant()
    var booking = Booking(uid: uid, status: status, start: start, end: start)
    booking.createdAt = optionalInstant()
    booking.updatedAt = optionalInstant()
    booking.service = service()
    booking.movedFrom = optionalText().map(Booking.UID.init(rawValue:))
    booking.movedTo = optionalText().map(Booking.UID.init(rawValue:))
    booking.attendees = (0..<min(count(), 10_000)).map { _ in
      Attendee(name: text(), email: nil, phone: optionalText()).with(email: optionalText(), isAbsent: byte() == 1)
    }
    for _ in 0..<min(count(), 10_000) {
      let slug = text()
      booking.answers[slug] = value(vehicle: nil)
    }
    return booking
  }

  fileprivate mutating func entry(_ id: String) -> CustomerEntry {
    var entry = CustomerEntry(id: id, about: texts().compactMap { CustomerKey(Customer.ID($0)) }, at: instant())
    entry.name = texts().first
    entry.phone = texts().first
    entry.email = texts().first
    entry.vehicle = texts().first
    entry.note = texts().first
    return entry
  }
}

extension Attendee {
  fileprivate func with(email: String?, isAbsent: Bool) -> Attendee {
    var attendee = self
    attendee.email = email
    attendee.isAbsent = isAbsent
    return attendee
  }
}

// MARK: - Customers as bytes

extension Customer {
  /// All of it but the weight.
  public var packed: [UInt8] {
    var writer = PackedWriter()
    writer.write(self)
    return writer.bytes
  }

  public init(packed: [UInt8], weight: VisitWeight) {
    self = packed.withUnsafeBufferPointer { buffer in
      var reader = PackedReader(bytes: buffer, index: 0)
      return reader.customer(weight: weight)
    }
  }

  /// All keys by which a book would find this customer.
  public var keys: [CustomerKey] {
    var keys: [CustomerKey] = phones.map { .phone($0) }
    let names = ([name] + otherNames).map(FoldedText.name)
    for email in emails { keys += names.map { .email(email, name: $0) } }
    if let own = CustomerKey(id), !keys.contains(own) { keys.append(own) }
    return keys
  }
}
