import BookingModel
import CalProtocol
import GRDB

// What else can be done with a booking (CONTRACT 12.10).

extension LocalAPI {
  func confirm(_ uid: Booking.UID, _ exchange: Exchange) throws -> WireResponse {
    try database.write { db in
      let record = try pending(db, uid)
      do {
        try BookingTable.set(db, record.id, [("status", "accepted")], now: exchange.now)
      } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {
        throw WireFault.conflict
      }
      return .success(try reread(db, uid).json())
    }
  }

  func decline(_ uid: Booking.UID, _ exchange: Exchange) throws -> WireResponse {
    try BodyShape.decline.check(exchange.body ?? [:])
    return try database.write { db in
      let record = try pending(db, uid)
      try BookingTable.set(
        db, record.id, [("status", "rejected"), ("cancellationReason", exchange.body?["reason"]?.string)],
        now: exchange.now)
      return .success(try reread(db, uid).json())
    }
  }

  private func pending(_ db: Database, _ uid: Booking.UID) throws -> BookingRecord {
    let record = try reread(db, uid)
    guard record.booking.status == .pending else { throw WireFault.notPending }
    return record
  }

  func markAbsent(_ uid: Booking.UID, _ exchange: Exchange) throws -> WireResponse {
    let input = try MarkAbsentInput.read(exchange.body)
    return try database.write { db in
      guard let record = try BookingTable.find(db, uid) else { throw WireFault.bookingToMarkNotFound(uid) }
      guard exchange.now >= record.booking.start else {
        throw WireFault.absentTooEarly(now: exchange.now, start: record.booking.start)
      }
      for absence in input.attendees {
        let email = absence.email.lowercased()
        guard let found = record.attendees.first(where: { AttendeeWire.wireEmail(of: $0.attendee) == email }) else {
          throw WireFault(404, "Attendee with email \(absence.email) not found.")
        }
        try db.execute(
          sql: "UPDATE attendee SET absent = ? WHERE id = ?", arguments: [absence.absent, found.id])
      }
      try BookingTable.set(db, record.id, input.host.map { [("hostAbsent", $0)] } ?? [], now: exchange.now)
      return .success(try reread(db, uid).json())
    }
  }

  /// Gives the booking to another host: only where several take the service in turn.
  func reassign(_ uid: Booking.UID, to user: Int?, _ exchange: Exchange) throws -> WireResponse {
    try database.write { db in
      let record = try reread(db, uid)
      guard let id = record.booking.service, let found = try ServiceTable.find(db, id) else {
        throw user.map { WireFault.notRoundRobinHost($0) } ?? WireFault.noOtherHost
      }
      var service = found.service
      let hosts = try calendar.hosts(db, of: service, owner: found.owner)
      if let user, !hosts.contains(where: { $0.id == user }) || hosts.count < 2 {
        throw WireFault.notRoundRobinHost(user)
      }
      service.hosts = hosts.filter { $0.id != record.hostID && (user == nil || $0.id == user) }.map(\.host)
      guard !service.hosts.isEmpty else { throw WireFault.noOtherHost }
      // Only free time matters: notice, window and limits were met when the booking was made.
      service.rules.window = nil
      service.rules.minimumNotice = 0
      let next: Account
      do {
        next = try freeHost(
          db, service: service, owner: found.owner, range: record.booking.start..<record.booking.end, moving: uid,
          overrides: HostOverrides(allowOutOfBounds: true, skipLimits: true), now: exchange.now)
        try BookingTable.set(db, record.id, [("hostId", next.id)], now: exchange.now)
      } catch is WireFault {
        throw WireFault.noOtherHost
      } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {
        throw WireFault.noOtherHost
      }
      return .success([
        "bookingUid": .string(uid.rawValue),
        "reassignedTo": [
          "id": .int(Int64(next.id)), "name": .string(next.name), "email": .string(next.email),
          "displayEmail": .string(next.email),
        ],
      ])
    }
  }

  func setLocation(_ uid: Booking.UID, _ exchange: Exchange) throws -> WireResponse {
    let input = try LocationInput.read(exchange.body)
    return try database.write { db in
      let record = try reread(db, uid)
      try BookingTable.set(db, record.id, [("location", input.text)], now: exchange.now)
      return .success(try reread(db, uid).json())
    }
  }

  /// Cancels, so that the attendee may choose another time. No mail goes out from here.
  func requestReschedule(_ uid: Booking.UID, _ exchange: Exchange) throws -> WireResponse {
    try BodyShape.requestReschedule.check(exchange.body ?? [:])
    return try database.write { db in
      let record = try reread(db, uid)
      guard record.booking.status.takesTime else { throw WireFault.cancelOfCancelled(uid) }
      let reason = exchange.body?["rescheduleReason"]?.string
      try BookingTable.set(
        db, record.id,
        [("status", "cancelled"), ("cancellationReason", reason ?? ""), ("reschedulingReason", reason)],
        now: exchange.now)
      return WireResponse(status: 200, json: Envelope.acknowledged)
    }
  }

  /// The local server writes to no calendar, so there is nothing to refer to.
  func references(_ uid: Booking.UID) throws -> WireResponse {
    try database.read { db in
      _ = try reread(db, uid)
      return .success([])
    }
  }

  func calendarLinks(_ uid: Booking.UID) throws -> WireResponse {
    try database.read { db in
      let booking = try reread(db, uid).booking
      let start = compact(booking.start)
      let end = compact(booking.end)
      let title = PathText.encoded(booking.title)
      let place = PathText.encoded(booking.location ?? "")
      let notes = PathText.encoded(booking.notes ?? "")
      let outlook =
        "path=%2Fcalendar%2Faction%2Fcompose&rru=addevent&subject=\(title)&body=\(notes)&location=\(place)"
        + "&startdt=\(PathText.encoded(booking.start.iso8601Seconds))&enddt=\(PathText.encoded(booking.end.iso8601Seconds))"
      let event = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:caltui", "BEGIN:VEVENT", "UID:\(uid.rawValue)",
        "DTSTART:\(start)", "DTEND:\(end)", "SUMMARY:\(LocalAPI.calendarText(booking.title))",
        "LOCATION:\(LocalAPI.calendarText(booking.location ?? ""))", "END:VEVENT", "END:VCALENDAR",
      ].joined(separator: "\r\n")
      let links: KeyValuePairs<String, String> = [
        "Google Calendar":
          "https://calendar.google.com/calendar/r/eventedit?dates=\(start)/\(end)&text=\(title)&details=\(notes)&location=\(place)",
        "Microsoft Office 365": "https://outlook.office.com/calendar/0/deeplink/compose?" + outlook,
        "Microsoft Outlook": "https://outlook.live.com/calendar/0/deeplink/compose?" + outlook,
        "ICS": "data:text/calendar," + PathText.encoded(event),
      ]
      return .success(.array(links.map { ["label": .string($0.key), "link": .string($0.value)] }))
    }
  }

  /// `20260902T070000Z`
  private func compact(_ instant: Instant) -> String {
    instant.iso8601Seconds.filter { $0 != "-" && $0 != ":" }
  }

  /// Text of RFC 5545: what separates values is escaped.
  private static func calendarText(_ text: String) -> String {
    var result = ""
    for character in text {
      switch character {
      case "\\", ",", ";": result += "\\" + String(character)
      case "\n", "\r\n", "\r": result += "\\n"
      default: result.append(character)
      }
    }
    return result
  }
}
