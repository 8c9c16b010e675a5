package io.dl4jcompact.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dl4jcompact.runtime.graph.Activate;
import io.dl4jcompact.runtime.graph.Activation;
import io.dl4jcompact.runtime.graph.Input;
import io.dl4jcompact.runtime.graph.TensorType;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class LayerExportersTest {

  private static class Cube {}

  private static final class SpecialCube extends Cube {}

  private static final class CubeExporter implements LayerExporter<Cube> {
    @Override
    public Class<Cube> type() {
      return Cube.class;
    }

    @Override
    public Value export(Cube conf, ExportContext context) {
      Activation cube = Activation.of(Activation.Function.CUBE);
      return context.emit(new Activate(cube), context.input());
    }
  }

  @Test
  void anExporterOfTheExactClassIsUsed() {
    GraphBuilder graph = new GraphBuilder();

    Value result = export(graph, new Cube());

    assertThat(result.type()).isEqualTo(TensorType.vector(3));
    assertThat(graph.graph(List.of(result)).node("mine/activate").layer()).isEqualTo("mine");
  }

  @Test
  void aSubclassIsRefusedSinceItMayComputeSomethingElse() {
    assertThatThrownBy(() -> export(new GraphBuilder(), new SpecialCube()))
        .isInstanceOf(ExportException.class)
        .hasMessageContaining("layer 'mine' (Cube)")
        .hasMessageContaining("SpecialCube cannot be exported. Supported are Cube;");
  }

  @Test
  void twoExportersOfOneClassAreRefused() {
    assertThatThrownBy(() -> new LayerExporters(List.of(new CubeExporter(), new CubeExporter())))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("CubeExporter")
        .hasMessageContaining("take one from the class path");
  }

  @Test
  void noExporterAtAllIsRefused() {
    assertThatThrownBy(() -> new LayerExporters(List.of()))
        .isInstanceOf(ExportException.class)
        .hasMessageContaining("META-INF/services/io.dl4jcompact.export.LayerExporter is missing");
  }

  static Stream<ClassLoader> foreignLoaders() {
    return Stream.of(null, ClassLoader.getPlatformClassLoader());
  }

  @ParameterizedTest
  @MethodSource("foreignLoaders")
  void exportersAreFoundWhateverTheContextClassLoader(ClassLoader loader) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    try {
      LayerExporters found = LayerExporters.installed();
      SourceLayer source = new SourceLayer("loss", "LossLayer", Map.of());
      assertThatCode(() -> found.requireSupported(new LossLayer.Builder().build(), source))
          .doesNotThrowAnyException();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static Value export(GraphBuilder graph, Object conf) {
    LayerExporters exporters = new LayerExporters(List.of(new CubeExporter()));
    Value input = graph.addNamed("in", "in", new Input(TensorType.vector(3)));
    SourceLayer source = new SourceLayer("mine", "Cube", Map.of());
    return exporters.export(conf, new ExportContext(source, List.of(input), graph, exporters));
  }
}
