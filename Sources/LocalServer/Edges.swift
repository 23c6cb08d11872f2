public import BookingModel
import Glibc
import Synchronization
import ZoneData

/// What the server takes from outside itself, so that tests can hold it still.
public struct Edges: Sendable {
  public var clock: @Sendable () -> Instant
  public var random: @Sendable () -> any RandomNumberGenerator

  public init(
    clock: @escaping @Sendable () -> Instant = Edges.systemClock,
    random: @escaping @Sendable () -> any RandomNumberGenerator = { SystemRandomNumberGenerator() }
  ) {
    self.clock = clock
    self.random = random
  }

  @Sendable public static func systemClock() -> Instant {
    var now = timespec()
    clock_gettime(CLOCK_REALTIME, &now)
    return Instant(milliseconds: Int64(now.tv_sec) * 1000 + Int64(now.tv_nsec) / 1_000_000)
  }

  /// 22 characters of base 62, as the cloud's booking uids are (CONTRACT 6): 130 bits.
  func bookingUID() -> Booking.UID {
    let alphabet = Array("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
    var numbers = random()
    return Booking.UID(String((0..<22).map { _ in alphabet[Int.random(in: 0..<62, using: &numbers)] }))
  }

  /// A UUID, version 4: seats, reservations, webhooks, request ids.
  func uuid() -> String {
    var numbers = random()
    var bytes = (0..<16).map { _ in UInt8.random(in: 0...255, using: &numbers) }
    bytes[6] = bytes[6] & 0x0F | 0x40
    bytes[8] = bytes[8] & 0x3F | 0x80
    let digits = Array("0123456789abcdef")
    var text = ""
    for (index, byte) in bytes.enumerated() {
      if [4, 6, 8, 10].contains(index) { text += "-" }
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return text
  }
}

/// Zones read once and kept: their rules do not change while the program runs.
final class ZoneCache: Sendable {
  private let loader: ZoneLoader
  private let known = Mutex<[String: Zone]>([:])

  init(loader: ZoneLoader = ZoneLoader()) { self.loader = loader }

  func zone(_ identifier: String) -> Zone? {
    if let zone = known.withLock({ $0[identifier] }) { return zone }
    guard let zone = loader.zone(identifier) else { return nil }
    known.withLock { zones in
      // Names come from requests: a stranger must not fill the memory with them.
      if zones.count >= 64 { zones.removeAll() }
      zones[identifier] = zone
    }
    return zone
  }
}
