-- audit: 
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
CREATE TABLE customer (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  foldedName TEXT NOT NULL,
  phone TEXT UNIQUE,
  digits TEXT NOT NULL,
  email TEXT,
  lastSeenAt INTEGER,
  updatedAt INTEGER NOT NULL
);
CREATE TABLE customerWord (
  word TEXT NOT NULL,
  customer INTEGER NOT NULL REFERENCES customer (id) ON DELETE CASCADE,
  PRIMARY KEY (word, customer)
) WITHOUT ROWID;
CREATE TABLE setting (
  name TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE hold (
  reservation TEXT NOT NULL PRIMARY KEY,
  draft TEXT,
  desk TEXT NOT NULL,
  service INTEGER NOT NULL,
  start INTEGER NOT NULL,
  end INTEGER NOT NULL,
  until INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE fact (
  booking TEXT NOT NULL PRIMARY KEY,
  arrivedAt INTEGER,
  doneAt INTEGER,
  note TEXT NOT NULL,
  updatedAt INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX journalOpen ON journal (createdAt) WHERE state IN ('written', 'unknown');
CREATE INDEX journalByTime ON journal (createdAt);
CREATE INDEX bookingByStart ON booking (start);
CREATE INDEX customerByEmail ON customer (email) WHERE email IS NOT NULL;
CREATE INDEX customerByName ON customer (foldedName);
CREATE INDEX customerWordByCustomer ON customerWord (customer);
CREATE INDEX holdByEnd ON hold (until);
INSERT INTO journal (deskRef, kind, profile, service, start, booking, write, state, reason, result, clerk, desk, createdAt, updatedAt, lookups, lastLookupAt, ownerPid, ownerBoot, ownerStarted) VALUES ('done.1','cancel','local',NULL,NULL,'b9','{"cancel":{"_0":"b9","reason":"","subsequent":false}}','accepted',NULL,'b9','Pat','front',1795348800000,1795348801000,0,NULL,5185,'98f353f8-ccb7-498d-a190-73255838e8fc','2691476');
INSERT INTO journal (deskRef, kind, profile, service, start, booking, write, state, reason, result, clerk, desk, createdAt, updatedAt, lookups, lastLookupAt, ownerPid, ownerBoot, ownerStarted) VALUES ('draftabc.1','create','local',7,1795348800000,NULL,'{"create":{"_0":{"answers":{"vehicle":"blue van"},"attendee":{"email":"maria@example.com","isAbsent":false,"name":"Maria Álvarez","phone":"+15558675309","zone":"UTC"},"guests":["guest@example.com"],"location":{"attendeeAddress":{"_0":"12 Elm Street"}},"metadata":{"note":"cousin of Ann"},"overrides":{"allowConflicts":false,"allowOutOfBounds":false,"skipLimits":false},"service":7,"start":{"milliseconds":1795348800000}}}}','written',NULL,NULL,'Pat','front',1795348800000,1795348800000,0,NULL,5185,'98f353f8-ccb7-498d-a190-73255838e8fc','2691476');
INSERT INTO journal (deskRef, kind, profile, service, start, booking, write, state, reason, result, clerk, desk, createdAt, updatedAt, lookups, lastLookupAt, ownerPid, ownerBoot, ownerStarted) VALUES ('lost.1','confirm','local',NULL,NULL,'b2','{"confirm":{"_0":"b2"}}','unknown','{"kind":{"noAnswer":{"_0":"timedOut"}},"message":""}',NULL,'Pat','front',1795348800000,1795348820000,0,NULL,5185,'98f353f8-ccb7-498d-a190-73255838e8fc','2691476');
INSERT INTO cached (name, value, readAt) VALUES ('account','{"email":"owner@shop.example","id":1,"name":"Lakeside","username":"lakeside","uses24Hours":true,"weekStart":"Monday","zone":"Europe/Berlin"}',1795348800000);
INSERT INTO cached (name, value, readAt) VALUES ('services','[{"fields":[],"hosts":[],"id":1,"isHidden":false,"lengthOptions":[],"locations":[],"minutes":30,"needsConfirmation":false,"obstacles":[],"price":{"currency":"usd","minorUnits":0},"rules":{"bufferAfter":0,"bufferBefore":0,"countLimits":{},"minimumNotice":0,"minuteLimits":{},"offsetStart":0,"onlyFirstSlotOfDay":false},"slug":"wash","title":"Express Wash"}]',1795348800000);
INSERT INTO booking (uid, start, end, updatedAt, value) VALUES ('b1',1795348800000,1795350600000,1795348800000,'{"answers":{"vehicle":"blue van"},"attendees":[{"email":"maria@example.com","isAbsent":false,"name":"Maria Álvarez","phone":"+15558675309","zone":"UTC"}],"end":{"milliseconds":1795350600000},"guests":[],"hostAbsent":false,"hosts":[{"email":"","id":"1","name":"Peter","zone":"UTC"}],"metadata":{"deskRef":"r"},"service":1,"start":{"milliseconds":1795348800000},"status":"accepted","title":"Express Wash","uid":"b1","updatedAt":{"milliseconds":1795348800000}}');
INSERT INTO bookingRange (lower, upper, readAt) VALUES (1795348800000,1795384800000,1795348800000);
INSERT INTO draft (id, desk, value, updatedAt, ownerPid, ownerBoot, ownerStarted) VALUES ('draftabc.1','front',X'7B226F7074696F6E5465787473223A7B7D2C2273657276696365223A322C227061726B6564223A2262222C227265667573616C73223A7B7D2C22736C6F74223A7B227374617274223A7B226D696C6C697365636F6E6473223A313739353335343230303030307D2C22656E64223A7B226D696C6C697365636F6E6473223A313739353335363930303030307D7D2C22746F7563686564223A5B226E616D65225D2C226F726967696E223A226168656164222C2269734F6E466F726D223A747275652C226964223A2264726166746162632E31222C22666F637573223A226E6F746573222C2277616E74734561726C69657374223A66616C73652C22656E7472696573223A7B22617474656E64656550686F6E654E756D626572223A7B226C696E65223A7B225F30223A7B2274657874223A222B3132313235353530313432222C22637572736F72223A31327D7D7D2C226E616D65223A7B226C696E65223A7B225F30223A7B22637572736F72223A382C2274657874223A22446565205061726B227D7D7D7D7D',1795348800000,5185,'98f353f8-ccb7-498d-a190-73255838e8fc','2691476');
INSERT INTO setting (name, value) VALUES ('clerk','Pat');
INSERT INTO setting (name, value) VALUES ('customers.adopt','1');
INSERT INTO setting (name, value) VALUES ('customers.change','3');
INSERT INTO setting (name, value) VALUES ('customers.salt','1wzjy8ubbsz1n3swm2ew03lv5731vfcbeb1549tyuagmn8loc9v');
INSERT INTO fact (booking, arrivedAt, doneAt, note, updatedAt) VALUES ('b1',1795348800000,NULL,'Waits outside',1795348800000);
PRAGMA application_id = 1128352852;
PRAGMA user_version = 2;
