import DeskStore
import Foundation
import Glibc
import LocalServer
import Testing

@testable import CalTUI

/// Files that may not grow (`RLIMIT_FSIZE`) stand for a disk that is full at any point of a command.
@Suite(.enabled(if: BuiltProgram.path != nil, "the program is not built beside the tests"))
struct DiskTests {
  private let shop: ShopFolder
  init() throws { shop = try ShopFolder() }

  private static let booking =
    "book --service express-wash --start 2026-11-24T10:00 --name 'Dee Park' --phone '030 1234567'"

  /// In blocks of 1024 bytes.
  private func run(_ limit: Int, _ words: String, _ more: [String: String] = [:]) throws -> CommandRun {
    let path = try #require(BuiltProgram.path)
    return try BuiltProgram(
      ["-c", "ulimit -f \(limit); exec '\(path)' \(words)"], shop.environment(more), path: "/bin/bash"
    ).finish()
  }

  private var storeFolder: String { shop.path + "/.local/state/caltui" }

  @Test func `whatever does not fit is one line, and no write leaves without its row`() async throws {
    let server = try LocalServer(
      database: shop.path + "/shop.sqlite", apiKey: "cal_disk", edges: Edges(clock: { ShopFolder.clock.now }))
    try server.api.createShop(LocalShop(country: "DE", zone: "Europe/Berlin"))
    let address = try await server.start(on: .loopback(port: 0))
    let far = ["CAL_API_URL": address.url, "CAL_API_KEY": "cal_disk"]
    var codes: Set<Int32> = []
    for limit in [0, 1, 4, 8, 16, 40, 72, 100, 140, 180, 240, 400] {
      let end = try run(limit, DiskTests.booking, far)
      codes.insert(end.code)
      let names = (try? FileManager.default.contentsOfDirectory(atPath: storeFolder)) ?? []
      let file = names.first { $0.hasSuffix(".desk.sqlite") }
      if end.code == 1 {
        #expect(end.errors.split(separator: "\n").count == 1 && end.output.isEmpty, "\(limit): \(end)")
        #expect(end.errors.contains("cannot write") || end.errors.contains("disk"), "\(limit): \(end)")
      } else {
        // Booked, or the time is taken by the booking of a run before.
        #expect(end.code == 0 || end.code == 5, "\(limit): \(end)")
      }
      // With room again the store is whole, and every booking has its row.
      guard let file else { continue }
      let store = try DeskStore.open(path: storeFolder + "/" + file, now: ShopFolder.clock.now)
      #expect(try store.findings() == [], "\(limit)")
      let rows = try store.run(.recentWrites(limit: 100)).count
      let listed = try run(100_000, "list --from 2026-11-24 --json", far)
      #expect(listed.array.count <= rows, "\(limit)")
      if end.code == 1 { #expect(listed.array.count == 0 || codes.contains(0), "\(limit)") }
      try store.close()
    }
    #expect(codes.contains(1) && codes.contains(0), "\(codes)")
    await server.stop()
  }

  @Test(arguments: [0, 1, 4, 16, 64]) func `a shop that does not fit is not half made`(limit: Int) throws {
    let end = try run(limit, "services")
    #expect(end.code == 1 && end.errors.split(separator: "\n").count == 1, "\(end)")
    let again = try run(100_000, "services")
    #expect(again.code == 0 && again.output.contains("express-wash"), "\(again)")
    #expect(try LocalAPI.findings(database: shop.path + "/.local/share/caltui/local.sqlite") == [])
  }

  /// Whatever the shell's umask is, each file is its owner's alone.
  @Test(arguments: ["000", "022", "077"]) func `files and folders are closed to others`(mask: String) throws {
    let path = try #require(BuiltProgram.path)
    let words = [DiskTests.booking, "list", "find Dee", "doctor", "audit show"]
    let script = words.map { "'\(path)' \($0) >/dev/null || exit 9" }.joined(separator: "; ")
    let end = try BuiltProgram(
      ["-c", "umask \(mask); \(script)"], shop.environment(["XDG_RUNTIME_DIR": shop.path + "/run"]), path: "/bin/bash"
    ).finish()
    #expect(end.code == 0, "\(end)")
    var seen: [String] = []
    for folder in [".local/state/caltui", ".local/share/caltui"] {
      let root = shop.path + "/" + folder
      #expect(try mode(root) == 0o700)
      for name in try FileManager.default.contentsOfDirectory(atPath: root) {
        #expect(try mode(root + "/" + name) == 0o600, "\(name)")
        seen.append(name)
      }
    }
    #expect(Set(seen).isSuperset(of: ["local.desk.sqlite", "local.desk.sqlite.audit", "local.sqlite"]))
  }

  private func mode(_ path: String) throws -> Int {
    try #require(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int)
  }

  /// `-wal` and `-shm` are there while the desk's files are open.
  @Test(arguments: [0o000, 0o077]) func `the logs of open files and the papers are closed to others`(mask: Int) throws {
    let before = umask(mode_t(mask))
    defer { umask(before) }
    let root = shop.path + "/state"
    let store = try DeskStore.open(path: root + "/a.desk.sqlite", now: ShopFolder.clock.now)
    try store.run(.setSetting("clerk", "Ann"))
    let api = try LocalAPI(database: shop.path + "/data/a.sqlite", apiKey: "k")
    try api.createShop(LocalShop(country: "DE", zone: "Europe/Berlin"))
    let slip = try PaperFile.save("Dee Park\n", name: "slip.txt", in: root + "/slips")
    #expect(try mode(slip) == 0o600)
    for folder in [root, shop.path + "/data", root + "/slips"] { #expect(try mode(folder) == 0o700, "\(folder)") }
    for file in [root + "/a.desk.sqlite", shop.path + "/data/a.sqlite"] {
      for end in ["", "-wal", "-shm"] { #expect(try mode(file + end) == 0o600, "\(file)\(end)") }
    }
    try store.close()
  }
}
