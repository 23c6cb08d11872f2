import FlyingSocks
import FoundationEssentials
import Glibc

/// Binds and listens.
enum Listener {
  static let longestPath = 107

  static func open(_ place: LocalServer.Place) throws -> (Socket, LocalServer.Address) {
    let opened =
      switch place {
      case .loopback(let port): try loopback(port)
      case .unix(let path): try unix(path)
      }
    closeOnExec(opened.0)
    return opened
  }

  /// Programs that the desk starts (a command for the key, a pager) must not keep connections open.
  static func closeOnExec(_ socket: Socket) { _ = fcntl(socket.file.rawValue, F_SETFD, FD_CLOEXEC) }

  private static func loopback(_ port: UInt16) throws -> (Socket, LocalServer.Address) {
    let name = "127.0.0.1:\(port)"
    do {
      let socket = try Socket(domain: AF_INET)
      do {
        try socket.setValue(true, for: .localAddressReuse)
        try socket.bind(to: .inet(ip4: "127.0.0.1", port: port))
        try socket.listen()
        guard case .ip4(_, let chosen) = try socket.sockname() else { throw SocketError.unsupportedAddress }
        return (socket, LocalServer.Address(url: "http://127.0.0.1:\(chosen)", socketPath: nil, port: chosen))
      } catch {
        try? socket.close()
        throw error
      }
    } catch SocketError.failed(_, EADDRINUSE, _) {
      throw LocalServerError.addressInUse(name)
    } catch SocketError.failed(_, _, let message) {
      throw LocalServerError.cannotListen(address: name, reason: message)
    }
  }

  private static func unix(_ path: String) throws -> (Socket, LocalServer.Address) {
    guard path.utf8.count <= longestPath, !path.isEmpty, !path.utf8.contains(0) else {
      throw LocalServerError.socketPathTooLong(path: path)
    }
    let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    if !folder.isEmpty, !FileManager.default.fileExists(atPath: folder) {
      do {
        try FileManager.default.createDirectory(
          atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
      } catch {
        throw LocalServerError.cannotListen(address: path, reason: String(cString: strerror(errno)))
      }
    }
    // Two programs that find the same dead socket must not remove each other's new one.
    let lock = Glibc.open(folder.isEmpty ? "/" : folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    if lock >= 0 { flock(lock, LOCK_EX) }
    defer { if lock >= 0 { close(lock) } }
    do {
      try removeDeadSocket(path)
      let socket = try Socket(domain: AF_UNIX)
      do {
        try socket.bind(to: .unix(path: path))
        // Nobody can connect before `listen`, so there is no moment in which others could.
        guard chmod(path, 0o600) == 0 else { throw SocketError.makeFailed("Mode") }
        try socket.listen()
        return (socket, LocalServer.Address(url: "http://localhost", socketPath: path, port: nil))
      } catch {
        try? socket.close()
        throw error
      }
    } catch SocketError.failed(_, let code, let message) {
      if code == EADDRINUSE { throw LocalServerError.addressInUse(path) }
      throw LocalServerError.cannotListen(address: path, reason: message)
    }
  }

  /// Removes a socket file on which nobody answers, left by a program that was killed. Anything else stays, and binding fails.
  private static func removeDeadSocket(_ path: String) throws {
    var facts = stat()
    guard lstat(path, &facts) == 0, facts.st_mode & S_IFMT == S_IFSOCK else { return }
    let probe = try Socket(domain: AF_UNIX)
    defer { try? probe.close() }
    do {
      try probe.connect(to: .unix(path: path))
      throw LocalServerError.addressInUse(path)
    } catch SocketError.failed(_, ECONNREFUSED, _) {
      unlink(path)
    } catch is SocketError {
      throw LocalServerError.addressInUse(path)
    }
  }
}
