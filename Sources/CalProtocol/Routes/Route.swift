public import BookingModel

/// Every route of the API that the client calls or the local server serves, with what its path carries.
///
/// Event types are ``Service``s; the wire's word is kept here because it is the wire's path.
public enum Route: Hashable, Sendable {
  case account
  case eventTypes, createEventType
  case eventType(Service.ID), updateEventType(Service.ID), deleteEventType(Service.ID)
  case teams, teamEventTypes(team: Int)
  case schedules, createSchedule, defaultSchedule
  case schedule(Schedule.ID), updateSchedule(Schedule.ID), deleteSchedule(Schedule.ID)
  case slots
  case createReservation
  case reservation(String), updateReservation(String), deleteReservation(String)
  case bookings, createBooking
  case booking(Booking.UID), bookingBySeat(String)
  case reschedule(Booking.UID), cancel(Booking.UID), confirm(Booking.UID), decline(Booking.UID)
  case markAbsent(Booking.UID), reassign(Booking.UID), reassignTo(Booking.UID, user: Int)
  case attendees(Booking.UID), addAttendee(Booking.UID)
  case attendee(Booking.UID, Int), deleteAttendee(Booking.UID, Int)
  case addGuests(Booking.UID), setLocation(Booking.UID)
  case calendarLinks(Booking.UID), references(Booking.UID), requestReschedule(Booking.UID)
  case webhooks, createWebhook
  case webhook(String), updateWebhook(String), deleteWebhook(String)
}

extension Route {
  public var method: WireRequest.Method {
    switch self {
    case .account, .eventTypes, .eventType, .teams, .teamEventTypes, .schedules, .defaultSchedule, .schedule, .slots,
      .reservation, .bookings, .booking, .bookingBySeat, .attendees, .attendee, .calendarLinks, .references, .webhooks,
      .webhook:
      .get
    case .createEventType, .createSchedule, .createReservation, .createBooking, .reschedule, .cancel, .confirm,
      .decline, .markAbsent, .reassign, .reassignTo, .addAttendee, .addGuests, .requestReschedule, .createWebhook:
      .post
    case .updateEventType, .updateSchedule, .updateReservation, .setLocation, .updateWebhook: .patch
    case .deleteEventType, .deleteSchedule, .deleteReservation, .deleteAttendee, .deleteWebhook: .delete
    }
  }

  /// Below `/v2`, percent-encoded.
  public var path: String { "/" + segments.map(PathText.encoded).joined(separator: "/") }

  public var family: RouteFamily {
    switch self {
    case .account: .account
    case .eventTypes, .createEventType, .eventType, .updateEventType, .deleteEventType: .eventTypes
    case .teams, .teamEventTypes: .teams
    case .schedules, .createSchedule, .defaultSchedule, .schedule, .updateSchedule, .deleteSchedule: .schedules
    case .slots, .createReservation, .reservation, .updateReservation, .deleteReservation: .slots
    case .webhooks, .createWebhook, .webhook, .updateWebhook, .deleteWebhook: .webhooks
    default: .bookings
    }
  }

  private var segments: [String] {
    switch self {
    case .account: ["me"]
    case .eventTypes, .createEventType: ["event-types"]
    case .eventType(let id), .updateEventType(let id), .deleteEventType(let id): ["event-types", String(id.rawValue)]
    case .teams: ["teams"]
    case .teamEventTypes(let team): ["teams", String(team), "event-types"]
    case .schedules, .createSchedule: ["schedules"]
    case .defaultSchedule: ["schedules", "default"]
    case .schedule(let id), .updateSchedule(let id), .deleteSchedule(let id): ["schedules", String(id.rawValue)]
    case .slots: ["slots"]
    case .createReservation: ["slots", "reservations"]
    case .reservation(let uid), .updateReservation(let uid), .deleteReservation(let uid):
      ["slots", "reservations", uid]
    case .bookings, .createBooking: ["bookings"]
    case .booking(let uid): ["bookings", uid.rawValue]
    case .bookingBySeat(let seat): ["bookings", "by-seat", seat]
    case .reschedule(let uid): ["bookings", uid.rawValue, "reschedule"]
    case .cancel(let uid): ["bookings", uid.rawValue, "cancel"]
    case .confirm(let uid): ["bookings", uid.rawValue, "confirm"]
    case .decline(let uid): ["bookings", uid.rawValue, "decline"]
    case .markAbsent(let uid): ["bookings", uid.rawValue, "mark-absent"]
    case .reassign(let uid): ["bookings", uid.rawValue, "reassign"]
    case .reassignTo(let uid, let user): ["bookings", uid.rawValue, "reassign", String(user)]
    case .attendees(let uid), .addAttendee(let uid): ["bookings", uid.rawValue, "attendees"]
    case .attendee(let uid, let id), .deleteAttendee(let uid, let id):
      ["bookings", uid.rawValue, "attendees", String(id)]
    case .addGuests(let uid): ["bookings", uid.rawValue, "guests"]
    case .setLocation(let uid): ["bookings", uid.rawValue, "location"]
    case .calendarLinks(let uid): ["bookings", uid.rawValue, "calendar-links"]
    case .references(let uid): ["bookings", uid.rawValue, "references"]
    case .requestReschedule(let uid): ["bookings", uid.rawValue, "request-reschedule"]
    case .webhooks, .createWebhook: ["webhooks"]
    case .webhook(let id), .updateWebhook(let id), .deleteWebhook(let id): ["webhooks", id]
    }
  }
}
