package dev.millrace.change.flink;

import java.util.Objects;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/**
 * Type information of an immutable type whose instances are handed on between chained operators.
 * Nothing of it can cross a network or enter state: {@link HandedOnSerializer} refuses, so that no
 * row value can end up anywhere by accident.
 */
public final class HandedOnTypeInfo<T> extends TypeInformation<T> {

  private static final long serialVersionUID = 1L;

  private final Class<T> type;

  private HandedOnTypeInfo(Class<T> type) {
    this.type = Objects.requireNonNull(type, "type");
  }

  public static <T> HandedOnTypeInfo<T> of(Class<T> type) {
    return new HandedOnTypeInfo<>(type);
  }

  @Override
  public boolean isBasicType() {
    return false;
  }

  @Override
  public boolean isTupleType() {
    return false;
  }

  @Override
  public int getArity() {
    return 1;
  }

  @Override
  public int getTotalFields() {
    return 1;
  }

  @Override
  public Class<T> getTypeClass() {
    return type;
  }

  @Override
  public boolean isKeyType() {
    return false;
  }

  @Override
  public TypeSerializer<T> createSerializer(SerializerConfig config) {
    return new HandedOnSerializer<>(type);
  }

  @Deprecated
  @Override
  public TypeSerializer<T> createSerializer(ExecutionConfig config) {
    return new HandedOnSerializer<>(type);
  }

  @Override
  public boolean canEqual(Object o) {
    return o instanceof HandedOnTypeInfo;
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof HandedOnTypeInfo && type == ((HandedOnTypeInfo<?>) o).type;
  }

  @Override
  public int hashCode() {
    return type.hashCode();
  }

  @Override
  public String toString() {
    return "HandedOn<" + type.getSimpleName() + '>';
  }
}
