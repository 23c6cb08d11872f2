import ArgumentParser
import BookingModel
import CalProtocol

/// `caltui services`
struct ServicesCommand: DeskAction {
  static let configuration = CommandConfiguration(commandName: "services", abstract: "List what can be booked.")

  @OptionGroup var global: GlobalArguments
  @Flag(help: "Print JSON: an array of {id, slug, title, lengthInMinutes, price, currency}.")
  var json = false

  func perform(_ surroundings: Surroundings) throws(CommandFailure) {
    let services = try CommandSession(global, surroundings).services().filter { !$0.isHidden }
    if json {
      let rows = services.map { service -> JSONValue in
        [
          "id": .int(Int64(service.id.rawValue)), "slug": .string(service.slug), "title": .string(service.title),
          "lengthInMinutes": .int(Int64(service.minutes)), "price": .int(Int64(service.price.minorUnits)),
          "currency": .string(service.price.currency),
        ]
      }
      surroundings.print(JSONText.text(.array(rows)))
      return
    }
    for service in services {
      surroundings.print(
        TextTable.row([(service.slug, 24), ("\(service.minutes) min", 8), (service.price.text, 10), (service.title, 0)])
      )
    }
  }
}

/// Columns of text for people. What strangers wrote is made harmless on the way (DESIGN 10).
enum TextTable {
  /// Each text with the width it is filled up to; 0 for the last.
  static func row(_ columns: [(text: String, width: Int)]) -> String {
    let cells = columns.map { column in
      let text = ErrorText.oneLine(column.text)
      return text + String(repeating: " ", count: max(0, column.width - text.columns))
    }
    var line = cells.joined(separator: "  ")
    while line.last == " " { line.removeLast() }
    return line
  }
}
