import Foundation
import Testing

/// A description of a terminal, by its name in `TERM`, and what of a look it cannot show.
struct TerminalKind: Hashable, Sendable, CustomTestStringConvertible {
  var name: String
  /// 0: it has none.
  var colors = 256
  var isDim = true
  /// Neither dim nor underlined together with a colour (`ncv`).
  var isPlainInColor = false
  /// It cannot hide its cursor.
  var keepsCursor = false

  /// The description that tmux gives of itself: what it draws for the others is held against what it draws for this one.
  static let reference = TerminalKind(name: "tmux-256color")

  static let all = [
    TerminalKind(name: "xterm-256color"),
    TerminalKind(name: "xterm", colors: 8),
    TerminalKind(name: "screen-256color"),
    reference,
    TerminalKind(name: "linux", colors: 8, isPlainInColor: true),
    TerminalKind(name: "vt100", colors: 0, isDim: false, keepsCursor: true),
    TerminalKind(name: "vt220", colors: 0, isDim: false),
    TerminalKind(name: "rxvt-unicode", colors: 88, isDim: false),
  ]

  /// Whether ncurses finds the description.
  var isDescribed: Bool {
    let places = ["/etc/terminfo", "/lib/terminfo", "/usr/share/terminfo", "/usr/lib/terminfo"]
    return places.contains { FileManager.default.fileExists(atPath: "\($0)/\(name.prefix(1))/\(name)") }
  }

  var testDescription: String { name }
}

/// Where the desk runs: a terminal with its characters, colours and size.
struct Surroundings: Hashable, Sendable, CustomTestStringConvertible {
  var kind: TerminalKind
  /// The locale's: UTF-8, or none but ASCII.
  var isUTF8: Bool
  /// Without: `NO_COLOR` is set.
  var isColored: Bool
  var columns: Int
  var rows: Int

  static let sizes = [(80, 24), (120, 40), (40, 12)]

  /// Eight terminals, two sets of characters, with and without colour, three sizes: 96.
  static let all: [Surroundings] = TerminalKind.all.flatMap { kind in
    sizes.flatMap { size in
      [true, false].flatMap { isUTF8 in
        [true, false].map {
          Surroundings(kind: kind, isUTF8: isUTF8, isColored: $0, columns: size.0, rows: size.1)
        }
      }
    }
  }

  /// Each terminal once, and among them each set of characters, each size, and both with and without colour.
  static let some: [Surroundings] = TerminalKind.all.enumerated().map { index, kind in
    let size = sizes[(index + 2) % 3]
    return Surroundings(kind: kind, isUTF8: index % 2 == 0, isColored: index % 4 < 2, columns: size.0, rows: size.1)
  }

  static let isLong = ProcessInfo.processInfo.environment["CALTUI_LONG"] != nil
  static let played = isLong ? all : some
  /// Frames take less time than a desk: every terminal at every size.
  static let painted = isLong ? all : some + all.filter { $0.isUTF8 && $0.isColored && !some.contains($0) }

  var environment: [String: String] {
    var variables = ["TERM": kind.name, "LANG": isUTF8 ? "C.UTF-8" : "C"]
    if !isColored { variables["NO_COLOR"] = "1" }
    return variables
  }

  var testDescription: String {
    "\(kind.name) \(isUTF8 ? "UTF-8" : "ASCII") \(isColored ? "colour" : "mono") \(columns)x\(rows)"
  }
}
