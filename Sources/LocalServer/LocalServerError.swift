/// Why the local server or its database could not start.
public enum LocalServerError: Error, Hashable, Sendable {
  /// Written by a newer version of the program: left untouched.
  case databaseTooNew(path: String)
  /// Not a database, or broken inside: left untouched.
  case databaseDamaged(path: String)
  /// A database of another program: left untouched.
  case databaseForeign(path: String)
  case diskFull(path: String)
  /// The file or its folder cannot be made, read or written.
  case databaseUnavailable(path: String, reason: String)
  /// The database holds no shop yet: `LocalShop.create` comes first.
  case noShop
  /// Not an IANA name that this machine knows.
  case unknownZone(String)
  /// A socket's path holds at most 107 bytes on Linux.
  case socketPathTooLong(path: String)
  /// Another server answers there.
  case addressInUse(String)
  case cannotListen(address: String, reason: String)
}
