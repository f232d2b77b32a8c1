package dev.millrace.crm.http;

import java.net.URI;
import java.net.URISyntaxException;
import org.apache.hc.core5.http.HttpHost;

/** Where requests go: a host, and a path that they all have in front. */
final class Address {

  final String url;
  final HttpHost host;

  /** Without a slash at its end; empty for none. */
  final String path;

  private Address(String url, HttpHost host, String path) {
    this.url = url;
    this.host = host;
    this.path = path;
  }

  /**
   * @throws IllegalArgumentException when the text is no URL with a host
   */
  static Address of(String url) {
    URI uri = URI.create(url);
    HttpHost host;
    try {
      host =
          HttpHost.create(
              new URI(uri.getScheme(), null, uri.getHost(), uri.getPort(), null, null, null));
    } catch (URISyntaxException | NullPointerException e) {
      throw new IllegalArgumentException("'" + url + "' is not of the form https://host:port", e);
    }
    String path = uri.getRawPath() == null ? "" : uri.getRawPath();
    return new Address(url, host, path.endsWith("/") ? path.substring(0, path.length() - 1) : path);
  }
}
