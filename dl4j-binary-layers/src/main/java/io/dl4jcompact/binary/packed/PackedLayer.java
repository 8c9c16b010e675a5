package io.dl4jcompact.binary.packed;

import io.dl4jcompact.binary.Domain;
import io.dl4jcompact.binary.flip.AccumulatorHistogram;
import io.dl4jcompact.binary.flip.FlipRatio;
import io.dl4jcompact.runtime.graph.TensorType;
import io.dl4jcompact.runtime.kernel.Kernels;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A Boolean layer, dense or convolution, all of it in bits; {@code BooleanLayer} says what it
 * computes. With p = Σ x·e(w) of {@link SignProduct}:
 *
 * <pre>
 * s = (Σ w - n/2) + b - p,  y = 1 if s ≥ τ
 * z = ∂y · (1 - tanh²(α(s - τ))), then as integers: {@link SignalPlanes}
 * G_W = -Σ z·e(x) / minibatch,  G_b = Σ z / minibatch,  G_X = -c · Σ z·e(w)
 * </pre>
 *
 * <p>Sums are computed again in the backward pass, since they would take 32 times the room of bits.
 */
final class PackedLayer implements PackedStage {

  /** Accumulators that are looked at together. */
  private static final int PART = 1 << 12;

  private final LayerShape shape;
  private final BooleanSettings settings;
  private final PackedParameter weights;
  // Null where there is none.
  private final PackedParameter bias;
  private final Kernels kernels;
  private final WorkingSpace space;
  private final InputSignal inputSignal;
  private final WeightGradient weightGradient;
  private final float[] window;

  /**
   * @param bias null for none
   * @param space that a step works in
   */
  PackedLayer(
      LayerShape shape,
      BooleanSettings settings,
      PackedParameter weights,
      PackedParameter bias,
      Kernels kernels,
      WorkingSpace space) {
    this.shape = shape;
    this.settings = settings;
    this.weights = weights;
    this.bias = bias;
    this.kernels = kernels;
    this.space = space;
    inputSignal = new InputSignal(shape, kernels, space);
    weightGradient = new WeightGradient(shape, space.slices());
    window = window(shape.fanIn(), settings.threshold());
  }

  /** 1 - tanh²(α(s - τ)) of each s, from -n/2 to n/2 + 1. */
  private static float[] window(int fanIn, float threshold) {
    double alpha = Math.PI / (2 * Math.sqrt(3.0 * fanIn));
    float[] window = new float[fanIn + 2];
    for (int i = 0; i < window.length; i++) {
      double tanh = Math.tanh((i - fanIn / 2.0 - threshold) * alpha);
      window[i] = (float) (1 - tanh * tanh);
    }
    return window;
  }

  @Override
  public String name() {
    return settings.name();
  }

  @Override
  public TensorType input() {
    return shape.input();
  }

  @Override
  public TensorType output() {
    return shape.output();
  }

  LayerShape shape() {
    return shape;
  }

  PackedParameter weights() {
    return weights;
  }

  Optional<PackedParameter> bias() {
    return Optional.ofNullable(bias);
  }

  /** What its parameters take. */
  PackedMemory.Layer memory() {
    long bits = 0;
    long words = 0;
    long accumulators = 0;
    for (PackedParameter parameter : parameters()) {
      bits += parameter.count();
      words += parameter.words().length;
      accumulators += parameter.accumulators().bytes();
    }
    return new PackedMemory.Layer(name(), bits, words * Long.BYTES, accumulators);
  }

  /** What the last step flipped. */
  FlipRatio flipRatio() {
    return new FlipRatio(
        name(),
        parameters().stream().mapToLong(PackedParameter::flipped).sum(),
        parameters().stream().mapToLong(PackedParameter::count).sum());
  }

  /** How near bits are to a flip; no array holds all of their accumulators. */
  AccumulatorHistogram histogram(int bins) {
    Iterable<double[]> parts =
        () -> parameters().stream().flatMap(PackedLayer::accumulators).iterator();
    return AccumulatorHistogram.of(name(), parts, bins);
  }

  private static Stream<double[]> accumulators(PackedParameter parameter) {
    int count = parameter.count();
    return IntStream.iterate(0, from -> from < count, from -> from + PART)
        .mapToObj(from -> parameter.values(from, Math.min(PART, count - from)));
  }

  /** The parameters: weights, and the bias if there is one. */
  List<PackedParameter> parameters() {
    return bias == null ? List.of(weights) : List.of(weights, bias);
  }

