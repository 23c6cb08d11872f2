/// A caller whom the telephone system has announced (`caltui pop`), until somebody takes the call.
public struct IncomingCall: Equatable, Sendable {
  /// E.164.
  public var phone: String
  /// The customer with this number; `nil` when nobody known has it.
  public var name: String?
  public var at: Instant
}

extension Model {
  /// So long a call is shown. Who has not been answered by then has hung up. In milliseconds.
  private static let ringsFor: Int64 = 120_000
  /// A clerk who pressed a key so recently is at work: no page is changed under their fingers. In milliseconds.
  private static let rest: Int64 = 3_000

  /// The call that a key takes now: the latest, which is the one that rings.
  public var ringingCall: IncomingCall? { page == .setup ? nil : calls.last }

  /// A call never takes a key from what the clerk is doing: it is a quiet line until it is taken, or opens its draft at once on a board
  /// where nothing is going on.
  mutating func called(_ phone: String) -> [Effect] {
    guard page != .setup else { return [] }
    let owner = customers.search(phone, limit: 4).best.first { $0.customer.phones.contains(phone) }
    calls.removeAll { $0.phone == phone }
    calls.append(IncomingCall(phone: phone, name: owner?.customer.name, at: now))
    calls = calls.suffix(9)
    return isAtRest ? takeCall() : []
  }

  private var isAtRest: Bool {
    guard page == .board, overlays.isEmpty, lock == nil, draft == nil, moving == nil, !isReadOnly, !isTooSmall else {
      return false
    }
    return lastKeyAt.map { now.milliseconds - $0.milliseconds >= Model.rest } ?? true
  }

  mutating func forgetOldCalls() {
    calls.removeAll { now.milliseconds - $0.at.milliseconds > Model.ringsFor }
  }

  /// The customer line with the caller's number; what was open is parked, with its time held.
  mutating func takeCall() -> [Effect] {
    guard let call = ringingCall else {
      notice = .noCall
      return []
    }
    guard mayWrite() else { return [] }
    // What was booked before is put away as by any key there.
    var effects = trail.contains(.outcome) ? outcomeAction(.back, .escape) : []
    calls.removeLast()
    overlays = []
    moving = nil
    notice = nil
    effects += putAside()
    let said = notice
    trail = [.board]
    effects += startWho(walkIn: false)
    who.insert(call.phone)
    refreshMatches()
    notice = said
    return effects
  }
}
