import BookingModel
import CalProtocol
import Glibc

/// The private sockets by which `caltui pop` speaks to the desks of this user: a line of JSON there, a line of JSON back.
///
/// Each running desk listens on `call-PID.sock` in the folder for sockets (mode 0700): nobody else can reach it.
enum CallSocket {
  /// Longer lines are not read.
  static let limit = 1024
  /// Neither side waits longer for the other. In milliseconds.
  static let patience = 1000

  static func name(pid: pid_t = getpid()) -> String { "call-\(pid).sock" }

  /// Where desks may listen. A telephone system's own surroundings often lack `XDG_RUNTIME_DIR`.
  static func folders(_ paths: Paths, user: uid_t = geteuid()) -> [String] {
    var folders = [paths.runtime, "/run/user/\(user)/caltui", "/tmp/caltui-\(user)"].compactMap { $0 }
    folders = folders.enumerated().filter { folders.firstIndex(of: $0.element) == $0.offset }.map(\.element)
    // In `/tmp` anybody may have put one.
    return folders.filter { folder in
      var facts = stat()
      return lstat(folder, &facts) == 0 && facts.st_mode & S_IFMT == S_IFDIR && facts.st_uid == user
    }
  }

  /// The sockets in a folder, those of dead desks included.
  static func sockets(in folder: String) -> [String] {
    guard let stream = opendir(folder) else { return [] }
    defer { closedir(stream) }
    var found: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      if name.hasPrefix("call-"), name.hasSuffix(".sock") { found.append(folder + "/" + name) }
    }
    return found.sorted()
  }

  // MARK: - Sockets

  static func listen(at path: String) -> Int32? {
    guard let descriptor = make() else { return nil }
    unlink(path)
    let isBound = withAddress(path) { bind(descriptor, $0, $1) } == 0
    guard isBound, chmod(path, 0o600) == 0, Glibc.listen(descriptor, 8) == 0 else {
      let code = errno
      close(descriptor)
      errno = code
      return nil
    }
    return descriptor
  }

  static func connect(to path: String) -> Int32? {
    guard let descriptor = make() else { return nil }
    setPatience(descriptor)
    guard withAddress(path, { Glibc.connect(descriptor, $0, $1) }) == 0 else {
      close(descriptor)
      return nil
    }
    return descriptor
  }

  private static func make() -> Int32? {
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    return descriptor < 0 ? nil : descriptor
  }

  static func setPatience(_ descriptor: Int32) {
    var time = timeval(tv_sec: patience / 1000, tv_usec: 0)
    for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
      setsockopt(descriptor, SOL_SOCKET, option, &time, socklen_t(MemoryLayout<timeval>.size))
    }
  }

  private static func withAddress(_ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let bytes = Array(path.utf8)
    guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else { return -1 }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
    return withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<sockaddr_un>.size)) }
    }
  }

  // MARK: - Lines

  /// One line of JSON; `nil` when the other side says nothing in time, or something else.
  static func read(_ descriptor: Int32) -> JSONValue? {
    var line: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 256)
    while line.count <= limit {
      let count = recv(descriptor, &buffer, buffer.count, 0)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return nil }
      line += buffer[..<count]
      if let end = line.firstIndex(of: 0x0A) { return try? JSONText.read(Array(line[..<end])) }
    }
    return nil
  }

  @discardableResult
  static func write(_ value: JSONValue, to descriptor: Int32) -> Bool {
    var rest = (JSONText.bytes(value) + [0x0A])[...]
    while !rest.isEmpty {
      // Somebody who hangs up must not end us.
      let count = rest.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }

  /// A question and its answer.
  static func ask(_ path: String, _ question: JSONValue) -> [String: JSONValue]? {
    guard let descriptor = connect(to: path) else { return nil }
    defer { close(descriptor) }
    guard write(question, to: descriptor), case .object(let answer)? = read(descriptor) else { return nil }
    return answer
  }
}
