import ArgumentParser
import BookingModel
import CalClient
import CalProtocol

/// `caltui move`
struct MoveCommand: DeskAction {
  static let configuration = CommandConfiguration(
    commandName: "move", abstract: "Move a booking to another time. It gets a new uid.")

  @OptionGroup var global: GlobalArguments
  @Argument(help: "The booking's uid.")
  var uid: String
  @Option(help: ArgumentHelp("The new date and time; shop time unless it has an offset.", valueName: "iso"))
  var start: String
  @Option(help: "Why it is moved.")
  var reason: String?
  @Flag(help: "Print JSON: the new booking object.")
  var json = false

  func validate() throws {
    guard ISODateTime(start) != nil else {
      throw ValidationError("--start \(start) is no date and time. Write it like 2026-11-23T09:30.")
    }
  }

  func perform(_ surroundings: Surroundings) throws(CommandFailure) {
    let session = try CommandSession(global, surroundings, purpose: .write)
    let zone = try session.zone()
    let instant = try StartArgument.instant(start, zone: zone)
    let found = try session.found(uid)
    guard found.bookings.count == 1, let booking = found.bookings.first else { throw .series(uid) }
    // Asked for before it is journalled: which service, by which the move is looked up when its answer is lost.
    let write = Write.move(booking.uid, start: instant, reason: reason, seat: nil, overrides: .none)
    let answer = try session.send(write, ref: CommandSession.newReference(), changed: booking)
    answer.show(surroundings, json: json, zone: zone, policy: session.policy)
  }
}

/// `caltui cancel`
struct CancelCommand: DeskAction {
  static let configuration = CommandConfiguration(
    commandName: "cancel", abstract: "Cancel a booking. One that is cancelled already is no error.")

  @OptionGroup var global: GlobalArguments
  @Argument(help: "The booking's uid.")
  var uid: String
  @Option(help: "Why it is cancelled; the attendee may read it.")
  var reason: String
  @Flag(help: "Print JSON: the cancelled booking object.")
  var json = false

  func perform(_ surroundings: Surroundings) throws(CommandFailure) {
    let session = try CommandSession(global, surroundings, purpose: .write)
    let zone = try session.zone()
    let found = try session.found(uid)
    guard found.bookings.count == 1, let booking = found.bookings.first else { throw .series(uid) }
    if booking.status == .cancelled {
      found.show(surroundings, json: json, zone: zone, policy: session.policy)
      return
    }
    let write = Write.cancel(booking.uid, reason: reason, seat: nil, subsequent: false)
    do throws(CommandFailure) {
      let answer = try session.send(write, ref: CommandSession.newReference(), changed: booking)
      // Some servers acknowledge without the booking.
      let shown = answer.bookings.isEmpty ? try session.found(uid) : answer
      shown.show(surroundings, json: json, zone: zone, policy: session.policy)
    } catch {
      // Another desk may have been faster.
      guard error.kind == .ruleRefused, let now = try? session.found(uid), now.bookings.first?.status == .cancelled
      else {
        throw error
      }
      now.show(surroundings, json: json, zone: zone, policy: session.policy)
    }
  }
}

extension CommandSession {
  func found(_ uid: String) throws(CommandFailure) -> Answered {
    // Longer or odder than any uid: it would only be read as another route.
    guard (1...100).contains(uid.utf8.count), uid.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != 0x2F }) else {
      throw CommandFailure(.notFound, "no booking has the uid \"\(uid)\". caltui list shows them.")
    }
    do throws(CalError) { return try answer(to: Calls.booking(Booking.UID(uid)).withData) } catch {
      if case .notFound = error.kind {
        throw CommandFailure(.notFound, "no booking has the uid \"\(uid)\". caltui list shows them.")
      }
      throw CommandFailure(error)
    }
  }
}

extension CommandFailure {
  fileprivate static func series(_ uid: String) -> CommandFailure {
    CommandFailure(.usage, "\(uid) names a series. Give the uid of one of its bookings; caltui list shows them.")
  }
}
