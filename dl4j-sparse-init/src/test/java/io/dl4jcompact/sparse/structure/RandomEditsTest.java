package io.dl4jcompact.sparse.structure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dl4jcompact.sparse.DensityRule;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Random edits of residual networks, against a count of the test's own. */
class RandomEditsTest {

  private static final int SIDE = 8;

  private static Structure start() {
    List<LayerPlan> layers = new ArrayList<>();
    layers.add(new ConvolutionPlan("stem", 4, 3));
    for (int block = 0; block < 3; block++) {
      layers.add(new ConvolutionPlan("a" + block, 4, 3, 1, 1, false, true, 0));
      layers.add(new ConvolutionPlan("b" + block, 4, 3, 1, 1, false, true, 2));
    }
    layers.add(PoolingPlan.global("pool", PoolingPlan.Pooling.AVERAGE));
    layers.add(new DensePlan("fc", 3, true));
    return new Structure("T", "random", SignalShape.map(3, SIDE, SIDE), layers);
  }

  @Property(tries = 200)
  void eachEditKeepsCountsAndFilesRight(@ForAll long seed) throws Exception {
    Random random = new Random(seed);
    Structure structure = start();
    for (int edit = 0; edit < 12; edit++) {
      structure = edited(structure, random, edit);
      assertThat(structure.parameters()).isEqualTo(parameters(structure));
      StructureView view = new StructureView(structure, DensityRule.ERDOS_RENYI_KERNEL, 0.3);
      assertThat(view.total().parameters()).isEqualTo(structure.parameters());
      // Either neighbour of a half is right.
      assertThat((double) view.total().connections())
          .isCloseTo(0.3 * view.total().weights(), within(0.5 + 1e-6));
      byte[] file = StructureFile.text(structure).getBytes(StandardCharsets.UTF_8);
      assertThat(StructureFile.parse("file", file)).isEqualTo(structure);
    }
  }

  /** Layers before the pooling only, all of which keep height and width. */
  private static Structure edited(Structure structure, Random random, int edit) {
    int convolutions = structure.layers().size() - 2;
    int at = random.nextInt(convolutions);
    String name = structure.layers().get(at).name();
    return switch (random.nextInt(convolutions > 3 ? 3 : 2)) {
      case 0 -> structure.withWidth(name, 1 + random.nextInt(9));
      case 1 -> structure.addAfter(name, new ConvolutionPlan("n" + edit, 5, 3));
      default -> structure.remove(name);
    };
  }

  private static long parameters(Structure structure) {
    List<Long> channels = new ArrayList<>(List.of(3L));
    long sum = 0;
    for (LayerPlan layer : structure.layers()) {
      long in = channels.get(channels.size() - 1);
      if (layer instanceof ConvolutionPlan convolution) {
        long own = (convolution.bias() ? 1 : 0) + (convolution.batchNorm() ? 2 : 0);
        long out = convolution.nOut();
        sum += 9 * in * out + own * out;
        channels.add(out);
        long from = channels.get(channels.size() - 1 - Math.max(1, convolution.shortcut()));
        sum += convolution.shortcut() > 0 && from != out ? from * out + own * out : 0;
      } else if (layer instanceof DensePlan dense) {
        sum += (in + 1) * dense.nOut();
      }
    }
    return sum;
  }
}
