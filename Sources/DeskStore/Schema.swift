import DatabaseFile
import GRDB

/// The tables, by version. A version that has been released is never edited: a change is a new one at the end.
enum Schema {
  /// `CALT`: tells the file from those of other programs.
  static let applicationID = 0x4341_4C54

  static let versions: [String] = [first, second, third, fourth, fifth, sixth, seventh]
  static var current: Int { versions.count }

  /// The tables of the latest version. A store without one of them is damaged.
  static let tables = [
    "audit", "booking", "bookingRange", "cached", "customer", "customerGone", "draft", "evidence", "evidenceLink",
    "fact", "forgotten", "hold", "journal", "mark", "setting", "shift",
  ]

  /// Refuses what is not ours to open, before it is opened for writing: that would already change it.
  static func refuseOthers(path: String) throws {
    _ = try DatabaseFile.peek(path) { db in
      if try isCurrent(db, path: path) {
        guard try DatabaseFile.missing(tables, in: db).isEmpty else { throw StoreError.damaged(path: path) }
      } else {
        // Its tables are about to change: the one time at which all of it is read.
        guard try DatabaseFile.findings(db).isEmpty else { throw StoreError.damaged(path: path) }
      }
    }
  }

  /// For a store that cannot be brought up to date, being read only.
  static func refuseUnfinished(_ db: Database, path: String) throws {
    guard try isCurrent(db, path: path) else {
      throw StoreError.unwritable(
        path: path, reason: "its tables are an older caltui's, and must be brought up to date")
    }
    guard try DatabaseFile.missing(tables, in: db).isEmpty else { throw StoreError.damaged(path: path) }
  }

  /// Runs what is missing, all or nothing. Two processes that start together take turns.
  static func bringUpToDate(_ db: Database, path: String) throws {
    // In one snapshot: another process may be making the tables just now.
    var isReady = false
    try db.inTransaction(.deferred) {
      isReady = try isCurrent(db, path: path)
      return .commit
    }
    if isReady { return }
    try db.inTransaction(.immediate) {
      if try isCurrent(db, path: path) { return .commit }
      let version = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
      // A store in memory has no file to copy. Nobody writes meanwhile: the lock is ours.
      let file = try String.fetchOne(db, sql: "SELECT file FROM pragma_database_list WHERE name = 'main'") ?? ""
      if version > 0, !file.isEmpty { try DatabaseFile.backUp(file, version: version) }
      do {
        for step in versions[version...] { try db.execute(sql: step) }
      } catch let error as DatabaseError where error.resultCode == .SQLITE_ERROR {
        // What the step is about is not there.
        throw StoreError.damaged(path: path)
      }
      try db.execute(sql: "PRAGMA application_id = \(applicationID); PRAGMA user_version = \(current)")
      return .commit
    }
  }

  private static func isCurrent(_ db: Database, path: String) throws -> Bool {
    let version = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
    let application = try Int.fetchOne(db, sql: "PRAGMA application_id") ?? 0
    if application != applicationID {
      let tables = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_schema") ?? 0
      if application != 0 || version != 0 || tables != 0 { throw StoreError.foreign(path: path) }
    }
    if version > current { throw StoreError.newer(path: path, version: version, supported: current) }
    return version == current
  }

  // Instants are milliseconds since 1970. JSON columns hold values of `BookingModel` as it encodes them.
  private static let first = """
    CREATE TABLE journal (
      deskRef TEXT NOT NULL PRIMARY KEY,
      kind TEXT NOT NULL,
      profile TEXT NOT NULL,
      service INTEGER,
      start INTEGER,
      booking TEXT,
      write TEXT NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('written', 'accepted', 'refused', 'unknown', 'abandoned')),
      reason TEXT,
      result TEXT,
      clerk TEXT NOT NULL,
      desk TEXT NOT NULL,
      createdAt INTEGER NOT NULL,
      updatedAt INTEGER NOT NULL,
      lookups INTEGER NOT NULL DEFAULT 0,
      lastLookupAt INTEGER,
      ownerPid INTEGER NOT NULL,
      ownerBoot TEXT NOT NULL,
      ownerStarted TEXT NOT NULL
    ) WITHOUT ROWID;
    CREATE INDEX journalOpen ON journal (createdAt) WHERE state IN ('written', 'unknown');
    CREATE INDEX journalByTime ON journal (createdAt);

    CREATE TABLE cached (
      name TEXT NOT NULL PRIMARY KEY,
      value TEXT NOT NULL,
      readAt INTEGER NOT NULL
    ) WITHOUT ROWID;

    CREATE TABLE booking (
      uid TEXT NOT NULL PRIMARY KEY,
      start INTEGER NOT NULL,
      end INTEGER NOT NULL,
      updatedAt INTEGER,
      value TEXT NOT NULL
    );
    CREATE INDEX bookingByStart ON booking (start);

    CREATE TABLE bookingRange (
      lower INTEGER NOT NULL,
      upper INTEGER NOT NULL,
      readAt INTEGER NOT NULL,
      PRIMARY KEY (lower, upper)
    ) WITHOUT ROWID;

    CREATE TABLE draft (
      id TEXT NOT NULL PRIMARY KEY,
      desk TEXT NOT NULL,
      value BLOB NOT NULL,
      updatedAt INTEGER NOT NULL,
      ownerPid INTEGER NOT NULL,
      ownerBoot TEXT NOT NULL,
      ownerStarted TEXT NOT NULL
    ) WITHOUT ROWID;

    CREATE TABLE customer (
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL,
      foldedName TEXT NOT NULL,
      phone TEXT UNIQUE,
      digits TEXT NOT NULL,
      email TEXT,
      lastSeenAt INTEGER,
      updatedAt INTEGER NOT NULL
    );
    CREATE INDEX customerByEmail ON customer (email) WHERE email IS NOT NULL;
    CREATE INDEX customerByName ON customer (foldedName);
    CREATE TABLE customerWord (
      word TEXT NOT NULL,
      customer INTEGER NOT NULL REFERENCES customer (id) ON DELETE CASCADE,
      PRIMARY KEY (word, customer)
    ) WITHOUT ROWID;
    CREATE INDEX customerWordByCustomer ON customerWord (customer);

    CREATE TABLE setting (
      name TEXT NOT NULL PRIMARY KEY,
      value TEXT NOT NULL
    ) WITHOUT ROWID;

    CREATE TABLE hold (
      reservation TEXT NOT NULL PRIMARY KEY,
      draft TEXT,
      desk TEXT NOT NULL,
      service INTEGER NOT NULL,
      start INTEGER NOT NULL,
      end INTEGER NOT NULL,
      until INTEGER NOT NULL
    ) WITHOUT ROWID;
    CREATE INDEX holdByEnd ON hold (until);
    """

