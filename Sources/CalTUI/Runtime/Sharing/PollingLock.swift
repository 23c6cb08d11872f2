import Dispatch
import Glibc

/// Which desk of a store asks the server for all of them, and the bell by which they hear that the store has news.
///
/// Both are one file beside the store: the desk with the lock on it polls, and the kernel gives the lock to the next one in the moment in
/// which that desk ends, however it ends. Writing a byte into the file wakes those who watch it.
final class PollingLock: Sendable {
  private let lock: Int32
  /// Readable when the bell has rung.
  let bell: Int32
  private let waiting = DispatchQueue(label: "polling-lock")

  /// `nil` where there can be no such file, or no watch: then each desk polls for itself.
  init?(store path: String) {
    guard path != ":memory:" else { return nil }
    let file = path + ".poll"
    var facts = stat()
    let mode = stat(path, &facts) == 0 ? facts.st_mode & 0o666 : 0o600
    let lock = open(file, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, mode)
    guard lock >= 0 else { return nil }
    // The umask of another member of the group may have taken bits away.
    if fstat(lock, &facts) == 0, facts.st_mode & 0o777 != mode, facts.st_uid == geteuid() { fchmod(lock, mode) }
    let bell = inotify_init1(Int32(O_NONBLOCK | O_CLOEXEC))
    guard bell >= 0, inotify_add_watch(bell, file, UInt32(IN_MODIFY)) >= 0 else {
      close(lock)
      if bell >= 0 { close(bell) }
      return nil
    }
    self.lock = lock
    self.bell = bell
  }

  deinit {
    close(lock)
    close(bell)
  }

  /// Takes the lock if nobody has it.
  func take() -> Bool { flock(lock, LOCK_EX | LOCK_NB) == 0 }

  /// Waits for the lock on a thread of its own, which sleeps until then.
  func wait(_ taken: @escaping @Sendable () -> Void) {
    waiting.async { [lock] in
      while flock(lock, LOCK_EX) != 0 { guard errno == EINTR else { return } }
      taken()
    }
  }

  /// Lets another desk poll.
  func leave() { flock(lock, LOCK_UN) }

  /// Tells the other desks, and this one, that the store has news.
  func ring() { _ = pwrite(lock, "!", 1, 0) }

  /// Whether it has rung since the last time.
  func drain() -> Bool {
    var events = [UInt8](repeating: 0, count: 4096)
    var hasRung = false
    while read(bell, &events, events.count) > 0 { hasRung = true }
    return hasRung
  }
}
