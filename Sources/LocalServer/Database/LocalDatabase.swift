import BookingModel
import CalProtocol
import DatabaseFile
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
  init(path: String, migrations: Migrations = .all) throws {
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
        try migrations.run(writer)
      } else {
        try LocalDatabase.prepareFile(path)
        // Two desks may start at once: turning on the log and making the tables are for one at a time.
        let lock = FolderLock(of: path)
        defer { lock.release() }
        try LocalDatabase.refuseOthers(path, migrations)
        writer = try DatabasePool(path: path, configuration: configuration)
        let version = try writer.read { db in try migrations.version(db) }
        if version > 0, version < migrations.current { try DatabaseFile.backUp(path, version: version) }
        try migrations.run(writer)
      }
      // GRDB turns WAL databases to NORMAL when it opens them; a booking must survive a power cut.
      try writer.writeWithoutTransaction { db in try db.execute(sql: "PRAGMA synchronous = FULL") }
    } catch let error as DatabaseError {
      throw LocalDatabase.failure(error, path: path)
    } catch let error as DatabaseFile.Errno {
      throw error.isFull
        ? LocalServerError.diskFull(path: path)
        : LocalServerError.databaseUnavailable(path: path, reason: error.reason)
    }
  }

  /// What is wrong inside a database, in SQLite's words; nothing when it is whole. Changes nothing, not even its version.
  static func findings(path: String) throws -> [String] {
    do {
      return try DatabaseFile.findings(path: path)
    } catch let error as DatabaseError {
      throw failure(error, path: path)
    }
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
    } catch is RowDecodingError {
      // A value that is not of its column's type.
      throw LocalServerError.databaseDamaged(path: path)
    }
  }

  static func failure(_ error: DatabaseError, path: String) -> LocalServerError {
    switch error.resultCode {
    case .SQLITE_NOTADB, .SQLITE_CORRUPT: .databaseDamaged(path: path)
    case .SQLITE_FULL: .diskFull(path: path)
    default: .databaseUnavailable(path: path, reason: error.message ?? "SQLite error \(error.resultCode.rawValue)")
    }
  }

  // MARK: - Files

  /// The folder 0700 and the file 0600 (in a group's folder 0660), made before SQLite would make them with other rights.
  private static func prepareFile(_ path: String) throws {
    let folder = DatabaseFile.folder(of: path)
    if !FileManager.default.fileExists(atPath: folder) {
      do {
        try FileManager.default.createDirectory(
          atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
      } catch {
        throw LocalServerError.databaseUnavailable(path: path, reason: String(cString: strerror(errno)))
      }
    }
    try DatabaseFile.prepare(path)
    if DatabaseFile.isEmptied(path) { throw LocalServerError.databaseDamaged(path: path) }
  }

  /// Looks before WAL mode is set, so that what is refused is not changed in the least.
  private static func refuseOthers(_ path: String, _ migrations: Migrations) throws {
    _ = try DatabaseFile.peek(path) { db in
      let tables = Set(try String.fetchAll(db, sql: "SELECT name FROM sqlite_schema WHERE type = 'table'"))
      if tables.isEmpty { return }
      guard tables.contains(Migrations.table) else { throw LocalServerError.databaseForeign(path: path) }
      if try migrations.isSuperseded(db) { throw LocalServerError.databaseTooNew(path: path) }
      // All of it is read only when its tables are about to change.
      let isWhole =
        try migrations.version(db) == migrations.current
        ? migrations.tables.isSubset(of: tables) : DatabaseFile.findings(db).isEmpty
      if !isWhole { throw LocalServerError.databaseDamaged(path: path) }
    }
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
  func instant(_ column: String) throws -> Instant { Instant(milliseconds: try decode(forColumn: column)) }
  func instantIfAny(_ column: String) throws -> Instant? {
    try decode(Int64?.self, forColumn: column).map(Instant.init(milliseconds:))
  }
  /// A column of JSON text; anything unreadable is null.
  func json(_ column: String) throws -> JSONValue {
    guard let text = try decode(String?.self, forColumn: column) else { return .null }
    return (try? JSONText.read(Array(text.utf8))) ?? .null
  }
}
