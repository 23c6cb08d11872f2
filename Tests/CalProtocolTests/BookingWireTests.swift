import BookingModel
import CalProtocol
import Testing

/// The object of CONTRACT 12.1, as the cloud prints it.
let contractBooking = """
  {"id":901,"uid":"pV4kTz8wQm2LrB7nXc5Jds","title":"Consultation between Lakeside Desk and Ada Ray",
   "description":"window seat","status":"accepted",
   "hosts":[{"id":12,"name":"Lakeside Desk","email":"desk@lakeside.example","displayEmail":"desk@lakeside.example",
             "username":"lakeside","timeZone":"Europe/Berlin"}],
   "start":"2026-09-02T07:00:00.000Z","end":"2026-09-02T07:30:00.000Z","duration":30,
   "eventTypeId":71,"eventType":{"id":71,"slug":"consult"},"location":"4 Quay Road","meetingUrl":"4 Quay Road",
   "absentHost":false,"createdAt":"2026-09-01T10:02:11.000Z","updatedAt":null,"metadata":{"deskRef":"7f3a"},
   "rating":null,"icsUid":"pV4kTz8wQm2LrB7nXc5Jds@Cal.com",
   "attendees":[{"name":"Ada Ray","email":"ada@ray.example","displayEmail":"ada@ray.example","timeZone":"Europe/Berlin",
                 "language":"en","absent":false,"phoneNumber":"+4930123456"}],
   "guests":[],
   "bookingFieldsResponses":{"name":"Ada Ray","email":"ada@ray.example","displayEmail":"ada@ray.example",
                             "attendeePhoneNumber":"+4930123456","room":"A"}}
  """

