// What to ask the server about a write whose outcome is unknown, and what its answer means (CONTRACT 14).

/// One question to the server about a write. Only reads: looking up never changes anything.
public enum LookUpQuestion: Hashable, Sendable {
  /// Every booking of a service, whatever its status, that starts at this time.
  case bookings(of: Service.ID, start: Instant)
  /// One booking, or all of a series.
  case booking(Booking.UID)
}

public enum LookUpVerdict: Equatable, Sendable {
  /// It happened; with the bookings that came of it.
  case done([Booking])
  /// It is not there. It may still come: the list lags behind, and a request may still be on its way.
  case notThere
  /// The server's state does not tell whether it happened: this is how the booking stands now.
  case undecided(Booking)
  /// It did not happen, and cannot any more.
  case impossible(CalError)
  /// The answer leads to another question.
  case ask(LookUpQuestion)
  /// The server did not say.
  case noAnswer(CalError)
}

extension Write {
  /// What to ask first.
  public var lookUpQuestion: LookUpQuestion {
    if case .create(let new) = self { return .bookings(of: new.service, start: new.start) }
    return .booking(booking ?? Booking.UID(""))
  }

  /// What the answer to a question about this write means.
  ///
  /// - Parameter sentAt: when the write was made, by this machine's clock.
  public func verdict(
    _ ref: DeskRef, sentAt: Instant, on question: LookUpQuestion, _ answer: Result<[Booking], CalError>
  ) -> LookUpVerdict {
    let bookings: [Booking]
    switch answer {
    case .success(let found): bookings = found
    case .failure(let error):
      // A server that says so of a booking knows none of that uid; a stray page of a proxy has no such code.
      if error.kind == .notFound, error.code == "NotFoundException", case .booking = question { return .notThere }
      return .noAnswer(error)
    }
    if case .create(let wanted) = self { return wanted.verdict(ref, sentAt: sentAt, bookings) }
    if case .move(let uid, let start, _, let seat, _) = self {
      return MoveLookUp(uid: uid, start: start, seat: seat).verdict(on: question, bookings)
    }
    return change(among: bookings)
  }

  /// Changes that leave the booking its uid: it says itself how it stands.
  private func change(among bookings: [Booking]) -> LookUpVerdict {
    let uid = booking
    guard let booking = bookings.first(where: { $0.uid == uid }) ?? bookings.first else { return .notThere }
    let isGone = booking.status == .cancelled || booking.status == .rejected
    let refused = LookUpVerdict.impossible(CalError(kind: .alreadyDone(movedTo: booking.movedTo)))
    switch self {
    case .create, .move: return .notThere
    case .cancel(_, _, let seat?, _):
      let isTaken = booking.attendees.contains { $0.seatUID == seat }
      return booking.status == .cancelled || !isTaken ? .done([booking]) : .notThere
    case .cancel:
      // A moved booking is cancelled too, but its successor stands.
      if booking.movedTo != nil || booking.status == .rejected { return refused }
      return bookings.allSatisfy { $0.status == .cancelled } ? .done(bookings) : .notThere
    case .confirm:
      if isGone { return refused }
      return booking.status == .accepted ? .done([booking]) : stillPending(booking)
    case .decline:
      if booking.status == .rejected { return .done([booking]) }
      return booking.status == .accepted || isGone ? refused : stillPending(booking)
    case .markAbsent(_, let host, let attendees): return absence(of: booking, host, attendees)
    case .addGuests(_, let emails):
      let present = Set((booking.guests + booking.attendees.compactMap(\.email)).map { $0.lowercased() })
      return emails.allSatisfy { present.contains($0.lowercased()) } ? .done([booking]) : .notThere
    case .setLocation(_, let choice):
      // The host's own places have names that only the server knows.
      guard let wanted = choice.shownAs else { return .undecided(booking) }
      return booking.location == wanted ? .done([booking]) : .notThere
    case .reassign: return .undecided(booking)
    }
  }

  private func stillPending(_ booking: Booking) -> LookUpVerdict {
    booking.status == .pending ? .notThere : .undecided(booking)
  }

