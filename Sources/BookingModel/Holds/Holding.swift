// Holds follow the drafts: asked for after a rest, renewed while someone works, let go when nobody wants them any more.

extension Model {
  /// Milliseconds for which a chosen time rests before it is held: nobody is kept from the times that `.` runs through.
  static let holdRest: Int64 = 400
  /// A draft counts as worked on so long after its last key.
  static let workedOnSeconds: Int64 = 180
  /// A server that could not be reached is asked again for a hold after so long.
  static let holdRetrySeconds: Int64 = 15
  /// A hold whose answer was lost lasts no longer than that: the server's five minutes (CONTRACT 11), and a margin.
  static let lostHoldSeconds: Int64 = 360

  // MARK: - Which drafts have holds

  private enum Role { case followed, kept }

  /// The draft in hand and the parked ones have their times held; one that was sent keeps its hold until the answer is there.
  private var holders: [(draft: Draft, role: Role)] {
    var found = parked.map { (draft: $0, role: Role.followed) }
    if let draft { found.append((draft, .followed)) }
    found += committing.values.map { ($0, .kept) }
    // A draft that was in hand when the program was killed has its hold until it is opened again.
    found += leftDrafts.filter { $0.hold != nil }.map { ($0, .kept) }
    return found
  }

  /// The time that a draft wants to have held; `nil` when there is none that could be.
  private func holdTarget(_ draft: Draft) -> HoldTarget? {
    guard let slot = draft.slot, slot.start > now, draft.refusal?.kind != .slotTaken, !isReadOnly,
      let service = service(draft.service)
    else { return nil }
    return HoldTarget(
      service: service.id, start: slot.start, end: slot.start.adding(minutes: draft.minutes(of: service)),
      minutes: draft.queryMinutes(of: service))
  }

  /// What is to be done about holds after a message. Compares values only; a key costs no more than that.
  mutating func keepHolds() -> [Effect] {
    guard page != .setup, !isFinished else { return [] }
    let holders = holders
    guard !holders.isEmpty || !holds.isEmpty else { return [] }
    var effects: [Effect] = []
    for (draft, role) in holders where role == .followed { effects += follow(draft) }
    let wanted = Set(holders.map(\.draft.id))
    for (draft, role) in holders where role == .kept {
      holds[draft.id]?.askAt = nil
      // Nothing to keep: should it come back into hand, it asks anew.
      if let hold = holds[draft.id], hold.question == nil, hold.reservation == nil { holds[draft.id] = nil }
    }
    for id in holds.keys where !wanted.contains(id) { effects += dropHold(of: id) }
    effects += dueHolds()
    effects += rememberHolds()
    return effects
  }

  private mutating func follow(_ draft: Draft) -> [Effect] {
    // Just started: what the services are is not known yet.
    if draft.slot != nil, draft.service != nil, service(draft.service) == nil { return [] }
    let target = holdTarget(draft)
    var hold = holds[draft.id] ?? DraftHold()
    if target != hold.target {
      hold.target = target
      hold.endedAt = nil
      hold.askAt = nil
      if let target, !isCovered(target, hold), !holdless.contains(target.service) {
        hold.askAt = now.adding(milliseconds: Model.holdRest)
      }
    } else if let ended = hold.endedAt, let key = lastKeyAt, key >= ended, draft.id == self.draft?.id {
      // Someone works on it again.
      hold.endedAt = nil
      if target != nil { hold.askAt = now.adding(milliseconds: Model.holdRest) }
    }
    guard target == nil else {
      if holds[draft.id] != hold { holds[draft.id] = hold }
      return []
    }
    return holds[draft.id] == nil ? [] : dropHold(of: draft.id)
  }

  private func isCovered(_ target: HoldTarget, _ hold: DraftHold) -> Bool {
    hold.reservation?.covers(target) == true
      || hold.perhaps.map { $0.target == target && $0.until > now } == true
  }

  /// Lets a draft's hold go. An answer that is still on its way is let go when it comes.
  mutating func dropHold(of id: Draft.ID) -> [Effect] {
    guard let hold = holds.removeValue(forKey: id) else { return [] }
    if let question = hold.question { abandonedHolds[question.number] = question }
    return hold.reservation.map { release($0) } ?? []
  }

