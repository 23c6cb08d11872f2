-- audit: 5 a3f95b70209e68a3be8486bba7229a0ee582fa906dd498bfc133422e4b20246b
CREATE TABLE journal (
  deskRef TEXT NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL,
  profile TEXT NOT NULL,
  service INTEGER,
  start INTEGER,
  booking TEXT,
  write TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('written', 'accepted', 'refused', 'unknown', 'abandoned')),
  reason TEXT,
  result TEXT,
  clerk TEXT NOT NULL,
  desk TEXT NOT NULL,
  createdAt INTEGER NOT NULL,
  updatedAt INTEGER NOT NULL,
  lookups INTEGER NOT NULL DEFAULT 0,
  lastLookupAt INTEGER,
  ownerPid INTEGER NOT NULL,
  ownerBoot TEXT NOT NULL,
  ownerStarted TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE cached (
  name TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL,
  readAt INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE booking (
  uid TEXT NOT NULL PRIMARY KEY,
  start INTEGER NOT NULL,
  end INTEGER NOT NULL,
  updatedAt INTEGER,
  value TEXT NOT NULL
);
CREATE TABLE bookingRange (
  lower INTEGER NOT NULL,
  upper INTEGER NOT NULL,
  readAt INTEGER NOT NULL,
  PRIMARY KEY (lower, upper)
) WITHOUT ROWID;
CREATE TABLE draft (
  id TEXT NOT NULL PRIMARY KEY,
  desk TEXT NOT NULL,
  value BLOB NOT NULL,
  updatedAt INTEGER NOT NULL,
  ownerPid INTEGER NOT NULL,
  ownerBoot TEXT NOT NULL,
  ownerStarted TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE setting (
  name TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE fact (
  booking TEXT NOT NULL PRIMARY KEY,
  arrivedAt INTEGER,
  doneAt INTEGER,
  note TEXT NOT NULL,
  updatedAt INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE audit (
  number INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  event TEXT NOT NULL,
  deskRef TEXT NOT NULL,
  kind TEXT NOT NULL,
  profile TEXT NOT NULL,
  clerk TEXT NOT NULL,
  desk TEXT NOT NULL,
  service INTEGER,
  start INTEGER,
  booking TEXT,
  reason TEXT NOT NULL,
  previous TEXT NOT NULL,
  hash TEXT NOT NULL
);
CREATE TABLE evidence (
  id INTEGER PRIMARY KEY,
  source TEXT NOT NULL UNIQUE,
  value BLOB NOT NULL
);
CREATE TABLE evidenceLink (
  link INTEGER NOT NULL,
  evidence INTEGER NOT NULL,
  PRIMARY KEY (link, evidence)
) WITHOUT ROWID;
CREATE TABLE customer (
  id TEXT NOT NULL PRIMARY KEY,
  value BLOB NOT NULL,
  weight REAL NOT NULL,
  change INTEGER NOT NULL
);
CREATE TABLE customerGone (
  id TEXT NOT NULL PRIMARY KEY,
  change INTEGER NOT NULL,
  at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE forgotten (
  mark TEXT NOT NULL PRIMARY KEY,
  until INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE hold (
  reservation TEXT NOT NULL PRIMARY KEY,
  draft TEXT,
  desk TEXT NOT NULL,
  service INTEGER NOT NULL,
  start INTEGER NOT NULL,
  end INTEGER NOT NULL,
  until INTEGER NOT NULL,
  ownerPid INTEGER NOT NULL,
  ownerBoot TEXT NOT NULL,
  ownerStarted TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE shift (
  desk TEXT NOT NULL,
  since INTEGER NOT NULL,
  clerk TEXT NOT NULL,
  PRIMARY KEY (desk, since)
) WITHOUT ROWID;
CREATE TABLE mark (
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  kind TEXT NOT NULL,
  booking TEXT NOT NULL,
  clerk TEXT NOT NULL,
  desk TEXT NOT NULL
);
CREATE TABLE request (
  id INTEGER PRIMARY KEY,
  account TEXT NOT NULL,
  at INTEGER NOT NULL
);
CREATE TABLE requestPause (
  account TEXT NOT NULL PRIMARY KEY,
  until INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX journalOpen ON journal (createdAt) WHERE state IN ('written', 'unknown');
CREATE INDEX journalByTime ON journal (createdAt);
CREATE INDEX bookingByStart ON booking (start);
CREATE INDEX customerByChange ON customer (change);
CREATE INDEX holdByEnd ON hold (until);
CREATE INDEX markByTime ON mark (at);
CREATE INDEX requestByTime ON request (account, at);
INSERT INTO journal (deskRef, kind, profile, service, start, booking, write, state, reason, result, clerk, desk, createdAt, updatedAt, lookups, lastLookupAt, ownerPid, ownerBoot, ownerStarted) VALUES ('done.1','cancel','local',NULL,NULL,'b9','{"cancel":{"_0":"b9","reason":"","subsequent":false}}','accepted',NULL,'b9','Pat','front',1795348800000,1795348801000,0,NULL,2428,'98f353f8-ccb7-498d-a190-73255838e8fc','3080384');
INSERT INTO journal (deskRef, kind, profile, service, start, booking, write, state, reason, result, clerk, desk, createdAt, updatedAt, lookups, lastLookupAt, ownerPid, ownerBoot, ownerStarted) VALUES ('draftabc.1','create','local',7,1795348800000,NULL,'{"create":{"_0":{"answers":{"vehicle":"blue van"},"attendee":{"email":"maria@example.com","isAbsent":false,"name":"Maria Álvarez","phone":"+15558675309","zone":"UTC"},"guests":["guest@example.com"],"location":{"attendeeAddress":{"_0":"12 Elm Street"}},"metadata":{"note":"cousin of Ann"},"overrides":{"allowConflicts":false,"allowOutOfBounds":false,"skipLimits":false},"service":7,"start":{"milliseconds":1795348800000}}}}','written',NULL,NULL,'Pat','front',1795348800000,1795348800000,0,NULL,2428,'98f353f8-ccb7-498d-a190-73255838e8fc','3080384');
INSERT INTO journal (deskRef, kind, profile, service, start, booking, write, state, reason, result, clerk, desk, createdAt, updatedAt, lookups, lastLookupAt, ownerPid, ownerBoot, ownerStarted) VALUES ('lost.1','confirm','local',NULL,NULL,'b2','{"confirm":{"_0":"b2"}}','unknown','{"kind":{"noAnswer":{"_0":"timedOut"}},"message":""}',NULL,'Pat','front',1795348800000,1795348820000,0,NULL,2428,'98f353f8-ccb7-498d-a190-73255838e8fc','3080384');
INSERT INTO cached (name, value, readAt) VALUES ('account','{"email":"owner@shop.example","id":1,"name":"Lakeside","username":"lakeside","uses24Hours":true,"weekStart":"Monday","zone":"Europe/Berlin"}',1795348800000);
INSERT INTO cached (name, value, readAt) VALUES ('services','[{"fields":[],"hosts":[],"id":1,"isHidden":false,"lengthOptions":[],"locations":[],"minutes":30,"needsConfirmation":false,"obstacles":[],"price":{"currency":"usd","minorUnits":0},"rules":{"bufferAfter":0,"bufferBefore":0,"countLimits":{},"minimumNotice":0,"minuteLimits":{},"offsetStart":0,"onlyFirstSlotOfDay":false},"slug":"wash","title":"Express Wash"}]',1795348800000);
INSERT INTO booking (uid, start, end, updatedAt, value) VALUES ('b1',1795348800000,1795350600000,1795348800000,'{"answers":{"vehicle":"blue van"},"attendees":[{"email":"maria@example.com","isAbsent":false,"name":"Maria Álvarez","phone":"+15558675309","zone":"UTC"}],"end":{"milliseconds":1795350600000},"guests":[],"hostAbsent":false,"hosts":[{"email":"","id":"1","name":"Peter","zone":"UTC"}],"metadata":{"deskRef":"r"},"service":1,"start":{"milliseconds":1795348800000},"status":"accepted","title":"Express Wash","uid":"b1","updatedAt":{"milliseconds":1795348800000}}');
INSERT INTO bookingRange (lower, upper, readAt) VALUES (1795348800000,1795384800000,1795348800000);
INSERT INTO draft (id, desk, value, updatedAt, ownerPid, ownerBoot, ownerStarted) VALUES ('draftabc.1','front',X'7B22666F637573223A226E6F746573222C227061726B6564223A2262222C226F7074696F6E5465787473223A7B7D2C22746F7563686564223A5B226E616D65225D2C2273657276696365223A322C2269734F6E466F726D223A747275652C226F726967696E223A226168656164222C227265667573616C73223A7B7D2C226964223A2264726166746162632E31222C22736C6F74223A7B227374617274223A7B226D696C6C697365636F6E6473223A313739353335343230303030307D2C22656E64223A7B226D696C6C697365636F6E6473223A313739353335363930303030307D7D2C2277616E74734561726C69657374223A66616C73652C22656E7472696573223A7B226E616D65223A7B226C696E65223A7B225F30223A7B2274657874223A22446565205061726B222C22637572736F72223A387D7D7D2C22617474656E64656550686F6E654E756D626572223A7B226C696E65223A7B225F30223A7B2274657874223A222B3132313235353530313432222C22637572736F72223A31327D7D7D7D7D',1795348800000,2428,'98f353f8-ccb7-498d-a190-73255838e8fc','3080384');
INSERT INTO setting (name, value) VALUES ('clerk','Pat');
INSERT INTO setting (name, value) VALUES ('customers.adopt','1');
INSERT INTO setting (name, value) VALUES ('customers.change','3');
INSERT INTO setting (name, value) VALUES ('customers.salt','3ejfxpu5bnz751t8ejfsfxx82q32husdjt17dqziphlvzj6zb5q');
INSERT INTO fact (booking, arrivedAt, doneAt, note, updatedAt) VALUES ('b1',1795348800000,NULL,'Waits outside',1795348800000);
INSERT INTO audit (number, at, event, deskRef, kind, profile, clerk, desk, service, start, booking, reason, previous, hash) VALUES (1,1795348800000,'intent','draftabc.1','create','local','Pat','front',7,1795348800000,NULL,'','','92edcdcc7154de4b872c791e8e1369ee5a641d4990225abef9fc2d9406fa10a4');
INSERT INTO audit (number, at, event, deskRef, kind, profile, clerk, desk, service, start, booking, reason, previous, hash) VALUES (2,1795348800000,'intent','done.1','cancel','local','Pat','front',NULL,NULL,'b9','in other words','92edcdcc7154de4b872c791e8e1369ee5a641d4990225abef9fc2d9406fa10a4','608a43bec9ce03970621d351220a17cda4a1cf26ecd13aeb2bbfbd2125196967');
INSERT INTO audit (number, at, event, deskRef, kind, profile, clerk, desk, service, start, booking, reason, previous, hash) VALUES (3,1795348800000,'intent','lost.1','confirm','local','Pat','front',NULL,NULL,'b2','','608a43bec9ce03970621d351220a17cda4a1cf26ecd13aeb2bbfbd2125196967','a0647fd3c65c92e3c8bd09a4a759a3a490133b03597b2e0b82ec0bb10ee1816f');
INSERT INTO audit (number, at, event, deskRef, kind, profile, clerk, desk, service, start, booking, reason, previous, hash) VALUES (4,1795348801000,'accepted','done.1','cancel','local','Pat','front',NULL,NULL,'b9','','a0647fd3c65c92e3c8bd09a4a759a3a490133b03597b2e0b82ec0bb10ee1816f','99b4e170c109b015de111823006e65439120e992ed202f5ab3d9a2538dfe46eb');
INSERT INTO audit (number, at, event, deskRef, kind, profile, clerk, desk, service, start, booking, reason, previous, hash) VALUES (5,1795348820000,'unknown','lost.1','confirm','local','Pat','front',NULL,NULL,'b2','timedOut','99b4e170c109b015de111823006e65439120e992ed202f5ab3d9a2538dfe46eb','a3f95b70209e68a3be8486bba7229a0ee582fa906dd498bfc133422e4b20246b');
INSERT INTO evidence (id, source, value) VALUES (1,'bb1',X'086163636570746564808885B2C0680001808885B2C068040000010E4D6172696120C3816C766172657A0C2B3135353538363735333039116D61726961406578616D706C652E636F6D00010776656869636C650308626C75652076616E');
INSERT INTO evidence (id, source, value) VALUES (2,'bb3',X'0861636365707465648098D2DFBF680180DE9ADCBF6800040000010000000000');
INSERT INTO evidenceLink (link, evidence) VALUES (-7825939978879310673,1);
INSERT INTO evidenceLink (link, evidence) VALUES (2123446400715944368,1);
INSERT INTO evidenceLink (link, evidence) VALUES (2291850729217697840,1);
INSERT INTO customer (id, value, weight, change) VALUES ('p+15558675309',X'0D702B31353535383637353330390E4D6172696120C3816C766172657A00010C2B313535353836373533303901116D61726961406578616D706C652E636F6D08626C75652076616E010000040402808885B2C0680000010776656869636C6505',5.69301376342773437491e+01,1);
INSERT INTO customerGone (id, change, at) VALUES ('p+15550000001',3,1795348800000);
INSERT INTO forgotten (mark, until) VALUES ('392602ae20251cc49b596e75f65ca9855867c4cf752d852a960dd7dd1b22aa80',1795348800000);
INSERT INTO shift (desk, since, clerk) VALUES ('front',1795348800000,'Pat');
INSERT INTO mark (id, at, kind, booking, clerk, desk) VALUES (1,1795348800000,'arrived','b1','Pat','front');
INSERT INTO mark (id, at, kind, booking, clerk, desk) VALUES (2,1795348800000,'note','b1','Pat','front');
PRAGMA application_id = 1128352852;
PRAGMA user_version = 7;
