import BookingModel

/// Makes sentences of errors: what, why, what to do next. The only place that does.
enum ErrorText {
  static func sentence(_ error: CalError) -> String {
    let end = error.message.last.map { ".!?".contains($0) } == true ? "" : "."
    let said = error.message.isEmpty ? "" : " The server says: \(error.message)\(end)"
    switch error.kind {
    case .slotTaken: return "That time has just been taken. Choose another one; everything typed is kept."
    case .outOfBounds:
      return "The service cannot be booked at that time (notice, booking window or hours). Choose another time."
    case .limitReached: return "A booking limit is reached.\(said) Choose another day."
    case .notSignedIn:
      return "The server does not accept the API key. Set CAL_API_KEY or the profile's key, then try again.\(said)"
    case .forbidden: return "The account may not do this.\(said)"
    case .notFound: return "The server does not have it (any more).\(said)"
    case .rateLimited(let seconds): return "Too many requests for this API key. Try again in \(seconds) s."
    case .invalidField(let slug): return "The server does not accept the field \"\(slug)\".\(said)"
    case .alreadyDone(let moved):
      return moved == nil ? "It was done already." : "The booking has been moved to another time already."
    case .refused:
      return error.message.isEmpty ? "The server refused it." : "The server refused it: \(error.message)\(end)"
    case .serverFailure:
      return "The server failed (\(error.status.map(String.init) ?? "no status")). Try again in a moment."
    case .noAnswer(let trouble): return sentence(trouble)
    }
  }

  /// Why the outcome of a write is not known. It advises nothing: what helps a read, trying again, may book a second time here.
  static func unknownCause(_ error: CalError) -> String {
    switch error.kind {
    case .serverFailure: "The server failed (\(error.status.map(String.init) ?? "no status"))."
    case .noAnswer(.unreadable): "The server's answer could not be understood."
    case .noAnswer(.redirected): "The server points to another address."
    default: sentence(error)
    }
  }

  static func sentence(_ trouble: CalError.NetworkTrouble) -> String {
    switch trouble {
    case .unreachable: "The server cannot be reached. Check the network and CAL_API_URL."
    case .tlsRefused: "The server's certificate was not accepted, so nothing was sent. Check CAL_API_URL and the clock."
    case .timedOut: "The server did not answer in time."
    case .broken: "The connection broke before the answer was complete."
    case .tooLarge: "The server's answer is larger than this program reads."
    case .unreadable: "The server's answer could not be understood. Is CAL_API_URL a Cal.com API v2?"
    case .redirected: "The server points to another address, which is not followed with the key. Check CAL_API_URL."
    }
  }

  /// A few words, where a line has no room for a sentence.
  static func short(_ error: CalError) -> String {
    switch error.kind {
    case .noAnswer(.unreachable), .noAnswer(.tlsRefused): "server not reached"
    case .noAnswer(.timedOut), .noAnswer(.broken): "no answer"
    case .noAnswer: "unreadable answer"
    case .notSignedIn: "API key refused"
    case .rateLimited(let seconds): "wait \(seconds) s"
    case .serverFailure: "server failed"
    default: error.message.isEmpty ? "refused" : error.message
    }
  }

  static func sentence(_ problem: FieldProblem) -> String {
    switch problem {
    case .missing: "needed"
    case .emailWanted: "needed by this service; shop_email_domain (config) can stand in"
    case .notAnEmail(let text): "\"\(text)\" is no e-mail address (name@domain.tld)"
    case .phone(let problem): sentence(problem)
    case .notANumber: "only a number"
    case .notAURL: "begins with http:// or https://"
    case .tooManyGuests(let limit): "at most \(limit) guests at once"
    case .duplicateGuest(let guest): "\(guest) is there twice"
    case .noContact: "a phone number or an e-mail address"
    case .refused(let words): words.isEmpty ? "not accepted by the server" : words
    }
  }

  static func sentence(_ problem: PhoneProblem) -> String {
    switch problem {
    case .empty: "needed"
    case .tooShort(let minimum): "too short: \(minimum) digits at least"
    case .tooLong(let maximum): "too long: \(maximum) digits at most"
    case .unknownCountryCode: "no such country code"
    case .notDigits(let character): "\"\(character)\" is no part of a number"
    case .impossibleGroup(let group): "no number has \"\(group)\" there"
    }
  }

