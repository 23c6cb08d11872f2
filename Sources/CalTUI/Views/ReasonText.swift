import BookingModel

/// Why a time is not free, in a few words that follow the time: "booked: Bo Lind 10:00–10:45".
struct ReasonText {
  let text: String

  init(_ reason: SlotReason, shop: Shop, minutes: Int?) {
    let time = TimeText(shop)
    func span(_ range: Range<Instant>) -> String { time.span(range.lowerBound, range.upperBound) }
    switch reason {
    case .past: text = "in the past"
    case .closed: text = "the shop is closed then"
    case .tooLong(let until):
      text = "the shop closes at \(time.time(until))" + (minutes.map { ", it takes \(TimeText.length($0))" } ?? "")
    case .booked(let name, let range): text = "booked: \(name) \(span(range))"
    case .buffer(let name, let range): text = "buffer around \(name) \(span(range))"
    case .held(let desk?): text = "held: \(desk.isEmpty ? "another desk" : desk)"
    case .held(nil): text = "held by this desk for another booking"
    case .notice(let earliest):
      text = "too soon: from \(time.day(shop.zone.day(of: earliest))) \(time.time(earliest)) on"
    case .window(let first, let last):
      let from = first.map { "from \(time.day($0)) on" }
      let through = last.map { "until \(time.day($0))" }
      text = "can be booked only " + [from, through].compactMap { $0 }.joined(separator: " ")
    case .limit(let limit): text = "limit reached: \(ReasonText.count(limit)) a \(limit.period.rawValue)"
    case .noSeatLeft: text = "no seat left"
    case .offGrid: text = "between two times on offer"
    case .notFirstOfDay: text = "only the first time of a day is offered"
    case .notOffered: text = "not offered"
    case .notKnownYet: text = "not known yet"
    case .notKnownSince(let read):
      text = read.map { "not known since \(time.time($0))" } ?? "not known: not read yet"
    }
  }

  private static func count(_ limit: WhyNot.Limit) -> String {
    switch limit.counts {
    case .minutes: TimeText.length(limit.maximum)
    case .bookings: limit.maximum == 1 ? "1 booking" : "\(limit.maximum) bookings"
    }
  }
}
