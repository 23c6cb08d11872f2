import BookingModel
import TestDesk

/// Pages while the server is away: what they show is old, and says so.
extension Scene {
  private static let trouble = CalError(kind: .noAnswer(.unreachable))

  /// Pressed while everything answered; then the server went away.
  private static func left(_ keys: String, _ desk: TestDesk, minutes: Int64 = 5) -> TestDesk {
    var desk = desk
    desk.press(keys)
    desk.shop.trouble = trouble
    desk.tick(seconds: minutes * 60)
    return desk
  }

  static let away = [
    Scene("services-offline") { left("b", TestDesk.open(size: $0)) },
    Scene("week-offline") { left("b 1", TestDesk.open(size: $0)) },
    Scene("month-offline") { left("b 1 v", TestDesk.open(size: $0)) },
    Scene("form-offline") { left("b 1 1", TestDesk.open(size: $0)) },
    Scene("who-offline") { left("n", TestDesk.open(size: $0)) },
    Scene("card-offline") { left("1 Enter", TestDesk.open(size: $0)) },
    Scene("find-offline") { left("/ c y", findDesk(size: $0)) },
    Scene("customer-offline") { left("/ c y Tab", findDesk(size: $0)) },
    Scene("line-offline") { left(": a l v", TestDesk.open(size: $0)) },
    Scene("hand-over-offline") { left("H", TestDesk.open(size: $0)) },
    Scene("week-stale") { size in
      var desk = TestDesk.open(size: size)
      desk.press("b 1")
      desk.isAnswering = false
      desk.tick(seconds: 14 * 60)
      return desk
    },
    Scene("find-failed") { size in
      var desk = findDesk(size: size)
      desk.press("/")
      if let asked = desk.model.find.asked ?? desk.model.find.answered {
        desk.model.find.asked = asked
        desk.model.find.bookings = []
        desk.send(.found(asked, .failure(.damaged(path: "/home/desk/.local/state/caltui/local.desk.sqlite"))))
      }
      return desk
    },
  ]
}
