/// A call to the system or to ncurses that failed: its name and its code (`errno`, or what the call says).
struct TerminalError: Error, Hashable, Sendable {
  enum Reason: Hashable, Sendable {
    /// `errno`.
    case system(Int32)
    /// terminfo does not know the name in `TERM`.
    case unknownTerminal(String)
    /// There is no terminfo database (`ncurses-base` is missing).
    case noTerminalDatabase
    /// The terminal cannot place its cursor (`dumb`).
    case tooPlain(String)
    case outOfMemory
  }
  var call: String
  var reason: Reason

  /// Throws unless a call gave 0.
  static func check(_ call: String, _ code: Int32) throws(TerminalError) {
    guard code == 0 else { throw TerminalError(call: call, reason: .system(code)) }
  }
}
