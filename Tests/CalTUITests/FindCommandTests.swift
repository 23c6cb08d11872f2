import Foundation
import Testing

@testable import CalTUI

@Suite struct FindCommandTests {
  private func book(_ home: ShopFolder, _ name: String, _ phone: String, _ start: String) async -> CommandRun {
    await home.run(
      "book", "--service", "express-wash", "--start", start, "--name", name, "--phone", phone, "--field",
      "vehicle=blue Golf")
  }

  @Test func `a customer is found by parts of the name, by digits and by the vehicle, with the bookings`() async throws
  {
    let home = try ShopFolder()
    #expect(await book(home, "Maria Álvarez", "+4930901820", "2026-11-23T10:00").code == 0)
    #expect(await book(home, "Bo Lind", "+4930901999", "2026-11-24T10:00").code == 0)
    for words in [["alv"], ["mar", "alv"], ["1820"], ["golf", "maria"]] {
      let found = await CommandRun.of(["find"] + words + ["--json"], home.environment())
      #expect(found.code == 0)
      let customers = found.object["customers"] as? [[String: Any]] ?? []
      #expect(customers.map { $0["name"] as? String } == ["Maria Álvarez"], "\(words)")
      let bookings = found.object["bookings"] as? [[String: Any]] ?? []
      #expect(bookings.count == 1 && bookings[0]["start"] as? String == "2026-11-23T09:00:00.000Z", "\(words)")
    }
    // Booked since the last time.
    #expect(await book(home, "Maria Álvarez", "+4930901820", "2026-11-25T10:00").code == 0)
    let again = await home.run("find", "alv", "--json")
    #expect((again.object["bookings"] as? [Any])?.count == 2)
    let text = await home.run("find", "alv")
    #expect(text.output.contains("Maria Álvarez") && text.output.contains("2026-11-25"))
    #expect(text.output.contains("no visit yet"))
  }

  @Test(arguments: [(0, "no visit yet"), (1, "1 visit"), (2, "2 visits")])
  func `visits are counted as people say it`(count: Int, text: String) { #expect(CustomersText.visits(count) == text) }

  @Test func `nothing found is said, with the exit code of what is not there; no text is wrong use`() async throws {
    let home = try ShopFolder()
    let silent = await home.run("find", "zzzz")
    #expect(silent.code == 4)
    #expect(silent.output.isEmpty)
    #expect(silent.errors.hasPrefix("caltui: Nothing is found by \"zzzz\"."))
    #expect(silent.errors.split(separator: "\n").count == 1)
    let none = await home.run("find", "zzzz", "--json")
    #expect(none.code == 4)
    #expect(none.errors.contains("\"notFound\""))
    #expect((none.object["customers"] as? [Any])?.isEmpty == true)
    #expect((none.object["bookings"] as? [Any])?.isEmpty == true)
    #expect(await home.run("find").code == 2)
    #expect(await home.run("find", " ").code == 2)
  }

  @Test func `a server that is away leaves what the store knows, and says so`() async throws {
    let home = try ShopFolder()
    let away = await home.run(
      "find", "alv", "--json", environment: ["CAL_API_KEY": "cal_x", "CAL_API_URL": "http://127.0.0.1:9"])
    // Nothing is known here, and what is not asked may be there: that is not "not found".
    #expect(away.code == 8)
    #expect(away.errors.contains("the server was not asked"))
    #expect(away.errors.split(separator: "\n").count == 1)
  }
}
