/// A key as the clerk pressed it, decoded from terminal bytes at the edge.
public enum Key: Hashable, Sendable, Codable {
  /// Printable text; one grapheme cluster.
  case character(Character)
  case enter, escape, tab, backTab, backspace, delete, insert
  case up, down, left, right, home, end, pageUp, pageDown
  /// Ctrl with a letter, lower case.
  case control(Character)
  /// F1 to F12. Nothing is reached by them alone.
  case function(Int)
}

extension Key {
  public init(from decoder: any Decoder) throws {
    let name = try decoder.singleValueContainer().decode(String.self)
    guard let key = Key(name: name) else {
      throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: "no such key"))
    }
    self = key
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(name)
  }

  private static let named: [(Key, String)] = [
    (.enter, "Enter"), (.escape, "Esc"), (.tab, "Tab"), (.backTab, "Shift-Tab"), (.backspace, "Backspace"),
    (.delete, "Del"), (.insert, "Ins"), (.up, "Up"), (.down, "Down"), (.left, "Left"), (.right, "Right"),
    (.home, "Home"), (.end, "End"), (.pageUp, "PgUp"), (.pageDown, "PgDn"), (.character(" "), "Space"),
  ]

  /// How it is written in help, footer and config: `Enter`, `Ctrl-G`, `PgUp`, `F1`, `b`.
  public var name: String {
    switch self {
    case .character(let character) where character != " ": return String(character)
    case .control(let letter): return "Ctrl-" + letter.uppercased()
    case .function(let number): return "F\(number)"
    default: return Key.named.first { $0.0 == self }?.1 ?? ""
    }
  }

  /// With Ctrl these make a byte of their own, or that of another key.
  private static let controlled: Set<Character> = Set("abcdefghijklmnopqrstuvwxyz@[\\]^_?")

  /// What a terminal sends in its place, because both are one byte; `nil` for a key that is its own.
  public var sentAs: Key? {
    switch self {
    case .control("i"): .tab
    case .control("j"), .control("m"): .enter
    case .control("h"), .control("?"): .backspace
    case .control("["): .escape
    default: nil
    }
  }

  /// The reverse of ``name``.
  public init?(name: String) {
    if let pair = Key.named.first(where: { $0.1 == name }) {
      self = pair.0
    } else if name.count == 1, let character = name.first {
      self = .character(character)
    } else if name.hasPrefix("Ctrl-"), name.count == 6, let letter = name.lowercased().last,
      Key.controlled.contains(letter)
    {
      self = .control(letter)
    } else if name.hasPrefix("F"), let number = (1...12).first(where: { name == "F\($0)" }) {
      self = .function(number)
    } else {
      return nil
    }
  }
}

/// Rows and columns of the terminal.
public struct Size: Hashable, Sendable, Codable {
  public var columns: Int
  public var rows: Int
  public init(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
  }
}
