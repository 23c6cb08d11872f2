import BookingModel

extension Route {
  /// The route of a request line, or `nil` when there is none (the server then answers `Cannot GET …`).
  ///
  /// `path` is what follows `/v2`, percent-encoded, without the query. One slash at its end is forgiven, as Express does.
  public static func parse(_ method: WireRequest.Method, _ path: String) -> Route? {
    var parts = path.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.first?.isEmpty == true else { return nil }
    parts.removeFirst()
    if parts.count > 1, parts.last?.isEmpty == true { parts.removeLast() }
    var segments: [String] = []
    for part in parts {
      guard let text = PathText.decoded(part), !text.isEmpty else { return nil }
      segments.append(text)
    }
    guard let head = segments.first else { return nil }
    let rest = Array(segments.dropFirst())
    switch head {
    case "me": return method == .get && rest.isEmpty ? .account : nil
    case "event-types": return eventTypes(method, rest)
    case "teams": return teams(method, rest)
    case "schedules": return schedules(method, rest)
    case "slots": return slots(method, rest)
    case "bookings": return bookings(method, rest)
    case "webhooks": return webhooks(method, rest)
    default: return nil
    }
  }

  private static func eventTypes(_ method: WireRequest.Method, _ rest: [String]) -> Route? {
    switch (method, rest.count) {
    case (.get, 0): return .eventTypes
    case (.post, 0): return .createEventType
    case (_, 1):
      guard let id = number(rest[0]).map(Service.ID.init(rawValue:)) else { return nil }
      switch method {
      case .get: return .eventType(id)
      case .patch: return .updateEventType(id)
      case .delete: return .deleteEventType(id)
      case .post: return nil
      }
    default: return nil
    }
  }

  private static func teams(_ method: WireRequest.Method, _ rest: [String]) -> Route? {
    guard method == .get else { return nil }
    if rest.isEmpty { return .teams }
    guard rest.count == 2, rest[1] == "event-types", let team = number(rest[0]) else { return nil }
    return .teamEventTypes(team: team)
  }

  private static func schedules(_ method: WireRequest.Method, _ rest: [String]) -> Route? {
    switch (method, rest.count) {
    case (.get, 0): return .schedules
    case (.post, 0): return .createSchedule
    case (.get, 1) where rest[0] == "default": return .defaultSchedule
    case (_, 1):
      guard let id = number(rest[0]).map(Schedule.ID.init(rawValue:)) else { return nil }
      switch method {
      case .get: return .schedule(id)
      case .patch: return .updateSchedule(id)
      case .delete: return .deleteSchedule(id)
      case .post: return nil
      }
    default: return nil
    }
  }

  private static func slots(_ method: WireRequest.Method, _ rest: [String]) -> Route? {
    if rest.isEmpty { return method == .get ? .slots : nil }
    guard rest[0] == "reservations" else { return nil }
    switch (method, rest.count) {
    case (.post, 1): return .createReservation
    case (.get, 2): return .reservation(rest[1])
    case (.patch, 2): return .updateReservation(rest[1])
    case (.delete, 2): return .deleteReservation(rest[1])
    default: return nil
    }
  }

  private static func bookings(_ method: WireRequest.Method, _ rest: [String]) -> Route? {
    switch (method, rest.count) {
    case (.get, 0): return .bookings
    case (.post, 0): return .createBooking
    case (.get, 1): return .booking(Booking.UID(rest[0]))
    case (.get, 2) where rest[0] == "by-seat": return .bookingBySeat(rest[1])
    case (_, 2): return bookingAction(method, Booking.UID(rest[0]), rest[1])
    case (.post, 3) where rest[1] == "reassign":
      return number(rest[2]).map { .reassignTo(Booking.UID(rest[0]), user: $0) }
    case (.get, 3) where rest[1] == "attendees":
      return number(rest[2]).map { .attendee(Booking.UID(rest[0]), $0) }
    case (.delete, 3) where rest[1] == "attendees":
      return number(rest[2]).map { .deleteAttendee(Booking.UID(rest[0]), $0) }
    default: return nil
    }
  }

