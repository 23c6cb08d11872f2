import Foundation
import Glibc
import Testing

@Suite struct AuditCommandTests {
  private let booking = [
    "book", "--service", "express-wash", "--start", "2026-11-23T10:00", "--name", "Maria Álvarez", "--phone",
    "+4930901820", "--clerk", "Ann", "--desk", "front",
  ]

  @Test func `what a command books is in the record, which is intact`() async throws {
    let home = try ShopFolder()
    #expect(await CommandRun.of(booking, home.environment()).code == 0)
    let shown = await home.run("audit", "show", "--json")
    #expect(shown.code == 0)
    #expect(shown.array.map { $0["event"] as? String } == ["intent", "accepted"])
    #expect(shown.array.map { $0["clerk"] as? String } == ["Ann", "Ann"])
    #expect(shown.array.last?["uid"] as? String != nil)
    #expect(!shown.output.contains("Maria"))
    let text = await home.run("audit", "show", "--last", "1")
    #expect(text.output.contains("2026-11-23 08:00"))
    #expect(text.output.contains("create accepted"))
    let verified = await home.run("audit", "verify", "--json")
    #expect(verified.code == 0)
    #expect(verified.object["lines"] as? Int == 2)
    #expect(await home.run("audit", "verify").output == "2 lines, intact\n")
  }

  @Test func `a record whose head is gone is refused with one line`() async throws {
    let home = try ShopFolder()
    #expect(await CommandRun.of(booking, home.environment()).code == 0)
    let folder = home.path + "/.local/state/caltui"
    let head = try #require(
      try FileManager.default.contentsOfDirectory(atPath: folder).first { $0.hasSuffix(".audit") })
    try FileManager.default.removeItem(atPath: folder + "/" + head)
    let verified = await home.run("audit", "verify", "--json")
    #expect(verified.code == 6)
    #expect(verified.error["kind"] as? String == "ruleRefused")
    #expect(verified.errors.split(separator: "\n").count == 1)
  }

  @Test(.enabled(if: geteuid() != 0, "root may write everything"))
  func `a record in a folder that may only be read is shown and checked`() async throws {
    let home = try ShopFolder()
    #expect(await CommandRun.of(booking, home.environment()).code == 0)
    let folder = home.path + "/.local/state/caltui"
    let files = try FileManager.default.contentsOfDirectory(atPath: folder)
    for file in files { chmod(folder + "/" + file, 0o444) }
    chmod(folder, 0o555)
    defer { chmod(folder, 0o755) }
    let shown = await home.run("audit", "show", "--json")
    #expect(shown.code == 0 && shown.array.count == 2, "\(shown)")
    #expect(await home.run("audit", "verify").output == "2 lines, intact\n")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == files.sorted())
  }

  @Test func `looking at a record that is not there makes none`() async throws {
    let home = try ShopFolder()
    #expect(await home.run("audit", "show").code == 4)
    #expect(!FileManager.default.fileExists(atPath: home.path + "/.local/state/caltui"))
    #expect(await home.run("audit", "show", "--last", "0").code == 2)
  }
}
