import Glibc

/// Makes the place of a database file safe before SQLite opens it.
enum StoreFile {
  /// Missing folders are made with mode 0700, the file with 0600 (0660 in a folder its group may write).
  static func prepare(_ path: String) throws(StoreError) {
    let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    try makeFolder(folder, for: path)
    var facts = stat()
    let isShared =
      stat(folder.isEmpty ? "/" : folder, &facts) == 0 && facts.st_mode & 0o020 != 0 && facts.st_mode & 0o002 == 0
    let mode: mode_t = isShared ? 0o660 : 0o600
    let descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, mode)
    guard descriptor >= 0 else { throw failure(path) }
    defer { Glibc.close(descriptor) }
    guard fstat(descriptor, &facts) == 0 else { throw failure(path) }
    guard facts.st_mode & S_IFMT == S_IFREG else { throw .unwritable(path: path, reason: "not a regular file") }
    // The process's umask may have taken bits away, and an older copy may have too many. SQLite gives its side files the same mode.
    if facts.st_mode & 0o777 != mode, facts.st_uid == geteuid() { fchmod(descriptor, mode) }
    if facts.st_size == 0 {
      // A file whose name is not on the disk yet would take a synced journal row with it when the power fails.
      let parent = Glibc.open(folder.isEmpty ? "/" : folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
      if parent >= 0 {
        fsync(parent)
        Glibc.close(parent)
      }
    }
  }

  private static func makeFolder(_ folder: String, for path: String) throws(StoreError) {
    var facts = stat()
    if folder.isEmpty || stat(folder, &facts) == 0 { return }
    if let slash = folder.lastIndex(of: "/") { try makeFolder(String(folder[..<slash]), for: path) }
    // Another desk may have made it in the meantime.
    if mkdir(folder, 0o700) != 0, errno != EEXIST { throw failure(path) }
  }

  private static func failure(_ path: String) -> StoreError {
    let code = errno
    if code == ENOSPC || code == EDQUOT { return .diskFull(path: path) }
    return .unwritable(path: path, reason: strerror(code).map { String(cString: $0) } ?? "error \(code)")
  }

  static func pause(milliseconds: UInt32) { usleep(milliseconds * 1000) }
}
