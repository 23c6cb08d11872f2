public import BookingModel
import GRDB

extension StoreRequest where Answer == FindAnswer {
  /// Looks through all cached bookings for words, and for those of some customers.
  ///
  /// Words are found as they are written, small or large; names with accents, and phone numbers in any spelling, are found over their
  /// customers. Words of fewer than three letters find nothing by themselves: everything has them.
  public static func find(_ question: FindQuestion, rules: CustomerRules) -> StoreRequest {
    StoreRequest(.read) { db, _ in
      var uids: Set<Booking.UID> = []
      for id in question.customers {
        let region = try CustomerRegion.of(id, db, rules: rules)
        let book = CustomerBook(region.pieces.values.map(\.content), asOf: question.now, rules: rules)
        uids.formUnion(book.bookings(of: id))
      }
      let words = question.text.split(whereSeparator: \.isWhitespace).map(String.init)
      if let code = ConfirmationCode(typed: question.text) { uids.formUnion(try BookingTable.uids(code, db)) }
      if words.contains(where: { $0.count > 2 }) { uids.formUnion(try BookingSearch.withNotes(words, db)) }
      let search = BookingSearch(
        uids: uids, words: words.isEmpty ? nil : words.contains { $0.count > 2 } ? words : [], question: question)
      return try search.answer(db)
    }
  }
}

private struct BookingSearch {
  /// Found already, whatever is in them.
  var uids: Set<Booking.UID>
  /// Must all be in a booking; `nil` takes every booking, none at all takes no more than the uids.
  var words: [String]?
  var question: FindQuestion

  func answer(_ db: Database) throws -> FindAnswer {
    var found: [Booking] = []
    let coming = "WHERE end > ?1 AND \(condition) ORDER BY start, uid"
    let past = "WHERE end <= ?1 AND \(condition) ORDER BY start DESC, uid DESC"
    for tail in [coming, past] {
      let rows = try Row.fetchCursor(db, sql: "SELECT uid, value FROM booking " + tail, arguments: try arguments())
      while found.count <= question.limit, let row = try rows.next() {
        guard let booking = JSONText.decode(Booking.self, try row.decode(forColumn: "value")) else { continue }
        if uids.contains(booking.uid) || words.map({ booking.contains($0) }) ?? true { found.append(booking) }
      }
    }
    return FindAnswer(bookings: Array(found.prefix(question.limit)), hasMore: found.count > question.limit)
  }

  /// SQLite sorts out what cannot match; JSON has words of its own, so what is left is looked at again.
  private var condition: String {
    guard let words else { return "TRUE" }
    let known = "uid IN (SELECT value FROM json_each(?2))"
    if words.isEmpty { return known }
    let likes = words.indices.map { "value LIKE ?\($0 + 3) ESCAPE '\\'" }.joined(separator: " AND ")
    return "(\(known) OR (\(likes)))"
  }

  private func arguments() throws -> StatementArguments {
    var arguments: [any DatabaseValueConvertible] = [question.now.milliseconds]
    if let words {
      arguments.append(try JSONText.encode(uids.map(\.rawValue).sorted()))
      arguments += words.map(BookingSearch.pattern)
    }
    return StatementArguments(arguments)
  }

  /// Bookings whose staff note has all the words: the note is this desk's, and not in the booking.
  static func withNotes(_ words: [String], _ db: Database) throws -> [Booking.UID] {
    let likes = words.map { _ in "note LIKE ? ESCAPE '\\'" }.joined(separator: " AND ")
    return try String.fetchAll(
      db, sql: "SELECT booking FROM fact WHERE " + likes, arguments: StatementArguments(words.map(pattern))
    ).map { Booking.UID($0) }
  }

  private static func pattern(_ word: String) -> String {
    var escaped = ""
    for character in word {
      if "%_\\".contains(character) { escaped.append("\\") }
      escaped.append(character)
    }
    return "%\(escaped)%"
  }
}

extension Booking {
  /// Whether each word is somewhere in what people wrote or read of it.
  fileprivate func contains(_ words: [String]) -> Bool {
    guard !words.isEmpty else { return false }
    var texts = [uid.rawValue, title, notes ?? "", location ?? ""] + guests
    for attendee in attendees { texts += [attendee.name, attendee.phone ?? "", attendee.email ?? ""] }
    for answer in answers.values { texts += answer.texts }
    let folded = texts.map { $0.lowercased() }
    return words.allSatisfy { word in
      let wanted = word.lowercased()
      return folded.contains { $0.contains(wanted) }
    }
  }
}

extension JSONValue {
  fileprivate var texts: [String] {
    switch self {
    case .string(let text): [text]
    case .int(let number): [String(number)]
    case .array(let values): values.flatMap(\.texts)
    case .object(let fields): fields.values.flatMap(\.texts)
    case .null, .bool, .double: []
    }
  }
}
