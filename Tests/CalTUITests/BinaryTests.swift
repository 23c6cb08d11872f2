import Foundation
import Testing

@testable import CalTUI

/// The built program itself: exit codes, standard streams, signals.
@Suite(.enabled(if: BuiltProgram.path != nil, "the program is not built beside the tests"), .serialized)
struct BinaryTests {
  private let shop: ShopFolder
  init() throws { shop = try ShopFolder() }

  private func program(_ arguments: [String], _ more: [String: String] = [:]) throws -> BuiltProgram {
    try BuiltProgram(arguments, shop.environment(more))
  }

  @Test func `version is one line and 0, wrong use one line and 2`() throws {
    let version = try program(["--version"]).finish()
    #expect(version.code == 0 && version.output == "caltui \(Version.full)\n" && version.errors.isEmpty)
    let wrong = try program(["list", "--bogus"]).finish()
    #expect(wrong.code == 2 && wrong.output.isEmpty && wrong.errors.split(separator: "\n").count == 1)
  }

  @Test func `completions for three shells are printed`() throws {
    for shell in ["bash", "zsh", "fish"] {
      let run = try program(["--generate-completion-script", shell]).finish()
      #expect(run.code == 0 && run.output.contains("caltui"))
    }
  }

  @Test func `a reader that goes early is no failure`() throws {
    let path = try #require(BuiltProgram.path)
    let run = try BuiltProgram(
      ["-c", "'\(path)' services | true; echo ${PIPESTATUS[0]}"], shop.environment(), path: "/bin/bash"
    ).finish()
    #expect(run.output == "0\n")
    #expect(run.errors.isEmpty)
  }

  @Test func `Ctrl-C while a command waits is 130 without a word`() async throws {
    let asked = DispatchSemaphore(value: 0)
    let never = DispatchSemaphore(value: 0)
    let server = try OneShotServer { _ in
      asked.signal()
      never.wait()
      return nil
    }
    defer {
      never.signal()
      server.stop()
    }
    let run = try program(["services"], ["CAL_API_URL": "http://127.0.0.1:\(server.port)", "CAL_API_KEY": "cal_x"])
    await withCheckedContinuation { continuation in
      Thread {
        asked.wait()
        continuation.resume()
      }.start()
    }
    kill(run.pid, SIGINT)
    let end = run.finish()
    #expect(end.code == 130 && end.output.isEmpty && end.errors.isEmpty)
  }

  static let stops: [(Int32, Int32)] = [(SIGTERM, 0), (SIGINT, 130)]

  @Test(arguments: stops) func `serve says where it is, serves, and ends in order`(signal: Int32, code: Int32)
    async throws
  {
    let database = shop.path + "/served.sqlite"
    let server = try program(
      ["serve", "--listen", "127.0.0.1:0", "--database", database, "--time-zone", "Asia/Kathmandu", "--json"],
      ["CAL_API_KEY": "cal_served"])
    let ready = try #require(try JSONSerialization.jsonObject(with: Data(server.readLine().utf8)) as? [String: String])
    #expect(Set(ready.keys) == ["url", "database", "apiKey"])
    #expect(ready["database"] == database && ready["apiKey"] == "cal_served")
    // Another program of this machine is its client.
    let client = ShopClient(url: try #require(ready["url"]), key: "cal_served", folder: try ShopFolder(config: ""))
    let slots = await client.run(
      "slots", "--service", "express-wash", "--from", "2026-11-24", "--to", "2026-11-24", "--json")
    #expect(slots.code == 0 && slots.output.contains("2026-11-24T09:00:00.000+05:45"))
    let stranger = ShopClient(url: client.url, key: "cal_wrong", folder: client.folder)
    #expect(await stranger.run("services").code == 3)
    kill(server.pid, signal)
    #expect(server.finish().code == code)
    #expect(await client.run("services").code == 8)
  }

  @Test func `a server that is read-only books nothing`() async throws {
    let database = shop.path + "/still.sqlite"
    let server = try program(
      [
        "serve", "--listen", "127.0.0.1:0", "--database", database, "--time-zone", "Europe/Berlin", "--read-only",
        "--json",
      ],
      ["CAL_API_KEY": "cal_served"])
    defer {
      kill(server.pid, SIGTERM)
      _ = server.finish()
    }
    let ready = try #require(try JSONSerialization.jsonObject(with: Data(server.readLine().utf8)) as? [String: String])
    let remote = ["CAL_API_URL": try #require(ready["url"]), "CAL_API_KEY": "cal_served"]
    #expect(try program(["services"], remote).finish().code == 0)
    let run = try program(
      [
        "book", "--service", "express-wash", "--start", "2031-06-03T10:00", "--name", "Ann", "--phone",
        "+4930123456",
      ], remote
    ).finish()
    #expect(run.code == 3, "\(run.errors)")
    #expect(run.errors.contains("read-only"))
  }

  @Test func `serve on a socket leaves no socket behind, and one at a time may have it`() async throws {
    let path = shop.path + "/s.sock"
    let first = try program(["serve", "--socket", path, "--json"])
    let ready = first.readLine()
    #expect(ready.contains("unix:"))
    let second = try program(["serve", "--socket", path, "--json"]).finish()
    #expect(second.code == 1 && second.errors.contains("in use"))
    kill(first.pid, SIGTERM)
    #expect(first.finish().code == 0)
    #expect(!FileManager.default.fileExists(atPath: path))
  }

  @Test func `many programs that want one slot: exactly one gets it`() throws {
    _ = try program(["services"]).finish()
    let racers = try (0..<6).map { index in
      try program([
        "book", "--service", "express-wash", "--start", "2026-11-23T09:30", "--name", "Racer \(index)", "--phone",
        "0151 1234567",
      ])
    }
    let codes = racers.map { $0.finish().code }.sorted()
    #expect(codes == [0, 5, 5, 5, 5, 5])
  }
}

private struct ShopClient {
  var url: String
  var key: String
  var folder: ShopFolder

  func run(_ arguments: String...) async -> CommandRun {
    await CommandRun.of(arguments, folder.environment(["CAL_API_URL": url, "CAL_API_KEY": key]))
  }
}

/// The program as it was built beside the tests.
final class BuiltProgram {
  static let path: String? = {
    // …/debug/caltuiPackageTests.xctest
    let folder = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent().path
    let path = folder + "/caltui"
    return FileManager.default.isExecutableFile(atPath: path) ? path : nil
  }()

  private let process = Process()
  private let output = Pipe()
  private let errors = Pipe()

  init(_ arguments: [String], _ environment: [String: String], path: String? = BuiltProgram.path) throws {
    process.executableURL = URL(fileURLWithPath: try #require(path))
    process.arguments = arguments
    process.environment = environment
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = errors
    try process.run()
  }

  var pid: Int32 { process.processIdentifier }

  func readLine() -> String {
    var line: [UInt8] = []
    while let byte = try? output.fileHandleForReading.read(upToCount: 1), let first = byte.first, first != 0x0A {
      line.append(first)
    }
    return String(decoding: line, as: UTF8.self)
  }

  func finish() -> CommandRun {
    let text = (try? output.fileHandleForReading.readToEnd()).flatMap { $0 } ?? Data()
    let said = (try? errors.fileHandleForReading.readToEnd()).flatMap { $0 } ?? Data()
    process.waitUntilExit()
    let code = process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus
    return CommandRun(
      code: code, output: String(decoding: text, as: UTF8.self), errors: String(decoding: said, as: UTF8.self))
  }
}
