/// The one table of keys: it drives the input, the footer, the help page and the README.
public struct KeyMap: Equatable, Sendable {
  public struct Binding: Equatable, Sendable {
    public var action: Action
    /// The first is the one that the footer shows.
    public var keys: [Key]
    public var contexts: [KeyContext]
    /// One or two words for the footer; empty keeps it out of there.
    public var footer: String
    /// A sentence for the help page.
    public var help: String

    init(_ action: Action, _ keys: [Key], _ contexts: [KeyContext], _ footer: String = "", _ help: String) {
      self.action = action
      self.keys = keys
      self.contexts = contexts
      self.footer = footer
      self.help = help
    }
  }

  public private(set) var bindings: [Binding]
  private var table: [KeyContext: [Key: Action]]
  /// What a frame asks for at every key, looked up once: the bindings of each context, and the key to show for each action.
  private var listed: [KeyContext: [Binding]] = [:]
  private var shown: [KeyContext: [Action: Key]] = [:]

  /// Two actions that want one key in one context.
  public struct Clash: Error, Hashable, Sendable {
    public var key: Key
    public var context: KeyContext
    public var first: Action
    public var second: Action
  }

  /// - Throws: ``Clash`` when a key would mean two things in one context, or be text there.
  public init(_ bindings: [Binding]) throws(Clash) {
    var table: [KeyContext: [Key: Action]] = [:]
    for binding in bindings {
      for context in binding.contexts {
        for key in binding.keys {
          // A printable key in a text field is always text.
          if context.takesText, case .character = key { continue }
          if let other = table[context]?[key], other != binding.action {
            throw Clash(key: key, context: context, first: other, second: binding.action)
          }
          table[context, default: [:]][key] = binding.action
        }
      }
    }
    self.bindings = bindings
    self.table = table
    for context in KeyContext.allCases {
      let own = bindings.filter { $0.contexts.contains(context) }
      listed[context] = own
      shown[context] = Dictionary(grouping: own, by: \.action).compactMapValues { twins in
        twins[0].keys.first { !(context.takesText && $0.isPrintable) }
      }
    }
  }

  init(unchecked bindings: [Binding]) {
    self.bindings = bindings
    self.table = [:]
  }

  /// The standard keys with some replaced, as the config asks: names of actions to names of keys.
  public func replacing(_ changes: [Action: [Key]]) throws(Clash) -> KeyMap {
    try KeyMap(
      bindings.map { binding in
        var changed = binding
        guard let keys = changes[binding.action] else { return binding }
        changed.keys = keys
        // Printable keys are text in a field: there the standard key stays, or there would be no way out.
        if keys.allSatisfy(\.isPrintable), binding.contexts.contains(where: \.takesText) {
          changed.keys += binding.keys.filter { !$0.isPrintable }
        }
        return changed
      })
  }

  public func action(for key: Key, in context: KeyContext) -> Action? { table[context]?[key] }

  /// The bindings of a context in the order in which the footer and the help page show them.
  public func bindings(in context: KeyContext) -> [Binding] { listed[context] ?? [] }

  /// The bindings of a context as the help page lists them: keys of one meaning in one row.
  public func helpRows(in context: KeyContext, where isWanted: (Binding) -> Bool = { _ in true }) -> [Binding] {
    var rows: [Binding] = []
    for binding in bindings(in: context) where isWanted(binding) {
      let twin = rows.firstIndex { $0.action == binding.action && ($0.help == binding.help || binding.footer.isEmpty) }
      if let twin { rows[twin].keys += binding.keys } else { rows.append(binding) }
    }
    return rows
  }

  /// The key to show for an action.
  public func key(for action: Action, in context: KeyContext) -> Key? { shown[context]?[action] }
}

extension Key {
  var isPrintable: Bool { if case .character = self { true } else { false } }
}
