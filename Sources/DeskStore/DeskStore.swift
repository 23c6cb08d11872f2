public import BookingModel
import DatabaseFile
import Dispatch
import GRDB
import Synchronization

/// What one profile knows on this machine: the journal of writes, the cache, drafts, customers, settings and holds, in one SQLite file
/// (DESIGN 7). Several processes may have it open.
///
/// What it can be asked is a ``StoreRequest``. ``run(_:)`` answers at once and blocks; ``start(_:completion:)`` answers later from a queue of
/// its own, so that a thread which paints never waits for a disk. Requests that change something run in the order in which they were given.
public final class DeskStore: Sendable {
  /// How long a request waits for another process.
  public static let busySeconds = 5.0

  /// The file; `:memory:` for one without.
  public let path: String
  let process: ProcessMark
  private let database: any DatabaseWriter
  /// A broken page was met, or found by ``look(_:)``: from then on nothing is written.
  private let isDamaged = Atomic<Bool>(false)
  /// Requests that were started and whose completion has not returned.
  let countUnderWay = Atomic<Int>(0)

  /// Opened by ``openReadOnly(path:process:)``.
  let isReadOnly: Bool

  private init(path: String, process: ProcessMark, database: any DatabaseWriter, isReadOnly: Bool = false) {
    self.path = path
    self.isReadOnly = isReadOnly
    self.process = process
    self.database = database
  }

  /// Opens or makes the file, brings its tables up to date, and marks writes that a dead process left behind as unknown (DESIGN 6.3).
  ///
  /// Folders that are missing are made with mode 0700, the file with 0600; in a folder that its group may write the file is shared with that
  /// group (0660). A file that is damaged, foreign or newer is refused and left alone. Before the tables change, a copy is put beside the file
  /// (``DatabaseFile``).
  public static func open(
    path: String, now: Instant, process: ProcessMark = .current()
  ) throws(StoreError) -> DeskStore {
    try StoreFile.prepare(path)
    do {
      try retryingWhileBusy { try Schema.refuseOthers(path: path) }
      let database = try retryingWhileBusy { try DatabasePool(path: path, configuration: configuration()) }
      return try DeskStore(path: path, process: process, database: database).prepared(now: now)
    } catch {
      throw StoreError(error, path: path)
    }
  }

  /// Opens a file that is there for reading alone: one that this user may not write, in a folder that may not be written either. Nothing of it
  /// is changed, no file is made beside it, and every request that would change something fails.
  public static func openReadOnly(path: String, process: ProcessMark = .current()) throws(StoreError) -> DeskStore {
    guard let reading = StoreFile.readingPath(path) else {
      throw .unwritable(path: path, reason: "its log has not been read in yet, which takes a desk that may write it")
    }
    do {
      var configuration = configuration()
      configuration.readonly = true
      let database = try DatabaseQueue(path: reading, configuration: configuration)
      try database.read { db in try Schema.refuseUnfinished(db, path: path) }
      return DeskStore(path: path, process: process, database: database, isReadOnly: true)
    } catch {
      throw StoreError(error, path: path)
    }
  }

  /// A store that is gone when it is let go: for tests and trials.
  public static func inMemory(now: Instant, process: ProcessMark = .current()) throws(StoreError) -> DeskStore {
    do {
      let database = try DatabaseQueue(configuration: configuration())
      return try DeskStore(path: ":memory:", process: process, database: database).prepared(now: now)
    } catch {
      throw StoreError(error, path: ":memory:")
    }
  }

  private func prepared(now: Instant) throws -> DeskStore {
    try database.writeWithoutTransaction { db in
      try Schema.bringUpToDate(db, path: path)
    }
    try run(.adoptOrphans(now: now))
    return self
  }

  private static func configuration() -> Configuration {
    var configuration = Configuration()
    configuration.busyMode = .timeout(busySeconds)
    // One desk reads little at a time, and every connection costs memory.
    configuration.maximumReaderCount = 2
    configuration.label = "desk-store"
    configuration.prepareDatabase { db in
      // 1 MiB of pages at most: the board's day is far smaller. A log that grew once would be read whole at every start after a kill.
      try db.execute(
        sql: "PRAGMA cache_size = -1024; PRAGMA trusted_schema = OFF; PRAGMA journal_size_limit = 1048576;")
    }
    return configuration
  }

  /// Switching to WAL and repairing one after a crash answer "busy" without waiting when a second process does the same.
  private static func retryingWhileBusy<T>(_ body: () throws -> T) throws -> T {
    for _ in 0..<40 {
      do {
        return try body()
      } catch let error as DatabaseError where error.resultCode.primaryResultCode == .SQLITE_BUSY {
        StoreFile.pause(milliseconds: 50)
      }
    }
    return try body()
  }

