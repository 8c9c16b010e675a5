/**
 * ONNX models and their runs in ONNX Runtime; start with {@link
 * io.dl4jcompact.benchmarks.onnx.OnnxGraph}.
 */
package io.dl4jcompact.benchmarks.onnx;
