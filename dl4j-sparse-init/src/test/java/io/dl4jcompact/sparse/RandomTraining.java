package io.dl4jcompact.sparse;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.api.OptimizationAlgorithm;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.constraint.MaxNormConstraint;
import org.deeplearning4j.nn.conf.constraint.MinMaxNormConstraint;
import org.deeplearning4j.nn.conf.constraint.NonNegativeConstraint;
import org.deeplearning4j.nn.conf.constraint.UnitNormConstraint;
import org.deeplearning4j.nn.conf.distribution.NormalDistribution;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.conf.weightnoise.DropConnect;
import org.deeplearning4j.nn.conf.weightnoise.WeightNoise;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.AMSGrad;
import org.nd4j.linalg.learning.config.AdaDelta;
import org.nd4j.linalg.learning.config.AdaGrad;
import org.nd4j.linalg.learning.config.AdaMax;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nadam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Small networks and ways to train them, chosen by a seed. */
final class RandomTraining {

  private static final int ROWS = 5;
  private static final int CLASSES = 3;
  private static final int STEPS = 4;

  /** All but AdaBelief, which Deeplearning4j 1.0.0-M2.1 cannot make for any network. */
  private static final List<IUpdater> UPDATERS =
      List.of(
          new Sgd(0.1),
          new Adam(0.01),
          new AdaMax(0.01),
          new AdaDelta(),
          new AdaGrad(0.1),
          new AMSGrad(0.01),
          new Nadam(0.01),
          new Nesterovs(0.1, 0.9),
          new RmsProp(0.01),
          new NoOp());

  /** What the network reads and which layers it has. */
  enum Family {
    VECTORS,
    IMAGES,
    SEQUENCES
  }

  private final SplittableRandom random;
  private final Family family;

  RandomTraining(long seed) {
    random = new SplittableRandom(seed);
    family = Family.values()[random.nextInt(Family.values().length)];
  }

