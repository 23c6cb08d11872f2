import CurlShim
import Glibc

/// Ends the wait of a ``Transport`` from any thread.
///
/// An event descriptor of its own instead of `curl_multi_wakeup`: the wait can be woken before libcurl is started, and
/// no other thread ever holds the multi handle, so none can use it after it is freed. The descriptor belongs to this
/// object alone; it is closed when the last holder lets go, hence never under a call of ``wake()``.
public final class Wakeup: Sendable {
  /// -1 when the process had no descriptor left; then there is nothing to wake, and waits end by their time limit.
  let fd: Int32

  init() { fd = cal_event_open() }
  deinit { if fd >= 0 { close(fd) } }

  /// The wait that runs now, or the next one, returns at once. Many calls before it count as one.
  public func wake() {
    var one: UInt64 = 1
    // EAGAIN means that the counter is full: the wait is woken anyway.
    while write(fd, &one, 8) < 0, errno == EINTR {}
  }

  func drain() {
    var count: UInt64 = 0
    while read(fd, &count, 8) < 0, errno == EINTR {}
  }
}
