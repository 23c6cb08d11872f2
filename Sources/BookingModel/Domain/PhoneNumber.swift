/// A telephone number that can be sent to a server and dialled from anywhere: `+15558675309` (ITU-T E.164).
///
/// Calling codes and lengths are checked, whether somebody answers is not: the server has the last word.
public struct PhoneNumber: Hashable, Sendable, Codable {
  /// `+`, calling code, national number: 15 digits at most.
  public var e164: String
  /// Digits of the calling code.
  public var callingCode: String
  /// What follows the calling code.
  public var national: String

  private init(callingCode: String, national: String) {
    self.callingCode = callingCode
    self.national = national
    e164 = "+" + callingCode + national
  }

  /// Reads a number as anybody writes it: with spaces, dots, dashes or brackets, in national form of the shop's country, or international
  /// with `+`, `00` or what is dialled for it there (`011`).
  public init(_ text: some StringProtocol, country: Country) throws(PhoneProblem) {
    let spelling = try PhoneSpelling(text)
    if spelling.digits.isEmpty { throw .empty }
    if spelling.isInternational {
      self = try PhoneNumber.international(spelling.digits)
      return
    }
    let prefix = ([country.internationalPrefix, "00"]).first { spelling.digits.hasPrefix($0) }
    if let prefix {
      self = try PhoneNumber.international(String(spelling.digits.dropFirst(prefix.count)))
      return
    }
    do throws(PhoneProblem) {
      self = try PhoneNumber.domestic(spelling.digits, country: country)
    } catch {
      // Often the plus is left out: `49 151 …` in Germany.
      guard spelling.digits.hasPrefix(country.callingCode), case .tooLong = error,
        let number = try? PhoneNumber.international(spelling.digits)
      else { throw error }
      self = number
    }
  }

  /// Reads an international number, with its plus: what goes over the wire.
  public init(international text: some StringProtocol) throws(PhoneProblem) {
    let spelling = try PhoneSpelling(text)
    guard spelling.isInternational else { throw .unknownCountryCode }
    self = try PhoneNumber.international(spelling.digits)
  }

  private static func international(_ digits: String) throws(PhoneProblem) -> PhoneNumber {
    if digits.isEmpty { throw .empty }
    let code = (1...3).map { String(digits.prefix($0)) }.first { Country.lengthsByCallingCode[$0] != nil }
    guard let code, let lengths = Country.lengthsByCallingCode[code] else { throw .unknownCountryCode }
    var national = String(digits.dropFirst(code.count))
    // `+49 (0)30 …`: the prefix that is dialled at home only. No national number of such a country starts with it.
    let trunks = Country.trunksByCallingCode[code] ?? []
    if trunks.contains("0"), national.hasPrefix("0") {
      national.removeFirst()
    } else if let trunk = trunks.first(where: { national.hasPrefix($0) }), national.count > lengths.upperBound,
      code != "1"
    {
      national.removeFirst(trunk.count)
    }
    return try checked(national, callingCode: code, lengths: lengths)
  }

  private static func domestic(_ digits: String, country: Country) throws(PhoneProblem) -> PhoneNumber {
    var national = digits
    if let trunk = country.trunkPrefixes.first(where: { digits.hasPrefix($0) }) {
      // A zero is never part of the number. Other prefixes are dropped only where the rest is still a whole number: `8 800 …` in Russia.
      let rest = digits.count - trunk.count
      if trunk.hasPrefix("0") || (digits.count > country.lengths.upperBound && country.lengths.contains(rest)) {
        national.removeFirst(trunk.count)
      }
    }
    return try checked(national, callingCode: country.callingCode, lengths: country.lengths)
  }

  private static func checked(
    _ national: String, callingCode: String, lengths: ClosedRange<Int>
  ) throws(PhoneProblem) -> PhoneNumber {
    if national.count < lengths.lowerBound { throw .tooShort(minimum: lengths.lowerBound) }
    if national.count > lengths.upperBound { throw .tooLong(maximum: lengths.upperBound) }
    if callingCode == "1" {
      // NANP: neither an area code nor the three digits after it start with 0 or 1.
      for part in [national.prefix(3), national.dropFirst(3).prefix(3)] where part.first == "0" || part.first == "1" {
        throw .impossibleGroup(String(part))
      }
    }
    return PhoneNumber(callingCode: callingCode, national: national)
  }
}

/// Why a text is no telephone number. Lengths count the national number, without calling code and trunk prefix.
public enum PhoneProblem: Error, Hashable, Sendable {
  case empty
  case tooShort(minimum: Int)
  case tooLong(maximum: Int)
  case unknownCountryCode
  case notDigits(Character)
  /// In North America: an area code or exchange that cannot exist (`155`).
  case impossibleGroup(String)
}

// MARK: - Writing

extension PhoneNumber {
  /// As a person of the shop's country reads it: `(555) 867-5309` or `030 123 456` at home, `+1 555 867 5309` abroad.
  public func text(in country: Country) -> String {
    guard callingCode == country.callingCode else { return international }
    let groups = PhoneNumber.groups(national, callingCode: callingCode)
    if country.isNorthAmerican, groups.count == 3 { return "(\(groups[0])) \(groups[1])-\(groups[2])" }
    let joined = groups.joined(separator: " ")
    guard let trunk = country.trunkPrefixes.first, !country.isNorthAmerican else { return joined }
    return trunk + (trunk == "0" ? "" : " ") + joined
  }

