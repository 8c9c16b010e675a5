package io.dl4jcompact.binary.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.datavec.api.records.metadata.RecordMetaData;
import org.datavec.api.records.metadata.RecordMetaDataLine;
import org.datavec.api.records.metadata.RecordMetaDataURI;

/**
 * Where samples are: each file is one, or each line of each file that is not blank. Files of lines
 * are kept in memory, others are not.
 */
final class Sources implements Serializable {

  private final List<RecordMetaData> places = new ArrayList<>();
  private final Map<URI, List<String>> texts = new HashMap<>();

  Sources(URI[] files, boolean lines) throws IOException {
    for (URI file : files) {
      if (lines) {
        addLines(file);
      } else {
        places.add(new RecordMetaDataURI(file, FeatureRecordReader.class));
      }
    }
  }

  private void addLines(URI file) throws IOException {
    List<String> text = new String(bytes(file), StandardCharsets.UTF_8).lines().toList();
    texts.put(file, text);
    for (int i = 0; i < text.size(); i++) {
      if (!text.get(i).isBlank()) {
        places.add(new RecordMetaDataLine(i, file, FeatureRecordReader.class));
      }
    }
  }

  List<RecordMetaData> places() {
    return places;
  }

  byte[] content(RecordMetaData place) throws IOException {
    return place instanceof RecordMetaDataLine line
        ? texts.get(line.getURI()).get(line.getLineNumber()).getBytes(StandardCharsets.UTF_8)
        : bytes(place.getURI());
  }

  private static byte[] bytes(URI file) throws IOException {
    try (InputStream stream = file.toURL().openStream()) {
      return stream.readAllBytes();
    } catch (IOException e) {
      throw new IOException("cannot read " + file + " (" + e + "): check the path", e);
    }
  }
}
