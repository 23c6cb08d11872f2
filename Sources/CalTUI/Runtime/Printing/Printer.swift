import BookingModel
import Glibc

/// What the config says about papers.
struct PrintSettings: Equatable, Sendable {
  /// Gets a slip on its standard input.
  var slipCommand: String?
  /// Takes slips as files, where there is no command.
  var slipFolder: String?
  /// Columns of a slip.
  var slipColumns: Int?
  /// The same for the day and the hand-over; the slip's serve where these are not set.
  var printCommand: String?
  var printFolder: String?
}

/// Gives papers to a command or puts them into a folder. Blocks: it is called off the thread that paints.
struct Printer: Sendable {
  enum Place: Equatable {
    case command(String)
    case folder(String)
    /// Nothing is configured: they are kept in a folder beside the desk's store.
    case keep(String)
  }

  var settings: PrintSettings
  /// Where papers are kept that nobody prints.
  var keptFolder: String
  /// For messages: the file in which a line is missing.
  var configFile: String
  var home: String?
  var milliseconds: Int64 = 30_000

  func place(of kind: Paper.Kind) -> Place {
    let isSlip = kind == .slip
    if !isSlip {
      if let command = settings.printCommand { return .command(command) }
      if let folder = settings.printFolder { return .folder(folder) }
    }
    if let command = settings.slipCommand { return .command(command) }
    if let folder = settings.slipFolder { return .folder(folder) }
    return .keep(keptFolder)
  }

  func print(_ paper: Paper) -> PrintOutcome {
    let text = PaperText(paper, slipColumns: settings.slipColumns ?? PaperText.slipColumns)
    switch place(of: paper.kind) {
    case .command(let command):
      let ending = TextCommand(command: command, milliseconds: milliseconds).run(text.text)
      if let trouble = PrintTrouble(ending, command, milliseconds) { return .failed(trouble) }
      return .sent(command: command)
    case .folder(let folder):
      return save(text, paper, in: folder) { path in .saved(path: path) }
    case .keep(let folder):
      let config = short(configFile)
      // What is shown is as wide as it always is.
      let lines = PaperText(paper).lines.count
      return save(text, paper, in: folder) { path in .kept(path: path, config: config, lines: lines) }
    }
  }

  private func save(
    _ text: PaperText, _ paper: Paper, in folder: String, _ done: (String) -> PrintOutcome
  ) -> PrintOutcome {
    do throws(PaperFile.Failure) {
      return done(short(try PaperFile.save(text.text, name: PaperText.fileName(paper), in: folder)))
    } catch {
      return .failed(.notSaved(path: short(error.path), reason: error.reason))
    }
  }

  /// `~/…` where it is below the home folder: a notice has one line.
  private func short(_ path: String) -> String {
    guard let home, path.hasPrefix(home + "/") else { return path }
    return "~" + path.dropFirst(home.count)
  }
}

extension PrintTrouble {
  /// `nil` for an end without trouble.
  init?(_ ending: TextCommand.Ending, _ command: String, _ milliseconds: Int64) {
    switch ending {
    case .ended(0, _): return nil
    case .ended(let status, let said): self = .ended(command: command, status: status, said: said)
    case .killed(let signal): self = .killed(command: command, signal: signal)
    case .tookTooLong: self = .tookTooLong(command: command, seconds: Int((milliseconds + 999) / 1000))
    case .notStarted(let reason): self = .notStarted(command: command, reason: reason)
    }
  }
}

/// A paper in a file of its own, for its owner alone: customers' names and numbers are on it.
enum PaperFile {
  struct Failure: Error {
    var path: String
    var reason: String
  }

  /// Never writes over a file that is there: a second slip of the same booking gets a number.
  static func save(_ text: String, name: String, in folder: String) throws(Failure) -> String {
    try make(folder)
    let base = name.hasSuffix(".txt") ? String(name.dropLast(4)) : name
    for number in 1...999 {
      let path = "\(folder)/\(base)\(number == 1 ? "" : "-\(number)").txt"
      let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
      if descriptor < 0 {
        let code = errno
        if code == EEXIST { continue }
        throw Failure(path: path, reason: Paths.reason(code))
      }
      defer { close(descriptor) }
      var rest = Array(text.utf8)[...]
      while !rest.isEmpty {
        let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        if count < 0, errno == EINTR { continue }
        guard count > 0 else {
          let code = errno
          // Half a paper is worse than none.
          unlink(path)
          throw Failure(path: path, reason: Paths.reason(code))
        }
        rest = rest.dropFirst(count)
      }
      return path
    }
    throw Failure(path: folder, reason: "too many papers of that name are there")
  }

  /// Makes the folder and those above it where they are missing, each for its owner alone.
  private static func make(_ folder: String) throws(Failure) {
    var facts = stat()
    if stat(folder, &facts) == 0 {
      guard facts.st_mode & S_IFMT == S_IFDIR else { throw Failure(path: folder, reason: "it is not a folder") }
      return
    }
    var path = ""
    for part in folder.split(separator: "/") {
      path += "/" + part
      if mkdir(path, 0o700) != 0, errno != EEXIST { throw Failure(path: path, reason: Paths.reason(errno)) }
    }
  }
}
