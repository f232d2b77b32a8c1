package dev.millrace.simulator.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What goes back for a call. */
public final class Answer {

  public static final String JSON = "application/json;charset=utf-8";
  public static final String HTML = "text/html";

  private final int status;
  private final String contentType;
  private final ByteBuf body;
  private final List<String> headers = new ArrayList<>(0);

  private Answer(int status, String contentType, ByteBuf body) {
    this.status = status;
    this.contentType = contentType;
    this.body = body;
  }

  /** The body becomes the answer's. */
  public static Answer json(int status, ByteBuf body) {
    return new Answer(status, JSON, body);
  }

  /**
   * @param body as {@link Json#write} takes it
   */
  public static Answer json(int status, Object body) {
    return json(status, Json.bytes(body));
  }

  public static Answer html(int status, String page) {
    return text(status, HTML, page);
  }

  public static Answer text(int status, String contentType, String text) {
    return new Answer(
        status, contentType, ByteBufUtil.writeUtf8(UnpooledByteBufAllocator.DEFAULT, text));
  }

  public static Answer empty(int status) {
    return new Answer(status, null, Unpooled.EMPTY_BUFFER);
  }

  /** No answer: the connection is closed without a byte. */
  static Answer cut() {
    return empty(0);
  }

  boolean isCut() {
    return status == 0;
  }

  public Answer header(String name, String value) {
    headers.add(name);
    headers.add(value);
    return this;
  }

  public int status() {
    return status;
  }

  /** Null when there is no body. */
  public String contentType() {
    return contentType;
  }

  ByteBuf body() {
    return body;
  }

  /** The body as text, freeing it. */
  public String takeText() {
    try {
      return body.toString(StandardCharsets.UTF_8);
    } finally {
      body.release();
    }
  }

  public boolean hasHeader(String name) {
    for (int i = 0; i < headers.size(); i += 2) {
      if (headers.get(i).equals(name)) {
        return true;
      }
    }
    return false;
  }

  /** Names and values by turns. */
  List<String> headers() {
    return headers;
  }

  void discard() {
    body.release();
  }
}