  // Version 2: what the desk alone knows of bookings.
  private static let second = """
    CREATE TABLE fact (
      booking TEXT NOT NULL PRIMARY KEY,
      arrivedAt INTEGER,
      doneAt INTEGER,
      note TEXT NOT NULL,
      updatedAt INTEGER NOT NULL
    ) WITHOUT ROWID;
    """

  // Version 3: the audit. Its head is kept apart, in a file beside the store.
  private static let third = """
    CREATE TABLE audit (
      number INTEGER PRIMARY KEY,
      at INTEGER NOT NULL,
      event TEXT NOT NULL,
      deskRef TEXT NOT NULL,
      kind TEXT NOT NULL,
      profile TEXT NOT NULL,
      clerk TEXT NOT NULL,
      desk TEXT NOT NULL,
      service INTEGER,
      start INTEGER,
      booking TEXT,
      reason TEXT NOT NULL,
      previous TEXT NOT NULL,
      hash TEXT NOT NULL
    );
    """

  // Version 4: customers follow from evidence, which bookings and own entries give. What was cached is taken in at the first opening by a desk.
  private static let fourth = """
    DROP TABLE customerWord;
    DROP TABLE customer;

    CREATE TABLE evidence (
      id INTEGER PRIMARY KEY,
      source TEXT NOT NULL UNIQUE,
      value BLOB NOT NULL
    );
    CREATE TABLE evidenceLink (
      link INTEGER NOT NULL,
      evidence INTEGER NOT NULL,
      PRIMARY KEY (link, evidence)
    ) WITHOUT ROWID;

    CREATE TABLE customer (
      id TEXT NOT NULL PRIMARY KEY,
      value BLOB NOT NULL,
      weight REAL NOT NULL,
      change INTEGER NOT NULL
    );
    CREATE INDEX customerByChange ON customer (change);
    CREATE TABLE customerGone (
      id TEXT NOT NULL PRIMARY KEY,
      change INTEGER NOT NULL,
      at INTEGER NOT NULL
    ) WITHOUT ROWID;

    CREATE TABLE forgotten (
      mark TEXT NOT NULL PRIMARY KEY,
      until INTEGER NOT NULL
    ) WITHOUT ROWID;

    INSERT OR REPLACE INTO setting (name, value) VALUES ('customers.adopt', '1');
    """

  // Version 5: whose a hold is. Holds last for minutes, so none is carried over.
  private static let fifth = """
    DROP TABLE hold;
    CREATE TABLE hold (
      reservation TEXT NOT NULL PRIMARY KEY,
      draft TEXT,
      desk TEXT NOT NULL,
      service INTEGER NOT NULL,
      start INTEGER NOT NULL,
      end INTEGER NOT NULL,
      until INTEGER NOT NULL,
      ownerPid INTEGER NOT NULL,
      ownerBoot TEXT NOT NULL,
      ownerStarted TEXT NOT NULL
    ) WITHOUT ROWID;
    CREATE INDEX holdByEnd ON hold (until);
    """

  // Version 6: who had which desk, and who noted what when, for the hand-over. Marks hold ids, no names and no words.
  private static let sixth = """
    CREATE TABLE shift (
      desk TEXT NOT NULL,
      since INTEGER NOT NULL,
      clerk TEXT NOT NULL,
      PRIMARY KEY (desk, since)
    ) WITHOUT ROWID;

    CREATE TABLE mark (
      id INTEGER PRIMARY KEY,
      at INTEGER NOT NULL,
      kind TEXT NOT NULL,
      booking TEXT NOT NULL,
      clerk TEXT NOT NULL,
      desk TEXT NOT NULL
    );
    CREATE INDEX markByTime ON mark (at);
    """

  // Version 7: the requests of the last minutes, by a hash of server and key, and until when the server wants none.
  private static let seventh = """
    CREATE TABLE request (
      id INTEGER PRIMARY KEY,
      account TEXT NOT NULL,
      at INTEGER NOT NULL
    );
    CREATE INDEX requestByTime ON request (account, at);
    CREATE TABLE requestPause (
      account TEXT NOT NULL PRIMARY KEY,
      until INTEGER NOT NULL
    ) WITHOUT ROWID;
    """
}
