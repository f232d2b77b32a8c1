package dev.millrace.simulator.salesforce;

import dev.millrace.simulator.server.Tenant;
import dev.millrace.simulator.store.ObjectType;

/** What the endpoints of a Salesforce org share. */
record Org(Tenant tenant, RowLocks locks, int queryPage) {

  /** Most records of a collections call, and of a chunk that an ingest job handles at once. */
  static final int MOST_RECORDS = 200;

  /**
   * @throws RefusedCall when there is no such object
   */
  ObjectType type(String name, int statusOtherwise) {
    ObjectType type = tenant.store().type(name);
    if (type == null) {
      throw (statusOtherwise == 404 ? Errors.notFound() : Errors.unknownObject(name))
          .refusing(statusOtherwise);
    }
    return type;
  }

  /** The object that ids like this are of; null when there is none. */
  ObjectType typeOfId(String id) {
    for (ObjectType type : tenant.store().types()) {
      if (id.startsWith(type.typeId())) {
        return type;
      }
    }
    return null;
  }
}
