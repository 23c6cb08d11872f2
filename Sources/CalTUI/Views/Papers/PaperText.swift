import BookingModel

/// A paper as lines of plain text: what a printer or a file gets. Pure; no control character of a name comes through.
struct PaperText: Equatable {
  /// Columns of a slip unless the config says otherwise: a receipt printer's.
  static let slipColumns = 40
  /// Columns of everything that goes on a sheet.
  static let sheetColumns = 80
  /// Lines of a sheet of paper as `lp` prints them, with a margin.
  static let sheetLines = 60

  /// By sheet: a slip is one, however long it is.
  var pages: [[String]]

  var lines: [String] { pages.flatMap { $0 } }

  /// Pages are parted by form feeds, which start a new sheet.
  var text: String {
    pages.map { $0.map { $0 + "\n" }.joined() }.joined(separator: "\u{0C}")
  }

  init(_ paper: Paper, slipColumns: Int = PaperText.slipColumns) {
    switch paper {
    case .slip(let slip): pages = [SlipText(slip, columns: slipColumns).lines]
    case .day(let sheet): pages = DaySheetText(sheet).pages
    case .handOver(let sheet): pages = HandOverText(sheet, columns: PaperText.sheetColumns).pages
    }
  }

  /// The file that a paper is kept in: when and what, and nobody's name.
  static func fileName(_ paper: Paper) -> String {
    func stamp(_ instant: Instant, _ zone: Zone) -> String {
      let local = zone.local(instant)
      return "\(local.day)-" + twoDigits(local.minute / 60) + twoDigits(local.minute % 60)
    }
    switch paper {
    case .slip(let slip):
      let code = ConfirmationCode(slip.booking.uid).text.filter { $0 != "-" }
      return "slip-\(stamp(slip.booking.start, slip.shop.zone))-\(code).txt"
    case .day(let sheet): return "day-\(sheet.day).txt"
    case .handOver(let sheet): return "hand-over-\(stamp(sheet.printedAt, sheet.shop.zone)).txt"
    }
  }
}

/// Lines of a fixed width.
struct PaperColumns {
  let columns: Int

  /// Text as it may be printed: what is no letter, and what turns the direction of others, goes (DESIGN 10).
  static func clean(_ text: String) -> String {
    var clean = ""
    for cluster in text {
      if cluster.isWhitespace {
        clean.append(" ")
      } else {
        for glyph in TextWidth.glyphs(of: cluster) { clean.append(glyph.character) }
      }
    }
    return clean
  }

  var rule: String { String(repeating: "-", count: columns) }

  /// The text in lines that fit, from `indent` on, the first after `label`.
  func wrapped(_ text: String, label: String = "", indent: Int = 0) -> [String] {
    let first = label.isEmpty ? String(repeating: " ", count: indent) : padded(label + " ", to: indent)
    let room = max(8, columns - max(indent, first.columns))
    let blank = String(repeating: " ", count: max(indent, first.columns))
    return wrap(PaperColumns.clean(text), to: room).enumerated().map { index, part in
      trimmed((index == 0 ? first + String(repeating: " ", count: blank.count - first.columns) : blank) + part)
    }
  }

  /// One at the left edge, one at the right; on two lines where they do not fit together.
  func spread(_ left: String, _ right: String) -> [String] {
    let (left, right) = (PaperColumns.clean(left), PaperColumns.clean(right))
    let room = columns - right.columns - 1
    guard !right.isEmpty else { return wrapped(left) }
    guard left.columns <= room else {
      return wrapped(left) + [trimmed(String(repeating: " ", count: max(0, columns - right.columns)) + right)]
    }
    return [left + String(repeating: " ", count: columns - left.columns - right.columns) + right]
  }

  /// Cut to `width` columns, never in the middle of a wide letter, and filled up to it.
  func padded(_ text: String, to width: Int) -> String {
    let text = PaperColumns.clean(text)
    var cut = ""
    var used = 0
    let isCut = text.columns > width
    for character in text {
      let next = String(character).columns
      if used + next > (isCut ? width - 1 : width) { break }
      cut.append(character)
      used += next
    }
    if isCut {
      cut += "~"
      used += 1
    }
    return cut + String(repeating: " ", count: max(0, width - used))
  }

  func trimmed(_ text: String) -> String {
    var text = text[...]
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}

/// Puts blocks on sheets, so that none is torn where it would fit whole on the next one.
struct Pagination {
  /// Lines of each sheet, its head included.
  let lines: Int
  /// The head of a sheet, by its number and how many there are.
  let head: (Int, Int) -> [String]

  func pages(_ blocks: [[String]]) -> [[String]] {
    let room = max(1, lines - head(1, 1).count)
    var bodies: [[String]] = [[]]
    for block in blocks {
      var rest = block[...]
      if !(bodies.last?.isEmpty ?? true), (bodies.last?.count ?? 0) + rest.count > room, rest.count <= room {
        bodies.append([])
      }
      while !rest.isEmpty {
        let free = room - (bodies.last?.count ?? 0)
        if free == 0 {
          bodies.append([])
          continue
        }
        bodies[bodies.count - 1] += rest.prefix(free)
        rest = rest.dropFirst(free)
      }
    }
    return bodies.enumerated().map { index, body in head(index + 1, bodies.count) + body }
  }
}
