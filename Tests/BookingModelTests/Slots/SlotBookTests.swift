import BookingModel
import TestDesk
import Testing

/// What is known of free times, and how a week of them is laid out.
@Suite struct SlotBookTests {
  private let now = TestShop.monday10
  private let monday = TestShop.day("2026-11-23")
  private var week: ClosedRange<CalendarDay> { monday...monday.advanced(by: 6) }
  private func query(_ range: ClosedRange<CalendarDay>) -> SlotQuery {
    SlotBook.Key(service: Service.ID(1)).query(range)
  }
  private func slot(_ text: String) -> Slot {
    Slot(start: TestShop.instant(text), end: TestShop.instant(text).adding(minutes: 30))
  }

  @Test func `an empty book misses everything, and nothing while it is on its way`() {
    var book = SlotBook()
    #expect(book.missing(week, now: now) == week)
    #expect(!book.isKnown(week))
    book.startLoading(week)
    #expect(book.missing(week, now: now) == nil)
    #expect(book.isLoading(monday...monday))
  }

  @Test func `a day without free times is known all the same`() {
    var book = SlotBook()
    book.finish(query(week), .success([monday: [slot("2026-11-23T16:00:00Z")]]), now: now)
    #expect(book.isKnown(week))
    #expect(book.day(monday.advanced(by: 1)).value == [])
    #expect(book.slots(in: week).count == 1)
  }

  @Test func `only the unknown part of a range is asked for`() {
    var book = SlotBook()
    book.finish(query(week), .success([:]), now: now)
    let month = monday.advanced(by: -2)...monday.advanced(by: 20)
    #expect(book.missing(monday...monday.advanced(by: 9), now: now) == monday.advanced(by: 7)...monday.advanced(by: 9))
    #expect(book.missing(month, now: now) == month)
  }

  @Test func `after thirty seconds a day is read again, and shown meanwhile`() {
    var book = SlotBook()
    book.finish(query(week), .success([monday: [slot("2026-11-23T16:00:00Z")]]), now: now)
    #expect(book.missing(week, now: now.adding(seconds: 30)) == nil)
    #expect(book.missing(week, now: now.adding(seconds: 31)) == week)
    book.startLoading(week)
    #expect(book.slots(in: week).count == 1)
  }

  @Test func `a failure keeps what was known, and is asked again`() {
    var book = SlotBook()
    let error = CalError(kind: .serverFailure)
    book.finish(query(week), .success([monday: [slot("2026-11-23T16:00:00Z")]]), now: now)
    book.finish(query(monday...monday), .failure(error), now: now)
    #expect(book.error(in: week) == error)
    #expect(book.slots(in: week).count == 1)
    #expect(book.missing(week, now: now) == monday...monday)
  }

  @Test func `after a write all of it is asked again, and shown meanwhile`() {
    var book = SlotBook()
    book.finish(query(week), .success([monday: [slot("2026-11-23T16:00:00Z")]]), now: now)
    book.invalidate()
    #expect(book.missing(week, now: now) == week)
    #expect(book.slots(in: week).count == 1)
  }

  @Test func `an answer to a question that is turned round changes nothing`() {
    var book = SlotBook()
    let before = book
    book.finish(
      SlotQuery(service: Service.ID(1), from: monday, through: monday.advanced(by: -1)), .success([:]), now: now)
    #expect(book == before)
  }

  @Test func `the nearest times come nearest first, the later of two as near`() {
    let slots = ["14:00", "14:30", "15:30", "16:00", "18:00"].map { slot("2026-11-23T\($0):00Z") }
    let nearest = slots.nearest(to: TestShop.instant("2026-11-23T15:00:00Z"), count: 3)
    #expect(nearest == [slots[2], slots[1], slots[3]])
    #expect([Slot]().nearest(to: now, count: 3) == [])
  }

  // MARK: - Lattice

  @Test(arguments: [5, 10, 15, 20, 30, 40, 45, 60, 90, 120], [4, 5, 10, 16, 24, 60])
  func `every start of a day has a place of its own`(interval: Int, width: Int) {
    let lattice = SlotLattice(interval: interval, open: 540..<1020, width: width)
    #expect(lattice.places * SlotLattice.placeWidth <= max(width, SlotLattice.placeWidth))
    #expect(lattice.rows.lowerBound * lattice.rowMinutes <= 540)
    #expect(lattice.rows.upperBound * lattice.rowMinutes >= 1020)
    for offset in [0, 7] {
      let starts = stride(from: 540 + offset, to: 1020, by: interval)
      let places = starts.map { lattice.row(of: $0) * 100 + lattice.place(of: $0) }
      #expect(Set(places).count == places.count, "\(interval) \(width) \(lattice)")
      #expect(places == places.sorted())
    }
    for row in lattice.rows {
      for place in 0..<lattice.places {
        let minute = lattice.minute(row: row, place: place)
        #expect(lattice.row(of: minute) == row)
        #expect(lattice.place(of: minute) == place)
      }
    }
  }

  @Test(arguments: [(15, 10, 30, 2), (15, 16, 60, 4), (30, 10, 60, 2), (60, 10, 60, 1), (5, 5, 5, 1), (45, 10, 60, 2)])
  func `rows are as long as their starts fit side by side`(interval: Int, width: Int, minutes: Int, places: Int) {
    let lattice = SlotLattice(interval: interval, open: 540..<1020, width: width)
    #expect(lattice.rowMinutes == minutes)
    #expect(lattice.places == places)
  }
}
