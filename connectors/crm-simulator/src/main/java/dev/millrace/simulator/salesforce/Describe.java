package dev.millrace.simulator.salesforce;

import dev.millrace.simulator.PropertyType;
import dev.millrace.simulator.store.ObjectType;
import dev.millrace.simulator.store.Slot;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What there is: objects and their fields. */
final class Describe {

  private static final Map<String, String> SOAP_TYPES =
      Map.of(
          "double", "xsd:double",
          "boolean", "xsd:boolean",
          "date", "xsd:date",
          "datetime", "xsd:dateTime",
          "id", "tns:ID",
          "reference", "tns:ID");

  private Describe() {}

  /** An object without its fields. */
  static Map<String, Object> brief(ObjectType type, String base) {
    Map<String, Object> body = new LinkedHashMap<>();
    String url = base + "/sobjects/" + type.name();
    body.put("name", type.name());
    body.put("label", type.name());
    body.put("labelPlural", type.name() + "s");
    body.put("keyPrefix", type.typeId());
    body.put("custom", Fields.isCustom(type.name()));
    for (String can :
        List.of("createable", "updateable", "deletable", "queryable", "retrieveable")) {
      body.put(can, true);
    }
    body.put(
        "urls",
        Map.of("sobject", url, "describe", url + "/describe", "rowTemplate", url + "/{ID}"));
    return body;
  }

  static Map<String, Object> full(ObjectType type, String base) {
    Map<String, Object> body = brief(type, base);
    body.put("fields", type.slots().stream().map(Describe::field).toList());
    body.put("childRelationships", List.of());
    body.put("recordTypeInfos", List.of());
    return body;
  }

  private static Map<String, Object> field(Slot slot) {
    String type = slot.name().equals("Id") ? "id" : Fields.type(slot);
    boolean number = slot.property().type() == PropertyType.NUMBER;
    boolean picklist = slot.property().type() == PropertyType.ENUMERATION;
    boolean writable = !slot.property().readOnly();
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("name", slot.name());
    body.put("label", slot.name());
    body.put("type", type);
    body.put("soapType", SOAP_TYPES.getOrDefault(type, "xsd:string"));
    body.put("length", Fields.length(slot));
    body.put("byteLength", 3 * Fields.length(slot));
    body.put("precision", number ? 18 : 0);
    body.put("scale", number ? 2 : 0);
    body.put("digits", 0);
    body.put("custom", Fields.isCustom(slot.name()));
    body.put("createable", writable);
    body.put("updateable", writable);
    body.put(
        "nillable", !slot.property().required() && slot.property().type() != PropertyType.BOOL);
    body.put("defaultedOnCreate", !writable || slot.property().type() == PropertyType.BOOL);
    body.put("calculated", false);
    body.put("externalId", slot.property().externalId());
    body.put("idLookup", slot.name().equals("Id") || slot.property().idLookup());
    body.put("unique", slot.unique());
    body.put("caseSensitive", slot.unique() && !slot.property().ignoresCase());
    body.put("filterable", true);
    body.put("restrictedPicklist", picklist && !slot.property().options().isEmpty());
    body.put("picklistValues", slot.property().options().stream().map(Describe::option).toList());
    String target = slot.property().target();
    body.put("referenceTo", target == null ? List.of() : List.of(target));
    body.put("relationshipName", Fields.relationship(slot));
    body.put("polymorphicForeignKey", false);
    return body;
  }

  private static Map<String, Object> option(String value) {
    Map<String, Object> option = new LinkedHashMap<>();
    option.put("active", true);
    option.put("defaultValue", false);
    option.put("label", value);
    option.put("value", value);
    return option;
  }
}
