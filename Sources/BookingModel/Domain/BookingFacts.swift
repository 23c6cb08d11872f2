/// What a desk knows of a booking and Cal.com cannot hold (CONTRACT 13): kept on this machine, never sent.
public struct BookingFacts: Hashable, Sendable, Codable {
  /// When the attendee was seen at the counter.
  public var arrivedAt: Instant?
  /// When the work was handed over.
  public var doneAt: Instant?
  /// For colleagues.
  public var note: String

  public init(arrivedAt: Instant? = nil, doneAt: Instant? = nil, note: String = "") {
    self.arrivedAt = arrivedAt
    self.doneAt = doneAt
    self.note = note
  }

  public static let none = BookingFacts()
}
