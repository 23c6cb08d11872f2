import ArgumentParser
import BookingModel
import CalProtocol

/// `caltui slots`
struct SlotsCommand: DeskAction {
  static let configuration = CommandConfiguration(
    commandName: "slots", abstract: "List the free times of a service.",
    discussion: "Days are the shop's; the first and the last are both included.")

  @OptionGroup var global: GlobalArguments
  @Option(help: ArgumentHelp("The service.", valueName: "slug"))
  var service: String
  @Option(help: ArgumentHelp("The first day, such as 2026-11-23.", valueName: "date"))
  var from: DayArgument
  @Option(help: ArgumentHelp("The last day.", valueName: "date"))
  var to: DayArgument
  @Option(help: ArgumentHelp("The length in minutes, for a service with several.", valueName: "min"))
  var length: Int?
  @Flag(help: "Print JSON: {\"2026-11-23\":[{\"start\",\"end\"}],…} with the shop's offset.")
  var json = false

  func validate() throws {
    guard from.day <= to.day else { throw ValidationError("--to must not lie before --from.") }
  }

  func perform(_ surroundings: Surroundings) throws(CommandFailure) {
    let session = try CommandSession(global, surroundings)
    let zone = try session.zone()
    let service = try session.service(service)
    let minutes = try session.minutes(length, of: service)
    let query = SlotQuery(service: service.id, from: from.day, through: to.day, minutes: minutes)
    let days = try session.ask(Calls.slots(query, zone: zone, serviceMinutes: service.minutes))
    if json {
      let rows = days.map { day, slots in
        (
          day.description,
          JSONValue.array(
            slots.map { ["start": .string($0.start.iso8601(in: zone)), "end": .string($0.end.iso8601(in: zone))] })
        )
      }
      surroundings.print(JSONText.text(.object(Dictionary(rows, uniquingKeysWith: { first, _ in first }))))
      return
    }
    for (day, slots) in days.sorted(by: { $0.key < $1.key }) where !slots.isEmpty {
      let times = slots.map { slot in
        let local = zone.local(slot.start)
        let label = twoDigits(local.minute / 60) + ":" + twoDigits(local.minute % 60)
        return zone.isDoubled(slot.start) ? label + zone.abbreviation(at: slot.start) : label
      }
      surroundings.print("\(day) \(day.weekday.short)  " + times.joined(separator: " "))
    }
  }
}