  private mutating func release(_ reservation: Reservation) -> [Effect] {
    guard releasing[reservation.uid] == nil else { return [] }
    releasing[reservation.uid] = reservation
    return [.releaseHold(reservation.uid)]
  }

  /// The drafts carry their holds, so that both come back together after a kill.
  private mutating func rememberHolds() -> [Effect] {
    if let id = draft?.id, draft?.hold != holds[id]?.reservation { draft?.hold = holds[id]?.reservation }
    var effects: [Effect] = []
    for index in parked.indices {
      let hold = holds[parked[index].id]?.reservation
      guard parked[index].hold != hold else { continue }
      parked[index].hold = hold
      effects.append(.saveDraft(parked[index]))
    }
    return effects
  }

  // MARK: - What is due

  private var wasWorkedOn: Bool {
    lastKeyAt.map { now.milliseconds - $0.milliseconds <= Model.workedOnSeconds * 1000 } ?? false
  }

  private mutating func dueHolds() -> [Effect] {
    var effects: [Effect] = []
    for id in holds.keys.sorted(by: { $0.rawValue < $1.rawValue }) {
      guard var hold = holds[id] else { continue }
      if let reservation = hold.reservation, reservation.until <= now {
        hold.reservation = nil
        hold.renewAt = nil
        holds[id] = hold
        effects += holdEnded(id, reservation)
        continue
      }
      guard hold.question == nil else { continue }
      if let askAt = hold.askAt, askAt <= now {
        hold.askAt = nil
        if let target = hold.target, !isCovered(target, hold) {
          hold.question = ask(id, target, .new(replacing: hold.reservation?.uid))
        }
      } else if let renewAt = hold.renewAt, renewAt <= now, id == draft?.id, wasWorkedOn,
        let reservation = hold.reservation, let target = hold.target, reservation.covers(target)
      {
        hold.renewAt = nil
        hold.question = ask(id, target, .renewal(of: reservation.uid))
      } else {
        continue
      }
      holds[id] = hold
      if let question = hold.question { effects.append(.hold(question)) }
    }
    return effects
  }

  private mutating func ask(_ id: Draft.ID, _ target: HoldTarget, _ kind: HoldQuestion.Kind) -> HoldQuestion {
    holdCount += 1
    return HoldQuestion(
      number: holdCount, draft: id, target: target, kind: kind, rivals: rivals(of: target.service),
      room: service(target.service)?.room ?? 1)
  }

  /// When the program must wake up for a hold: to ask, to renew, to tell that one has ended, or to count down on screen.
  var nextHoldTimer: Instant? {
    var next: Instant?
    func consider(_ time: Instant) { next = min(next ?? time, time) }
    for (id, hold) in holds {
      if let reservation = hold.reservation {
        consider(reservation.until)
        consider(HoldTime(until: reservation.until, now: now).nextChange(after: now))
      }
      guard hold.question == nil else { continue }
      if let askAt = hold.askAt { consider(askAt) }
      if id == draft?.id, let renewAt = hold.renewAt, renewAt > now { consider(renewAt) }
    }
    if let due = nextHoldsRead { consider(due) }
    return next
  }

  // MARK: - Answers

  mutating func holdAnswered(_ question: HoldQuestion, _ result: Result<Reservation, HoldTrouble>) -> [Effect] {
    if abandonedHolds.removeValue(forKey: question.number) != nil || holds[question.draft]?.question != question {
      // Nobody wants it any more, whatever it is.
      guard case .success(let reservation) = result else { return [] }
      return isFinished ? [.releaseHold(reservation.uid)] : release(reservation)
    }
    guard var hold = holds[question.draft] else { return [] }
    hold.question = nil
    switch result {
    case .success(let answer):
      // What was asked for stands; how the server counts its end is its own affair.
      var reservation = answer
      (reservation.service, reservation.start, reservation.end) = (
        question.target.service, question.target.start, question.target.end
      )
      let replaced = hold.reservation
      hold.reservation = reservation
      if hold.perhaps?.target == question.target { hold.perhaps = nil }
      hold.isUnverified = false
      hold.endedAt = nil
      let length = reservation.until.milliseconds - now.milliseconds
      hold.renewAt = reservation.until.adding(milliseconds: -min(60_000, max(0, length) / 3))
      holds[question.draft] = hold
      guard let replaced, replaced.range != reservation.range else { return [] }
      return uncover(replaced.range)
    case .failure(let trouble):
      holds[question.draft] = hold
      return notHeld(question, trouble)
    }
  }

