/**
 * Writes graphs as ONNX models, operator set 13. {@link io.dl4jcompact.export.OnnxExport} is what
 * users call; read {@link io.dl4jcompact.export.onnx.OnnxGraph} first.
 */
package io.dl4jcompact.export.onnx;
