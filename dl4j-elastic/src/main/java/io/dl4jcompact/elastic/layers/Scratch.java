package io.dl4jcompact.elastic.layers;

import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Where the arrays of a pass lie: as long as the network's activations if the backward pass needs
 * them, else until the layer is done.
 */
record Scratch(LayerWorkspaceMgr manager, ArrayType type, DataType dataType) {

  /** Of a forward pass. */
  static Scratch forward(LayerWorkspaceMgr manager, DataType dataType, boolean training) {
    return new Scratch(
        manager, training ? ArrayType.ACTIVATIONS : ArrayType.FF_WORKING_MEM, dataType);
  }

  /** Of a backward pass. */
  static Scratch backward(LayerWorkspaceMgr manager, DataType dataType) {
    return new Scratch(manager, ArrayType.BP_WORKING_MEM, dataType);
  }

  /** A new array in c order, with any values. */
  INDArray create(long... shape) {
    return manager.createUninitialized(type, dataType, shape, 'c');
  }

  /** A copy in c order. */
  INDArray copy(INDArray array) {
    return create(array.shape()).assign(array);
  }
}
