import BookingModel
import DeskStore
import Foundation
import Testing

/// A folder of its own that goes when the test does.
final class TemporaryFolder {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "caltui-store-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  var file: String { path + "/local.sqlite" }

  func mode(_ name: String) throws -> Int {
    let attributes = try FileManager.default.attributesOfItem(atPath: path + "/" + name)
    return try #require(attributes[.posixPermissions] as? Int)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}

let noon = Instant(seconds: 1_795_348_800)

func sampleBooking(_ uid: String, start: Instant = noon, minutes: Int = 30, updatedAt: Instant? = nil) -> Booking {
  Booking(
    uid: .init(uid), start: start, end: start.adding(minutes: minutes), service: .init(1), title: "Express Wash",
    hosts: [Host(id: "1", name: "Peter")],
    attendees: [Attendee(name: "Maria Álvarez", email: "maria@example.com", phone: "+15558675309")],
    updatedAt: updatedAt, metadata: ["deskRef": "r"], answers: ["vehicle": "blue van"])
}

func sampleWrite() -> Write {
  .create(
    NewBooking(
      service: .init(7), start: noon,
      attendee: Attendee(name: "Maria Álvarez", email: "maria@example.com", phone: "+15558675309"),
      guests: ["guest@example.com"], location: .attendeeAddress("12 Elm Street"),
      answers: ["vehicle": "blue van"], metadata: ["note": "cousin of Ann"]))
}
