import BookingModel
import GRDB

/// A write as the journal keeps it: with whose booking it changes, which the write itself, made of ids, does not say.
struct StoredWrite: Codable {
  var write: Write
  var subject: WriteSubject?

  init(write: Write, subject: WriteSubject? = nil) {
    self.write = write
    self.subject = subject
  }

  private enum CodingKeys: String, CodingKey { case subject }

  // Beside the write's own key, so that a row without a subject is the write alone, as it always was.
  init(from decoder: any Decoder) throws {
    write = try Write(from: decoder)
    subject = try decoder.container(keyedBy: CodingKeys.self).decodeIfPresent(WriteSubject.self, forKey: .subject)
  }

  func encode(to encoder: any Encoder) throws {
    try write.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encodeIfPresent(subject, forKey: .subject)
  }
}

extension WriteSubject {
  /// As the last reading of the booking has it.
  static func known(of write: Write, _ db: Database) throws -> WriteSubject? {
    guard let uid = write.booking else { return nil }
    return try String.fetchOne(db, sql: "SELECT value FROM booking WHERE uid = ?", arguments: [uid.rawValue])
      .flatMap { JSONText.decode(Booking.self, $0) }.map { WriteSubject($0) }
  }
}

/// What the journal reads off a write, and what it keeps of one that is closed.
extension Write {
  var kind: String {
    switch self {
    case .create: "create"
    case .move: "move"
    case .cancel: "cancel"
    case .confirm: "confirm"
    case .decline: "decline"
    case .markAbsent: "markAbsent"
    case .addGuests: "addGuests"
    case .setLocation: "setLocation"
    case .reassign: "reassign"
    }
  }

  var service: Service.ID? { if case .create(let booking) = self { booking.service } else { nil } }

  var start: Instant? {
    switch self {
    case .create(let booking): booking.start
    case .move(_, let start, _, _, _): start
    default: nil
    }
  }

  /// Ids and times stay; names, addresses, numbers, answers and everything typed freely go (DESIGN 6.4).
  var withoutPersonalData: Write {
    switch self {
    case .create(var booking):
      booking.attendee = Attendee(name: "", zone: booking.attendee.zone)
      booking.guests = []
      booking.location = booking.location?.withoutPersonalData
      booking.answers = [:]
      booking.metadata = [:]
      return .create(booking)
    case .move(let uid, let start, _, let seat, let overrides):
      return .move(uid, start: start, reason: nil, seat: seat, overrides: overrides)
    case .cancel(let uid, _, let seat, let subsequent):
      return .cancel(uid, reason: "", seat: seat, subsequent: subsequent)
    case .decline(let uid, _): return .decline(uid, reason: nil)
    case .markAbsent(let uid, let host, let attendees):
      // Absent or not stays; who it was does not.
      return .markAbsent(uid, host: host, attendees: attendees.map { Absence(email: "", absent: $0.absent) })
    case .addGuests(let uid, _): return .addGuests(uid, emails: [])
    case .setLocation(let uid, let location): return .setLocation(uid, location.withoutPersonalData)
    case .confirm, .reassign: return self
    }
  }
}

extension LocationChoice {
  var withoutPersonalData: LocationChoice {
    switch self {
    case .attendeeAddress: .attendeeAddress("")
    case .attendeePhone: .attendeePhone("")
    case .attendeeDefined: .attendeeDefined("")
    case .address, .link, .phone, .organizersDefaultApp, .integration: self
    }
  }
}
