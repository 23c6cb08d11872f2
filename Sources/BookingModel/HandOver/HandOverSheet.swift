/// A shift in review: what the next clerk must know, and what was done.
public struct HandOverSheet: Equatable, Sendable {
  public enum Topic: Equatable, Sendable, CaseIterable {
    /// What is open comes first.
    case unresolved, drafts, here
    case made, moved, cancelled, fixed, noShows, confirmed, declined, otherChanges, notes
  }

  public struct Line: Equatable, Sendable {
    public var at: Instant
    public var name: String
    public var service: String
    /// When the booking is, or was moved to.
    public var start: Instant?
    /// When it was before.
    public var before: Instant?
    /// A note, or the name that stood there before.
    public var text: String
    public var clerk: String
    public var desk: String
  }

  public struct Section: Equatable, Sendable {
    public var topic: Topic
    public var lines: [Line]
  }

  public var shop: Shop
  /// Whose shift it is; empty for a whole day.
  public var clerk: String
  public var desk: String
  public var period: Range<Instant>
  public var isWholeDay: Bool
  /// Only what the clerk of the shift did, at whatever desk.
  public var isOwnOnly: Bool
  public var printedAt: Instant
  /// One of each topic, also where there is nothing to tell.
  public var sections: [Section]

  public func lines(_ topic: Topic) -> [Line] { sections.first { $0.topic == topic }?.lines ?? [] }
}

extension HandOverSheet {
  /// - Parameters:
  ///   - here: customers who arrived and whose work is not done, with when they came.
  ///   - services: for the titles.
  public init(
    _ records: HandOverRecords, shop: Shop, clerk: String, desk: String, period: Range<Instant>, isWholeDay: Bool,
    isOwnOnly: Bool, now: Instant, here: [(booking: Booking, since: Instant)], services: [Service]
  ) {
    self.shop = shop
    self.clerk = clerk
    self.desk = desk
    self.period = period
    self.isWholeDay = isWholeDay
    self.isOwnOnly = isOwnOnly
    printedAt = now
    let reading = HandOverReading(records: records, services: services, policy: shop.policy)
    let mine = { (who: String) in !isOwnOnly || who == clerk }
    let done = records.entries.filter { $0.state == .done && period.contains($0.at) && mine($0.clerk) }
    sections = Topic.allCases.map { topic in
      let lines: [Line]
      switch topic {
      case .unresolved:
        lines = records.entries.filter { $0.state == .unknown || $0.state == .underWay }.map(reading.line)
      case .drafts:
        let sent = Set(records.entries.filter { $0.state == .unknown || $0.state == .underWay }.map(\.ref.intent))
        // They are open now: a day gone by has none of its own.
        let isNow = shop.zone.day(of: now) == shop.zone.day(of: period.lowerBound) || period.upperBound >= now
        lines = isNow ? records.drafts.filter { !sent.contains($0.draft.id) }.map(reading.line) : []
      case .here:
        lines = here.map { booking, since in
          reading.line(booking, at: since, clerk: "", desk: "")
        }
      case .notes: lines = reading.notes(in: period).filter { mine($0.clerk) }
      case .fixed: lines = reading.fixes(done)
      case .noShows: lines = reading.noShows(done)
      default:
        let fixes = reading.fixedWishes(done)
        lines = done.filter { $0.kind.topic == topic && !fixes.contains($0.ref.intent) }.map(reading.line)
      }
      return Section(topic: topic, lines: lines)
    }
  }
}

extension HandOverRecords.Entry.Kind {
  fileprivate var topic: HandOverSheet.Topic? {
    switch self {
    case .create: .made
    case .move: .moved
    case .cancel: .cancelled
    case .confirm: .confirmed
    case .decline: .declined
    // Told by their last state.
    case .absent, .present: nil
    case .other: .otherChanges
    }
  }
}

/// Makes lines of records: names and titles come from the bookings that were read.
private struct HandOverReading {
  let records: HandOverRecords
  let services: [Service]
  let policy: AttendeePolicy

