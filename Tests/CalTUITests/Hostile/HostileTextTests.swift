import BookingModel
import CalClient
import CalProtocol
import Foundation
import LocalServer
import TestDesk
import Testing

@testable import CalTUI

/// Strangers' texts on every page, on paper, and in what commands print: no character that acts comes through.
@Suite struct HostileTextTests {
  /// What it begins with stays, so that the keys of a scene find what they look for.
  private static func spoiled(_ text: String) -> String { text + Hostile.name }

  private static let spoil: @Sendable (TestShop) -> TestShop = { shop in
    var shop = shop
    shop.facts.name = spoiled(shop.facts.name)
    for index in shop.services.indices {
      shop.services[index].title = spoiled(shop.services[index].title)
      shop.services[index].summary = spoiled("")
      shop.services[index].locations = [.address(spoiled("12 Main Street"))]
      for host in shop.services[index].hosts.indices {
        shop.services[index].hosts[host].name = spoiled(shop.services[index].hosts[host].name)
      }
      for field in shop.services[index].fields.indices {
        shop.services[index].fields[field].label = spoiled(shop.services[index].fields[field].label)
        shop.services[index].fields[field].placeholder = spoiled("")
        shop.services[index].fields[field].options = shop.services[index].fields[field].options.map(spoiled)
      }
    }
    for index in shop.bookings.indices { shop.bookings[index] = spoiled(shop.bookings[index]) }
    for index in shop.customers.indices {
      shop.customers[index].name = spoiled(shop.customers[index].name)
      shop.customers[index].otherNames.append(spoiled("Other"))
      shop.customers[index].vehicle = spoiled(shop.customers[index].vehicle ?? "")
      shop.customers[index].note = spoiled("")
      shop.customers[index].emails.append(spoiled("mal@x.example"))
    }
    for index in shop.events.indices {
      shop.events[index].clerk = spoiled(shop.events[index].clerk)
      shop.events[index].desk = spoiled(shop.events[index].desk)
    }
    for index in shop.otherDesks.indices { shop.otherDesks[index].desk = spoiled(shop.otherDesks[index].desk) }
    if var trouble = shop.trouble {
      trouble.message = spoiled(trouble.message)
      shop.trouble = trouble
    }
    return shop
  }

  private static func spoiled(_ booking: Booking) -> Booking {
    var booking = booking
    booking.title = spoiled(booking.title)
    booking.notes = spoiled(booking.notes ?? "")
    booking.location = spoiled(booking.location ?? "")
    booking.cancellationReason = spoiled("")
    booking.reschedulingReason = spoiled("")
    booking.guests.append(spoiled("guest@x.example"))
    for index in booking.attendees.indices {
      booking.attendees[index].name = spoiled(booking.attendees[index].name)
      booking.attendees[index].email = spoiled("a@x.example")
    }
    for index in booking.hosts.indices { booking.hosts[index].name = spoiled(booking.hosts[index].name) }
    for key in booking.answers.keys { booking.answers[key] = .string(spoiled("blue Golf")) }
    booking.answers[spoiled("slug")] = .string(spoiled("value"))
    booking.metadata[spoiled("key")] = .string(spoiled("value"))
    return booking
  }

  private func problems(_ desk: TestDesk) -> [String] {
    let frame = render(desk.model, in: desk.model.size)
    return frame.problems(desk.model.size) + frame.grid.textRows.flatMap { Hostile.found(in: $0, allowed: []) }
  }

