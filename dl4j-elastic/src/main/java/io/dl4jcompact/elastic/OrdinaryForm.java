package io.dl4jcompact.elastic;

import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.databind.node.ObjectNode;

/**
 * Makes a layer's ordinary, smaller form of its JSON: an elastic configuration has the settings of
 * the class that it extends, or of Deeplearning4j's layer of that kind, by the same names, so that
 * none can be forgotten.
 */
final class OrdinaryForm {

  private final ObjectNode json;

  private OrdinaryForm(ObjectNode json) {
    this.json = json;
  }

  /**
   * A form that has all settings as they are.
   *
   * @param own names of those that the form's class does not have
   */
  static OrdinaryForm of(
      FeedForwardLayer layer, Class<? extends FeedForwardLayer> form, String... own) {
    ObjectNode json = NeuralNetConfiguration.mapper().valueToTree(layer);
    json.put("@class", form.getName());
    json.remove(List.of(own));
    return new OrdinaryForm(json);
  }

  /** With another value of a setting. */
  OrdinaryForm with(String setting, Object value) {
    json.set(setting, NeuralNetConfiguration.mapper().valueToTree(value));
    return this;
  }

  /** The form, with these numbers of inputs and outputs. */
  FeedForwardLayer layer(long nIn, long nOut) {
    json.put("nin", nIn);
    json.put("nout", nOut);
    try {
      return NeuralNetConfiguration.mapper().treeToValue(json, FeedForwardLayer.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("layer " + json.get("layerName") + " as an ordinary one", e);
    }
  }
}
