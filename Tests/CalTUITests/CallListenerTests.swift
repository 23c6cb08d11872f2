import BookingModel
import CalClient
import CalProtocol
import Foundation
import Testing

@testable import CalTUI

/// `caltui pop` and the desks that hear it.
@Suite struct CallListenerTests {
  @MainActor private static func listener(_ desk: String, usedAt: Int64 = 1, hasShop: Bool = true) -> (
    CallListener, Mailbox
  ) {
    let mailbox = Mailbox(wakeup: Transport(userAgent: "test").wakeup)
    let facts = CallListener.Facts(
      desk: desk, profile: "local", policy: AttendeePolicy(country: "DE"), hasShop: hasShop, usedAt: usedAt)
    return (CallListener(facts: facts, mailbox: mailbox), mailbox)
  }

  private static func calls(_ mailbox: Mailbox) -> [String] {
    mailbox.drain().compactMap { if case .called(let phone) = $0 { phone } else { nil } }
  }

  @Test(arguments: [
    "+155520133\u{1B}[2J", "\u{7}5552013344", "abc", "", "12", "+1 555", "+99999999999999999999",
    "5552013344; rm -rf /",
    "٠١٢٣٤٥٦٧٨٩", "+15552013344\n+15552013345", "anonymous", "tel:",
  ])
  func `garbage is wrong use, and no control character is told again`(number: String) async throws {
    let run = try await ShopFolder().run("pop", "--", number)
    #expect(run.code == 2)
    #expect(run.output.isEmpty)
    #expect(!run.errors.dropLast().unicodeScalars.contains { $0.properties.generalCategory == .control })
    #expect(run.errors.count(where: { $0 == "\n" }) == 1)
  }

  @Test func `without a running desk it is one clear line and 4`() async throws {
    let folder = try ShopFolder()
    let run = await folder.run("pop", "+15552013344")
    #expect(run.code == 4)
    #expect(run.errors == "caltui: no desk is running here. Start caltui in a terminal.\n")
    let json = await folder.run("pop", "+15552013344", "--json")
    #expect(json.error["exitCode"] as? Int == 4)
    // A desk that was killed leaves its socket: that is no desk.
    let sockets = folder.path + "/caltui"
    try FileManager.default.createDirectory(atPath: sockets, withIntermediateDirectories: true)
    let descriptor = try #require(CallSocket.listen(at: sockets + "/call-1.sock"))
    close(descriptor)
    #expect(await folder.run("pop", "+15552013344").code == 4)
  }

  @Test @MainActor func `the desk that was used last gets the call, or the one that is named`() async throws {
    let folder = try ShopFolder()
    let sockets = folder.path + "/caltui"
    try FileManager.default.createDirectory(atPath: sockets, withIntermediateDirectories: true)
    let (front, frontMail) = Self.listener("front", usedAt: 2000)
    let (back, backMail) = Self.listener("back", usedAt: 1000)
    front.start(in: sockets, name: "call-1.sock")
    back.start(in: sockets, name: "call-2.sock")
    defer {
      front.stop()
      back.stop()
    }
    let latest = await folder.run("pop", "+49 30 123456", "--json")
    #expect(latest.code == 0)
    #expect(latest.object as? [String: String] == ["desk": "front", "profile": "local", "phone": "+4930123456"])
    #expect(Self.calls(frontMail) == ["+4930123456"])
    // The desk reads a national number as its shop's country does.
    let named = await folder.run("pop", "030 123456", "--desk", "back")
    #expect(named.code == 0)
    #expect(named.output == "Announced 03012 3456 on the desk \"back\".\n")
    #expect(Self.calls(backMail) == ["+4930123456"])
    // A key makes it the latest.
    back.used()
    #expect(await folder.run("pop", "+4930123456").code == 0)
    #expect(Self.calls(backMail) == ["+4930123456"])
    #expect(Self.calls(frontMail).isEmpty)
    let missing = await folder.run("pop", "+4930123456", "--desk", "cellar")
    #expect(missing.code == 4)
    #expect(missing.errors == "caltui: no such desk is running. Running: back (local), front (local).\n")
    #expect(await folder.run("pop", "+4930123456", "--profile", "other").code == 4)
    // What is no number at home is wrong use as well.
    #expect(await folder.run("pop", "123").code == 2)
  }

  @Test @MainActor func `a client that says nothing, too much or nonsense harms nobody`() async throws {
    let folder = try ShopFolder()
    let sockets = folder.path + "/caltui"
    try FileManager.default.createDirectory(atPath: sockets, withIntermediateDirectories: true)
    let (desk, mail) = Self.listener("front")
    desk.start(in: sockets, name: "call-1.sock")
    let path = sockets + "/call-1.sock"
    for bytes in [[], [0x0A], Array("{\"call\":".utf8), Array("[]\n".utf8), [UInt8](repeating: 0x61, count: 5000)] {
      let descriptor = try #require(CallSocket.connect(to: path))
      _ = bytes.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      close(descriptor)
    }
    #expect(await folder.run("pop", "+4930123456").code == 0)
    #expect(Self.calls(mail) == ["+4930123456"])
    desk.stop()
    #expect(await folder.run("pop", "+4930123456").code == 4)
    #expect(!FileManager.default.fileExists(atPath: path))
  }

  @Test @MainActor func `a desk without a shop takes no calls`() throws {
    let (desk, mail) = Self.listener("front", hasShop: false)
    #expect(desk.answer(["call": "+4930123456"]) == ["problem": "noShop"])
    #expect(Self.calls(mail).isEmpty)
    #expect(desk.answer(["call": "+49\u{1B}[2J"]) == ["problem": "noShop"])
  }
}
