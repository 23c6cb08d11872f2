/// Reads the one line. Tokens may come in any order:
/// - `@pat` a host, by the beginning of a word of the name or of the username;
/// - `#text` a note, up to the next ` @`, ` #` or the end;
/// - `+1555…` a phone number; so is a number of seven digits and more that is one at home;
/// - a service by its code, by words that follow each other and are words of its title or begin them (`Express Wash`), or by three letters
///   and more that begin one;
/// - a day and a time as ``DateEntry`` reads them, over up to four words (`next fri 2 pm`); beside a day a bare hour is a
///   time (`tomorrow 9`), and `now` is now;
/// - what is left is the customer.
public struct OneLineParser: Sendable {
  public let services: [Service]
  public let codes: ServiceCodes
  /// The words of each title, folded.
  private let titles: [(id: Service.ID, words: [String])]
  public var hosts: [Host]
  public var country: Country?
  public var order: DateEntry.Order
  /// The shop's day.
  public var today: CalendarDay

  public init(
    services: [Service], hosts: [Host] = [], country: Country? = nil, order: DateEntry.Order = .monthFirst,
    today: CalendarDay
  ) {
    self.services = services
    self.codes = ServiceCodes(services)
    titles = services.map { ($0.id, FoldedText.name($0.title).split(separator: " ").map(String.init)) }
    self.hosts = hosts
    self.country = country
    self.order = order
    self.today = today
  }

  /// - Parameters:
  ///   - chosen: what a person took a piece of text for, by the text in small letters; it stays where the text may still mean that.
  ///   - isCustomer: whether some customer has a word that begins so. A word with another meaning is shown as ambiguous only then.
  public func parse(
    _ text: String, chosen: [String: OneLine.Meaning] = [:], isCustomer: (String) -> Bool = { _ in false }
  ) -> OneLine {
    let words = OneLineParser.words(text)
    var pieces: [Piece] = []
    var index = 0
    var titled = 0..<0
    var title: (services: [OneLine.Meaning], isWhole: Bool) = ([], false)
    while index < words.count {
      let word = words[index]
      if index >= titled.upperBound, let found = self.title(words[index...]) {
        titled = index..<index + found.count
        title = (found.services, found.isWhole)
        if !words[titled].contains(where: { isCustomer($0.text) }) {
          pieces.append(
            Piece(
              range: word.range.lowerBound..<words[titled.upperBound - 1].range.upperBound, readings: title.services))
          index = titled.upperBound
          continue
        }
      }
      if titled.contains(index) {
        // A customer may be called like a word of the title: then the words stay apart, and each can be taken for that.
        let isName = isCustomer(word.text)
        pieces.append(
          Piece(
            range: word.range, readings: title.services + (isName ? [.customer(word.text)] : []),
            isOfTitle: title.isWhole))
      } else if word.text.hasPrefix("#") {
        pieces.append(Piece(range: word.range, readings: [.note(note(word.text))]))
      } else if let dated = dated(words[index...]) {
        // A lone word may also be a name (`may`, `sat`), or digits of a phone.
        var readings = [dated.meaning]
        if dated.count == 1 {
          readings += serviceReadings(word.text, exactOnly: true)
          if isCustomer(word.text) { readings.append(.customer(word.text)) }
        }
        pieces.append(
          Piece(range: word.range.lowerBound..<words[index + dated.count - 1].range.upperBound, readings: readings))
        index += dated.count
        continue
      } else {
        pieces.append(Piece(range: word.range, readings: readings(word.text, isCustomer)))
      }
      index += 1
    }
    addBareHours(&pieces, words)
    joinPhones(&pieces, words)
    if !chosen.isEmpty { prefer(chosen, &pieces, Array(text.prefix(OneLineParser.limit))) }
    return OneLine(parts: choose(pieces))
  }

  /// Characters that are read; the rest of a pasted page is not.
  static let limit = 400

  /// Turns the readings of a piece until the chosen one is first: the others stay in their order behind it.
  private func prefer(_ chosen: [String: OneLine.Meaning], _ pieces: inout [Piece], _ characters: [Character]) {
    for index in pieces.indices {
      guard let wanted = chosen[String(characters[pieces[index].range]).lowercased()],
        let place = pieces[index].readings.firstIndex(of: wanted)
      else { continue }
      let readings = pieces[index].readings
      pieces[index].readings = Array(readings[place...] + readings[..<place])
      pieces[index].isChosen = true
    }
  }

