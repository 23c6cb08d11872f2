import Glibc
import SystemShim
import Testing

@testable import CalTUI

@Suite struct TerminalOutputTests {
  @Test func aTerminalThatStopsReadingHoldsNobodyUp() throws {
    let pair = try TerminalPair()
    let own = try #require(Optional(cal_terminal_open_output(pair.terminal)))
    let output = TerminalOutput(owning: own)
    // Line feeds would be doubled by a terminal in its usual modes.
    let bytes = (0..<1_000_000).map { UInt8(0x41 + $0 % 26) }
    output.enqueue(bytes)
    #expect(output.flush() == .pending)
    #expect(output.pendingBytes > 0 && output.pendingBytes < bytes.count)
    output.enqueue([0x21])
    var arrived: [UInt8] = []
    var rounds = 0
    while output.flush() == .pending, rounds < 100_000 {
      arrived += pair.readAll(limit: 10_000)
      rounds += 1
    }
    arrived += pair.readAll()
    #expect(output.flush() == .drained)
    #expect(arrived == bytes + [0x21])
  }

  @Test func theShellsDescriptorKeepsItsFlags() throws {
    let pair = try TerminalPair()
    let before = fcntl(pair.terminal, F_GETFL)
    let output = TerminalOutput(sharing: pair.terminal)
    #expect(output.descriptor != pair.terminal)
    #expect(fcntl(output.descriptor, F_GETFL) & O_NONBLOCK != 0)
    output.enqueue([0x61])
    #expect(output.flush() == .drained)
    #expect(fcntl(pair.terminal, F_GETFL) == before)
    #expect(pair.readAll() == [0x61])
  }

  @Test func whereItCannotBeOpenedAnewPollIsAsked() throws {
    var ends: [Int32] = [-1, -1]
    try #require(pipe(&ends) == 0)
    defer { for end in ends { close(end) } }
    let output = TerminalOutput(sharing: ends[1])
    #expect(output.descriptor == ends[1])
    output.enqueue([UInt8](repeating: 0x61, count: 1 << 20))
    #expect(output.flush() == .pending)
    #expect(fcntl(ends[1], F_GETFL) & O_NONBLOCK == 0)
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    var arrived = 0
    while output.flush() == .pending { arrived += read(ends[0], &buffer, buffer.count) }
    #expect(arrived + (1 << 16) >= 1 << 20)
  }

  @Test func aTerminalThatIsGoneIsSaidSo() throws {
    let pair = try TerminalPair()
    let output = TerminalOutput(sharing: pair.terminal)
    pair.hangUp()
    output.enqueue([0x61])
    #expect(output.flush() == .dead(EIO))
    output.enqueue([0x61])
    #expect(output.pendingBytes == 0)
    #expect(output.flush() == .dead(EIO))
  }
}
