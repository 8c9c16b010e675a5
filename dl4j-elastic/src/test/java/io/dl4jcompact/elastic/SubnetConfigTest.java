package io.dl4jcompact.elastic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.dl4jcompact.core.NetworkKind;
import org.deeplearning4j.nn.api.Model;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubnetConfigTest {

  private static final Model NETWORK = ElasticNetworks.images(NetworkKind.LIST);

  @ParameterizedTest
  @EnumSource
  void largestAndSmallestHaveAllDimensionsInTheNetworksOrder(NetworkKind kind) {
    Model network = ElasticNetworks.images(kind);

    assertThat(SubnetConfig.largest(network))
        .hasToString("conv1:width=6,kernel=5;conv2:depth=1,kernel=3;conv3:width=4;dense:width=5");
    assertThat(SubnetConfig.smallest(network))
        .hasToString("conv1:width=3,kernel=3;conv2:depth=0,kernel=1;conv3:width=2;dense:width=2");
    assertThat(Subnets.active(network)).isEqualTo(SubnetConfig.largest(network));
  }

  @Test
  void textAndJsonAreReadBack() {
    SubnetConfig config = SubnetConfig.smallest(NETWORK).with("conv1", Dimension.WIDTH, 6);

    assertThat(SubnetConfig.parse(config.toString())).isEqualTo(config).hasSameHashCodeAs(config);
    assertThat(SubnetConfig.fromJson(config.toJson())).isEqualTo(config);
    assertThat(config).isNotEqualTo(SubnetConfig.smallest(NETWORK));
    assertThat(SubnetConfig.parse("a%3B%3A%3D%2C:width=2").layers()).containsExactly("a;:=,");
    assertThat(SubnetConfig.parse("").layers()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "a:b", "a:width", "a:width=x", "a:width=1:2", "a:height=3", ";"})
  void otherTextIsRefused(String spec) {
    assertThatIllegalArgumentException().isThrownBy(() -> SubnetConfig.parse(spec));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "{\"a\":3}", "{\"a\":{\"width\":null}}", "{\"a\":{\"x\":1}}", ""})
  void otherJsonIsRefused(String json) {
    assertThatIllegalArgumentException().isThrownBy(() -> SubnetConfig.fromJson(json));
  }

  @Test
  void activeSubnetIsTheOneAskedFor() {
    Model network = ElasticNetworks.images(NetworkKind.LIST);
    SubnetConfig config = SubnetConfig.smallest(network).with("dense", Dimension.WIDTH, 5);

    Subnets.activate(network, config);

    assertThat(Subnets.active(network)).isEqualTo(config);
    Subnets.activateLargest(network);
    assertThat(Subnets.active(network)).isEqualTo(SubnetConfig.largest(network));
    Subnets.activateSmallest(network);
    assertThat(Subnets.active(network)).isEqualTo(SubnetConfig.smallest(network));
  }

  @Test
  void sizesThatAreNotPermittedAreRefusedByName() {
    SubnetConfig largest = SubnetConfig.largest(NETWORK);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Subnets.activate(NETWORK, largest.with("conv1", Dimension.WIDTH, 4)))
        .withMessageContaining(
            "ElasticConvolutionLayer \"conv1\": width is 4, expected one of [3, 6]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Subnets.activate(NETWORK, SubnetConfig.parse("mine:width=3")))
        .withMessageContaining("layer \"mine\", expected one of [conv1, conv2, conv3, dense]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Subnets.activate(NETWORK, SubnetConfig.parse("conv1:width=3")))
        .withMessageContaining("\"conv1\": the subnet's sizes is [width=3], expected a size for");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> largest.with("conv1", Dimension.DEPTH, 0))
        .withMessageContaining("no depth of layer \"conv1\"");
  }
}
