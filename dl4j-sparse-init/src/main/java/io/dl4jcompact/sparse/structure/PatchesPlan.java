package io.dl4jcompact.sparse.structure;

import java.util.List;

/**
 * The first layer of a vision transformer: each patch of an image becomes a token by a dense layer
 * that all share, a class token is put before them, and a learned position is added to each.
 *
 * @param nOut values of a token, 1 to 1,048,576
 * @param patch side of a patch, 1 to 1,024, which divides height and width
 * @see <a href="https://arxiv.org/abs/2010.11929">Dosovitskiy et al. 2021, eq. 1</a>
 */
public record PatchesPlan(String name, int nOut, int patch) implements LayerPlan {

  /**
   * @throws IllegalArgumentException if a value is out of its range
   */
  public PatchesPlan {
    Named.require("name", name);
    Named.requireRange("nOut", nOut, 1, MOST_WIDTH);
    Named.requireRange("patch", patch, 1, 1024);
  }

  @Override
  public String kind() {
    return "patches";
  }

  @Override
  public SignalShape output(SignalShape input) {
    require(input, SignalShape.Kind.MAP, "channels, height, width");
    if (input.height() % patch != 0 || input.width() % patch != 0) {
      throw refused(
          "patch", "%d, expected a divisor of height and width of %s".formatted(patch, input));
    }
    return SignalShape.tokens(patches(input) + 1, nOut);
  }

  @Override
  public LayerCost cost(SignalShape input) {
    LayerCost embedding = LayerCost.kernel(nOut, input.channels(), patch, patches(input), 1);
    long classTokenAndPositions = Math.multiplyExact(patches(input) + 2, (long) nOut);
    return embedding.plus(new LayerCost(List.of(), classTokenAndPositions, 0));
  }

  private long patches(SignalShape input) {
    return input.positions() / ((long) patch * patch);
  }

  @Override
  public PatchesPlan withWidth(int width) {
    return new PatchesPlan(name, width, patch);
  }

  @Override
  public PatchesPlan withName(String other) {
    return new PatchesPlan(other, nOut, patch);
  }
}
