import BookingModel

/// A compiled zone file (TZif, RFC 8536 and its version 4), read from bytes that may be damaged.
///
/// Versions 2 and up hold the same data twice, first with 32-bit times; only the second block and the rule after it are used then.
struct ZoneFile {
  struct LocalType: Equatable {
    var offsetSeconds: Int
    /// Letters only: a designation such as `+0330` says nothing that the offset does not.
    var abbreviation: String
  }

  /// Seconds since 1970 and what holds from then on, in order of time.
  var transitions: [(at: Int64, type: LocalType)]
  /// Holds before the first transition.
  var first: LocalType
  /// Holds after the last one; `nil` when the last one holds for ever.
  var rule: RecurringRule?

  /// `nil` for anything that is not a whole, consistent zone file. Files that count leap seconds (`right/`) are refused: their times are
  /// not POSIX times.
  init?(_ bytes: [UInt8]) {
    var reader = ByteReader(bytes)
    guard let head = Header(&reader) else { return nil }
    var block = head
    let isWide = head.version >= 2
    if isWide {
      guard reader.skip(head.dataLength(timeSize: 4)), let second = Header(&reader) else { return nil }
      block = second
    }
    guard let (transitions, first) = ZoneFile.readBlock(block, timeSize: isWide ? 8 : 4, &reader) else { return nil }
    self.transitions = transitions
    self.first = first
    if isWide {
      guard let text = reader.footer() else { return nil }
      if !text.isEmpty {
        guard let rule = RecurringRule(text) else { return nil }
        self.rule = rule
      }
    }
  }

  private struct Header {
    var version: Int
    var utcIndicators = 0
    var standardIndicators = 0
    var leapSeconds = 0
    var times = 0
    var types = 0
    var characters = 0

    init?(_ reader: inout ByteReader) {
      guard reader.bytes(4).map(Array.init) == Array("TZif".utf8), let mark = reader.byte(), reader.skip(15) else {
        return nil
      }
      // RFC 8536 3.1: a zero byte is version 1, then the digits.
      version = mark == 0 ? 1 : Int(mark) - 0x30
      guard version >= 1, let isut = reader.integer(4), let isstd = reader.integer(4), let leap = reader.integer(4),
        let times = reader.integer(4), let types = reader.integer(4), let characters = reader.integer(4)
      else { return nil }
      utcIndicators = Int(isut)
      standardIndicators = Int(isstd)
      leapSeconds = Int(leap)
      self.times = Int(times)
      self.types = Int(types)
      self.characters = Int(characters)
      guard [utcIndicators, standardIndicators, leapSeconds, self.times].allSatisfy({ (0...100_000).contains($0) }),
        (1...256).contains(self.types), (1...100_000).contains(self.characters)
      else { return nil }
    }

    func dataLength(timeSize: Int) -> Int {
      times * (timeSize + 1) + types * 6 + characters + leapSeconds * (timeSize + 4) + standardIndicators
        + utcIndicators
    }
  }

  private static func readBlock(
    _ header: Header, timeSize: Int, _ reader: inout ByteReader
  ) -> (transitions: [(at: Int64, type: LocalType)], first: LocalType)? {
    guard header.leapSeconds == 0 else { return nil }
    var times: [Int64] = []
    for _ in 0..<header.times {
      guard let time = reader.integer(timeSize) else { return nil }
      if let last = times.last, time <= last { return nil }
      times.append(time)
    }
    guard let indices = reader.bytes(header.times).map(Array.init) else { return nil }
    var raw: [(offset: Int64, index: Int)] = []
    for _ in 0..<header.types {
      guard let offset = reader.integer(4), reader.skip(1), let index = reader.byte() else { return nil }
      // RFC 8536 3.2: an offset lies between -25 and +26 hours.
      guard (-90_000...93_600).contains(offset) else { return nil }
      raw.append((offset, Int(index)))
    }
    guard let letters = reader.bytes(header.characters).map(Array.init),
      reader.skip(header.standardIndicators + header.utcIndicators)
    else { return nil }
    var types: [LocalType] = []
    for entry in raw {
      guard entry.index < letters.count else { return nil }
      let name = String(decoding: letters[entry.index...].prefix { $0 != 0 }, as: UTF8.self)
      types.append(LocalType(offsetSeconds: Int(entry.offset), abbreviation: plainAbbreviation(name)))
    }
    guard indices.allSatisfy({ Int($0) < types.count }) else { return nil }
    return (zip(times, indices).map { ($0, types[Int($1)]) }, types[0])
  }

  /// `CEST` as it is; nothing for designations made of digits, or for anything that is not a short ASCII word.
  static func plainAbbreviation(_ name: String) -> String {
    let isWord = name.utf8.allSatisfy { (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) }
    return isWord && name.utf8.count <= 10 ? name : ""
  }
}

extension Zone {
  /// Cuts the years ``Zone/firstYear`` to ``Zone/lastYear`` out of a zone file, and extends its rule to their end.
  init?(identifier: String, file: ZoneFile) {
    guard let from = CalendarDay(year: Zone.firstYear, month: 1, day: 1),
      let until = CalendarDay(year: Zone.lastYear + 1, month: 1, day: 1)
    else { return nil }
    let window = Int64(from.daysSince1970) * 86_400..<Int64(until.daysSince1970) * 86_400

    var changes = file.transitions
    if let rule = file.rule {
      let last = changes.last?.at ?? Int64.min
      changes += rule.changes(years: Zone.firstYear - 1...Zone.lastYear).filter { $0.at > last }
    }
    var current = file.first
    if changes.isEmpty, let rule = file.rule { current = rule.standard }
    for change in changes where change.at <= window.lowerBound { current = change.type }
    self.init(
      identifier: identifier, initialOffsetSeconds: current.offsetSeconds,
      initialAbbreviation: current.abbreviation)
    for change in changes where change.at > window.lowerBound && change.at < window.upperBound {
      // A change of the daylight-saving mark alone moves no clock.
      if change.type == current { continue }
      current = change.type
      transitions.append(
        Transition(
          at: Instant(seconds: change.at), offsetSeconds: current.offsetSeconds, abbreviation: current.abbreviation))
    }
  }
}

/// Takes big-endian values off the front of a buffer; every step says whether there was enough.
struct ByteReader {
  private var rest: ArraySlice<UInt8>

  init(_ bytes: [UInt8]) { rest = bytes[...] }

  mutating func bytes(_ count: Int) -> ArraySlice<UInt8>? {
    guard count >= 0, rest.count >= count else { return nil }
    defer { rest = rest.dropFirst(count) }
    return rest.prefix(count)
  }

  mutating func skip(_ count: Int) -> Bool { bytes(count) != nil }

  mutating func byte() -> UInt8? { bytes(1)?.first }

  /// Two's complement, most significant byte first.
  mutating func integer(_ size: Int) -> Int64? {
    guard let bytes = bytes(size), let first = bytes.first else { return nil }
    return bytes.reduce(first >= 0x80 ? -1 : 0) { $0 << 8 | Int64($1) }
  }

  /// The text between the two newlines at the end of a file (RFC 8536 3.3).
  mutating func footer() -> String? {
    guard byte() == 0x0A, let end = rest.firstIndex(of: 0x0A) else { return nil }
    let text = rest[rest.startIndex..<end]
    guard text.count <= 256, text.allSatisfy({ (0x20...0x7E).contains($0) }) else { return nil }
    return String(decoding: text, as: UTF8.self)
  }
}
