-- Findings that come after the cut was decided stand beside the gap that they fill: the cut's set of chunks stays as it was, so that every try of its assembly
-- gives the same, and what is known of the footage is put together from the findings.
alter table timeline.arrivals add column filled text;
alter table timeline.arrivals add constraint only_gaps_are_filled check (gap or filled is null);
