/// All customers of a shop, packed for search at every keystroke.
///
/// Customers are rows of bytes in one pool, words are twelve bytes each in one sorted array, phone numbers are eight bytes of decimal digits: about
/// 200 bytes for each customer, however many there are, and a few heap blocks in all. A change costs one pass over the words.
public struct CustomerIndex: Equatable, Sendable {
  /// Decides which digits a half-typed number starts with.
  public let country: Country?

  /// Packed customers; those of changed or dropped ones are holes until the pool is packed anew.
  var pool: [UInt8] = []
  var holes = 0
  /// By slot: where its bytes begin. ``free`` for slots in no use.
  var offsets: [UInt32] = []
  var weights: [Float] = []
  /// By slot: hash of the id, which also decides between customers of equal rank.
  var hashes: [UInt32] = []
  var freeSlots: [UInt32] = []
  /// Open addressing by hash: slot + 1, 0 when empty. Its size is a power of two.
  var table: [UInt32] = []

  /// First eight bytes of each word, sorted, and beside them `slot << 4 | place`.
  var words: [UInt64] = []
  var wordPlaces: [UInt32] = []
  /// Decimal digits of E.164, four bits each, the last digit lowest; the highest four bits count them.
  var phones: [UInt64] = []
  /// `slot << 4 | digits of the calling code`.
  var phonePlaces: [UInt32] = []

  public private(set) var count = 0

  static let noOffset = UInt32.max

  public init(country: Country? = nil) { self.country = country }

  public init(_ customers: some Sequence<Customer>, country: Country? = nil) {
    self.init(country: country)
    apply(upserted: customers, removed: [])
  }

  public mutating func apply(_ changes: CustomerChanges) { apply(upserted: changes.upserted, removed: changes.removed) }

  /// Adds or replaces customers and drops others, in one pass.
  public mutating func apply(upserted: some Sequence<Customer>, removed: some Sequence<Customer.ID>) {
    var changed: Set<UInt32> = []
    var newWords: [(key: UInt64, place: UInt32)] = []
    var newPhones: [(digits: UInt64, place: UInt32)] = []
    for id in removed {
      if let slot = slot(of: id) {
        changed.insert(UInt32(slot))
        vacate(slot, hash: hashes[slot])
      }
    }
    for customer in upserted {
      let hash = CustomerIndex.hash(customer.id.rawValue.utf8)
      let slot: Int
      if let known = self.slot(of: customer.id) {
        slot = known
        holes += packedLength(at: slot)
        if changed.insert(UInt32(slot)).inserted == false {
          // Twice in one batch: the later one counts.
          newWords.removeAll { $0.place >> 4 == UInt32(slot) }
          newPhones.removeAll { $0.place >> 4 == UInt32(slot) }
        }
      } else {
        slot = occupy(hash)
        changed.insert(UInt32(slot))
      }
      store(customer, in: slot)
      let base = UInt32(slot) << 4
      var seen: Set<UInt64> = []
      for token in SearchToken.tokens(of: customer) {
        let key = SearchToken.key(token.text)
        // A word of the e-mail that is in the name already finds nobody else.
        if token.place == 15, seen.contains(key) { continue }
        seen.insert(key)
        newWords.append((key, base | token.place))
      }
      for phone in customer.phones {
        if let number = PackedPhone(phone) { newPhones.append((number.digits, base | number.callingCodeLength)) }
      }
    }
    guard !changed.isEmpty else { return }
    mergeWords(newWords, dropping: changed)
    mergePhones(newPhones, dropping: changed)
    if holes > 65_536, holes > pool.count / 4 { packPool() }
  }

  public func customer(_ id: Customer.ID) -> Customer? { slot(of: id).map { customer(at: $0) } }

  /// In no particular order.
  public func forEach(_ body: (Customer) -> Void) {
    for slot in offsets.indices where offsets[slot] != CustomerIndex.noOffset { body(customer(at: slot)) }
  }

  /// Bytes that the index holds, spare capacity included.
  public var byteCount: Int {
    pool.capacity + (offsets.capacity + weights.capacity + hashes.capacity + freeSlots.capacity + table.capacity) * 4
      + words.capacity * 8 + wordPlaces.capacity * 4 + phones.capacity * 8 + phonePlaces.capacity * 4
  }

  // MARK: - Slots

  func customer(at slot: Int) -> Customer {
    pool.withUnsafeBufferPointer { bytes in
      var reader = PackedReader(bytes: bytes, index: Int(offsets[slot]) + 4)
      return reader.customer(weight: VisitWeight(logarithm: weights[slot]))
    }
  }

  private func packedLength(at slot: Int) -> Int {
    let start = Int(offsets[slot])
    return 4 + (0..<4).reduce(0) { $0 | Int(pool[start + $1]) << ($1 * 8) }
  }

  private mutating func store(_ customer: Customer, in slot: Int) {
    var writer = PackedWriter()
    writer.write(customer)
    offsets[slot] = UInt32(pool.count)
    let length = writer.bytes.count
    // By an eighth instead of double: most shops' customers are read once and then hardly grow.
    if pool.count + length + 4 > pool.capacity { pool.reserveCapacity(pool.count + pool.count / 8 + length + 4096) }
    for shift in stride(from: 0, to: 32, by: 8) { pool.append(UInt8(truncatingIfNeeded: length >> shift)) }
    pool += writer.bytes
    weights[slot] = customer.weight.logarithm
  }

