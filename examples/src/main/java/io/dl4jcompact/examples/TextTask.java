package io.dl4jcompact.examples;

import io.dl4jcompact.binary.BinaryDenseLayer;
import io.dl4jcompact.binary.data.FeatureRecordReader;
import io.dl4jcompact.binary.data.HashedNGrams;
import io.dl4jcompact.binary.data.RatioSampling;
import io.dl4jcompact.examples.data.Dataset;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.datavec.api.io.labels.PatternPathLabelGenerator;
import org.datavec.api.split.CollectionInputSplit;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Sentences of Ambrose Bierce or of others, by the n-grams that occur in them. */
final class TextTask {

  private static final List<String> CLASSES = List.of("law", "satire", "jargon");
  private static final HashedNGrams FEATURES = new HashedNGrams(2, 4, 4_096);

  private TextTask() {}

  /**
   * @param seed of the order of samples
   */
  static TwoClassTask of(long seed) throws IOException {
    return new TwoClassTask(
        "text",
        reader("train"),
        reader("test"),
        Set.of("satire"),
        RatioSampling.of(1, 2, 48).withSeed(seed));
  }

  private static FeatureRecordReader reader(String part) throws IOException {
    List<URI> files = new ArrayList<>();
    for (String name : CLASSES) {
      files.add(bundled("text/" + name + "_" + part + ".txt"));
    }
    FeatureRecordReader reader =
        FeatureRecordReader.ofLines(FEATURES, new PatternPathLabelGenerator("_", 0));
    reader.initialize(new CollectionInputSplit(files));
    return reader;
  }

  private static URI bundled(String name) throws IOException {
    try {
      return Dataset.class.getResource(name).toURI();
    } catch (URISyntaxException e) {
      throw new IOException("cannot name the bundled file " + name, e);
    }
  }

  /** Two one-bit layers, whose first reads which n-grams occur; the last layer is float. */
  static MultiLayerConfiguration network(long seed) {
    return new NeuralNetConfiguration.Builder()
        .seed(seed)
        .updater(new Adam(1e-2))
        .list()
        .layer(new BinaryDenseLayer.Builder().nOut(128).hasBias(false).build())
        .layer(new BatchNormalization())
        .layer(new BinaryDenseLayer.Builder().nOut(64).hasBias(false).build())
        .layer(new BatchNormalization())
        .layer(
            new OutputLayer.Builder(LossFunction.MCXENT)
                .nOut(2)
                .activation(Activation.SOFTMAX)
                .build())
        .setInputType(FEATURES.inputType())
        .build();
  }
}
