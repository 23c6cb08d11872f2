"""Fills a shop and a desk that caltui has made itself with bookings around a day, and with customers."""

import json
import sqlite3
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("America/New_York")
# Of 10,000 bookings; fewer lie closer.
DAYS_AHEAD = 150
GIVEN = ["Alva", "Ben", "Carla", "Dmitri", "Elena", "Farid", "Gwen", "Hiro", "Ines", "Jonas", "Kira", "Luis", "Mona",
         "Nils", "Olga", "Pedro", "Quinn", "Rosa", "Sven", "Tara"]
FAMILY_BEGIN = ["Al", "Ber", "Cas", "Del", "Es", "Far", "Gar", "Hol", "Ir", "Jan"]
FAMILY_END = ["berg", "dano", "ero", "feld", "gren", "hart", "ides", "kins", "lund", "mann", "nova", "owitz", "quist",
              "rado", "son", "tani", "ucci", "velli", "worth", "zzi"]


def name(number):
    return (f"{GIVEN[number % 20]} {FAMILY_BEGIN[number // 20 % 10]}{FAMILY_END[number // 200 % 20]}"
            f"{'-' + FAMILY_BEGIN[number // 4000 % 10] + FAMILY_END[number // 40000 % 20] if number >= 4000 else ''}")


def phone(number):
    return f"+1212{5_000_000 + number:07d}"


def bookings(now, count):
    """(number, start, end) in milliseconds: twelve half hours of each working day, a sixth of them yet to come."""
    today = datetime.fromisoformat(now.replace("Z", "+00:00")).astimezone(ZONE).date()
    day: date = today + timedelta(days=max(2, count * DAYS_AHEAD // 10_000))
    number = 0
    while number < count:
        if day.weekday() < 6:
            for half_hour in range(16):
                # Four gaps a day, elsewhere each day.
                if (half_hour + day.toordinal()) % 4 == 0:
                    continue
                start = datetime.combine(day, time(9 + half_hour // 2, half_hour % 2 * 30), ZONE)
                begin = int(start.timestamp() * 1000)
                yield number, begin, begin + 30 * 60_000
                number += 1
                if number == count:
                    return
        day -= timedelta(days=1)


def seed_shop(path, now, count, customers):
    made = int(datetime.fromisoformat(now.replace("Z", "+00:00")).timestamp() * 1000) - 86_400_000
    with sqlite3.connect(path) as database:
        service, slug = database.execute("SELECT id, slug FROM service ORDER BY id LIMIT 1").fetchone()
        host = database.execute("SELECT id FROM host ORDER BY id LIMIT 1").fetchone()[0]
        for number, start, end in bookings(now, count):
            customer = number * 7 % customers
            row = database.execute(
                "INSERT INTO booking (uid, hostId, serviceId, serviceSlug, status, startAt, endAt, title, createdAt) "
                "VALUES (?, ?, ?, ?, 'accepted', ?, ?, ?, ?)",
                (f"seed{number:018d}", host, service, slug, start, end, f"Express Wash for {name(customer)}", made))
            database.execute(
                "INSERT INTO attendee (bookingId, isBooker, name, email, phone, zone, createdAt) "
                "VALUES (?, 1, ?, ?, ?, ?, ?)",
                (row.lastrowid, name(customer), phone(customer)[1:] + "@sms.cal.com", phone(customer), ZONE.key, made))
    database.close()


def seed_desk(path, now, count, customers):
    made = int(datetime.fromisoformat(now.replace("Z", "+00:00")).timestamp() * 1000)
    with sqlite3.connect(path) as database:
        pattern = json.loads(database.execute("SELECT value FROM booking LIMIT 1").fetchone()[0])
        for number, start, end in bookings(now, count):
            customer = number * 7 % customers
            pattern["uid"] = f"seed{number:018d}"
            pattern["start"], pattern["end"] = {"milliseconds": start}, {"milliseconds": end}
            pattern["title"] = f"Express Wash for {name(customer)}"
            pattern["attendees"][0] |= {"name": name(customer), "phone": phone(customer)}
            database.execute(
                "INSERT OR IGNORE INTO booking (uid, start, end, value) VALUES (?, ?, ?, ?)",
                (pattern["uid"], start, end, json.dumps(pattern, separators=(",", ":"), sort_keys=True)))
        # Customers as the store keeps them, and the feed at its end: what is measured is the desk, not the first load.
        for number in range(customers):
            identity = "p" + phone(number)
            packed = (text(identity) + text(name(number)) + texts([]) + texts([phone(number)]) + texts([]) + text("")
                      + varint(3) + varint(0) + varint(0) + signed(2) + signed(2) + bytes([2])
                      + signed(made - number * 600_000) + varint(0) + text("") + varint(0))
            weight = (made - number * 600_000) / (365 * 86_400_000)
            database.execute("INSERT OR IGNORE INTO customer (id, value, weight, change) VALUES (?, ?, ?, 1)",
                             (identity, packed, weight))
        marks = {"createdAfter": {"milliseconds": made}, "updatedAfter": {"milliseconds": made}}
        database.executemany("INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)",
                             [("customers.feed", json.dumps(marks)), ("customers.change", "1")])
    database.close()


def varint(number):
    """Seven bits a byte, low ones first."""
    result = bytearray()
    while number >= 0x80:
        result.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes(result) + bytes([number])


def signed(number):
    return varint(abs(number) << 1 | (number < 0))


def text(value):
    return varint(len(value.encode())) + value.encode()


def texts(values):
    return varint(len(values)) + b"".join(text(value) for value in values)
