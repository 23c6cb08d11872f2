/// Where each setting of a TOML text stands. The parser tells lines for syntax errors only, so a text that has been parsed is scanned for its keys.
struct ConfigLines: Equatable {
  /// Dotted path (`profiles.shop.url`) to line, from 1. Tables have the line of their header.
  private(set) var lines: [String: Int] = [:]

  init(_ text: String) {
    var table: [String] = []
    // The quotes that end the multi-line text we are in.
    var closing: String?
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      var rest = line.drop { $0 == " " || $0 == "\t" }
      if let quotes = closing {
        guard rest.firstRange(of: quotes) != nil else { continue }
        closing = nil
        continue
      }
      if rest.first == "[" {
        rest = rest.dropFirst(rest.hasPrefix("[[") ? 2 : 1)
        table = ConfigLines.path(&rest)
        note(table, index + 1)
        continue
      }
      let path = ConfigLines.path(&rest)
      rest = rest.drop { $0 == " " || $0 == "\t" }
      guard !path.isEmpty, rest.first == "=" else { continue }
      note(table + path, index + 1)
      for quotes in ["\"\"\"", "'''"] {
        let pieces = rest.split(separator: quotes, omittingEmptySubsequences: false)
        if pieces.count == 2 { closing = quotes }
      }
    }
  }

  /// The line of a setting, else of the nearest table around it.
  func line(of path: [String]) -> Int? {
    for length in stride(from: path.count, to: 0, by: -1) {
      if let line = lines[path.prefix(length).joined(separator: ".")] { return line }
    }
    return nil
  }

  private mutating func note(_ path: [String], _ line: Int) {
    for length in 1...max(path.count, 1) where length <= path.count {
      let name = path.prefix(length).joined(separator: ".")
      if lines[name] == nil { lines[name] = line }
    }
  }

  /// Takes a key, bare, quoted or dotted, off the front.
  private static func path(_ rest: inout Substring) -> [String] {
    var path: [String] = []
    while true {
      rest = rest.drop { $0 == " " || $0 == "\t" }
      if let quote = rest.first, quote == "\"" || quote == "'" {
        let inner = rest.dropFirst().prefix { $0 != quote }
        path.append(String(inner))
        rest = rest.dropFirst(inner.count + 2)
      } else {
        let bare = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" }
        if bare.isEmpty { return path }
        path.append(String(bare))
        rest = rest.dropFirst(bare.count)
      }
      rest = rest.drop { $0 == " " || $0 == "\t" }
      guard rest.first == "." else { return path }
      rest = rest.dropFirst()
    }
  }
}
