package dev.rushes.benchmarks.quality;

import dev.rushes.benchmarks.quality.Pieces.Piece;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * Makes films whose cuts, fades and dissolves are known, because it made them: shots of {@link Pieces}, joined at random, and encoded as a phone would. The
 * same seed is the same film.
 */
final class FilmMaker {
    private static final int SHOTS = 16;

    private final MediaTools tools;
    private final Path sharedMedia;

    FilmMaker(MediaTools tools, Path sharedMedia) {
        this.tools = tools;
        this.sharedMedia = sharedMedia;
    }

    /** How a shot begins. */
    private enum Join {
        CUT,
        DISSOLVE,
        OUT_OF_BLACK,
        OUT_OF_WHITE
    }

    /** Hard cuts alone, between shots of 0.5 to 2.5 s. */
    Path cuts(long seed) {
        return film("cuts-" + seed, new Random(seed), List.of(Join.CUT), 12, 50);
    }

    /** All kinds of joins, between shots of 2 to 4 s. */
    Path fades(long seed) {
        List<Join> joins = List.of(
                Join.CUT,
                Join.DISSOLVE,
                Join.DISSOLVE,
                Join.DISSOLVE,
                Join.OUT_OF_BLACK,
                Join.OUT_OF_BLACK,
                Join.OUT_OF_WHITE);
        return film("fades-" + seed, new Random(seed), joins, 55, 45);
    }

    /** Gives the reference file. */
    private Path film(String name, Random random, List<Join> joins, int shortest, int more) {
        Film film = new Film(new Pieces(sharedMedia, random), random);
        Join join = Join.CUT;
        for (int shot = 0; shot < SHOTS; shot++) {
            Join next = shot == SHOTS - 1 ? Join.CUT : joins.get(random.nextInt(joins.size()));
            film.shot(shortest + random.nextInt(more), join, next);
            join = next;
        }
        return film.make(name);
    }

    /** A film in the making. Lengths are in pictures. */
    private final class Film {
        private final Pieces pieces;
        private final Random random;
        private final List<String> inputs = new ArrayList<>();
        private final StringBuilder graph = new StringBuilder();
        private final List<Double> cuts = new ArrayList<>();
        private final List<Stretch> transitions = new ArrayList<>();
        private final StringBuilder about = new StringBuilder("made by FilmMaker");
        private int opened;
        private int shots;
        private int total;

        Film(Pieces pieces, Random random) {
            this.pieces = pieces;
            this.random = random;
        }

        /** Adds a shot that begins as one join says and ends as the other does. */
        void shot(int length, Join begins, Join ends) {
            Piece piece = pieces.next(length);
            about.append(" | ").append(seconds(total)).append(" s: ").append(piece.about());
            piece.input().ifPresent(file -> {
                inputs.addAll(tools.input(file, piece.options().toArray(String[]::new)));
                graph.append('[').append(opened++).append(":v:0]");
            });
            graph.append(piece.generator())
                    .append(piece.generator().isEmpty() ? "" : ",")
                    .append(piece.filters())
                    .append(",trim=end_frame=" + length + ",setpts=PTS-STARTPTS");
            int overlap = begins == Join.DISSOLVE ? 10 + random.nextInt(30) : 0;
            int start = total - overlap;
            if (begins == Join.OUT_OF_BLACK || begins == Join.OUT_OF_WHITE) {
                fade("in", 0, start, colour(begins));
            }
            if (ends == Join.OUT_OF_BLACK || ends == Join.OUT_OF_WHITE) {
                fade("out", length, start, colour(ends));
            }
            graph.append(
                    ",format=yuv420p,setsar=1,fps=" + Pieces.RATE + ",settb=1/" + Pieces.RATE + "[p" + shots + "];");
            join(length, overlap, begins);
        }

        /** A fade of the shot in the making: from its start, or to its end. */
        private void fade(String way, int length, int start, String colour) {
            int pictures = 10 + random.nextInt(15);
            int from = way.equals("in") ? 0 : length - pictures;
            graph.append(",fade=t=" + way + ":s=" + from + ":n=" + pictures + ":c=" + colour);
            transitions.add(new Stretch(seconds(start + from), seconds(start + from + pictures), "fade-" + way));
        }

        private void join(int length, int overlap, Join begins) {
            int start = total - overlap;
            if (shots > 0 && begins == Join.DISSOLVE) {
                transitions.add(new Stretch(seconds(start), seconds(total), "dissolve"));
                graph.append("[f" + (shots - 1) + "][p" + shots + "]xfade=transition=fade:duration=" + seconds(overlap)
                        + ":offset=" + seconds(start));
            } else if (shots > 0) {
                if (begins == Join.CUT) {
                    cuts.add(seconds(start));
                }
                graph.append("[f" + (shots - 1) + "][p" + shots + "]concat=n=2:v=1:a=0");
            } else {
                graph.append("[p0]null");
            }
            graph.append(",fps=" + Pieces.RATE + ",settb=1/" + Pieces.RATE + "[f" + shots + "];");
            total = start + length;
            shots++;
        }

        Path make(String name) {
            String film = name + ".mp4";
            graph.append("[f" + (shots - 1) + "]format=yuv420p[v]");
            List<String> arguments = new ArrayList<>(inputs);
            arguments.addAll(List.of("-filter_complex", graph.toString(), "-map", "[v]"));
            arguments.addAll(List.of("-c:v", "libx264", "-preset", "ultrafast", "-crf", "27", "-g", "50", film));
            tools.run("make " + name, arguments);
            List<Stretch> inOrder = transitions.stream()
                    .sorted(Comparator.comparing(Stretch::start))
                    .toList();
            Path reference = tools.folder().resolve(name + ".json");
            new Reference(Reference.VERSION, film, about.toString(), cuts, inOrder, null, null, null, null)
                    .write(reference);
            return reference;
        }

        private static String colour(Join join) {
            return join == Join.OUT_OF_WHITE ? "white" : "black";
        }

        private static double seconds(int pictures) {
            return (double) pictures / Pieces.RATE;
        }
    }
}
