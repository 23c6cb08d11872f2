import BookingModel
import CalClient
import DeskStore
import Testing
import ZoneData

@testable import CalTUI

/// What a reading of the store may change on the screen.
@MainActor @Suite struct SharedBoardTests {
  private let uid = Booking.UID("a")
  private let stale = [Booking.UID("a"): BookingFacts(arrivedAt: Instant(seconds: 1))]

  private func board() throws -> SharedBoard {
    let transport = Transport(userAgent: "test")
    return SharedBoard(
      store: try DeskStore.inMemory(now: Instant(seconds: 0)), mailbox: Mailbox(wakeup: transport.wakeup),
      clock: DeskClock(), isLocal: true, send: { _ in }, askServer: { _, _ in })
  }

  @Test func `a reading that is faster than the change asked for before it takes nothing back`() throws {
    let board = try board()
    let number = board.notes(uid)
    // Asked after the change, and answered before it is on the disk.
    let asOf = board.countNoted
    #expect(board.current(stale, asOf: asOf).isEmpty)
    board.kept(uid, number)
    #expect(board.current(stale, asOf: asOf).isEmpty)
    #expect(board.current(stale, asOf: board.countNoted) == stale)
  }

  @Test func `of several changes the last one must be on the disk`() throws {
    let board = try board()
    let (first, second) = (board.notes(uid), board.notes(uid))
    board.kept(uid, first)
    #expect(board.current(stale, asOf: board.countNoted).isEmpty)
    board.kept(uid, second)
    #expect(board.current(stale, asOf: board.countNoted) == stale)
  }

  @Test func `what another booking has noted is nobody else's`() throws {
    let board = try board()
    _ = board.notes(Booking.UID("b"))
    #expect(board.current(stale, asOf: 0) == stale)
  }
}
