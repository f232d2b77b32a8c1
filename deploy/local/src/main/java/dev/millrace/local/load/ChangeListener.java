package dev.millrace.local.load;

/**
 * Hears of each change right before its row's {@code changed_at} is taken. Many threads call it.
 */
@FunctionalInterface
public interface ChangeListener {

  /**
   * A change is about to be made.
   *
   * @param object of the CRM, that the row's record is of
   * @param kind inserted, updated or deleted
   */
  void changing(String object, long id, String kind);
}
