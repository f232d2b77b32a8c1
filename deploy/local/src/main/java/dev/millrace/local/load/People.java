package dev.millrace.local.load;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/** Makes up the values of customers and companies. */
final class People {

  static final List<String> STATUSES = List.of("lead", "active", "paused", "closed");

  private static final String[] FIRST = {
    "Ada", "Amara", "Anna", "Ben", "Björn", "Chiara", "Chloé", "Daniel", "Elif", "Emma", "Fatima",
    "Felix", "Giulia", "Hana", "Hugo", "Ines", "Ivan", "Jamal", "Jonas", "Kaito", "Lars", "Léa",
    "Lin", "Lucía", "Mateo", "Maya", "Mina", "Noah", "Nora", "Olga", "Omar", "Paula", "Priya",
    "Rafael", "Rosa", "Samir", "Sofia", "Søren", "Tariq", "Vera", "Wei", "Yara", "Zoë"
  };
  private static final String[] LAST = {
    "Abe",
    "Andersen",
    "Bauer",
    "Bianchi",
    "Costa",
    "Díaz",
    "Dubois",
    "Fischer",
    "García",
    "Haddad",
    "Hansen",
    "Huber",
    "Ito",
    "Jensen",
    "Kaya",
    "Keller",
    "Kim",
    "Kovač",
    "Kumar",
    "Larsen",
    "Lopez",
    "Martin",
    "Meyer",
    "Moreau",
    "Müller",
    "Nakamura",
    "Nguyen",
    "Novak",
    "Okafor",
    "Patel",
    "Petrov",
    "Rossi",
    "Santos",
    "Sato",
    "Schmidt",
    "Silva",
    "Singh",
    "Tanaka",
    "Weber",
    "Wójcik",
    "Yilmaz"
  };
  private static final String[] CITIES = {
    "Amsterdam",
    "Barcelona",
    "Berlin",
    "Dublin",
    "Göteborg",
    "Hamburg",
    "København",
    "Lisboa",
    "London",
    "Lyon",
    "Milano",
    "München",
    "Oslo",
    "Praha",
    "Tallinn",
    "Wien",
    "Zürich"
  };
  private static final String[] TRADES = {
    "Analytics",
    "Bakery",
    "Books",
    "Clinics",
    "Energy",
    "Foods",
    "Freight",
    "Labs",
    "Logistics",
    "Optics",
    "Robotics",
    "Shipping",
    "Solar",
    "Textiles",
    "Tools",
    "Travel"
  };
  private static final String[] PLANS = {"free", "team", "business", "enterprise"};
  private static final String[] CHANNELS = {"search", "fair", "friend", "partner", "newsletter"};

  private final RandomGenerator random;

  People(RandomGenerator random) {
    this.random = random;
  }

  String firstName() {
    return one(FIRST);
  }

  String lastName() {
    return one(LAST);
  }

  /** Unique by the id in it. */
  String email(String firstName, String lastName, long id) {
    return ascii(firstName) + "." + ascii(lastName) + "." + id + "@example.com";
  }

  String status() {
    return STATUSES.get(random.nextInt(STATUSES.size()));
  }

  /** An amount of money of either sign, in cents. */
  BigDecimal credit() {
    return BigDecimal.valueOf(random.nextLong(-50_000, 1_000_000), 2);
  }

  /** Null for one in ten. */
  LocalDate birthday() {
    return random.nextInt(10) == 0
        ? null
        : LocalDate.of(1940, 1, 1).plusDays(random.nextInt(25_000));
  }

  /** A JSON object. */
  String attributes() {
    return "{\"plan\":\""
        + one(PLANS)
        + "\",\"seats\":"
        + random.nextInt(1, 200)
        + ",\"channel\":\""
        + one(CHANNELS)
        + "\",\"newsletter\":"
        + random.nextBoolean()
        + "}";
  }

  String companyName() {
    return one(LAST) + " " + one(TRADES);
  }

  String domain(String companyName, long id) {
    return ascii(companyName).replace(' ', '-') + "-" + id + ".example.com";
  }

  String city() {
    return one(CITIES);
  }

  int employees() {
    return 1 + (int) Math.round(Math.exp(random.nextDouble() * 9));
  }

  BigDecimal revenue() {
    return BigDecimal.valueOf(random.nextLong(1_000_000, 90_000_000_000L), 2);
  }

  private String one(String[] of) {
    return of[random.nextInt(of.length)];
  }

  private static String ascii(String name) {
    return name.toLowerCase(Locale.ROOT)
        .replace("ö", "oe")
        .replace("ü", "ue")
        .replace("ø", "o")
        .replace("ó", "o")
        .replace("é", "e")
        .replace("ë", "e")
        .replace("í", "i")
        .replace("č", "c");
  }
}
