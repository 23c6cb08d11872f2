import BookingModel
import TestDesk
import Testing

@testable import CalTUI

@Suite("Paper as text")
struct PaperTextTests {
  private func slip(
    _ change: (inout Booking) -> Void = { _ in }, columns: Int = 40, service: Service? = TestShop.threeServices[0]
  ) -> [String] {
    var booking = TestShop.mondaysBookings[2]
    change(&booking)
    let slip = Slip(shop: TestShop().facts, booking: booking, service: service, printedAt: TestShop.monday10)
    return PaperText(.slip(slip), slipColumns: columns).lines
  }

  @Test func `a slip in forty columns says all that a customer needs`() {
    let code = ConfirmationCode(Booking.UID("b3"))
    #expect(
      slip() == [
        "Peter's Car Detail",
        "----------------------------------------",
        "Express Wash                         $25",
        "Monday November 23 2026",
        "11:30-12:00 (30 min)",
        "",
        "Cy Young-Fernández",
        "Phone     (555) 201-3344",
        "Place     12 Main Street",
        "Vehicle   blue Golf",
        "",
        "Code      \(code.text)",
        "          \(SpokenText.code(code))",
        "----------------------------------------",
        "Printed Mon Nov 23 10:07",
      ])
  }

  @Test(arguments: [20, 32, 40, 48, 80, 132]) func `no line is wider than the printer, whatever is in it`(columns: Int)
  {
    let lines = slip(
      {
        $0.attendees[0].name = "Hubert Blaine Wolfeschlegelsteinhausenbergerdorff 田中さくら"
        $0.answers["vehicle"] = .string("田中さくら田中さくら田中さくら田中さくら田中さくら, very long indeed")
        $0.notes = String(repeating: "dog hair on the back seat ", count: 6)
        $0.attendees[0].zone = "Europe/Berlin"
      }, columns: columns)
    for line in lines { #expect(line.columns <= columns, "\(line)") }
    let joined = lines.joined(separator: " ")
    #expect(joined.contains("Hubert"))
  }

  @Test func `wide letters are counted as two columns`() {
    let lines = slip { $0.answers["vehicle"] = .string(String(repeating: "田", count: 31)) }
    let vehicle = lines.filter { $0.contains("田") }
    #expect(vehicle.map(\.columns) == [40, 40, 12])
  }

  @Test func `no control character, escape sequence or change of direction comes through`() {
    let nasty = "Eve\u{1B}[2J\u{7}\u{9B}31m\u{202E}gnol\r\nX\u{0C}Y\u{8}"
    let lines = slip {
      $0.attendees[0].name = nasty
      $0.answers["vehicle"] = .string(nasty)
      $0.notes = nasty
      $0.location = nasty
    }
    for scalar in lines.joined().unicodeScalars {
      #expect(scalar.value >= 0x20 && !(0x7F..<0xA0).contains(scalar.value) && scalar.value != 0x202E)
    }
    let sheet = DaySheet(
      shop: TestShop().facts, day: TestShop.day("2026-11-23"), clerk: nasty, desk: nasty, printedAt: TestShop.monday10,
      rows: [
        .booking(
          {
            var booking = TestShop.mondaysBookings[2]
            booking.attendees[0].name = nasty
            return booking
          }(), service: nil, facts: BookingFacts(note: nasty))
      ])
    for scalar in PaperText(.day(sheet)).text.unicodeScalars where scalar != "\n" {
      #expect(scalar.value >= 0x20 && scalar.value != 0x202E)
    }
  }

  @Test func `the shop's zone is named where the customer's is another`() {
    #expect(!slip().contains { $0.contains("Shop time") })
    let lines = slip { $0.attendees[0].zone = "Europe/Berlin" }
    #expect(lines.joined(separator: " ").contains("America/New_York, EST UTC-05:00"))
  }

  @Test func `a pending booking and a cancelled one say so, and staff notes are nobody else's`() {
    #expect(slip { $0.status = .pending }.contains("To be confirmed by the shop."))
    #expect(slip { $0.status = .cancelled }.contains("CANCELLED"))
    #expect(slip(service: nil).contains("Cy Young-Fernández at the shop") == true)
  }

  // MARK: - The day

  private func sheet(_ count: Int = 4, hosts: Int = 1) -> DaySheet {
    var rows: [DaySheet.Row] = (0..<count).map { index in
      var booking = TestShop.mondaysBookings[index % 4]
      booking.start = TestShop.mondaysBookings[0].start.adding(minutes: index * 30)
      booking.end = booking.start.adding(minutes: 30)
      booking.hosts = [Host(id: "\(index % hosts)", name: "Host \(index % hosts)")]
      let service = TestShop.threeServices.first { $0.id == booking.service }
      return .booking(booking, service: service, facts: index == 1 ? BookingFacts(note: "waits outside") : .none)
    }
    rows.append(.free(TestShop.instant("2026-11-23T21:00:00Z")..<TestShop.instant("2026-11-23T22:00:00Z")))
    return DaySheet(
      shop: TestShop().facts, day: TestShop.day("2026-11-23"), clerk: "Alva", desk: "front",
      printedAt: TestShop.monday10, readAt: TestShop.monday10.adding(minutes: -2), rows: rows, gone: 2)
  }

  @Test func `the day has a head, a row for each booking, its notes below, and the free time`() {
    let lines = PaperText(.day(sheet())).lines
    #expect(
      lines == [
        "Peter's Car Detail                                       Monday November 23 2026",
        "4 bookings, 2 cancelled; times are EST UTC-05:00                     page 1 of 1",
        "Printed Mon Nov 23 10:07, as read at 10:05, by Alva, front",
        "",
        "Time         Customer               Phone           Service           State",
        "--------------------------------------------------------------------------------",
        "09:00-09:30  Ada Ray                (555) 201-3344  Express Wash      booked",
        "             Vehicle: blue Golf",
        "09:30-10:00  Bo Lind                (555) 201-3344  Interior Refresh  booked",
        "             Vehicle: blue Golf",
        "             Staff note: waits outside",
        "10:00-10:30  Cy Young-Fernández     (555) 201-3344  Express Wash      booked",
        "             Vehicle: blue Golf",
        "10:30-11:00  田中 さくら            (555) 201-3344  Full Detail       to confirm",
        "             Vehicle: blue Golf",
        "16:00-17:00  - free, 1 h",
      ])
  }

  @Test func `with several hosts each booking says whose it is`() {
    #expect(PaperText(.day(sheet(hosts: 2))).lines.contains("             Host: Host 1"))
  }

  @Test func `a full day goes over several sheets, each with its head, no booking torn`() {
    let pages = PaperText(.day(sheet(60))).pages
    #expect(pages.count == 3)
    for (index, page) in pages.enumerated() {
      #expect(page.count <= PaperText.sheetLines)
      #expect(page[1].hasSuffix("page \(index + 1) of 3"))
      #expect(page.last?.contains("Vehicle") == true || index == 2)
      for line in page { #expect(line.columns <= 80) }
    }
    let text = PaperText(.day(sheet(60))).text
    #expect(text.filter { $0 == "\u{0C}" }.count == 2)
    #expect(text.hasSuffix("\n"))
  }

  @Test func `a block that is longer than a sheet is torn, and nothing of it is lost`() {
    let pagination = Pagination(lines: 10) { number, count in ["page \(number) of \(count)", ""] }
    let pages = pagination.pages([["a"], (1...20).map(String.init), ["z"]])
    #expect(pages.flatMap { $0.dropFirst(2) } == ["a"] + (1...20).map(String.init) + ["z"])
    #expect(pages.allSatisfy { $0.count <= 10 })
  }

  // MARK: - The hand-over

  @Test func `the hand-over says what is open first, and zero where nothing is`() {
    let bookings = Dictionary(uniqueKeysWithValues: TestShop.mondaysBookings.map { ($0.uid, $0) })
    let records = HandOverRecords(
      entries: [
        HandOverRecords.Entry(
          ref: DeskRef("d.1"), kind: .create, state: .done, clerk: "Alva", desk: "front", at: TestShop.monday10,
          booking: Booking.UID("b3")),
        HandOverRecords.Entry(
          ref: DeskRef("2"), kind: .move, state: .done, clerk: "Bo", desk: "back", at: TestShop.monday10,
          booking: Booking.UID("b2"), before: Booking.UID("b1")),
      ], bookings: bookings)
    let sheet = HandOverSheet(
      records, shop: TestShop().facts, clerk: "Alva", desk: "front",
      period: TestShop.monday10.adding(minutes: -127)..<TestShop.monday10.adding(milliseconds: 1), isWholeDay: false,
      isOwnOnly: false, now: TestShop.monday10, here: [], services: TestShop.threeServices)
    let lines = PaperText(.handOver(sheet)).lines
    #expect(
      Array(lines.prefix(12)) == [
        "Peter's Car Detail                                                   page 1 of 1",
        "Hand-over: Alva's shift since Mon Nov 23 08:00                         all desks",
        "Printed Mon Nov 23 10:07 at front",
        "--------------------------------------------------------------------------------",
        "Unresolved writes: 0",
        "Bookings left unfinished: none",
        "Customers still here: none",
        "Made: 1",
        "  10:07  Cy Young-Fernández, Express Wash, 11:30                     Alva, front",
        "Moved: 1",
        "  10:07  Bo Lind, Interior Refresh, 10:00 (was 09:00)                   Bo, back",
        "Cancelled: none",
      ])
  }

  @Test func `file names say what and when, and nobody's name`() {
    let slip = Slip(
      shop: TestShop().facts, booking: TestShop.mondaysBookings[2], service: nil, printedAt: TestShop.monday10)
    let code = ConfirmationCode(Booking.UID("b3")).text.filter { $0 != "-" }
    #expect(PaperText.fileName(.slip(slip)) == "slip-2026-11-23-1130-\(code).txt")
    #expect(PaperText.fileName(.day(sheet())) == "day-2026-11-23.txt")
  }
}
