package io.dl4jcompact.benchmarks;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.conditions.ArchConditions.callMethod;
import static com.tngtech.archunit.lang.conditions.ArchConditions.dependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Random;
import org.deeplearning4j.nn.conf.layers.Layer;

/** Keeps imports between modules one-way; this module has all of them on its class path. */
@AnalyzeClasses(packages = "io.dl4jcompact", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String ALL = "io.dl4jcompact..";
  private static final String QUANTIZER = "io.dl4jcompact.quantizer..";
  private static final String RUNTIME = "io.dl4jcompact.runtime..";
  private static final String CORE = "io.dl4jcompact.core..";
  private static final String EXPORT = "io.dl4jcompact.export..";
  private static final String BINARY = "io.dl4jcompact.binary..";
  private static final String QUANT = "io.dl4jcompact.quant..";
  private static final String SPARSE = "io.dl4jcompact.sparse..";
  private static final String ELASTIC = "io.dl4jcompact.elastic..";
  private static final String[] PROGRAMS = {
    "io.dl4jcompact.cli..", "io.dl4jcompact.examples..", "io.dl4jcompact.benchmarks.."
  };

  @ArchTest
  static final ArchRule quantizersNeedTheJdkOnly =
      classes()
          .that()
          .resideInAPackage(QUANTIZER)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("java..", QUANTIZER);

  @ArchTest
  static final ArchRule runtimeNeedsTheJdkOnly =
      classes()
          .that()
          .resideInAPackage(RUNTIME)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("java..", "jdk.incubator.vector..", QUANTIZER, RUNTIME);

  @ArchTest
  static final ArchRule vectorApiOnlyInVectorClasses =
      noClasses()
          .that(areNotVectorClasses())
          .should()
          .dependOnClassesThat()
          .resideInAPackage("jdk.incubator..");

  @ArchTest static final ArchRule coreImports = importsOnly(CORE, QUANTIZER, RUNTIME, EXPORT);
  @ArchTest static final ArchRule exportImports = importsOnly(EXPORT, QUANTIZER, RUNTIME, CORE);

  @ArchTest
  static final ArchRule binaryImports = importsOnly(BINARY, QUANTIZER, RUNTIME, CORE, EXPORT);

  @ArchTest
  static final ArchRule quantImports = importsOnly(QUANT, QUANTIZER, RUNTIME, CORE, EXPORT);

  @ArchTest
  static final ArchRule sparseImports = importsOnly(SPARSE, QUANTIZER, RUNTIME, CORE, EXPORT);

  @ArchTest
  static final ArchRule elasticImports = importsOnly(ELASTIC, QUANTIZER, RUNTIME, CORE, EXPORT);

  @ArchTest
  static final ArchRule exportersReadConfsAndParameters =
      noClasses()
          .that()
          .resideInAnyPackage("io.dl4jcompact..export..")
          .should(dependOnClassesThat(resideInAPackage(ALL).and(areLayerImpls())));

  @ArchTest
  static final ArchRule layerConfsAreFinal =
      classes()
          .that()
          .areAssignableTo(Layer.class)
          .and()
          .doNotHaveModifier(JavaModifier.ABSTRACT)
          .should()
          .haveModifier(JavaModifier.FINAL);

  @ArchTest
  static final ArchRule quantizersAreImmutable =
      fields().that().areDeclaredInClassesThat().resideInAPackage(QUANTIZER).should().beFinal();

  @ArchTest
  static final ArchRule randomnessIsHandedIn =
      noClasses()
          .should()
          .dependOnClassesThat()
          .belongToAnyOf(Random.class)
          .orShould(callMethod(Math.class, "random"));

  @ArchTest
  static final ArchRule onlyProgramsPrint =
      noClasses().that().resideOutsideOfPackages(PROGRAMS).should(ACCESS_STANDARD_STREAMS);

  private static ArchRule importsOnly(String from, String... others) {
    return noClasses()
        .that()
        .resideInAPackage(from)
        .should(
            dependOnClassesThat(
                resideInAPackage(ALL)
                    .and(resideOutsideOfPackages(others))
                    .and(resideOutsideOfPackages(from))));
  }

  private static DescribedPredicate<JavaClass> areLayerImpls() {
    return DescribedPredicate.describe(
        "are layer implementations", type -> outermost(type).getSimpleName().endsWith("Impl"));
  }

  private static DescribedPredicate<JavaClass> areNotVectorClasses() {
    return DescribedPredicate.describe(
        "are not Vector*", type -> !outermost(type).getSimpleName().startsWith("Vector"));
  }

  private static JavaClass outermost(JavaClass type) {
    return type.getEnclosingClass().map(ArchitectureTest::outermost).orElse(type);
  }
}
