package io.dl4jcompact.sparse.structure;

import java.util.List;

/** The last tokens' normalisation, after which only the class token goes on. */
public record ClassTokenPlan(String name) implements LayerPlan {

  /**
   * @throws IllegalArgumentException if the name is not one
   */
  public ClassTokenPlan {
    Named.require("name", name);
  }

  @Override
  public String kind() {
    return "classToken";
  }

  @Override
  public SignalShape output(SignalShape input) {
    require(input, SignalShape.Kind.TOKENS, "tokens, which a layer \"patches\" makes");
    return SignalShape.vector(input.channels());
  }

  @Override
  public LayerCost cost(SignalShape input) {
    return new LayerCost(List.of(), 2 * input.channels(), 0);
  }

  @Override
  public ClassTokenPlan withName(String other) {
    return new ClassTokenPlan(other);
  }
}
