/// One word by which a customer is found.
///
/// In the index it is eight bytes of text and four that say whose and where; longer words are compared whole with the customer itself.
struct SearchToken: Equatable {
  /// Where in the customer's data a word stands. Words of one query must stand in different places, but for ``sharedPlaces``.
  /// 0–5 the name, 6–9 other names, 10–13 the vehicle, 14 an e-mail as a whole, 15 a word of an e-mail.
  typealias Place = UInt32

  var text: [UInt8]
  var place: Place

  static let wholeEmail: Place = 14
  static let namePlaces: UInt32 = 0b111111
  static let otherNamePlaces: UInt32 = 0b1111 << 6
  static let vehiclePlaces: UInt32 = 0b1111 << 10
  static let emailPlaces: UInt32 = 0b11 << 14
  /// Where several words stand: each other name is one place, and so is the end of a vehicle, where the plate is.
  static let sharedPlaces: UInt32 = otherNamePlaces | 1 << 13
  /// Not a token: the phones, which are searched by themselves.
  static let phoneEnd: UInt32 = 1 << 16
  static let phoneStart: UInt32 = 1 << 17
  static let phoneInside: UInt32 = 1 << 18

  static func key(_ text: some Collection<UInt8>) -> UInt64 {
    var key: UInt64 = 0
    var shift = 64
    for byte in text.prefix(8) {
      shift -= 8
      key |= UInt64(byte) << UInt64(shift)
    }
    return key
  }

  static func tokens(of customer: Customer) -> [SearchToken] {
    var tokens: [SearchToken] = []
    addWords(of: customer.name, from: 0, through: 5, joinsAll: false, to: &tokens)
    for (index, name) in customer.otherNames.prefix(4).enumerated() {
      addWords(of: name, from: 6 + UInt32(index), through: 6 + UInt32(index), joinsAll: false, to: &tokens)
    }
    // A plate is written with and without its gaps, so each word goes on to the end.
    if let vehicle = customer.vehicle { addWords(of: vehicle, from: 10, through: 13, joinsAll: true, to: &tokens) }
    for email in customer.emails {
      tokens.append(SearchToken(text: Array(email.utf8.prefix(64)), place: wholeEmail))
      // Cut at every mark, so that `mary.jones@…` gives the same words as the name.
      let local = email.prefix { $0 != "@" }.map { $0.isLetter || $0.isNumber ? $0 : " " }
      addWords(of: String(local), from: 15, through: 15, joinsAll: false, to: &tokens)
    }
    return tokens
  }

  private static func addWords(
    of text: String, from first: Place, through last: Place, joinsAll: Bool, to tokens: inout [SearchToken]
  ) {
    let start = tokens.count
    for umlauts in [FoldedText.Umlauts.bare, .spelledOut] {
      let folded = FoldedText.fold(text, umlauts: umlauts)
      for (index, word) in words(folded, joinsAll: joinsAll).enumerated() {
        let token = SearchToken(text: word, place: min(first + UInt32(index), last))
        if !tokens[start...].contains(where: { $0.text == token.text }) { tokens.append(token) }
      }
      if text.utf8.count == text.unicodeScalars.count { break }
    }
  }

  /// The words, each going on over a joint (`o'brien`, `anne-marie`) and, when it is a particle, over a gap (`de la cruz` is found by `dela`).
  private static func words(_ folded: [UInt8], joinsAll: Bool) -> [[UInt8]] {
    var words: [[UInt8]] = []
    for start in folded.indices {
      let isStart = start == 0 || folded[start - 1] == FoldedText.gap || folded[start - 1] == FoldedText.joint
      guard isStart, words.count < 16 else { continue }
      var word: [UInt8] = []
      var partStart = 0
      for byte in folded[start...] {
        if byte == FoldedText.gap {
          guard joinsAll || particles.contains(Array(word[partStart...])) else { break }
          partStart = word.count
        } else if byte == FoldedText.joint {
          partStart = word.count
        } else {
          word.append(byte)
        }
        if word.count == 64 { break }
      }
      words.append(word)
    }
    return words
  }

  private static let particles: Set<[UInt8]> = Set(
    [
      "al", "bin", "da", "de", "del", "della", "den", "der", "di", "dos", "du", "el", "la", "las", "le", "los", "mac",
      "mc", "o", "san", "santa", "st", "ten", "ter", "van", "vande", "vander", "von", "zu",
    ].map { Array($0.utf8) })
}
