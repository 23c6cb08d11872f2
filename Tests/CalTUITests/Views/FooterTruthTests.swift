import BookingModel
import TestDesk
import Testing

@testable import CalTUI

/// The bottom line names what keys do now; a key that does nothing says why.
@Suite struct FooterTruthTests {
  private static func footer(_ desk: TestDesk) -> String {
    render(desk.model, in: desk.model.size).grid.textRows[desk.model.size.rows - 1]
  }

  private static func rows(_ desk: TestDesk) -> [String] { render(desk.model, in: desk.model.size).grid.textRows }

  @Test func `the hand-over's v names what it would show`() {
    var desk = TestDesk.open()
    desk.press("H")
    let range = desk.model.handOverRange
    desk.send(.handOverLoaded(range, .success(HandOverRecords())))
    #expect(Self.rows(desk)[1].contains("all desks"))
    #expect(Self.footer(desk).contains("v own only"))
    desk.press("v")
    #expect(Self.rows(desk)[1].contains("this clerk only"))
    #expect(Self.footer(desk).contains("v all desks"))
    desk.press("v")
    #expect(Self.footer(desk).contains("v own only"))
    // A whole day is of all desks.
    desk.press("[ [")
    #expect(desk.model.handOver.isWholeDay)
    #expect(!Self.footer(desk).contains("v "))
    desk.press("v")
    #expect(desk.model.notice == .wholeDayIsOfAll)
  }

  @Test func `the hand-over says why nothing comes after, above or below`() {
    var desk = TestDesk.open()
    desk.press("H ]")
    #expect(desk.model.notice == .shiftRuns)
    desk.press("Up")
    #expect(desk.model.notice == .nothingAbove)
    desk.press("Down")
    #expect(Self.rows(desk)[22].contains("There is nothing further down."))
    #expect(!Self.footer(desk).contains("scroll"))
    desk.press("[")
    #expect(desk.model.notice == nil)
  }

  @Test func `a card that is all on the screen says so when it is scrolled`() {
    var desk = TestDesk.open()
    desk.press("2 Enter")
    let before = Self.rows(desk)
    #expect(!before.contains { $0.contains("▼") })
    desk.press("Down")
    #expect(Self.rows(desk)[22].contains("There is nothing further down."))
    desk.press("Home Up")
    #expect(desk.model.notice == .nothingAbove)
  }

  @Test(arguments: Scene.all, Scene.sizes) func `scrolling is named where there is more, and nowhere else`(
    scene: Scene, size: Size
  ) {
    let desk = scene.desk(size)
    guard [.help, .helpFilter, .paper, .handOver].contains(desk.model.context), desk.model.size.columns >= 80 else {
      return
    }
    let isMore = Self.rows(desk).contains { $0.contains("▼") || $0.contains("▲") }
    #expect(Self.footer(desk).contains("Down scroll") == isMore)
  }

  @Test func `the lock names Esc where it takes something away, and no help`() {
    for size in Scene.sizes {
      var desk = TestDesk.open(size: size)
      desk.press("L")
      #expect(Self.footer(desk) == " Enter unlock")
      desk.type("Bo")
      #expect(Self.footer(desk).hasSuffix("Esc clear"))
      desk.press("Ctrl-C")
      #expect(Self.rows(desk).joined(separator: " ").contains("A clerk's name and Enter unlocks"))
      desk.press("Esc")
      #expect(Self.footer(desk) == " Enter unlock")
    }
  }

  @Test func `the plus of a narrow month is explained below it`() {
    var desk = TestDesk.open(size: Size(columns: 40, rows: 12))
    desk.press("b 1 v")
    let rows = Self.rows(desk)
    #expect(rows.contains { $0.contains("24 +") })
    #expect(rows[9].hasSuffix("+ 10 or more"))
    #expect(!rows[9].contains("10…"))
    desk.send(.resized(Size(columns: 80, rows: 24)))
    #expect(!Self.rows(desk).contains { $0.contains("10 or more") })
  }

  /// However long the name of a host, which of how many it is can be read, and no mark touches a time.
  @Test func `in a narrow window the host's number and the marks of more rows stand clear`() {
    var shop = TestShop.threeHosts()
    for service in shop.services.indices {
      for host in shop.services[service].hosts.indices {
        shop.services[service].hosts[host].name = "Maximiliane von Hohenberg-Sigmaringen und so weiter"
      }
    }
    for rows in [10, 11, 12] {
      var desk = TestDesk.open(shop, size: Size(columns: 40, rows: rows))
      for _ in 0..<3 {
        let shown = Self.rows(desk)
        #expect(shown[2].contains("/"), "\(shown[2])")
        for row in shown where row.hasSuffix("▼") || row.hasSuffix("▲") {
          #expect(row.dropLast().last == " " || row.count < 40, "\(row)")
        }
        desk.press("Right")
      }
    }
  }
}