func instant(_ text: String) throws -> Instant { try #require(Instant(iso8601: text)) }

@Suite struct BookingWireTests {
  /// Reads the contract's booking with some keys replaced; `nil` removes a key.
  func variant(_ changes: [String: JSONValue?]) throws -> Booking? {
    guard case .object(var members) = try json(contractBooking) else { return nil }
    for (key, value) in changes { members[key] = value }
    return BookingWire.read(.object(members))
  }

  @Test func theContractsBookingIsReadWhole() throws {
    let booking = try #require(BookingWire.read(try json(contractBooking)))
    #expect(
      booking
        == Booking(
          uid: Booking.UID("pV4kTz8wQm2LrB7nXc5Jds"), id: 901, status: .accepted,
          start: try instant("2026-09-02T07:00:00Z"), end: try instant("2026-09-02T07:30:00Z"),
          service: Service.ID(71), serviceSlug: "consult", title: "Consultation between Lakeside Desk and Ada Ray",
          notes: "window seat",
          hosts: [
            Host(
              id: "12", name: "Lakeside Desk", email: "desk@lakeside.example", username: "lakeside",
              zone: "Europe/Berlin")
          ],
          attendees: [
            Attendee(
              name: "Ada Ray", email: "ada@ray.example", phone: "+4930123456", zone: "Europe/Berlin", language: "en")
          ], location: "4 Quay Road", createdAt: try instant("2026-09-01T10:02:11Z"),
          metadata: ["deskRef": "7f3a"], answers: ["room": "A"]))
    #expect(booking.deskRef == DeskRef("7f3a"))
  }

  @Test func theContractsBookingIsWrittenLiterally() throws {
    let original = try json(contractBooking)
    let booking = try #require(BookingWire.read(original))
    #expect(BookingWire.json(booking) == original)
  }

  @Test(arguments: ["uid", "start", "status"]) func withoutItsThreeKeysARowIsSkipped(key: String) throws {
    #expect(try variant([key: .some(nil)]) == nil)
    #expect(try variant([key: .some(.null)]) == nil)
  }

  @Test func everythingElseMayBeMissing() throws {
    let booking = try #require(
      BookingWire.read(try json(#"{"uid":"u","start":"2026-09-02T07:00:00Z","status":"accepted"}"#)))
    #expect(booking.end == booking.start)
    #expect(booking.attendees.isEmpty && booking.service == nil && booking.title.isEmpty)
  }

  @Test func oldNamesOfTimesAreUnderstood() throws {
    let row = #"{"uid":"u","startTime":"2026-09-02T07:00:00Z","endTime":"2026-09-02T08:00:00Z","status":"ACCEPTED"}"#
    let booking = try #require(BookingWire.read(try json(row)))
    #expect(booking.minutes == 60)
    #expect(booking.status == .accepted)
  }

  @Test func aMissingEndIsStartAndDuration() throws {
    #expect(try variant(["end": .some(nil), "duration": 45])?.minutes == 45)
    #expect(try variant(["end": .some(nil), "duration": .int(.max)]) != nil)
  }

  @Test func anImpossibleTimeSkipsTheRowAndKeepsTheList() throws {
    #expect(try variant(["end": "2026-09-02T13:60:00Z"]) == nil)
    #expect(try variant(["start": "tomorrow"]) == nil)
  }

  @Test func unknownStatusesAreKeptAsTheirWords() throws {
    #expect(try variant(["status": "awaiting_host"])?.status == .other("awaiting_host"))
  }

  @Test(arguments: [JSONValue.null, "x", 3, [], [[:]], [nil]])
  func peopleInAnyWrongShapeDoNotLoseTheBooking(people: JSONValue) throws {
    #expect(try variant(["hosts": people, "attendees": people, "guests": people, "metadata": people]) != nil)
  }

  @Test func aHostMayBeGone() throws {
    let booking = try variant(["hosts": [["id": "unknown", "name": "unknown", "email": "unknown"]]])
    #expect(booking?.hosts.first?.id == "unknown")
  }

  @Test func theAddressToShowWinsAndStandInsAreHidden() throws {
    let plus = try variant(["attendees": [["name": "A", "email": "a+x@b.example", "displayEmail": "a@b.example"]]])
    #expect(plus?.attendees.first?.email == "a@b.example")
    let phone = try variant(["attendees": [["name": "A", "email": "15551230000@SMS.cal.com"]]])
    #expect(phone?.attendees.first?.email == nil)
    #expect(phone?.attendees.first?.phone == "+15551230000")
  }

  @Test func aPhoneOnlyAttendeeIsWrittenWithAnAddressAndComesBackWithout() {
    let booking = Booking(
      uid: Booking.UID("u"), start: Instant(seconds: 0), end: Instant(seconds: 60),
      attendees: [Attendee(name: "A", phone: "+1 555 123")])
    let written = BookingWire.json(booking)
    #expect(written["attendees"]?.array?.first?["email"] == "1555123@sms.cal.com")
    #expect(BookingWire.read(written)?.attendees.first?.email == nil)
  }

  @Test func seriesAndSeatsKeepTheirMarks() throws {
    let seat: JSONValue = [
      "name": "A", "email": "a@b.example", "seatUid": "s-1", "bookingFieldsResponses": ["room": "B", "name": "A"],
      "metadata": ["deskRef": "d1.t1"], "createdAt": "2026-09-01T07:00:00.000Z",
    ]
    let booking = try #require(
      try variant([
        "bookingFieldsResponses": .some(nil), "attendees": [seat], "seatUid": "s-1", "recurringBookingUid": "r-9",
        "rescheduledFromUid": "old", "rescheduledToUid": "new", "cancellationReason": "",
      ]))
    #expect(booking.answers == ["room": "B"])
    #expect(booking.seatUID == "s-1" && booking.attendees.first?.seatUID == "s-1")
    #expect(booking.attendees.first?.deskRef == DeskRef("d1.t1"))
    #expect(booking.attendees.first?.createdAt == Instant(iso8601: "2026-09-01T07:00:00Z"))
    #expect(booking.seriesUID?.rawValue == "r-9")
    #expect(booking.movedFrom?.rawValue == "old" && booking.movedTo?.rawValue == "new")
    #expect(booking.cancellationReason?.isEmpty == true)
  }

  @Test func aSeatedBookingKeepsItsAnswersWithTheSeat() {
    let booking = Booking(
      uid: Booking.UID("u"), start: Instant(seconds: 0), end: Instant(seconds: 60), notes: "n",
      attendees: [Attendee(name: "A", email: "a@b.example", seatUID: "s-1")], answers: ["room": "B"])
    let seats = ["s-1": BookingWire.Extras.Seat(answers: ["room": "C"], metadata: ["deskRef": "x"])]
    let written = BookingWire.json(booking, extras: BookingWire.Extras(isSeated: true, seats: seats))
    #expect(written["bookingFieldsResponses"] == nil)
    #expect(written["description"] == .null)
    let attendee = written["attendees"]?.array?.first
    #expect(attendee?["seatUid"] == "s-1")
    #expect(attendee?["bookingFieldsResponses"] == ["room": "C", "name": "A"])
    #expect(attendee?["metadata"] == ["deskRef": "x"])
  }

  @Test func optionalKeysAppearOnlyWithAValue() throws {
    var booking = Booking(uid: Booking.UID("u"), start: Instant(seconds: 0), end: Instant(seconds: 60))
    #expect(BookingWire.json(booking)["rescheduledToUid"] == nil)
    booking.movedTo = Booking.UID("n")
    booking.cancellationReason = "moved"
    let written = BookingWire.json(booking, extras: BookingWire.Extras(cancelledByEmail: "d@s.example"))
    #expect(written["rescheduledToUid"] == "n")
    #expect(written["cancelledByEmail"] == "d@s.example")
    #expect(BookingWire.read(written)?.movedTo == Booking.UID("n"))
  }
}
