import BookingModel

/// The rows of a page that stay as they are while its cursor moves, kept from frame to frame.
///
/// They are drawn from ``BookingModel/Model/still``, a model that has no cursor, and kept as long as that model stays the same: what is kept can
/// differ from what would be drawn in nothing.
struct Stills {
  struct Part: Hashable {
    enum Name: Hashable { case boardTitle, boardRows, weekCells, soonest, keys }
    var name: Name
    var size: Size
    /// Which row of a longer list is the first one shown.
    var top = 0
  }

  private var model: Model?
  private var parts: [Part: Grid] = [:]
  private var lattice: SlotLattice?
  private var soonest: [[String]]?
  /// Each place that a list was scrolled to is a part of its own.
  private static let mostParts = 12

  /// Forgets what was drawn for another model.
  mutating func follow(_ still: Model?) {
    guard model != still else { return }
    model = still
    parts = [:]
    lattice = nil
    soonest = nil
  }

  /// How the week of this page is laid out, which hangs on all of its times.
  mutating func lattice(_ model: Model) -> SlotLattice {
    if let lattice { return lattice }
    let made = (self.model ?? model).lattice
    if self.model != nil { lattice = made }
    return made
  }

  /// The rows of the soonest times below the week.
  mutating func soonest(_ model: Model, rows: (Model) -> [[String]]) -> [[String]] {
    if let soonest { return soonest }
    let made = rows(self.model ?? model)
    if self.model != nil { soonest = made }
    return made
  }

  /// The grid that has a part, drawn now if it was not kept; `nil` where the page has no model without a cursor.
  mutating func grid(_ part: Part, draw: (Model) -> Grid) -> Grid? {
    guard let model else { return nil }
    if let kept = parts[part] { return kept }
    if parts.count == Stills.mostParts { parts = [:] }
    let drawn = draw(model)
    parts[part] = drawn
    return drawn
  }
}
