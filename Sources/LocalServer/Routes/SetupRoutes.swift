import BookingModel
import CalProtocol
import GRDB

// What the shop is made of: account, event types, schedules, webhooks (CONTRACT 7, 8, 9, 15).

extension LocalAPI {
  func account() throws -> WireResponse {
    try database.read { db in .success(AccountWire.json(try HostTable.owner(db))) }
  }

  // MARK: - Event types

  func eventTypes(_ exchange: Exchange) throws -> WireResponse {
    var values: [String: String] = [:]
    for item in exchange.query { values[item.name] = item.value }
    return try database.read { db in
      let owner: Account
      if let username = values["username"] {
        guard let named = try HostTable.account(db, username: username) else { return .success([]) }
        owner = named
      } else {
        guard exchange.isOwner else { return .success([]) }
        owner = try HostTable.owner(db)
      }
      var services = try ServiceTable.all(db, owner: owner, newestFirst: values["sortCreatedAt"] == "desc")
      if values["username"] != nil {
        services.removeAll { $0.isHidden }
        if let slug = values["eventSlug"] { services.removeAll { $0.slug != slug } }
      }
      return .success(.array(services.map { json($0, owner: owner, listsHiddenFields: false) }))
    }
  }

  func eventType(_ id: Service.ID) throws -> WireResponse {
    try database.read { db in
      guard let found = try ServiceTable.find(db, id) else { throw WireFault.serviceNotFound(id) }
      return .success(json(found.service, owner: found.owner, listsHiddenFields: true))
    }
  }

  func createEventType(_ exchange: Exchange) throws -> WireResponse {
    try BodyShape.createEventType.check(exchange.body)
    let blank = Service(
      id: Service.ID(0), slug: "", title: "", minutes: 30, fields: LocalAPI.standardFields, locations: [],
      rules: BookingRules(minimumNotice: 120))
    return try database.write { db in
      let owner = try HostTable.owner(db)
      let service = try merged(exchange.body, into: blank, owner: owner, db)
      let stored = try ServiceTable.insert(db, service, owner: owner)
      return .success(json(stored, owner: owner, listsHiddenFields: true), status: 201)
    }
  }

  func updateEventType(_ id: Service.ID, _ exchange: Exchange) throws -> WireResponse {
    try BodyShape.updateEventType.check(exchange.body ?? [:])
    return try database.write { db in
      guard let found = try ServiceTable.find(db, id) else { throw WireFault.serviceNotFound(id) }
      let service = try merged(exchange.body, into: found.service, owner: found.owner, db)
      try ServiceTable.update(db, service, owner: found.owner)
      return .success(json(service, owner: found.owner, listsHiddenFields: true))
    }
  }

  func deleteEventType(_ id: Service.ID) throws -> WireResponse {
    try database.write { db in
      guard let found = try ServiceTable.find(db, id) else { throw WireFault.serviceNotFound(id) }
      try ServiceTable.delete(db, id)
      return .success([
        "id": .int(Int64(id.rawValue)), "lengthInMinutes": .int(Int64(found.service.minutes)),
        "title": .string(found.service.title), "slug": .string(found.service.slug),
      ])
    }
  }

  private func json(_ service: Service, owner: Account, listsHiddenFields: Bool) -> JSONValue {
    EventTypeWire.json(
      service, owner: owner, bookingURL: "http://localhost/\(owner.username)/\(service.slug)",
      listsHiddenFields: listsHiddenFields)
  }

