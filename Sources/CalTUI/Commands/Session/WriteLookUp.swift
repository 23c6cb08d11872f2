import BookingModel
import CalClient
import CalProtocol
import DeskStore

/// Looks a write up and waits for the answer: for the command line. The desk's own look-ups do not wait.
struct WriteLookUp {
  let client: CalClient
  var purpose = RequestBudget.Purpose.write

  func verdict(of entry: JournalEntry) -> LookUpVerdict {
    var question = entry.write.lookUpQuestion
    // A move leads from the old booking to the new one; no write asks more than that.
    for _ in 0..<3 {
      let answer: Result<[Booking], CalError>
      do throws(CalError) { answer = .success(try ask(question)) } catch { answer = .failure(error) }
      let verdict = entry.write.verdict(entry.deskRef, sentAt: entry.createdAt, on: question, answer)
      guard case .ask(let next) = verdict else { return verdict }
      question = next
    }
    return .notThere
  }

  private func ask(_ question: LookUpQuestion) throws(CalError) -> [Booking] {
    switch question {
    case .booking(let uid): return try answer(Calls.booking(uid))
    case .bookings(let service, let start):
      var query = LookUp.query(of: service, start: start)
      var found: [Booking] = []
      for _ in 0..<BookingsReading.pageLimit {
        let page = try answer(Calls.bookings(query))
        found += page.bookings.filter { $0.start == start }
        guard let next = page.next else { break }
        query.page = next
      }
      return found
    }
  }

  /// Once, and not for long: a command does not wait for a server to come back.
  private func answer<Answer>(_ call: Call<Answer>) throws(CalError) -> Answer {
    var outcome: Result<Answer, CalError>?
    client.perform(call, limits: TransferLimits(totalMilliseconds: 5000), policy: .never, purpose: purpose) {
      outcome = $0
    }
    return try client.runUntil { outcome }.get()
  }
}
