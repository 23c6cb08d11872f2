import BookingModel
import CalProtocol
import GRDB

/// Hosts. The first one owns the shop, its services and its API key.
enum HostTable {
  static func owner(_ db: Database) throws -> Account {
    guard let account = try fetch(db, "SELECT * FROM host ORDER BY id LIMIT 1").first else {
      throw LocalServerError.noShop
    }
    return account
  }

  static func isEmpty(_ db: Database) throws -> Bool {
    try Bool.fetchOne(db, sql: "SELECT NOT EXISTS (SELECT 1 FROM host)") ?? true
  }

  static func account(_ db: Database, id: Int) throws -> Account? {
    try fetch(db, "SELECT * FROM host WHERE id = ?", [id]).first
  }

  static func account(_ db: Database, username: String) throws -> Account? {
    try fetch(db, "SELECT * FROM host WHERE username = ?", [username]).first
  }

  /// The id of the account given is not used: the database makes one.
  static func insert(_ db: Database, _ account: Account) throws -> Account {
    try db.execute(
      sql: "INSERT INTO host (username, document) VALUES (?, ?)",
      arguments: [account.username, JSONText.text(AccountWire.json(account))])
    var result = account
    result.id = Int(db.lastInsertedRowID)
    return result
  }

  static func update(_ db: Database, _ account: Account) throws {
    try db.execute(
      sql: "UPDATE host SET username = ?, document = ? WHERE id = ?",
      arguments: [account.username, JSONText.text(AccountWire.json(account)), account.id])
  }

  private static func fetch(_ db: Database, _ sql: String, _ arguments: StatementArguments = []) throws -> [Account] {
    try Row.fetchAll(db, sql: sql, arguments: arguments).compactMap { row in
      guard case .object(var members) = try row.json("document") else { return nil }
      members["id"] = .int(try row.decode(forColumn: "id"))
      return AccountWire.read(.object(members))
    }
  }
}

extension Account {
  var host: Host { Host(id: String(id), name: name, email: email, username: username, zone: zone) }
}

/// Weekly hours by host.
enum ScheduleTable {
  static func all(_ db: Database, owner: Account) throws -> [Schedule] {
    try Row.fetchAll(db, sql: "SELECT * FROM schedule WHERE ownerId = ? ORDER BY id", arguments: [owner.id])
      .compactMap { try read($0, owner: owner) }
  }

  /// `nil` for no such schedule; the owner's id beside it, who may be somebody else.
  static func find(_ db: Database, _ id: Schedule.ID) throws -> (schedule: Schedule, owner: Account)? {
    guard let row = try Row.fetchOne(db, sql: "SELECT * FROM schedule WHERE id = ?", arguments: [id.rawValue]),
      let owner = try HostTable.account(db, id: try row.decode(forColumn: "ownerId")),
      let schedule = try read(row, owner: owner)
    else { return nil }
    return (schedule, owner)
  }

  /// A host without a default has the oldest of its schedules.
  static func standard(_ db: Database, of host: Account) throws -> Schedule? {
    if let id = host.defaultScheduleID, let found = try find(db, id) { return found.schedule }
    return try all(db, owner: host).first
  }

  static func insert(_ db: Database, _ schedule: Schedule, owner: Int) throws -> Schedule {
    try db.execute(
      sql: "INSERT INTO schedule (ownerId, document) VALUES (?, ?)",
      arguments: [owner, JSONText.text(ScheduleWire.input(schedule))])
    var result = schedule
    result.id = Schedule.ID(Int(db.lastInsertedRowID))
    return result
  }

  static func update(_ db: Database, _ schedule: Schedule) throws {
    try db.execute(
      sql: "UPDATE schedule SET document = ? WHERE id = ?",
      arguments: [JSONText.text(ScheduleWire.input(schedule)), schedule.id.rawValue])
  }

  static func delete(_ db: Database, _ id: Schedule.ID) throws {
    try db.execute(sql: "DELETE FROM schedule WHERE id = ?", arguments: [id.rawValue])
  }

  private static func read(_ row: Row, owner: Account) throws -> Schedule? {
    guard case .object(var members) = try row.json("document") else { return nil }
    let id: Int = try row.decode(forColumn: "id")
    members["id"] = .int(Int64(id))
    // Which one is the default is said once, with the host.
    members["isDefault"] = .bool(owner.defaultScheduleID?.rawValue == id)
    return ScheduleWire.read(.object(members))
  }
}

