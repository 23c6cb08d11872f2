import BookingModel
import CalProtocol
import Foundation
import Glibc
import Synchronization
import Testing

@testable import CalClient

/// The one wait (DESIGN 4), before libcurl is started and while transfers run.
@Suite struct WaitTests {
  /// A transport, and a server that keeps a read of it waiting for ever.
  private func waiting(_ withTransfer: Bool) throws -> (Transport, ScriptedServer?) {
    let transport = makeTransport()
    guard withTransfer else { return (transport, nil) }
    let server = try ScriptedServer([.request, .awaitClose])
    transport.start(WireRequest(.get, "/me"), to: try Endpoint(server.url), key: key, isWrite: false) { _ in }
    #expect(transport.run { server.countRequests == 1 })
    return (transport, server)
  }

  private func pipe() -> (read: Int32, write: Int32) {
    var ends: [Int32] = [0, 0]
    #expect(Glibc.pipe(&ends) == 0)
    return (ends[0], ends[1])
  }

  /// How long something takes, in seconds.
  private func time(_ work: () -> Void) -> Double {
    let clock = ContinuousClock()
    let duration = clock.measure(work)
    return Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18
  }

  @Test(arguments: [false, true])
  func aReadyDescriptorEndsTheWait(withTransfer: Bool) throws {
    let (transport, server) = try waiting(withTransfer)
    defer { server?.stop() }
    let (input, other) = pipe()
    let quiet = pipe()
    #expect(transport.wait(for: [Descriptor(input), Descriptor(quiet.read)], milliseconds: 0) == [])
    #expect(write(other, "x", 1) == 1)
    var ready: [Descriptor] = []
    #expect(
      time { ready = transport.wait(for: [Descriptor(input), Descriptor(quiet.read)], milliseconds: 10_000) } < 5)
    #expect(ready == [Descriptor(input, .readable)])
    #expect(transport.wait(for: [Descriptor(other, .writable)], milliseconds: 10_000) == [Descriptor(other, .writable)])
    for fd in [input, other, quiet.read, quiet.write] { close(fd) }
  }

  /// A keyboard whose line dropped must be told, or the loop would turn without end.
  @Test(arguments: [false, true])
  func aHangUpIsReported(withTransfer: Bool) throws {
    let (transport, server) = try waiting(withTransfer)
    defer { server?.stop() }
    let (input, other) = pipe()
    close(other)
    #expect(transport.wait(for: [Descriptor(input)], milliseconds: 10_000) == [Descriptor(input, .hungUp)])
    close(input)
  }

  @Test(arguments: [false, true])
  func anotherThreadEndsTheWait(withTransfer: Bool) throws {
    let (transport, server) = try waiting(withTransfer)
    defer { server?.stop() }
    let wakeup = transport.wakeup
    Thread.detachNewThread { wakeup.wake() }
    #expect(time { transport.wait(milliseconds: 10_000) } < 5)
  }

  @Test(arguments: [false, true])
  func manyWakeUpsCountAsOne(withTransfer: Bool) throws {
    let (transport, server) = try waiting(withTransfer)
    defer { server?.stop() }
    for _ in 0..<1000 { transport.wakeup.wake() }
    #expect(time { transport.wait(milliseconds: 10_000) } < 5)
    #expect(time { while transport.wait(milliseconds: 60) != [] {} } >= 0.055)
  }

  @Test func anIdleWaitLastsItsTime() throws {
    let (transport, _) = try waiting(false)
    #expect(time { transport.wait(milliseconds: 120) } >= 0.119)
  }

  /// A transfer that only waits for the server wakes nobody up.
  @Test func aWaitBesideASilentTransferLastsItsTime() throws {
    let (transport, server) = try waiting(true)
    defer { server?.stop() }
    var turns = 0
    let start = ContinuousClock.now
    while ContinuousClock.now - start < .milliseconds(400) {
      transport.wait(milliseconds: 400)
      turns += 1
    }
    #expect(turns <= 3)
  }

  @Test func aWakeupOutlivesItsTransport() {
    var transport: Transport? = makeTransport()
    let wakeup = transport?.wakeup
    transport = nil
    wakeup?.wake()
    #expect(transport == nil)
  }

  @Test func aCancelledReadIsNeverHeardOf() throws {
    let server = try ScriptedServer([.request, .awaitClose])
    defer { server.stop() }
    let transport = makeTransport()
    var heard = false
    let id = transport.start(WireRequest(.get, "/me"), to: try Endpoint(server.url), key: key, isWrite: false) { _ in
      heard = true
    }
    #expect(transport.run { server.countRequests == 1 })
    #expect(transport.cancel(id))
    #expect(!transport.cancel(id))
    #expect(transport.countUnderWay == 0)
    #expect(transport.run { server.hasEnded(0) })
    #expect(!heard)
  }

  @Test func completionsMayStartAndCancelOthers() throws {
    let server = try ScriptedServer([.request, .send(Answers.http()), .request, .send(Answers.http()), .awaitClose])
    defer { server.stop() }
    let endpoint = try Endpoint(server.url)
    let transport = makeTransport()
    var order: [String] = []
    var third: Transport.TransferID?
    // Both fail before a byte is sent, so both wait for the same delivery.
    transport.start(WireRequest(.get, "bad"), to: endpoint, key: key, isWrite: false) { _ in
      order.append("first")
      if let third { transport.cancel(third) }
      transport.start(WireRequest(.get, "bad"), to: endpoint, key: key, isWrite: false) { _ in order.append("next") }
    }
    third = transport.start(WireRequest(.get, "bad"), to: endpoint, key: key, isWrite: false) { _ in
      order.append("cancelled")
    }
    #expect(order == [])
    transport.wait(milliseconds: 10_000)
    #expect(order == ["first"])
    transport.wait(milliseconds: 10_000)
    #expect(order == ["first", "next"])
  }

  @Test func readsShareAConnection() throws {
    let server = try ScriptedServer([.request, .send(Answers.http()), .request, .send(Answers.http()), .awaitClose])
    defer { server.stop() }
    let transport = makeTransport()
    for _ in 0..<2 { _ = try transport.exchange(with: server).get() }
    #expect(server.countConnections == 1)
  }

  @Test func aTransportThatEndsDropsItsTransfers() throws {
    let server = try ScriptedServer([.request, .awaitClose])
    defer { server.stop() }
    var transport: Transport? = makeTransport()
    transport?.start(WireRequest(.get, "/me"), to: try Endpoint(server.url), key: key, isWrite: false) { _ in }
    #expect(transport?.run { server.countRequests == 1 } == true)
    transport = nil
    let other = makeTransport()
    #expect(other.run { server.hasEnded(0) })
  }
}
