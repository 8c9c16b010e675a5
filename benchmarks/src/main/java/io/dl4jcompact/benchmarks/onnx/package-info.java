/**
 * Runs of ONNX models in ONNX Runtime; start with {@link
 * io.dl4jcompact.benchmarks.onnx.OnnxSession}.
 */
package io.dl4jcompact.benchmarks.onnx;
