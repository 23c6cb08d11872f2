/// Text with a cursor. Positions count grapheme clusters, so that an arrow key never lands inside one.
public struct TextLine: Equatable, Sendable, Codable {
  public private(set) var characters: [Character]
  /// 0 to `characters.count`.
  public private(set) var cursor: Int
  /// What a field accepts at most; the rest of a paste is dropped.
  public static let limit = 4000

  public init(_ text: String = "") {
    self.characters = Array(text.prefix(TextLine.limit))
    self.cursor = characters.count
  }

  public var text: String { String(characters) }
  public var isEmpty: Bool { characters.isEmpty }
  public var isBlank: Bool { characters.allSatisfy(\.isWhitespace) }

  /// Types or pastes. Line breaks become spaces unless `multiline`; other control characters never enter.
  public mutating func insert(_ text: String, multiline: Bool = false) {
    var clean = ""
    for character in text {
      if character.isNewline {
        clean.append(multiline ? "\n" : " ")
      } else if !character.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) {
        clean.append(character)
      } else if character == "\t" {
        clean.append(" ")
      }
    }
    // A combining mark joins the character before it: the whole is read again as clusters.
    let head = String(characters[..<cursor]) + clean
    let tail = characters[cursor...]
    let joined = Array(head)
    let room = max(0, TextLine.limit - tail.count)
    characters = Array(joined.prefix(room)) + tail
    cursor = min(joined.count, room)
  }

  public mutating func replace(with text: String) { self = TextLine(text) }

  /// Whether the key was one of editing; others belong to the form.
  public mutating func edit(_ key: Key) -> Bool {
    switch key {
    case .left: cursor = max(0, cursor - 1)
    case .right: cursor = min(characters.count, cursor + 1)
    case .home, .control("a"): cursor = 0
    case .end, .control("e"): cursor = characters.count
    case .backspace:
      if cursor > 0 {
        characters.remove(at: cursor - 1)
        cursor -= 1
      }
    case .delete, .control("d"):
      if cursor < characters.count { characters.remove(at: cursor) }
    case .control("u"):
      characters.removeSubrange(..<cursor)
      cursor = 0
    case .control("k"): characters.removeSubrange(cursor...)
    case .control("w"):
      let start = startOfWord
      characters.removeSubrange(start..<cursor)
      cursor = start
    default: return false
    }
    return true
  }

  private var startOfWord: Int {
    var index = cursor
    while index > 0, characters[index - 1].isWhitespace { index -= 1 }
    while index > 0, !characters[index - 1].isWhitespace { index -= 1 }
    return index
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(try container.decode(String.self, forKey: .text))
    self.cursor = min(max(0, try container.decode(Int.self, forKey: .cursor)), characters.count)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(text, forKey: .text)
    try container.encode(cursor, forKey: .cursor)
  }

  private enum CodingKeys: CodingKey { case text, cursor }
}
