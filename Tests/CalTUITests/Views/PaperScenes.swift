import BookingModel
import TestDesk

/// The pages of slips, the hand-over, the lock and corrections.
extension Scene {
  static let papers = [
    Scene("paper-kept") { size in
      var desk = TestDesk.open(size: size)
      desk.press("2 p")
      desk.answerPrint(
        .kept(path: "~/.local/state/caltui/slips/slip.txt", config: "~/.config/caltui/config.toml", lines: 15))
      return desk
    },
    Scene("paper-sent") { size in
      var desk = TestDesk.open(size: size)
      desk.press("2 p")
      desk.answerPrint(.sent(command: "lp -d receipts"))
      return desk
    },
    Scene("paper-failed") { size in
      var desk = TestDesk.open(size: size)
      desk.press("2 p")
      desk.answerPrint(
        .failed(.ended(command: "lp", status: 1, said: "lp: Error - no default destination available.")))
      return desk
    },
    Scene("lock") { size in
      var desk = TestDesk.summary(size: size)
      desk.press("L")
      return desk
    },
    Scene("lock-typed") { size in
      var desk = TestDesk.open(size: size)
      desk.press("L Enter")
      desk.type("Bo")
      desk.press("Ctrl-C")
      return desk
    },
    Scene("lock-command") { size in
      var desk = TestDesk.open(size: size) { $0.hasUnlockCommand = true }
      desk.press("L")
      desk.type("1234")
      desk.press("Enter")
      desk.send(.unlockChecked(.refused))
      desk.type("12")
      return desk
    },
    Scene("hand-over") { handOver($0) },
    Scene("hand-over-end") { size in
      var desk = handOver(size)
      desk.press("End")
      return desk
    },
    Scene("hand-over-loading") { size in
      var desk = TestDesk.open(size: size)
      desk.press("H")
      return desk
    },
    Scene("hand-over-empty") { size in
      var desk = TestDesk.open(size: size)
      desk.press("H [")
      desk.answerHandOver(.success(HandOverRecords()))
      return desk
    },
    Scene("hand-over-failed") { size in
      var desk = TestDesk.open(size: size)
      desk.press("H")
      desk.answerHandOver(.failure(.notWritable(path: "/srv/shop/local.desk.sqlite")))
      return desk
    },
    Scene("fix") { size in fixing("2 f", size) },
    Scene("fix-changed") { size in fixing("2 f Ctrl-U Cy-Jung Tab Ctrl-U 123 PgDn", size) },
    Scene("fix-question") { size in fixing("2 f Ctrl-U Cy-Jung PgDn", size) },
    Scene("fix-checking") { size in
      var desk = TestDesk.open(size: size)
      desk.isAnswering = false
      desk.press("2 f Ctrl-U Cy-Jung PgDn y")
      return desk
    },
    Scene("fix-not-offered") { size in
      var shop = TestShop()
      shop.bookings[2].start = TestShop.instant("2026-11-23T16:35:00Z")
      var desk = TestDesk.open(shop, size: size)
      desk.press("2 f Ctrl-U Cy-Jung PgDn")
      return desk
    },
    Scene("fix-cancel-unknown") { size in
      var desk = fixing("2 f Ctrl-U Cy-Jung PgDn y", size)
      desk.send(.writeAnswered(desk.lastWrite, .failure(CalError(kind: .noAnswer(.timedOut)))))
      return desk
    },
    Scene("fix-sending") { size in between(size) },
    Scene("fix-done") { size in
      var desk = between(size)
      let made = TestShop.booking("b9", 1, "Cy Jung", "2026-11-23T16:30:00Z", minutes: 30)
      desk.send(.writeAnswered(desk.lastWrite, .success([made])))
      return desk
    },
    Scene("fix-time-taken") { size in
      var desk = between(size)
      desk.shop.bookings.append(TestShop.booking("b8", 1, "Quick", "2026-11-23T16:30:00Z", minutes: 30))
      desk.send(.writeAnswered(desk.lastWrite, .failure(CalError(kind: .slotTaken, status: 409))))
      return desk
    },
    Scene("fix-create-unknown") { size in
      var desk = between(size)
      desk.send(.writeAnswered(desk.lastWrite, .failure(CalError(kind: .noAnswer(.timedOut)))))
      return desk
    },
    Scene("fix-left") { size in
      var desk = between(size)
      desk.press("Esc")
      desk.send(.writeAnswered(desk.lastWrite, .failure(CalError(kind: .limitReached))))
      return desk
    },
  ]