  /// The body over what was there, with the rules that the shape cannot say.
  private func merged(
    _ body: JSONValue?, into service: Service, owner: Account, _ db: Database
  ) throws -> Service {
    var result = EventTypeWire.merge(body ?? [:], into: service)
    if body?["bookingFields"] != nil { result.fields = LocalAPI.completed(result.fields) }
    let longest = ([result.minutes] + result.lengthOptions).max() ?? 0
    // Longer ones would escape the search for what overlaps, which looks back one day.
    guard longest <= BookingTable.longestMinutes else {
      throw WireFault.lax([
        PropertyFault(
          "lengthInMinutes",
          constraints: [.init("max", "lengthInMinutes must not be greater than \(BookingTable.longestMinutes)")])
      ])
    }
    guard result.schedulingType == nil || result.schedulingType == "roundRobin" else {
      throw WireFault(400, "schedulingType must be roundRobin")
    }
    if let other = try ServiceTable.find(db, slug: result.slug, owner: owner), other.service.id != service.id {
      throw WireFault.slugExists
    }
    if let id = result.scheduleID {
      guard let found = try ScheduleTable.find(db, id) else { throw WireFault.scheduleNotFound(id) }
      guard found.owner.id == owner.id else { throw WireFault.scheduleNotOwned(id, user: owner.id) }
    }
    return result
  }

  /// What a new event type asks where its creator names nothing (CONTRACT 8.3).
  static let standardFields = [
    BookingField(kind: .name, slug: "name", isRequired: true, isSystem: true),
    BookingField(kind: .email, slug: "email", isRequired: true, isSystem: true),
    BookingField(kind: .phone, slug: "attendeePhoneNumber", isHidden: true, isSystem: true),
    BookingField(kind: .text, slug: "title", isHidden: true, isSystem: true),
    BookingField(kind: .textarea, slug: "notes", isSystem: true),
    BookingField(kind: .multiemail, slug: "guests", isSystem: true),
    BookingField(kind: .textarea, slug: "rescheduleReason", isSystem: true),
  ]

  /// The system's own fields are always there: those that the body names take its settings, the others the usual ones.
  private static func completed(_ fields: [BookingField]) -> [BookingField] {
    var result: [BookingField] = []
    for standard in standardFields {
      var field = fields.first { $0.slug == standard.slug } ?? standard
      field.isSystem = true
      if field.slug == "name" { field.isRequired = true }
      result.append(field)
    }
    return result + fields.filter { field in !standardFields.contains { $0.slug == field.slug } }
  }

  // MARK: - Schedules

  func schedules() throws -> WireResponse {
    try database.read { db in
      let owner = try HostTable.owner(db)
      return .success(
        .array(try ScheduleTable.all(db, owner: owner).map { ScheduleWire.json($0, owner: owner.id) }))
    }
  }

  func defaultSchedule() throws -> WireResponse {
    try database.read { db in
      let owner = try HostTable.owner(db)
      guard let schedule = try ScheduleTable.standard(db, of: owner) else { return .success(.null) }
      return .success(ScheduleWire.json(schedule, owner: owner.id))
    }
  }

  func schedule(_ id: Schedule.ID) throws -> WireResponse {
    try database.read { db in
      let owner = try HostTable.owner(db)
      return .success(ScheduleWire.json(try owned(db, id, owner), owner: owner.id))
    }
  }

  func createSchedule(_ exchange: Exchange) throws -> WireResponse {
    try BodyShape.createSchedule.check(exchange.body)
    var blank = Schedule(id: Schedule.ID(0), name: "", zone: "UTC", isDefault: false)
    blank.hours = [
      Schedule.Hours(
        days: [.monday, .tuesday, .wednesday, .thursday, .friday], span: MinuteSpan(start: 540, end: 1020))
    ]
    let schedule = ScheduleWire.merge(exchange.body ?? [:], into: blank)
    try checkZone(schedule.zone)
    return try database.write { db in
      let owner = try HostTable.owner(db)
      var stored = try ScheduleTable.insert(db, schedule, owner: owner.id)
      stored.isDefault = try setDefault(db, stored, owner: owner)
      return .success(ScheduleWire.json(stored, owner: owner.id), status: 201)
    }
  }

  func updateSchedule(_ id: Schedule.ID, _ exchange: Exchange) throws -> WireResponse {
    try BodyShape.updateSchedule.check(exchange.body ?? [:])
    return try database.write { db in
      let owner = try HostTable.owner(db)
      var schedule = ScheduleWire.merge(exchange.body ?? [:], into: try owned(db, id, owner))
      try checkZone(schedule.zone)
      try ScheduleTable.update(db, schedule)
      schedule.isDefault = try setDefault(db, schedule, owner: owner)
      return .success(ScheduleWire.json(schedule, owner: owner.id))
    }
  }

