/// What a desk of this machine did to a booking: one row of the journal of writes.
public struct BookingEvent: Hashable, Sendable {
  public enum Outcome: Hashable, Sendable {
    /// Done, with the booking that came of it: a move makes a new one.
    case accepted(Booking.UID?)
    case refused
    /// It may have happened.
    case unknown
    case underWay
    /// Closed by a person as not done.
    case givenUp
  }

  public var ref: DeskRef
  /// Without personal data once it is closed (DESIGN 6.4).
  public var write: Write
  public var clerk: String
  public var desk: String
  /// When it was decided, before it was sent.
  public var at: Instant
  public var outcome: Outcome

  public init(ref: DeskRef, write: Write, clerk: String, desk: String, at: Instant, outcome: Outcome) {
    self.ref = ref
    self.write = write
    self.clerk = clerk
    self.desk = desk
    self.at = at
    self.outcome = outcome
  }
}

/// Which rows of the journal tell the history of some bookings.
public struct HistoryQuestion: Hashable, Sendable {
  /// A booking together with those that it was moved from and to.
  public var uids: [Booking.UID]
  /// The references under which desks made them.
  public var refs: [DeskRef]
  public init(uids: [Booking.UID], refs: [DeskRef]) {
    self.uids = uids
    self.refs = refs
  }
}
