package io.dl4jcompact.binary.packed;

import io.dl4jcompact.binary.BooleanLayer;
import io.dl4jcompact.binary.flip.AccumulatorType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;

/**
 * The file of a {@link PackedTrainer}: a magic number, a version, then blocks of bytes, each with
 * its length and CRC32C: configuration and options, the state of each Boolean parameter, and the
 * parts with floats as Deeplearning4j saves them with their updaters.
 *
 * <p>The version changes whenever a training would go on otherwise, not only with the layout; other
 * versions are refused. So there are no files of earlier versions to be read, and none among the
 * tests.
 */
record PackedCheckpoint(
    MultiLayerConfiguration conf, PackedOptions options, int iteration, int epoch) {

  private static final int MAGIC = 0x44345054;
  private static final int VERSION = 2;
  private static final String NONE = "";

  void write(Path file, PackedStack stack, MultiLayerNetwork front, MultiLayerNetwork tail)
      throws IOException {
    Path target = file.toAbsolutePath();
    Path temporary = Files.createTempFile(target.getParent(), file.getFileName() + ".", ".tmp");
    try {
      try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
        DataOutputStream out = new DataOutputStream(Channels.newOutputStream(channel));
        out.writeInt(MAGIC);
        out.writeInt(VERSION);
        writeBlock(out, header());
        for (PackedLayer layer : stack.layers().toList()) {
          for (PackedParameter parameter : layer.parameters()) {
            ByteBuffer state = buffer(new byte[parameter.stateBytes()]);
            parameter.save(state);
            writeBlock(out, state.array());
          }
        }
        writeBlock(out, front == null ? new byte[0] : bytes(front));
        writeBlock(out, bytes(tail));
        out.flush();
        channel.force(true);
      }
      Files.move(
          temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private byte[] header() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    writeText(out, conf.toJson());
    writeText(
        out,
        options.inputType().isEmpty()
            ? NONE
            : NeuralNetConfiguration.mapper().writeValueAsString(options.inputType().get()));
    out.writeUTF(options.accumulators().name());
    out.writeInt(options.signalBits());
    out.writeInt(iteration);
    out.writeInt(epoch);
    return bytes.toByteArray();
  }

  private static PackedCheckpoint header(byte[] bytes) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    MultiLayerConfiguration conf = MultiLayerConfiguration.fromJson(readText(in));
    String type = readText(in);
    Optional<InputType> input =
        type.equals(NONE)
            ? Optional.empty()
            : Optional.of(NeuralNetConfiguration.mapper().readValue(type, InputType.class));
    PackedOptions options =
        new PackedOptions(AccumulatorType.valueOf(in.readUTF()), in.readInt(), input);
    return new PackedCheckpoint(conf, options, in.readInt(), in.readInt());
  }

  static PackedTrainer read(Path file) throws IOException {
    try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
      requireOurs(file, in.readInt() == MAGIC, "it is no file of a PackedTrainer");
      int version = in.readInt();
      requireOurs(
          file,
          version == VERSION,
          "its version is "
              + version
              + ", expected "
              + VERSION
              + "; a checkpoint is for the version of the library that wrote it: end the training with"
              + " that version, or train anew");
      PackedCheckpoint header = header(readBlock(file, in));
      NetworkParts parts = NetworkParts.of(header.conf());
      byte[][] states = new byte[parameters(parts)][];
      for (int i = 0; i < states.length; i++) {
        states[i] = readBlock(file, in);
      }
      byte[] front = readBlock(file, in);
      PackedTrainer trainer =
          new PackedTrainer(
              header.conf(),
              header.options(),
              Slices.DEFAULT,
              parts,
              front.length == 0 ? null : network(front),
              network(readBlock(file, in)));
      load(trainer, states);
      trainer.continueFrom(header.iteration(), header.epoch());
      return trainer;
    } catch (EOFException e) {
      throw new IOException(file + " cannot be read: it ends too early", e);
    }
  }

  private static int parameters(NetworkParts parts) {
    int count = 0;
    for (int i = parts.first(); i < parts.end(); i++) {
      if (parts.layer(i) instanceof BooleanLayer layer) {
        count += layer.hasBias() ? 2 : 1;
      }
    }
    return count;
  }

  private static void load(PackedTrainer trainer, byte[][] states) throws IOException {
    int next = 0;
    for (PackedLayer layer : trainer.stack().layers().toList()) {
      for (PackedParameter parameter : layer.parameters()) {
        byte[] state = states[next++];
        if (state.length != parameter.stateBytes()) {
          throw new IOException(
              "layer \"%s\": its state has %d bytes, expected %d"
                  .formatted(layer.name(), state.length, parameter.stateBytes()));
        }
        parameter.load(buffer(state));
      }
    }
  }

  private static ByteBuffer buffer(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] bytes(MultiLayerNetwork network) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ModelSerializer.writeModel(network, out, true);
    return out.toByteArray();
  }

  private static MultiLayerNetwork network(byte[] bytes) throws IOException {
    return ModelSerializer.restoreMultiLayerNetwork(new ByteArrayInputStream(bytes), true);
  }

  private static void writeText(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static String readText(DataInputStream in) throws IOException {
    return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
  }

  private static void writeBlock(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.writeInt(checksum(bytes));
    out.write(bytes);
  }

  private static byte[] readBlock(Path file, DataInputStream in) throws IOException {
    int length = in.readInt();
    int checksum = in.readInt();
    requireOurs(file, length >= 0, "a length is negative");
    byte[] bytes = in.readNBytes(length);
    requireOurs(file, bytes.length == length, "it ends too early");
    requireOurs(file, checksum == checksum(bytes), "a checksum is wrong");
    return bytes;
  }

  private static void requireOurs(Path file, boolean condition, String message) throws IOException {
    if (!condition) {
      throw new IOException(file + " cannot be read: " + message);
    }
  }

  private static int checksum(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return (int) crc.getValue();
  }
}
