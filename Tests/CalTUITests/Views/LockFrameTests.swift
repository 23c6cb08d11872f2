import BookingModel
import TestDesk
import Testing

@testable import CalTUI

/// What customers see of a locked desk.
@Suite struct LockFrameTests {
  /// Names, numbers, cars and codes of the test shop.
  private static let secrets: [String] =
    TestShop.mondaysBookings.flatMap { booking in
      [
        booking.attendeeName, String(booking.attendeeName.prefix(6)), booking.attendees[0].phone ?? "", "blue Golf",
        ConfirmationCode(booking.uid).text,
      ]
    } + ["Dee Park", "2125550142", "Golf", "Jung"]

  @Test(arguments: Scene.all, Scene.sizes) func `nothing of a booking is on a locked screen`(scene: Scene, size: Size) {
    var desk = scene.desk(size)
    guard desk.model.page != .setup, !desk.model.isTooSmall else { return }
    desk.model.lock = LockPage(since: desk.model.now)
    // What happens behind the curtain, and what was said just before.
    desk.model.notice = .booked(name: "Dee Park", desk.model.now)
    desk.send(.called("+12125550142"))
    let rows = render(desk.model, in: size).grid.textRows
    for secret in Self.secrets {
      #expect(!rows.contains { $0.contains(secret) }, "\(secret)")
    }
    #expect(rows.contains { $0.contains("ocked") })
  }

  @Test func `what is typed for the unlock command is not on the screen, nor how much it is`() {
    func frame(_ typed: String) -> [String] {
      var desk = TestDesk.open { $0.hasUnlockCommand = true }
      desk.press("L")
      desk.type(typed)
      return render(desk.model, in: desk.model.size).grid.textRows
    }
    #expect(frame("") == frame("s3cret"))
  }
}
