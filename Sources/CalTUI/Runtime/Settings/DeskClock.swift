import BookingModel
import Glibc

/// The time now. With a start given (`CALTUI_NOW`) it counts on from there; else it is the machine's clock, with every correction of it.
struct DeskClock: Sendable {
  /// The start that was given, and the monotonic clock at that moment.
  private var start: (instant: Instant, monotonic: Int64)?

  init(start: Instant? = nil) { self.start = start.map { ($0, MonotonicClock.milliseconds()) } }

  func now() -> Instant {
    if let start { return start.instant.adding(milliseconds: MonotonicClock.milliseconds() - start.monotonic) }
    return Instant(milliseconds: MonotonicClock.milliseconds(CLOCK_REALTIME))
  }
}

enum MonotonicClock {
  static func milliseconds(_ clock: clockid_t = CLOCK_MONOTONIC) -> Int64 {
    var time = timespec()
    clock_gettime(clock, &time)
    return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
  }
}