  func title(_ id: Service.ID?) -> String { services.first { $0.id == id }?.title ?? "" }

  func line(_ entry: HandOverRecords.Entry) -> HandOverSheet.Line {
    let booking = entry.booking.flatMap { records.bookings[$0] }
    let before = entry.before.flatMap { records.bookings[$0] }
    let known = booking ?? before
    return HandOverSheet.Line(
      at: entry.at, name: known?.attendeeName ?? "", service: title(known?.service ?? entry.service),
      start: entry.start ?? known?.start, before: entry.kind == .move ? before?.start : nil, text: "",
      clerk: entry.clerk, desk: entry.desk)
  }

  func line(_ booking: Booking, at: Instant, clerk: String, desk: String) -> HandOverSheet.Line {
    HandOverSheet.Line(
      at: at, name: booking.attendeeName, service: title(booking.service), start: booking.start, before: nil, text: "",
      clerk: clerk, desk: desk)
  }

  func line(_ open: HandOverRecords.OpenDraft) -> HandOverSheet.Line {
    // Of many a caller only the number is known yet.
    let name = open.draft.text(FormSlug.name)
    return HandOverSheet.Line(
      at: open.at, name: name.isEmpty ? policy.phoneText(open.draft.text(FormSlug.phone)) : name,
      service: title(open.draft.service), start: open.draft.slot?.start, before: nil, text: "", clerk: "",
      desk: open.desk)
  }

  // MARK: - Fixes: a cancellation and a booking of one wish

  func fixedWishes(_ done: [HandOverRecords.Entry]) -> Set<Draft.ID> {
    let cancelled = Set(done.filter { $0.kind == .cancel }.map(\.ref.intent))
    return cancelled.intersection(done.filter { $0.kind == .create }.map(\.ref.intent))
  }

  func fixes(_ done: [HandOverRecords.Entry]) -> [HandOverSheet.Line] {
    let wishes = fixedWishes(done)
    return done.filter { $0.kind == .create && wishes.contains($0.ref.intent) }.map { entry in
      var line = line(entry)
      let old = done.first { $0.kind == .cancel && $0.ref.intent == entry.ref.intent }
      line.text = old?.before.flatMap { records.bookings[$0] }?.attendeeName ?? ""
      return line
    }
  }

  // MARK: - No-shows

  /// The last word on each booking: what was taken back is not told.
  func noShows(_ done: [HandOverRecords.Entry]) -> [HandOverSheet.Line] {
    var last: [Booking.UID: HandOverRecords.Entry] = [:]
    for entry in done where entry.kind == .absent || entry.kind == .present {
      guard let booking = entry.before ?? entry.booking else { continue }
      last[booking] = entry
    }
    return done.filter { entry in
      entry.kind == .absent && (entry.before ?? entry.booking).map { last[$0] == entry } ?? true
    }.map(line)
  }

  // MARK: - Notes

  /// The last note of each booking, as it stands now; what was taken back is not told. A booking that was moved has its note under its new uid.
  func notes(in period: Range<Instant>) -> [HandOverSheet.Line] {
    var last: [Booking.UID: HandOverRecords.Mark] = [:]
    for mark in records.marks where mark.kind == .note && period.contains(mark.at) { last[mark.booking] = mark }
    return last.values.sorted { ($0.at, $0.booking.rawValue) < ($1.at, $1.booking.rawValue) }.compactMap { mark in
      guard let note = records.facts[mark.booking]?.note, !note.isEmpty else { return nil }
      let booking = records.bookings[mark.booking]
      if let next = booking?.movedTo, last[next] != nil { return nil }
      return HandOverSheet.Line(
        at: mark.at, name: booking?.attendeeName ?? "", service: title(booking?.service), start: booking?.start,
        before: nil, text: note, clerk: mark.clerk, desk: mark.desk)
    }
  }
}
