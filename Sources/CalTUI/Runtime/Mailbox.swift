import BookingModel
import CalClient
import DeskStore
import Synchronization

/// What other threads have to say to the loop: the embedded server that is up, the store that has written.
enum Letter: Sendable {
  case serverReady(Endpoint, Secret)
  case shopCreated(Shop, Endpoint, Secret)
  case shopNotCreated(SetupProblem)
  case serverFailed(CalError)
  /// The journal has the write on disk, or could not take it.
  case journalled(DeskRef, Write, StoreTrouble?)
  /// The store has done all that it was asked before that question, by number.
  case storeSettled(Int)
  /// The store has kept what ``StoreKeeper`` gave it under that number, or has not.
  case kept(Int, StoreTrouble?)
  case journalRead([JournalEntry], askedAt: Instant)
  case storeFailed(StoreTrouble)
  case storedDays(SharedBoard.News)
  /// The desk that asked the server for all has ended: now this one does.
  case pollsNow
  /// The shop as another desk has read it, when that is not long ago.
  case cachedShop(CachedShop?)
  /// The store's answer to a request for a request: milliseconds to wait; `nil` when it could not tell.
  case admitted(Int, Int64?)
  case history(HistoryQuestion, Result<[BookingEvent], StoreTrouble>)
  case facts([Booking.UID: BookingFacts], asOf: Int)
  case foundByCode(ConfirmationCode, [Booking])
  /// `caltui pop` announces a caller; E.164.
  case called(String)
  case callsUnheard(String)
  case found(FindQuestion, Result<FindAnswer, StoreTrouble>)
  case customerBookings(Customer.ID, Result<[Booking], StoreTrouble>)
  case customers(CustomerFeed.News)
  /// The store has decided whether this desk may ask for a hold; a hold that is in the way says no.
  case holdClaimed(HoldQuestion, Result<DeskHold?, StoreTrouble>)
  /// The holds of the other desks; `nil` when they could not be read.
  case deskHolds([DeskHold]?)
  case printed(Paper, PrintOutcome)
  case handOver(Range<Instant>, Result<HandOverRecords, StoreTrouble>)
  case unlockChecked(UnlockAnswer)
}

/// The only way into the UI thread. Posting ends the loop's wait.
final class Mailbox: Sendable {
  private let letters = Mutex<[Letter]>([])
  private let wakeup: Wakeup

  init(wakeup: Wakeup) { self.wakeup = wakeup }

  func post(_ letter: Letter) {
    letters.withLock { $0.append(letter) }
    wakeup.wake()
  }

  func drain() -> [Letter] {
    letters.withLock { letters in
      defer { letters = [] }
      return letters
    }
  }
}
