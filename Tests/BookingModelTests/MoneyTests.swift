import BookingModel
import Testing

@Suite struct MoneyTests {
  @Test(arguments: [
    (2500, "usd", "$25"), (2450, "USD", "$24.50"), (2405, "usd", "$24.05"), (0, "usd", "free"), (5, "usd", "$0.05"),
    (-2450, "usd", "-$24.50"), (4000, "eur", "€40"), (1999, "gbp", "£19.99"), (1200, "chf", "CHF 12"),
    (3500, "jpy", "¥3500"), (1, "krw", "KRW 1"), (12_345, "kwd", "KWD 12.345"), (12_005, "kwd", "KWD 12.005"),
    (12_000, "kwd", "KWD 12"), (100_000_000, "usd", "$1000000"), (Int.min, "jpy", "-¥9223372036854775808"),
  ])
  func `an amount is written with its currency's digits`(amount: Int, currency: String, text: String) {
    #expect(Money(minorUnits: amount, currency: currency).text == text)
  }
}
