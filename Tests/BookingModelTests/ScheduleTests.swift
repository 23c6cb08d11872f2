import BookingModel
import Testing

@Suite struct ScheduleTests {
  private func span(_ start: Int, _ end: Int) -> MinuteSpan { MinuteSpan(start: start, end: end) }

  static let merges: [([[Int]], [[Int]])] = [
    ([], []), ([[540, 1020]], [[540, 1020]]), ([[540, 720], [720, 1020]], [[540, 1020]]),
    ([[780, 1020], [540, 720]], [[540, 720], [780, 1020]]), ([[540, 1020], [600, 660]], [[540, 1020]]),
    ([[540, 660], [600, 720], [700, 800]], [[540, 800]]), ([[540, 540], [600, 590]], []),
    ([[540, 600], [540, 1020], [540, 540]], [[540, 1020]]), ([[0, 1440], [1439, 1440]], [[0, 1440]]),
  ]

  @Test(arguments: merges) func `spans are merged`(input: [[Int]], output: [[Int]]) {
    let merged = MinuteSpan.merged(input.map { span($0[0], $0[1]) })
    #expect(merged == output.map { span($0[0], $0[1]) })
  }

  @Test func `merging keeps exactly the minutes that some span holds`() {
    var generator = SeededGenerator(state: 7)
    for _ in 0..<500 {
      let spans = (0..<Int.random(in: 0...6, using: &generator)).map { _ in
        span(Int.random(in: 0...60, using: &generator), Int.random(in: 0...60, using: &generator))
      }
      let merged = MinuteSpan.merged(spans)
      for minute in 0..<60 {
        let expected = spans.contains { $0.start <= minute && minute < $0.end }
        #expect(merged.count(where: { $0.start <= minute && minute < $0.end }) == (expected ? 1 : 0))
      }
      #expect(zip(merged, merged.dropFirst()).allSatisfy { $0.end < $1.start })
    }
  }

  @Test func `hours follow the weekday, and an override replaces them all`() throws {
    let monday = try #require(CalendarDay("2026-11-23"))
    let schedule = Schedule(
      id: .init(1), name: "Shop", zone: "Europe/Berlin",
      hours: [
        .init(days: [.monday, .tuesday], span: span(780, 1020)), .init(days: [.monday], span: span(540, 720)),
      ],
      overrides: [
        .init(day: monday.advanced(by: 7), span: span(600, 660)),
        .init(day: monday.advanced(by: 7), span: span(700, 760)),
        .init(day: monday.advanced(by: 8), span: span(0, 0)), .init(day: monday.advanced(by: 6), span: span(600, 720)),
      ])
    #expect(schedule.spans(on: monday) == [span(540, 720), span(780, 1020)])
    #expect(schedule.spans(on: monday.advanced(by: 1)) == [span(780, 1020)])
    #expect(schedule.spans(on: monday.advanced(by: 2)) == [])
    #expect(schedule.spans(on: monday.advanced(by: 7)) == [span(600, 660), span(700, 760)])
    #expect(schedule.spans(on: monday.advanced(by: 8)) == [])
    #expect(schedule.spans(on: monday.advanced(by: 6)) == [span(600, 720)])
  }
}

/// Repeatable random numbers (xorshift), so that a failure can be met again.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return state
  }
}
