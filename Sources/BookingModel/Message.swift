/// What happened. Everything that the model learns comes as one of these, the clock included.
public enum Message: Equatable, Sendable {
  /// The first message: the loop runs, the first frame may be painted.
  case started
  case keyPressed(Key)
  /// A bracketed paste: text for a field, and nothing else (DESIGN 5).
  case pasted(String)
  /// A click of the mouse.
  case pointed(Spot)
  case resized(Size)
  case ticked(Instant)
  /// A frame that showed the model as it is has been painted.
  case painted
  /// SIGTERM or SIGHUP: no questions any more.
  case terminated

  case shopLoaded(Result<ShopFacts, CalError>)
  /// The server has had too many requests (CONTRACT 5): what was asked is asked again then. `nil`: it answers again.
  case heldOff(until: Instant?)
  case serviceLoaded(Service.ID, Result<Service, CalError>)
  case bookingsLoaded(ClosedRange<CalendarDay>, Result<[Booking], CalError>)
  /// Days as the store has them, read there by another desk, or kept from before while the server does not answer (for that reason).
  case storedDaysLoaded(ClosedRange<CalendarDay>, [CalendarDay: StoredDay], CalError?)
  case slotsLoaded(SlotQuery, Result<DaySlots, CalError>)
  /// The journal could not take the write: nothing was sent.
  case writeNotJournalled(DeskRef, StoreTrouble)
  case writeAnswered(DeskRef, Result<[Booking], CalError>)
  /// Writes under way or unknown, of every process on this machine.
  case journalRead([WriteRecord], askedAt: Instant)
  case lookedUp(DeskRef, LookUpQuestion, Result<[Booking], CalError>)
  /// One booking, read by its uid.
  case bookingLoaded(Booking.UID, Result<[Booking], CalError>)
  case historyLoaded(HistoryQuestion, Result<[BookingEvent], StoreTrouble>)
  case storeFailed(StoreTrouble)
  /// All that could not be kept is on the disk now.
  case storeRecovered
  /// What the store holds of some bookings beyond what the server knows.
  case factsLoaded([Booking.UID: BookingFacts])
  case shopCreated(Result<Shop, SetupProblem>)
  case foundByCode(ConfirmationCode, [Booking])
  /// The telephone system announces a caller; E.164.
  case called(String)
  /// This desk cannot hear them, and why.
  case callsUnheard(String)
  /// All customers of the store.
  case customersLoaded(CustomerIndex)
  /// Customers that this desk or another one of the same store learned of.
  case customersChanged(CustomerChanges)
  case customersFollowed(CustomerFeedState)

  case holdAnswered(HoldQuestion, Result<Reservation, HoldTrouble>)
  /// The server has been told, or could not be: then the hold ends by itself.
  case holdReleased(String)
  /// Whether a hold is still there; `nil` when it is not.
  case holdChecked(String, Result<Reservation?, CalError>)
  /// This desk asks the server for all desks of the store, or another one does.
  case pollingChanged(Bool)
  /// Another desk of the store has changed something: its holds may be others now.
  case othersHoldsChanged
  /// The holds of the other desks on this machine.
  case deskHoldsLoaded([DeskHold])
  case found(FindQuestion, Result<FindAnswer, StoreTrouble>)
  /// The cached bookings of a customer.
  case customerBookingsLoaded(Customer.ID, Result<[Booking], StoreTrouble>)
  case printed(Paper, PrintOutcome)
  case handOverLoaded(Range<Instant>, Result<HandOverRecords, StoreTrouble>)
  case unlockChecked(UnlockAnswer)
}

extension Message {
  /// Whether it may change what the one line is read by. Free times do not: asking for those that could not be read would go on for ever.
  var changesOneLine: Bool {
    switch self {
    case .ticked, .shopLoaded, .serviceLoaded, .bookingsLoaded, .customersLoaded, .customersChanged: true
    default: false
    }
  }
}

/// What the server says of the shop, read together when the program starts and now and then after.
public struct ShopFacts: Equatable, Sendable {
  public var account: Account
  public var services: [Service]
  /// The default schedule; `nil` when the account has none.
  public var hours: OpeningHours?
  /// The shop's zone: the setting's, else the default schedule's, else the account's. `nil` keeps the one in use.
  public var zone: Zone?
  /// The account's habits, where no setting outranks them.
  public var clock: Shop.Clock?
  public var weekStart: Weekday?

  public init(
    account: Account, services: [Service], hours: OpeningHours?, zone: Zone? = nil, clock: Shop.Clock? = nil,
    weekStart: Weekday? = nil
  ) {
    self.account = account
    self.services = services
    self.hours = hours
    self.zone = zone
    self.clock = clock
    self.weekStart = weekStart
  }
}

/// A schedule together with the rules of the zone that its times are in.
public struct OpeningHours: Equatable, Sendable {
  public var schedule: Schedule
  public var zone: Zone
  public init(schedule: Schedule, zone: Zone) {
    self.schedule = schedule
    self.zone = zone
  }

  /// The open intervals that begin on a day of the schedule's zone, in order.
  public func intervals(on day: CalendarDay) -> [Range<Instant>] {
    schedule.spans(on: day).compactMap { span in
      let start = zone.instant(of: LocalTime(day: day, minute: span.start))
      let end = zone.instant(of: LocalTime(day: day, minute: span.end).normalized)
      return start < end ? start..<end : nil
    }
  }
}

/// Why the shop of the first start could not be made.
public enum SetupProblem: Error, Equatable, Sendable {
  case unknownZone(String, suggestions: [String])
  case unknownCountry(String)
  case store(StoreTrouble)
  case server(CalError)
}
