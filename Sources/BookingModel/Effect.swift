/// What the program is to do, as a value: `EffectRunner` does it at the edge, and a test compares it.
public enum Effect: Equatable, Sendable {
  /// Asks who we are, which services there are and when the shop is open.
  case loadShop
  /// One service with all its fields: the list leaves hidden ones out (CONTRACT 18, trap 15).
  case loadService(Service.ID)
  /// The bookings of some shop days, both included.
  case loadBookings(ClosedRange<CalendarDay>)
  case loadSlots(SlotQuery)
  /// One booking, whatever its day. Answers by ``Message/bookingLoaded(_:_:)``.
  case loadBooking(Booking.UID)
  /// What the journal knows of some bookings. Answers by ``Message/historyLoaded(_:_:)``.
  case loadHistory(HistoryQuestion)
  /// Journals a write, syncs the journal, then sends it once (DESIGN 6). Answers by ``Message/writeAnswered(_:_:)``.
  case commit(DeskRef, Write)
  /// Asks about a write whose outcome is unknown, and notes in the journal that it was asked. Answers by
  /// ``Message/lookedUp(_:_:_:)``.
  case lookUp(DeskRef, LookUpQuestion)
  /// Reads which writes the journal has open: a command, or another desk, may have left one or closed one. Answers by
  /// ``Message/journalRead(_:askedAt:)``.
  case readJournal(askedAt: Instant)
  /// Closes the journal's row of an unknown write.
  case closeWrite(DeskRef, WriteClosing)
  /// Keeps a draft as it stands. Saved at most 50 ms later.
  case saveDraft(Draft)
  case forgetDraft(Draft.ID)
  /// Notes about a booking, with what this desk knew of them before: what another desk has noted meanwhile stays.
  case saveFacts(Booking.UID, BookingFacts, before: BookingFacts)
  /// Holds a time on the server, after the desks of this machine have been asked. Answers by ``Message/holdAnswered(_:_:)``.
  case hold(HoldQuestion)
  /// Lets a hold go, on the server and among the desks. Answers by ``Message/holdReleased(_:)``.
  case releaseHold(String)
  /// Asks whether the server still has a hold. Answers by ``Message/holdChecked(_:_:)``.
  case checkHold(String)
  /// Tells the other desks of a hold that an earlier run has left.
  case noteHold(DeskHold)
  /// A hold is gone: the other desks need not see it any more.
  case forgetHold(String)
  /// Reads the holds of the other desks.
  case readHolds
  case createShop(ShopSetup)
  /// All customers of the store, then what changes among them. Answers by ``Message/customersLoaded(_:)``.
  case loadCustomers
  /// Reads the bookings that the server has and the customers do not know: all of them page by page at first, later what was made or changed since.
  /// Answers by ``Message/customersFollowed(_:)`` and ``Message/customersChanged(_:)``.
  case followCustomers
  /// A new customer, a correction, a note, or that two are one (``CustomerEntry/about``). Answers by ``Message/customersChanged(_:)``.
  case saveCustomerEntry(CustomerEntry)
  /// Looks through the bookings of the store. Answers by ``Message/found(_:_:)``.
  case find(FindQuestion)
  /// Answers by ``Message/customerBookingsLoaded(_:_:)``.
  case loadCustomerBookings(Customer.ID)
  /// Drops all that the desk knows of a customer. Answers by ``Message/customersChanged(_:)``.
  case forgetCustomer(Customer.ID)
  case rememberClerk(String)
  /// The bookings of the desk's store with a confirmation code. Answers by ``Message/foundByCode(_:_:)``.
  case findByCode(ConfirmationCode)
  /// Notes who has this desk from now on.
  case beginShift(Shift)
  /// What the store knows of a stretch of time, for the hand-over.
  case loadHandOver(Range<Instant>)
  /// Gives a paper to the printer of the config. Answers by ``Message/printed(_:_:)``.
  case print(Paper)
  /// Gives what was typed to the unlock command.
  case checkUnlock(String)
  /// Paints everything anew (Ctrl-L).
  case repaint
  /// Gives the terminal back to the shell (Ctrl-Z).
  case suspend
  case quit
}

/// What the first start asks for.
public struct ShopSetup: Equatable, Sendable {
  public var name: String
  /// ISO 3166.
  public var country: String
  /// IANA name.
  public var zone: String
  public init(name: String, country: String, zone: String) {
    self.name = name
    self.country = country
    self.zone = zone
  }
}

/// Why something could not be kept on this machine's disk.
public enum StoreTrouble: Error, Hashable, Sendable, Codable {
  case diskFull
  case notWritable(path: String)
  case damaged(path: String)
  case newer(path: String)
  case failed(String)
}
