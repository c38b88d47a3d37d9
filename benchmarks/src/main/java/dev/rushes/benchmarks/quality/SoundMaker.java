package dev.rushes.benchmarks.quality;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Makes tracks of sound in which it is known where somebody speaks and where it is silent: phrases of a real speech whose words were read off the waveform, at
 * random times and levels, over beds that are silent, hiss, hum or play; between them what is not speech but is like it. The same seed is the same track.
 */
final class SoundMaker {
    private static final String SPEECH = "jfk.flac";

    /** Phrases of the speech, with the words in them: seconds. Pauses under 0.4 s belong to them. */
    private record Phrase(double from, double to, double wordsFrom, double wordsTo) {}

    private static final List<Phrase> PHRASES = List.of(
            new Phrase(0.25, 2.20, 0.32, 2.10),
            new Phrase(3.20, 4.40, 3.28, 4.30),
            new Phrase(5.34, 7.66, 5.40, 7.56),
            new Phrase(8.12, 10.50, 8.18, 10.40));

    /** Beds that a voice speaks over. All but the first are louder than silence. */
    private static final List<String> BEDS = List.of(
            "anullsrc=r=48000:cl=mono",
            "anoisesrc=r=48000:c=pink:a=0.04",
            "anoisesrc=r=48000:c=brown:a=0.06",
            "aevalsrc='0.02*sin(2*PI*110*t)*(1+0.4*sin(2*PI*0.5*t))+0.012*sin(2*PI*165*t)+0.01*sin(2*PI*220.5*t)':s=48000",
            "aevalsrc='0.015*sin(2*PI*50*t)+0.008*sin(2*PI*150*t)':s=48000");

    /** What is like speech and is none, 2 s each: chords, a siren, knocks, a hiss in bursts, a melody, a buzzer. */
    private static final List<String> DECOYS = List.of(
            "aevalsrc='0.1*(sin(2*PI*261.6*t)+sin(2*PI*329.6*t)+sin(2*PI*392*t))*exp(-2*mod(t\\,0.5))':s=48000:d=2",
            "aevalsrc='0.15*sin(2*PI*(600*t+60*sin(2*PI*0.7*t)))':s=48000:d=2",
            "aevalsrc='0.5*sin(2*PI*90*t)*exp(-40*mod(t\\,0.4))':s=48000:d=2",
            "anoisesrc=r=48000:c=white:a=0.1:d=2,tremolo=f=4:d=0.9",
            "aevalsrc='0.15*sin(2*PI*t*440*pow(2\\,floor(mod(t*5\\,7))/12))':s=48000:d=2",
            "aevalsrc='0.05*(gt(sin(2*PI*130*t)\\,0)-0.5)':s=48000:d=2");

    private final MediaTools tools;
    private final Path sharedMedia;

    SoundMaker(MediaTools tools, Path sharedMedia) {
        this.tools = tools;
        this.sharedMedia = sharedMedia;
    }

    /** One bed with phrases and decoys; gives the reference file. */
    Path track(long seed) {
        Random random = new Random(seed);
        int bed = (int) (seed % BEDS.size());
        List<String> inputs = new ArrayList<>();
        StringBuilder graph = new StringBuilder();
        StringBuilder parts = new StringBuilder("[bed]");
        List<Stretch> speech = new ArrayList<>();
        List<Stretch> sounds = new ArrayList<>();
        double at = 0.5 + random.nextDouble();
        int count = 1;
        for (int i = 0; i < 12; i++) {
            double gain = 0.35 + random.nextDouble() * 0.65;
            String place =
                    String.format(Locale.ROOT, ",volume=%.2f,adelay=%d:all=1[s%d];", gain, Math.round(at * 1000), i);
            double length;
            if (i % 3 < 2) {
                Phrase phrase = PHRASES.get(random.nextInt(PHRASES.size()));
                length = phrase.to() - phrase.from();
                inputs.addAll(tools.input(
                        sharedMedia.resolve(SPEECH),
                        "-ss",
                        String.format(Locale.ROOT, "%.3f", phrase.from()),
                        "-t",
                        String.format(Locale.ROOT, "%.3f", length)));
                graph.append("[" + (count - 1)
                        + ":a:0]aformat=sample_rates=48000:channel_layouts=mono,afade=t=in:d=0.04,afade=t=out:st="
                        + String.format(Locale.ROOT, "%.3f", length - 0.06) + ":d=0.06" + place);
                count++;
                speech.add(new Stretch(
                        at + phrase.wordsFrom() - phrase.from(), at + phrase.wordsTo() - phrase.from(), "speech"));
            } else {
                length = 2;
                graph.append(DECOYS.get(random.nextInt(DECOYS.size()))
                        + ",aformat=sample_rates=48000:channel_layouts=mono" + place);
            }
            parts.append("[s" + i + "]");
            sounds.add(new Stretch(at, at + length, "sound"));
            at += length + 0.6 + random.nextDouble() * 2;
        }
        String name = "sound-" + seed;
        graph.append(BEDS.get(bed) + ",atrim=duration=" + String.format(Locale.ROOT, "%.3f", at)
                + ",aformat=channel_layouts=mono[bed];" + parts + "amix=inputs=13:normalize=0:duration=first[a]");
        List<String> arguments = new ArrayList<>(inputs);
        arguments.addAll(
                List.of("-filter_complex", graph.toString(), "-map", "[a]", "-c:a", "pcm_s16le", name + ".wav"));
        tools.run("make " + name, arguments);
        Path reference = tools.folder().resolve(name + ".json");
        new Reference(
                        Reference.VERSION,
                        name + ".wav",
                        "made by SoundMaker over bed " + bed,
                        null,
                        null,
                        bed == 0 ? between(sounds, at) : List.of(),
                        speech,
                        null,
                        null)
                .write(reference);
        return reference;
    }

    /** Where nothing sounds on a silent bed. */
    private static List<Stretch> between(List<Stretch> sounds, double end) {
        List<Stretch> silence = new ArrayList<>();
        double from = 0;
        for (Stretch sound :
                sounds.stream().sorted(Comparator.comparing(Stretch::start)).toList()) {
            silence.add(new Stretch(from, sound.start(), "silence"));
            from = sound.end();
        }
        silence.add(new Stretch(from, end, "silence"));
        return silence;
    }
}
