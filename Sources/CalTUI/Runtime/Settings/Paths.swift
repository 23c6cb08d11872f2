import CalClient
import Glibc

/// Where the program keeps its files (XDG Base Directory).
struct Paths: Equatable {
  var home: String?
  /// `…/caltui/config.toml`
  var config: String
  /// Folder of the desk stores.
  var state: String
  /// Folder of the local server's databases.
  var data: String
  /// `$XDG_RUNTIME_DIR/caltui` where there is one.
  var runtime: String?

  init(environment: [String: String]) throws(ConfigurationProblem) {
    // The specification: a path that is not absolute is ignored.
    func folder(_ name: String) -> String? { environment[name].flatMap { $0.hasPrefix("/") ? $0 : nil } }
    let home = folder("HOME").map { $0.count > 1 && $0.hasSuffix("/") ? String($0.dropLast()) : $0 }
    func place(_ name: String, _ fallback: String) throws(ConfigurationProblem) -> String {
      if let given = folder(name) { return given + "/caltui" }
      guard let home else { throw .noHome }
      return home + fallback + "/caltui"
    }
    self.home = home
    config = try place("XDG_CONFIG_HOME", "/.config") + "/config.toml"
    state = try place("XDG_STATE_HOME", "/.local/state")
    data = try place("XDG_DATA_HOME", "/.local/share")
    runtime = folder("XDG_RUNTIME_DIR").map { $0 + "/caltui" }
  }

  /// The folder for sockets, made if it is missing, closed to others: the runtime folder, else `/tmp/caltui-UID`, which also serves when
  /// the runtime folder's path would make the name of a socket too long.
  func socketFolder(user: uid_t = geteuid(), temporary: String = "/tmp") throws(ConfigurationProblem) -> String {
    // The longest name in it: `desk-4194304.sock`.
    let room = Endpoint.longestSocketPath - 20
    let fallback = temporary + "/caltui-\(user)"
    if let runtime, runtime.utf8.count <= room, (try? Paths.makePrivate(runtime, user: user)) != nil {
      Paths.removeDeadSockets(runtime)
      return runtime
    }
    try Paths.makePrivate(fallback, user: user)
    Paths.removeDeadSockets(fallback)
    return fallback
  }

  /// Takes away the sockets of programs that were killed: `NAME-PID.sock` where no such process runs.
  static func removeDeadSockets(_ folder: String) {
    guard let stream = opendir(folder) else { return }
    defer { closedir(stream) }
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      guard name.hasSuffix(".sock"), let dash = name.lastIndex(of: "-"),
        let pid = pid_t(name[name.index(after: dash)...].dropLast(5)), pid > 1, kill(pid, 0) != 0, errno == ESRCH
      else { continue }
      unlink(folder + "/" + name)
    }
  }

  /// Makes a folder of mode 0700, or checks that one that is there is our own and closed: in `/tmp` anybody could have put it there.
  static func makePrivate(_ path: String, user: uid_t) throws(ConfigurationProblem) {
    if mkdir(path, 0o700) == 0 { return }
    let code = errno
    guard code == EEXIST else { throw .folder(path: path, reason: reason(code)) }
    var facts = stat()
    guard lstat(path, &facts) == 0 else { throw .folder(path: path, reason: reason(errno)) }
    guard facts.st_mode & S_IFMT == S_IFDIR else { throw .folder(path: path, reason: "it is not a folder") }
    guard facts.st_uid == user else { throw .folder(path: path, reason: "it belongs to somebody else") }
    if facts.st_mode & 0o077 != 0, chmod(path, 0o700) != 0 { throw .folder(path: path, reason: reason(errno)) }
  }

  static func reason(_ code: Int32) -> String { strerror(code).map { String(cString: $0) } ?? "error \(code)" }
}

/// The whole content of a regular file.
enum TextFile {
  enum Failure: Error, Equatable {
    case missing
    case failed(String)
  }

  /// - Returns: content and mode bits.
  static func read(_ path: String, limit: Int) throws(Failure) -> (content: [UInt8], mode: UInt32) {
    // Without O_NONBLOCK, opening a FIFO put in a file's place would wait for ever.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      let code = errno
      throw code == ENOENT ? .missing : .failed(Paths.reason(code))
    }
    defer { close(descriptor) }
    var facts = stat()
    guard fstat(descriptor, &facts) == 0 else { throw .failed(Paths.reason(errno)) }
    guard facts.st_mode & S_IFMT == S_IFREG else { throw .failed("not a regular file") }
    var content: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 16_384)
    while true {
      let count = Glibc.read(descriptor, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw .failed(Paths.reason(errno)) }
      if count == 0 { return (content, facts.st_mode & 0o777) }
      content += buffer[..<count]
      guard content.count <= limit else { throw .failed("larger than \(limit) bytes") }
    }
  }
}
