import BookingModel
import DeskStore
import Foundation
import Synchronization
import Testing

@testable import CalTUI

@Suite struct LocalCommandsTests {
  private let shop: ShopFolder
  init() throws { shop = try ShopFolder() }

  private func book(_ start: String, _ more: String...) async -> CommandRun {
    await CommandRun.of(
      ["book", "--service", "express-wash", "--start", start, "--name", "Ann Smith", "--json"]
        + (more.isEmpty ? ["--phone", "0151 1234567"] : more), shop.environment())
  }

  private func journal() throws -> [JournalEntry] {
    try DeskStore.open(
      path: shop.path + "/.local/state/caltui/local.desk.sqlite", now: Instant(seconds: 0)
    ).run(.recentWrites(limit: 10))
  }

  @Test func `the first command makes the shop, with the currency of its country`() async {
    let run = await shop.run("services", "--json")
    #expect(run.code == 0)
    #expect(run.array.map { $0["slug"] as? String } == ["express-wash", "interior-refresh", "full-detail"])
    let first = run.array.first ?? [:]
    #expect(Set(first.keys) == ["id", "slug", "title", "lengthInMinutes", "price", "currency"])
    #expect(first["lengthInMinutes"] as? Int == 30)
    #expect(first["price"] as? Int == 2500)
    #expect(first["currency"] as? String == "eur")
  }

  @Test func `slots are listed by shop day, with the shop's offset`() async throws {
    let run = await shop.run(
      "slots", "--service", "express-wash", "--from", "2026-11-23", "--to", "2026-11-29", "--json")
    #expect(run.code == 0)
    let days = run.object
    // Closed on Sundays.
    #expect(days.keys.sorted().first == "2026-11-23" && days.keys.sorted().last == "2026-11-28")
    let monday = try #require(days["2026-11-23"] as? [[String: String]])
    #expect(monday.first == ["start": "2026-11-23T09:00:00.000+01:00", "end": "2026-11-23T09:30:00.000+01:00"])
    #expect(monday.last?["start"] == "2026-11-23T16:30:00.000+01:00")
  }

  @Test func `a booking is made, listed, moved and cancelled`() async throws {
    let booked = await book(
      "2026-11-23T09:30", "--phone", "0151 1234567", "--field", "vehicle=blue van", "--notes", "hurry")
    #expect(booked.code == 0)
    #expect(booked.object["start"] as? String == "2026-11-23T08:30:00.000Z")
    #expect(booked.object["status"] as? String == "accepted")
    #expect(booked.object["description"] as? String == "hurry")
    #expect((booked.object["bookingFieldsResponses"] as? [String: Any])?["vehicle"] as? String == "blue van")
    let attendee = (booked.object["attendees"] as? [[String: Any]])?.first
    #expect(attendee?["phoneNumber"] as? String == "+491511234567")
    let uid = try #require(booked.object["uid"] as? String)

    let listed = await shop.run("list", "--json")
    #expect(listed.array.map { $0["uid"] as? String } == [uid])
    #expect((listed.array.first?["metadata"] as? [String: String])?["deskRef"] != nil)

    let moved = await shop.run("move", uid, "--start", "2026-11-23T10:00:00+01:00", "--json")
    #expect(moved.code == 0)
    #expect(moved.object["rescheduledFromUid"] as? String == uid)
    let newUID = try #require(moved.object["uid"] as? String)

    let cancelled = await shop.run("cancel", newUID, "--reason", "ill", "--json")
    #expect(cancelled.code == 0)
    #expect(cancelled.object["status"] as? String == "cancelled")
    let again = await shop.run("cancel", newUID, "--reason", "ill", "--json")
    #expect(again.code == 0)
    #expect(again.object["uid"] as? String == newUID)

    #expect(await shop.run("list", "--status", "upcoming", "--json").output == "[]\n")
    #expect(await shop.run("list", "--status", "cancelled", "--json").array.count == 2)
    let entries = try journal()
    #expect(entries.count == 3)
    #expect(entries.allSatisfy { if case .accepted = $0.state { true } else { false } })
  }

  @Test func `a taken slot is 5, and the journal says refused`() async throws {
    #expect(await book("2026-11-23T09:30").code == 0)
    let second = await book("2026-11-23T09:45")
    #expect(second.code == 5)
    #expect(second.error["kind"] as? String == "slotTaken")
    #expect(second.error["exitCode"] as? Int == 5)
    #expect(second.output.isEmpty)
    #expect(try journal().contains { if case .refused = $0.state { true } else { false } })
  }

