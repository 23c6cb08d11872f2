/// How much of the profile's customers the desk knows.
public enum CustomerFeedState: Equatable, Sendable {
  /// The store has not been read yet.
  case unknown
  /// As the store has them; the server has not been asked in this run.
  case stored
  /// The full load is under way: bookings read so far.
  case reading(Int)
  case upToDate(at: Instant)
  /// Another desk of the store reads the server, and has come so far with the full load; `nil`: that is done. What it finds comes from the store.
  case readElsewhere(loaded: Int?)
  /// Tried again later; what the store has stays.
  case failed(CalError)
}

extension Model {
  /// Whether the store has told its customers: before that a line without a match says nothing.
  public var customersAreKnown: Bool { customerFeed != .unknown }

  mutating func customersLoaded(_ index: CustomerIndex) -> [Effect] {
    customers = index
    if customerFeed == .unknown { customerFeed = .stored }
    return customersAreOthers()
  }

  mutating func customersChanged(_ changes: CustomerChanges) -> [Effect] {
    customers.apply(changes)
    return followCustomerPage(changes) + customersAreOthers()
  }

  mutating func customersFollowed(_ state: CustomerFeedState) -> [Effect] {
    // The store comes first: before it has answered there is nothing to add to.
    if customersAreKnown { customerFeed = state }
    return []
  }

  /// Pages that show customers look again; an Enter that waited for them goes on.
  private mutating func customersAreOthers() -> [Effect] {
    switch page {
    case .who:
      refreshMatches()
      return resumeWho()
    case .oneLine:
      let effects = readOneLine()
      guard oneLine.awaitsCustomers, customersAreKnown, overlay == nil else { return effects }
      oneLine.awaitsCustomers = false
      notice = nil
      return effects + bookFromOneLine()
    case .find: return lookThrough()
    default: return []
    }
  }

  /// The feeds are asked after the board, and not at every poll: the board's days are read with it (DESIGN 7).
  mutating func followCustomers() -> [Effect] {
    let interval: Int64 = shop.isLocal ? 60_000 : 120_000
    if let last = customersFollowedAt, now.milliseconds - last.milliseconds < interval { return [] }
    customersFollowedAt = now
    return [.followCustomers]
  }
}
