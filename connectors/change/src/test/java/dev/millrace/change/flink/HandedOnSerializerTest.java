package dev.millrace.change.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicReference;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;

class HandedOnSerializerTest {

  @SuppressWarnings("rawtypes")
  private final TypeSerializer<AtomicReference> serializer =
      HandedOnTypeInfo.of(AtomicReference.class).createSerializer(new SerializerConfigImpl());

  @Test
  void aCopyIsTheSameInstanceAndIsCounted() {
    long before = HandedOnSerializer.copies();
    AtomicReference<String> record = new AtomicReference<>("a value");

    assertThat(serializer.copy(record)).isSameAs(record);
    assertThat(serializer.copy(record, new AtomicReference<>())).isSameAs(record);
    assertThat(HandedOnSerializer.copies() - before).isEqualTo(2);
  }

  @Test
  void writingAndReadingAreRefusedWithWhatMendsIt() {
    DataOutputSerializer out = new DataOutputSerializer(16);

    assertThatThrownBy(() -> serializer.serialize(new AtomicReference<>("a value"), out))
        .hasMessageContaining("AtomicReference is handed on within one chain")
        .hasMessageContaining("pipeline.operator-chaining.enabled")
        .hasMessageNotContaining("a value");
    assertThat(out.length()).isZero();
    assertThatThrownBy(() -> serializer.deserialize(new DataInputDeserializer(new byte[8])))
        .hasMessageContaining("never written");
  }

  @Test
  void theTypeInfoTravelsWithTheJobGraph() throws Exception {
    HandedOnTypeInfo<?> info = HandedOnTypeInfo.of(AtomicReference.class);

    assertThat((Object) InstantiationUtil.clone(info)).isEqualTo(info);
    assertThat(InstantiationUtil.clone(serializer)).isEqualTo(serializer);
  }
}
