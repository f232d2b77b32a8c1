package dev.millrace.job.config;

import dev.millrace.crm.Association;
import java.io.Serializable;
import java.util.Objects;

/** One entry of a mapping's {@code associate}: which record of another object is the parent. */
public final class AssociateConfig implements Serializable {

  private static final long serialVersionUID = 1L;

  private final Association association;
  private final String by;
  private final String key;

  /**
   * @param key what {@link MappingConfig#where} takes for the entry
   */
  public AssociateConfig(Association association, String by, String key) {
    this.association = Objects.requireNonNull(association, "association");
    this.by = Objects.requireNonNull(by, "by");
    this.key = Objects.requireNonNull(key, "key");
  }

  /** The parents' object, and the field that identifies them: the id of that object's mapping. */
  public Association association() {
    return association;
  }

  /** The expression over the row's columns that gives the parent's external id. */
  public String by() {
    return by;
  }

  /** What {@link MappingConfig#where} takes for {@link #by}. */
  public String byKey() {
    return key + ".by";
  }
}
