/// A short code to read aloud: four letters and digits that are not taken for one another by ear or eye.
public struct ConfirmationCode: Hashable, Sendable {
  /// `K7-FA`
  public let text: String
  /// Letters and digits, without the dash between them.
  public static let length = 4

  private static let letters = Array("ACDEFGHJKLMNPQRTUVWXY3479")

  public init(_ uid: Booking.UID) {
    // FNV-1a; the code is for recognising a booking at the counter, not a secret.
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in uid.rawValue.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    var code = ""
    for index in 0..<4 {
      if index == 2 { code += "-" }
      code.append(ConfirmationCode.letters[Int(hash % UInt64(ConfirmationCode.letters.count))])
      hash /= UInt64(ConfirmationCode.letters.count)
    }
    text = code
  }

  /// What a caller says and a clerk types: `k7fa`, `code k7 fa`, `K7-FA`, `kilo seven foxtrot alfa`. `nil` when it can be no code.
  public init?(typed text: some StringProtocol) {
    let plain = text.lowercased().split(separator: "x-ray", omittingEmptySubsequences: false).joined(separator: "xray")
    var parts = plain.split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
    if parts.count > 1, parts[0] == "code" { parts.removeFirst() }
    var code: [Character] = []
    var typed = 0
    for part in parts {
      if let character = ConfirmationCode.character(spoken: String(part)) {
        code.append(character)
      } else {
        // Four letters one by one are rather initials than a code.
        typed += 1
        code += part.uppercased()
      }
      guard code.count <= 4 else { return nil }
    }
    guard code.count == 4, typed <= 2, code.allSatisfy(ConfirmationCode.letters.contains) else { return nil }
    self.text = String(code[..<2]) + "-" + String(code[2...])
  }

  /// `Kilo`, `seven`, `Foxtrot`, `Alfa`: the spelling alphabet of radio and telephone.
  public var words: [String] {
    text.filter { $0 != "-" }.map { ConfirmationCode.alphabet[$0] ?? String($0) }
  }

  private static let alphabet: [Character: String] = [
    "A": "Alfa", "C": "Charlie", "D": "Delta", "E": "Echo", "F": "Foxtrot", "G": "Golf", "H": "Hotel", "J": "Juliett",
    "K": "Kilo", "L": "Lima", "M": "Mike", "N": "November", "P": "Papa", "Q": "Quebec", "R": "Romeo", "T": "Tango",
    "U": "Uniform", "V": "Victor", "W": "Whiskey", "X": "X-ray", "Y": "Yankee", "3": "three", "4": "four",
    "7": "seven", "9": "nine",
  ]

  /// Spellings that people use beside the alphabet's own.
  private static let variants: [String: Character] = [
    "alpha": "A", "juliet": "J", "whisky": "W", "xray": "X", "niner": "9",
  ]

  private static func character(spoken word: String) -> Character? {
    guard word.count > 2 else { return nil }
    return alphabet.first { $0.value.lowercased() == word }?.key ?? variants[word]
  }
}

extension Model {
  /// The bookings that the desk knows: the days that were read, and what was just sent.
  public var knownBookings: [Booking] {
    var known: [Booking.UID: Booking] = [:]
    for record in writes.values {
      if case .accepted(let bookings) = record.state { for booking in bookings { known[booking.uid] = booking } }
    }
    for state in days.values { for booking in state.value ?? [] { known[booking.uid] = booking } }
    return known.values.sorted { ($0.start, $0.uid.rawValue) < ($1.start, $1.uid.rawValue) }
  }

  /// The bookings among those given that carry a code as it was typed or said; those that take time first, then by start. Mostly one or none: there are
  /// 390,625 codes.
  public static func bookings(code typed: String, among bookings: [Booking]) -> [Booking] {
    guard let code = ConfirmationCode(typed: typed) else { return [] }
    return bookings.filter { ConfirmationCode($0.uid) == code }.sorted { a, b in
      a.status.takesTime == b.status.takesTime ? a.start < b.start : a.status.takesTime
    }
  }

  /// The booking that a code read aloud stands for, among all that the desk knows.
  public func booking(code typed: String) -> Booking? {
    Model.bookings(code: typed, among: knownBookings).first
  }
}
