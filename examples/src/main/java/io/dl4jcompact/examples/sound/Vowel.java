package io.dl4jcompact.examples.sound;

/**
 * Vowels by their first three formants: means of 33 men's in Hz.
 *
 * @see <a href="https://doi.org/10.1121/1.1906875">Peterson and Barney 1952: Control methods used
 *     in a study of the vowels, table II</a>
 */
enum Vowel {
  /** As in heed; front. */
  I(270, 2_290, 3_010),
  /** As in head; front. */
  E(530, 1_840, 2_480),
  /** As in hod; back. */
  A(730, 1_090, 2_440),
  /** As in hawed; back. */
  O(570, 840, 2_410),
  /** As in who'd; back. */
  U(300, 870, 2_240);

  private final double[] formants;

  Vowel(double... formants) {
    this.formants = formants;
  }

  double formant(int index) {
    return formants[index];
  }

  int formants() {
    return formants.length;
  }
}
