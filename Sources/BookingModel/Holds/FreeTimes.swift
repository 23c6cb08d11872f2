// Free times as this desk may offer them: the server's, less what other drafts on this machine hold, and with what the
// draft in hand holds itself, which the server hides from us too (CONTRACT 11).

extension Service {
  /// How many bookings can go on at one time, as far as the hosts tell.
  var room: Int { schedulingType == "collective" ? 1 : max(1, hosts.count) }

  /// Whether both need the same hosts. Where none are named, they are the account's own.
  func competes(with other: Service) -> Bool {
    id == other.id || hosts.isEmpty || other.hosts.isEmpty
      || hosts.contains { host in other.hosts.contains { $0.id == host.id } }
  }

  /// Milliseconds around a booking in which the server offers nothing else.
  fileprivate var buffer: Int64 { Int64(max(0, rules.bufferBefore) + max(0, rules.bufferAfter)) * 60_000 }
}

extension Model {
  /// The services that need the same hosts as this one, itself included.
  func rivals(of id: Service.ID) -> Set<Service.ID> {
    guard let service = service(id) else { return [id] }
    return Set((services.value ?? []).filter { $0.competes(with: service) }.map(\.id)).union([id])
  }

  /// The holds that stand in the way of a draft: those of other desks, and of our other drafts.
  public func otherHolds(than draft: Draft.ID?) -> [DeskHold] {
    var found = deskHolds.filter { $0.reservation.until > now }
    for (id, hold) in holds where id != draft {
      if let reservation = hold.reservation, reservation.until > now {
        found.append(DeskHold(reservation: reservation, desk: desk, draft: id.rawValue))
      }
    }
    return found
  }

  /// The hold that keeps a time of a service from the draft in hand; `nil` when none does.
  public func holdInTheWay(_ id: Service.ID, _ range: Range<Instant>) -> DeskHold? {
    holdInTheWay(id, range, among: otherHolds(than: moving == nil ? draft?.id : nil))
  }

  /// Whether a hold is that of another draft of this desk.
  public func isOurs(_ hold: DeskHold) -> Bool { holds.contains { $0.key.rawValue == hold.draft } }

  /// The holds that keep times of the service on the grid from the draft in hand.
  public var blockingHolds: [DeskHold] {
    guard let service = slotSubject?.service else { return [] }
    let others = otherHolds(than: moving == nil ? draft?.id : nil)
    return others.filter { holdInTheWay(service.id, $0.range, among: others) != nil }
  }

  /// The hold that stands on the chosen time of the draft in hand.
  public var holdOnChosenTime: DeskHold? {
    guard let draft, let slot = draft.slot, let service = draft.service else { return nil }
    return holdInTheWay(service, slot.start..<max(slot.start, slot.end))
  }

  private func holdInTheWay(_ id: Service.ID, _ range: Range<Instant>, among others: [DeskHold]) -> DeskHold? {
    guard !others.isEmpty, let service = service(id) else { return nil }
    let overlapping = others.filter { other in
      guard other.range.overlaps(range) else { return false }
      // Seats of one session are counted by the server.
      if service.rules.seats != nil, other.reservation.service == id, other.reservation.start == range.lowerBound {
        return false
      }
      return self.service(other.reservation.service)?.competes(with: service) ?? true
    }
    return overlapping.count >= service.room ? overlapping.first : nil
  }

  /// What is held for the draft in hand, or may be.
  var heldTarget: HoldTarget? {
    guard moving == nil, let draft, let hold = holds[draft.id], let target = hold.target, hold.covers(target, at: now)
    else { return nil }
    return target
  }

  /// Whether the server has granted the hold on the chosen time of the draft in hand.
  public var ownHold: Reservation? {
    guard moving == nil, let draft, let hold = holds[draft.id], let target = hold.target,
      let reservation = hold.reservation, reservation.covers(target)
    else { return nil }
    return reservation
  }

