package dev.rushes.analysis.findings;

import dev.rushes.analysis.domain.Insight;
import dev.rushes.analysis.findings.FindingsDocument.AskedPart;
import dev.rushes.analysis.findings.FindingsDocument.Bill;
import dev.rushes.analysis.findings.FindingsDocument.Understanding;
import dev.rushes.analysis.findings.FindingsDocument.Understood;
import java.util.Locale;

/** What a model understood, as the findings document has it. */
final class InsightJson {
    private InsightJson() {}

    static Understood of(Insight insight) {
        Insight.Bill bill = insight.bill();
        return new Understood(
                insight.source(),
                word(insight.status()),
                insight.shortfall().map(Enum::name).orElse(null),
                insight.problem().orElse(null),
                insight.lacking(),
                insight.flags(),
                insight.models(),
                insight.language(),
                insight.summary(),
                insight.parts().stream().map(InsightJson::part).toList(),
                insight.segments().stream().map(InsightJson::segment).toList(),
                new Bill(
                        bill.calls(),
                        bill.reused(),
                        bill.unknown(),
                        bill.tokensIn(),
                        bill.tokensOut(),
                        bill.microDollars(),
                        bill.prices()));
    }

    private static AskedPart part(Insight.Part part) {
        return new AskedPart(part.span().start().toString(), part.span().end().toString(), word(part.status()));
    }

    private static String word(Insight.Status status) {
        return status.name().toLowerCase(Locale.ROOT);
    }

    private static Understanding segment(Insight.Segment segment) {
        return new Understanding(
                segment.part(),
                segment.span().start().toString(),
                segment.span().end().toString(),
                segment.kind(),
                segment.label(),
                segment.description(),
                segment.transcript(),
                segment.tags(),
                segment.highlight(),
                segment.confidence(),
                segment.snapped());
    }
}