  @Test(arguments: [("2026-11-23T07:30", 6), ("2026-11-22T10:00", 6), ("2026-11-29T10:00", 5), ("2026-11-23T20:00", 5)])
  func `the past is refused by rule, and closed hours as Cal.com does, like a taken slot`(
    start: String, code: Int32
  ) async {
    #expect(await book(start).code == code)
  }

  @Test func `what is not there is 4`() async {
    let service = await shop.run("slots", "--service", "nope", "--from", "2026-11-23", "--to", "2026-11-23")
    #expect(service.code == 4)
    #expect(
      service.errors
        == "caltui: no service is called \"nope\". There are: express-wash, interior-refresh, full-detail.\n")
    #expect(await shop.run("move", "nope", "--start", "2026-11-23T10:00").code == 4)
    #expect(await shop.run("cancel", "nope", "--reason", "x").code == 4)
    #expect(await shop.run("cancel", "a/../b", "--reason", "x").code == 4)
  }

  @Test func `skipped and doubled times of the clock are refused with what to do`() async {
    let skipped = await book("2027-03-28T02:30")
    #expect(skipped.code == 2)
    #expect("\(skipped.error["message"] ?? "")".contains("does not exist in Europe/Berlin"))
    let doubled = await book("2027-10-31T02:30")
    #expect(doubled.code == 2)
    #expect("\(doubled.error["message"] ?? "")".contains("+02:00 or +01:00"))
  }

  @Test func `answers to fields are checked by name and kind`() async {
    #expect(await book("2026-11-23T09:30", "--phone", "0151 1234567", "--field", "colour=red").code == 2)
    #expect(await book("2026-11-23T09:30", "--phone", "12").code == 2)
    #expect(await book("2026-11-23T09:30", "--phone", "0151 1234567", "--length", "45").code == 2)
    #expect(await book("2026-11-23T09:30", "--phone", "0151 1234567", "--length", "30").code == 0)
  }

  @Test func `the country of the first start decides how a number is read`() async throws {
    let bare = try ShopFolder(config: "shop_zone = \"Europe/Berlin\"\n")
    let store = try DeskStore.open(
      path: bare.path + "/.local/state/caltui/local.desk.sqlite", now: Instant(seconds: 0))
    try store.run(.setSetting("country", "FR"))
    let run = await bare.run(
      "book", "--service", "express-wash", "--start", "2026-11-23T09:30", "--name", "Ann", "--phone", "06 12 34 56 78",
      "--json")
    #expect((run.object["attendees"] as? [[String: Any]])?.first?["phoneNumber"] as? String == "+33612345678")
  }

  @Test func `read-only refuses every write and no read`() async throws {
    #expect(await shop.run("list", "--read-only").code == 0)
    let run = await shop.run(
      "book", "--service", "express-wash", "--start", "2026-11-23T09:30", "--name", "Ann", "--phone", "0151 1234567",
      "--read-only")
    #expect(run.code == 2)
    #expect(await shop.run("list", "--json").output == "[]\n")
  }

  @Test func `list is for people too, and harmless`() async {
    _ = await CommandRun.of(
      [
        "book", "--service", "express-wash", "--start", "2026-11-23T09:30", "--name", "Ann \u{1B}[31m\u{202E}Smith",
        "--phone", "0151 1234567",
      ], shop.environment())
    let run = await shop.run("list")
    #expect(run.output.contains("2026-11-23  09:30–10:00  accepted"))
    #expect(!run.output.contains("\u{1B}") && !run.output.contains("\u{202E}"))
    #expect(run.output.split(separator: "\n").count == 1)
  }

  @Test func `doctor makes no shop where there is none`() async throws {
    let run = await shop.run("doctor", "--json")
    #expect(run.code == 0)
    #expect(run.output.contains("the first start of caltui makes the shop"))
    #expect(!FileManager.default.fileExists(atPath: shop.path + "/.local/share/caltui/local.sqlite"))
  }

  @Test func `doctor finds nothing wrong with a new shop`() async throws {
    #expect(await shop.run("services").code == 0)
    let run = await shop.run("doctor", "--json")
    #expect(run.code == 0)
    #expect(Set(run.object.keys) == ["profile", "server", "checks"])
    let checks = try #require(run.object["checks"] as? [[String: Any]])
    #expect(checks.allSatisfy { Set($0.keys) == ["name", "ok", "detail"] && $0["ok"] as? Bool == true })
    #expect(
      Set(checks.compactMap { $0["name"] as? String }).isSuperset(of: ["config", "store", "server", "zone", "versions"])
    )
  }

  /// Pages in the middle of the file, where nothing of the start is read.
  @Test(arguments: [".local/state/caltui/local.desk.sqlite", ".local/share/caltui/local.sqlite"])
  func `doctor finds a broken page in either database, says where, and changes nothing`(file: String) async throws {
    _ = await shop.run(
      "book", "--service", "express-wash", "--start", "2026-11-24T10:00", "--name", "A", "--phone", "030 1234567")
    let path = shop.path + "/" + file
    var data = try #require(FileManager.default.contents(atPath: path))
    let whole = await shop.run("doctor")
    #expect(whole.code == 0)
    #expect(whole.output.split(separator: "\n").count { $0.contains(", intact") } == 2)
    // The last page that is a leaf of a table or of an index.
    let page = try #require(
      stride(from: data.count - 4096, to: 4096 * 8, by: -4096).first { [10, 13].contains(data[$0]) })
    data.replaceSubrange(page..<page + 64, with: Data(repeating: 0xA5, count: 64))
    try data.write(to: URL(fileURLWithPath: path))
    for extra in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + extra) }
    let run = await shop.run("doctor", "--json")
    #expect(run.code == 1)
    let checks = run.object["checks"] as? [[String: Any]] ?? []
    let wrong = checks.filter { $0["ok"] as? Bool == false }
    let detail = wrong.first?["detail"] as? String ?? ""
    #expect(wrong.count == 1 && detail.contains(path) && detail.contains("is damaged"), "\(detail)")
  }

  @Test func `doctor tells of a wrong config with its line and its code`() async throws {
    let broken = try ShopFolder(config: "clerk = \"Ann\"\nclrk = \"Bo\"\n")
    let run = await broken.run("doctor", "--json")
    #expect(run.code == 2)
    #expect(run.output.contains("config.toml:2: no setting is called"))
  }

  @Test(.timeLimit(.minutes(1)))
  func `doctor tells each check when it is made, and waits for no server longer than its patience`() async throws {
    let never = DispatchSemaphore(value: 0)
    let server = try OneShotServer { _ in
      never.wait()
      return nil
    }
    defer {
      never.signal()
      server.stop()
    }
    let environment = shop.environment(["CAL_API_URL": "http://127.0.0.1:\(server.port)", "CAL_API_KEY": "cal_x"])
    let start = ContinuousClock.now
    let run = await CommandRun.of(["doctor"], environment, examinationMilliseconds: 300)
    #expect(run.code == 8)
    #expect(start.duration(to: .now) < .seconds(10))
    let names = run.output.split(separator: "\n").compactMap { $0.split(separator: " ").first }
    #expect(names.prefix(2) == ["profile", "server"] && names.last == "server")
    // Line by line: nobody who looks at the screen wonders whether it still runs.
    #expect(run.pieces == names.count)
    let last = run.output.split(separator: "\n").last ?? ""
    #expect(last.contains("WRONG") && last.contains("did not answer in time"))
  }

  @Test func `a write whose outcome is unknown is doctor's to tell`() async throws {
    #expect(await book("2026-11-23T09:30").code == 0)
    let store = try DeskStore.open(path: shop.path + "/.local/state/caltui/local.desk.sqlite", now: Instant(seconds: 0))
    try store.run(
      .recordIntent(JournalEntry(deskRef: .init("r"), write: .confirm(.init("b")), createdAt: Instant(seconds: 0))))
    _ = try store.run(.recordOutcome(.init("r"), .unknown(nil), at: Instant(seconds: 0)))
    #expect(await shop.run("doctor").code == 9)
  }

  @Test func `a damaged or foreign database is one clear line`() async throws {
    let folder = shop.path + "/.local/share/caltui"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try Data(repeating: 0xA5, count: 8192).write(to: URL(fileURLWithPath: folder + "/local.sqlite"))
    let run = await shop.run("services")
    #expect(run.code == 1)
    #expect(run.errors.split(separator: "\n").count == 1 && run.errors.contains("is damaged"))
  }
}
