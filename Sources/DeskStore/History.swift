public import BookingModel
import GRDB

// Who did what to a booking, as the journal of writes has it.

extension StoreRequest where Answer == [BookingEvent] {
  /// The writes that made or changed some bookings, oldest first.
  public static func history(_ question: HistoryQuestion) -> StoreRequest {
    StoreRequest(.read) { db, _ in
      let uids = question.uids.map(\.rawValue)
      let refs = question.refs.map(\.rawValue)
      guard !uids.isEmpty || !refs.isEmpty else { return [] }
      func marks(_ count: Int) -> String { Array(repeating: "?", count: count).joined(separator: ", ") }
      return try Row.fetchAll(
        db,
        sql: """
          SELECT * FROM journal
          WHERE booking IN (\(marks(uids.count))) OR result IN (\(marks(uids.count))) OR deskRef IN (\(marks(refs.count)))
          ORDER BY createdAt, deskRef
          """,
        arguments: StatementArguments(uids + uids + refs)
      ).compactMap { try JournalEntry($0).map(BookingEvent.init) }
    }
  }
}

extension BookingEvent {
  init(_ entry: JournalEntry) {
    let outcome: Outcome =
      switch entry.state {
      case .written: .underWay
      case .accepted(let uid): .accepted(uid)
      case .refused: .refused
      case .unknown: .unknown
      case .abandoned: .givenUp
      }
    self.init(
      ref: entry.deskRef, write: entry.write, clerk: entry.clerk, desk: entry.desk, at: entry.createdAt,
      outcome: outcome)
  }
}
