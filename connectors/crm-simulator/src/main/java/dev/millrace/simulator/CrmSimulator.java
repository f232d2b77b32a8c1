package dev.millrace.simulator;

import dev.millrace.simulator.server.Counters;
import dev.millrace.simulator.server.CrmApi;
import dev.millrace.simulator.server.FaultBook;
import dev.millrace.simulator.server.HttpServer;
import dev.millrace.simulator.server.Tenant;
import dev.millrace.simulator.store.Store;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * A CRM on this machine. Serves the API of HubSpot, or of another {@link Crm}, at {@link
 * #baseUrl()} and, under {@code /simulator}, what this class offers in Java. Keeps its data in
 * memory until it is closed. One thread serves everything; methods may be called from any thread,
 * and those that read or change data run on that one, so a large answer holds calls up.
 */
public final class CrmSimulator implements AutoCloseable {

  /** The token that is accepted when the builder names none. */
  public static final String DEFAULT_TOKEN = "pat-simulator";

  private final FaultBook faults;
  private final Counters counters = new Counters();
  private final Store store;
  private final Contents contents;
  private final CrmApi api;
  private final HttpServer server;

  private CrmSimulator(Builder builder) {
    RandomGenerator random = new SplittableRandom(builder.seed);
    faults = new FaultBook(builder.clock, new SplittableRandom(builder.seed));
    store =
        new Store(
            builder.history,
            builder.listener,
            builder.crm == Crm.SALESFORCE,
            counters::staleVersion);
    contents = new Contents(store);
    api = Apis.of(builder, new Tenant(store, counters, faults, random, builder.clock));
    builder.definitions.forEach(api::define);
    builder.versionProperties.forEach(contents::watchVersions);
    server =
        new HttpServer(
            builder.host,
            builder.port,
            builder.clock,
            api,
            new Inspection(this),
            builder.serviceTime,
            faults,
            counters,
            random);
    server.start();
  }

  public static Builder builder() {
    return new Builder();
  }

  /** Scheme, host and port, without a slash at the end; the same after a stop and start. */
  public String baseUrl() {
    return "http://" + server.host() + ':' + server.port();
  }

  public int port() {
    return server.port();
  }

  /**
   * All live records of an object by their value of a property, each with all properties that have
   * a value, but for those that the CRM alone sets. A record without a value of the id property is
   * found under {@code "(none) <its CRM id>"}.
   */
  public Map<String, Map<String, String>> records(String object, String idProperty) {
    return server.call(() -> contents.records(object, idProperty));
  }

  /** One of them, by the value of a unique property; null when there is none. */
  public Map<String, String> record(String object, String idProperty, String externalId) {
    return server.call(() -> contents.record(object, idProperty, externalId));
  }

  /** Whether a call that is being worked on carries the record with this value of a property. */
  public boolean isInFlight(String object, String idProperty, String externalId) {
    return server.call(() -> contents.isInFlight(object, idProperty, externalId));
  }

  /** Number of live records of an object. */
  public int count(String object) {
    return server.call(() -> contents.count(object));
  }

  /**
   * Every accepted version of the record with this external id, in order, over archived ones too;
   * empty for a record never seen.
   *
   * @throws IllegalStateException when the simulator keeps no history
   */
  public List<RecordVersion> versions(String object, String idProperty, String externalId) {
    return server.call(() -> contents.versions(object, idProperty, externalId));
  }

  /**
   * Every accepted version of every record of an object, in the order of commit.
   *
   * @throws IllegalStateException when the simulator keeps no history
   */
  public List<RecordVersion> versions(String object) {
    return server.call(() -> contents.versions(object));
  }

  /**
   * The live records that each live record of an object is associated with in another, all by the
   * values of a property; those without any are left out. HubSpot only.
   */
  public Map<String, List<String>> associations(
      String from, String idProperty, String to, String toIdProperty) {
    return server.call(() -> contents.associations(api, from, idProperty, to, toIdProperty));
  }

  public Faults faults() {
    return faults;
  }

  List<SimulatedFault> faultsInForce() {
    return faults.inForce();
  }

  public Stats stats() {
    return server.call(counters::snapshot);
  }

  /** Client connections open now. */
  public int connections() {
    return server.connections();
  }

  /** Sets every counter but those of calls in flight to 0. */
  public void resetStats() {
    server.call(
        () -> {
          counters.reset();
          return null;
        });
  }

  /**
   * Adds properties to an object, and the object itself when there is none of that name.
   *
   * @throws IllegalStateException when a property is there with another definition and the object
   *     has records
   */
  public void define(String object, Property... properties) {
    server.call(
        () -> {
          api.define(object, List.of(properties));
          return null;
        });
  }

  /**
   * Counts from now on, among {@link Stats#violations}, the versions of an object's records that
   * are accepted after a newer one of the same record, be it archived in between.
   *
   * @param property whose value grows with every change of a record: numbers, or texts in order
   */
  public void watchVersions(String object, String property) {
    server.call(
        () -> {
          contents.watchVersions(object, property);
          return null;
        });
  }

  /** Forgets every record and version; ids are not given out twice. */
  public void clear() {
    server.call(
        () -> {
          store.clear();
          return null;
        });
  }

  /** Closes the port and every connection, keeping the data. Calls in flight are lost unwritten. */
  public void stop() {
    server.stop();
  }

  /** Opens the same port again after a stop. */
  public void start() {
    server.start();
  }

  /**
   * Closes the port for a while: calls in flight are lost, new ones find nobody. Returns at once.
   */
  public void outage(long millis) {
    server.outage(millis);
  }

  @Override
  public void close() {
    server.close();
  }

  /** What a simulator is to be like; every setting has a default. */
  public static final class Builder {

    Crm crm = Crm.HUBSPOT;
    String host = "127.0.0.1";
    int port;
    final Map<String, String> versionProperties = new LinkedHashMap<>();
    Duration tokenLife;
    Duration lockWait = Duration.ofSeconds(10);
    int queryPage = 2000;
    Duration bulkChunkTime = Duration.ofMillis(20);
    final Map<String, Set<String>> tokens = new LinkedHashMap<>();
    OAuthApp oauthApp;
    ServiceTime serviceTime = ServiceTime.NONE;
    Limits limits = Limits.NONE;
    Duration searchLag = Duration.ofSeconds(2);
    final Map<String, List<Property>> definitions = new LinkedHashMap<>();
    boolean history = true;
    AcceptListener listener;
    Clock clock = Clock.systemUTC();
    long seed = 1;

    private Builder() {}

    /** Which CRM it is; default HubSpot. */
    public Builder crm(Crm crm) {
      this.crm = crm;
      return this;
    }

    /**
     * The address to listen on; default 127.0.0.1, which takes connections of this machine only.
     */
    public Builder host(String host) {
      this.host = host;
      return this;
    }

    /** Default 0: any free port. */
    public Builder port(int port) {
      this.port = port;
      return this;
    }

    /** Accepts a token for everything. May be called again for a further one. */
    public Builder token(String token) {
      tokens.put(token, null);
      return this;
    }

    /** Accepts a token for these scopes only: {@code crm.objects.contacts.write}. */
    public Builder token(String token, Set<String> scopes) {
      tokens.put(token, Set.copyOf(scopes));
      return this;
    }

    /** Lets this app get tokens. */
    public Builder oauthApp(OAuthApp app) {
      this.oauthApp = app;
      return this;
    }

    /**
     * How long a token from the CRM lives, by the simulator's clock. Default: 1,800 s with HubSpot,
     * 2 hours with Salesforce.
     */
    public Builder tokenLife(Duration tokenLife) {
      this.tokenLife = tokenLife;
      return this;
    }

    /** How long a call waits for records that another has locked; Salesforce only; default 10 s. */
    public Builder lockWait(Duration lockWait) {
      this.lockWait = lockWait;
      return this;
    }

    /** Most records of a query's answer; Salesforce only; default 2,000. */
    public Builder queryPage(int records) {
      this.queryPage = records;
      return this;
    }

    /** How long an ingest job works on 200 rows; Salesforce only; default 20 ms. */
    public Builder bulkChunkTime(Duration time) {
      this.bulkChunkTime = time;
      return this;
    }

    /** As {@link CrmSimulator#watchVersions}. */
    public Builder watchVersions(String object, String property) {
      versionProperties.put(object, property);
      return this;
    }

    /** Default none. */
    public Builder serviceTime(ServiceTime serviceTime) {
      this.serviceTime = serviceTime;
      return this;
    }

    /** Default {@link Limits#NONE}. */
    public Builder limits(Limits limits) {
      this.limits = limits;
      return this;
    }

    /** How long a changed record stays out of search results; default 2 s. */
    public Builder searchLag(Duration searchLag) {
      this.searchLag = searchLag;
      return this;
    }

    /**
     * Adds properties to an object, and the object itself when the CRM has none of that name. There
     * are, with their usual properties, HubSpot's contacts, companies, deals and tickets and
     * Salesforce's Account, Contact, Lead and Opportunity, and the like of the others.
     */
    public Builder define(String object, Property... properties) {
      definitions.computeIfAbsent(object, o -> new ArrayList<>()).addAll(List.of(properties));
      return this;
    }

    /** Whether every accepted version is kept for {@link CrmSimulator#versions}; default true. */
    public Builder history(boolean history) {
      this.history = history;
      return this;
    }

    public Builder acceptListener(AcceptListener listener) {
      this.listener = listener;
      return this;
    }

    /** Clock of limits, token lives, faults and record times; default the system's. */
    public Builder clock(Clock clock) {
      this.clock = clock;
      return this;
    }

    /** Seed of everything drawn by chance: order of results, jitter, shares of faults. */
    public Builder seed(long seed) {
      this.seed = seed;
      return this;
    }

    /**
     * @throws java.io.UncheckedIOException when the port is taken
     */
    public CrmSimulator start() {
      return new CrmSimulator(this);
    }
  }
}
