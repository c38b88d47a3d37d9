package dev.rushes.render.ffmpeg;

/**
 * How hard the encoders work.
 *
 * @param threads of each encoder
 * @param preset of x264
 * @param crf quality of x264: smaller is better and larger
 * @param vp9Crf quality of VP9: smaller is better and larger
 * @param vp9Speed {@code -cpu-used} of VP9's realtime mode: larger is faster
 */
public record EncoderSettings(int threads, String preset, int crf, int vp9Crf, int vp9Speed) {}