  @Test(arguments: Scene.all) func `no page shows a character that acts`(scene: Scene) {
    for size in Scene.sizes {
      TestDesk.$spoil.withValue(HostileTextTests.spoil) {
        var desk = scene.desk(size)
        #expect(problems(desk) == [], "\(size)")
        // Once is enough in the short run: it is the same door.
        guard size == Scene.sizes[0] || FaultSuite.isLong else { return }
        // Whatever is said, by the server, by the disk, by a printer.
        for notice: Notice in [
          .server(CalError(kind: .refused, status: 400, message: Hostile.name)),
          .booked(name: Hostile.name, desk.model.now),
          .slotHeld(desk: Hostile.name), .store(.failed(Hostile.name)),
          .notKept(.notWritable(path: "/tmp/" + Hostile.name)),
          .clerkIs(Hostile.name), .notUnderstood(Hostile.name), .customerForgotten(Hostile.name),
        ] {
          desk.model.notice = notice
          #expect(problems(desk) == [], "\(size) \(notice)")
        }
        // Typed and pasted where the scene stands.
        desk.send(.pasted(Hostile.name))
        for text in FaultSuite.isLong ? Hostile.texts : [Hostile.name, Hostile.texts[9]] {
          for character in text.prefix(40) { desk.send(.keyPressed(.character(character))) }
        }
        #expect(problems(desk) == [], "\(size) typed")
        // And on paper, whatever was printed on the way; sheets are parted by form feeds.
        for case .print(let paper) in desk.effects {
          #expect(Hostile.found(in: PaperText(paper).text, allowed: ["\n", "\u{C}"]) == [])
          #expect(
            Hostile.found(in: PaperText.fileName(paper), allowed: []) == [] && !PaperText.fileName(paper).contains("/"))
        }
      }
    }
  }

  @Test(arguments: Hostile.texts) func `a slip and the day hold no character that acts`(text: String) {
    var shop = HostileTextTests.spoil(TestShop())
    shop.facts.name = text
    var booking = shop.bookings[2]
    booking.uid = .init("../../" + text)
    booking.attendees[0].name = text
    booking.notes = text
    let slip = Paper.slip(Slip(shop: shop.facts, booking: booking, service: shop.services[0], printedAt: shop.now))
    let rows = [DaySheet.Row.booking(booking, service: shop.services[0], facts: BookingFacts(note: text))]
    let day = Paper.day(
      DaySheet(
        shop: shop.facts, day: TestShop.day("2026-11-23"), clerk: text, desk: text, printedAt: shop.now,
        readAt: shop.now,
        rows: rows, gone: 0))
    for paper in [slip, day] {
      #expect(Hostile.found(in: PaperText(paper).text, allowed: ["\n", "\u{C}"]) == [])
      let name = PaperText.fileName(paper)
      #expect(Hostile.found(in: name, allowed: []) == [] && !name.contains("/") && !name.contains(".."))
    }
    #expect(!PaperText(slip).text.contains("\u{C}"))
  }

  /// A shop whose every text is hostile, asked by every command, as text and as JSON.
  @Test func `no command prints a character that acts`() async throws {
    let folder = try ShopFolder()
    let server = try LocalServer(
      database: folder.path + "/shop.sqlite", apiKey: "cal_hostile_texts", edges: Edges(clock: { ShopFolder.clock.now })
    )
    try server.api.createShop(LocalShop(name: "Shop" + Hostile.name, country: "DE", zone: "Europe/Berlin"))
    let address = try await server.start(on: .loopback(port: 0))
    let environment = folder.environment(["CAL_API_URL": address.url, "CAL_API_KEY": "cal_hostile_texts"])
    let transport = Transport(userAgent: "caltui/test")
    let client = CalClient(
      endpoint: try Endpoint(address.url), key: Secret("cal_hostile_texts"), transport: transport,
      clock: { ShopFolder.clock.now })
    _ = try client.answer(
      to: Calls.updateService(
        .init(2), ["title": .string("Interior" + Hostile.name), "description": .string(Hostile.name)]))
    var uids: [String] = []
    func run(_ arguments: String...) async -> CommandRun {
      let run = await CommandRun.of(arguments, environment)
      #expect(Hostile.found(in: run.output) == [], "\(arguments.map(\.debugDescription))")
      #expect(Hostile.found(in: run.errors) == [], "\(arguments.map(\.debugDescription))")
      return run
    }
    for (hour, json) in [(9, true), (10, false), (11, true)] {
      // A command line has no zero byte.
      let name = Hostile.name.replacing("\u{0}", with: "")
      let end = await run(
        "book", "--service", "interior-refresh", "--start", "2026-11-24T\(hour < 10 ? "0" : "")\(hour):00", "--name",
        name, "--phone",
        "+4930123456\(hour)", "--notes", name, "--field", "vehicle=" + name, "--clerk", "Cle\u{9B}31m\u{202E}rk",
        json ? "--json" : "--ascii")
      #expect(end.code == 0, "\(end)")
      if json {
        let attendee = (end.object["attendees"] as? [[String: Any]])?.first
        // The escapes are the same text to whoever reads JSON.
        #expect((attendee?["name"] as? String)?.contains("\u{202E}ory") == true)
        uids.append(try #require(end.object["uid"] as? String))
      }
    }
    for extra in [[], ["--json"]] {
      for words in [
        ["list", "--from", "2026-11-24"], ["services"], ["find", "mal"], ["doctor"], ["audit", "show"],
        ["audit", "verify"],
        ["slots", "--service", "interior-refresh", "--from", "2026-11-25", "--to", "2026-11-25"],
        ["list", "--status", Hostile.name],
        ["find", Hostile.texts[0]], ["move", "none\u{9B}", "--start", "2026-11-24T15:00"],
        ["book", "--service", "x\u{1B}[2J\u{85}"],
        ["slots", "--service", "\u{202E}x", "--from", "2026-11-25", "--to", "2026-11-25"],
        ["--profile", "x\u{1B}]0;y\u{7}", "list"],
        ["\u{1B}[31m"], ["list", "--\u{9B}31m"],
        ["cancel", uids[extra.count], "--reason", "No\u{1B}[2J\u{202E}t\u{9C}"],
      ] {
        let arguments = words + extra
        let run = await CommandRun.of(arguments, environment)
        #expect(Hostile.found(in: run.output) == [], "\(arguments.map(\.debugDescription))")
        #expect(Hostile.found(in: run.errors) == [], "\(arguments.map(\.debugDescription))")
        if run.code != 0 {
          #expect(run.errors.split(separator: "\n").count <= 1, "\(arguments.map(\.debugDescription))")
        }
      }
    }
    await server.stop()
  }
}
