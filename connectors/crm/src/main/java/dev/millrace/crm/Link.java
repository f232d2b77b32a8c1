package dev.millrace.crm;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;

/**
 * The parent that a record is to be associated with from now on, and those no longer. Immutable.
 */
public final class Link {

  private final String parent;
  private final Set<String> former;

  /**
   * @param parent the parent's external id, null for none
   * @param former external ids of parents that the record may still be associated with
   */
  public Link(String parent, Collection<String> former) {
    this.parent = parent;
    Set<String> others = new LinkedHashSet<>(former);
    others.remove(parent);
    this.former = Set.copyOf(others);
  }

  /** External id of the parent, never empty; null for none. */
  public String parent() {
    return parent;
  }

  /** External ids of former parents, in no order; never that of {@link #parent}. */
  public Set<String> former() {
    return former;
  }

  /** This link, laid over an earlier one of the same record that may or may not have been made. */
  Link over(Link earlier) {
    Set<String> all = new LinkedHashSet<>(former);
    all.addAll(earlier.former);
    if (earlier.parent != null) {
      all.add(earlier.parent);
    }
    return new Link(parent, all);
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Link
        && Objects.equals(parent, ((Link) o).parent)
        && former.equals(((Link) o).former);
  }

  @Override
  public int hashCode() {
    return Objects.hash(parent, former);
  }

  /** Says no external id. */
  @Override
  public String toString() {
    return (parent == null ? "no parent" : "a parent") + ", " + former.size() + " former";
  }
}
