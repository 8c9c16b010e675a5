package io.dl4jcompact.binary.export;

import io.dl4jcompact.export.RandomNumbers;
import io.dl4jcompact.quantizer.DynamicStepQuantizer;
import io.dl4jcompact.quantizer.Identity;
import io.dl4jcompact.quantizer.LevelQuantizer;
import io.dl4jcompact.quantizer.Quantizer;
import io.dl4jcompact.quantizer.SignQuantizer;
import io.dl4jcompact.quantizer.StepQuantizer;
import io.dl4jcompact.quantizer.StochasticStepQuantizer;

/** Random quantisers for networks under test. */
final class Quantizations {

  private Quantizations() {}

  /** Of inputs that become one bit. */
  static Quantizer ofInput(RandomNumbers numbers) {
    return switch (numbers.random().nextInt(8)) {
      case 0, 1 -> new StepQuantizer();
      case 2 -> new StepQuantizer(0.25f);
      case 3 -> new StochasticStepQuantizer();
      case 4 -> new DynamicStepQuantizer();
      case 5 -> new LevelQuantizer(1.5f, -0.25f, new StepQuantizer(0.125f));
      case 6 -> new LevelQuantizer(0.75f, -0.75f, new SignQuantizer());
      default -> new SignQuantizer();
    };
  }

  /** Of weights; float ones now and then. */
  static Quantizer ofWeights(RandomNumbers numbers) {
    return switch (numbers.random().nextInt(6)) {
      case 0 -> new Identity();
      case 1 -> new LevelQuantizer(0.5f, -0.5f, new SignQuantizer());
      default -> new SignQuantizer();
    };
  }

  /** A scale for one-bit weights, now and then. */
  static boolean scaled(RandomNumbers numbers, Quantizer weights) {
    return weights.bits() == 1 && numbers.oneOf(0, 1) == 1;
  }
}
