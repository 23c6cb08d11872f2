import BookingModel
import Testing

@Suite struct PhoneNumberTests {
  private func country(_ code: String) throws -> Country { try #require(Country(code: code)) }

  @Test(arguments: [
    ("US", "555 867 5309", "+15558675309"), ("US", "(555) 867-5309", "+15558675309"),
    ("US", "555.867.5309", "+15558675309"), ("US", "1-555-867-5309", "+15558675309"),
    ("US", "+1 555 867 5309", "+15558675309"), ("US", "001 555 867 5309", "+15558675309"),
    ("US", "011 49 30 901820", "+4930901820"), ("US", "+49 (0)30 901820", "+4930901820"),
    ("US", "tel:+1-555-867-5309", "+15558675309"), ("US", "(+1) 555 867 5309", "+15558675309"),
    ("US", "5558675309", "+15558675309"), ("US", "15558675309", "+15558675309"),
    ("US", "\u{202A}+1 555\u{00A0}867–5309\u{202C}", "+15558675309"), ("US", "＋１５５５８６７５３０９", "+15558675309"),
    ("EG", "٠١٠١٢٣٤٥٦٧٨", "+201012345678"), ("DE", "0151 1234567", "+491511234567"),
    ("DE", "030/901820", "+4930901820"), ("DE", "0049 30 901820", "+4930901820"),
    ("DE", "+49 030 901820", "+4930901820"), ("DE", "4915112345678", "+4915112345678"),
    ("DE", "+1 555 867 5309", "+15558675309"), ("FR", "06 12 34 56 78", "+33612345678"),
    ("GB", "07700 900123", "+447700900123"), ("IT", "06 1234 5678", "+390612345678"),
    ("IT", "+39 06 1234 5678", "+390612345678"), ("HU", "06 30 123 4567", "+36301234567"),
    ("HU", "+36 06 30 123 4567", "+36301234567"), ("RU", "8 912 345-67-89", "+79123456789"),
    ("RU", "800 555 35 35", "+78005553535"), ("RU", "8 800 555 35 35", "+78005553535"),
    ("RU", "810 49 30 901820", "+4930901820"), ("RU", "+7 8 912 345 67 89", "+79123456789"),
    ("LT", "8 612 34567", "+37061234567"), ("LT", "0 612 34567", "+37061234567"),
    ("BY", "8029 123 45 67", "+375291234567"),
    ("AU", "0412 345 678", "+61412345678"), ("AU", "0011 1 555 867 5309", "+15558675309"),
    ("JP", "090-1234-5678", "+819012345678"), ("JP", "010 49 30 901820", "+4930901820"),
    ("ES", "612 34 56 78", "+34612345678"), ("DK", "20 12 34 56", "+4520123456"),
    ("CH", "079 123 45 67", "+41791234567"),
    ("BR", "(11) 91234-5678", "+5511912345678"), ("IN", "098765 43210", "+919876543210"),
    ("AT", "0664 1234567", "+436641234567"), ("NZ", "021 123 4567", "+64211234567"),
    ("US", "+800 1234 5678", "+80012345678"),
    ("US", "+599 9 123 4567", "+59991234567"), ("MX", "55 1234 5678", "+525512345678"),
  ])
  func `any spelling gives one number`(code: String, text: String, e164: String) throws {
    #expect(try PhoneNumber(text, country: country(code)).e164 == e164)
  }

  @Test(arguments: [
    ("US", "", PhoneProblem.empty), ("US", "  ()-", .empty), ("US", "+", .empty), ("DE", "00", .empty),
    ("US", "+1-555-0123", .tooShort(minimum: 10)), ("US", "867 5309", .tooShort(minimum: 10)),
    ("US", "555 867 53091", .tooLong(maximum: 10)), ("US", "2 555 867 5309", .tooLong(maximum: 10)),
    ("US", "155 867 5309", .impossibleGroup("155")), ("US", "055 867 5309", .impossibleGroup("055")),
    ("US", "555 167 5309", .impossibleGroup("167")), ("DE", "+1 555 067 5309", .impossibleGroup("067")),
    ("US", "+999 123456", .unknownCountryCode), ("US", "+0 123456", .unknownCountryCode),
    ("US", "+210 1234567", .unknownCountryCode), ("US", "1-800-FLOWERS", .notDigits("F")),
    ("US", "555 867 5309 x2", .notDigits("x")), ("US", "555+8675309", .notDigits("+")),
    ("US", "++15558675309", .notDigits("+")), ("FR", "06 12 34 56 7", .tooShort(minimum: 9)),
    ("FR", "06 12 34 56 789", .tooLong(maximum: 9)), ("US", "555\u{1B}8675309", .notDigits("\u{1B}")),
    ("DE", String(repeating: "1", count: 50), .tooLong(maximum: 15)),
  ])
  func `what is no number says why`(code: String, text: String, problem: PhoneProblem) throws {
    let country = try country(code)
    #expect(throws: problem) { try PhoneNumber(text, country: country) }
  }

  @Test(arguments: [
    ("US", "+15558675309", "(555) 867-5309", "+1 555 867 5309"),
    ("DE", "+15558675309", "+1 555 867 5309", "+1 555 867 5309"),
    ("FR", "+33612345678", "06 12 34 56 78", "+33 6 12 34 56 78"),
    ("US", "+33612345678", "+33 6 12 34 56 78", "+33 6 12 34 56 78"),
    ("HU", "+36301234567", "06 30 123 4567", "+36 30 123 4567"),
    ("RU", "+79123456789", "8 912 345 67 89", "+7 912 345 67 89"),
    ("DK", "+4520123456", "20 12 34 56", "+45 20 12 34 56"),
    ("DE", "+491511234567", "0151 123 4567", "+49 151 123 4567"),
    ("DE", "+4930901820", "03090 1820", "+49 3090 1820"), ("SG", "+6561234567", "6123 4567", "+65 6123 4567"),
    ("FO", "+298123456", "123 456", "+298 123 456"), ("FK", "+50012345", "12345", "+500 12345"),
    ("LU", "+3521234", "1234", "+352 1234"),
  ])
  func `numbers are shown in groups`(code: String, e164: String, home: String, abroad: String) throws {
    let country = try country(code)
    let number = try PhoneNumber(e164, country: country)
    #expect(number.text(in: country) == home)
    #expect(try PhoneNumber(number.text(in: country), country: country) == number)
    #expect(try PhoneNumber(number.international, country: country) == number)
    #expect(number.international.split(separator: " ").dropFirst().allSatisfy { $0.count > 0 && $0.count < 6 })
    #expect(number.international == abroad)
  }

  @Test(arguments: [
    ("DE", "0151 12", "15112"), ("DE", "+49151", "49151"), ("DE", "0049151", "49151"), ("DE", "0", "0"),
    ("US", "(555) 86", "55586"), ("HU", "0630", "30"), ("US", "5309", "5309"), ("RU", "8912", "8912"),
  ])
  func `half a number is found by its digits`(code: String, text: String, digits: String) throws {
    #expect(PhoneNumber.searchDigits(text, country: try country(code)) == digits)
  }

  @Test func `a name is no number`() throws {
    #expect(PhoneNumber.searchDigits("alv", country: try country("US")) == nil)
    #expect(PhoneNumber.searchDigits("", country: try country("US")) == nil)
  }
}

@Suite struct PhoneTextTests {
  @Test(arguments: [
    ("US", "+15558675309", "(555) 867-5309"), ("US", "555 867 5309", "(555) 867-5309"),
    ("US", "+4915112345678", "+49 151 1234 5678"), ("DE", "+4915112345678", "0151 1234 5678"),
    ("DE", "+15558675309", "+1 555 867 5309"), ("US", "12345", "12345"), ("US", "12 Main Street", "12 Main Street"),
    ("US", "", ""), ("XX", "+15558675309", "+15558675309"),
  ])
  func `a number is read in the way of the shop's country`(country: String, number: String, text: String) {
    #expect(AttendeePolicy(country: country).phoneText(number) == text)
  }

