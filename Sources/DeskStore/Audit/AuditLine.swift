public import BookingModel
import GRDB

/// One line of the audit (DESIGN 6.4): a write before it left, or what became of it. It names ids, never people.
///
/// Each line carries the hash of the one before, so a line that is changed, taken out or put in breaks the chain behind it.
public struct AuditLine: Hashable, Sendable {
  public enum Event: String, Hashable, Sendable, CaseIterable {
    case intent, accepted, refused, unknown, abandoned
  }

  /// From 1, without a gap.
  public var number: Int
  public var at: Instant
  public var event: Event
  public var deskRef: DeskRef
  /// `create`, `move`, `cancel`, …
  public var kind: String
  public var profile: String
  public var clerk: String
  public var desk: String
  public var service: Service.ID?
  public var start: Instant?
  /// The booking that is to change, or the one that came of it.
  public var booking: Booking.UID?
  /// Why it was done, as far as one of the desk's own reasons was chosen; why it was refused or is unknown, as a word.
  public var reason: String
  /// 64 hexadecimal digits; empty in the first line.
  public var previous: String
  public var hash: String

  /// What is hashed: every field with its length before it, so that no two lines read the same.
  var sealedText: String {
    let fields = [
      previous, String(number), String(at.milliseconds), event.rawValue, deskRef.rawValue, kind, profile, clerk, desk,
      service.map { String($0.rawValue) } ?? "-", start.map { String($0.milliseconds) } ?? "-",
      booking?.rawValue ?? "-", reason,
    ]
    return fields.map { "\($0.utf8.count):\($0)" }.joined(separator: ",")
  }
}

extension AuditLine {
  init(_ row: Row) throws {
    self.init(
      number: try row.decode(forColumn: "number"), at: Instant(milliseconds: try row.decode(forColumn: "at")),
      event: Event(rawValue: try row.decode(forColumn: "event")) ?? .unknown,
      deskRef: DeskRef(try row.decode(forColumn: "deskRef")), kind: try row.decode(forColumn: "kind"),
      profile: try row.decode(forColumn: "profile"), clerk: try row.decode(forColumn: "clerk"),
      desk: try row.decode(forColumn: "desk"),
      service: (try row.decode(Int?.self, forColumn: "service")).map { Service.ID($0) },
      start: (try row.decode(Int64?.self, forColumn: "start")).map { Instant(milliseconds: $0) },
      booking: (try row.decode(String?.self, forColumn: "booking")).map { Booking.UID($0) },
      reason: try row.decode(forColumn: "reason"), previous: try row.decode(forColumn: "previous"),
      hash: try row.decode(forColumn: "hash"))
  }
}

extension Write {
  /// The reason of a cancel or decline where it is one of the desk's own sentences; what was typed freely may name people.
  var auditReason: String {
    let given: String
    switch self {
    case .cancel(_, let reason, _, _): given = reason
    case .decline(_, let reason): given = reason ?? ""
    default: return ""
    }
    if given.isEmpty { return "" }
    return (ChangePrompt.cancelReasons + ChangePrompt.declineReasons).contains(given) ? given : "in other words"
  }
}

extension CalError {
  /// One word and the status, without the server's sentence.
  var auditReason: String {
    let word =
      switch kind {
      case .slotTaken: "slotTaken"
      case .outOfBounds: "outOfBounds"
      case .limitReached: "limitReached"
      case .notSignedIn: "notSignedIn"
      case .forbidden: "forbidden"
      case .notFound: "notFound"
      case .rateLimited: "rateLimited"
      case .invalidField: "invalidField"
      case .alreadyDone: "alreadyDone"
      case .refused: "refused"
      case .serverFailure: "serverFailure"
      case .noAnswer(let trouble): trouble.rawValue
      }
    return status.map { "\(word) \($0)" } ?? word
  }
}
