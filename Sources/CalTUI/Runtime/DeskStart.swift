import BookingModel
import DeskStore
import FoundationEssentials
import ZoneData

/// What the settings say about a desk, before the store and the server are asked.
struct DeskSettings {
  var shop: Shop
  /// Whether the config names a zone: then it outranks the schedule's.
  var hasOwnZone: Bool
  var clerk: String
  var desk: String
  var isReadOnly: Bool
  var keys: KeyMap
  /// Seconds without a key after which the screen locks.
  var lockAfter: Int64?
  var hasUnlockCommand = false
  /// Seconds after which a free time is read anew before it is booked.
  var freshFor: Int64 = 300
}

/// Gathers what the first frame shows: from the store alone, because the first frame waits for no server (DESIGN 13).
struct DeskStart {
  let store: DeskStore?
  let zones: ZoneLoader
  let clock: DeskClock

  func startup(_ settings: DeskSettings, size: Size, setup: SetupPage?) -> Startup {
    let now = clock.now
    var shop = settings.shop
    let account = recall(.cachedAccount())
    let services = recall(.cachedServices())
    let schedule = recall(.cachedSchedules())?.value.first
    let scheduleZone = schedule.flatMap { zones.zone($0.zone) }
    if !settings.hasOwnZone, let zone = scheduleZone ?? account.flatMap({ zones.zone($0.value.zone) }) {
      shop.zone = zone
    }
    if let account, shop.name.isEmpty { shop.name = account.value.name }
    var startup = Startup(shop: shop, now: now, size: size, refPrefix: DeskStart.randomPrefix())
    startup.clerk =
      settings.clerk.isEmpty ? recall(.setting(DeskStart.clerkSetting(settings.desk))) ?? "" : settings.clerk
    startup.desk = settings.desk
    startup.keys = settings.keys
    startup.isReadOnly = settings.isReadOnly
    startup.setup = setup
    if let services { startup.services = .loaded(services.value, at: services.readAt) }
    if let schedule, let scheduleZone { startup.hours = OpeningHours(schedule: schedule, zone: scheduleZone) }
    addDays(around: shop.zone.day(of: now), shop.zone, to: &startup)
    startup.writes = unresolved()
    startup.bookedIntents = bookedIntents(startup.writes)
    startup.shifts = (try? store?.run(.shifts(desk: settings.desk, since: now.adding(seconds: -3 * 86_400)))) ?? []
    startup.lockAfter = settings.lockAfter
    startup.hasUnlockCommand = settings.hasUnlockCommand
    startup.facts = facts(of: startup.days.values.flatMap { $0.value ?? [] })
    // One that only reads takes none over.
    startup.drafts = settings.isReadOnly ? [] : drafts()
    startup.freshFor = settings.freshFor
    return startup
  }

  /// Today with its neighbours, as they were read last.
  private func addDays(around today: CalendarDay, _ zone: Zone, to startup: inout Startup) {
    for day in today.advanced(by: -1)...today.advanced(by: 1) {
      guard let cached = try? store?.run(.cachedBookings(in: zone.interval(of: day))), let readAt = cached.readAt else {
        continue
      }
      startup.days[day] = .loaded(cached.bookings, at: readAt)
      if day == today { startup.cachedAt = readAt }
    }
  }

  private func unresolved() -> [DeskRef: WriteRecord] {
    var records: [DeskRef: WriteRecord] = [:]
    for entry in (try? store?.run(.unresolved())) ?? [] {
      guard let record = WriteRecord(entry), case .unknown = record.state else { continue }
      records[entry.deskRef] = record
    }
    return records
  }

  /// Drafts that were sent more than once, at a person's wish, and taken once.
  private func bookedIntents(_ open: [DeskRef: WriteRecord]) -> Set<Draft.ID> {
    guard !open.isEmpty else { return [] }
    let closed = (try? store?.run(.recentWrites(limit: 200))) ?? []
    let booked = closed.compactMap { entry -> Draft.ID? in
      // A correction is a cancellation and a booking of one draft: the cancellation alone has booked nothing.
      if case .accepted = entry.state, case .create = entry.write { entry.deskRef.intent } else { nil }
    }
    return Set(booked).intersection(open.keys.map(\.intent))
  }

  /// The drafts of this machine that were left, by hand or by a crash; the newest is last.
  private func drafts() -> [Draft] {
    let stored = (try? store?.run(.takeDrafts())) ?? []
    return stored.sorted { $0.updatedAt < $1.updatedAt }.compactMap {
      try? JSONDecoder().decode(Draft.self, from: Data($0.json))
    }
  }

  private func facts(of bookings: [Booking]) -> [Booking.UID: BookingFacts] {
    (try? store?.run(.facts(of: bookings.map(\.uid)))) ?? [:]
  }

  private func recall<Value>(_ request: StoreRequest<Value?>) -> Value? {
    (try? store?.run(request)) ?? nil
  }

  /// Each desk has its own clerk.
  static func clerkSetting(_ desk: String) -> String { "clerk at " + desk }

  /// Sixty random bits in twelve letters: no two runs of any desk make the same reference.
  static func randomPrefix() -> String {
    let letters = Array("abcdefghijkmnopqrstuvwxyz2345678")
    return String((0..<12).compactMap { _ in letters.randomElement() })
  }
}

extension WriteRecord {
  /// An open row of the journal; `nil` for a closed one.
  init?(_ entry: JournalEntry) {
    switch entry.state {
    case .written:
      self.init(ref: entry.deskRef, write: entry.write, at: entry.createdAt, subject: entry.subject)
    case .unknown(let error):
      let why = error ?? CalError(kind: .noAnswer(.broken))
      self.init(
        ref: entry.deskRef, write: entry.write, at: entry.createdAt, state: .unknown(why), subject: entry.subject)
    case .accepted, .refused, .abandoned: return nil
    }
  }
}
