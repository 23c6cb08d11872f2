import BookingModel

/// The services: number, name, length, price, next free time.
struct ServicesView: PageView {
  func draw(_ model: Model, on canvas: inout Canvas) {
    let shown = model.shownServices
    canvas.drawTitle("Choose a service", detail: "1 of 4")
    var body = canvas.body
    if model.serviceList.isFiltering || !model.serviceList.filter.isEmpty {
      canvas.write("/", body.lowerBound, 1, .key)
      canvas.drawInput(
        model.serviceList.filter, row: body.lowerBound, columns: 3..<min(canvas.size.columns - 1, 43),
        isFocused: model.serviceList.isFiltering)
      body = body.lowerBound + 1..<body.upperBound
    }
    guard model.services.value != nil else {
      if let error = model.services.error {
        canvas.drawMessage(
          [ErrorText.sentence(error), "\(model.keyName(.open, .services)) tries again."], role: .error)
      } else {
        canvas.drawMessage(["Reading the services…"])
      }
      return
    }
    guard !shown.isEmpty else {
      let text =
        model.serviceList.filter.isEmpty
        ? ["The account has no services yet.", "Add them in Cal.com, or with the local server's API."]
        : ["No service matches.", "\(model.keyName(.back, .filter)) shows all."]
      canvas.drawMessage(text)
      return
    }
    let prices = shown.map(\.service.price.text.columns).max() ?? 0
    let layout = Columns(canvas.size.columns, price: prices)
    canvas.write("Service", body.lowerBound, 5, .dim, limit: layout.name)
    if let length = layout.length {
      canvas.grid.writeTrailing(canvas.isNarrow ? "Time" : "Length", row: body.lowerBound, before: length, role: .dim)
    }
    canvas.grid.writeTrailing("Price", row: body.lowerBound, before: layout.price, role: .dim)
    // Nothing stands as free without its age.
    let age = AgeText.read(shown.compactMap { model.nextFreeReadAt($0.service) }.min(), model)
    canvas.write(
      age.map { canvas.isNarrow ? "OLD" : "Next (\($0))" } ?? "Next free", body.lowerBound, layout.next,
      age == nil ? .dim : .warning)
    let area = body.lowerBound + 1..<body.upperBound
    let top = Scroll.top(cursor: model.serviceList.cursor, count: shown.count, height: area.count)
    for (offset, item) in shown.dropFirst(top).prefix(area.count).enumerated() {
      let isSelected = top + offset == model.serviceList.cursor
      canvas.mark(.service(top + offset), row: area.lowerBound + offset, columns: 0..<canvas.size.columns)
      draw(item, at: area.lowerBound + offset, isSelected, layout, model, &canvas)
    }
  }

  /// Right edges of length and price, left edge of the next free time.
  private struct Columns {
    let name: Int
    /// `nil` where a long price leaves no room for it.
    let length: Int?
    let price: Int
    let next: Int
    /// - Parameter prices: columns of the widest price. What other currencies need more than dollars, the names have less.
    init(_ columns: Int, price prices: Int) {
      let isWide = columns >= 60
      // Further apart than this the eye loses the row.
      next = isWide ? min(columns, 90) - 20 : columns - 10
      price = next - (isWide ? 2 : 1)
      let length = price - max(isWide ? 10 : 6, prices + (isWide ? 2 : 1))
      let name = length - (isWide ? 13 : 11)
      self.length = name < 8 ? nil : length
      self.name = name < 8 ? max(6, price - prices - 6) : name
    }
  }

  private func draw(
    _ item: (number: Int, service: Service), at row: Int, _ isSelected: Bool, _ layout: Columns, _ model: Model,
    _ canvas: inout Canvas
  ) {
    let service = item.service
    let role: Role = isSelected ? .selected : .plain
    if isSelected { canvas.grid.fill(row: row, columns: 0..<canvas.size.columns, role: .selected) }
    canvas.write(isSelected ? "›" : " ", row, 0, role)
    let number = item.number <= 9 ? "\(item.number)" : item.number == 10 ? "0" : "·"
    canvas.write(number, row, 2, isSelected ? .selected : .key)
    canvas.write(service.title + (service.isHidden ? " (hidden)" : ""), row, 5, role, limit: layout.name)
    let lengths =
      service.lengthOptions.count > 1
      ? "\(TimeText.shortLength(service.lengthOptions.min() ?? service.minutes))+"
      : TimeText.shortLength(service.minutes)
    if let length = layout.length { canvas.grid.writeTrailing(lengths, row: row, before: length, role: role) }
    canvas.grid.writeTrailing(service.price.text, row: row, before: layout.price, role: role)
    let next = nextText(model.nextFree(service), model, canvas)
    canvas.write(next.text, row, layout.next, isSelected ? .selected : next.role)
    if isSelected, !model.serviceList.isFiltering { canvas.cursor = Position(row: row, column: 0) }
  }

  private func nextText(_ next: Model.NextFree, _ model: Model, _ canvas: Canvas) -> (text: String, role: Role) {
    switch next {
    case .known(let slot):
      let day = model.shop.zone.day(of: slot.start)
      let time = canvas.time.time(slot.start)
      if canvas.isNarrow { return ((day == model.today ? "" : day.weekday.short + " ") + time, .free) }
      return ("\(canvas.time.near(day, today: model.today)) \(time)", .free)
    case .none(let days): return ("none in \(days) days", .unavailable)
    case .loading: return ("…", .dim)
    case .failed: return ("not known", .warning)
    case .unasked: return ("", .dim)
    }
  }
}
