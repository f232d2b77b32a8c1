package dev.millrace.local.load;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.SplittableRandom;

/**
 * One connection that commits small transactions to rows of its own: ids that leave the same
 * remainder, so that clerks never wait for each other's locks. Not safe for use by many threads.
 */
final class Clerk implements AutoCloseable {

  static final String CONTACTS = "contacts";
  static final String COMPANIES = "companies";

  private static final int SEED_BATCH = 500;

  private final Connection connection;
  private final Changes changes;
  private final SplittableRandom random;
  private final People people;
  private final LiveIds customers;
  private final LiveIds companies;
  private final PreparedStatement insertCustomer;
  private final PreparedStatement changeCredit;
  private final PreparedStatement changeStatus;
  private final PreparedStatement moveCustomer;
  private final PreparedStatement deleteCustomer;
  private final PreparedStatement insertCompany;
  private final PreparedStatement changeCompany;
  private final PreparedStatement deleteCompany;

  Clerk(Shop shop, Changes changes, int number, int clerks) throws SQLException {
    this.changes = changes;
    this.random = new SplittableRandom(number);
    this.people = new People(random);
    this.customers = new LiveIds(number, clerks);
    this.companies = new LiveIds(number, clerks);
    this.connection = shop.connect();
    connection.setAutoCommit(false);
    String json = shop.kind() == Shop.Kind.POSTGRES ? "?::jsonb" : "?";
    insertCustomer =
        connection.prepareStatement(
            "INSERT INTO shop.customers (id, first_name, last_name, email, status, credit,"
                + " birthday, attributes, changed_at) VALUES (?, ?, ?, ?, ?, ?, ?, "
                + json
                + ", ?)");
    changeCredit =
        connection.prepareStatement(
            "UPDATE shop.customers SET credit = ?, changed_at = ? WHERE id = ?");
    changeStatus =
        connection.prepareStatement(
            "UPDATE shop.customers SET status = ?, attributes = "
                + json
                + ", changed_at = ? WHERE id = ?");
    moveCustomer =
        connection.prepareStatement(
            "UPDATE shop.customers SET last_name = ?, email = ?, changed_at = ? WHERE id = ?");
    deleteCustomer = connection.prepareStatement("DELETE FROM shop.customers WHERE id = ?");
    insertCompany =
        connection.prepareStatement(
            "INSERT INTO shop.companies (id, name, domain, city, employees, revenue, changed_at)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?)");
    changeCompany =
        connection.prepareStatement(
            "UPDATE shop.companies SET employees = ?, revenue = ?, changed_at = ? WHERE id = ?");
    deleteCompany = connection.prepareStatement("DELETE FROM shop.companies WHERE id = ?");
  }

  /** Commits the rows that are there before the job. */
  void seed(int customerRows, int companyRows) throws SQLException {
    for (int done = 0; done < customerRows; done += SEED_BATCH) {
      insertCustomers(Math.min(SEED_BATCH, customerRows - done));
    }
    for (int done = 0; done < companyRows; done += SEED_BATCH) {
      insertCompanies(Math.min(SEED_BATCH, companyRows - done));
    }
  }

  /** One to eight rows. */
  int nextSize() {
    return random.nextInt(1, 9);
  }

  /** Commits one transaction of so many rows. */
  void transact(int rows) throws SQLException {
    int draw = random.nextInt(100);
    if (draw < 45) {
      changeCredits(rows);
    } else if (draw < 65) {
      changeStatuses(rows);
    } else if (draw < 70) {
      moveCustomers(rows);
    } else if (draw < 82) {
      insertCustomers(rows);
    } else if (draw < 90) {
      deleteCustomers(rows);
    } else if (draw < 97) {
      changeCompanies(rows);
    } else if (draw < 99) {
      insertCompanies(rows);
    } else {
      deleteCompanies(rows);
    }
  }

  private void insertCustomers(int rows) throws SQLException {
    for (int row = 0; row < rows; row++) {
      long id = customers.add();
      changes.inserting(CONTACTS, id);
      String first = people.firstName();
      String last = people.lastName();
      insertCustomer.setLong(1, id);
      insertCustomer.setString(2, first);
      insertCustomer.setString(3, last);
      insertCustomer.setString(4, people.email(first, last, id));
      insertCustomer.setString(5, people.status());
      insertCustomer.setBigDecimal(6, people.credit());
      insertCustomer.setObject(7, people.birthday(), Types.DATE);
      insertCustomer.setString(8, people.attributes());
      insertCustomer.setObject(9, now());
      insertCustomer.addBatch();
    }
    commit(insertCustomer);
    changes.inserted(rows);
  }

