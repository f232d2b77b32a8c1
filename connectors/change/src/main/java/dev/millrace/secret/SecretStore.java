package dev.millrace.secret;

import java.io.IOException;

/**
 * A place where secrets are kept besides variables and files, found by {@link
 * java.util.ServiceLoader}. A {@link SecretReference} names it as {@code ${kind:place}}. Needs a
 * constructor without arguments; is made anew for each secret.
 */
public interface SecretStore {

  /** Lower-case letters and dashes, such as {@code aws-secret}. */
  String kind();

  /**
   * The secret, now.
   *
   * @param place what stands behind the kind; never null
   * @return null where there is none at that place
   * @throws IOException when the store does not answer or refuses; its message is shown to people
   *     and has no secret in it
   */
  String read(String place) throws IOException;

  /** What has to be done where a secret cannot be had from that place. */
  String mend(String place);
}
