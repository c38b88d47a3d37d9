package dev.rushes.ingest.progress;

import dev.rushes.ingest.ledger.TenantNews;

/** Writes news as they go over the wire. The bytes are shared by all readers and never changed. */
public interface NewsText {

    /** One whole event, without a place of its own. */
    byte[] of(News news);

    /** One whole event that makes this the client's place. */
    default byte[] of(TenantNews.Line line, NewsPlace place) {
        byte[] id = place.idLine();
        byte[] event = of(new News.Line(line));
        byte[] whole = java.util.Arrays.copyOf(id, id.length + event.length);
        System.arraycopy(event, 0, whole, id.length, event.length);
        return whole;
    }
}
