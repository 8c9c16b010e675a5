package io.dl4jcompact.export;

import io.dl4jcompact.runtime.graph.Op;
import java.util.List;
import org.nd4j.linalg.activations.IActivation;

/** An activation function of a plug-in, which says itself how a model computes it. */
public interface ExportedActivation extends IActivation {

  /** The operations, in order, that compute it at inference. */
  List<Op> ops();
}
