import BookingModel
import CalClient
import CalProtocol
import DeskStore
import Glibc
import LocalServer
import ZoneData

/// A server to talk to and what a command needs to know of the shop. Everything is asked when it is needed, once.
final class CommandSession {
  let configuration: Configuration
  let clock: DeskClock
  let zones = ZoneLoader()
  let client: CalClient
  private var knownZone: Zone?
  private var openStore: DeskStore?
  private let lookUpSeconds: [Int64]
  /// What its questions are for: those before and after a write are let through where the write is.
  private let purpose: RequestBudget.Purpose

  /// Starts the embedded server for a local profile, else gets the key.
  init(
    _ global: GlobalArguments, _ surroundings: Surroundings, policy: RetryPolicy = .standard,
    purpose: RequestBudget.Purpose = .read
  ) throws(CommandFailure) {
    self.purpose = purpose
    lookUpSeconds = surroundings.lookUpSeconds
    do throws(ConfigurationProblem) {
      configuration = try Launch.configuration(options: global.options, environment: surroundings.environment)
      clock = try configuration.clock()
    } catch {
      throw CommandFailure(error)
    }
    let endpoint: Endpoint
    let key: Secret
    switch configuration.server {
    case .local(let database):
      do throws(ConfigurationProblem) {
        // A mistyped zone is told before a shop is made in another one.
        if let zone = configuration.shopZone { knownZone = try Launch.zone(zone, loader: zones) }
      } catch {
        throw CommandFailure(error)
      }
      let server: EmbeddedServer
      do {
        let shop = LocalShop.defaults(configuration, zones: zones)
        server = try EmbeddedServer.open(database: database, clock: clock, firstShop: shop)
      } catch {
        throw CommandFailure(localServer: error)
      }
      endpoint = server.endpoint
      key = server.key
    case .remote(let remote, let source):
      endpoint = remote
      do throws(ConfigurationProblem) { key = try source.fetch() } catch { throw CommandFailure(error) }
    }
    let clock = clock
    let gate = configuration.isLocal ? nil : CommandGate(configuration.storePath, endpoint, key, clock)?.gate
    client = CalClient(
      endpoint: endpoint, key: key, transport: Transport(userAgent: Version.userAgent), policy: policy,
      gate: gate,
      clock: { clock.now })
  }

  /// For reads.
  func ask<Answer>(_ call: Call<Answer>) throws(CommandFailure) -> Answer {
    do throws(CalError) { return try answer(to: call) } catch { throw CommandFailure(error) }
  }

  /// As ``ask(_:)``, where the server's error decides what comes next.
  func answer<Answer>(to call: Call<Answer>) throws(CalError) -> Answer {
    try client.answer(to: call, purpose: purpose)
  }

  // MARK: - The shop

  /// The config's zone, else the default schedule's, else the account's (DESIGN 11).
  func zone() throws(CommandFailure) -> Zone {
    if let knownZone { return knownZone }
    let zone: Zone
    if let name = configuration.shopZone {
      do throws(ConfigurationProblem) { zone = try Launch.zone(name, loader: zones) } catch {
        throw CommandFailure(error)
      }
    } else {
      var name = try ask(Calls.defaultSchedule())?.zone
      if name == nil { name = try ask(Calls.account()).zone }
      guard let found = name.flatMap({ zones.zone($0) }) else {
        throw CommandFailure(
          .usage, "the server's time zone \"\(name ?? "")\" is not known here. Set shop_zone in the config.")
      }
      zone = found
    }
    knownZone = zone
    return zone
  }

  func today() throws(CommandFailure) -> CalendarDay { try zone().day(of: clock.now) }

  /// Personal services and those of teams.
  func services() throws(CommandFailure) -> [Service] {
    var services = try ask(Calls.services()).rows
    guard !configuration.isLocal else { return services }
    // A key without the right to teams, or a server without the route, has personal services only.
    for team in try askIfAllowed(Calls.teams())?.rows.prefix(10) ?? [] {
      let found = try askIfAllowed(Calls.teamServices(team.id))?.rows ?? []
      services += found.filter { service in !services.contains { $0.id == service.id } }
    }
    return services
  }

  /// `nil` when the server refuses it. One that did not say fails: a list with a part missing would pass for the whole.
  private func askIfAllowed<Answer>(_ call: Call<Answer>) throws(CommandFailure) -> Answer? {
    do throws(CalError) { return try answer(to: call) } catch {
      switch error.kind {
      case .rateLimited, .noAnswer, .serverFailure: throw CommandFailure(error)
      default: return nil
      }
    }
  }

  func service(_ slug: String) throws(CommandFailure) -> Service {
    let all = try services()
    if let found = all.first(where: { $0.slug == slug }) { return found }
    let known = all.filter { !$0.isHidden }.map(\.slug).joined(separator: ", ")
    throw CommandFailure(
      .notFound, "no service is called \"\(slug)\". " + (known.isEmpty ? "The shop has none." : "There are: \(known)."))
  }

  /// The length to ask for: only a service with several lengths is asked for one (CONTRACT 17).
  func minutes(_ length: Int?, of service: Service) throws(CommandFailure) -> Int? {
    guard let length else { return service.lengthOptions.isEmpty ? nil : service.minutes }
    let offered = service.lengthOptions.isEmpty ? [service.minutes] : service.lengthOptions
    guard offered.contains(length) else {
      let list = offered.map(String.init).joined(separator: ", ")
      throw CommandFailure(.usage, "--length \(length) is not offered by \(service.slug). Choose one of: \(list).")
    }
    return service.lengthOptions.isEmpty ? nil : length
  }

