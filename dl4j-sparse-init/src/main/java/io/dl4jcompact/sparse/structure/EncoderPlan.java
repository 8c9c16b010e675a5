package io.dl4jcompact.sparse.structure;

import java.util.List;

/**
 * A block of a vision transformer: self-attention of all tokens, then two dense layers for each
 * token, each half with a layer normalisation before it and a shortcut past it. Queries, keys and
 * values come from one dense layer of 3 outputs for each value of a token; all four dense layers
 * have biases.
 *
 * @param heads of the attention; they divide the values of a token
 * @param hidden neurons between the two dense layers, 1 to 1,048,576
 * @see <a href="https://arxiv.org/abs/2010.11929">Dosovitskiy et al. 2021, eq. 2 and 3</a>
 */
public record EncoderPlan(String name, int heads, int hidden) implements LayerPlan {

  /**
   * @throws IllegalArgumentException if a value is out of its range
   */
  public EncoderPlan {
    Named.require("name", name);
    Named.requireRange("heads", heads, 1, MOST_WIDTH);
    Named.requireRange("hidden", hidden, 1, MOST_WIDTH);
  }

  @Override
  public String kind() {
    return "encoder";
  }

  @Override
  public SignalShape output(SignalShape input) {
    require(input, SignalShape.Kind.TOKENS, "tokens, which a layer \"patches\" makes");
    if (input.channels() % heads != 0) {
      throw refused(
          "the number of heads",
          "%d, expected a divisor of the %d values of a token".formatted(heads, input.channels()));
    }
    return input;
  }

  @Override
  public LayerCost cost(SignalShape input) {
    long values = input.channels();
    long tokens = input.height();
    // Each token with each, for queries with keys and for scores with values.
    long products = Math.multiplyExact(2 * values, Math.multiplyExact(tokens, tokens));
    long normalisations = 2 * 2 * values;
    return new LayerCost(List.of(), normalisations, products)
        .plus(LayerCost.dense(3 * values, values, tokens, true))
        .plus(LayerCost.dense(values, values, tokens, true))
        .plus(LayerCost.dense(hidden, values, tokens, true))
        .plus(LayerCost.dense(values, hidden, tokens, true));
  }

  @Override
  public EncoderPlan withWidth(int width) {
    return new EncoderPlan(name, heads, width);
  }

  @Override
  public EncoderPlan withName(String other) {
    return new EncoderPlan(other, heads, hidden);
  }
}
