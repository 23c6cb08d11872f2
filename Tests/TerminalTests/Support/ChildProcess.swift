import Foundation
import Glibc

/// A program without a terminal: started, waited for, its output read whole.
struct ChildProcess {
  struct Failure: Error {
    var path: String
    var code: Int32
  }

  struct Ending: Equatable {
    /// The exit code, or 128 and the signal, as shells have it.
    var code: Int32
    var output: String
    var errors: String
  }

  let process: pid_t
  private let output: Int32
  private let errors: Int32

  /// - Parameters:
  ///   - environment: all of it; nothing is inherited.
  init(_ path: String, _ arguments: [String], environment: [String: String]) throws {
    var outputs: [Int32] = [-1, -1]
    var complaints: [Int32] = [-1, -1]
    // Sockets rather than pipes: only they are closed to other children from their first moment on.
    let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
    guard socketpair(AF_UNIX, kind, 0, &outputs) == 0, socketpair(AF_UNIX, kind, 0, &complaints) == 0 else {
      throw Failure(path: "socketpair", code: errno)
    }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, outputs[1], 1)
    posix_spawn_file_actions_adddup2(&actions, complaints[1], 2)
    // The threads of a test block all signals, and a child inherits that: nothing could end it in good order.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    for number in [SIGINT, SIGQUIT, SIGTERM, SIGHUP, SIGPIPE, SIGCHLD, SIGTSTP] { sigaddset(&signals, number) }
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
    let words = ([path] + arguments).map { strdup($0) } + [nil]
    let pairs = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for word in words + pairs { free(word) } }
    var process: pid_t = -1
    let code = posix_spawn(&process, path, &actions, &attributes, words, pairs)
    close(outputs[1])
    close(complaints[1])
    (output, errors) = (outputs[0], complaints[0])
    self.process = process
    guard code == 0 else {
      close(output)
      close(errors)
      throw Failure(path: path, code: code)
    }
  }

  /// The first line that the program prints, without its end; `nil` when it ends before.
  func readLine() -> String? {
    var line: [UInt8] = []
    var byte: UInt8 = 0
    while read(output, &byte, 1) == 1 {
      if byte == UInt8(ascii: "\n") { return String(decoding: line, as: UTF8.self) }
      line.append(byte)
    }
    return nil
  }

  /// Waits for the end. To be called once.
  func finish() -> Ending {
    var texts: [Int32: [UInt8]] = [output: [], errors: []]
    var open = [output, errors]
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while !open.isEmpty {
      var waiting = open.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
      guard poll(&waiting, nfds_t(waiting.count), -1) > 0 else { continue }
      for descriptor in waiting where descriptor.revents != 0 {
        let count = read(descriptor.fd, &buffer, buffer.count)
        if count > 0 {
          texts[descriptor.fd, default: []] += buffer[..<count]
        } else {
          open.removeAll { $0 == descriptor.fd }
        }
      }
    }
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    close(output)
    close(errors)
    return Ending(
      code: status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F,
      output: String(decoding: texts[output] ?? [], as: UTF8.self),
      errors: String(decoding: texts[errors] ?? [], as: UTF8.self))
  }

  /// Waits for the end without keeping a thread of the test from other tests.
  func ended() async -> Ending {
    await withCheckedContinuation { continuation in
      Thread.detachNewThread { continuation.resume(returning: finish()) }
    }
  }

  static func run(_ path: String, _ arguments: [String], environment: [String: String]) throws -> Ending {
    try ChildProcess(path, arguments, environment: environment).finish()
  }
}
