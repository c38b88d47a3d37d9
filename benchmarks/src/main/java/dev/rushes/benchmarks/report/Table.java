package dev.rushes.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Rows under each other. */
final class Table {
    private Table() {}

    static String of(String title, List<Map<String, Object>> rows) {
        List<String> columns = new ArrayList<>(rows.getFirst().keySet());
        List<List<String>> cells = new ArrayList<>();
        cells.add(columns);
        rows.forEach(row ->
                cells.add(columns.stream().map(column -> cell(row.get(column))).toList()));
        StringBuilder text = new StringBuilder(title).append('\n');
        for (List<String> line : cells) {
            for (int column = 0; column < columns.size(); column++) {
                text.append(pad(line.get(column), width(cells, column), column == 0))
                        .append("  ");
            }
            text.append('\n');
        }
        return text.toString();
    }

    private static int width(List<List<String>> cells, int column) {
        return cells.stream().mapToInt(line -> line.get(column).length()).max().orElse(0);
    }

    private static String pad(String text, int width, boolean left) {
        String spaces = " ".repeat(width - text.length());
        return left ? text + spaces : spaces + text;
    }

    private static String cell(@org.jspecify.annotations.Nullable Object value) {
        return switch (value) {
            case null -> "-";
            case Double number when number >= 100 -> String.format(Locale.ROOT, "%,.0f", number);
            case Double number -> String.format(Locale.ROOT, "%.2f", number);
            case Number number -> String.format(Locale.ROOT, "%,d", number.longValue());
            case List<?> list -> String.join(" ", list.stream().map(Table::cell).toList());
            default -> value.toString();
        };
    }
}