  private func absence(of booking: Booking, _ host: Bool?, _ attendees: [Absence]) -> LookUpVerdict {
    if let host, booking.hostAbsent != host { return .notThere }
    for absence in attendees {
      guard let attendee = booking.attendees.first(where: { $0.isReached(by: absence.email) }) else {
        return .undecided(booking)
      }
      if attendee.isAbsent != absence.absent { return .notThere }
    }
    return .done([booking])
  }
}

extension NewBooking {
  /// The booking that carries the reference; where a server kept no metadata, one of the same attendee at the same time that was made since.
  fileprivate func verdict(_ ref: DeskRef, sentAt: Instant, _ bookings: [Booking]) -> LookUpVerdict {
    let made = bookings.compactMap { $0.made(by: ref) }
    if !made.isEmpty { return .done(made) }
    // Clocks differ; a booking much older than the write is somebody's earlier one.
    let earliest = sentAt.adding(seconds: -120)
    let alike = bookings.compactMap { booking -> Booking? in
      guard booking.start == start, booking.service == service, booking.status.takesTime,
        let same = booking.attendees.first(where: { $0.isSame(as: attendee) })
      else { return nil }
      // A seat was taken for itself, by whoever made the booking that it is in.
      let isSeat = same.seatUID != nil
      guard (isSeat ? same.deskRef : booking.deskRef) == nil,
        let made = (isSeat ? same.createdAt : nil) ?? booking.createdAt, made >= earliest
      else { return nil }
      var found = booking
      if isSeat { found.seatUID = same.seatUID }
      return found
    }
    return alike.isEmpty ? .notThere : .done(alike)
  }
}

extension Attendee {
  fileprivate func isSame(as other: Attendee) -> Bool {
    if let email, let wanted = other.email { return email.lowercased() == wanted.lowercased() }
    return phone != nil && phone == other.phone
  }

  /// Whether an address means this attendee: their own, or the one that stands for their phone (CONTRACT 12.3).
  fileprivate func isReached(by address: String) -> Bool {
    if let email { return email.lowercased() == address.lowercased() }
    guard let phone else { return false }
    return address.filter(\.isNumber) == phone.filter(\.isNumber)
  }
}

extension LocationChoice {
  /// The text that a booking shows for it; `nil` where the server takes it from its own settings (CONTRACT 12.4).
  fileprivate var shownAs: String? {
    switch self {
    case .attendeeAddress(let text), .attendeePhone(let text), .attendeeDefined(let text): text
    case .address, .link, .phone, .organizersDefaultApp, .integration: nil
    }
  }
}

/// A move makes a new booking, which has to be found from the old one (CONTRACT 12.8).
private struct MoveLookUp {
  var uid: Booking.UID
  var start: Instant
  var seat: String?

  func verdict(on question: LookUpQuestion, _ bookings: [Booking]) -> LookUpVerdict {
    switch question {
    case .booking(uid): return ofOld(bookings)
    case .booking(let next):
      guard let booking = bookings.first else { return .notThere }
      // The old one was moved by somebody else: it cannot be moved by us any more.
      return booking.start == start ? .done([booking]) : .impossible(CalError(kind: .alreadyDone(movedTo: next)))
    case .bookings:
      let moved = bookings.filter { $0.movedFrom == uid && $0.start == start }
      return moved.isEmpty ? .notThere : .done(moved)
    }
  }

  private func ofOld(_ bookings: [Booking]) -> LookUpVerdict {
    guard let old = bookings.first(where: { $0.uid == uid }) ?? bookings.first else { return .notThere }
    if let next = old.movedTo { return .ask(.booking(next)) }
    if let seat {
      return old.attendees.contains { $0.seatUID == seat } ? .notThere : .undecided(old)
    }
    if old.status.takesTime { return old.start == start ? .done([old]) : .notThere }
    // Cancelled, or moved on a server that does not name the new one: the list at the new time tells.
    return old.service.map { .ask(.bookings(of: $0, start: start)) } ?? .notThere
  }
}
