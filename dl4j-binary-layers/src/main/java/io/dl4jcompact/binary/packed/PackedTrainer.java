package io.dl4jcompact.binary.packed;

import io.dl4jcompact.binary.flip.AccumulatorHistogram;
import io.dl4jcompact.binary.flip.FlipRatio;
import io.dl4jcompact.binary.flip.FlipRatioListener;
import io.dl4jcompact.binary.flip.Noise;
import io.dl4jcompact.runtime.graph.TensorType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Trains Boolean layers as what they are: weights are packed bits, accumulators small integers, and
 * there is no float weight and no float gradient of them at any time.
 *
 * <p>It takes the configuration that Deeplearning4j would: layers with floats, then {@code
 * BooleanDenseLayer}s and {@code BooleanConvolutionLayer}s with Boolean inputs and max-poolings
 * between them, then layers with floats to the loss. Deeplearning4j trains those with floats.
 * Products of bits are the runtime's packed kernels, and signals are rounded to integers of a few
 * bits ({@link PackedOptions#signalBits}). {@link #toNetwork} gives the ordinary network.
 *
 * <pre>
 * PackedTrainer trainer = new PackedTrainer(conf, PackedOptions.DEFAULT);
 * trainer.fit(images, epochs);
 * CompactExporter.export(trainer.toNetwork()).save(file);
 * </pre>
 *
 * <p>Every random choice follows from the configuration's seed and the number of the iteration;
 * each step sets the seed of ND4J's generator, which dropout of float layers draws from. Not
 * thread-safe.
 */
public final class PackedTrainer {

  private final MultiLayerConfiguration conf;
  private final PackedOptions options;
  private final WorkingSpace space;
  private final NetworkParts parts;
  private final PackedStack stack;
  // Null where there is none.
  private final FloatPart front;
  private final FloatPart tail;
  private final Noise noise;
  private int iteration;
  private int epoch;
  private double score = Double.NaN;
  private Optional<FlipRatioListener> listener = Optional.empty();

  /**
   * Starts from fair bits.
   *
   * @param conf is copied
   * @throws IllegalArgumentException if the packed trainer cannot train it; the message names the
   *     layer
   */
  public PackedTrainer(MultiLayerConfiguration conf, PackedOptions options) {
    this(conf, options, Slices.DEFAULT);
  }

  PackedTrainer(MultiLayerConfiguration conf, PackedOptions options, Slices slices) {
    this(conf, options, slices, NetworkParts.of(conf.clone()));
  }

  private PackedTrainer(
      MultiLayerConfiguration conf, PackedOptions options, Slices slices, NetworkParts parts) {
    this(
        conf,
        options,
        slices,
        parts,
        parts.hasFront() ? initialised(parts.front()) : null,
        initialised(parts.tail()));
  }

  PackedTrainer(
      MultiLayerConfiguration conf,
      PackedOptions options,
      Slices slices,
      NetworkParts parts,
      MultiLayerNetwork front,
      MultiLayerNetwork tail) {
    this.conf = conf.clone();
    this.options = Objects.requireNonNull(options, "options");
    space = new WorkingSpace(slices);
    this.parts = parts;
    noise = new Noise(conf.getConf(0).getSeed());
    stack = new StackBuilder(parts, options, noise.with(0), space).build();
    this.front = front == null ? null : new FloatPart(front);
    this.tail = new FloatPart(tail);
    if (!(tail.getOutputLayer() instanceof IOutputLayer)) {
      throw new IllegalArgumentException(
          NetworkParts.settings(parts.layer(conf.getConfs().size() - 1))
              .message("the last layer", "no output layer", "an OutputLayer", "add one"));
    }
  }

  private static MultiLayerNetwork initialised(MultiLayerConfiguration part) {
    MultiLayerNetwork network = new MultiLayerNetwork(part);
    network.init();
    return network;
  }

  /**
   * Goes on with the parameters and the counts of iterations and epochs of a network; accumulators
   * start at 0, and float layers' updaters anew, as those of a network that was saved without them.
   *
   * @param network initialised; not changed
   * @throws IllegalArgumentException as the constructor
   * @throws IllegalStateException if a parameter of a Boolean layer is neither 0 nor 1
   */
  public static PackedTrainer of(MultiLayerNetwork network, PackedOptions options) {
    PackedTrainer trainer = new PackedTrainer(network.getLayerWiseConfigurations(), options);
    trainer.parameters().read(network);
    trainer.iteration = network.getIterationCount();
    trainer.epoch = network.getEpochCount();
    return trainer;
  }

  /**
   * Trains for some epochs.
   *
   * @param data is reset before each, if it can be
   * @param epochs at least 1; 1 if the data cannot be reset
   * @throws IllegalArgumentException if it is another number
   * @throws IllegalStateException as {@link #fit(DataSet)}
   */
  public void fit(DataSetIterator data, int epochs) {
    if (epochs < 1 || (epochs > 1 && !data.resetSupported())) {
      throw new IllegalArgumentException(
          "PackedTrainer: epochs is %d, expected at least 1, and 1 for data that cannot be reset"
              .formatted(epochs));
    }
    for (int i = 0; i < epochs; i++) {
      if (data.resetSupported()) {
        data.reset();
      }
      listener.ifPresent(FlipRatioListener::epochStarts);
      while (data.hasNext()) {
        fit(data.next());
      }
      epoch++;
    }
  }

  /**
   * Trains with one minibatch; no epoch ends.
   *
   * @throws IllegalArgumentException if it has masks
   * @throws IllegalStateException if a Boolean layer reads something else than bits, or the signal
   *     from the loss is not finite
   */
  public void fit(DataSet minibatch) {
    if (minibatch.hasMaskArrays()) {
      throw new IllegalArgumentException("PackedTrainer: the data set has masks, expected none");
    }
    StepContext context = new StepContext(iteration, epoch, noise.with(iteration + 1L));
    INDArray features = minibatch.getFeatures();
    String first = stack.stages().get(0).name();
    // Dropout and noise of the float layers draw from it.
    Nd4j.getRandom().setSeed(context.noise().bits(0));
    INDArray seen = front == null ? features : front.forward(features, context);
    double regularization = front == null ? 0 : front.regularization();
    BitBatch[] values = stack.forward(BitArrays.pack(seen, stack.input(), first, space.slices()));
    int samples = values[0].samples();
    FloatPart.Learned learned =
        learn(values[values.length - 1], minibatch.getLabels(), regularization, context);
    // Before anything is updated, since it refuses what would spoil all.
    SampleFloats signal =
        BitArrays.channelsLast(learned.signal(), stack.output(), lastStage().name(), space);
    learned.freeSignal();
    score = learned.score();
    tail.update(learned.gradient(), context, samples);
    boolean needed = front != null && front.takesSignal();
    Optional<SampleFloats> passed = stack.backward(values, signal, context, needed);
    if (needed) {
      try (SampleFloats received = passed.orElseThrow()) {
        BitArrays.channelsFirst(received, stack.input(), space.slices());
        front.backward(received.array().reshape(seen.shape()), context, samples);
      }
    }
    listener.ifPresent(watch -> watch.iterationDone(flipRatios(), this::histograms, iteration));
    iteration++;
  }

  private List<AccumulatorHistogram> histograms(int bins) {
    return stack.layers().map(layer -> layer.histogram(bins)).toList();
  }

  /**
   * Watches the flips of all further minibatches; not saved.
   *
   * @throws NullPointerException if there is none
   */
  public void setListener(FlipRatioListener watch) {
    listener = Optional.of(Objects.requireNonNull(watch, "listener"));
  }

  private FloatPart.Learned learn(
      BitBatch bits, INDArray labels, double regularization, StepContext context) {
    TensorType type = bits.type();
    try (SampleFloats input = BitArrays.unpack(bits, space)) {
      INDArray seen =
          isFlat()
              ? input.array()
              : input.array().reshape(bits.samples(), type.channels(), type.height(), type.width());
      return tail.learn(seen, labels, regularization, context);
    }
  }

  private boolean isFlat() {
    return parts.flattensBehind()
        || (lastStage() instanceof PackedLayer layer && layer.shape().dense());
  }

  private PackedStage lastStage() {
    return stack.stages().get(stack.stages().size() - 1);
  }

  /** The loss of the last minibatch, with regularisation; NaN before the first. */
  public double score() {
    return score;
  }

  /** Minibatches so far, as Deeplearning4j counts. */
  public int iteration() {
    return iteration;
  }

  /** Epochs so far. */
  public int epoch() {
    return epoch;
  }

  /** Flips of the last minibatch, layer by layer. */
  public List<FlipRatio> flipRatios() {
    return stack.layers().map(PackedLayer::flipRatio).toList();
  }

  /** What bits and accumulators take. */
  public PackedMemory memory() {
    return new PackedMemory(stack.layers().map(PackedLayer::memory).toList());
  }

  /**
   * The network as Deeplearning4j has it, with the same bits and floats and the same counts of
   * iterations and epochs. Updaters start anew.
   */
  public MultiLayerNetwork toNetwork() {
    MultiLayerNetwork network = initialised(conf.clone());
    parameters().write(network);
    network.getLayerWiseConfigurations().setIterationCount(iteration);
    network.getLayerWiseConfigurations().setEpochCount(epoch);
    return network;
  }

  private NetworkParameters parameters() {
    return new NetworkParameters(
        parts, stack, front == null ? null : front.network(), tail.network());
  }

  /**
   * Saves everything that training goes on with, with the same bits as if it had not stopped. The
   * file is written whole or not at all.
   *
   * @throws IOException if it cannot be written
   */
  public void save(Path file) throws IOException {
    new PackedCheckpoint(conf, options, iteration, epoch)
        .write(file, stack, front == null ? null : front.network(), tail.network());
  }

  /**
   * What {@link #save} wrote.
   *
   * @throws IOException if the file cannot be read, or is none of these
   */
  public static PackedTrainer load(Path file) throws IOException {
    return PackedCheckpoint.read(file);
  }

  PackedStack stack() {
    return stack;
  }

  void continueFrom(int iterations, int epochs) {
    iteration = iterations;
    epoch = epochs;
  }
}
