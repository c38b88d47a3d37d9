package dev.rushes.analysis.local;

import dev.rushes.analysis.domain.picture.FaceModel;
import dev.rushes.analysis.domain.sound.VoiceModel;
import java.util.Optional;

/**
 * Models that the local analyzer asks.
 *
 * @param voices tells speech; without one, rules do
 * @param faces finds faces; without one, none are looked for
 */
public record LocalModels(Optional<VoiceModel> voices, Optional<FaceModel> faces) {
    public static final LocalModels NONE = new LocalModels(Optional.empty(), Optional.empty());
}
