/// One customer that a search found.
public struct CustomerMatch: Equatable, Sendable {
  public enum Reason: Equatable, Sendable { case name, otherName, phone, email, vehicle }
  public var customer: Customer
  /// What the first word matched.
  public var reason: Reason
}

/// What a search found.
public struct CustomerMatches: Equatable, Sendable {
  /// The likeliest first.
  public var best: [CustomerMatch]
  /// All that match, those in ``best`` included.
  public var total: Int

  public init(best: [CustomerMatch] = [], total: Int = 0) {
    self.best = best
    self.total = total
  }
}

extension CustomerIndex {
  /// Customers by what was typed so far: beginnings of words of the name in any order (`alv`, `al pe`, `p alv`), last or first digits of a phone in
  /// any spelling, an e-mail, a plate; several of them narrow down.
  ///
  /// Ranked by ``VisitWeight``; on its scale (2 more means four times the visits) count besides: words in the order of the name +3, a
  /// whole word +1, an other name −1, the vehicle −2 (digits −4), an e-mail −3, first digits of a phone −6, digits inside it −8.
  public func search(_ text: String, limit: Int = 20) -> CustomerMatches {
    let query = CustomerQuery(text, country: country)
    guard !query.words.isEmpty, limit > 0 else { return CustomerMatches() }
    var rows = Array(repeating: Array(repeating: UInt32(0), count: offsets.count), count: query.words.count)
    var exact = Array(repeating: false, count: offsets.count)
    var candidates: [UInt32] = []
    for (index, word) in query.words.enumerated() {
      var found: [UInt32] = []
      mark(word, in: &rows[index], exact: &exact, found: &found)
      if index == 0 { candidates = found }
      // What the words before did not find is no candidate any more.
      if index > 0 { candidates = candidates.filter { rows[index][Int($0)] != 0 } }
      if candidates.isEmpty { return CustomerMatches() }
    }
    var best: [Ranked] = []
    best.reserveCapacity(limit + 1)
    var total = 0
    let isSimple = query.words.count == 1 && !query.needsWholeWords
    for candidate in candidates {
      let slot = Int(candidate)
      if isSimple {
        total += 1
        // Nothing can lift it among the best.
        if let last = best.last, best.count == limit, weights[slot] + CustomerQuery.highestBonus < last.score {
          continue
        }
      }
      var places = rows.map { $0[slot] }
      if query.words.count > 1, !CustomerQuery.fitDifferentPlaces(places) { continue }
      if query.needsWholeWords {
        guard let whole = wholeWordPlaces(query, slot) else { continue }
        places = whole
      }
      if !isSimple { total += 1 }
      let score = weights[slot] + query.bonus(places, isExact: exact[slot])
      let ranked = Ranked(slot: candidate, score: score, hash: hashes[slot], places: places[0])
      if best.count == limit, let last = best.last, !(ranked < last) { continue }
      best.insert(ranked, at: best.firstIndex { ranked < $0 } ?? best.count)
      if best.count > limit { best.removeLast() }
    }
    return CustomerMatches(
      best: best.map { CustomerMatch(customer: customer(at: Int($0.slot)), reason: reason($0.places)) }, total: total)
  }

  private struct Ranked: Comparable {
    var slot: UInt32
    var score: Float
    /// Between equals the hash of the id decides, which does not depend on the order of loading.
    var hash: UInt32
    var places: UInt32

    static func < (a: Ranked, b: Ranked) -> Bool {
      a.score != b.score ? a.score > b.score : (a.hash, a.slot) < (b.hash, b.slot)
    }
  }

  private func reason(_ places: UInt32) -> CustomerMatch.Reason {
    if places & SearchToken.namePlaces != 0 { return .name }
    if places & SearchToken.otherNamePlaces != 0 { return .otherName }
    if places >> 16 != 0 { return .phone }
    return places & SearchToken.emailPlaces != 0 ? .email : .vehicle
  }

