import BookingModel
import CalProtocol
import Testing

@testable import CalClient

/// Retries, rate limits and the meaning of answers, on a clock that the test moves.
@Suite struct CalClientTests {
  /// The loop's clock. Confined to its test.
  final class Clock {
    var now = Instant(seconds: 1_800_000_000)
  }

  private func client(
    _ server: ScriptedServer, _ clock: Clock, policy: RetryPolicy = .standard, chance: Double = 0
  ) throws -> CalClient {
    CalClient(
      endpoint: try Endpoint(server.url), key: key, transport: makeTransport(), policy: policy,
      clock: { clock.now }, chance: { chance })
  }

  private let read = Call(WireRequest(.get, "/me")) { (response) throws(CalError) in response.body.count }
  private let write = Call(WireRequest(.post, "/bookings", body: [0x7B, 0x7D]), isWrite: true) {
    (response) throws(CalError) in response.status
  }

  /// Scripts for a server that closes after each answer, so that each attempt is a connection.
  private func server(_ answers: [UInt8]...) throws -> ScriptedServer {
    try ScriptedServer(scripts: answers.map { [.request, .send($0)] })
  }
  private let failing = Answers.http("503 Service Unavailable", "<html>down</html>")

  @Test func aReadIsTriedAgainAfterThePausesTheLoopIsAskedFor() throws {
    let server = try server(failing, failing, Answers.http("200 OK", "{} "))
    defer { server.stop() }
    let clock = Clock()
    let start = clock.now
    let client = try client(server, clock)
    var result: Result<Int, CalError>?
    client.perform(read) { result = $0 }
    #expect(client.nextTimer == nil)
    #expect(client.transport.run { client.nextTimer != nil })
    #expect(client.nextTimer == start.adding(milliseconds: 400))
    client.fireTimers(at: start.adding(milliseconds: 399))
    #expect(client.transport.countUnderWay == 0)
    clock.now = start.adding(milliseconds: 400)
    client.fireTimers(at: clock.now)
    #expect(client.nextTimer == nil && client.transport.countUnderWay == 1)
    #expect(client.transport.run { client.nextTimer != nil })
    #expect(client.nextTimer == clock.now.adding(milliseconds: 800))
    clock.now = clock.now.adding(milliseconds: 800)
    client.fireTimers(at: clock.now)
    #expect(client.transport.run { result != nil })
    #expect(result == .success(3))
    #expect(server.countRequests == 3 && client.countUnderWay == 0)
  }

  @Test func threeFailuresAreEnough() throws {
    let server = try server(failing)
    defer { server.stop() }
    let clock = Clock()
    let client = try client(server, clock)
    var result: Result<Int, CalError>?
    client.perform(read) { result = $0 }
    while result == nil {
      guard client.transport.run(until: { client.nextTimer != nil || result != nil }) else { break }
      if let next = client.nextTimer {
        clock.now = next
        client.fireTimers(at: next)
      }
    }
    #expect(result?.error?.kind == .serverFailure && result?.error?.status == 503)
    #expect(server.countRequests == 3)
  }

  @Test(arguments: [
    "400 Bad Request", "401 Unauthorized", "403 Forbidden", "404 Not Found", "409 Conflict", "302 Found",
  ])
  func aRefusalIsNotTriedAgain(status: String) throws {
    let server = try server(Answers.http(status))
    defer { server.stop() }
    let client = try client(server, Clock())
    #expect(throws: CalError.self) { try client.answer(to: read) }
    #expect(server.countRequests == 1)
  }

  @Test(arguments: [
    Answers.http("503 Service Unavailable"), Answers.http("500 Internal Server Error"),
    Answers.http("429 Too Many Requests", "{}", ["X-RateLimit-Reset-Default: 1"]), [],
  ])
  func aWriteIsNeverTriedAgain(answer: [UInt8]) throws {
    let server = try server(answer)
    defer { server.stop() }
    let client = try client(server, Clock())
    var result: Result<Int, CalError>?
    client.perform(write) { result = $0 }
    #expect(client.transport.run { result != nil })
    #expect(result?.error != nil)
    #expect(client.nextTimer == nil && client.countUnderWay == 0)
    #expect(server.countRequests == 1)
  }

