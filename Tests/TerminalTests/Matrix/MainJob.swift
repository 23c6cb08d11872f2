import Foundation

/// The main job by keys, from the first start to the booking on the board, with a look at every page.
struct MainJob {
  /// A page on the way.
  struct Step {
    var name: String
    /// By their tmux names, pressed one after the other without waiting.
    var keys: [String] = []
    var text = ""
    /// What is on the page at every size, when it is complete.
    var sights: [String]
  }

  static let steps = [
    Step(name: "first start", sights: ["Three questions", "Peter's Car Detail"]),
    Step(name: "empty board", keys: ["Enter", "Enter", "Enter"], sights: ["live", "w walk-in", "free 6 h"]),
    Step(name: "services", keys: ["b"], sights: ["Choose a service", "10:15a"]),
    // Arrows, in whatever mode the terminal was put.
    Step(name: "grid", keys: ["Down", "Down", "Up", "Enter"], sights: ["2 of 4", "free", "10:15a"]),
    Step(name: "a time", keys: ["Right", "Down", "Down", "Left", "Right", "Up", "Down"], sights: ["2 of 4"]),
    Step(name: "form", keys: ["Enter"], sights: ["3 of 4", "Name *"]),
    Step(name: "name", text: "Zoë 田中x", sights: ["Zo"]),
    Step(name: "phone", keys: ["BSpace", "Enter"], text: "2125551234", sights: ["2125551234"]),
    Step(name: "back a field", keys: ["BTab", "Home", "Right", "Right", "Right", "DC", "End"], sights: ["Zo"]),
    Step(name: "vehicle", keys: ["Down", "Down", "Down"], text: "blue van", sights: ["blue van"]),
    // Held (cut off in forty columns), as it is a while after the last key: what is only passed through may be gone before anybody looks.
    Step(name: "summary", keys: ["NPage"], sights: ["4 of 4", "y books it", "(212) 555-1234", " he"]),
    Step(name: "booked", keys: ["y"], sights: ["Booked", "code"]),
    Step(name: "board", keys: ["Enter"], sights: ["live", "w walk-in", "Zo"]),
    Step(name: "keys", keys: ["?"], sights: ["Keys: Board"]),
    Step(name: "board again", keys: ["Escape"], sights: ["w walk-in", "Zo"]),
  ]

  /// Makes what is another one at each booking the same: the code that is read out to the caller.
  static func withoutCode(_ row: String) -> String {
    let row = row.replacing(/\b[0-9A-Z]{2}-[0-9A-Z]{2}\b/, with: "##-##")
    // The row that spells it.
    return row.hasPrefix(" Code ") ? " Code" : row
  }

  /// The rows of a screen, and where its cursor stands when it is shown.
  struct Picture: Equatable, CustomStringConvertible {
    var rows: [String]
    var cursor: String

    init(_ screen: Screen) {
      rows = screen.timeless.rows.map(MainJob.withoutCode)
      cursor = screen.cursor
    }

    var description: String { rows.joined(separator: "\n") + "\ncursor " + cursor }
  }
}
