/// What the desk's store knows of a stretch of time: the journal's writes and the marks of every desk on this machine.
public struct HandOverRecords: Equatable, Sendable {
  /// One write, as the journal has it: ids and times, no names.
  public struct Entry: Equatable, Sendable {
    public enum Kind: Equatable, Sendable {
      case create, move, cancel, confirm, decline
      case absent, present
      case other
    }
    public enum State: Equatable, Sendable { case done, refused, unknown, underWay, givenUp }

    public var ref: DeskRef
    public var kind: Kind
    public var state: State
    public var clerk: String
    public var desk: String
    public var at: Instant
    /// The booking that came of it, else the one that it was about.
    public var booking: Booking.UID?
    /// The booking that a move or a cancellation took away.
    public var before: Booking.UID?
    public var service: Service.ID?
    public var start: Instant?

    public init(
      ref: DeskRef, kind: Kind, state: State, clerk: String, desk: String, at: Instant, booking: Booking.UID? = nil,
      before: Booking.UID? = nil, service: Service.ID? = nil, start: Instant? = nil
    ) {
      self.ref = ref
      self.kind = kind
      self.state = state
      self.clerk = clerk
      self.desk = desk
      self.at = at
      self.booking = booking
      self.before = before
      self.service = service
      self.start = start
    }
  }

  /// A local fact that was set or taken back.
  public struct Mark: Equatable, Sendable {
    public enum Kind: String, Equatable, Sendable { case arrived, notArrived, done, notDone, note, noNote }
    public var kind: Kind
    public var booking: Booking.UID
    public var clerk: String
    public var desk: String
    public var at: Instant

    public init(kind: Kind, booking: Booking.UID, clerk: String, desk: String, at: Instant) {
      self.kind = kind
      self.booking = booking
      self.clerk = clerk
      self.desk = desk
      self.at = at
    }
  }

  /// A booking that was begun and not sent.
  public struct OpenDraft: Equatable, Sendable {
    public var draft: Draft
    public var desk: String
    public var at: Instant

    public init(draft: Draft, desk: String, at: Instant) {
      self.draft = draft
      self.desk = desk
      self.at = at
    }
  }

  /// By time; those whose outcome is open are there whenever they were made.
  public var entries: [Entry]
  public var marks: [Mark]
  /// The bookings of the entries and marks, as far as they have been read.
  public var bookings: [Booking.UID: Booking]
  public var facts: [Booking.UID: BookingFacts]
  public var drafts: [OpenDraft]

  public init(
    entries: [Entry] = [], marks: [Mark] = [], bookings: [Booking.UID: Booking] = [:],
    facts: [Booking.UID: BookingFacts] = [:], drafts: [OpenDraft] = []
  ) {
    self.entries = entries
    self.marks = marks
    self.bookings = bookings
    self.facts = facts
    self.drafts = drafts
  }
}
