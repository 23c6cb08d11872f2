public import BookingModel

/// The answer of `GET /v2/slots` (CONTRACT 10.3), both directions.
public enum SlotWire {
  /// Free times by day of `zone`, each day in order, and the count of rows that could not be read.
  ///
  /// Understands the old `data.slots` wrapper and `time` (CONTRACT 17). A slot without an end lasts `minutes`.
  /// Days are computed from the instants, so that an answer in another zone cannot land on the wrong day.
  public static func read(_ data: JSONValue, zone: Zone, minutes: Int) -> (days: DaySlots, skipped: Int)? {
    guard let outer = JSONFields(data) else { return nil }
    let fields = outer.object("slots") ?? outer
    var days: DaySlots = [:]
    var skipped = 0
    for (_, value) in fields.members {
      guard let rows = value.array else {
        skipped += 1
        continue
      }
      for row in rows {
        guard let slot = slot(row, minutes: minutes) else {
          skipped += 1
          continue
        }
        days[zone.day(of: slot.start), default: []].append(slot)
      }
    }
    for day in days.keys { days[day]?.sort { $0.start < $1.start } }
    return (days, skipped)
  }

  private static func slot(_ json: JSONValue, minutes: Int) -> Slot? {
    if let text = json.string {
      return Instant(iso8601: text).map { Slot(start: $0, end: $0.adding(minutes: minutes)) }
    }
    guard let fields = JSONFields(json), let start = fields.instant("start") ?? fields.instant("time") else {
      return nil
    }
    let left =
      fields.count("seatsRemaining")
      ?? fields.count("seatsTotal").map { max($0 - (fields.count("seatsBooked") ?? 0), 0) }
    return Slot(start: start, end: fields.instant("end") ?? start.adding(minutes: minutes), seatsRemaining: left)
  }

  /// Keys are days of `zone`, times carry its offset; days without slots are left out.
  public static func json(_ slots: some Sequence<Slot>, zone: Zone, withEnds: Bool, seatsTotal: Int? = nil) -> JSONValue
  {
    var days: [String: [JSONValue]] = [:]
    for slot in slots {
      var members: [String: JSONValue] = ["start": .string(slot.start.iso8601(in: zone))]
      if withEnds { members["end"] = .string(slot.end.iso8601(in: zone)) }
      if let seatsTotal, let left = slot.seatsRemaining {
        members["seatsTotal"] = .number(seatsTotal)
        members["seatsBooked"] = .number(max(seatsTotal - left, 0))
        members["seatsRemaining"] = .number(left)
      }
      days[zone.day(of: slot.start).description, default: []].append(.object(members))
    }
    return .object(days.mapValues { .array($0) })
  }
}

/// A hold on a slot (CONTRACT 11), both directions.
public enum ReservationWire {
  public static func read(_ json: JSONValue) -> Reservation? {
    guard let fields = JSONFields(json), let uid = fields.text("reservationUid"),
      let start = fields.instant("slotStart"), let until = fields.instant("reservationUntil")
    else { return nil }
    let end = fields.instant("slotEnd") ?? start.adding(minutes: fields.count("slotDuration") ?? 0)
    return Reservation(
      uid: uid, service: Service.ID(fields.int("eventTypeId") ?? 0), start: start, end: end, until: until)
  }

  /// `minutes` is how long it was asked to hold: given on create and patch, not on read.
  public static func json(_ reservation: Reservation, minutes: Int?) -> JSONValue {
    .object(
      jsonObject([
        "eventTypeId": .number(reservation.service.rawValue), "slotStart": .string(reservation.start.iso8601),
        "slotEnd": .string(reservation.end.iso8601),
        "slotDuration": .number(reservation.end.minutes(since: reservation.start)),
        "reservationUid": .string(reservation.uid), "reservationDuration": minutes.map { .number($0) },
        "reservationUntil": .string(reservation.until.iso8601),
      ]))
  }
}
