import Glibc

/// Names one run of one process on this machine, so that its rows can be told from those of a dead one. A process id alone is used again.
public struct ProcessMark: Hashable, Sendable {
  public var pid: Int32
  /// Changes with every start of the machine.
  public var boot: String
  /// Clock ticks from the start of the machine to the start of the process.
  public var started: String

  public init(pid: Int32, boot: String, started: String) {
    self.pid = pid
    self.boot = boot
    self.started = started
  }

  public static func current() -> ProcessMark { running(getpid()) }

  static func running(_ pid: Int32) -> ProcessMark {
    ProcessMark(pid: pid, boot: bootID(), started: startTicks(of: pid) ?? "")
  }

  /// Whether that very process still runs. One in another container is not seen, and counts as gone.
  public var isAlive: Bool { boot == ProcessMark.bootID() && ProcessMark.startTicks(of: pid) == started }

  private static func bootID() -> String {
    String(decoding: content("/proc/sys/kernel/random/boot_id").prefix { $0 > 0x20 }, as: UTF8.self)
  }

  /// Field 22 of `/proc/PID/stat`; `nil` when there is no such process, or only its remains.
  private static func startTicks(of pid: Int32) -> String? {
    let text = content("/proc/\(pid)/stat")
    // The second field is the program's name in brackets, which may itself hold spaces and brackets.
    guard let bracket = text.lastIndex(of: UInt8(ascii: ")")) else { return nil }
    let fields = text[(bracket + 1)...].split(separator: 0x20)
    guard fields.count > 19, fields[0].first != UInt8(ascii: "Z"), fields[0].first != UInt8(ascii: "X") else {
      return nil
    }
    return String(decoding: fields[19], as: UTF8.self)
  }

  private static func content(_ path: String) -> [UInt8] {
    let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return [] }
    defer { Glibc.close(descriptor) }
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = Glibc.read(descriptor, &buffer, buffer.count)
    return Array(buffer[..<max(count, 0)])
  }
}
