import DatabaseFile
import GRDB

/// Why the desk store could not do what was asked. Paths are whole; nothing of a customer is ever in it.
public enum StoreError: Error, Hashable, Sendable {
  /// The folder or the file cannot be made or written, with the system's reason.
  case unwritable(path: String, reason: String)
  case diskFull(path: String)
  /// Not a database, or one that is broken. It is left as it is.
  case damaged(path: String)
  /// A database of another program.
  case foreign(path: String)
  /// Written by a later version of this program. It is left as it is.
  case newer(path: String, version: Int, supported: Int)
  /// Another process kept it locked for longer than ``DeskStore/busySeconds``.
  case busy(path: String)
  /// Anything else, with SQLite's extended code and words.
  case failed(path: String, code: Int, message: String)

  init(_ error: any Error, path: String) {
    if let known = error as? StoreError {
      self = known
      return
    }
    if let file = error as? DatabaseFile.Errno {
      self.init(file, path: path)
      return
    }
    // A value that is not of its column's type.
    if error is RowDecodingError {
      self = .damaged(path: path)
      return
    }
    guard let database = error as? DatabaseError else {
      self = .failed(path: path, code: 0, message: String(describing: type(of: error)))
      return
    }
    switch database.resultCode.primaryResultCode {
    case .SQLITE_FULL: self = .diskFull(path: path)
    case .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM:
      self = .unwritable(path: path, reason: database.message ?? "permission denied")
    // The disk itself fails, or may not take more: a file that may not grow (RLIMIT_FSIZE) is told apart by nothing.
    case .SQLITE_IOERR: self = .unwritable(path: path, reason: database.message ?? "disk I/O error")
    case .SQLITE_NOTADB, .SQLITE_CORRUPT: self = .damaged(path: path)
    case .SQLITE_BUSY, .SQLITE_LOCKED: self = .busy(path: path)
    default:
      self = .failed(
        path: path, code: Int(database.extendedResultCode.rawValue), message: database.message ?? "")
    }
  }
}