  private mutating func notHeld(_ question: HoldQuestion, _ trouble: HoldTrouble) -> [Effect] {
    let id = question.draft
    let isStillWanted = holds[id]?.target == question.target
    let retry = now.adding(seconds: Model.holdRetrySeconds)
    if case .renewal = question.kind {
      guard case .server(let error) = trouble, error.kind == .slotTaken || error.kind == .notFound else {
        // It holds until its end; while there is time, it is asked again.
        if let until = holds[id]?.reservation?.until, retry < until { holds[id]?.renewAt = retry }
        return []
      }
      holds[id]?.reservation = nil
      return isStillWanted ? slotLost(id, heldBy: nil) : []
    }
    // The one that it was to replace was let go for it.
    if let replaced = holds[id]?.reservation { uncoverSlots(replaced.range) }
    holds[id]?.reservation = nil
    holds[id]?.renewAt = nil
    switch trouble {
    case .heldBy(let other): return isStillWanted ? slotLost(id, heldBy: other) : []
    case .store: return []
    case .server(let error):
      switch error.kind {
      case .slotTaken:
        // It may be our own, of which we never heard.
        if let perhaps = holds[id]?.perhaps, perhaps.until > now, perhaps.target.range.overlaps(question.target.range) {
          return []
        }
        return isStillWanted ? slotLost(id, heldBy: nil) : []
      case .noAnswer(.unreachable), .noAnswer(.tlsRefused): if isStillWanted { holds[id]?.askAt = retry }
      case .rateLimited(let seconds):
        if isStillWanted { holds[id]?.askAt = now.adding(seconds: max(Model.holdRetrySeconds, Int64(seconds))) }
      case _ where error.leavesOutcomeUnknown:
        holds[id]?.perhaps = (question.target, now.adding(seconds: Model.lostHoldSeconds))
      default: holdless.insert(question.target.service)
      }
      return []
    }
  }

  mutating func holdReleased(_ uid: String) -> [Effect] {
    guard let reservation = releasing.removeValue(forKey: uid) else { return [] }
    invalidateSlots(days(of: reservation.range))
    return rereadSlots()
  }

  /// Free times that were read while the server hid this one may not be whole.
  private mutating func uncover(_ range: Range<Instant>) -> [Effect] {
    uncoverSlots(range)
    return rereadSlots()
  }

  private mutating func uncoverSlots(_ range: Range<Instant>) {
    let days = days(of: range)
    for key in slotBooks.keys { slotBooks[key]?.uncover(days) }
  }

  mutating func invalidateSlots(_ days: ClosedRange<CalendarDay>) {
    for key in slotBooks.keys { slotBooks[key]?.invalidate(days) }
  }

  /// What the server says of a hold at a poll: `nil` when it is gone.
  mutating func holdChecked(_ uid: String, _ result: Result<Reservation?, CalError>) -> [Effect] {
    guard case .success(let reservation) = result,
      let id = holds.first(where: { $0.value.reservation?.uid == uid })?.key, var hold = holds[id],
      let known = hold.reservation
    else { return [] }
    let wasUnverified = hold.isUnverified
    hold.isUnverified = false
    if let reservation {
      hold.reservation?.until = reservation.until
      holds[id] = hold
      return []
    }
    // A renewal that is on its way may have replaced it.
    guard hold.question == nil else { return [] }
    hold.reservation = nil
    hold.renewAt = nil
    hold.endedAt = now
    holds[id] = hold
    invalidateSlots(days(of: known.range))
    if !wasUnverified { notice = tidings(of: id, lost: true) }
    return [.forgetHold(uid)] + rereadSlots()
  }

  /// Whether the server still has our holds is asked with each poll.
  mutating func checkHolds() -> [Effect] {
    holds.values.filter { $0.question == nil }.compactMap { $0.reservation?.uid }.sorted().map { .checkHold($0) }
  }

  // MARK: - Telling

  private mutating func holdEnded(_ id: Draft.ID, _ reservation: Reservation) -> [Effect] {
    holds[id]?.endedAt = now
    invalidateSlots(days(of: reservation.range))
    if let words = tidings(of: id, lost: false) { notice = words }
    return [.forgetHold(reservation.uid)] + rereadSlots()
  }

