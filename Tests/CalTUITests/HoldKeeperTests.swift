import BookingModel
import CalClient
import CalProtocol
import DeskStore
import Foundation
import Synchronization
import Testing

@testable import CalTUI

/// What goes to the server for the sake of holds, and in which order.
@MainActor @Suite struct HoldKeeperTests {
  /// Answers by method, and keeps what was asked; the lock guards the list.
  final class Server: Sendable {
    let asked = Mutex<[String]>([])
    let answers: [WireRequest.Method: WireResponse]
    init(_ answers: [WireRequest.Method: WireResponse]) { self.answers = answers }

    func answer(_ request: WireRequest) -> WireResponse {
      asked.withLock { $0.append("\(request.method.rawValue) \(request.path)") }
      return answers[request.method] ?? WireResponse(status: 200, json: Envelope.acknowledged)
    }
  }

  private static let now = Instant(iso8601: "2026-11-23T15:07:00Z") ?? Instant(milliseconds: 0)
  private let target = HoldTarget(
    service: Service.ID(1), start: HoldKeeperTests.now.adding(minutes: 60), end: HoldKeeperTests.now.adding(minutes: 90)
  )

  private func granted(_ uid: String) -> WireResponse {
    let reservation = Reservation(
      uid: uid, service: target.service, start: target.start, end: target.end,
      until: HoldKeeperTests.now.adding(minutes: 5))
    return .success(ReservationWire.json(reservation, minutes: 5), status: 201)
  }

  private static let taken = WireResponse(
    status: 422,
    json: .object([
      "status": "error",
      "error": .object([
        "code": "UnprocessableEntityException",
        "message": "This time slot is already reserved by another user. Please choose a different time.",
      ]),
    ]))

  /// Asks one question, with a store of its own where other desks matter; what was asked of the server, and what came of it.
  private func ask(
    _ kind: HoldQuestion.Kind, _ server: Server, store: DeskStore? = nil
  ) -> (asked: [String], result: Result<Reservation, HoldTrouble>?) {
    let transport = Transport(userAgent: "test")
    let mailbox = Mailbox(wakeup: transport.wakeup)
    let clock = DeskClock(startingAt: HoldKeeperTests.now)
    let endpoint = Endpoint(inProcess: InProcessServer { request, _ in server.answer(request) })
    let client = CalClient(endpoint: endpoint, key: nil, transport: transport, clock: { clock.now })
    var result: Result<Reservation, HoldTrouble>?
    let keeper = HoldKeeper(store: store, mailbox: mailbox, clock: clock, desk: "front") { message in
      if case .holdAnswered(_, let answer) = message { result = answer }
    }
    let question = HoldQuestion(
      number: 1, draft: Draft.ID(rawValue: "d"), target: target, kind: kind, rivals: [target.service])
    keeper.ask(question, client)
    #expect(keeper.countUnderWay == 1)
    while result == nil {
      _ = transport.wait(milliseconds: 10_000)
      for letter in mailbox.drain() {
        if case .holdClaimed(let question, let decision) = letter { keeper.claimed(question, decision, client) }
      }
    }
    #expect(keeper.countUnderWay == 0)
    return (server.asked.withLock { $0 }, result)
  }

  @Test func `a hold that replaces another lets that one go first`() throws {
    let store = try DeskStore.inMemory(now: HoldKeeperTests.now)
    let (asked, result) = ask(.new(replacing: "old"), Server([.post: granted("new")]), store: store)
    #expect(asked == ["DELETE /slots/reservations/old", "POST /slots/reservations"])
    #expect(try result?.get().uid == "new")
    #expect(try store.run(.holds(now: HoldKeeperTests.now)).map(\.reservation.uid) == ["new"])
  }

  @Test func `a refused hold leaves no row for the other desks`() throws {
    let store = try DeskStore.inMemory(now: HoldKeeperTests.now)
    let (_, result) = ask(.new(replacing: nil), Server([.post: HoldKeeperTests.taken]), store: store)
    guard case .failure(.server(let error)) = result else {
      Issue.record("\(String(describing: result))")
      return
    }
    #expect(error.kind == .slotTaken)
    #expect(try store.run(.holds(now: HoldKeeperTests.now)) == [])
  }

  @Test func `the server is not asked for what another draft on this machine holds`() throws {
    let store = try DeskStore.inMemory(now: HoldKeeperTests.now)
    let other = DeskHold(
      reservation: Reservation(
        uid: "theirs", service: target.service, start: target.start, end: target.end,
        until: HoldKeeperTests.now.adding(minutes: 5)), desk: "Desk 2", draft: "x")
    try store.run(.insertHold(other))
    let (asked, result) = ask(.new(replacing: nil), Server([:]), store: store)
    #expect(asked == [])
    #expect(result == .failure(.heldBy(other)))
  }

  @Test func `a renewal goes out as one request`() throws {
    let (asked, result) = ask(.renewal(of: "mine"), Server([.patch: granted("mine")]))
    #expect(asked == ["PATCH /slots/reservations/mine"])
    #expect(try result?.get().uid == "mine")
  }

  @Test func `where a server takes our own hold for a conflict, it is let go and made anew`() throws {
    let (asked, result) = ask(
      .renewal(of: "mine"), Server([.patch: HoldKeeperTests.taken, .post: granted("second")]))
    #expect(
      asked == ["PATCH /slots/reservations/mine", "DELETE /slots/reservations/mine", "POST /slots/reservations"])
    #expect(try result?.get().uid == "second")
  }
}