  private void changeCredits(int rows) throws SQLException {
    for (int row = 0; row < rows; row++) {
      BigDecimal credit = people.credit();
      long id = customers.any(random);
      changes.updating(CONTACTS, id);
      changeCredit.setBigDecimal(1, credit);
      changeCredit.setObject(2, now());
      changeCredit.setLong(3, id);
      changeCredit.addBatch();
    }
    commit(changeCredit);
    changes.updated(rows);
  }

  private void changeStatuses(int rows) throws SQLException {
    for (int row = 0; row < rows; row++) {
      changeStatus.setString(1, people.status());
      changeStatus.setString(2, people.attributes());
      long id = customers.any(random);
      changes.updating(CONTACTS, id);
      changeStatus.setObject(3, now());
      changeStatus.setLong(4, id);
      changeStatus.addBatch();
    }
    commit(changeStatus);
    changes.updated(rows);
  }

  private void moveCustomers(int rows) throws SQLException {
    for (int row = 0; row < rows; row++) {
      long id = customers.any(random);
      changes.updating(CONTACTS, id);
      String last = people.lastName();
      moveCustomer.setString(1, last);
      moveCustomer.setString(2, people.email(people.firstName(), last, id));
      moveCustomer.setObject(3, now());
      moveCustomer.setLong(4, id);
      moveCustomer.addBatch();
    }
    commit(moveCustomer);
    changes.updated(rows);
  }

  private void deleteCustomers(int rows) throws SQLException {
    delete(deleteCustomer, customers, CONTACTS, rows);
  }

  void insertCompanies(int rows) throws SQLException {
    for (int row = 0; row < rows; row++) {
      long id = companies.add();
      changes.inserting(COMPANIES, id);
      String name = people.companyName();
      insertCompany.setLong(1, id);
      insertCompany.setString(2, name);
      insertCompany.setString(3, people.domain(name, id));
      insertCompany.setString(4, people.city());
      insertCompany.setInt(5, people.employees());
      insertCompany.setBigDecimal(6, people.revenue());
      insertCompany.setObject(7, now());
      insertCompany.addBatch();
    }
    commit(insertCompany);
    changes.inserted(rows);
  }

  private void changeCompanies(int rows) throws SQLException {
    for (int row = 0; row < rows; row++) {
      changeCompany.setInt(1, people.employees());
      changeCompany.setBigDecimal(2, people.revenue());
      long id = companies.any(random);
      changes.updating(COMPANIES, id);
      changeCompany.setObject(3, now());
      changeCompany.setLong(4, id);
      changeCompany.addBatch();
    }
    commit(changeCompany);
    changes.updated(rows);
  }

  private void deleteCompanies(int rows) throws SQLException {
    delete(deleteCompany, companies, COMPANIES, rows);
  }

  /** Gives a customer an e-mail address that no CRM takes. */
  void spoilCustomer() throws SQLException {
    long id = customers.any(random);
    changes.updating(CONTACTS, id);
    moveCustomer.setString(1, people.lastName());
    moveCustomer.setString(2, "no-address-" + id);
    moveCustomer.setObject(3, now());
    moveCustomer.setLong(4, id);
    moveCustomer.addBatch();
    commit(moveCustomer);
    changes.updated(1);
  }

  private void delete(PreparedStatement statement, LiveIds ids, String object, int rows)
      throws SQLException {
    for (int row = 0; row < rows; row++) {
      long id = ids.remove(random);
      changes.deleting(object, id);
      changes.deletingAt(object, id, micros(now()));
      statement.setLong(1, id);
      statement.addBatch();
    }
    commit(statement);
    changes.deleted(rows);
  }

  private void commit(PreparedStatement statement) throws SQLException {
    statement.executeBatch();
    connection.commit();
  }

  /** The zoneless UTC time that {@code changed_at} holds. */
  private static LocalDateTime now() {
    return LocalDateTime.ofInstant(Instant.now().truncatedTo(ChronoUnit.MICROS), ZoneOffset.UTC);
  }

  private static long micros(LocalDateTime utc) {
    return ChronoUnit.MICROS.between(LocalDateTime.ofEpochSecond(0, 0, ZoneOffset.UTC), utc);
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
