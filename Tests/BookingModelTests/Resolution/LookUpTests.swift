import BookingModel
import TestDesk
import Testing

/// What to ask about a write, and what the answer means (CONTRACT 14).
@Suite struct LookUpTests {
  private static let ref = DeskRef("r-1")
  private static let sentAt = TestShop.monday10
  private static let start = TestShop.instant("2026-11-24T15:00:00Z")
  private static let old = Booking.UID("old")

  private static func booking(
    _ uid: String = "old", status: Booking.Status = .accepted, change: (inout Booking) -> Void = { _ in }
  ) -> Booking {
    var booking = TestShop.booking(uid, 1, "Ada Ray", "2026-11-24T15:00:00Z", minutes: 30, status: status)
    change(&booking)
    return booking
  }

  private static let create = Write.create(
    NewBooking(
      service: Service.ID(1), start: start,
      attendee: Attendee(name: "Ada Ray", email: "ada@ray.example", phone: "+15552013344")))

  private func verdict(_ write: Write, _ answer: [Booking], asked: LookUpQuestion? = nil) -> LookUpVerdict {
    write.verdict(LookUpTests.ref, sentAt: LookUpTests.sentAt, on: asked ?? write.lookUpQuestion, .success(answer))
  }

  @Test func `each write is looked up by reading only, a create by its service and time`() {
    #expect(LookUpTests.create.lookUpQuestion == .bookings(of: Service.ID(1), start: LookUpTests.start))
    let uid = LookUpTests.old
    let others: [Write] = [
      .move(uid, start: LookUpTests.start, reason: nil, seat: nil, overrides: .none),
      .cancel(uid, reason: "x", seat: nil, subsequent: false), .confirm(uid), .decline(uid, reason: nil),
      .markAbsent(uid, host: true, attendees: []), .addGuests(uid, emails: []), .setLocation(uid, .address),
      .reassign(uid),
    ]
    for write in others { #expect(write.lookUpQuestion == .booking(uid)) }
  }

  // MARK: - Creates

  @Test(arguments: [Booking.Status.accepted, .pending, .cancelled, .rejected])
  func `the booking with the reference is the write's, whatever became of it since`(status: Booking.Status) {
    let made = LookUpTests.booking(status: status) { $0.metadata = ["deskRef": "r-1"] }
    let other = LookUpTests.booking("other") { $0.metadata = ["deskRef": "r-2"] }
    #expect(verdict(LookUpTests.create, [other, made]) == .done([made]))
  }

  @Test func `where the server keeps no metadata, the same attendee at the same time counts, if made since`() {
    let made = LookUpTests.booking { $0.createdAt = LookUpTests.sentAt.adding(seconds: 1) }
    #expect(verdict(LookUpTests.create, [made]) == .done([made]))
  }

  // MARK: - Seats

  private static func seat(_ name: String, _ phone: String, _ uid: String, ref: String?, after: Int64 = 1) -> Attendee {
    Attendee(
      name: name, phone: phone, seatUID: uid, deskRef: ref.map { DeskRef($0) }, createdAt: sentAt.adding(seconds: after)
    )
  }

  /// The booking was made by the first seat's write, and says so of itself.
  private static func session(_ seats: [Attendee]) -> Booking {
    booking("session") {
      $0.metadata = ["deskRef": "r-0"]
      $0.createdAt = sentAt.adding(seconds: -86_400)
      $0.attendees = seats
    }
  }

  private static let bo = seat("Bo Lind", "+15550000001", "s-1", ref: "r-0", after: -86_400)

  @Test func `a seat is found by its own reference, in a booking that another write made`() {
    let ada = LookUpTests.seat("Ada Ray", "+15552013344", "s-2", ref: "r-1")
    let found = verdict(LookUpTests.create, [LookUpTests.session([LookUpTests.bo, ada])])
    guard case .done(let bookings) = found else {
      Issue.record("\(found)")
      return
    }
    #expect(bookings.map(\.seatUID) == ["s-2"])
    #expect(bookings.first?.attendeeName == "Ada Ray")
    #expect(verdict(LookUpTests.create, [LookUpTests.session([LookUpTests.bo])]) == .notThere)
  }

  @Test func `a seat without a reference counts when the same attendee took it since, whoever made the booking`() {
    let ada = LookUpTests.seat("Ada Ray", "+15552013344", "s-2", ref: nil)
    var wanted = LookUpTests.session([LookUpTests.bo, ada])
    wanted.seatUID = "s-2"
    #expect(verdict(LookUpTests.create, [LookUpTests.session([LookUpTests.bo, ada])]) == .done([wanted]))
    let earlier = LookUpTests.seat("Ada Ray", "+15552013344", "s-2", ref: nil, after: -600)
    #expect(verdict(LookUpTests.create, [LookUpTests.session([LookUpTests.bo, earlier])]) == .notThere)
    let others = LookUpTests.seat("Ada Ray", "+15552013344", "s-2", ref: "r-2")
    #expect(verdict(LookUpTests.create, [LookUpTests.session([LookUpTests.bo, others])]) == .notThere)
  }

  static let strangers: [Booking] = [
    // Another desk's write to the same customer at the same time.
    booking {
      $0.metadata = ["deskRef": "r-2"]; $0.createdAt = sentAt
    },
    booking { $0.createdAt = sentAt.adding(seconds: -600) },
    booking { $0.createdAt = nil },
    booking(status: .cancelled) { $0.createdAt = sentAt },
    booking {
      $0.createdAt = sentAt; $0.attendees[0].phone = "+15550000000"
    },
    booking {
      $0.createdAt = sentAt; $0.attendees[0].email = "eva@ray.example"
    },
    booking {
      $0.createdAt = sentAt; $0.start = start.adding(minutes: 15)
    },
    booking {
      $0.createdAt = sentAt; $0.service = Service.ID(2)
    },
  ]

  @Test(arguments: strangers) func `somebody else's booking is not the write's`(booking: Booking) {
    #expect(verdict(LookUpTests.create, [booking]) == .notThere)
  }

  @Test func `a series is done with every booking of it that is there`() {
    guard case .create(var wanted) = LookUpTests.create else { return }
    wanted.recurrenceCount = 3
    let made = (0..<3).map { number in
      LookUpTests.booking("s\(number)") { booking in
        booking.start = LookUpTests.start.adding(minutes: number * 7 * 1440)
        booking.metadata = ["deskRef": "r-1"]
      }
    }
    #expect(Write.create(wanted).lookUpQuestion == .bookings(of: Service.ID(1), start: LookUpTests.start))
    #expect(verdict(.create(wanted), made) == .done(made))
    #expect(verdict(.create(wanted), [made[0]]) == .done([made[0]]))
    #expect(verdict(.create(wanted), []) == .notThere)
  }

  // MARK: - Moves

  private let move = Write.move(old, start: start, reason: nil, seat: nil, overrides: .none)

  @Test func `a move is followed from the old booking to the new one`() {
    let moved = LookUpTests.booking(status: .cancelled) { $0.movedTo = Booking.UID("new") }
    #expect(verdict(move, [moved]) == .ask(.booking(Booking.UID("new"))))
    let new = LookUpTests.booking("new") { $0.movedFrom = LookUpTests.old }
    #expect(verdict(move, [new], asked: .booking(Booking.UID("new"))) == .done([new]))
  }

  @Test func `moved elsewhere by somebody else, it cannot be moved by us any more`() {
    let new = LookUpTests.booking("new") { $0.start = LookUpTests.start.adding(minutes: 60) }
    #expect(
      verdict(move, [new], asked: .booking(Booking.UID("new")))
        == .impossible(CalError(kind: .alreadyDone(movedTo: Booking.UID("new")))))
  }

