package dev.rushes.render.wire;

import dev.rushes.events.JobEvent;
import dev.rushes.events.RenderFinished;
import dev.rushes.events.TimelineAssembled;
import dev.rushes.media.wire.MediaWire;
import dev.rushes.render.domain.Film;
import dev.rushes.render.domain.FinishedRender;
import dev.rushes.render.domain.RenderRequest;
import dev.rushes.runtime.wire.StageWire;
import dev.rushes.runtime.wire.Stamp;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/** The records on the render's topics. */
public final class RenderWire implements StageWire<RenderRequest, FinishedRender> {
    private static final String FACT = "render-finished";

    @Override
    public RenderRequest read(SpecificRecord record) {
        if (!(record instanceof TimelineAssembled assembled)) {
            throw new IllegalArgumentException("Expected a TimelineAssembled, but got "
                    + record.getSchema().getName());
        }
        return new RenderRequest(
                MediaWire.object(assembled.getTimeline()),
                MediaWire.object(assembled.getMedia()),
                MediaWire.info(assembled.getInfo()));
    }

    @Override
    public SpecificRecord write(FinishedRender fact, Stamp stamp) {
        return RenderFinished.newBuilder()
                .setEventId(stamp.eventId(FACT))
                .setOccurredAt(stamp.occurredAt())
                .setJob(stamp.job())
                .setFilms(films(fact))
                .build();
    }

    @Override
    public void describe(FinishedRender fact, JobEvent.Builder event) {
        var unused = event.setFilms(films(fact));
    }

    private static List<dev.rushes.events.Film> films(FinishedRender fact) {
        return fact.films().stream().map(RenderWire::film).toList();
    }

    private static dev.rushes.events.Film film(Film film) {
        return dev.rushes.events.Film.newBuilder()
                .setName(film.name())
                .setObject(MediaWire.object(film.object()))
                .setFormat(dev.rushes.events.FilmFormat.valueOf(film.format().name()))
                .setWidth(film.width())
                .setHeight(film.height())
                .setDuration(MediaWire.rational(film.duration()))
                .setSound(film.sound())
                .build();
    }
}
