import DatabaseFile
import Glibc

/// Makes the place of a database file safe before SQLite opens it.
enum StoreFile {
  /// Missing folders are made with mode 0700, the file with 0600 (0660 in a folder its group may write).
  static func prepare(_ path: String) throws(StoreError) {
    let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    try makeFolder(folder, for: path)
    do throws(DatabaseFile.Errno) { try DatabaseFile.prepare(path) } catch { throw StoreError(error, path: path) }
    // Without a byte but with the head of an audit, it was a store once.
    if DatabaseFile.isEmptied(path, companions: [AuditHead.suffix]) { throw .damaged(path: path) }
  }

  /// The name by which SQLite opens the file for reading only; `nil` where that would take a repair first.
  ///
  /// A database with a log is read over a file that the readers share. Where nobody has it open there is none, and in a folder that may not be
  /// written none can be made: then the file itself is all there is, and is read as one that does not change. Where SQLite knows
  /// no such names the opening fails, as it would without.
  static func readingPath(_ path: String) -> String? {
    var facts = stat()
    if stat(path + "-shm", &facts) == 0 { return path }
    let hasLog = stat(path + "-wal", &facts) == 0 && facts.st_size > 0
    if hasLog { return access(DatabaseFile.folder(of: path), W_OK) == 0 ? path : nil }
    guard path.hasPrefix("/") else { return path }
    let escaped = path.replacing("%", with: "%25").replacing("?", with: "%3F").replacing("#", with: "%23")
    return "file:\(escaped)?immutable=1"
  }

  private static func makeFolder(_ folder: String, for path: String) throws(StoreError) {
    var facts = stat()
    if folder.isEmpty { return }
    if stat(folder, &facts) == 0 { return close(folder, facts) }
    if let slash = folder.lastIndex(of: "/") { try makeFolder(String(folder[..<slash]), for: path) }
    // Another desk may have made it in the meantime.
    if mkdir(folder, 0o700) != 0, errno != EEXIST { throw StoreError(errno: errno, path: path) }
  }

  /// A folder of this program's name that was made open to others, by another tool or an odd umask, is closed to them. One that its group may
  /// write was meant so.
  private static func close(_ folder: String, _ facts: stat) {
    guard folder.split(separator: "/").last == "caltui", facts.st_uid == geteuid(), facts.st_mode & 0o020 == 0,
      facts.st_mode & 0o077 != 0
    else { return }
    chmod(folder, 0o700)
  }

  static func pause(milliseconds: UInt32) { usleep(milliseconds * 1000) }
}

extension StoreError {
  init(errno code: Int32, path: String) {
    if code == ENOSPC || code == EDQUOT || code == EFBIG {
      self = .diskFull(path: path)
    } else {
      self = .unwritable(path: path, reason: strerror(code).map { String(cString: $0) } ?? "error \(code)")
    }
  }

  init(_ error: DatabaseFile.Errno, path: String) {
    self = error.isFull ? .diskFull(path: path) : .unwritable(path: path, reason: error.reason)
  }
}
