extension Model {
  /// The model without what every key changes where a cursor moves over a picture: the board, and the week of free times. On other pages `nil`.
  ///
  /// Its time may lie before that of the model, but nothing begins or ends between the two: whatever is drawn of both by the minute, or by what is
  /// over and what is not, is the same.
  public var still: Model? {
    var still = self
    switch page {
    case .board: still.board.selected = nil
    case .slots where grid.view == .week:
      still.grid.day = grid.first
      still.grid.minute = 0
      still.grid.isSecondPass = false
      still.grid.followsFirst = false
      still.grid.seeksFrom = nil
    default: return nil
    }
    still.now = lastEdge
    still.lastKeyAt = nil
    still.nextPoll = nil
    still.holdsReadAt = nil
    still.customersFollowedAt = nil
    still.notice = nil
    // Nothing of them is on these pages, and with a second owner a change of one of them would copy all.
    still.customers = Model.noCustomers
    return still
  }

  private static let noCustomers = CustomerIndex()

  /// A time up to now since which nothing has begun or ended: just after the minute, or when a hold ended.
  private var lastEdge: Instant {
    let minute = Instant(milliseconds: now.milliseconds.flooredQuotient(by: 60_000) * 60_000)
    var edge = minute == now ? now : minute.adding(milliseconds: 1)
    func consider(_ end: Instant?) {
      if let end, end <= now { edge = max(edge, end) }
    }
    for hold in deskHolds { consider(hold.reservation.until) }
    for hold in holds.values {
      consider(hold.reservation?.until)
      consider(hold.perhaps?.until)
    }
    return edge
  }
}