  /// Something of the text, and what it may be: the likeliest first.
  struct Piece {
    var range: Range<Int>
    var readings: [OneLine.Meaning]
    /// A person has said which reading it is: the first.
    var isChosen = false
    /// A whole word beside others of the same title: hardly anything else.
    var isOfTitle = false
  }

  struct Word {
    var text: String
    var range: Range<Int>
  }

  /// A note is one word, however many it has.
  static func words(_ text: String) -> [Word] {
    var words: [Word] = []
    let characters = Array(text.prefix(limit))
    var index = 0
    while index < characters.count {
      if characters[index].isWhitespace {
        index += 1
        continue
      }
      let start = index
      let isNote = characters[index] == "#"
      index += 1
      while index < characters.count {
        if characters[index].isWhitespace, !isNote { break }
        let begins = characters[index] == "@" || characters[index] == "#"
        if isNote, begins, characters[index - 1].isWhitespace { break }
        index += 1
      }
      var end = index
      while end > start, characters[end - 1].isWhitespace { end -= 1 }
      words.append(Word(text: String(characters[start..<end]), range: start..<end))
    }
    return words
  }

  private func note(_ text: String) -> String {
    String(text.dropFirst().drop(while: \.isWhitespace))
  }

  // MARK: - Readings

  private func readings(_ word: String, _ isCustomer: (String) -> Bool) -> [OneLine.Meaning] {
    if word.hasPrefix("@"), !word.dropFirst().isEmpty {
      let found = hostReadings(FoldedText.name(String(word.dropFirst())))
      return found.isEmpty ? [.unknown] : found
    }
    if word.lowercased() == "now" { return isCustomer(word) ? [.now, .customer(word)] : [.now] }
    if word.hasPrefix("+") { return [phone(word)] }
    if word.count(where: { $0.isASCII && $0.isNumber }) >= 7 {
      let phone = phone(word)
      if case .phone = phone { return [phone] }
      // Of so many digits nothing else can be made, unless they are some of a customer's.
      let isOfDigits = word.allSatisfy { $0.isASCII && $0.isNumber || "()-.".contains($0) }
      if isOfDigits, case .noPhone = phone, !isCustomer(word) { return [phone] }
    }
    let exact = serviceReadings(word, exactOnly: true)
    if !exact.isEmpty { return isCustomer(word) ? exact + [.customer(word)] : exact }
    let begun = serviceReadings(word, exactOnly: false)
    // The beginning of a title is a weaker sign than a customer of that name.
    if !begun.isEmpty { return isCustomer(word) ? [.customer(word)] + begun : begun }
    return isBrokenDate(word) && !isCustomer(word) ? [.unknown] : [.customer(word)]
  }

  /// `31/13`, `25:00`: written like a date or a time, and neither.
  private func isBrokenDate(_ word: String) -> Bool {
    word.contains { "/:".contains($0) } && word.first?.isNumber == true
      && word.allSatisfy { $0.isASCII && $0.isNumber || "/:.".contains($0) }
  }

  private func phone(_ text: String) -> OneLine.Meaning {
    guard let country else { return .unknown }
    do throws(PhoneProblem) {
      return .phone(try PhoneNumber(text, country: country).e164)
    } catch {
      return .noPhone(error)
    }
  }

  private func hostReadings(_ wanted: String) -> [OneLine.Meaning] {
    let exact = hosts.filter { $0.username.map(FoldedText.name) == wanted || FoldedText.name($0.name) == wanted }
    let found =
      exact.isEmpty
      ? hosts.filter { host in
        let words = FoldedText.name(host.name + " " + (host.username ?? "")).split(separator: " ")
        return words.contains { $0.hasPrefix(wanted) }
      } : exact
    return found.map { .host($0.id) }
  }

  private func serviceReadings(_ word: String, exactOnly: Bool) -> [OneLine.Meaning] {
    if let service = codes.service(word) { return [.service(service)] }
    let folded = FoldedText.name(word)
    guard !exactOnly, folded.count >= 3 else { return [] }
    return titles.filter { $0.words.contains { $0.hasPrefix(folded) } }.map { .service($0.id) }
  }