  private SignProduct product(int samples) {
    int largest = Math.max(shape.input().size(), shape.output().size());
    return new SignProduct(
        kernels,
        shape.input(),
        shape.window(),
        shape.outputs(),
        weights.words(),
        space.slices().samples(largest, samples));
  }

  /** Σ w - n/2 + b of each output. */
  private float[] offsets() {
    float[] offsets = new float[shape.outputs()];
    for (int j = 0; j < offsets.length; j++) {
      int ones = 0;
      for (int i = 0; i < shape.fanIn(); i += Long.SIZE) {
        int count = Math.min(Long.SIZE, shape.fanIn() - i);
        ones += Long.bitCount(BitBlocks.read(weights.words(), (long) j * shape.fanIn() + i, count));
      }
      offsets[j] = ones - shape.fanIn() / 2f + (bias == null ? 0 : bias.get(j));
    }
    return offsets;
  }

  /** Takes p of some samples. */
  private interface Sums {
    /**
     * @param first the first sample
     * @param count number of samples
     * @param sums of all their positions, from the start on
     */
    void accept(int first, int count, float[] sums);
  }

  private void forEachSlice(BitBatch x, SignProduct product, Sums taker) {
    for (int first = 0; first < x.samples(); first += product.capacity()) {
      int count = Math.min(product.capacity(), x.samples() - first);
      taker.accept(first, count, product.run(x.words(), first * x.sampleWords(), count));
    }
  }

  @Override
  public BitBatch forward(BitBatch x) {
    BitBatch y = BitBatch.zeros(shape.output(), x.samples());
    float[] limits = offsets();
    for (int j = 0; j < limits.length; j++) {
      // In double, since a small τ would be lost; p is a whole number.
      limits[j] = (float) Math.floor(limits[j] - (double) settings.threshold());
    }
    int positions = shape.output().positions();
    forEachSlice(
        x,
        product(x.samples()),
        (first, count, sums) -> {
          for (int i = 0; i < count * positions; i++) {
            step(sums, i * limits.length, limits, y, first * positions + i);
          }
        });
    return y;
  }

  /** Sets the bits of a position. */
  private static void step(float[] sums, int at, float[] limits, BitBatch y, int row) {
    int to = row * y.positionWords();
    for (int j = 0; j < limits.length; j++) {
      if (sums[at + j] <= limits[j]) {
        y.words()[to + j / Long.SIZE] |= 1L << j;
      }
    }
  }

  @Override
  public Optional<SampleFloats> backward(
      BitBatch x, SampleFloats signal, StepContext context, boolean needed) {
    throughActivation(x, signal);
    SignalPlanes planes =
        settings.signal() == Domain.BOOLEAN
            ? SignalPlanes.ofSigns(signal, shape.output(), space.slices())
            : SignalPlanes.of(
                signal, shape.output(), settings.signalBits(), context.noise(), space.slices());
    signal.close();
    Optional<SampleFloats> passed =
        needed
            ? Optional.of(inputSignal.of(planes, weights.words(), settings.signalScale()))
            : Optional.empty();
    weights.start(context);
    weightGradient.update(x, planes, weights);
    weights.finish();
    if (bias != null) {
      bias.start(context);
      bias.update(biasGradient(planes, x.samples()), 0, shape.outputs());
      bias.finish();
    }
    return passed;
  }

  /** Makes z of the signal. */
  private void throughActivation(BitBatch x, SampleFloats signal) {
    float[] offsets = offsets();
    float half = shape.fanIn() / 2f;
    for (int j = 0; j < offsets.length; j++) {
      offsets[j] += half;
    }
    SignProduct product = product(x.samples());
    int positions = shape.output().positions();
    float[] values = new float[product.capacity() * shape.output().size()];
    forEachSlice(
        x,
        product,
        (first, count, sums) -> {
          signal.read(first, count, values);
          for (int i = 0; i < count * positions; i++) {
            int at = i * offsets.length;
            for (int j = 0; j < offsets.length; j++) {
              values[at + j] *= window[(int) (offsets[j] - sums[at + j])];
            }
          }
          signal.write(first, count, values);
        });
  }

  private static float[] biasGradient(SignalPlanes planes, int samples) {
    float[] gradient = new float[planes.sums().length];
    for (int j = 0; j < gradient.length; j++) {
      gradient[j] = planes.scale() * planes.sums()[j] / samples;
    }
    return gradient;
  }
}