/// Services: Cal.com's event types.
enum ServiceTable {
  struct Owned {
    var service: Service
    var owner: Account
  }

  static func all(_ db: Database, owner: Account, newestFirst: Bool = false) throws -> [Service] {
    try Row.fetchAll(
      db, sql: "SELECT * FROM service WHERE ownerId = ? ORDER BY id \(newestFirst ? "DESC" : "ASC")",
      arguments: [owner.id]
    ).compactMap(read)
  }

  static func find(_ db: Database, _ id: Service.ID) throws -> Owned? {
    try owned(db, Row.fetchOne(db, sql: "SELECT * FROM service WHERE id = ?", arguments: [id.rawValue]))
  }

  static func find(_ db: Database, slug: String, owner: Account) throws -> Owned? {
    let row = try Row.fetchOne(
      db, sql: "SELECT * FROM service WHERE ownerId = ? AND slug = ?", arguments: [owner.id, slug])
    return try row.flatMap(read).map { Owned(service: $0, owner: owner) }
  }

  static func insert(_ db: Database, _ service: Service, owner: Account) throws -> Service {
    try db.execute(
      sql: "INSERT INTO service (ownerId, slug, bufferBefore, bufferAfter, document) VALUES (?, ?, ?, ?, ?)",
      arguments: [
        owner.id, service.slug, service.rules.bufferBefore, service.rules.bufferAfter, document(service, owner),
      ])
    var result = service
    result.id = Service.ID(Int(db.lastInsertedRowID))
    return result
  }

  static func update(_ db: Database, _ service: Service, owner: Account) throws {
    try db.execute(
      sql: "UPDATE service SET slug = ?, bufferBefore = ?, bufferAfter = ?, document = ? WHERE id = ?",
      arguments: [
        service.slug, service.rules.bufferBefore, service.rules.bufferAfter, document(service, owner),
        service.id.rawValue,
      ])
  }

  static func delete(_ db: Database, _ id: Service.ID) throws {
    try db.execute(sql: "DELETE FROM service WHERE id = ?", arguments: [id.rawValue])
  }

  private static func document(_ service: Service, _ owner: Account) -> String {
    JSONText.text(EventTypeWire.json(service, owner: owner, bookingURL: ""))
  }

  private static func owned(_ db: Database, _ row: Row?) throws -> Owned? {
    guard let row, let service = try read(row),
      let owner = try HostTable.account(db, id: try row.decode(forColumn: "ownerId"))
    else {
      return nil
    }
    return Owned(service: service, owner: owner)
  }

  private static func read(_ row: Row) throws -> Service? {
    guard case .object(var members) = try row.json("document") else { return nil }
    members["id"] = .int(try row.decode(forColumn: "id"))
    return EventTypeWire.read(.object(members))
  }
}

/// Subscribers. Stored; nothing is delivered to them yet.
enum WebhookTable {
  static func all(_ db: Database, owner: Int, take: Int, skip: Int) throws -> [WebhookWire] {
    try Row.fetchAll(
      db, sql: "SELECT * FROM webhook WHERE ownerId = ? ORDER BY rowid LIMIT ? OFFSET ?",
      arguments: [owner, take, skip]
    ).compactMap { WebhookWire(try $0.json("document")) }
  }

  static func find(_ db: Database, _ id: String, owner: Int) throws -> WebhookWire? {
    try Row.fetchOne(db, sql: "SELECT * FROM webhook WHERE id = ? AND ownerId = ?", arguments: [id, owner])
      .flatMap { WebhookWire(try $0.json("document")) }
  }

  static func save(_ db: Database, _ webhook: WebhookWire, owner: Int) throws {
    try db.execute(
      sql: """
        INSERT INTO webhook (id, ownerId, subscriberUrl, document) VALUES (?, ?, ?, ?)
        ON CONFLICT (id) DO UPDATE SET subscriberUrl = excluded.subscriberUrl, document = excluded.document
        """,
      arguments: [webhook.id, owner, webhook.subscriberURL, JSONText.text(webhook.json)])
  }

  static func delete(_ db: Database, _ id: String) throws {
    try db.execute(sql: "DELETE FROM webhook WHERE id = ?", arguments: [id])
  }
}