  /// Reads the whole file on a thread of its own and answers whether it is damaged. What is written into a damaged file makes it worse, and is
  /// lost with it: from then on every change fails as ``StoreError/damaged(path:)``. Not at the opening, because it takes its time; see
  /// RELIABILITY.md.
  public func look(_ completion: @escaping @Sendable (_ isDamaged: Bool) -> Void) {
    DispatchQueue(label: "store-look", qos: .utility).async { [self] in
      let isWhole = (try? database.unsafeRead { db in try DatabaseFile.isWhole(db) }) ?? true
      if !isWhole { isDamaged.store(true, ordering: .relaxed) }
      completion(!isWhole)
    }
  }

  /// A failure as callers know it. A broken page that a request met stops all writing.
  private func failure(_ error: any Error) -> StoreError {
    let known = StoreError(error, path: path)
    if case .damaged = known { isDamaged.store(true, ordering: .relaxed) }
    return known
  }

  private func refuseIfDamaged() throws(StoreError) {
    if isDamaged.load(ordering: .relaxed) { throw .damaged(path: path) }
  }

  /// What is wrong inside the file, in SQLite's words; nothing when it is whole. Reads all of it.
  public func findings() throws(StoreError) -> [String] {
    do { return try database.unsafeRead { db in try DatabaseFile.findings(db) } } catch {
      throw StoreError(error, path: path)
    }
  }

  /// Closes the file. Requests after that fail; those given before are done first.
  public func close() throws(StoreError) {
    do { try database.close() } catch { throw StoreError(error, path: path) }
  }
}

// MARK: - Asking

/// One question or change, as a value that ``DeskStore`` carries out. Each is made by a function named for what it does.
public struct StoreRequest<Answer: Sendable>: Sendable {
  enum Manner: Sendable {
    case read, write
    /// On the disk, synced, before the answer (`synchronous=FULL`).
    case durableWrite
  }

  let manner: Manner
  let body: @Sendable (Database, ProcessMark) throws -> Answer

  init(_ manner: Manner, _ body: @escaping @Sendable (Database, ProcessMark) throws -> Answer) {
    self.manner = manner
    self.body = body
  }

  func perform(_ db: Database, _ process: ProcessMark) throws -> Answer {
    switch manner {
    case .read: return try body(db, process)
    case .write: return try transaction(db, process)
    case .durableWrite:
      // Only here: with every keystroke of a draft synced, a slow disk would hold up the journal.
      try db.execute(sql: "PRAGMA synchronous = FULL")
      defer { try? db.execute(sql: "PRAGMA synchronous = NORMAL") }
      return try transaction(db, process)
    }
  }

  private func transaction(_ db: Database, _ process: ProcessMark) throws -> Answer {
    var answer: Answer?
    try db.inTransaction(.immediate) {
      answer = try body(db, process)
      return .commit
    }
    guard let answer else { throw DatabaseError(resultCode: .SQLITE_ABORT) }
    return answer
  }
}

extension StoreRequest where Answer == Void {
  /// Answers when every change that was asked for before it is done.
  public static func allWritten() -> StoreRequest { StoreRequest(.write) { _, _ in } }
}

/// Keeps a store from changing anything until it is let go.
public final class StoreRest: Sendable {
  private let end = DispatchSemaphore(value: 0)
  fileprivate func wait() { end.wait() }
  public func letGo() { end.signal() }
}

extension DeskStore {
  /// Lets the store rest once every change that was asked for before is done: nothing of it is then locked for other processes, whatever is
  /// asked meanwhile.
  public func rest(reached: @escaping @Sendable () -> Void) -> StoreRest {
    let rest = StoreRest()
    database.asyncWriteWithoutTransaction { _ in
      reached()
      rest.wait()
    }
    return rest
  }

  /// Answers at once; blocks for as long as the disk takes. For commands, and for what must be known before the first frame.
  @discardableResult
  public func run<Answer>(_ request: StoreRequest<Answer>) throws(StoreError) -> Answer {
    do {
      switch request.manner {
      case .read: return try database.read { db in try request.perform(db, process) }
      case .write, .durableWrite:
        try refuseIfDamaged()
        return try database.writeWithoutTransaction { db in try request.perform(db, process) }
      }
    } catch {
      throw failure(error)
    }
  }

  /// Answers later, on a queue of the store; the caller passes it on to its own thread.
  public func start<Answer>(
    _ request: StoreRequest<Answer>, completion: @escaping @Sendable (Result<Answer, StoreError>) -> Void
  ) {
    countUnderWay.add(1, ordering: .relaxed)
    switch request.manner {
    case .read:
      database.asyncRead { [self] access in
        defer { countUnderWay.subtract(1, ordering: .releasing) }
        completion(Result { try request.perform(access.get(), process) }.mapError(failure))
      }
    case .write, .durableWrite:
      database.asyncWriteWithoutTransaction { [self] db in
        defer { countUnderWay.subtract(1, ordering: .releasing) }
        completion(
          Result {
            try refuseIfDamaged()
            return try request.perform(db, process)
          }.mapError(failure))
      }
    }
  }
}
