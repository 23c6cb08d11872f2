import BookingModel
import TOMLKit

/// What a config file says, checked key by key, and nothing more: no default is filled in here.
struct ConfigFile: Equatable {
  /// One `[profiles.NAME]`. Without `url` it is a shop of the local server.
  struct Profile: Equatable {
    var url: String?
    var apiKeyCommand: String?
    var apiKeyFile: String?
    var shopZone: String?
    var country: Country?
    var shopEmailDomain: String?
    var stateFolder: String?
    var dataFolder: String?
  }

  var profile: String?
  var theme: Theme.Name?
  var country: Country?
  var shopZone: String?
  var shopEmailDomain: String?
  var clerk: String?
  var desk: String?
  var clock: Shop.Clock?
  var weekStart: Weekday?
  var isASCII: Bool?
  var hasMouse: Bool?
  var isReadOnly: Bool?
  var printing = PrintSettings()
  /// Gets what was typed at the locked screen; 0 unlocks.
  var unlockCommand: String?
  /// Seconds without a key.
  var lockAfter: Int64?
  /// Seconds after which a free time must be read anew before it is booked.
  var freshFor: Int64?
  var keys: [Action: [Key]] = [:]
  var profiles: [String: Profile] = [:]

  /// For messages about what the values lead to.
  var path = ""
  var lines = ConfigLines("")

  static let settings = [
    "profile", "theme", "country", "shop_zone", "zone", "shop_email_domain", "clerk", "desk", "clock", "week_start",
    "ascii", "mouse", "read_only", "slip_command", "slip_folder", "slip_columns", "print_command", "print_folder",
    "unlock_command",
    "lock_after", "fresh_for", "keys", "profiles",
  ]
  static let profileSettings = [
    "url", "api_key_command", "api_key_file", "shop_zone", "zone", "country", "shop_email_domain", "state_dir",
    "data_dir",
  ]

  init() {}

  /// - Parameter home: what `~/` at the start of a folder stands for.
  init(text: String, path: String, home: String?) throws(ConfigurationProblem) {
    self.path = path
    do throws(ConfigSyntax.Fault) { try ConfigSyntax.check(text) } catch {
      throw .syntax(.init(path: path, line: error.line), error.reason)
    }
    let root: TOMLTable
    do {
      root = try TOMLTable(string: text)
    } catch let error as TOMLParseError {
      throw .syntax(.init(path: path, line: error.source.begin.line), error.description)
    } catch {
      throw .syntax(.init(path: path, line: nil), "unreadable")
    }
    lines = ConfigLines(text)
    let reader = ConfigReader(path: path, lines: lines, home: home)
    try reader.check(root, at: [], known: ConfigFile.settings)
    profile = try reader.text(root, "profile", [])
    theme = try reader.choice(root, "theme", [], expected: Theme.Name.choices) { Theme.Name(rawValue: $0) }
    country = try reader.country(root, [])
    shopZone = try reader.zone(root, [])
    shopEmailDomain = try reader.domain(root, [])
    clerk = try reader.text(root, "clerk", [])
    desk = try reader.text(root, "desk", [])
    clock = try reader.choice(root, "clock", [], expected: "\"12h\" or \"24h\"") { Shop.Clock(rawValue: $0) }
    weekStart = try reader.choice(root, "week_start", [], expected: "a day such as \"monday\"") { word in
      Weekday.allCases.first {
        $0.rawValue.lowercased() == word.lowercased() || $0.short.lowercased() == word.lowercased()
      }
    }
    isASCII = try reader.flag(root, "ascii", [])
    hasMouse = try reader.flag(root, "mouse", [])
    isReadOnly = try reader.flag(root, "read_only", [])
    printing = try reader.printing(root)
    unlockCommand = try reader.text(root, "unlock_command", [])
    lockAfter = try reader.seconds(root, "lock_after", [])
    freshFor = try reader.seconds(root, "fresh_for", [])
    if let table = try reader.table(root, "keys", []) { keys = try reader.keys(table) }
    if let table = try reader.table(root, "profiles", []) {
      for name in table.keys.sorted() {
        guard let inner = try reader.table(table, name, ["profiles"]) else { continue }
        profiles[name] = try reader.profile(inner, name)
      }
    }
    // The tables point into the parsed document.
    withExtendedLifetime(root) {}
  }

