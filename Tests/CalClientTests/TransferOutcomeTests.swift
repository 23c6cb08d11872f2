import BookingModel
import CalProtocol
import Foundation
import Glibc
import Testing

@testable import CalClient

/// What each kind of answer, good or bad, comes back as.
@Suite struct TransferOutcomeTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var script: [ScriptedServer.Step]
    var limits = TransferLimits.read
    var trouble: CalError.NetworkTrouble
  }

  @Test func anAnswerComesBackWhole() throws {
    let server = try ScriptedServer([.request, .send(Answers.http("200 OK", "{\"a\":1}", ["X-Request-Id: 7 "]))])
    defer { server.stop() }
    let response = try makeTransport().exchange(with: server).get()
    #expect(response.status == 200)
    #expect(response.body == Array("{\"a\":1}".utf8))
    #expect(response.headers.last == WireResponse.Header("x-request-id", "7"))
  }

  @Test(arguments: [400, 401, 404, 409, 429, 500, 502])
  func aRefusalIsAnAnswerToo(status: Int) throws {
    let server = try ScriptedServer([.request, .send(Answers.http("\(status) No", "<html>no</html>"))])
    defer { server.stop() }
    let response = try makeTransport().exchange(with: server).get()
    #expect(response.status == status)
    #expect(response.body == Array("<html>no</html>".utf8))
  }

  @Test func aChunkedAnswerIsPutTogether() throws {
    let chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"
    let server = try ScriptedServer([.request, .send(Answers.raw(chunked))])
    defer { server.stop() }
    #expect(try makeTransport().exchange(with: server).get().body == Array("abcde".utf8))
  }

  @Test func aCompressedAnswerIsUnpacked() throws {
    let packed = Answers.gzippedZeros(2580)
    let head = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: \(packed.count)\r\n\r\n"
    let server = try ScriptedServer([.request, .send(Answers.raw(head) + packed)])
    defer { server.stop() }
    #expect(try makeTransport().exchange(with: server).get().body == [UInt8](repeating: 0, count: 2581))
  }

  @Test func anInterimAnswerDoesNotCount() throws {
    let early = Answers.raw("HTTP/1.1 103 Early Hints\r\nX-Early: 1\r\n\r\n")
    let server = try ScriptedServer([.request, .send(early + Answers.http("201 Created", "{}"))])
    defer { server.stop() }
    let response = try makeTransport().exchange(with: server).get()
    #expect(response.status == 201)
    #expect(!response.headers.contains { $0.name == "x-early" })
  }

  @Test(arguments: [
    Case(testDescription: "closed without an answer", script: [.request], trouble: .broken),
    Case(testDescription: "reset without an answer", script: [.request, .reset], trouble: .broken),
    Case(
      testDescription: "closed in the middle of the body",
      script: [.request, .send(Answers.raw("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"status\""))],
      trouble: .broken),
    Case(
      testDescription: "closed in the middle of a chunk",
      script: [.request, .send(Answers.raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n64\r\n{"))],
      trouble: .broken),
    Case(
      testDescription: "silence", script: [.request, .awaitClose],
      limits: TransferLimits(totalMilliseconds: 150), trouble: .timedOut),
    Case(
      testDescription: "silence in the middle",
      script: [.request, .send(Answers.raw("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{")), .awaitClose],
      limits: TransferLimits(totalMilliseconds: 150), trouble: .timedOut),
    Case(
      testDescription: "bytes that are not HTTP", script: [.request, .send(Answers.raw("SSH-2.0-OpenSSH_9\r\n\r\n"))],
      trouble: .unreadable),
    Case(
      testDescription: "gzip that is none",
      script: [
        .request,
        .send(Answers.raw("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 8\r\n\r\nnot gzip")),
      ], trouble: .unreadable),
    Case(
      testDescription: "50 MB, announced",
      script: [.request, .send(Answers.raw("HTTP/1.1 200 OK\r\nContent-Length: 50000000\r\n\r\n")), .awaitClose],
      trouble: .tooLarge),
    Case(
      testDescription: "50 MB, not announced",
      script: [
        .request, .send(Answers.raw("HTTP/1.1 200 OK\r\n\r\n")),
        .flood([UInt8](repeating: 0x20, count: 100_000), times: 500),
      ], trouble: .tooLarge),
    Case(
      testDescription: "2.6 MB packed into 16 KB, 1 MiB allowed",
      script: [
        .request,
        .send(Answers.raw("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n") + Answers.gzippedZeros(2_580_000)),
      ], limits: TransferLimits(bodyBytes: 1 << 20), trouble: .tooLarge),
    Case(
      testDescription: "headers without end",
      script: [
        .request, .send(Answers.raw("HTTP/1.1 200 OK\r\n")),
        .flood(Answers.raw("X-Filler: " + String(repeating: "x", count: 1000) + "\r\n"), times: 100_000),
      ], trouble: .tooLarge),
  ])
  func aBadAnswerIsNamed(_ bad: Case) throws {
    let server = try ScriptedServer(bad.script)
    defer { server.stop() }
    let result = try makeTransport().exchange(with: server, isWrite: true, limits: bad.limits)
    #expect(result.trouble == bad.trouble)
    // Whatever it is called: the server had the request, so a write may have happened.
    guard case .failure(let error) = result else { return }
    #expect(error.leavesOutcomeUnknown)
  }

  /// To another port, by another scheme, without one: whichever status it has, nobody else hears of the key.
  @Test(
    arguments: [false, true],
    ["301 Moved Permanently", "302 Found", "303 See Other", "307 Temporary Redirect", "308 Permanent Redirect"])
  func aRedirectIsNotFollowed(isWrite: Bool, status: String) throws {
    let other = try ScriptedServer([.request, .send(Answers.http())])
    defer { other.stop() }
    let address = other.url.dropFirst("http:".count)
    for place in ["http:\(address)/v2/me", "\(address)/v2/me", "https:\(address)/v2/me"] {
      let server = try ScriptedServer([.request, .send(Answers.http(status, "", ["Location: \(place)"]))])
      let result = try makeTransport().exchange(with: server, isWrite: isWrite)
      #expect(result.trouble == .redirected)
      server.stop()
    }
    #expect(other.countConnections == 0)
  }

  // MARK: - Nothing was sent

  @Test func aClosedPortIsUnreachable() throws {
    let (fd, port) = try ScriptedServer.listen(unixSocket: nil)
    close(fd)
    let result = try makeTransport().exchange(at: Endpoint("http://127.0.0.1:\(port)"), isWrite: true)
    #expect(result.trouble == .unreachable)
    guard case .failure(let error) = result else { return }
    #expect(!error.leavesOutcomeUnknown)
    #expect(!"\(error)".contains("cal_test"))
  }

  @Test func aMissingSocketIsUnreachable() throws {
    let result = try makeTransport().exchange(at: Endpoint(unixSocket: "/tmp/caltui-no-such-socket"))
    #expect(result.trouble == .unreachable)
  }

  /// A listener whose queue is full leaves the next caller without an answer, on Linux: a timeout, but before a
  /// byte of the request was sent.
  @Test func aTimeoutWhileConnectingIsUnreachable() throws {
    let (fd, port) = try ScriptedServer.listen(unixSocket: nil, backlog: 0)
    defer { close(fd) }
    var callers: [Int32] = []
    defer { callers.forEach { _ = close($0) } }
    for _ in 0..<3 {
      let caller = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0)
      var address = sockaddr_in()
      address.sin_family = sa_family_t(AF_INET)
      address.sin_port = port.bigEndian
      address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
      _ = withUnsafePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          connect(caller, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
        }
      }
      callers.append(caller)
    }
    let result = try makeTransport().exchange(
      at: Endpoint("http://127.0.0.1:\(port)"), isWrite: true, limits: TransferLimits(connectMilliseconds: 150))
    #expect(result.trouble == .unreachable)
  }

  @Test func aServerWithoutTLSIsRefusedBeforeTheKeyIsShown() throws {
    let server = try ScriptedServer([.send(Answers.http("400 Bad Request")), .awaitClose])
    defer { server.stop() }
    let result = try makeTransport().exchange(at: Endpoint("https://127.0.0.1:\(server.port)"), isWrite: true)
    #expect(result.trouble == .tlsRefused)
    #expect(!server.texts.joined().contains("Bearer"))
  }
}
