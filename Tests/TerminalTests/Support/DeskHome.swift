import Foundation
import Testing

/// A home of its own for one or several desks: settings, store, database and sockets lie in it, and go with it.
final class DeskHome: Sendable {
  let path: String

  /// 10:07 on a Monday in New York; the shop is open.
  static let clock = "2026-11-23T15:07:00Z"

  init() throws {
    // Short, because the name of a socket in it must be.
    var template = Array("/tmp/caltui-XXXXXX".utf8CString)
    guard let made = mkdtemp(&template) else { throw ChildProcess.Failure(path: "mkdtemp", code: errno) }
    path = String(cString: made)
    for folder in ["/run", "/tmux"] { mkdir(path + folder, 0o700) }
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// All that the program gets to know of its surroundings.
  func environment(_ more: [String: String] = [:]) -> [String: String] {
    [
      "HOME": path, "XDG_RUNTIME_DIR": path + "/run", "PATH": DeskHome.searchPath, "TZ": "America/New_York",
      "LANG": "C.UTF-8", "CALTUI_NOW": DeskHome.clock, "TERM": "xterm-256color",
    ].merging(more) { $1 }
  }

  var database: String { path + "/.local/share/caltui/local.sqlite" }

  /// A command without a screen.
  func command(_ arguments: [String], _ more: [String: String] = [:]) throws -> ChildProcess.Ending {
    try ChildProcess.run(Caltui.program, arguments, environment: environment(more))
  }

  /// Whether some file of the desk's store holds the text by now.
  func storeHolds(_ text: String) -> Bool {
    let folder = path + "/.local/state/caltui"
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.contains { name in
      FileManager.default.contents(atPath: folder + "/" + name)?.range(of: Data(text.utf8)) != nil
    }
  }

  static let searchPath = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin"

  /// Where a program is that the search path leads to.
  static func find(_ name: String) -> String? {
    searchPath.split(separator: ":").map { "\($0)/\(name)" }.first { access($0, X_OK) == 0 }
  }
}

/// The program under test: built beside the tests.
enum Caltui {
  static let program: String = {
    if let named = ProcessInfo.processInfo.environment["CALTUI_PROGRAM"] { return named }
    // The folder of the test bundle; the bundle itself is the running program, or is named among its arguments.
    let places = ["/proc/self/exe"].compactMap { try? FileManager.default.destinationOfSymbolicLink(atPath: $0) }
    let folders = (places + CommandLine.arguments.filter { $0.hasSuffix(".xctest") })
      .map { URL(filePath: $0).deletingLastPathComponent().path }
    return folders.map { $0 + "/caltui" }.first { access($0, X_OK) == 0 } ?? ".build/debug/caltui"
  }()
}
