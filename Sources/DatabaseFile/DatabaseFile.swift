public import GRDB
public import Glibc
import Synchronization

/// What the two databases of this machine, the desk's store and the shop's own, have in common as files: who may read them, what is looked at
/// before one is opened, the copy before its tables change, and the search for damage.
public enum DatabaseFile {
  /// 0660 in a folder that its group may write and others may not, else 0600. SQLite gives its side files the mode of the database.
  public static func mode(in folder: String) -> mode_t {
    var facts = stat()
    let isShared = stat(folder, &facts) == 0 && facts.st_mode & 0o020 != 0 && facts.st_mode & 0o002 == 0
    return isShared ? 0o660 : 0o600
  }

  /// `.` for a name without a folder.
  public static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// Makes a missing file, and gives one that is there the mode it should have. Throws the system's error number.
  ///
  /// A file that is there is not opened for that: closing it would drop the locks of a connection that this process has to it.
  public static func prepare(_ path: String) throws(Errno) {
    let folder = folder(of: path)
    let mode = mode(in: folder)
    let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, mode)
    if descriptor >= 0 {
      // The process's umask may have taken bits away.
      fchmod(descriptor, mode)
      close(descriptor)
      synchronize(folder)
      return
    }
    guard errno == EEXIST else { throw Errno(errno) }
    var facts = stat()
    guard lstat(path, &facts) == 0 else { throw Errno(errno) }
    guard facts.st_mode & S_IFMT == S_IFREG else {
      throw Errno(facts.st_mode & S_IFMT == S_IFDIR ? EISDIR : EINVAL)
    }
    for name in [path, path + "-wal", path + "-shm"] {
      var facts = stat()
      guard lstat(name, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG, facts.st_uid == geteuid() else { continue }
      if facts.st_mode & 0o777 != mode { chmod(name, mode) }
    }
    guard faccessat(AT_FDCWD, path, R_OK | W_OK, AT_EACCESS) == 0 else { throw Errno(errno) }
  }

  /// A number of `errno`.
  public struct Errno: Error, Hashable, Sendable {
    public var code: Int32
    init(_ code: Int32) { self.code = code }
    public var reason: String {
      code == EINVAL ? "not a regular file" : strerror(code).map { String(cString: $0) } ?? "error \(code)"
    }
    public var isFull: Bool { code == ENOSPC || code == EDQUOT || code == EFBIG }
  }

  /// Whether a file without a byte was a database once: its log, a backup or another companion is still there.
  /// To SQLite it would be a new one, and the log would go.
  public static func isEmptied(_ path: String, companions: [String] = []) -> Bool {
    var facts = stat()
    guard stat(path, &facts) == 0, facts.st_size == 0 else { return false }
    if stat(path + "-wal", &facts) == 0, facts.st_size > 0 { return true }
    return companions.contains { access(path + $0, F_OK) == 0 } || !backups(of: path).isEmpty
  }

  /// Reads from a database before it is opened for writing, which would already change it; `nil` when it is empty, or cannot be read without
  /// repairing it first.
  public static func peek<T>(_ path: String, _ body: (Database) throws -> T) throws -> T? {
    try reading(path) { queue in try queue.read(body) }
  }

  /// ``findings(_:)`` of a file that is not open; none for an empty one.
  public static func findings(path: String) throws -> [String] {
    try reading(path) { queue in try queue.unsafeRead(findings) } ?? []
  }

  /// Connections that were looked through, closed and kept: the end of a GRDB queue runs on a global queue of libdispatch, which from then on wakes
  /// the program each second. A program looks at two files in its life.
  private static let closed = Mutex<[DatabaseQueue]>([])

  private static func reading<T>(_ path: String, _ body: (DatabaseQueue) throws -> T) throws -> T? {
    var facts = stat()
    guard stat(path, &facts) == 0, facts.st_size > 0 else { return nil }
    var configuration = Configuration()
    configuration.readonly = true
    configuration.busyMode = .timeout(5)
    configuration.label = "peek"
    do {
      let queue = try DatabaseQueue(path: path, configuration: configuration)
      let answer = try body(queue)
      try queue.close()
      closed.withLock { $0.append(queue) }
      return answer
    } catch let error as DatabaseError where error.resultCode == .SQLITE_READONLY {
      return nil
    }
  }

