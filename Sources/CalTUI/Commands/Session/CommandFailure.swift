import BookingModel
import CalProtocol
import DeskStore
import LocalServer

/// Why a command did not do what it was asked: one line for people, one word and one number for programs (DESIGN 11).
struct CommandFailure: Error, Equatable {
  enum Kind: String {
    case usage, signIn, notFound, slotTaken, ruleRefused, rateLimited, network, outcomeUnknown
    /// A file or folder of this machine.
    case storage
    case interrupted

    var exitCode: Int32 {
      switch self {
      case .storage: 1
      case .usage: 2
      case .signIn: 3
      case .notFound: 4
      case .slotTaken: 5
      case .ruleRefused: 6
      case .rateLimited: 7
      case .network: 8
      case .outcomeUnknown: 9
      case .interrupted: 130
      }
    }
  }

  var kind: Kind
  /// What, why, what to do; one line.
  var message: String

  init(_ kind: Kind, _ message: String) {
    self.kind = kind
    // What is to be done stands at the end, so no sentence of ours is cut; a server's endless one is.
    self.message = ErrorText.oneLine(message, limit: 600)
  }

  var json: JSONValue {
    [
      "error": [
        "kind": .string(kind.rawValue), "message": .string(message), "exitCode": .int(Int64(kind.exitCode)),
      ]
    ]
  }

  func tell(_ surroundings: Surroundings, json isJSON: Bool) {
    surroundings.standardError((isJSON ? JSONText.text(json) : "caltui: " + message) + "\n")
  }
}

extension CommandFailure {
  init(_ problem: ConfigurationProblem) {
    self.init(problem.exitCode == 3 ? .signIn : .usage, ErrorText.sentence(problem))
  }

  /// A write whose outcome is unknown. `isLookedFor`: the server has answered since, and it was not there.
  init(unknown error: CalError, write: DeskRef, isLookedFor: Bool) {
    let finding = isLookedFor ? "It was looked up and not found yet" : "It could not be looked up"
    self.init(
      .outcomeUnknown,
      "\(ErrorText.unknownCause(error)) Whether it was done is not known (reference \(write.rawValue)). \(finding); "
        + "the desk goes on looking (U). See caltui list before you try again.")
  }

  init(_ error: CalError) {
    switch error.kind {
    case .slotTaken:
      self.init(.slotTaken, "that time is taken, or nobody works then. Run caltui slots for the free ones.")
    case .outOfBounds:
      self.init(
        .ruleRefused, "the service cannot be booked at that time (notice, booking window or hours). Choose another.")
    case .limitReached, .refused, .invalidField, .alreadyDone: self.init(.ruleRefused, ErrorText.sentence(error))
    case .notSignedIn, .forbidden: self.init(.signIn, ErrorText.sentence(error))
    case .notFound: self.init(.notFound, ErrorText.sentence(error))
    case .rateLimited: self.init(.rateLimited, ErrorText.sentence(error))
    case .noAnswer(.unreachable):
      self.init(.network, "the server cannot be reached. Check the network and CAL_API_URL, then try again.")
    case .serverFailure, .noAnswer: self.init(.network, ErrorText.sentence(error))
    }
  }

  init(_ error: StoreError) {
    let sentence =
      switch error {
      case .unwritable(let path, let reason): "cannot write \(path): \(reason). Check its owner and mode."
      case .diskFull(let path): "the disk is full, so \(path) cannot be written. Free some space and try again."
      case .damaged(let path): "\(path) is damaged. It was left alone: move it away or restore a copy."
      case .foreign(let path): "\(path) belongs to another program. Set state_dir to another folder."
      case .newer(let path, let version, let supported):
        "\(path) was written by a newer caltui (version \(version), this one reads \(supported)). Update this one."
      case .busy(let path): "\(path) is locked by another process. Try again in a moment."
      case .failed(let path, let code, let message): "\(path) failed: \(message) (SQLite \(code)). Run caltui doctor."
      }
    self.init(.storage, sentence)
  }

  /// Errors of the embedded server, which are thrown untyped.
  init(localServer error: any Error) {
    let sentence =
      switch error as? LocalServerError {
      case .databaseTooNew(let path): "\(path) was written by a newer caltui. Update this one."
      case .databaseDamaged(let path): "\(path) is damaged. It was left alone: move it away or restore a copy."
      case .databaseForeign(let path): "\(path) belongs to another program. Set data_dir to another folder."
      case .diskFull(let path): "the disk is full, so \(path) cannot be written. Free some space and try again."
      case .databaseUnavailable(let path, let reason): "cannot use \(path): \(reason). Check its owner and mode."
      case .noShop: "the database holds no shop. Start caltui once."
      case .unknownZone(let zone): "\"\(zone)\" is no time zone of this machine. Write it like Europe/Berlin."
      case .socketPathTooLong(let path): "the socket's path \(path) is longer than 107 bytes. Choose a shorter one."
      case .addressInUse(let address): "\(address) is in use by another server. Choose another address."
      case .cannotListen(let address, let reason): "cannot listen on \(address): \(reason). Choose another address."
      case nil: "the local server failed: \(error). Run caltui doctor."
      }
    self.init(.storage, sentence)
  }
}
