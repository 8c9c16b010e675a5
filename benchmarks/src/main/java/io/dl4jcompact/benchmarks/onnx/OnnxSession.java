package io.dl4jcompact.benchmarks.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.dl4jcompact.export.onnx.OnnxModel;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.Map;

/**
 * A model in ONNX Runtime with one input, which it holds, and one output, ready to run on one
 * thread. Values stay in native memory, so that a run copies nothing.
 */
public final class OnnxSession {

  /** It else sends usage data, and its check of a long command line overflows the stack. */
  private static final String NO_TELEMETRY = "ORT_DISABLE_TELEMETRY";

  private final OrtSession session;
  private final Map<String, OnnxTensor> input;
  private final Map<String, OnnxTensor> output;

  private OnnxSession(byte[] model, OnnxTensor values) throws OrtException {
    long batch = values.getInfo().getShape()[0];
    OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    options.setIntraOpNumThreads(1);
    options.setInterOpNumThreads(1);
    options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
    options.setSymbolicDimensionValue(OnnxModel.BATCH, batch);
    session = environment().createSession(model, options);
    input = Map.of(session.getInputNames().iterator().next(), values);
    String name = session.getOutputNames().iterator().next();
    output = Map.of(name, (OnnxTensor) session.run(input).get(0));
  }

  /** A session for floats. */
  public static OnnxSession of(byte[] model, float[] input, long... shape) {
    FloatBuffer values = direct(input.length * Float.BYTES).asFloatBuffer().put(input).rewind();
    try {
      return new OnnxSession(model, OnnxTensor.createTensor(environment(), values, shape));
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime refuses a model: " + e.getMessage(), e);
    }
  }

  /** A session for unsigned bytes. */
  public static OnnxSession of(byte[] model, byte[] input, long... shape) {
    ByteBuffer values = direct(input.length).put(input).rewind();
    try {
      return new OnnxSession(
          model, OnnxTensor.createTensor(environment(), values, shape, OnnxJavaType.UINT8));
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime refuses a model: " + e.getMessage(), e);
    }
  }

  private static OrtEnvironment environment() {
    if (System.getenv(NO_TELEMETRY) == null) {
      throw new IllegalStateException(
          "set the environment variable " + NO_TELEMETRY + " to 1, as ./mvnw -Pbenchmarks does");
    }
    return OrtEnvironment.getEnvironment();
  }

  private static ByteBuffer direct(int bytes) {
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
  }

  /** The version of ONNX Runtime. */
  public static String version() {
    return environment().getVersion();
  }

  /** Computes the output anew. */
  public OnnxSession run() {
    try {
      session.run(input, output).close();
      return this;
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime failed: " + e.getMessage(), e);
    }
  }

  /** The output of the last run, where it is of floats. */
  public float[] floats() {
    FloatBuffer buffer = tensor().getFloatBuffer();
    float[] values = new float[buffer.remaining()];
    buffer.get(values);
    return values;
  }

  /** The output of the last run, where it is of 32-bit integers. */
  public int[] integers() {
    IntBuffer buffer = tensor().getIntBuffer();
    int[] values = new int[buffer.remaining()];
    buffer.get(values);
    return values;
  }

  /** The output of the last run, where it is of bytes. */
  public byte[] bytes() {
    ByteBuffer buffer = tensor().getByteBuffer();
    byte[] values = new byte[buffer.remaining()];
    buffer.get(values);
    return values;
  }

  private OnnxTensor tensor() {
    return output.values().iterator().next();
  }
}
