import BookingModel

/// Makes keys of the bytes a terminal sends. A value without a clock: who feeds it also keeps its time.
///
/// Sequences are looked up in the terminal's own description first, then in ``ControlSequences``, the forms that xterm,
/// VT, rxvt and the Linux console share; modifiers they carry are ignored, focus reports too. Bytes that are
/// no UTF-8 become U+FFFD. A combining mark joins the character before it when both come in one read.
///
/// Escape is also how every sequence starts, so after a lone one the decoder ``waiting`` says for how long the caller
/// has to wait before it calls ``timeout()``. The same goes for a sequence, a character or a paste that breaks off.
struct KeyDecoder: Sendable {
  /// What the next byte decides.
  enum Wait: Hashable, Sendable {
    /// Escape by itself, or a sequence: `ESCDELAY`, some 25–50 ms.
    case escape
    /// The rest of a sequence or of a character, which a slow line may bring late.
    case sequence
    /// The rest of a paste.
    case paste

    /// How long to wait for the next byte.
    func delay(escape: Duration) -> Duration {
      switch self {
      case .escape: escape
      case .sequence: max(escape, .milliseconds(250))
      case .paste: max(escape, .seconds(2))
      }
    }
  }

  /// What Alt with a key means, which the terminal sends as Escape and the key.
  enum AltPrefix: Hashable, Sendable {
    /// Escape, then the key. On a slow line Escape and the key typed after it come in one read, and no key may be lost.
    case escapeThenKey
    /// Nothing. Never an Escape by accident; but one typed just before another key is lost with it.
    case ignored
  }

  /// A paste is cut to this many bytes.
  static let pasteLimit = 64 * 1024
  /// Bytes of pastes that were over the limit, since the start.
  private(set) var droppedPasteBytes = 0

  private let altPrefix: AltPrefix
  private let hasMouse: Bool
  private let sequences: [[UInt8]: Key]
  /// Every beginning of a sequence that is not one itself.
  private let beginnings: Set<[UInt8]>
  /// Read but not decoded: the beginning of something. Short, unless in a paste.
  private var pending: [UInt8] = []
  private var isPasting = false

  init(sequences: [KeySequence] = [], altPrefix: AltPrefix = .escapeThenKey, hasMouse: Bool = false) {
    self.altPrefix = altPrefix
    self.hasMouse = hasMouse
    var table: [[UInt8]: Key] = [:]
    var beginnings: Set<[UInt8]> = []
    for sequence in sequences where sequence.bytes.count >= 2 && sequence.bytes.first == 0x1B {
      table[sequence.bytes] = sequence.key
      for length in 2..<sequence.bytes.count { beginnings.insert(Array(sequence.bytes.prefix(length))) }
    }
    self.sequences = table
    self.beginnings = beginnings.subtracting(table.keys)
  }

  /// Bytes kept until more come: never more than a paste and its end.
  var pendingBytes: Int { pending.count }

  /// What is being waited for; `nil` when nothing is.
  var waiting: Wait? {
    if isPasting { return .paste }
    if pending.isEmpty { return nil }
    return pending == [0x1B] ? .escape : .sequence
  }

  /// Decodes what a read brought.
  mutating func feed(_ bytes: some Sequence<UInt8>) -> [KeyEvent] {
    pending += bytes
    var events = EventList()
    var index = 0
    while index < pending.count {
      if isPasting {
        guard let end = continuePaste(from: index, into: &events) else { return events.list }
        index = end
        continue
      }
      let step = decode(at: index)
      guard step.length > 0 else { break }
      index += step.length
      for outcome in step.outcomes { apply(outcome, to: &events) }
      if isPasting {
        pending.removeFirst(index)
        index = 0
      }
    }
    pending.removeFirst(index)
    return events.list
  }

  /// Nothing came for as long as ``Wait/delay(escape:)`` says: what is pending is what it is.
  mutating func timeout() -> [KeyEvent] {
    var events = EventList()
    if isPasting {
      finishPaste(pending, into: &events)
      pending = []
      return events.list
    }
    switch pending {
    case []: break
    case [0x1B]: events.append(.escape)
    case [0x1B, 0x5B], [0x1B, 0x4F], [0x1B, 0x50], [0x1B, 0x5D], [0x1B, 0x5F], [0x1B, 0x5E], [0x1B, 0x58]:
      // No sequence after all, but a key with Alt, or one typed after Escape.
      if altPrefix == .escapeThenKey {
        events.append(.escape)
        events.append(.character(Character(Unicode.Scalar(pending[1]))))
      }
    case _ where pending[0] >= 0x80: events.append(.character("\u{FFFD}"))
    default: break
    }
    pending = []
    return events.list
  }

  // MARK: One step

  private enum Outcome {
    case key(Key)
    case scalar(Unicode.Scalar)
    case mouse(KeyEvent)
    case pasteStarts
  }

  /// What the bytes at an index are. Length 0: not decided yet.
  private struct Step {
    var length: Int
    var outcomes: [Outcome] = []
    static let undecided = Step(length: 0)
  }

  private mutating func apply(_ outcome: Outcome, to events: inout EventList) {
    switch outcome {
    case .key(let key): events.append(key)
    case .scalar(let scalar): events.append(scalar)
    case .mouse(let event): events.append(mouse: event)
    case .pasteStarts: isPasting = true
    }
  }

  private func decode(at index: Int) -> Step {
    let byte = pending[index]
    switch byte {
    case 0x1B: return decodeEscape(at: index)
    case 0x20..<0x7F: return Step(length: 1, outcomes: [.scalar(Unicode.Scalar(byte))])
    case 0x00..<0x20, 0x7F: return Step(length: 1, outcomes: [.key(ControlSequences.key(control: byte))])
    default: return decodeUTF8(at: index)
    }
  }

