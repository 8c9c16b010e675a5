package io.dl4jcompact.examples.marks;

import io.dl4jcompact.examples.marks.Goal.AtLeast;
import io.dl4jcompact.examples.marks.Goal.NearTwin;
import java.util.Locale;

/** What one-bit networks have to learn, each from a whole data set. */
public enum Mark {
  MNIST_MLP(MnistMlp.recipe(), new AtLeast(0.989)),
  MNIST_CNN(MnistCnn.recipe(), new AtLeast(0.992)),
  FASHION_CNN(FashionCnn.recipe(), new NearTwin(0.015)),
  CIFAR10_CNV(Cifar10Cnv.recipe(), new NearTwin(0.04));

  private final Recipe recipe;
  private final Goal goal;

  Mark(Recipe recipe, Goal goal) {
    this.recipe = recipe;
    this.goal = goal;
  }

  /** How it is learnt. */
  public Recipe recipe() {
    return recipe;
  }

  /** What has to be reached. */
  public Goal goal() {
    return goal;
  }

  /** The name on the command line and of files: lower case with hyphens. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