  @Test func `where there is too little room it loses blanks, no digits`() {
    #expect(AttendeePolicy(country: "US").phoneText("+4915112345678", columns: 16) == "+4915112345678")
    #expect(AttendeePolicy(country: "US").phoneText("+4915112345678", columns: 17) == "+49 151 1234 5678")
  }
}

@Suite struct CountryTests {
  @Test func `the table is whole and consistent`() {
    #expect(Country.all.count == 244)
    #expect(Set(Country.all.map(\.code)).count == Country.all.count)
    #expect(Set(Country.all.map(\.name)).count == Country.all.count)
    for country in Country.all {
      #expect(country.code.count == 2 && country.code == country.code.uppercased())
      #expect((1...3).contains(country.callingCode.count) && country.callingCode.allSatisfy(\.isWholeNumber))
      #expect(country.callingCode.count + country.lengths.upperBound <= 15, "\(country.name)")
    }
  }

  @Test func `no calling code is the beginning of another`() {
    let codes = Set(Country.all.map(\.callingCode))
    for code in codes {
      for length in 1..<max(code.count, 2) where length < code.count {
        #expect(!codes.contains(String(code.prefix(length))), "\(code)")
      }
    }
  }

  @Test(arguments: [
    ("us", ["US"]), ("Germany", ["DE"]), (" united   STATES ", ["US"]), ("united k", ["GB"]), ("kingdom", ["GB"]),
    ("united", ["AE", "GB", "US"]), ("", []), ("Atlantis", []),
  ])
  func `a country is found by what a person types`(text: String, codes: [String]) {
    #expect(Country.matching(text).map(\.code) == codes)
  }
}
