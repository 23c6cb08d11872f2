import BookingModel
import CalProtocol
import Testing

@Suite struct RouteTests {
  static let uid = Booking.UID("pV4kTz8wQm2LrB7nXc5Jds")
  static let odd = Booking.UID("a/b ü%")

  static let all: [(Route, String)] = [
    (.account, "GET /me"), (.eventTypes, "GET /event-types"), (.createEventType, "POST /event-types"),
    (.eventType(Service.ID(7)), "GET /event-types/7"), (.updateEventType(Service.ID(7)), "PATCH /event-types/7"),
    (.deleteEventType(Service.ID(7)), "DELETE /event-types/7"), (.teams, "GET /teams"),
    (.teamEventTypes(team: 3), "GET /teams/3/event-types"), (.schedules, "GET /schedules"),
    (.createSchedule, "POST /schedules"), (.defaultSchedule, "GET /schedules/default"),
    (.schedule(Schedule.ID(2)), "GET /schedules/2"), (.updateSchedule(Schedule.ID(2)), "PATCH /schedules/2"),
    (.deleteSchedule(Schedule.ID(2)), "DELETE /schedules/2"), (.slots, "GET /slots"),
    (.createReservation, "POST /slots/reservations"), (.reservation("r-1"), "GET /slots/reservations/r-1"),
    (.updateReservation("r-1"), "PATCH /slots/reservations/r-1"),
    (.deleteReservation("r-1"), "DELETE /slots/reservations/r-1"), (.bookings, "GET /bookings"),
    (.createBooking, "POST /bookings"), (.booking(uid), "GET /bookings/pV4kTz8wQm2LrB7nXc5Jds"),
    (.booking(odd), "GET /bookings/a%2Fb%20%C3%BC%25"), (.bookingBySeat("s-1"), "GET /bookings/by-seat/s-1"),
    (.reschedule(uid), "POST /bookings/pV4kTz8wQm2LrB7nXc5Jds/reschedule"),
    (.cancel(odd), "POST /bookings/a%2Fb%20%C3%BC%25/cancel"),
    (.confirm(uid), "POST /bookings/pV4kTz8wQm2LrB7nXc5Jds/confirm"),
    (.decline(uid), "POST /bookings/pV4kTz8wQm2LrB7nXc5Jds/decline"),
    (.markAbsent(uid), "POST /bookings/pV4kTz8wQm2LrB7nXc5Jds/mark-absent"),
    (.reassign(uid), "POST /bookings/pV4kTz8wQm2LrB7nXc5Jds/reassign"),
    (.reassignTo(uid, user: 5), "POST /bookings/pV4kTz8wQm2LrB7nXc5Jds/reassign/5"),
    (.attendees(uid), "GET /bookings/pV4kTz8wQm2LrB7nXc5Jds/attendees"),
    (.addAttendee(uid), "POST /bookings/pV4kTz8wQm2LrB7nXc5Jds/attendees"),
    (.attendee(uid, 9), "GET /bookings/pV4kTz8wQm2LrB7nXc5Jds/attendees/9"),
    (.deleteAttendee(uid, 9), "DELETE /bookings/pV4kTz8wQm2LrB7nXc5Jds/attendees/9"),
    (.addGuests(uid), "POST /bookings/pV4kTz8wQm2LrB7nXc5Jds/guests"),
    (.setLocation(uid), "PATCH /bookings/pV4kTz8wQm2LrB7nXc5Jds/location"),
    (.calendarLinks(uid), "GET /bookings/pV4kTz8wQm2LrB7nXc5Jds/calendar-links"),
    (.references(uid), "GET /bookings/pV4kTz8wQm2LrB7nXc5Jds/references"),
    (.requestReschedule(uid), "POST /bookings/pV4kTz8wQm2LrB7nXc5Jds/request-reschedule"),
    (.webhooks, "GET /webhooks"), (.createWebhook, "POST /webhooks"), (.webhook("w1"), "GET /webhooks/w1"),
    (.updateWebhook("w1"), "PATCH /webhooks/w1"), (.deleteWebhook("w1"), "DELETE /webhooks/w1"),
  ]

  @Test(arguments: all) func everyRouteIsItsLineAndComesBackFromIt(route: Route, line: String) {
    #expect(route.method.rawValue + " " + route.path == line)
    #expect(Route.parse(route.method, route.path) == route)
  }

  @Test(arguments: [
    ("GET", ""), ("GET", "/"), ("GET", "/nothing"), ("POST", "/me"), ("GET", "/event-types/abc"),
    ("GET", "/event-types/-1"), ("POST", "/event-types/7"), ("GET", "/schedules/mine"), ("POST", "/slots"),
    ("GET", "/slots/available"), ("GET", "/slots/reservations"), ("DELETE", "/bookings/x"),
    ("GET", "/bookings//cancel"),
    ("GET", "/bookings/x/cancel"), ("POST", "/bookings/x/nothing"), ("POST", "/bookings/x/reassign/me"),
    ("GET", "/bookings/%zz"), ("GET", "/bookings/%ff"), ("GET", "me"), ("GET", "/bookings/a/b/c/d"),
  ])
  func whatIsNoRouteIsNone(method: String, path: String) throws {
    #expect(Route.parse(try #require(WireRequest.Method(rawValue: method)), path) == nil)
  }

  @Test func oneSlashAtTheEndIsForgiven() {
    #expect(Route.parse(.get, "/me/") == .account)
    #expect(Route.parse(.get, "/me//") == nil)
  }

  @Test func eachFamilySendsAVersionThatServesIt() {
    for family in RouteFamily.allCases {
      #expect(family.isServed(under: family.sent ?? .legacy))
    }
  }

  /// CONTRACT 2.1: what else answers, and what is a 404.
  @Test(arguments: [
    (RouteFamily.eventTypes, ["2024-06-14"]), (.schedules, ["2024-06-11", "2024-06-14"]), (.slots, ["2024-09-04"]),
    (.bookings, ["2024-08-13", "2026-02-25", "2026-05-01"]),
    (.account, APIVersion.known.map(\.rawValue)), (.webhooks, APIVersion.known.map(\.rawValue)),
  ])
  func aFamilyIsServedUnderItsVersionsOnly(family: RouteFamily, versions: [String]) {
    #expect(APIVersion.known.filter(family.isServed).map(\.rawValue).sorted() == versions.sorted())
  }

  @Test func anUnknownOrMissingVersionIsSilentlyTheOldest() {
    #expect(APIVersion(header: nil) == .legacy)
    #expect(APIVersion(header: "2031-01-01") == .legacy)
    #expect(APIVersion(header: "2026-02-25") == .bookingsWithOverrides)
  }

  @Test func aPlusInAQueryIsEncodedAndComesBack() {
    let items = [WireRequest.QueryItem("attendeeEmail", "a+b@c.example"), WireRequest.QueryItem("q", "x y&=ü")]
    let text = PathText.query(items)
    #expect(text == "attendeeEmail=a%2Bb%40c.example&q=x%20y%26%3D%C3%BC")
    #expect(PathText.items(ofQuery: text) == items)
  }
}
