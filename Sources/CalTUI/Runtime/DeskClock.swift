import BookingModel
import Glibc

/// The time as the desk has it: the machine's, or one that was started at a given instant (`CALTUI_NOW`) and runs on from there.
struct DeskClock: Sendable {
  /// Added to the machine's time, in milliseconds.
  private let offset: Int64

  /// For trials: where the time comes from in place of the machine.
  private var source: (@Sendable () -> Instant)?

  init(source: @escaping @Sendable () -> Instant) {
    offset = 0
    self.source = source
  }

  init(startingAt start: Instant? = nil) {
    offset = start.map { $0.milliseconds - DeskClock.machine.milliseconds } ?? 0
  }

  /// The machine's time, which desks that were started with another one share.
  var shared: Instant { source?() ?? DeskClock.machine }

  var now: Instant { source?() ?? DeskClock.machine.adding(milliseconds: offset) }

  private static var machine: Instant {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Instant(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
  }
}
