import BookingModel
import CalProtocol
import Foundation
import Glibc
import Testing

@testable import LocalServer

/// The server on a real socket: clients that behave, and clients that do not.
@Suite(.serialized) struct ListeningTests {
  /// A server on a socket in a folder of its own, stopped afterwards.
  private func serving(
    patience: LocalServer.Patience = LocalServer.Patience(idle: 60, head: 60, body: 60, answer: 60),
    _ body: (String) async throws -> Void
  ) async throws {
    let folder = try ScratchFolder()
    let shop = try ShopFixture(path: folder.path + "/shop.sqlite")
    let server = LocalServer(api: shop.api, patience: patience)
    let path = folder.path + "/run/api.sock"
    let address = try await server.start(on: .unix(path: path))
    #expect(address.socketPath == path)
    try await body(path)
    // Whatever happened, the next client is served.
    let after = try await RawClient.exchange(path, RawClient.me)
    #expect(after.hasPrefix("HTTP/1.1 200 OK"), "\(after.prefix(200))")
    await server.stop()
    #expect(!FileManager.default.fileExists(atPath: path))
    withExtendedLifetime(folder) {}
  }

  @Test func aRequestIsAnsweredOverTheSocket() async throws {
    try await serving { path in
      let text = try await RawClient.exchange(path, RawClient.me)
      #expect(text.contains("\"username\":\"lakeside\""))
      #expect(text.contains("x-ratelimit-remaining-default: "))
    }
  }

  @Test func theSocketIsThePersonsOwn() async throws {
    try await serving { path in
      let attributes = try FileManager.default.attributesOfItem(atPath: path)
      #expect(attributes[.posixPermissions] as? Int == 0o600)
      let folder = try FileManager.default.attributesOfItem(atPath: String(path.dropLast(9)))
      #expect(folder[.posixPermissions] as? Int == 0o700)
    }
  }

  @Test func severalRequestsGoOverOneConnection() async throws {
    try await serving { path in
      let text = try await RawClient.exchange(
        path, RawClient.me.replacingOccurrences(of: "Connection: close\r\n", with: "") + RawClient.me)
      #expect(text.components(separatedBy: "HTTP/1.1 200 OK").count == 3)
    }
  }

  @Test func aBodyInPiecesIsRead() async throws {
    try await serving { path in
      let body = JSONText.text(ShopFixture.booking())
      let head =
        "POST /v2/bookings HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer \(ShopFixture.key)\r\ncal-api-version: 2024-08-13\r\nExpect: 100-continue\r\nConnection: close\r\nContent-Length: \(body.utf8.count)\r\n\r\n"
      let text = try await RawClient.exchange(
        path, head, String(body.prefix(20)), String(body.dropFirst(20)), readsAfterFirst: true)
      #expect(text.hasPrefix("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 201 Created"))
    }
  }

  @Test(arguments: [
    ("hello\r\n\r\n", "400"), ("\u{16}\u{3}\u{1}\u{2}", "400"), ("GET  /v2/me HTTP/1.1\r\n\r\n", "400"),
    ("GET /v2/me HTTP/2.0\r\n\r\n", "505"), ("GET http://x/v2/me HTTP/1.1\r\n\r\n", "400"),
    ("GET /v2/me HTTP/1.1\r\nno colon here\r\n\r\n", "400"),
    ("GET /v2/me HTTP/1.1\r\nX: a\u{1}b\r\n\r\n", "400"),
    ("POST /v2/bookings HTTP/1.1\r\nContent-Length: 1048577\r\n\r\n", "413"),
    ("POST /v2/bookings HTTP/1.1\r\nContent-Length: 99999999999999999999\r\n\r\n", "400"),
    ("POST /v2/bookings HTTP/1.1\r\nContent-Length: -5\r\n\r\n", "400"),
    ("POST /v2/bookings HTTP/1.1\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef", "400"),
    ("POST /v2/bookings HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "411"),
    ("GET /v2/me HTTP/1.1\r\nX: " + String(repeating: "a", count: 40_000), "431"),
    ("GET /v2/me HTTP/1.1\r\n" + String(repeating: "X: a\r\n", count: 101) + "\r\n", "431"),
    ("GET /" + String(repeating: "a", count: 200_000) + " HTTP/1.1\r\n\r\n", "431"),
    // Slow senders: half a head, and half a body, then silence.
    ("GET /v2/me HTTP/1.1\r\nX: a", "408"), ("POST /v2/bookings HTTP/1.1\r\nContent-Length: 50\r\n\r\nabc", "408"),
  ])
  func aHostileRequestIsRefusedAndOthersAreServed(_ request: String, _ status: String) async throws {
    // Only who is meant to be too slow is hurried.
    let seconds = status == "408" ? 0.4 : 60
    try await serving(patience: LocalServer.Patience(idle: 60, head: seconds, body: seconds, answer: 60)) { path in
      let text = try await RawClient.exchange(path, request)
      #expect(text.hasPrefix("HTTP/1.1 \(status) "), "\(text.prefix(100))")
      #expect(text.contains("connection: close"))
    }
  }

  @Test func tooManyConnectionsLoseOnlyTheLast() async throws {
    try await serving { path in
      var held: [Int32] = []
      for _ in 0..<(LocalServer.mostConnections) { held.append(try RawClient.connect(path)) }
      // The places are taken: whoever comes now is turned away at once, without an answer.
      let turnedAway = try await RawClient.exchange(path, RawClient.me)
      #expect(turnedAway == "")
      for file in held { close(file) }
      var served = ""
      let end = ContinuousClock.now + .seconds(60)
      while served.isEmpty, ContinuousClock.now < end { served = try await RawClient.exchange(path, RawClient.me) }
      #expect(served.hasPrefix("HTTP/1.1 200 OK"))
    }
  }

  @Test func aHeadIsReadOnlyWhole() throws {
    let text = Array("GET /v2/me?a=b HTTP/1.1\r\nHost: x\r\nCal-Api-Version:  2024-08-13 \r\n\r\nrest".utf8)
    let end = try #require(RequestHead.end(in: text, from: 0))
    #expect(String(decoding: text[end...], as: UTF8.self) == "rest")
    #expect(RequestHead.end(in: Array(text[..<(end - 1)]), from: 0) == nil)
    #expect(RequestHead.end(in: text, from: end - 2) == end)
    let head = try RequestHead(text[..<end])
    #expect(head.target == "/v2/me?a=b")
    #expect(head.headers.map(\.name) == ["host", "cal-api-version"])
    #expect(head.headers.map(\.value) == ["x", "2024-08-13"])
    #expect(head.keepsAlive)
    #expect(head.contentLength == 0)
  }

  @Test func aPageInABrowserIsNoGuest() throws {
    let shop = try ShopFixture()
    let answer = Answer(
      shop.api.respond(
        to: ServerRequest(
          method: "POST", target: "/v2/bookings",
          headers: [.init("origin", "https://evil.example"), .init("cal-api-version", "2024-08-13")],
          body: JSONText.bytes(ShopFixture.booking()))))
    #expect(answer.status == 401)
  }

  @Test func loopbackChoosesAPort() async throws {
    let shop = try ShopFixture()
    let server = LocalServer(api: shop.api)
    let address = try await server.start(on: .loopback(port: 0))
    let port = try #require(address.port)
    #expect(port > 0)
    #expect(address.url == "http://127.0.0.1:\(port)")
    let other = LocalServer(api: shop.api)
    await #expect(throws: LocalServerError.addressInUse("127.0.0.1:\(port)")) {
      try await other.start(on: .loopback(port: port))
    }
    await server.stop()
  }

