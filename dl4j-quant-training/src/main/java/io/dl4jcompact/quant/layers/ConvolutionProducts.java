package io.dl4jcompact.quant.layers;

import io.dl4jcompact.core.GroupedConvolution;
import io.dl4jcompact.core.OneDnn;
import io.dl4jcompact.quant.QuantizedConvolutionLayer;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.layers.convolution.ConvolutionHelper;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The products of one convolution, by oneDNN where {@link OneDnn#convolutionHelper} has one, else,
 * and for groups, by {@link GroupedConvolution}.
 *
 * <p>Sums of integers are exact: where floats might round (see {@link DenseSums}), the input
 * channels are convolved part by part, as few at once as floats hold exactly, and the parts' sums
 * are added in doubles; a part of one channel that is still too much is convolved in doubles.
 */
final class ConvolutionProducts {

  private static final int[] WINDOW = {1, 2, 3};

  private final QuantizedConvolutionLayer conf;
  private final ConvolutionHelper helper;
  private INDArray zeroBias;

  ConvolutionProducts(QuantizedConvolutionLayer conf, DataType dataType) {
    this.conf = conf;
    helper = helper(dataType);
  }

  private ConvolutionHelper helper(DataType dataType) {
    ConvolutionHelper grouped = new GroupedConvolution(conf.groups(), dataType);
    return conf.groups() == 1
        ? OneDnn.convolutionHelper(dataType, conf.getDilation()).orElse(grouped)
        : grouped;
  }

  /** Σ c_x c_w [minibatch, nOut, outH, outW], rounded once where it is of 2^24 or more. */
  INDArray sums(AffineOperand x, AffineOperand w, LayerWorkspaceMgr mgr) {
    if (!DenseSums.exceedFloats(x, w, WINDOW)) {
      return convolve(helper, x.centred(), w.centred(), mgr);
    }
    INDArray exact = partialSums(x, w, 0, w.centred().size(1));
    return mgr.leverageTo(ArrayType.ACTIVATIONS, exact.castTo(DataType.FLOAT));
  }

  /** In doubles, of some channels of each group. */
  private INDArray partialSums(AffineOperand x, AffineOperand w, long from, long to) {
    LayerWorkspaceMgr none = LayerWorkspaceMgr.noWorkspaces();
    INDArray weights = channels(w.centred(), from, to);
    boolean exceeds =
        weights.norm1(WINDOW).maxNumber().doubleValue() > DenseSums.EXACT_IN_FLOATS / x.magnitude();
    boolean divisible = conf.groups() == 1 && to - from > 1;
    if (exceeds && divisible) {
      long middle = (from + to) / 2;
      return partialSums(x, w, from, middle).addi(partialSums(x, w, middle, to));
    }
    INDArray part = conf.groups() == 1 ? channels(x.centred(), from, to) : x.centred();
    if (exceeds) {
      ConvolutionHelper doubles = new GroupedConvolution(conf.groups(), DataType.DOUBLE);
      return convolve(doubles, part.castTo(DataType.DOUBLE), weights.castTo(DataType.DOUBLE), none);
    }
    return convolve(helper, part, weights, none).castTo(DataType.DOUBLE);
  }

  private static INDArray channels(INDArray array, long from, long to) {
    return array
        .get(
            NDArrayIndex.all(),
            NDArrayIndex.interval(from, to),
            NDArrayIndex.all(),
            NDArrayIndex.all())
        .dup('c');
  }

  private INDArray convolve(ConvolutionHelper by, INDArray x, INDArray w, LayerWorkspaceMgr mgr) {
    return by.preOutput(
        x,
        w,
        zeroBias(w.dataType()),
        conf.getKernelSize(),
        conf.getStride(),
        padding(),
        conf.getCudnnAlgoMode(),
        conf.getCudnnFwdAlgo(),
        mode(),
        conf.getDilation(),
        conf.getCnn2dDataFormat(),
        mgr);
  }

  private ConvolutionMode mode() {
    return conf.getConvolutionMode();
  }

  /** A helper writes the padding of mode Same into its argument. */
  private int[] padding() {
    return conf.getPadding().clone();
  }

  /** What oneDNN adds in place of the bias, which must come after the steps. */
  @SuppressWarnings("try")
  private INDArray zeroBias(DataType dataType) {
    if (zeroBias == null || zeroBias.dataType() != dataType) {
      try (MemoryWorkspace ignored = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
        zeroBias = Nd4j.zeros(dataType, conf.getNOut());
      }
    }
    return zeroBias;
  }

  /**
   * The gradient of the input's values; writes that of the weights' values and the sums of δ.
   *
   * @param x the input's values
   * @param w the weights' values
   * @param biasSums [nOut]
   */
  INDArray backward(
      INDArray x,
      INDArray w,
      INDArray delta,
      INDArray weightGradient,
      INDArray biasSums,
      LayerWorkspaceMgr mgr) {
    return helper
        .backpropGradient(
            x,
            w,
            zeroBias(w.dataType()),
            delta,
            conf.getKernelSize(),
            conf.getStride(),
            padding(),
            biasSums,
            weightGradient,
            conf.getActivationFn(),
            conf.getCudnnAlgoMode(),
            conf.getCudnnBwdFilterAlgo(),
            conf.getCudnnBwdDataAlgo(),
            mode(),
            conf.getDilation(),
            conf.getCnn2dDataFormat(),
            mgr)
        .getSecond();
  }
}
