package dev.rushes.analysis.gemini;

import dev.rushes.analysis.gemini.domain.Course;
import dev.rushes.analysis.gemini.domain.ModelStandings;
import dev.rushes.analysis.gemini.domain.PriceList;
import dev.rushes.analysis.gemini.http.FileClient;
import dev.rushes.analysis.gemini.http.ModelClient;
import java.time.Clock;

/** What every conversation uses. */
record Tools(
        GeminiSettings settings,
        ModelClient models,
        FileClient files,
        Proxy proxy,
        AnswerStore answers,
        Course course,
        ModelStandings standings,
        PriceList prices,
        Clock clock) {}
