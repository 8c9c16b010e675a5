package io.dl4jcompact.examples;

import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Values of an enumeration by the names that the command line uses: their texts. */
abstract class NameConverter<E extends Enum<E>> implements ITypeConverter<E> {

  private final E[] values;

  NameConverter(E[] values) {
    this.values = values;
  }

  @Override
  public E convert(String name) {
    for (E value : values) {
      if (value.toString().equals(name)) {
        return value;
      }
    }
    List<String> names = Arrays.stream(values).map(E::toString).toList();
    int last = names.size() - 1;
    throw new TypeConversionException(
        "expected %s or %s, got '%s'"
            .formatted(String.join(", ", names.subList(0, last)), names.get(last), name));
  }
}