  @Test func aLongPathIsRefused() async throws {
    let server = LocalServer(api: try ShopFixture().api)
    let path = "/tmp/" + String(repeating: "a", count: 103)
    await #expect(throws: LocalServerError.socketPathTooLong(path: path)) {
      try await server.start(on: .unix(path: path))
    }
  }

  @Test func aDeadSocketIsReplacedAndALivingOneIsNot() async throws {
    let folder = try ScratchFolder()
    let path = folder.path + "/api.sock"
    let dead = try RawClient.listen(path)
    close(dead)
    #expect(FileManager.default.fileExists(atPath: path))
    let first = LocalServer(api: try ShopFixture().api)
    _ = try await first.start(on: .unix(path: path))
    let second = LocalServer(api: try ShopFixture().api)
    await #expect(throws: LocalServerError.addressInUse(path)) { try await second.start(on: .unix(path: path)) }
    #expect(try await RawClient.exchange(path, RawClient.me).hasPrefix("HTTP/1.1 200"))
    await first.stop()
    try "mine".write(toFile: path, atomically: true, encoding: .utf8)
    await #expect(throws: LocalServerError.addressInUse(path)) { try await second.start(on: .unix(path: path)) }
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "mine")
  }

  @Test func aKeyIsMadeForEachServer() {
    let key = LocalServer.makeKey()
    #expect(key.hasPrefix("cal_"))
    #expect(key != LocalServer.makeKey())
  }
}

/// A client that sends bytes as they are given.
enum RawClient {
  static let me =
    "GET /v2/me HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer \(ShopFixture.key)\r\nConnection: close\r\n\r\n"

  struct Failed: Error { var what: String }

  static func connect(_ path: String) throws -> Int32 {
    try withAddress(path) { file, address, length in
      guard Glibc.connect(file, address, length) == 0 else { throw Failed(what: "connect") }
    }
  }

  static func listen(_ path: String) throws -> Int32 {
    try withAddress(path) { file, address, length in
      guard bind(file, address, length) == 0, Glibc.listen(file, 1) == 0 else { throw Failed(what: "listen") }
    }
  }

  /// Sends the pieces and reads until the server closes. Off the threads that the server itself runs on.
  static func exchange(
    _ path: String, _ pieces: String..., readsAfterFirst: Bool = false
  ) async throws -> String {
    try await withCheckedThrowingContinuation { continuation in
      DispatchQueue.global().async {
        continuation.resume(
          with: Result {
            let file = try connect(path)
            defer { close(file) }
            var limit = timeval(tv_sec: 120, tv_usec: 0)
            setsockopt(file, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
            var text: [UInt8] = []
            var buffer = [UInt8](repeating: 0, count: 4096)
            for (index, piece) in pieces.enumerated() {
              if index == 1, readsAfterFirst { text += buffer[..<max(0, recv(file, &buffer, buffer.count, 0))] }
              var bytes = Array(piece.utf8)[...]
              while !bytes.isEmpty {
                let sent = bytes.withUnsafeBytes { send(file, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
                if sent <= 0 { break }
                bytes = bytes.dropFirst(sent)
              }
            }
            while true {
              let count = recv(file, &buffer, buffer.count, 0)
              if count < 0 && errno != ECONNRESET { throw Failed(what: "silence") }
              if count <= 0 { return String(decoding: text, as: UTF8.self) }
              text += buffer[..<count]
            }
          })
      }
    }
  }

  private static func withAddress(
    _ path: String, _ body: (Int32, UnsafePointer<sockaddr>, socklen_t) throws -> Void
  ) throws -> Int32 {
    let file = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    guard file >= 0 else { throw Failed(what: "socket") }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { target in
      for (index, byte) in path.utf8.prefix(107).enumerated() { target[index] = byte }
    }
    try withUnsafePointer(to: &address) { pointer in
      try pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        try body(file, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    return file
  }
}
