/// A customer in a row of bytes: some 80 instead of some 600 in a dozen heap blocks.
///
/// Numbers are varints (seven bits a byte, low ones first), signed ones zigzag; texts are their length and UTF-8.
struct PackedWriter {
  var bytes: [UInt8] = []

  mutating func write(_ number: UInt64) {
    var rest = number
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }
  mutating func write(_ number: Int) { write(UInt64(number.magnitude) << 1 | (number < 0 ? 1 : 0)) }
  mutating func write(_ text: String) {
    write(UInt64(text.utf8.count))
    bytes += text.utf8
  }
  mutating func write(_ texts: [String]) {
    write(UInt64(texts.count))
    for text in texts { write(text) }
  }
  /// A missing one is the empty text.
  mutating func write(_ text: String?) { write(text ?? "") }
  mutating func write(_ service: Service.ID?) { write(service.map { $0.rawValue &+ 1 } ?? 0) }
  mutating func write(_ instant: Instant) { write(Int(instant.milliseconds)) }

  mutating func write(_ value: JSONValue) {
    switch value {
    case .bool(let flag): bytes += [1, flag ? 1 : 0]
    case .int(let number):
      bytes.append(2)
      write(Int(number))
    case .string(let text):
      bytes.append(3)
      write(text)
    case .array(let values):
      bytes.append(4)
      write(values.compactMap(\.string))
    // The book keeps no others (``CustomerBook``).
    case .null, .double, .object: bytes.append(0)
    }
  }

  mutating func write(_ customer: Customer) {
    write(customer.id.rawValue)
    write(customer.name)
    write(customer.otherNames)
    write(customer.phones)
    write(customer.emails)
    write(customer.vehicle)
    write(UInt64(customer.visits))
    write(UInt64(customer.noShows))
    write(UInt64(customer.cancellations))
    write(customer.usualService)
    write(customer.lastService)
    bytes.append((customer.isOwnEntry ? 1 : 0) | (customer.lastVisit == nil ? 0 : 2))
    if let last = customer.lastVisit { write(last) }
    write(UInt64(customer.coming.count))
    for start in customer.coming { write(start) }
    write(customer.note)
    // The vehicle is most often one of the answers: said once.
    let answers = customer.usualAnswers.sorted { $0.key < $1.key }
    write(UInt64(answers.count))
    for (slug, value) in answers {
      write(slug)
      if let vehicle = customer.vehicle, value == .string(vehicle) { bytes.append(5) } else { write(value) }
    }
  }
}

/// Reads what ``PackedWriter`` wrote; beyond the end everything is zero or empty.
struct PackedReader {
  var bytes: UnsafeBufferPointer<UInt8>
  var index: Int

  mutating func byte() -> UInt8 {
    guard index < bytes.count else { return 0 }
    index += 1
    return bytes[index - 1]
  }
  mutating func number() -> UInt64 {
    var result: UInt64 = 0
    var shift: UInt64 = 0
    while true {
      let next = byte()
      result |= UInt64(next & 0x7F) << shift
      shift += 7
      if next < 0x80 || shift > 63 { return result }
    }
  }
  mutating func count() -> Int { Int(clamping: number()) }
  mutating func signed() -> Int {
    let raw = number()
    return raw & 1 == 0 ? Int(raw >> 1) : -Int(raw >> 1)
  }
  mutating func textBytes() -> Slice<UnsafeBufferPointer<UInt8>> {
    let length = count()
    let start = index
    index = min(bytes.count, start + min(length, bytes.count))
    return bytes[start..<index]
  }
  mutating func text() -> String { String(decoding: textBytes(), as: UTF8.self) }
  mutating func texts() -> [String] { (0..<count()).map { _ in text() } }
  mutating func optionalText() -> String? {
    let text = text()
    return text.isEmpty ? nil : text
  }
  mutating func service() -> Service.ID? {
    let raw = signed()
    return raw == 0 ? nil : Service.ID(raw &- 1)
  }
  mutating func instant() -> Instant { Instant(milliseconds: Int64(signed())) }

  mutating func value(vehicle: String?) -> JSONValue {
    switch byte() {
    case 1: .bool(byte() == 1)
    case 2: .int(Int64(signed()))
    case 3: .string(text())
    case 4: .array(texts().map(JSONValue.string))
    case 5: .string(vehicle ?? "")
    default: .null
    }
  }

  mutating func customer(weight: VisitWeight) -> Customer {
    var customer = Customer(id: Customer.ID(text()), name: text(), weight: weight)
    customer.otherNames = texts()
    customer.phones = texts()
    customer.emails = texts()
    customer.vehicle = optionalText()
    customer.visits = count()
    customer.noShows = count()
    customer.cancellations = count()
    customer.usualService = service()
    customer.lastService = service()
    let flags = byte()
    customer.isOwnEntry = flags & 1 != 0
    if flags & 2 != 0 { customer.lastVisit = instant() }
    customer.coming = (0..<count()).map { _ in instant() }
    customer.note = optionalText()
    for _ in 0..<count() {
      let slug = text()
      customer.usualAnswers[slug] = value(vehicle: customer.vehicle)
    }
    return customer
  }
}
