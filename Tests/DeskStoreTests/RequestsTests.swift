import BookingModel
import Foundation
import GRDB
import Testing

@testable import DeskStore

@Suite struct RequestsTests {
  @Test func `desks of one key share its budget, those of another have their own`() throws {
    let folder = try TemporaryFolder()
    let desks = try (0..<4).map { _ in try DeskStore.open(path: folder.file, now: noon) }
    let key = try #require(AccountMark(server: "https://api.cal.com/v2", key: "cal_live_secret"))
    let other = try #require(AccountMark(server: "https://api.cal.com/v2", key: "cal_live_another"))
    var allowed = 0
    for round in 0..<40 {
      for desk in desks where try desk.run(.takeRequest(.read, of: key, now: noon.adding(seconds: Int64(round)))) == 0 {
        allowed += 1
      }
    }
    #expect(allowed == 76)
    let now = noon.adding(seconds: 40)
    #expect(try desks[0].run(.takeRequest(.read, of: key, now: now)) > 0)
    #expect(try desks[1].run(.takeRequest(.write, of: key, now: now)) == 0)
    #expect(try desks[2].run(.takeRequest(.read, of: other, now: now)) == 0)
    // A minute after the first there is room again.
    #expect(try desks[3].run(.takeRequest(.read, of: key, now: noon.adding(seconds: 61))) == 0)
  }

  @Test func `after a refusal of the server the reads of every desk wait, writes do not`() throws {
    let store = try DeskStore.inMemory(now: noon)
    let key = try #require(AccountMark(server: "s", key: "k"))
    try store.run(.pauseRequests(of: key, until: noon.adding(seconds: 30)))
    #expect(try store.run(.takeRequest(.read, of: key, now: noon)) == 30_000)
    #expect(try store.run(.takeRequest(.write, of: key, now: noon)) == 0)
    #expect(try store.run(.takeRequest(.read, of: key, now: noon.adding(seconds: 30))) == 0)
  }

  @Test func `the key is in no row of the store`() throws {
    let folder = try TemporaryFolder()
    let store = try DeskStore.open(path: folder.file, now: noon)
    let key = try #require(AccountMark(server: "https://api.cal.com/v2", key: "cal_live_0123456789secret"))
    #expect(try store.run(.takeRequest(.read, of: key, now: noon)) == 0)
    try store.close()
    let bytes = try Data(contentsOf: URL(filePath: folder.file))
    #expect(bytes.range(of: Data("0123456789secret".utf8)) == nil)
    #expect(bytes.range(of: Data(key.text.utf8)) != nil)
  }

  @Test func `a clock that was set back does not lock the key`() throws {
    let store = try DeskStore.inMemory(now: noon)
    let key = try #require(AccountMark(server: "s", key: "k"))
    for _ in 0..<76 { _ = try store.run(.takeRequest(.read, of: key, now: noon.adding(seconds: 86_400))) }
    #expect(try store.run(.takeRequest(.read, of: key, now: noon)) == 0)
  }
}
