import BookingModel
import TestDesk
import Testing

/// The board with several hosts, and who is due.
@Suite struct BoardTests {
  private static let monday = TestShop.day("2026-11-23")

  /// `10:00 h2 h3 -`: what begins in each column, `|` what goes on there.
  private func picture(_ columns: BoardColumns, _ zone: Zone) -> [String] {
    columns.lines.map { line in
      let minute = zone.local(line.start).minute
      let cells = line.cells.map { cell -> String in
        switch cell {
        case .empty: return "-"
        case .goesOn(let index, _):
          if case .booking = columns.rows[index].content { return "|" }
          return ":"
        case .begins(let index):
          switch columns.rows[index].content {
          case .booking(let booking, let number): return booking.uid.rawValue + (number.map { "/\($0)" } ?? "")
          case .gap(let range, let fits):
            return "+\(range.upperBound.minutes(since: range.lowerBound)):\(fits.map(String.init).joined())"
          case .now: return "?"
          }
        }
      }
      return "\(minute / 60):\(twoDigits(minute % 60)) " + (line.isNow ? "now" : cells.joined(separator: " "))
    }
  }

  @Test func `each host has a column, free time counts per host with the services of that host`() throws {
    let desk = TestDesk.open(TestShop.threeHosts())
    let columns = try #require(desk.model.boardColumns)
    #expect(columns.hosts.map(\.id) == ["1", "2", "3", ""])
    #expect(
      picture(columns, desk.model.shop.zone) == [
        // From the evening before, still going on at midnight.
        "23:30 h0 - - -",
        "9:00 h1 - - -",
        "10:00 h2/1 h3/2 - -",
        "10:07 now",
        "10:07 | | +83:1 -",
        // The same host has h3 still.
        "10:15 | h4/3 : -",
        "10:45 +75:12 | : -",
        "11:00 : +60:12 : -",
        "11:30 : : h5/4 -",
        "12:00 h6/5 h7/6 h7/6 -",
        "12:30 | +270:12 +270:1 -",
        "13:00 | : : h8/7",
        "14:00 +180:123 : : -",
      ])
  }

  /// The gaps of a list: minutes and the numbers of the services that fit.
  private func gaps(_ desk: TestDesk) -> [String] {
    desk.model.rows(on: Self.monday).compactMap { row in
      guard case .gap(let range, let fits) = row.content else { return nil }
      return "\(range.upperBound.minutes(since: range.lowerBound)):\(fits.map(String.init).joined())"
    }
  }

  @Test func `a gap names only services that could start in it`() {
    var shop = TestShop()
    // 10:45–11:30, 12:00–14:00 and 16:00–17:00 are free.
    #expect(gaps(TestDesk.open(shop)) == ["45:12", "120:123", "60:12"])
    shop.services[0].rules.minimumNotice = 120
    #expect(gaps(TestDesk.open(shop)) == ["45:2", "120:123", "60:12"])
    shop.services[1].rules.bufferAfter = 30
    #expect(gaps(TestDesk.open(shop)) == ["45:", "120:123", "60:12"])
    shop.services[2].rules.countLimits.day = 1
    #expect(gaps(TestDesk.open(shop)) == ["45:", "120:12", "60:12"])
  }

  @Test func `the rows that are kept for the next key are those that would be made`() {
    var desk = TestDesk.open()
    func fresh() -> [BoardRow] {
      var other = desk.model
      other.days = desk.model.days
      return other.rows(on: other.board.day)
    }
    for key in ["Down", "2", "]", "[", "i", "Down", "v"] {
      desk.press(key)
      #expect(desk.model.rows(on: desk.model.board.day) == fresh(), "\(key)")
      desk.tick(seconds: 400)
      #expect(desk.model.rows(on: desk.model.board.day) == fresh(), "after \(key)")
    }
    desk.shop.bookings.removeLast()
    desk.tick(seconds: 120)
    desk.press("Down")
    #expect(desk.model.rows(on: desk.model.board.day) == fresh())
    #expect(!desk.model.rows(on: desk.model.board.day).contains { $0.id == .booking(Booking.UID("b4")) })
  }

  @Test func `two bookings of one host at the same minute take two lines`() throws {
    var shop = TestShop.threeHosts()
    shop.bookings[3].hosts = shop.bookings[2].hosts
    let desk = TestDesk.open(shop)
    let columns = try #require(desk.model.boardColumns)
    let lines = picture(columns, desk.model.shop.zone).filter { $0.hasPrefix("10:00") }
    #expect(lines == ["10:00 h3/1 - - -", "10:00 h2/2 - - -"])
  }

  @Test func `arrows stay in a column or go to what stands beside, digits go anywhere`() {
    var desk = TestDesk.open(TestShop.threeHosts())
    func at() -> String {
      let zone = desk.model.shop.zone
      let row = desk.model.selectedRow
      let column = desk.model.boardColumns.map { desk.model.cursorColumn($0, row) } ?? -1
      return "\(column) \(zone.local(row?.start ?? desk.model.now).minute / 60):"
        + twoDigits(zone.local(row?.start ?? desk.model.now).minute % 60)
    }
    var seen = [at()]
    for key in [
      "Down", "Right", "Right", "Down", "Down", "Left", "Left", "Left", "End", "Home", "7", "Left", "Right",
    ] {
      desk.press(key)
      seen.append(at())
    }
    #expect(
      seen == [
        "0 10:00", "0 10:45", "1 10:15", "2 10:07", "2 11:30", "2 12:00", "1 12:00", "0 12:00", "0 12:00",
        "0 14:00",
        "0 23:30", "3 13:00", "2 12:30", "3 13:00",
      ])
    #expect(desk.model.board.day == BoardTests.monday)
    desk.press("v Left")
    #expect(desk.model.board.day == BoardTests.monday.advanced(by: -1))
  }

  @Test func `the list of several hosts has the free time of each`() {
    var desk = TestDesk.open(TestShop.threeHosts())
    desk.press("4 v")
    #expect(desk.model.selectedBooking?.uid.rawValue == "h5")
    let gaps = desk.model.rows(on: BoardTests.monday).filter { if case .gap = $0.id { true } else { false } }
    #expect(gaps.count == 6)
    #expect(Set(gaps.map(\.id)).count == 6)
  }

  @Test func `a booking over midnight takes the next morning's time as well`() {
    var shop = TestShop()
    shop.hours.schedule.hours = [.init(days: Weekday.allCases, span: MinuteSpan(start: 0, end: 1440))]
    shop.bookings = [TestShop.booking("n", 1, "Nina", "2026-11-24T04:30:00Z", minutes: 60)]
    let desk = TestDesk.open(shop)
    #expect(desk.model.rows(on: BoardTests.monday).last?.id == .booking(Booking.UID("n")))
    let next = desk.model.rows(on: BoardTests.monday.advanced(by: 1))
    #expect(next.first?.id == .booking(Booking.UID("n")))
    #expect(next.dropFirst().first?.start == TestShop.instant("2026-11-24T05:30:00Z"))
  }

  // MARK: - Who is due

  @Test func `after five minutes without a mark a booking is overdue, until its end`() {
    var desk = TestDesk.open(now: TestShop.instant("2026-11-23T15:04:00Z"))
    #expect(desk.model.arrivals == Arrivals(next: desk.model.days[BoardTests.monday]?.value?[1]))
    desk.tick(seconds: 60)
    #expect(desk.model.arrivals?.overdue.map(\.uid.rawValue) == ["b2"])
    #expect(desk.model.arrivals?.next?.uid.rawValue == "b3")
    desk.tick(seconds: 40 * 60)
    #expect(desk.model.arrivals?.overdue == [])
  }

  @Test(arguments: ["i", "o", "absent", "cancelled"]) func `nobody is overdue who is here, done, gone or cancelled`(
    how: String
  ) {
    var shop = TestShop()
    if how == "absent" { shop.bookings[1].attendees[0].isAbsent = true }
    if how == "cancelled" { shop.bookings[1].status = .cancelled }
    var desk = TestDesk.open(shop)
    if how.count == 1 { desk.press("1 \(how)") }
    #expect(desk.model.arrivals?.overdue == [])
    #expect(desk.model.arrivals?.next?.uid.rawValue == "b3")
  }

  @Test func `a day far from today says nothing of today, whose bookings are not read again there`() {
    var desk = TestDesk.open()
    desk.press("]")
    #expect(desk.model.arrivals?.next?.uid.rawValue == "b3")
    desk.press("]")
    #expect(desk.model.arrivals == nil)
  }

  @Test func `one host has a list, and v says why`() {
    var desk = TestDesk.open()
    #expect(desk.model.boardColumns == nil)
    desk.press("v")
    #expect(desk.model.notice == .oneHost)
    #expect(desk.model.boardColumns == nil)
  }
}
