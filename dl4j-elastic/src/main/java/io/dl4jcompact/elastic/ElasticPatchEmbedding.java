package io.dl4jcompact.elastic;

import io.dl4jcompact.core.LayerInstances;
import io.dl4jcompact.core.LayerSettings;
import io.dl4jcompact.elastic.layers.ElasticPatchEmbeddingImpl;
import io.dl4jcompact.elastic.params.ParameterShape;
import io.dl4jcompact.elastic.params.ShapedParamInitializer;
import io.dl4jcompact.elastic.params.ShapedParameters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutional;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.InputTypeUtil;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Makes a sequence of tokens of an image, one of each square patch, row by row; all later layers
 * have as many channels as this one gives.
 *
 * <pre> out = (patches W[:, :e] + b[:e], after a class token) + position[:, :e] </pre>
 *
 * <p>Shapes: images [minibatch, nIn, height, width], out [minibatch, e, tokens]. Parameters: "W"
 * [nIn · p · p, nOut] with rows by channel, then row and column of the patch, "b" [nOut], "cls" [1,
 * nOut] if there is a class token, "position" [tokens, nOut].
 *
 * @see <a href="https://arxiv.org/abs/2010.11929">Dosovitskiy et al. 2020, ViT</a>
 */
public final class ElasticPatchEmbedding extends FeedForwardLayer
    implements ElasticLayer, ShapedParameters, ProductCount {

  @JsonProperty private int patchSize;
  @JsonProperty private int[] embeddings = {};
  @JsonProperty private boolean classToken;
  @JsonProperty private long imageHeight;
  @JsonProperty private long imageWidth;

  private ElasticPatchEmbedding() {}

  private ElasticPatchEmbedding(Builder builder) {
    super(builder);
    patchSize = builder.patchSize;
    embeddings = builder.embeddings;
    classToken = builder.classToken;
    initializeConstraints(builder);
  }

  /** Height and width of a patch, in pixels. */
  public int getPatchSize() {
    return patchSize;
  }

  /** Whether a learned token comes first. */
  public boolean hasClassToken() {
    return classToken;
  }

  /** Height of the images, by the input type. */
  public long getImageHeight() {
    return imageHeight;
  }

  /** Width of the images, by the input type. */
  public long getImageWidth() {
    return imageWidth;
  }

  /** Number of tokens, the class token included. */
  public long tokens() {
    return patches() + (classToken ? 1 : 0);
  }

  private long patches() {
    return imageHeight / patchSize * (imageWidth / patchSize);
  }

  @Override
  public Map<Dimension, int[]> choices() {
    Map<Dimension, int[]> choices = new EnumMap<>(Dimension.class);
    Choices.put(choices, Dimension.EMBEDDING, Choices.upTo(nOut, embeddings));
    return choices;
  }

  /** One with a fixed embedding. */
  @Override
  public Extracted extract(
      Map<Dimension, Integer> sizes, long inputs, Map<String, INDArray> parameters) {
    long outputs = sizes.getOrDefault(Dimension.EMBEDDING, Math.toIntExact(nOut));
    FeedForwardLayer fixed =
        OrdinaryForm.of(this, ElasticPatchEmbedding.class)
            .with("embeddings", new int[0])
            .layer(inputs, outputs);
    return new Extracted(fixed, SequenceTypes.firstOf(parameters, (ShapedParameters) fixed));
  }

  @Override
  public List<ParameterShape> parameterShapes() {
    List<ParameterShape> shapes = new ArrayList<>();
    shapes.add(ParameterShape.weights("W", nIn * patchSize * patchSize, nOut));
    shapes.add(ParameterShape.biases("b", nOut));
    if (classToken) {
      shapes.add(ParameterShape.embeddings("cls", 1, nOut));
    }
    shapes.add(ParameterShape.embeddings("position", tokens(), nOut));
    return shapes;
  }

  @Override
  public long multiplyAdds(InputType outputType) {
    return patches() * nIn * patchSize * patchSize * nOut;
  }

  @Override
  public ParamInitializer initializer() {
    return ShapedParamInitializer.getInstance();
  }

  @Override
  public Layer instantiate(
      NeuralNetConfiguration conf,
      Collection<TrainingListener> listeners,
      int layerIndex,
      INDArray paramsView,
      boolean initializeParams,
      DataType dataType) {
    LayerSettings settings = LayerInstances.settings(this);
    LayerInstances.validateKnownSizes(settings, nIn, nOut);
    settings.atLeast(1, "image height", imageHeight, "set the network's input type");
    return LayerInstances.configure(
        new ElasticPatchEmbeddingImpl(conf, dataType),
        conf,
        listeners,
        layerIndex,
        paramsView,
        initializeParams);
  }

  private InputTypeConvolutional images(InputType inputType) {
    LayerSettings settings = LayerInstances.settings(this);
    if (!(inputType instanceof InputTypeConvolutional images)) {
      throw new IllegalStateException(
          settings.message("input type", inputType, "images", "use InputType.convolutional(..)"));
    }
    LayerInstances.requireNchw(settings, images.getFormat());
    settings.require(
        images.getHeight() % patchSize == 0 && images.getWidth() % patchSize == 0,
        "patchSize",
        patchSize,
        "a divisor of the images' height and width, "
            + images.getHeight()
            + " and "
            + images.getWidth(),
        "change it, or pad the images");
    return images;
  }

  @Override
  public InputType getOutputType(int layerIndex, InputType inputType) {
    InputTypeConvolutional images = images(inputType);
    long patches = images.getHeight() / patchSize * (images.getWidth() / patchSize);
    return InputType.recurrent(nOut, patches + (classToken ? 1 : 0));
  }

  /**
   * @throws IllegalStateException if nIn was set to something else than the input type says
   */
  @Override
  public void setNIn(InputType inputType, boolean override) {
    long configured = nIn;
    InputTypeConvolutional images = images(inputType);
    nIn = images.getChannels();
    imageHeight = images.getHeight();
    imageWidth = images.getWidth();
    LayerInstances.requireSameNIn(this, configured, inputType);
  }

  @Override
  public InputPreProcessor getPreProcessorForInputType(InputType inputType) {
    return InputTypeUtil.getPreProcessorForInputTypeCnnLayers(inputType, layerName);
  }

  @Override
  public LayerMemoryReport getMemoryReport(InputType inputType) {
    return SequenceTypes.memoryReport(
        this, inputType, nIn * imageHeight * imageWidth + 2 * tokens() * nOut);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ElasticPatchEmbedding that
        && super.equals(that)
        && patchSize == that.patchSize
        && Arrays.equals(embeddings, that.embeddings)
        && classToken == that.classToken
        && imageHeight == that.imageHeight
        && imageWidth == that.imageWidth;
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        super.hashCode(),
        patchSize,
        Arrays.hashCode(embeddings),
        classToken,
        imageHeight,
        imageWidth);
  }

  @Override
  public String toString() {
    return "ElasticPatchEmbedding(%s, patchSize=%s, embeddings=%s, classToken=%s)"
        .formatted(super.toString(), patchSize, Arrays.toString(embeddings), classToken);
  }

  /** {@code new ElasticPatchEmbedding.Builder(4).embeddings(64, 96, 128).build()}. */
  public static final class Builder extends FeedForwardLayer.Builder<Builder> {

    private final int patchSize;
    private int[] embeddings = {};
    private boolean classToken;

    /**
     * @param patchSize height and width of a patch, in pixels; must divide the images'
     */
    public Builder(int patchSize) {
      this.patchSize = patchSize;
    }

    /** Permitted numbers of channels, ascending, the last one nOut. Default: nOut only. */
    public Builder embeddings(int... embeddings) {
      this.embeddings = embeddings.clone();
      return this;
    }

    /** Whether a learned token comes before those of the patches. Default false. */
    public Builder classToken(boolean classToken) {
      this.classToken = classToken;
      return this;
    }

    /**
     * @throws IllegalArgumentException if the patch size or nOut is less than 1, or embeddings are
     *     not ascending or do not end in nOut; the message names the layer
     */
    @Override
    @SuppressWarnings("unchecked")
    public ElasticPatchEmbedding build() {
      LayerSettings settings = new LayerSettings("ElasticPatchEmbedding", layerName);
      nOut = Choices.full(nOut, embeddings);
      settings.atLeast(1, "patchSize", patchSize, "take a divisor of the images' height and width");
      LayerInstances.validateSizes(settings, nIn, nOut);
      Choices.requireFull(settings, "embeddings", nOut, embeddings);
      activationFn = new ActivationIdentity();
      return new ElasticPatchEmbedding(this);
    }
  }
}
