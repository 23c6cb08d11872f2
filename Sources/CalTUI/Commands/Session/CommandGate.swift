import BookingModel
import CalClient
import DeskStore
import Glibc

/// Commands share the request budget of the desks, where there are any: a script must not use up what the counter needs.
struct CommandGate {
  let gate: RequestGate

  /// `nil` where no desk has a store for this server.
  init?(_ path: String, _ endpoint: Endpoint, _ key: Secret, _ clock: DeskClock) {
    guard access(path, F_OK) == 0, let store = try? DeskStore.open(path: path, now: clock.now),
      let mark = AccountMark(server: endpoint.description, key: key.reveal())
    else { return nil }
    gate = RequestGate(
      admit: { purpose, answer in
        // A store that cannot be written holds no command up.
        answer((try? store.run(.takeRequest(purpose, of: mark, now: clock.shared))) ?? 0)
      },
      refused: { seconds in
        let until = clock.shared.adding(seconds: Int64(min(max(seconds, 1), 600)))
        _ = try? store.run(.pauseRequests(of: mark, until: until))
      })
  }
}
