import BookingModel
import CalClient
import DeskStore

/// Commands share the request budget of the desks: a script must not use up what the counter needs, nor what other scripts leave it.
struct CommandGate {
  let gate: RequestGate

  /// Makes the store of a server that no desk has been opened for: what each command has asked is counted there. `nil` where none can be made,
  /// as for somebody without a place to write: reading does not need one.
  init?(_ path: String, _ endpoint: Endpoint, _ key: Secret, _ clock: DeskClock) {
    guard let mark = AccountMark(server: endpoint.description, key: key.reveal()),
      let store = CommandGate.store(path, clock)
    else { return nil }
    gate = RequestGate(
      admit: { purpose, answer in
        do throws(StoreError) { answer(try store.run(.takeRequest(purpose, of: mark, now: clock.shared))) } catch {
          // Many commands at once wait for each other. A store that cannot be written holds no command up.
          if case .busy = error { answer(500) } else { answer(0) }
        }
      },
      refused: { seconds in
        let until = clock.shared.adding(seconds: Int64(min(max(seconds, 1), 600)))
        _ = try? store.run(.pauseRequests(of: mark, until: until))
      })
  }

  /// Once more while many that start together make the same file.
  private static func store(_ path: String, _ clock: DeskClock) -> DeskStore? {
    for _ in 0..<6 {
      do throws(StoreError) { return try DeskStore.open(path: path, now: clock.now) } catch {
        guard case .busy = error else { return nil }
      }
    }
    return nil
  }
}
