public import BookingModel

/// Reads the rules of time zones from the system's zone files.
///
/// Foundation's `TimeZone` is not used, because ICU alone would cost a third of the memory that the whole program may have (DESIGN 13).
public struct ZoneLoader: Sendable {
  /// The folder of compiled zone files.
  public var folder: String

  public init(folder: String = "/usr/share/zoneinfo") { self.folder = folder }

  /// `nil` when the name is not an IANA name that this machine knows, or when its file is damaged. `UTC` is known without any file.
  public func zone(_ identifier: String) -> Zone? {
    if identifier == "UTC" { return .utc }
    guard ZoneLoader.isPlausible(identifier),
      let bytes = readSmallFile(folder + "/" + identifier, limit: 65_536), let file = ZoneFile(bytes)
    else { return nil }
    return Zone(identifier: identifier, file: file)
  }

  /// Whether a text can be an IANA name at all: `Area/Place` of ASCII letters, digits, `+`, `-`, `_`, each part starting with a capital
  /// letter (which keeps `posix/`, `right/`, `localtime` and every path that leaves the folder out), or `Etc/GMT+5` and the like.
  public static func isPlausible(_ identifier: String) -> Bool {
    guard (1...64).contains(identifier.utf8.count) else { return false }
    let parts = identifier.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    guard parts.count <= 3, let area = parts.first?.first, (0x41...0x5A).contains(area) else { return false }
    return parts.allSatisfy { part in
      guard let first = part.first, isLetter(first) else { return false }
      return part.allSatisfy { isLetter($0) || (0x30...0x39).contains($0) || $0 == 0x2B || $0 == 0x2D || $0 == 0x5F }
    }
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
  }
}

// MARK: - The machine's own zone

extension ZoneLoader {
  /// The zone of this machine: `TZ` when it names one, else the word in `/etc/timezone`, else the place `/etc/localtime` points to, else
  /// `UTC`. Only a zone that can be loaded is answered.
  ///
  /// - Parameter tz: the environment's `TZ`. As in POSIX an empty one means UTC; a rule text such as `CET-1CEST` names no zone and is passed over.
  public func machineZoneIdentifier(tz: String?, systemFolder: String = "/etc") -> String {
    if let tz {
      let name = tz.hasPrefix(":") ? String(tz.dropFirst()) : tz
      if name.isEmpty { return "UTC" }
      if let known = loadable(name) ?? loadable(nameInside(path: name)) { return known }
    }
    if let bytes = readSmallFile(systemFolder + "/timezone", limit: 1024) {
      let line = String(decoding: bytes.prefix { $0 != 0x0A }, as: UTF8.self)
      if let known = loadable(String(line.filter { !$0.isWhitespace })) { return known }
    }
    if let target = readLink(systemFolder + "/localtime"), let known = loadable(nameInside(path: target)) {
      return known
    }
    return "UTC"
  }

  private func loadable(_ identifier: String?) -> String? {
    guard let identifier, zone(identifier) != nil else { return nil }
    return identifier
  }

  /// `Europe/Berlin` of `/usr/share/zoneinfo/Europe/Berlin` or `../usr/share/zoneinfo/posix/Europe/Berlin`.
  private func nameInside(path: String) -> String? {
    let parts = path.split(separator: "/")
    guard let index = parts.lastIndex(where: { $0.hasPrefix("zoneinfo") }) else { return nil }
    var name = parts[(index + 1)...]
    if name.first == "posix" { name = name.dropFirst() }
    return name.joined(separator: "/")
  }
}

// MARK: - Names

extension ZoneLoader {
  /// Every name that the machine's zone lists mention, sorted; empty when it has no list. Aliases are among them where `tzdata.zi` is there.
  public func knownIdentifiers() -> [String] {
    var names: Set<String> = []
    if let bytes = readSmallFile(folder + "/tzdata.zi", limit: 1 << 20) {
      for line in bytes.split(separator: 0x0A) {
        let words = line.split(separator: 0x20)
        // `Z NAME …` defines a zone, `L TARGET NAME` an alias.
        if words.count > 2, words[0].elementsEqual([UInt8(ascii: "Z")]) {
          names.insert(String(decoding: words[1], as: UTF8.self))
        } else if words.count == 3, words[0].elementsEqual([UInt8(ascii: "L")]) {
          names.insert(String(decoding: words[2], as: UTF8.self))
        }
      }
    }
    for list in ["zone1970.tab", "zone.tab"] where names.isEmpty {
      for line in (readSmallFile(folder + "/" + list, limit: 1 << 20) ?? []).split(separator: 0x0A) {
        let columns = line.split(separator: 0x09)
        if line.first != UInt8(ascii: "#"), columns.count >= 3 {
          names.insert(String(decoding: columns[2], as: UTF8.self))
        }
      }
    }
    return names.filter(ZoneLoader.isPlausible).sorted()
  }

  /// The country (ISO 3166-1, two letters) in which most people of a zone live: a default to offer, no more. `nil` for `UTC` and for aliases
  /// that the machine's lists leave out.
  public func countryCode(ofZone identifier: String) -> String? {
    for list in ["zone1970.tab", "zone.tab"] {
      for line in (readSmallFile(folder + "/" + list, limit: 1 << 20) ?? []).split(separator: 0x0A) {
        let columns = line.split(separator: 0x09)
        guard line.first != UInt8(ascii: "#"), columns.count >= 3, columns[2].elementsEqual(identifier.utf8) else {
          continue
        }
        // The list puts the country with most people of the zone first.
        let code = String(decoding: columns[0].prefix(2), as: UTF8.self)
        return code.utf8.count == 2 ? code : nil
      }
    }
    return nil
  }

  /// Names that a mistyped one may have meant, best first: `europe/berln` gives `Europe/Berlin`, `Berlin` as well.
  public func suggestions(for text: String, limit: Int = 3) -> [String] {
    let wanted = ZoneLoader.folded(text.prefix(64))
    guard !wanted.isEmpty else { return [] }
    let scored = knownIdentifiers().compactMap { name -> (score: Int, name: String)? in
      let whole = ZoneLoader.folded(name[...])
      let place = ZoneLoader.folded(name.split(separator: "/").last ?? "")
      let distance = min(
        ZoneLoader.editDistance(wanted, whole), ZoneLoader.editDistance(wanted, place),
        place.starts(with: wanted) && wanted.count >= 3 ? 1 : Int.max)
      return distance <= 2 + wanted.count / 8 ? (distance, name) : nil
    }
    return scored.sorted { ($0.score, $0.name) < ($1.score, $1.name) }.prefix(limit).map(\.name)
  }

  private static func folded(_ text: Substring) -> [UInt8] {
    text.lowercased().utf8.map { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "-") ? UInt8(ascii: "_") : $0 }
  }

  /// Insertions, deletions and replacements between two words.
  private static func editDistance(_ a: [UInt8], _ b: [UInt8]) -> Int {
    var row = Array(0...b.count)
    for (i, byte) in a.enumerated() {
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
