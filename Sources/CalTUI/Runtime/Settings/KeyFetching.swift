import CalClient
import Glibc

extension Configuration.KeySource {
  /// Gets the key. Blocks: a command may ask a person, and has `timeout` seconds.
  ///
  /// Neither the key nor anything a command printed is part of an error.
  func fetch(timeout: Int = 20) throws(ConfigurationProblem) -> Secret {
    switch self {
    case .environment(let secret): return secret
    case .file(let path): return try KeyFile.read(path)
    case .command(let command):
      let line = try KeyCommand.firstLine(command, timeout: timeout)
      guard let secret = Secret(line) else { throw .badKey(source: "api_key_command") }
      return secret
    }
  }
}

/// A key in a file that only its owner can read.
enum KeyFile {
  static func read(_ path: String) throws(ConfigurationProblem) -> Secret {
    let file: (content: [UInt8], mode: UInt32)
    do throws(TextFile.Failure) {
      file = try TextFile.read(path, limit: 4096)
    } catch {
      switch error {
      case .missing: throw .keyFile(path: path, reason: "there is no such file")
      case .failed(let reason): throw .keyFile(path: path, reason: reason)
      }
    }
    guard file.mode & 0o077 == 0 else { throw .keyFileMode(path: path, mode: file.mode) }
    guard let secret = Secret(String(decoding: file.content, as: UTF8.self)) else { throw .badKey(source: path) }
    return secret
  }
}

/// Runs a command of the config for what it prints. Its error output goes to ours, so that it can say what it lacks.
enum KeyCommand {
  static func firstLine(_ command: String, timeout: Int) throws(ConfigurationProblem) -> String {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw .keyCommand(reason: Paths.reason(errno)) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    defer { close(ends[0]) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer {
      posix_spawn_file_actions_destroy(&actions)
      posix_spawnattr_destroy(&attributes)
    }
    var pid: pid_t = 0
    let code = CStrings.with(TextCommand.environment()) { environment in
      CStrings.with(["/bin/sh", "-c", command]) { arguments in
        posix_spawn(&pid, "/bin/sh", &actions, &attributes, arguments, environment)
      }
    }
    close(ends[1])
    guard code == 0 else { throw .keyCommand(reason: Paths.reason(code)) }

    let output: [UInt8]
    do throws(ConfigurationProblem) {
      output = try read(ends[0], timeout: timeout)
    } catch {
      kill(pid, SIGKILL)
      _ = wait(for: pid)
      throw error
    }
    let status = wait(for: pid)
    guard status & 0x7F == 0 else { throw .keyCommand(reason: "it was ended by signal \(status & 0x7F)") }
    guard status == 0 else { throw .keyCommand(reason: "it ended with status \(status >> 8 & 0xFF)") }
    let line = output.prefix { $0 != 0x0A && $0 != 0x0D }
    guard !line.isEmpty else { throw .keyCommand(reason: "it printed nothing") }
    return String(decoding: line, as: UTF8.self)
  }

  private static func read(_ descriptor: Int32, timeout: Int) throws(ConfigurationProblem) -> [UInt8] {
    var content: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    let end = Stopwatch.milliseconds() + Int64(timeout) * 1000
    while content.count < 65_536 {
      let left = end - Stopwatch.milliseconds()
      guard left > 0 else { throw .keyCommand(reason: "it did not end within \(timeout) s") }
      var waited = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      let ready = poll(&waited, 1, Int32(clamping: left))
      if ready < 0, errno != EINTR { throw .keyCommand(reason: Paths.reason(errno)) }
      guard ready > 0 else { continue }
      let count = Glibc.read(descriptor, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw .keyCommand(reason: Paths.reason(errno)) }
      if count == 0 { return content }
      content += buffer[..<count]
    }
    throw .keyCommand(reason: "it printed more than a key")
  }

  private static func wait(for pid: pid_t) -> Int32 {
    var status: Int32 = 0
    while waitpid(pid, &status, 0) < 0, errno == EINTR {}
    return status
  }
}

/// An array of C strings that lives for the length of a call.
enum CStrings {
  static func with<T>(_ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> T) -> T {
    let pointers = strings.map { strdup($0) }
    defer { for pointer in pointers { free(pointer) } }
    return body(pointers + [nil])
  }
}

/// A clock that only runs forward, for waits with an end.
enum Stopwatch {
  static func milliseconds() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
  }
}