  private static func bookingAction(_ method: WireRequest.Method, _ uid: Booking.UID, _ action: String) -> Route? {
    switch (method, action) {
    case (.post, "reschedule"): .reschedule(uid)
    case (.post, "cancel"): .cancel(uid)
    case (.post, "confirm"): .confirm(uid)
    case (.post, "decline"): .decline(uid)
    case (.post, "mark-absent"): .markAbsent(uid)
    case (.post, "reassign"): .reassign(uid)
    case (.get, "attendees"): .attendees(uid)
    case (.post, "attendees"): .addAttendee(uid)
    case (.post, "guests"): .addGuests(uid)
    case (.patch, "location"): .setLocation(uid)
    case (.get, "calendar-links"): .calendarLinks(uid)
    case (.get, "references"): .references(uid)
    case (.post, "request-reschedule"): .requestReschedule(uid)
    default: nil
    }
  }

  private static func webhooks(_ method: WireRequest.Method, _ rest: [String]) -> Route? {
    switch (method, rest.count) {
    case (.get, 0): .webhooks
    case (.post, 0): .createWebhook
    case (.get, 1): .webhook(rest[0])
    case (.patch, 1): .updateWebhook(rest[0])
    case (.delete, 1): .deleteWebhook(rest[0])
    default: nil
    }
  }

  private static func number(_ text: String) -> Int? {
    guard !text.isEmpty, text.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else { return nil }
    return Int(text)
  }
}

/// Percent-encoding of paths and queries (RFC 3986): everything but unreserved characters is encoded.
public enum PathText {
  public static func encoded(_ text: String) -> String {
    var result: [UInt8] = []
    for byte in text.utf8 {
      if isUnreserved(byte) {
        result.append(byte)
      } else {
        result.append(UInt8(ascii: "%"))
        result.append(hexDigit(byte >> 4))
        result.append(hexDigit(byte & 15))
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// `nil` for a `%` without two hex digits, or bytes that are not UTF-8. `plusIsSpace` as in queries of forms.
  public static func decoded(_ text: some StringProtocol, plusIsSpace: Bool = false) -> String? {
    var result: [UInt8] = []
    var bytes = text.utf8.makeIterator()
    while let byte = bytes.next() {
      if byte == UInt8(ascii: "%") {
        guard let high = bytes.next().flatMap(hexValue), let low = bytes.next().flatMap(hexValue) else { return nil }
        result.append(high << 4 | low)
      } else if plusIsSpace, byte == UInt8(ascii: "+") {
        result.append(UInt8(ascii: " "))
      } else {
        result.append(byte)
      }
    }
    return String(validating: result, as: UTF8.self)
  }

  /// `a=1&b=2`, encoded; empty when there are no items. `+` in an address becomes `%2B` (CONTRACT 18, trap 20).
  public static func query(_ items: [WireRequest.QueryItem]) -> String {
    items.map { encoded($0.name) + "=" + encoded($0.value) }.joined(separator: "&")
  }

  /// The items of a query as received, without its `?`. Undecodable ones are kept as written.
  public static func items(ofQuery text: some StringProtocol) -> [WireRequest.QueryItem] {
    text.split(separator: "&").map { pair in
      let cut = pair.firstIndex(of: "=") ?? pair.endIndex
      let name = pair[..<cut]
      let value = cut == pair.endIndex ? pair[cut...] : pair[pair.index(after: cut)...]
      return WireRequest.QueryItem(
        decoded(name, plusIsSpace: true) ?? String(name), decoded(value, plusIsSpace: true) ?? String(value))
    }
  }

  private static func isUnreserved(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: true
    default: false
    }
  }
  private static func hexDigit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x41 + value - 10 }
  private static func hexValue(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x41 + 10
    case 0x61...0x66: byte - 0x61 + 10
    default: nil
    }
  }
}