  private func slot(of id: Customer.ID) -> Int? {
    guard !table.isEmpty else { return nil }
    let wanted = id.rawValue.utf8
    let hash = CustomerIndex.hash(wanted)
    var position = Int(hash) & (table.count - 1)
    while table[position] != 0 {
      let slot = Int(table[position]) - 1
      if hashes[slot] == hash, holds(id, at: slot) { return slot }
      position = (position + 1) & (table.count - 1)
    }
    return nil
  }

  private func holds(_ id: Customer.ID, at slot: Int) -> Bool {
    pool.withUnsafeBufferPointer { bytes in
      var reader = PackedReader(bytes: bytes, index: Int(offsets[slot]) + 4)
      return reader.textBytes().elementsEqual(id.rawValue.utf8)
    }
  }

  private mutating func occupy(_ hash: UInt32) -> Int {
    let slot: Int
    if let place = freeSlots.popLast() {
      slot = Int(place)
      hashes[slot] = hash
    } else {
      slot = offsets.count
      offsets.append(0)
      weights.append(0)
      hashes.append(hash)
    }
    count += 1
    // At most two thirds full.
    if count * 3 > table.count * 2 {
      table = Array(repeating: 0, count: max(64, table.count * 2))
      for known in offsets.indices where known != slot && offsets[known] != CustomerIndex.noOffset { enter(known) }
    }
    enter(slot)
    return slot
  }

  private mutating func enter(_ slot: Int) {
    var position = Int(hashes[slot]) & (table.count - 1)
    while table[position] != 0 { position = (position + 1) & (table.count - 1) }
    table[position] = UInt32(slot) + 1
  }

  private mutating func vacate(_ slot: Int, hash: UInt32) {
    holes += packedLength(at: slot)
    var gap = Int(hash) & (table.count - 1)
    while table[gap] != UInt32(slot) + 1 { gap = (gap + 1) & (table.count - 1) }
    // Those behind move up where they may, so that no search ends too early.
    var position = gap
    while true {
      position = (position + 1) & (table.count - 1)
      guard table[position] != 0 else { break }
      let home = Int(hashes[Int(table[position]) - 1]) & (table.count - 1)
      let mayMove = gap <= position ? (home <= gap || home > position) : (home <= gap && home > position)
      if mayMove {
        table[gap] = table[position]
        gap = position
      }
    }
    table[gap] = 0
    offsets[slot] = CustomerIndex.noOffset
    freeSlots.append(UInt32(slot))
    count -= 1
  }

  private mutating func packPool() {
    var packed: [UInt8] = []
    packed.reserveCapacity(pool.count - holes)
    for slot in offsets.indices where offsets[slot] != CustomerIndex.noOffset {
      let start = Int(offsets[slot])
      let length = packedLength(at: slot)
      offsets[slot] = UInt32(packed.count)
      packed += pool[start..<start + length]
    }
    pool = packed
    holes = 0
  }

  /// FNV-1a.
  private static func hash(_ bytes: some Sequence<UInt8>) -> UInt32 {
    bytes.reduce(2_166_136_261) { ($0 ^ UInt32($1)) &* 16_777_619 }
  }

  // MARK: - Words and phones

  private mutating func mergeWords(_ added: [(key: UInt64, place: UInt32)], dropping slots: Set<UInt32>) {
    let new = added.sorted { ($0.key, $0.place) < ($1.key, $1.place) }
    var keys: [UInt64] = []
    var places: [UInt32] = []
    keys.reserveCapacity(words.count + new.count)
    places.reserveCapacity(words.count + new.count)
    let dropped = marks(slots)
    var next = 0
    for index in words.indices where !dropped[Int(wordPlaces[index] >> 4)] {
      while next < new.count, new[next].key < words[index] {
        keys.append(new[next].key)
        places.append(new[next].place)
        next += 1
      }
      keys.append(words[index])
      places.append(wordPlaces[index])
    }
    for rest in new[next...] {
      keys.append(rest.key)
      places.append(rest.place)
    }
    words = keys
    wordPlaces = places
  }

  private mutating func mergePhones(_ added: [(digits: UInt64, place: UInt32)], dropping slots: Set<UInt32>) {
    let dropped = marks(slots)
    var write = 0
    for index in phones.indices where !dropped[Int(phonePlaces[index] >> 4)] {
      phones[write] = phones[index]
      phonePlaces[write] = phonePlaces[index]
      write += 1
    }
    phones.removeSubrange(write...)
    phonePlaces.removeSubrange(write...)
    for phone in added {
      phones.append(phone.digits)
      phonePlaces.append(phone.place)
    }
  }

  private func marks(_ slots: Set<UInt32>) -> [Bool] {
    var marks = Array(repeating: false, count: offsets.count)
    for slot in slots { marks[Int(slot)] = true }
    return marks
  }
}

/// A phone number as one word.
struct PackedPhone {
  var digits: UInt64
  var callingCodeLength: UInt32

  init?(_ e164: String) {
    let text = e164.utf8.drop { $0 == UInt8(ascii: "+") }
    guard (1...15).contains(text.count), text.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else { return nil }
    digits = text.reduce(0) { $0 << 4 | UInt64($1 & 0xF) } | UInt64(text.count) << 60
    let code = (1...3).first { length in
      Country.lengthsByCallingCode[String(decoding: text.prefix(length), as: UTF8.self)] != nil
    }
    callingCodeLength = UInt32(code ?? 0)
  }
}