  @Test func aRateLimitIsWaitedOutWithinTheDeadline() throws {
    let refused = Answers.http(
      "429 Too Many Requests", "{}",
      ["X-RateLimit-Limit-Default: 120", "x-ratelimit-remaining-default: 0", "X-RateLimit-Reset-Default: 7"])
    let server = try server(refused)
    defer { server.stop() }
    let clock = Clock()
    let patient = try client(server, clock)
    patient.perform(read) { _ in }
    #expect(patient.transport.run { patient.nextTimer != nil })
    #expect(patient.nextTimer == clock.now.adding(milliseconds: 7400))
    #expect(patient.rateLimits.remaining(at: clock.now) == 0)
    #expect(patient.rateLimits.resetsAt(after: clock.now) == clock.now.adding(seconds: 7))
    #expect(patient.rateLimits.remaining(at: clock.now.adding(seconds: 7)) == nil)

    let hasty = try client(server, clock, policy: RetryPolicy(totalMilliseconds: 7000))
    #expect(throws: CalError.self) { try hasty.answer(to: read) }
  }

  /// The command line's way, on the real clock.
  @Test func aBlockingCallWaitsForItsRetries() throws {
    let server = try server(failing, Answers.http("200 OK", "{}  "))
    defer { server.stop() }
    let clock = ContinuousClock()
    let start = clock.now
    let client = CalClient(
      endpoint: try Endpoint(server.url), key: key, transport: makeTransport(),
      policy: RetryPolicy(firstMilliseconds: 30),
      clock: { Instant(milliseconds: Int64((clock.now - start) / .milliseconds(1))) }, chance: { 0 })
    #expect(try client.answer(to: read) == 4)
    #expect(clock.now - start >= .milliseconds(30))
    #expect(server.countRequests == 2)
  }

  @Test func anAnswerInAWrongShapeIsUnreadableAndForAWriteUnknown() throws {
    let server = try server(Answers.http("201 Created", "<html>"))
    defer { server.stop() }
    let client = try client(server, Clock())
    let call = Calls.write(.confirm(Booking.UID(rawValue: "abc")), ref: DeskRef("d-1"))
    #expect(call.isWrite)
    let outcome = Result { () throws(CalError) in try client.answer(to: call) }
    #expect(outcome.trouble == .unreadable)
    #expect(outcome.error?.leavesOutcomeUnknown == true)
  }

  @Test func aServersReasonIsUnderstood() throws {
    let body = "{\"statusCode\":409,\"message\":\"booking_conflict_error\"}"
    let server = try server(Answers.http("409 Conflict", body))
    defer { server.stop() }
    let client = try client(server, Clock())
    #expect(Result { () throws(CalError) in try client.answer(to: write) }.error?.kind == .slotTaken)
  }

  @Test func aReadThatWaitsForItsRetryCanBeCancelled() throws {
    let server = try server(failing)
    defer { server.stop() }
    let clock = Clock()
    let client = try client(server, clock)
    var heard = false
    let id = client.perform(read) { _ in heard = true }
    #expect(client.transport.run { client.nextTimer != nil })
    #expect(client.cancel(id))
    #expect(client.nextTimer == nil && client.countUnderWay == 0)
    clock.now = clock.now.adding(seconds: 60)
    client.fireTimers(at: clock.now)
    #expect(!heard && server.countRequests == 1)
  }

  @Test func aRunningReadCanBeCancelledAndAWriteCannot() throws {
    let server = try server(Answers.http())
    defer { server.stop() }
    let client = try client(server, Clock())
    var written: Result<Int, CalError>?
    var heard = false
    let reading = client.perform(read) { _ in heard = true }
    let writing = client.perform(write) { written = $0 }
    #expect(client.cancel(reading) && !client.cancel(writing))
    #expect(client.transport.run { written != nil })
    #expect(written == .success(200) && !heard)
  }

  @Test func aCallIsHeardOfThoughNobodyHoldsTheClient() throws {
    let server = try server(Answers.http())
    defer { server.stop() }
    let transport = makeTransport()
    var written: Result<Int, CalError>?
    CalClient(endpoint: try Endpoint(server.url), key: key, transport: transport, clock: { Instant(seconds: 0) })
      .perform(write) { written = $0 }
    #expect(transport.run { written != nil })
  }

  // MARK: - Dialect

