/// One booking, whole, with its history.
public struct CardPage: Equatable, Sendable {
  /// Carried here, because it need not be on the board's days.
  public var booking: Booking
  /// The server does not have it at its time any more: nothing can be done with it.
  public var isGone = false
  /// What desks of this machine did to it and to those that it was moved from and to.
  public var events: Loadable<[BookingEvent]> = .idle
  /// Why the journal could not be read.
  public var trouble: StoreTrouble?
  /// The bookings that it was moved from, oldest first, and moved to, as far as they are known.
  public var earlier: [Booking] = []
  public var later: [Booking] = []
  /// A booking of that chain which is being read.
  public var awaited: Booking.UID?
  /// Some of the chain could not be read.
  public var isCut = false
  /// Rows that are above the screen.
  public var scroll = 0

  public init(booking: Booking) { self.booking = booking }

  /// Moves that are followed, each way: a chain that never ends must not keep us busy for ever.
  static let longestChain = 10

  /// The whole chain of moves in order.
  public var chain: [Booking] { earlier + [booking] + later }

  var question: HistoryQuestion {
    let uids = chain.map(\.uid) + [chain.first?.movedFrom, chain.last?.movedTo].compactMap { $0 }
    return HistoryQuestion(uids: uids, refs: chain.compactMap(\.deskRef))
  }

  /// The next booking of the chain that is not known yet.
  var missing: Booking.UID? {
    guard !isCut else { return nil }
    let known = Set(chain.map(\.uid))
    if earlier.count < CardPage.longestChain, let uid = chain.first?.movedFrom, !known.contains(uid) { return uid }
    if later.count < CardPage.longestChain, let uid = chain.last?.movedTo, !known.contains(uid) { return uid }
    return nil
  }

  mutating func add(_ found: Booking) {
    if chain.first?.movedFrom == found.uid {
      earlier.insert(found, at: 0)
    } else if chain.last?.movedTo == found.uid {
      later.append(found)
    }
  }
}

/// One thing that happened to a booking.
public struct HistoryEntry: Equatable, Sendable {
  public enum Kind: Equatable, Sendable {
    case booked
    /// With the time it had before, and the one it got; `nil` where the other booking could not be read.
    case moved(from: Instant?, to: Instant?)
    case cancelled, confirmed, declined, guests, place, reassigned
    /// A no-show that was noted, or taken back.
    case absence(Bool)
  }
  public var kind: Kind
  /// `nil` where neither the journal nor the server says when.
  public var at: Instant?
  /// Whose hands it went through; `nil` for what this machine's desks did not do.
  public var clerk: String?
  public var desk: String?
  /// Sent without an answer, so it may not have happened.
  public var isUnknown = false
}

extension CardPage {
  /// What happened, oldest first: what the journal says, and where it says nothing what the server's times say.
  public var history: [HistoryEntry] {
    var entries: [HistoryEntry] = []
    let events = (events.value ?? []).filter { $0.outcome != .refused && $0.outcome != .givenUp }
    func entry(_ kind: HistoryEntry.Kind, _ at: Instant?, _ event: BookingEvent?) -> HistoryEntry {
      HistoryEntry(
        kind: kind, at: event?.at ?? at, clerk: event?.clerk, desk: event?.desk,
        isUnknown: event?.outcome == .unknown)
    }
    let chain = chain
    for (index, link) in chain.enumerated() {
      let made = events.first { event in
        // What a booking was moved to carries the reference of the first one on.
        if link.movedFrom == nil, event.ref == link.deskRef, case .create = event.write { return true }
        return event.outcome == .accepted(link.uid) && event.write.makesBooking
      }
      if link.movedFrom == nil {
        entries.append(entry(.booked, link.createdAt, made))
      } else {
        let before = index > 0 ? chain[index - 1].start : nil
        entries.append(entry(.moved(from: before, to: link.start), link.createdAt, made))
      }
      for event in events where event.write.booking == link.uid && !event.write.makesBooking {
        guard let kind = HistoryEntry.Kind(event.write) else { continue }
        entries.append(entry(kind, nil, event))
      }
      // Ended elsewhere: the journal here knows nothing of it.
      let isEnded = link.movedTo == nil && (link.status == .cancelled || link.status == .rejected)
      let isTold = entries.contains { $0.kind == .cancelled || $0.kind == .declined }
      if isEnded, !isTold {
        entries.append(entry(link.status == .rejected ? .declined : .cancelled, link.updatedAt, nil))
      }
    }
    if let last = chain.last, last.movedTo != nil {
      let event = events.first { $0.write.booking == last.uid && $0.write.makesBooking }
      entries.append(entry(.moved(from: last.start, to: event?.write.newStart), last.updatedAt, event))
    }
    return entries
  }
}

extension HistoryEntry.Kind {
  fileprivate init?(_ write: Write) {
    switch write {
    case .create, .move: return nil
    case .cancel: self = .cancelled
    case .confirm: self = .confirmed
    case .decline: self = .declined
    case .markAbsent(_, let host, let attendees): self = .absence(host == true || attendees.contains { $0.absent })
    case .addGuests: self = .guests
    case .setLocation: self = .place
    case .reassign: self = .reassigned
    }
  }
}

