/// Answers "is this stretch free?" for stretches in any order, fast, over one host's busy times.
struct BusySweep {
  private struct Taken {
    var start: Int64
    var end: Int64
    var index: Int
  }

  /// What a seated service finds at one start: nothing, seats, or no seat left.
  enum Seat: Equatable {
    case none
    case left(Int)
    case full
  }

  private let busy: [BusyTime]
  /// Times with buffers of both sides, overlapping ones joined.
  private var blocked: [Taken] = []
  /// Bookings and holds of the same seated service, which block others but can be joined at their own start.
  private var joinable: [Taken] = []
  private let seats: Int?

  init(_ calendar: HostCalendar, problem: AvailabilityProblem) {
    self.init(calendar.busy, service: problem.service, rules: problem.rules, moving: problem.moving)
  }

  /// The gap between two bookings is the later one's buffer before plus the earlier one's buffer after.
  init(_ busy: [BusyTime], service: Service.ID, rules: BookingRules, moving: Booking.UID?) {
    self.busy = busy
    seats = rules.seats?.perSlot
    var taken: [Taken] = []
    taken.reserveCapacity(busy.count)
    for (index, time) in busy.enumerated() {
      if let moving, time.holder == .booking(moving) { continue }
      guard time.start < time.end else { continue }
      let before = Int64(time.bufferBefore + rules.bufferAfter) * 60_000
      let after = Int64(time.bufferAfter + rules.bufferBefore) * 60_000
      let entry = Taken(start: time.start.milliseconds - before, end: time.end.milliseconds + after, index: index)
      if seats != nil && time.service == service { joinable.append(entry) } else { taken.append(entry) }
    }
    if !zip(taken, taken.dropFirst()).allSatisfy({ $0.start <= $1.start }) { taken.sort { $0.start < $1.start } }
    for entry in taken {
      if let end = blocked.last?.end, entry.start < end {
        blocked[blocked.count - 1].end = max(end, entry.end)
      } else {
        blocked.append(entry)
      }
    }
  }

  func isFree(_ start: Int64, _ end: Int64) -> Bool {
    var low = 0
    var high = blocked.count
    while low < high {
      let middle = (low + high) / 2
      if blocked[middle].end <= start { low = middle + 1 } else { high = middle }
    }
    if low < blocked.count, blocked[low].start < end { return false }
    return seat(start, end) != .full
  }

  func seat(_ start: Int64, _ end: Int64) -> Seat {
    guard let seats, !joinable.isEmpty else { return .none }
    var taken = 0
    var found = false
    for entry in joinable where entry.start < end && entry.end > start {
      let time = busy[entry.index]
      guard time.start.milliseconds == start, time.end.milliseconds == end else { return .full }
      found = true
      taken += time.seatsTaken
    }
    guard found else { return .none }
    return taken < seats ? .left(seats - taken) : .full
  }

  /// What takes that stretch: the booking or hold itself before one whose buffer does.
  func obstacle(_ start: Int64, _ end: Int64, problem: AvailabilityProblem) -> BusyTime? {
    var nearby: BusyTime?
    for time in busy {
      if let moving = problem.moving, time.holder == .booking(moving) { continue }
      let before = Int64(time.bufferBefore + problem.rules.bufferAfter) * 60_000
      let after = Int64(time.bufferAfter + problem.rules.bufferBefore) * 60_000
      let from = time.start.milliseconds
      let until = time.end.milliseconds
      guard from < until, from - before < end, until + after > start else { continue }
      if from < end && until > start { return time }
      nearby = nearby ?? time
    }
    return nearby
  }
}
