import BookingModel

/// The screen for a model. Pure: the same model in the same size gives the same frame.
func render(_ model: Model, in size: Size) -> Frame {
  var stills = Stills()
  return render(model, in: size, keeping: &stills)
}

/// The same frame, made with what was kept of the frames before.
func render(_ model: Model, in size: Size, keeping stills: inout Stills) -> Frame {
  if model.isTooSmall { return TooSmallView(size: size).frame }
  stills.follow(model.still)
  var canvas = Canvas(model: model, size: size, stills: stills)
  defer { stills = canvas.stills }
  if model.lock != nil {
    LockView().draw(model, on: &canvas)
    canvas.drawFooter(model)
    return Frame(grid: canvas.grid, cursor: canvas.cursor)
  }
  drawPage(model, on: &canvas)
  switch model.overlay {
  case .help(let page): HelpView(page: page).draw(model, on: &canvas)
  case .goTo(let line, let failed): PromptView.goTo(line, failed: failed).draw(on: &canvas)
  case .clerk(let line): PromptView.clerk(line, now: model.clerk).draw(on: &canvas)
  case .note(_, let line): PromptView.note(line).draw(on: &canvas)
  case .change(let prompt): ChangeView(prompt: prompt).draw(model, on: &canvas)
  case .quit: QuitView().draw(model, on: &canvas)
  case .jump: ParkedView().draw(model, on: &canvas)
  case .customer(let prompt): CustomerPromptView(prompt: prompt).draw(model, on: &canvas)
  case .paper(let shown): PaperView(shown: shown).draw(model, on: &canvas)
  case nil: break
  }
  canvas.drawFooter(model)
  return Frame(grid: canvas.grid, cursor: canvas.cursor)
}

/// What lies at a position of the screen, for the mouse. The page is drawn for it once more, so that what a view shows and what can be clicked
/// cannot part.
func spot(at position: Position, _ model: Model, in size: Size) -> Spot? {
  spotCanvas(model, in: size)?.spot(at: position)
}

/// All that can be clicked; `nil` where nothing can.
func spotCanvas(_ model: Model, in size: Size) -> Canvas? {
  guard !model.isTooSmall, model.lock == nil, model.overlay == nil else { return nil }
  var canvas = Canvas(model: model, size: size, findsSpots: true)
  drawPage(model, on: &canvas)
  return canvas
}

private func drawPage(_ model: Model, on canvas: inout Canvas) {
  if model.isWide {
    BesideLayout(model: model).draw(pageView(model), on: &canvas)
  } else {
    pageView(model).draw(model, on: &canvas)
  }
}

private func pageView(_ model: Model) -> any PageView {
  switch model.page {
  case .setup: SetupView()
  case .board: BoardView()
  case .card: CardView()
  case .services: ServicesView()
  case .slots: if model.grid.view == .week { WeekView() } else { MonthView() }
  case .who: WhoView()
  case .form: FormView()
  case .summary: SummaryView()
  case .outcome: OutcomeView()
  case .unresolved: UnresolvedView()
  case .find: FindView()
  case .customer: CustomerView()
  case .oneLine: OneLineView()
  case .handOver: HandOverView()
  case .fix: FixView()
  }
}

/// One page of the screen: draws itself between the lines that every page has.
protocol PageView {
  func draw(_ model: Model, on canvas: inout Canvas)
}

struct TooSmallView {
  let size: Size

  var frame: Frame {
    var grid = Grid(size: size)
    let wanted = "\(Model.smallest.columns)x\(Model.smallest.rows)"
    grid.writeClipped("caltui needs a window of \(wanted)", at: Position(row: 0, column: 0), role: .warning)
    grid.writeClipped("this one is \(size.columns)x\(size.rows)", at: Position(row: 1, column: 0), role: .dim)
    return Frame(grid: grid, cursor: nil)
  }
}
