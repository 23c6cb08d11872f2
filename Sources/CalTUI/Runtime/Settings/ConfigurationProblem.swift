import BookingModel
import CalClient

/// Why the program cannot start as it is set up. Carries facts; its sentence is in `ErrorText`.
enum ConfigurationProblem: Error, Hashable, Sendable {
  /// A place in the config file; `line` counts from 1, and is `nil` where none could be found.
  struct Place: Hashable, Sendable {
    var path: String
    var line: Int?
  }

  case unreadableConfig(path: String, reason: String)
  case syntax(Place, String)
  case unknownKey(Place, key: String, suggestion: String?)
  case wrongValue(Place, key: String, found: String, expected: String)
  /// The place is that of the last of them that the config sets; `other` is the line of the other one where it sets both.
  case clashingKeys(Place, KeyMap.Clash, other: Int?)
  case refusedKey(Place, Key, Action, KeyRefusal)
  case unknownProfile(String, known: [String])
  case badProfileName(String)
  /// The text itself is never told: whatever cannot be read may be a password or a key.
  case badURL(source: String, EndpointError)
  case urlWithoutKey(url: String)
  case badEnvironment(name: String, value: String, expected: String)
  case badOption(name: String, value: String, expected: String)
  case unknownZone(String, suggestions: [String])
  /// The key's text is empty or holds what no key holds. The text itself is never told.
  case badKey(source: String)
  case keyFile(path: String, reason: String)
  case keyFileMode(path: String, mode: UInt32)
  case keyCommand(reason: String)
  case noHome
  case folder(path: String, reason: String)

  /// DESIGN 11: 3 where the key cannot be had, else 2.
  var exitCode: Int32 {
    switch self {
    case .badKey, .keyFile, .keyFileMode, .keyCommand: 3
    default: 2
    }
  }
}

extension ErrorText {
  /// What, why, what to do: one line.
  static func sentence(_ problem: ConfigurationProblem) -> String {
    switch problem {
    case .unreadableConfig(let path, let reason): "cannot read \(path): \(reason). Check its owner and mode."
    case .syntax(let place, let why): "\(text(place)): not TOML: \(oneLine(why)). Correct the line."
    case .unknownKey(let place, let key, let suggestion):
      "\(text(place)): no setting is called \"\(oneLine(key))\". "
        + (suggestion.map { "Did you mean \"\($0)\"?" } ?? "Remove it; caltui doctor lists the settings in use.")
    case .wrongValue(let place, let key, let found, let expected):
      "\(text(place)): \(key) is \(oneLine(found)), but must be \(expected). Change the line."
    case .clashingKeys(let place, let clash, let other):
      "\(text(place)): \(clash.key.name) would mean both \(clash.first.rawValue) and \(clash.second.rawValue) "
        + "on \(clash.context.title). Change the line" + (other.map { ", or line \($0)." } ?? ".")
    case .refusedKey(let place, let key, let action, let why):
      "\(text(place)): \(action.rawValue) cannot be \(key.name): \(text(why, key))"
    case .unknownProfile(let name, let known):
      "no profile is called \"\(oneLine(name))\". "
        + (known.isEmpty ? "The config file names none" : "There are: \(known.joined(separator: ", "))")
        + "; without --profile the local one is used."
    case .badProfileName(let name):
      "\"\(oneLine(name))\" cannot name a profile, since files are called after it. Use letters, digits, \"-\", \"_\" and \".\"."
    case .badURL(let source, let error):
      "\(source) is no server's address: \(text(error)) A right one looks like https://api.cal.com or http://127.0.0.1:3000."
    case .urlWithoutKey(let url):
      "no API key for \(oneLine(url)). Set CAL_API_KEY, or api_key_command or api_key_file in the profile."
    case .badEnvironment(let name, let value, let expected):
      "\(name) is \"\(oneLine(value))\", but must be \(expected). Change or unset it."
    case .badOption(let name, let value, let expected):
      "\(name) \"\(oneLine(value))\" cannot be used: it must be \(expected)."
    case .unknownZone(let name, let suggestions):
      "\"\(oneLine(name))\" is no time zone of this machine. "
        + (suggestions.isEmpty
          ? "Write it like Europe/Berlin." : "Did you mean \(suggestions.joined(separator: ", "))?")
    case .badKey(let source): "the API key from \(source) is empty or has characters that no key has. Set it anew."
    case .keyFile(let path, let reason): "cannot read the API key file \(path): \(reason). Check api_key_file."
    case .keyFileMode(let path, let mode):
      "the API key file \(path) can be read by others (mode 0\(String(mode, radix: 8))). Run: chmod 600 \(path)"
    case .keyCommand(let reason): "api_key_command gave no key: \(oneLine(reason)). Run it by hand to see why."
    case .noHome: "HOME is not set, so there is no place for settings and data. Set HOME or the XDG folders."
    case .folder(let path, let reason): "cannot use the folder \(path): \(reason). Check its owner and mode."
    }
  }

  private static func text(_ place: ConfigurationProblem.Place) -> String {
    place.path + (place.line.map { ":\($0)" } ?? "")
  }

  private static func text(_ why: KeyRefusal, _ key: Key) -> String {
    switch why {
    case .sentAs(let other): "terminals send \(key.name) as \(other.name). Choose another key."
    case .isText: "where that is used, \(key.name) is text. Choose a key that types nothing, such as F2."
    case .sends: "\(key.name) never sends anything. Choose another key."
    }
  }

  private static func text(_ error: EndpointError) -> String {
    switch error {
    case .empty: "it is empty."
    case .unreadable: "it has characters that an address does not have."
    case .noScheme: "write it with https:// before it."
    case .unknownScheme: "it begins with something else than https://."
    case .userInformation: "leave the name and password out; the key is the only credential."
    case .badHost: "its host cannot be read."
    case .badPort: "its port is not a number from 1 to 65535."
    case .queryOrFragment: "leave out what follows \"?\" or \"#\"."
    case .plainHTTP: "http would show the key to the network; use https (http is for this machine only)."
    case .socketPathNotAbsolute: "the socket's path must start with \"/\"."
    case .socketPathTooLong(let bytes): "the socket's path has \(bytes) bytes; \(Endpoint.longestSocketPath) fit."
    }
  }

  /// What came from a file or the environment, cut to what one line of a terminal can show.
  static func oneLine(_ text: String, limit: Int = 200) -> String {
    let safe = text.unicodeScalars.map { scalar -> Character in
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: " "
      default: Character(scalar)
      }
    }
    let words = String(safe).split(separator: " ").joined(separator: " ")
    return words.count > limit ? String(words.prefix(limit - 1)) + "…" : words
  }
}