  @Test(arguments: [
    (Answers.http("200 OK", #"{"status":"success","data":[],"pagination":{"nextCursor":null,"hasMore":false}}"#), true),
    (Answers.http("200 OK", #"{"status":"success","data":[],"pagination":{"hasNextPage":false}}"#), false),
    (Answers.http("200 OK", #"{"status":"success","data":{"bookings":[],"nextCursor":null}}"#), false),
    (Answers.http("400 Bad Request"), false),
    (Answers.http("500 Internal Server Error"), false),
    (Answers.http("404 Not Found", #"{"error":{"message":"Cannot GET /v2/bookings"}}"#), false),
  ])
  func theDialectIsRead(answer: [UInt8], isCursor: Bool) throws {
    let server = try server(answer)
    defer { server.stop() }
    let client = try client(server, Clock())
    var result: Result<BookingQuery.Dialect, CalError>?
    client.probeBookingsDialect { result = $0 }
    #expect(client.transport.run { result != nil })
    #expect(result == .success(isCursor ? .cursor : .pages))
    #expect(server.countRequests == 1)
    #expect(server.texts[0].contains("cal-api-version: 2026-05-01\r\n"))
  }

  @Test(arguments: [Answers.http("502 Bad Gateway", "<html>"), Answers.http("401 Unauthorized"), []])
  func whatSaysNothingAboutTheDialectIsAFailure(answer: [UInt8]) throws {
    let server = try server(answer)
    defer { server.stop() }
    let client = try client(server, Clock())
    var result: Result<BookingQuery.Dialect, CalError>?
    client.probeBookingsDialect { result = $0 }
    #expect(client.transport.run { result != nil })
    #expect(result?.error != nil)
  }
}

/// When a read is tried again.
@Suite struct RetryPolicyTests {
  @Test(arguments: [
    (CalError.Kind.serverFailure, 1, 0.0, 400), (.serverFailure, 1, 1.0, 200), (.serverFailure, 2, 0.0, 800),
    (.serverFailure, 2, 0.5, 600), (.noAnswer(.unreachable), 1, 0, 400), (.noAnswer(.timedOut), 1, 0, 400),
    (.noAnswer(.broken), 1, 0, 400), (.rateLimited(seconds: 5), 1, 0, 5400), (.rateLimited(seconds: 5), 2, 1, 5400),
    (.rateLimited(seconds: .max), 1, 0, 86_400_400),
  ])
  func aPauseGrowsAndIsShakenUp(kind: CalError.Kind, attempts: Int, chance: Double, pause: Int) {
    #expect(RetryPolicy.standard.pause(after: CalError(kind: kind), attempts: attempts, chance: chance) == pause)
  }

  @Test(arguments: [
    CalError.Kind.slotTaken, .outOfBounds, .limitReached, .notSignedIn, .forbidden, .notFound, .refused,
    .invalidField(slug: "email"), .alreadyDone(movedTo: nil), .noAnswer(.tlsRefused), .noAnswer(.tooLarge),
    .noAnswer(.unreadable), .noAnswer(.redirected),
  ])
  func whatWouldComeOutTheSameIsNotTriedAgain(kind: CalError.Kind) {
    #expect(RetryPolicy.standard.pause(after: CalError(kind: kind), attempts: 1, chance: 0) == nil)
  }

  @Test func theThirdAttemptIsTheLast() {
    let error = CalError(kind: .serverFailure)
    #expect(RetryPolicy.standard.pause(after: error, attempts: 3, chance: 0) == nil)
    #expect(RetryPolicy.never.pause(after: error, attempts: 1, chance: 0) == nil)
  }
}

/// What is left of the rate limits.
@Suite struct RateLimitsTests {
  private let now = Instant(seconds: 1000)

  @Test func theMostGenerousCurrentLimiterCounts() {
    var limits = RateLimits()
    #expect(limits.remaining(at: now) == nil && limits.resetsAt(after: now) == nil)
    limits.take(
      RateBudget(limits: [
        "default": .init(limit: 120, remaining: 30, resetSeconds: 10), "slow": .init(remaining: 2, resetSeconds: 50),
      ]), at: now)
    #expect(limits.remaining(at: now) == 30)
    #expect(limits.remaining(at: now.adding(seconds: 10)) == 2)
    #expect(limits.resetsAt(after: now) == now.adding(seconds: 50))
    limits.take(RateBudget(limits: ["default": .init(remaining: 29, resetSeconds: 9)]), at: now.adding(seconds: 1))
    #expect(limits.remaining(at: now) == 29)
    #expect(limits.windows["slow"]?.remaining == 2)
  }

  @Test func aStrangersNumbersAreBounded() {
    var limits = RateLimits()
    limits.take(RateBudget(limits: ["default": .init(remaining: -5, resetSeconds: .max)]), at: now)
    #expect(limits.remaining(at: now) == 0)
    #expect(limits.resetsAt(after: now) == now.adding(seconds: 86_400))
  }
}
