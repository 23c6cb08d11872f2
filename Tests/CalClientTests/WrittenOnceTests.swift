import BookingModel
import CalProtocol
import Testing

@testable import CalClient

/// A write goes out once (DESIGN 6): libcurl by itself sends a request again when a kept connection dies under it.
@Suite struct WrittenOnceTests {
  private let write = WireRequest(.post, "/bookings", body: Array("{\"deskRef\":\"d-1\"}".utf8))

  /// The first connection takes two requests and dies at the second; whoever comes next is answered.
  private func dyingServer() throws -> ScriptedServer {
    try ScriptedServer(
      [.request, .send(Answers.http()), .request, .reset],
      [.request, .send(Answers.http("201 Created", "{}")), .awaitClose])
  }

  /// Shows that the trap works: without it, the tests below could not fail.
  @Test func aReadOnADyingConnectionIsSentAgain() throws {
    let server = try dyingServer()
    defer { server.stop() }
    let transport = makeTransport()
    _ = try transport.exchange(with: server).get()
    #expect(try transport.exchange(with: server).get().status == 201)
    #expect(server.countConnections == 2)
    #expect(server.countRequests == 3)
  }

  @Test func aWriteOpensAConnectionOfItsOwn() throws {
    let server = try dyingServer()
    defer { server.stop() }
    let transport = makeTransport()
    _ = try transport.exchange(with: server).get()
    #expect(try transport.exchange(write, with: server, isWrite: true).get().status == 201)
    #expect(server.countConnections == 2)
    #expect(!server.texts[0].contains("POST"))
    #expect(server.texts[1].components(of: "deskRef") == 1)
  }

  @Test(arguments: [[ScriptedServer.Step.request], [.request, .reset]])
  func aWriteWhoseConnectionDiesIsNotSentAgain(script: [ScriptedServer.Step]) throws {
    let server = try ScriptedServer(
      [.request, .send(Answers.http()), .awaitClose], script, [.request, .send(Answers.http()), .awaitClose])
    defer { server.stop() }
    let transport = makeTransport()
    _ = try transport.exchange(with: server).get()
    let result = try transport.exchange(write, with: server, isWrite: true)
    #expect(result.trouble == .broken)
    // The transport goes on: what comes now is a read, on a connection after the dead one or on the kept first.
    transport.wait(milliseconds: 0)
    #expect(server.texts.joined().components(of: "deskRef") == 1)
    #expect(transport.countUnderWay == 0)
  }

  /// The second lock: on a kept connection that dies, libcurl tries again, and is stopped before a byte.
  @Test func aSecondAttemptOfAWriteIsStopped() throws {
    let server = try dyingServer()
    defer { server.stop() }
    let transport = makeTransport()
    transport.setup.writesOpenConnections = false
    _ = try transport.exchange(with: server).get()
    let result = try transport.exchange(write, with: server, isWrite: true)
    #expect(result.trouble == .broken)
    // The new connection was opened, and closed again without a word.
    #expect(transport.run { server.hasEnded(1) })
    #expect(server.texts[0].components(of: "deskRef") == 1)
    #expect(server.texts[1].isEmpty)
  }

  @Test func aWriteIsNeverCancelled() throws {
    let server = try ScriptedServer([.request, .send(Answers.http()), .awaitClose])
    defer { server.stop() }
    let transport = makeTransport()
    var answered = false
    let id = transport.start(write, to: try Endpoint(server.url), key: key, isWrite: true) { _ in answered = true }
    #expect(transport.writesUnderWay == 1)
    #expect(!transport.cancel(id))
    #expect(transport.run { answered })
    #expect(transport.writesUnderWay == 0)
  }
}

extension String {
  /// How often a text occurs.
  func components(of text: String) -> Int { split(separator: text, omittingEmptySubsequences: false).count - 1 }
}
