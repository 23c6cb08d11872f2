/// A time that a draft wants to keep from others while it is being worked on (CONTRACT 11).
public struct HoldTarget: Hashable, Sendable {
  public var service: Service.ID
  public var start: Instant
  public var end: Instant
  /// The length as the route wants it: only for services with several.
  public var minutes: Int?

  public init(service: Service.ID, start: Instant, end: Instant, minutes: Int? = nil) {
    self.service = service
    self.start = start
    self.end = end
    self.minutes = minutes
  }

  public var range: Range<Instant> { start..<max(start, end) }
}

/// One wish for a hold. Its answer carries it back, so that a late one is told from the one that is awaited.
public struct HoldQuestion: Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    /// A new hold; the one of this uid is let go first, because the server would see a conflict with it.
    case new(replacing: String?)
    case renewal(of: String)
  }

  /// Unique among the questions of a run.
  public var number: Int
  public var draft: Draft.ID
  public var target: HoldTarget
  public var kind: Kind
  /// The services that need the same hosts. The server does not see their holds as conflicts, the desks of one machine do.
  public var rivals: Set<Service.ID>
  /// How many of them can go on at one time.
  public var room: Int

  public init(
    number: Int, draft: Draft.ID, target: HoldTarget, kind: Kind, rivals: Set<Service.ID> = [], room: Int = 1
  ) {
    self.number = number
    self.draft = draft
    self.target = target
    self.kind = kind
    self.rivals = rivals
    self.room = room
  }
}

/// Why there is no hold.
public enum HoldTrouble: Error, Hashable, Sendable {
  /// Another draft on this machine holds the time.
  case heldBy(DeskHold)
  case server(CalError)
  case store(StoreTrouble)
}

/// A reservation of a slot by one of the desks on this machine. Only the desks know whose it is: the server does not (CONTRACT 11).
public struct DeskHold: Hashable, Sendable {
  public var reservation: Reservation
  public var desk: String
  /// The draft it belongs to.
  public var draft: String?

  public init(reservation: Reservation, desk: String, draft: String? = nil) {
    self.reservation = reservation
    self.desk = desk
    self.draft = draft
  }

  public var range: Range<Instant> { reservation.range }
}

extension Reservation {
  public var range: Range<Instant> { start..<max(start, end) }
}

/// Where the hold of one draft stands.
public struct DraftHold: Equatable, Sendable {
  /// The time that the draft has now.
  public internal(set) var target: HoldTarget?
  /// When to ask for it: once the choice has rested.
  public internal(set) var askAt: Instant?
  /// On its way; there is never more than one.
  public internal(set) var question: HoldQuestion?
  public internal(set) var reservation: Reservation?
  /// When a renewal is due, if the draft is being worked on.
  public internal(set) var renewAt: Instant?
  /// An answer was lost: until then the server may be holding this time for us.
  var perhaps: (target: HoldTarget, until: Instant)? {
    get { perhapsTarget.map { ($0, perhapsUntil) } }
    set {
      perhapsTarget = newValue?.target
      perhapsUntil = newValue?.until ?? Instant(milliseconds: 0)
    }
  }
  private var perhapsTarget: HoldTarget?
  private var perhapsUntil = Instant(milliseconds: 0)
  /// When it ended or was lost: asked again only by a key that is pressed after that.
  var endedAt: Instant?
  /// Brought back from the store: whether the server still has it is not known yet.
  var isUnverified = false

  init() {}

  /// The times that the server may be hiding for the sake of this draft.
  func ranges(at now: Instant) -> [Range<Instant>] {
    var ranges: [Range<Instant>] = []
    if let reservation { ranges.append(reservation.range) }
    if let question { ranges.append(question.target.range) }
    if let perhaps, perhaps.until > now { ranges.append(perhaps.target.range) }
    return ranges
  }

  /// Whether the server holds this time for the draft, or may do so.
  func covers(_ target: HoldTarget, at now: Instant) -> Bool {
    if let reservation, reservation.covers(target) { return true }
    if question?.target == target { return true }
    return perhaps.map { $0.target == target && $0.until > now } ?? false
  }
}

extension Reservation {
  func covers(_ target: HoldTarget) -> Bool { service == target.service && start == target.start && end == target.end }
}