  private <T> T pick(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  static List<IUpdater> updaters() {
    return UPDATERS;
  }

  IUpdater updater() {
    return pick(UPDATERS);
  }

  /** Global settings of all kinds. */
  NeuralNetConfiguration.Builder settings() {
    NeuralNetConfiguration.Builder settings =
        new NeuralNetConfiguration.Builder()
            .seed(random.nextInt(1000))
            .updater(updater())
            .weightInit(pick(List.of(WeightInit.XAVIER, WeightInit.RELU, WeightInit.UNIFORM)))
            .dataType(pick(List.of(DataType.FLOAT, DataType.DOUBLE)))
            .gradientNormalization(pick(List.of(GradientNormalization.values())))
            .optimizationAlgo(
                random.nextInt(4) == 0
                    ? pick(List.of(OptimizationAlgorithm.values()))
                    : OptimizationAlgorithm.STOCHASTIC_GRADIENT_DESCENT);
    if (random.nextBoolean()) {
      settings.l1(0.01).l2(0.02);
    } else if (random.nextBoolean()) {
      settings.weightDecay(0.05);
    }
    if (random.nextInt(3) == 0) {
      settings.dropOut(0.7);
    }
    if (random.nextInt(3) == 0) {
      settings.weightNoise(
          random.nextBoolean()
              ? new WeightNoise(new NormalDistribution(0, 0.1))
              : new DropConnect(0.7));
    }
    return settings;
  }

  private <T extends BaseLayer.Builder<T>> Layer named(String name, T builder) {
    builder.name(name);
    builder.activation(pick(List.of(Activation.TANH, Activation.RELU, Activation.IDENTITY)));
    int axis = 1;
    switch (random.nextInt(8)) {
      case 0 -> builder.constrainWeights(new MaxNormConstraint(0.5, axis));
      case 1 -> builder.constrainWeights(new MinMaxNormConstraint(0.2, 0.5, axis));
      case 2 -> builder.constrainAllParameters(new NonNegativeConstraint());
      case 3 -> builder.constrainWeights(new UnitNormConstraint(axis));
      default -> {}
    }
    return builder.build();
  }

  /** Named layers with weights, the last one with a loss; dense. */
  List<Layer> denseLayers() {
    List<Layer> layers = new ArrayList<>();
    int hidden = random.nextInt(1, 4);
    for (int i = 0; i < hidden; i++) {
      int nOut = random.nextInt(2, 7);
      String name = "layer" + i;
      layers.add(
          switch (family) {
            case VECTORS -> named(name, new DenseLayer.Builder().nOut(nOut));
            case IMAGES ->
                random.nextBoolean()
                    ? named(name, convolution(new ConvolutionLayer.Builder(2, 2).nOut(nOut)))
                    : named(name, separable(new SeparableConvolution2D.Builder(2, 2).nOut(nOut)));
            case SEQUENCES ->
                random.nextBoolean()
                    ? named(name, new LSTM.Builder().nOut(nOut))
                    : named(name, new SimpleRnn.Builder().nOut(nOut));
          });
    }
    layers.add(
        family == Family.SEQUENCES
            ? new RnnOutputLayer.Builder(LossFunction.MCXENT)
                .name("output")
                .activation(Activation.SOFTMAX)
                .nOut(CLASSES)
                .build()
            : new OutputLayer.Builder(LossFunction.MCXENT)
                .name("output")
                .activation(Activation.SOFTMAX)
                .nOut(CLASSES)
                .build());
    return layers;
  }

  private static ConvolutionLayer.Builder convolution(ConvolutionLayer.Builder builder) {
    return builder.convolutionMode(ConvolutionMode.Same);
  }

  private static SeparableConvolution2D.Builder separable(SeparableConvolution2D.Builder builder) {
    return builder.convolutionMode(ConvolutionMode.Same);
  }

  /** The same layers, each sparse or, one in four but for the first, dense. */
  List<Layer> sparseLayers() {
    List<Layer> layers = denseLayers();
    layers.replaceAll(
        layer ->
            layer.getLayerName().equals("layer0") || random.nextInt(4) > 0
                ? new SparseLayer(layer, maskRule())
                : layer);
    return layers;
  }

  private MaskRule maskRule() {
    double density = random.nextDouble(0.15, 1);
    long seed = random.nextLong();
    return random.nextBoolean() ? MaskRule.exact(density, seed) : MaskRule.bernoulli(density, seed);
  }

  InputType inputType() {
    return switch (family) {
      case VECTORS -> InputType.feedForward(6);
      case IMAGES -> InputType.convolutional(4, 3, 2);
      case SEQUENCES -> InputType.recurrent(4, STEPS);
    };
  }

  /** Random inputs with random classes. */
  DataSet data() {
    Nd4j.getRandom().setSeed(random.nextInt(1000));
    INDArray features =
        switch (family) {
          case VECTORS -> Nd4j.randn(DataType.FLOAT, ROWS, 6);
          case IMAGES -> Nd4j.randn(DataType.FLOAT, ROWS, 2, 4, 3);
          case SEQUENCES -> Nd4j.randn(DataType.FLOAT, ROWS, 4, STEPS);
        };
    boolean sequences = family == Family.SEQUENCES;
    INDArray labels =
        sequences
            ? Nd4j.zeros(DataType.FLOAT, ROWS, CLASSES, STEPS)
            : Nd4j.zeros(DataType.FLOAT, ROWS, CLASSES);
    for (int row = 0; row < ROWS; row++) {
      for (int step = 0; step < (sequences ? STEPS : 1); step++) {
        int label = random.nextInt(CLASSES);
        if (sequences) {
          labels.putScalar(new int[] {row, label, step}, 1);
        } else {
          labels.putScalar(row, label, 1);
        }
      }
    }
    return new DataSet(features, labels);
  }

  DensityRule rule() {
    return pick(List.of(DensityRule.values()));
  }

  /** True as often as false. */
  boolean coin() {
    return random.nextBoolean();
  }
}