  @Test func `an old booking that stands at its old time was not moved`() {
    let standing = LookUpTests.booking { $0.start = LookUpTests.start.adding(minutes: -60) }
    #expect(verdict(move, [standing]) == .notThere)
  }

  @Test func `on a server that does not name the new booking, the list at the new time tells`() {
    let gone = LookUpTests.booking(status: .cancelled)
    let list = LookUpQuestion.bookings(of: Service.ID(1), start: LookUpTests.start)
    #expect(verdict(move, [gone]) == .ask(list))
    let new = LookUpTests.booking("new") { $0.movedFrom = LookUpTests.old }
    #expect(verdict(move, [LookUpTests.booking("other"), new], asked: list) == .done([new]))
    #expect(verdict(move, [LookUpTests.booking("other")], asked: list) == .notThere)
  }

  // MARK: - Other changes

  struct Change: CustomTestStringConvertible {
    var testDescription: String
    var write: Write
    var found: Booking
    var isDone: Bool?
    init(_ name: String, _ write: Write, _ found: Booking, _ isDone: Bool?) {
      testDescription = name
      self.write = write
      self.found = found
      self.isDone = isDone
    }
  }

  /// `isDone`: true done, false not there yet, nil neither.
  static let changes: [Change] = [
    Change("cancelled", .cancel(old, reason: "", seat: nil, subsequent: false), booking(status: .cancelled), true),
    Change("not cancelled", .cancel(old, reason: "", seat: nil, subsequent: false), booking(), false),
    Change(
      "moved instead of cancelled", .cancel(old, reason: "", seat: nil, subsequent: false),
      booking(status: .cancelled) { $0.movedTo = Booking.UID("new") }, nil),
    Change(
      "seat gone", .cancel(old, reason: "", seat: "s-1", subsequent: false),
      booking { $0.attendees[0].seatUID = "s-2" }, true),
    Change(
      "seat there", .cancel(old, reason: "", seat: "s-1", subsequent: false),
      booking { $0.attendees[0].seatUID = "s-1" }, false),
    Change("confirmed", .confirm(old), booking(), true),
    Change("still pending", .confirm(old), booking(status: .pending), false),
    Change("declined instead", .confirm(old), booking(status: .rejected), nil),
    Change("declined", .decline(old, reason: nil), booking(status: .rejected), true),
    Change("not declined yet", .decline(old, reason: nil), booking(status: .pending), false),
    Change("confirmed instead", .decline(old, reason: nil), booking(), nil),
    Change(
      "absent", .markAbsent(old, host: nil, attendees: [.init(email: "15552013344@sms.cal.com", absent: true)]),
      booking { $0.attendees[0].isAbsent = true }, true),
    Change(
      "not absent yet", .markAbsent(old, host: nil, attendees: [.init(email: "15552013344@sms.cal.com", absent: true)]),
      booking(), false),
    Change("host absent", .markAbsent(old, host: true, attendees: []), booking { $0.hostAbsent = true }, true),
    Change("host present", .markAbsent(old, host: true, attendees: []), booking(), false),
    Change(
      "unknown attendee", .markAbsent(old, host: nil, attendees: [.init(email: "x@y.example", absent: true)]),
      booking(), nil),
    Change("guests", .addGuests(old, emails: ["G@h.example"]), booking { $0.guests = ["g@h.example"] }, true),
    Change("no guests", .addGuests(old, emails: ["g@h.example"]), booking(), false),
    Change("place", .setLocation(old, .attendeeAddress("1 Elm")), booking { $0.location = "1 Elm" }, true),
    Change("old place", .setLocation(old, .attendeeAddress("1 Elm")), booking(), false),
    Change("a place that only the server knows", .setLocation(old, .link), booking(), nil),
    Change("another host", .reassign(old), booking(), nil),
  ]

  @Test(arguments: changes) func `a change is compared with how the booking stands`(change: Change) {
    let verdict = verdict(change.write, [change.found])
    switch change.isDone {
    case true?: #expect(verdict == .done([change.found]))
    case false?: #expect(verdict == .notThere)
    case nil:
      switch verdict {
      case .undecided, .impossible: break
      default: Issue.record("\(verdict)")
      }
    }
  }

  // MARK: - No answer

  @Test func `a failed question says nothing of the write`() {
    let proxy = CalError(kind: .notFound, status: 404)
    for error in [CalError(kind: .serverFailure), CalError(kind: .noAnswer(.timedOut)), proxy] {
      let verdict = Write.confirm(LookUpTests.old).verdict(
        LookUpTests.ref, sentAt: LookUpTests.sentAt, on: .booking(LookUpTests.old), .failure(error))
      #expect(verdict == .noAnswer(error))
    }
    let unknown = CalError(kind: .notFound, status: 404, code: "NotFoundException")
    let verdict = Write.confirm(LookUpTests.old).verdict(
      LookUpTests.ref, sentAt: LookUpTests.sentAt, on: .booking(LookUpTests.old), .failure(unknown))
    #expect(verdict == .notThere)
  }
}