  /// The longest run of two words and more that stand in one title, in its order: whole ones, or at least two letters that begin one, three
  /// of one of them. A title that says no more than that comes alone.
  private func title(_ words: ArraySlice<Word>) -> (services: [OneLine.Meaning], isWhole: Bool, count: Int)? {
    let typed = words.prefix(8).prefix { !"#@+".contains($0.text.first ?? "#") }.map { FoldedText.name($0.text) }
    guard typed.count >= 2 else { return nil }
    for count in stride(from: typed.count, through: 2, by: -1) {
      let run = typed.prefix(count)
      guard run.contains(where: { $0.count >= 3 }) else { continue }
      let found = titles.filter { OneLineParser.stand(run, in: $0.words) }
      guard !found.isEmpty else { continue }
      let same = found.filter { $0.words == Array(run) }
      let isWhole = found.contains { title in run.allSatisfy(title.words.contains) }
      return ((same.isEmpty ? found : same).map { .service($0.id) }, isWhole, count)
    }
    return nil
  }

  private static func stand(_ typed: ArraySlice<String>, in title: [String]) -> Bool {
    var rest = title[...]
    for word in typed {
      let begins = word.count >= 2 && !word.allSatisfy(\.isNumber)
      guard let place = rest.firstIndex(where: { $0 == word || begins && $0.hasPrefix(word) }) else { return false }
      rest = rest[(place + 1)...]
    }
    return true
  }

  /// The longest run of words, four at most, that is a day, a time or both.
  private func dated(_ words: ArraySlice<Word>) -> (meaning: OneLine.Meaning, count: Int)? {
    for count in stride(from: min(4, words.count), through: 1, by: -1) {
      let run = words.prefix(count)
      if run.contains(where: { $0.text.hasPrefix("#") || $0.text.hasPrefix("@") }) { continue }
      // Seven digits and more are a phone, and a bare number is read beside its neighbours.
      if run.contains(where: { $0.text.count(where: \.isNumber) >= 7 && CalendarDay($0.text) == nil }) { continue }
      if count == 1, let first = run.first, first.text.allSatisfy(\.isNumber) { continue }
      // So is a plus with more days than anybody books ahead.
      if run.contains(where: { $0.text.hasPrefix("+") && $0.text.count(where: \.isNumber) > 3 }) { continue }
      if count > 1, !numbersBelong(run.map(\.text)) { continue }
      let text = OneLineParser.spaced(run.map(\.text))
      guard let entry = DateEntry.parse(text, today: today, shown: .distant, order: order, isUpcoming: true)
      else { continue }
      switch (entry.day == .distant, entry.minute) {
      case (true, let minute?): return (.time(minute), count)
      case (false, let minute?): return (.dayAndTime(entry.day, minute), count)
      case (false, nil): return (.day(entry.day), count)
      case (true, nil): continue
      }
    }
    return nil
  }

  /// Whether bare numbers at the ends of a run are part of a date (`dec 3`, `3 dec`) or a time (`2 pm`), not something of their own.
  private func numbersBelong(_ words: [String]) -> Bool {
    for index in [0, words.count - 1] where words[index].allSatisfy(\.isNumber) {
      let neighbours = [index - 1, index + 1].filter(words.indices.contains).map { words[$0].lowercased() }
      let belongs = neighbours.contains { word in
        let isMonth = word.count >= 3 && monthNames.contains { $0.lowercased().hasPrefix(word) }
        return isMonth || OneLineParser.halves.contains(word)
      }
      if !belongs { return false }
    }
    return true
  }

  private static let halves = ["am", "pm", "a", "p"]

  /// `2 pm` and `2 p` are one word to those who read times.
  private static func spaced(_ words: [String]) -> String {
    words.reduce("") { text, word in
      let isHalf = halves.contains(word.lowercased()) && text.last?.isNumber == true
      return text.isEmpty || isHalf ? text + word : text + " " + word
    }
  }

  // MARK: - Bare numbers

  /// A bare number is a time beside a day (`tomorrow 9`, `fri 1430`); else it may be a time or digits of a phone, which is said.
  private func addBareHours(_ pieces: inout [Piece], _ words: [Word]) {
    let hasTime = pieces.contains { piece in
      switch piece.readings[0] {
      case .time, .dayAndTime, .now: true
      default: false
      }
    }
    let days = pieces.indices.filter { if case .day = pieces[$0].readings[0] { true } else { false } }
    for index in pieces.indices {
      guard case .customer(let text)? = pieces[index].readings.first, text.allSatisfy({ $0.isASCII && $0.isNumber }),
        let minute = OneLineParser.bareTime(text)
      else { continue }
      if !hasTime, days.contains(index - 1) || days.contains(index + 1) {
        let other: [OneLine.Meaning] = text.count == 4 ? [.customer(text)] : []
        pieces[index].readings = [.time(minute)] + other
      } else if !hasTime {
        // Names have no numbers, and two digits are too few for a phone: more likely an hour.
        pieces[index].readings = text.count < 3 ? [.time(minute), .customer(text)] : [.customer(text), .time(minute)]
      }
    }
  }