  /// Sets the places where a word of the query is found, for each slot.
  private func mark(
    _ word: CustomerQuery.Word, in row: inout [UInt32], exact: inout [Bool], found: inout [UInt32]
  ) {
    for spelling in word.spellings {
      let low = SearchToken.key(spelling)
      let high = spelling.count >= 8 ? low : low | (UInt64.max >> UInt64(spelling.count * 8))
      var index = firstWord(notBelow: low)
      while index < words.count, words[index] <= high {
        let (slot, place) = (wordPlaces[index] >> 4, wordPlaces[index] & 0xF)
        index += 1
        if place == SearchToken.wholeEmail, !word.mayBeEmail { continue }
        if row[Int(slot)] == 0 { found.append(slot) }
        row[Int(slot)] |= 1 << place
        if words[index - 1] == low { exact[Int(slot)] = true }
      }
    }
    guard let digits = word.digits else { return }
    markPhones(digits, in: &row, found: &found)
  }

  private func firstWord(notBelow key: UInt64) -> Int {
    var low = 0
    var high = words.count
    while low < high {
      let middle = (low + high) / 2
      if words[middle] < key { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private func markPhones(_ typed: String, in row: inout [UInt32], found: inout [UInt32]) {
    let length = UInt64(typed.utf8.count)
    guard length <= 15 else { return }
    let wanted = typed.utf8.reduce(UInt64(0)) { $0 << 4 | UInt64($1 & 0xF) }
    let mask = (UInt64(1) << (length * 4)) - 1
    for index in phones.indices {
      let number = phones[index] & (UInt64.max >> 4)
      let count = phones[index] >> 60
      guard count >= length else { continue }
      var place: UInt32 = 0
      if (number ^ wanted) & mask == 0 {
        place = SearchToken.phoneEnd
      } else {
        let national = count - UInt64(phonePlaces[index] & 0xF)
        if (number >> ((count - length) * 4)) == wanted
          || national >= length && (number >> ((national - length) * 4)) & mask == wanted
        {
          place = SearchToken.phoneStart
        } else if length >= 3 {
          var shifted = number
          while shifted > 0, shifted & mask != wanted { shifted >>= 4 }
          if shifted > 0 { place = SearchToken.phoneInside }
        }
      }
      guard place != 0 else { continue }
      let slot = phonePlaces[index] >> 4
      if row[Int(slot)] == 0 { found.append(slot) }
      row[Int(slot)] |= place
    }
  }

  /// The places again, for words longer than what the index keeps of them; `nil` when they are not there after all.
  private func wholeWordPlaces(_ query: CustomerQuery, _ slot: Int) -> [UInt32]? {
    let tokens = SearchToken.tokens(of: customer(at: slot))
    let places = query.words.map { word -> UInt32 in
      var places: UInt32 = 0
      for token in tokens where token.place != SearchToken.wholeEmail || word.mayBeEmail {
        if word.spellings.contains(where: { token.text.starts(with: $0) }) { places |= 1 << token.place }
      }
      return places
    }
    let withPhones = zip(places, query.words).map { places, word -> UInt32 in
      guard let digits = word.digits else { return places }
      let isThere = customer(at: slot).phones.contains { $0.contains(digits) }
      return isThere ? places | SearchToken.phoneInside : places
    }
    guard !withPhones.contains(0), CustomerQuery.fitDifferentPlaces(withPhones) else { return nil }
    return withPhones
  }
}

/// What was typed, made ready for the index.
struct CustomerQuery {
  struct Word: Equatable {
    /// The word as it is kept, and with its umlauts spelled out; an e-mail as it is written.
    var spellings: [[UInt8]]
    /// When it may be part of a phone number.
    var digits: String?
    /// Only what has a mark of an address is compared with whole addresses: `ann` finds the Ann of `ann.lee@…` by the word, and a name and an
    /// address made of it are one thing, not two.
    var mayBeEmail = false
  }

  var words: [Word] = []
  /// A word is longer than what the index keeps.
  var needsWholeWords: Bool { words.contains { $0.spellings.contains { $0.count > 8 } } }

  init(_ text: String, country: Country?) {
    var digitRun: [Substring] = []
    func takeRun(_ words: inout [Word]) {
      guard !digitRun.isEmpty else { return }
      let joined = digitRun.joined(separator: " ")
      let plain = joined.filter { $0.isASCII && $0.isNumber }
      let digits = country.flatMap { PhoneNumber.searchDigits(joined, country: $0) } ?? plain
      if !plain.isEmpty { words.append(Word(spellings: [Array(plain.utf8)], digits: digits)) }
      digitRun = []
    }
    for chunk in text.prefix(100).split(whereSeparator: { $0.isWhitespace || $0 == "," }) {
      if chunk.allSatisfy({ $0.isASCII && ($0.isNumber || "+-()./".contains($0)) }) {
        digitRun.append(chunk)
        continue
      }
      takeRun(&words)
      let whole = String(chunk)
      if whole.contains("@") {
        words.append(Word(spellings: [Array(whole.lowercased().utf8.prefix(64))], digits: nil, mayBeEmail: true))
        continue
      }
      var spellings: [[UInt8]] = []
      for umlauts in [FoldedText.Umlauts.bare, .spelledOut] {
        let folded = FoldedText.fold(whole, umlauts: umlauts).filter { $0 != FoldedText.joint && $0 != FoldedText.gap }
        if !folded.isEmpty, !spellings.contains(folded) { spellings.append(folded) }
      }
      // `ann.smith` may go on as an address.
      let raw = Array(whole.lowercased().utf8)
      let mayBeEmail = whole.contains { "._-+".contains($0) }
      if mayBeEmail, !spellings.contains(raw) { spellings.append(raw) }
      if !spellings.isEmpty { words.append(Word(spellings: spellings, digits: nil, mayBeEmail: mayBeEmail)) }
    }
    takeRun(&words)
    // More words than that tell nobody apart.
    words = Array(words.prefix(6))
  }

  /// Whether each word can have a place of its own (Hall's condition), or one that is for several.
  static func fitDifferentPlaces(_ places: [UInt32]) -> Bool {
    for subset in 1..<(1 << places.count) {
      var union: UInt32 = 0
      for index in places.indices where subset & (1 << index) != 0 { union |= places[index] }
      if union & SearchToken.sharedPlaces != 0 { continue }
      if union.nonzeroBitCount < subset.nonzeroBitCount { return false }
    }
    return true
  }

  static let highestBonus: Float = 4

  func bonus(_ places: [UInt32], isExact: Bool) -> Float {
    var bonus: Float = isExact ? 1 : 0
    var lastPlace: UInt32 = 0
    var inOrder = places.count > 1
    for (index, place) in places.enumerated() {
      if place & SearchToken.namePlaces != 0 {
        // The first place after the one before.
        let after = place & SearchToken.namePlaces & ~((lastPlace << 1) &- 1)
        let next = lastPlace == 0 ? place & SearchToken.namePlaces : after
        inOrder = inOrder && next != 0
        lastPlace = next & (~next &+ 1)
        continue
      }
      inOrder = false
      let isDigits = words[index].digits != nil
      if place & SearchToken.phoneEnd != 0 { continue }
      if place & SearchToken.otherNamePlaces != 0 {
        bonus -= 1
      } else if place & SearchToken.vehiclePlaces != 0 {
        bonus -= isDigits ? 4 : 2
      } else if place & SearchToken.emailPlaces != 0 {
        bonus -= 3
      } else if place & SearchToken.phoneStart != 0 {
        bonus -= 6
      } else {
        bonus -= 8
      }
    }
    return inOrder ? bonus + 3 : bonus
  }
}
