import BookingModel
import CalProtocol
import Foundation
import Testing

@testable import CalClient

/// What goes out, byte for byte, as the server sees it.
@Suite struct RequestBytesTests {
  private func lines(
    _ request: WireRequest, isWrite: Bool = false
  ) throws -> (first: String, headers: Set<String>, body: String) {
    let server = try ScriptedServer([.request, .send(Answers.http())])
    defer { server.stop() }
    _ = try makeTransport().exchange(request, with: server, isWrite: isWrite).get()
    let text = try #require(server.texts.first)
    let end = try #require(text.range(of: "\r\n\r\n"))
    let head = text[..<end.lowerBound].components(separatedBy: "\r\n")
    let headers = head.dropFirst().filter { !$0.hasPrefix("Host: 127.0.0.1:") }
    #expect(headers.count == Set(headers).count && headers.count == head.count - 2)
    return (head[0], Set(headers), String(text[end.upperBound...]))
  }

  private let always: Set<String> = [
    "Accept: application/json", "Accept-Encoding: gzip", "Authorization: Bearer cal_test_key",
    "User-Agent: caltui/test",
  ]

  @Test func aReadCarriesItsVersionAndNothingMore() throws {
    let request = WireRequest(
      .get, "/slots", query: [.init("eventTypeSlug", "full detail"), .init("start", "2026-11-23T00:00:00+01:00&x=1#")],
      version: APIVersion(rawValue: "2024-09-04"))
    let sent = try lines(request)
    #expect(
      sent.first
        == "GET /v2/slots?eventTypeSlug=full%20detail&start=2026-11-23T00%3A00%3A00%2B01%3A00%26x%3D1%23 HTTP/1.1")
    #expect(sent.headers == always.union(["cal-api-version: 2024-09-04"]))
    #expect(sent.body.isEmpty)
  }

  @Test func aRequestWithoutAVersionSendsNone() throws {
    #expect(try lines(WireRequest(.get, "/me")).headers == always)
  }

  @Test(arguments: [WireRequest.Method.post, .patch, .delete])
  func aBodyIsSentAsJSONInOnePiece(method: WireRequest.Method) throws {
    let body = "{\"name\":\"Ána\",\"zero\":\"\\u0000\"}"
    let sent = try lines(WireRequest(method, "/bookings", body: Array(body.utf8)), isWrite: true)
    #expect(sent.first == "\(method.rawValue) /v2/bookings HTTP/1.1")
    let length = "Content-Length: \(body.utf8.count)"
    #expect(sent.headers == always.union(["Content-Type: application/json", length]))
    #expect(sent.body == body)
  }

  /// Above a megabyte libcurl would ask by `Expect: 100-continue` first and wait a second for a server that is silent.
  @Test func aLongBodyIsNotAskedFor() throws {
    let body = String(repeating: "x", count: 1_200_000)
    let sent = try lines(WireRequest(.post, "/bookings", body: Array(body.utf8)), isWrite: true)
    #expect(!sent.headers.contains { $0.hasPrefix("Expect") })
    #expect(sent.body == body)
  }

  @Test func aPostWithoutABodyIsNoForm() throws {
    let sent = try lines(WireRequest(.post, "/bookings/x/confirm"), isWrite: true)
    #expect(sent.headers == always.union(["Content-Type: application/json", "Content-Length: 0"]))
  }

  @Test func aDeleteWithoutABodyIsBare() throws {
    let sent = try lines(WireRequest(.delete, "/slots/reservations/x"))
    #expect(sent.first == "DELETE /v2/slots/reservations/x HTTP/1.1")
    #expect(sent.headers == always)
  }

  @Test(arguments: ["bookings", "/a b", "/a?b", "/a#b", "/a\r\nX: y", "/../me", "/bookings/./x", "/ä", ""])
  func aPathThatIsNotOneIsNotSent(path: String) throws {
    let server = try ScriptedServer([.request, .send(Answers.http())])
    defer { server.stop() }
    let result = try makeTransport().exchange(WireRequest(.post, path), with: server, isWrite: true)
    guard case .failure(let error) = result else {
      Issue.record("sent: \(server.texts)")
      return
    }
    #expect(error.kind == .refused && !error.leavesOutcomeUnknown)
    #expect(server.countConnections == 0)
  }

  @Test func aVersionCannotBringAHeaderAlong() throws {
    let server = try ScriptedServer([.request, .send(Answers.http())])
    defer { server.stop() }
    let request = WireRequest(.get, "/me", version: APIVersion(rawValue: "1\r\nX-Evil: 1"))
    #expect(throws: CalError.self) { try makeTransport().exchange(request, with: server).get() }
    #expect(server.countConnections == 0)
  }

  @Test func aUnixSocketSpeaksTheSame() throws {
    let path = "/tmp/caltui-test-\(UUID().uuidString.prefix(8)).sock"
    let server = try ScriptedServer([.request, .send(Answers.http())], unixSocket: path)
    defer { server.stop() }
    let endpoint = try Endpoint(unixSocket: path)
    #expect(try makeTransport().exchange(at: endpoint).get().status == 200)
    #expect(server.texts[0].hasPrefix("GET /v2/me HTTP/1.1\r\nHost: localhost\r\n"))
  }

  @Test func loopbackIsNeverAskedForThroughAProxy() throws {
    let trap = try #require(ProxyTrap.server)
    let server = try ScriptedServer([.request, .send(Answers.http())])
    defer { server.stop() }
    _ = try makeTransport().exchange(with: server).get()
    #expect(trap.countConnections == 0)
  }
}