  static func sentence(_ trouble: StoreTrouble) -> String {
    switch trouble {
    case .diskFull: "The disk is full: nothing was sent. Free some space and try again."
    case .notWritable(let path): "Cannot write \(path): nothing was sent. Check its owner and mode."
    case .damaged(let path): "\(path) is damaged: nothing is written to it. Leave, and run caltui doctor."
    case .newer(let path): "\(path) was written by a newer caltui. Update this one."
    case .failed(let why): "The desk's own store failed: \(why)"
    }
  }

  /// As ``sentence(_:)-(StoreTrouble)``, where something typed or done could not be kept. It is tried again by itself.
  static func keepSentence(_ trouble: StoreTrouble) -> String {
    switch trouble {
    case .diskFull: "The disk is full: nothing new is kept on it. Free some space."
    case .notWritable(let path): "Nothing new is kept on the disk: cannot write \(path)."
    case .damaged, .newer, .failed: sentence(trouble)
    }
  }

  static func sentence(_ problem: SetupProblem) -> String {
    switch problem {
    case .unknownZone(let name, let suggestions):
      "\"\(name)\" is no time zone"
        + (suggestions.isEmpty
          ? ". Write it like Europe/Berlin." : ". Did you mean \(suggestions.prefix(3).joined(separator: ", "))?")
    case .unknownCountry(let code): "\"\(code)\" is no country code. Write two letters, like US or DE."
    case .store(let trouble): sentence(trouble)
    case .server(let error): sentence(error)
    }
  }

  static func sentence(_ obstacle: Service.Obstacle) -> String {
    switch obstacle {
    case .emailVerification: "This service wants an e-mail code from its attendee: it can only be booked on the web."
    case .instantMeeting: "This service is for instant meetings: it can only be booked on the web."
    case .managedParent: "This service is a template for the team's own: choose one of theirs."
    }
  }

  static func sentence(_ trouble: PrintTrouble) -> String {
    switch trouble {
    case .ended(let command, let status, let said):
      said.isEmpty
        ? "\(oneLine(command, limit: 40)) ended with status \(status)."
        : "\(oneLine(command, limit: 40)) (status \(status)): \(oneLine(said, limit: 100))"
    case .killed(let command, let signal): "\(oneLine(command, limit: 40)) was ended by signal \(signal)."
    case .tookTooLong(let command, let seconds):
      "\(oneLine(command, limit: 40)) did not end within \(seconds) s and was stopped."
    case .notStarted(let command, let reason): "\(oneLine(command, limit: 40)) did not start: \(reason)."
    case .notSaved(let path, let reason): "\(path): \(reason)."
    }
  }

  /// The config line that is missing.
  static func printLine(_ kind: Paper.Kind) -> String {
    kind == .slip ? "slip_command = \"lp\"" : "print_command = \"lp\""
  }

  /// As ``sentence(_:)-(StoreTrouble)``, where nothing was to be sent.
  static func readSentence(_ trouble: StoreTrouble) -> String {
    switch trouble {
    case .failed(let why): "The desk's own store could not be read: \(why)"
    case .diskFull: "The desk's own store could not be read: the disk is full."
    case .notWritable(let path): "Cannot read \(path). Check its owner and mode."
    case .damaged, .newer: sentence(trouble)
    }
  }

  static func sentence(_ obstacle: FixObstacle, _ keys: KeyMap) -> String {
    switch obstacle {
    case .begun:
      "It has begun, and the server books nothing in the past. \(keys.name(.note, .board)) keeps a note of it."
    case .seat: "A seat of a shared time cannot be booked again from here."
    case .series: "One of a series cannot be booked again from here."
    case .length: "The service is not offered in that length any more, so the booking could not be made again."
    case .place: "The service is not offered at that place any more, so the booking could not be made again."
    case .field(let label):
      "The service now asks for \"\(oneLine(label, limit: 30))\": copy the booking (\(keys.name(.copy, .board))), then cancel the old one (\(keys.name(.cancel, .board)))."
    }
  }
}
