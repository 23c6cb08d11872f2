import BookingModel
import CalProtocol
import Testing

// Attendees, lists and places (CONTRACT 12.4, 12.6, 12.10).

extension Area {
  func visitPeople(_ desk: any Desk) throws {
    let service = try desk.service("visit")
    let phoneOnly = ContractShop.person("Cy Moor", nil)
    let booking = try desk.one(
      .create(NewBooking(service: service.id, start: .at("2026-09-02T07:00:00Z"), attendee: phoneOnly)))
    // The address that stands for a phone is nobody's to see (CONTRACT 12.3).
    #expect(booking.attendees == [phoneOnly])
    let rows = try desk.answer(to: Calls.attendees(booking.uid)).rows
    #expect(rows.map(\.attendee) == [phoneOnly])
    let added = try desk.data(
      .addAttendee(booking.uid),
      body: [
        "name": "Bo Lind", "email": "bo@lind.example", "timeZone": "Europe/Berlin", "phoneNumber": "+4930654321",
        "language": "de",
      ])
    let row = try #require(AttendeeRow(added))
    #expect(row.bookingID == booking.id)
    #expect(
      row.attendee
        == Attendee(
          name: "Bo Lind", email: "bo@lind.example", phone: "+4930654321", zone: "Europe/Berlin", language: "de"))
    #expect(AttendeeRow(try desk.data(.attendee(booking.uid, row.id)))?.attendee == row.attendee)
    #expect(try desk.answer(to: Calls.attendees(booking.uid)).rows.map(\.id) == rows.map(\.id) + [row.id])
    #expect(AttendeeRow(try desk.data(.deleteAttendee(booking.uid, row.id)))?.id == row.id)
    #expect(try desk.answer(to: Calls.attendees(booking.uid)).rows == rows)
  }

  /// Both dialects, page by page (CONTRACT 12.6).
  func visitPages(_ desk: any Desk) throws {
    let service = try desk.service("visit")
    var made: [Booking] = []
    for index in 0..<7 {
      let start = Instant.at("2026-09-02T07:00:00Z").adding(minutes: 60 * index)
      var attendee = ContractShop.person()
      if index == 3 { attendee.email = "bo+two@lind.example" }
      made.append(try desk.one(.create(NewBooking(service: service.id, start: start, attendee: attendee))))
    }
    made[6] = try desk.one(.cancel(made[6].uid, reason: "ill", seat: nil, subsequent: false))

    func all(_ query: BookingQuery, _ dialect: BookingQuery.Dialect) throws -> [[Booking]] {
      var query = query
      var pages: [[Booking]] = []
      while pages.count < 10 {
        let page = try desk.answer(to: Calls.bookings(query, dialect: dialect))
        #expect(page.skipped == 0)
        pages.append(page.bookings)
        guard let next = page.next else { break }
        query.page = next
      }
      return pages
    }
    let three = BookingQuery(pageSize: 3)
    #expect(try all(three, .pages) == [Array(made[0...2]), Array(made[3...5]), [made[6]]])
    let newest = Array(made.reversed())
    #expect(try all(three, .cursor) == [Array(newest[0...2]), Array(newest[3...5]), [newest[6]]])
    // A last page that is full ends the list too.
    #expect(try all(BookingQuery(pageSize: 7), .pages) == [made])
    #expect(try all(BookingQuery(pageSize: 7), .cursor) == [newest])
    #expect(try all(BookingQuery(statuses: [.upcoming], pageSize: 4), .cursor).map(\.count) == [4, 2])

    for dialect in [BookingQuery.Dialect.pages, .cursor] {
      func found(_ query: BookingQuery) throws -> [Booking] { try all(query, dialect).flatMap { $0 } }
      #expect(try found(BookingQuery(statuses: [.cancelled])) == [made[6]])
      #expect(try found(BookingQuery(statuses: [.past])).isEmpty)
      #expect(try found(BookingQuery(attendeeEmail: "bo+two@lind.example")) == [made[3]])
      #expect(try found(BookingQuery(uid: made[2].uid)) == [made[2]])
      #expect(try found(BookingQuery(attendeeName: "Nobody")).isEmpty)
      let window = try found(BookingQuery(from: made[1].start, through: made[2].end, services: [service.id]))
      #expect(Set(window.map(\.uid)) == Set(made[1...2].map(\.uid)))
      #expect(try found(BookingQuery(updatedAfter: desk.shop.clock.now)) == [made[6]])
      #expect(try found(BookingQuery(createdAfter: desk.shop.clock.now.adding(minutes: 1))).isEmpty)
    }
    #expect(try all(BookingQuery(statuses: [.upcoming, .cancelled]), .pages) == [made])
    #expect(try all(BookingQuery(sort: .init(.start, ascending: false)), .pages) == [newest])
    for dialect in [BookingQuery.Dialect.pages, .cursor] { #expect(try desk.answer(to: Calls.probe(dialect))) }
  }

  /// Each kind of place: what the host stored, or what the attendee says.
  func visitPlaces(_ desk: any Desk) throws {
    let service = try desk.service("anywhere") {
      $0.locations = [
        .link("https://lakeside.example"), .address("4 Quay Road"), .phone("+4930123456"), .integration("cal-video"),
        .attendeeAddress, .attendeePhone, .attendeeDefined, .organizersDefaultApp,
      ]
    }
    let places: [(LocationChoice?, String)] = [
      (nil, "https://lakeside.example"), (.link, "https://lakeside.example"), (.address, "4 Quay Road"),
      (.phone, "+4930123456"), (.integration("cal-video"), "integrations:cal-video"),
      (.attendeeAddress("9 Pier"), "9 Pier"), (.attendeePhone("+49 30 654321"), "+4930654321"),
      (.attendeeDefined("at the lake"), "at the lake"), (.organizersDefaultApp, "integrations:daily"),
    ]
    for (index, place) in places.enumerated() {
      let start = Instant.at("2026-09-02T07:00:00Z").adding(minutes: 30 * index)
      let booking = try desk.one(
        .create(
          NewBooking(service: service.id, start: start, attendee: ContractShop.person(), location: place.0)))
      #expect(booking.location == place.1)
      #expect(try desk.booking(booking.uid).location == place.1)
    }
  }
}