  /// The country in whose way telephone numbers are read.
  func country() throws(CommandFailure) -> Country {
    if let country = configuration.country { return country }
    // The answer of the first start, where a desk has been opened.
    if access(configuration.storePath, F_OK) == 0, let known = try? store().run(.setting("country")),
      let country = Country(code: known)
    {
      return country
    }
    let code = zones.countryCode(ofZone: try zone().identifier) ?? "US"
    return Country(code: code) ?? Country.all[0]
  }

  /// How numbers are written for people.
  var policy: AttendeePolicy { AttendeePolicy(country: (try? country().code) ?? "US") }

  // MARK: - Writing

  /// For what the desk's own store knows.
  @discardableResult
  func ask<Answer>(_ request: StoreRequest<Answer>) throws(CommandFailure) -> Answer {
    let store = try store()
    do throws(StoreError) { return try store.run(request) } catch { throw CommandFailure(error) }
  }

  private func store() throws(CommandFailure) -> DeskStore {
    if let openStore { return openStore }
    do throws(StoreError) {
      let store = try DeskStore.open(path: configuration.storePath, now: clock.now)
      openStore = store
      return store
    } catch {
      throw CommandFailure(error)
    }
  }

  /// A booking together with the answer it was read from, which is printed as it came.
  struct Answered {
    var bookings: [Booking]
    var data: JSONValue
  }

  /// Sends a write once: on the disk first, its outcome after (DESIGN 6).
  ///
  /// - Parameter changed: the booking that it changes, as it was just read.
  func send(_ write: Write, ref: DeskRef, changed: Booking? = nil) throws(CommandFailure) -> Answered {
    guard !configuration.isReadOnly else {
      throw CommandFailure(.usage, "nothing is changed while --read-only or read_only is set. Leave it out to write.")
    }
    let store = try store()
    let entry = JournalEntry(
      deskRef: ref, write: write, profile: configuration.profile, clerk: configuration.clerk ?? "",
      desk: configuration.desk, createdAt: clock.now, service: changed?.service,
      subject: changed.map { WriteSubject($0) })
    let outcome = try Interrupts.held { () throws(CommandFailure) -> Result<Answered, CalError> in
      do throws(StoreError) { try store.run(.recordIntent(entry)) } catch { throw CommandFailure(error) }
      let outcome: Result<Answered, CalError>
      do throws(CalError) {
        outcome = .success(try client.answer(to: Calls.write(write, ref: ref).withData))
      } catch {
        outcome = .failure(error)
      }
      let state: JournalEntry.State =
        switch outcome {
        case .success(let answer): .accepted(answer.bookings.first?.uid)
        case .failure(let error): error.leavesOutcomeUnknown ? .unknown(error) : .refused(error)
        }
      // The write is done or not, whatever the disk says now; a row that stays open is looked up at the next start.
      _ = try? store.run(.recordOutcome(ref, state, at: clock.now))
      return outcome
    }
    do throws(CalError) { return try outcome.get() } catch {
      guard error.leavesOutcomeUnknown else { throw CommandFailure(error) }
      return try lookUp(entry, in: store, after: error)
    }
  }

  /// A few seconds' worth of look-ups; what is not found by then stays unknown, and the desk looks on.
  private func lookUp(
    _ entry: JournalEntry, in store: DeskStore, after error: CalError
  ) throws(CommandFailure) -> Answered {
    let since = clock.now
    var isLookedFor = false
    for seconds in lookUpSeconds {
      pause(until: since.adding(seconds: seconds))
      switch WriteLookUp(client: client, purpose: purpose).verdict(of: entry) {
      case .done(let bookings):
        _ = try? store.run(.recordOutcome(entry.deskRef, .accepted(bookings.first?.uid), at: clock.now))
        guard let uid = bookings.first?.uid else { return Answered(bookings: [], data: .null) }
        do throws(CalError) { return try answer(to: Calls.booking(uid).withData) } catch {
          return Answered(bookings: bookings, data: .array(bookings.map { ["uid": .string($0.uid.rawValue)] }))
        }
      case .impossible(let error):
        _ = try? store.run(.recordOutcome(entry.deskRef, .refused(error), at: clock.now))
        throw CommandFailure(error)
      case .notThere:
        isLookedFor = true
        _ = try? store.run(.recordLookup(entry.deskRef, at: clock.now))
      case .undecided, .ask, .noAnswer: break
      }
    }
    throw CommandFailure(unknown: error, write: entry.deskRef, isLookedFor: isLookedFor)
  }

  private func pause(until end: Instant) {
    while clock.now < end {
      client.transport.wait(milliseconds: Int(clamping: end.milliseconds - clock.now.milliseconds))
    }
  }

  /// A reference that no other run of any desk makes.
  static func newReference() -> DeskRef { DeskRef("c" + DeskStart.randomPrefix()) }
}

extension Call<WriteAnswer> {
  /// The same call, which also answers with `data` as the server sent it.
  fileprivate var withData: Call<CommandSession.Answered> {
    let read = read
    return Call<CommandSession.Answered>(request, isWrite: isWrite) {
      (response) throws(CalError) -> CommandSession.Answered in
      CommandSession.Answered(bookings: try read(response).bookings, data: response.data)
    }
  }
}

extension Call<[Booking]> {
  var withData: Call<CommandSession.Answered> {
    let read = read
    return Call<CommandSession.Answered>(request) { (response) throws(CalError) -> CommandSession.Answered in
      CommandSession.Answered(bookings: try read(response), data: response.data)
    }
  }
}

extension WireResponse {
  /// What stands under `data` (CONTRACT 4.1); null when the body is no JSON object.
  var data: JSONValue { (try? JSONText.read(body))?["data"] ?? .null }
}
