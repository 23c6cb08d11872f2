import BookingModel
import DeskStore
import Foundation
import Glibc
import TestTerminal
import Testing

/// What a form holds: the text and the cursor of each field, and which one has the focus.
struct TypedForm: Hashable, CustomStringConvertible {
  static let fields: [(label: String, slug: String)] = [
    ("Name", slug: FormSlug.name), ("Phone", FormSlug.phone), ("E-mail", FormSlug.email), ("Vehicle", "vehicle"),
    ("Service notes", "service-notes"), ("Notes", FormSlug.notes), ("Guests", FormSlug.guests),
  ]
  /// Where anything may be typed.
  static let free = [0, 3, 4, 5]

  var texts = Array(repeating: "", count: fields.count)
  var cursors = Array(repeating: 0, count: fields.count)
  var focus = 0

  init() {}

  init(_ draft: Draft) {
    for (index, field) in TypedForm.fields.enumerated() {
      guard case .line(let line) = draft.entries[field.slug] else { continue }
      texts[index] = line.text
      cursors[index] = line.cursor
    }
    focus = TypedForm.fields.firstIndex { $0.slug == draft.focus } ?? 0
  }

  var description: String { "\(TypedForm.fields[focus].label) \(cursors[focus]) in \(texts.filter { !$0.isEmpty })" }

  /// A key of a clerk who corrects himself a lot, and what it does.
  mutating func press(_ random: inout SeededRandom) -> String {
    let choice = TypedForm.free.contains(focus) ? Int.random(in: 0..<20, using: &random) : 20
    switch choice {
    case 0..<13 where texts[focus].count < 40:
      let letter = Character(Unicode.Scalar(UInt8.random(in: 0x61...0x7A, using: &random)))
      texts[focus].insert(letter, at: texts[focus].index(texts[focus].startIndex, offsetBy: cursors[focus]))
      cursors[focus] += 1
      return String(letter)
    case 13, 14:
      cursors[focus] = max(0, cursors[focus] - 1)
      return "\u{1B}[D"
    case 15:
      cursors[focus] = min(texts[focus].count, cursors[focus] + 1)
      return "\u{1B}[C"
    case 16, 17:
      if cursors[focus] > 0 {
        cursors[focus] -= 1
        texts[focus].remove(at: texts[focus].index(texts[focus].startIndex, offsetBy: cursors[focus]))
      }
      return "\u{7F}"
    default:
      // After the last field comes the summary.
      if focus < TypedForm.fields.count - 1, Bool.random(using: &random) || focus == 0 {
        focus += 1
        return "\t"
      }
      focus = max(0, focus - 1)
      return "\u{1B}[Z"
    }
  }

  /// Whether the screen shows it, cursor and all.
  func isShown(_ screen: EmulatedTerminal) -> Bool {
    let rows = screen.rows
    guard rows.count > 1, rows[1].hasSuffix("3 of 4") else { return false }
    for (index, field) in TypedForm.fields.enumerated() {
      guard let row = rows.firstIndex(where: { $0.dropFirst().hasPrefix(field.label) }) else { return false }
      let text = String(rows[row].dropFirst(20))
      // A number is typed as it comes, and read in the way of the country.
      let shown =
        field.slug == FormSlug.phone && index != focus
        ? AttendeePolicy(country: "US").phoneText(texts[index]) : texts[index]
      // What stands in an empty field is a hint, not a text.
      guard shown.isEmpty ? !text.contains(where: \.isUppercase) || index == 0 : text == shown else { return false }
      if index == focus, (screen.row, screen.column) != (row, 20 + cursors[index]) { return false }
    }
    return true
  }
}
