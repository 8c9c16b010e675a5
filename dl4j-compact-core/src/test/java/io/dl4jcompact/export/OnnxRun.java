package io.dl4jcompact.export;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * ONNX models in ONNX Runtime, on one thread. It sends usage data unless the environment variable
 * {@code ORT_DISABLE_TELEMETRY} is set, which the build does for all tests.
 */
public final class OnnxRun {

  private OnnxRun() {}

  /** Each output's values for a batch, batch first. */
  public static float[][] outputs(byte[] model, INDArray... inputs) {
    try (OrtSession.SessionOptions options = options();
        OrtSession session = OrtEnvironment.getEnvironment().createSession(model, options)) {
      return outputs(session, inputs);
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime: " + e.getMessage(), e);
    }
  }

  /** Writes what ONNX Runtime makes of a model before it runs it. */
  public static void optimise(byte[] model, Path file) throws OrtException {
    try (OrtSession.SessionOptions options = options()) {
      options.setOptimizedModelFilePath(file.toString());
      OrtEnvironment.getEnvironment().createSession(model, options).close();
    }
  }

  private static OrtSession.SessionOptions options() throws OrtException {
    OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    options.setIntraOpNumThreads(1);
    options.setInterOpNumThreads(1);
    options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
    return options;
  }

  private static float[][] outputs(OrtSession session, INDArray... inputs) throws OrtException {
    Map<String, OnnxTensor> tensors = new HashMap<>();
    int index = 0;
    for (Map.Entry<String, ai.onnxruntime.NodeInfo> input : session.getInputInfo().entrySet()) {
      long[] shape = ((TensorInfo) input.getValue().getInfo()).getShape();
      shape[0] = inputs[index].size(0);
      FloatBuffer values = FloatBuffer.wrap(Parity.values(inputs[index]));
      tensors.put(
          input.getKey(), OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), values, shape));
      index++;
    }
    try (OrtSession.Result result = session.run(tensors)) {
      float[][] outputs = new float[result.size()][];
      for (int i = 0; i < outputs.length; i++) {
        FloatBuffer values = ((OnnxTensor) result.get(i)).getFloatBuffer();
        outputs[i] = new float[values.remaining()];
        values.get(outputs[i]);
      }
      return outputs;
    } finally {
      tensors.values().forEach(OnnxTensor::close);
    }
  }
}
