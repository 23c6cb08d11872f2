import Glibc

/// How many lines the audit has and the hash of the last one, kept in a file of its own beside the store: a log whose tail was cut is shorter
/// than its head says.
///
/// While a line is being written the file holds two heads, the one before and the one after, because a power cut may leave either of them true.
struct AuditHead: Equatable {
  struct Seal: Equatable {
    var count: Int
    var hash: String
  }

  var seal: Seal
  /// The line that is being added.
  var next: Seal?

  static let suffix = ".audit"
  static func path(ofStore path: String) -> String { path + suffix }

  var text: String {
    let seals = [seal] + (next.map { [$0] } ?? [])
    return seals.map { "\($0.count) \($0.hash.isEmpty ? "-" : $0.hash)\n" }.joined()
  }

  init(seal: Seal, next: Seal? = nil) {
    self.seal = seal
    self.next = next
  }

  init?(text: String) {
    let seals = text.split(separator: "\n").map { line -> Seal? in
      let parts = line.split(separator: " ")
      guard parts.count == 2, let count = Int(parts[0]), count >= 0 else { return nil }
      return Seal(count: count, hash: parts[1] == "-" ? "" : String(parts[1]))
    }
    guard (1...2).contains(seals.count), let first = seals[0], !seals.contains(nil) else { return nil }
    seal = first
    next = seals.count == 2 ? seals[1] : nil
  }

  /// Every head fits, so the file is changed in place and within one sector of a disk.
  private static let length = 256

  enum Reading: Equatable {
    case missing, unreadable
    case read(AuditHead)
  }

  static func read(besideStore storePath: String) -> Reading {
    let descriptor = open(path(ofStore: storePath), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard descriptor >= 0 else { return errno == ENOENT ? .missing : .unreadable }
    defer { close(descriptor) }
    return read(descriptor)
  }

  private static func read(_ descriptor: Int32) -> Reading {
    var bytes = [UInt8](repeating: 0, count: length)
    let count = pread(descriptor, &bytes, length, 0)
    guard count >= 0 else { return .unreadable }
    let text = String(decoding: bytes[..<count].prefix { $0 != 0 }, as: UTF8.self)
    if text.isEmpty { return .missing }
    return AuditHead(text: text).map(Reading.read) ?? .unreadable
  }

  /// Announces a line, on the disk, before it is committed. A head that does not fit the log is left as it stands: it is the trace of what
  /// happened to the log.
  static func announce(_ next: Seal, after last: Seal, besideStore storePath: String) throws(StoreError) {
    try change(storePath, isDurable: true) { found in
      switch found {
      case .missing: last.count == 0 ? AuditHead(seal: last, next: next) : nil
      case .read(let head): head.seal == last || head.next == last ? AuditHead(seal: last, next: next) : nil
      case .unreadable: nil
      }
    }
  }

  /// The line is committed. Where another desk has announced the next one meanwhile, or the disk fails, the head names both, and the later one is true.
  static func settle(_ seal: Seal, besideStore storePath: String) {
    try? change(storePath, isDurable: false) { found in
      if case .read(let head) = found, head.next == seal { AuditHead(seal: seal) } else { nil }
    }
  }

  /// Reads and writes under a lock, so that two desks cannot overwrite each other's head.
  private static func change(
    _ storePath: String, isDurable: Bool, _ decide: (Reading) -> AuditHead?
  ) throws(StoreError) {
    let path = path(ofStore: storePath)
    var facts = stat()
    // Whoever may write the store may write this.
    let mode: mode_t = stat(storePath, &facts) == 0 ? facts.st_mode & 0o777 : 0o600
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, mode)
    guard descriptor >= 0 else { throw failure(path) }
    defer { close(descriptor) }
    if fstat(descriptor, &facts) == 0, facts.st_mode & 0o777 != mode, facts.st_uid == geteuid() {
      fchmod(descriptor, mode)
    }
    while flock(descriptor, LOCK_EX) != 0 { guard errno == EINTR else { throw failure(path) } }
    guard let head = decide(read(descriptor)) else { return }
    var bytes = Array(head.text.utf8)
    bytes += [UInt8](repeating: 0, count: max(0, length - bytes.count))
    guard pwrite(descriptor, bytes, bytes.count, 0) == bytes.count, !isDurable || fsync(descriptor) == 0 else {
      throw failure(path)
    }
  }

  private static func failure(_ path: String) -> StoreError {
    StoreError(errno: errno, path: path)
  }
}
