// What this desk knows to be taken is not offered, whatever the free times said when they were read: the later word counts. Once the server is
// away nothing else would tell.

extension Model {
  /// The bookings that take the time of each host of a service around a day, as the board has them.
  func takenTimes(of service: Service, on day: CalendarDay) -> [(host: String, busy: [BusyTime])] {
    let isOneHost = hosts(on: day).isEmpty
    let hosts = service.hosts.isEmpty ? [Host(id: "", name: "")] : service.hosts
    var taken = hosts.map { (host: $0.id, busy: [BusyTime]()) }
    for offset in -1...1 {
      let bookings = days[day.advanced(by: offset)]?.value ?? []
      // By index: the grid asks at every key, and a booking is much to copy.
      for index in bookings.indices where bookings[index].status.takesTime {
        let time = busyTime(bookings[index])
        for place in taken.indices
        where isOneHost || bookings[index].hosts.contains(where: { $0.id == taken[place].host }) {
          taken[place].busy.append(time)
        }
      }
    }
    return taken
  }

  private func busyTime(_ booking: borrowing Booking) -> BusyTime {
    let id = booking.service
    let rules = id.flatMap { fullServices[$0]?.rules } ?? services.value?.first { $0.id == id }?.rules
    return BusyTime(
      holder: .booking(booking.uid), service: booking.service, start: booking.start, end: booking.end,
      bufferBefore: rules?.bufferBefore ?? 0, bufferAfter: rules?.bufferAfter ?? 0,
      seatsTaken: max(1, booking.attendees.count))
  }

  /// Says of the times of a day whether bookings of the board leave no host for them.
  func isTaken(_ service: Service, on day: CalendarDay, moving: Booking.UID?) -> (Slot) -> Bool {
    let sweeps = takenTimes(of: service, on: day).map {
      BusySweep($0.busy, service: service.id, rules: service.rules, moving: moving)
    }
    let needsEveryHost = service.schedulingType == "collective"
    return { slot in
      func isFree(_ sweep: BusySweep) -> Bool { sweep.isFree(slot.start.milliseconds, slot.end.milliseconds) }
      return needsEveryHost ? !sweeps.allSatisfy(isFree) : !sweeps.contains(where: isFree)
    }
  }

  /// Bookings of some days have come to be known: their times are not on offer any more.
  mutating func strikeTakenTimes(_ range: ClosedRange<CalendarDay>, knownAt: Instant) {
    // The free times of a day may begin in a booking of the day before.
    for day in range.lowerBound...range.upperBound.advanced(by: 1) {
      for key in slotBooks.keys {
        guard let service = service(key.service), slotBooks[key]?.day(day).value?.isEmpty == false else { continue }
        let isTaken = isTaken(service, on: day, moving: key.moving)
        slotBooks[key]?.strike(day, knownAt: knownAt, isTaken)
      }
    }
  }
}