  func place(of path: [String]) -> ConfigurationProblem.Place { .init(path: self.path, line: lines.line(of: path)) }
}

/// Reads values of one type each; a value of another type is an error that names its line.
private struct ConfigReader {
  var path: String
  var lines: ConfigLines
  var home: String?

  func place(_ path: [String]) -> ConfigurationProblem.Place { .init(path: self.path, line: lines.line(of: path)) }

  func check(_ table: TOMLTable, at parent: [String], known: [String]) throws(ConfigurationProblem) {
    for key in table.keys.sorted() where !known.contains(key) {
      let near = known.filter { EditDistance.between($0, key) <= 2 }
        .min { (EditDistance.between($0, key), $0) < (EditDistance.between($1, key), $1) }
      throw .unknownKey(place(parent + [key]), key: key, suggestion: near)
    }
  }

  private func wrong(
    _ value: any TOMLValueConvertible, _ key: String, _ parent: [String], expected: String
  ) -> ConfigurationProblem {
    let found = value.string.map { "\"\($0)\"" } ?? "a value of another kind (\(value.type.rawValue))"
    return .wrongValue(place(parent + [key]), key: key, found: found, expected: expected)
  }

  func text(_ table: TOMLTable, _ key: String, _ parent: [String]) throws(ConfigurationProblem) -> String? {
    guard let value = table[key] else { return nil }
    guard let text = value.string, !text.isEmpty else { throw wrong(value, key, parent, expected: "text in quotes") }
    return text
  }

  /// `zone` is the shorter name of `shop_zone`.
  func zone(_ table: TOMLTable, _ parent: [String]) throws(ConfigurationProblem) -> String? {
    if let zone = try text(table, "shop_zone", parent) { return zone }
    return try text(table, "zone", parent)
  }

  func flag(_ table: TOMLTable, _ key: String, _ parent: [String]) throws(ConfigurationProblem) -> Bool? {
    guard let value = table[key] else { return nil }
    guard let flag = value.bool else { throw wrong(value, key, parent, expected: "true or false") }
    return flag
  }

  func table(_ table: TOMLTable, _ key: String, _ parent: [String]) throws(ConfigurationProblem) -> TOMLTable? {
    guard let value = table[key] else { return nil }
    guard let inner = value.table else { throw wrong(value, key, parent, expected: "a table, [\(key)]") }
    return inner
  }

  func choice<T>(
    _ table: TOMLTable, _ key: String, _ parent: [String], expected: String, _ read: (String) -> T?
  ) throws(ConfigurationProblem) -> T? {
    guard let value = table[key] else { return nil }
    guard let text = value.string, let choice = read(text) else { throw wrong(value, key, parent, expected: expected) }
    return choice
  }

  func country(_ table: TOMLTable, _ parent: [String]) throws(ConfigurationProblem) -> Country? {
    try choice(table, "country", parent, expected: "a country's two letters, such as \"US\"") { Country(code: $0) }
  }

  func domain(_ table: TOMLTable, _ parent: [String]) throws(ConfigurationProblem) -> String? {
    try choice(table, "shop_email_domain", parent, expected: "a domain of e-mail, such as \"shop.example\"") { text in
      let labels = text.split(separator: ".", omittingEmptySubsequences: false)
      let isDomain =
        labels.count > 1 && text.utf8.count < 200
        && labels.allSatisfy { label in
          !label.isEmpty && label.first != "-" && label.last != "-"
            && label.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
        }
      return isDomain ? text.lowercased() : nil
    }
  }

  func folder(_ table: TOMLTable, _ key: String, _ parent: [String]) throws(ConfigurationProblem) -> String? {
    try choice(table, key, parent, expected: "a path from \"/\" or \"~/\" on") { text in
      if text.hasPrefix("~/"), let home { return home + text.dropFirst() }
      return text.hasPrefix("/") ? text : nil
    }
  }

  func printing(_ table: TOMLTable) throws(ConfigurationProblem) -> PrintSettings {
    PrintSettings(
      slipCommand: try text(table, "slip_command", []), slipFolder: try folder(table, "slip_folder", []),
      slipColumns: try number(table, "slip_columns", [], in: 20...132),
      printCommand: try text(table, "print_command", []), printFolder: try folder(table, "print_folder", []))
  }

