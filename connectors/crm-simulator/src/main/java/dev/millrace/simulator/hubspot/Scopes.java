package dev.millrace.simulator.hubspot;

import dev.millrace.simulator.store.ObjectType;

/** The scope each endpoint asks for. */
final class Scopes {

  private Scopes() {}

  static String needed(Route route, ObjectType type, String method) {
    String area = route.kind() == Route.Kind.PROPERTIES ? "crm.schemas." : "crm.objects.";
    String object = type.typeId().startsWith("2-") ? "custom" : type.name();
    return area + object + (route.reads(method) ? ".read" : ".write");
  }
}
