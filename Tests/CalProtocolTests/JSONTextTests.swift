import BookingModel
import CalProtocol
import Testing

func json(_ text: String) throws -> JSONValue { try JSONText.read(Array(text.utf8)) }

@Suite struct JSONTextTests {
  static let readable: [(String, JSONValue)] = [
    ("null", JSONValue.null), (" true ", true), ("[]", []), ("{}", [:]), ("-0", 0), ("12", 12),
    ("9223372036854775807", .int(.max)), ("9223372036854775808", .double(9_223_372_036_854_775_808)),
    ("1.5e2", .double(150)), ("\"a\\n\\\"\\u00e9\\/\"", "a\n\"é/"), ("\"\\ud83d\\ude97\"", "🚗"),
    ("\"\\ud83d\"", "\u{FFFD}"), ("\"\\ud83d\\u0041\"", "\u{FFFD}A"),
    ("{\"a\":[1,{\"b\":null}]}", ["a": [1, ["b": nil]]]),
    ("{\"a\":1,\"a\":2}", ["a": 2]), ("\u{FEFF}[1]", [1]),
  ]

  @Test(arguments: readable)
  func textIsReadAsItsValue(text: String, value: JSONValue) throws { #expect(try json(text) == value) }

  @Test(arguments: [
    "", " ", "nul", "[1,]", "{\"a\"}", "{a:1}", "01", "1.", "-", "1e", "\"", "\"\\x\"", "\"\\u12\"", "\"\n\"", "[1] 2",
    "<html>", "{\"a\":1,}", "+1", "\"\\ud83d\\u00\"",
  ])
  func whatIsNoJSONIsRefused(text: String) { #expect(throws: JSONText.Fault.self) { try json(text) } }

  @Test func deepNestingIsRefusedAndNotFollowed() {
    let deep = String(repeating: "[", count: 100_000)
    #expect(throws: JSONText.Fault.self) { try json(deep) }
  }

  @Test func brokenBytesCostOneCharacterAndNotTheList() throws {
    let value = try JSONText.read([0x5B, 0x22, 0x41, 0xFF, 0x42, 0x22, 0x5D])
    #expect(value == ["A\u{FFFD}B"])
  }

  @Test func writtenValuesComeBack() throws {
    let value: JSONValue = ["z": [1, -2, true, nil], "a": .double(0.25), "t": "\u{1}\t\"\\é🚗\u{7F}", "o": [:]]
    #expect(try json(JSONText.text(value)) == value)
    #expect(JSONText.text(["b": 1, "a": .double(2)]) == "{\"a\":2,\"b\":1}")
    #expect(JSONText.text(.double(.infinity)) == "null")
  }
}
