package io.dl4jcompact.runtime;

import java.io.IOException;
import java.nio.file.Path;

/** A process that loads a model, runs it once on zeros, and ends. */
final class FirstPrediction {

  private FirstPrediction() {}

  /**
   * @param arguments the model's file
   */
  public static void main(String[] arguments) throws IOException {
    CompactModel model = CompactModel.load(Path.of(arguments[0]));
    float[][] inputs = new float[model.graph().inputs().size()][];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = zeros(model, model.graph().inputs().get(i).name());
    }
    float[][] outputs = new float[model.graph().outputs().size()][];
    for (int i = 0; i < outputs.length; i++) {
      outputs[i] = zeros(model, model.graph().outputs().get(i));
    }
    model.newSession().run(inputs, outputs);
    System.out.println(outputs[0][0]);
  }

  private static float[] zeros(CompactModel model, String node) {
    return new float[model.graph().type(node).size()];
  }
}
