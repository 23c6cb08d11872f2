import BookingModel
import CalProtocol
import Foundation
import GRDB
import Synchronization
import Testing

@testable import LocalServer

@Suite struct DatabaseTests {
  @Test func whatWasBookedIsThereAfterARestart() throws {
    let folder = try ScratchFolder()
    let path = folder.path + "/deep/shop.sqlite"
    let uid = try ShopFixture(path: path).book()
    #expect(try ShopFixture(path: path).get("/v2/bookings/\(uid)").status == 200)
  }

  @Test func manyDesksMayMakeTheShopAtOnce() throws {
    for _ in 0..<10 {
      let folder = try ScratchFolder()
      let path = folder.path + "/shop.sqlite"
      let counts = Mutex<[Int]>([])
      // Real threads: each stands for a program of its own.
      DispatchQueue.concurrentPerform(iterations: 6) { _ in
        let shop = try? ShopFixture(path: path)
        let count = shop?.get("/v2/event-types")["data"]?.array?.count ?? 0
        counts.withLock { $0.append(count) }
      }
      #expect(counts.withLock { $0 } == [3, 3, 3, 3, 3, 3])
    }
  }

  @Test func filesAreThePersonsOwn() throws {
    let folder = try ScratchFolder()
    let path = folder.path + "/deep/shop.sqlite"
    let shop = try ShopFixture(path: path)
    _ = try shop.book()
    func mode(_ path: String) throws -> Int {
      try #require(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int)
    }
    #expect(try mode(folder.path + "/deep") == 0o700)
    for name in ["", "-wal", "-shm"] { #expect(try mode(path + name) == 0o600) }
    #expect(try shop.api.hasShop())
  }

  @Test func bookingsAreFlushedToTheDisk() throws {
    let folder = try ScratchFolder()
    let shop = try ShopFixture(path: folder.path + "/shop.sqlite")
    let (mode, level) = try shop.api.database.writer.writeWithoutTransaction { db in
      (
        try String.fetchOne(db, sql: "PRAGMA journal_mode"), try Int.fetchOne(db, sql: "PRAGMA synchronous")
      )
    }
    #expect(mode == "wal")
    #expect(level == 2)
  }

  @Test func aDamagedFileIsRefusedAndLeftAlone() throws {
    let folder = try ScratchFolder()
    let path = folder.path + "/shop.sqlite"
    let text = String(repeating: "this is not a database. ", count: 100)
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    #expect(throws: LocalServerError.databaseDamaged(path: path)) { try LocalDatabase(path: path) }
    #expect(try String(contentsOfFile: path, encoding: .utf8) == text)
  }

  /// A broken page is found when it is read, long after the file was opened.
  @Test func damageFoundLaterNamesTheFile() throws {
    let folder = try ScratchFolder()
    let path = folder.path + "/shop.sqlite"
    let database = try ShopFixture(path: path).api.database
    #expect(throws: LocalServerError.databaseDamaged(path: path)) {
      try database.read { _ in throw DatabaseError(resultCode: .SQLITE_CORRUPT) }
    }
    #expect(throws: LocalServerError.databaseDamaged(path: path)) {
      try database.write { _ in throw DatabaseError(resultCode: .SQLITE_NOTADB) }
    }
  }

  /// Every page is whole, and a value in it is not: that is damage too, and does not end the program.
  @Test func aValueOfAnotherTypeNamesTheFile() throws {
    let folder = try ScratchFolder()
    let path = folder.path + "/shop.sqlite"
    let database = try ShopFixture(path: path).api.database
    try database.write { db in try db.execute(sql: "UPDATE host SET document = x'ff'") }
    #expect(throws: LocalServerError.databaseDamaged(path: path)) {
      try database.read { db in try HostTable.account(db, id: 1) }
    }
  }

  @Test func aFileOfANewerProgramIsRefusedAndLeftAlone() throws {
    let folder = try ScratchFolder()
    let path = folder.path + "/shop.sqlite"
    try ShopFixture(path: path).api.database.write { db in
      try db.execute(sql: "INSERT INTO grdb_migrations (identifier) VALUES ('v99')")
    }
    #expect(throws: LocalServerError.databaseTooNew(path: path)) { try LocalDatabase(path: path) }
  }

  @Test func aFolderThatCannotBeMadeSaysSo() throws {
    let folder = try ScratchFolder()
    try "x".write(toFile: folder.path + "/file", atomically: true, encoding: .utf8)
    #expect {
      try LocalDatabase(path: folder.path + "/file/shop.sqlite")
    } throws: { error in
      guard case .databaseUnavailable = error as? LocalServerError else { return false }
      return true
    }
  }

  @Test func aZoneThatIsNoneMakesNoShop() throws {
    let api = try LocalAPI(database: ":memory:", apiKey: "cal_x")
    #expect(throws: LocalServerError.unknownZone("Mars/Olympus")) {
      try api.createShop(LocalShop(zone: "Mars/Olympus"))
    }
    #expect(try !api.hasShop())
    #expect(try api.createShop(LocalShop(zone: "UTC")).username == "peters-car-detail")
    #expect(try api.hasShop())
  }

  /// Two programs on one file, each with its own connections, want the same slot at the same moment.
  @Test func ofTwoDesksExactlyOneGetsTheSlotEachTime() async throws {
    let folder = try ScratchFolder()
    let path = folder.path + "/shop.sqlite"
    let desks = [try ShopFixture(path: path), try ShopFixture(path: path)]
    let first = Instant(seconds: 1_788_332_400)  // 2026-09-02T07:00:00Z
    var starts: [Instant] = []
    for day in 0..<40 where ![4, 11, 18, 25, 32, 39].contains(day) {
      for slot in 0..<6 { starts.append(first.adding(minutes: day * 1440 + slot * 60)) }
    }
    for (round, start) in starts.prefix(200).enumerated() {
      let answers = await withTaskGroup(of: Answer.self) { group in
        for (number, desk) in desks.enumerated() {
          // Every second round the times overlap without being the same, which no index would catch.
          let mine = round % 2 == 0 ? start : start.adding(minutes: number * 10)
          let body = ShopFixture.booking(
            start: mine.iso8601Seconds, ["metadata": ["deskRef": .string("\(round)-\(number)")]])
          group.addTask { desk.post("/v2/bookings", body) }
        }
        return await group.reduce(into: []) { $0.append($1) }
      }
      let statuses = answers.map(\.status).sorted()
      #expect(statuses == [201, 400] || statuses == [201, 409], "round \(round): \(answers.map(\.text))")
    }
    #expect(desks[0].get("/v2/bookings?take=1")["pagination"]?["totalItems"] == 200)
  }

  /// The month is answered from ten thousand bookings as from the few that matter to it.
  @Test func amongTenThousandBookingsAMonthIsStillRight() throws {
    let shop = try ShopFixture()
    try BusyShop.fill(shop.api, count: 10_000)
    let answer = shop.get(
      "/v2/slots?eventTypeId=1&start=2026-09-01T22:00:00Z&end=2026-09-30T21:59:59Z&timeZone=Europe/Berlin")
    let starts = (answer["data"]?.object ?? [:]).values.flatMap { $0.array ?? [] }
      .compactMap { $0["start"]?.string }.compactMap { Instant(iso8601: $0) }
    let booked = Set(
      try shop.api.database.read { db in
        try Int64.fetchAll(db, sql: "SELECT startAt FROM booking WHERE status = 'accepted'")
      })
    #expect(starts.count > 100)
    for start in starts {
      for minutes in [-29, -15, 0, 15, 29] {
        let isTaken = booked.contains(start.adding(minutes: minutes).milliseconds)
        #expect(!isTaken)
      }
    }
    // Whatever is offered can be booked.
    for start in starts.sorted().prefix(5) where start.milliseconds % 3_600_000 == 0 {
      _ = try shop.book(start: start.iso8601Seconds)
    }
  }
}

/// Fills a shop with bookings around September 2026, every other one of the quarter hours of a day.
enum BusyShop {
  static func fill(_ api: LocalAPI, count: Int) throws {
    try api.database.write { db in
      let first = Instant(seconds: 1_788_332_400).adding(minutes: -1440 * 300)
      for index in 0..<count {
        let start = first.adding(minutes: index / 16 * 1440 + index % 16 * 30)
        try db.execute(
          sql: """
            INSERT INTO booking (uid, hostId, serviceId, serviceSlug, status, startAt, endAt, title, createdAt)
            VALUES (?, 1, 1, 'express-wash', ?, ?, ?, 'T', 0)
            """,
          arguments: [
            "u\(index)", index % 3 == 0 ? "cancelled" : "accepted", start.milliseconds,
            start.adding(minutes: 30).milliseconds,
          ])
        try db.execute(
          sql: """
            INSERT INTO attendee (bookingId, isBooker, name, email, zone, createdAt) VALUES (?, 1, 'A', 'a@x.example', 'UTC', 0)
            """, arguments: [db.lastInsertedRowID])
      }
    }
  }
}