  private func decodeEscape(at index: Int) -> Step {
    if let step = decodeDescribed(at: index) { return step }
    guard index + 1 < pending.count else { return .undecided }
    let next = pending[index + 1]
    let sequence = ControlSequences.parse(pending[index...])
    switch sequence {
    case .unfinished: return .undecided
    case .key(let key, let length): return Step(length: length, outcomes: [.key(key)])
    case .pasteStarts(let length): return Step(length: length, outcomes: [.pasteStarts])
    case .mouse(let event, let length): return Step(length: length, outcomes: hasMouse ? [.mouse(event)] : [])
    case .ignored(let length): return Step(length: length)
    case .none: break
    }
    switch altPrefix {
    case .escapeThenKey: return Step(length: 1, outcomes: [.key(.escape)])
    case .ignored:
      // Escape twice is Escape, and whatever the second begins.
      if next == 0x1B { return Step(length: 1, outcomes: [.key(.escape)]) }
      let step = decode(at: index + 1)
      return step.length == 0 ? .undecided : Step(length: 1 + step.length)
    }
  }

  /// The longest sequence of the terminal's description that starts here.
  private func decodeDescribed(at index: Int) -> Step? {
    var found: Step?
    var length = 2
    while index + length <= pending.count {
      let candidate = Array(pending[index..<index + length])
      if let key = sequences[candidate] {
        found = Step(length: length, outcomes: [.key(key)])
      } else if !beginnings.contains(candidate) {
        return found
      }
      length += 1
    }
    // The bytes ended in the middle of one.
    return found ?? (pending.count - index >= 2 ? .undecided : nil)
  }

  private func decodeUTF8(at index: Int) -> Step {
    let bad = Step(length: 1, outcomes: [.scalar("\u{FFFD}")])
    let length: Int
    switch pending[index] {
    case 0xC2...0xDF: length = 2
    case 0xE0...0xEF: length = 3
    case 0xF0...0xF4: length = 4
    default: return bad
    }
    for offset in 1..<length {
      guard index + offset < pending.count else { return .undecided }
      guard pending[index + offset] & 0xC0 == 0x80 else {
        return Step(length: offset, outcomes: [.scalar("\u{FFFD}")])
      }
    }
    let scalars = String(decoding: pending[index..<index + length], as: UTF8.self).unicodeScalars
    guard scalars.count == 1, let scalar = scalars.first else {
      // Overlong forms and surrogates.
      return Step(length: length, outcomes: [.scalar("\u{FFFD}")])
    }
    // Control characters of the second half are no keys.
    return Step(length: length, outcomes: scalar.value < 0xA0 ? [] : [.scalar(scalar)])
  }

  // MARK: Pastes

  private static let pasteEnd: [UInt8] = Array("\u{1B}[201~".utf8)

  /// Looks for the end of the paste in what is pending from an index on; gives the index after it, or `nil` when the
  /// paste goes on.
  private mutating func continuePaste(from index: Int, into events: inout EventList) -> Int? {
    let end = KeyDecoder.pasteEnd
    // What was searched before need not be searched again, but for an end that came in two reads.
    var position = max(index, index + pasteSearched - end.count)
    while position + end.count <= pending.count {
      if pending[position] == 0x1B, pending[position..<position + end.count].elementsEqual(end) {
        finishPaste(pending[index..<position], into: &events)
        return position + end.count
      }
      position += 1
    }
    // Over the limit only the last bytes matter, which may hold the beginning of the end.
    let surplus = pending.count - index - KeyDecoder.pasteLimit - end.count
    if surplus > 0 {
      droppedPasteBytes += surplus
      pending.removeSubrange(index + KeyDecoder.pasteLimit..<index + KeyDecoder.pasteLimit + surplus)
    }
    pending.removeFirst(index)
    pasteSearched = pending.count
    return nil
  }

  private var pasteSearched = 0

  private mutating func finishPaste(_ bytes: some Collection<UInt8>, into events: inout EventList) {
    isPasting = false
    pasteSearched = 0
    let kept = bytes.prefix(KeyDecoder.pasteLimit)
    droppedPasteBytes += bytes.count - kept.count
    let text = String(decoding: kept, as: UTF8.self)
    // Terminals send a line break as Enter does.
    events.append(paste: String(text.map { $0 == "\r\n" || $0 == "\r" ? "\n" : $0 }))
  }
}

/// The events of one read.
private struct EventList {
  private(set) var list: [KeyEvent] = []
  private var scalarsInLast = 0

  /// Marks that join one character; text has no use for more, and joining costs what is already there.
  private static let scalarLimit = 16

  mutating func append(_ key: Key) {
    list.append(.key(key))
    scalarsInLast = 0
  }

  mutating func append(mouse event: KeyEvent) {
    list.append(event)
    scalarsInLast = 0
  }

  mutating func append(paste text: String) {
    list.append(.paste(text))
    scalarsInLast = 0
  }

  /// Typed text: joins the character before it where the two are one.
  mutating func append(_ scalar: Unicode.Scalar) {
    if scalar.value >= 0x300, scalarsInLast > 0, case .key(.character(let last))? = list.last {
      var text = String(last)
      text.unicodeScalars.append(scalar)
      if text.count == 1, let joined = text.first {
        if scalarsInLast < EventList.scalarLimit {
          list[list.count - 1] = .key(.character(joined))
          scalarsInLast += 1
        }
        return
      }
    }
    list.append(.key(.character(Character(scalar))))
    scalarsInLast = 1
  }
}
