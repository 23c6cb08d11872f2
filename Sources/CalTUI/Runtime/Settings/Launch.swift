import BookingModel
import Glibc
import ZoneData

/// Reads what lies around the program, once, at its start.
enum Launch {
  /// The config file is optional; one that is there and wrong is an error.
  static func configuration(
    options: GlobalOptions, environment: [String: String]
  ) throws(ConfigurationProblem) -> Configuration {
    let paths = try Paths(environment: environment)
    let text: String?
    do throws(TextFile.Failure) {
      text = String(decoding: try TextFile.read(paths.config, limit: 1 << 20).content, as: UTF8.self)
    } catch {
      guard case .failed(let reason) = error else {
        return try Configuration(options: options, environment: environment, file: nil, machineName: machineName())
      }
      throw .unreadableConfig(path: paths.config, reason: reason)
    }
    let file = try text.map { text throws(ConfigurationProblem) in
      try ConfigFile(text: text, path: paths.config, home: paths.home)
    }
    return try Configuration(options: options, environment: environment, file: file, machineName: machineName())
  }

  /// The host's name up to the first dot: what a desk is called unless it is given a name.
  static func machineName() -> String {
    var buffer = [CChar](repeating: 0, count: 256)
    guard gethostname(&buffer, buffer.count - 1) == 0 else { return "desk" }
    let name = buffer.prefix { $0 != 0 && $0 != CChar(bitPattern: UInt8(ascii: ".")) }.map { UInt8(bitPattern: $0) }
    return name.isEmpty ? "desk" : String(decoding: name, as: UTF8.self)
  }

  /// Loads a zone by name; a mistyped one comes with what it may have meant.
  static func zone(_ identifier: String, loader: ZoneLoader = ZoneLoader()) throws(ConfigurationProblem) -> Zone {
    if let zone = loader.zone(identifier) { return zone }
    throw .unknownZone(identifier, suggestions: loader.suggestions(for: identifier))
  }
}

extension Configuration {
  /// The zone in which a start of the clock without an offset is read: the configured shop zone, else the machine's.
  func clock(loader: ZoneLoader = ZoneLoader()) throws(ConfigurationProblem) -> DeskClock {
    guard let clockStart else { return DeskClock() }
    if let offset = clockStart.offsetSeconds { return DeskClock(startingAt: clockStart.instant(offsetSeconds: offset)) }
    let zone = try Launch.zone(shopZone ?? loader.machineZoneIdentifier(tz: machineZone), loader: loader)
    let time = LocalTime(day: clockStart.day, minute: clockStart.millisecondOfDay / 60_000)
    return DeskClock(
      startingAt: zone.instant(of: time).adding(milliseconds: Int64(clockStart.millisecondOfDay % 60_000)))
  }
}
