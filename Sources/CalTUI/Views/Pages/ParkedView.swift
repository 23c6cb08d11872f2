import BookingModel

/// The parked drafts, over the page, while a letter is awaited.
struct ParkedView: PageView {
  func draw(_ model: Model, on canvas: inout Canvas) {
    canvas.drawTitle("Parked")
  }
}
