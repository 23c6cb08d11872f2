import BookingModel
import CalClient
import DeskStore
import Dispatch
import LocalServer
import ZoneData

/// The embedded server of this desk: opened off the UI thread, told about by mailbox.
struct LocalService: Sendable {
  let database: String
  let clock: DeskClock
  let mailbox: Mailbox
  let store: DeskStore
  let zones: ZoneLoader
  let configuration: Configuration

  func start() {
    DispatchQueue(label: "desk-opening", qos: .userInitiated).async {
      do {
        let server = try EmbeddedServer.open(database: database, clock: clock, firstShop: nil)
        mailbox.post(.serverReady(server.endpoint, server.key))
      } catch {
        mailbox.post(.serverFailed(LocalService.error(error)))
      }
    }
  }

  /// The first start: makes the shop, remembers its country, then starts as usual. Where another desk has made it
  /// meanwhile, that one is opened.
  func create(_ setup: ShopSetup) {
    DispatchQueue(label: "desk-opening", qos: .userInitiated).async {
      guard let zone = zones.zone(setup.zone) else {
        let suggestions = zones.suggestions(for: setup.zone)
        mailbox.post(.shopNotCreated(.unknownZone(setup.zone, suggestions: suggestions)))
        return
      }
      do {
        let server = try EmbeddedServer.open(
          database: database, clock: clock,
          firstShop: LocalShop(name: setup.name, country: setup.country, zone: setup.zone))
        try store.run(.setSetting("country", setup.country))
        mailbox.post(.shopCreated(shop(setup, zone), server.endpoint, server.key))
      } catch let error as StoreError {
        mailbox.post(.shopNotCreated(.store(StoreTrouble(error))))
      } catch {
        mailbox.post(.shopNotCreated(.server(LocalService.error(error))))
      }
    }
  }

  private func shop(_ setup: ShopSetup, _ zone: Zone) -> Shop {
    let habits = Shop.habits(country: setup.country)
    return Shop(
      name: setup.name, profile: configuration.profile, isLocal: true, zone: zone,
      policy: AttendeePolicy(country: setup.country, emailDomain: configuration.shopEmailDomain),
      clock: configuration.clock ?? habits.clock, weekStart: configuration.weekStart ?? habits.weekStart,
      dateOrder: habits.order)
  }

  /// What the screen says when the embedded server cannot start.
  private static func error(_ error: any Error) -> CalError {
    CalError(kind: .refused, message: CommandFailure(localServer: error).message)
  }
}