  /// `+1 555 867 5309`
  public var international: String {
    "+" + callingCode + " " + PhoneNumber.groups(national, callingCode: callingCode).joined(separator: " ")
  }

  private static func groups(_ national: String, callingCode: String) -> [String] {
    var sizes = plans[callingCode]?.first { $0.reduce(0, +) == national.count } ?? []
    if sizes.isEmpty {
      // Groups of three, with groups of four at the end, so that no digit or pair is left alone: 3 3 4, 3 4 4.
      let fours = national.count < 3 ? 0 : national.count == 5 ? 0 : national.count % 3
      let threes = (national.count - fours * 4) / 3
      sizes = Array(repeating: 3, count: max(threes, 0)) + Array(repeating: 4, count: fours)
      if sizes.reduce(0, +) != national.count { sizes = [national.count] }
    }
    var groups: [String] = []
    var rest = national[...]
    for size in sizes {
      groups.append(String(rest.prefix(size)))
      rest = rest.dropFirst(size)
    }
    return groups
  }

  /// How the digits are commonly grouped, where that is not threes.
  private static let plans: [String: [[Int]]] = [
    "1": [[3, 3, 4]], "7": [[3, 3, 2, 2]], "27": [[2, 3, 4]], "31": [[2, 3, 4]], "32": [[3, 2, 2, 2], [2, 2, 2, 2]],
    "33": [[1, 2, 2, 2, 2]], "36": [[2, 3, 4]], "41": [[2, 3, 2, 2]], "44": [[4, 3, 3]], "45": [[2, 2, 2, 2]],
    "46": [[2, 3, 2, 2]],
    "47": [[3, 2, 3]], "49": [[3, 3, 4], [3, 4, 4]], "52": [[2, 4, 4]], "55": [[2, 5, 4], [2, 4, 4]],
    "65": [[4, 4]], "81": [[2, 4, 4]], "86": [[3, 4, 4]], "90": [[3, 3, 2, 2]], "91": [[5, 5]], "380": [[2, 3, 2, 2]],
    "852": [[4, 4]], "972": [[2, 3, 4]],
  ]
}

// MARK: - Finding

extension PhoneNumber {
  /// The digits by which a stored number is found: any run of them, its last ones above all.
  public var searchKey: String { callingCode + national }

  /// The digits that a half-typed number must have in common with a ``searchKey``: formatting, the international prefix and the trunk prefix
  /// are dropped, so that `0151 12` finds `+49 151 12…`. `nil` when the text holds letters: then it is a name.
  public static func searchDigits(_ text: some StringProtocol, country: Country) -> String? {
    guard let spelling = try? PhoneSpelling(text), !spelling.digits.isEmpty else { return nil }
    let digits = spelling.digits
    if spelling.isInternational { return digits }
    if let prefix = [country.internationalPrefix, "00"].first(where: { digits.hasPrefix($0) }) {
      return String(digits.dropFirst(prefix.count))
    }
    if digits.count > 1, let trunk = country.trunkPrefixes.first(where: { $0.hasPrefix("0") }), digits.hasPrefix(trunk)
    {
      return String(digits.dropFirst(trunk.count))
    }
    return digits
  }
}

extension Country {
  /// What is dialled here for a foreign number; `00` nearly everywhere (ITU-T E.123).
  var internationalPrefix: String {
    switch code {
    case _ where isNorthAmerican: "011"
    case "AU", "CC", "CX": "0011"
    case "JP": "010"
    case "RU", "KZ", "BY", "TM": "810"
    case "HK", "KR", "SG", "TH", "KH", "ID": "001"
    case "TW": "002"
    case "CU": "119"
    default: "00"
    }
  }
}

/// The digits of a written number, and whether a plus stands before them.
private struct PhoneSpelling {
  var isInternational = false
  var digits = ""

  init(_ text: some StringProtocol) throws(PhoneProblem) {
    var rest = text[...]
    if rest.lowercased().hasPrefix("tel:") { rest = rest.dropFirst(4) }
    for character in rest {
      if let digit = PhoneSpelling.digit(character) {
        digits.append(digit)
      } else if character == "+" || character == "＋" {
        guard digits.isEmpty, !isInternational else { throw .notDigits("+") }
        isInternational = true
      } else if !PhoneSpelling.isFiller(character) {
        throw .notDigits(character)
      }
      // A pasted page is no number: stop before it costs anything.
      if digits.count > 40 { throw .tooLong(maximum: 15) }
    }
  }

  /// Digits of any script: a phone's address book may paste Arabic or full-width ones.
  private static func digit(_ character: Character) -> Character? {
    guard let scalar = character.unicodeScalars.first, character.unicodeScalars.count == 1,
      scalar.properties.numericType == .decimal, let value = character.wholeNumberValue
    else { return nil }
    return Character(String(value))
  }

  private static func isFiller(_ character: Character) -> Bool {
    if character.isWhitespace || ".-()/[]".contains(character) { return true }
    // Hyphens and dashes, and the invisible marks that come along when a number is copied.
    return character.unicodeScalars.allSatisfy {
      (0x2010...0x2015).contains($0.value) || (0x200B...0x200F).contains($0.value)
        || (0x202A...0x202E).contains($0.value) || (0x2066...0x2069).contains($0.value) || $0.value == 0x2212
        || $0.value == 0x2060 || $0.value == 0xFEFF || $0.value == 0xFF0D
    }
  }
}
