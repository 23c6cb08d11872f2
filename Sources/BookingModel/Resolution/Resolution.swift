/// How far the look-up of one unknown write has come: when it is asked about next, and what is known (DESIGN 6.3).
///
/// The first look-ups come 2, 5 and 10 s after the write became unknown, because lists are read from a replica that lags (CONTRACT 14);
/// then every 15 s for as long as the write is open.
public struct Resolution: Equatable, Sendable {
  public enum Finding: Equatable, Sendable {
    /// Not looked up yet.
    case nothing
    /// The server answered, and it was not there.
    case notThere
    /// The server's state does not tell.
    case undecided(Booking)
  }

  /// When the write became unknown; for one of an earlier run of the program, when it would have been given up.
  public var since: Instant
  /// On its way to the server.
  public var question: LookUpQuestion?
  public var askedAt: Instant?
  /// When the last look-up that was answered was asked: until then, the finding holds.
  public var lastLook: Instant?
  /// When to ask next, unless a question is on its way.
  public var nextLook: Instant
  public var finding: Finding
  /// Why the last look-up brought nothing.
  public var trouble: CalError?
  /// The clerk wants to give it up: the next press of the key does, once it has been looked up again.
  public var isGivingUp: Bool

  public static let firstPauses: [Int64] = [2, 5, 10]
  public static let pauseSeconds: Int64 = 15
  /// How long the answer to a write is waited for.
  public static let longestWriteSeconds: Int64 = 20
  /// A finding older than this is no ground for a person's decision. In seconds.
  public static let freshSeconds: Int64 = 30

  public init(since: Instant, nextLook: Instant) {
    self.since = since
    self.nextLook = nextLook
    finding = .nothing
    isGivingUp = false
  }

  /// A write that has just become unknown.
  public init(since: Instant) {
    self.init(since: since, nextLook: since.adding(seconds: Resolution.firstPauses[0]))
  }

  public func isDue(at now: Instant) -> Bool { question == nil && nextLook <= now }

  /// Whether a person may decide: looked up after the replica has had its time, and just now.
  public func isSettled(at now: Instant) -> Bool {
    guard let lastLook, trouble == nil, finding != .nothing else { return false }
    let patience = since.adding(seconds: Resolution.firstPauses.last ?? 0)
    return lastLook >= patience && now <= lastLook.adding(seconds: Resolution.freshSeconds)
  }

  mutating func ask(_ question: LookUpQuestion, at now: Instant) {
    self.question = question
    askedAt = now
  }

  mutating func answered(_ finding: Finding, at now: Instant) {
    self.finding = finding
    lastLook = askedAt ?? now
    trouble = nil
    question = nil
    let planned = Resolution.firstPauses.map { since.adding(seconds: $0) }.first { $0 > now }
    let regular = max((askedAt ?? now).adding(seconds: Resolution.pauseSeconds), now.adding(seconds: 1))
    nextLook = min(planned ?? regular, regular)
  }

  /// - Parameters:
  ///   - pollMilliseconds: a server that cannot be reached is not asked more often than it is polled.
  ///   - contact: when the server last answered anything.
  mutating func failed(_ error: CalError, at now: Instant, pollMilliseconds: Int64, contact: Instant?) {
    trouble = error
    question = nil
    switch error.kind {
    case .rateLimited(let seconds): nextLook = now.adding(seconds: Int64(min(max(seconds, 1), 3600)))
    case .noAnswer(.unreachable), .noAnswer(.timedOut), .noAnswer(.tlsRefused):
      // It came back while this question hung.
      if let contact, let askedAt, contact > askedAt {
        nextLook = now
        return
      }
      nextLook = now.adding(milliseconds: pollMilliseconds)
    default:
      let planned = Resolution.firstPauses.map { since.adding(seconds: $0) }.first { $0 > now }
      nextLook = planned ?? now.adding(seconds: Resolution.pauseSeconds)
    }
  }

  /// The server has answered something else: what failed for want of it is asked again at once.
  mutating func serverIsBack(at now: Instant) {
    guard let trouble, question == nil else { return }
    if case .rateLimited = trouble.kind { return }
    nextLook = min(nextLook, now)
  }
}

extension DeskRef {
  /// The reference of a write that sends a draft: the draft can be told from it after a crash too, so that it is not offered as an unsent one.
  init(sending draft: Draft.ID, _ unique: DeskRef) {
    self.init(draft.rawValue + "." + unique.rawValue)
  }

  /// The draft that was sent under it. All sendings of one draft have it in common, the first and those that a person asked for when that one was
  /// not found: one booking is wanted of them all. A write that no draft made stands for itself.
  public var intent: Draft.ID { Draft.ID(rawValue: String(rawValue.prefix { $0 != "." })) }
}
