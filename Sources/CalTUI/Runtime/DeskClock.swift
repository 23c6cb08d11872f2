import BookingModel
import Glibc

/// The time as the desk has it: the machine's, or one that was started at a given instant (`CALTUI_NOW`) and runs on from there.
struct DeskClock: Sendable {
  /// Added to the machine's time, in milliseconds.
  private let offset: Int64

  init(startingAt start: Instant? = nil) {
    offset = start.map { $0.milliseconds - DeskClock.machine.milliseconds } ?? 0
  }

  var now: Instant { DeskClock.machine.adding(milliseconds: offset) }

  private static var machine: Instant {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Instant(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
  }
}
