/// What a clerk typed on the one line, understood: `alv ew thu 230p @pat #note`.
///
/// The parts say for every piece of the text what it is taken for, and what else it might be, so that the line can be drawn with its meaning
/// while it is typed.
public struct OneLine: Equatable, Sendable {
  public enum Meaning: Hashable, Sendable {
    /// For the ``CustomerIndex``: a word of a name, an e-mail, a plate, digits of a phone.
    case customer(String)
    /// A whole number, E.164: known or new.
    case phone(String)
    case service(Service.ID)
    case day(CalendarDay)
    /// Minute of the shop's day.
    case time(Int)
    case dayAndTime(CalendarDay, Int)
    case now
    case host(String)
    case note(String)
    /// Written like a phone number, and none.
    case noPhone(PhoneProblem)
    /// `@` with a name that no host has, or what looks like a date or a time and is none.
    case unknown

    /// It must be changed before anything can be made of the line.
    public var isWrong: Bool {
      switch self {
      case .noPhone, .unknown: true
      default: false
      }
    }
  }

  public struct Part: Equatable, Sendable {
    /// In characters of the text.
    public var range: Range<Int>
    public var meaning: Meaning
    /// What it could be as well; not empty means that the screen shows it as ambiguous.
    public var alternatives: [Meaning]
    /// Said twice (two services, two days): this one does not count.
    public var isSurplus: Bool

    public init(range: Range<Int>, meaning: Meaning, alternatives: [Meaning] = [], isSurplus: Bool = false) {
      self.range = range
      self.meaning = meaning
      self.alternatives = alternatives
      self.isSurplus = isSurplus
    }

    public var isAmbiguous: Bool { !alternatives.isEmpty }
  }

  /// In the order of the text, without overlap; white space belongs to none.
  public var parts: [Part]

  public init(parts: [Part]) { self.parts = parts }

  /// What to look up in the ``CustomerIndex``; empty when the line names nobody.
  public var customer: String {
    parts.compactMap { if case .customer(let text) = $0.meaning { text } else { nil } }.joined(separator: " ")
  }
  /// E.164.
  public var phone: String? { first { if case .phone(let number) = $0 { number } else { nil } } }
  public var service: Service.ID? { first { if case .service(let id) = $0 { id } else { nil } } }
  public var day: CalendarDay? {
    first {
      switch $0 {
      case .day(let day), .dayAndTime(let day, _): day
      default: nil
      }
    }
  }
  /// Minute of the shop's day.
  public var minute: Int? {
    first {
      switch $0 {
      case .time(let minute), .dayAndTime(_, let minute): minute
      default: nil
      }
    }
  }
  public var wantsNow: Bool { first { $0 == .now ? true : nil } ?? false }
  /// Id of the host.
  public var host: String? { first { if case .host(let id) = $0 { id } else { nil } } }
  public var note: String? { first { if case .note(let text) = $0 { text } else { nil } } }

  public var isAmbiguous: Bool { parts.contains(where: \.isAmbiguous) }
  /// Nothing unknown, nothing twice, nothing ambiguous.
  public var isClear: Bool { !parts.contains { $0.isAmbiguous || $0.isSurplus || $0.meaning.isWrong } }

  private func first<Value>(_ pick: (Meaning) -> Value?) -> Value? {
    parts.filter { !$0.isSurplus }.compactMap { pick($0.meaning) }.first
  }
}
