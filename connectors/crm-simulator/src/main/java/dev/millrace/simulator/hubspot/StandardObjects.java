package dev.millrace.simulator.hubspot;

import dev.millrace.simulator.Property;
import dev.millrace.simulator.PropertyType;
import dev.millrace.simulator.store.ObjectType;
import dev.millrace.simulator.store.Store;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The objects every HubSpot account has, with the properties that are used most. */
final class StandardObjects {

  /** Stages a record can only move down this list, unless it is cleared first. */
  static final List<String> LIFECYCLE_STAGES =
      List.of(
          "subscriber",
          "lead",
          "marketingqualifiedlead",
          "salesqualifiedlead",
          "opportunity",
          "customer",
          "evangelist",
          "other");

  /** Properties one of whose groups must be complete in a new record. */
  static final Map<String, List<List<String>>> REQUIRED =
      Map.of(
          "companies", List.of(List.of("name"), List.of("domain")),
          "deals", List.of(List.of("dealname", "dealstage", "pipeline")),
          "tickets", List.of(List.of("subject", "hs_pipeline", "hs_pipeline_stage")));

  /** Properties of an answer when the call names none, beside those of every object. */
  static final Map<String, List<String>> SHOWN =
      Map.of(
          "contacts", List.of("email", "firstname", "lastname"),
          "companies", List.of("domain", "name"),
          "deals", List.of("amount", "closedate", "dealname", "dealstage", "pipeline"),
          "tickets",
              List.of(
                  "content",
                  "hs_pipeline",
                  "hs_pipeline_stage",
                  "hs_ticket_category",
                  "hs_ticket_priority",
                  "subject"));

  private static final String CONTACTS =
      """
      email unique; firstname; lastname; phone; mobilephone; fax; company; website; jobtitle
      salutation; address; city; state; zip; country; industry; annualrevenue; date_of_birth
      message; job_function; seniority; field_of_study; school; degree; twitterhandle
      hubspot_owner_id; hs_language
      lifecyclestage = subscriber lead marketingqualifiedlead salesqualifiedlead opportunity customer evangelist other
      hs_lead_status = NEW OPEN IN_PROGRESS OPEN_DEAL UNQUALIFIED ATTEMPTED_TO_CONTACT CONNECTED BAD_TIMING
      """;

  private static final String COMPANIES =
      """
      name; domain; website; phone; address; address2; city; state; zip; country; timezone
      description; about_us; founded_year; linkedin_company_page; hubspot_owner_id
      numberofemployees : number
      annualrevenue : number
      is_public : bool
      type = PROSPECT PARTNER RESELLER VENDOR OTHER
      lifecyclestage = subscriber lead marketingqualifiedlead salesqualifiedlead opportunity customer evangelist other
      industry = ACCOUNTING AIRLINES_AVIATION APPAREL_FASHION AUTOMOTIVE BANKING BIOTECHNOLOGY CHEMICALS COMPUTER_SOFTWARE CONSTRUCTION CONSUMER_GOODS CONSUMER_SERVICES EDUCATION_MANAGEMENT ENTERTAINMENT FARMING FINANCIAL_SERVICES FOOD_BEVERAGES FURNITURE GOVERNMENT_ADMINISTRATION HOSPITAL_HEALTH_CARE HOSPITALITY HUMAN_RESOURCES INFORMATION_TECHNOLOGY_AND_SERVICES INSURANCE INTERNET LEGAL_SERVICES LOGISTICS_AND_SUPPLY_CHAIN MACHINERY MANAGEMENT_CONSULTING MARKETING_AND_ADVERTISING MINING_METALS OIL_ENERGY PHARMACEUTICALS REAL_ESTATE RENEWABLES_ENVIRONMENT RETAIL TELECOMMUNICATIONS TRANSPORTATION_TRUCKING_RAILROAD UTILITIES WHOLESALE WINE_AND_SPIRITS
      """;

  private static final String DEALS =
      """
      dealname; description; hubspot_owner_id; deal_currency_code
      amount : number
      closedate : datetime
      pipeline = default
      dealstage = appointmentscheduled qualifiedtobuy presentationscheduled decisionmakerboughtin contractsent closedwon closedlost
      dealtype = newbusiness existingbusiness
      hs_priority = low medium high
      """;

  private static final String TICKETS =
      """
      subject; content; hubspot_owner_id
      hs_pipeline = 0
      hs_pipeline_stage = 1 2 3 4
      hs_ticket_priority = LOW MEDIUM HIGH URGENT
      hs_ticket_category multiple = PRODUCT_ISSUE BILLING_ISSUE FEATURE_REQUEST GENERAL_INQUIRY
      source_type = CHAT EMAIL FORM PHONE
      """;

  private StandardObjects() {}

  static void addTo(Store store) {
    add(store.addType("contacts", "0-1", "CONTACT", "lastmodifieddate"), CONTACTS);
    add(store.addType("companies", "0-2", "COMPANY", "hs_lastmodifieddate"), COMPANIES);
    add(store.addType("deals", "0-3", "DEAL", "hs_lastmodifieddate"), DEALS);
    add(store.addType("tickets", "0-5", "TICKET", "hs_lastmodifieddate"), TICKETS);
  }

  /** What the CRM itself fills in every record. */
  static void addSystemProperties(ObjectType type) {
    type.define(Property.number("hs_object_id").asReadOnly());
    type.define(Property.datetime("createdate").asReadOnly());
    type.define(Property.datetime(type.changedProperty()).asReadOnly());
  }

  private static void add(ObjectType type, String definitions) {
    addSystemProperties(type);
    definitions
        .lines()
        .flatMap(line -> List.of(line.split(";")).stream())
        .map(StandardObjects::property)
        .forEach(type::define);
  }

  /** Reads {@code name [unique|multiple] [: type | = option...]}. */
  private static Property property(String definition) {
    String[] sides = definition.split("[:=]", 2);
    String[] words = sides[0].strip().split(" ");
    Property property;
    if (sides.length == 1) {
      property = Property.string(words[0]);
    } else if (definition.indexOf('=') >= 0) {
      property = Property.enumeration(words[0], sides[1].strip().split(" "));
    } else {
      property =
          Property.of(words[0], PropertyType.valueOf(sides[1].strip().toUpperCase(Locale.ROOT)));
    }
    if (words.length == 1) {
      return property;
    }
    return words[1].equals("unique") ? property.asUnique() : property.asMultiple();
  }
}
