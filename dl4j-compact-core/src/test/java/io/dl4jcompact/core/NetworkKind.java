package io.dl4jcompact.core;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.memory.MemoryReport;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.transferlearning.FineTuneConfiguration;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/** The two kinds of Deeplearning4j networks, as tests use them. */
public enum NetworkKind {
  /** {@link MultiLayerNetwork}. */
  LIST {
    @Override
    public Model create(
        NeuralNetConfiguration.Builder settings,
        InputType inputType,
        List<? extends org.deeplearning4j.nn.conf.layers.Layer> layers) {
      NeuralNetConfiguration.ListBuilder builder = settings.list();
      layers.forEach(layer -> builder.layer(layer.clone()));
      return initialised(new MultiLayerNetwork(builder.setInputType(inputType).build()));
    }

    @Override
    public Model fromJson(Model model) {
      String json = ((MultiLayerNetwork) model).getLayerWiseConfigurations().toJson();
      return initialised(new MultiLayerNetwork(MultiLayerConfiguration.fromJson(json)));
    }

    @Override
    public Model fromYaml(Model model) {
      String yaml = ((MultiLayerNetwork) model).getLayerWiseConfigurations().toYaml();
      return initialised(new MultiLayerNetwork(MultiLayerConfiguration.fromYaml(yaml)));
    }

    @Override
    public Model load(byte[] saved) throws IOException {
      return ModelSerializer.restoreMultiLayerNetwork(new ByteArrayInputStream(saved), true);
    }

    @Override
    public Model copy(Model model) {
      return ((MultiLayerNetwork) model).clone();
    }

    @Override
    public void fit(Model model, DataSet data) {
      ((MultiLayerNetwork) model).fit(data);
    }

    @Override
    public void fit(Model model, DataSetIterator data) {
      ((MultiLayerNetwork) model).fit(data);
    }

    @Override
    public INDArray output(Model model, INDArray input) {
      return ((MultiLayerNetwork) model).output(input);
    }

    @Override
    public INDArray firstActivation(Model model, INDArray input) {
      return ((MultiLayerNetwork) model).feedForward(input).get(1);
    }

    @Override
    public Layer layer(Model model, String name) {
      // By index: by name, Deeplearning4j gives the layer inside a frozen one.
      MultiLayerNetwork network = (MultiLayerNetwork) model;
      return network.getLayer(network.getLayerNames().indexOf(name));
    }

    @Override
    public String summary(Model model) {
      return ((MultiLayerNetwork) model).summary();
    }

    @Override
    public MemoryReport memoryReport(Model model, InputType inputType) {
      return ((MultiLayerNetwork) model).getLayerWiseConfigurations().getMemoryReport(inputType);
    }

    @Override
    public Model fineTune(
        Model model, FineTuneConfiguration fineTune, String frozen, String replaced, int nOut) {
      MultiLayerNetwork network = (MultiLayerNetwork) model;
      List<String> names = network.getLayerNames();
      return new TransferLearning.Builder(network)
          .fineTuneConfiguration(fineTune)
          .setFeatureExtractor(names.indexOf(frozen))
          .nOutReplace(names.indexOf(replaced), nOut, WeightInit.XAVIER)
          .build();
    }

    private Model initialised(MultiLayerNetwork network) {
      network.init();
      return network;
    }
  },
  /** {@link ComputationGraph}. */
  GRAPH {
    @Override
    public Model create(
        NeuralNetConfiguration.Builder settings,
        InputType inputType,
        List<? extends org.deeplearning4j.nn.conf.layers.Layer> layers) {
      ComputationGraphConfiguration.GraphBuilder builder = settings.graphBuilder().addInputs("in");
      String previous = "in";
      for (org.deeplearning4j.nn.conf.layers.Layer layer : layers) {
        String name = layer.getLayerName();
        builder.addLayer(name, layer.clone(), previous);
        previous = name;
      }
      return initialised(
          new ComputationGraph(builder.setOutputs(previous).setInputTypes(inputType).build()));
    }

    @Override
    public Model fromJson(Model model) {
      String json = ((ComputationGraph) model).getConfiguration().toJson();
      return initialised(new ComputationGraph(ComputationGraphConfiguration.fromJson(json)));
    }

    @Override
    public Model fromYaml(Model model) {
      String yaml = ((ComputationGraph) model).getConfiguration().toYaml();
      return initialised(new ComputationGraph(ComputationGraphConfiguration.fromYaml(yaml)));
    }

    @Override
    public Model load(byte[] saved) throws IOException {
      return ModelSerializer.restoreComputationGraph(new ByteArrayInputStream(saved), true);
    }

    @Override
    public Model copy(Model model) {
      return ((ComputationGraph) model).clone();
    }

    @Override
    public void fit(Model model, DataSet data) {
      ((ComputationGraph) model).fit(data);
    }

    @Override
    public void fit(Model model, DataSetIterator data) {
      ((ComputationGraph) model).fit(data);
    }

    @Override
    public INDArray output(Model model, INDArray input) {
      return ((ComputationGraph) model).outputSingle(input);
    }

    @Override
    public INDArray firstActivation(Model model, INDArray input) {
      ComputationGraph graph = (ComputationGraph) model;
      return graph
          .feedForward(input, false)
          .get(graph.getLayer(0).conf().getLayer().getLayerName());
    }

    @Override
    public Layer layer(Model model, String name) {
      return ((ComputationGraph) model).getLayer(name);
    }

    @Override
    public String summary(Model model) {
      return ((ComputationGraph) model).summary();
    }

    @Override
    public MemoryReport memoryReport(Model model, InputType inputType) {
      return ((ComputationGraph) model).getConfiguration().getMemoryReport(inputType);
    }

    @Override
    public Model fineTune(
        Model model, FineTuneConfiguration fineTune, String frozen, String replaced, int nOut) {
      return new TransferLearning.GraphBuilder((ComputationGraph) model)
          .fineTuneConfiguration(fineTune)
          .setFeatureExtractor(frozen)
          .nOutReplace(replaced, nOut, WeightInit.XAVIER)
          .build();
    }

    private Model initialised(ComputationGraph graph) {
      graph.init();
      return graph;
    }
  };

  /** An initialised network of copies of the layers, which must have names. */
  public abstract Model create(
      NeuralNetConfiguration.Builder settings,
      InputType inputType,
      List<? extends org.deeplearning4j.nn.conf.layers.Layer> layers);

  public abstract Model fromJson(Model model);

  public abstract Model fromYaml(Model model);

  public abstract Model load(byte[] saved) throws IOException;

  public abstract Model copy(Model model);

  public abstract void fit(Model model, DataSet data);

  /** One epoch. */
  public abstract void fit(Model model, DataSetIterator data);

  public abstract INDArray output(Model model, INDArray input);

  public abstract INDArray firstActivation(Model model, INDArray input);

  public abstract Layer layer(Model model, String name);

  public abstract String summary(Model model);

  public abstract MemoryReport memoryReport(Model model, InputType inputType);

  /** Transfer learning: layers up to {@code frozen} are frozen, one layer gets another nOut. */
  public abstract Model fineTune(
      Model model, FineTuneConfiguration fineTune, String frozen, String replaced, int nOut);

  /** Through ModelSerializer's file format, with the updater's state. */
  public Model saveAndLoad(Model model) {
    try {
      ByteArrayOutputStream saved = new ByteArrayOutputStream();
      ModelSerializer.writeModel(model, saved, true);
      return load(saved.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
