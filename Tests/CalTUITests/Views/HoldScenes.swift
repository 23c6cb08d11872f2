import BookingModel
import TestDesk

extension Scene {
  /// A draft at the summary with its time held.
  private static func held(_ size: Size) -> TestDesk {
    var desk = TestDesk.summary(size: size)
    desk.tick(milliseconds: 400)
    return desk
  }

  private static func book(_ keys: String, _ name: String, _ desk: inout TestDesk) {
    desk.press(keys)
    desk.type(name)
    desk.press("Enter")
    desk.type("2125550143")
    desk.press("PgDn")
    desk.tick(milliseconds: 400)
  }

  /// Two parked drafts of different age, and one that was left.
  private static func parked(_ size: Size) -> TestDesk {
    var desk = held(size)
    desk.press("z")
    desk.tick(seconds: 100)
    book("b 2 6", "Maximiliane von Hohenberg-Sigmaringen", &desk)
    desk.press("z")
    desk.press("b 1 9")
    desk.type("Lou")
    desk.press("Esc Esc Esc")
    desk.model.notice = nil
    return desk
  }

  private static func otherDesk(_ start: String, minutes: Int) -> DeskHold {
    let start = TestShop.instant(start)
    return DeskHold(
      reservation: Reservation(
        uid: "o", service: Service.ID(2), start: start, end: start.adding(minutes: minutes),
        until: TestShop.monday10.adding(minutes: 5)), desk: "Desk 2", draft: "theirs")
  }

  static let holds = [
    Scene("summary-held") { held($0) },
    Scene("summary-hold-ended") { size in
      var desk = held(size)
      desk.tick(seconds: 300)
      return desk
    },
    Scene("summary-held-elsewhere") { size in
      var desk = TestDesk.summary(size: size)
      let other = otherDesk("2026-11-23T15:45:00Z", minutes: 45)
      desk.shop.otherDesks = [other]
      desk.shop.holdTrouble = .heldBy(other)
      desk.tick(seconds: 1)
      return desk
    },
    Scene("week-held") { size in
      var desk = TestDesk.open(size: size)
      desk.shop.otherDesks = [otherDesk("2026-11-23T17:00:00Z", minutes: 90)]
      book("b 1 1", "Dee Park", &desk)
      desk.press("s")
      desk.tick(seconds: 1)
      return desk
    },
    Scene("week-held-elsewhere") { size in
      var desk = TestDesk.open(size: size)
      desk.shop.otherDesks = [otherDesk("2026-11-23T16:00:00Z", minutes: 90)]
      desk.press("b 1")
      desk.tick(seconds: 1)
      desk.model.grid.minute = 675
      return desk
    },
    Scene("board-parked") { parked($0) },
    Scene("board-parked-last-minute") { size in
      var desk = parked(size)
      desk.tick(seconds: 150)
      return desk
    },
    Scene("summary-parked") { size in
      var desk = parked(size)
      desk.press("' b")
      return desk
    },
    Scene("jump") { size in
      var desk = parked(size)
      desk.press("'")
      return desk
    },
    Scene("jump-drop") { size in
      var desk = TestDesk.open(size: size)
      for index in 1...6 {
        book("b 1 \(index)", "Customer \(index)", &desk)
        desk.press("z")
      }
      book("b 2 9", "The Seventh", &desk)
      desk.press("z")
      return desk
    },
    Scene("quit-parked") { size in
      var desk = parked(size)
      desk.press("q")
      return desk
    },
  ]
}
