import BookingModel
import TestDesk
import Testing

@testable import CalTUI

/// What the one line says of words that are no booking.
@Suite struct OneLineTextTests {
  private func page(_ text: String, _ size: Size = Size(columns: 80, rows: 24), keys: String = "") -> String {
    var desk = TestDesk.open(size: size)
    desk.press(":")
    desk.type(text)
    desk.press(keys)
    return render(desk.model, in: size).grid.textRows.joined(separator: " ").split(separator: " ").joined(
      separator: " ")
  }

  @Test func `words that begin a command are called one first, and a customer second`() {
    let text = page("no-sh")
    #expect(text.contains("no-sh command no-show"), "\(text)")
    #expect(text.contains("Up: new: no-sh"), "\(text)")
    #expect(page("no-sh", keys: "Up").contains("no-sh customer new: no-sh"))
  }

  @Test func `a sign that is neither is no booking`() {
    let text = page(":")
    #expect(text.contains("No part of a booking, and no command."), "\(text)")
    #expect(!text.contains("A booking for"), "\(text)")
  }

  @Test func `the explanation of a command is whole where rows are free`() {
    #expect(page("no-sh").contains("The customer did not come (after the start); again takes it back."))
  }
}