  // MARK: - Damage

  /// What SQLite finds wrong with a database, at most a few lines; none when it is whole. Reads all of it. In a transaction
  /// a broken page is an error all the same: the transaction cannot end.
  public static func findings(_ db: Database) throws -> [String] {
    do {
      let lines = try String.fetchAll(db, sql: "PRAGMA integrity_check(3)")
      if lines != ["ok"] { return lines.map(oneLine) }
      let strays = try Row.fetchAll(db, sql: "PRAGMA foreign_key_check").prefix(3)
      return strays.map { row in "a row of \(row[0] as String? ?? "") points to none of \(row[2] as String? ?? "")" }
    } catch let error as DatabaseError where [.SQLITE_CORRUPT, .SQLITE_NOTADB].contains(error.resultCode) {
      return [error.message ?? "it cannot be read"]
    }
  }

  /// Whether every page can be read and hangs together. Reads all of the file, but compares no index with its table, which would take
  /// several times as long.
  public static func isWhole(_ db: Database) throws -> Bool {
    do {
      return try String.fetchAll(db, sql: "PRAGMA quick_check(1)") == ["ok"]
    } catch let error as DatabaseError where [.SQLITE_CORRUPT, .SQLITE_NOTADB].contains(error.resultCode) {
      return false
    }
  }

  private static func oneLine(_ text: String) -> String { text.split(separator: "\n").joined(separator: " ") }

  /// The tables that are missing of those that must be there.
  public static func missing(_ tables: [String], in db: Database) throws -> [String] {
    let found = Set(try String.fetchAll(db, sql: "SELECT name FROM sqlite_schema WHERE type = 'table'"))
    return tables.filter { !found.contains($0) }
  }

  // MARK: - Copies

  /// `shop.sqlite.version-3.backup`
  public static func backupPath(of path: String, version: Int) -> String { "\(path).version-\(version).backup" }

  public static func backups(of path: String) -> [String] {
    let folder = folder(of: path)
    let name = path.split(separator: "/").last.map(String.init) ?? path
    guard let stream = opendir(folder) else { return [] }
    defer { closedir(stream) }
    var found: [String] = []
    while let entry = readdir(stream) {
      let file = withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      if file.hasPrefix(name + ".version-"), file.hasSuffix(".backup") { found.append(folder + "/" + file) }
    }
    return found.sorted()
  }

  /// Puts a copy beside a database whose tables are about to change, on the disk before it answers, with the mode of the database.
  ///
  /// One copy is kept: an older one would set the shop back by more than this step, and customers who were forgotten since are still in it.
  public static func backUp(_ path: String, version: Int) throws {
    let backup = backupPath(of: path, version: version)
    let unfinished = backup + ".new"
    unlink(unfinished)
    var facts = stat()
    let mode = stat(path, &facts) == 0 ? facts.st_mode & 0o777 : 0o600
    let descriptor = open(unfinished, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, mode)
    guard descriptor >= 0 else { throw Errno(errno) }
    fchmod(descriptor, mode)
    close(descriptor)
    do {
      var configuration = Configuration()
      configuration.readonly = true
      configuration.busyMode = .timeout(5)
      let source = try DatabaseQueue(path: path, configuration: configuration)
      try source.inDatabase { db in
        // Whole, without the log, and without what was deleted.
        try db.execute(sql: "VACUUM INTO ?", arguments: [unfinished])
      }
      try source.close()
      let written = open(unfinished, O_RDWR | O_CLOEXEC)
      guard written >= 0 else { throw Errno(errno) }
      let isSynced = fsync(written) == 0
      let code = errno
      close(written)
      guard isSynced else { throw Errno(code) }
      guard rename(unfinished, backup) == 0 else { throw Errno(errno) }
    } catch {
      unlink(unfinished)
      throw error
    }
    synchronize(folder(of: path))
    let name = backup.split(separator: "/").last
    for older in backups(of: path) where older.split(separator: "/").last != name { unlink(older) }
  }

  /// A name that is not on the disk yet would take the file with it when the power fails.
  private static func synchronize(_ folder: String) {
    let parent = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard parent >= 0 else { return }
    fsync(parent)
    close(parent)
  }
}
