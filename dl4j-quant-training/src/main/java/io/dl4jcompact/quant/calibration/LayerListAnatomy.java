package io.dl4jcompact.quant.calibration;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Networks whose layers follow each other. */
record LayerListAnatomy(MultiLayerNetwork source) implements Anatomy<MultiLayerNetwork> {

  /** No layer's name: what the first layer reads. */
  private static final String INPUT = "";

  @Override
  public Parts parts() {
    MultiLayerConfiguration configuration = source.getLayerWiseConfigurations();
    List<Part> parts = new ArrayList<>();
    Set<String> names = new HashSet<>();
    String previous = INPUT;
    for (int i = 0; i < source.getnLayers(); i++) {
      NeuralNetConfiguration conf = configuration.getConf(i).clone();
      String given = conf.getLayer().getLayerName();
      // Deeplearning4j lets layers share a name.
      String name = given == null || !names.add(given) ? String.valueOf(i) : given;
      InputPreProcessor preProcessor = configuration.getInputPreProcess(i);
      Map<String, INDArray> parameters = Part.copies(source.getLayer(i).paramTable());
      parts.add(new Part(name, conf, null, preProcessor, List.of(previous), parameters));
      previous = name;
    }
    return new Parts(parts, List.of(previous));
  }

  @Override
  public MultiLayerNetwork assemble(Parts parts) {
    MultiLayerConfiguration configuration = source.getLayerWiseConfigurations().clone();
    List<NeuralNetConfiguration> confs = new ArrayList<>();
    Map<Integer, InputPreProcessor> preProcessors = new HashMap<>();
    for (Part part : parts.inOrder()) {
      if (part.preProcessor() != null) {
        preProcessors.put(confs.size(), part.preProcessor().clone());
      }
      confs.add(part.conf().clone());
    }
    configuration.setConfs(confs);
    configuration.setInputPreProcessors(preProcessors);
    configuration.setIterationCount(0);
    configuration.setEpochCount(0);
    MultiLayerNetwork network = new MultiLayerNetwork(configuration);
    network.init();
    int index = 0;
    for (Part part : parts.inOrder()) {
      Anatomy.assign(part, network.getLayer(index++).paramTable());
    }
    return network;
  }

  @Override
  public void run(MultiLayerNetwork network, INDArray[] features) {
    network.getLayerWiseConfigurations().setInferenceWorkspaceMode(WorkspaceMode.NONE);
    network.setInput(features[0]);
    network.feedForward(false, false);
  }

  @Override
  public Layer layer(MultiLayerNetwork network, Parts parts, String name) {
    return network.getLayer(parts.inOrder().indexOf(parts.get(name)));
  }
}