  /// A booking on the board that takes a time which a draft holds.
  func isBooked(_ target: HoldTarget, except draft: Draft.ID?) -> Bool {
    guard let service = service(target.service), service.room == 1, service.rules.seats == nil else { return false }
    return days(of: target.range).contains { day in
      (days[day]?.value ?? []).contains { booking in
        guard booking.status.takesTime, booking.start < target.end, booking.end > target.start,
          booking.deskRef?.intent != draft || draft == nil
        else { return false }
        let other = self.service(booking.service)
        return booking.hosts.isEmpty || service.hosts.isEmpty
          ? other?.competes(with: service) ?? true
          : booking.hosts.contains { host in service.hosts.contains { $0.id == host.id } }
      }
    }
  }

  /// What the desk may offer of a service's free times.
  func book(_ key: SlotBook.Key) -> SlotBook {
    var book = slotBooks[key] ?? SlotBook()
    let others = otherHolds(than: moving == nil ? draft?.id : nil)
    for other in others {
      book.change(days(of: other.range)) { slots in
        slots.removeAll { slot in
          slot.start < other.range.upperBound && slot.end > other.range.lowerBound
            && holdInTheWay(key.service, slot.start..<max(slot.start, slot.end), among: others) != nil
        }
      }
    }
    // What was kept from before a hold of ours may have been booked since.
    let drafts = draft.map { [$0.id] } ?? []
    let hidden = drafts.flatMap { holds[$0]?.ranges(at: now) ?? [] } + releasing.values.map(\.range)
    for range in hidden {
      book.change(days(of: range)) { slots in
        slots.removeAll { slot in
          slot.start < range.upperBound && slot.end > range.lowerBound
            && isBooked(HoldTarget(service: key.service, start: slot.start, end: slot.end), except: drafts.first)
        }
      }
    }
    guard let draft else { return book }
    if let target = heldTarget, target.service == key.service, target.minutes == key.minutes,
      !isBooked(target, except: draft.id)
    {
      let slot = draft.slot ?? Slot(start: target.start, end: target.end)
      let day = shop.zone.day(of: target.start)
      book.change(day...day) { slots in
        guard !slots.contains(where: { $0.start == slot.start }) else { return }
        slots.append(slot)
        slots.sort { $0.start < $1.start }
      }
    }
    return book
  }

  /// The times that the server may be hiding for our own sake, each with the buffers around it.
  var ownRanges: [Range<Instant>] {
    var ranges = releasing.values.map(\.range)
    for hold in holds.values { ranges += hold.ranges(at: now) }
    guard !ranges.isEmpty else { return [] }
    let buffer = (services.value ?? []).map(\.buffer).max() ?? 0
    return ranges.map {
      $0.lowerBound.adding(milliseconds: -buffer)..<$0.upperBound.adding(milliseconds: buffer)
    }
  }

  // MARK: - The desks beside this one

  /// Milliseconds between two readings of the store's holds: at once where free times are on screen, else with the polls.
  private var holdsInterval: Int64 {
    switch page {
    case .slots, .summary: 1_000
    default: pollInterval
    }
  }

  var nextHoldsRead: Instant? { page == .setup ? nil : holdsReadAt?.adding(milliseconds: holdsInterval) }

  mutating func readHolds() -> [Effect] {
    guard page != .setup else { return [] }
    holdsReadAt = now
    return [.readHolds]
  }

  /// Where another desk has let go, the server offers again what it hid: the times of that day are read anew.
  mutating func deskHoldsLoaded(_ loaded: [DeskHold]) -> [Effect] {
    let gone = deskHolds.filter { known in !loaded.contains { $0.reservation.uid == known.reservation.uid } }
    deskHolds = loaded
    guard !gone.isEmpty else { return [] }
    for hold in gone { invalidateSlots(days(of: hold.range)) }
    return rereadSlots()
  }
}
