import BookingModel
import CalProtocol
import Testing

/// Refusals by status, shape and words, and what the program makes of each (CONTRACT 4.2, 4.3).
@Suite(.serialized) struct RefusalTests {
  enum Table: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case create, form, action, caller, slot, list, setup

    var testDescription: String { rawValue }

    func rows(_ shop: PreparedShop) -> [Refusal] {
      switch self {
      case .create: shop.createRefusals
      case .form: shop.formRefusals
      case .action: shop.actionRefusals
      case .caller: shop.callerRefusals
      case .slot: shop.slotRefusals
      case .list: shop.listRefusals
      case .setup: shop.setupRefusals
      }
    }
  }

  @Test(arguments: Table.allCases, Way.allCases)
  func everyRefusalHasItsStatusShapeAndWords(_ table: Table, _ way: Way) async throws {
    try await way.run { desk in
      let shop = try PreparedShop(desk)
      let before = try Snapshot(desk)
      for row in table.rows(shop) {
        let misfits = row.misfits(try desk.send(row.request, as: row.caller), now: desk.shop.clock.now)
        #expect(misfits.isEmpty, "\(row.request.line): \(misfits)")
      }
      #expect(try Snapshot(desk) == before, "a refusal changes nothing")
    }
  }

  @Test(arguments: Table.allCases, Way.allCases)
  func everyRefusalIsUnderstood(_ table: Table, _ way: Way) async throws {
    try await way.run { desk in
      let shop = try PreparedShop(desk)
      for row in table.rows(shop) {
        let call = Call<Void>(row.request, isWrite: row.request.method != .get) { _ in }
        do throws(CalError) {
          try desk.answer(to: call, as: row.caller)
          Issue.record("\(row.request.line) was not refused")
        } catch {
          #expect(error.kind == row.kind, "\(row.request.line): \(error)")
          #expect(error.status == row.status)
          // A refusal is an outcome: nobody has to look whether the write happened.
          #expect(!error.leavesOutcomeUnknown, "\(row.request.line): \(error)")
        }
      }
    }
  }

  @Test(arguments: Way.allCases)
  func tooManyRequestsAreRefusedWithTheTimeToWait(_ way: Way) async throws {
    try await way.run(requestsPerMinute: 3) { desk in
      for _ in 0..<3 { _ = try desk.answer(to: Calls.account()) }
      let refusal = Refusal(
        Calls.account(), 429, .e1, .whole("CustomThrottlerGuard - Too many requests. Please try again later."),
        .rateLimited(seconds: 60))
      let response = try desk.send(refusal.request)
      #expect(refusal.misfits(response, now: desk.shop.clock.now) == [])
      #expect(RateBudget(response, now: desk.shop.clock.now).limits["default"]?.remaining == 0)
      #expect(!response.headers.contains { $0.name == "retry-after" })
      do throws(CalError) {
        _ = try desk.answer(to: Calls.account())
        Issue.record("the limit does not hold")
      } catch {
        #expect(error.kind == .rateLimited(seconds: 60))
      }
      desk.shop.clock.set(desk.shop.clock.now.adding(minutes: 1))
      _ = try desk.answer(to: Calls.account())
    }
  }

  @Test(arguments: Way.allCases)
  func aBodyThatIsNotJSONIsRefused(_ way: Way) async throws {
    try await way.run { desk in
      for text in ["{", "start=2026", "{\"start\":1}}", "\u{0}"] {
        let request = WireRequest(.post, "/bookings", version: .bookings, body: Array(text.utf8))
        let refusal = Refusal(request, 400, .e1, .part("JSON"), .refused)
        let response = try desk.send(request)
        #expect(refusal.misfits(response, now: desk.shop.clock.now) == [])
      }
    }
  }

  /// What a refusal could have changed.
  private struct Snapshot: Equatable {
    var bookings: [Booking]
    var services: [Service]
    var schedules: [Schedule]
    var webhooks: [WebhookWire]

    init(_ desk: any Desk) throws {
      bookings = try desk.answer(to: Calls.bookings(BookingQuery(pageSize: 250))).bookings
      services = try desk.answer(to: Calls.services()).rows
      schedules = try desk.answer(to: Calls.schedules()).rows
      webhooks = try desk.answer(to: Calls.webhooks()).rows
    }
  }
}