  func number(
    _ table: TOMLTable, _ key: String, _ parent: [String], in range: ClosedRange<Int>
  ) throws(ConfigurationProblem) -> Int? {
    guard let value = table[key] else { return nil }
    guard let number = value.int, range.contains(number) else {
      let found = value.int.map(String.init)
      let expected = "a number from \(range.lowerBound) to \(range.upperBound)"
      guard let found else { throw wrong(value, key, parent, expected: expected) }
      throw .wrongValue(place(parent + [key]), key: key, found: found, expected: expected)
    }
    return number
  }

  /// `"90s"`, `"10m"`, `"1h"`, as seconds.
  func seconds(_ table: TOMLTable, _ key: String, _ parent: [String]) throws(ConfigurationProblem) -> Int64? {
    try choice(table, key, parent, expected: "a time from \"10s\" to \"24h\", such as \"10m\"") { text in
      let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3600]
      guard let unit = text.last.flatMap({ units[$0] }), let count = Int64(text.dropLast()), count <= 86_400 else {
        return nil
      }
      return (10...86_400).contains(count * unit) ? count * unit : nil
    }
  }

  func profile(_ table: TOMLTable, _ name: String) throws(ConfigurationProblem) -> ConfigFile.Profile {
    let here = ["profiles", name]
    guard Configuration.isProfileName(name) else { throw .badProfileName(name) }
    try check(table, at: here, known: ConfigFile.profileSettings)
    var profile = ConfigFile.Profile()
    profile.url = try text(table, "url", here)
    profile.apiKeyCommand = try text(table, "api_key_command", here)
    profile.apiKeyFile = try folder(table, "api_key_file", here)
    profile.shopZone = try zone(table, here)
    profile.country = try country(table, here)
    profile.shopEmailDomain = try domain(table, here)
    profile.stateFolder = try folder(table, "state_dir", here)
    profile.dataFolder = try folder(table, "data_dir", here)
    return profile
  }

  /// `walkIn = "w"` or `walkIn = ["w", "F2"]`. Whether keys clash, the key map says; the line is that of the one that was set.
  func keys(_ table: TOMLTable) throws(ConfigurationProblem) -> [Action: [Key]] {
    try check(table, at: ["keys"], known: Action.allCases.map(\.rawValue))
    var result: [Action: [Key]] = [:]
    for name in table.keys.sorted() {
      guard let value = table[name], let action = Action(rawValue: name) else { continue }
      let names = value.string.map { [$0] } ?? value.array?.map { $0.string ?? "" } ?? []
      let keys = names.compactMap { Key(name: $0) }
      guard !keys.isEmpty, keys.count == names.count else {
        throw wrong(value, name, ["keys"], expected: "a key such as \"w\", \"Ctrl-G\" or \"F2\", or a list of keys")
      }
      for key in keys {
        guard let refusal = KeyMap.standard.refusal(of: key, for: action) else { continue }
        throw .refusedKey(place(["keys", name]), key, action, refusal)
      }
      result[action] = keys
    }
    guard !result.isEmpty else { return result }
    do throws(KeyMap.Clash) { _ = try KeyMap.standard.replacing(result) } catch {
      let culprits = [error.second, error.first].filter { result[$0] != nil }.map { place(["keys", $0.rawValue]) }
        .sorted { ($0.line ?? 0) > ($1.line ?? 0) }
      throw .clashingKeys(
        culprits.first ?? place(["keys"]), error, other: culprits.count > 1 ? culprits.last?.line : nil)
    }
    return result
  }
}

/// Insertions, deletions and replacements between two words: for "did you mean".
enum EditDistance {
  static func between(_ a: String, _ b: String) -> Int {
    let b = Array(b.utf8)
    var row = Array(0...b.count)
    for (i, byte) in a.utf8.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, other) in b.enumerated() {
        let above = row[j + 1]
        row[j + 1] = min(above + 1, row[j] + 1, diagonal + (byte == other ? 0 : 1))
        diagonal = above
      }
    }
    return row[b.count]
  }
}

extension Theme.Name {
  /// For messages: `dark, light, … or mono`.
  static var choices: String {
    let names = allCases.map(\.rawValue)
    return names.dropLast().joined(separator: ", ") + " or " + (names.last ?? "")
  }
}