  /// `9` is 9:00, `2` is 14:00 (no shop opens at two at night), `930` is 9:30, `1430` is 14:30.
  static func bareTime(_ text: String) -> Int? {
    guard let number = Int(text), (1...4).contains(text.count) else { return nil }
    var (hour, minute) = text.count >= 3 ? (number / 100, number % 100) : (number, 0)
    guard hour < 24, minute < 60, number > 0 else { return nil }
    if text.first != "0", (1...6).contains(hour) { hour += 12 }
    return hour * 60 + minute
  }

  /// `555 867 5309`: neighbouring numbers that are one phone number together.
  private func joinPhones(_ pieces: inout [Piece], _ words: [Word]) {
    guard country != nil else { return }
    for start in pieces.indices {
      guard start < pieces.count else { break }
      for count in stride(from: min(4, pieces.count - start), through: 2, by: -1) {
        let run = pieces[start..<start + count]
        let texts = run.map { piece in words.first { $0.range == piece.range }?.text ?? "x" }
        let isNumber = texts.enumerated().allSatisfy { index, text in
          text.allSatisfy { $0.isASCII && $0.isNumber || "()-.".contains($0) || $0 == "+" && index == 0 }
        }
        guard isNumber, let first = run.first, let last = run.last else { continue }
        let number = phone(texts.joined(separator: " "))
        guard case .phone = number else { continue }
        let joined = Piece(range: first.range.lowerBound..<last.range.upperBound, readings: [number])
        pieces.replaceSubrange(start..<start + count, with: [joined])
        break
      }
    }
  }

  // MARK: - Choosing

  /// Of the readings of all pieces together those which contradict each other least: no second service, day, time or host, and somebody to book for.
  private func choose(_ pieces: [Piece]) -> [OneLine.Part] {
    let open = pieces.indices.filter { pieces[$0].readings.count > 1 && !pieces[$0].isChosen }.prefix(6)
    var choice = Array(repeating: 0, count: pieces.count)
    var best = choice
    var bestCost = Int.max
    while true {
      let unlikely = pieces.indices.reduce(0) { $0 + choice[$1] * (pieces[$1].isOfTitle ? 3 : 1) }
      let cost = OneLineParser.cost(pieces.indices.map { pieces[$0].readings[choice[$0]] }) + unlikely
      if cost < bestCost { (best, bestCost) = (choice, cost) }
      guard let next = open.last(where: { choice[$0] < min(pieces[$0].readings.count, 4) - 1 }) else { break }
      choice[next] += 1
      for index in open where index > next { choice[index] = 0 }
    }
    var seen: [Int: OneLine.Meaning] = [:]
    return pieces.indices.map { index in
      let piece = pieces[index]
      let meaning = piece.readings[best[index]]
      // The same once more contradicts nothing.
      let isSurplus = OneLineParser.slots(meaning).contains { seen[$0] != nil && seen[$0] != meaning }
      for slot in OneLineParser.slots(meaning) where seen[slot] == nil { seen[slot] = meaning }
      return OneLine.Part(
        range: piece.range, meaning: meaning, alternatives: piece.readings.filter { $0 != meaning },
        isSurplus: isSurplus)
    }
  }

  private static func cost(_ meanings: [OneLine.Meaning]) -> Int {
    var seen: [Int: OneLine.Meaning] = [:]
    var cost = 0
    var hasCustomer = false
    for meaning in meanings {
      for slot in slots(meaning) {
        if let other = seen[slot] { cost += other == meaning ? 0 : 20 } else { seen[slot] = meaning }
      }
      switch meaning {
      case .customer, .phone: hasCustomer = true
      default: break
      }
    }
    return hasCustomer ? cost : cost + 2
  }

  /// What there is only one of on a line.
  private static func slots(_ meaning: OneLine.Meaning) -> [Int] {
    switch meaning {
    case .customer, .noPhone, .unknown: []
    case .phone: [0]
    case .service: [1]
    case .day: [2]
    case .time: [3]
    case .dayAndTime, .now: [2, 3]
    case .host: [4]
    case .note: [5]
    }
  }
}

extension CalendarDay {
  /// Stands for "no day was said"; no clerk types it.
  fileprivate static let distant = CalendarDay(daysSince1970: -700_000)
}
