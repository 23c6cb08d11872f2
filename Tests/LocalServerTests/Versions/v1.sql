CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
CREATE TABLE host (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  username TEXT NOT NULL UNIQUE,
  document TEXT NOT NULL
);
CREATE TABLE schedule (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  ownerId INTEGER NOT NULL REFERENCES host(id),
  document TEXT NOT NULL
);
CREATE TABLE service (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  ownerId INTEGER NOT NULL REFERENCES host(id),
  slug TEXT NOT NULL,
  bufferBefore INTEGER NOT NULL DEFAULT 0,
  bufferAfter INTEGER NOT NULL DEFAULT 0,
  document TEXT NOT NULL,
  UNIQUE (ownerId, slug)
);
CREATE TABLE booking (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uid TEXT NOT NULL UNIQUE,
  hostId INTEGER NOT NULL REFERENCES host(id),
  serviceId INTEGER NOT NULL,
  serviceSlug TEXT NOT NULL,
  status TEXT NOT NULL,
  startAt INTEGER NOT NULL,
  endAt INTEGER NOT NULL,
  title TEXT NOT NULL,
  notes TEXT,
  location TEXT,
  isSeated INTEGER NOT NULL DEFAULT 0,
  hostAbsent INTEGER NOT NULL DEFAULT 0,
  createdAt INTEGER NOT NULL,
  updatedAt INTEGER,
  guests TEXT NOT NULL DEFAULT '[]',
  metadata TEXT NOT NULL DEFAULT '{}',
  answers TEXT NOT NULL DEFAULT '{}',
  deskRef TEXT,
  cancellationReason TEXT,
  cancelledByEmail TEXT,
  reschedulingReason TEXT,
  rescheduledByEmail TEXT,
  movedFrom TEXT,
  movedTo TEXT,
  seriesUid TEXT
);
CREATE TABLE attendee (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  bookingId INTEGER NOT NULL REFERENCES booking(id) ON DELETE CASCADE,
  isBooker INTEGER NOT NULL DEFAULT 0,
  name TEXT NOT NULL,
  email TEXT NOT NULL,
  phone TEXT,
  zone TEXT NOT NULL,
  language TEXT NOT NULL DEFAULT 'en',
  absent INTEGER NOT NULL DEFAULT 0,
  seatUid TEXT UNIQUE,
  answers TEXT NOT NULL DEFAULT '{}',
  metadata TEXT NOT NULL DEFAULT '{}',
  createdAt INTEGER NOT NULL
);
CREATE TABLE reservation (
  uid TEXT PRIMARY KEY,
  serviceId INTEGER NOT NULL,
  hostId INTEGER NOT NULL REFERENCES host(id),
  startAt INTEGER NOT NULL,
  endAt INTEGER NOT NULL,
  untilAt INTEGER NOT NULL
);
CREATE TABLE webhook (
  id TEXT PRIMARY KEY,
  ownerId INTEGER NOT NULL REFERENCES host(id),
  subscriberUrl TEXT NOT NULL,
  document TEXT NOT NULL,
  UNIQUE (ownerId, subscriberUrl)
);
CREATE UNIQUE INDEX bookingOnce ON booking (hostId, startAt, endAt) WHERE status = 'accepted';
CREATE UNIQUE INDEX bookingDeskRef ON booking (deskRef) WHERE deskRef IS NOT NULL;
CREATE INDEX bookingByTime ON booking (hostId, startAt);
CREATE INDEX bookingByService ON booking (serviceId, startAt);
CREATE INDEX bookingByStart ON booking (startAt);
CREATE INDEX bookingByUpdate ON booking (updatedAt);
CREATE INDEX bookingByCreation ON booking (createdAt);
CREATE INDEX bookingBySeries ON booking (seriesUid) WHERE seriesUid IS NOT NULL;
CREATE INDEX attendeeByBooking ON attendee (bookingId);
CREATE INDEX attendeeByEmail ON attendee (email);
CREATE INDEX attendeeByName ON attendee (name);
CREATE INDEX reservationByHost ON reservation (hostId, untilAt);
INSERT INTO grdb_migrations VALUES ('v1');
INSERT INTO host VALUES (1,'lakeside','{"avatarUrl":null,"bio":null,"defaultScheduleId":1,"email":"desk@lakeside.invalid","id":1,"name":"Lakeside","organizationId":null,"timeFormat":24,"timeZone":"Europe/Berlin","username":"lakeside","weekStart":"Monday"}');
INSERT INTO schedule VALUES (1,1,'{"availability":[{"days":["Monday","Tuesday","Wednesday","Thursday","Friday","Saturday"],"endTime":"17:00","startTime":"09:00"}],"isDefault":true,"name":"Opening hours","overrides":[],"timeZone":"Europe/Berlin"}');
INSERT INTO service VALUES (1,1,'express-wash',0,0,'{"afterEventBuffer":0,"beforeEventBuffer":0,"bookerActiveBookingsLimit":{"disabled":true},"bookingFields":[{"isDefault":true,"label":"","placeholder":"","required":true,"slug":"name","type":"name"},{"hidden":false,"isDefault":true,"label":"","placeholder":"","required":false,"slug":"email","type":"email"},{"hidden":false,"isDefault":true,"label":"Phone","placeholder":"","required":true,"slug":"attendeePhoneNumber","type":"phone"},{"hidden":false,"isDefault":false,"label":"Vehicle","placeholder":"","required":false,"slug":"vehicle","type":"text"},{"hidden":false,"isDefault":false,"label":"Service notes","placeholder":"","required":false,"slug":"service-notes","type":"textarea"},{"hidden":false,"isDefault":true,"label":"","placeholder":"","required":false,"slug":"notes","type":"textarea"},{"hidden":false,"isDefault":true,"label":"","placeholder":"","required":false,"slug":"guests","type":"multiemail"},{"hidden":false,"isDefault":true,"label":"","placeholder":"","required":false,"slug":"rescheduleReason","type":"textarea"}],"bookingLimitsCount":{"disabled":true},"bookingLimitsDuration":{"disabled":true},"bookingRequiresAuthentication":false,"bookingUrl":"","bookingWindow":{"disabled":true},"confirmationPolicy":{"disabled":true},"currency":"eur","customName":"","description":"","disableCancelling":{"disabled":false},"disableGuests":false,"disableRescheduling":{"disabled":false},"forwardParamsSuccessRedirect":null,"hidden":false,"id":0,"isInstantEvent":false,"lengthInMinutes":30,"locations":[{"address":"Lakeside","public":true,"type":"address"}],"lockTimeZoneToggleOnBookingPage":false,"metadata":{},"minimumBookingNotice":0,"offsetStart":0,"onlyShowFirstAvailableSlot":false,"ownerId":1,"price":2500,"recurrence":null,"requiresBookerEmailVerification":false,"scheduleId":null,"seats":{"disabled":true},"slotInterval":15,"slug":"express-wash","successRedirectUrl":null,"title":"Express Wash","users":[]}');
INSERT INTO service VALUES (2,1,'interior-refresh',0,0,'{"afterEventBuffer":0,"beforeEventBuffer":0,"bookerActiveBookingsLimit":{"disabled":true},"bookingFields":[{"isDefault":true,"label":"","placeholder":"","required":true,"slug":"name","type":"name"},{"hidden":false,"isDefault":true,"label":"","placeholder":"","required":false,"slug":"email","type":"email"},{"hidden":false,"isDefault":true,"label":"Phone","placeholder":"","required":true,"slug":"attendeePhoneNumber","type":"phone"},{"hidden":false,"isDefault":false,"label":"Vehicle","placeholder":"","required":false,"slug":"vehicle","type":"text"},{"hidden":false,"isDefault":false,"label":"Service notes","placeholder":"","required":false,"slug":"service-notes","type":"textarea"},{"hidden":false,"isDefault":true,"label":"","placeholder":"","required":false,"slug":"notes","type":"textarea"},{"hidden":false,"isDefault":true,"label":"","placeholder":"","required":false,"slug":"guests","type":"multiemail"},{"hidden":false,"isDefault":true,"label":"","placeholder":"","required":false,"slug":"rescheduleReason","type":"textarea"}],"bookingLimitsCount":{"disabled":true},"bookingLimitsDuration":{"disabled":true},"bookingRequiresAuthentication":false,"bookingUrl":"","bookingWindow":{"disabled":true},"confirmationPolicy":{"disabled":true},"currency":"eur","customName":"","description":"","disableCancelling":{"disabled":false},"disableGuests":false,"disableRescheduling":{"disabled":false},"forwardParamsSuccessRedirect":null,"hidden":false,"id":0,"isInstantEvent":false,"lengthInMinutes":45,"locations":[{"address":"Lakeside","public":true,"type":"address"}],"lockTimeZoneToggleOnBookingPage":false,"metadata":{},"minimumBookingNotice":0,"offsetStart":0,"onlyShowFirstAvailableSlot":false,"ownerId":1,"price":4000,"recurrence":null,"requiresBookerEmailVerification":false,"scheduleId":null,"seats":{"disabled":true},"slotInterval":15,"slug":"interior-refresh","successRedirectUrl":null,"title":"Interior Refresh","users":[]}');
INSERT INTO service VALUES (3,1,'full-detail',0,0,'{"afterEventBuffer":0,"beforeEventBuffer":0,"bookerActiveBookingsLimit":{"disabled":true},"bookingFields":[{"isDefault":true,"label":"","placeholder":"","required":true,"slug":"name","type":"name"},{"hidden":false,"isDefault":true,"label":"","placeholder":"","required":false,"slug":"email","type":"email"},{"hidden":false,"isDefault":true,"label":"Phone","placeholder":"","required":true,"slug":"attendeePhoneNumber","type":"phone"},{"hidden":false,"isDefault":false,"label":"Vehicle","placeholder":"","required":false,"slug":"vehicle","type":"text"},{"hidden":false,"isDefault":false,"label":"Service notes","placeholder":"","required":false,"slug":"service-notes","type":"textarea"},{"hidden":false,"isDefault":true,"label":"","placeholder":"","required":false,"slug":"notes","type":"textarea"},{"hidden":false,"isDefault":true,"label":"","placeholder":"","required":false,"slug":"guests","type":"multiemail"},{"hidden":false,"isDefault":true,"label":"","placeholder":"","required":false,"slug":"rescheduleReason","type":"textarea"}],"bookingLimitsCount":{"disabled":true},"bookingLimitsDuration":{"disabled":true},"bookingRequiresAuthentication":false,"bookingUrl":"","bookingWindow":{"disabled":true},"confirmationPolicy":{"disabled":true},"currency":"eur","customName":"","description":"","disableCancelling":{"disabled":false},"disableGuests":false,"disableRescheduling":{"disabled":false},"forwardParamsSuccessRedirect":null,"hidden":false,"id":0,"isInstantEvent":false,"lengthInMinutes":120,"locations":[{"address":"Lakeside","public":true,"type":"address"}],"lockTimeZoneToggleOnBookingPage":false,"metadata":{},"minimumBookingNotice":0,"offsetStart":0,"onlyShowFirstAvailableSlot":false,"ownerId":1,"price":7500,"recurrence":null,"requiresBookerEmailVerification":false,"scheduleId":null,"seats":{"disabled":true},"slotInterval":15,"slug":"full-detail","successRedirectUrl":null,"title":"Full Detail","users":[]}');
INSERT INTO booking VALUES (1,'CfTqdmHAB0vcFTwk34Ie5M',1,1,'express-wash','accepted',1788332400000,1788334200000,'Express Wash between Lakeside and Ada Ray',NULL,'Lakeside',0,0,1788256800000,NULL,'[]','{"deskRef":"kept.1"}','{}','kept.1',NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO booking VALUES (2,'7Uu7CoOf3VeJqnNomd5GQx',1,1,'express-wash','cancelled',1788336000000,1788337800000,'Express Wash between Lakeside and Ada Ray',NULL,'Lakeside',0,0,1788256800000,1788256800000,'[]','{}','{}',NULL,'asked','desk@lakeside.invalid',NULL,NULL,NULL,NULL,NULL);
INSERT INTO attendee VALUES (1,1,1,'Ada Ray','4930123456@sms.cal.com','+4930123456','Europe/Berlin','en',0,NULL,'{}','{}',1788256800000);
INSERT INTO attendee VALUES (2,2,1,'Ada Ray','4930123456@sms.cal.com','+4930123456','Europe/Berlin','en',0,NULL,'{}','{}',1788256800000);
INSERT INTO reservation VALUES ('c2dc92eb-5e1b-4646-8355-6f7e6453354e',1,1,1788343200000,1788345000000,1788257100000);
INSERT INTO webhook VALUES ('36bab092-28aa-47bd-a8ee-d8f9b9d8d1da',1,'https://hooks.example/x','{"active":true,"id":"36bab092-28aa-47bd-a8ee-d8f9b9d8d1da","payloadTemplate":null,"subscriberUrl":"https://hooks.example/x","triggers":["BOOKING_CREATED"],"userId":1}');
