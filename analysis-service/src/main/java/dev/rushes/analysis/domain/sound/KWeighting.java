package dev.rushes.analysis.domain.sound;

/**
 * The filter of ITU-R BS.1770-5 for one channel at 48 kHz: a high shelf for the effect of the head, then a high pass. The coefficients are
 * those of tables 1 and 2 of the recommendation.
 */
final class KWeighting {
    private static final double SHELF_B0 = 1.53512485958697;
    private static final double SHELF_B1 = -2.69169618940638;
    private static final double SHELF_B2 = 1.19839281085285;
    private static final double SHELF_A1 = -1.69065929318241;
    private static final double SHELF_A2 = 0.73248077421585;
    private static final double PASS_A1 = -1.99004745483398;
    private static final double PASS_A2 = 0.99007225036621;

    private double shelf1;
    private double shelf2;
    private double pass1;
    private double pass2;

    /** The next sample, filtered (transposed direct form II: two state variables for each of the two filters). */
    double filter(double sample) {
        double shelved = SHELF_B0 * sample + shelf1;
        shelf1 = SHELF_B1 * sample - SHELF_A1 * shelved + shelf2;
        shelf2 = SHELF_B2 * sample - SHELF_A2 * shelved;
        double passed = shelved + pass1;
        pass1 = -2 * shelved - PASS_A1 * passed + pass2;
        pass2 = shelved - PASS_A2 * passed;
        return passed;
    }
}
