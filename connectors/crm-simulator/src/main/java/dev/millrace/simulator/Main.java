package dev.millrace.simulator;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs the simulator until it is interrupted. */
@Command(
    name = "crm-simulator",
    mixinStandardHelpOptions = true,
    description = "A CRM on this machine that answers like HubSpot or another.")
public final class Main implements Callable<Integer> {

  @Option(
      names = "--crm",
      defaultValue = "hubspot",
      description = "Which CRM to be: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private Crm crm;

  @Option(
      names = "--host",
      defaultValue = "127.0.0.1",
      description =
          "The address to listen on; 0.0.0.0 for every one of the machine. Default:"
              + " ${DEFAULT-VALUE}.")
  private String host;

  @Option(names = "--port", defaultValue = "8090", description = "Default: ${DEFAULT-VALUE}.")
  private int port;

  @Option(
      names = "--token",
      defaultValue = CrmSimulator.DEFAULT_TOKEN,
      description = "Bearer token to accept. Default: ${DEFAULT-VALUE}.")
  private String token;

  @Option(
      names = "--service-time",
      defaultValue = "20",
      description = "Milliseconds a call takes. Default: ${DEFAULT-VALUE}.")
  private long serviceTimeMillis;

  @Option(
      names = "--limits",
      defaultValue = "none",
      description =
          "none; free, professional, enterprise or oauth with HubSpot; developer or enterprise with"
              + " Salesforce; standard with Dataverse and Zoho; lite with Pipedrive."
              + " Default: ${DEFAULT-VALUE}.")
  private String limits;

  @Option(
      names = "--define",
      description =
          "A property to add, as object.name or object.name:type; with a unique value when the name"
              + " ends with '!', which with Salesforce is an external id. May be repeated.")
  private List<String> definitions = new ArrayList<>();

  @Option(
      names = "--app",
      description =
          "An app that may get tokens, as client-id:client-secret:refresh-token. Default: none.")
  private String app;

  @Option(names = "--no-history", description = "Do not keep every accepted version.")
  private boolean noHistory;

  @Spec private CommandSpec spec;

  private Main() {}

  public static void main(String[] args) {
    System.exit(
        new CommandLine(new Main()).setCaseInsensitiveEnumValuesAllowed(true).execute(args));
  }

  @Override
  public Integer call() throws InterruptedException {
    try (CrmSimulator simulator = builder().start()) {
      System.out.println("The simulated CRM is at " + simulator.baseUrl());
      new CountDownLatch(1).await();
    } catch (UncheckedIOException e) {
      spec.commandLine()
          .getErr()
          .println(
              "--host "
                  + host
                  + " --port "
                  + port
                  + ": cannot be opened ("
                  + e.getCause().getCause()
                  + "); expected a free port of this machine; mend: give another --port");
      return 1;
    }
    return 0;
  }

  private CrmSimulator.Builder builder() {
    try {
      CrmSimulator.Builder builder =
          CrmSimulator.builder()
              .crm(crm)
              .host(host)
              .port(port)
              .token(token)
              .serviceTime(ServiceTime.fixed(Duration.ofMillis(serviceTimeMillis)))
              .limits(Limits.named(crm, limits))
              .history(!noHistory);
      if (app != null) {
        builder.oauthApp(app(app));
      }
      definitions.forEach(definition -> define(builder, crm, definition));
      return builder;
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
  }

  static OAuthApp app(String app) {
    String[] words = app.split(":", -1);
    if (words.length != 3) {
      throw new IllegalArgumentException("--app: expected client-id:client-secret:refresh-token");
    }
    return new OAuthApp(words[0], words[1], words[2]);
  }

  static void define(CrmSimulator.Builder builder, Crm crm, String definition) {
    String[] sides = definition.split(":", 2);
    int dot = sides[0].indexOf('.');
    if (dot < 1) {
      throw new IllegalArgumentException(
          "--define '" + definition + "': expected object.name[!][:type]");
    }
    String name = sides[0].substring(dot + 1);
    boolean unique = name.endsWith("!");
    PropertyType type = sides.length == 1 ? PropertyType.STRING : PropertyType.named(sides[1]);
    Property property = Property.of(unique ? name.substring(0, name.length() - 1) : name, type);
    if (unique) {
      property = property.asUnique();
      if (crm == Crm.SALESFORCE) {
        property = property.asExternalId();
      }
    }
    builder.define(sides[0].substring(0, dot), property);
  }
}
