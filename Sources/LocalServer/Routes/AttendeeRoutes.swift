import BookingModel
import CalProtocol
import GRDB

// Attendees and guests of a booking (CONTRACT 12.10).

extension LocalAPI {
  private static let mostGuests = 30

  func attendees(_ uid: Booking.UID) throws -> WireResponse {
    try database.read { db in
      let record = try reread(db, uid)
      return .success(.array(record.attendees.map { row($0, of: record).json }))
    }
  }

  func attendee(_ uid: Booking.UID, _ id: Int) throws -> WireResponse {
    try database.read { db in
      let record = try reread(db, uid)
      return .success(row(try find(id, in: record), of: record).json)
    }
  }

  func addAttendee(_ uid: Booking.UID, _ exchange: Exchange) throws -> WireResponse {
    let person = try checked(try PeopleInput.attendee(exchange.body))
    return try database.write { db in
      let record = try reread(db, uid)
      if record.attendees.contains(where: { AttendeeWire.wireEmail(of: $0.attendee) == person.email }) {
        throw WireFault(409, "Attendee with email \(person.email ?? "") is already in this booking.")
      }
      var added = AttendeeRecord(isBooker: false, attendee: person, createdAt: exchange.now)
      if record.isSeated {
        let service = try record.booking.service.flatMap { try ServiceTable.find(db, $0)?.service }
        guard record.attendees.count < service?.rules.seats?.perSlot ?? 0 else { throw WireFault.noSeatsLeft }
        added.attendee.seatUID = edges.uuid()
      }
      added.id = try BookingTable.insert(db, added, booking: record.id)
      try BookingTable.set(db, record.id, [], now: exchange.now)
      return .success(row(added, of: record).json, status: 201)
    }
  }

  func deleteAttendee(_ uid: Booking.UID, _ id: Int, _ exchange: Exchange) throws -> WireResponse {
    try database.write { db in
      let record = try reread(db, uid)
      let found = try find(id, in: record)
      guard found.id != record.attendees.first?.id else {
        throw WireFault(400, "Cannot remove the primary attendee of a booking.")
      }
      try db.execute(sql: "DELETE FROM attendee WHERE id = ?", arguments: [found.id])
      let email = AttendeeWire.wireEmail(of: found.attendee)
      try setGuests(db, record, record.booking.guests.filter { $0 != email }, exchange.now)
      return .success(row(found, of: record).json)
    }
  }

  /// Guests are attendees too, and are listed by address besides.
  func addGuests(_ uid: Booking.UID, _ exchange: Exchange) throws -> WireResponse {
    let people = try PeopleInput.guests(exchange.body).map { try checked($0) }
    return try database.write { db in
      let record = try reread(db, uid)
      var present = Set(record.attendees.map { AttendeeWire.wireEmail(of: $0.attendee) })
      let added = people.filter { present.insert($0.email ?? "").inserted }
      guard !added.isEmpty else { throw WireFault.notPending }
      guard record.attendees.count + added.count <= LocalAPI.mostGuests else {
        throw WireFault.tooManyGuests(adding: added.count, present: record.attendees.count)
      }
      for person in added {
        let guest = AttendeeRecord(isBooker: false, attendee: person, createdAt: exchange.now)
        _ = try BookingTable.insert(db, guest, booking: record.id)
      }
      try setGuests(db, record, record.booking.guests + added.compactMap(\.email), exchange.now)
      return .success(try reread(db, uid).json())
    }
  }

  private func setGuests(_ db: Database, _ record: BookingRecord, _ guests: [String], _ now: Instant) throws {
    let text = JSONText.text(.array(guests.map { .string($0) }))
    try BookingTable.set(db, record.id, [("guests", text)], now: now)
  }

  private func find(_ id: Int, in record: BookingRecord) throws -> AttendeeRecord {
    guard let found = record.attendees.first(where: { $0.id == Int64(id) }) else {
      throw WireFault(404, "Attendee with id \(id) not found in booking \(record.booking.uid.rawValue)")
    }
    return found
  }

  private func row(_ record: AttendeeRecord, of booking: BookingRecord) -> AttendeeRow {
    AttendeeRow(id: Int(record.id), bookingID: Int(booking.id), attendee: record.attendee)
  }

  /// Addresses in lower case, phones in E.164, zones that exist.
  private func checked(_ person: Attendee) throws -> Attendee {
    var result = person
    result.email = person.email?.lowercased()
    if let phone = person.phone {
      guard let number = try? PhoneNumber(international: phone) else { throw WireFault.phoneBad }
      result.phone = number.e164
    }
    if zones.zone(person.zone) == nil {
      throw WireFault.lax([
        PropertyFault(
          "timeZone", value: .string(person.zone),
          constraints: [.init("isTimeZone", "timeZone must be a valid IANA time-zone")])
      ])
    }
    return result
  }
}
