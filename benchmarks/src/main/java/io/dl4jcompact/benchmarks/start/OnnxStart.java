package io.dl4jcompact.benchmarks.start;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Map;

/** Loads an ONNX file and prints the first output for a sample of zeros. */
public final class OnnxStart {

  private OnnxStart() {}

  /** Takes the file. */
  public static void main(String[] arguments) throws OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    OrtSession session = environment.createSession(arguments[0]);
    Map.Entry<String, NodeInfo> input = session.getInputInfo().entrySet().iterator().next();
    long[] shape = ((TensorInfo) input.getValue().getInfo()).getShape();
    shape[0] = 1;
    int length = Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact));
    FloatBuffer zeros = FloatBuffer.allocate(length);
    OnnxTensor sample = OnnxTensor.createTensor(environment, zeros, shape);
    OnnxTensor output = (OnnxTensor) session.run(Map.of(input.getKey(), sample)).get(0);
    System.out.println(output.getFloatBuffer().get(0));
  }
}
