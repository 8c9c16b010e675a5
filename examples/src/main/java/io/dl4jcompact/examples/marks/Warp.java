package io.dl4jcompact.examples.marks;

import java.util.random.RandomGenerator;

/**
 * Turns, scales, slants, moves and bends an image, as handwriting varies. What is seen at a pixel
 * is taken from
 *
 * <pre> source = centre + A (pixel - centre) + move + bend(pixel) </pre>
 *
 * between four pixels, zero outside the image; bend is drawn at the corners of {@value #CELLS} ×
 * {@value #CELLS} cells and interpolated between them.
 *
 * @param degrees greatest angle of the turn, either way
 * @param stretch greatest change of height and width, and greatest slant, as a share
 * @param pixels greatest move, along each axis
 * @param bend standard deviation of the bends at the cells' corners, in pixels
 * @see <a href="https://doi.org/10.1109/ICDAR.2003.1227801">Simard et al. 2003</a>
 */
public record Warp(double degrees, double stretch, double pixels, double bend)
    implements Augmentation {

  private static final int CELLS = 4;
  private static final int CORNERS = CELLS + 1;

  @Override
  public void apply(
      float[] source, ImageShape shape, float[] target, int offset, RandomGenerator random) {
    double angle = Math.toRadians(between(degrees, random));
    double rowScale = 1 + between(stretch, random);
    double columnScale = 1 + between(stretch, random);
    double slant = between(stretch, random);
    double cos = Math.cos(angle);
    double sin = Math.sin(angle);
    double moveRow = between(pixels, random);
    double moveColumn = between(pixels, random);
    double[] bendRows = bends(random);
    double[] bendColumns = bends(random);
    double middleRow = (shape.height() - 1) / 2.0;
    double middleColumn = (shape.width() - 1) / 2.0;
    for (int row = 0; row < shape.height(); row++) {
      for (int column = 0; column < shape.width(); column++) {
        double y = (row - middleRow) * rowScale;
        double x = (column - middleColumn) * columnScale + slant * y;
        double fromRow = middleRow + cos * y + sin * x + moveRow;
        double fromColumn = middleColumn + cos * x - sin * y + moveColumn;
        double cellRow = (double) row * CELLS / shape.height();
        double cellColumn = (double) column * CELLS / shape.width();
        fromRow += interpolate(bendRows, cellRow, cellColumn);
        fromColumn += interpolate(bendColumns, cellRow, cellColumn);
        for (int channel = 0; channel < shape.channels(); channel++) {
          int start = channel * shape.height() * shape.width();
          target[offset + start + row * shape.width() + column] =
              sample(source, start, shape, fromRow, fromColumn);
        }
      }
    }
  }

  private static double between(double greatest, RandomGenerator random) {
    return greatest * (2 * random.nextDouble() - 1);
  }

  private double[] bends(RandomGenerator random) {
    double[] corners = new double[CORNERS * CORNERS];
    for (int i = 0; i < corners.length; i++) {
      corners[i] = bend * random.nextGaussian();
    }
    return corners;
  }

  private static double interpolate(double[] corners, double row, double column) {
    int above = (int) row;
    int left = (int) column;
    double down = row - above;
    double right = column - left;
    int at = above * CORNERS + left;
    double upper = corners[at] * (1 - right) + corners[at + 1] * right;
    double lower = corners[at + CORNERS] * (1 - right) + corners[at + CORNERS + 1] * right;
    return upper * (1 - down) + lower * down;
  }

  private static float sample(
      float[] source, int start, ImageShape shape, double row, double column) {
    int above = (int) Math.floor(row);
    int left = (int) Math.floor(column);
    double down = row - above;
    double right = column - left;
    double upper =
        pixel(source, start, shape, above, left) * (1 - right)
            + pixel(source, start, shape, above, left + 1) * right;
    double lower =
        pixel(source, start, shape, above + 1, left) * (1 - right)
            + pixel(source, start, shape, above + 1, left + 1) * right;
    return (float) (upper * (1 - down) + lower * down);
  }

  private static float pixel(float[] source, int start, ImageShape shape, int row, int column) {
    boolean inside = row >= 0 && row < shape.height() && column >= 0 && column < shape.width();
    return inside ? source[start + row * shape.width() + column] : 0;
  }
}
