import BookingModel
import CalProtocol
import Dispatch
import FlyingSocks
import FoundationEssentials
import Glibc

/// One client's connection: requests in, answers out, within bounds of size and time.
struct ServerConnection: Sendable {
  let socket: AsyncSocket
  /// A slow sender loses its connection; nobody else waits for it.
  let patience: LocalServer.Patience
  let answer: @Sendable (ServerRequest) -> WireResponse
  /// SQLite may wait and fsync: that happens here, not on the threads of Swift's concurrency.
  let work: DispatchQueue

  /// Until the client or the server ends it; whoever calls this closes the socket.
  func run() async {
    var buffer: [UInt8] = []
    while !Task.isCancelled {
      do {
        guard try await serveOne(&buffer) else { break }
      } catch let refusal as RequestHead.Refusal {
        await refuse(refusal)
        break
      } catch {
        break
      }
    }
  }

  /// Serves one request. `buffer` holds what arrived beyond the one before. False when the connection is at its end.
  private func serveOne(_ buffer: inout [UInt8]) async throws -> Bool {
    if buffer.isEmpty {
      guard let bytes = try? await within(patience.idle, { try await socket.read(atMost: 4096) }) else { return false }
      buffer = bytes
    }
    let arrived = buffer
    // Nearly every head comes in one piece, and then needs no timer.
    let (head, rest) =
      RequestHead.end(in: arrived, from: 0) != nil
      ? try await readHead(arrived) : try await orTimeout(patience.head) { try await readHead(arrived) }
    if head.expectsContinue, rest.count < head.contentLength {
      try await within(patience.answer) { try await socket.write(Data("HTTP/1.1 100 Continue\r\n\r\n".utf8)) }
    }
    var body = rest
    if body.count < head.contentLength {
      body = try await orTimeout(patience.body) { try await readBody(rest, upTo: head.contentLength) }
    }
    buffer = Array(body[head.contentLength...])
    let request = ServerRequest(
      method: head.method, target: head.target, headers: head.headers, body: Array(body[..<head.contentLength]))
    let response = await withCheckedContinuation { continuation in
      work.async { continuation.resume(returning: answer(request)) }
    }
    let bytes = Data(response.bytes(keepsAlive: head.keepsAlive))
    try await within(patience.answer) { try await socket.write(bytes) }
    return head.keepsAlive
  }

  private func readHead(_ arrived: [UInt8]) async throws -> (RequestHead, rest: [UInt8]) {
    var buffer = arrived
    var searched = 0
    while true {
      if let end = RequestHead.end(in: buffer, from: searched) {
        return (try RequestHead(buffer[..<end]), Array(buffer[end...]))
      }
      guard buffer.count <= RequestHead.longestBytes else { throw RequestHead.Refusal.headTooLarge }
      // No line of a request may begin like this; a client that speaks TLS is told apart at once.
      if let first = buffer.first, first < 0x20, first != 0x0D { throw RequestHead.Refusal.malformed }
      searched = buffer.count
      buffer += try await socket.read(atMost: 4096)
    }
  }

  private func readBody(_ arrived: [UInt8], upTo length: Int) async throws -> [UInt8] {
    var buffer = arrived
    buffer.reserveCapacity(length)
    while buffer.count < length { buffer += try await socket.read(atMost: length - buffer.count) }
    return buffer
  }

  private func refuse(_ refusal: RequestHead.Refusal) async {
    let response = WireResponse(
      status: refusal.status,
      json: ["statusCode": .int(Int64(refusal.status)), "message": .string(refusal.reason)])
    let bytes = Data(response.bytes(keepsAlive: false))
    guard (try? await within(patience.answer, { try await socket.write(bytes) })) != nil else { return }
    // Closing with unread bytes would reset the line, and the client might never see the answer.
    shutdown(socket.socket.file.rawValue, Int32(SHUT_WR))
    _ = try? await within(1) {
      for _ in 0..<64 { _ = try await socket.read(atMost: 4096) }
    }
  }

  private func orTimeout<T: Sendable>(
    _ seconds: Double, _ body: @escaping @Sendable () async throws -> T
  ) async throws -> T {
    do {
      return try await within(seconds, body)
    } catch is TimeLimitReached {
      throw RequestHead.Refusal.timeout
    }
  }
}

struct TimeLimitReached: Error {}

/// Runs `body`, and cancels it when it takes longer.
private func within<T: Sendable>(
  _ seconds: Double, _ body: @escaping @Sendable () async throws -> T
) async throws -> T {
  try await withThrowingTaskGroup(of: T.self) { group in
    group.addTask { try await body() }
    group.addTask {
      try await Task.sleep(nanoseconds: UInt64(seconds * 1_000_000_000))
      throw TimeLimitReached()
    }
    defer { group.cancelAll() }
    guard let first = try await group.next() else { throw TimeLimitReached() }
    return first
  }
}
