import GRDB

/// The tables, from the first version on. A migration that has shipped is never edited: a change is a new one.
struct Migrations: Sendable {
  /// The statements of each version, in order.
  let versions: [[String]]
  /// Those of the latest version. A database without one of them is damaged.
  let tables: Set<String>

  static let all = Migrations(
    versions: [version1],
    tables: ["host", "schedule", "service", "booking", "attendee", "reservation", "webhook"])

  /// Where GRDB notes which versions a database has been through.
  static let table = "grdb_migrations"

  var current: Int { versions.count }

  func run(_ writer: any DatabaseWriter) throws { try migrator.migrate(writer) }

  /// Whether a newer program has written the file.
  func isSuperseded(_ db: Database) throws -> Bool { try migrator.hasBeenSuperseded(db) }

  /// 0 for a database without tables.
  func version(_ db: Database) throws -> Int { try migrator.appliedMigrations(db).count }

  private var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    for (index, statements) in versions.enumerated() {
      migrator.registerMigration("v\(index + 1)") { db in
        for statement in statements { try db.execute(sql: statement) }
      }
    }
    return migrator
  }

  // Instants are milliseconds since 1970, UTC. Documents are JSON as the wire has it.
  private static let version1 = [
    """
    CREATE TABLE host (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      username TEXT NOT NULL UNIQUE,
      document TEXT NOT NULL
    )
    """,
    """
    CREATE TABLE schedule (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      ownerId INTEGER NOT NULL REFERENCES host(id),
      document TEXT NOT NULL
    )
    """,
    """
    CREATE TABLE service (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      ownerId INTEGER NOT NULL REFERENCES host(id),
      slug TEXT NOT NULL,
      bufferBefore INTEGER NOT NULL DEFAULT 0,
      bufferAfter INTEGER NOT NULL DEFAULT 0,
      document TEXT NOT NULL,
      UNIQUE (ownerId, slug)
    )
    """,
    """
    CREATE TABLE booking (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      uid TEXT NOT NULL UNIQUE,
      hostId INTEGER NOT NULL REFERENCES host(id),
      serviceId INTEGER NOT NULL,
      serviceSlug TEXT NOT NULL,
      status TEXT NOT NULL,
      startAt INTEGER NOT NULL,
      endAt INTEGER NOT NULL,
      title TEXT NOT NULL,
      notes TEXT,
      location TEXT,
      isSeated INTEGER NOT NULL DEFAULT 0,
      hostAbsent INTEGER NOT NULL DEFAULT 0,
      createdAt INTEGER NOT NULL,
      updatedAt INTEGER,
      guests TEXT NOT NULL DEFAULT '[]',
      metadata TEXT NOT NULL DEFAULT '{}',
      answers TEXT NOT NULL DEFAULT '{}',
      deskRef TEXT,
      cancellationReason TEXT,
      cancelledByEmail TEXT,
      reschedulingReason TEXT,
      rescheduledByEmail TEXT,
      movedFrom TEXT,
      movedTo TEXT,
      seriesUid TEXT
    )
    """,
    // The one thing that must never happen twice (CONTRACT 14), whatever the code above it does.
    "CREATE UNIQUE INDEX bookingOnce ON booking (hostId, startAt, endAt) WHERE status = 'accepted'",
    "CREATE UNIQUE INDEX bookingDeskRef ON booking (deskRef) WHERE deskRef IS NOT NULL",
    "CREATE INDEX bookingByTime ON booking (hostId, startAt)",
    "CREATE INDEX bookingByService ON booking (serviceId, startAt)",
    "CREATE INDEX bookingByStart ON booking (startAt)",
    "CREATE INDEX bookingByUpdate ON booking (updatedAt)",
    "CREATE INDEX bookingByCreation ON booking (createdAt)",
    "CREATE INDEX bookingBySeries ON booking (seriesUid) WHERE seriesUid IS NOT NULL",
    """
    CREATE TABLE attendee (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      bookingId INTEGER NOT NULL REFERENCES booking(id) ON DELETE CASCADE,
      isBooker INTEGER NOT NULL DEFAULT 0,
      name TEXT NOT NULL,
      email TEXT NOT NULL,
      phone TEXT,
      zone TEXT NOT NULL,
      language TEXT NOT NULL DEFAULT 'en',
      absent INTEGER NOT NULL DEFAULT 0,
      seatUid TEXT UNIQUE,
      answers TEXT NOT NULL DEFAULT '{}',
      metadata TEXT NOT NULL DEFAULT '{}',
      createdAt INTEGER NOT NULL
    )
    """,
    "CREATE INDEX attendeeByBooking ON attendee (bookingId)",
    "CREATE INDEX attendeeByEmail ON attendee (email)",
    "CREATE INDEX attendeeByName ON attendee (name)",
    """
    CREATE TABLE reservation (
      uid TEXT PRIMARY KEY,
      serviceId INTEGER NOT NULL,
      hostId INTEGER NOT NULL REFERENCES host(id),
      startAt INTEGER NOT NULL,
      endAt INTEGER NOT NULL,
      untilAt INTEGER NOT NULL
    )
    """,
    "CREATE INDEX reservationByHost ON reservation (hostId, untilAt)",
    """
    CREATE TABLE webhook (
      id TEXT PRIMARY KEY,
      ownerId INTEGER NOT NULL REFERENCES host(id),
      subscriberUrl TEXT NOT NULL,
      document TEXT NOT NULL,
      UNIQUE (ownerId, subscriberUrl)
    )
    """,
  ]
}
