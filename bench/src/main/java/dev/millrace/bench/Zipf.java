package dev.millrace.bench;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Draws records of which a few change very often: the k-th with a weight of 1 / k^exponent. */
final class Zipf {

  private final double[] cumulative;

  Zipf(int records, double exponent) {
    cumulative = new double[records];
    double sum = 0;
    for (int k = 0; k < records; k++) {
      sum += Math.pow(k + 1, -exponent);
      cumulative[k] = sum;
    }
  }

  /** A record from 0 to the number of records, exclusive. */
  int draw(RandomGenerator random) {
    double at = random.nextDouble() * cumulative[cumulative.length - 1];
    int found = Arrays.binarySearch(cumulative, at);
    return Math.min(found < 0 ? -found - 1 : found, cumulative.length - 1);
  }
}
