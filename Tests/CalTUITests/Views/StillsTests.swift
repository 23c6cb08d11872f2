import BookingModel
import TestDesk
import Testing

@testable import CalTUI

/// What is kept from frame to frame never shows: with it or without it the screen is the same.
@Suite struct StillsTests {
  private static let keys = "Up Down Down Left Right Right Home End [ ] 1 3 Esc Up Down v t . i a u ? b n"
    .split(separator: " ").compactMap { Key(name: String($0)) ?? .character($0.first ?? " ") }

  /// From each scene on, by keys and over seconds in which minutes begin and holds of this desk and of others end.
  @Test(arguments: Scene.all) func `a frame made with what was kept is the frame`(scene: Scene) throws {
    var random = SeededRandom(seed: 1983)
    for size in [Size(columns: 80, rows: 24), Size(columns: 132, rows: 30)].prefix(scene.isPicture ? 2 : 1) {
      var desk = scene.desk(size)
      var stills = Stills()
      for step in 0..<20 {
        switch Int.random(in: 0..<8, using: &random) {
        case 0: desk.tick(seconds: Int64.random(in: 1...50, using: &random))
        case 1:
          let start = desk.model.now.adding(minutes: Int.random(in: 0...300, using: &random))
          desk.shop.otherDesks = [
            DeskHold(
              reservation: Reservation(
                uid: "o\(step)", service: Service.ID(1), start: start, end: start.adding(minutes: 45),
                until: desk.model.now.adding(seconds: Int64.random(in: 1...90, using: &random))), desk: "Desk 2",
              draft: "theirs")
          ]
          desk.tick(seconds: 1)
        default: desk.send(.keyPressed(try #require(Self.keys.randomElement(using: &random))))
        }
        let fresh = render(desk.model, in: desk.model.size)
        let kept = render(desk.model, in: desk.model.size, keeping: &stills)
        guard kept.looks(like: fresh) else {
          Issue.record("\(scene) \(size) step \(step): kept\n\(kept.dump())\nfresh\n\(fresh.dump())")
          return
        }
      }
    }
  }

  /// Nobody has to say so: the frame after its end shows the time as free.
  @Test func `a hold that ends within the minute leaves the week`() {
    var desk = TestDesk.open()
    desk.press("b 1")
    let start = desk.model.grid.week.lowerBound
    let nine = desk.model.shop.zone.instant(of: LocalTime(day: start.advanced(by: 1), minute: 600))
    desk.model.deskHolds = [
      DeskHold(
        reservation: Reservation(
          uid: "o", service: Service.ID(1), start: nine, end: nine.adding(minutes: 60),
          until: desk.model.now.adding(seconds: 20)), desk: "Desk 2", draft: "theirs")
    ]
    var stills = Stills()
    let held = render(desk.model, in: desk.model.size, keeping: &stills)
    desk.model.now = desk.model.now.adding(seconds: 30)
    let free = render(desk.model, in: desk.model.size, keeping: &stills)
    #expect(!free.looks(like: held))
    #expect(free.looks(like: render(desk.model, in: desk.model.size)))
  }

  /// Else nothing is gained by it.
  @Test(arguments: zip(["", "b 1"], ["Down Up End Home", "Down Right Up Left End"]))
  func `a moved cursor and a second leave the model without a cursor as it was`(page: String, moves: String) throws {
    var desk = TestDesk.open()
    desk.press(page)
    // The minute's own beginning is a moment apart.
    desk.tick(seconds: 1)
    let before = try #require(desk.model.still)
    for key in moves.split(separator: " ") {
      desk.press(String(key))
      #expect(desk.model.still == before)
    }
    desk.tick(seconds: 1)
    #expect(desk.model.still == before)
  }
}

extension Scene {
  /// Of a page on which something is kept.
  fileprivate var isPicture: Bool { "\(self)".hasPrefix("board") || "\(self)".hasPrefix("week") }
}

extension Frame {
  /// Whether both show the same; the clusters of a grid may stand in another order.
  func looks(like other: Frame) -> Bool { self == other || dump() == other.dump() }
}
