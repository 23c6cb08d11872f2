// What this desk knows to be taken is not offered, whatever the free times said when they were read: the later word counts. Once the server is
// away nothing else would tell.

extension Model {
  /// The bookings that take the time of each host of a service around a day, as the board has them.
  func takenTimes(of service: Service, on day: CalendarDay) -> [(host: String, busy: [BusyTime])] {
    let known = (-1...1).flatMap { days[day.advanced(by: $0)]?.value ?? [] }.filter(\.status.takesTime)
    let isOneHost = hosts(on: day).isEmpty
    let hosts = service.hosts.isEmpty ? [Host(id: "", name: "")] : service.hosts
    return hosts.map { host in
      let own = known.filter { booking in isOneHost || booking.hosts.contains { $0.id == host.id } }
      return (host.id, own.map(busyTime))
    }
  }

  private func busyTime(_ booking: Booking) -> BusyTime {
    let rules = service(booking.service)?.rules
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
