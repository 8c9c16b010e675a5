package io.dl4jcompact.binary.packed;

import static org.assertj.core.api.Assertions.assertThat;

import io.dl4jcompact.binary.flip.Noise;
import io.dl4jcompact.runtime.graph.ElementType;
import io.dl4jcompact.runtime.graph.TensorType;
import io.dl4jcompact.runtime.graph.Window;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class PackedPoolingTest {

  /** Forward and backward pass are those of Deeplearning4j's layer on the numbers 0 and 1. */
  @Property(tries = 60)
  void isDeeplearning4js(
      @ForAll @IntRange(min = 1, max = 3) int kernel,
      @ForAll @IntRange(min = 1, max = 3) int stride,
      @ForAll @IntRange(min = 3, max = 7) int size,
      @ForAll @IntRange(min = 1, max = 70) int channels,
      @ForAll @IntRange(min = 1, max = 8000) int room,
      @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    WorkingSpace space = new WorkingSpace(new Slices(room));
    TensorType type = new TensorType(ElementType.BIT_01, size, size, channels);
    PackedPooling pooling =
        new PackedPooling(
            "pool", type, new Window(kernel, kernel, stride, stride, 1, 1, 0, 0, 0, 0), space);
    INDArray x = Nd4j.create(DataType.FLOAT, 2, channels, size, size);
    for (int i = 0; i < x.length(); i++) {
      x.putScalar(i, random.nextInt(4) == 0 ? 1 : 0);
    }
    NeuralNetConfiguration conf =
        new NeuralNetConfiguration.Builder()
            .layer(
                new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
                    .kernelSize(kernel, kernel)
                    .stride(stride, stride)
                    .build())
            .build();
    org.deeplearning4j.nn.api.Layer layer =
        conf.getLayer().instantiate(conf, null, 0, null, true, DataType.FLOAT);
    LayerWorkspaceMgr none = LayerWorkspaceMgr.noWorkspaces();
    INDArray expected = layer.activate(x, true, none);

    BitBatch bits = BitArrays.pack(x, type, "pool", space.slices());
    assertThat(BitArrays.unpack(pooling.forward(bits), space).array().reshape(expected.shape()))
        .isEqualTo(expected);

    INDArray signal = Nd4j.create(DataType.FLOAT, expected.shape());
    for (int i = 0; i < signal.length(); i++) {
      signal.putScalar(i, random.nextInt(-8, 9));
    }
    INDArray passed = layer.backpropGradient(signal, none).getSecond();
    SampleFloats packed =
        pooling
            .backward(
                bits,
                BitArrays.channelsLast(signal, pooling.output(), "pool", space),
                new StepContext(0, 0, new Noise(0)),
                true)
            .orElseThrow();
    BitArrays.channelsFirst(packed, type, space.slices());
    assertThat(packed.array().reshape(passed.shape())).isEqualTo(passed);
  }
}
