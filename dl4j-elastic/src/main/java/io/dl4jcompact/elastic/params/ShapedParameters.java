package io.dl4jcompact.elastic.params;

import java.util.List;

/** A layer configuration that lists its parameters. */
public interface ShapedParameters {

  /** The parameters at full size, in the order in which they lie in the network's vector. */
  List<ParameterShape> parameterShapes();
}
