package dev.millrace.simulator.salesforce;

import dev.millrace.simulator.Property;
import dev.millrace.simulator.PropertyType;
import dev.millrace.simulator.store.ObjectType;
import dev.millrace.simulator.store.Store;
import java.util.List;
import java.util.Locale;

/** The objects every org has, with the fields that are used most. */
final class StandardSObjects {

  /** Fields that the CRM fills in. */
  static final List<String> TIMES = List.of("CreatedDate", "LastModifiedDate", "SystemModstamp");

  private static final String ADDRESS =
      """
      %1$sStreet; %1$sCity 40; %1$sState 80; %1$sPostalCode 20; %1$sCountry 80
      """;

  private static final String ACCOUNT =
      """
      Name required; AccountNumber 40; Site 80; Website; Industry; Type; Rating; Ownership
      TickerSymbol 20; Description : json; AccountSource
      Phone : phone_number; Fax : phone_number
      AnnualRevenue : number; NumberOfEmployees : number
      ParentId : reference Account
      """
          + ADDRESS.formatted("Billing")
          + ADDRESS.formatted("Shipping");

  private static final String CONTACT =
      """
      FirstName 40; LastName 80 required; Salutation 40; Title 128; Department 80
      LeadSource; AssistantName 40; Description : json
      Email lookup : email; Phone : phone_number; MobilePhone : phone_number; Fax : phone_number
      Birthdate : date; DoNotCall : bool; HasOptedOutOfEmail : bool
      AccountId : reference Account; ReportsToId : reference Contact
      """
          + ADDRESS.formatted("Mailing")
          + ADDRESS.formatted("Other");

  private static final String LEAD =
      """
      FirstName 40; LastName 80 required; Company required; Salutation 40; Title 128
      Industry; Rating; LeadSource; Website; Street; City 40; State 80; PostalCode 20; Country 80
      Description : json; Status
      Email lookup : email; Phone : phone_number; MobilePhone : phone_number
      AnnualRevenue : number; NumberOfEmployees : number; HasOptedOutOfEmail : bool
      """;

  private static final String OPPORTUNITY =
      """
      Name 120 required; StageName required; CloseDate required : date
      Type; LeadSource; NextStep; Description : json
      Amount : number; Probability : number; TotalOpportunityQuantity : number
      IsPrivate : bool
      AccountId : reference Account; ContactId : reference Contact
      """;

  private StandardSObjects() {}

  static void addTo(Store store) {
    add(store, "Account", "001", ACCOUNT);
    add(store, "Contact", "003", CONTACT);
    add(store, "Opportunity", "006", OPPORTUNITY);
    add(store, "Lead", "00Q", LEAD);
  }

  /** An object of one's own, with a name that may be left out. */
  static ObjectType addCustom(Store store, String name) {
    String prefix = "a" + (char) ('0' + store.types().size() / 10) + store.types().size() % 10;
    ObjectType type = store.addType(name, prefix, name, "LastModifiedDate");
    addSystemFields(type);
    type.define(Property.string("Name").ofLength(80));
    return type;
  }

  private static void addSystemFields(ObjectType type) {
    type.define(Property.string("Id").ofLength(18).asReadOnly());
    TIMES.forEach(name -> type.define(Property.datetime(name).asReadOnly()));
    type.define(Property.bool("IsDeleted").asReadOnly());
  }

  private static void add(Store store, String name, String prefix, String definitions) {
    ObjectType type = store.addType(name, prefix, name, "LastModifiedDate");
    addSystemFields(type);
    definitions
        .lines()
        .flatMap(line -> List.of(line.split(";")).stream())
        .map(StandardSObjects::property)
        .forEach(type::define);
  }

  /** Reads {@code Name [length] [required|lookup] [: type [target]]}. */
  private static Property property(String definition) {
    String[] sides = definition.strip().split(" : ");
    String[] words = sides[0].split(" ");
    Property property = Property.string(words[0]);
    if (sides.length > 1) {
      String[] type = sides[1].split(" ");
      property =
          type.length > 1
              ? Property.reference(words[0], type[1])
              : Property.of(words[0], PropertyType.valueOf(type[0].toUpperCase(Locale.ROOT)));
    }
    for (int i = 1; i < words.length; i++) {
      property =
          switch (words[i]) {
            case "required" -> property.asRequired();
            case "lookup" -> property.asIdLookup();
            default -> property.ofLength(Integer.parseInt(words[i]));
          };
    }
    return property;
  }
}
