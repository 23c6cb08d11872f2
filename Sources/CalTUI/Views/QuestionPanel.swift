import BookingModel

/// How a question is put where it is to fit: the columns that a name may have, and a longer text.
struct QuestionForm {
  var columns: Int

  func name(_ name: String) -> String { name.shortened(to: columns) }
  func text(_ text: String) -> String { columns == .max ? text : text.shortened(to: 3 * columns) }

  /// From the whole names on; below the last a name would not tell anybody.
  static let all = [Int.max, 60, 32, 24, 16, 10].map(QuestionForm.init)
}

/// A paragraph of a question.
struct QuestionPart {
  var text: String
  var role: Role
  init(_ text: String, _ role: Role) {
    self.text = text
    self.role = role
  }
}

extension String {
  /// What is not parted at the end of a row, such as a day and its time.
  var unparted: String { replacing(" ", with: "\u{A0}") }
}

extension Canvas {
  /// A question over the bottom of the page, on as many rows as it needs: what a key commits is never cut off. Names are shortened
  /// before that would take most of the page. The cursor stands at its beginning.
  ///
  /// - Parameter below: rows that are kept free under it, above the keys.
  mutating func drawQuestion(below: Int = 0, hasRule: Bool = true, _ parts: (QuestionForm) -> [QuestionPart]) {
    let most = noticeRow - below - (hasRule ? 1 : 0)
    let good = max(3, body.count * 2 / 3) - below
    let forms = QuestionForm.all.map { form in
      parts(form).flatMap { part in
        wrap(part.text, to: size.columns - 2).map {
          QuestionPart($0.replacing("\u{A0}", with: " "), part.role)
        }
      }
    }
    let fitting = forms.first { $0.count <= good } ?? forms.first { $0.count <= most }
    let lines = fitting ?? Array(forms[forms.count - 1].prefix(most))
    let first = noticeRow + 1 - below - lines.count
    let top = first - (hasRule ? 1 : 0)
    grid.fill(rows: top..<noticeRow + 1, columns: 0..<size.columns)
    if hasRule { grid.horizontalLine(row: top, columns: 0..<size.columns) }
    for (offset, line) in lines.enumerated() { write(line.text, first + offset, 1, line.role) }
    cursor = Position(row: first, column: 1)
  }
}