  private func tidings(of id: Draft.ID, lost: Bool) -> Notice? {
    if draft?.id == id { return lost ? .holdLost : .holdEnded }
    if let letter = parked.first(where: { $0.id == id })?.parked { return .parkedHoldEnded(letter) }
    return nil
  }

  /// The time went to somebody else. Everything typed stays.
  private mutating func slotLost(_ id: Draft.ID, heldBy other: DeskHold?) -> [Effect] {
    let error = CalError(kind: .slotTaken)
    let day: ClosedRange<CalendarDay>?
    if draft?.id == id {
      day = draft?.slot.map { days(of: $0.start..<$0.end) }
      draft?.refusal = error
      notice = other.map { .slotHeld(desk: $0.desk) } ?? .slotTaken
    } else if let index = parked.firstIndex(where: { $0.id == id }) {
      day = parked[index].slot.map { days(of: $0.start..<$0.end) }
      parked[index].refusal = error
      notice = parked[index].parked.map { .parkedSlotTaken($0) }
    } else {
      return []
    }
    guard other == nil, let day else { return [] }
    invalidateSlots(day)
    return rereadSlots()
  }

  /// A booking stands where we hold: a booking needs no hold (CONTRACT 11), so ours has come to nothing.
  mutating func checkHeldTimes() -> [Effect] {
    var effects: [Effect] = []
    for draft in parked + [draft].compactMap({ $0 }) {
      guard let hold = holds[draft.id], let target = hold.target, hold.covers(target, at: now),
        isBooked(target, except: draft.id)
      else { continue }
      effects += slotLost(draft.id, heldBy: nil)
    }
    return effects
  }

  mutating func rereadSlots() -> [Effect] {
    switch page {
    case .summary: completeSummary()
    case .slots: loadGrid()
    case .services: loadNextFree()
    default: []
    }
  }

  func days(of range: Range<Instant>) -> ClosedRange<CalendarDay> {
    let first = shop.zone.day(of: range.lowerBound)
    return first...max(first, shop.zone.day(of: range.upperBound))
  }

  // MARK: - Leaving

  /// The program ends: every hold is let go, and no draft remembers one.
  mutating func letGo() -> [Effect] {
    var effects = holds.values.compactMap { $0.reservation?.uid }.sorted().map(Effect.releaseHold)
    holds = [:]
    draft?.hold = nil
    for index in parked.indices where parked[index].hold != nil {
      parked[index].hold = nil
      effects.append(.saveDraft(parked[index]))
    }
    return effects
  }

  // MARK: - Starting

  /// Holds that an earlier run left behind go on, if the server still has them.
  mutating func resumeHolds() {
    guard !isReadOnly else { return }
    for draft in parked + leftDrafts {
      guard let reservation = draft.hold, reservation.until > now else { continue }
      var hold = DraftHold()
      hold.target = holdTarget(draft)
      hold.reservation = reservation
      hold.renewAt = reservation.until.adding(seconds: -60)
      hold.isUnverified = true
      holds[draft.id] = hold
    }
    for index in leftDrafts.indices where holds[leftDrafts[index].id] == nil { leftDrafts[index].hold = nil }
  }

  /// The other desks hear of them again, and the server is asked.
  func announceHolds() -> [Effect] {
    holds.sorted { $0.key.rawValue < $1.key.rawValue }.compactMap { id, hold in
      hold.reservation.map { .noteHold(DeskHold(reservation: $0, desk: desk, draft: id.rawValue)) }
    } + holds.values.compactMap { $0.reservation?.uid }.sorted().map { .checkHold($0) }
  }
}

/// What is left of a hold, as the screen says it: minutes, and seconds in the last one.
public struct HoldTime: Hashable, Sendable {
  /// Whole minutes, rounded up; 0 in the last minute.
  public var minutes: Int
  /// Set in the last minute.
  public var seconds: Int?
  private let left: Int64

  public init(until: Instant, now: Instant) {
    left = max(0, until.milliseconds - now.milliseconds)
    minutes = left > 60_000 ? Int((left + 59_999) / 60_000) : 0
    seconds = left > 60_000 ? nil : Int((left + 999) / 1000)
  }

  /// When it reads differently.
  func nextChange(after now: Instant) -> Instant {
    let step: Int64 = left > 60_000 ? 60_000 : 1000
    let rest = left % step
    return now.adding(milliseconds: rest == 0 ? step : rest)
  }
}
