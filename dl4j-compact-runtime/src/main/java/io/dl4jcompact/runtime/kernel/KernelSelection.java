package io.dl4jcompact.runtime.kernel;

import java.lang.reflect.InvocationTargetException;

/**
 * Which kernels were chosen, and why.
 *
 * @param kernels the kernels to use
 * @param reason why these, in a few words
 */
public record KernelSelection(Kernels kernels, String reason) {

  /** Name of the system property that forces kernels: {@code scalar}, {@code vector} or auto. */
  public static final String PROPERTY = "io.dl4jcompact.kernels";

  private static final String MODULE = "jdk.incubator.vector";

  /**
   * The kernels that the property {@value #PROPERTY} asks for, by default {@code auto}: vector
   * kernels where this JVM can run them, else scalar ones.
   *
   * @throws IllegalArgumentException if the property has another value
   * @throws IllegalStateException if it asks for kernels that this JVM cannot run; the message says
   *     why and what to do
   */
  public static KernelSelection ofProperty() {
    return select(System.getProperty(PROPERTY, "auto"));
  }

  static KernelSelection select(String wanted) {
    return switch (wanted) {
      case "scalar" -> new KernelSelection(new ScalarKernels(), "asked for by " + PROPERTY);
      case "vector" -> new KernelSelection(vectorOrThrow(), "asked for by " + PROPERTY);
      case "auto" -> fastest();
      default ->
          throw new IllegalArgumentException(
              "property "
                  + PROPERTY
                  + " is '"
                  + wanted
                  + "'; set it to scalar, vector or auto, or leave it out");
    };
  }

  private static Kernels vectorOrThrow() {
    try {
      return vector();
    } catch (UnsupportedOperationException e) {
      throw new IllegalStateException(
          "property "
              + PROPERTY
              + " is 'vector', but "
              + e.getMessage()
              + "; start java with --add-modules "
              + MODULE
              + " on a processor with vectors of 256 bits or more, or set the property to auto",
          e);
    }
  }

  private static KernelSelection fastest() {
    try {
      return new KernelSelection(vector(), "module " + MODULE + " is there");
    } catch (UnsupportedOperationException e) {
      return new KernelSelection(new ScalarKernels(), e.getMessage());
    }
  }

  /**
   * @throws UnsupportedOperationException if this JVM cannot run them; the message says why
   */
  private static Kernels vector() {
    // On the module path, our module does not require one that may be absent.
    KernelSelection.class.getModule().addReads(module());
    try {
      Class<?> type = Class.forName(KernelSelection.class.getPackageName() + ".VectorKernels");
      return type.asSubclass(Kernels.class).getDeclaredConstructor().newInstance();
    } catch (InvocationTargetException e) {
      throw new UnsupportedOperationException(e.getCause().getMessage(), e);
    } catch (ReflectiveOperationException | LinkageError e) {
      throw new UnsupportedOperationException("the vector kernels do not load: " + e, e);
    }
  }

  private static Module module() {
    try {
      return Class.forName(MODULE + ".Vector", false, ClassLoader.getSystemClassLoader())
          .getModule();
    } catch (ClassNotFoundException e) {
      throw new UnsupportedOperationException("module " + MODULE + " is not there", e);
    }
  }

  /** For people: {@code vector (module jdk.incubator.vector is there)}. */
  @Override
  public String toString() {
    return kernels.name() + " (" + reason + ")";
  }
}