extension Write {
  fileprivate var makesBooking: Bool {
    switch self {
    case .create, .move: true
    default: false
    }
  }

  fileprivate var newStart: Instant? {
    switch self {
    case .create(let booking): booking.start
    case .move(_, let start, _, _, _): start
    default: nil
    }
  }
}

extension Model {
  /// Opens the card of any booking, on the board's days or not, on top of the page on screen: Esc comes back here.
  public mutating func openCard(_ booking: Booking) -> [Effect] {
    card = CardPage(booking: booking)
    push(.card)
    return readHistory()
  }

  /// A booking that the board's days hold, or the card that was opened last.
  public func booking(_ uid: Booking.UID) -> Booking? {
    days.values.lazy.compactMap { $0.value?.first { $0.uid == uid } }.first
      ?? card.flatMap { $0.booking.uid == uid ? $0.booking : nil }
  }

  mutating func cardAction(_ action: Action) -> [Effect] {
    if let effects = changeAction(action) { return effects }
    let page = max(1, size.rows - 6)
    switch action {
    case .back, .open: stepBack()
    case .showCustomer: return showCustomerOfBooking()
    case .up: scrollCard(by: -1)
    case .down: scrollCard(by: 1)
    case .pageBack: scrollCard(by: -page)
    case .pageOn: scrollCard(by: page)
    case .first: card?.scroll = 0
    default: break
    }
    return []
  }

  private mutating func scrollCard(by rows: Int) {
    guard var scrolled = card else { return }
    scroll(&scrolled.scroll, by: rows, last: lastCardScroll(scrolled))
    card = scrolled
  }

  /// Up or down a page of text; where nothing moves, why.
  mutating func scroll(_ place: inout Int, by rows: Int, last: Int) {
    let wanted = min(max(0, place + rows), last)
    if wanted == place { notice = rows < 0 ? .nothingAbove : .nothingBelow }
    place = wanted
  }

  /// About as far as the card goes: how its lines break is the view's business, which shows no more than there is.
  private func lastCardScroll(_ card: CardPage) -> Int {
    let width = max(20, size.columns * 3 / 4)
    let texts =
      [card.booking.notes, card.booking.cancellationReason, facts(of: card.booking.uid).note]
      .compactMap { $0 } + card.booking.answers.values.compactMap(\.string)
    let rows = 14 + texts.reduce(0) { $0 + 1 + $1.count / width } + card.history.count * (size.columns < 60 ? 2 : 1)
    return max(0, rows - (size.rows - 4))
  }

  // MARK: - History

  /// Asks the journal, and the server for what a booking was moved from and to.
  private mutating func readHistory() -> [Effect] {
    guard var page = card else { return [] }
    followKnown(&page)
    page.events.startLoading()
    var effects: [Effect] = [.loadHistory(page.question)]
    page.awaited = page.missing
    if let uid = page.awaited { effects.append(.loadBooking(uid)) }
    card = page
    return effects
  }

  /// What the board's days hold of the chain need not be asked for.
  private func followKnown(_ page: inout CardPage) {
    while let uid = page.missing {
      guard let found = days.values.lazy.compactMap({ $0.value?.first { $0.uid == uid } }).first else { return }
      let count = page.chain.count
      page.add(found)
      guard page.chain.count > count else { return }
    }
  }

  mutating func historyLoaded(
    _ question: HistoryQuestion, _ result: Result<[BookingEvent], StoreTrouble>
  ) -> [Effect] {
    guard card?.question == question else { return [] }
    switch result {
    case .success(let events):
      card?.events = .loaded(events, at: now)
      card?.trouble = nil
    case .failure(let trouble):
      // What was not read does not say that this desk did nothing.
      let known = card?.events.value
      card?.events = known.map { .loaded($0, at: now) } ?? .idle
      card?.trouble = trouble
      notice = .store(trouble)
    }
    return []
  }

  mutating func bookingLoaded(_ uid: Booking.UID, _ result: Result<[Booking], CalError>) -> [Effect] {
    guard var page = card, page.awaited == uid else { return [] }
    page.awaited = nil
    if case .success(let found) = result, let booking = found.first(where: { $0.uid == uid }) {
      page.add(booking)
    } else {
      page.isCut = true
    }
    card = page
    return readHistory()
  }

  /// A reading of some days tells the card's booking anew, or that it is there no more.
  mutating func refreshCard(_ range: ClosedRange<CalendarDay>, _ bookings: [Booking]) -> [Effect] {
    guard page == .card, let old = card?.booking, range.contains(shop.zone.day(of: old.start)) else { return [] }
    guard let new = bookings.first(where: { $0.uid == old.uid }) else {
      card?.isGone = true
      return []
    }
    card?.isGone = false
    guard new != old else { return [] }
    card?.booking = new
    card?.isCut = false
    return readHistory()
  }
}
