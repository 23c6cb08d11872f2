import Testing

@testable import BookingModel

/// The one table of keys.
@Suite struct KeyMapTests {
  private let standard = KeyMap.standard

  @Test func `the standard table has no clash`() throws {
    let checked = try KeyMap(KeyMap.standardBindings)
    #expect(checked == KeyMap.standard)
    #expect(!checked.bindings.isEmpty)
  }

  @Test(arguments: KeyContext.allCases) func `every state has a way out, and help`(context: KeyContext) {
    #expect(standard.action(for: .control("c"), in: context) == .quit)
    guard context != .tooSmall else { return }
    if context != .board { #expect(standard.action(for: .escape, in: context) == .back) }
    if context == .help || context == .helpFilter {
      #expect(standard.action(for: .escape, in: context) == .back)
    } else {
      #expect(standard.action(for: .control("g"), in: context) == .help)
    }
  }

  @Test(arguments: KeyContext.allCases) func `nothing needs a key that some terminals keep`(context: KeyContext) {
    for action in Set(standard.bindings(in: context).map(\.action)) {
      let keys = standard.bindings(in: context).filter { $0.action == action }.flatMap(\.keys)
      let usable = keys.filter { key in
        switch key {
        case .function, .control("s"), .control("q"): false
        case .character: !context.takesText
        default: true
        }
      }
      #expect(!usable.isEmpty, "\(context) \(action) \(keys.map(\.name))")
    }
  }

  @Test(arguments: KeyContext.allCases) func `nothing needs a sign that some keyboards make with AltGr or a dead key`(
    context: KeyContext
  ) {
    for action in Set(standard.bindings(in: context).map(\.action)) {
      let keys = standard.bindings(in: context).filter { $0.action == action }.flatMap(\.keys)
      let usable = keys.filter { key in
        guard case .character(let character) = key else { return true }
        return !"[]{}\\|@#~^`'\"$€".contains(character)
      }
      #expect(!usable.isEmpty, "\(context) \(action) \(keys.map(\.name))")
    }
  }

  @Test func `printable keys are text where text is typed`() {
    for context in KeyContext.allCases where context.takesText {
      for scalar in 0x20..<0x7F {
        let key = Key.character(Character(Unicode.Scalar(UInt8(scalar))))
        #expect(standard.action(for: key, in: context) == nil, "\(context) \(key.name)")
      }
    }
  }

  @Test func `only the summary's y books`() {
    for context in KeyContext.allCases {
      for key in KeyTests.all where standard.action(for: key, in: context) == .commit {
        #expect(context == .summary)
        #expect(key == .character("y"))
      }
    }
  }

  @Test func `every action that is bound says what it does`() {
    for binding in standard.bindings {
      #expect(!binding.help.isEmpty)
      #expect(!binding.contexts.isEmpty)
      #expect(!binding.keys.isEmpty)
    }
  }

  @Test func `the help page has one row for one meaning, and all keys`() {
    for context in KeyContext.allCases {
      let rows = standard.helpRows(in: context)
      let all = standard.bindings(in: context).flatMap(\.keys)
      #expect(Set(rows.flatMap(\.keys)) == Set(all))
      #expect(Set(rows.map { $0.help + $0.action.rawValue }).count == rows.count)
    }
  }

  @Test func `a key of one's own replaces the standard one`() throws {
    let changed = try standard.replacing([.browse: [.character("B")]])
    #expect(changed.action(for: .character("B"), in: .board) == .browse)
    #expect(changed.action(for: .character("b"), in: .board) == nil)
    #expect(changed.key(for: .browse, in: .board) == .character("B"))
  }

  @Test func `a clash is refused with both names`() {
    #expect(throws: KeyMap.Clash(key: .character("w"), context: .board, first: .walkIn, second: .browse)) {
      try standard.replacing([.browse: [.character("w")]])
    }
  }

  @Test func `a printable way back does not close the way out of a field`() throws {
    let changed = try standard.replacing([.back: [.character("Q")]])
    #expect(changed.action(for: .character("Q"), in: .summary) == .back)
    #expect(changed.action(for: .character("Q"), in: .form) == nil)
    #expect(changed.action(for: .escape, in: .form) == .back)
  }

  @Test func `no standard key is one that the config could not give`() {
    for binding in standard.bindings {
      for key in binding.keys {
        #expect(standard.refusal(of: key, for: binding.action) == nil, "\(binding.action) \(key.name)")
      }
    }
  }

  @Test func `an action that pages without text have too may have a printable key`() {
    for action in [Action.back, .open, .park, .find, .toggle, .lock] {
      #expect(standard.refusal(of: .character("Q"), for: action) == nil, "\(action)")
    }
    for action in [Action.finishForm, .nextField, .previousField, .newLine, .takeAsNew, .nextMeaning] {
      #expect(standard.refusal(of: .character("Q"), for: action) == .isText, "\(action)")
    }
  }
}
