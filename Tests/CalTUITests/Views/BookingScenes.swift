import BookingModel
import TestDesk
import Testing

/// From the form to what became of the booking.
extension Scene {
  static let form = [
    Scene("form") { size in
      var desk = TestDesk.open(size: size)
      desk.press("b 1 1")
      desk.type("Dee Park")
      return desk
    },
    Scene("form-problems") { size in
      var desk = TestDesk.open(size: size)
      desk.press("b 1 1 Tab")
      desk.type("212 555")
      desk.press("Tab")
      desk.type("dee@")
      desk.press("PgDn")
      return desk
    },
    Scene("form-choices") { size in
      var desk = everyField(size)
      desk.press("Tab Tab Tab Tab Tab Tab Tab Tab Tab")
      return desk
    },
    Scene("form-every-field") { size in everyField(size) },
    Scene("form-long-text") { size in
      var desk = TestDesk.open(size: size)
      desk.press("b 1 1")
      desk.type("Hubert Blaine Wolfeschlegelsteinhausenbergerdorff, who came with 田中さくら and a very long name")
      return desk
    },
  ]

  /// A form with every kind of question, the cursor on its first.
  static func everyField(_ size: Size) -> TestDesk {
    var shop = TestShop()
    shop.services[0].fields += [
      BookingField(kind: .number, slug: "seats", label: "Seats", isRequired: true),
      BookingField(kind: .select, slug: "size", label: "Size", options: ["small", "medium", "large"]),
      BookingField(kind: .multiselect, slug: "extras", label: "Extras", options: ["wax", "ozone", "engine bay"]),
      BookingField(kind: .radio, slug: "pay", label: "Payment", isRequired: true, options: ["cash", "card"]),
      BookingField(kind: .boolean, slug: "keys", label: "Keys left here"),
      BookingField(kind: .unknown, slug: "odd", label: "Something new"),
    ]
    shop.services[0].lengthOptions = [30, 45, 60]
    shop.services[0].locations = [.address("12 Main Street"), .attendeeAddress, .attendeePhone]
    var desk = TestDesk.open(shop, size: size)
    desk.press("b 1 1")
    desk.type("Dee Park")
    return desk
  }

  static let summary = [
    Scene("summary") { TestDesk.summary(size: $0) },
    // More than fits below each other: nothing that will be sent may be left out in silence.
    Scene("summary-many-answers") { size in
      var shop = TestShop()
      let questions = 1...18
      shop.services[0].fields += questions.map {
        BookingField(kind: .text, slug: "q\($0)", label: "Question \($0)")
      }
      var desk = TestDesk.summary(shop, size: size)
      for number in questions { desk.model.draft?.entries["q\(number)"] = .line(TextLine("answer \(number)")) }
      return desk
    },
    Scene("summary-needs") { size in
      var desk = TestDesk.summary(size: size)
      desk.press("e Shift-Tab Ctrl-U Tab Ctrl-U Esc")
      return desk
    },
    Scene("summary-lost") { size in
      var (desk, ref) = TestDesk.sent(size: size)
      desk.send(.writeAnswered(ref, .failure(CalError(kind: .slotTaken, status: 409))))
      return desk
    },
    Scene("summary-checking") { size in
      var desk = TestDesk.summary(size: size)
      desk.press("Esc")
      desk.tick(seconds: 40)
      desk.isAnswering = false
      desk.press("PgDn y")
      return desk
    },
    Scene("summary-refused") { size in
      var (desk, ref) = TestDesk.sent(size: size)
      let error = CalError(kind: .limitReached, status: 400, message: "Booking limit of one a day reached")
      desk.send(.writeAnswered(ref, .failure(error)))
      return desk
    },
  ]

  static let outcome = [
    Scene("outcome-sending") { TestDesk.sent(size: $0).desk },
    Scene("outcome-booked") { size in
      var (desk, ref) = TestDesk.sent(size: size)
      let booked = TestShop.booking("b9", 1, "Dee Park", "2026-11-23T15:45:00Z", minutes: 30)
      desk.send(.writeAnswered(ref, .success([booked])))
      return desk
    },
    Scene("outcome-unknown") { size in
      var (desk, ref) = TestDesk.sent(size: size)
      desk.send(.writeAnswered(ref, .failure(CalError(kind: .noAnswer(.timedOut)))))
      return desk
    },
    // A server that failed may have booked: nothing may say "try again".
    Scene("outcome-unknown-failure") { size in
      var (desk, ref) = TestDesk.sent(size: size)
      desk.send(.writeAnswered(ref, .failure(CalError(kind: .serverFailure, status: 500))))
      return desk
    },
    Scene("unresolved-sending") { size in
      var desk = TestDesk.sent(size: size).desk
      desk.press("Esc U")
      return desk
    },
    Scene("unresolved") { size in
      var (desk, ref) = TestDesk.sent(size: size)
      desk.send(.writeAnswered(ref, .failure(CalError(kind: .noAnswer(.timedOut)))))
      desk.press("Esc U")
      return desk
    },
  ]

}
