import BookingModel
import CalProtocol
import FoundationEssentials
import GRDB
import Glibc

/// The shop's database: one SQLite file that every desk of the host opens (DESIGN 8).
///
/// Write-ahead log, and an fsync for each commit: what was answered is on the disk. Writers wait for each other up to 5 seconds.
struct LocalDatabase: Sendable {
  let path: String
  let writer: any DatabaseWriter

  static let inMemory = ":memory:"

  /// Opens and migrates. Throws ``LocalServerError``; a file that is newer or damaged stays as it is.
  init(path: String) throws {
    self.path = path
    var configuration = Configuration()
    configuration.busyMode = .timeout(5)
    configuration.maximumReaderCount = 4
    configuration.label = "local-server"
    // The cache's slices per connection; the hot pages of a shop are few.
    configuration.prepareDatabase { db in try db.execute(sql: "PRAGMA cache_size = -1024") }
    do {
      if path == LocalDatabase.inMemory {
        writer = try DatabaseQueue(configuration: configuration)
        try Migrations.run(writer)
      } else {
        try LocalDatabase.prepareFile(path)
        // Two desks may start at once: turning on the log and making the tables are for one at a time.
        let lock = FolderLock(of: path)
        defer { lock.release() }
        try LocalDatabase.refuseNewer(path, configuration)
        writer = try DatabasePool(path: path, configuration: configuration)
        try Migrations.run(writer)
      }
      // GRDB turns WAL databases to NORMAL when it opens them; a booking must survive a power cut.
      try writer.writeWithoutTransaction { db in try db.execute(sql: "PRAGMA synchronous = FULL") }
    } catch let error as DatabaseError {
      throw LocalDatabase.failure(error, path: path)
    }
    LocalDatabase.protectFiles(path)
  }

  func read<T>(_ body: (Database) throws -> T) throws -> T {
    try naming { try writer.read(body) }
  }

  /// Runs in one transaction that holds the write lock from its first statement on, so that what it checks still holds when it writes,
  /// in this process and in every other.
  func write<T>(_ body: (Database) throws -> T) throws -> T {
    var result: T?
    try naming {
      try writer.writeWithoutTransaction { db in
        try db.inTransaction(.immediate) {
          result = try body(db)
          return .commit
        }
      }
    }
    guard let result else { throw DatabaseError(resultCode: .SQLITE_ABORT) }
    return result
  }

  /// A broken page shows itself only when it is read: then the error names the file instead of SQLite's statement.
  private func naming<T>(_ work: () throws -> T) throws -> T {
    do {
      return try work()
    } catch let error as DatabaseError where [.SQLITE_CORRUPT, .SQLITE_NOTADB].contains(error.resultCode) {
      throw LocalDatabase.failure(error, path: path)
    }
  }

  static func failure(_ error: DatabaseError, path: String) -> LocalServerError {
    switch error.resultCode {
    case .SQLITE_NOTADB, .SQLITE_CORRUPT: .databaseDamaged(path: path)
    default: .databaseUnavailable(path: path, reason: error.message ?? "SQLite error \(error.resultCode.rawValue)")
    }
  }

  // MARK: - Files

  /// The folder 0700 and the file 0600, made before SQLite would make them with other rights.
  private static func prepareFile(_ path: String) throws {
    let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    if !folder.isEmpty, !FileManager.default.fileExists(atPath: folder) {
      do {
        try FileManager.default.createDirectory(
          atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
      } catch {
        throw LocalServerError.databaseUnavailable(path: path, reason: String(cString: strerror(errno)))
      }
    }
    // Only a new file is opened here: closing one that SQLite has open in this process would drop its locks.
    let file = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    if file < 0, errno == EEXIST { return }
    guard file >= 0 else {
      throw LocalServerError.databaseUnavailable(path: path, reason: String(cString: strerror(errno)))
    }
    close(file)
  }

  private static func protectFiles(_ path: String) {
    guard path != inMemory else { return }
    for name in [path, path + "-wal", path + "-shm"] {
      var facts = stat()
      // A folder shared by a group keeps the rights that its owner gave the files.
      guard stat(name, &facts) == 0, facts.st_uid == getuid(), facts.st_mode & 0o007 != 0 else { continue }
      chmod(name, facts.st_mode & 0o770)
    }
  }

  /// Looks before WAL mode is set, so that a newer file is not changed in the least.
  private static func refuseNewer(_ path: String, _ configuration: Configuration) throws {
    var peek = configuration
    peek.readonly = true
    let queue = try DatabaseQueue(path: path, configuration: peek)
    let isNewer = try queue.read { db in try Migrations.isSuperseded(db) }
    try queue.close()
    if isNewer { throw LocalServerError.databaseTooNew(path: path) }
  }
}

/// Keeps other programs from setting up a file in the same folder at the same time.
private struct FolderLock {
  private let file: Int32

  init(of path: String) {
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
    file = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    if file >= 0 { flock(file, LOCK_EX) }
  }

  func release() { if file >= 0 { close(file) } }
}

extension Row {
  /// A column of milliseconds since 1970.
  func instant(_ column: String) -> Instant { Instant(milliseconds: self[column]) }
  func instantIfAny(_ column: String) -> Instant? {
    let value: Int64? = self[column]
    return value.map(Instant.init(milliseconds:))
  }
  /// A column of JSON text; anything unreadable is null.
  func json(_ column: String) -> JSONValue {
    guard let text: String = self[column] else { return .null }
    return (try? JSONText.read(Array(text.utf8))) ?? .null
  }
}
