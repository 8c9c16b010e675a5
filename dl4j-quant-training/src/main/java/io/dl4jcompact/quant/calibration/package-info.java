/**
 * How a float network becomes a quantised one without training. Read {@link
 * io.dl4jcompact.quant.calibration.CalibrationRun} first.
 */
package io.dl4jcompact.quant.calibration;
