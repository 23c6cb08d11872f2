import Foundation
import Testing

/// Two servers on one database, and two programs that want the same time of both.
@Suite struct RaceTests {
  private static let races = 200

  /// Starts of Express Wash on days to come, half an hour apart, so that no race disturbs another.
  private static let starts: [String] = {
    let days = (24...28).map { "2026-11-\($0)" } + (1...12).map { "2026-12-" + ($0 < 10 ? "0\($0)" : "\($0)") }
    let open = days.filter { $0 != "2026-11-29" && $0 != "2026-12-06" }
    let times = (18..<34).map { String(format: "%02d:%02d", $0 / 2, $0 % 2 * 30) }
    return Array(open.flatMap { day in times.map { "\(day)T\($0)" } }.prefix(races))
  }()

  @Test func ofTwoProgramsThatBookOneTimeExactlyOneGetsItTwoHundredTimes() async throws {
    let home = try DeskHome()
    let servers = try [ServeProcess(home), ServeProcess(home)]
    #expect(RaceTests.starts.count == RaceTests.races)
    var winners = [0, 0]
    for start in RaceTests.starts {
      // Each on a machine of its own: on one machine they would share the request budget of the key.
      let machines = try [DeskHome(), DeskHome()]
      let runs = try servers.enumerated().map { index, server in
        try ChildProcess(
          Caltui.program,
          [
            "book", "--service", "express-wash", "--start", start, "--name", "Desk \(index)", "--phone",
            "+1212555010\(index)", "--json",
          ], environment: machines[index].environment(server.environment))
      }
      let endings = await [runs[0].ended(), runs[1].ended()]
      let codes = endings.map(\.code)
      // 5: the slot is taken.
      #expect(codes.sorted() == [0, 5], "\(start): \(endings)")
      if let winner = codes.firstIndex(of: 0) { winners[winner] += 1 }
    }
    let list = try home.command(
      ["list", "--from", "2026-11-23", "--to", "2026-12-31", "--json"], servers[0].environment)
    struct Row: Decodable { var start: String }
    let rows = try JSONDecoder().decode([Row].self, from: Data(list.output.utf8))
    #expect(rows.count == RaceTests.races)
    #expect(Set(rows.map(\.start)).count == RaceTests.races)
    // Both must have had a chance, or it was no race.
    #expect(winners.allSatisfy { $0 > 0 }, "\(winners)")
  }
}