  private static func fixing(_ keys: String, _ size: Size) -> TestDesk {
    var desk = TestDesk.open(size: size)
    desk.press(keys)
    return desk
  }

  /// The old booking is cancelled, the new one on its way.
  private static func between(_ size: Size) -> TestDesk {
    var desk = fixing("2 f Ctrl-U Cy-Jung PgDn y", size)
    desk.shop.bookings[2].status = .cancelled
    desk.send(.writeAnswered(desk.lastWrite, .success([desk.shop.bookings[2]])))
    return desk
  }

  private static func handOver(_ size: Size) -> TestDesk {
    var desk = TestDesk.open(size: size)
    desk.press("1 i")
    desk.tick(seconds: 3 * 3600)
    desk.press("H")
    let bookings = Dictionary(uniqueKeysWithValues: TestShop.mondaysBookings.map { ($0.uid, $0) })
    func entry(
      _ ref: String, _ kind: HandOverRecords.Entry.Kind, _ booking: String, _ minute: Int, before: String? = nil,
      clerk: String = "Alva", desk: String = "front", state: HandOverRecords.Entry.State = .done
    ) -> HandOverRecords.Entry {
      HandOverRecords.Entry(
        ref: DeskRef(ref), kind: kind, state: state, clerk: clerk, desk: desk,
        at: TestShop.monday10.adding(minutes: minute), booking: Booking.UID(booking),
        before: before.map { Booking.UID($0) })
    }
    var draft = Draft(id: Draft.ID(rawValue: "d8"), service: Service.ID(3))
    draft.entries[FormSlug.name] = .line(TextLine("Maximiliane von Hohenberg-Sigmaringen"))
    var records = HandOverRecords(
      entries: [
        entry("d1.1", .create, "b1", 2), entry("d2.2", .create, "b4", 9, clerk: "Bo", desk: "back"),
        entry("3", .move, "b2", 20, before: "b1"), entry("4", .cancel, "b3", 33, before: "b3"),
        entry("d5.5", .cancel, "b1", 40, before: "b1"), entry("d5.6", .create, "b2", 40),
        entry("7", .absent, "b2", 61), entry("d9.9", .create, "b3", 70, state: .unknown),
      ], bookings: bookings)
    records.marks = [
      HandOverRecords.Mark(
        kind: .note, booking: Booking.UID("b4"), clerk: "Bo", desk: "back", at: TestShop.monday10.adding(minutes: 80))
    ]
    records.facts = [Booking.UID("b4"): BookingFacts(note: "brings the second car too, has paid for both in advance")]
    records.drafts = [
      HandOverRecords.OpenDraft(draft: draft, desk: "front", at: TestShop.monday10.adding(minutes: 90))
    ]
    desk.answerHandOver(.success(records))
    return desk
  }
}

extension TestDesk {
  fileprivate var lastWrite: DeskRef {
    let refs = effects.compactMap { effect -> DeskRef? in
      if case .commit(let ref, _) = effect { ref } else { nil }
    }
    return refs.last ?? DeskRef("none")
  }

  fileprivate mutating func answerPrint(_ outcome: PrintOutcome) {
    let papers = effects.compactMap { effect -> Paper? in
      if case .print(let paper) = effect { paper } else { nil }
    }
    if let paper = papers.last { send(.printed(paper, outcome)) }
  }

  mutating func answerHandOver(_ result: Result<HandOverRecords, StoreTrouble>) {
    if let range = model.handOver.asked { send(.handOverLoaded(range, result)) }
  }
}
