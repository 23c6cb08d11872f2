import BookingModel
import Foundation
import Synchronization

@testable import CalTUI

/// One command line, run in this process with an environment of its own.
struct CommandRun: Sendable {
  var code: Int32
  var output: String
  var errors: String
  /// In how many pieces the output came.
  var pieces = 0

  var json: Any? { try? JSONSerialization.jsonObject(with: Data(output.utf8), options: .fragmentsAllowed) }
  var array: [[String: Any]] { json as? [[String: Any]] ?? [] }
  var object: [String: Any] { json as? [String: Any] ?? [:] }
  /// The `error` of a failure told as JSON.
  var error: [String: Any] {
    let top = try? JSONSerialization.jsonObject(with: Data(errors.utf8)) as? [String: Any]
    return top?["error"] as? [String: Any] ?? [:]
  }

  /// On a thread of its own: commands wait, and the threads of tests must go on.
  static func of(
    _ arguments: [String], _ environment: [String: String], examinationMilliseconds: Int = 5_000
  ) async -> CommandRun {
    await withCheckedContinuation { continuation in
      let thread = Thread {
        let output = Text()
        let errors = Text()
        let surroundings = Surroundings(
          environment: environment, standardOutput: { output.add($0) }, standardError: { errors.add($0) },
          lookUpSeconds: [0, 0], examinationMilliseconds: examinationMilliseconds)
        let code = Surroundings.$current.withValue(surroundings) { Caltui.execute(arguments) }
        continuation.resume(
          returning: CommandRun(code: code, output: output.all, errors: errors.all, pieces: output.pieces))
      }
      thread.stackSize = 4 << 20
      thread.start()
    }
  }

  private final class Text: Sendable {
    private let content = Mutex<[String]>([])
    func add(_ text: String) { content.withLock { $0.append(text) } }
    var all: String { content.withLock { $0.joined() } }
    var pieces: Int { content.withLock { $0.count } }
  }
}

/// A home folder of its own with a shop in Berlin, on a Monday morning.
final class ShopFolder: Sendable {
  private static let morning = "2026-11-23T08:00:00+01:00"
  /// The time of the shop for servers in this process: the dates that tests book must lie ahead in any year.
  static let clock = DeskClock(startingAt: Instant(iso8601: morning))
  let path = NSTemporaryDirectory() + "caltui-home-" + UUID().uuidString

  init(config: String = "shop_zone = \"Europe/Berlin\"\ncountry = \"DE\"\n") throws {
    try FileManager.default.createDirectory(atPath: path + "/.config/caltui", withIntermediateDirectories: true)
    try Data(config.utf8).write(to: URL(fileURLWithPath: path + "/.config/caltui/config.toml"))
  }

  func environment(_ more: [String: String] = [:]) -> [String: String] {
    ["HOME": path, "CALTUI_NOW": ShopFolder.morning, "TZ": "UTC", "XDG_RUNTIME_DIR": path]
      .merging(more) { $1 }
  }

  func run(_ arguments: String..., environment more: [String: String] = [:]) async -> CommandRun {
    await CommandRun.of(arguments, environment(more))
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}
