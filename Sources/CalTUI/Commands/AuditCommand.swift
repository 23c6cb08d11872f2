import ArgumentParser
import BookingModel
import CalProtocol
import DeskStore
import Glibc
import ZoneData

/// `caltui audit`: who changed what, and whether that record is whole.
struct AuditCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit", abstract: "Show or check the record of every change of a booking made from this machine.",
    subcommands: [AuditShowCommand.self, AuditVerifyCommand.self])
}

/// `caltui audit show`
struct AuditShowCommand: DeskAction {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Print the record, the oldest line first.")

  @OptionGroup var global: GlobalArguments
  @Option(help: ArgumentHelp("Only so many of the latest lines.", valueName: "count"))
  var last: Int?
  @Flag(help: "Print JSON: an array of {number, at, event, kind, deskRef, clerk, desk, …, previous, hash}.")
  var json = false

  func validate() throws {
    if let last, last < 1 { throw ValidationError("--last must be 1 or more.") }
  }

  func perform(_ surroundings: Surroundings) throws(CommandFailure) {
    let audit = try AuditFile(global, surroundings)
    let lines = try audit.ask(.auditLines(last: last))
    if json {
      surroundings.print(JSONText.text(.array(lines.map(\.json))))
    } else {
      for line in lines { surroundings.print(audit.text(line)) }
    }
  }
}

/// `caltui audit verify`
struct AuditVerifyCommand: DeskAction {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Check that no line of the record was changed, taken out or put in.")

  @OptionGroup var global: GlobalArguments
  @Flag(help: "Print JSON: {intact, lines}; a fault is an error object on standard error.")
  var json = false

  func perform(_ surroundings: Surroundings) throws(CommandFailure) {
    let finding = try AuditFile(global, surroundings).finding()
    guard case .intact(let lines) = finding else { throw CommandFailure(finding) }
    if json {
      surroundings.print(JSONText.text(["intact": true, "lines": .int(Int64(lines))]))
    } else {
      surroundings.print(lines == 1 ? "1 line, intact" : "\(lines) lines, intact")
    }
  }
}

/// The store that holds the audit. Nothing else is asked, so it works while the server is away.
private struct AuditFile {
  let store: DeskStore
  let zone: Zone

  init(_ global: GlobalArguments, _ surroundings: Surroundings) throws(CommandFailure) {
    let configuration: Configuration
    let clock: DeskClock
    let loader = ZoneLoader()
    do throws(ConfigurationProblem) {
      configuration = try Launch.configuration(options: global.options, environment: surroundings.environment)
      clock = try configuration.clock(loader: loader)
      let name = configuration.shopZone ?? loader.machineZoneIdentifier(tz: configuration.machineZone)
      zone = try Launch.zone(name, loader: loader)
    } catch {
      throw CommandFailure(error)
    }
    // Looking makes no store.
    guard access(configuration.storePath, F_OK) == 0 else {
      throw CommandFailure(.notFound, "there is no record yet: \(configuration.storePath) does not exist.")
    }
    do throws(StoreError) {
      store = try AuditFile.open(configuration.storePath, now: clock.now)
    } catch {
      throw CommandFailure(error)
    }
  }

  /// Who may read the store may look at its record, whoever may write it.
  private static func open(_ path: String, now: Instant) throws(StoreError) -> DeskStore {
    do throws(StoreError) { return try DeskStore.open(path: path, now: now) } catch {
      guard case .unwritable = error, access(path, R_OK) == 0 else { throw error }
      return try DeskStore.openReadOnly(path: path)
    }
  }

  func finding() throws(CommandFailure) -> AuditFinding {
    do throws(StoreError) { return try store.auditFinding() } catch { throw CommandFailure(error) }
  }

  func ask<Answer>(_ request: StoreRequest<Answer>) throws(CommandFailure) -> Answer {
    do throws(StoreError) { return try store.run(request) } catch { throw CommandFailure(error) }
  }

  /// With times as the shop's clock shows them.
  func text(_ line: AuditLine) -> String {
    let at = zone.local(line.at)
    let time = "\(at.day) \(twoDigits(at.hour)):\(twoDigits(at.minute % 60))"
    let what = line.kind + (line.event == .intent ? "" : " " + line.event.rawValue)
    return TextTable.row([
      (String(line.number), 5), (time, 16), (what, 18), (line.clerk, 10), (line.desk, 10),
      (line.booking?.rawValue ?? line.deskRef.rawValue, 24), (line.reason, 0),
    ])
  }
}

extension AuditLine {
  var json: JSONValue {
    var fields: [String: JSONValue] = [
      "number": .int(Int64(number)), "at": .string(at.iso8601), "event": .string(event.rawValue),
      "kind": .string(kind), "deskRef": .string(deskRef.rawValue), "profile": .string(profile),
      "clerk": .string(clerk), "desk": .string(desk), "reason": .string(reason), "previous": .string(previous),
      "hash": .string(hash),
    ]
    if let service { fields["eventTypeId"] = .int(Int64(service.rawValue)) }
    if let start { fields["start"] = .string(start.iso8601) }
    if let booking { fields["uid"] = .string(booking.rawValue) }
    return .object(fields)
  }
}

extension CommandFailure {
  /// What is wrong with the record; ``AuditFinding/intact(lines:)`` is no failure.
  init(_ finding: AuditFinding) {
    let sentence =
      switch finding {
      case .intact(let lines): "the record of \(lines) lines is intact."
      case .changed(let line): "line \(line) of the record was changed after it was written."
      case .broken(let after, let before):
        after == 0
          ? "the record begins with line \(before), which does not stand first: lines were taken out or put in."
          : "line \(before) of the record does not follow line \(after): lines were taken out or put in between."
      case .cut(let lines, let head):
        "the record ends with line \(lines), but \(head) lines were written: the last ones were taken out."
      case .grown(let lines, let head):
        "the record has \(lines) lines, but \(head) were written: the last ones were put in."
      case .replaced(let line): "line \(line) of the record is not the one that was written there."
      case .headMissing(let lines):
        "the record has \(lines) lines, but the file beside the store that counts them is gone."
      case .headUnreadable(let lines):
        "the record has \(lines) lines, but the file beside the store that counts them cannot be read."
      case .noHash: "the record cannot be checked: libcrypto is not installed. Install libssl3."
      }
    let advice = finding == .noHash ? "" : " Compare it with a copy of the store; caltui audit show prints it."
    self.init(.ruleRefused, sentence + advice)
  }
}
