import BookingModel
import CalProtocol
import Dispatch
import Testing

@testable import CalClient

@Suite struct InProcessServerTests {
  private let question = WireRequest(.get, "/me")

  private func endpoint(_ answer: @escaping InProcessServer.Answer) -> Endpoint {
    Endpoint(inProcess: InProcessServer(answer))
  }

  @Test func theAnswerArrivesInsideTheWaitWithTheKeyThatWasGiven() throws {
    let transport = Transport(userAgent: "test")
    let key = try #require(Secret("cal_test"))
    var heard: Result<WireResponse, CalError>?
    let server = endpoint { request, key in
      WireResponse(status: 200, body: Array((request.path + " " + (key?.reveal() ?? "none")).utf8))
    }
    transport.start(question, to: server, key: key, isWrite: false) { heard = $0 }
    #expect(heard == nil)
    #expect(transport.countUnderWay == 1)
    while heard == nil { transport.wait(milliseconds: 10_000) }
    #expect(try heard?.get().body == Array("/me cal_test".utf8))
    #expect(transport.countUnderWay == 0)
  }

  @Test func aCancelledReadIsNotHeardOfAndAWriteIsNotCancelled() {
    let transport = Transport(userAgent: "test")
    let gate = DispatchSemaphore(value: 0)
    let server = endpoint { request, _ in
      gate.wait()
      return WireResponse(status: request.method == .post ? 201 : 200)
    }
    var heard: [Int] = []
    let keep: (Result<WireResponse, CalError>) -> Void = { heard.append((try? $0.get().status) ?? 0) }
    let read = transport.start(question, to: server, key: nil, isWrite: false, completion: keep)
    let write = transport.start(WireRequest(.post, "/bookings"), to: server, key: nil, isWrite: true, completion: keep)
    #expect(transport.writesUnderWay == 1)
    #expect(transport.cancel(read))
    #expect(!transport.cancel(write))
    gate.signal()
    gate.signal()
    while heard.isEmpty { transport.wait(milliseconds: 10_000) }
    #expect(heard == [201])
    #expect(transport.countUnderWay == 0)
  }

  @Test func aWriteThatWaitsHoldsUpNoRead() {
    let transport = Transport(userAgent: "test")
    let gate = DispatchSemaphore(value: 0)
    let server = endpoint { request, _ in
      if request.method == .post { gate.wait() }
      return WireResponse(status: 200)
    }
    var order: [String] = []
    transport.start(WireRequest(.post, "/bookings"), to: server, key: nil, isWrite: true) { _ in order.append("write") }
    transport.start(question, to: server, key: nil, isWrite: false) { _ in order.append("read") }
    while order.isEmpty { transport.wait(milliseconds: 10_000) }
    gate.signal()
    while order.count < 2 { transport.wait(milliseconds: 10_000) }
    #expect(order == ["read", "write"])
  }
}
