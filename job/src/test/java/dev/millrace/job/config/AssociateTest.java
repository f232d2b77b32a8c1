package dev.millrace.job.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.crm.Association;
import org.junit.jupiter.api.Test;

/** {@code associate} of a mapping. */
class AssociateTest {

  private static final String COMPANIES =
      """
        - table: public.companies
          object: companies
          id: company_id
          fields: {company_id: id}
      delivery:
      """;

  static final String ASSOCIATED =
      associated("associate: {to: companies, by: CAST(company_id AS VARCHAR)}");

  @Test
  void namesTheParentsObjectWhoseMappingHasTheId() throws ConfigException {
    MappingConfig mapping = Texts.load(ASSOCIATED).mappings().get(0);

    AssociateConfig associate = mapping.associations().get(0);
    assertThat(mapping.associations()).hasSize(1);
    assertThat(associate.association()).isEqualTo(new Association("companies", "company_id"));
    assertThat(associate.by()).isEqualTo("CAST(company_id AS VARCHAR)");
    assertThat(mapping.where(associate.byKey())).isEqualTo("shop.yaml:21 mappings[0].associate.by");
  }

  @Test
  void mayBeSeveralAndBeSetFromOutside() throws ConfigException {
    MappingConfig mapping =
        Texts.load(
                associated(
                    "associate:\n        - {to: companies, by: company_id}\n        - to: contacts\n"
                        + "          by: manager_id"),
                "--mappings.0.associate.1.by",
                "boss_id")
            .mappings()
            .get(0);

    assertThat(mapping.associations())
        .extracting(a -> a.association() + " = " + a.by() + " at " + mapping.where(a.byKey()))
        .containsExactly(
            "companies by company_id = company_id at shop.yaml:22 mappings[0].associate.0.by",
            "contacts by ext_id = boss_id at argument --mappings.0.associate.1.by");
  }

  @Test
  void faultsAreToldWithTheirLines() {
    assertThat(Texts.faults(associated("associate: companies")))
        .containsExactly(
            "shop.yaml:21 mappings[0].associate: 'companies'; expected {to: object, by: expression},"
                + " or a list of such");
    assertThat(Texts.faults(associated("associate: {to: companies, bye: x}")))
        .containsExactly(
            "shop.yaml:21 mappings[0].associate.bye: unknown key 'bye'; expected 'by'",
            "shop.yaml:21 mappings[0].associate.by: missing; expected an expression over the row's"
                + " columns, the parent's id");
    assertThat(Texts.faults(associated("associate: {to: deals, by: deal_id}")))
        .containsExactly(
            "shop.yaml:21 mappings[0].associate.to: no mapping has the object 'deals'; expected one"
                + " of contacts, companies; mend: map the parents' table too: its id says what by"
                + " must give");
    assertThat(
            Texts.faults(
                associated("associate: [{to: companies, by: a}, {to: companies, by: b}, c]")))
        .containsExactly(
            "shop.yaml:21 mappings[0].associate.2: a text; expected a map, {to: object, by:"
                + " expression}",
            "shop.yaml:21 mappings[0].associate.1.to: a second association with 'companies';"
                + " expected one with an object, since associations without a label cannot be told"
                + " apart");
    assertThat(
            Texts.faults(
                associated("associate: {to: contacts, by: boss_id}")
                    .replace("object: companies", "object: contacts")))
        .containsExactly(
            "shop.yaml:21 mappings[0].associate.to: the mappings to 'contacts' have the ids ext_id,"
                + " company_id; expected the same id in all of them, since by gives its value");
    assertThat(Texts.faults(associated("associate: {to: companies, by: '(company_id'}")))
        .singleElement()
        .asString()
        .startsWith("shop.yaml:21 mappings[0].associate.by: `(company_id` is not an expression");
  }

  @Test
  void isForHubSpotOnly() {
    assertThat(Texts.faults(ASSOCIATED.replace("type: hubspot", "type: salesforce")))
        .containsExactly(
            "shop.yaml:21 mappings[0].associate: associations, which this CRM does not have;"
                + " expected a sink of type hubspot; mend: leave it out; records of Salesforce find"
                + " their parent by a field: Account.Ext_Id__c");
  }

  private static String associated(String associate) {
    return Texts.good("on-delete: ignore", associate).replace("delivery:\n", COMPANIES);
  }
}
