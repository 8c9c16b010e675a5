package io.dl4jcompact.runtime.format;

import io.dl4jcompact.runtime.ModelFormatException;
import io.dl4jcompact.runtime.graph.Graph;
import io.dl4jcompact.runtime.graph.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The graph section: nodes in their order, links between them as numbers of nodes. */
final class GraphCodec {

  private GraphCodec() {}

  static void write(Graph graph, OpWriter to) throws ModelFormatException {
    ByteSink out = to.out();
    out.number("number of nodes", graph.nodes().size(), Limits.NODES);
    Map<String, Integer> numbers = new HashMap<>();
    for (Node node : graph.nodes()) {
      out.text("name of a node", node.name(), Limits.NAME_BYTES);
      out.text("layer of node '" + node.name() + "'", node.layer(), Limits.NAME_BYTES);
      writeLinks("inputs of node '" + node.name() + "'", node.inputs(), numbers, out);
      OpCode.write(node.op(), to);
      numbers.put(node.name(), numbers.size());
    }
    writeLinks("outputs of the graph", graph.outputs(), numbers, out);
  }

  static Graph read(OpReader from) throws ModelFormatException {
    Cursor in = from.in();
    int count = in.number("number of nodes", 1, Limits.NODES);
    List<Node> nodes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      nodes.add(readNode(nodes, from));
    }
    List<String> outputs = readLinks("outputs of the graph", nodes, in);
    in.requireEnd();
    from.tensors().requireEnd();
    try {
      return new Graph(nodes, outputs);
    } catch (IllegalArgumentException e) {
      throw in.error(e);
    }
  }

  private static Node readNode(List<Node> before, OpReader from) throws ModelFormatException {
    Cursor in = from.in();
    String name = in.text("name of a node", Limits.NAME_BYTES);
    String layer = in.text("layer of a node", Limits.NAME_BYTES);
    List<String> inputs = readLinks("inputs of node '" + name + "'", before, in);
    try {
      return new Node(name, layer, OpCode.read(from), inputs);
    } catch (IllegalArgumentException e) {
      throw in.error(e);
    }
  }

  private static void writeLinks(
      String what, List<String> names, Map<String, Integer> numbers, ByteSink out)
      throws ModelFormatException {
    out.number("number of " + what, names.size(), Limits.LINKS);
    for (String name : names) {
      out.number(what, numbers.get(name), Limits.NODES);
    }
  }

  private static List<String> readLinks(String what, List<Node> nodes, Cursor in)
      throws ModelFormatException {
    int most = nodes.isEmpty() ? 0 : Limits.LINKS;
    String[] names = new String[in.number("number of " + what, 0, most)];
    for (int i = 0; i < names.length; i++) {
      names[i] = nodes.get(in.number(what, 0, nodes.size() - 1)).name();
    }
    return List.of(names);
  }
}
