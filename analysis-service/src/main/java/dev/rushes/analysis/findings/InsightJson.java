package dev.rushes.analysis.findings;

import dev.rushes.analysis.domain.Insight;
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
                insight.status().name().toLowerCase(Locale.ROOT),
                insight.shortfall().map(Enum::name).orElse(null),
                insight.problem().orElse(null),
                insight.lacking(),
                insight.flags(),
                insight.models(),
                insight.language(),
                insight.summary(),
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

    private static Understanding segment(Insight.Segment segment) {
        return new Understanding(
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
