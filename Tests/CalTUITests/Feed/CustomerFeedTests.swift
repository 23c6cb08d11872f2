import BookingModel
import CalProtocol
import DeskStore
import Testing

@testable import CalTUI

/// Customers from the server, page by page, and what comes after.
@MainActor @Suite struct CustomerFeedTests {
  private nonisolated static func booking(_ number: Int, made seconds: Int, changed: Int? = nil) -> Booking {
    let made = FeedDesk.now.adding(seconds: Int64(seconds))
    var booking = Booking(
      uid: .init("u\(number)"), start: made.adding(minutes: 60), end: made.adding(minutes: 90), service: .init(1),
      attendees: [Attendee(name: "Person \(number)", phone: "+1212\(5_550_000 + number)")], createdAt: made)
    booking.updatedAt = changed.map { FeedDesk.now.adding(seconds: Int64($0)) }
    return booking
  }

  /// The one with the highest number is made last.
  private nonisolated static func bookings(_ count: Int) -> [Booking] {
    (0..<count).map { booking($0, made: ($0 - count) * 600) }
  }

  private static func store() throws -> DeskStore { try DeskStore.inMemory(now: FeedDesk.now) }

  @Test func `all bookings are read page by page, the last made first, and then the feeds`() throws {
    let server = ListServer(Self.bookings(1000))
    let desk = FeedDesk(server, try Self.store())
    #expect(desk.load())
    #expect(desk.follow())
    #expect(desk.settle())
    #expect(desk.customers.count == 1000)
    // Pages overlap a little; the last one is short, whatever the total says.
    #expect(server.queries.prefix(5).map(\.page) == [nil, .skip(240), .skip(480), .skip(720), .skip(960)])
    #expect(server.queries[0].sort == .init(.created, ascending: false))
    #expect(server.queries.count == 7)
    #expect(server.queries[5].createdAfter == Self.bookings(1000)[999].createdAt?.adding(seconds: -120))
    #expect(server.queries[6].updatedAfter == server.queries[5].createdAfter)
    #expect(
      desk.states.dropLast() == [
        .reading(0), .reading(250), .reading(490), .reading(730), .reading(970), .reading(1000),
      ])
    // The next rounds cost two requests each.
    #expect(desk.follow())
    #expect(server.queries.count == 9)
  }

  @Test func `what is made or changed later comes with the feeds`() throws {
    let server = ListServer(Self.bookings(30))
    let desk = FeedDesk(server, try Self.store())
    #expect(desk.load() && desk.follow())
    server.change { state in
      state.bookings.append(Self.booking(40, made: 30))
      state.bookings[3].attendees[0].name = "Married Name"
      state.bookings[3].updatedAt = FeedDesk.now.adding(seconds: 20)
    }
    #expect(desk.follow() && desk.settle())
    #expect(desk.customers.search("person 40").total == 1)
    #expect(desk.run { desk.customers.search("married").total == 1 })
    // From there on: a later change is looked for after the last one.
    #expect(desk.follow())
    #expect(server.queries.last?.updatedAfter == FeedDesk.now.adding(seconds: -100))
  }

  @Test func `a load that was interrupted goes on where it was, in another run too`() throws {
    let server = ListServer(Self.bookings(1000))
    server.change { $0.answers = 2 }
    let store = try Self.store()
    let first = FeedDesk(server, store)
    #expect(first.load() && first.follow())
    #expect(first.states.last.map { if case .failed = $0 { true } else { false } } == true)
    #expect(first.settle())
    #expect(first.customers.count == 490)
    server.change {
      $0.answers = .max
      $0.queries = []
    }
    let second = FeedDesk(server, store)
    #expect(second.load())
    // What was read is there before the server is asked.
    #expect(second.customers.count == 490)
    #expect(second.follow() && second.settle())
    #expect(server.queries.first?.page == .skip(480))
    #expect(second.customers.count == 1000)
  }

  @Test func `bookings made during the load are not missed`() throws {
    let server = ListServer(Self.bookings(600))
    server.change { state in
      state.afterFirstPage = { state in
        state.bookings += (700..<760).map { Self.booking($0, made: $0 - 700) }
        // And some before are deleted.
        state.bookings.removeAll { ["u590", "u591", "u592"].contains($0.uid.rawValue) }
      }
    }
    let desk = FeedDesk(server, try Self.store())
    #expect(desk.load() && desk.follow() && desk.settle())
    #expect(desk.customers.count == 660)
  }

  @Test func `a server that cannot skip ends the load instead of repeating it for ever`() throws {
    let server = ListServer(Self.bookings(600))
    server.change { $0.ignoresSkip = true }
    let desk = FeedDesk(server, try Self.store())
    #expect(desk.load() && desk.follow())
    #expect(desk.settle())
    #expect(server.queries.count == 4)
    #expect(desk.customers.count == 250)
  }

  @Test func `without an answer the store's customers stay, and the next round tries again`() throws {
    let server = ListServer(Self.bookings(20))
    let store = try Self.store()
    let desk = FeedDesk(server, store)
    #expect(desk.load() && desk.follow() && desk.settle())
    server.change { $0.answers = 0 }
    let offline = FeedDesk(server, store)
    #expect(offline.load())
    #expect(offline.follow())
    #expect(offline.customers.count == 20)
    server.change { $0.answers = .max }
    #expect(offline.follow())
  }

  @Test func `a desk of the same store hears what the other one learns, own entries and forgetting too`() throws {
    let server = ListServer(Self.bookings(10))
    let store = try Self.store()
    let reader = FeedDesk(server, store)
    let other = FeedDesk(ListServer([]), store)
    #expect(reader.load() && other.load())
    #expect(reader.follow() && reader.settle())
    other.feed.save(CustomerEntry(id: "1", at: FeedDesk.now, name: "New Face", phone: "+12125559999"))
    #expect(other.run { other.customers.count == 11 })
    other.feed.forget(Customer.ID("p+12125550003"))
    #expect(other.run { other.customers.count == 10 })
    reader.feed.take([Self.booking(99, made: 0)])
    #expect(reader.run { reader.customers.count == 11 })
    #expect(reader.customers.search("new face").total == 1)
    #expect(reader.customers.search("person 3").total == 0)
  }
}