  func deleteSchedule(_ id: Schedule.ID) throws -> WireResponse {
    try database.write { db in
      var owner = try HostTable.owner(db)
      _ = try owned(db, id, owner)
      try ScheduleTable.delete(db, id)
      if owner.defaultScheduleID == id {
        owner.defaultScheduleID = try ScheduleTable.all(db, owner: owner).first?.id
        try HostTable.update(db, owner)
      }
      return WireResponse(status: 200, json: Envelope.acknowledged)
    }
  }

  private func owned(_ db: Database, _ id: Schedule.ID, _ owner: Account) throws -> Schedule {
    guard let found = try ScheduleTable.find(db, id) else { throw WireFault.scheduleNotFound(id) }
    guard found.owner.id == owner.id else { throw WireFault.scheduleNotOwned(id, user: owner.id) }
    return found.schedule
  }

  /// Whether it is the default now. One schedule is always the default, so that "no longer" is taken back where it was.
  private func setDefault(_ db: Database, _ schedule: Schedule, owner: Account) throws -> Bool {
    if schedule.isDefault, owner.defaultScheduleID != schedule.id {
      var changed = owner
      changed.defaultScheduleID = schedule.id
      try HostTable.update(db, changed)
    }
    return schedule.isDefault || owner.defaultScheduleID == schedule.id
  }

  private func checkZone(_ name: String) throws {
    guard zones.zone(name) == nil else { return }
    throw WireFault.lax([
      PropertyFault(
        "timeZone", value: .string(name),
        constraints: [.init("isTimeZone", "timeZone must be a valid IANA time-zone")])
    ])
  }

  // MARK: - Webhooks

  func webhooks(_ exchange: Exchange) throws -> WireResponse {
    var take = 250
    var skip = 0
    for item in exchange.query {
      if item.name == "take", let value = Int(item.value) { take = min(max(value, 1), 250) }
      if item.name == "skip", let value = Int(item.value) { skip = max(value, 0) }
    }
    return try database.read { db in
      let owner = try HostTable.owner(db)
      return .success(
        .array(try WebhookTable.all(db, owner: owner.id, take: take, skip: skip).map(\.json)))
    }
  }

  func createWebhook(_ exchange: Exchange) throws -> WireResponse {
    try BodyShape.createWebhook.check(exchange.body)
    return try database.write { db in
      let owner = try HostTable.owner(db)
      let blank = WebhookWire(id: edges.uuid(), userID: owner.id, subscriberURL: "", triggers: [])
      let webhook = blank.merging(exchange.body ?? [:])
      try save(db, webhook, owner: owner.id)
      return .success(webhook.json, status: 201)
    }
  }

  func webhook(_ id: String) throws -> WireResponse {
    try database.read { db in .success(try stored(db, id).json) }
  }

  func updateWebhook(_ id: String, _ exchange: Exchange) throws -> WireResponse {
    try BodyShape.updateWebhook.check(exchange.body ?? [:])
    return try database.write { db in
      let webhook = try stored(db, id).merging(exchange.body ?? [:])
      try save(db, webhook, owner: try HostTable.owner(db).id)
      return .success(webhook.json)
    }
  }

  func deleteWebhook(_ id: String) throws -> WireResponse {
    try database.write { db in
      let webhook = try stored(db, id)
      try WebhookTable.delete(db, id)
      return .success(webhook.json)
    }
  }

  private func stored(_ db: Database, _ id: String) throws -> WebhookWire {
    guard let webhook = try WebhookTable.find(db, id, owner: try HostTable.owner(db).id) else {
      throw WireFault.webhookNotFound(id)
    }
    return webhook
  }

  private func save(_ db: Database, _ webhook: WebhookWire, owner: Int) throws {
    do {
      try WebhookTable.save(db, webhook, owner: owner)
    } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {
      throw WireFault.webhookExists
    }
  }
}
