import BookingModel
import Testing

@Suite struct RequestBudgetTests {
  private let now = Instant(seconds: 1_795_000_000)

  private func sent(_ count: Int, every milliseconds: Int64, until: Instant) -> [Instant] {
    (0..<count).map { until.adding(milliseconds: -Int64($0) * milliseconds) }
  }

  @Test func `reads leave twenty of a hundred to writes, and what comes again by itself leaves more`() {
    let busy = sent(76, every: 100, until: now)
    #expect(RequestBudget.earliest(.read, after: busy, now: now) > now)
    #expect(RequestBudget.earliest(.background, after: busy, now: now) > now)
    #expect(RequestBudget.earliest(.write, after: busy, now: now) == now)
    #expect(RequestBudget.earliest(.write, after: sent(96, every: 100, until: now), now: now) > now)
    #expect(RequestBudget.earliest(.background, after: sent(50, every: 100, until: now), now: now) > now)
    #expect(RequestBudget.earliest(.read, after: sent(50, every: 100, until: now), now: now) == now)
  }

  @Test func `the wait ends when enough of them are a minute old`() {
    let busy = sent(80, every: 100, until: now)
    let earliest = RequestBudget.earliest(.read, after: busy, now: now)
    // The fifth of eighty is the one that has to go.
    #expect(earliest == busy.sorted()[4].adding(seconds: 60))
    #expect(RequestBudget.earliest(.read, after: busy, now: earliest) == earliest)
  }

  @Test func `over five minutes reads stay under sixty a minute, with room for writes`() {
    let steady = sent(255, every: 1150, until: now)
    #expect(RequestBudget.earliest(.read, after: steady, now: now) > now)
    #expect(RequestBudget.earliest(.write, after: steady, now: now) == now)
  }

  @Test func `whatever is asked, no window of sixty seconds has more than a hundred`() {
    var random = SeededKeys(seed: 4)
    var sent: [Instant] = []
    var time = now
    for _ in 0..<3000 {
      time = time.adding(milliseconds: Int64.random(in: 0...300, using: &random))
      let purpose = RequestBudget.Purpose.allCases.randomElement(using: &random) ?? .read
      let recent = sent.filter { $0 > time.adding(seconds: -RequestBudget.memory) }
      guard RequestBudget.earliest(purpose, after: recent, now: time) == time else { continue }
      sent.append(time)
    }
    for last in sent {
      #expect(sent.count { $0 > last.adding(seconds: -60) && $0 <= last } <= 96)
    }
  }
}
