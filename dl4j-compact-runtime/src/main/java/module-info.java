/** Runs compact neural networks exported from Deeplearning4j; needs nothing but the JDK. */
module io.dl4jcompact.runtime {
  exports io.dl4jcompact.quantizer;
  exports io.dl4jcompact.runtime;
  exports io.dl4jcompact.runtime.graph;
}
