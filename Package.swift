// swift-tools-version: 6.2
import PackageDescription

/// Every Swift target is built alike: Swift 6, no import that leaks by accident, and no warning in a debug build.
/// A release build, which shops make on toolchains newer than ours, tolerates warnings.
let strict: [SwiftSetting] = [
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("ExistentialAny"),
  .treatAllWarnings(as: .error, .when(configuration: .debug)),
]

let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
// Of FlyingFox only the sockets: its HTTP server brings FoundationNetworking with it, and that libcurl at every start.
let flyingSocks: Target.Dependency = .product(name: "FlyingSocks", package: "FlyingFox")
let arguments: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let toml: Target.Dependency = .product(name: "TOMLKit", package: "TOMLKit")

let package = Package(
  name: "caltui",
  products: [.executable(name: "caltui", targets: ["CalTUI"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/swhitty/FlyingFox", .upToNextMinor(from: "0.27.1")),
    .package(url: "https://github.com/LebJe/TOMLKit", .upToNextMinor(from: "0.6.0")),
  ],
  targets: [
    // C shims: what Swift cannot import. No decisions live there.
    .target(name: "CursesShim", linkerSettings: [.linkedLibrary("ncursesw"), .linkedLibrary("tinfo")]),
    // libcurl itself is loaded when the first transfer needs it.
    .target(name: "CurlShim", linkerSettings: [.linkedLibrary("dl")]),
    .target(
      name: "SystemShim",
      // What `caltui --version` names beside the version; the scripts set it.
      cSettings: Context.environment["CALTUI_COMMIT"].map {
        [.define("CALTUI_COMMIT", to: "\"\($0.filter(\.isHexDigit))\"")]
      } ?? [],
      linkerSettings: [.linkedLibrary("util")]),
    .target(name: "CryptoShim", linkerSettings: [.linkedLibrary("dl")]),

    // Pure: values and functions of values.
    .target(name: "BookingModel", swiftSettings: strict),
    .target(name: "CalProtocol", dependencies: ["BookingModel"], swiftSettings: strict),

    // The edge: network, files, server.
    .target(name: "ZoneData", dependencies: ["BookingModel"], swiftSettings: strict),
    .target(name: "CalClient", dependencies: ["BookingModel", "CalProtocol", "CurlShim"], swiftSettings: strict),
    .target(name: "DatabaseFile", dependencies: [grdb], swiftSettings: strict),
    .target(
      name: "DeskStore", dependencies: ["BookingModel", "CryptoShim", "DatabaseFile", grdb], swiftSettings: strict),
    .target(
      name: "LocalServer",
      dependencies: ["BookingModel", "CalProtocol", "DatabaseFile", "ZoneData", flyingSocks, grdb],
      swiftSettings: strict),

    // The program. It wires everything, and nobody imports it.
    .executableTarget(
      name: "CalTUI",
      dependencies: [
        "BookingModel", "CalProtocol", "CalClient", "DeskStore", "LocalServer", "ZoneData", "CursesShim", "SystemShim",
        arguments,
        toml,
      ],
      swiftSettings: strict,
      // A program at a fixed address needs none of 94,000 relocations, whose pages would be its own, and nobody links
      // with it, so it exports nothing: together 4 MiB of memory and 3 ms of every start. Its libraries stay at random
      // addresses.
      linkerSettings: [
        .unsafeFlags(
          ["-Xclang-linker", "-no-pie", "-Xlinker", "--no-export-dynamic", "-Xlinker", "--icf=safe"],
          .when(platforms: [.linux], configuration: .release))
      ]),

    // A desk in memory for the tests of the model and of its frames.
    .target(
      name: "TestDesk", dependencies: ["BookingModel", "ZoneData"], path: "Tests/TestDesk", swiftSettings: strict),
    // Programs in pseudo terminals, and what they draw there.
    .target(
      name: "TestTerminal", dependencies: ["BookingModel", "CursesShim", "SystemShim"], path: "Tests/TestTerminal",
      swiftSettings: strict),
    .testTarget(
      name: "BookingModelTests", dependencies: ["BookingModel", "ZoneData", "TestDesk"], swiftSettings: strict),
    .testTarget(name: "ZoneDataTests", dependencies: ["ZoneData", "BookingModel"], swiftSettings: strict),
    .testTarget(name: "CalProtocolTests", dependencies: ["CalProtocol", "BookingModel"], swiftSettings: strict),
    .testTarget(
      name: "CalClientTests", dependencies: ["CalClient", "CalProtocol", "BookingModel"], swiftSettings: strict),
    .testTarget(
      name: "DeskStoreTests", dependencies: ["DeskStore", "DatabaseFile", "BookingModel", grdb], exclude: ["Versions"],
      swiftSettings: strict),
    .testTarget(
      name: "LocalServerTests",
      dependencies: ["LocalServer", "DatabaseFile", "CalProtocol", "BookingModel", "ZoneData", grdb],
      exclude: ["Versions"], swiftSettings: strict),
    .testTarget(
      name: "ContractTests", dependencies: ["CalClient", "CalProtocol", "LocalServer", "BookingModel", "ZoneData"],
      swiftSettings: strict),
    .testTarget(
      name: "CalTUITests",
      dependencies: [
        "CalTUI", "BookingModel", "CalProtocol", "CalClient", "DeskStore", "LocalServer", "ZoneData", "TestDesk",
        "TestTerminal", "CursesShim", "SystemShim",
      ],
      exclude: ["Frames"], swiftSettings: strict),
    .testTarget(
      name: "TerminalTests",
      dependencies: ["BookingModel", "CalTUI", "DeskStore", "SystemShim", "TestDesk", "TestTerminal"],
      swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6],
  cLanguageStandard: .c11
)
