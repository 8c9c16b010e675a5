package io.dl4jcompact.sparse;

import static io.dl4jcompact.sparse.MaskedNetworks.GIVEN;
import static io.dl4jcompact.sparse.MaskedNetworks.HIDDEN;
import static io.dl4jcompact.sparse.MaskedNetworks.INPUTS;
import static io.dl4jcompact.sparse.MaskedNetworks.WEIGHTS;
import static io.dl4jcompact.sparse.MaskedNetworks.dense;
import static io.dl4jcompact.sparse.MaskedNetworks.given;
import static io.dl4jcompact.sparse.MaskedNetworks.network;
import static io.dl4jcompact.sparse.MaskedNetworks.sgd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import org.deeplearning4j.nn.conf.distribution.NormalDistribution;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.weightnoise.WeightNoise;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Weight noise goes with its layer through clones and Java's serialisation. */
class ClonedNoiseTest {

  private static SparseLayer noisy() {
    return given(
        dense()
            .weightNoise(new WeightNoise(new NormalDistribution(0, 100)))
            .biasInit(0.25)
            .build());
  }

  /** The last output has no connections, so that it is its bias's, whatever the noise. */
  private static void requireNoNoiseInUnconnectedWeights(Layer layer) {
    MultiLayerNetwork network = network(sgd(), layer);
    INDArray x = Nd4j.randn(DataType.FLOAT, 2, INPUTS);

    INDArray output = network.feedForward(x, true).get(1);

    float bias = (float) Math.tanh(0.25);
    float[] last = output.getColumn(HIDDEN - 1).dup().data().asFloat();
    assertArrayEquals(new float[] {bias, bias}, last, 1e-6f);
    float[] first = output.getColumn(0).dup().data().asFloat();
    assertThat(first).doesNotContain(bias);
  }

  @Test
  void clonesHaveNoiseOfTheirOwn() {
    SparseLayer layer = noisy();

    SparseLayer clone = layer.clone();

    assertThat(clone.getWeightNoise())
        .isEqualTo(layer.getWeightNoise())
        .isNotSameAs(layer.getWeightNoise());
    // The clone's noise follows the clone's mask, not the other's.
    layer.setMask("W", Mask.of(WEIGHTS, i -> true));
    assertThat(clone.mask("W", WEIGHTS)).isEqualTo(GIVEN);
    requireNoNoiseInUnconnectedWeights(clone);
  }

  @Test
  void serialisedLayersKeepTheirMasksAndNoise() throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(noisy());
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      SparseLayer read = (SparseLayer) in.readObject();

      assertThat(read).isEqualTo(noisy());
      // As it is: a network of clones would make the noise anew.
      MultiLayerNetwork network = network(sgd(), dense().build());
      network.getLayer(0).conf().setLayer(read);
      INDArray weights =
          read.getUnderlying()
              .getWeightNoise()
              .getParameter(network.getLayer(0), "W", 0, 0, true, LayerWorkspaceMgr.noWorkspaces());
      double[] values = Masks.values(weights);
      for (int i = 0; i < WEIGHTS; i++) {
        assertThat(values[i] != 0).as("weight %d", i).isEqualTo(GIVEN.isConnected(i));
      }
    }
  }
}
