/// What has been entered into one field so far: kept by slug in the draft, whatever service is chosen later.
public enum FormEntry: Equatable, Sendable, Codable {
  case line(TextLine)
  /// One of the options; `nil` before a choice.
  case choice(Int?)
  /// Any of the options, and the one under the cursor.
  case choices(Set<Int>, cursor: Int)
  case flag(Bool)

  public static func empty(for kind: FormField.Editor) -> FormEntry {
    switch kind {
    case .line, .lines, .number: .line(TextLine())
    case .choice: .choice(nil)
    case .choices: .choices([], cursor: 0)
    case .flag: .flag(false)
    case .readOnly: .line(TextLine())
    }
  }

  /// Whether it is of the shape that the editor works on: an entry kept from another service may not be.
  public func fits(_ editor: FormField.Editor) -> Bool {
    switch (self, editor) {
    case (.line, .line), (.line, .lines), (.line, .number), (.line, .readOnly): true
    case (.choice, .choice), (.choices, .choices), (.flag, .flag): true
    default: false
    }
  }

  public var line: TextLine? { if case .line(let line) = self { line } else { nil } }

  /// Typed text without blanks at either end; empty for choices.
  public var text: String {
    guard let line else { return "" }
    return line.text.trimmingBlanks
  }
}

extension String {
  /// Without white space at either end.
  public var trimmingBlanks: String {
    var slice = self[...]
    while slice.first?.isWhitespace == true { slice.removeFirst() }
    while slice.last?.isWhitespace == true { slice.removeLast() }
    return String(slice)
  }
}
