import CalClient
import Testing

/// Where the key may go.
@Suite struct EndpointTests {
  @Test(arguments: [
    ("https://api.cal.com", "https://api.cal.com/v2"),
    ("https://api.cal.com/", "https://api.cal.com/v2"),
    ("https://api.cal.com/v2", "https://api.cal.com/v2"),
    ("https://api.cal.com/v2/", "https://api.cal.com/v2"),
    ("HTTPS://Cal.Example.org:8443/Api", "https://cal.example.org:8443/Api/v2"),
    ("https://cal.example.org//api//v2", "https://cal.example.org/api/v2"),
    ("http://127.0.0.1:5555", "http://127.0.0.1:5555/v2"),
    ("http://127.1.2.3", "http://127.1.2.3/v2"),
    ("http://localhost:3003/api", "http://localhost:3003/api/v2"),
    ("http://[::1]:5555", "http://[::1]:5555/v2"),
    ("https://[2001:db8::1]/x", "https://[2001:db8::1]/x/v2"),
  ])
  func aBaseEndsInV2(text: String, base: String) throws {
    let endpoint = try Endpoint(text)
    #expect(endpoint.base == base)
    #expect(endpoint.unixSocket == nil)
    #expect(endpoint.isLocal == (text.hasPrefix("http:")))
  }

  @Test(arguments: [
    ("", EndpointError.empty),
    ("https://api.cal.com/ ", .unreadable),
    ("https://cal.example/\n", .unreadable),
    ("https://münchen.example", .unreadable),
    ("https://cal.example/a/../b", .unreadable),
    ("https://cal.example/%2e%2e", .unreadable),
    ("https://cal.example\\@evil.example", .unreadable),
    ("api.cal.com", .noScheme),
    ("ftp://api.cal.com", .unknownScheme("ftp")),
    ("file:///etc/passwd", .unknownScheme("file")),
    ("https://user:pw@api.cal.com", .userInformation),
    ("https://localhost@evil.example", .userInformation),
    ("https://", .badHost),
    ("https:///v2", .badHost),
    ("https://[::1", .badHost),
    ("https://[evil]", .badHost),
    ("https://a$b", .badHost),
    ("https://api.cal.com:", .badPort),
    ("https://api.cal.com:0", .badPort),
    ("https://api.cal.com:65536", .badPort),
    ("https://api.cal.com:+1", .badPort),
    ("https://[::1]x", .badPort),
    ("https://api.cal.com/v2?x=1", .queryOrFragment),
    ("https://api.cal.com/#a", .queryOrFragment),
    ("http://api.cal.com", .plainHTTP(host: "api.cal.com")),
    ("http://127.0.0.1.evil.example", .plainHTTP(host: "127.0.0.1.evil.example")),
    ("http://localhost.evil.example", .plainHTTP(host: "localhost.evil.example")),
    ("http://127.1", .plainHTTP(host: "127.1")),
    ("http://127.0.0.01", .plainHTTP(host: "127.0.0.01")),
    ("http://0.0.0.0", .plainHTTP(host: "0.0.0.0")),
    ("http://[::ffff:127.0.0.1]", .plainHTTP(host: "[::ffff:127.0.0.1]")),
    ("http://[::2]", .plainHTTP(host: "[::2]")),
    ("unix:relative", .socketPathNotAbsolute),
  ])
  func whatIsNoEndpointSaysWhy(text: String, reason: EndpointError) {
    #expect(throws: reason) { try Endpoint(text) }
  }

  @Test func aSocketPathMustFitItsAddress() throws {
    let longest = "/" + String(repeating: "a", count: 106)
    let endpoint = try Endpoint("unix:" + longest)
    #expect(endpoint.unixSocket == longest && endpoint.isLocal && endpoint.base == "http://localhost/v2")
    #expect(throws: EndpointError.socketPathTooLong(bytes: 108)) { try Endpoint(unixSocket: longest + "a") }
  }
}

/// The key prints nowhere.
@Suite struct SecretTests {
  @Test func aSecretIsNeverShown() throws {
    let secret = try #require(Secret(" cal_live_abc\n"))
    #expect(secret.reveal() == "cal_live_abc")
    struct Holder { var key: Secret, keys: [Secret?] }
    var dumped = ""
    dump(Holder(key: secret, keys: [secret]), to: &dumped)
    for text in ["\(secret)", String(reflecting: secret), "\(Holder(key: secret, keys: [secret]))", dumped] {
      #expect(text.contains("<secret>"))
      #expect(!text.contains("abc"))
    }
    #expect(Mirror(reflecting: secret).children.isEmpty)
  }

  @Test(arguments: ["", " \n", "cal_a b", "cal_a\r\nX-Evil: 1", "cal_ä", "cal_\u{0}"])
  func whatDoesNotFitAHeaderIsNoSecret(text: String) {
    #expect(Secret(text) == nil)
  }
}
