package dev.rushes.gemini.fake.check;

import static dev.rushes.gemini.fake.check.Shape.ANYTHING;
import static dev.rushes.gemini.fake.check.Shape.FLAG;
import static dev.rushes.gemini.fake.check.Shape.NUMBER;
import static dev.rushes.gemini.fake.check.Shape.TEXT;
import static dev.rushes.gemini.fake.check.Shape.WHOLE;
import static dev.rushes.gemini.fake.check.Shape.fields;
import static dev.rushes.gemini.fake.check.Shape.many;
import static dev.rushes.gemini.fake.check.Shape.word;

/** The fields of a request to generateContent, as far as video and text need them. */
final class GenerateShape {
    private static final Shape RESOLUTION = word(
            "type.googleapis.com/google.ai.generativelanguage.v1beta.GenerationConfig.MediaResolution",
            "MEDIA_RESOLUTION_UNSPECIFIED",
            "MEDIA_RESOLUTION_LOW",
            "MEDIA_RESOLUTION_MEDIUM",
            "MEDIA_RESOLUTION_HIGH");

    private static final Shape PART = fields(
            "text",
            TEXT,
            "inlineData",
            fields("mimeType", TEXT, "data", TEXT, "displayName", TEXT),
            "fileData",
            fields("mimeType", TEXT, "fileUri", TEXT, "displayName", TEXT),
            "videoMetadata",
            fields("startOffset", TEXT, "endOffset", TEXT, "fps", NUMBER),
            "mediaResolution",
            fields("level", RESOLUTION),
            "thought",
            FLAG,
            "thoughtSignature",
            TEXT);

    private static final Shape CONTENT = fields("role", TEXT, "parts", many(PART));

    private static final Shape SAFETY = fields(
            "category",
            word(
                    "type.googleapis.com/google.ai.generativelanguage.v1beta.HarmCategory",
                    "HARM_CATEGORY_HARASSMENT",
                    "HARM_CATEGORY_HATE_SPEECH",
                    "HARM_CATEGORY_SEXUALLY_EXPLICIT",
                    "HARM_CATEGORY_DANGEROUS_CONTENT"),
            "threshold",
            word(
                    "type.googleapis.com/google.ai.generativelanguage.v1beta.SafetySetting.HarmBlockThreshold",
                    "BLOCK_NONE",
                    "BLOCK_ONLY_HIGH",
                    "BLOCK_MEDIUM_AND_ABOVE",
                    "BLOCK_LOW_AND_ABOVE",
                    "OFF"));

    private static final Shape THINKING = fields(
            "thinkingLevel",
            word(
                    "type.googleapis.com/google.ai.generativelanguage.v1beta.ThinkingConfig.ThinkingLevel",
                    "MINIMAL",
                    "LOW",
                    "MEDIUM",
                    "HIGH",
                    "minimal",
                    "low",
                    "medium",
                    "high"),
            "thinkingBudget",
            WHOLE,
            "includeThoughts",
            FLAG);

    private static final Shape GENERATION = fields(
            "responseMimeType",
            TEXT,
            "responseSchema",
            new Shape.Later(() -> SchemaCheck.OPEN_API),
            "responseJsonSchema",
            ANYTHING,
            "maxOutputTokens",
            WHOLE,
            "stopSequences",
            many(TEXT),
            "candidateCount",
            WHOLE,
            "temperature",
            NUMBER,
            "topP",
            NUMBER,
            "topK",
            NUMBER,
            "seed",
            WHOLE,
            "mediaResolution",
            RESOLUTION,
            "thinkingConfig",
            THINKING);

    static final Shape REQUEST = fields(
            "model",
            TEXT,
            "contents",
            many(CONTENT),
            "systemInstruction",
            CONTENT,
            "generationConfig",
            GENERATION,
            "safetySettings",
            many(SAFETY),
            "serviceTier",
            TEXT);

    private GenerateShape() {}
}
