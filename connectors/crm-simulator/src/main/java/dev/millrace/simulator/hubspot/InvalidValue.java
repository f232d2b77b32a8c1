package dev.millrace.simulator.hubspot;

/** Why a property does not take a value. */
record InvalidValue(String property, String code, String message) {

  static InvalidValue unknownProperty(String name) {
    return new InvalidValue(
        name, "PROPERTY_DOESNT_EXIST", "Property \"" + name + "\" does not exist");
  }

  static InvalidValue readOnly(String name) {
    return new InvalidValue(
        name,
        "READ_ONLY_VALUE",
        "\"" + name + "\" is a read only property; its value cannot be set.");
  }
}
